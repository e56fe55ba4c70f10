//! Random orders to the marketplace, answered twice: by the core and by a bookkeeper who has only
//! read the rules. `support/duel.rs` says what must be the same; the fuzzer runs the same check.

use earnest::money::{Amount, Bps};

#[path = "support/chance.rs"]
mod chance;
#[path = "support/choices.rs"]
#[expect(dead_code, reason = "one row of choices for several checks")]
mod choices;
#[path = "support/covered.rs"]
mod covered;
#[path = "support/duel.rs"]
mod duel;
#[path = "support/duel/marketplace.rs"]
mod marketplace;
#[path = "support/palette.rs"]
mod palette;

use chance::check_any;
use covered::{LENGTH, assert_all_covered};
use duel::check;
use marketplace::Book;

/// KERNEL-01
#[test]
fn the_core_keeps_the_same_books_as_the_page_of_rules() {
    check_any(LENGTH, |input| drop(check::<Book>(input)));
}

#[test]
fn the_books_cover_every_row_and_every_refusal() {
    assert_all_covered::<Book>(|_| {});
}

/// 1001 units at 50/50: the odd one is the agent's, and none stays locked (arbitova-dust).
#[test]
fn an_odd_unit_goes_to_the_agent() {
    let split = Amount::new(1_001).expect("an amount").cut(Bps::HALF);
    assert_eq!((split.part().minor(), split.rest().minor()), (500, 501));
}
