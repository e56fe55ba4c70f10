//! Drives any number of clients through one window of time and keeps what was answered inside it.

use std::future::Future;
use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use tokio::time::sleep_until;

use crate::Fallible;
use crate::figures::Latencies;
use crate::process::cpu_time;

/// Something that asks, waits for the answer, and asks again.
pub trait Client: Send + 'static {
    /// One request, or one whole task life; every answer goes into the log.
    fn turn(&mut self, log: &mut Log) -> impl Future<Output = Fallible<()>> + Send;
}

/// A stretch of time: the first part warms up, the second is measured.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    /// Time before the first answer counts.
    pub warm_up: Duration,
    /// Time in which answers count.
    pub measured: Duration,
}

/// What one client saw; only answers inside the measured part are kept.
#[derive(Debug)]
pub struct Log {
    since: Instant,
    until: Instant,
    requests: Latencies,
    lives: Latencies,
}

impl Log {
    fn new(since: Instant, until: Instant) -> Self {
        Self { since, until, requests: Latencies::default(), lives: Latencies::default() }
    }

    /// A request was answered just now.
    pub fn request(&mut self, started: Instant) {
        let now = Instant::now();
        if (self.since..self.until).contains(&now) {
            self.requests.push(now - started);
        }
    }

    /// A task reached its end just now.
    pub fn life(&mut self, started: Instant) {
        let now = Instant::now();
        if (self.since..self.until).contains(&now) {
            self.lives.push(now - started);
        }
    }
}

/// What a window showed.
#[derive(Debug)]
pub struct Seen {
    /// The measured time.
    pub measured: Duration,
    /// One latency an answered request.
    pub requests: Latencies,
    /// One latency a finished task life; empty for a baseline.
    pub lives: Latencies,
    /// CPU time that the server used in the measured time, if the system tells it.
    pub server_cpu: Option<Duration>,
    /// CPU time that the harness itself used.
    pub client_cpu: Option<Duration>,
}

/// Runs all clients at once against the server with this process id.
///
/// Each ends its turn after the window is over, so that no task is left half-way; those answers do not count.
///
/// # Errors
/// The first failure of any client.
pub async fn drive<C: Client>(clients: Vec<C>, window: Window, server: u32) -> Fallible<Seen> {
    let since = Instant::now() + window.warm_up;
    let until = since + window.measured;
    let mut running = JoinSet::new();
    for mut client in clients {
        running.spawn(async move {
            let mut log = Log::new(since, until);
            while Instant::now() < until {
                client.turn(&mut log).await?;
            }
            Fallible::Ok(log)
        });
    }
    let mut seen = Seen {
        measured: window.measured,
        requests: Latencies::default(),
        lives: Latencies::default(),
        server_cpu: None,
        client_cpu: None,
    };
    let used = tokio::spawn(cpu_between(since, until, server));
    while let Some(log) = running.join_next().await {
        let log = log??;
        seen.requests.append(log.requests);
        seen.lives.append(log.lives);
    }
    (seen.server_cpu, seen.client_cpu) = used.await?;
    Ok(seen)
}

async fn cpu_between(
    since: Instant,
    until: Instant,
    server: u32,
) -> (Option<Duration>, Option<Duration>) {
    let both = || (cpu_time(server), cpu_time(std::process::id()));
    let used = |before: Option<Duration>, after: Option<Duration>| after?.checked_sub(before?);
    sleep_until(since.into()).await;
    let before = both();
    sleep_until(until.into()).await;
    let after = both();
    (used(before.0, after.0), used(before.1, after.1))
}
