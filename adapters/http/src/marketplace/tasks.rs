//! Tasks: create, read, list, cancel.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use earnest::ids::{InstanceId, PartyId};
use earnest::marketplace::{Agent, Cancel, Fund, Marketplace, Mode, Terms};
use earnest::money::Amount;
use earnest::time::{Timestamp, Window};
use earnest_service::store::Commit;
use earnest_service::{Held, SharedText, names, reserve};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::brief::CreateTask;
use super::view::TaskView;
use crate::act::{Attempt, Ticket, text};
use crate::app::{App, Shared};
use crate::auth::Caller;
use crate::body::{Hashed, Json};
use crate::house::ASSET;
use crate::ids::TaskId;
use crate::lifecycle::{Openness, Surfaced as _};
use crate::page::{Cursor, Limit};
use crate::path::Path;
use crate::problem::{CommandProblems, FieldError, Problem, QueryProblems, codes};
use crate::query::Query;
use crate::refusal;
use crate::wire::{Mode as WireMode, True, vocabulary};

/// A task, as the answer to a command or a question about it.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskAnswer {
    /// Always true.
    pub success: True,
    /// The task as it is now.
    pub task: TaskView,
}

/// A page of tasks.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TaskPage {
    /// Always true.
    pub success: True,
    /// Newest first.
    pub tasks: Vec<TaskView>,
    /// Where the next page begins; null on the last.
    pub next_cursor: Option<Cursor>,
}

vocabulary! {
    /// The status of a task.
    TaskStatus {
        Pending = "PENDING",
        Matching = "MATCHING",
        Executing = "EXECUTING",
        Delivered = "DELIVERED",
        RevisionRequested = "REVISION_REQUESTED",
        Disputed = "DISPUTED",
        Completed = "COMPLETED",
        Cancelled = "CANCELLED",
        Expired = "EXPIRED",
        Failed = "FAILED",
    }
}

vocabulary! {
    /// What the caller is to a task.
    Side {
        Buyer = "buyer",
        Agent = "agent",
    }
}

vocabulary! {
    /// What can be done to a task with PATCH.
    TaskAction {
        Cancel = "cancel",
    }
}

/// A change of a task.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeTask {
    /// What to do.
    pub action: TaskAction,
}

/// Which tasks to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TaskFilter {
    /// Only those in this status.
    status: Option<TaskStatus>,
    /// Only those that the caller buys, or that his agents work on; both by default.
    role: Option<Side>,
    /// How many.
    #[serde(default)]
    #[param(value_type = Option<Limit>)]
    limit: Limit,
    /// The `nextCursor` of the page before.
    cursor: Option<Cursor>,
}

/// Create a task and pay its budget in.
///
/// The answer shows the task as it was funded. In direct mode an agent that is free is assigned
/// in the same commit, which the stream shows next.
#[utoipa::path(post, path = "/api/v1/tasks", tag = "tasks", request_body = CreateTask,
    responses((status = 201, body = TaskAnswer), CommandProblems))]
pub async fn create(
    State(app): Shared,
    caller: Caller,
    ticket: Ticket,
    body: Hashed<CreateTask>,
) -> Result<Response, Problem> {
    let (ticket, brief) = (ticket.of(caller, &body.bytes), body.value);
    let now = app.now();
    let terms = terms(&app, caller.user, &brief, now).await?;
    let document = text(&brief)?;
    let id = TaskId::mint().0;
    app.once(&ticket, |crowded| {
        fund(&app, caller, &ticket, id, terms.clone(), document.clone(), now, crowded)
    })
    .await
}

/// Opens and funds the task; gives it to an agent unless the last attempt found it crowded.
#[expect(clippy::too_many_arguments, reason = "one attempt of one handler, with what it parsed")]
async fn fund(
    app: &App,
    caller: Caller,
    ticket: &Ticket,
    id: InstanceId,
    terms: Terms,
    document: SharedText,
    now: Timestamp,
    crowded: bool,
) -> Result<Attempt, Problem> {
    let mut held = Held::<Marketplace>::open(id, terms, now, Some(document))?;
    held.step(ticket.order, caller.party(), now, Fund {}.into(), None)
        .map_err(|error| refusal::undecided(error, &held.instance, caller.party(), now))?;
    let answer = Marketplace::answer(app, &held).await?;
    let place = if crowded { None } else { app.service.give(&mut held, now).await? };
    let mut commit = Commit::default();
    held.write(&mut commit)?;
    if let Some(place) = &place {
        reserve(&mut commit, place);
    }
    Attempt::new(commit, StatusCode::CREATED, &answer)
}

/// What the task's contract is.
async fn terms(
    app: &App,
    buyer: PartyId,
    brief: &CreateTask,
    now: Timestamp,
) -> Result<Terms, Problem> {
    let budget: Amount = brief.budget.amount("budget", ASSET)?;
    let mode = brief.mode.unwrap_or(WireMode::Direct);
    let mode = match (mode, brief.agent_id) {
        (WireMode::Direct, None) => Mode::Direct(None),
        (WireMode::Direct, Some(id)) => {
            let card = app.service.card(id.0).await?.ok_or_else(Problem::not_found)?;
            Mode::Direct(Some(Agent { id: card.id, owner: card.owner }))
        }
        (WireMode::Proposals, None) => Mode::Proposals,
        (WireMode::Proposals, Some(_)) => {
            let why = "is only for direct mode";
            return Err(FieldError::new("agentId", codes::NOT_ALLOWED_HERE, why).into());
        }
    };
    let to_hire = brief.proposal_deadline.map(|deadline| {
        let refuse = |code, why: &'static str| FieldError::new("proposalDeadline", code, why);
        if mode != Mode::Proposals {
            return Err(refuse(codes::NOT_ALLOWED_HERE, "is only for proposals mode"));
        }
        let ahead = deadline.0.as_millis().saturating_sub(now.as_millis());
        if ahead > Terms::LONGEST {
            return Err(refuse(codes::TOO_LARGE, "is more than ten years ahead"));
        }
        Window::from_millis(ahead).ok_or_else(|| refuse(codes::TOO_SMALL, "is not in the future"))
    });
    Ok(app.house.terms(buyer, budget, mode, to_hire.transpose()?))
}

/// One task.
#[utoipa::path(get, path = "/api/v1/tasks/{taskId}", tag = "tasks",
    params(("taskId" = TaskId, Path)), responses((status = 200, body = TaskAnswer), QueryProblems))]
pub async fn get(
    State(app): Shared,
    caller: Caller,
    Path(id): Path<TaskId>,
) -> Result<Json<TaskAnswer>, Problem> {
    let held = app.visible(caller, id, Openness::Anyone).await?;
    Marketplace::answer(&app, &held).await.map(Json)
}

/// The caller's tasks, newest first.
#[utoipa::path(get, path = "/api/v1/tasks", tag = "tasks", params(TaskFilter),
    responses((status = 200, body = TaskPage), QueryProblems))]
pub async fn list(
    State(app): Shared,
    caller: Caller,
    Query(filter): Query<TaskFilter>,
) -> Result<Json<TaskPage>, Problem> {
    let lists = match filter.role {
        Some(Side::Buyer) => vec![names::buys(caller.user).to_string()],
        Some(Side::Agent) => vec![names::works(caller.user).to_string()],
        None => [names::buys, names::works].map(|of| of(caller.user).to_string()).to_vec(),
    };
    let facet = filter.status.map(TaskStatus::as_str);
    app.task_page(&lists, facet, filter.cursor, filter.limit).await.map(Json)
}

/// Tasks in proposals mode that take proposals now, newest first.
#[utoipa::path(get, path = "/api/v1/jobs", tag = "proposals", params(JobFilter),
    responses((status = 200, body = TaskPage), QueryProblems))]
pub async fn jobs(
    State(app): Shared,
    _: Caller,
    Query(filter): Query<JobFilter>,
) -> Result<Json<TaskPage>, Problem> {
    app.task_page(&[names::JOBS.to_owned()], None, filter.cursor, filter.limit).await.map(Json)
}

/// Which jobs to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct JobFilter {
    /// How many.
    #[serde(default)]
    #[param(value_type = Option<Limit>)]
    limit: Limit,
    /// The `nextCursor` of the page before.
    cursor: Option<Cursor>,
}

/// Cancel a task before it is delivered.
#[utoipa::path(patch, path = "/api/v1/tasks/{taskId}", tag = "tasks", request_body = ChangeTask,
    params(("taskId" = TaskId, Path)), responses((status = 200, body = TaskAnswer), CommandProblems))]
pub async fn change(
    State(app): Shared,
    caller: Caller,
    Path(id): Path<TaskId>,
    ticket: Ticket,
    body: Hashed<ChangeTask>,
) -> Result<Response, Problem> {
    let TaskAction::Cancel = body.value.action;
    let ticket = ticket.of(caller, &body.bytes);
    app.once(&ticket, |_| async {
        let (held, mut commit) = app.order(id, &ticket, caller.party(), Cancel {}, None).await?;
        app.decline_all(&held, None, &mut commit).await?;
        Attempt::new(commit, StatusCode::OK, &Marketplace::answer(&app, &held).await?)
    })
    .await
}

impl App {
    /// One page of the tasks in any of some lists, newest first.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn task_page(
        &self,
        lists: &[String],
        facet: Option<&str>,
        cursor: Option<Cursor>,
        limit: Limit,
    ) -> Result<TaskPage, Problem> {
        let page = self.page::<Marketplace>(lists, facet, cursor, limit).await?;
        let mut tasks = Vec::with_capacity(page.instances.len());
        for held in &page.instances {
            tasks.push(self.task_view(held).await?);
        }
        Ok(TaskPage { success: True, tasks, next_cursor: page.next_cursor })
    }
}
