//! The numbered sentences and the laws, as they stand on the pages.

use super::reference::Reference;
use super::{LAWS, Library, SPEC};

/// The form of a numbered sentence:
/// `- **ID** What MUST hold. *Why: reason. Source: source. Example: reference; reference.*`
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Rule {
    /// Its name.
    pub id: String,
    /// The page it stands on.
    pub chapter: String,
    /// What it says; empty if nothing.
    pub sentence: String,
    /// Why it is so; empty if nothing is said.
    pub why: String,
    /// Where it comes from; empty if nothing is said.
    pub source: String,
    /// What shows it.
    pub examples: Vec<Reference>,
}

/// A row `| L-03 | what holds | check, check |` of the page of laws.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Law {
    /// Its name.
    pub id: String,
    /// What holds.
    pub sentence: String,
    /// What checks it, as it is written: checks and names of groups.
    pub written: String,
    /// The same with what is in the groups in the place of their names.
    pub checks: Vec<Reference>,
}

/// Checks that several laws have in common: a row `| name | what it is | check, check |`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub checks: Vec<Reference>,
}

/// The numbered sentences of every page, in order.
#[must_use]
pub fn rules(library: &Library) -> Vec<Rule> {
    let pages = library.below(SPEC).filter(|(path, _)| is_chapter(path));
    pages.flat_map(|(path, text)| text.lines().filter_map(move |line| rule(path, line))).collect()
}

/// Whether a page of the specification has numbered sentences, or could: those in its own folder.
#[must_use]
pub fn is_chapter(path: &str) -> bool {
    path.strip_prefix(SPEC).is_some_and(|name| name.ends_with(".md") && !name.contains('/'))
}

/// The rule that a line is, if it is one.
#[must_use]
pub fn rule(chapter: &str, line: &str) -> Option<Rule> {
    let (id, rest) = line.strip_prefix("- **")?.split_once("**")?;
    if !super::ids::is_id(id) {
        return None;
    }
    let (sentence, notes) = rest.split_once(" *Why: ").unwrap_or((rest, ""));
    let notes = notes.trim_end().trim_end_matches('*').trim_end_matches('.');
    let (notes, examples) = notes.split_once("Example: ").unwrap_or((notes, ""));
    let (why, source) = notes.split_once("Source: ").unwrap_or((notes, ""));
    Some(Rule {
        id: id.to_owned(),
        chapter: chapter.to_owned(),
        sentence: sentence.trim().to_owned(),
        why: why.trim().to_owned(),
        source: source.trim().trim_end_matches('.').to_owned(),
        examples: Reference::list(examples, "; "),
    })
}

/// The laws, in order.
#[must_use]
pub fn laws(library: &Library) -> Vec<Law> {
    let groups = groups(library);
    let expand = |check: Reference| match &check {
        Reference::Unknown(word) => match groups.iter().find(|group| group.name == *word) {
            Some(group) => group.checks.clone(),
            None => vec![check],
        },
        _ => vec![check],
    };
    let law = |[id, sentence, checks]: [&str; 3]| Law {
        id: id.to_owned(),
        sentence: sentence.to_owned(),
        written: checks.to_owned(),
        checks: Reference::list(checks, ", ").into_iter().flat_map(expand).collect(),
    };
    rows(library).filter(|[id, ..]| super::ids::is_id(id)).map(law).collect()
}

/// The groups of checks, in order.
#[must_use]
pub fn groups(library: &Library) -> Vec<Group> {
    let group = |[name, _, checks]: [&str; 3]| Group {
        name: name.to_owned(),
        checks: Reference::list(checks, ", "),
    };
    let named = |[name, ..]: &[&str; 3]| !super::ids::is_id(name) && checks_follow(name);
    rows(library).filter(named).map(group).collect()
}

/// Neither the head of a table nor the line below it.
fn checks_follow(first: &str) -> bool {
    !first.starts_with("--") && first != "id" && first != "name"
}

/// The rows of three cells on the page of laws.
fn rows(library: &Library) -> impl Iterator<Item = [&str; 3]> {
    library.text(LAWS).unwrap_or_default().lines().filter_map(cells)
}

/// The cells of a row of a table, if there are three.
#[must_use]
pub fn cells<const N: usize>(line: &str) -> Option<[&str; N]> {
    let row = line.trim().strip_prefix("| ")?.strip_suffix(" |")?;
    row.split(" | ").map(str::trim).collect::<Vec<_>>().try_into().ok()
}
