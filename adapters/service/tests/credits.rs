//! In which lists and counts a task for credits is, wherever it has come to.

use std::sync::Arc;

use earnest::authority::Actor;
use earnest::credits::{
    Assign, Command, Complete, Concede, Credits, Dispute, Fund, Grounds, Pass, Route, Score, Start,
    Terms, Thumb, Vote,
};
use earnest::ids::{InstanceId, OrderId, PartyId};
use earnest::ledger::{Account, Posting};
use earnest::money::{Amount, Asset};
use earnest::time::{Elapsed, Timestamp};
use earnest::work::Agent;
use earnest_service::store::{Commit, Sort, Store as _};
use earnest_service::{Clock, Held, Memory, Service, digest, names};

const BUYER: PartyId = PartyId(1);
const AGENT: Agent = Agent { id: PartyId(2), owner: PartyId(3) };
const TASK: InstanceId = InstanceId(100);

struct Platform {
    store: Arc<Memory>,
    service: Service,
}

impl Platform {
    /// A funded task that any agent may get.
    async fn new() -> Self {
        let store = Arc::new(Memory::default());
        let clock = Clock::manual(Timestamp::from_millis(1_000_000).unwrap());
        let service = Service::new(Arc::clone(&store) as _, clock).host::<Credits>();
        let budget = Amount::new(50_00).unwrap();
        let (from, to) = (Account::World, Account::Wallet(BUYER));
        let deposit = (Asset::CREDIT, Posting { from, to, amount: budget });
        let mut commit = Commit { postings: vec![deposit], ..Commit::default() };
        let (now, terms) = (service.clock().now(), Terms::usual(BUYER, budget, None));
        let mut held = Held::<Credits>::open(TASK, terms, now, Some("{}".into())).unwrap();
        held.step(OrderId(1), Actor::Party(BUYER), now, Fund {}.into(), None).unwrap();
        held.write(&mut commit).unwrap();
        service.commit(commit).await.unwrap();
        Self { store, service }
    }

    async fn give(&self, by: Actor, command: impl Into<Command>) {
        let given = self.service.submit::<Credits>(TASK, OrderId(2), by, command.into(), None);
        given.await.unwrap();
    }

    async fn assigned() -> Self {
        let platform = Self::new().await;
        platform.give(Actor::Operator, Route {}).await;
        let price = Amount::new(40_00).unwrap();
        platform.give(Actor::Operator, Assign { agent: AGENT, price }).await;
        platform
    }

    async fn checked() -> Self {
        let platform = Self::assigned().await;
        platform.give(Actor::Party(AGENT.id), Start { sandbox: digest("a sandbox") }).await;
        let (output, took) = (digest("the work"), Elapsed::from_millis(3200).unwrap());
        let complete = Complete { output, took, own_score: None };
        platform.give(Actor::Party(AGENT.id), complete).await;
        platform
    }

    async fn completed() -> Self {
        let platform = Self::checked().await;
        platform.give(Actor::Operator, Pass { score: Score::HALF }).await;
        platform
    }

    async fn vote(&self, thumb: Thumb) {
        self.give(Actor::Party(BUYER), Vote { thumb }).await;
    }

    async fn is_in(&self, list: &str, status: &str) -> bool {
        let page = self.store.list(list, Some(status), None, Sort::Oldest, 10).await.unwrap();
        page.iter().any(|stream| stream.id == TASK)
    }

    /// The agent's load, and its tasks that went well and that did not.
    async fn counts(&self) -> [i64; 3] {
        let well = |well| names::ended(AGENT.id, well);
        let mut counts = [0; 3];
        for (count, name) in counts.iter_mut().zip([names::load(AGENT.id), well(true), well(false)])
        {
            *count = self.store.tally(&name).await.unwrap();
        }
        counts
    }

    async fn votes(&self) -> [i64; 2] {
        let [up, down] = [true, false].map(|up| names::votes(AGENT.id, up));
        [self.store.tally(&up).await.unwrap(), self.store.tally(&down).await.unwrap()]
    }
}

#[tokio::test]
async fn a_task_is_where_whoever_is_awaited_looks_for_it() {
    let platform = Platform::new().await;
    assert!(platform.is_in(names::UNASSIGNED, "submitted").await);
    platform.give(Actor::Operator, Route {}).await;
    assert!(platform.is_in(names::UNASSIGNED, "routing").await);

    let platform = Platform::assigned().await;
    assert!(!platform.is_in(names::UNASSIGNED, "submitted").await);
    assert!(platform.is_in(&names::assigned(AGENT.id).to_string(), "submitted").await);
    assert!(platform.is_in(&names::hired(AGENT.id).to_string(), "submitted").await);

    let platform = Platform::checked().await;
    assert!(!platform.is_in(&names::assigned(AGENT.id).to_string(), "submitted").await);
    assert!(platform.is_in(names::UNASSESSED, "quality_check").await);

    let platform = Platform::completed().await;
    assert!(!platform.is_in(names::UNASSESSED, "completed").await);
    assert!(platform.is_in(&names::hired(AGENT.id).to_string(), "completed").await);
    assert!(platform.is_in(&names::submitted(BUYER).to_string(), "completed").await);
    let dispute = Dispute { grounds: Grounds::WrongOutput, description: digest("not this") };
    platform.give(Actor::Party(BUYER), dispute).await;
    assert!(platform.is_in(names::CONTESTED, "completed").await);
    platform.give(Actor::Party(AGENT.id), Concede { note: None }).await;
    assert!(!platform.is_in(names::CONTESTED, "refunded").await);
    assert!(platform.is_in(&names::submitted(BUYER).to_string(), "refunded").await);
}

#[tokio::test]
async fn an_agent_is_busy_until_it_hands_the_work_in() {
    assert_eq!(Platform::assigned().await.counts().await, [1, 0, 0]);
    assert_eq!(Platform::checked().await.counts().await, [0, 0, 0]);
}

#[tokio::test]
async fn a_refund_takes_a_completion_back() {
    let platform = Platform::completed().await;
    assert_eq!(platform.counts().await, [0, 1, 0]);
    platform.vote(Thumb::Down).await;
    assert_eq!(platform.counts().await, [0, 0, 1]);
}

#[tokio::test]
async fn a_changed_vote_moves_from_one_count_to_the_other() {
    let platform = Platform::completed().await;
    platform.vote(Thumb::Up).await;
    platform.vote(Thumb::Up).await;
    assert_eq!(platform.votes().await, [1, 0]);
    platform.vote(Thumb::Down).await;
    assert_eq!(platform.votes().await, [0, 1]);
}
