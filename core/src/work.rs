//! Work, as every lifecycle speaks of it: who does it, how it is rated, and who got what for it.
//!
//! These are values, not a machine: who is paid when, each lifecycle's own table says.

use serde::{Deserialize, Serialize};

use crate::declare::scale;
use crate::ids::PartyId;
use crate::money::{Amount, Bps};

/// An agent and who is paid for its work.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Agent {
    /// The agent itself.
    pub id: PartyId,
    /// Its owner, whose wallet is paid and who may act for it (AUTH-04).
    pub owner: PartyId,
}

/// Who got what when the escrow was emptied.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Settlement {
    /// Back to the buyer.
    pub buyer: Amount,
    /// To the agent's owner, after the fee.
    pub agent: Amount,
    /// To the operator.
    pub fee: Amount,
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

impl Settlement {
    /// Nobody got anything.
    pub const NOTHING: Self = Self { buyer: Amount::ZERO, agent: Amount::ZERO, fee: Amount::ZERO };

    /// Divides what was held: `buyer` of it goes back, rounded down; the agent gets the rest, dust
    /// included, less the operator's fee (MONEY-20, MONEY-21). Two escrows instead of one never
    /// give the buyer more (MONEY-25).
    #[must_use]
    pub fn of(held: Amount, buyer: Bps, fee: Bps) -> Self {
        let shares = held.cut(buyer);
        let earned = shares.rest().cut(fee);
        Self { buyer: shares.part(), agent: earned.rest(), fee: earned.part() }
    }

    /// Whether nobody has more here than in `other`.
    #[must_use]
    pub fn is_at_most(&self, other: &Self) -> bool {
        self.buyer <= other.buyer && self.agent <= other.agent && self.fee <= other.fee
    }
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
