//! Proposals: agents bid on tasks, buyers choose.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use earnest::Instance;
use earnest::authority::Actor;
use earnest::ids::OrderId;
use earnest::marketplace::{Hire, Marketplace, Mode, Stage};
use earnest::proposal::{Accept, Decline, Proposal, Terms, Withdraw};
use earnest::time::Window;
use earnest_service::store::{Commit, Sort, Tally};
use earnest_service::{Answer, Held, Status as _, kind, names};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::view::TaskView;
use crate::act::{Attempt, Ticket, text};
use crate::app::{App, Shared};
use crate::auth::Caller;
use crate::body::{Hashed, Json};
use crate::house::ASSET;
use crate::ids::{AgentId, ProposalId, TaskId};
use crate::lifecycle::Openness;
use crate::page::{Cursor, Limit};
use crate::path::Path;
use crate::problem::{Code, CommandProblems, FieldError, Problem, QueryProblems, codes};
use crate::query::Query;
use crate::refusal;
use crate::wire::{Money, Text, Time, True, Whole, vocabulary};

/// The most proposals that a task keeps; the house may allow fewer.
const MOST: u32 = 1_000;

/// A new proposal.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Propose {
    /// The task in proposals mode.
    pub job_id: TaskId,
    /// How the agent would do it.
    pub approach: Text<1, 20000>,
    /// What it would cost, in the task's currency; at most its budget.
    pub price: Money,
    /// How long it would take, at most a year.
    pub estimated_minutes: Whole<1, 525_600>,
    /// A word to the buyer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Text<0, 5000>>,
}

/// A proposal.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProposalView {
    /// Its identity.
    pub id: ProposalId,
    /// The task it is for.
    pub job_id: TaskId,
    /// Who would work.
    pub agent_id: AgentId,
    /// How.
    pub approach: Option<Text<1, 20000>>,
    /// For how much.
    pub price: Money,
    /// How long it would take.
    pub estimated_minutes: u64,
    /// A word to the buyer.
    pub message: Option<Text<0, 5000>>,
    /// `PENDING`, `ACCEPTED`, `DECLINED`, `WITHDRAWN` or `EXPIRED`.
    #[schema(value_type = String)]
    pub status: &'static str,
    /// When it was made.
    pub created_at: Time,
}

/// A proposal, as the answer to a command.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposalAnswer {
    /// Always true.
    pub success: True,
    /// The proposal as it is now.
    pub proposal: ProposalView,
}

/// A decided proposal and its task.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecisionAnswer {
    /// Always true.
    pub success: True,
    /// The proposal as it is now.
    pub proposal: ProposalView,
    /// The task as it is now.
    pub task: TaskView,
}

/// A page of proposals.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProposalPage {
    /// Always true.
    pub success: True,
    /// Newest first.
    pub proposals: Vec<ProposalView>,
    /// Where the next page begins; null on the last.
    pub next_cursor: Option<Cursor>,
}

/// Which proposals to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ProposalFilter {
    /// How many.
    #[serde(default)]
    #[param(value_type = Option<Limit>)]
    limit: Limit,
    /// The `nextCursor` of the page before.
    cursor: Option<Cursor>,
}

vocabulary! {
    /// What a buyer says to a proposal.
    Choice {
        /// Hires the agent; declines the others.
        Accept = "accept",
        /// Turns it down.
        Decline = "decline",
    }
}

/// A buyer's decision.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Decide {
    /// What is decided.
    pub action: Choice,
}

vocabulary! {
    /// What an agent can do with its proposal.
    Retreat {
        /// Takes it back.
        Withdraw = "withdraw",
    }
}

/// An agent's change of mind.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Retract {
    /// What to do.
    pub action: Retreat,
}

/// Propose to work on a task.
#[utoipa::path(post, path = "/api/v1/agents/{agentId}/propose", tag = "proposals",
    request_body = Propose, params(("agentId" = AgentId, Path)),
    responses((status = 201, body = ProposalAnswer), CommandProblems))]
pub async fn propose(
    State(app): Shared,
    caller: Caller,
    Path(agent): Path<AgentId>,
    ticket: Ticket,
    body: Hashed<Propose>,
) -> Result<Response, Problem> {
    let card = app.own_agent(caller.user, agent).await?;
    let (ticket, wish) = (ticket.of(caller, &body.bytes), body.value);
    let price = wish.price.amount("price", ASSET)?;
    let document = text(&wish)?;
    let id = ProposalId::mint();
    app.once(&ticket, |full| {
        let (wish, document, agent) = (&wish, document.clone(), card.agent());
        let (app, caller) = (&app, caller);
        async move {
            let mut task = app.visible(caller, wish.job_id, Openness::Anyone).await?;
            let (instance, now) = (&task.instance, app.now());
            let refuse = |code, why: &str| Problem::guarded(code, why.to_owned());
            let Stage::Pending(pending) = &instance.stage else {
                return Err(Problem::new(Code::WrongState).current_status(instance.stage.status()));
            };
            if instance.terms.mode != Mode::Proposals {
                return Err(refuse("not_proposals", "the task does not take proposals"));
            }
            if full {
                return Err(Problem::new(Code::TooManyProposals));
            }
            if agent.owner == instance.terms.buyer {
                return Err(refuse("self_hire", "the buyer owns this agent"));
            }
            if price > instance.terms.budget {
                let why = "is above the task's budget";
                return Err(FieldError::new("price", codes::TOO_LARGE, why).into());
            }
            let left = pending.hire_by.as_millis().saturating_sub(now.as_millis());
            let terms = Terms {
                task: instance.id,
                buyer: instance.terms.buyer,
                agent,
                asset: instance.terms.asset,
                price,
                estimate: minutes(wish.estimated_minutes.number()),
                to_accept: Window::from_millis(left).unwrap_or(Window::MAX),
            };
            let held = Held::<Proposal>::open(id.0, terms, now, Some(document))?;
            let proposal = view(&held);
            let mut commit = Commit::default();
            held.write(&mut commit)?;
            let job = instance.id;
            let (at, body) = (now.max(instance.since), format!(r#"{{"proposal":"{}"}}"#, id.0));
            task.note(kind::PROPOSED, at, body.into(), None);
            task.write(&mut commit)?;
            commit.tallies.push(Tally {
                name: names::proposed(job),
                change: 1,
                at_most: Some(app.house.max_proposals.min(MOST).into()),
            });
            Attempt::new(commit, StatusCode::CREATED, &ProposalAnswer { success: True, proposal })
        }
    })
    .await
}

/// The proposals for a task: all for its buyer, his own for an agent's owner.
#[utoipa::path(get, path = "/api/v1/tasks/{taskId}/proposals", tag = "proposals",
    params(("taskId" = TaskId, Path), ProposalFilter),
    responses((status = 200, body = ProposalPage), QueryProblems))]
pub async fn list(
    State(app): Shared,
    caller: Caller,
    Path(id): Path<TaskId>,
    Query(filter): Query<ProposalFilter>,
) -> Result<Json<ProposalPage>, Problem> {
    let task = app.visible(caller, id, Openness::Anyone).await?;
    let all = caller.admin || task.instance.terms.buyer == caller.user;
    let list = names::proposals(id.0).to_string();
    let limit = filter.limit.number();
    let mut proposals: Vec<ProposalView> = Vec::new();
    let mut after = filter.cursor.map(Cursor::id);
    // A task has a bounded number of proposals, so looking for one's own ends soon.
    let next_cursor = loop {
        let page = app.store().list(&list, None, after, Sort::Newest, 100).await?;
        let Some(last) = page.last() else { break None };
        let last = last.id;
        for stream in &page {
            let held = Held::<Proposal>::load(stream)?;
            if all || held.instance.terms.agent.owner == caller.user {
                if proposals.len() == limit {
                    break;
                }
                proposals.push(view(&held));
            }
        }
        if proposals.len() == limit {
            let shown = proposals.last().map(|proposal| proposal.id.0);
            break shown.filter(|shown| *shown != last || page.len() == 100).map(Cursor::after);
        }
        after = Some(last);
    };
    Ok(Json(ProposalPage { success: True, proposals, next_cursor }))
}

/// Accept a proposal, which hires its agent and declines the others; or decline it.
#[utoipa::path(post, path = "/api/v1/tasks/{taskId}/proposals/{proposalId}", tag = "proposals",
    request_body = Decide, params(("taskId" = TaskId, Path), ("proposalId" = ProposalId, Path)),
    responses((status = 200, body = DecisionAnswer), CommandProblems))]
pub async fn decide(
    State(app): Shared,
    caller: Caller,
    Path((task, id)): Path<(TaskId, ProposalId)>,
    ticket: Ticket,
    body: Hashed<Decide>,
) -> Result<Response, Problem> {
    let ticket = ticket.of(caller, &body.bytes);
    app.once(&ticket, |_| async {
        let (by, order) = (caller.party(), ticket.order);
        let buyer = app.visible(caller, task, Openness::Parties).await?;
        let asked: earnest::proposal::Command = match body.value.action {
            Choice::Accept => Accept {}.into(),
            Choice::Decline => Decline {}.into(),
        };
        let decided = app.service.decide::<Proposal>(id.0, order, by, asked, None).await;
        let decided = decided.map_err(|error| refusal::refused(error, by, app.now()))?;
        let mut commit = Commit::default();
        let (proposal, task) = match decided {
            Answer::Repeated(proposal) => (proposal, buyer),
            Answer::Done(proposal) => {
                let terms = proposal.instance.terms.clone();
                if terms.task != task.0 {
                    return Err(Problem::not_found());
                }
                let task = match body.value.action {
                    Choice::Decline => buyer,
                    Choice::Accept => {
                        let Terms { agent, price, estimate, .. } = terms;
                        let hire = Hire { agent, price, estimate: Some(estimate) };
                        let (held, hired) = app.order(task, &ticket, by, hire, None).await?;
                        commit = hired;
                        app.decline_all(&held, Some(id), &mut commit).await?;
                        held
                    }
                };
                proposal.write(&mut commit)?;
                (proposal, task)
            }
        };
        let task = app.task_view(&task).await?;
        let proposal = view(&proposal);
        Attempt::new(commit, StatusCode::OK, &DecisionAnswer { success: True, proposal, task })
    })
    .await
}

/// Take a proposal back.
#[utoipa::path(post, path = "/api/v1/agents/{agentId}/proposals/{proposalId}", tag = "proposals",
    request_body = Retract, params(("agentId" = AgentId, Path), ("proposalId" = ProposalId, Path)),
    responses((status = 200, body = ProposalAnswer), CommandProblems))]
pub async fn retract(
    State(app): Shared,
    caller: Caller,
    Path((agent, id)): Path<(AgentId, ProposalId)>,
    ticket: Ticket,
    body: Hashed<Retract>,
) -> Result<Response, Problem> {
    app.own_agent(caller.user, agent).await?;
    let Retreat::Withdraw = body.value.action;
    let ticket = ticket.of(caller, &body.bytes);
    app.once(&ticket, |_| async {
        let (by, order) = (caller.party(), ticket.order);
        let asked = Withdraw {}.into();
        let decided = app.service.decide::<Proposal>(id.0, order, by, asked, None).await;
        let decided = decided.map_err(|error| refusal::refused(error, by, app.now()))?;
        let mut commit = Commit::default();
        let held = match decided {
            Answer::Repeated(held) => held,
            Answer::Done(held) => {
                held.write(&mut commit)?;
                held
            }
        };
        if held.instance.terms.agent.id != agent.0 {
            return Err(Problem::not_found());
        }
        let proposal = view(&held);
        Attempt::new(commit, StatusCode::OK, &ProposalAnswer { success: True, proposal })
    })
    .await
}

impl App {
    /// Declines every proposal that still stands for a task that no longer takes any, in the same
    /// commit as what ended that.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn decline_all(
        &self,
        task: &Held<Marketplace>,
        except: Option<ProposalId>,
        commit: &mut Commit,
    ) -> Result<(), Problem> {
        if task.instance.terms.mode != Mode::Proposals || *commit == Commit::default() {
            return Ok(());
        }
        let list = names::proposals(task.instance.id).to_string();
        let offered = Some("Offered");
        let standing = self.store().list(&list, offered, None, Sort::Oldest, MOST).await?;
        for stream in standing.iter().filter(|it| Some(it.id) != except.map(|id| id.0)) {
            let mut held = Held::<Proposal>::load(stream)?;
            let now = self.now().max(held.instance.since);
            let decline = Decline {}.into();
            held.step(OrderId(0), Actor::Operator, now, decline, None)
                .map_err(|error| refusal::undecided(error, &held.instance, Actor::Operator, now))?;
            held.write(commit)?;
        }
        Ok(())
    }
}

fn view(held: &Held<Proposal>) -> ProposalView {
    let Instance { id, terms, stage, .. } = &held.instance;
    let (approach, message) =
        held.read_brief::<Propose>().map_or((None, None), |it| (Some(it.approach), it.message));
    ProposalView {
        id: ProposalId(*id),
        job_id: TaskId(terms.task),
        agent_id: AgentId(terms.agent.id),
        approach,
        price: Money::show(terms.asset, terms.price),
        estimated_minutes: terms.estimate.as_millis() / 60_000,
        message,
        status: stage.status(),
        created_at: Time(held.opened),
    }
}

/// By its type on the wire, the number is from 1 to 525,600.
fn minutes(count: u64) -> Window {
    u32::try_from(count).ok().and_then(Window::from_minutes).unwrap_or(Window::MAX)
}
