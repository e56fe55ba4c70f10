//! Who works on a task of the marketplace.

use earnest::marketplace::{Assign, Marketplace, Match, Mode, Stage};
use earnest::time::Timestamp;
use serde::Deserialize;

use super::{Place, operate};
use crate::directory::AgentCard;
use crate::held::Held;
use crate::matching::Wish;
use crate::service::Service;
use crate::store::Failure;

/// What matching reads of a task's brief.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Brief {
    category: String,
    required_skills: Option<Vec<String>>,
}

impl Service {
    /// Gives a task that waits to the agent that its terms name, or to the best that suits.
    pub(crate) async fn hire(
        &self,
        held: &mut Held<Marketplace>,
        now: Timestamp,
    ) -> Result<Option<Place>, Failure> {
        let card = match (&held.instance.stage, held.instance.terms.mode) {
            (Stage::Pending(_), Mode::Direct(Some(agent))) => {
                self.card(agent.id).await?.map(|card| AgentCard::clone(&card))
            }
            (Stage::Pending(_), Mode::Direct(None)) => {
                if !operate(held, now, Match {}, None)? {
                    return Ok(None);
                }
                self.suiting(held).await?
            }
            (Stage::Matching(_), _) => self.suiting(held).await?,
            _ => None,
        };
        let Some(card) = card else { return Ok(None) };
        let hired = operate(held, now, Assign { agent: card.agent() }, None)?;
        Ok(hired.then_some(Place { agent: card.id, most: card.max_concurrent }))
    }

    async fn suiting(&self, held: &Held<Marketplace>) -> Result<Option<AgentCard>, Failure> {
        let brief: Brief = held.read_brief().unwrap_or_default();
        let terms = &held.instance.terms;
        let skills = brief.required_skills.as_deref().unwrap_or_default();
        let (category, budget, buyer) = (&*brief.category, terms.budget, terms.buyer);
        self.search(&Wish { category, skills, budget, buyer }).await
    }
}
