//! Bytes as a contract and a row of orders, answered twice: by the core and by a clerk who has only
//! read the rules. Every answer, refusal, balance and deadline must be the same; the money is
//! conserved; silence ends; and the journal, read back from JSON, leads to where the task is.

use std::collections::BTreeMap;

use earnest::authority::Actor;
use earnest::ids::{InstanceId, OrderId, PartyId};
use earnest::ledger::{Account, Ledger, Posting};
use earnest::machine::{Command as _, Error, Stage as _, Table, Terms as _};
use earnest::money::Amount;
use earnest::time::Timestamp;
use earnest::{Instance, Machine, Order, Record};

use crate::choices::Choices;
use crate::palette::{LAST, at};

const ID: InstanceId = InstanceId(77);
const MOST_ORDERS: usize = 64;

/// A lifecycle's clerk.
pub(crate) trait Clerk: Clone {
    /// What it is the clerk of.
    type Of: Machine;

    /// Whoever may try something.
    const ACTORS: &'static [Actor];

    /// A contract.
    fn contract(choices: &mut Choices<'_>) -> TermsOf<Self>;

    /// Whether such a contract may not be paid for.
    fn is_unsound(_: &TermsOf<Self>) -> bool {
        false
    }

    /// Who pays, and how much at most.
    fn budget(_: &TermsOf<Self>) -> Option<(PartyId, Amount)> {
        None
    }

    /// A new page, with the budget in the payer's wallet.
    fn open(id: InstanceId, terms: TermsOf<Self>, now: u64) -> Self;

    /// Carries an order out, or says why not and changes nothing.
    fn give(&mut self, by: Actor, at: u64, command: &CommandOf<Self>) -> Result<(), &'static str>;

    /// Where the task is, since when, and when that ends by itself.
    fn place(&self) -> (&'static str, u64, Option<u64>);

    /// What everyone has, by the page.
    fn balances(&self) -> &BTreeMap<Account, i128>;

    /// Who may give a command where: the page's table.
    fn allowed(place: &str, command: &str) -> Option<&'static [&'static str]>;

    /// Somebody with that role.
    fn actor(&self, role: &str) -> Actor;

    /// A command of that name.
    fn command(&self, name: &str, choices: &mut Choices<'_>) -> CommandOf<Self>;

    /// Another moment at which something ends.
    fn other_edge(&self) -> Option<u64> {
        None
    }

    /// What else the page says must be so.
    fn check(&self, _: &Instance<Self::Of>) {}
}

pub(crate) type TermsOf<C> = <<C as Clerk>::Of as Table>::Terms;
pub(crate) type CommandOf<C> = <<C as Clerk>::Of as Table>::Command;

/// Records, each with the instance that its order was given to.
pub(crate) type Records<M> = Vec<(Instance<M>, Record<M>)>;

/// What became of a life.
#[derive(Debug)]
pub(crate) struct Played<M: Machine> {
    /// The accepted orders.
    pub(crate) records: Records<M>,
    /// The instance at the end.
    pub(crate) last: Instance<M>,
    /// Why orders were refused.
    pub(crate) refusals: Vec<&'static str>,
}

/// Plays one life on both sides.
pub(crate) fn check<C: Clerk>(input: &[u8]) -> Played<C::Of> {
    let mut choices = Choices::new(input);
    let terms = C::contract(&mut choices);
    let start = choices.pick(&[1_000, 1_000, 1_000, 1_000, 1_000, 1_000, LAST - 2, LAST]);
    let mut life = Life::<C>::open(terms, start);
    for _ in 0..MOST_ORDERS {
        if choices.is_empty() {
            break;
        }
        life.give(&mut choices);
    }
    life.check_journal();
    Played { records: life.journal, last: life.task, refusals: life.refusals }
}

/// A task on both sides.
struct Life<C: Clerk> {
    page: C,
    task: Instance<C::Of>,
    ledger: Ledger,
    journal: Records<C::Of>,
    refusals: Vec<&'static str>,
    now: u64,
    unsound: bool,
}

impl<C: Clerk> Life<C> {
    fn open(terms: TermsOf<C>, start: u64) -> Self {
        let mut ledger = Ledger::default();
        if let Some((payer, amount)) = C::budget(&terms).filter(|(_, amount)| !amount.is_zero()) {
            let deposit = Posting { from: Account::World, to: Account::Wallet(payer), amount };
            ledger.book(terms.asset(), [&deposit]).expect("a deposit");
        }
        let task = Instance::open(ID, terms.clone(), at(start));
        let unsound = C::is_unsound(&terms);
        let page = C::open(ID, terms, start);
        let (journal, refusals) = (Vec::new(), Vec::new());
        Self { page, task, ledger, journal, refusals, now: start, unsound }
    }

    fn give(&mut self, choices: &mut Choices<'_>) {
        let (by, when, command) = self.attempt(choices);
        let order = Order { id: OrderId(5), by, at: at(when), command };
        let told = self.told(&order);
        let answer = self.task.step(&order);
        assert_eq!(answer, self.task.step(&order), "the same order, the same answer");
        match answer {
            Ok(record) => {
                assert_eq!(told, Ok(()), "{order:?} in {:?}", self.task);
                self.accept(record);
            }
            Err(Error::Refused(refused)) => {
                assert_eq!(told, Err(refused.code()), "{order:?} in {:?}", self.task);
                self.refusals.push(refused.code());
            }
            Err(Error::Defect(defect)) => panic!("{defect:?} on {order:?} in {:?}", self.task),
        }
        self.now = self.now.max(self.page.place().1);
        self.check_books();
    }

    /// The clerk's answer. Of the end of the calendar and of unsound terms the page knows nothing:
    /// both are said here.
    fn told(&mut self, order: &Order<CommandOf<C>>) -> Result<(), &'static str> {
        let when = order.at.as_millis();
        let mut next = self.page.clone();
        let told = next.give(order.by, when, &order.command);
        if matches!(told, Err("not_a_party" | "interested_arbiter")) {
            return told;
        }
        if when > LAST && order.by != Actor::Clock {
            return Err("time_out_of_range");
        }
        if told.is_ok() && self.unsound && order.command.name() == "Fund" {
            return Err("unsound_terms");
        }
        self.page = next;
        told
    }

    fn accept(&mut self, record: Record<C::Of>) {
        let order = &record.order;
        if order.by != Actor::Clock {
            let name = order.command.name();
            let mut options = self.task.options(order.by, order.at);
            assert!(options.any(|it| it.command == name), "an option, not listed: {order:?}");
        }
        let asset = self.task.terms.asset();
        self.ledger.book(asset, record.postings.iter()).expect("nothing below zero");
        let next = self.task.after(&record).expect("the next record");
        self.journal.push((std::mem::replace(&mut self.task, next), record));
    }

    fn check_books(&self) {
        let (page, task, ledger) = (&self.page, &self.task, &self.ledger);
        let (place, since, due) = page.place();
        assert_eq!(place, task.stage.name());
        assert_eq!(since, task.since.as_millis());
        assert_eq!(due, task.stage.deadline().map(Timestamp::as_millis), "{task:?}");
        let asset = task.terms.asset();
        for (account, balance) in page.balances() {
            assert_eq!(ledger.balance(asset, *account), *balance, "`{account}` after {task:?}");
        }
        let touched = ledger.balances().filter(|(.., balance)| *balance != 0);
        assert!(touched.count() <= page.balances().len(), "{task:?}");
        assert_eq!(ledger.balances().map(|(.., balance)| balance).sum::<i128>(), 0);
        let escrow = page.balances().get(&Account::Escrow(ID)).copied().unwrap_or(0);
        assert_eq!(i128::try_from(task.stage.held().minor()), Ok(escrow), "{task:?}");
        assert!(!task.stage.is_terminal() || escrow == 0, "{task:?}");
        let end = task.if_silent().last().map_or_else(|| task.stage.clone(), |it| it.to);
        let waits = end.deadline().is_none() && end.held().is_zero() && task.seq == 0;
        assert!(end.is_terminal() || waits, "silence does not end {task:?}");
        page.check(task);
    }

    /// The journal is read as it was written, and leads to where the task is.
    fn check_journal(&self) {
        let mut folded = self.journal.first().map_or(&self.task, |(opened, _)| opened).clone();
        for (_, record) in &self.journal {
            let line = serde_json::to_string(record).expect("a record can be written");
            let read: Record<C::Of> = serde_json::from_str(&line).expect("and read");
            assert_eq!(&read, record, "{line}");
            assert_eq!(folded.step(&read.order).as_ref(), Ok(record), "rerun");
            assert_eq!(serde_json::to_string(&read).expect("again"), line);
            folded = folded.after(&read).expect("the next record");
        }
        assert_eq!(folded, self.task);
        let json = serde_json::to_string(&folded).expect("an instance can be written");
        let read: Instance<C::Of> = serde_json::from_str(&json).expect("and read");
        assert_eq!(read, folded);
    }

    /// Mostly somebody who may give an order that is possible; else anybody and anything.
    fn attempt(&self, choices: &mut Choices<'_>) -> (Actor, u64, CommandOf<C>) {
        let choice = choices.byte();
        let possible = self.possible();
        let sensible = choice % 8 > 0 && !possible.is_empty();
        let names = if sensible { possible.as_slice() } else { C::Of::COMMANDS };
        let name = choices.pick(names);
        let by = match C::allowed(self.page.place().0, name).filter(|_| sensible) {
            Some(roles) => self.page.actor(choices.pick(roles)),
            None => choices.pick(C::ACTORS),
        };
        (by, self.moment(choices, name == "Timeout"), self.page.command(name, choices))
    }

    /// What is possible here, the orders that can end a life more rarely than the others.
    fn possible(&self) -> Vec<&'static str> {
        let (place, _, due) = self.page.place();
        let over = due.is_some_and(|due| due <= self.now);
        let fits = |name: &&str| C::allowed(place, name).is_some() && (!over || *name == "Timeout");
        let ends = |name: &str| {
            let mut rows = C::Of::ROWS.iter().filter(|row| row.from == place && row.on == name);
            rows.any(|row| row.to.iter().any(|to| C::Of::ENDS.contains(to)))
        };
        let names = C::Of::COMMANDS.iter().copied().filter(fits);
        names.flat_map(|it| std::iter::repeat_n(it, if ends(it) { 1 } else { 4 })).collect()
    }

    /// Around now, around the deadline, before the stage began, and where the calendar ends.
    fn moment(&self, choices: &mut Choices<'_>, timeout: bool) -> u64 {
        let (_, since, due) = self.page.place();
        let (now, due) = (self.now, due.unwrap_or(self.now));
        let usual = if timeout { due } else { now };
        let edge = self.page.other_edge().unwrap_or(due);
        let moments = [
            usual,
            usual,
            usual,
            usual,
            usual,
            usual,
            usual,
            now + 1,
            due - 1,
            due,
            due + 1,
            due + 100,
            edge - 1,
            edge,
            edge + 1,
            since,
            since - 1,
            LAST,
            LAST + 1,
            Timestamp::MAX.as_millis(),
        ];
        choices.pick(&moments)
    }
}
