//! What each command carries. Texts are documents, kept elsewhere; an order holds their digest.

use serde::{Deserialize, Serialize};

use crate::ids::{Digest, PartyId};

/// Give the run to a worker that asks for one.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Claim {
    /// Who works from now on.
    pub worker: PartyId,
}

/// Call the run off.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Cancel {}

/// Keep the lease.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Renew {
    /// What was logged since the last time.
    pub logs: Option<Digest>,
}

/// Hand the result in.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Complete {
    /// The agent's last message.
    pub message: Digest,
    /// The name of the branch that the changes were pushed to, if there is one.
    pub branch: Option<Digest>,
}

/// Give the work up.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Fail {
    /// Why.
    pub reason: Digest,
}

/// Stop the run, because the service does.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Interrupt {}
