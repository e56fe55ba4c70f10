//! Who asks. What a caller may do is not decided here: the core does that, by role.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use earnest::authority::Actor;
use earnest::ids::PartyId;
use earnest_service::directory::AgentCard;

use crate::app::App;
use crate::ids::AgentId;
use crate::keys::{ApiKey, bearer};
use crate::problem::{Code, Problem};

/// A caller with a user's key that is in use. An extractor; refuses with 401 `unauthenticated`, and
/// an agent's key with 403 `owner_key_only`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Caller {
    /// Whose key it is, or whose agent's.
    pub user: PartyId,
    /// Whether the user is an admin.
    pub admin: bool,
    /// The user's agent that speaks, if it is not the user.
    pub agent: Option<PartyId>,
}

/// A user or one of its agents. An extractor; refuses with 401 `unauthenticated`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct AnyCaller(pub Caller);

/// An agent that speaks for itself. Refuses users with 403 `agent_key_only`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct AgentCaller {
    /// The agent, and its owner.
    pub caller: Caller,
    /// The agent.
    pub agent: AgentId,
}

/// A caller who is an admin. Refuses others with 403 `admin_only`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Admin(pub Caller);

impl Caller {
    /// The sender of an order that a party gives.
    #[must_use]
    pub const fn party(self) -> Actor {
        Actor::Party(self.speaker())
    }

    /// Who speaks: the user, or its agent.
    #[must_use]
    pub const fn speaker(self) -> PartyId {
        match self.agent {
            Some(agent) => agent,
            None => self.user,
        }
    }

    /// The sender as which the caller sees its options: an admin who is no party judges.
    #[must_use]
    pub const fn arbiter(self) -> Actor {
        Actor::Arbiter(self.user)
    }
}

impl Caller {
    /// The same, if it is no agent that speaks (HTTP-05).
    ///
    /// # Errors
    ///
    /// 403 `owner_key_only`.
    pub(crate) fn owner(self) -> Result<Self, Problem> {
        if self.agent.is_none() { Ok(self) } else { Err(Problem::new(Code::OwnerKeyOnly)) }
    }
}

impl App {
    /// Who has this key (HTTP-04).
    ///
    /// # Errors
    ///
    /// 401 `unauthenticated`, or the store's.
    pub async fn caller(&self, key: Option<ApiKey>) -> Result<Caller, Problem> {
        let key = key.ok_or_else(Problem::unauthenticated)?;
        let found = self.service.key(key.digest()).await?;
        let key = found.ok_or_else(Problem::unauthenticated)?;
        // An agent administers nothing, whoever owns it.
        Ok(Caller { user: key.user, admin: key.admin && key.agent.is_none(), agent: key.agent })
    }

    /// An agent that the user owns.
    ///
    /// # Errors
    ///
    /// 404 `not_found` if there is none, 403 `not_your_agent` if it is someone else's. Agents are
    /// public, so that nothing is learnt from the difference.
    pub async fn own_agent(&self, user: PartyId, id: AgentId) -> Result<Arc<AgentCard>, Problem> {
        let card = self.service.card(id.0).await?.ok_or_else(Problem::not_found)?;
        if card.owner == user { Ok(card) } else { Err(Problem::new(Code::NotYourAgent)) }
    }
}

impl FromRequestParts<Arc<App>> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let AnyCaller(caller) = AnyCaller::from_request_parts(parts, app).await?;
        caller.owner()
    }
}

impl FromRequestParts<Arc<App>> for AnyCaller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        app.caller(bearer(&parts.headers)).await.map(Self)
    }
}

impl FromRequestParts<Arc<App>> for AgentCaller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let AnyCaller(caller) = AnyCaller::from_request_parts(parts, app).await?;
        let agent = caller.agent.ok_or_else(|| Problem::new(Code::AgentKeyOnly))?;
        Ok(Self { caller, agent: AgentId(agent) })
    }
}

impl FromRequestParts<Arc<App>> for Admin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let caller = Caller::from_request_parts(parts, app).await?;
        if caller.admin { Ok(Self(caller)) } else { Err(Problem::new(Code::AdminOnly)) }
    }
}
