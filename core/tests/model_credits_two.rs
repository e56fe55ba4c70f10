//! Two tasks for credits over one ledger are what `spec/tla/CreditsTwo.tla` says: both graphs are
//! the same, edge by edge. Time passes for both alike, and the clock may be late by a unit.

use std::cell::Cell;

use earnest::authority::Actor;
use earnest::credits::{
    Assign, Command, Complete, Concede, Credits, Dispute, Fail, Failure, Fund, Grounds, Pass, Rule,
    Start, Terms, Thumb, Vote, Withdraw,
};
use earnest::ids::{InstanceId, OrderId};
use earnest::ledger::{Account, Ledger, Posting};
use earnest::machine::{Stage as _, Timeout};
use earnest::time::Timestamp;
use earnest::{Instance, Order};
use earnest_explorer::cast::{AGENT, ARBITER, BUYER, PAPER, RIVAL, amount, bps, window};
use earnest_explorer::errand::{elapsed, errand, score};
use tla_checker::ast::Value;

#[path = "support/model.rs"]
#[expect(dead_code, reason = "one form of comparison for one instance and for two")]
mod model;
#[path = "support/spelled/credits.rs"]
mod spelled;

use model::bounds::{at_length, chosen};
use model::graph::{self, Edges, Place, done, movement, not, number, record, tuple};
use model::{Modelled, OPENED, booked, moment, sender, stepped};
use spelled::stage_at;

/// What the first buyer has; nobody else has anything.
const DEPOSIT: u128 = 4;
/// How late the clock may be.
const LATE: u64 = 1;

/// Both tasks at a moment.
#[derive(Clone)]
struct Here<'a> {
    tasks: [Instance<Credits>; 2],
    ledger: Ledger,
    now: Timestamp,
    way: Vec<Value>,
    /// In how many states somebody owes.
    debts: &'a Cell<usize>,
}

impl Place for Here<'_> {
    fn state(&self) -> Value {
        let tasks = self.tasks.each_ref().map(|it| stage_at(it, self.now));
        let balance = |it| number(self.ledger.balance(asset(), it));
        let money = accounts().map(|(name, it)| (name, balance(it)));
        tuple([tuple(tasks), record(money)])
    }

    fn edges(&self) -> (Edges, Vec<Self>) {
        let (mut edges, mut next) = (Edges::new(), vec![]);
        for number in 0..self.tasks.len() {
            for by in senders() {
                for command in commands(&self.tasks[number].terms) {
                    let name = named(number + 1, sender::<Credits>(by), Credits::ask(&command));
                    let (answer, there) = self.answer(number, by, command, &name);
                    let state = there.as_ref().unwrap_or(self).state();
                    edges.insert(name, tuple([answer, state]));
                    next.extend(there);
                }
            }
        }
        if let Some(later) = self.later() {
            let name = later.way.last().expect("time is the last step").clone();
            let ticked = done("tick", tuple([]), tuple([]));
            edges.insert(name, tuple([ticked, later.state()]));
            next.push(later);
        }
        (edges, next)
    }

    fn seen(&self) -> Value {
        tuple(self.tasks.each_ref().map(|it| number(it.stage.held().minor())))
    }

    fn way(&self) -> &[Value] {
        &self.way
    }

    fn holds(&self, _: &Edges) {
        let owes = accounts().iter().any(|(_, it)| self.ledger.balance(asset(), *it) < 0);
        self.debts.set(self.debts.get() + usize::from(owes));
    }
}

impl<'a> Here<'a> {
    fn start(first: Terms, debts: &'a Cell<usize>) -> Self {
        let second = Terms {
            buyer: AGENT.owner,
            max_budget: amount(3),
            named: Some(RIVAL),
            ..first.clone()
        };
        let mut ledger = Ledger::default();
        let (from, to) = (Account::World, Account::Wallet(BUYER));
        let deposit = Posting { from, to, amount: amount(DEPOSIT) };
        ledger.book(asset(), [&deposit]).expect("a deposit can be booked");
        let now = moment(OPENED);
        let tasks = [(InstanceId(1), first), (InstanceId(2), second)];
        let tasks = tasks.map(|(id, terms)| Instance::open(id, terms, now));
        Self { tasks, ledger, now, way: vec![], debts }
    }

    /// The answer to an order that is given now.
    fn answer(
        &self,
        number: usize,
        by: Actor,
        command: Command,
        name: &Value,
    ) -> (Value, Option<Self>) {
        let task = &self.tasks[number];
        let order = Order { id: OrderId(5), by, at: self.now, command };
        let record = match stepped(task, &order) {
            Ok(record) => record,
            Err(why) => return (not(why), None),
        };
        let mut there = self.clone();
        if let Err(why) = booked(&mut there.ledger, asset(), &record.postings) {
            return (not(why), None);
        }
        there.tasks[number] = task.after(&record).expect("a record comes next");
        there.way.push(name.clone());
        let moved = record.postings.iter().map(|it| movement(&accounts(), it));
        // An answer tells where its order led as of the moment at which it took effect.
        let to = stage_at(&there.tasks[number], record.at);
        (done(record.rule, to, tuple(moved)), Some(there))
    }

    /// The same a unit later, unless the clock would be too late for either.
    fn later(&self) -> Option<Self> {
        let mut deadlines = self.tasks.iter().filter_map(|it| it.stage.deadline()).peekable();
        deadlines.peek()?;
        let now = moment(self.now.as_millis() + LATE);
        let in_time = |it: Timestamp| it.as_millis() + LATE >= now.as_millis();
        let mut there = deadlines.all(in_time).then(|| Self { now, ..self.clone() })?;
        there.way.push(named(0, sender::<Credits>(Actor::Clock), graph::ask("Tick", [])));
        Some(there)
    }
}

fn named(task: usize, by: Value, ask: Value) -> Value {
    record([("task", number(task)), ("by", by), ("ask", ask)])
}

fn asset() -> earnest::money::Asset {
    earnest::machine::Terms::asset(&errand())
}

fn accounts() -> [(&'static str, Account); 6] {
    [
        ("buyer", Account::Wallet(BUYER)),
        ("owner", Account::Wallet(AGENT.owner)),
        ("rival-owner", Account::Wallet(RIVAL.owner)),
        ("escrow 1", Account::Escrow(InstanceId(1))),
        ("escrow 2", Account::Escrow(InstanceId(2))),
        ("fees", Account::Fees),
    ]
}

fn senders() -> impl Iterator<Item = Actor> {
    let parties = [BUYER, AGENT.id, AGENT.owner, RIVAL.id, RIVAL.owner].map(Actor::Party);
    let judges = [ARBITER, BUYER, AGENT.owner, RIVAL.owner].map(Actor::Arbiter);
    parties.into_iter().chain(judges).chain([Actor::Operator, Actor::Clock])
}

fn commands(terms: &Terms) -> Vec<Command> {
    let agent = terms.named.expect("both tasks name their agent");
    let mut commands: Vec<Command> = vec![
        Fund {}.into(),
        Assign { agent, price: terms.max_budget }.into(),
        Start { sandbox: PAPER }.into(),
        Fail { reason: Failure::ExecutionError, message: None }.into(),
        Complete { output: PAPER, took: elapsed(0), own_score: None }.into(),
        Pass { score: score(50) }.into(),
        Vote { thumb: Thumb::Down }.into(),
        Dispute { grounds: Grounds::WrongOutput, description: PAPER }.into(),
        Concede { note: None }.into(),
        Withdraw {}.into(),
        Timeout {}.into(),
    ];
    let shares = [0, 5_000, 10_000].map(bps);
    commands.extend(shares.map(|share| Command::from(Rule { share, notes: None })));
    commands
}

/// The model's `Brief`.
fn brief() -> Terms {
    Terms {
        max_budget: amount(DEPOSIT),
        fee: bps(2_500),
        to_assign: window(1),
        to_route: window(1),
        to_start: window(1),
        to_execute: window(1),
        to_assess: window(1),
        to_refund: window(1),
        to_dispute: window(2),
        to_rule: window(1),
        ..errand()
    }
}

/// The model's `Longer`.
fn longer() -> Terms {
    Terms {
        to_assign: window(2),
        to_start: window(2),
        to_execute: window(3),
        to_assess: window(2),
        to_refund: window(2),
        to_dispute: window(4),
        to_rule: window(3),
        ..brief()
    }
}

#[test]
fn two_tasks_over_the_same_wallets_are_what_their_model_says() {
    for config in chosen("CreditsTwo", &["CreditsTwo", "deep/CreditsTwoLonger"]) {
        let first = if at_length() { longer() } else { brief() };
        let debts = Cell::new(0);
        let compared = graph::compare(Here::start(first, &debts), "CreditsTwo", config);
        assert!(compared.answers.contains("insufficient_funds"), "money is never short");
        assert!(debts.get() > 0, "nobody ever owes anything");
    }
}
