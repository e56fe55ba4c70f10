//! Tables for people.

use alloc::string::String;
use core::fmt::Write as _;

use super::Machine;

/// The transition table in Markdown.
#[must_use]
pub fn markdown<M: Machine>() -> String {
    let mut page = String::from("| rule | from | order | by | to |\n|---|---|---|---|---|\n");
    for row in M::ROWS {
        let (who, to) = (row.who.join(", "), row.to.join(" or "));
        // Writing to a `String` does not fail.
        let _ = writeln!(page, "| {} | {} | {} | {who} | {to} |", row.rule, row.from, row.on);
    }
    page
}

/// The state graph in Mermaid. Orders that stay in their stage are left out.
#[must_use]
pub fn mermaid<M: Machine>() -> String {
    let mut graph = String::from("stateDiagram-v2\n");
    for row in M::ROWS {
        for to in row.to.iter().filter(|to| **to != row.from) {
            let _ = writeln!(graph, "    {} --> {to}: {}", row.from, row.on);
        }
    }
    for end in M::ENDS {
        let _ = writeln!(graph, "    {end} --> [*]");
    }
    graph
}
