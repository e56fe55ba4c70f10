//! Disputes: what is asked, what is answered, what is shown, how it is decided.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::tasks::Task;
use super::work::{ArtifactType, Proof};
use super::{Marketplace, path};
use crate::error::Error;
use crate::transport::Request;
use crate::wire::words::words;
use crate::wire::{AgentId, Decimal, DisputeId, EvidenceId, TaskId};

/// Why a delivery is not accepted.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NewDispute {
    /// Why.
    pub reason: String,
    /// A label, such as `INCOMPLETE_DELIVERY`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
}

/// What the agent says to a dispute.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "action", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum DisputeAnswer {
    /// With better work.
    Accept {
        /// The better work.
        delivery_proof: Proof,
        /// In words.
        #[serde(skip_serializing_if = "Option::is_none")]
        message: Option<String>,
    },
    /// By insisting; an arbiter decides.
    Reject {
        /// In words.
        #[serde(skip_serializing_if = "Option::is_none")]
        message: Option<String>,
    },
    /// By giving the money back.
    Concede {
        /// In words.
        #[serde(skip_serializing_if = "Option::is_none")]
        message: Option<String>,
    },
}

/// A piece of evidence for a dispute.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewEvidence {
    /// What it shows.
    pub description: String,
    /// Where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachment_url: Option<String>,
    /// What it is.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<ArtifactType>,
}

/// A side's one-time statement in arbitration.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Statement {
    /// Where the documents are, at most 50.
    pub documents: Vec<String>,
    /// What they show.
    pub argument: String,
}

/// A ruling.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Ruling {
    /// Which way.
    pub resolution: Resolution,
    /// The buyer's share in per cent, with at most two fractional digits: needed by a split,
    /// and 100 without for a refund.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refund_percentage: Option<Decimal>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
}

/// A dispute.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Dispute {
    /// Its identity.
    pub id: DisputeId,
    /// The task it is about.
    pub task_id: TaskId,
    /// Whose turn it is.
    pub stage: DisputeStage,
    /// Why it was opened.
    pub reason: Option<String>,
    /// A label.
    pub category: Option<String>,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When silence ends its stage.
    pub closes_at: Option<Timestamp>,
    /// What the agent said to it.
    pub answer: Option<String>,
    /// Who has made the one-time statement.
    pub sealed: Sealed,
    /// What was submitted, oldest first.
    pub evidence: Vec<Evidence>,
    /// `REFUND_BUYER`, `RELEASE_TO_AGENT`, `SPLIT`, `REMEDIED`, `CONCEDED` or `WITHDRAWN`.
    pub resolution: Option<String>,
    /// The buyer's share of a ruling, in per cent.
    pub refund_percentage: Option<Decimal>,
    /// The arbiter's reasons.
    pub notes: Option<String>,
}

words! {
    /// Whose turn a dispute is.
    DisputeStage {
        /// The agent's.
        Response = "RESPONSE",
        /// The arbiter's.
        Arbitration = "ARBITRATION",
        /// Nobody's.
        Closed = "CLOSED",
    }
}

words! {
    /// How a dispute is decided.
    Resolution {
        RefundBuyer = "REFUND_BUYER",
        ReleaseToAgent = "RELEASE_TO_AGENT",
        Split = "SPLIT",
    }
}

/// Which side has made its one-time statement.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[non_exhaustive]
pub struct Sealed {
    /// The buyer has.
    pub buyer: bool,
    /// The agent has.
    pub agent: bool,
}

/// A piece of evidence, or a statement.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Evidence {
    /// Its identity.
    pub id: EvidenceId,
    /// `BUYER` or `AGENT`.
    pub by: String,
    /// What it shows.
    pub description: Option<String>,
    /// Where it is.
    pub attachment_url: Option<String>,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: Option<ArtifactType>,
    /// A statement's documents.
    pub documents: Option<Vec<String>>,
    /// A statement's argument.
    pub argument: Option<String>,
    /// Whether it is the one-time statement.
    pub sealed: bool,
    /// When it was submitted.
    pub created_at: Timestamp,
}

/// A dispute and its task, as they are now.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[non_exhaustive]
pub struct Disputed {
    /// The dispute.
    pub dispute: Dispute,
    /// The task.
    pub task: Task,
}

/// What was submitted, and the dispute as it is now.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[non_exhaustive]
pub struct Submitted {
    /// What was submitted.
    pub evidence: Evidence,
    /// The dispute.
    pub dispute: Dispute,
}

impl Marketplace {
    /// Disputes a delivery; the buyer's.
    ///
    /// # Errors
    ///
    /// `wrong_state`, `wrong_role`, `not_found`.
    pub async fn dispute(&self, task: &TaskId, dispute: &NewDispute) -> Result<Disputed, Error> {
        let route = format!("/dashboard/tasks/{task}/dispute");
        self.client.ask(&Request::post(path(&route), dispute)?).await
    }

    /// Answers a dispute; the agent's.
    ///
    /// # Errors
    ///
    /// `wrong_state`, `not_your_agent`, a guard such as the number of remedies.
    pub async fn answer_dispute(
        &self,
        agent: &AgentId,
        task: &TaskId,
        answer: &DisputeAnswer,
    ) -> Result<Disputed, Error> {
        let route = format!("/agents/{agent}/tasks/{task}/dispute");
        self.client.ask(&Request::post(path(&route), answer)?).await
    }

    /// Submits evidence; either party's.
    ///
    /// # Errors
    ///
    /// `wrong_state`, a guard such as the number of pieces.
    pub async fn evidence(
        &self,
        task: &TaskId,
        evidence: &NewEvidence,
    ) -> Result<Submitted, Error> {
        let route = format!("/dashboard/tasks/{task}/dispute/evidence");
        self.client.ask(&Request::post(path(&route), evidence)?).await
    }

    /// Makes the buyer's one-time statement.
    ///
    /// # Errors
    ///
    /// `wrong_state`, `wrong_role`, the guard against a second one.
    pub async fn statement(
        &self,
        task: &TaskId,
        statement: &Statement,
    ) -> Result<Submitted, Error> {
        let route = format!("/dashboard/tasks/{task}/dispute/statement");
        self.client.ask(&Request::post(path(&route), statement)?).await
    }

    /// Makes the agent's one-time statement.
    ///
    /// # Errors
    ///
    /// `wrong_state`, `not_your_agent`, the guard against a second one.
    pub async fn agent_statement(
        &self,
        agent: &AgentId,
        task: &TaskId,
        statement: &Statement,
    ) -> Result<Submitted, Error> {
        let route = format!("/agents/{agent}/tasks/{task}/evidence");
        self.client.ask(&Request::post(path(&route), statement)?).await
    }
}
