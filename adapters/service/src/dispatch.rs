//! The platform's own orders: giving tasks to agents that are free.

use std::sync::Arc;

use earnest::authority::Actor;
use earnest::ids::{InstanceId, OrderId, PartyId};
use earnest::marketplace::{Agent, Assign, Marketplace, Match, Mode, Stage};
use earnest::time::Timestamp;
use serde::Deserialize;

use crate::directory::{self, AgentCard, collection};
use crate::held::{Held, Undecided};
use crate::hosted::names;
use crate::matching::{Candidate, Wish, rank};
use crate::service::{Service, attempts};
use crate::store::{Commit, Failure, NotCommitted, Sort};

/// How many agents one search looks at.
const SEARCHED: u32 = 1_000;

/// How many waiting tasks one round looks at.
const ROUND: u32 = 64;

/// What matching reads of a task's brief.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Brief {
    category: String,
    required_skills: Option<Vec<String>>,
}

impl Service {
    /// Gives a task that waits to an agent that is free, as part of the command under way: the
    /// agent that the terms name, or the best that suits. Whether a named agent has room is not
    /// looked up here: [`reserve`] bounds the commit, and the store refuses one that finds the
    /// agent full.
    ///
    /// # Errors
    ///
    /// The store's. A refusal of the core leaves the task as it is.
    pub async fn give(
        &self,
        held: &mut Held<Marketplace>,
        now: Timestamp,
    ) -> Result<Option<Arc<AgentCard>>, Failure> {
        let order = |command| (OrderId(0), Actor::Operator, now, command);
        let step = |held: &mut Held<Marketplace>, command| {
            let (id, by, now, command) = order(command);
            match held.step(id, by, now, command, None) {
                Ok(()) => Ok(true),
                Err(Undecided::Core(error)) => {
                    tracing::warn!(task = %held.instance.id, %error, "cannot be given");
                    Ok(false)
                }
                Err(Undecided::Failed(failure)) => Err(failure),
            }
        };
        let card = match (&held.instance.stage, held.instance.terms.mode) {
            (Stage::Pending(_), Mode::Direct(Some(agent))) => self.card(agent.id).await?,
            (Stage::Pending(_), Mode::Direct(None)) => {
                if !step(held, Match {}.into())? {
                    return Ok(None);
                }
                self.search(held).await?
            }
            (Stage::Matching(_), _) => self.search(held).await?,
            _ => None,
        };
        let Some(card) = card else { return Ok(None) };
        if step(held, Assign { agent: card.agent() }.into())? {
            return Ok(Some(card));
        }
        Ok(None)
    }

    /// The best agent that suits a task.
    async fn search(&self, held: &Held<Marketplace>) -> Result<Option<Arc<AgentCard>>, Failure> {
        let document = match held.fresh().first().filter(|entry| entry.number == 1) {
            Some(entry) => entry.document.clone(),
            None => {
                let first = self.store().entries(held.instance.id, 0, 1).await?;
                first.into_iter().next().and_then(|entry| entry.document)
            }
        };
        let brief: Brief =
            document.and_then(|document| serde_json::from_str(&document).ok()).unwrap_or_default();
        let wish = Wish {
            category: &brief.category,
            skills: brief.required_skills.as_deref().unwrap_or_default(),
            budget: held.instance.terms.budget,
            buyer: held.instance.terms.buyer,
        };
        let mut candidates = Vec::new();
        for document in self.store().documents(collection::AGENTS, "", None, SEARCHED).await? {
            let card: AgentCard = directory::parse(&document)?;
            let standing = directory::standing(self.store(), card.id).await?;
            candidates.push(Candidate { card, standing });
        }
        Ok(rank(&wish, candidates).into_iter().next().map(|it| Arc::new(it.card)))
    }

    /// Gives one waiting task to an agent, if one is free now.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn dispatch(&self, task: InstanceId) -> Result<(), NotCommitted> {
        for _ in attempts() {
            let Some(stream) = self.store().stream(task).await? else { return Ok(()) };
            let mut held = Held::<Marketplace>::load(&stream)?;
            let now = self.clock().now().max(held.instance.since);
            if held.instance.due(now).is_some() {
                return Ok(()); // the timer's
            }
            let found = self.give(&mut held, now).await?;
            let mut commit = Commit::default();
            held.write(&mut commit)?;
            if let Some(card) = &found {
                reserve(&mut commit, card);
            }
            if commit == Commit::default() {
                return Ok(());
            }
            match self.settle(commit).await {
                Ok(true) | Err(NotCommitted::Full(_)) => return Ok(()),
                Ok(false) => {}
                Err(other) => return Err(other),
            }
        }
        Ok(())
    }

    /// Gives waiting tasks to an agent that has become free, the oldest first.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn dispatch_to(&self, agent: PartyId) -> Result<(), NotCommitted> {
        for queue in [names::queue(Some(agent)), names::queue(None)] {
            for stream in self.store().list(&queue, None, None, Sort::Oldest, ROUND).await? {
                self.dispatch(stream.id).await?;
            }
        }
        Ok(())
    }

    /// Looks at every task that waits, so that none is forgotten after a restart or when another
    /// process freed an agent.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn dispatch_all(&self) -> Result<(), NotCommitted> {
        let mut after = None;
        loop {
            let page = self.store().list(names::WAITING, None, after, Sort::Oldest, ROUND).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = Some(last.id);
            for stream in &page {
                self.dispatch(stream.id).await?;
            }
        }
    }
}

/// Bounds a commit that assigns a task by the agent's capacity: of two that take its last place,
/// one is refused.
pub fn reserve(commit: &mut Commit, card: &AgentCard) {
    let Agent { id, .. } = card.agent();
    let name = names::load(id);
    for tally in commit.tallies.iter_mut().filter(|tally| tally.name == name) {
        tally.at_most = Some(card.max_concurrent.into());
    }
}
