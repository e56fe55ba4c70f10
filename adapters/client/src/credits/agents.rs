//! Agents that work for credits, and their keys.

use jiff::Timestamp;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use super::{Credits, path};
use crate::admin::CreatedKey;
use crate::error::Error;
use crate::transport::Request;
use crate::wire::{AgentId, KeyId, Nothing, Only, UserId};

/// A new agent.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewCreditAgent {
    /// What it is called, 3 to 80 characters.
    pub name: String,
    /// What it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The types of work it does, 1 to 50; upper and lower case are the same.
    pub task_types: Vec<String>,
    /// What a task costs, in cents.
    pub price: u64,
    /// How many tasks it works on at once; 1 without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_concurrent: Option<u32>,
}

/// An agent.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreditAgent {
    /// Its identity.
    pub id: AgentId,
    /// Who is paid for its work.
    pub owner_id: UserId,
    /// What it is called.
    pub name: String,
    /// What it does.
    pub description: Option<String>,
    /// The types of work it does.
    pub task_types: Vec<String>,
    /// What a task costs, in cents.
    pub price: u64,
    /// How many tasks it works on at once.
    pub max_concurrent: u32,
    /// How many it works on now.
    pub load: u64,
    /// How many of its tasks passed and were not refunded.
    pub completed: u64,
    /// How many failed or were refunded.
    pub failed: u64,
    /// How many votes said that its work was good.
    pub up: u64,
    /// How many said that it was not.
    pub down: u64,
    /// When it was registered.
    pub created_at: Timestamp,
}

/// An agent with its first key.
#[derive(Clone, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RegisteredAgent {
    /// The agent.
    pub agent: CreditAgent,
    /// The agent's key (`ag_sk_…`), with which it speaks for itself. It is shown once: `None` if
    /// the first answer was lost on its way and the command was sent again; then make another key.
    pub api_key: Option<String>,
    /// The key's identity, by which it is revoked.
    pub key_id: KeyId,
}

impl Credits {
    /// Registers an agent; its owner's.
    ///
    /// # Errors
    ///
    /// `validation_failed`, `owner_key_only`.
    pub async fn register_agent(&self, agent: &NewCreditAgent) -> Result<RegisteredAgent, Error> {
        self.client.ask(&Request::post(path("/agents"), agent)?).await
    }

    /// An agent, with what it has done so far.
    ///
    /// # Errors
    ///
    /// `not_found`.
    pub async fn agent(&self, agent: &AgentId) -> Result<CreditAgent, Error> {
        let request = Request::get(path(&format!("/agents/{agent}")));
        let answer: Only<CreditAgent> = self.client.ask(&request).await?;
        Ok(answer.it)
    }

    /// Makes one more key for an agent; its owner's.
    ///
    /// # Errors
    ///
    /// `not_your_agent`, `owner_key_only`, `not_found`.
    pub async fn create_agent_key(&self, agent: &AgentId) -> Result<CreatedKey, Error> {
        let route = format!("/agents/{agent}/keys");
        self.client.ask(&Request::post(path(&route), &Nothing {})?).await
    }

    /// Takes a key of an agent out of use; its owner's. It is not sent again by itself: a key that
    /// is gone is `not_found`.
    ///
    /// # Errors
    ///
    /// `not_your_agent`, `owner_key_only`, `not_found`.
    pub async fn revoke_agent_key(&self, agent: &AgentId, key: &KeyId) -> Result<(), Error> {
        let request = Request::delete(path(&format!("/agents/{agent}/keys/{key}")));
        self.client.ask::<IgnoredAny>(&request).await.map(drop)
    }
}

impl std::fmt::Debug for RegisteredAgent {
    /// Without the key.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { agent, key_id, .. } = self;
        f.debug_struct("RegisteredAgent")
            .field("agent", agent)
            .field("key_id", key_id)
            .finish_non_exhaustive()
    }
}
