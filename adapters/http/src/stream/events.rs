//! What an entry looks like in a stream.

use axum::body::Bytes;
use earnest::ids::InstanceId;
use earnest_service::store::{Entry, Failure};
use serde::Serialize;

use crate::lifecycle::Surfaced;
use crate::sse::{EventId, frame};

/// The events of one entry, rendered once for all who read them.
#[derive(Debug)]
pub(super) struct Rendered {
    /// The entry's number.
    pub(super) number: u64,
    /// In order; none for an entry that streams do not show.
    pub(super) events: Vec<Event>,
    /// Whether nothing follows.
    pub(super) last: bool,
}

/// One event.
#[derive(Debug)]
pub(super) struct Event {
    pub(super) id: EventId,
    pub(super) name: &'static str,
    pub(super) frame: Bytes,
}

/// What an event says, before it is known where it stands.
#[derive(Debug)]
pub(crate) struct Draft {
    name: &'static str,
    data: String,
    last: bool,
}

/// How the entries of one lifecycle are rendered.
pub(super) type Render = fn(InstanceId, Entry) -> Result<Rendered, Failure>;

impl Rendered {
    /// The events of an entry.
    ///
    /// # Errors
    ///
    /// [`Failure::Damaged`] if the entry cannot be read.
    pub(super) fn of<M: Surfaced>(id: InstanceId, entry: Entry) -> Result<Self, Failure> {
        let number = entry.number;
        let drafts = M::events(id, entry)
            .ok_or_else(|| Failure::Damaged(format!("entry `{number}` of `{id}` has no events")))?;
        let count = drafts.len();
        let last = drafts.last().is_some_and(|draft| draft.last);
        let place = |index: usize| EventId {
            entry: number,
            part: (index < count).then(|| u32::try_from(index).unwrap_or(u32::MAX)),
        };
        let events = (1..).zip(drafts).map(|(index, Draft { name, data, .. })| Event {
            id: place(index),
            name,
            frame: frame(Some(place(index)), name, &data),
        });
        Ok(Self { number, events: events.collect(), last })
    }

    /// How much memory its frames take.
    pub(super) fn bytes(&self) -> usize {
        self.events.iter().fold(0, |sum, event| sum.saturating_add(event.frame.len()))
    }
}

impl Draft {
    /// An event with that name and data; `None` if the data cannot be written.
    pub(crate) fn new<T: Serialize>(name: &'static str, data: &T) -> Option<Self> {
        Some(Self { name, data: serde_json::to_string(data).ok()?, last: false })
    }

    /// The same as the last event that there will be: the stream ends after it.
    pub(crate) fn last(self) -> Self {
        Self { last: true, ..self }
    }
}
