//! Whatever the bytes, reading what is kept does not panic, and what is read stays the same and
//! makes no money. The fuzzer runs the same check.

use std::cell::RefCell;

#[path = "support/chance.rs"]
mod chance;
#[path = "support/choices.rs"]
#[expect(dead_code, reason = "one row of choices for several checks")]
mod choices;
#[path = "support/duel/credits.rs"]
mod credits;
#[path = "support/decoding.rs"]
mod decoding;
#[path = "support/duel.rs"]
#[expect(dead_code, reason = "documents are made of what lives are recorded as, nothing else")]
mod duel;
#[path = "support/edits.rs"]
mod edits;
#[path = "support/duel/marketplace.rs"]
mod marketplace;
#[path = "support/palette.rs"]
mod palette;
#[path = "support/duel/proposal.rs"]
mod proposal;
#[path = "support/duel/runs.rs"]
mod runs;

use chance::{check_any, check_same};
use decoding::{Read, Sound, check};
use duel::Clerk;

/// Few edits, so that much of what is edited is still read.
const LENGTH: usize = 20;

fn edit<C: Clerk>() {
    let sound = Sound::of::<C>();
    check_any(LENGTH, |edits| {
        check::<C>(&sound, &[b"@", edits].concat());
    });
    let all = RefCell::new(Read::default());
    check_same(4_000, LENGTH, |edits| {
        let (read, mut all) = (check::<C>(&sound, &[b"@", edits].concat()), all.borrow_mut());
        all.terms |= read.terms;
        all.record |= read.record;
        all.instance |= read.instance;
    });
    let all = all.into_inner();
    assert!(all.terms && all.record && all.instance, "not read: {all:?}");
}

#[test]
fn an_edited_task_is_refused_or_answers_every_order() {
    edit::<marketplace::Book>();
}

#[test]
fn an_edited_credits_task_is_refused_or_answers_every_order() {
    edit::<credits::Book>();
}

#[test]
fn an_edited_run_is_refused_or_answers_every_order() {
    edit::<runs::Page>();
}

#[test]
fn an_edited_proposal_is_refused_or_answers_every_order() {
    edit::<proposal::Slip>();
}

#[test]
fn bytes_that_are_nothing_are_refused() {
    let sound = Sound::of::<marketplace::Book>();
    check_any(LENGTH, |input| {
        let read = check::<marketplace::Book>(&sound, input);
        assert!(input.starts_with(b"@") || !(read.record || read.instance), "{input:?}");
    });
}
