//! A run that follows another, with its conversation and its branch.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use earnest::authority::Role;
use earnest_service::Status;
use earnest_service::store::Commit;

use super::brief::ContinueRun;
use super::tasks::NewRun;
use crate::act::{Attempt, Ticket};
use crate::app::Shared;
use crate::auth::Caller;
use crate::body::Hashed;
use crate::ids::RunId;
use crate::lifecycle::Openness;
use crate::path::Path;
use crate::problem::{Code, CommandProblems, Problem};
use crate::refusal;

/// Ask for more after a run has ended, however it did.
///
/// The new run has the same agent, the whole conversation, and starts from the branch that was
/// created. It is followed by its own `runId`.
#[utoipa::path(post, path = "/api/v1/tasks/{runId}/continue", tag = "runs",
    request_body = ContinueRun, params(("runId" = RunId, Path)),
    responses((status = 201, body = NewRun), CommandProblems))]
pub async fn continue_run(
    State(app): Shared,
    caller: Caller,
    Path(id): Path<RunId>,
    ticket: Ticket,
    body: Hashed<ContinueRun>,
) -> Result<Response, Problem> {
    let (ticket, prompt) = (ticket.of(caller, &body.bytes), body.value.prompt);
    let next = RunId::mint();
    app.once(&ticket, |_| async {
        let held = app.visible(caller, id, Openness::Parties).await?;
        let instance = &held.instance;
        if !instance.roles(caller.user).has(Role::Buyer) {
            return Err(Problem::new(Code::WrongRole));
        }
        let Some(terms) = instance.continuation() else {
            let allowed = refusal::allowed(instance, caller.party(), app.now());
            let status = Status::status(&instance.stage);
            return Err(Problem::new(Code::WrongState).current_status(status).allowed(allowed));
        };
        let brief = app.followed(&held, prompt.clone()).await?;
        let mut commit = Commit::default();
        app.queue(next, terms, &brief, &mut commit)?;
        Attempt::new(commit, StatusCode::CREATED, &NewRun::queued(next))
    })
    .await
}
