//! A task as clients see it.

use std::sync::Arc;

use earnest::dispute::Resolution;
use earnest::machine::Stage as _;
use earnest::marketplace::{Cause, Marketplace, Mode, Settlement, Stage, Why};
use earnest::money::Amount;
use earnest_service::store::Failure;
use earnest_service::{Held, Status as _, kind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::brief::{Artifact, Currency, Review};
use super::delivery::Delivery;
use crate::app::App;
use crate::documents::Documents;
use crate::house::ASSET;
use crate::ids::{AgentId, TaskId, UserId};
use crate::wire::{
    Category, Metadata, Mode as WireMode, Money, Priority, Progress, Text, Time, Verbatim, WebUrl,
};

mod dispute;

pub use dispute::{DisputeView, Evidence};

use dispute::dispute;

/// A task.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TaskView {
    /// Its identity; a job's `jobId` is the same.
    pub id: TaskId,
    /// Short summary.
    #[schema(value_type = Text<1, 200>)]
    pub title: Verbatim,
    /// What needs to be done.
    #[schema(value_type = Text<1, 20000>)]
    pub description: Verbatim,
    /// What kind of work it is.
    #[schema(value_type = Category)]
    pub category: Verbatim,
    /// `PENDING`, `MATCHING`, `EXECUTING`, `DELIVERED`, `REVISION_REQUESTED`, `DISPUTED`,
    /// `COMPLETED`, `CANCELLED`, `EXPIRED` or `FAILED`.
    #[schema(value_type = String)]
    pub status: &'static str,
    /// The most it may cost.
    pub budget: Money,
    /// What it is paid in.
    pub currency: Currency,
    /// How urgent it is.
    #[schema(value_type = Priority)]
    pub priority: Verbatim,
    /// How its agent is found.
    #[schema(value_type = WireMode)]
    pub mode: Verbatim,
    /// The agent that was hired or, before that, named.
    pub agent_id: Option<AgentId>,
    /// Who pays.
    pub buyer_id: UserId,
    /// Additional requirements.
    #[schema(value_type = Option<Text<0, 20000>>)]
    pub requirements: Option<Verbatim>,
    /// Where status updates are sent.
    #[schema(value_type = Option<WebUrl>)]
    pub callback_url: Option<Verbatim>,
    /// The buyer's own pairs.
    #[schema(value_type = Option<Metadata>)]
    pub metadata: Option<Verbatim>,
    /// What the agent must be able to do.
    #[schema(value_type = Vec<Text<1, 80>>)]
    pub required_skills: Verbatim,
    /// Until when proposals are taken.
    #[schema(value_type = Option<Time>)]
    pub proposal_deadline: Option<Verbatim>,
    /// What the escrow holds now.
    pub held: Money,
    /// When the present stage ends by itself.
    pub deadline: Option<Time>,
    /// The latest report.
    pub progress: Option<ProgressView>,
    /// Deliveries so far.
    pub round: u16,
    /// How often changes were asked for.
    pub revisions: u8,
    /// How often a dispute was answered with better work.
    pub remedies: u8,
    /// What the latest delivery says.
    #[schema(value_type = Option<Text<1, 20000>>)]
    pub result_summary: Option<Verbatim>,
    /// What it consists of.
    #[schema(value_type = Option<Vec<Artifact>>)]
    pub artifacts: Option<Verbatim>,
    /// When it came.
    pub delivered_at: Option<Time>,
    /// The buyer's stars.
    pub rating: Option<u64>,
    /// The buyer's words: about the work, or which changes he asks for.
    pub review: Option<Text<0, 20000>>,
    /// The latest dispute.
    pub dispute: Option<DisputeView>,
    /// How it ended.
    pub outcome: Option<OutcomeView>,
    /// When it was created.
    pub created_at: Time,
    /// When it last changed.
    pub updated_at: Time,
    /// Where its events are.
    pub stream_url: String,
    /// The number of its last journal entry.
    pub version: u64,
}

/// A progress report.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgressView {
    /// How much is done, 0 to 100.
    pub progress: u64,
    /// What is being done.
    #[schema(value_type = Option<Text<0, 5000>>)]
    pub message: Option<Verbatim>,
    /// A label.
    #[schema(value_type = Option<Text<0, 200>>)]
    pub stage: Option<Verbatim>,
    /// When it was reported.
    pub at: Time,
}

/// How a task ended, and who got what.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OutcomeView {
    /// `APPROVED`, `SILENCE_APPROVED`, `WITHDRAWN`, `RELEASED`, `SPLIT`, `REFUNDED`, `CONCEDED`,
    /// `CANCELLED`, `EXPIRED` or `FAILED`.
    #[schema(value_type = String)]
    pub kind: &'static str,
    /// What the buyer got back when the task ended; the excess returned at the hire is not in it.
    pub buyer_receives: Money,
    /// What the agent's owner got, after the fee.
    pub agent_receives: Money,
    /// What the operator got.
    pub fee: Money,
    /// Of a failure: `no_agent_found`, `delivery_timeout` or `agent_failed`.
    #[schema(value_type = Option<String>)]
    pub reason: Option<&'static str>,
}

/// The commands that left something that is shown.
const SHOWN: [&str; 12] = [
    "Progress",
    "Deliver",
    "Approve",
    "Revise",
    kind::RATING,
    "Dispute",
    "Submit",
    "Seal",
    "Reject",
    "Redeliver",
    "Concede",
    "Rule",
];

/// A task's brief, read back. Its texts were checked when they came in, and are given back as
/// they are kept.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Brief {
    title: Verbatim,
    description: Verbatim,
    category: Verbatim,
    priority: Option<Verbatim>,
    mode: Option<Verbatim>,
    requirements: Option<Verbatim>,
    callback_url: Option<Verbatim>,
    metadata: Option<Verbatim>,
    required_skills: Option<Verbatim>,
    proposal_deadline: Option<Verbatim>,
}

/// A progress report, likewise.
#[derive(Deserialize)]
struct Report {
    progress: Progress,
    message: Option<Verbatim>,
    stage: Option<Verbatim>,
}

impl App {
    /// A task as it stands after the command under way.
    ///
    /// # Errors
    ///
    /// The store's; [`Failure::Damaged`] if the task has no brief.
    pub async fn task_view(&self, held: &Held<Marketplace>) -> Result<TaskView, Failure> {
        let documents = Documents::of(self.store(), held, &SHOWN).await?;
        let instance = &held.instance;
        let (stage, terms) = (&instance.stage, &instance.terms);
        let brief: Arc<Brief> = held
            .brief()
            .ok_or_else(|| Failure::Damaged(format!("task `{}` has no brief", instance.id)))?;
        let named = match terms.mode {
            Mode::Direct(named) => named,
            Mode::Proposals => None,
        };
        let latest = |command: &str| held.places.get(command)?.last().copied();
        let delivery = Delivery::latest(held, &documents);
        let work = match stage {
            Stage::Delivered(stage) => Some(stage.work),
            Stage::Revising(stage) => Some(stage.work),
            Stage::Disputed(stage) => Some(stage.work),
            Stage::Arbitration(stage) => Some(stage.work),
            _ => delivery.as_ref().map(|delivery| delivery.work),
        };
        let review: Option<Review> = [latest(kind::RATING), latest("Approve"), latest("Revise")]
            .into_iter()
            .flatten()
            .find_map(|number| documents.document(number));
        let id = TaskId(instance.id);
        Ok(TaskView {
            id,
            title: brief.title.clone(),
            description: brief.description.clone(),
            category: brief.category.clone(),
            status: stage.status(),
            budget: Money::show(terms.asset, terms.budget),
            currency: Currency::Usdc,
            priority: brief.priority.clone().map_or_else(|| verbatim(&Priority::Normal), Ok)?,
            mode: brief.mode.clone().map_or_else(|| verbatim(&WireMode::Direct), Ok)?,
            agent_id: stage.agent().or(named).map(|agent| AgentId(agent.id)),
            buyer_id: UserId(terms.buyer),
            requirements: brief.requirements.clone(),
            callback_url: brief.callback_url.clone(),
            metadata: brief.metadata.clone(),
            required_skills: brief
                .required_skills
                .clone()
                .map_or_else(|| verbatim::<[(); 0]>(&[]), Ok)?,
            proposal_deadline: brief.proposal_deadline.clone(),
            held: Money::show(terms.asset, stage.held()),
            deadline: stage.deadline().map(Time),
            progress: latest("Progress").and_then(|number| progress(&documents, number)),
            round: work.map_or(0, |work| work.round),
            revisions: work.map_or(0, |work| work.revisions),
            remedies: work.map_or(0, |work| work.remedies),
            delivered_at: delivery.as_ref().map(|it| it.at),
            artifacts: delivery.as_ref().map(|it| it.artifacts.clone()),
            result_summary: delivery.map(|it| it.summary),
            rating: review.as_ref().and_then(|it| it.rating).map(|rating| rating.number()),
            review: review.and_then(|it| it.review),
            dispute: latest("Dispute").and_then(|number| dispute(held, &documents, number)),
            outcome: outcome(stage),
            created_at: Time(held.opened),
            updated_at: Time(held.updated()),
            stream_url: format!("{}/api/v1/tasks/{id}/stream", self.prefix),
            version: held.number(),
        })
    }
}

/// A text or list of ours, as it is written.
fn verbatim<T: Serialize + ?Sized>(value: &T) -> Result<Verbatim, Failure> {
    let raw = serde_json::value::to_raw_value(value);
    raw.map(Verbatim::from).map_err(|why| Failure::Malformed(why.to_string()))
}

fn progress(documents: &Documents, number: u64) -> Option<ProgressView> {
    let report: Report = documents.document(number)?;
    Some(ProgressView {
        progress: report.progress.number(),
        message: report.message,
        stage: report.stage,
        at: Time(documents.entry(number)?.at),
    })
}

const fn cause(stage: &Stage) -> Option<Cause> {
    match stage {
        Stage::Completed(stage) => Some(stage.cause),
        Stage::Cancelled(stage) => Some(stage.cause),
        _ => None,
    }
}

fn outcome(stage: &Stage) -> Option<OutcomeView> {
    let all_back = |buyer: Amount| Settlement { buyer, ..Settlement::NOTHING };
    let (kind, paid, reason) = match stage {
        Stage::Completed(stage) => (ended(stage.cause), stage.paid, None),
        Stage::Cancelled(stage) => (ended(stage.cause), stage.paid, None),
        Stage::Expired(stage) => ("EXPIRED", all_back(stage.refunded), None),
        Stage::Failed(stage) => {
            let reason = match stage.why {
                Why::NoAgentFound => "no_agent_found",
                Why::DeliveryTimeout => "delivery_timeout",
                Why::GivenUp(_) => "agent_failed",
            };
            ("FAILED", all_back(stage.refunded), Some(reason))
        }
        _ => return None,
    };
    let show = |amount| Money::show(ASSET, amount);
    Some(OutcomeView {
        kind,
        buyer_receives: show(paid.buyer),
        agent_receives: show(paid.agent),
        fee: show(paid.fee),
        reason,
    })
}

const fn ended(cause: Cause) -> &'static str {
    match cause {
        Cause::Approved => "APPROVED",
        Cause::Silence => "SILENCE_APPROVED",
        Cause::Withdrawn => "WITHDRAWN",
        Cause::Conceded => "CONCEDED",
        Cause::CalledOff => "CANCELLED",
        Cause::Ruled(ruling) => match ruling.resolution() {
            Resolution::RefundBuyer => "REFUNDED",
            Resolution::ReleaseToAgent => "RELEASED",
            Resolution::Split => "SPLIT",
        },
    }
}
