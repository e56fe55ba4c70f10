//! What the harness asks of runs: a user, workers, and lives between them.

use std::net::SocketAddr;

use serde_json::json;

use crate::Fallible;
use crate::client::Connection;
use crate::process::ADMIN_KEY;
use crate::script::{Slot, Step};
use crate::setup::{post, user};

/// How many workers there are; the connections take them in turn.
const WORKERS: usize = 8;

/// A user and workers that an admin lets in.
#[derive(Debug)]
pub struct Fleet {
    user: String,
    workers: Vec<String>,
}

impl Fleet {
    /// Makes the user and the workers.
    ///
    /// # Errors
    /// If the server refuses any of it.
    pub async fn open(address: SocketAddr) -> Fallible<Self> {
        let mut connection = Connection::open(address).await?;
        let mut workers = Vec::with_capacity(WORKERS);
        for number in 0..WORKERS {
            let worker = user(&mut connection, &format!("Load worker {number}")).await?;
            let path = format!("/api/v1/admin/users/{}/worker", worker.id);
            post(&mut connection, &path, ADMIN_KEY, 200, &json!({"worker": true})).await?;
            workers.push(worker.key);
        }
        Ok(Self { user: user(&mut connection, "Load user").await?.key, workers })
    }

    /// A fleet that nobody has opened, whose keys are as long as real ones.
    pub fn imagined() -> Self {
        Self { user: ADMIN_KEY.to_owned(), workers: vec![ADMIN_KEY.to_owned()] }
    }

    /// A run is queued, the one that waits longest is claimed, logged on, and completed.
    pub fn life(&self, number: usize) -> Vec<Step> {
        let worker = &self.workers[number % self.workers.len()];
        let path = |verb| format!("/runs/api/v1/worker/runs/{}/{verb}", Slot::Run.hole());
        let step =
            |name, path: &str, body: &str| Step::new(name, 200, ["POST", path, worker, body]);
        vec![
            Step::new("create", 201, ["POST", "/runs/api/v1/tasks", &self.user, &run()]),
            step("claim", "/runs/api/v1/worker/claim", "{}").learning(Slot::Run),
            step("renew", &path("renew"), &logs()),
            step("complete", &path("complete"), &result()),
        ]
    }
}

fn run() -> String {
    json!({
        "prompt": "Add rate limiting to the public endpoints, with tests and a note in the changelog.",
        "repository": "https://github.com/example/inventory-api",
        "branch": "main"
    })
    .to_string()
}

fn logs() -> String {
    json!({
        "logs": [
            "Reading src/routes/products.ts",
            "Adding a token bucket of 100 requests a minute to every public route",
            "npm test: 143 passing (8s)"
        ]
    })
    .to_string()
}

fn result() -> String {
    json!({
        "message": "Rate limiting is in place for all public endpoints. 12 tests were added, and all pass.",
        "createdBranch": "agent/rate-limiting"
    })
    .to_string()
}
