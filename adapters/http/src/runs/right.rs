//! Who may be a worker.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use earnest_service::directory::{self, Worker, collection};
use earnest_service::store::{Commit, Write};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::act::{Attempt, Ticket};
use crate::app::{App, Shared};
use crate::auth::{Admin, Caller};
use crate::body::Hashed;
use crate::ids::UserId;
use crate::path::Path;
use crate::problem::{Code, CommandProblems, Problem};
use crate::wire::True;

/// Whether a user may be a worker.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetWorker {
    /// Whether it may claim runs from now on. What it has claimed it keeps.
    pub worker: bool,
}

/// A user and its right.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WorkerAnswer {
    /// Always true.
    pub success: True,
    /// The user.
    pub user_id: UserId,
    /// Whether it may claim runs.
    pub worker: bool,
}

/// Let a user claim runs, or no longer.
#[utoipa::path(post, path = "/api/v1/admin/users/{userId}/worker", tag = "admin",
    request_body = SetWorker, params(("userId" = UserId, Path)),
    responses((status = 200, body = WorkerAnswer), CommandProblems))]
pub async fn set(
    State(app): Shared,
    Admin(caller): Admin,
    Path(id): Path<UserId>,
    ticket: Ticket,
    body: Hashed<SetWorker>,
) -> Result<Response, Problem> {
    let (ticket, SetWorker { worker }) = (ticket.of(caller, &body.bytes), body.value);
    app.once(&ticket, |_| async {
        let key = app.user(id).await?.id.to_string();
        let known = app.store().document(collection::WORKERS, &key).await?;
        let write = match (worker, known) {
            (true, None) => {
                let right = Worker { since: app.now() };
                Some(directory::create(collection::WORKERS, key, &right)?)
            }
            (false, Some(known)) => Some(Write {
                collection: known.collection,
                key: known.key,
                expected: known.version,
                body: None,
            }),
            (true, Some(_)) | (false, None) => None,
        };
        let commit = Commit { documents: write.into_iter().collect(), ..Commit::default() };
        let answer = WorkerAnswer { success: True, user_id: id, worker };
        Attempt::new(commit, StatusCode::OK, &answer)
    })
    .await
}

impl App {
    /// Makes sure that the caller may claim runs.
    ///
    /// # Errors
    ///
    /// 403 `workers_only`; the store's.
    pub(super) async fn worker(&self, caller: Caller) -> Result<(), Problem> {
        let right = self.store().document(collection::WORKERS, &caller.user.to_string()).await?;
        right.map(|_| ()).ok_or_else(|| Problem::new(Code::WorkersOnly))
    }
}
