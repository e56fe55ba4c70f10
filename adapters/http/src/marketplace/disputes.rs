//! Disputes: open, add evidence, decide.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use earnest::authority::Actor;
use earnest::dispute::{Resolution, Ruling};
use earnest::marketplace::{Command, Dispute, Rule, Seal, Submit};
use earnest_service::{SharedText, digest};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::brief::{MakeStatement, OpenDispute, Resolve, SubmitEvidence};
use super::view::{DisputeView, Evidence, TaskView};
use crate::act::{Attempt, Ticket, text};
use crate::app::{App, Shared};
use crate::auth::{Admin, Caller};
use crate::body::{Hashed, Json};
use crate::ids::{DisputeId, TaskId};
use crate::page::{Cursor, Limit};
use crate::path::Path;
use crate::problem::{Code, CommandProblems, FieldError, Problem, QueryProblems, codes};
use crate::query::Query;
use crate::wire::{Resolution as WireResolution, True};

/// A dispute and the task it is about.
#[derive(Debug, Serialize, ToSchema)]
pub struct DisputeAnswer {
    /// Always true.
    pub success: True,
    /// The dispute.
    pub dispute: DisputeView,
    /// The task.
    pub task: TaskView,
}

/// A piece of evidence and the dispute it is for.
#[derive(Debug, Serialize, ToSchema)]
pub struct EvidenceAnswer {
    /// Always true.
    pub success: True,
    /// What was submitted.
    pub evidence: Evidence,
    /// The dispute.
    pub dispute: DisputeView,
}

/// A page of disputes.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DisputePage {
    /// Always true.
    pub success: True,
    /// The newest task's first.
    pub disputes: Vec<DisputeView>,
    /// Where the next page begins; null on the last.
    pub next_cursor: Option<Cursor>,
}

/// Which disputes to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DisputeFilter {
    /// How many.
    #[serde(default)]
    #[param(value_type = Option<Limit>)]
    limit: Limit,
    /// The `nextCursor` of the page before.
    cursor: Option<Cursor>,
}

/// Contest a delivery. The money is frozen until the dispute ends.
#[utoipa::path(post, path = "/api/v1/dashboard/tasks/{taskId}/dispute", tag = "disputes",
    request_body = OpenDispute, params(("taskId" = TaskId, Path)),
    responses((status = 201, body = DisputeAnswer), CommandProblems))]
pub async fn open(
    State(app): Shared,
    caller: Caller,
    Path(id): Path<TaskId>,
    ticket: Ticket,
    body: Hashed<OpenDispute>,
) -> Result<Response, Problem> {
    let document = text(&body.value)?;
    let command = Dispute { reason: digest(&document) };
    let ticket = ticket.of(caller, &body.bytes);
    app.dispute(id, &ticket, caller.party(), command.into(), document, StatusCode::CREATED).await
}

/// Add a piece of evidence. It cannot be changed afterwards.
#[utoipa::path(post, path = "/api/v1/dashboard/tasks/{taskId}/dispute/evidence", tag = "disputes",
    request_body = SubmitEvidence, params(("taskId" = TaskId, Path)),
    responses((status = 201, body = EvidenceAnswer), CommandProblems))]
pub async fn evidence(
    State(app): Shared,
    caller: Caller,
    Path(id): Path<TaskId>,
    ticket: Ticket,
    body: Hashed<SubmitEvidence>,
) -> Result<Response, Problem> {
    let document = text(&body.value)?;
    let command = Submit { item: digest(&document) };
    app.add_evidence(caller, id, &ticket.of(caller, &body.bytes), command.into(), document).await
}

/// The buyer's one-time statement in an arbitration; the agent has one of his own.
#[utoipa::path(post, path = "/api/v1/dashboard/tasks/{taskId}/dispute/statement", tag = "disputes",
    request_body = MakeStatement, params(("taskId" = TaskId, Path)),
    responses((status = 201, body = EvidenceAnswer), CommandProblems))]
pub async fn statement(
    State(app): Shared,
    caller: Caller,
    Path(id): Path<TaskId>,
    ticket: Ticket,
    body: Hashed<MakeStatement>,
) -> Result<Response, Problem> {
    let document = text(&body.value)?;
    let command = Seal { statement: digest(&document) };
    app.add_evidence(caller, id, &ticket.of(caller, &body.bytes), command.into(), document).await
}

/// Decide a dispute. Admins only, and none who is a party to it.
#[utoipa::path(post, path = "/api/v1/admin/disputes/{disputeId}/resolve", tag = "admin",
    request_body = Resolve, params(("disputeId" = DisputeId, Path)),
    responses((status = 200, body = DisputeAnswer), CommandProblems))]
pub async fn resolve(
    State(app): Shared,
    Admin(caller): Admin,
    Path(id): Path<DisputeId>,
    ticket: Ticket,
    body: Hashed<Resolve>,
) -> Result<Response, Problem> {
    let resolution = match body.value.resolution {
        WireResolution::RefundBuyer => Resolution::RefundBuyer,
        WireResolution::ReleaseToAgent => Resolution::ReleaseToAgent,
        WireResolution::Split => Resolution::Split,
    };
    let share = body.value.refund_percentage.map(|share| share.0);
    let ruling = Ruling::new(resolution, share).map_err(|why| {
        let code = if share.is_none() { codes::REQUIRED } else { codes::NOT_ALLOWED_HERE };
        FieldError::new("refundPercentage", code, why.to_string())
    })?;
    let document = text(&body.value)?;
    let command = Rule { ruling, notes: Some(digest(&document)) };
    let ticket = ticket.of(caller, &body.bytes);
    app.once(&ticket, |_| async {
        let (by, document) = (caller.arbiter(), Some(document.clone()));
        let (held, commit) = app.order(id.task, &ticket, by, command, document).await?;
        let answer = dispute_answer(&app, &held).await?;
        // A ruling meant for a dispute that ended before must not decide a later one.
        if answer.dispute.id != id {
            return Err(Problem::not_found());
        }
        Attempt::new(commit, StatusCode::OK, &answer)
    })
    .await
}

/// Open disputes, the newest task's first.
#[utoipa::path(get, path = "/api/v1/admin/disputes", tag = "admin", params(DisputeFilter),
    responses((status = 200, body = DisputePage), QueryProblems))]
pub async fn list(
    State(app): Shared,
    _: Admin,
    Query(filter): Query<DisputeFilter>,
) -> Result<Json<DisputePage>, Problem> {
    let lists = [earnest_service::names::DISPUTES.to_owned()];
    let page = app.task_page(&lists, None, filter.cursor, filter.limit).await?;
    let disputes = page.tasks.into_iter().filter_map(|task| task.dispute).collect();
    Ok(Json(DisputePage { success: True, disputes, next_cursor: page.next_cursor }))
}

impl App {
    /// Carries out a party's order in a dispute and answers with the dispute.
    ///
    /// # Errors
    ///
    /// What the core refuses, as a problem.
    pub async fn dispute(
        &self,
        id: TaskId,
        ticket: &Ticket,
        by: Actor,
        command: Command,
        document: SharedText,
        status: StatusCode,
    ) -> Result<Response, Problem> {
        self.once(ticket, |_| async {
            let document = Some(document.clone());
            let (held, commit) = self.order(id, ticket, by, command.clone(), document).await?;
            Attempt::new(commit, status, &dispute_answer(self, &held).await?)
        })
        .await
    }

    /// Adds a piece of evidence or a statement and answers with it.
    ///
    /// # Errors
    ///
    /// What the core refuses, as a problem.
    pub async fn add_evidence(
        &self,
        caller: Caller,
        id: TaskId,
        ticket: &Ticket,
        command: Command,
        document: SharedText,
    ) -> Result<Response, Problem> {
        self.once(ticket, |_| async {
            let (by, document) = (caller.party(), Some(document.clone()));
            let (held, commit) = self.order(id, ticket, by, command.clone(), document).await?;
            let dispute = dispute_answer(self, &held).await?.dispute;
            let evidence = dispute.newest(caller.user == held.instance.terms.buyer);
            let evidence = evidence.ok_or_else(|| Problem::new(Code::Defect))?;
            let answer = EvidenceAnswer { success: True, evidence, dispute };
            Attempt::new(commit, StatusCode::CREATED, &answer)
        })
        .await
    }
}

async fn dispute_answer(
    app: &App,
    held: &earnest_service::Held<earnest::marketplace::Marketplace>,
) -> Result<DisputeAnswer, Problem> {
    let task = app.task_view(held).await?;
    let dispute = task.dispute.clone().ok_or_else(|| Problem::new(Code::Defect))?;
    Ok(DisputeAnswer { success: True, dispute, task })
}
