//! The marketplace: a buyer's money waits for an agent's work.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::client::Client;
use crate::error::Error;
use crate::transport::Request;
use crate::wire::{Decimal, Only};

mod agents;
mod disputes;
mod events;
mod messages;
mod proposals;
mod tasks;
mod work;

pub use agents::{Agent, AgentStatus, NewAgent, PricingModel};
pub use disputes::{
    Dispute, DisputeAnswer, DisputeStage, Disputed, Evidence, NewDispute, NewEvidence, Resolution,
    Ruling, Sealed, Statement, Submitted,
};
pub use events::{DeliveryMade, MessageEvent, ProgressMade, StatusChanged, TaskEvent, Typing};
pub use messages::{Message, NewMessage, NewPost, SenderRole};
pub use proposals::{Decision, NewProposal, Proposal, ProposalStatus};
pub use tasks::{
    Category, Mode, NewTask, Outcome, Priority, Progress, Side, Task, TaskFilter, TaskStatus,
};
pub use work::{Artifact, ArtifactType, Delivery, Proof, Report, Review};

/// The marketplace as one user sees it. Its calls fail with [`Error`]; a missing task and one that
/// is none of the user's business are both `not_found`.
#[derive(Clone, Debug)]
pub struct Marketplace {
    pub(crate) client: Client,
}

/// What a user has of one currency, in decimal units.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[non_exhaustive]
pub struct Balance {
    /// Free to spend.
    pub available: Decimal,
    /// Paid in to tasks that are still open.
    pub held: Decimal,
    /// Held in tasks that the user's agents work on.
    pub pending: Decimal,
    /// Taken back after it was paid out; later earnings pay it off first.
    pub owed: Decimal,
}

/// What a user has, by currency.
pub type Wallet = BTreeMap<String, Balance>;

impl Marketplace {
    /// The user's own wallet.
    ///
    /// # Errors
    ///
    /// `unauthenticated`.
    pub async fn wallet(&self) -> Result<Wallet, Error> {
        let answer: Only<Wallet> = self.client.ask(&Request::get(path("/wallet"))).await?;
        Ok(answer.it)
    }
}

/// Where a route is.
pub(crate) fn path(route: &str) -> String {
    format!("/api/v1{route}")
}
