//! The documents of a task for credits, as clients send them and as they are kept.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{AgentId, CreditTaskId, SandboxId};
use crate::wire::{List, Metadata, Object, Percentage, Text, WebUrl, Whole, vocabulary};

/// An amount of credits in whole cents; as large as every JSON reader keeps exactly.
pub type Cents = Whole<0, 9_007_199_254_740_991>;

/// A time that was taken, in milliseconds; 100 years at most.
pub type Millis = Whole<0, 3_153_600_000_000>;

/// A score, 0 to 100.
pub type Points = Whole<0, 100>;

/// A new task.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SubmitTask {
    /// What kind of work it is, such as `code_review`.
    pub task_type: Text<1, 80>,
    /// What is to be done, and with what.
    pub input: Object<TaskInput>,
    /// The most it may cost, in cents; held from the start, above zero.
    pub max_budget: Cents,
    /// Hires this agent. Without it the platform finds one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<AgentId>,
    /// The task that this one is a part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_task_id: Option<CreditTaskId>,
}

/// What an agent gets to work on.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TaskInput {
    /// What the agent should do.
    pub description: Text<1, 20000>,
    /// The repository to work on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repo: Option<WebUrl>,
    /// Code to work on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Text<0, 200_000>>,
    /// Files to work on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub files: Option<List<Object<InputFile>, 100>>,
}

/// A file to work on.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InputFile {
    /// What it is called.
    pub name: Text<1, 255>,
    /// What is in it.
    pub content: Text<0, 200_000>,
}

/// The beginning of the work.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MarkExecuting {
    /// The sandbox that was provided for the task.
    pub sandbox_id: SandboxId,
}

/// The work.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CompleteTask {
    /// What was made.
    pub output: Metadata<256>,
    /// How long it took.
    pub execution_time_ms: Millis,
    /// What the agent thinks of it. It decides nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quality_score: Option<Points>,
}

vocabulary! {
    /// What went wrong.
    FailReason {
        QualityGate = "quality_gate",
        ExecutionError = "execution_error",
        Timeout = "timeout",
        BudgetExceeded = "budget_exceeded",
    }
}

/// Giving up.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FailTask {
    /// What went wrong.
    pub reason: FailReason,
    /// In words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_message: Option<Text<0, 5000>>,
}

vocabulary! {
    /// Whether the work was good.
    Thumbs {
        Up = "up",
        Down = "down",
    }
}

/// A vote.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GiveFeedback {
    /// Which way.
    pub feedback: Thumbs,
}

vocabulary! {
    /// What is wrong with finished work.
    DisputeReason {
        QualityBelowSpec = "quality_below_spec",
        IncompleteDelivery = "incomplete_delivery",
        WrongOutput = "wrong_output",
        DeadlineMissed = "deadline_missed",
        Misrepresentation = "misrepresentation",
        Unresponsive = "unresponsive",
    }
}

/// A dispute.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FileDispute {
    /// What is wrong.
    pub reason: DisputeReason,
    /// In detail.
    pub description: Text<1, 20000>,
}

/// Giving the money back.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConcedeDispute {
    /// In words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Text<0, 20000>>,
}

/// A ruling.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResolveDispute {
    /// The buyer's share of the charge; 100 refunds the task, 0 denies the dispute.
    pub refund_percentage: Percentage,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<Text<0, 20000>>,
}
