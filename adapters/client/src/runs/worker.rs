//! Who carries runs out.

use std::time::Duration;

use jiff::Timestamp;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use super::{Github, RunMessage};
use crate::client::Client;
use crate::error::Error;
use crate::events::{Body, Events, follow, parse};
use crate::transport::Request;
use crate::wire::RunId;

/// A worker: a user whom an admin lets claim runs. Its calls fail with [`Error`]; a run that was
/// cancelled or has ended is told as `wrong_state`, with the run's status in the problem.
#[derive(Clone, Debug)]
pub struct Worker {
    pub(crate) client: Client,
}

/// A run that was claimed.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ClaimedRun {
    /// Its identity.
    pub run_id: RunId,
    /// The label of what runs the agent, if the user selected one.
    pub agent: Option<String>,
    /// What is asked.
    pub prompt: String,
    /// The conversation, oldest first; the prompt is its last message.
    pub messages: Vec<RunMessage>,
    /// Where the work is, if it is about a repository.
    pub github: Option<Github>,
    /// How long the worker may say nothing, in milliseconds.
    pub lease_ms: u64,
}

/// A lease that goes on.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Lease {
    /// How long the worker may say nothing, in milliseconds.
    pub lease_ms: u64,
    /// When its silence interrupts the run.
    pub lease_ends_at: Option<Timestamp>,
}

/// Something that a worker is told.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Offer {
    /// This run waits. It may be another worker's by the time of the claim.
    Run(RunId),
    /// An event that this client does not know.
    Unknown {
        /// Its name.
        name: String,
        /// What it says, usually JSON.
        data: String,
    },
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Waiting {
    run_id: RunId,
}

#[derive(Serialize)]
struct Claim<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    agents: Option<&'a [String]>,
}

#[derive(Serialize)]
struct Renew<'a> {
    logs: &'a [String],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Complete<'a> {
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_branch: Option<&'a str>,
}

#[derive(Serialize)]
struct Fail<'a> {
    reason: &'a str,
}

impl Worker {
    /// Claims the run that waits longest, and waits for one up to 30 s; `None` if there is none in
    /// time. With `agents` only runs of those labels, and runs of none.
    ///
    /// # Errors
    ///
    /// `workers_only`, `validation_failed`.
    pub async fn claim(
        &self,
        agents: Option<&[String]>,
        wait: Duration,
    ) -> Result<Option<ClaimedRun>, Error> {
        let request = Request::post(path("claim"), &Claim { agents })?;
        let request = request.with("waitMs", Some(wait.as_millis()));
        self.client.ask(&request.waiting(wait)).await
    }

    /// The runs that wait, those that wait already first, without an end.
    #[must_use]
    pub fn offers(&self) -> Events<Offer> {
        follow(&self.client, path("stream"), None)
    }

    /// Keeps a run for another lease, with at most 1,000 lines of log.
    ///
    /// # Errors
    ///
    /// `wrong_state` for a run that was cancelled or has ended; `not_found`, `validation_failed`.
    pub async fn renew(&self, run: &RunId, logs: &[String]) -> Result<Lease, Error> {
        let route = path(&format!("runs/{run}/renew"));
        self.client.ask(&Request::post(route, &Renew { logs })?).await
    }

    /// Hands the result in: the agent's last message, and the branch that it made.
    ///
    /// # Errors
    ///
    /// As [`renew`](Self::renew).
    pub async fn complete(
        &self,
        run: &RunId,
        message: &str,
        created_branch: Option<&str>,
    ) -> Result<(), Error> {
        let route = path(&format!("runs/{run}/complete"));
        let request = Request::post(route, &Complete { message, created_branch })?;
        self.client.ask::<IgnoredAny>(&request).await.map(drop)
    }

    /// Gives the run up.
    ///
    /// # Errors
    ///
    /// As [`renew`](Self::renew).
    pub async fn fail(&self, run: &RunId, reason: &str) -> Result<(), Error> {
        let route = path(&format!("runs/{run}/fail"));
        self.client.ask::<IgnoredAny>(&Request::post(route, &Fail { reason })?).await.map(drop)
    }
}

/// Where a route of workers is.
fn path(route: &str) -> String {
    format!("/runs/api/v1/worker/{route}")
}

impl Body for Offer {
    fn read(name: String, data: String) -> Result<Self, Error> {
        match name.as_str() {
            "offer" => parse::<Waiting>(&data).map(|it| Self::Run(it.run_id)),
            _ => Ok(Self::Unknown { name, data }),
        }
    }

    fn is_last(&self) -> bool {
        false
    }
}
