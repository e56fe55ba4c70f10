//! What an entry of a task looks like in a stream.

use axum::body::Bytes;
use earnest::Record;
use earnest::machine::{Command as _, Stage as _};
use earnest::marketplace::Marketplace;
use earnest_service::store::{Entry, Failure};
use earnest_service::{kind, task_status};
use serde::Serialize;

use super::super::brief::ReportProgress;
use super::super::delivery::Delivery;
use super::super::documents::Documents;
use super::super::messages::MessageView;
use crate::ids::TaskId;
use crate::sse::{EventId, frame};
use crate::wire::{Text, Time, Verbatim};

/// The events of one entry, rendered once for all who read them.
#[derive(Debug)]
pub(super) struct Rendered {
    /// The entry's number.
    pub(super) number: u64,
    /// In order; none for an entry that streams do not show.
    pub(super) events: Vec<Event>,
}

/// One event.
#[derive(Debug)]
pub(super) struct Event {
    pub(super) id: EventId,
    /// Whether it is a message, which both streams show.
    pub(super) message: bool,
    pub(super) frame: Bytes,
}

/// What an event says, before it is known where it stands.
struct Draft {
    name: &'static str,
    data: String,
}

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

impl Rendered {
    /// The events of an entry.
    ///
    /// # Errors
    ///
    /// [`Failure::Damaged`] if the entry cannot be read.
    pub(super) fn of(task: TaskId, entry: Entry) -> Result<Self, Failure> {
        let number = entry.number;
        let drafts = match &*entry.kind {
            kind::RECORD => record(task, entry),
            kind::MESSAGE => MessageView::of(task, &entry)
                .and_then(|message| Some(vec![Draft::new("message", &message)?])),
            _ => Some(Vec::new()),
        };
        let drafts = drafts.ok_or_else(|| {
            Failure::Damaged(format!("entry `{number}` of `{}` has no events", task.0))
        })?;
        let last = drafts.len();
        let place = |index: usize| EventId {
            entry: number,
            part: (index < last).then(|| u32::try_from(index).unwrap_or(u32::MAX)),
        };
        let events = (1..).zip(drafts).map(|(index, Draft { name, data })| Event {
            id: place(index),
            message: name == "message",
            frame: frame(Some(place(index)), name, &data),
        });
        Ok(Self { number, events: events.collect() })
    }

    /// How much memory its frames take.
    pub(super) fn bytes(&self) -> usize {
        self.events.iter().fold(0, |sum, event| sum.saturating_add(event.frame.len()))
    }
}

impl Draft {
    fn new<T: Serialize>(name: &'static str, data: &T) -> Option<Self> {
        Some(Self { name, data: serde_json::to_string(data).ok()? })
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
