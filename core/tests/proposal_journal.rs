//! Random orders to proposals, answered twice: by the core and by a clerk who has only read the rules.
//! `support/duel.rs` says what must be the same; the fuzzer runs the same check.

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
#[path = "support/duel/proposal.rs"]
mod proposal;

use chance::check_any;
use covered::{LENGTH, assert_all_covered};
use duel::check;
use proposal::Slip;

#[test]
fn the_core_keeps_the_same_books_as_the_page_of_rules() {
    check_any(LENGTH, |input| drop(check::<Slip>(input)));
}

#[test]
fn the_books_cover_every_row_and_every_refusal() {
    assert_all_covered::<Slip>(|_| {});
}
