//! The page of the museum: what others shipped, and the tests that keep it from coming back.

use std::collections::BTreeSet;

use super::reference::Reference;
use super::sentences::{cells, laws, rules};
use super::{Library, ids, places};

/// The page.
pub const MUSEUM: &str = "spec/museum.md";

/// An entry: a defect with the rules that prevent it and the test that shows it.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// Its name.
    pub name: &'a str,
    /// What prevents it, with the ids of rules and laws.
    pub prevented: &'a str,
    /// The test.
    pub test: Reference,
}

/// The entries of the page.
#[must_use]
pub fn entries(library: &Library) -> Vec<Entry<'_>> {
    let rows = library.text(MUSEUM).unwrap_or_default().lines().filter_map(cells::<4>);
    let rows = rows.filter(|[name, ..]: &[&str; 4]| *name != "name" && !name.starts_with("--"));
    rows.map(|[name, _, prevented, test]| Entry { name, prevented, test: Reference::read(test) })
        .collect()
}

/// Where page, tests, stories and rules differ; empty is good.
#[must_use]
pub fn differences(library: &Library) -> Vec<String> {
    let (entries, rules, laws) = (entries(library), rules(library), laws(library));
    let known: BTreeSet<_> =
        rules.iter().map(|it| &*it.id).chain(laws.iter().map(|it| &*it.id)).collect();
    let mut wrong = Vec::new();
    let mut names = BTreeSet::new();
    for Entry { name, prevented, test } in &entries {
        if !names.insert(*name) {
            wrong.push(format!("{name} is there twice"));
        }
        let same =
            matches!(test, Reference::Part { name: it, .. } if *it == name.replace('-', "_"));
        if !same || test.find(library).is_none() {
            wrong.push(format!("{name} has no test of its name: {test}"));
        }
        let mut prevents = ids::ids(prevented).peekable();
        if prevents.peek().is_none() {
            wrong.push(format!("{name} is prevented by nothing"));
        }
        wrong
            .extend(prevents.filter(|id| !known.contains(id)).map(|id| format!("{name}: no {id}")));
    }
    let tested = entries.iter().map(|entry| entry.test.to_string()).collect::<BTreeSet<_>>();
    for (path, text) in library.below("").filter(|(path, _)| path.ends_with("/tests/museum.rs")) {
        let there = places::test_names(path, text).map(|name| format!("`{path}::{name}`"));
        let unknown = there.filter(|it| !tested.contains(it));
        wrong.extend(unknown.map(|it| format!("{it} stands on no line of the page")));
    }
    for (path, scene) in places::every_scene(library) {
        let museum = scene.text.lines().find_map(|line| line.trim().strip_prefix("museum:"));
        let shown = museum.into_iter().flat_map(|it| it.split(',')).map(str::trim);
        let unknown = shown.filter(|name| !names.contains(name));
        wrong.extend(unknown.map(|name| format!("{path} has {name}, which the page has not")));
    }
    wrong
}
