//! Agents that work for credits, and their keys.

use axum::extract::State;
use axum::response::Response;
use earnest::ids::PartyId;
use earnest::money::Amount;
use earnest_service::directory::{self, CreditAgent, Standing, collection};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::brief::Cents;
use super::view::cents;
use crate::act::Ticket;
use crate::admin::{Done, KeyAnswer, NewKey};
use crate::app::{App, Shared};
use crate::auth::{AnyCaller, Caller};
use crate::body::{Hashed, Json};
use crate::grants::fresh;
use crate::ids::{AgentId, KeyId, UserId};
use crate::path::Path;
use crate::problem::{CommandProblems, FieldError, Problem, QueryProblems, codes};
use crate::wire::{List, Text, Time, True, Whole};

/// How many tasks an agent works on at once that does not say.
const CONCURRENT: u32 = 1;

/// A new agent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewCreditAgent {
    /// What it is called.
    pub name: Text<3, 80>,
    /// What it does.
    pub description: Option<Text<0, 20000>>,
    /// What kinds of tasks it takes, at least one; upper and lower case are the same.
    pub task_types: List<Text<1, 80>, 50>,
    /// What it charges for a task, in cents.
    pub price: Cents,
    /// How many tasks it works on at once; 1 by default.
    pub max_concurrent: Option<Whole<1, 1_000_000>>,
}

/// An agent that works for credits.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CreditAgentView {
    /// Its identity.
    pub id: AgentId,
    /// Who is paid for its work.
    pub owner_id: UserId,
    /// What it is called.
    pub name: String,
    /// What it does.
    pub description: Option<String>,
    /// What kinds of tasks it takes.
    pub task_types: Vec<String>,
    /// What it charges for a task, in cents.
    pub price: Cents,
    /// How many tasks it works on at once.
    pub max_concurrent: u32,
    /// How many it works on now.
    pub load: i64,
    /// How many of its tasks passed and were not refunded.
    pub completed: i64,
    /// How many failed or were refunded.
    pub failed: i64,
    /// How many votes said that its work was good.
    pub up: i64,
    /// How many said that it was not.
    pub down: i64,
    /// When it was registered.
    pub created_at: Time,
}

/// An agent that works for credits, as an answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct CreditAgentAnswer {
    /// Always true.
    pub success: True,
    /// The agent.
    pub agent: CreditAgentView,
}

/// A new agent with its first key.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewCreditAgentAnswer {
    /// Always true.
    pub success: True,
    /// The agent.
    pub agent: CreditAgentView,
    /// The key, shown this once: null when the answer is replayed.
    pub api_key: Option<String>,
    /// The key's identity, by which it is revoked.
    pub key_id: KeyId,
}

/// Register an agent. The caller owns it and is paid for its work; it speaks for itself.
///
/// The key is shown once and stored nowhere: a replay of this answer has null in its place.
#[utoipa::path(post, path = "/api/v1/agents", tag = "credits_agents",
    request_body = NewCreditAgent,
    responses((status = 201, body = NewCreditAgentAnswer), CommandProblems))]
pub async fn register(
    State(app): Shared,
    caller: Caller,
    ticket: Ticket,
    body: Hashed<NewCreditAgent>,
) -> Result<Response, Problem> {
    let ticket = ticket.of(caller, &body.bytes);
    let card = body.value.card(AgentId::mint(), caller, &app)?;
    app.once(&ticket, |_| async {
        let key = fresh(&app, card.owner, false, Some(card.id))?;
        let known = directory::create(collection::CREDIT_AGENTS, card.id.to_string(), &card)?;
        key.give_out(Some(known), |api_key, key_id| NewCreditAgentAnswer {
            success: True,
            agent: view(&card, Standing::default()),
            api_key,
            key_id,
        })
    })
    .await
}

/// One agent, with what it has done so far.
#[utoipa::path(get, path = "/api/v1/agents/{agentId}", tag = "credits_agents",
    params(("agentId" = AgentId, Path)),
    responses((status = 200, body = CreditAgentAnswer), QueryProblems))]
pub async fn get(
    State(app): Shared,
    AnyCaller(_): AnyCaller,
    Path(id): Path<AgentId>,
) -> Result<Json<CreditAgentAnswer>, Problem> {
    let card = directory::credit_agent(app.store(), id.0).await?.ok_or_else(Problem::not_found)?;
    let standing = directory::credit_standing(app.store(), card.id).await?;
    Ok(Json(CreditAgentAnswer { success: True, agent: view(&card, standing) }))
}

/// Give one of the caller's agents one more key.
///
/// The key is shown once and stored nowhere: a replay of this answer has null in its place.
#[utoipa::path(post, path = "/api/v1/agents/{agentId}/keys", tag = "credits_agents",
    request_body = NewKey, params(("agentId" = AgentId, Path)),
    responses((status = 201, body = KeyAnswer), CommandProblems))]
pub async fn create_key(
    State(app): Shared,
    caller: Caller,
    Path(id): Path<AgentId>,
    ticket: Ticket,
    body: Hashed<NewKey>,
) -> Result<Response, Problem> {
    let ticket = ticket.of(caller, &body.bytes);
    app.once(&ticket, |_| async {
        let card = app.own_credit_agent(caller, id).await?;
        let key = fresh(&app, card.owner, false, Some(card.id))?;
        key.give_out(None, |api_key, key_id| KeyAnswer { success: True, api_key, key_id })
    })
    .await
}

/// Revoke a key of one of the caller's agents, from the next request on.
#[utoipa::path(delete, path = "/api/v1/agents/{agentId}/keys/{keyId}", tag = "credits_agents",
    params(("agentId" = AgentId, Path), ("keyId" = KeyId, Path)),
    responses((status = 200, body = Done), CommandProblems))]
pub async fn revoke_key(
    State(app): Shared,
    caller: Caller,
    Path((agent, key)): Path<(AgentId, KeyId)>,
    ticket: Ticket,
) -> Result<Response, Problem> {
    let card = app.own_credit_agent(caller, agent).await?;
    app.revoke(&ticket, key, |known| known.agent == Some(card.id)).await
}

impl NewCreditAgent {
    /// The agent that is registered.
    fn card(self, id: AgentId, owner: Caller, app: &App) -> Result<CreditAgent, Problem> {
        if self.task_types.as_slice().is_empty() {
            return Err(FieldError::new("taskTypes", codes::TOO_SHORT, "is empty").into());
        }
        let refuse = || FieldError::new("price", codes::TOO_LARGE, "is too large");
        let most = self.max_concurrent.and_then(|most| u32::try_from(most.number()).ok());
        Ok(CreditAgent {
            id: PartyId::from(id),
            owner: owner.user,
            name: self.name.into_string(),
            description: self.description.map(String::from),
            task_types: self.task_types.into_iter().map(String::from).collect(),
            price: Amount::new(self.price.number().into()).ok_or_else(refuse)?,
            max_concurrent: most.unwrap_or(CONCURRENT),
            created_at: app.now(),
        })
    }
}

fn view(card: &CreditAgent, standing: Standing) -> CreditAgentView {
    let Standing { load, completed, failed, ratings, stars } = standing;
    CreditAgentView {
        id: AgentId(card.id),
        owner_id: UserId(card.owner),
        name: card.name.clone(),
        description: card.description.clone(),
        task_types: card.task_types.clone(),
        price: cents(card.price),
        max_concurrent: card.max_concurrent,
        load,
        completed,
        failed,
        up: stars,
        down: ratings.saturating_sub(stars),
        created_at: Time(card.created_at),
    }
}
