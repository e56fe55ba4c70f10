//! Streams of an instance's events. What is sent comes from the store, in the order of its numbers;
//! hints only say when to look. So a stream skips nothing and repeats nothing, whichever process
//! commits (HTTP-20, HTTP-21).

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use earnest_service::Hint;
use earnest_service::store::Failure;
use futures_util::Stream;
use futures_util::stream::unfold;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};
use tokio_util::sync::WaitForCancellationFutureOwned;

mod events;
mod feed;

pub(crate) use events::Draft;
pub(crate) use feed::{Seat, Streams};

use feed::{LOOK, Look};

use crate::app::App;
use crate::auth::Caller;
use crate::keys::ApiKey;
use crate::lifecycle::{Named, Openness, Surfaced as _};
use crate::problem::Problem;
use crate::sse::{EventId, StreamRequest, answer, frame};

/// How many streams a caller may have at a time (HTTP-24).
pub(crate) const STREAMS: usize = 100;

/// How long the store may fail before a stream says so and ends.
const PATIENCE: Duration = Duration::from_secs(30);

/// How often a stream asks whether its key is still in use.
pub(crate) const RECHECK: Duration = Duration::from_secs(60);

/// Which of an instance's events a stream shows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Topic {
    /// Only those with this name; all if there is none.
    pub(crate) only: Option<&'static str>,
    /// And this kind of what is never kept.
    pub(crate) passing: Option<&'static str>,
}

impl Topic {
    /// All that are kept.
    pub(crate) const ALL: Self = Self { only: None, passing: None };
}

/// Opens a stream for a party or an admin. One who has seen the last event already is answered
/// 204, which tells `EventSource` not to come back.
///
/// # Errors
///
/// 401, 404 `not_found`, 429 `too_many_streams`, the store's.
pub(crate) async fn open<I: Named>(
    app: Arc<App>,
    streams: &Arc<Streams>,
    id: Result<I, Problem>,
    request: StreamRequest,
    topic: Topic,
) -> Result<Response, Problem> {
    let caller = app.caller(request.key.clone()).await?;
    let caller = if I::Of::AGENTS_SPEAK { caller } else { caller.owner()? };
    let id = id?;
    app.visible(caller, id, Openness::Parties).await?;
    let seat = streams.enter::<I::Of>(caller.user, id.into())?;
    // Listening comes before looking, so that what is committed between the two is told.
    let hints = app.service.hub().listen(id.into());
    let head = app.visible(caller, id, Openness::Parties).await?.number();
    // An id from beyond the end is none that was given out for what the store has now.
    let after = request.after.filter(|after| after.entry <= head);
    if after.is_some_and(|it| it.entry == head && it.part.is_none()) {
        let before = head.saturating_sub(1);
        let seen = seat.feed.after(app.store(), before, Look::Hinted(head)).await?;
        if seen.last().is_some_and(|entry| entry.last) {
            return Ok(StatusCode::NO_CONTENT.into_response());
        }
    }
    let mut looks = interval_at(Instant::now() + LOOK, LOOK);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let reader = Reader {
        shutdown: Box::pin(app.shutdown.clone().cancelled_owned()),
        app,
        seat,
        topic,
        caller,
        key: request.key,
        checked: Instant::now(),
        hints,
        looks,
        // An event with a part is followed by others of the same entry.
        number: after.map_or(0, |it| it.entry.saturating_sub(u64::from(it.part.is_some()))),
        after,
        look: Some(Look::Hinted(head)),
        ready: VecDeque::new(),
        failing: None,
        over: false,
    };
    Ok(answer(reader.frames()))
}

/// One stream.
struct Reader {
    app: Arc<App>,
    seat: Seat,
    topic: Topic,
    caller: Caller,
    key: Option<ApiKey>,
    /// When the key was last looked up.
    checked: Instant,
    shutdown: Pin<Box<WaitForCancellationFutureOwned>>,
    hints: Receiver<Hint>,
    looks: Interval,
    /// The last entry that was read.
    number: u64,
    /// The last event that the client has seen before.
    after: Option<EventId>,
    /// What is to be looked for before waiting.
    look: Option<Look>,
    /// What is read and not yet sent.
    ready: VecDeque<Bytes>,
    /// Since when the store fails.
    failing: Option<Instant>,
    over: bool,
}

impl Reader {
    fn frames(self) -> impl Stream<Item = Bytes> + Send {
        unfold(self, |mut reader| async {
            let frame = reader.next().await?;
            Some((frame, reader))
        })
    }

    /// The next frame; `None` at the end.
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if let Some(frame) = self.ready.pop_front() {
                return Some(frame);
            }
            if self.over {
                return None;
            }
            match self.look.take() {
                Some(look) => self.read(look).await,
                None => self.look = self.wait().await?,
            }
        }
    }

    /// Reads what follows.
    async fn read(&mut self, look: Look) {
        match self.seat.feed.after(self.app.store(), self.number, look).await {
            Err(failure) => self.fail(failure),
            Ok(found) => {
                self.failing = None;
                let Some(last) = found.last() else { return };
                self.number = last.number;
                // There may be more than one page.
                self.look = Some(look);
                let events = found.iter().flat_map(|entry| &entry.events);
                let unseen = events.filter(|event| self.after.is_none_or(|it| event.id > it));
                let shown =
                    unseen.filter(|event| self.topic.only.is_none_or(|it| event.name == it));
                self.ready.extend(shown.map(|event| event.frame.clone()));
                self.over = found.iter().any(|entry| entry.last);
            }
        }
    }

    /// Tells the client that the stream cannot go on, if there is no hope that it can.
    fn fail(&mut self, failure: Failure) {
        let since = *self.failing.get_or_insert_with(Instant::now);
        let passing = matches!(failure, Failure::Busy | Failure::Unavailable(_));
        if passing && since.elapsed() < PATIENCE {
            return; // the next look is soon
        }
        let problem = serde_json::to_string(&Problem::from(failure)).unwrap_or_default();
        self.ready.push_back(frame(None, "failure", &problem));
        self.over = true;
    }

    /// Waits until there is something to look for or to send; the outer `None` is the end.
    async fn wait(&mut self) -> Option<Option<Look>> {
        loop {
            let hint = tokio::select! {
                biased;
                () = &mut self.shutdown => return None,
                hint = self.hints.recv() => hint,
                _ = self.looks.tick() => {
                    self.recheck().await?;
                    return Some(Some(Look::Anyway));
                }
            };
            match hint {
                Ok(Hint::Entries(number)) if number > self.number => {
                    return Some(Some(Look::Hinted(number)));
                }
                Ok(Hint::Passing { kind, body, by })
                    if self.topic.passing == Some(kind) && by != self.caller.user =>
                {
                    self.ready.push_back(frame(None, kind, &body));
                    return Some(None);
                }
                Ok(_) => {}
                Err(RecvError::Lagged(_)) => return Some(Some(Look::Hinted(u64::MAX))),
                Err(RecvError::Closed) => {
                    self.hints = self.app.service.hub().listen(self.seat.id());
                    return Some(Some(Look::Hinted(u64::MAX)));
                }
            }
        }
    }

    /// Ends the stream (`None`) once its key is no longer in use (HTTP-25).
    async fn recheck(&mut self) -> Option<()> {
        if self.checked.elapsed() < RECHECK {
            return Some(());
        }
        self.checked = Instant::now();
        match self.app.caller(self.key.clone()).await {
            Ok(_) => Some(()),
            // A store that cannot tell is not a revoked key.
            Err(problem) => (problem.status() != 401).then_some(()),
        }
    }
}
