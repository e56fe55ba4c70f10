//! The proposal, explored whole. `earnest-explorer` holds the laws.

use earnest::machine::Table as _;
use earnest::proposal::Proposal;
use earnest_explorer::explore;
use earnest_explorer::proposal::{terms, world};

/// PRP-01, PRP-14
#[test]
fn every_order_keeps_every_law() {
    let seen = explore(&world(terms())).unwrap_or_else(|broken| panic!("{broken}"));
    assert_eq!((seen.states, seen.longest_silence), (5, 1));
    assert!(seen.loose.is_empty(), "L-23: a bound is not met");
    assert_eq!(seen.rules(), Proposal::ROWS.iter().map(|row| row.rule).collect());
    let codes: Vec<_> = seen.refusals.keys().copied().collect();
    let possible = [
        "clock_went_back",
        "interested_arbiter",
        "not_a_party",
        "time_out_of_range",
        "too_early",
        "too_late",
        "wrong_role",
        "wrong_state",
    ];
    assert_eq!(codes, possible);
    assert!(seen.orders > 200, "{seen:?}");
}
