//! What comes from outside, read whatever it is: bodies, addresses, places in a stream. The fuzzer
//! runs the same checks.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

#[path = "../surface/bodies.rs"]
#[expect(dead_code, reason = "only the bodies that make a world")]
mod bodies;
#[path = "../../../../core/tests/support/chance.rs"]
mod chance;
#[path = "../../../../core/tests/support/choices.rs"]
#[expect(dead_code, reason = "one row of choices for several checks")]
mod choices;
#[path = "../../../../core/tests/support/edits.rs"]
mod edits;
mod requests;
mod resume;
mod urls;
#[path = "../surface/world.rs"]
#[expect(dead_code, reason = "only what runs need of a world")]
mod world;

use chance::{check_any, check_same};
use requests::{KINDS, SOUND, accepted};

fn edits(bytes: &[u8]) -> Vec<u8> {
    [b"@", bytes].concat()
}

#[test]
fn every_kind_of_request_has_a_sound_body() {
    let read = |body: &serde_json::Value| accepted(body.to_string().as_bytes());
    let accepted: BTreeSet<_> = SOUND.iter().flat_map(read).collect();
    assert_eq!(accepted, KINDS.iter().map(|(name, _)| *name).collect());
}

#[test]
fn an_edited_body_is_read_strictly() {
    check_any(12, |bytes| drop(requests::check_input(&edits(bytes))));
    let (read, refused) = (Cell::new(0), Cell::new(0));
    check_same(4_000, 12, |bytes| {
        let count = if requests::check_input(&edits(bytes)).len() > 1 { &read } else { &refused };
        count.set(count.get() + 1);
    });
    assert!(read.get() > 500 && refused.get() > 500, "{read:?} {refused:?}");
}

#[test]
fn any_bytes_have_an_answer_as_a_body() {
    check_any(40, |bytes| drop(requests::check_input(bytes)));
}

#[test]
fn an_address_is_accepted_exactly_by_the_rules() {
    check_any(20, |bytes| {
        urls::check(&edits(bytes));
    });
    check_any(40, |bytes| {
        urls::check(bytes);
    });
    let (read, refused) = (Cell::new(0), Cell::new(0));
    check_same(4_000, 6, |bytes| {
        let count = if urls::check(&edits(bytes)) { &read } else { &refused };
        count.set(count.get() + 1);
    });
    assert!(read.get() > 50 && refused.get() > 500, "{read:?} {refused:?}");
}

#[test]
fn a_log_skips_nothing_and_repeats_nothing_wherever_it_is_resumed() {
    let answers = RefCell::new(BTreeSet::new());
    check_same(300, 60, |bytes| {
        answers.borrow_mut().insert(resume::check(bytes));
    });
    assert_eq!(answers.into_inner(), BTreeSet::from([200, 204, 400]));
}
