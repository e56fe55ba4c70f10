//! A task for credits as clients see it.

use std::sync::Arc;

use earnest::credits::{Closing, Credits, Standing};
use earnest::credits::{Funds, Passed, Refund, Stage, Thumb, Why};
use earnest::machine::Stage as _;
use earnest::money::Amount;
use earnest_service::store::Failure;
use earnest_service::{Held, Status as _, kind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::brief::{
    Cents, DisputeReason, FailTask, FileDispute, GiveFeedback, MarkExecuting, ResolveDispute,
    TaskInput, Thumbs,
};
use crate::app::App;
use crate::documents::Documents;
use crate::ids::{AgentId, CreditDisputeId, CreditTaskId, SandboxId, UserId};
use crate::wire::{Metadata, Percentage, Text, Time, Verbatim};

/// A task for credits.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CreditTaskView {
    /// Its identity.
    pub id: CreditTaskId,
    /// What kind of work it is.
    #[schema(value_type = Text<1, 80>)]
    pub task_type: Verbatim,
    /// `submitted`, `routing`, `executing`, `quality_check`, `completed`, `failed` or `refunded`.
    #[schema(value_type = String)]
    pub status: &'static str,
    /// What is to be done, and with what.
    #[schema(value_type = TaskInput)]
    pub input: Verbatim,
    /// What was made, once it has passed the quality check.
    #[schema(value_type = Option<Metadata<256>>)]
    pub output: Option<Verbatim>,
    /// How good the platform found it, 0 to 100.
    pub quality_score: Option<u8>,
    /// The most it may cost, in cents.
    pub max_budget: Cents,
    /// What its agent asks for, in cents.
    pub price: Option<Cents>,
    /// What it costs its buyer as things stand, in cents; null before the work has passed or failed.
    pub credits_charged: Option<Cents>,
    /// How long the work took, by the agent's own clock.
    pub execution_time_ms: Option<u64>,
    /// The buyer's vote.
    pub feedback: Option<Thumbs>,
    /// The agent that was hired or, before that, named.
    pub agent_id: Option<AgentId>,
    /// Who pays.
    pub owner_id: UserId,
    /// The owner's agent that submitted it, if one did.
    pub submitted_by: Option<AgentId>,
    /// The task that this one is a part of.
    pub parent_task_id: Option<CreditTaskId>,
    /// Where the work is done.
    pub sandbox_id: Option<SandboxId>,
    /// Of a failure: `quality_gate`, `execution_error`, `timeout`, `budget_exceeded` or
    /// `no_agent_found`.
    #[schema(value_type = Option<String>)]
    pub failure_reason: Option<&'static str>,
    /// What the agent said when it gave up.
    pub error_message: Option<Text<0, 5000>>,
    /// The dispute, open or not.
    pub dispute: Option<CreditDisputeView>,
    /// Until when a down vote refunds.
    pub refund_by: Option<Time>,
    /// Until when a dispute may be filed.
    pub dispute_by: Option<Time>,
    /// When silence ends its present stage.
    pub deadline: Option<Time>,
    /// When it was submitted.
    pub created_at: Time,
    /// When it last changed.
    pub updated_at: Time,
    /// When the work passed.
    pub completed_at: Option<Time>,
    /// The number of its last journal entry.
    pub version: u64,
}

/// A dispute over a task for credits.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CreditDisputeView {
    /// Its identity.
    pub id: CreditDisputeId,
    /// The task that it is about.
    pub task_id: CreditTaskId,
    /// `filed`, `under_review` or `resolved`.
    #[schema(value_type = String)]
    pub status: &'static str,
    /// What is wrong.
    pub reason: DisputeReason,
    /// In detail.
    pub description: Text<1, 20000>,
    /// When it was filed.
    pub filed_at: Time,
    /// When silence denies it.
    pub closes_at: Option<Time>,
    /// `ruled`, `denied` (nobody decided in time), `withdrawn`, `conceded` or `voted` (a down vote
    /// refunded the task meanwhile).
    #[schema(value_type = Option<String>)]
    pub resolution: Option<&'static str>,
    /// The buyer's share of a ruling.
    pub refund_percentage: Option<Percentage>,
    /// The arbiter's reasons.
    pub notes: Option<Text<0, 20000>>,
}

/// The commands that left something that is shown.
const SHOWN: [&str; 7] = ["Start", "Complete", "Pass", "Fail", kind::RATING, "Dispute", "Rule"];

/// A task's brief, read back.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Brief {
    task_type: Verbatim,
    input: Verbatim,
}

/// What was handed in, likewise.
#[derive(Deserialize)]
struct Work {
    output: Verbatim,
}

impl App {
    /// A task as it stands after the command under way.
    ///
    /// # Errors
    ///
    /// The store's; [`Failure::Damaged`] if the task has no brief.
    pub async fn credit_task(&self, held: &Held<Credits>) -> Result<CreditTaskView, Failure> {
        let documents = Documents::of(self.store(), held, &SHOWN).await?;
        let instance = &held.instance;
        let (stage, terms) = (&instance.stage, &instance.terms);
        let brief: Arc<Brief> = held
            .brief()
            .ok_or_else(|| Failure::Damaged(format!("task `{}` has no brief", instance.id)))?;
        let latest = |command: &str| held.places.get(command)?.last().copied();
        let passed = passed(stage);
        let work: Option<Work> =
            latest("Complete").filter(|_| passed.is_some()).and_then(|it| documents.document(it));
        let completed = latest("Pass").and_then(|it| documents.entry(it)).map(|entry| entry.at);
        let begun: Option<MarkExecuting> = latest("Start").and_then(|it| documents.document(it));
        let given_up: Option<FailTask> = latest("Fail").and_then(|it| documents.document(it));
        let late: Option<GiveFeedback> = latest(kind::RATING).and_then(|it| documents.document(it));
        let voted = stage.vote().map(|thumb| match thumb {
            Thumb::Up => Thumbs::Up,
            Thumb::Down => Thumbs::Down,
        });
        let id = CreditTaskId(instance.id);
        Ok(CreditTaskView {
            id,
            task_type: brief.task_type.clone(),
            status: stage.status(),
            input: brief.input.clone(),
            output: work.map(|work| work.output),
            quality_score: score(stage),
            max_budget: cents(terms.max_budget),
            price: price(stage).map(cents),
            credits_charged: charged(stage).map(cents),
            execution_time_ms: took(stage),
            feedback: late.map(|it| it.feedback).or(voted),
            agent_id: stage.agent().or(terms.named).map(|agent| AgentId(agent.id)),
            owner_id: UserId(terms.buyer),
            submitted_by: terms.submitted_by.map(AgentId),
            parent_task_id: terms.parent.map(CreditTaskId),
            sandbox_id: begun.map(|it| it.sandbox_id),
            failure_reason: failure(stage),
            error_message: given_up.and_then(|it| it.error_message),
            dispute: latest("Dispute").and_then(|number| dispute(held, &documents, number)),
            refund_by: completed.map(|at| Time(at.after(terms.to_refund))),
            dispute_by: completed.map(|at| Time(at.after(terms.to_dispute))),
            deadline: stage.deadline().map(Time),
            created_at: Time(held.opened),
            updated_at: Time(held.updated()),
            completed_at: completed.map(Time),
            version: held.number(),
        })
    }
}

/// The dispute that the entry `number` filed; a task has at most one.
fn dispute(held: &Held<Credits>, documents: &Documents, number: u64) -> Option<CreditDisputeView> {
    let stage = &held.instance.stage;
    let filed: FileDispute = documents.document(number)?;
    let ruling = held.places.get("Rule").and_then(|it| it.last().copied());
    let ruling: Option<ResolveDispute> = ruling.and_then(|it| documents.document(it));
    let (status, resolution) = match stage {
        Stage::Contested(stage) => match stage.standing {
            Standing::Filed => ("filed", None),
            Standing::UnderReview => ("under_review", None),
        },
        _ => ("resolved", resolution(stage)),
    };
    Some(CreditDisputeView {
        id: CreditDisputeId(held.instance.id),
        task_id: CreditTaskId(held.instance.id),
        status,
        reason: filed.reason,
        description: filed.description,
        filed_at: Time(documents.entry(number)?.at),
        closes_at: stage.deadline().filter(|_| resolution.is_none()).map(Time),
        resolution,
        refund_percentage: ruling.as_ref().map(|it| it.refund_percentage),
        notes: ruling.and_then(|it| it.notes),
    })
}

const fn resolution(stage: &Stage) -> Option<&'static str> {
    match stage {
        Stage::Closed(stage) => Some(match stage.cause {
            Closing::Unchallenged | Closing::Denied => "denied",
            Closing::Withdrawn => "withdrawn",
            Closing::Ruled { .. } => "ruled",
        }),
        Stage::Refunded(stage) => Some(match stage.cause {
            Refund::Voted => "voted",
            Refund::Conceded => "conceded",
            Refund::Ruled => "ruled",
        }),
        _ => None,
    }
}

/// What passed, once it has.
const fn passed(stage: &Stage) -> Option<&Passed> {
    match stage {
        Stage::Completed(stage) => Some(&stage.passed),
        Stage::Settled(stage) => Some(&stage.passed),
        Stage::Contested(stage) => Some(&stage.passed),
        Stage::Closed(stage) => Some(&stage.passed),
        Stage::Refunded(stage) => Some(&stage.passed),
        _ => None,
    }
}

/// The gate's score, whether the work passed or not.
fn score(stage: &Stage) -> Option<u8> {
    match stage {
        Stage::Failed(stage) => match stage.why {
            Why::Rejected { score } => Some(score.value()),
            _ => None,
        },
        _ => passed(stage).map(|passed| passed.score.value()),
    }
}

fn price(stage: &Stage) -> Option<Amount> {
    match stage {
        Stage::Assigned(stage) => Some(stage.job.charge),
        Stage::Executing(stage) => Some(stage.job.charge),
        Stage::QualityCheck(stage) => Some(stage.job.charge),
        _ => passed(stage).map(|passed| passed.job.charge),
    }
}

/// What the buyer has paid or is about to pay: nothing of what came back.
fn charged(stage: &Stage) -> Option<Amount> {
    let left = |whole: Amount, back: Amount| whole.minus(back).unwrap_or(Amount::ZERO);
    match stage {
        Stage::Completed(stage) => Some(stage.passed.job.charge),
        Stage::Settled(stage) => Some(left(stage.passed.job.charge, stage.paid.buyer)),
        Stage::Contested(stage) => Some(match stage.funds {
            Funds::Held { .. } => stage.passed.job.charge,
            Funds::Paid(paid) => left(stage.passed.job.charge, paid.buyer),
        }),
        Stage::Closed(stage) => Some(left(stage.passed.job.charge, stage.paid.buyer)),
        Stage::Refunded(_) | Stage::Failed(_) => Some(Amount::ZERO),
        _ => None,
    }
}

fn took(stage: &Stage) -> Option<u64> {
    match stage {
        Stage::QualityCheck(stage) => Some(stage.work.took.as_millis()),
        _ => passed(stage).map(|passed| passed.work.took.as_millis()),
    }
}

/// Why a task failed, in the wire's words.
pub(super) const fn failure(stage: &Stage) -> Option<&'static str> {
    use earnest::credits::Failure as Reported;

    let Stage::Failed(stage) = stage else { return None };
    Some(match stage.why.reason() {
        None => "no_agent_found",
        Some(Reported::QualityGate) => "quality_gate",
        Some(Reported::ExecutionError) => "execution_error",
        Some(Reported::Timeout) => "timeout",
        Some(Reported::BudgetExceeded) => "budget_exceeded",
    })
}

/// An amount in whole cents. By the bound of a budget, none is too large.
pub(super) fn cents(amount: Amount) -> Cents {
    let minor = u64::try_from(amount.minor()).ok();
    minor.and_then(Cents::new).unwrap_or_else(Cents::largest)
}
