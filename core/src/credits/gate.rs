//! The quality gate's arithmetic: what can be said of an output without understanding it.
//!
//! The score is the operator's to give; this is what it gives when nothing better judges. It sees
//! whether there is anything, how many parts it has, and whether it came in good time. The agent's
//! own opinion is not among its arguments.

use serde::{Deserialize, Serialize};

use crate::declare::scale;
use crate::time::{Elapsed, Window};

/// How good the platform finds a piece of work, 0 to 100.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Score(u8);

/// What the gate is told of an output.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Output {
    /// Whether nothing is in it: no text, no number, no list with anything in it.
    pub blank: bool,
    /// How many named parts it has.
    pub members: u32,
}

/// Half of the scale for being there, up to a quarter for its parts (5 points each), and up to a
/// quarter for the share of the window that is left, rounded down. A blank output gets nothing
/// (CRD-54).
#[must_use]
pub fn assess(output: Output, took: Elapsed, window: Window) -> Score {
    if output.blank {
        return Score(0);
    }
    let parts = u64::from(output.members).saturating_mul(5).min(25);
    let left = window.as_millis().saturating_sub(took.as_millis());
    // A window is never empty, and what is left of it is at most the whole.
    let time = left.saturating_mul(25).checked_div(window.as_millis()).unwrap_or(0);
    let points = Score::HALF.0.into();
    Score::bounded(parts.saturating_add(time).saturating_add(points))
}

impl Score {
    /// The bottom of the scale: as a pass mark, it is reached by everything.
    pub const NONE: Self = Self(0);

    /// Half of the scale: the usual pass mark.
    pub const HALF: Self = Self(50);

    fn bounded(points: u64) -> Self {
        Self(u8::try_from(points.min(100)).unwrap_or(100))
    }
}

scale!(Score, 0..=100, "0 to 100");
