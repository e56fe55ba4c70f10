//! The page that shows, rule by rule and law by law, what checks it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::Library;
use super::places::{Index, Named};
use super::reference::Reference;
use super::sentences::{Law, Rule, laws, rules};

/// The rows of a lifecycle's table, with the test that takes each of them.
#[derive(Clone, Debug)]
pub struct Explored {
    /// The ids of the rows.
    pub rows: BTreeSet<&'static str>,
    /// The test that fails if one of them is never taken.
    pub by: Reference,
}

/// The page.
#[must_use]
pub fn page(library: &Library, explored: &[Explored]) -> String {
    let mut page = String::from(
        "# What checks what\n\n\
         Made by `tests/tests/traceability.rs`; run it with `UPDATE=1` after a change. A file stands here \
         if it names the rule; a rule's own examples stand beside its sentence.\n",
    );
    let mut chapters: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
    let (rules, laws, named) = (rules(library), laws(library), Named::of(library));
    for rule in &rules {
        chapters.entry(&rule.chapter).or_default().push(rule);
    }
    for (chapter, rules) in chapters {
        let name = chapter.trim_start_matches(super::SPEC);
        let _ = write!(
            page,
            "\n## [{name}]({name})\n\n\
             | rule | code | stories | tests | explored by | model, proof | fuzzed by |\n\
             |---|---|---|---|---|---|---|\n"
        );
        for rule in rules {
            page.push_str(&row(&named, rule, explored));
        }
    }
    page.push_str(
        "\n## [laws.md](laws.md)\n\n\
         | law | checked by | named in code | named in tests | model, proof | fuzzed by |\n\
         |---|---|---|---|---|---|\n",
    );
    for law in &laws {
        page.push_str(&law_row(&named, law));
    }
    page
}

fn row(named: &Named<'_>, rule: &Rule, explored: &[Explored]) -> String {
    let id = &*rule.id;
    let explored = explored.iter().filter(|it| it.rows.contains(id)).map(|it| it.by.place());
    let cells = [
        files(&named.code, id),
        list(paths(&named.stories, id).map(|path| short(path).to_owned())),
        files(&named.tests, id),
        list(explored),
        files(&named.models, id),
        files(&named.fuzzed, id),
    ];
    format!("| {id} | {} |\n", cells.join(" | "))
}

fn law_row(named: &Named<'_>, law: &Law) -> String {
    let id = &*law.id;
    let cells = [
        law.written.clone(),
        files(&named.code, id),
        files(&named.tests, id),
        files(&named.models, id),
        files(&named.fuzzed, id),
    ];
    format!("| {id} | {} |\n", cells.join(" | "))
}

fn files(index: &Index<'_>, id: &str) -> String {
    list(paths(index, id).map(|path| format!("`{path}`")))
}

fn paths<'a>(index: &Index<'a>, id: &str) -> impl Iterator<Item = &'a str> {
    index.get(id).into_iter().flatten().copied()
}

fn short(story: &str) -> &str {
    story.trim_start_matches("tests/stories/").trim_end_matches(".story")
}

/// Each once, in order; a dash for none.
fn list(items: impl Iterator<Item = String>) -> String {
    let items: BTreeSet<_> = items.collect();
    if items.is_empty() {
        return "–".to_owned();
    }
    items.into_iter().collect::<Vec<_>>().join(", ")
}
