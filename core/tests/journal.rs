//! Random orders, answered twice: by the core and by a bookkeeper who has only read the rules.
//! Every answer, every refusal and every balance must be the same.

use std::cell::RefCell;
use std::collections::BTreeSet;

use earnest::authority::Actor;
use earnest::dispute::{Resolution, Ruling};
use earnest::ids::{InstanceId, OrderId};
use earnest::ledger::{Account, Ledger, Posting};
use earnest::machine::{Error, Stage as _, Table as _, Timeout};
use earnest::marketplace::{
    Agent, Approve, Assign, Cancel, Command, Concede, Deliver, Dispute, Fail, Fund, Hire,
    Marketplace, Match, Mode, Percent, Progress, Redeliver, Reject, Revise, Rule, Seal, Submit,
    Terms,
};
use earnest::money::{Amount, Bps};
use earnest::time::Timestamp;
use earnest::{Instance, Order};
use earnest_explorer::cast::{
    AGENT, ARBITER, BUYER, OTHER_PAPER, PAPER, RIVAL, STRANGER, terms, window,
};
use proptest::prelude::{Strategy, any, prop_oneof};
use proptest::sample::select;

#[path = "support/amounts.rs"]
mod amounts;
#[path = "support/chance.rs"]
mod chance;
#[path = "support/reference.rs"]
mod reference;
#[path = "support/shares.rs"]
mod shares;

use amounts::amounts;
use chance::{check_any, check_same};
use reference::{Book, allowed};
use shares::shares;

const ID: InstanceId = InstanceId(77);
const START: u64 = 1_000;

/// One attempt, not yet an order: what is sensible depends on where the task is.
#[derive(Clone, Debug)]
struct Attempt {
    /// Somebody who may, something that is possible: else anybody and anything.
    sensible: bool,
    who: usize,
    what: usize,
    when: usize,
    agent: Agent,
    price: Amount,
    whole_price: bool,
    estimate: Option<u64>,
    ruling: Ruling,
}

fn contracts() -> impl Strategy<Value = Terms> {
    let modes = select(vec![Mode::Direct(Some(AGENT)), Mode::Direct(None), Mode::Proposals]);
    let limits = (0_u8..=2, 0_u8..=2, 0_u8..=2);
    (modes, amounts(), shares(), shares(), rulings(), limits).prop_map(
        |(mode, budget, fee, kill_fee, default_ruling, limits)| Terms {
            mode,
            budget,
            fee,
            kill_fee,
            default_ruling,
            max_revisions: limits.0,
            max_remedies: limits.1,
            max_evidence: limits.2,
            ..terms()
        },
    )
}

fn rulings() -> impl Strategy<Value = Ruling> {
    let ways = select(vec![Resolution::RefundBuyer, Resolution::ReleaseToAgent, Resolution::Split]);
    (ways, shares()).prop_map(|(way, share)| {
        let fits = Ruling::new(way, Some(share)).or_else(|_| Ruling::new(way, None));
        fits.unwrap_or(Ruling::HALF)
    })
}

fn attempts() -> impl Strategy<Value = Attempt> {
    let agents = prop_oneof![
        6 => select(vec![AGENT, RIVAL, Agent { owner: RIVAL.owner, ..AGENT }]),
        1 => select(vec![Agent { owner: BUYER, ..AGENT }, Agent { id: BUYER, ..AGENT }]),
    ];
    let times = select(vec![0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6]);
    let price = (amounts(), any::<bool>());
    let estimates = select(vec![None, Some(1), Some(2), Some(100)]);
    let choice = (0..7_u8, any::<usize>(), any::<usize>(), times);
    (choice, agents, price, estimates, rulings()).prop_map(
        |((sensible, who, what, when), agent, (price, whole_price), estimate, ruling)| Attempt {
            sensible: sensible > 0,
            who,
            what,
            when,
            agent,
            price,
            whole_price,
            estimate,
            ruling,
        },
    )
}

impl Attempt {
    fn command(&self, name: &str, held: u128) -> Command {
        let paper = if self.who % 2 == 0 { PAPER } else { OTHER_PAPER };
        let whole = Amount::new(held).expect("an amount");
        let price = if self.whole_price { whole } else { self.price };
        let percent = Percent::new(u8::try_from(self.who % 101).expect("small")).expect("on it");
        match name {
            "Fund" => Fund {}.into(),
            "Match" => Match {}.into(),
            "Assign" => Assign { agent: self.agent }.into(),
            "Hire" => Hire { agent: self.agent, price, estimate: self.estimate.map(window) }.into(),
            "Cancel" => Cancel {}.into(),
            "Progress" => Progress { percent, note: None }.into(),
            "Deliver" => Deliver { work: paper }.into(),
            "Fail" => Fail { reason: paper }.into(),
            "Approve" => Approve { rating: None, review: Some(paper) }.into(),
            "Revise" => Revise { request: Some(paper) }.into(),
            "Dispute" => Dispute { reason: paper }.into(),
            "Redeliver" => Redeliver { work: paper }.into(),
            "Reject" => Reject { answer: None }.into(),
            "Submit" => Submit { item: paper }.into(),
            "Seal" => Seal { statement: paper }.into(),
            "Concede" => Concede { note: None }.into(),
            "Rule" => Rule { ruling: self.ruling, notes: None }.into(),
            _ => Timeout {}.into(),
        }
    }

    /// The order that this attempt comes to, given where the task is.
    fn order(&self, book: &Book, now: u64) -> (Actor, u64, Command) {
        let possible = likely(book, now);
        let actors = [BUYER, AGENT.owner, AGENT.id, RIVAL.owner, STRANGER].map(Actor::Party);
        let judges = [ARBITER, BUYER, AGENT.owner].map(Actor::Arbiter);
        let all: Vec<Actor> =
            actors.into_iter().chain(judges).chain([Actor::Operator, Actor::Clock]).collect();
        let sensible = self.sensible && !possible.is_empty();
        let names = if sensible { possible.as_slice() } else { Marketplace::COMMANDS };
        let name = names[self.what % names.len()];
        let by = match allowed(book.place, name).filter(|_| sensible) {
            Some(roles) => match roles[self.who % roles.len()] {
                "buyer" => Actor::Party(BUYER),
                "agent" => Actor::Party(book.agent.expect("somebody is hired").owner),
                "arbiter" => Actor::Arbiter(ARBITER),
                "operator" => Actor::Operator,
                _ => Actor::Clock,
            },
            None => all[self.who % all.len()],
        };
        let due = book.due.unwrap_or(now);
        let when = if name == "Timeout" && sensible { 3 + self.when % 3 } else { self.when };
        let times = [now, now + 1, due - 1, due, due + 1, due + 100, book.since - 1];
        (by, times[when], self.command(name, book.held()))
    }
}

/// What is possible, the orders that end a life more rarely than the others.
fn likely(book: &Book, now: u64) -> Vec<&'static str> {
    if book.due.is_some_and(|due| due <= now) {
        return vec!["Timeout"];
    }
    let ends = ["Cancel", "Fail", "Approve", "Concede", "Rule", "Timeout"];
    let possible = Marketplace::COMMANDS.iter().filter(|it| allowed(book.place, it).is_some());
    possible.flat_map(|it| vec![*it; if ends.contains(it) { 1 } else { 4 }]).collect()
}

/// Plays one life on both sides, and adds the rules it took to `taken`.
fn check_life(terms: &Terms, attempts: &[Attempt], taken: &RefCell<BTreeSet<&'static str>>) {
    let at = |millis| Timestamp::from_millis(millis).expect("a moment");
    let mut book = Book::open(ID, terms.clone(), START);
    let mut task = Instance::<Marketplace>::open(ID, terms.clone(), at(START));
    let mut ledger = Ledger::default();
    if !terms.budget.is_zero() {
        let to = Account::Wallet(terms.buyer);
        let deposit = Posting { from: Account::World, to, amount: terms.budget };
        ledger.book(terms.asset, [&deposit]).expect("a deposit");
    }
    let mut now = START;
    for attempt in attempts {
        let (by, when, command) = attempt.order(&book, now);
        let order = Order { id: OrderId(5), by, at: at(when), command };
        let told = book.give(by, when, &order.command);
        match task.step(&order) {
            Ok(record) => {
                assert_eq!(told, Ok(()), "{order:?} in {task:?}");
                ledger.book(terms.asset, record.postings.iter()).expect("nothing below zero");
                task = task.after(&record).expect("the next record");
                taken.borrow_mut().insert(record.rule);
            }
            Err(Error::Refused(refused)) => {
                assert_eq!(told, Err(refused.code()), "{order:?} in {task:?}");
            }
            Err(Error::Defect(defect)) => panic!("{defect:?} on {order:?} in {task:?}"),
        }
        now = now.max(book.since);
        assert_same(&book, &task, &ledger);
    }
}

fn assert_same(book: &Book, task: &Instance<Marketplace>, ledger: &Ledger) {
    assert_eq!(book.place, task.stage.name());
    assert_eq!(book.held(), task.stage.held().minor(), "{task:?}");
    assert_eq!(book.due, task.stage.deadline().map(Timestamp::as_millis), "{task:?}");
    assert_eq!(book.since, task.since.as_millis());
    assert_eq!(book.agent, task.stage.agent());
    let asset = task.terms.asset;
    for (account, balance) in &book.balances {
        assert_eq!(ledger.balance(asset, *account), *balance, "`{account}` after {task:?}");
    }
    let touched = ledger.balances().filter(|(.., balance)| *balance != 0);
    assert!(touched.count() <= book.balances.len(), "{task:?}");
}

fn lives() -> impl Strategy<Value = (Terms, Vec<Attempt>)> {
    (contracts(), proptest::collection::vec(attempts(), 1..40))
}

/// KERNEL-01
#[test]
fn the_core_keeps_the_same_books_as_the_page_of_rules() {
    let taken = RefCell::default();
    check_any(&lives(), |(terms, attempts)| check_life(&terms, &attempts, &taken));
}

/// The same on a fixed seed, so that it is certain that nothing was left out.
#[test]
fn the_books_cover_every_row() {
    let taken = RefCell::default();
    check_same(&lives(), |(terms, attempts)| check_life(&terms, &attempts, &taken));
    let rows: BTreeSet<_> = Marketplace::ROWS.iter().map(|row| row.rule).collect();
    assert_eq!(taken.into_inner(), rows);
}

/// 1001 units at 50/50: the odd one is the agent's, and none stays locked (arbitova-dust).
#[test]
fn an_odd_unit_goes_to_the_agent() {
    let split = Amount::new(1_001).expect("an amount").cut(Bps::HALF);
    assert_eq!((split.part().minor(), split.rest().minor()), (500, 501));
}
