//! Where ids can stand: in the code, in tests, in scenes.

use std::collections::{BTreeMap, BTreeSet};

use super::{Library, SPEC, ids};

/// Which files name each id: the whole library is read once.
#[derive(Clone, Debug)]
pub struct Named<'a> {
    /// The sources that are shipped.
    pub code: Index<'a>,
    /// The tests.
    pub tests: Index<'a>,
    /// The stories with a scene that shows it.
    pub stories: Index<'a>,
    /// The models, and the goals of the proofs.
    pub models: Index<'a>,
    /// What is fuzzed.
    pub fuzzed: Index<'a>,
}

/// The paths of the files that name an id, by the id.
pub type Index<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// A scene of a story, as text.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// The fact it shows.
    pub name: &'a str,
    /// The whole of it.
    pub text: &'a str,
    /// The line of the rules that it shows.
    pub shows: &'a str,
}

/// What begins a scene.
const SCENE: &str = "scene: ";
/// What begins the tests within a source.
const TESTS: &str = "#[cfg(test)]\nmod ";

impl<'a> Named<'a> {
    /// Reads a library.
    #[must_use]
    pub fn of(library: &'a Library) -> Self {
        let model = |path: &str| path.ends_with(".tla") || path.ends_with(".smt2");
        let models = library.below(SPEC).filter(|(path, _)| model(path));
        Self {
            code: index(code(library)),
            tests: index(tests(library)),
            stories: index(every_scene(library).map(|(path, scene)| (path, scene.shows))),
            models: index(models),
            fuzzed: index(library.below("fuzz/").filter(|(path, _)| path.ends_with(".rs"))),
        }
    }
}

fn index<'a>(texts: impl Iterator<Item = (&'a str, &'a str)>) -> Index<'a> {
    let mut index = Index::new();
    for (path, text) in texts {
        for id in ids::ids(text) {
            index.entry(id).or_default().insert(path);
        }
    }
    index
}

/// The scenes of a story.
pub fn scenes(story: &str) -> impl Iterator<Item = Scene<'_>> {
    story.split("\n\n").filter_map(|block| {
        let text = block.trim_start_matches('\n');
        let name = text.strip_prefix(SCENE)?.lines().next()?;
        let shows = text.lines().find_map(|line| line.trim().strip_prefix("shows:"));
        Some(Scene { name, text, shows: shows.unwrap_or_default() })
    })
}

/// The scenes of every story, with the path of the story's file.
pub fn every_scene(library: &Library) -> impl Iterator<Item = (&str, Scene<'_>)> {
    let stories = library.below("tests/stories/").filter(|(path, _)| path.ends_with(".story"));
    stories.flat_map(|(path, text)| scenes(text).map(move |scene| (path, scene)))
}

/// What carries the rules out: the sources of the core and of the adapters, without their tests.
pub fn code(library: &Library) -> impl Iterator<Item = (&str, &str)> {
    sources(library).filter(|(path, _)| !is_test_file(path)).map(|(path, text)| {
        let shipped = text.split_once(TESTS).map_or(text, |(before, _)| before);
        (path, shipped)
    })
}

/// What tests: the files in `tests` folders, and the tests within sources.
pub fn tests(library: &Library) -> impl Iterator<Item = (&str, &str)> {
    let apart = library.below("").filter(|(path, _)| path.ends_with(".rs") && is_test_file(path));
    let within = sources(library).filter(|(path, _)| !is_test_file(path));
    let within = within.filter_map(|(path, text)| Some((path, text.split_once(TESTS)?.1)));
    apart.chain(within)
}

/// The test of this name, with what is said above it. A fact of the stores' conformance suite is
/// a test of every store.
#[must_use]
pub fn test<'a>(path: &str, text: &'a str, name: &str) -> Option<&'a str> {
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.find(&format!("fn {name}("))?;
        let line = text[..at].rfind('\n').map_or(0, |it| it + 1);
        let begin = head(text, line);
        let marked = ["#[test]", "#[tokio::test"].iter().any(|it| text[begin..at].contains(it));
        let fact = path.contains("/conformance/") && text[line..at].starts_with("pub async ");
        if marked || fact {
            let indent = text[line..].len() - text[line..].trim_start().len();
            let close = format!("\n{}}}\n", " ".repeat(indent));
            let end = text[at..].find(&close).map_or(text.len(), |it| at + it);
            return Some(&text[begin..end]);
        }
        from = at + 1;
    }
}

/// The names of the tests in a file, in order.
pub fn test_names<'a>(path: &'a str, text: &'a str) -> impl Iterator<Item = &'a str> {
    let functions = text.lines().filter_map(|line| line.split_once("fn ")?.1.split('(').next());
    functions.filter(move |name| test(path, text, name).is_some())
}

/// Where the comments and attributes above a line begin.
fn head(text: &str, line: usize) -> usize {
    let mut begin = line;
    while let Some(before) = text[..begin].strip_suffix('\n') {
        let above = before.rfind('\n').map_or(0, |it| it + 1);
        let it = text[above..begin].trim_start();
        if !(it.starts_with("///") || it.starts_with("#[")) {
            break;
        }
        begin = above;
    }
    begin
}

fn sources(library: &Library) -> impl Iterator<Item = (&str, &str)> {
    let source = |path: &str| {
        path.ends_with(".rs")
            && (path.starts_with("core/src/")
                || (path.starts_with("adapters/") && path.contains("/src/")))
    };
    library.below("").filter(move |(path, _)| source(path))
}

/// The explorer is shipped, and carries no rule out: it tries them.
fn is_test_file(path: &str) -> bool {
    let folders = ["/tests/", "/conformance/", "adapters/explorer/"];
    path.ends_with("/tests.rs") || folders.iter().any(|folder| path.contains(folder))
}
