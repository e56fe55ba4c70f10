//! What a server does without being asked: it carries out timeouts and gives tasks to agents.

use std::future::Future;
use std::time::{Duration, Instant};

use crate::service::Service;
use crate::store::{Failure, NotCommitted};
use crate::waking::Wake;

/// How often a real clock is compared with the deadlines.
const BEAT: Duration = Duration::from_millis(200);
/// How often every waiting task is looked at, if the clock is real.
const SWEEP: Duration = Duration::from_secs(5);
/// How often an instance that cannot lapse is tried and reported anew.
const REPORT: Duration = Duration::from_secs(60);
/// The longest pause after failures.
const PATIENCE: Duration = Duration::from_secs(10);

impl Service {
    /// Does the background work of a server until `stop` is ready: keeps the deadlines of a real
    /// clock (a manual one keeps its own when it is advanced), and gives waiting tasks to agents
    /// as they become free. A store that fails is asked again, less and less often.
    ///
    /// One process of those that share a store is enough, and several do no harm.
    pub async fn run(&self, stop: impl Future<Output = ()>) {
        let work = async { tokio::join!(self.keep_time(), self.dispatcher(), self.sweep()) };
        tokio::select! {
            () = stop => {}
            _ = work => {}
        }
    }

    async fn keep_time(&self) {
        if self.clock().is_manual() {
            return;
        }
        let mut pause = Pause::new(BEAT);
        let mut stuck = Vec::new();
        let mut reported = Instant::now();
        loop {
            if reported.elapsed() >= REPORT {
                stuck.clear();
                reported = Instant::now();
            }
            let done = self.tick_past(self.clock().now(), &mut stuck).await;
            pause.after("timeouts", done.map_err(NotCommitted::from)).await;
        }
    }

    async fn sweep(&self) {
        let mut pause = Pause::new(SWEEP);
        loop {
            let done = self.dispatch_all().await;
            if self.clock().is_manual() && done.is_ok() {
                return;
            }
            pause.after("waiting tasks", done.map(|()| 0)).await;
        }
    }

    async fn dispatcher(&self) {
        let mut pause = Pause::new(Duration::ZERO);
        loop {
            let wake = self.waking().next().await;
            let done = match wake {
                Wake::Agent(agent) => self.dispatch_to(agent).await,
                Wake::Task(task) => self.dispatch(task).await,
            };
            if done.is_err() {
                self.waking().wake(vec![wake]);
            }
            pause.after("free agents", done.map(|()| 0)).await;
        }
    }
}

/// A pause between two rounds, doubled by each failure up to [`PATIENCE`].
struct Pause {
    usual: Duration,
    next: Duration,
}

impl Pause {
    const fn new(usual: Duration) -> Self {
        Self { usual, next: usual }
    }

    async fn after(&mut self, what: &'static str, done: Result<usize, NotCommitted>) {
        self.next = match done {
            Ok(_) => self.usual,
            Err(error) => {
                let next = self.next.max(BEAT).saturating_mul(2).min(PATIENCE);
                let patience = next.as_millis();
                match error {
                    NotCommitted::Failed(Failure::Busy | Failure::Unavailable(_)) => {
                        tracing::warn!(%error, patience, "{what} have to wait");
                    }
                    _ => tracing::error!(%error, patience, "{what} are held up"),
                }
                next
            }
        };
        if !self.next.is_zero() {
            tokio::time::sleep(self.next).await;
        }
    }
}
