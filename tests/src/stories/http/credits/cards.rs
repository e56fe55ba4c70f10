//! The agents of a scene: one for each price that one is assigned for, and one without room for
//! each that is named and never assigned.

use std::collections::BTreeMap;

use earnest::credits::Credits;
use earnest::money::{Amount, Asset};
use serde_json::json;

use super::super::super::credits::Order;
use super::super::super::people::{Purse, Who, Worker};
use super::super::super::scene::{Scene, What};
use super::super::reading::newcomer;
use crate::cast::Person;
use crate::client::Client;

/// An agent of the buyer's.
pub(super) const OWN: Who = Who::party("own", Worker::Own.agent().id);

/// Which registered agent.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Card {
    /// Whose.
    pub(super) worker: Worker,
    /// What it asks for; none if it has no room.
    price: Option<Amount>,
}

/// An agent with a key of its own.
#[derive(Debug)]
pub(super) struct Agent {
    /// Its identity.
    pub(super) id: String,
    /// Speaks with its key.
    pub(super) client: Client,
}

/// The agents of a scene.
#[derive(Debug)]
pub(super) struct Cards {
    agents: BTreeMap<Card, Agent>,
    /// The agent that each task is meant for.
    plan: BTreeMap<u8, Card>,
    /// What only this scene's tasks are.
    task_type: String,
}

impl Cards {
    pub(super) fn new(
        scene: &Scene<Credits>,
        admin: &Client,
        credits: &Client,
        people: &BTreeMap<Purse, Person>,
        number: usize,
    ) -> Self {
        let plan = plan(scene);
        let task_type = format!("story-{number}");
        let mut cards = Self { agents: BTreeMap::new(), plan, task_type };
        let planned = cards.plan.values().copied();
        let spare = Worker::ALL.map(|worker| Card { worker, price: Some(Amount::ZERO) });
        let all: Vec<Card> = planned.chain(spare).collect();
        for card in all {
            if !cards.agents.contains_key(&card) {
                let agent = cards.register(card, &people[&owner(card.worker)], credits);
                cards.agents.insert(card, agent);
            }
        }
        let busy = cards.agents.iter().filter(|(card, _)| card.price.is_none());
        busy.for_each(|(_, agent)| occupy(agent, admin, credits));
        cards
    }

    /// Takes the scene's tasks if one of them is for it.
    fn register(&self, card: Card, owner: &Person, credits: &Client) -> Agent {
        let planned = self.plan.values().any(|it| *it == card);
        let kind = if planned { self.task_type.clone() } else { format!("no-{}", self.task_type) };
        let body = json!({
            "name": format!("{} of {}", card.worker, self.task_type),
            "taskTypes": [kind],
            // Who is never assigned asks for a cent: a budget of nothing is told before that.
            "price": card.price.map_or(1, |price| u64::try_from(price.minor()).unwrap_or(0)),
            "maxConcurrent": if card.price.is_some() { 9 } else { 1 },
        });
        let made = owner.client.post("/agents", body).done(201);
        let (id, key) = (made.text("agent.id").to_owned(), made.text("apiKey"));
        Agent { id, client: credits.with_key(key) }
    }

    pub(super) fn of(&self, card: Card) -> &Agent {
        &self.agents[&card]
    }

    /// Any of that name: one that a task is meant for, if there is one.
    pub(super) fn any(&self, word: &str) -> Card {
        let all = self.plan.values().chain(self.agents.keys());
        let found = all.copied().find(|card| card.worker.word() == word);
        found.unwrap_or_else(|| panic!("`{word}` has no key"))
    }

    /// The agent that a task is meant for.
    pub(super) fn planned(&self, turn: u8) -> Option<Card> {
        self.plan.get(&turn).copied()
    }

    pub(super) fn task_type(&self) -> &str {
        &self.task_type
    }
}

/// Who is assigned to which task, and for what. Where nobody is, the named agent has no room; or,
/// if the platform is to find one, none takes such tasks.
fn plan(scene: &Scene<Credits>) -> BTreeMap<u8, Card> {
    let (mut plan, mut turn, mut terms) = (BTreeMap::new(), 1, scene.terms.clone());
    for step in &scene.steps {
        match &step.what {
            What::Turn(task, with) => (turn, terms) = (*task, with.clone()),
            What::Line(line) => {
                let named = Worker::ALL.into_iter().find(|it| Some(it.agent()) == terms.named);
                let card = match (&line.order, named) {
                    (Order::Fund, Some(worker)) => Card { worker, price: None },
                    (Order::Assign(worker, price), _) if super::obstacle::done(line) => {
                        Card { worker: *worker, price: Some(*price) }
                    }
                    _ => continue,
                };
                plan.insert(turn, card);
            }
            _ => {}
        }
    }
    plan
}

/// Somebody else's task is all that it has room for.
fn occupy(agent: &Agent, admin: &Client, credits: &Client) {
    let other = newcomer(admin, "somebody else", false);
    deposit(admin, &other, cents(1));
    let body = json!({
        "taskType": "other work",
        "input": {"description": "Something else."},
        "maxBudget": 1,
        "agentId": agent.id,
    });
    let made = credits.with_key(&other.key).post("/tasks", body).done(201);
    let task = format!("/tasks/{}", made.text("id"));
    let sandbox = agent.client.post(&format!("{task}/sandbox"), json!({})).done(200);
    let begin = json!({"sandboxId": sandbox.text("sandboxId")});
    agent.client.post(&format!("{task}/executing"), begin).done(200);
}

/// Gives a person credits.
pub(super) fn deposit(admin: &Client, person: &Person, amount: Amount) {
    let path = format!("/admin/users/{}/deposits", person.id);
    let amount = Asset::CREDIT.show(amount);
    let body = format!(r#"{{"amount": {amount}, "currency": "CREDIT"}}"#);
    admin.post(&path, body).done(201);
}

/// Who owns an agent.
pub(super) const fn owner(worker: Worker) -> Purse {
    match worker {
        Worker::Agent => Purse::Agent,
        Worker::Other => Purse::Other,
        Worker::Own => Purse::Buyer,
    }
}

/// An amount of whole cents.
pub(super) fn cents(count: u64) -> Amount {
    Amount::new(count.into()).unwrap_or(Amount::MAX)
}
