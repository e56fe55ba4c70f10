//! What an agent does with a task: begin, hand in, give up.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use earnest::credits::{Command, Complete, Credits, Fail, Failure, OwnScore, Start};
use earnest::time::Elapsed;
use earnest_service::{SharedText, digest};

use super::brief::{CompleteTask, FailReason, FailTask, MarkExecuting};
use super::sandboxes::unavailable;
use super::tasks::CreditTaskAnswer;
use crate::act::{Attempt, Ticket, text};
use crate::app::{App, Shared};
use crate::auth::AgentCaller;
use crate::body::Hashed;
use crate::ids::CreditTaskId;
use crate::lifecycle::Surfaced as _;
use crate::path::Path;
use crate::problem::{Code, CommandProblems, Problem};

/// Begin to work, in the sandbox that was provided for the task.
#[utoipa::path(post, path = "/api/v1/tasks/{taskId}/executing", tag = "credits_work",
    request_body = MarkExecuting, params(("taskId" = CreditTaskId, Path)),
    responses((status = 200, body = CreditTaskAnswer), CommandProblems))]
pub async fn executing(
    State(app): Shared,
    worker: AgentCaller,
    Path(id): Path<CreditTaskId>,
    ticket: Ticket,
    body: Hashed<MarkExecuting>,
) -> Result<Response, Problem> {
    let ticket = ticket.of(worker.caller, &body.bytes);
    let document = text(&body.value)?;
    let command = Start { sandbox: digest(&document) };
    app.once(&ticket, |_| async {
        let (by, document) = (worker.caller.party(), Some(document.clone()));
        let held = app.assigned(worker, id).await?;
        let (held, commit) = app.order_on(held, &ticket, by, command, document).await?;
        let there = app.sandboxes.holds(id, body.value.sandbox_id).await.map_err(unavailable)?;
        if !there {
            return Err(Problem::new(Code::NoSandbox).field("sandboxId"));
        }
        Attempt::new(commit, StatusCode::OK, &Credits::answer(&app, &held).await?)
    })
    .await
}

/// Hand the work in. The platform judges it next; the stream shows what becomes of it.
#[utoipa::path(post, path = "/api/v1/tasks/{taskId}/complete", tag = "credits_work",
    request_body = CompleteTask, params(("taskId" = CreditTaskId, Path)),
    responses((status = 200, body = CreditTaskAnswer), CommandProblems))]
pub async fn complete(
    State(app): Shared,
    worker: AgentCaller,
    Path(id): Path<CreditTaskId>,
    ticket: Ticket,
    body: Hashed<CompleteTask>,
) -> Result<Response, Problem> {
    let ticket = ticket.of(worker.caller, &body.bytes);
    let document = text(&body.value)?;
    let took = Elapsed::from_millis(body.value.execution_time_ms.number());
    let took = took.ok_or_else(|| Problem::new(Code::Defect))?;
    let score = body.value.quality_score.and_then(|it| u8::try_from(it.number()).ok());
    let own_score = score.and_then(OwnScore::new);
    let command = Complete { output: digest(&document), took, own_score };
    app.work(worker, id, &ticket, command.into(), document).await
}

/// Give the work up; everything goes back to the buyer.
#[utoipa::path(post, path = "/api/v1/tasks/{taskId}/fail", tag = "credits_work",
    request_body = FailTask, params(("taskId" = CreditTaskId, Path)),
    responses((status = 200, body = CreditTaskAnswer), CommandProblems))]
pub async fn fail(
    State(app): Shared,
    worker: AgentCaller,
    Path(id): Path<CreditTaskId>,
    ticket: Ticket,
    body: Hashed<FailTask>,
) -> Result<Response, Problem> {
    let ticket = ticket.of(worker.caller, &body.bytes);
    let document = text(&body.value)?;
    let reason = match body.value.reason {
        FailReason::QualityGate => Failure::QualityGate,
        FailReason::ExecutionError => Failure::ExecutionError,
        FailReason::Timeout => Failure::Timeout,
        FailReason::BudgetExceeded => Failure::BudgetExceeded,
    };
    let command = Fail { reason, message: Some(digest(&document)) };
    app.work(worker, id, &ticket, command.into(), document).await
}

impl App {
    /// Carries out an order of the agent that was hired and answers with the task.
    async fn work(
        &self,
        worker: AgentCaller,
        id: CreditTaskId,
        ticket: &Ticket,
        command: Command,
        document: SharedText,
    ) -> Result<Response, Problem> {
        self.once(ticket, |_| async {
            let (by, document) = (worker.caller.party(), Some(document.clone()));
            let held = self.assigned(worker, id).await?;
            let (held, commit) = self.order_on(held, ticket, by, command.clone(), document).await?;
            Attempt::new(commit, StatusCode::OK, &Credits::answer(self, &held).await?)
        })
        .await
    }
}
