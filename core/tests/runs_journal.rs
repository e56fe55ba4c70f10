//! Random orders to runs, answered twice: by the core and by a clerk who has only read the rules.
//! `support/duel.rs` says what must be the same; the fuzzer runs the same check.

use std::collections::BTreeSet;

use earnest::runs::Stage;

#[path = "support/chance.rs"]
mod chance;
#[path = "support/choices.rs"]
#[expect(dead_code, reason = "one row of choices for several checks")]
mod choices;
#[path = "support/covered.rs"]
mod covered;
#[path = "support/duel.rs"]
mod duel;
#[path = "support/palette.rs"]
#[expect(dead_code, reason = "one palette for several lifecycles")]
mod palette;
#[path = "support/duel/runs.rs"]
mod runs;

use chance::check_any;
use covered::{LENGTH, assert_all_covered};
use duel::check;
use runs::Page;

#[test]
fn the_core_keeps_the_same_books_as_the_page_of_rules() {
    check_any(LENGTH, |input| drop(check::<Page>(input)));
}

#[test]
fn the_pages_cover_every_row_every_refusal_and_every_reason() {
    let mut reasons = BTreeSet::new();
    assert_all_covered::<Page>(|played| {
        reasons.extend(match &played.last.stage {
            Stage::Failed(end) => Some(end.why.code()),
            Stage::Interrupted(end) => Some(end.by.code()),
            _ => None,
        });
    });
    let all = ["given_up", "not_claimed", "stopped_by_service", "lease_lapsed", "out_of_time"];
    assert_eq!(reasons, all.into_iter().collect());
}
