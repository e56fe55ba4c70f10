//! What is kept, as bytes: records, instances and terms, mutated or edited. Reading never
//! panics, what is read is written and read again as the same, and an instance that is read
//! answers every order.

#![no_main]

use std::fmt::Debug;
use std::sync::LazyLock;

use earnest::authority::Actor;
use earnest::dispute::Ruling;
use earnest::ids::{Digest, InstanceId, OrderId, PartyId};
use earnest::ledger::{Account, Ledger};
use earnest::machine::{Command as _, Error, Machine, Stage as _, Table as _, Timeout};
use earnest::marketplace::{
    Agent, Approve, Assign, Command, Deliver, Dispute, Fund, Hire, Marketplace, Mode, Percent,
    Progress, Redeliver, Reject, Revise, Rule, Seal, Submit, Terms,
};
use earnest::time::Timestamp;
use earnest::{Instance, Order, Record};
use libfuzzer_sys::fuzz_target;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

#[path = "support/bytes.rs"]
mod bytes;
#[path = "../../adapters/explorer/src/cast.rs"]
mod cast;
#[path = "support/edits.rs"]
mod edits;

use bytes::Bytes;
use cast::{AGENT, ARBITER, BUYER, OTHER_PAPER, PAPER, RIVAL, STRANGER, terms, window};

/// Every instance and every record of a long life, and its terms.
static SOUND: LazyLock<Vec<Value>> = LazyLock::new(sound);

fuzz_target!(|input: &[u8]| {
    match input.split_first() {
        // `@` says that the rest are edits.
        Some((b'@', rest)) => {
            let edited = edits::edited(&SOUND, &mut Bytes::new(rest));
            check(&serde_json::to_vec(&edited).expect("a value can be written"));
        }
        _ => check(input),
    }
});

fn check(input: &[u8]) {
    check_same::<Terms>(input);
    if let Some(record) = check_same::<Record<Marketplace>>(input) {
        check_record(&record);
    }
    if let Some(instance) = check_same::<Instance<Marketplace>>(input) {
        check_instance(&instance);
    }
}

fn check_same<T: DeserializeOwned + Serialize + PartialEq + Debug>(input: &[u8]) -> Option<T> {
    let value: T = serde_json::from_slice(input).ok()?;
    let json = serde_json::to_string(&value).expect("what was read can be written");
    let again: T = serde_json::from_str(&json).expect("and read");
    assert_eq!(again, value, "{json}");
    assert_eq!(serde_json::to_string(&again).expect("and written"), json);
    Some(value)
}

fn check_record(record: &Record<Marketplace>) {
    assert!(Marketplace::ROWS.iter().any(|row| row.from == record.from()));
    // Whatever the record claims, money is neither made nor lost.
    let mut ledger = Ledger::default();
    let _ = ledger.book(terms().asset, record.postings.iter());
    assert_eq!(ledger.balances().map(|(.., balance)| balance).sum::<i128>(), 0);
    for posting in record.postings.iter() {
        assert!(!posting.amount.is_zero());
        let _ = record.postings.flow(posting.to);
    }
}

fn check_instance(instance: &Instance<Marketplace>) {
    let (since, due) = (instance.since, instance.stage.deadline().unwrap_or(instance.since));
    let near = [due.as_millis().saturating_sub(1), due.as_millis(), due.as_millis() + 1];
    let near = near.into_iter().filter_map(Timestamp::from_millis);
    let times: Vec<_> = near.chain([since, Timestamp::LAST_ORDER, Timestamp::MAX]).collect();
    let agent = instance.stage.agent().unwrap_or(RIVAL);
    let parties = [instance.terms.buyer, agent.owner, agent.id, STRANGER].map(Actor::Party);
    let others = [Actor::Arbiter(ARBITER), Actor::Operator, Actor::Clock];
    for by in parties.into_iter().chain(others) {
        for at in &times {
            for command in commands(instance) {
                check_step(instance, &Order { id: OrderId(5), by, at: *at, command });
            }
        }
        let _ = instance.options(by, due).count();
    }
    assert!(instance.if_silent().count() <= Marketplace::STAGES.len());
    let _ = instance.lapsed(Timestamp::MAX);
    let _ = instance.due(Timestamp::MAX);
}

/// One of each kind, and what the core itself would try.
fn commands(instance: &Instance<Marketplace>) -> Vec<Command> {
    let probe = |name: &&str| Marketplace::probe(&instance.terms, &instance.stage, name);
    let mut commands: Vec<Command> = Marketplace::COMMANDS.iter().filter_map(probe).collect();
    let hire = Hire { agent: RIVAL, price: instance.stage.held(), estimate: None };
    commands.extend([Timeout {}.into(), hire.into(), Submit { item: PAPER }.into()]);
    commands.extend([
        Rule { ruling: Ruling::HALF, notes: None }.into(),
        Revise { request: None }.into(),
    ]);
    commands.extend([Command::from(Redeliver { work: PAPER })]);
    commands
}

/// An answer, if only that the instance makes no sense; and never one that makes money.
fn check_step(instance: &Instance<Marketplace>, order: &Order<Command>) {
    let answer = instance.step(order);
    assert_eq!(answer, instance.step(order));
    let record = match answer {
        Ok(record) => record,
        Err(Error::Refused(refused)) => return assert!(!refused.code().is_empty()),
        Err(Error::Defect(defect)) => return assert!(!format!("{defect:?}").is_empty()),
    };
    let escrow = Account::Escrow(instance.id);
    let (into, out) = record.postings.flow(escrow).expect("the kernel checked the sums");
    let before = instance.stage.held().minor() + into.minor();
    assert_eq!(before, record.to.held().minor() + out.minor(), "{record:?}");
    let row = Marketplace::row(&instance.stage, &order.command).expect("a row");
    assert!(row.to.contains(&record.to.name()) && row.on == order.command.name());
    assert!(record.to.is_terminal() || record.to.deadline().is_some_and(|it| it > record.at));
    let next = instance.after(&record).expect("the next record");
    assert_eq!((&next.stage, next.since), (&record.to, record.at));
    let json = serde_json::to_string(&record).expect("a record can be written");
    assert_eq!(serde_json::from_str::<Record<Marketplace>>(&json).expect("and read"), record);
}

fn sound() -> Vec<Value> {
    let value = |it: &dyn Fn() -> serde_json::Result<Value>| it().expect("a value");
    let at = |millis| Timestamp::from_millis(millis).expect("a moment");
    let (buyer, agent) = (Actor::Party(BUYER), Actor::Party(AGENT.owner));
    let percent = Percent::new(50).expect("on the scale");
    let lives: [&[(Actor, Command)]; 3] = [
        &[
            (buyer, Fund {}.into()),
            (Actor::Operator, Assign { agent: AGENT }.into()),
            (agent, Progress { percent, note: Some(PAPER) }.into()),
            (agent, Deliver { work: PAPER }.into()),
            (buyer, Revise { request: Some(PAPER) }.into()),
            (agent, Deliver { work: OTHER_PAPER }.into()),
            (buyer, Dispute { reason: PAPER }.into()),
            (buyer, Submit { item: PAPER }.into()),
            (agent, Reject { answer: None }.into()),
            (agent, Seal { statement: Digest([1; 32]) }.into()),
            (Actor::Arbiter(ARBITER), Rule { ruling: Ruling::HALF, notes: Some(PAPER) }.into()),
        ],
        &[
            (buyer, Fund {}.into()),
            (
                buyer,
                Hire { agent: RIVAL, price: cast::amount(1_000), estimate: Some(window(9)) }.into(),
            ),
            (Actor::Party(RIVAL.id), Deliver { work: PAPER }.into()),
            (buyer, Approve { rating: None, review: None }.into()),
        ],
        &[(buyer, Fund {}.into()), (Actor::Operator, earnest::marketplace::Match {}.into())],
    ];
    let modes = [Mode::Direct(Some(AGENT)), Mode::Proposals, Mode::Direct(None)];
    let mut sound = Vec::new();
    for (life, mode) in lives.into_iter().zip(modes) {
        let terms = Terms { mode, fee: cast::bps(333), ..terms() };
        sound.push(value(&|| serde_json::to_value(&terms)));
        let mut task = Instance::<Marketplace>::open(InstanceId(77), terms, at(1_000));
        for (by, command) in life {
            sound.push(value(&|| serde_json::to_value(&task)));
            let order = Order { id: OrderId(5), by: *by, at: at(1_000), command: command.clone() };
            let record = task.step(&order).expect("a sound order");
            sound.push(value(&|| serde_json::to_value(&record)));
            task = task.after(&record).expect("the next record");
        }
        sound.extend(task.if_silent().map(|it| value(&|| serde_json::to_value(&it))));
        sound.push(value(&|| serde_json::to_value(&task)));
    }
    let stranger = Agent { id: PartyId(8), owner: PartyId(8) };
    sound.push(value(&|| serde_json::to_value(stranger)));
    sound
}
