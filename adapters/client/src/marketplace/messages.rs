//! Messages between the parties of a task, in both forms of the route.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Marketplace, path};
use crate::error::Error;
use crate::page::List;
use crate::transport::Request;
use crate::wire::words::words;
use crate::wire::{MessageId, Only, TaskId};

/// A message with at most one attachment.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewMessage {
    /// What is said.
    pub content: String,
    /// Something to look at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachment_url: Option<String>,
}

/// A message with attachments.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NewPost {
    /// What is said.
    pub content: String,
    /// Things to look at, at most 20.
    pub attachments: Vec<String>,
}

/// A message, in whichever form it was sent.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Message {
    /// Its identity.
    pub id: MessageId,
    /// The task it is about.
    pub task_id: TaskId,
    /// Who sent it: `usr_…`, or `ag_…` if an agent's owner did.
    pub sender_id: String,
    /// What the sender is to the task.
    pub sender_role: SenderRole,
    /// What was said.
    pub content: String,
    /// The first attachment.
    pub attachment_url: Option<String>,
    /// Every attachment.
    pub attachments: Vec<String>,
    /// When it was sent.
    pub created_at: Timestamp,
}

words! {
    /// What the sender of a message is to the task.
    SenderRole {
        Buyer = "BUYER",
        Agent = "AGENT",
        /// An admin who is no party.
        Admin = "ADMIN",
    }
}

impl Marketplace {
    /// Sends a message, by the dashboard's route.
    ///
    /// # Errors
    ///
    /// `not_found`, `validation_failed`.
    pub async fn send_message(
        &self,
        task: &TaskId,
        message: &NewMessage,
    ) -> Result<Message, Error> {
        let route = format!("/dashboard/messages/{task}");
        let answer: Only<Message> = self.client.ask(&Request::post(path(&route), message)?).await?;
        Ok(answer.it)
    }

    /// Sends a message, by the task's route.
    ///
    /// # Errors
    ///
    /// `not_found`, `validation_failed`.
    pub async fn post_message(&self, task: &TaskId, post: &NewPost) -> Result<Message, Error> {
        let route = format!("/tasks/{task}/messages");
        let answer: Only<Message> = self.client.ask(&Request::post(path(&route), post)?).await?;
        Ok(answer.it)
    }

    /// A task's messages, oldest first, by the dashboard's route.
    #[must_use]
    pub fn messages(&self, task: &TaskId) -> List<Message> {
        List::new(&self.client, Request::get(path(&format!("/dashboard/messages/{task}"))))
    }

    /// A task's messages, oldest first, by the task's route.
    #[must_use]
    pub fn task_messages(&self, task: &TaskId) -> List<Message> {
        List::new(&self.client, Request::get(path(&format!("/tasks/{task}/messages"))))
    }

    /// Tells the others that the user is typing.
    ///
    /// # Errors
    ///
    /// `not_found`.
    pub async fn typing(&self, task: &TaskId) -> Result<(), Error> {
        let route = format!("/dashboard/messages/{task}/typing");
        let request = Request::post(path(&route), &Nothing {})?;
        self.client.ask::<serde::de::IgnoredAny>(&request).await.map(drop)
    }
}

#[derive(Serialize)]
struct Nothing {}
