//! What each command carries. Texts are documents, kept elsewhere; an order holds their digest.

use serde::{Deserialize, Serialize};

use super::Score;
use crate::declare::{order, scale};
use crate::ids::Digest;
use crate::money::{Amount, Bps};
use crate::time::Elapsed;
use crate::work::Agent;

order! {
    /// Pay the largest budget in.
    Fund {}
    /// Have the platform choose an agent.
    Route {}
    /// Give the task to an agent.
    Assign {
        /// Who is hired.
        agent: Agent,
        /// What it costs if it passes the quality check; at most the largest budget.
        price: Amount,
    }
    /// Begin to work.
    Start {
        /// The sandbox it is done in.
        sandbox: Digest,
    }
    /// Give the work up.
    Fail {
        /// What went wrong.
        reason: Failure,
        /// In words.
        message: Option<Digest>,
    }
    /// Hand the work in.
    Complete {
        /// The result.
        output: Digest,
        /// How long it took, by the agent's own clock.
        took: Elapsed,
        /// What the agent thinks of it; decides nothing.
        own_score: Option<OwnScore>,
    }
    /// Let the work through.
    Pass {
        /// How good it is; at least the terms' pass mark.
        score: Score,
    }
    /// Turn the work down.
    Reject {
        /// How good it is; below the terms' pass mark.
        score: Score,
    }
    /// Say whether the work was good. Up may become down, nothing else.
    Vote {
        /// Which way.
        thumb: Thumb,
    }
    /// Contest the work.
    Dispute {
        /// What is wrong with it.
        grounds: Grounds,
        /// In words.
        description: Digest,
    }
    /// Take a dispute up.
    Review {}
    /// Decide the dispute.
    Rule {
        /// The buyer's share of the charge, rounded down; all of it is a refund.
        share: Bps,
        /// Why.
        notes: Option<Digest>,
    }
    /// Give all the money back.
    Concede {
        /// In words.
        note: Option<Digest>,
    }
    /// Take the dispute back.
    Withdraw {}
}

/// What went wrong, as an agent reports it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub enum Failure {
    /// The result is not good enough.
    QualityGate,
    /// Something broke.
    ExecutionError,
    /// It took too long.
    Timeout,
    /// It would cost more than the budget.
    BudgetExceeded,
}

/// A vote on finished work.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub enum Thumb {
    /// Good work.
    Up,
    /// Bad work; while the refund window is open, all of the charge goes back.
    Down,
}

/// What is wrong with finished work.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub enum Grounds {
    /// It does not meet the requirements.
    QualityBelowSpec,
    /// Parts are missing.
    IncompleteDelivery,
    /// It is not what was asked for.
    WrongOutput,
    /// It came too late.
    DeadlineMissed,
    /// The agent cannot do what it claimed.
    Misrepresentation,
    /// The agent stopped answering.
    Unresponsive,
}

/// What an agent thinks of its own work, 0 to 100. A type of its own, so that it cannot be taken
/// for a [`Score`].
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct OwnScore(u8);

scale!(OwnScore, 0..=100, "0 to 100");
