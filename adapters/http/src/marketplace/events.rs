//! What an entry of a task looks like in a stream.

use earnest::Record;
use earnest::machine::{Command as _, Stage as _};
use earnest::marketplace::Marketplace;
use earnest_service::store::Entry;
use earnest_service::{kind, task_status};
use serde::Serialize;

use super::brief::ReportProgress;
use super::delivery::Delivery;
use super::messages::{MESSAGE, MessageView};
use crate::documents::Documents;
use crate::ids::TaskId;
use crate::stream::Draft;
use crate::wire::{Text, Time, Verbatim};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct StatusEvent {
    task_id: TaskId,
    status: &'static str,
    previous_status: Option<&'static str>,
    timestamp: Time,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ProgressEvent {
    task_id: TaskId,
    progress: u64,
    message: Option<Text<0, 5000>>,
    stage: Option<Text<0, 200>>,
    timestamp: Time,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DeliveryEvent {
    task_id: TaskId,
    result_summary: Verbatim,
    artifacts: Verbatim,
    round: u16,
    timestamp: Time,
}

/// The events of an entry; none for one that streams do not show.
pub(super) fn of(task: TaskId, entry: Entry) -> Option<Vec<Draft>> {
    match &*entry.kind {
        kind::RECORD => record(task, entry),
        kind::MESSAGE => Some(vec![Draft::new(MESSAGE, &MessageView::of(task, &entry)?)?]),
        _ => Some(Vec::new()),
    }
}

/// The events of a transition: the new status, if it is one, and what came with it.
fn record(task_id: TaskId, entry: Entry) -> Option<Vec<Draft>> {
    let number = entry.number;
    let record: Record<Marketplace> = serde_json::from_str(&entry.body).ok()?;
    let timestamp = Time(record.at);
    let mut drafts = Vec::new();
    // A task is first seen when it is funded.
    let previous_status = Some(record.from()).filter(|from| *from != "Draft").map(task_status);
    let status = task_status(record.to.name());
    if previous_status != Some(status) {
        let event = StatusEvent { task_id, status, previous_status, timestamp };
        drafts.push(Draft::new("status", &event)?);
    }
    match record.order.command.name() {
        "Progress" => {
            let report: ReportProgress = serde_json::from_str(entry.document.as_deref()?).ok()?;
            let ReportProgress { progress, message, stage } = report;
            let progress = progress.number();
            let event = ProgressEvent { task_id, progress, message, stage, timestamp };
            drafts.push(Draft::new("progress", &event)?);
        }
        "Deliver" | "Redeliver" => {
            let delivery = Delivery::of(&Documents::alone(entry), number)?;
            let Delivery { summary: result_summary, artifacts, work, .. } = delivery;
            let round = work.round;
            let event = DeliveryEvent { task_id, result_summary, artifacts, round, timestamp };
            drafts.push(Draft::new("delivery", &event)?);
        }
        _ => {}
    }
    Some(drafts)
}
