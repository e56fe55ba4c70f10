//! What each command carries. Texts are documents, kept elsewhere; an order holds their digest.

use serde::{Deserialize, Serialize};

use super::Agent;
use crate::dispute::Ruling;
use crate::ids::Digest;
use crate::money::Amount;
use crate::time::Window;

macro_rules! order {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty),* $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
        pub struct $name { $($(#[$field_doc])* pub $field: $type),* }
    )+};
}

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

/// How much of the work is done, 0 to 100.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Percent(u8);

/// Stars, 1 to 5.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Rating(u8);

/// A number outside of a scale.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("`{0}` is not on the scale")]
pub struct OffScale(pub u8);

macro_rules! scale {
    ($name:ident, $range:pat, $bounds:literal) => {
        impl $name {
            #[doc = concat!("`None` outside of ", $bounds, ".")]
            #[must_use]
            pub const fn new(value: u8) -> Option<Self> {
                if matches!(value, $range) { Some(Self(value)) } else { None }
            }

            /// As a number.
            #[must_use]
            pub const fn value(self) -> u8 {
                self.0
            }
        }

        impl TryFrom<u8> for $name {
            type Error = OffScale;

            fn try_from(value: u8) -> Result<Self, OffScale> {
                Self::new(value).ok_or(OffScale(value))
            }
        }

        impl From<$name> for u8 {
            fn from(it: $name) -> Self {
                it.0
            }
        }
    };
}
impl Percent {
    /// Nothing is done.
    pub const NONE: Self = Self(0);

    /// As much as can be done before the end.
    pub const ALMOST: Self = Self(99);

    /// All is done.
    pub const ALL: Self = Self(100);
}

scale!(Percent, 0..=100, "0 to 100");
scale!(Rating, 1..=5, "1 to 5");
