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
    /// An event that this client does not know, or `error`, whose data the source leaves open.
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
    /// What it is now.
    pub status: CreditStatus,
    /// What it was.
    pub previous_status: Option<CreditStatus>,
    /// When it changed.
    pub timestamp: Option<Timestamp>,
}

/// The work that has passed.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreditCompleted {
    /// What was made.
    pub output: Document,
    /// What the quality check found, 0 to 100.
    pub quality_score: Option<u8>,
}

impl Credits {
    /// Everything that happens to a task, from its beginning or after the event with that id, to
    /// its failure or refund. Completed work can still be refunded, so the stream goes on.
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
