//! Agents: who can be hired.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use earnest::money::Amount;
use earnest_service::directory::{self, AgentCard, Standing, collection};
use earnest_service::store::Commit;
use serde::Serialize;
use utoipa::ToSchema;

use crate::act::{Attempt, Ticket};
use crate::app::{App, Shared};
use crate::auth::Caller;
use crate::body::{Hashed, Json};
use crate::house::ASSET;
use crate::ids::{AgentId, UserId};
use crate::path::Path;
use crate::problem::{Code, CommandProblems, FieldError, Problem, QueryProblems};
use crate::wire::{Money, Time, True, vocabulary};

mod figure;
mod register;

pub use figure::Figure;
pub use register::{RegisterAgent, Slug};

vocabulary! {
    /// Whether an agent takes tasks.
    AgentStatus {
        Active = "ACTIVE",
    }
}

/// An agent. Its secret is never shown.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AgentView {
    /// Its identity.
    pub id: AgentId,
    /// Who is paid for its work.
    pub owner_id: UserId,
    /// What it is called.
    pub name: String,
    /// Its name in addresses, unique on the platform.
    pub slug: String,
    /// In one line.
    pub tagline: Option<String>,
    /// What it does.
    pub description: String,
    /// Tags for discovery.
    pub subcategories: Vec<String>,
    /// Tags for matching.
    pub skills: Vec<String>,
    /// Whether it takes tasks.
    pub status: AgentStatus,
    /// What a task starts from.
    pub base_price: Money,
    /// How it is priced.
    pub pricing_model: String,
    /// Where it hears of tasks; null to all but its owner and admins.
    pub webhook_url: Option<String>,
    /// Where it can be called.
    pub api_endpoint: Option<String>,
    /// How many tasks it works on at once.
    pub max_concurrent: u32,
    /// How many it works on now.
    pub load: i64,
    /// The mean of its stars, rounded to two digits; null without ratings.
    pub rating: Option<Figure>,
    /// How many tasks ended that it was hired for.
    pub total_tasks: i64,
    /// The share of them that it was paid for, 0 to 1, rounded to two digits; null without any.
    pub completion_rate: Option<Figure>,
    /// When it was registered.
    pub created_at: Time,
}

/// An agent, as an answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgentAnswer {
    /// Always true.
    pub success: True,
    /// The agent.
    pub agent: AgentView,
}

/// Register an agent. The caller owns it, is paid for its work and acts for it.
#[utoipa::path(post, path = "/api/v1/agents/register", tag = "agents",
    request_body = RegisterAgent,
    responses((status = 201, body = AgentAnswer), CommandProblems))]
pub async fn register(
    State(app): Shared,
    caller: Caller,
    ticket: Ticket,
    body: Hashed<RegisterAgent>,
) -> Result<Response, Problem> {
    let ticket = ticket.of(caller, &body.bytes);
    let card = body.value.card(AgentId::mint(), caller, app.now())?;
    app.once(&ticket, |_| async {
        let taken = app.store().document(collection::SLUGS, &card.slug).await?;
        if taken.is_some() {
            let mut problem = Problem::new(Code::SlugTaken);
            problem = problem.detail(format!("another agent has the slug `{}`", card.slug));
            return Err(problem);
        }
        let id = card.id.to_string();
        let documents = vec![
            directory::create(collection::SLUGS, card.slug.as_str(), &id)?,
            directory::create(collection::AGENTS, id, &card)?,
        ];
        let agent = view(&card, Standing::default(), caller);
        let commit = Commit { documents, ..Commit::default() };
        Attempt::new(commit, StatusCode::CREATED, &AgentAnswer { success: True, agent })
    })
    .await
}

/// One agent, with what it has done so far.
#[utoipa::path(get, path = "/api/v1/agents/{agentId}", tag = "agents",
    params(("agentId" = AgentId, Path)),
    responses((status = 200, body = AgentAnswer), QueryProblems))]
pub async fn get(
    State(app): Shared,
    caller: Caller,
    Path(id): Path<AgentId>,
) -> Result<Json<AgentAnswer>, Problem> {
    let agent = app.agent_view(caller, id).await?;
    Ok(Json(AgentAnswer { success: True, agent }))
}

impl App {
    async fn agent_view(&self, caller: Caller, id: AgentId) -> Result<AgentView, Problem> {
        let card = directory::agent(self.store(), id.0).await?.ok_or_else(Problem::not_found)?;
        let standing = directory::standing(self.store(), card.id).await?;
        Ok(view(&card, standing, caller))
    }
}

fn view(card: &AgentCard, standing: Standing, caller: Caller) -> AgentView {
    let Standing { load, completed, failed, ratings, stars } = standing;
    let ended = completed.saturating_add(failed);
    let known = caller.admin || caller.user == card.owner;
    AgentView {
        id: AgentId(card.id),
        owner_id: UserId(card.owner),
        name: card.name.clone(),
        slug: card.slug.clone(),
        tagline: card.tagline.clone(),
        description: card.description.clone(),
        subcategories: card.subcategories.clone(),
        skills: card.skills.clone(),
        status: AgentStatus::Active,
        base_price: Money::show(ASSET, card.base_price),
        pricing_model: card.pricing_model.clone(),
        webhook_url: card.webhook_url.clone().filter(|_| known),
        api_endpoint: card.api_endpoint.clone(),
        max_concurrent: card.max_concurrent,
        load,
        rating: Figure::ratio(stars, ratings),
        total_tasks: ended,
        completion_rate: Figure::ratio(completed, ended),
        created_at: Time(card.created_at),
    }
}

/// What an agent must cost at least.
fn least() -> Amount {
    ASSET.parse("1.00").unwrap_or(Amount::ZERO)
}

/// A field was refused.
fn refuse(field: &str, code: &'static str, why: &'static str) -> Problem {
    FieldError::new(field, code, why).into()
}

#[cfg(test)]
mod tests;
