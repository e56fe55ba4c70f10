//! `earnest worker`: a local command for each run that a server has.

use std::time::Duration;

use earnest_client::{Client, Error};
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use crate::fault::Fault;
use crate::options::Worker;
use crate::signals;

mod child;
mod errand;
mod lines;

use errand::Errand;

/// How long one claim waits for a run.
const WAIT: Duration = Duration::from_secs(20);

/// How long to wait before a server that could not be asked is asked again.
const PAUSE: Duration = Duration::from_secs(2);

/// Carries out runs, one after the other. The first signal lets the run under way come to its end,
/// the second stops it too.
pub(crate) async fn work(options: &Worker) -> Result<(), Fault> {
    let desk = Client::new(&options.url, &options.key)?.worker();
    let (leaving, stopping) = (CancellationToken::new(), CancellationToken::new());
    signals::end_on_signals([leaving.clone(), stopping.clone()])?;
    let agents = (!options.agents.is_empty()).then_some(options.agents.as_slice());
    tracing::info!(url = options.url, "waiting for runs");
    loop {
        let claimed = tokio::select! {
            biased;
            () = leaving.cancelled() => return Ok(()),
            // A run that is given to a worker that leaves meanwhile is interrupted by its lease.
            claimed = desk.claim(agents, WAIT) => claimed,
        };
        match claimed {
            Ok(None) => {}
            Ok(Some(run)) => {
                let errand = Errand { desk: &desk, run: &run, stopping: &stopping };
                errand.carry_out(options).await;
            }
            Err(error) if is_passing(&error) => {
                tracing::warn!(%error, "the server cannot be asked for a run");
                tokio::select! {
                    () = leaving.cancelled() => return Ok(()),
                    () = sleep(PAUSE) => {}
                }
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// Whether the server may do it when it is asked again.
fn is_passing(error: &Error) -> bool {
    match error.status() {
        Some(status) => status == 429 || status >= 500,
        None => matches!(error, Error::Transport(_)),
    }
}

/// Does a worker's desk work until the server has said yes or no, or the lease is over.
async fn insist<T>(
    until: Instant,
    mut ask: impl AsyncFnMut() -> Result<T, Error>,
) -> Result<T, Error> {
    loop {
        match ask().await {
            Err(error) if is_passing(&error) && Instant::now() < until => {
                tracing::warn!(%error, "the server cannot be told");
                sleep(PAUSE).await;
            }
            done => return done,
        }
    }
}
