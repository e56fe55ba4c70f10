//! Disputes over tasks for credits: file, read, take back, give in.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use earnest::authority::Role;
use earnest::credits::{Command, Concede, Credits, Dispute, Grounds, Withdraw};
use earnest_service::{Held, SharedText, Status as _, digest};
use serde::Serialize;
use utoipa::ToSchema;

use super::brief::{ConcedeDispute, DisputeReason, FileDispute};
use super::view::CreditDisputeView;
use crate::act::{Attempt, Ticket, text};
use crate::app::{App, Shared};
use crate::auth::{AnyCaller, Caller};
use crate::body::{Bare, Hashed, Json, Nothing};
use crate::ids::CreditTaskId;
use crate::lifecycle::Openness;
use crate::path::Path;
use crate::problem::{Code, CommandProblems, Problem, QueryProblems};
use crate::refusal;
use crate::wire::True;

/// A dispute over a task for credits, as an answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct CreditDisputeAnswer {
    /// Always true.
    pub success: True,
    /// The dispute.
    #[serde(flatten)]
    pub dispute: CreditDisputeView,
}

/// Contest completed work. What is still held is frozen until the dispute ends.
#[utoipa::path(post, path = "/api/v1/tasks/{taskId}/dispute", tag = "credits",
    request_body = FileDispute, params(("taskId" = CreditTaskId, Path)),
    responses((status = 201, body = CreditDisputeAnswer), CommandProblems))]
pub async fn file(
    State(app): Shared,
    caller: Caller,
    Path(id): Path<CreditTaskId>,
    ticket: Ticket,
    body: Hashed<FileDispute>,
) -> Result<Response, Problem> {
    let ticket = ticket.of(caller, &body.bytes);
    let document = text(&body.value)?;
    let grounds = match body.value.reason {
        DisputeReason::QualityBelowSpec => Grounds::QualityBelowSpec,
        DisputeReason::IncompleteDelivery => Grounds::IncompleteDelivery,
        DisputeReason::WrongOutput => Grounds::WrongOutput,
        DisputeReason::DeadlineMissed => Grounds::DeadlineMissed,
        DisputeReason::Misrepresentation => Grounds::Misrepresentation,
        DisputeReason::Unresponsive => Grounds::Unresponsive,
    };
    let command = Dispute { grounds, description: digest(&document) }.into();
    let status = StatusCode::CREATED;
    app.contest(Some(Role::Buyer), caller, id, &ticket, command, Some(document), status).await
}

/// The dispute over a task.
#[utoipa::path(get, path = "/api/v1/tasks/{taskId}/dispute", tag = "credits",
    params(("taskId" = CreditTaskId, Path)),
    responses((status = 200, body = CreditDisputeAnswer), QueryProblems))]
pub async fn get(
    State(app): Shared,
    AnyCaller(caller): AnyCaller,
    Path(id): Path<CreditTaskId>,
) -> Result<Json<CreditDisputeAnswer>, Problem> {
    let held = app.visible(caller, id, Openness::Parties).await?;
    let dispute = app.credit_task(&held).await?.dispute.ok_or_else(Problem::not_found)?;
    Ok(Json(CreditDisputeAnswer { success: True, dispute }))
}

/// Take a dispute back: the agent is paid, or keeps its pay. The body may be left out.
#[utoipa::path(post, path = "/api/v1/tasks/{taskId}/dispute/withdraw", tag = "credits",
    request_body = Option<Nothing>, params(("taskId" = CreditTaskId, Path)),
    responses((status = 200, body = CreditDisputeAnswer), CommandProblems))]
pub async fn withdraw(
    State(app): Shared,
    caller: Caller,
    Path(id): Path<CreditTaskId>,
    ticket: Ticket,
    Bare(body): Bare,
) -> Result<Response, Problem> {
    let (ticket, command) = (ticket.of(caller, &body), Withdraw {}.into());
    app.contest(Some(Role::Buyer), caller, id, &ticket, command, None, StatusCode::OK).await
}

/// Give in to a dispute: all of the charge goes back. For the agent, or its owner.
#[utoipa::path(post, path = "/api/v1/tasks/{taskId}/dispute/concede", tag = "credits_work",
    request_body = ConcedeDispute, params(("taskId" = CreditTaskId, Path)),
    responses((status = 200, body = CreditDisputeAnswer), CommandProblems))]
pub async fn concede(
    State(app): Shared,
    AnyCaller(caller): AnyCaller,
    Path(id): Path<CreditTaskId>,
    ticket: Ticket,
    body: Hashed<ConcedeDispute>,
) -> Result<Response, Problem> {
    let ticket = ticket.of(caller, &body.bytes);
    let document = text(&body.value)?;
    let command = Concede { note: Some(digest(&document)) }.into();
    let (role, status) = (Some(Role::Agent), StatusCode::OK);
    app.contest(role, caller, id, &ticket, command, Some(document), status).await
}

impl App {
    /// Carries out an order about a dispute and answers with the dispute. `role` is the party's
    /// whose order it is; none is the arbiter's.
    #[expect(clippy::too_many_arguments, reason = "one order of one sender, with what it parsed")]
    pub(super) async fn contest(
        &self,
        role: Option<Role>,
        caller: Caller,
        id: CreditTaskId,
        ticket: &Ticket,
        command: Command,
        document: Option<SharedText>,
        status: StatusCode,
    ) -> Result<Response, Problem> {
        self.once(ticket, |_| async {
            let (held, by) = match role {
                Some(role) => (self.as_party(caller, id, role).await?, caller.party()),
                None => (self.stored(id, caller.arbiter()).await?, caller.arbiter()),
            };
            let (command, document) = (command.clone(), document.clone());
            let (held, commit) = self.order_on(held, ticket, by, command, document).await?;
            Attempt::new(commit, status, &self.contested(&held).await?)
        })
        .await
    }

    /// A task as it is now, for a party with that role. To its other parties, and to other agents
    /// of theirs, it is another role's; to anyone else it does not exist.
    pub(super) async fn as_party(
        &self,
        caller: Caller,
        id: CreditTaskId,
        role: Role,
    ) -> Result<Held<Credits>, Problem> {
        let held = self.service.read::<Credits>(id.0).await;
        let held = held.map_err(|error| refusal::refused(error, caller.party(), self.now()))?;
        if held.instance.roles(caller.speaker()).has(role) {
            return Ok(held);
        }
        if held.instance.roles(caller.user).is_none() {
            return Err(Problem::not_found());
        }
        let allowed = refusal::allowed(&held.instance, caller.party(), self.now());
        let problem = Problem::new(Code::WrongRole).allowed(allowed);
        Err(problem.current_status(held.instance.stage.status()))
    }

    async fn contested(&self, held: &Held<Credits>) -> Result<CreditDisputeAnswer, Problem> {
        let dispute = self.credit_task(held).await?.dispute;
        let dispute = dispute.ok_or_else(|| Problem::new(Code::Defect))?;
        Ok(CreditDisputeAnswer { success: True, dispute })
    }
}
