//! The specification, read by a program: its numbered sentences, its laws, and what they name.
//!
//! [`faults`](fault::faults) compares it with the code, the tests and the stories;
//! [`page`](coverage::page) shows what checks what. Both look at a [`Library`], so that they can be
//! tried on a small one that is made up.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

pub mod coverage;
pub mod fault;
pub mod ids;
pub mod links;
pub mod museum;
pub mod places;
pub mod reference;
pub mod sentences;
pub mod states;

/// Where the numbered sentences stand.
pub const SPEC: &str = "spec/";
/// Where the laws stand.
pub const LAWS: &str = "spec/laws.md";

/// What is read of the workspace, besides what has no ending: scripts and licences.
const KINDS: [&str; 11] =
    ["rs", "md", "json", "html", "story", "tla", "cfg", "smt2", "py", "ts", "sh"];
/// Folders with nothing of ours in them.
const FOREIGN: [&str; 4] = ["target", "node_modules", ".git", "corpus"];

/// Texts by their path below the root of the workspace, with `/` between folders.
#[derive(Clone, Debug, Default)]
pub struct Library(BTreeMap<String, String>);

impl Library {
    /// The texts of this workspace.
    ///
    /// # Panics
    /// If one cannot be read.
    #[must_use]
    pub fn of_the_workspace() -> Self {
        let mut texts = BTreeMap::new();
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace's root");
        collect(root, "", &mut texts);
        Self(texts)
    }

    /// Texts that are made up.
    #[must_use]
    pub fn of<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let owned = |(path, text): (&str, &str)| (path.to_owned(), text.to_owned());
        Self(texts.into_iter().map(owned).collect())
    }

    /// The text at a path.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// The texts in a folder and below it, by path.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let inside = move |(path, _): &(&String, &String)| path.starts_with(folder);
        self.0.iter().filter(inside).map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The same with other words in the place of some that one of the texts has once: a fault that
    /// is planted on purpose.
    ///
    /// # Panics
    /// If the text does not have them exactly once.
    #[must_use]
    #[track_caller]
    pub fn with(mut self, path: &str, words: &str, others: &str) -> Self {
        let text = self.0.get_mut(path).unwrap_or_else(|| panic!("there is no `{path}`"));
        assert_eq!(text.matches(words).count(), 1, "`{words}` in `{path}`");
        *text = text.replace(words, others);
        self
    }
}

fn collect(folder: &Path, below: &str, texts: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable folder").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let place = format!("{below}{name}");
        if path.is_dir() {
            if !FOREIGN.contains(&name.as_str()) {
                collect(&path, &format!("{place}/"), texts);
            }
            continue;
        }
        let kind = path.extension().map(|it| it.to_string_lossy().into_owned());
        if kind.is_none_or(|kind| KINDS.contains(&kind.as_str())) {
            let text = fs::read_to_string(&path);
            texts.insert(place, text.unwrap_or_else(|why| panic!("{}: {why}", path.display())));
        }
    }
}
