//! A credits contract with windows of a few milliseconds, for the usual cast.

use earnest::credits::{Score, Terms};
use earnest::time::Elapsed;

use crate::cast::{AGENT, BUYER, amount, bps, window};

/// A score that the caller knows to be one.
///
/// # Panics
///
/// Above 100.
#[must_use]
pub fn score(value: u8) -> Score {
    Score::new(value).expect("a score")
}

/// A length of time that the caller knows to be one.
///
/// # Panics
///
/// Above [`Window::MAX`](earnest::time::Window::MAX).
#[must_use]
pub fn elapsed(millis: u64) -> Elapsed {
    Elapsed::from_millis(millis).expect("a length of time")
}

/// The named agent does it for at most 1001 minor units; each window has its own length.
#[must_use]
pub fn errand() -> Terms {
    Terms {
        fee: bps(333),
        to_assign: window(3),
        to_route: window(2),
        to_start: window(3),
        to_execute: window(4),
        to_assess: window(2),
        to_refund: window(4),
        to_dispute: window(6),
        to_rule: window(5),
        ..Terms::usual(BUYER, amount(1_001), Some(AGENT))
    }
}
