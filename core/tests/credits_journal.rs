//! Random orders to credits, answered twice: by the core and by a bookkeeper who has only read the rules.
//! `support/duel.rs` says what must be the same; the fuzzer runs the same check.

#[path = "support/chance.rs"]
mod chance;
#[path = "support/choices.rs"]
#[expect(dead_code, reason = "one row of choices for several checks")]
mod choices;
#[path = "support/covered.rs"]
mod covered;
#[path = "support/duel/credits.rs"]
mod credits;
#[path = "support/duel.rs"]
mod duel;
#[path = "support/palette.rs"]
#[expect(dead_code, reason = "one palette for several lifecycles")]
mod palette;

use chance::check_any;
use covered::{LENGTH, assert_all_covered};
use credits::Book;
use duel::check;

#[test]
fn the_core_keeps_the_same_books_as_the_page_of_rules() {
    check_any(LENGTH, |input| drop(check::<Book>(input)));
}

#[test]
fn the_books_cover_every_row_and_every_refusal() {
    assert_all_covered::<Book>(|_| {});
}
