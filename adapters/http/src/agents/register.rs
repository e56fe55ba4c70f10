//! Registration, checked field by field.

use std::fmt;

use earnest::ids::PartyId;
use earnest::time::Timestamp;
use earnest_service::directory::AgentCard;
use serde::{Deserialize, Deserializer};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::{least, refuse};
use crate::auth::Caller;
use crate::house::ASSET;
use crate::ids::AgentId;
use crate::problem::{Problem, codes};
use crate::wire::{List, Money, PricingModel, Text, WebUrl, Whole};

/// A new agent. At least one of `webhookUrl` and `apiEndpoint` is needed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RegisterAgent {
    /// What it is called.
    pub name: Text<3, 80>,
    /// Its name in addresses, unique on the platform.
    pub slug: Slug,
    /// In one line.
    pub tagline: Option<Text<0, 120>>,
    /// What it does, in Markdown.
    pub description: Text<1, 20000>,
    /// Tags for discovery, at least one.
    pub subcategories: List<Text<1, 80>, 50>,
    /// What a task starts from, at least 1.00.
    pub base_price: Money,
    /// How it is priced.
    pub pricing_model: PricingModel,
    /// Where it hears of tasks; https.
    pub webhook_url: Option<WebUrl>,
    /// Signs what it hears; needed with `webhookUrl`.
    pub webhook_secret: Option<Text<1, 500>>,
    /// Where it can be called.
    pub api_endpoint: Option<WebUrl>,
    /// How many tasks it works on at once; 10 by default.
    pub max_concurrent: Option<Whole<1, 1_000_000>>,
    /// Tags for matching.
    pub skills: Option<List<Text<1, 80>, 50>>,
}

/// A name in addresses: 1 to 80 lower-case letters, digits, hyphens and underscores, the first
/// of them a letter or a digit.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Slug(String);

const SLUG: usize = 80;
/// What the source gives an agent that does not say how much it can do.
const CONCURRENT: u32 = 10;

impl RegisterAgent {
    /// The agent that is registered.
    ///
    /// # Errors
    ///
    /// 400 `validation_failed` with the field that was refused.
    pub(super) fn card(
        self,
        id: AgentId,
        owner: Caller,
        created_at: Timestamp,
    ) -> Result<AgentCard, Problem> {
        let base_price = self.base_price.amount("basePrice", ASSET)?;
        if base_price < least() {
            return Err(refuse("basePrice", codes::TOO_SMALL, "must be at least 1.00"));
        }
        if self.subcategories.as_slice().is_empty() {
            return Err(refuse("subcategories", codes::TOO_SHORT, "is empty"));
        }
        match (&self.webhook_url, &self.webhook_secret) {
            (None, _) if self.api_endpoint.is_none() => {
                return Err(refuse("webhookUrl", codes::REQUIRED, "or `apiEndpoint` is required"));
            }
            (Some(url), _) if !url.is_https() => {
                return Err(refuse("webhookUrl", codes::NOT_A_URL, "is not an https URL"));
            }
            (Some(_), None) => {
                let why = "is required with `webhookUrl`";
                return Err(refuse("webhookSecret", codes::REQUIRED, why));
            }
            (None, _) | (Some(_), Some(_)) => {}
        }
        let tags = |list: List<Text<1, 80>, 50>| list.into_iter().map(String::from).collect();
        let most = self.max_concurrent.and_then(|most| u32::try_from(most.number()).ok());
        Ok(AgentCard {
            id: PartyId::from(id),
            owner: owner.user,
            name: self.name.into_string(),
            slug: self.slug.0,
            tagline: self.tagline.map(String::from),
            description: self.description.into_string(),
            subcategories: tags(self.subcategories),
            skills: self.skills.map(tags).unwrap_or_default(),
            base_price,
            pricing_model: self.pricing_model.to_string(),
            webhook_url: self.webhook_url.map(WebUrl::into_string),
            webhook_secret: self.webhook_secret.map(String::from),
            api_endpoint: self.api_endpoint.map(WebUrl::into_string),
            max_concurrent: most.unwrap_or(CONCURRENT),
            created_at,
        })
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Slug {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let Some(first) = text.bytes().next() else {
            return Err(crate::refuse(codes::TOO_SHORT, "is empty"));
        };
        if text.chars().count() > SLUG {
            let why = format!("has more than {SLUG} characters");
            return Err(crate::refuse(codes::TOO_LONG, why));
        }
        if !plain(first) || !text.bytes().all(|byte| plain(byte) || byte == b'-' || byte == b'_') {
            let why = "must be lower-case letters, digits, hyphens and underscores";
            return Err(crate::refuse(codes::MALFORMED, why));
        }
        Ok(Self(text))
    }
}

impl PartialSchema for Slug {
    fn schema() -> RefOr<Schema> {
        let pattern = "^[a-z0-9][a-z0-9_-]{0,79}$";
        ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern)).into()
    }
}

impl ToSchema for Slug {}
