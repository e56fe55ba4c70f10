//! What each command carries. Texts are documents, kept elsewhere; an order holds their digest.

use serde::{Deserialize, Serialize};

use crate::declare::order;
use crate::dispute::Ruling;
use crate::ids::Digest;
use crate::money::Amount;
use crate::time::Window;
use crate::work::{Agent, Percent, Rating};

order! {
    /// Pay the budget in.
    Fund {}
    /// Have the platform look for an agent.
    Match {}
    /// Give the task to an agent, for the whole budget.
    Assign {
        /// Who is hired.
        agent: Agent,
    }
    /// Take an agent's proposal.
    Hire {
        /// Who is hired.
        agent: Agent,
        /// For how much; the excess of the budget returns at once.
        price: Amount,
        /// How long the agent expects to take.
        estimate: Option<Window>,
    }
    /// Call the task off.
    Cancel {}
    /// Report how far the work is. Need not grow; never changes the deadline.
    Progress {
        /// How much is done.
        percent: Percent,
        /// In words.
        note: Option<Digest>,
    }
    /// Hand the work in.
    Deliver {
        /// Summary and artifacts.
        work: Digest,
    }
    /// Give the work up.
    Fail {
        /// Why.
        reason: Digest,
    }
    /// Take the work; in a dispute, withdraw it.
    Approve {
        /// Stars for the agent.
        rating: Option<Rating>,
        /// Words about the work.
        review: Option<Digest>,
    }
    /// Ask for changes.
    Revise {
        /// Which.
        request: Option<Digest>,
    }
    /// Contest the work.
    Dispute {
        /// Why.
        reason: Digest,
    }
    /// Answer a dispute with better work; it closes as remedied.
    Redeliver {
        /// Summary and artifacts.
        work: Digest,
    }
    /// Answer a dispute by insisting.
    Reject {
        /// Why the work is right.
        answer: Option<Digest>,
    }
    /// Add a piece of evidence.
    Submit {
        /// It.
        item: Digest,
    }
    /// Make the one-time statement.
    Seal {
        /// Documents and argument.
        statement: Digest,
    }
    /// Give all the money back.
    Concede {
        /// In words.
        note: Option<Digest>,
    }
    /// Decide the dispute.
    Rule {
        /// The decision.
        ruling: Ruling,
        /// Why.
        notes: Option<Digest>,
    }
}
