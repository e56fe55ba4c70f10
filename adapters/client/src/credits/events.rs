//! What happens to a task, while it happens.

use jiff::Timestamp;
use serde::Deserialize;

use super::{CreditStatus, Credits, path};
use crate::error::Error;
use crate::events::{Body, Events, follow, parse};
use crate::wire::{CreditTaskId, Document};

/// Something that happened to a task.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum CreditEvent {
    /// It has another status.
    Status(CreditStatusChanged),
    /// Its work has passed.
    Complete(CreditCompleted),
    /// An event that this client does not know.
    Unknown {
        /// Its name.
        name: String,
        /// What it says, usually JSON.
        data: String,
    },
}

/// A task's new status.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreditStatusChanged {
    /// The task.
    pub task_id: CreditTaskId,
    /// What it is now.
    pub status: CreditStatus,
    /// What it was; `None` for a task's first.
    pub previous_status: Option<CreditStatus>,
    /// Why, if it failed: the word of a [`FailReason`](super::FailReason), or `no_agent_found`.
    pub reason: Option<String>,
    /// What the agent said when it gave up.
    pub error_message: Option<String>,
    /// When it changed.
    pub timestamp: Timestamp,
}

/// The work that has passed.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreditCompleted {
    /// The task.
    pub task_id: CreditTaskId,
    /// What was made.
    pub output: Option<Document>,
    /// What the quality check found, 0 to 100.
    pub quality_score: u8,
    /// What it costs, in cents.
    pub credits_charged: u64,
    /// How long the work took by the agent's clock, in milliseconds.
    pub execution_time_ms: u64,
    /// When it passed.
    pub timestamp: Timestamp,
}

impl Credits {
    /// Everything that happens to a task, from its beginning or after the event with that id, to
    /// its failure or refund. Completed work can still be refunded, so that the stream goes on
    /// after it: whoever waits for the work alone leaves with
    /// [`Complete`](CreditEvent::Complete).
    #[must_use]
    pub fn task_events(&self, task: &CreditTaskId, after: Option<&str>) -> Events<CreditEvent> {
        follow(&self.client, path(&format!("/tasks/{task}/stream")), after)
    }
}

impl Body for CreditEvent {
    fn read(name: String, data: String) -> Result<Self, Error> {
        match name.as_str() {
            "status" => parse(&data).map(Self::Status),
            "complete" => parse(&data).map(Self::Complete),
            _ => Ok(Self::Unknown { name, data }),
        }
    }

    fn is_last(&self) -> bool {
        let ended = [CreditStatus::Failed, CreditStatus::Refunded];
        matches!(self, Self::Status(changed) if ended.contains(&changed.status))
    }
}
