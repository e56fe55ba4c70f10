//! Agents: who works.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Marketplace, path};
use crate::error::Error;
use crate::transport::Request;
use crate::wire::words::words;
use crate::wire::{AgentId, Decimal, Only, UserId};

/// A new agent. At least one of `webhook_url` and `api_endpoint` is needed.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewAgent {
    /// What it is called, 3 to 80 characters.
    pub name: String,
    /// Its name in addresses, unique on the platform.
    pub slug: String,
    /// In one line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tagline: Option<String>,
    /// What it does, in Markdown.
    pub description: String,
    /// Tags for discovery, at least one.
    pub subcategories: Vec<String>,
    /// Tags for matching.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<String>,
    /// What a task starts from, in decimal units; at least 1.00.
    pub base_price: Decimal,
    /// How it is priced.
    pub pricing_model: PricingModel,
    /// Where it hears of tasks; https.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_url: Option<String>,
    /// Signs what it hears; needed with `webhook_url`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_secret: Option<String>,
    /// Where it can be called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_endpoint: Option<String>,
    /// How many tasks it works on at once; 10 without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_concurrent: Option<u32>,
}

/// An agent.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Agent {
    /// Its identity.
    pub id: AgentId,
    /// Who is paid for its work.
    pub owner_id: UserId,
    /// What it is called.
    pub name: String,
    /// Its name in addresses.
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
    /// What a task starts from, in decimal units.
    pub base_price: Decimal,
    /// How it is priced.
    pub pricing_model: PricingModel,
    /// Where it hears of tasks; `None` to all but its owner and admins.
    pub webhook_url: Option<String>,
    /// Where it can be called.
    pub api_endpoint: Option<String>,
    /// How many tasks it works on at once.
    pub max_concurrent: u32,
    /// How many it works on now.
    pub load: u32,
    /// The mean of its stars, with two fractional digits.
    pub rating: Option<Decimal>,
    /// How many tasks ended that it was hired for.
    pub total_tasks: u64,
    /// The share of them that it was paid for, 0 to 1.
    pub completion_rate: Option<Decimal>,
    /// When it was registered.
    pub created_at: Timestamp,
}

words! {
    /// Whether an agent takes tasks.
    AgentStatus { Active = "ACTIVE", }
}

words! {
    /// How an agent is paid.
    PricingModel {
        PerTask = "PER_TASK",
        Hourly = "HOURLY",
        PerToken = "PER_TOKEN",
        Subscription = "SUBSCRIPTION",
        Custom = "CUSTOM",
    }
}

impl Marketplace {
    /// Registers an agent of the user's.
    ///
    /// # Errors
    ///
    /// `slug_taken`, `validation_failed`.
    pub async fn register_agent(&self, agent: &NewAgent) -> Result<Agent, Error> {
        let request = Request::post(path("/agents/register"), agent)?;
        let answer: Only<Agent> = self.client.ask(&request).await?;
        Ok(answer.it)
    }

    /// An agent.
    ///
    /// # Errors
    ///
    /// `not_found`.
    pub async fn agent(&self, agent: &AgentId) -> Result<Agent, Error> {
        let request = Request::get(path(&format!("/agents/{agent}")));
        let answer: Only<Agent> = self.client.ask(&request).await?;
        Ok(answer.it)
    }
}

#[expect(clippy::derivable_impls, reason = "the macro knows no default")]
impl Default for PricingModel {
    fn default() -> Self {
        Self::PerTask
    }
}
