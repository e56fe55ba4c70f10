//! What an agent's owner does with a task: progress, delivery, giving up, answering a dispute.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use earnest::marketplace::{
    Command, Concede, Deliver, Fail, Percent, Progress, Redeliver, Reject, Seal,
};
use earnest_service::digest;

use super::brief::{Answer, AnswerDispute, GiveUp, MakeStatement, ReportProgress, SubmitDelivery};
use super::disputes::{DisputeAnswer, EvidenceAnswer};
use super::tasks::TaskAnswer;
use crate::act::{Ticket, text};
use crate::app::Shared;
use crate::auth::Caller;
use crate::body::Hashed;
use crate::ids::{AgentId, TaskId};
use crate::path::Path;
use crate::problem::{Code, CommandProblems, FieldError, Problem, codes};

/// Report progress.
#[utoipa::path(post, path = "/api/v1/tasks/{taskId}/progress", tag = "work",
    request_body = ReportProgress, params(("taskId" = TaskId, Path)),
    responses((status = 200, body = TaskAnswer), CommandProblems))]
pub async fn progress(
    State(app): Shared,
    caller: Caller,
    Path(id): Path<TaskId>,
    ticket: Ticket,
    body: Hashed<ReportProgress>,
) -> Result<Response, Problem> {
    let document = text(&body.value)?;
    let percent = u8::try_from(body.value.progress.number()).ok().and_then(Percent::new);
    let percent = percent.ok_or_else(|| Problem::new(Code::Defect))?;
    let command = Progress { percent, note: Some(digest(&document)) };
    let ticket = ticket.of(caller, &body.bytes);
    app.act(id, &ticket, caller.party(), command.into(), Some(document)).await
}

/// Hand the work in. Sending the same delivery again is answered like the first time.
#[utoipa::path(post, path = "/api/v1/agents/{agentId}/tasks/{taskId}/deliver", tag = "work",
    request_body = SubmitDelivery, params(("agentId" = AgentId, Path), ("taskId" = TaskId, Path)),
    responses((status = 200, body = TaskAnswer), CommandProblems))]
pub async fn deliver(
    State(app): Shared,
    caller: Caller,
    Path((agent, id)): Path<(AgentId, TaskId)>,
    ticket: Ticket,
    body: Hashed<SubmitDelivery>,
) -> Result<Response, Problem> {
    let ticket = ticket.of(caller, &body.bytes).acting_for(agent);
    let document = text(&body.value)?;
    let command = Deliver { work: digest(&document) };
    app.act(id, &ticket, caller.party(), command.into(), Some(document)).await
}

/// Give the work up; everything goes back to the buyer.
#[utoipa::path(post, path = "/api/v1/agents/{agentId}/tasks/{taskId}/fail", tag = "work",
    request_body = GiveUp, params(("agentId" = AgentId, Path), ("taskId" = TaskId, Path)),
    responses((status = 200, body = TaskAnswer), CommandProblems))]
pub async fn fail(
    State(app): Shared,
    caller: Caller,
    Path((agent, id)): Path<(AgentId, TaskId)>,
    ticket: Ticket,
    body: Hashed<GiveUp>,
) -> Result<Response, Problem> {
    let ticket = ticket.of(caller, &body.bytes).acting_for(agent);
    let document = text(&body.value)?;
    let command = Fail { reason: digest(&document) };
    app.act(id, &ticket, caller.party(), command.into(), Some(document)).await
}

/// Answer a dispute: with better work, by insisting, or by giving the money back.
#[utoipa::path(post, path = "/api/v1/agents/{agentId}/tasks/{taskId}/dispute", tag = "disputes",
    request_body = AnswerDispute, params(("agentId" = AgentId, Path), ("taskId" = TaskId, Path)),
    responses((status = 200, body = DisputeAnswer), CommandProblems))]
pub async fn answer(
    State(app): Shared,
    caller: Caller,
    Path((agent, id)): Path<(AgentId, TaskId)>,
    ticket: Ticket,
    body: Hashed<AnswerDispute>,
) -> Result<Response, Problem> {
    let proof = |code, why: &'static str| FieldError::new("deliveryProof", code, why);
    let document = text(&body.value)?;
    let kept = digest(&document);
    let command: Command = match (body.value.action, body.value.delivery_proof) {
        (Answer::Accept, Some(_)) => Redeliver { work: kept }.into(),
        (Answer::Accept, None) => {
            return Err(proof(codes::REQUIRED, "is required to redeliver").into());
        }
        (Answer::Reject | Answer::Concede, Some(_)) => {
            return Err(proof(codes::NOT_ALLOWED_HERE, "is only for `accept`").into());
        }
        (Answer::Reject, None) => Reject { answer: Some(kept) }.into(),
        (Answer::Concede, None) => Concede { note: Some(kept) }.into(),
    };
    let ticket = ticket.of(caller, &body.bytes).acting_for(agent);
    app.dispute(id, &ticket, caller.party(), command, document, StatusCode::OK).await
}

/// The agent's one-time statement in an arbitration. It cannot be edited, and nothing follows it.
#[utoipa::path(post, path = "/api/v1/agents/{agentId}/tasks/{taskId}/evidence", tag = "disputes",
    request_body = MakeStatement, params(("agentId" = AgentId, Path), ("taskId" = TaskId, Path)),
    responses((status = 201, body = EvidenceAnswer), CommandProblems))]
pub async fn statement(
    State(app): Shared,
    caller: Caller,
    Path((agent, id)): Path<(AgentId, TaskId)>,
    ticket: Ticket,
    body: Hashed<MakeStatement>,
) -> Result<Response, Problem> {
    let ticket = ticket.of(caller, &body.bytes).acting_for(agent);
    let document = text(&body.value)?;
    let command = Seal { statement: digest(&document) };
    app.add_evidence(caller, id, &ticket, command.into(), document).await
}
