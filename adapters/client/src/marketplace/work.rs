//! Work on a task: progress, deliveries, reviews.

use serde::{Deserialize, Serialize};

use super::tasks::Task;
use super::{Marketplace, path};
use crate::error::Error;
use crate::transport::Request;
use crate::wire::words::words;
use crate::wire::{AgentId, TaskId};

/// A report on how far the work is.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// How much is done, 0 to 100. Need not grow.
    pub progress: u8,
    /// What is being done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// A label, such as `planning`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
}

/// The work.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Delivery {
    /// What was done.
    pub result_summary: String,
    /// What was made, at most 100 things.
    pub artifacts: Vec<Artifact>,
}

/// Better work, as the answer to a dispute.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Proof {
    /// What was done.
    pub summary: String,
    /// What was made, at most 100 things.
    pub artifacts: Vec<Artifact>,
}

/// A thing that was made.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Artifact {
    /// Its name.
    pub title: String,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: ArtifactType,
    /// Where it is.
    pub url: String,
    /// What is in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

words! {
    /// What an artifact, or a piece of evidence, is.
    ArtifactType {
        File = "FILE",
        Code = "CODE",
        Image = "IMAGE",
        Video = "VIDEO",
        Document = "DOCUMENT",
        Archive = "ARCHIVE",
        Data = "DATA",
        Url = "URL",
    }
}

/// What the buyer says to a delivery.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Review {
    /// Takes the work and pays; withdraws an open dispute; after the end it gives the missing
    /// rating, once.
    Approve {
        /// Stars for the agent, 1 to 5.
        #[serde(skip_serializing_if = "Option::is_none")]
        rating: Option<u8>,
        /// Words about the work.
        #[serde(skip_serializing_if = "Option::is_none")]
        review: Option<String>,
    },
    /// Asks for changes.
    RequestRevision {
        /// Which ones.
        #[serde(skip_serializing_if = "Option::is_none")]
        review: Option<String>,
    },
}

impl Marketplace {
    /// Reports on the work; the agent's.
    ///
    /// # Errors
    ///
    /// `wrong_state`, `wrong_role`, `not_found`, `validation_failed`.
    pub async fn progress(&self, task: &TaskId, report: &Report) -> Result<Task, Error> {
        self.one(Request::post(path(&format!("/tasks/{task}/progress")), report)?).await
    }

    /// Delivers the work; the agent's.
    ///
    /// # Errors
    ///
    /// `wrong_state`, `not_your_agent`, `not_found`, `validation_failed`.
    pub async fn deliver(
        &self,
        agent: &AgentId,
        task: &TaskId,
        delivery: &Delivery,
    ) -> Result<Task, Error> {
        let route = format!("/agents/{agent}/tasks/{task}/deliver");
        self.one(Request::post(path(&route), delivery)?).await
    }

    /// Gives the task up, with all of the money back; the agent's.
    ///
    /// # Errors
    ///
    /// `wrong_state`, `not_your_agent`, `not_found`.
    pub async fn fail(&self, agent: &AgentId, task: &TaskId, reason: &str) -> Result<Task, Error> {
        let route = format!("/agents/{agent}/tasks/{task}/fail");
        self.one(Request::post(path(&route), &GiveUp { reason })?).await
    }

    /// Says whether the work is good; the buyer's.
    ///
    /// # Errors
    ///
    /// `wrong_state`, `wrong_role`, `already_rated`, a guard such as the number of revisions.
    pub async fn review(&self, task: &TaskId, review: &Review) -> Result<Task, Error> {
        self.one(Request::post(path(&format!("/tasks/{task}/review")), review)?).await
    }
}

#[derive(Serialize)]
struct GiveUp<'a> {
    reason: &'a str,
}
