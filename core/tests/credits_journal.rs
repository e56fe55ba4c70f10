//! Random orders, answered twice: by the core and by a bookkeeper who has only read the rules of
//! credits. Every answer, every refusal and every balance must be the same.

use std::cell::RefCell;
use std::collections::BTreeSet;

use earnest::authority::Actor;
use earnest::credits::{
    Assign, Command, Complete, Concede, Credits, Dispute, Fail, Failure, Fund, Grounds, OwnScore,
    Pass, Reject, Review, Route, Rule, Score, Start, Terms, Thumb, Vote, Withdraw,
};
use earnest::ids::{InstanceId, OrderId};
use earnest::ledger::{Account, Ledger, Posting};
use earnest::machine::{Error, Stage as _, Table as _, Timeout};
use earnest::money::{Amount, Bps};
use earnest::time::Timestamp;
use earnest::work::Agent;
use earnest::{Instance, Order};
use earnest_explorer::cast::{AGENT, ARBITER, BUYER, PAPER, RIVAL, STRANGER, window};
use earnest_explorer::errand::{elapsed, errand, score};
use proptest::prelude::{Strategy, any, prop_oneof};
use proptest::sample::select;

#[path = "support/amounts.rs"]
mod amounts;
#[path = "support/chance.rs"]
mod chance;
#[path = "support/city_reference.rs"]
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
    score: Score,
    share: Bps,
}

fn contracts() -> impl Strategy<Value = Terms> {
    let named = select(vec![Some(AGENT), None]);
    let submitters = select(vec![None, None, Some(RIVAL.id)]);
    let windows = (1_u64..6, 1_u64..6, 1_u64..9);
    (named, submitters, amounts(), shares(), scores(), windows).prop_map(
        |(named, submitted_by, max_budget, fee, pass_mark, (refund, longer, rule))| Terms {
            named,
            submitted_by,
            max_budget,
            fee,
            pass_mark,
            to_refund: window(refund),
            to_dispute: window(refund + longer),
            to_rule: window(rule),
            ..errand()
        },
    )
}

fn scores() -> impl Strategy<Value = Score> {
    select(vec![0, 1, 49, 50, 51, 99, 100]).prop_map(score)
}

fn attempts() -> impl Strategy<Value = Attempt> {
    let agents = prop_oneof![
        6 => select(vec![AGENT, RIVAL, Agent { owner: RIVAL.owner, ..AGENT }]),
        1 => select(vec![Agent { owner: BUYER, ..AGENT }, Agent { id: BUYER, ..AGENT }]),
    ];
    let times = select(vec![0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6]);
    let choice = (0..7_u8, any::<usize>(), any::<usize>(), times);
    let price = (amounts(), any::<bool>());
    (choice, agents, price, scores(), shares()).prop_map(
        |((sensible, who, what, when), agent, (price, whole_price), score, share)| Attempt {
            sensible: sensible > 0,
            who,
            what,
            when,
            agent,
            price,
            whole_price,
            score,
            share,
        },
    )
}

impl Attempt {
    fn command(&self, name: &str, terms: &Terms) -> Command {
        let price = if self.whole_price { terms.max_budget } else { self.price };
        // Mostly an agent that can be assigned: else few lives would come far.
        let agent = terms.named.filter(|_| self.who % 4 > 0).unwrap_or(self.agent);
        let own_score = OwnScore::new(u8::try_from(self.who % 101).expect("small"));
        let thumb = if self.what % 2 == 0 { Thumb::Up } else { Thumb::Down };
        match name {
            "Fund" => Fund {}.into(),
            "Route" => Route {}.into(),
            "Assign" => Assign { agent, price }.into(),
            "Start" => Start { sandbox: PAPER }.into(),
            "Fail" => Fail { reason: Failure::ExecutionError, message: None }.into(),
            "Complete" => Complete { output: PAPER, took: elapsed(7), own_score }.into(),
            "Pass" => Pass { score: self.score.max(terms.pass_mark) }.into(),
            "Reject" => Reject { score: self.score }.into(),
            "Vote" => Vote { thumb }.into(),
            "Dispute" => Dispute { grounds: Grounds::DeadlineMissed, description: PAPER }.into(),
            "Review" => Review {}.into(),
            "Rule" => Rule { share: self.share, notes: Some(PAPER) }.into(),
            "Concede" => Concede { note: None }.into(),
            "Withdraw" => Withdraw {}.into(),
            _ => Timeout {}.into(),
        }
    }

    /// The order that this attempt comes to, given where the task is.
    fn order(&self, book: &Book, terms: &Terms, now: u64) -> (Actor, u64, Command) {
        let possible = likely(book, now);
        let actors = [BUYER, AGENT.owner, AGENT.id, RIVAL.id, STRANGER].map(Actor::Party);
        let judges = [ARBITER, BUYER, AGENT.owner].map(Actor::Arbiter);
        let all: Vec<Actor> =
            actors.into_iter().chain(judges).chain([Actor::Operator, Actor::Clock]).collect();
        let sensible = self.sensible && !possible.is_empty();
        let names = if sensible { possible.as_slice() } else { Credits::COMMANDS };
        let name = names[self.what / 2 % names.len()];
        let by = match allowed(book.place, name).filter(|_| sensible) {
            Some("buyer") => Actor::Party(BUYER),
            Some("agent") => Actor::Party(book.agent.expect("somebody is hired").owner),
            Some("arbiter") => Actor::Arbiter(ARBITER),
            Some("operator") => Actor::Operator,
            Some(_) => Actor::Clock,
            None => all[self.who % all.len()],
        };
        let due = book.due.unwrap_or(now);
        let when = if name == "Timeout" && sensible { 3 + self.when % 3 } else { self.when };
        let times = [now, now + 1, due - 1, due, due + 1, due + 100, book.since - 1];
        let mut command = self.command(name, terms);
        if let (Command::Pass(order), false) = (&mut command, sensible) {
            order.score = self.score;
        }
        (by, times[when], command)
    }
}

/// What is possible, the orders that end a life more rarely than the others.
fn likely(book: &Book, now: u64) -> Vec<&'static str> {
    if book.due.is_some_and(|due| due <= now) {
        return vec!["Timeout"];
    }
    let ends = ["Fail", "Reject", "Concede", "Withdraw", "Rule", "Timeout"];
    let possible = Credits::COMMANDS.iter().filter(|it| allowed(book.place, it).is_some());
    possible.flat_map(|it| vec![*it; if ends.contains(it) { 1 } else { 4 }]).collect()
}

/// Plays one life on both sides, and adds the rules it took to `taken`.
fn check_life(terms: &Terms, attempts: &[Attempt], taken: &RefCell<BTreeSet<&'static str>>) {
    let at = |millis| Timestamp::from_millis(millis).expect("a moment");
    let mut book = Book::open(ID, terms.clone(), START);
    let mut task = Instance::<Credits>::open(ID, terms.clone(), at(START));
    let mut ledger = Ledger::default();
    if !terms.max_budget.is_zero() {
        let to = Account::Wallet(terms.buyer);
        let deposit = Posting { from: Account::World, to, amount: terms.max_budget };
        ledger.book(terms.asset, [&deposit]).expect("a deposit");
    }
    let mut now = START;
    for attempt in attempts {
        let (by, when, command) = attempt.order(&book, terms, now);
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

fn assert_same(book: &Book, task: &Instance<Credits>, ledger: &Ledger) {
    assert_eq!(book.place, task.stage.name());
    assert_eq!(book.held(), task.stage.held().minor(), "{task:?}");
    assert_eq!(book.due, task.stage.deadline().map(Timestamp::as_millis), "{task:?}");
    assert_eq!(book.since, task.since.as_millis());
    assert_eq!((book.agent, book.vote), (task.stage.agent(), task.stage.vote()));
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
    let rows: BTreeSet<_> = Credits::ROWS.iter().map(|row| row.rule).collect();
    assert_eq!(taken.into_inner(), rows);
}
