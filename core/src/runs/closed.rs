//! The ends. Nothing leaves them; a run that goes on after one is another run. When a run ended is
//! when its instance got there.

use serde::{Deserialize, Serialize};

use super::Execution;
use crate::ids::Digest;

/// Why the work did not come about.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub enum Why {
    /// No worker picked the run up in time.
    NotClaimed,
    /// The worker gave up.
    GivenUp {
        /// Who, and since when.
        execution: Execution,
        /// Why, kept elsewhere.
        reason: Digest,
    },
}

/// What interrupted a run.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub enum Stopped {
    /// The service stopped, or started again.
    ByService,
    /// The worker did not renew its lease.
    LeaseLapsed,
    /// The worker was still there, but the time for the whole run was over.
    OutOfTime,
}

/// The work is done.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Completed {
    /// Who worked, and since when.
    pub execution: Execution,
    /// The agent's last message, kept elsewhere.
    pub message: Digest,
    /// The name of the branch that the changes were pushed to, if there is one.
    pub branch: Option<Digest>,
}

/// The work did not come about.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Failed {
    /// Why.
    pub why: Why,
}

/// The user called it off.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Cancelled {
    /// Who worked, and since when, if anyone did.
    pub execution: Option<Execution>,
}

/// The worker or the service went away.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Interrupted {
    /// Who worked, and since when.
    pub execution: Execution,
    /// What stopped it.
    pub by: Stopped,
}

impl Why {
    /// A name that clients can rely on.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotClaimed => "not_claimed",
            Self::GivenUp { .. } => "given_up",
        }
    }

    pub(super) const fn execution(self) -> Option<Execution> {
        match self {
            Self::NotClaimed => None,
            Self::GivenUp { execution, .. } => Some(execution),
        }
    }
}

impl Stopped {
    /// A name that clients can rely on.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ByService => "stopped_by_service",
            Self::LeaseLapsed => "lease_lapsed",
            Self::OutOfTime => "out_of_time",
        }
    }
}
