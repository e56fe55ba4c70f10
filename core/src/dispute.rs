//! The parts of a dispute that lifecycles share.
//!
//! These are values, not a machine: each lifecycle lists its own dispute rows in its own table,
//! so that its table alone says everything that can happen to it.

use serde::{Deserialize, Serialize};

use crate::ids::Digest;
use crate::money::Bps;

/// An open disagreement over held money.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Case {
    /// Why it was opened, kept elsewhere.
    pub reason: Digest,
    /// What the buyer has said.
    pub buyer: Side,
    /// What the agent has said.
    pub agent: Side,
}

/// What one side has said in a dispute. Evidence is append-only (DISP-04).
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Side {
    /// How many pieces of evidence.
    pub items: u8,
    /// The one-time statement; nothing of this side follows it (DISP-05).
    pub sealed: Option<Digest>,
}

/// Which way a dispute is decided.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub enum Resolution {
    /// Some or all goes back to the buyer; the task counts as cancelled.
    RefundBuyer,
    /// All is paid to the agent.
    ReleaseToAgent,
    /// Both get a part; the task counts as completed.
    Split,
}

/// A decision: the buyer's share of what is held. The agent gets the rest, dust included (DISP-10).
///
/// INVARIANT (sane ruling): a refund gives the buyer more than nothing, a release gives nothing,
/// and a split gives both something. Fields are private and [`Ruling::new`] is the only
/// constructor.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(try_from = "Unchecked", into = "Unchecked")]
pub struct Ruling {
    resolution: Resolution,
    buyer: Bps,
}

/// A share that does not go with its resolution.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotARuling {
    /// A refund of nothing (DISP-11).
    #[error("a refund gives the buyer more than 0 %")]
    EmptyRefund,
    /// A release that keeps something back (DISP-12).
    #[error("a release gives the buyer nothing")]
    PartialRelease,
    /// A split without a share, or one that gives all to one side (DISP-13).
    #[error("a split gives the buyer more than 0 % and less than 100 %")]
    OneSidedSplit,
}

/// A ruling as it is read, before it is checked (DISP-14).
#[derive(Clone, Copy, Deserialize, Serialize)]
struct Unchecked {
    resolution: Resolution,
    buyer: Bps,
}

impl Case {
    pub(crate) const fn open(reason: Digest) -> Self {
        let silent = Side { items: 0, sealed: None };
        Self { reason, buyer: silent, agent: silent }
    }
}

impl Ruling {
    /// Half each.
    pub const HALF: Self = Self { resolution: Resolution::Split, buyer: Bps::HALF };

    /// A decision. Without a share, a refund is of everything and a release of nothing; a split
    /// needs one.
    ///
    /// # Errors
    ///
    /// [`NotARuling`] if the share does not go with the resolution.
    pub fn new(resolution: Resolution, buyer: Option<Bps>) -> Result<Self, NotARuling> {
        let buyer = match (resolution, buyer) {
            (Resolution::RefundBuyer, None) => Bps::WHOLE,
            (Resolution::RefundBuyer, Some(Bps::NONE)) => return Err(NotARuling::EmptyRefund),
            (Resolution::ReleaseToAgent, None | Some(Bps::NONE)) => Bps::NONE,
            (Resolution::ReleaseToAgent, Some(_)) => return Err(NotARuling::PartialRelease),
            (Resolution::Split, None | Some(Bps::NONE | Bps::WHOLE)) => {
                return Err(NotARuling::OneSidedSplit);
            }
            (Resolution::RefundBuyer | Resolution::Split, Some(share)) => share,
        };
        Ok(Self { resolution, buyer })
    }

    /// Which way it goes.
    #[must_use]
    pub const fn resolution(self) -> Resolution {
        self.resolution
    }

    /// The buyer's share.
    #[must_use]
    pub const fn buyer(self) -> Bps {
        self.buyer
    }
}

impl TryFrom<Unchecked> for Ruling {
    type Error = NotARuling;

    fn try_from(it: Unchecked) -> Result<Self, NotARuling> {
        Self::new(it.resolution, Some(it.buyer))
    }
}

impl From<Ruling> for Unchecked {
    fn from(it: Ruling) -> Self {
        Self { resolution: it.resolution, buyer: it.buyer }
    }
}
