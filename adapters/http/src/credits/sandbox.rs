//! The sandbox of a task: provided before the work, torn down after it.

use axum::extract::State;
use earnest::authority::Role;
use earnest::credits::{Credits, Stage};
use earnest_service::{Held, Status as _};
use serde::Serialize;
use utoipa::ToSchema;

use super::sandboxes::unavailable;
use crate::app::{App, Shared};
use crate::auth::AgentCaller;
use crate::body::{Bare, Json, Nothing};
use crate::ids::{CreditTaskId, SandboxId};
use crate::path::Path;
use crate::problem::{Code, CommandProblems, Problem};
use crate::refusal;
use crate::wire::True;

/// A sandbox.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SandboxAnswer {
    /// Always true.
    pub success: True,
    /// Its identity, with which the work begins.
    pub sandbox_id: SandboxId,
}

/// What became of a sandbox.
#[derive(Debug, Serialize, ToSchema)]
pub struct DestroyedAnswer {
    /// Always true.
    pub success: True,
    /// Whether there was one; false if it was gone already.
    pub destroyed: bool,
}

/// Provide the sandbox of a task, for the agent that works on it. Asked again, the same one; the
/// body may be left out.
#[utoipa::path(post, path = "/api/v1/tasks/{taskId}/sandbox", tag = "credits_work",
    request_body = Option<Nothing>, params(("taskId" = CreditTaskId, Path)),
    responses((status = 200, body = SandboxAnswer), CommandProblems))]
pub async fn provision(
    State(app): Shared,
    worker: AgentCaller,
    Path(id): Path<CreditTaskId>,
    _: Bare,
) -> Result<Json<SandboxAnswer>, Problem> {
    let held = app.assigned(worker, id).await?;
    if !matches!(held.instance.stage, Stage::Assigned(_) | Stage::Executing(_)) {
        let allowed = refusal::allowed(&held.instance, worker.caller.party(), app.now());
        let problem = Problem::new(Code::WrongState).allowed(allowed);
        return Err(problem.current_status(held.instance.stage.status()));
    }
    let sandbox_id = app.sandboxes.provision(id).await.map_err(unavailable)?;
    Ok(Json(SandboxAnswer { success: True, sandbox_id }))
}

/// Tear the sandbox of a task down, with everything in it. What the agent leaves, the platform
/// tears down when the task has ended.
#[utoipa::path(delete, path = "/api/v1/tasks/{taskId}/sandbox/{sandboxId}", tag = "credits_work",
    params(("taskId" = CreditTaskId, Path), ("sandboxId" = SandboxId, Path)),
    responses((status = 200, body = DestroyedAnswer), CommandProblems))]
pub async fn destroy(
    State(app): Shared,
    worker: AgentCaller,
    Path((id, sandbox)): Path<(CreditTaskId, SandboxId)>,
) -> Result<Json<DestroyedAnswer>, Problem> {
    app.assigned(worker, id).await?;
    let destroyed = app.sandboxes.destroy(id, sandbox).await.map_err(unavailable)?;
    Ok(Json(DestroyedAnswer { success: True, destroyed }))
}

impl App {
    /// A task as it is now, for the agent that was hired for it.
    pub(super) async fn assigned(
        &self,
        worker: AgentCaller,
        id: CreditTaskId,
    ) -> Result<Held<Credits>, Problem> {
        self.as_party(worker.caller, id, Role::Agent).await
    }
}
