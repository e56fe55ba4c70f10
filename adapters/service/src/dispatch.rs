//! The platform's own orders: giving tasks to agents that are free, and judging work.

use earnest::authority::Actor;
use earnest::ids::{InstanceId, OrderId, PartyId};
use earnest::time::Timestamp;

use crate::directory;
use crate::held::{Held, Undecided};
use crate::hosted::{Hosted, names};
use crate::matching::{Candidate, Offer, Wish, rank};
use crate::service::{Service, attempts};
use crate::store::{Commit, Failure, NotCommitted, Sort, Stream};
use crate::text::SharedText;

mod credits;
mod marketplace;

/// How many agents one search looks at.
const SEARCHED: u32 = 1_000;

/// How many waiting tasks one round looks at.
const ROUND: u32 = 64;

/// The lists of what waits for the platform.
pub(crate) const WAITING: [&str; 3] = [names::WAITING, names::UNASSIGNED, names::UNASSESSED];

/// A place among an agent's running tasks.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Place {
    /// Whose.
    pub agent: PartyId,
    /// How many there are.
    pub most: u32,
}

impl Service {
    /// Does what the platform has to do with an instance, as part of the command under way. See
    /// [`Hosted::tend`]: [`reserve`] has to bound the commit by the place that is given back.
    ///
    /// # Errors
    ///
    /// The store's. A refusal of the core leaves the instance as it is.
    pub async fn give<M: Hosted>(
        &self,
        held: &mut Held<M>,
        now: Timestamp,
    ) -> Result<Option<Place>, Failure> {
        M::tend(self, held, now).await
    }

    /// Does what the platform has to do with one instance now, if anything.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn dispatch(&self, id: InstanceId) -> Result<(), NotCommitted> {
        for _ in attempts() {
            let Some(stream) = self.store().stream(id).await? else { return Ok(()) };
            let Some(tend) = self.tender(&stream.kind) else { return Ok(()) };
            match tend(self, stream).await {
                Ok(true) | Err(NotCommitted::Full(_)) => return Ok(()),
                Ok(false) => {}
                Err(other) => return Err(other),
            }
        }
        Ok(())
    }

    /// One attempt at that; false after a lost race.
    pub(crate) async fn tend<M: Hosted>(&self, stream: &Stream) -> Result<bool, NotCommitted> {
        let mut held = Held::<M>::load(stream)?;
        let now = self.clock().now().max(held.instance.since);
        if held.instance.due(now).is_some() {
            return Ok(true); // the timer's
        }
        let place = self.give(&mut held, now).await?;
        let mut commit = Commit::default();
        held.write(&mut commit)?;
        if let Some(place) = &place {
            reserve(&mut commit, place);
        }
        if commit == Commit::default() { Ok(true) } else { self.settle(commit).await }
    }

    /// Gives waiting tasks to an agent that has become free, the oldest first.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn dispatch_to(&self, agent: PartyId) -> Result<(), NotCommitted> {
        let [named, any] = [Some(agent), None].map(|agent| names::queue(agent).to_string());
        let queues = [(&*named, None), (&*any, None), (names::UNASSIGNED, Some("routing"))];
        for (queue, facet) in queues {
            for stream in self.store().list(queue, facet, None, Sort::Oldest, ROUND).await? {
                self.dispatch(stream.id).await?;
            }
        }
        Ok(())
    }

    /// Looks at everything that waits for the platform, so that nothing is forgotten after a
    /// restart or when another process freed an agent.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn dispatch_all(&self) -> Result<(), NotCommitted> {
        for list in WAITING {
            let mut after = None;
            loop {
                let page = self.store().list(list, None, after, Sort::Oldest, ROUND).await?;
                let Some(last) = page.last() else { break };
                after = Some(last.id);
                for stream in &page {
                    self.dispatch(stream.id).await?;
                }
            }
        }
        Ok(())
    }

    /// The best agent that suits a task.
    async fn search<C: Offer>(&self, wish: &Wish<'_>) -> Result<Option<C>, Failure> {
        let mut candidates = Vec::new();
        for document in self.store().documents(C::COLLECTION, "", None, SEARCHED).await? {
            let card: C = directory::parse(&document)?;
            let standing = C::standing(self.store(), card.agent()).await?;
            candidates.push(Candidate { card, standing });
        }
        Ok(rank(wish, candidates).into_iter().next().map(|it| it.card))
    }

    /// What came with an entry, which may be one of the command under way.
    async fn document<M: Hosted>(
        &self,
        held: &Held<M>,
        number: u64,
    ) -> Result<Option<SharedText>, Failure> {
        if let Some(entry) = held.fresh().iter().find(|entry| entry.number == number) {
            return Ok(entry.document.clone());
        }
        let id = held.instance.id;
        let found = self.store().entries(id, number.saturating_sub(1), 1).await?;
        Ok(found.into_iter().next().and_then(|entry| entry.document))
    }
}

/// Gives an order of the platform's, and says whether it was carried out.
fn operate<M: Hosted>(
    held: &mut Held<M>,
    now: Timestamp,
    command: impl Into<M::Command>,
    document: Option<SharedText>,
) -> Result<bool, Failure> {
    match held.step(OrderId(0), Actor::Operator, now, command.into(), document) {
        Ok(()) => Ok(true),
        Err(Undecided::Core(error)) => {
            tracing::warn!(id = %held.instance.id, %error, "the platform's order is refused");
            Ok(false)
        }
        Err(Undecided::Failed(failure)) => Err(failure),
    }
}

/// Bounds a commit that assigns a task by the agent's capacity: of two that take its last place,
/// one is refused.
pub fn reserve(commit: &mut Commit, place: &Place) {
    let name = names::load(place.agent);
    for tally in commit.tallies.iter_mut().filter(|tally| tally.name == name) {
        tally.at_most = Some(place.most.into());
    }
}
