//! A dispute as clients see it.

use earnest::authority::Actor;
use earnest::dispute::Resolution;
use earnest::machine::{Command as _, Stage as _};
use earnest::marketplace::{Cause, Marketplace, Stage};
use earnest_service::Held;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::brief::{AnswerDispute, MakeStatement, OpenDispute, Resolve, SubmitEvidence};
use super::cause;
use crate::documents::Documents;
use crate::ids::{DisputeId, EvidenceId, TaskId};
use crate::wire::{EvidenceType, Label, Percentage, Text, Time, WebUrl};

/// A dispute.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DisputeView {
    /// Its identity.
    pub id: DisputeId,
    /// The task it is about.
    pub task_id: TaskId,
    /// `RESPONSE` (the agent's turn), `ARBITRATION` (the arbiter's) or `CLOSED`.
    #[schema(value_type = String)]
    pub stage: &'static str,
    /// Why it was opened.
    pub reason: Option<Text<1, 20000>>,
    /// A label.
    pub category: Option<Label>,
    /// When it was opened.
    pub opened_at: Time,
    /// When silence ends its stage.
    pub closes_at: Option<Time>,
    /// What the agent said to it.
    pub answer: Option<Text<0, 20000>>,
    /// Who has made the one-time statement.
    pub sealed: Sealed,
    /// What was submitted, oldest first.
    pub evidence: Vec<Evidence>,
    /// `REFUND_BUYER`, `RELEASE_TO_AGENT`, `SPLIT`, `REMEDIED`, `CONCEDED` or `WITHDRAWN`.
    #[schema(value_type = Option<String>)]
    pub resolution: Option<&'static str>,
    /// The buyer's share of a ruling.
    pub refund_percentage: Option<Percentage>,
    /// The arbiter's reasons.
    pub notes: Option<Text<0, 20000>>,
}

/// Which side has made its one-time statement.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Sealed {
    /// The buyer has.
    pub buyer: bool,
    /// The agent has.
    pub agent: bool,
}

/// A piece of evidence, or a one-time statement.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Evidence {
    /// Its identity.
    pub id: EvidenceId,
    /// `BUYER` or `AGENT`.
    #[schema(value_type = String)]
    pub by: &'static str,
    /// What it shows.
    pub description: Option<Text<1, 20000>>,
    /// Where it is.
    pub attachment_url: Option<WebUrl>,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: Option<EvidenceType>,
    /// A statement's documents.
    pub documents: Option<Vec<WebUrl>>,
    /// A statement's argument.
    pub argument: Option<Text<1, 20000>>,
    /// Whether it is the one-time statement.
    pub sealed: bool,
    /// When it was submitted.
    pub created_at: Time,
}

/// The dispute that the entry `number` opened: the latest one.
pub(super) fn dispute(
    held: &Held<Marketplace>,
    documents: &Documents,
    number: u64,
) -> Option<DisputeView> {
    let stage = &held.instance.stage;
    let task = TaskId(held.instance.id);
    let opened: Option<OpenDispute> = documents.document(number);
    let since = |command: &str| {
        held.places.get(command).into_iter().flatten().copied().filter(move |it| *it > number)
    };
    let evidence: Vec<Evidence> = {
        let mut numbers: Vec<u64> = since("Submit").chain(since("Seal")).collect();
        numbers.sort_unstable();
        numbers.into_iter().filter_map(|it| evidence(held, documents, task, it)).collect()
    };
    let sealed = |by| evidence.iter().any(|it| it.sealed && it.by == by);
    let answer =
        ["Reject", "Redeliver", "Concede"].into_iter().find_map(|it| since(it).next_back());
    let answer: Option<AnswerDispute> = answer.and_then(|number| documents.document(number));
    let ruling: Option<Resolve> = since("Rule").next_back().and_then(|it| documents.document(it));
    let ruled = cause(stage).and_then(|cause| match cause {
        Cause::Ruled(ruling) => Some(ruling),
        _ => None,
    });
    Some(DisputeView {
        id: DisputeId { task, number },
        task_id: task,
        stage: match stage {
            Stage::Disputed(_) => "RESPONSE",
            Stage::Arbitration(_) => "ARBITRATION",
            _ => "CLOSED",
        },
        reason: opened.as_ref().map(|it| it.reason.clone()),
        category: opened.and_then(|it| it.category),
        opened_at: Time(documents.entry(number)?.at),
        closes_at: match stage {
            Stage::Disputed(_) | Stage::Arbitration(_) => stage.deadline().map(Time),
            _ => None,
        },
        answer: answer.and_then(|it| it.message),
        sealed: Sealed { buyer: sealed("BUYER"), agent: sealed("AGENT") },
        resolution: match (stage, cause(stage)) {
            (Stage::Disputed(_) | Stage::Arbitration(_), _) => None,
            (_, Some(Cause::Ruled(ruling))) => Some(resolution(ruling.resolution())),
            (_, Some(Cause::Conceded)) => Some("CONCEDED"),
            (_, Some(Cause::Withdrawn)) => Some("WITHDRAWN"),
            _ => Some("REMEDIED"),
        },
        refund_percentage: ruled.map(|ruling| Percentage(ruling.buyer())),
        notes: ruling.and_then(|it| it.notes),
        evidence,
    })
}

fn evidence(
    held: &Held<Marketplace>,
    documents: &Documents,
    task: TaskId,
    number: u64,
) -> Option<Evidence> {
    let record = documents.record::<Marketplace>(number)?;
    let by =
        if record.order.by == Actor::Party(held.instance.terms.buyer) { "BUYER" } else { "AGENT" };
    let item: Option<SubmitEvidence> = documents.document(number);
    let statement: Option<MakeStatement> = documents.document(number);
    Some(Evidence {
        id: EvidenceId { task, number },
        by,
        attachment_url: item.as_ref().and_then(|it| it.attachment_url.clone()),
        kind: item.as_ref().and_then(|it| it.kind),
        description: item.map(|it| it.description),
        argument: statement.as_ref().map(|it| it.argument.clone()),
        documents: statement.map(|it| it.documents.into_vec()),
        sealed: record.order.command.name() == "Seal",
        created_at: Time(record.at),
    })
}

impl DisputeView {
    /// The latest piece of evidence of one side.
    #[must_use]
    pub fn newest(&self, buyer: bool) -> Option<Evidence> {
        let by = if buyer { "BUYER" } else { "AGENT" };
        self.evidence.iter().rfind(|it| it.by == by).cloned()
    }
}

const fn resolution(resolution: Resolution) -> &'static str {
    match resolution {
        Resolution::RefundBuyer => "REFUND_BUYER",
        Resolution::ReleaseToAgent => "RELEASE_TO_AGENT",
        Resolution::Split => "SPLIT",
    }
}
