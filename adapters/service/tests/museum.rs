//! The museum's entries that need a store: what `spec/museum.md` tells of, in its own situation,
//! with the right outcome. The others are in `core/tests/museum.rs`.

use std::sync::Arc;

use earnest::authority::Actor;
use earnest::credits::{
    Assign, Command, Complete, Credits, Dispute, Fund, Grounds, Pass, Rule, Score, Stage, Start,
    Terms,
};
use earnest::ids::{InstanceId, OrderId, PartyId};
use earnest::ledger::{Account, Posting};
use earnest::machine::Error as CoreError;
use earnest::money::{Amount, Asset, Bps};
use earnest::time::{Elapsed, Timestamp};
use earnest::work::Agent;
use earnest_service::store::{Commit, NotCommitted};
use earnest_service::{Answer, Clock, Error, Held, Memory, Service, digest};

const BUYER: PartyId = PartyId(1);
const AGENT: Agent = Agent { id: PartyId(2), owner: PartyId(3) };
const ARBITER: PartyId = PartyId(7);
const TASK: InstanceId = InstanceId(100);

fn amount(minor: u128) -> Amount {
    Amount::new(minor).unwrap()
}

/// A service, with this in the buyer's wallet.
async fn service(funds: u128) -> Service {
    let clock = Clock::manual(Timestamp::from_millis(1_000_000).unwrap());
    let service = Service::new(Arc::new(Memory::default()), clock).host::<Credits>();
    let (from, to) = (Account::World, Account::Wallet(BUYER));
    let deposit = (Asset::CREDIT, Posting { from, to, amount: amount(funds) });
    service.commit(Commit { postings: vec![deposit], ..Commit::default() }).await.unwrap();
    service
}

/// Opens and funds a task of 50 credits.
async fn fund(service: &Service) -> Result<(), NotCommitted> {
    let (now, mut commit) = (service.clock().now(), Commit::default());
    let terms = Terms::usual(BUYER, amount(50_00), Some(AGENT));
    let mut held = Held::<Credits>::open(TASK, terms, now, Some("{}".into())).unwrap();
    held.step(OrderId(1), Actor::Party(BUYER), now, Fund {}.into(), None).unwrap();
    held.write(&mut commit).unwrap();
    service.commit(commit).await
}

async fn give(
    service: &Service,
    id: u128,
    by: Actor,
    command: Command,
) -> Result<(), Error<Credits>> {
    let given = service.submit::<Credits>(TASK, OrderId(id), by, command, None).await?;
    assert!(matches!(given, Answer::Done(_)));
    Ok(())
}

async fn balance(service: &Service, party: PartyId) -> i128 {
    let wallets = service.store().wallets(party).await.unwrap();
    wallets.first().map_or(0, |wallet| wallet.balance)
}

/// What is resolved is resolved with its money, or not at all.
#[tokio::test]
async fn alancoin_closed_not_paid() {
    let service = service(49_99).await;
    let refused = fund(&service).await;
    assert!(matches!(refused, Err(NotCommitted::Insufficient { balance: 49_99, .. })));
    assert!(matches!(service.load::<Credits>(TASK).await, Err(Error::Missing)), "nothing is left");
    assert_eq!(balance(&service, BUYER).await, 49_99);
}

/// Several refunds are decided on the same task before any of them is kept: one is paid.
#[tokio::test]
async fn hyperswitch_refund_race() {
    let service = service(50_00).await;
    fund(&service).await.unwrap();
    let worker = Actor::Party(AGENT.id);
    let took = Elapsed::from_millis(1).unwrap();
    let paper = digest("a paper");
    for (by, command) in [
        (Actor::Operator, Command::from(Assign { agent: AGENT, price: amount(40_00) })),
        (worker, Start { sandbox: paper }.into()),
        (worker, Complete { output: paper, took, own_score: None }.into()),
        (Actor::Operator, Pass { score: Score::HALF }.into()),
        (Actor::Party(BUYER), Dispute { grounds: Grounds::WrongOutput, description: paper }.into()),
    ] {
        give(&service, 2, by, command).await.unwrap();
    }
    let arbiter = Actor::Arbiter(ARBITER);
    let rule = Command::from(Rule { share: Bps::new(6_000).unwrap(), notes: None });
    let mut commits = Vec::new();
    for number in 0..3 {
        let decided =
            service.decide::<Credits>(TASK, OrderId(10 + number), arbiter, rule.clone(), None);
        let mut commit = Commit::default();
        decided.await.unwrap().held().write(&mut commit).unwrap();
        assert!(!commit.postings.is_empty(), "each of them would pay");
        commits.push(commit);
    }
    let mut kept = Vec::new();
    for commit in commits {
        kept.push(service.settle(commit).await.unwrap());
    }
    assert_eq!(kept, [true, false, false], "the first append wins");
    match give(&service, 13, arbiter, rule).await {
        Err(Error::Core { error: CoreError::Refused(refused), instance }) => {
            assert_eq!(refused.code(), "wrong_state");
            assert!(matches!(instance.stage, Stage::Closed(_)), "decided again, it sees what won");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(balance(&service, BUYER).await, 10_00 + 24_00, "the rest, and 60 % of the charge");
    assert_eq!(balance(&service, AGENT.owner).await, 16_00);
}
