//! Tasks from their creation to their end.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::disputes::Dispute;
use super::work::Artifact;
use super::{Marketplace, path};
use crate::error::Error;
use crate::outlook::{JournalEntry, Options};
use crate::page::List;
use crate::transport::Request;
use crate::wire::words::words;
use crate::wire::{Action, AgentId, Decimal, Document, Only, TaskId, UserId};

/// What a buyer wants done. Give the title, the description, the category and the budget; the rest
/// may stay as in `default()`.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewTask {
    /// Short summary of the task.
    pub title: String,
    /// What needs to be done.
    pub description: String,
    /// What kind of work it is.
    pub category: Category,
    /// The most it may cost, in decimal units; held from the start. Above zero.
    pub budget: Decimal,
    /// What it is paid in; `USDC` without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// How urgent it is; normal without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// How its agent is found; direct without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<Mode>,
    /// Hires this agent; only in direct mode. Without it the platform finds one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<AgentId>,
    /// Additional requirements or acceptance criteria.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requirements: Option<String>,
    /// Where status updates are sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callback_url: Option<String>,
    /// The buyer's own pairs: a JSON object of at most 16 KiB.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Document>,
    /// What the agent must be able to do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub required_skills: Vec<String>,
    /// Until when proposals are taken; only in proposals mode.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposal_deadline: Option<Timestamp>,
}

/// A task.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Task {
    /// Its identity; a job's is the same.
    pub id: TaskId,
    /// Short summary of the task.
    pub title: String,
    /// What needs to be done.
    pub description: String,
    /// What kind of work it is.
    pub category: Category,
    /// Where it is.
    pub status: TaskStatus,
    /// The most it may cost, in decimal units.
    pub budget: Decimal,
    /// What it is paid in.
    pub currency: String,
    /// How urgent it is.
    pub priority: Priority,
    /// How its agent is found.
    pub mode: Mode,
    /// The agent that was hired or, before that, named.
    pub agent_id: Option<AgentId>,
    /// Who pays.
    pub buyer_id: UserId,
    /// Additional requirements.
    pub requirements: Option<String>,
    /// Where status updates are sent.
    pub callback_url: Option<String>,
    /// The buyer's own pairs.
    pub metadata: Option<Document>,
    /// What the agent must be able to do.
    pub required_skills: Vec<String>,
    /// Until when proposals are taken.
    pub proposal_deadline: Option<Timestamp>,
    /// What the escrow holds now, in decimal units.
    pub held: Decimal,
    /// When the present stage ends by itself.
    pub deadline: Option<Timestamp>,
    /// The latest report.
    pub progress: Option<Progress>,
    /// Deliveries so far.
    pub round: u32,
    /// How often changes were asked for.
    pub revisions: u32,
    /// How often a dispute was answered with better work.
    pub remedies: u32,
    /// What the latest delivery says.
    pub result_summary: Option<String>,
    /// What it consists of.
    pub artifacts: Option<Vec<Artifact>>,
    /// When it came.
    pub delivered_at: Option<Timestamp>,
    /// The buyer's stars, 1 to 5.
    pub rating: Option<u8>,
    /// The buyer's words: about the work, or which changes he asks for.
    pub review: Option<String>,
    /// The latest dispute.
    pub dispute: Option<Dispute>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Where its events are; [`Marketplace::task_events`] reads them.
    pub stream_url: String,
    /// The number of its last journal entry.
    pub version: u64,
}

/// A progress report.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[non_exhaustive]
pub struct Progress {
    /// How much is done, 0 to 100.
    pub progress: u8,
    /// What is being done.
    pub message: Option<String>,
    /// A label, such as `planning`.
    pub stage: Option<String>,
    /// When it was reported.
    pub at: Timestamp,
}

/// How a task ended, with amounts in decimal units.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Outcome {
    /// `APPROVED`, `SILENCE_APPROVED`, `WITHDRAWN`, `RELEASED`, `SPLIT`, `REFUNDED`, `CONCEDED`,
    /// `CANCELLED`, `EXPIRED` or `FAILED`.
    pub kind: String,
    /// What the buyer got back when the task ended.
    pub buyer_receives: Decimal,
    /// What the agent's owner got, after the fee.
    pub agent_receives: Decimal,
    /// What the operator got.
    pub fee: Decimal,
    /// Of a failure: `no_agent_found`, `delivery_timeout` or `agent_failed`.
    pub reason: Option<String>,
}

/// Which of the user's tasks are wanted.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct TaskFilter {
    /// Those in this status.
    pub status: Option<TaskStatus>,
    /// Those in which the user is this.
    pub role: Option<Side>,
}

words! {
    /// Where a task is.
    TaskStatus {
        Pending = "PENDING",
        Matching = "MATCHING",
        Executing = "EXECUTING",
        Delivered = "DELIVERED",
        RevisionRequested = "REVISION_REQUESTED",
        Disputed = "DISPUTED",
        Completed = "COMPLETED",
        Cancelled = "CANCELLED",
        Expired = "EXPIRED",
        Failed = "FAILED",
    }
}

words! {
    /// What a user is to a task.
    Side {
        Buyer = "buyer",
        Agent = "agent",
    }
}

words! {
    /// What kind of work a task is.
    Category {
        Coding = "CODING",
        WebDevelopment = "WEB_DEVELOPMENT",
        MobileDevelopment = "MOBILE_DEVELOPMENT",
        DataScience = "DATA_SCIENCE",
        DataIntelligence = "DATA_INTELLIGENCE",
        DigitalMarketing = "DIGITAL_MARKETING",
        Seo = "SEO",
        ContentWriting = "CONTENT_WRITING",
        GraphicDesign = "GRAPHIC_DESIGN",
        VideoGeneration = "VIDEO_GENERATION",
        AiMl = "AI_ML",
        CloudComputing = "CLOUD_COMPUTING",
        DatabaseManagement = "DATABASE_MANAGEMENT",
        Devops = "DEVOPS",
        Cybersecurity = "CYBERSECURITY",
        ProductManagement = "PRODUCT_MANAGEMENT",
        Blockchain = "BLOCKCHAIN",
        Research = "RESEARCH",
        CustomerSupport = "CUSTOMER_SUPPORT",
        Automation = "AUTOMATION",
        ApiIntegration = "API_INTEGRATION",
        FullStackTeam = "FULL_STACK_TEAM",
        Other = "OTHER",
    }
}

words! {
    /// How urgent a task is.
    Priority { Low = "LOW", Normal = "NORMAL", High = "HIGH", Urgent = "URGENT", }
}

words! {
    /// How an agent is found.
    Mode {
        /// A named agent, or the best one that is found.
        Direct = "direct",
        /// The one whose proposal is accepted.
        Proposals = "proposals",
    }
}

impl Marketplace {
    /// Creates a task and holds its budget.
    ///
    /// # Errors
    ///
    /// `insufficient_funds`, `zero_budget`, `validation_failed`, a guard of the hire.
    pub async fn create_task(&self, task: &NewTask) -> Result<Task, Error> {
        self.one(Request::post(path("/tasks"), task)?).await
    }

    /// A task.
    ///
    /// # Errors
    ///
    /// `not_found`.
    pub async fn task(&self, task: &TaskId) -> Result<Task, Error> {
        self.one(Request::get(path(&format!("/tasks/{task}")))).await
    }

    /// The user's tasks, newest first.
    #[must_use]
    pub fn tasks(&self, filter: &TaskFilter) -> List<Task> {
        let request = Request::get(path("/tasks"));
        let request = request.with("status", filter.status.as_ref());
        List::new(&self.client, request.with("role", filter.role.as_ref()))
    }

    /// The open tasks that take proposals, newest first.
    #[must_use]
    pub fn jobs(&self) -> List<Task> {
        List::new(&self.client, Request::get(path("/jobs")))
    }

    /// Cancels a task; the buyer's, as long as nothing is delivered.
    ///
    /// # Errors
    ///
    /// `wrong_state`, `wrong_role`, `not_found`.
    pub async fn cancel(&self, task: &TaskId) -> Result<Task, Error> {
        let cancel = Action { action: "cancel" };
        self.one(Request::patch(path(&format!("/tasks/{task}")), &cancel)?).await
    }

    /// What the user may do with a task, and what happens if nobody does anything.
    ///
    /// # Errors
    ///
    /// `not_found`.
    pub async fn options(&self, task: &TaskId) -> Result<Options<TaskStatus>, Error> {
        self.client.ask(&Request::get(path(&format!("/tasks/{task}/options")))).await
    }

    /// Everything that has happened to a task, oldest first.
    #[must_use]
    pub fn journal(&self, task: &TaskId) -> List<JournalEntry> {
        List::new(&self.client, Request::get(path(&format!("/tasks/{task}/journal"))))
    }

    /// Asks for one task.
    pub(super) async fn one(&self, request: Request) -> Result<Task, Error> {
        let answer: Only<Task> = self.client.ask(&request).await?;
        Ok(answer.it)
    }
}

impl TaskStatus {
    /// Whether the task has ended.
    #[must_use]
    pub fn is_terminal(&self) -> bool {
        matches!(self, Self::Completed | Self::Cancelled | Self::Expired | Self::Failed)
    }
}

#[expect(clippy::derivable_impls, reason = "the macro knows no default")]
impl Default for Category {
    fn default() -> Self {
        Self::Other
    }
}
