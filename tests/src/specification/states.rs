//! The page that maps the stages of each lifecycle to the words of others.

use std::collections::BTreeMap;

use super::sentences::cells;

/// The page.
pub const STATES: &str = "spec/states.md";

/// A row: a stage with the words for it on the wire, in A2A and in MCP, and what they lose.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Mapped<'a> {
    /// The stage, as the table spells it.
    pub stage: &'a str,
    /// The wire's word.
    pub wire: &'a str,
    /// The state of an A2A task.
    pub a2a: &'a str,
    /// The state of an MCP task.
    pub mcp: &'a str,
    /// What whoever reads only those words does not learn.
    pub lost: &'a str,
}

/// The states that an A2A task can have.
pub const A2A: [&str; 9] = [
    "submitted",
    "working",
    "input-required",
    "completed",
    "canceled",
    "failed",
    "rejected",
    "auth-required",
    "unknown",
];

/// The states that an MCP task can have.
pub const MCP: [&str; 5] = ["working", "input_required", "completed", "failed", "cancelled"];

/// The rows of the page, by the heading that they stand under.
#[must_use]
pub fn states(page: &str) -> BTreeMap<&str, Vec<Mapped<'_>>> {
    let mut rows: BTreeMap<&str, Vec<Mapped<'_>>> = BTreeMap::new();
    let mut heading = "";
    for line in page.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            heading = name;
        }
        let Some([stage, wire, a2a, mcp, lost]) = cells::<5>(line) else { continue };
        if stage != "stage" && !stage.starts_with("--") {
            let row = Mapped { stage, wire: wire.trim_matches('`'), a2a, mcp, lost };
            rows.entry(heading).or_default().push(row);
        }
    }
    rows
}
