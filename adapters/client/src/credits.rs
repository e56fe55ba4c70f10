//! Credits: tasks that are paid in a platform's credits. One credit is one cent.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::client::Client;
use crate::error::Error;
use crate::transport::Request;
use crate::wire::words::words;
use crate::wire::{AgentId, CreditTaskId, Document, SandboxId};

mod disputes;
mod events;
mod work;

pub use disputes::{CreditDispute, DisputeReason, NewCreditDispute, Relief};
pub use events::{CreditCompleted, CreditEvent, CreditStatusChanged};
pub use work::{CreditAgent, FailReason, NewCreditAgent, Output, RegisteredAgent};

/// The credits' tasks as one caller sees them: an owner with the user's key, or an agent with its
/// own (`ag_sk_…`). The calls fail with [`Error`]; a missing task and one that is none of the
/// caller's business are both `not_found`.
#[derive(Clone, Debug)]
pub struct Credits {
    pub(crate) client: Client,
}

/// What a caller wants done. Give the type, the largest budget and the input.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewCreditTask {
    /// Type of work, such as `code_review`.
    pub task_type: String,
    /// The most it may cost, in cents; held from the start.
    pub max_budget: u64,
    /// What is to be done, and with what.
    pub input: Input,
    /// Hires this agent. Without it the platform finds one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<AgentId>,
    /// The task that this one is a part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_task_id: Option<CreditTaskId>,
}

/// What is to be done, and with what.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Input {
    /// What the agent should do.
    pub description: String,
    /// GitHub repository to operate on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repo: Option<String>,
    /// Inline code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Files to provide.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<InputFile>,
}

/// A file that is given to the agent.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct InputFile {
    /// What it is called.
    pub name: String,
    /// What is in it.
    pub content: String,
}

/// A task. What a server does not tell is `None`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreditTask {
    /// Its identity.
    pub id: CreditTaskId,
    /// Type of work.
    pub task_type: String,
    /// Where it is.
    pub status: CreditStatus,
    /// The most it may cost, in cents.
    pub max_budget: u64,
    /// What is to be done, and with what.
    pub input: Option<Input>,
    /// The agent that was hired or, before that, named.
    pub agent_id: Option<AgentId>,
    /// The task that this one is a part of.
    pub parent_task_id: Option<CreditTaskId>,
    /// Where the agent works.
    pub sandbox_id: Option<SandboxId>,
    /// What the agent made, once completed.
    pub output: Option<Document>,
    /// What the quality check found, 0 to 100.
    pub quality_score: Option<u8>,
    /// What it cost, in cents.
    pub credits_charged: Option<u64>,
    /// How long the execution took, in milliseconds.
    pub execution_time_ms: Option<u64>,
    /// The caller's vote.
    pub feedback: Option<Feedback>,
    /// When it was created.
    pub created_at: Option<Timestamp>,
}

/// A page of tasks, by number.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[non_exhaustive]
pub struct NumberedPage<T> {
    /// What is on it.
    pub data: Vec<T>,
    /// Which page it is.
    pub pagination: Pagination,
}

/// Which page of how many.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Pagination {
    /// The page's number, from 1.
    pub page: u64,
    /// How many elements a page has.
    pub page_size: u64,
    /// How many elements there are.
    pub total: u64,
    /// How many pages there are.
    pub total_pages: u64,
}

/// Which page of which tasks.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct CreditTaskQuery {
    /// The page's number, from 1.
    pub page: Option<u64>,
    /// How many elements a page has.
    pub page_size: Option<u64>,
    /// Those in this status.
    pub status: Option<CreditStatus>,
}

words! {
    /// Where a task is.
    CreditStatus {
        Submitted = "submitted",
        Routing = "routing",
        Executing = "executing",
        QualityCheck = "quality_check",
        Completed = "completed",
        Failed = "failed",
        Refunded = "refunded",
    }
}

words! {
    /// What a caller says to completed work.
    Feedback {
        Up = "up",
        /// Refunds the charge within the refund window.
        Down = "down",
    }
}

impl Credits {
    /// Submits a task and holds its largest budget.
    ///
    /// # Errors
    ///
    /// `insufficient_funds`, `zero_budget`, `validation_failed`.
    pub async fn create_task(&self, task: &NewCreditTask) -> Result<CreditTask, Error> {
        self.client.ask(&Request::post(path("/tasks"), task)?).await
    }

    /// A task, with its output once completed.
    ///
    /// # Errors
    ///
    /// `not_found`.
    pub async fn task(&self, task: &CreditTaskId) -> Result<CreditTask, Error> {
        self.client.ask(&Request::get(path(&format!("/tasks/{task}")))).await
    }

    /// A page of the caller's tasks.
    ///
    /// # Errors
    ///
    /// `validation_failed`.
    pub async fn tasks(&self, query: &CreditTaskQuery) -> Result<NumberedPage<CreditTask>, Error> {
        let request = Request::get(path("/tasks")).with("page", query.page);
        let request = request.with("pageSize", query.page_size);
        self.client.ask(&request.with("status", query.status.as_ref())).await
    }

    /// Votes on completed work, and says whether the charge was refunded; the owner's.
    ///
    /// # Errors
    ///
    /// `wrong_state`, `vote_stands`, `not_found`.
    pub async fn feedback(&self, task: &CreditTaskId, feedback: Feedback) -> Result<bool, Error> {
        let request = Request::post(path(&format!("/tasks/{task}/feedback")), &Vote { feedback })?;
        let answer: Refund = self.client.ask(&request).await?;
        Ok(answer.refunded)
    }
}

#[derive(Serialize)]
struct Vote {
    feedback: Feedback,
}

#[derive(Deserialize)]
struct Refund {
    refunded: bool,
}

/// Where a route is.
fn path(route: &str) -> String {
    format!("/credits/api/v1{route}")
}
