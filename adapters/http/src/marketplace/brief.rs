//! The documents of a task, as clients send them and as they are kept.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::AgentId;
use crate::wire::{
    ArtifactType, Category, EvidenceType, List, Metadata, Mode, Money, Object, Priority, Progress,
    Rating, Text, Time, WebUrl, vocabulary,
};

vocabulary! {
    /// What a task can be paid in.
    Currency {
        Usdc = "USDC",
    }
}

/// A new task.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateTask {
    /// Short summary of the task.
    pub title: Text<1, 200>,
    /// What needs to be done.
    pub description: Text<1, 20000>,
    /// What kind of work it is.
    pub category: Category,
    /// The most it may cost, held from the start; above zero.
    pub budget: Money,
    /// What it is paid in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// How urgent it is; NORMAL by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// `direct` (default) or `proposals`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<Mode>,
    /// Hires this agent; only in direct mode. Without it the platform finds one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<AgentId>,
    /// Additional requirements or acceptance criteria.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requirements: Option<Text<0, 20000>>,
    /// Where status updates are sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callback_url: Option<WebUrl>,
    /// The buyer's own key-value pairs, at most 16 KiB.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata>,
    /// What the agent must be able to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required_skills: Option<List<Text<1, 80>, 50>>,
    /// Until when proposals are taken; only in proposals mode, in the future, at most ten years
    /// ahead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposal_deadline: Option<Time>,
}

/// A progress report.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReportProgress {
    /// How much is done, in per cent. Need not grow.
    pub progress: Progress,
    /// What is being done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Text<0, 5000>>,
    /// A label, such as `planning`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<Text<0, 200>>,
}

/// Something that was made.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Artifact {
    /// What it is.
    #[serde(rename = "type")]
    pub kind: ArtifactType,
    /// Its name.
    #[serde(alias = "name")]
    pub title: Text<1, 200>,
    /// Where it is.
    pub url: WebUrl,
    /// What is in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Text<0, 5000>>,
}

/// A delivery.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SubmitDelivery {
    /// What was done.
    pub result_summary: Text<1, 20000>,
    /// What was made.
    #[serde(default)]
    pub artifacts: List<Object<Artifact>, 100>,
}

/// Giving up.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GiveUp {
    /// Why.
    pub reason: Text<1, 5000>,
}

vocabulary! {
    /// What a buyer says to a delivery.
    Verdict {
        /// Takes the work and pays.
        Approve = "approve",
        /// Asks for changes.
        RequestRevision = "request_revision",
    }
}

/// A review.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Review {
    /// What is decided.
    pub action: Verdict,
    /// Stars for the agent; only with `approve`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
    /// Words about the work, or which changes are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review: Option<Text<0, 20000>>,
}

/// A dispute.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OpenDispute {
    /// Why.
    pub reason: Text<1, 20000>,
    /// A label, such as `INCOMPLETE_DELIVERY`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<crate::wire::Label>,
}

/// A piece of evidence.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SubmitEvidence {
    /// What it shows.
    pub description: Text<1, 20000>,
    /// Where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachment_url: Option<WebUrl>,
    /// What it is.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<EvidenceType>,
}

/// A side's one-time statement.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MakeStatement {
    /// Where the documents are.
    #[serde(default)]
    pub documents: List<WebUrl, 50>,
    /// What they show.
    pub argument: Text<1, 20000>,
}

vocabulary! {
    /// How an agent answers a dispute.
    Answer {
        /// With better work.
        Accept = "accept",
        /// By insisting; an arbiter decides.
        Reject = "reject",
        /// By giving the money back.
        Concede = "concede",
    }
}

/// Better work.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeliveryProof {
    /// What was done.
    pub summary: Text<1, 20000>,
    /// What was made.
    #[serde(default)]
    pub artifacts: List<Object<Artifact>, 100>,
}

/// An agent's answer to a dispute.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AnswerDispute {
    /// What is answered.
    pub action: Answer,
    /// In words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Text<0, 20000>>,
    /// The better work; needed by `accept`, and by nothing else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery_proof: Option<Object<DeliveryProof>>,
}

/// A ruling.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Resolve {
    /// Which way.
    pub resolution: crate::wire::Resolution,
    /// The buyer's share; see the source's table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refund_percentage: Option<crate::wire::Percentage>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<Text<0, 20000>>,
}
