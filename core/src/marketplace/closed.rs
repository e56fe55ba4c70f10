//! The ends. They hold nothing, and nothing leaves them.

use serde::{Deserialize, Serialize};

use crate::dispute::Ruling;
use crate::ids::Digest;
use crate::money::Amount;
use crate::work::{Agent, Settlement};

/// What ended a task that had been worked on or called off.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub enum Cause {
    /// The buyer took the work.
    Approved,
    /// The buyer said nothing.
    Silence,
    /// The buyer withdrew the dispute.
    Withdrawn,
    /// The agent gave the money back.
    Conceded,
    /// The buyer cancelled.
    CalledOff,
    /// An arbiter decided, or the terms did in the arbiter's place.
    Ruled(Ruling),
}

/// Why work did not come about.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub enum Why {
    /// The platform found no agent in time.
    NoAgentFound,
    /// The agent delivered nothing in time.
    DeliveryTimeout,
    /// The agent gave up; the reason is kept elsewhere.
    GivenUp(Digest),
}

/// The agent was paid, in full or in part.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Completed {
    /// Who worked.
    pub agent: Agent,
    /// Who got what.
    pub paid: Settlement,
    /// What ended it.
    pub cause: Cause,
}

/// The buyer was refunded, in full or in part.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Cancelled {
    /// Who was hired, if anyone.
    pub agent: Option<Agent>,
    /// Who got what.
    pub paid: Settlement,
    /// What ended it.
    pub cause: Cause,
}

/// Nobody was hired in time; everything went back.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Expired {
    /// What went back.
    pub refunded: Amount,
}

/// The work did not come about; everything went back.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Failed {
    /// Who was hired, if anyone.
    pub agent: Option<Agent>,
    /// What went back.
    pub refunded: Amount,
    /// Why.
    pub why: Why,
}
