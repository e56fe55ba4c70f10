//! Server-sent events. A frame is rendered once, into bytes that all its readers share.

use std::convert::Infallible;
use std::fmt;
use std::pin::Pin;
use std::str::FromStr;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::FromRequestParts;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use futures_util::Stream;
use pin_project_lite::pin_project;
use serde::{Deserialize, Deserializer};
use tokio::time::{Instant, Sleep, sleep};

use crate::decode::{self, refuse};
use crate::ids::decimal;
use crate::keys::{ApiKey, bearer};
use crate::problem::{FieldError, Problem, codes};

/// How long a stream is silent at most.
pub const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// The place of an event: the number of the journal entry it comes from, and, unless it is the
/// entry's last event, which one of it. `7.1` is before `7.2`, which is before `7` (HTTP-22).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct EventId {
    /// The number of the journal entry.
    pub entry: u64,
    /// From 1; `None` is the entry's last event.
    pub part: Option<u32>,
}

/// What a stream's request says: who asks, and what he has seen already. An extractor for
/// streams: the header before the query string in both. Refuses with 400 `validation_failed`
/// for an event id that is none and for an unknown parameter; a missing or malformed key is
/// `None` here, so that it is told as any unknown key is.
#[derive(Clone, Debug)]
pub struct StreamRequest {
    /// From `Authorization: Bearer …` or `?token=`.
    pub key: Option<ApiKey>,
    /// From `Last-Event-ID` or `?lastEventId=`.
    pub after: Option<EventId>,
}

/// The query string of a stream.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct StreamQuery {
    /// The API key, for clients that cannot send headers. Prefer the header.
    #[serde(default)]
    token: Option<String>,
    /// Resume after this event, for clients that cannot send `Last-Event-ID`.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    last_event_id: Option<EventId>,
}

/// Renders an event. `name` is one word and never `error`, which `EventSource` uses itself; the
/// data may have several lines.
#[must_use]
pub fn frame(id: Option<EventId>, name: &'static str, data: &str) -> Bytes {
    let mut text = String::with_capacity(data.len().saturating_add(64));
    if let Some(id) = id {
        text.push_str(&format!("id: {id}\n"));
    }
    text.push_str("event: ");
    text.push_str(name);
    text.push('\n');
    // A carriage return ends a line too, so it cannot be data.
    for line in data.split(['\n', '\r']) {
        text.push_str("data: ");
        text.push_str(line);
        text.push('\n');
    }
    text.push('\n');
    Bytes::from(text)
}

/// Answers with a stream of frames and a comment every [`KEEP_ALIVE`] of silence. It ends with
/// `frames`, and by [`serve`](crate::serve()) when the server shuts down.
pub fn answer<S>(frames: S) -> Response
where
    S: Stream<Item = Bytes> + Send + 'static,
{
    let headers = [
        (CONTENT_TYPE.as_str(), "text/event-stream"),
        (CACHE_CONTROL.as_str(), "no-store"),
        // Tells nginx not to collect the frames.
        ("x-accel-buffering", "no"),
    ];
    let body = Body::from_stream(KeptAlive { frames, silence: sleep(KEEP_ALIVE) });
    (headers, body).into_response()
}

pin_project! {
    struct KeptAlive<S> {
        #[pin]
        frames: S,
        #[pin]
        silence: Sleep,
    }
}

impl<S: Stream<Item = Bytes>> Stream for KeptAlive<S> {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut this = self.project();
        let frame = match this.frames.poll_next(cx) {
            Poll::Ready(None) => return Poll::Ready(None),
            Poll::Ready(Some(frame)) => frame,
            Poll::Pending if this.silence.as_mut().poll(cx).is_ready() => {
                Bytes::from_static(b": still here\n\n")
            }
            Poll::Pending => return Poll::Pending,
        };
        this.silence.reset(Instant::now() + KEEP_ALIVE);
        Poll::Ready(Some(Ok(frame)))
    }
}

impl<S: Sync> FromRequestParts<S> for StreamRequest {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query: StreamQuery = decode::query(parts.uri.query().unwrap_or_default())?;
        let token = || query.token.as_deref().and_then(|token| ApiKey::parse(token).ok());
        let header = parts.headers.get("last-event-id").map(|id| {
            let refused =
                |message: &'static str| FieldError::new("Last-Event-ID", codes::MALFORMED, message);
            let text = id.to_str().map_err(|_| refused("is not an event id"))?;
            text.parse().map_err(|error: NotAnEventId| refused(error.0))
        });
        Ok(Self {
            key: bearer(&parts.headers).or_else(token),
            after: header.transpose()?.or(query.last_event_id),
        })
    }
}

/// A text that is no [`EventId`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct NotAnEventId(&'static str);

impl fmt::Display for NotAnEventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for NotAnEventId {}

impl Ord for EventId {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let place = |id: &Self| (id.entry, id.part.is_none(), id.part);
        place(self).cmp(&place(other))
    }
}

impl PartialOrd for EventId {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part {
            Some(part) => write!(f, "{}.{part}", self.entry),
            None => write!(f, "{}", self.entry),
        }
    }
}

impl FromStr for EventId {
    type Err = NotAnEventId;

    fn from_str(text: &str) -> Result<Self, NotAnEventId> {
        let not = NotAnEventId("is not an event id, such as `7` or `7.1`");
        let (entry, part) = match text.split_once('.') {
            Some((entry, part)) => (entry, Some(decimal(part).ok_or(not)?)),
            None => (text, None),
        };
        let part = part.map(|part| u32::try_from(part).ok().filter(|part| *part > 0).ok_or(not));
        Ok(Self { entry: decimal(entry).ok_or(not)?, part: part.transpose()? })
    }
}

impl<'de> Deserialize<'de> for EventId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|error: NotAnEventId| refuse(codes::MALFORMED, error.0))
    }
}

#[cfg(test)]
mod tests;
