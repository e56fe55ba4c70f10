//! The in-memory store passes the suite, and the suite leaves no fact out.

use std::sync::Arc;

use earnest_service::Memory;

earnest_service::conformance!((Arc::new(Memory::new()), ()));

/// A fact that is written but not named in the macro would never run.
#[test]
fn every_fact_is_in_the_suite() {
    let suite = include_str!("../src/conformance.rs");
    let subjects = [
        include_str!("../src/conformance/atomicity.rs"),
        include_str!("../src/conformance/documents.rs"),
        include_str!("../src/conformance/lists.rs"),
        include_str!("../src/conformance/malformed.rs"),
        include_str!("../src/conformance/races.rs"),
        include_str!("../src/conformance/streams.rs"),
        include_str!("../src/conformance/tallies.rs"),
        include_str!("../src/conformance/timers.rs"),
        include_str!("../src/conformance/wallets.rs"),
    ];
    let facts = subjects
        .iter()
        .flat_map(|subject| subject.lines())
        .filter_map(|line| line.strip_prefix("pub async fn ")?.split('(').next());
    let named = suite.lines().map(str::trim).collect::<Vec<_>>();
    let missing = facts.filter(|fact| !named.contains(fact)).collect::<Vec<_>>();
    assert_eq!(missing, Vec::<&str>::new());
}
