//! The ends. They hold nothing, and nothing leaves them.

use serde::{Deserialize, Serialize};

use super::{Failure, Passed, Score, Thumb};
use crate::ids::Digest;
use crate::money::{Amount, Bps};
use crate::work::{Agent, Settlement};

/// The agent keeps its pay, in full or in part, and nothing can follow.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Closed {
    /// What passed, for how much.
    pub passed: Passed,
    /// Who has what of the charge, recourse included.
    pub paid: Settlement,
    /// The buyer's vote, if he gave one.
    pub vote: Option<Thumb>,
    /// What closed it.
    pub cause: Closing,
}

/// All of the charge went back.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Refunded {
    /// What passed, for how much.
    pub passed: Passed,
    /// The buyer's vote, if he gave one.
    pub vote: Option<Thumb>,
    /// What gave it back.
    pub cause: Refund,
}

/// The work did not come about; all of the budget went back.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Failed {
    /// Who was hired, if anyone.
    pub agent: Option<Agent>,
    /// What went back.
    pub refunded: Amount,
    /// Why.
    pub why: Why,
}

/// What closed a task that the agent was paid for.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub enum Closing {
    /// No dispute was filed in time.
    Unchallenged,
    /// The buyer took the dispute back.
    Withdrawn,
    /// No arbiter decided in time.
    Denied,
    /// An arbiter decided.
    Ruled {
        /// The buyer's share of the charge, less than all of it.
        share: Bps,
    },
}

/// What gave the charge back (CRD-87).
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub enum Refund {
    /// A down vote in time.
    Voted,
    /// The agent gave in.
    Conceded,
    /// An arbiter decided so.
    Ruled,
}

/// Why work did not come about.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub enum Why {
    /// The platform found no agent in time.
    NoAgentFound,
    /// The agent did not begin, or did not finish, in time.
    TimedOut,
    /// The agent gave up.
    GivenUp {
        /// What went wrong.
        reason: Failure,
        /// In words, kept elsewhere.
        message: Option<Digest>,
    },
    /// The work did not reach the pass mark.
    Rejected {
        /// How good it was.
        score: Score,
    },
    /// The platform did not judge the work in time.
    NotAssessed,
}

impl Why {
    /// Which of the reasons an agent can report this amounts to; none if there was no agent.
    #[must_use]
    pub const fn reason(self) -> Option<Failure> {
        match self {
            Self::NoAgentFound => None,
            Self::TimedOut => Some(Failure::Timeout),
            Self::GivenUp { reason, .. } => Some(reason),
            Self::Rejected { .. } | Self::NotAssessed => Some(Failure::QualityGate),
        }
    }
}
