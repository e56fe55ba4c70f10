//! Which agent suits a task: a pure function of the task and the agents, so that the same
//! question always has the same answer.

use std::cmp::Ordering;

use earnest::money::Amount;
use earnest::work::Agent;
use serde::de::DeserializeOwned;

use crate::directory::{self, AgentCard, CreditAgent, Standing, collection};
use crate::store::{Failure, Store};

/// What a task asks of an agent.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    /// The task's category, as on the wire.
    pub category: &'a str,
    /// What the agent must be able to do.
    pub skills: &'a [String],
    /// What the task pays.
    pub budget: Amount,
    /// Who pays: his own agents are passed over.
    pub buyer: earnest::ids::PartyId,
}

/// What an agent offers, as one lifecycle's agents register it.
pub trait Offer: DeserializeOwned + Send + Sync {
    /// The collection of the directory in which these agents are.
    const COLLECTION: &'static str;

    /// Who it is.
    fn agent(&self) -> Agent;

    /// What it asks for.
    fn price(&self) -> Amount;

    /// How many tasks it works on at once.
    fn most(&self) -> u32;

    /// Whether it says of itself that it can do this.
    fn has(&self, tag: &str) -> bool;

    /// What it has done so far.
    fn standing(
        store: &dyn Store,
        agent: Agent,
    ) -> impl Future<Output = Result<Standing, Failure>> + Send;
}

/// An agent with what it has done.
#[derive(Clone, Debug)]
pub struct Candidate<C> {
    /// What it offers.
    pub card: C,
    /// What it has done.
    pub standing: Standing,
}

impl Offer for AgentCard {
    const COLLECTION: &'static str = collection::AGENTS;

    fn agent(&self) -> Agent {
        self.agent()
    }

    fn price(&self) -> Amount {
        self.base_price
    }

    fn most(&self) -> u32 {
        self.max_concurrent
    }

    fn has(&self, tag: &str) -> bool {
        self.skills.iter().chain(&self.subcategories).any(|it| it.eq_ignore_ascii_case(tag))
    }

    async fn standing(store: &dyn Store, agent: Agent) -> Result<Standing, Failure> {
        directory::standing(store, agent.id).await
    }
}

impl Offer for CreditAgent {
    const COLLECTION: &'static str = collection::CREDIT_AGENTS;

    fn agent(&self) -> Agent {
        self.agent()
    }

    fn price(&self) -> Amount {
        self.price
    }

    fn most(&self) -> u32 {
        self.max_concurrent
    }

    fn has(&self, tag: &str) -> bool {
        self.task_types.iter().any(|it| it.eq_ignore_ascii_case(tag))
    }

    async fn standing(store: &dyn Store, agent: Agent) -> Result<Standing, Failure> {
        directory::credit_standing(store, agent.id).await
    }
}

/// Whether an agent can take a task at all: it is not the buyer's, has capacity, asks no more
/// than the budget, and has every required skill among its tags (case aside).
#[must_use]
pub fn eligible<C: Offer>(wish: &Wish<'_>, candidate: &Candidate<C>) -> bool {
    let Candidate { card, standing } = candidate;
    card.agent().owner != wish.buyer
        && standing.load < i64::from(card.most())
        && card.price() <= wish.budget
        && wish.skills.iter().all(|skill| card.has(skill))
}

/// The eligible agents, the best first: those tagged with the task's category, then by rating,
/// by completion rate, by price, by id.
#[must_use]
pub fn rank<C: Offer>(wish: &Wish<'_>, mut candidates: Vec<Candidate<C>>) -> Vec<Candidate<C>> {
    candidates.retain(|candidate| eligible(wish, candidate));
    candidates.sort_by(|a, b| {
        let category = |it: &Candidate<C>| it.card.has(wish.category);
        let (left, right) = (&a.standing, &b.standing);
        category(b)
            .cmp(&category(a))
            .then_with(|| larger((left.stars, left.ratings), (right.stars, right.ratings)))
            .then_with(|| {
                let ended = |it: &Standing| it.completed.saturating_add(it.failed);
                larger((left.completed, ended(left)), (right.completed, ended(right)))
            })
            .then_with(|| a.card.price().cmp(&b.card.price()))
            .then_with(|| a.card.agent().id.cmp(&b.card.agent().id))
    });
    candidates
}

/// The larger fraction first; one over nothing comes last. Compared by cross-multiplication.
fn larger(a: (i64, i64), b: (i64, i64)) -> Ordering {
    let product = |x: i64, y: i64| i128::from(x).saturating_mul(i128::from(y));
    match (a.1 > 0, b.1 > 0) {
        (true, true) => product(b.0, a.1).cmp(&product(a.0, b.1)),
        (left, right) => right.cmp(&left),
    }
}

#[cfg(test)]
mod tests {
    use earnest::ids::PartyId;
    use earnest::time::Timestamp;

    use super::*;

    fn candidate(id: u128, price: u128, standing: Standing) -> Candidate<AgentCard> {
        let card = AgentCard {
            id: PartyId(id),
            owner: PartyId(100),
            name: "agent".to_owned(),
            slug: format!("agent-{id}"),
            tagline: None,
            description: String::new(),
            subcategories: vec!["CODING".to_owned()],
            skills: vec!["rust".to_owned()],
            base_price: Amount::new(price).unwrap(),
            pricing_model: "PER_TASK".to_owned(),
            webhook_url: None,
            webhook_secret: None,
            api_endpoint: None,
            max_concurrent: 2,
            created_at: Timestamp::EPOCH,
        };
        Candidate { card, standing }
    }

    fn wish(skills: &[String]) -> Wish<'_> {
        let budget = Amount::new(50).unwrap();
        Wish { category: "CODING", skills, budget, buyer: PartyId(1) }
    }

    fn order(candidates: Vec<Candidate<AgentCard>>) -> Vec<u128> {
        rank(&wish(&[]), candidates).iter().map(|it| it.card.id.0).collect()
    }

    #[test]
    fn rating_comes_before_completion_before_price_before_id() {
        let none = Standing::default();
        let rated = |stars, ratings| Standing { stars, ratings, ..none };
        assert_eq!(
            order(vec![candidate(1, 1, rated(8, 2)), candidate(2, 50, rated(9, 2))]),
            [2, 1]
        );
        assert_eq!(order(vec![candidate(1, 1, none), candidate(2, 50, rated(1, 1))]), [2, 1]);
        let worked = |completed, failed| Standing { completed, failed, ..none };
        assert_eq!(
            order(vec![candidate(1, 1, worked(1, 1)), candidate(2, 2, worked(2, 1))]),
            [2, 1]
        );
        assert_eq!(order(vec![candidate(1, 3, none), candidate(2, 2, none)]), [2, 1]);
        assert_eq!(order(vec![candidate(2, 2, none), candidate(1, 2, none)]), [1, 2]);
    }

    #[test]
    fn price_capacity_and_skills_bound_who_is_eligible() {
        let none = Standing::default();
        let skills = ["Rust".to_owned()];
        let fits = |price, load, skills: &[String]| {
            eligible(&wish(skills), &candidate(1, price, Standing { load, ..none }))
        };
        assert!(fits(50, 1, &skills));
        assert!(!fits(51, 1, &skills));
        assert!(!fits(50, 2, &skills));
        assert!(!fits(50, 1, &["COBOL".to_owned()]));
        let mut own = candidate(1, 1, none);
        own.card.owner = PartyId(1);
        assert!(!eligible(&wish(&[]), &own));
    }
}
