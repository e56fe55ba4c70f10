//! Where the pages and the code no longer say the same.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::places::Named;
use super::reference::Reference;
use super::sentences::{Law, Rule, is_chapter, laws, rules};
use super::{LAWS, Library, SPEC, ids, places};

/// Where a sentence may come from: the documents of the three systems, or our own judgement.
pub const SOURCES: [&str; 5] = ["g0", "g0 agents", "g0 tasks", "city", "ours"];

/// Pages that are about the sentences, and have none of their own.
const WITHOUT_RULES: [&str; 4] = ["README.md", "laws.md", "museum.md", "coverage.md"];

/// Something that is missing or wrong.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Fault {
    /// An id has two sentences.
    Twice(String),
    /// A sentence says `MUST` and has no id.
    Unnumbered {
        /// The page.
        page: String,
        /// How it begins.
        line: String,
    },
    /// Code, a test, a story or a model names an id that no page explains.
    NoSentence {
        /// The id.
        id: String,
        /// Where it is named.
        path: String,
    },
    /// A sentence does not say `MUST`.
    NoMust(String),
    /// A sentence has no reason.
    NoReason(String),
    /// A sentence has no source, or one that is not known.
    NoSource(String),
    /// A sentence has no example.
    NoExample(String),
    /// What is given as an example does not exist.
    NoSuchExample(String, Reference),
    /// The example exists, but does not name the rule.
    Silent(String, Reference),
    /// No row and no function names the rule.
    NoCode(String),
    /// No scene and no test names the rule.
    NoTest(String),
    /// A law names nothing that checks it.
    Unchecked(String),
    /// What is named as a check does not exist.
    NoSuchCheck(String, Reference),
}

/// Everything that is missing or wrong; empty is good.
#[must_use]
pub fn faults(library: &Library) -> Vec<Fault> {
    let (rules, laws, named) = (rules(library), laws(library), Named::of(library));
    let mut faults = repeated(&rules, &laws);
    faults.extend(unnumbered(library));
    faults.extend(unexplained(library, &named, &rules, &laws));
    faults.extend(rules.iter().flat_map(|rule| incomplete(library, rule)));
    faults.extend(rules.iter().flat_map(|rule| unbound(&named, rule)));
    faults.extend(laws.iter().flat_map(|law| unchecked(library, law)));
    faults.sort();
    faults
}

fn repeated(rules: &[Rule], laws: &[Law]) -> Vec<Fault> {
    let mut times: BTreeMap<&str, u32> = BTreeMap::new();
    let ids = rules.iter().map(|rule| &rule.id).chain(laws.iter().map(|law| &law.id));
    ids.for_each(|id| *times.entry(id).or_default() += 1);
    let twice = times.into_iter().filter(|(_, times)| *times > 1);
    twice.map(|(id, _)| Fault::Twice(id.to_owned())).collect()
}

/// What must be so has a name, or nothing can be held against it.
fn unnumbered(library: &Library) -> impl Iterator<Item = Fault> {
    let with_rules = |path: &str| {
        let name = path.strip_prefix(SPEC).unwrap_or(path);
        is_chapter(path) && !WITHOUT_RULES.contains(&name)
    };
    let pages = library.below(SPEC).filter(move |(path, _)| with_rules(path));
    let lines = pages.flat_map(|(path, text)| text.lines().map(move |line| (path, line)));
    let loose = lines.filter(|(path, line)| {
        line.contains("MUST") && super::sentences::rule(path, line).is_none()
    });
    loose.map(|(page, line)| Fault::Unnumbered {
        page: page.to_owned(),
        line: line.chars().take(60).collect(),
    })
}

fn unexplained(library: &Library, named: &Named<'_>, rules: &[Rule], laws: &[Law]) -> Vec<Fault> {
    let known: BTreeSet<&str> =
        rules.iter().map(|rule| &*rule.id).chain(laws.iter().map(|law| &*law.id)).collect();
    let families: BTreeSet<&str> = known.iter().map(|id| ids::family(id)).collect();
    // Lifecycles that tests make up have ids of families that no page knows.
    let ours = named.code.iter().chain(&named.tests).chain(&named.models);
    let ours = ours.filter(|(id, _)| families.contains(ids::family(id)));
    let mut missing: BTreeSet<_> =
        ours.flat_map(|(id, paths)| paths.iter().map(|path| (*id, *path))).collect();
    for (path, scene) in places::every_scene(library) {
        missing.extend(scene.shows.split(',').map(|id| (id.trim(), path)));
    }
    missing.retain(|(id, _)| !known.contains(id));
    let fault =
        |(id, path): (&str, &str)| Fault::NoSentence { id: id.to_owned(), path: path.to_owned() };
    missing.into_iter().map(fault).collect()
}

fn incomplete(library: &Library, rule: &Rule) -> Vec<Fault> {
    let id = || rule.id.clone();
    let known = |part: &str| {
        let name = part.split(':').next().unwrap_or_default().trim();
        SOURCES.contains(&name)
    };
    let mut faults = Vec::new();
    if !rule.sentence.contains("MUST") {
        faults.push(Fault::NoMust(id()));
    }
    if rule.why.is_empty() {
        faults.push(Fault::NoReason(id()));
    }
    if !rule.source.split(';').all(known) {
        faults.push(Fault::NoSource(id()));
    }
    if rule.examples.is_empty() {
        faults.push(Fault::NoExample(id()));
    }
    for example in &rule.examples {
        if example.find(library).is_none() {
            faults.push(Fault::NoSuchExample(id(), example.clone()));
        } else if !example.shows(library, &rule.id) {
            faults.push(Fault::Silent(id(), example.clone()));
        }
    }
    faults
}

fn unbound(named: &Named<'_>, rule: &Rule) -> Vec<Fault> {
    let id = &*rule.id;
    let mut faults = Vec::new();
    if !named.code.contains_key(id) {
        faults.push(Fault::NoCode(id.to_owned()));
    }
    if !named.stories.contains_key(id) && !named.tests.contains_key(id) {
        faults.push(Fault::NoTest(id.to_owned()));
    }
    faults
}

fn unchecked(library: &Library, law: &Law) -> Vec<Fault> {
    if law.checks.is_empty() {
        return vec![Fault::Unchecked(law.id.clone())];
    }
    let missing = law.checks.iter().filter(|check| check.find(library).is_none());
    missing.map(|check| Fault::NoSuchCheck(law.id.clone(), check.clone())).collect()
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Twice(id) => write!(f, "{id} has two sentences"),
            Self::Unnumbered { page, line } => write!(f, "{page}: no id before `{line}`"),
            Self::NoSentence { id, path } => write!(f, "{path} names {id}, which has no sentence"),
            Self::NoMust(id) => write!(f, "{id} does not say MUST"),
            Self::NoReason(id) => write!(f, "{id} has no reason"),
            Self::NoSource(id) => write!(f, "{id} has no source, or one that is not known"),
            Self::NoExample(id) => write!(f, "{id} has no example"),
            Self::NoSuchExample(id, it) => write!(f, "{id}: there is no {it}"),
            Self::Silent(id, it) => write!(f, "{id}: its example {it} does not name it"),
            Self::NoCode(id) => write!(f, "no row and no function names {id}"),
            Self::NoTest(id) => write!(f, "no scene and no test names {id}"),
            Self::Unchecked(id) => write!(f, "{LAWS}: nothing checks {id}"),
            Self::NoSuchCheck(id, it) => {
                write!(f, "{LAWS}: {id} is checked by {it}: no such thing")
            }
        }
    }
}
