//! Tasks for credits: submit, read.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use earnest::authority::Actor;
use earnest::credits::{Credits, Fund, Refusal, Terms};
use earnest::ids::{InstanceId, PartyId};
use earnest::machine::{Reason as _, Terms as _};
use earnest::money::Amount;
use earnest::time::Timestamp;
use earnest::work::Agent;
use earnest_service::store::Commit;
use earnest_service::{Held, SharedText, directory, reserve};
use serde::Serialize;
use utoipa::ToSchema;

use super::brief::SubmitTask;
use super::view::CreditTaskView;
use crate::act::{Attempt, Ticket, text};
use crate::app::{App, Shared};
use crate::auth::{AnyCaller, Caller};
use crate::body::{Hashed, Json};
use crate::ids::{AgentId, CreditTaskId};
use crate::lifecycle::{Openness, Surfaced as _};
use crate::path::Path;
use crate::problem::{Code, CommandProblems, FieldError, Problem, QueryProblems, codes};
use crate::refusal;
use crate::wire::True;

/// A task for credits, as the answer to a command or a question about it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CreditTaskAnswer {
    /// Always true.
    pub success: True,
    /// The task as it is now.
    #[serde(flatten)]
    pub task: CreditTaskView,
}

/// What is the same in every attempt at a submission.
struct Wish {
    id: InstanceId,
    buyer: PartyId,
    terms: Terms,
    brief: SharedText,
    at: Timestamp,
}

/// Submit a task and pay its largest budget in. An agent's key spends its owner's credits.
///
/// The answer shows the task as it was funded. An agent that is free is assigned in the same
/// commit, which the stream shows next.
#[utoipa::path(post, path = "/api/v1/tasks", tag = "credits", request_body = SubmitTask,
    responses((status = 201, body = CreditTaskAnswer), CommandProblems))]
pub async fn create(
    State(app): Shared,
    AnyCaller(caller): AnyCaller,
    ticket: Ticket,
    body: Hashed<SubmitTask>,
) -> Result<Response, Problem> {
    let (ticket, wish) = (ticket.of(caller, &body.bytes), body.value);
    let brief = text(&wish)?;
    let id = CreditTaskId::mint().0;
    let terms = app.credit_terms(caller, &wish).await?;
    app.once(&ticket, |crowded| {
        let (terms, brief) = (terms.clone(), brief.clone());
        let wish = Wish { id, buyer: caller.user, terms, brief, at: app.now() };
        app.submit_credits(&ticket, wish, crowded)
    })
    .await
}

/// One task.
#[utoipa::path(get, path = "/api/v1/tasks/{taskId}", tag = "credits",
    params(("taskId" = CreditTaskId, Path)),
    responses((status = 200, body = CreditTaskAnswer), QueryProblems))]
pub async fn get(
    State(app): Shared,
    AnyCaller(caller): AnyCaller,
    Path(id): Path<CreditTaskId>,
) -> Result<Json<CreditTaskAnswer>, Problem> {
    let held = app.visible(caller, id, Openness::Parties).await?;
    Credits::answer(&app, &held).await.map(Json)
}

impl App {
    /// Opens and funds a task; gives it to an agent unless the last attempt found it crowded.
    async fn submit_credits(
        &self,
        ticket: &Ticket,
        wish: Wish,
        crowded: bool,
    ) -> Result<Attempt, Problem> {
        let Wish { id, buyer, terms, brief, at } = wish;
        // Who pays is the owner, whoever of his submits.
        let by = Actor::Party(buyer);
        let mut held = Held::<Credits>::open(id, terms, at, Some(brief))?;
        held.step(ticket.order, by, at, Fund {}.into(), None)
            .map_err(|error| refusal::undecided(error, &held.instance, by, at))?;
        let answer = Credits::answer(self, &held).await?;
        let place = if crowded { None } else { self.service.give(&mut held, at).await? };
        let mut commit = Commit::default();
        held.write(&mut commit)?;
        if let Some(place) = &place {
            reserve(&mut commit, place);
        }
        Attempt::new(commit, StatusCode::CREATED, &answer)
    }

    /// What the contract of a new task is.
    async fn credit_terms(&self, caller: Caller, wish: &SubmitTask) -> Result<Terms, Problem> {
        let budget = Amount::new(wish.max_budget.number().into());
        let refuse = || FieldError::new("maxBudget", codes::TOO_LARGE, "is too large");
        let budget = budget.ok_or_else(refuse)?;
        // What the core tells first: before what an agent asks for, and before unsound terms.
        if budget.is_zero() {
            let why = Refusal::ZeroBudget;
            return Err(Problem::guarded(why.code(), why.to_string()).field("maxBudget"));
        }
        let named = match wish.agent_id {
            Some(id) => Some(self.asking_at_most(id, budget).await?),
            None => None,
        };
        if let Some(parent) = wish.parent_task_id {
            self.visible(caller, parent, Openness::Parties).await?;
        }
        let submitted_by = caller.agent;
        let parent = wish.parent_task_id.map(InstanceId::from);
        let terms = self.house.credits.terms(caller.user, budget, named);
        let terms = Terms { submitted_by, parent, ..terms };
        if let Some(why) = terms.unsound().next() {
            return Err(Problem::new(Code::UnsoundTerms).detail(why.to_string()));
        }
        Ok(terms)
    }

    /// The named agent, if it asks for no more than the budget: it could never be assigned.
    async fn asking_at_most(&self, id: AgentId, budget: Amount) -> Result<Agent, Problem> {
        let card = directory::credit_agent(self.store(), id.0).await?;
        let card = card.ok_or_else(Problem::not_found)?;
        if card.price > budget {
            let why = format!("the agent asks for {} cents", card.price);
            return Err(Problem::guarded("price_over_budget", why).field("maxBudget"));
        }
        Ok(card.agent())
    }
}
