//! Who there is: users, their keys and their agents, kept as documents.

use earnest::ids::{Digest, InstanceId, PartyId};
use earnest::marketplace::Agent;
use earnest::money::Amount;
use earnest::time::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::held::json;
use crate::hosted::names;
use crate::store::{Document, Failure, Store, Write};

/// The collections of the directory.
pub mod collection {
    /// Users by id.
    pub const USERS: &str = "user";
    /// API keys by the SHA-256 of the key.
    pub const KEYS: &str = "key";
    /// The SHA-256 of API keys by the key's id.
    pub const KEY_IDS: &str = "key_id";
    /// Users who may claim runs, by id: a [`Worker`](super::Worker) each.
    pub const WORKERS: &str = "worker";
    /// Agents by id.
    pub const AGENTS: &str = "agent";
    /// Agents' ids by slug, which makes slugs unique.
    pub const SLUGS: &str = "slug";
    /// Agents that work for credits, by id.
    pub const CREDIT_AGENTS: &str = "credit_agent";
}

/// A person who can hold keys, a wallet and agents.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct User {
    /// Its identity.
    pub id: PartyId,
    /// What it is called.
    pub name: String,
    /// Whether it decides disputes and administers.
    pub admin: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

/// That a user may claim runs.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Worker {
    /// Since when.
    pub since: Timestamp,
}

/// What is known of an API key, but never the key.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Key {
    /// Its identity, by which it is revoked.
    pub id: InstanceId,
    /// Whose it is.
    pub user: PartyId,
    /// Whether its user is an admin.
    pub admin: bool,
    /// The user's agent that speaks with it, if it is not the user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<PartyId>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// An agent that can be hired.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct AgentCard {
    /// Its identity.
    pub id: PartyId,
    /// Who is paid for its work.
    pub owner: PartyId,
    /// What it is called, 3 to 80 characters.
    pub name: String,
    /// Unique on the platform.
    pub slug: String,
    /// At most 120 characters.
    pub tagline: Option<String>,
    /// What it does.
    pub description: String,
    /// Tags for discovery.
    pub subcategories: Vec<String>,
    /// Tags for matching.
    pub skills: Vec<String>,
    /// Its usual price, in the marketplace's asset.
    pub base_price: Amount,
    /// How it is priced, as on the wire.
    pub pricing_model: String,
    /// Where it hears of tasks.
    pub webhook_url: Option<String>,
    /// Signs what it hears. Never shown again.
    pub webhook_secret: Option<String>,
    /// Where it can be called.
    pub api_endpoint: Option<String>,
    /// How many tasks it works on at once.
    pub max_concurrent: u32,
    /// When it was registered.
    pub created_at: Timestamp,
}

/// An agent that works for credits.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct CreditAgent {
    /// Its identity.
    pub id: PartyId,
    /// Who is paid for its work.
    pub owner: PartyId,
    /// What it is called.
    pub name: String,
    /// What it does.
    pub description: Option<String>,
    /// What kinds of tasks it takes.
    pub task_types: Vec<String>,
    /// What it charges for a task.
    pub price: Amount,
    /// How many tasks it works on at once.
    pub max_concurrent: u32,
    /// When it was registered.
    pub created_at: Timestamp,
}

/// What an agent has done so far.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Standing {
    /// Tasks it works on now.
    pub load: i64,
    /// Tasks it was paid for.
    pub completed: i64,
    /// Tasks it was hired for that ended otherwise.
    pub failed: i64,
    /// How many ratings it has; for credits, votes.
    pub ratings: i64,
    /// How many stars they add up to; for credits, how many of the votes are up.
    pub stars: i64,
}

impl AgentCard {
    /// The agent as the core knows it.
    #[must_use]
    pub const fn agent(&self) -> Agent {
        Agent { id: self.id, owner: self.owner }
    }
}

impl CreditAgent {
    /// The agent as the core knows it.
    #[must_use]
    pub const fn agent(&self) -> Agent {
        Agent { id: self.id, owner: self.owner }
    }
}

/// Reads a document of the directory.
///
/// # Errors
///
/// The store's, and [`Failure::Damaged`] if the document cannot be read.
pub async fn find<T: DeserializeOwned>(
    store: &dyn Store,
    collection: &str,
    key: &str,
) -> Result<Option<T>, Failure> {
    store.document(collection, key).await?.map(|document| parse(&document)).transpose()
}

/// Reads a document's body.
///
/// # Errors
///
/// [`Failure::Damaged`] if it cannot be read.
pub fn parse<T: DeserializeOwned>(document: &Document) -> Result<T, Failure> {
    serde_json::from_str(&document.body).map_err(|why| {
        Failure::Damaged(format!("document `{}/{}`: {why}", document.collection, document.key))
    })
}

/// A document that must not exist yet.
///
/// # Errors
///
/// [`Failure::Malformed`] if it cannot be written as JSON.
pub fn create<T: Serialize>(
    collection: &str,
    key: impl Into<String>,
    value: &T,
) -> Result<Write, Failure> {
    let body = Some(json(value)?);
    Ok(Write { collection: collection.to_owned(), key: key.into(), expected: 0, body })
}

/// The documents of a key that is given out: what is known of it, and how it is found by its id.
/// `digest` is the SHA-256 of the key.
///
/// # Errors
///
/// [`Failure::Malformed`] if they cannot be written as JSON.
pub fn grant(key: &Key, digest: Digest) -> Result<[Write; 2], Failure> {
    let digest = digest.to_string();
    let named = create(collection::KEY_IDS, key.id.to_string(), &digest)?;
    Ok([create(collection::KEYS, digest, key)?, named])
}

/// An agent by its id.
///
/// # Errors
///
/// See [`find`].
pub async fn agent(store: &dyn Store, id: PartyId) -> Result<Option<AgentCard>, Failure> {
    find(store, collection::AGENTS, &id.to_string()).await
}

/// An agent that works for credits, by its id.
///
/// # Errors
///
/// See [`find`].
pub async fn credit_agent(store: &dyn Store, id: PartyId) -> Result<Option<CreditAgent>, Failure> {
    find(store, collection::CREDIT_AGENTS, &id.to_string()).await
}

/// What an agent has done so far for credits.
///
/// # Errors
///
/// The store's.
pub async fn credit_standing(store: &dyn Store, agent: PartyId) -> Result<Standing, Failure> {
    let up = store.tally(&names::votes(agent, true)).await?;
    let down = store.tally(&names::votes(agent, false)).await?;
    Ok(Standing {
        load: store.tally(&names::load(agent)).await?,
        completed: store.tally(&names::ended(agent, true)).await?,
        failed: store.tally(&names::ended(agent, false)).await?,
        ratings: up.saturating_add(down),
        stars: up,
    })
}

/// What an agent has done so far.
///
/// # Errors
///
/// The store's.
pub async fn standing(store: &dyn Store, agent: PartyId) -> Result<Standing, Failure> {
    let [ratings, stars] = names::rated(agent);
    Ok(Standing {
        load: store.tally(&names::load(agent)).await?,
        completed: store.tally(&names::ended(agent, true)).await?,
        failed: store.tally(&names::ended(agent, false)).await?,
        ratings: store.tally(&ratings).await?,
        stars: store.tally(&stars).await?,
    })
}
