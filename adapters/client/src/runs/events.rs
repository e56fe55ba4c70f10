//! What happens in a run, while it happens.

use jiff::Timestamp;
use serde::Deserialize;

use super::{RunStatus, Runs, path};
use crate::error::Error;
use crate::events::{Body, Events, follow, parse};
use crate::wire::RunId;

/// Something that happened in a run.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum RunEvent {
    /// It has another status.
    Status(RunStatusChanged),
    /// The worker has logged a line.
    Log(LogLine),
    /// An event that this client does not know.
    Unknown {
        /// Its name.
        name: String,
        /// What it says, usually JSON.
        data: String,
    },
}

/// A run's new status.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RunStatusChanged {
    /// The run.
    pub run_id: RunId,
    /// What it is now.
    pub status: RunStatus,
    /// What it was; `None` for a run's first.
    pub previous_status: Option<RunStatus>,
    /// Why, if it failed or was interrupted.
    pub reason: Option<String>,
    /// When it changed.
    pub timestamp: Timestamp,
}

/// A line of a run's log.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LogLine {
    /// The run.
    pub run_id: RunId,
    /// The line.
    pub message: String,
    /// When it was handed in.
    pub timestamp: Timestamp,
}

impl Runs {
    /// What happens in a run, from its beginning or after the event with that id, to the status
    /// it ends with.
    #[must_use]
    pub fn logs(&self, run: &RunId, after: Option<&str>) -> Events<RunEvent> {
        follow(&self.client, path(&format!("/tasks/{run}/logs/stream")), after)
    }
}

impl Body for RunEvent {
    fn read(name: String, data: String) -> Result<Self, Error> {
        match name.as_str() {
            "status" => parse(&data).map(Self::Status),
            "log" => parse(&data).map(Self::Log),
            _ => Ok(Self::Unknown { name, data }),
        }
    }

    fn is_last(&self) -> bool {
        matches!(self, Self::Status(changed) if changed.status.is_terminal())
    }
}
