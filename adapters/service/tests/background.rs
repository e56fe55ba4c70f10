//! What a server does without being asked, and what a manual clock remembers.

use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use earnest::authority::Actor;
use earnest::dispute::Ruling;
use earnest::ids::{Digest, InstanceId, OrderId, PartyId};
use earnest::marketplace::{Agent, Deliver, Fund, Marketplace, Mode, Stage, Terms};
use earnest::money::{Amount, Asset, Bps};
use earnest::time::{Timestamp, Window};
use earnest_service::directory::{self, AgentCard, collection};
use earnest_service::store::{Commit, NotCommitted, Store};
use earnest_service::treasury::{Direction, Transfer};
use earnest_service::{Clock, Held, Hint, Memory, Service, reserve, resume};
use tokio::time::timeout;

const BUYER: PartyId = PartyId(1);
const OWNER: PartyId = PartyId(2);
const AGENT: Agent = Agent { id: PartyId(3), owner: OWNER };
const HOUR: u64 = 60 * 60 * 1000;

fn service(store: &Arc<Memory>, clock: Clock) -> Arc<Service> {
    Arc::new(Service::new(Arc::clone(store) as Arc<dyn Store>, clock).host::<Marketplace>())
}

fn midnight() -> Timestamp {
    Timestamp::from_millis(1_767_225_600_000).unwrap()
}

fn amount(minor: u128) -> Amount {
    Amount::new(minor).unwrap()
}

fn terms(window: Window) -> Terms {
    Terms {
        buyer: BUYER,
        asset: Asset::USDC,
        budget: amount(10),
        mode: Mode::Direct(Some(AGENT)),
        fee: Bps::NONE,
        kill_fee: Bps::NONE,
        default_ruling: Ruling::HALF,
        max_revisions: 1,
        max_remedies: 1,
        max_evidence: 1,
        to_hire: window,
        to_match: window,
        to_deliver: window,
        to_deliver_least: window,
        to_review: window,
        to_revise: window,
        to_respond: window,
        to_rule: window,
    }
}

/// An agent that can do so much at once.
async fn register(service: &Service, most: u32) {
    let card = AgentCard {
        id: AGENT.id,
        owner: OWNER,
        name: "agent".to_owned(),
        slug: "agent".to_owned(),
        tagline: None,
        description: "works".to_owned(),
        subcategories: Vec::new(),
        skills: Vec::new(),
        base_price: amount(1),
        pricing_model: "PER_TASK".to_owned(),
        webhook_url: None,
        webhook_secret: None,
        api_endpoint: None,
        max_concurrent: most,
        created_at: midnight(),
    };
    let write = directory::create(collection::AGENTS, AGENT.id.to_string(), &card).unwrap();
    let commit = Commit { documents: vec![write], ..Commit::default() };
    service.commit(commit).await.unwrap();
}

async fn deposit(service: &Service) {
    let (asset, at) = (Asset::USDC, service.clock().now());
    let direction = Direction::Deposit;
    let transfer = Transfer { party: BUYER, direction, asset, amount: amount(100), by: BUYER, at };
    let mut commit = Commit::default();
    service.transfer(&transfer, &mut commit).await.unwrap();
    service.commit(commit).await.unwrap();
}

/// Funds a task and gives it to the agent if it is free.
async fn fund(service: &Service, id: u128, window: Window) -> InstanceId {
    let (id, now) = (InstanceId(id), service.clock().now());
    let brief = Some(r#"{"category": "CODING"}"#.into());
    let mut held = Held::<Marketplace>::open(id, terms(window), now, brief).unwrap();
    held.step(OrderId(1), Actor::Party(BUYER), now, Fund {}.into(), None).unwrap();
    let waiting = held.clone();
    let card = service.give(&mut held, now).await.unwrap();
    let mut commit = Commit::default();
    held.write(&mut commit).unwrap();
    if let Some(card) = &card {
        reserve(&mut commit, card);
    }
    if let Err(NotCommitted::Full(_)) = service.commit(commit).await {
        let mut commit = Commit::default();
        waiting.write(&mut commit).unwrap();
        service.commit(commit).await.unwrap();
    }
    id
}

async fn stage(service: &Service, id: InstanceId) -> Stage {
    service.load::<Marketplace>(id).await.unwrap().instance.stage
}

/// Waits until a task is in a stage; a hint wakes, the store tells.
async fn reaches(service: &Service, id: InstanceId, wanted: fn(&Stage) -> bool) {
    let mut hints = service.hub().listen(id);
    let arrives = async {
        while !wanted(&stage(service, id).await) {
            let hint = hints.recv().await.unwrap();
            assert!(matches!(hint, Hint::Entries(_)));
        }
    };
    timeout(Duration::from_secs(10), arrives).await.expect("it gets there");
}

fn executing(stage: &Stage) -> bool {
    matches!(stage, Stage::Executing(_))
}

#[tokio::test]
async fn an_agent_that_becomes_free_gets_the_task_that_waits() {
    let store = Arc::new(Memory::new());
    let service = service(&store, Clock::manual(midnight()));
    register(&service, 1).await;
    deposit(&service).await;
    let window = Window::from_millis(HOUR).unwrap();
    let first = fund(&service, 10, window).await;
    let second = fund(&service, 11, window).await;
    assert!(executing(&stage(&service, first).await));
    assert!(matches!(stage(&service, second).await, Stage::Pending(_)));
    let background = Arc::clone(&service);
    let background = tokio::spawn(async move { background.run(pending()).await });
    let deliver = Deliver { work: Digest([1; 32]) };
    let by = Actor::Party(OWNER);
    service
        .submit::<Marketplace>(first, OrderId(2), by, deliver.into(), Some("".into()))
        .await
        .unwrap();
    reaches(&service, second, executing).await;
    background.abort();
}

#[tokio::test]
async fn an_agent_that_is_new_gets_the_task_that_waits() {
    let store = Arc::new(Memory::new());
    let service = service(&store, Clock::manual(midnight()));
    deposit(&service).await;
    let task = fund(&service, 10, Window::from_millis(HOUR).unwrap()).await;
    assert!(matches!(stage(&service, task).await, Stage::Pending(_)));
    let background = Arc::clone(&service);
    let background = tokio::spawn(async move { background.run(pending()).await });
    register(&service, 1).await;
    reaches(&service, task, executing).await;
    background.abort();
}

/// STORE-21
#[tokio::test]
async fn a_real_clock_keeps_its_deadlines() {
    let store = Arc::new(Memory::new());
    let service = service(&store, Clock::real());
    deposit(&service).await;
    let task = fund(&service, 10, Window::from_millis(1).unwrap()).await;
    let background = Arc::clone(&service);
    let background = tokio::spawn(async move { background.run(pending()).await });
    reaches(&service, task, |stage| matches!(stage, Stage::Expired(_))).await;
    background.abort();
}

#[tokio::test]
async fn the_background_ends_when_it_is_told_to() {
    let store = Arc::new(Memory::new());
    let service = service(&store, Clock::real());
    timeout(Duration::from_secs(10), service.run(async {})).await.expect("it ends");
}

/// TIME-01
#[tokio::test]
async fn a_manual_clock_goes_on_where_it_stood() {
    let store = Arc::new(Memory::new());
    assert_eq!(resume(&*store).await, Ok(midnight()));
    let before = service(&store, Clock::manual(midnight()));
    deposit(&before).await;
    let task = fund(&before, 10, Window::from_millis(HOUR).unwrap()).await;
    for _ in 0..2 {
        let mut commit = Commit::default();
        let then = before.advance(HOUR, &mut commit).await.unwrap().unwrap();
        before.commit(commit).await.unwrap();
        before.catch_up().await.unwrap();
        assert_eq!(before.clock().now(), then);
    }
    assert!(matches!(stage(&before, task).await, Stage::Expired(_)));
    let then = Timestamp::from_millis(midnight().as_millis() + 2 * HOUR).unwrap();
    assert_eq!(resume(&*store).await, Ok(then));
}

#[tokio::test]
async fn two_advances_at_once_add_up() {
    let store = Arc::new(Memory::new());
    let service = service(&store, Clock::manual(midnight()));
    let mut first = Commit::default();
    service.advance(HOUR, &mut first).await.unwrap();
    let mut second = Commit::default();
    service.advance(HOUR, &mut second).await.unwrap();
    assert_eq!(service.settle(first).await, Ok(true));
    assert_eq!(service.settle(second).await, Ok(false));
    // The first is kept but not yet carried out.
    let mut again = Commit::default();
    let then = service.advance(HOUR, &mut again).await.unwrap().unwrap();
    assert_eq!(then.as_millis(), midnight().as_millis() + 2 * HOUR);
    assert_eq!(service.settle(again).await, Ok(true));
    service.catch_up().await.unwrap();
    assert_eq!(service.clock().now(), then);
}

/// TIME-01
#[tokio::test]
async fn a_manual_clock_starts_at_the_latest_entry_of_an_old_file() {
    let store = Arc::new(Memory::new());
    let service = service(&store, Clock::manual(Timestamp::LAST_ORDER));
    deposit(&service).await;
    assert_eq!(resume(&*store).await, Ok(Timestamp::LAST_ORDER));
    assert_eq!(service.advance(1, &mut Commit::default()).await, Ok(None));
}
