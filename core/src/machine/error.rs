//! Why an order was not carried out.

use core::fmt;

use super::Machine;
use crate::ledger::Posting;
use crate::money::Amount;
use crate::time::Timestamp;

/// The two ways to fail: the order was wrong, or we were.
#[derive(Clone, Debug, PartialEq)]
pub enum Error<M: Machine> {
    /// The order may not be carried out. Expected; the sender's to handle.
    Refused(Refused<M::Refusal>),
    /// The lifecycle broke its own rules. Never expected; ours to fix.
    Defect(Defect),
}

/// Why a lifecycle itself refuses an order, beyond what the kernel checks for all.
pub trait Reason: Copy + fmt::Debug + fmt::Display + Eq + Send + Sync + 'static {
    /// Every reason, in the order of the specification.
    const ALL: &'static [Self];

    /// A name that clients can rely on.
    fn code(self) -> &'static str;
}

/// Listed in order of precedence: the first that applies is the one reported (KERNEL-10, KERNEL-11,
/// KERNEL-12, KERNEL-13, KERNEL-14, KERNEL-15, KERNEL-16).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refused<G> {
    /// The sender has no role in this instance, and learns nothing else about it (AUTH-02).
    NotAParty,
    /// The sender would judge in a case of their own (AUTH-05).
    Interested,
    /// The order comes later than any calendar goes.
    TimeOutOfRange {
        /// The last moment for an order.
        last: Timestamp,
    },
    /// The order is older than the instance's stage (TIME-13).
    ClockWentBack {
        /// When the stage began.
        since: Timestamp,
    },
    /// The table has no such row (KERNEL-02).
    WrongStage {
        /// Where the instance is.
        stage: &'static str,
        /// What was asked.
        command: &'static str,
    },
    /// The row names other roles (AUTH-03).
    Forbidden {
        /// Where the instance is.
        stage: &'static str,
        /// What was asked.
        command: &'static str,
    },
    /// The stage is over, though nobody has said so yet.
    TooLate {
        /// When it ended.
        deadline: Timestamp,
    },
    /// The clock fired before the deadline.
    TooEarly {
        /// When it may fire, if ever.
        deadline: Option<Timestamp>,
    },
    /// The lifecycle's own reason.
    Guard(G),
}

/// A broken promise of the kernel. Commit nothing, page someone (KERNEL-20).
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Defect {
    /// The table has the row, but nothing handles it (KERNEL-27).
    #[error("the row has no handler")]
    Unrouted,
    /// More movements than a record can keep.
    #[error("one transition moves more than a record can keep")]
    TooManyPostings,
    /// A movement that does not belong to the instance.
    #[error("a posting touches an account that has no part in this")]
    StrayPosting {
        /// The movement.
        posting: Posting,
    },
    /// A sum passed the largest amount (KERNEL-26).
    #[error("a sum passes the largest amount")]
    Overflow,
    /// Money would appear or vanish.
    #[error("`{before}` minor units would become `{after}`")]
    Unbalanced {
        /// Held before, plus received.
        before: Amount,
        /// Held after, plus given.
        after: Amount,
    },
    /// Money would be held in a stage without a deadline.
    #[error("money would be held for ever")]
    HeldForever,
    /// A new deadline is not ahead (TIME-11).
    #[error("the new deadline is not ahead")]
    DeadlinePast {
        /// The deadline.
        deadline: Timestamp,
    },
    /// An order that stays in its stage brings the deadline forward (TIME-12).
    #[error("a deadline once set would be shortened")]
    DeadlineShortened {
        /// The deadline that was set.
        before: Timestamp,
        /// The one that would replace it.
        after: Timestamp,
    },
}

impl<G: Reason> Refused<G> {
    /// The kernel's own codes, in order of precedence. A lifecycle's follow.
    pub const CODES: [&'static str; 8] = [
        "not_a_party",
        "interested_arbiter",
        "time_out_of_range",
        "clock_went_back",
        "wrong_state",
        "wrong_role",
        "too_late",
        "too_early",
    ];

    /// A name that clients can rely on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAParty => "not_a_party",
            Self::Interested => "interested_arbiter",
            Self::TimeOutOfRange { .. } => "time_out_of_range",
            Self::ClockWentBack { .. } => "clock_went_back",
            Self::WrongStage { .. } => "wrong_state",
            Self::Forbidden { .. } => "wrong_role",
            Self::TooLate { .. } => "too_late",
            Self::TooEarly { .. } => "too_early",
            Self::Guard(reason) => reason.code(),
        }
    }
}

impl<M: Machine> From<Refused<M::Refusal>> for Error<M> {
    fn from(refused: Refused<M::Refusal>) -> Self {
        Self::Refused(refused)
    }
}

impl<M: Machine> From<Defect> for Error<M> {
    fn from(defect: Defect) -> Self {
        Self::Defect(defect)
    }
}

impl<G: fmt::Display> fmt::Display for Refused<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAParty => f.write_str("the sender is not a party"),
            Self::Interested => f.write_str("a party cannot decide its own case"),
            Self::TimeOutOfRange { .. } => f.write_str("the order is later than any calendar goes"),
            Self::ClockWentBack { .. } => f.write_str("the order is older than the stage"),
            Self::WrongStage { stage, command } => write!(f, "cannot `{command}` in `{stage}`"),
            Self::Forbidden { stage, command } => {
                write!(f, "another role may `{command}` in `{stage}`")
            }
            Self::TooLate { .. } => f.write_str("the deadline has passed"),
            Self::TooEarly { .. } => f.write_str("nothing is due yet"),
            Self::Guard(reason) => reason.fmt(f),
        }
    }
}

impl<G: fmt::Debug + fmt::Display> core::error::Error for Refused<G> {}

impl<M: Machine> fmt::Display for Error<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refused) => refused.fmt(f),
            Self::Defect(defect) => defect.fmt(f),
        }
    }
}

impl<M: Machine> core::error::Error for Error<M> {}
