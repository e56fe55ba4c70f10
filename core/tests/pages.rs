//! The pages that are made from the code: each shows what it shows now, or `UPDATE=1` was
//! forgotten.

use std::path::Path;

use earnest::Machine;
use earnest::machine::render;
use earnest::marketplace::Marketplace;
use earnest::proposal::Proposal;
use earnest::runs::Runs;

#[path = "support/silence.rs"]
mod silence;

/// Compares a page with what it should be, or rewrites it when `UPDATE` is set.
fn assert_page(name: &str, page: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec").join(name);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, page).expect("the page can be written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(written, page, "`spec/{name}` is stale; run the test with UPDATE=1");
}

fn table<M: Machine>(title: &str) -> String {
    let (rows, graph) = (render::markdown::<M>(), render::mermaid::<M>());
    format!(
        "# {title}: the table\n\n\
         Made from the code by `core/tests/pages.rs`; run it with `UPDATE=1` after a change.\n\n\
         {rows}\n\
         ```mermaid\n{graph}```\n"
    )
}

#[test]
fn the_page_of_the_marketplace_shows_its_table() {
    let page = format!("{}\n{}", table::<Marketplace>("Marketplace"), silence::page());
    assert_page("marketplace.table.md", &page);
}

#[test]
fn the_page_of_the_proposal_shows_its_table() {
    assert_page("proposal.table.md", &table::<Proposal>("Proposal"));
}

#[test]
fn the_page_of_runs_shows_their_table() {
    assert_page("runs.table.md", &table::<Runs>("Runs"));
}
