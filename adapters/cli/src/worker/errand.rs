//! One run, from its claim to its end.

use std::process::ExitStatus;
use std::time::Duration;

use earnest_client::Error;
use earnest_client::runs::{ClaimedRun, Worker as Desk};
use tokio::sync::mpsc::Receiver;
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use super::child::Child;
use super::insist;
use super::lines::{Line, Tail};
use crate::options::Worker;

/// How long lines wait to be sent, so that few requests carry many.
const GATHER: Duration = Duration::from_secs(1);

/// How much one request carries: lines, and bytes, which may be six times as many in JSON.
const LINES: usize = 1000;
const BYTES: usize = 32 * 1024;

/// How long the output of a command that has ended is waited for, where something that it left
/// behind still holds it.
const LINGER: Duration = Duration::from_secs(2);

/// A run, and where to tell of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Errand<'a> {
    pub(super) desk: &'a Desk,
    pub(super) run: &'a ClaimedRun,
    /// Cancelled when the run is not to go on.
    pub(super) stopping: &'a CancellationToken,
}

/// How the command ended.
enum End {
    Exited(ExitStatus),
    /// The run is no longer this worker's: it was cancelled, or its lease is over.
    Lost(String),
    /// The worker was asked to stop.
    Stopped,
}

/// What was said and not yet sent.
#[derive(Debug)]
struct Batch {
    lines: Vec<String>,
    bytes: usize,
}

/// The lease on the run, by the worker's own clock.
#[derive(Clone, Copy, Debug)]
struct Lease {
    length: Duration,
    /// When it began, at the earliest.
    begun: Instant,
}

impl Errand<'_> {
    /// Runs the command and tells the server how it went.
    pub(super) async fn carry_out(self, options: &Worker) {
        let id = &self.run.run_id;
        tracing::info!(%id, "claimed");
        let length = Duration::from_millis(self.run.lease_ms);
        let mut lease = Lease { length, begun: Instant::now() };
        let (mut child, lines) = match Child::start(&options.command, self.run, options.json) {
            Ok(started) => started,
            Err(error) => {
                self.give_up(&format!("the command cannot be started: {error}"), lease).await;
                return;
            }
        };
        let mut tails = [Tail::default(), Tail::default()];
        let end = self.attend(&mut child, lines, &mut lease, &mut tails).await;
        match end {
            End::Exited(status) if status.success() => {
                let [out, errors] = &tails;
                let message = out.message().or_else(|| errors.message());
                let message = message.unwrap_or_else(|| "(no output)".to_owned());
                let branch = child.created_branch();
                let done = insist(lease.end(), async || {
                    self.desk.complete(id, &message, branch.as_deref()).await
                });
                self.told("completed", done.await);
            }
            End::Exited(status) => {
                let said = tails[1].message().or_else(|| tails[0].message()).unwrap_or_default();
                self.give_up(&reason(status, &said), lease).await;
            }
            End::Lost(why) => {
                tracing::warn!(%id, why, "stopped");
                child.stop().await;
            }
            End::Stopped => {
                child.stop().await;
                self.give_up("the worker was stopped", lease).await;
            }
        }
    }

    /// Passes on what the command says and keeps the lease, until the command has ended and said
    /// all.
    async fn attend(
        self,
        child: &mut Child,
        mut lines: Receiver<Line>,
        lease: &mut Lease,
        tails: &mut [Tail; 2],
    ) -> End {
        let mut batch = Batch { lines: Vec::new(), bytes: 0 };
        let (mut open, mut exited, mut told) = (true, None, Instant::now());
        let mut until = None;
        loop {
            if let (false, Some(status)) = (open, exited) {
                return match self.tell(&mut batch, lease).await {
                    Ok(()) => End::Exited(status),
                    Err(why) => End::Lost(why),
                };
            }
            let gather = match (batch.lines.is_empty(), batch.is_full()) {
                (_, true) => Duration::ZERO,
                (true, false) => lease.beat(),
                (false, false) => GATHER.min(lease.beat()),
            };
            tokio::select! {
                biased;
                () = self.stopping.cancelled() => return End::Stopped,
                () = sleep_until(told + gather) => {
                    told = Instant::now();
                    if let Err(why) = self.tell(&mut batch, lease).await {
                        return End::Lost(why);
                    }
                }
                line = lines.recv(), if open && !batch.is_full() => match line {
                    Some(line) => {
                        let [out, errors] = tails;
                        let tail = if line.out { out } else { errors };
                        tail.push(&line.text);
                        batch.push(line.text);
                    }
                    None => open = false,
                },
                () = sleep_until(until.unwrap_or(told)), if open && until.is_some() => {
                    // What the command left behind holds its output.
                    child.sweep().await;
                    open = false;
                }
                status = child.ended(), if exited.is_none() => {
                    until = Some(Instant::now() + LINGER);
                    match status {
                        Ok(status) => exited = Some(status),
                        Err(error) => return End::Lost(error.to_string()),
                    }
                }
            }
        }
    }

    /// Renews the lease with what was said; an error says why there is none any more.
    async fn tell(self, batch: &mut Batch, lease: &mut Lease) -> Result<(), String> {
        let begun = Instant::now();
        let id = &self.run.run_id;
        let done = insist(lease.end(), async || self.desk.renew(id, &batch.lines).await).await;
        match done {
            Ok(renewed) => {
                *lease = Lease { length: Duration::from_millis(renewed.lease_ms), begun };
                *batch = Batch { lines: Vec::new(), bytes: 0 };
                Ok(())
            }
            Err(error) => Err(why(&error)),
        }
    }

    async fn give_up(self, reason: &str, lease: Lease) {
        let id = &self.run.run_id;
        let done = insist(lease.end(), async || self.desk.fail(id, reason).await);
        self.told("failed", done.await);
    }

    fn told(self, how: &str, done: Result<(), Error>) {
        let id = &self.run.run_id;
        match done {
            Ok(()) => tracing::info!(%id, how, "told"),
            Err(error) => tracing::warn!(%id, how, why = why(&error), "not taken"),
        }
    }
}

impl Batch {
    fn push(&mut self, line: String) {
        self.bytes = self.bytes.saturating_add(line.len());
        self.lines.push(line);
    }

    fn is_full(&self) -> bool {
        self.lines.len() >= LINES || self.bytes >= BYTES
    }
}

impl Lease {
    /// How long the worker may say nothing at most, so that two requests in a row may be lost.
    fn beat(self) -> Duration {
        self.length / 3
    }

    fn end(self) -> Instant {
        self.begun + self.length
    }
}

/// Why the server does not take what a worker says.
fn why(error: &Error) -> String {
    let status = error.problem().and_then(|problem| problem.current_status.as_deref());
    status.map_or_else(|| error.to_string(), |status| format!("the run is {status}"))
}

/// Why a command failed, with the end of what it said.
fn reason(status: ExitStatus, said: &str) -> String {
    let surplus = said.chars().count().saturating_sub(4000);
    let said: String = said.chars().skip(surplus).collect();
    if said.is_empty() { status.to_string() } else { format!("{status}: {said}") }
}
