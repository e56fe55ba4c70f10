//! What an entry of a task for credits looks like in a stream.

use earnest::Record;
use earnest::credits::{Credits, Stage};
use earnest::machine::Stage as _;
use earnest_service::store::Entry;
use earnest_service::{Status as _, credits_status, kind};
use serde::{Deserialize, Serialize};

use super::brief::{Cents, FailTask};
use super::view::{cents, failure};
use crate::ids::CreditTaskId;
use crate::stream::Draft;
use crate::wire::{Text, Time, Verbatim};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct StatusEvent {
    task_id: CreditTaskId,
    status: &'static str,
    previous_status: Option<&'static str>,
    timestamp: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_message: Option<Text<0, 5000>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CompleteEvent {
    task_id: CreditTaskId,
    output: Option<Verbatim>,
    quality_score: u8,
    credits_charged: Cents,
    execution_time_ms: u64,
    timestamp: Time,
}

/// What came with the record that let the work through.
#[derive(Deserialize)]
struct Work {
    output: Verbatim,
}

/// The events of an entry: the new status, if it is one, and the work once it has passed; none for
/// an entry that streams do not show. Nothing follows a failure or a refund.
pub(super) fn of(task_id: CreditTaskId, entry: &Entry) -> Option<Vec<Draft>> {
    if *entry.kind != *kind::RECORD {
        return Some(Vec::new());
    }
    let record: Record<Credits> = serde_json::from_str(&entry.body).ok()?;
    let timestamp = Time(record.at);
    let mut drafts = Vec::new();
    // A task is first seen when it is funded.
    let previous_status = Some(record.from()).filter(|from| *from != "Draft").map(credits_status);
    let status = record.to.status();
    if previous_status != Some(status) {
        let given_up: Option<FailTask> =
            entry.document.as_deref().and_then(|text| serde_json::from_str(text).ok());
        let event = StatusEvent {
            task_id,
            status,
            previous_status,
            timestamp,
            reason: failure(&record.to),
            error_message: given_up.and_then(|it| it.error_message),
        };
        let draft = Draft::new("status", &event)?;
        drafts.push(if record.to.is_terminal() { draft.last() } else { draft });
    }
    if let (Stage::Completed(stage), "QualityCheck") = (&record.to, record.from()) {
        let work = entry.document.as_deref().and_then(|text| serde_json::from_str(text).ok());
        let event = CompleteEvent {
            task_id,
            output: work.map(|Work { output }| output),
            quality_score: stage.passed.score.value(),
            credits_charged: cents(stage.passed.job.charge),
            execution_time_ms: stage.passed.work.took.as_millis(),
            timestamp,
        };
        drafts.push(Draft::new("complete", &event)?);
    }
    Some(drafts)
}
