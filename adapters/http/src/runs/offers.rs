//! The stream that tells workers of runs that wait. It is a hint: the claim decides.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use earnest::ids::InstanceId;
use earnest::runs::Runs;
use earnest_service::store::Sort;
use earnest_service::{Hint, QUEUE, names};
use futures_util::Stream;
use futures_util::stream::unfold;
use serde::Serialize;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, sleep};

use crate::app::{App, Shared};
use crate::ids::RunId;
use crate::keys::ApiKey;
use crate::problem::{Problem, StreamProblems};
use crate::sse::{StreamQuery, StreamRequest, answer, frame};
use crate::stream::{RECHECK, Seat, Streams};

/// How often those who wait for a run look for those of other processes, of which no hint tells.
pub(super) const LOOK: Duration = Duration::from_secs(3);

/// How many waiting runs a look sees.
const FIRST: u32 = 100;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OfferEvent {
    run_id: RunId,
}

/// One stream.
struct Offers {
    app: Arc<App>,
    _seat: Seat,
    key: Option<ApiKey>,
    /// When the key and its right were last looked up.
    checked: Instant,
    queue: Receiver<Hint>,
    /// The runs that were told of and waited at the last look, or since.
    told: BTreeSet<InstanceId>,
    ready: VecDeque<Bytes>,
}

/// Runs that wait for a worker, as server-sent events, those that wait already first: `offer`.
/// Nothing is kept, so nothing is resumed; the run may be another worker's by the time of the
/// claim.
#[utoipa::path(get, path = "/api/v1/worker/stream", tag = "worker", params(StreamQuery),
    responses((status = 200, body = String, content_type = "text/event-stream"), StreamProblems))]
pub(crate) async fn stream(
    State(app): Shared,
    Extension(streams): Extension<Arc<Streams>>,
    request: StreamRequest,
) -> Result<Response, Problem> {
    let caller = app.caller(request.key.clone()).await?.owner()?;
    app.worker(caller).await?;
    let seat = streams.enter::<Runs>(caller.user, QUEUE)?;
    let mut offers = Offers {
        queue: app.service.hub().listen(QUEUE),
        app,
        _seat: seat,
        key: request.key,
        checked: Instant::now(),
        told: BTreeSet::new(),
        ready: VecDeque::new(),
    };
    offers.look().await?;
    Ok(answer(offers.frames()))
}

impl Offers {
    fn frames(self) -> impl Stream<Item = Bytes> + Send {
        unfold(self, |mut offers| async {
            let frame = offers.next().await?;
            Some((frame, offers))
        })
    }

    /// The next frame; `None` at the end.
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if let Some(frame) = self.ready.pop_front() {
                return Some(frame);
            }
            let hint = tokio::select! {
                biased;
                () = self.app.shutdown.cancelled() => return None,
                hint = self.queue.recv() => hint,
                () = sleep(LOOK) => Err(RecvError::Lagged(0)),
            };
            match hint {
                Ok(Hint::Queued(id)) => self.tell(id),
                Ok(_) => {}
                Err(RecvError::Closed) => self.queue = self.app.service.hub().listen(QUEUE),
                Err(RecvError::Lagged(_)) => {
                    self.recheck().await?;
                    // A store that cannot tell now may tell at the next look.
                    drop(self.look().await);
                }
            }
        }
    }

    /// Tells of the runs that wait and were not told of yet.
    async fn look(&mut self) -> Result<(), Problem> {
        let page = self.app.store().list(names::QUEUED, None, None, Sort::Oldest, FIRST).await?;
        for stream in &page {
            self.tell(stream.id);
        }
        self.told = page.iter().map(|stream| stream.id).collect();
        Ok(())
    }

    fn tell(&mut self, id: InstanceId) {
        if self.told.insert(id) {
            let data = serde_json::to_string(&OfferEvent { run_id: RunId(id) });
            self.ready.push_back(frame(None, "offer", &data.unwrap_or_default()));
        }
    }

    /// Ends the stream (`None`) once its key is no longer in use, or its user no longer a worker.
    async fn recheck(&mut self) -> Option<()> {
        if self.checked.elapsed() < RECHECK {
            return Some(());
        }
        self.checked = Instant::now();
        let right = match self.app.caller(self.key.clone()).await {
            Ok(caller) => self.app.worker(caller).await,
            Err(problem) => Err(problem),
        };
        match right {
            Ok(()) => Some(()),
            // A store that cannot tell is not a revoked key.
            Err(problem) => (!problem.status().is_client_error()).then_some(()),
        }
    }
}
