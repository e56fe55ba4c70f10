//! Where agents work. Whoever provides the places is behind one trait.

use std::fmt::Debug;
use std::io;

use async_trait::async_trait;
use earnest::credits::{Credits, Stage};
use earnest::ids::InstanceId;
use earnest_service::Error;
use tokio::time::{Duration, MissedTickBehavior, interval};

use crate::app::App;
use crate::ids::{CreditTaskId, SandboxId};
use crate::problem::{Code, Problem};

/// A provider of sandboxes: at most one for each task, which no other task ever shares.
#[async_trait]
pub trait Sandboxes: Debug + Send + Sync + 'static {
    /// Provides the sandbox of a task; the same one if it has one already.
    ///
    /// # Errors
    ///
    /// The provider's.
    async fn provision(&self, task: CreditTaskId) -> io::Result<SandboxId>;

    /// Whether this is the task's sandbox and it is there.
    ///
    /// # Errors
    ///
    /// The provider's.
    async fn holds(&self, task: CreditTaskId, sandbox: SandboxId) -> io::Result<bool>;

    /// Tears a task's sandbox down with everything in it, and says whether there was one.
    ///
    /// # Errors
    ///
    /// The provider's.
    async fn destroy(&self, task: CreditTaskId, sandbox: SandboxId) -> io::Result<bool>;

    /// Every sandbox that there is, with its task.
    ///
    /// # Errors
    ///
    /// The provider's.
    async fn all(&self) -> io::Result<Vec<(CreditTaskId, SandboxId)>>;
}

/// How often the sandboxes of tasks that have ended are looked for.
const SWEEP: Duration = Duration::from_secs(5);

impl App {
    /// Tears down the sandboxes of tasks that nobody works on any more, every few seconds, until
    /// `stop` is ready.
    pub async fn keep_sandboxes(&self, stop: impl Future<Output = ()>) {
        let sweep = async {
            let mut rounds = interval(SWEEP);
            rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
            loop {
                rounds.tick().await;
                self.clear_sandboxes().await;
            }
        };
        tokio::select! {
            () = stop => {}
            () = sweep => {}
        }
    }

    /// Tears down the sandboxes of tasks that nobody works on any more, and says how many there
    /// were. What fails is reported, and tried again the next time.
    pub async fn clear_sandboxes(&self) -> usize {
        let all = self.sandboxes.all().await.unwrap_or_else(|error| {
            tracing::error!(%error, "the sandboxes cannot be listed");
            Vec::new()
        });
        let mut count: usize = 0;
        for (task, sandbox) in all {
            if self.needs_sandbox(task.0).await {
                continue;
            }
            match self.sandboxes.destroy(task, sandbox).await {
                Ok(there) => count = count.saturating_add(usize::from(there)),
                Err(error) => tracing::error!(%task, %error, "a sandbox cannot be torn down"),
            }
        }
        count
    }

    /// Whether a task may still use its sandbox: until the agent was paid, or the work failed.
    async fn needs_sandbox(&self, task: InstanceId) -> bool {
        match self.service.load::<Credits>(task).await {
            Ok(held) => match held.instance.stage {
                Stage::Assigned(_)
                | Stage::Executing(_)
                | Stage::QualityCheck(_)
                | Stage::Completed(_) => true,
                Stage::Draft(_)
                | Stage::Submitted(_)
                | Stage::Routing(_)
                | Stage::Settled(_)
                | Stage::Contested(_)
                | Stage::Closed(_)
                | Stage::Refunded(_)
                | Stage::Failed(_) => false,
            },
            Err(Error::Missing) => false,
            // Who cannot be asked may be at work.
            Err(Error::Core { .. } | Error::Store(_)) => true,
        }
    }
}

/// A provider that does not answer.
pub(super) fn unavailable(error: io::Error) -> Problem {
    tracing::error!(%error, "the provider of sandboxes fails");
    Problem::new(Code::Unavailable)
        .detail("the provider of sandboxes does not answer")
        .retry_after(5)
}
