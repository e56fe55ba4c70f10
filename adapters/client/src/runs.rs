//! Runs: an agent works on a prompt, a worker carries it out.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::client::Client;
use crate::error::Error;
use crate::outlook::{JournalEntry, Options};
use crate::page::List;
use crate::transport::Request;
use crate::wire::words::words;
use crate::wire::{Action, GroupId, RunId, UserId};

mod events;
mod worker;

pub use events::{LogLine, RunEvent, RunStatusChanged};
pub use worker::{ClaimedRun, Lease, Offer, Worker};

/// Runs as one user sees them. The calls fail with [`Error`]; a missing run and one that is none
/// of the user's business are both `not_found`.
#[derive(Clone, Debug)]
pub struct Runs {
    pub(crate) client: Client,
}

/// A new run, or a group of them.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewRun {
    /// What the agent is to do.
    pub prompt: String,
    /// Which agents are to do it, each by itself: none or one make a run, two to five different
    /// ones a group with a run each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub selected_agents: Vec<String>,
    /// The GitHub repository that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository: Option<String>,
    /// The branch to start from; the repository's usual one without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branch: Option<String>,
    /// How long it is expected to take; progress is told from it, and nothing ends by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimated_minutes: Option<u32>,
}

/// What came of a request to start runs.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Started {
    /// Several agents were selected.
    Group(StartedGroup),
    /// None was, or one.
    Run(StartedRun),
}

/// A run that waits for a worker.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StartedRun {
    /// Its identity, for every further call.
    pub run_id: RunId,
    /// Where it is.
    pub status: RunStatus,
}

/// Runs that were started together.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StartedGroup {
    /// Its identity.
    pub group_id: GroupId,
    /// A run for each agent, in the order of the selection.
    pub runs: Vec<Member>,
}

/// A run of a new group.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Member {
    /// Its identity, for every further call.
    pub run_id: RunId,
    /// The label of its agent.
    pub agent: String,
}

/// A run, whole.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Run {
    /// Its identity.
    pub run_id: RunId,
    /// The group that it belongs to, if several agents were asked.
    pub group_id: Option<GroupId>,
    /// The run that it follows.
    pub continues: Option<RunId>,
    /// Where it is.
    pub status: RunStatus,
    /// How much is done, 0 to 100: an estimate from the time it has taken.
    pub progress: u8,
    /// The label of what runs the agent, if one was selected.
    pub agent: Option<String>,
    /// What was asked.
    pub prompt: String,
    /// The conversation, oldest first.
    pub messages: Vec<RunMessage>,
    /// How many of the oldest messages are left out.
    pub omitted_messages: u64,
    /// Where the work is, if it is about a repository or made a branch.
    pub github: Option<Github>,
    /// Why it failed or was interrupted: `not_claimed`, `given_up`, `stopped_by_service`,
    /// `lease_lapsed` or `out_of_time`.
    pub reason: Option<String>,
    /// What the worker said when it gave up.
    pub error: Option<String>,
    /// Who works on it, or did.
    pub worker_id: Option<UserId>,
    /// How long the worker may say nothing, in milliseconds.
    pub lease_ms: u64,
    /// When the worker's silence interrupts it.
    pub lease_ends_at: Option<Timestamp>,
    /// When it was queued.
    pub created_at: Timestamp,
    /// When a worker took it.
    pub started_at: Option<Timestamp>,
    /// When it ended, however it did.
    pub completed_at: Option<Timestamp>,
}

/// Where the work of a run is.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Github {
    /// The repository.
    pub repository: Option<String>,
    /// The branch that it starts from.
    pub branch: Option<String>,
    /// The branch that its changes were pushed to, once it has completed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_branch: Option<String>,
}

/// A message between a user and an agent.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RunMessage {
    /// Who speaks.
    pub role: Speaker,
    /// What was said.
    pub content: String,
    /// In which run.
    pub run_id: RunId,
    /// When.
    pub created_at: Timestamp,
}

words! {
    /// Who speaks in a conversation.
    Speaker {
        User = "user",
        /// The agent.
        Assistant = "assistant",
    }
}

/// Where a run is.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RunState {
    /// Whether what was asked was done: false where a run should be cancelled that has ended
    /// otherwise.
    #[serde(default)]
    pub success: bool,
    /// Its identity.
    pub run_id: RunId,
    /// The label of what runs the agent; only in a group.
    pub agent: Option<String>,
    /// Where it is.
    pub status: RunStatus,
    /// How much is done, 0 to 100.
    pub progress: u8,
}

/// Several runs that were started together.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Group {
    /// Whether what was asked was done.
    pub success: bool,
    /// Its identity.
    pub group_id: GroupId,
    /// Running while any of the runs has not ended; then completed if any of them is; then what
    /// they all are, or failed.
    pub status: RunStatus,
    /// The mean of its runs', rounded down.
    pub progress: u8,
    /// Its runs, in the order of the selection.
    pub runs: Vec<RunState>,
}

words! {
    /// Where a run is.
    RunStatus {
        Queued = "queued",
        Running = "running",
        Completed = "completed",
        Failed = "failed",
        Cancelled = "cancelled",
        Interrupted = "interrupted",
    }
}

impl Runs {
    /// Starts a run, or one for each of several agents, all or none.
    ///
    /// # Errors
    ///
    /// `validation_failed`.
    pub async fn create(&self, run: &NewRun) -> Result<Started, Error> {
        self.client.ask(&Request::post(path("/tasks"), run)?).await
    }

    /// A run with its conversation and its branch.
    ///
    /// # Errors
    ///
    /// `not_found`.
    pub async fn task(&self, run: &RunId) -> Result<Run, Error> {
        self.client.ask(&Request::get(path(&format!("/tasks/{run}")))).await
    }

    /// The runs of a group.
    ///
    /// # Errors
    ///
    /// `not_found`.
    pub async fn group(&self, group: &GroupId) -> Result<Group, Error> {
        self.client.ask(&Request::get(path(&format!("/tasks/{group}")))).await
    }

    /// Where a run is: what to ask every few seconds.
    ///
    /// # Errors
    ///
    /// `not_found`.
    pub async fn status(&self, run: &RunId) -> Result<RunState, Error> {
        self.client.ask(&Request::get(path(&format!("/tasks/{run}/status")))).await
    }

    /// What the user or the worker may do with a run, and what happens if nobody does anything.
    ///
    /// # Errors
    ///
    /// `not_found`.
    pub async fn options(&self, run: &RunId) -> Result<Options<RunStatus>, Error> {
        self.client.ask(&Request::get(path(&format!("/tasks/{run}/options")))).await
    }

    /// Everything that has happened to a run, oldest first.
    #[must_use]
    pub fn journal(&self, run: &RunId) -> List<JournalEntry> {
        List::new(&self.client, Request::get(path(&format!("/tasks/{run}/journal"))))
    }

    /// Asks for more after a run has ended, with the whole conversation and the branch it made.
    ///
    /// # Errors
    ///
    /// `wrong_state`, `wrong_role`, `not_found`.
    pub async fn continue_run(&self, run: &RunId, prompt: &str) -> Result<StartedRun, Error> {
        let request = Request::post(path(&format!("/tasks/{run}/continue")), &Next { prompt })?;
        self.client.ask(&request).await
    }

    /// Cancels a run. For one that has ended otherwise `success` is false.
    ///
    /// # Errors
    ///
    /// `not_found`, `wrong_role`.
    pub async fn cancel(&self, run: &RunId) -> Result<RunState, Error> {
        self.client.ask(&cancel(run.as_str())?).await
    }

    /// Cancels the runs of a group that have not ended. If there are none, `success` is false.
    ///
    /// # Errors
    ///
    /// `not_found`, `wrong_role`.
    pub async fn cancel_group(&self, group: &GroupId) -> Result<Group, Error> {
        self.client.ask(&cancel(group.as_str())?).await
    }
}

#[derive(Serialize)]
struct Next<'a> {
    prompt: &'a str,
}

fn cancel(id: &str) -> Result<Request, Error> {
    Request::patch(path(&format!("/tasks/{id}")), &Action { action: "cancel" })
}

/// Where a route is.
fn path(route: &str) -> String {
    format!("/runs/api/v1{route}")
}

impl RunStatus {
    /// Whether the run has ended.
    #[must_use]
    pub fn is_terminal(&self) -> bool {
        matches!(self, Self::Completed | Self::Failed | Self::Cancelled | Self::Interrupted)
    }
}
