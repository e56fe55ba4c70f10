//! What happens to a task, while it happens.

use jiff::Timestamp;
use serde::Deserialize;

use super::messages::{Message, SenderRole};
use super::tasks::TaskStatus;
use super::work::Artifact;
use super::{Marketplace, path};
use crate::error::Error;
use crate::events::{Body, Events, follow, parse};
use crate::wire::TaskId;

/// Something that happened to a task.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum TaskEvent {
    /// It has another status.
    Status(StatusChanged),
    /// The agent has reported.
    Progress(ProgressMade),
    /// The agent has delivered.
    Delivery(DeliveryMade),
    /// Somebody has said something.
    Message(Box<Message>),
    /// An event that this client does not know.
    Unknown {
        /// Its name.
        name: String,
        /// What it says, usually JSON.
        data: String,
    },
}

/// Something that happened in the conversation about a task.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum MessageEvent {
    /// Somebody has said something.
    Message(Box<Message>),
    /// Somebody else is typing. Such an event is not repeated after a reconnect.
    Typing(Typing),
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
pub struct StatusChanged {
    /// The task.
    pub task_id: TaskId,
    /// What it is now.
    pub status: TaskStatus,
    /// What it was; `None` for a task's first.
    pub previous_status: Option<TaskStatus>,
    /// When it changed.
    pub timestamp: Timestamp,
}

/// A progress report.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ProgressMade {
    /// The task.
    pub task_id: TaskId,
    /// How much is done, 0 to 100.
    pub progress: u8,
    /// What is being done.
    pub message: Option<String>,
    /// A label.
    pub stage: Option<String>,
    /// When it was reported.
    pub timestamp: Timestamp,
}

/// A delivery.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeliveryMade {
    /// The task.
    pub task_id: TaskId,
    /// What was done.
    pub result_summary: String,
    /// What was made.
    pub artifacts: Vec<Artifact>,
    /// Which delivery it is, from 1.
    pub round: u32,
    /// When it came.
    pub timestamp: Timestamp,
}

/// Somebody is typing.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Typing {
    /// The task.
    pub task_id: TaskId,
    /// Who: `usr_…`, or `ag_…` for an agent's owner.
    pub sender_id: String,
    /// What the sender is to the task.
    pub sender_role: SenderRole,
    /// When.
    pub timestamp: Timestamp,
}

impl Marketplace {
    /// Everything that happens to a task, from its beginning or after the event with that id, to
    /// the status it ends with. What is said after that is in
    /// [`message_events`](Self::message_events).
    #[must_use]
    pub fn task_events(&self, task: &TaskId, after: Option<&str>) -> Events<TaskEvent> {
        follow(&self.client, path(&format!("/tasks/{task}/stream")), after)
    }

    /// Everything that is said about a task, from the beginning or after the event with that id,
    /// without an end.
    #[must_use]
    pub fn message_events(&self, task: &TaskId, after: Option<&str>) -> Events<MessageEvent> {
        follow(&self.client, path(&format!("/dashboard/messages/{task}/stream")), after)
    }
}

impl Body for TaskEvent {
    fn read(name: String, data: String) -> Result<Self, Error> {
        match name.as_str() {
            "status" => parse(&data).map(Self::Status),
            "progress" => parse(&data).map(Self::Progress),
            "delivery" => parse(&data).map(Self::Delivery),
            "message" => parse(&data).map(|it| Self::Message(Box::new(it))),
            _ => Ok(Self::Unknown { name, data }),
        }
    }

    fn is_last(&self) -> bool {
        matches!(self, Self::Status(changed) if changed.status.is_terminal())
    }
}

impl Body for MessageEvent {
    fn read(name: String, data: String) -> Result<Self, Error> {
        match name.as_str() {
            "message" => parse(&data).map(|it| Self::Message(Box::new(it))),
            "typing" => parse(&data).map(Self::Typing),
            _ => Ok(Self::Unknown { name, data }),
        }
    }

    fn is_last(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::{Body, TaskEvent};

    #[test]
    fn an_event_that_is_not_known_is_passed_on_and_one_that_is_must_be_sound() {
        let read = |name: &str, data: &str| TaskEvent::read(name.to_owned(), data.to_owned());
        let (name, data) = ("later".to_owned(), "{}".to_owned());
        assert_eq!(read("later", "{}").unwrap(), TaskEvent::Unknown { name, data });
        assert!(read("status", "{}").is_err());
        let status = |status: &str| {
            let at = "2026-01-01T00:00:00.000Z";
            let data = format!(r#"{{"taskId":"task_1","status":"{status}","timestamp":"{at}"}}"#);
            read("status", &data).unwrap().is_last()
        };
        assert!(["COMPLETED", "CANCELLED", "EXPIRED", "FAILED"].into_iter().all(status));
        assert!(!["PENDING", "DELIVERED", "DISPUTED", "LATER"].into_iter().any(status));
    }
}
