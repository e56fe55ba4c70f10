//! What an entry of a run looks like in its stream.

use earnest::Record;
use earnest::machine::{Command as _, Stage as _};
use earnest::runs::Runs;
use earnest_service::kind;
use earnest_service::store::Entry;
use serde::Serialize;

use super::brief::RenewRun;
use super::table::word;
use super::view::reason;
use crate::ids::RunId;
use crate::stream::Draft;
use crate::wire::{Text, Time};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct StatusEvent {
    run_id: RunId,
    status: &'static str,
    previous_status: Option<&'static str>,
    reason: Option<&'static str>,
    timestamp: Time,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogEvent<'a> {
    run_id: RunId,
    message: &'a Text<0, 8000>,
    timestamp: Time,
}

/// The events of an entry: the status it led to, or the lines that came with a renewal. The
/// status that nothing follows is the last event.
pub(super) fn of(run_id: RunId, entry: &Entry) -> Option<Vec<Draft>> {
    if *entry.kind == *kind::OPENED {
        let (status, timestamp) = (word("Queued")?, Time(entry.at));
        let event = StatusEvent { run_id, status, previous_status: None, reason: None, timestamp };
        return Some(vec![Draft::new("status", &event)?]);
    }
    let record: Record<Runs> = serde_json::from_str(&entry.body).ok()?;
    let timestamp = Time(record.at);
    if record.order.command.name() == "Renew" {
        let Some(document) = entry.document.as_deref() else { return Some(Vec::new()) };
        let RenewRun { logs } = serde_json::from_str(document).ok()?;
        let lines = logs.as_slice().iter();
        return lines
            .map(|message| Draft::new("log", &LogEvent { run_id, message, timestamp }))
            .collect();
    }
    let event = StatusEvent {
        run_id,
        status: record.to.status().word(),
        previous_status: word(record.from()),
        reason: reason(&record.to),
        timestamp,
    };
    let draft = Draft::new("status", &event)?;
    Some(vec![if record.to.is_terminal() { draft.last() } else { draft }])
}
