//! That the same random lives, in each run, leave nothing out.

use std::cell::RefCell;
use std::collections::BTreeSet;

use earnest::machine::{Reason as _, Refused, Stage as _, Table};

use crate::chance::check_same;
use crate::duel::{Clerk, Played, check};

type ReasonOf<C> = <<C as Clerk>::Of as Table>::Refusal;

/// How long a life is at most, in bytes.
pub(crate) const LENGTH: usize = 400;

/// Plays the same lives in each run: they take every row and meet every refusal.
pub(crate) fn assert_all_covered<C: Clerk>(mut also: impl FnMut(&Played<C::Of>)) {
    let taken = RefCell::new(BTreeSet::new());
    let refused = RefCell::new(BTreeSet::new());
    let ended = RefCell::new(BTreeSet::new());
    let also = RefCell::new(&mut also);
    check_same(4_000, LENGTH, |input| {
        let played = check::<C>(input);
        taken.borrow_mut().extend(played.records.iter().map(|(_, record)| record.rule));
        refused.borrow_mut().extend(played.refusals.iter().copied());
        ended.borrow_mut().insert(played.last.stage.is_terminal());
        also.borrow_mut()(&played);
    });
    let rows = C::Of::ROWS.iter().map(|row| row.rule).collect();
    assert_eq!(taken.into_inner(), rows);
    let own = ReasonOf::<C>::ALL.iter().map(|it| it.code());
    let codes = Refused::<ReasonOf<C>>::CODES.into_iter().chain(own).collect();
    assert_eq!(refused.into_inner(), codes);
    assert_eq!(ended.into_inner(), BTreeSet::from([false, true]));
}
