//! Credits: tasks that are paid in a platform's credits. One credit is one cent.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::client::Client;
use crate::error::Error;
use crate::outlook::{JournalEntry, Options};
use crate::page::List;
use crate::transport::Request;
use crate::wire::words::words;
use crate::wire::{AgentId, CreditTaskId, Document, SandboxId, UserId};

mod agents;
mod disputes;
mod events;
mod work;

pub use agents::{CreditAgent, NewCreditAgent, RegisteredAgent};
pub use disputes::{CreditDispute, CreditDisputeStatus, DisputeReason, NewCreditDispute, Relief};
pub use events::{CreditCompleted, CreditEvent, CreditStatusChanged};
pub use work::{FailReason, Output};

/// The credits' tasks as one caller sees them: an owner with the user's key, or an agent with its
/// own (`ag_sk_…`), which reads what its owner reads and submits at its owner's cost. The calls
/// fail with [`Error`]: with the other kind of key as `owner_key_only` or `agent_key_only`, and a
/// missing task and one that is none of the caller's business both as `not_found`.
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
    /// The repository to operate on.
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

/// A task.
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
    /// What is to be done, and with what.
    pub input: Input,
    /// What was made, once it has passed the quality check.
    pub output: Option<Document>,
    /// What the quality check found, 0 to 100.
    pub quality_score: Option<u8>,
    /// The most it may cost, in cents.
    pub max_budget: u64,
    /// What its agent asks for, in cents.
    pub price: Option<u64>,
    /// What it costs its owner as things stand, in cents; `None` before the work has passed or
    /// failed.
    pub credits_charged: Option<u64>,
    /// How long the work took by the agent's clock, in milliseconds.
    pub execution_time_ms: Option<u64>,
    /// The owner's vote.
    pub feedback: Option<Feedback>,
    /// The agent that was hired or, before that, named.
    pub agent_id: Option<AgentId>,
    /// Who pays.
    pub owner_id: UserId,
    /// The owner's agent that submitted it, if one did.
    pub submitted_by: Option<AgentId>,
    /// The task that this one is a part of.
    pub parent_task_id: Option<CreditTaskId>,
    /// Where the agent works.
    pub sandbox_id: Option<SandboxId>,
    /// Why it failed: the word of a [`FailReason`], or `no_agent_found`.
    pub failure_reason: Option<String>,
    /// What the agent said when it gave up.
    pub error_message: Option<String>,
    /// The dispute, open or not.
    pub dispute: Option<CreditDispute>,
    /// Until when a down vote refunds.
    pub refund_by: Option<Timestamp>,
    /// Until when a dispute may be filed.
    pub dispute_by: Option<Timestamp>,
    /// When silence ends its present stage.
    pub deadline: Option<Timestamp>,
    /// When it was submitted.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When the work passed.
    pub completed_at: Option<Timestamp>,
    /// The number of its last journal entry.
    pub version: u64,
}

/// Which tasks are listed.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct CreditTaskFilter {
    /// Those in this status.
    pub status: Option<CreditStatus>,
    /// Those that this agent of the caller's was hired for; without it those that the owner, or
    /// an agent of the owner's, submitted.
    pub agent_id: Option<AgentId>,
}

/// A page of tasks, by its number.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[non_exhaustive]
pub struct CreditTaskPage {
    /// What is on it, newest first.
    pub data: Vec<CreditTask>,
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
    /// How many tasks a page has.
    pub page_size: u64,
    /// How many tasks there are.
    pub total: u64,
    /// How many pages there are.
    pub total_pages: u64,
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
    /// Submits a task and holds its largest budget. The answer shows it as it was funded; an agent
    /// that is free may have been assigned since.
    ///
    /// # Errors
    ///
    /// `insufficient_funds`, `zero_budget`, `price_over_budget`, `unsound_terms`,
    /// `validation_failed`; `not_found` for the named agent or the parent.
    pub async fn create_task(&self, task: &NewCreditTask) -> Result<CreditTask, Error> {
        self.client.ask(&Request::post(path("/tasks"), task)?).await
    }

    /// A task, with its output once it has passed.
    ///
    /// # Errors
    ///
    /// `not_found`.
    pub async fn task(&self, task: &CreditTaskId) -> Result<CreditTask, Error> {
        self.client.ask(&Request::get(path(&format!("/tasks/{task}")))).await
    }

    /// The caller's tasks, newest first.
    #[must_use]
    pub fn tasks(&self, filter: &CreditTaskFilter) -> List<CreditTask> {
        List::new(&self.client, filter.request()).sized("pageSize")
    }

    /// A page of the same list by its number, from 1, with how many there are. The server passes
    /// over the pages before it, at most 10,000 tasks with the page itself; [`tasks`](Self::tasks)
    /// has no such limit. A page has 1 to 100 tasks, 20 without `size`.
    ///
    /// # Errors
    ///
    /// `validation_failed`, `not_your_agent`; `not_found` for the agent.
    pub async fn tasks_page(
        &self,
        filter: &CreditTaskFilter,
        page: u64,
        size: Option<u8>,
    ) -> Result<CreditTaskPage, Error> {
        self.client.ask(&filter.request().with("page", Some(page)).with("pageSize", size)).await
    }

    /// What the caller may do with a task, and what happens if nobody does anything.
    ///
    /// # Errors
    ///
    /// `not_found`.
    pub async fn options(&self, task: &CreditTaskId) -> Result<Options<CreditStatus>, Error> {
        self.client.ask(&Request::get(path(&format!("/tasks/{task}/options")))).await
    }

    /// Everything that has happened to a task, oldest first.
    #[must_use]
    pub fn journal(&self, task: &CreditTaskId) -> List<JournalEntry> {
        List::new(&self.client, Request::get(path(&format!("/tasks/{task}/journal"))))
    }

    /// Votes on completed work, and says whether that refunded the charge; the owner's. Up may
    /// become down, nothing else.
    ///
    /// # Errors
    ///
    /// `wrong_state`, `vote_stands`, `up_while_contested`, `refund_window_closed` (of a task under
    /// dispute), `wrong_role`, `owner_key_only`, `not_found`.
    pub async fn feedback(&self, task: &CreditTaskId, feedback: Feedback) -> Result<bool, Error> {
        let request = Request::post(path(&format!("/tasks/{task}/feedback")), &Vote { feedback })?;
        let answer: Refund = self.client.ask(&request).await?;
        Ok(answer.refunded)
    }
}

impl CreditTaskFilter {
    fn request(&self) -> Request {
        let request = Request::get(path("/tasks")).with("status", self.status.as_ref());
        request.with("agentId", self.agent_id.as_ref())
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
