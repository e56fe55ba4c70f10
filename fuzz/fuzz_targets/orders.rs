//! Bytes as a contract and a row of orders, given to the core and to the independent bookkeeper
//! of the core's tests. Every answer, refusal, balance and deadline must be the same; the money
//! is conserved; and the journal, read back from JSON, leads to where the task is.

#![no_main]

use earnest::authority::Actor;
use earnest::dispute::{Resolution, Ruling};
use earnest::ids::{InstanceId, OrderId};
use earnest::ledger::{Account, Ledger, Posting};
use earnest::machine::{Error, Stage as _, Table as _, Timeout};
use earnest::marketplace::{
    Agent, Approve, Assign, Cancel, Command, Concede, Deliver, Dispute, Fail, Fund, Hire,
    Marketplace, Match, Mode, Percent, Progress, Rating, Redeliver, Reject, Revise, Rule, Seal,
    Submit, Terms,
};
use earnest::money::{Amount, Bps};
use earnest::time::{Timestamp, Window};
use earnest::{Instance, Order, Record};
use libfuzzer_sys::fuzz_target;

#[path = "support/bytes.rs"]
mod bytes;
#[path = "../../adapters/explorer/src/cast.rs"]
mod cast;
#[path = "../../core/tests/support/reference.rs"]
mod reference;

use bytes::Bytes;
use cast::{
    AGENT, ARBITER, BUYER, OTHER_PAPER, PAPER, RIVAL, STRANGER, amount, bps, terms, window,
};
use reference::{Book, allowed};

const ID: InstanceId = InstanceId(77);
const MOST_ORDERS: usize = 64;
const LAST: u64 = Timestamp::LAST_ORDER.as_millis();
/// Ten years, written down again.
const TEN_YEARS: u64 = 315_360_000_000;

fuzz_target!(|input: &[u8]| {
    let mut bytes = Bytes::new(input);
    let terms = contract(&mut bytes);
    let start = bytes.pick(&[1_000, 1_000, 1_000, LAST - 2, LAST]);
    let mut life = Life::open(terms, start);
    for _ in 0..MOST_ORDERS {
        if bytes.is_empty() {
            break;
        }
        life.give(&mut bytes);
    }
    life.check_journal();
});

/// A task on both sides.
struct Life {
    book: Book,
    task: Instance<Marketplace>,
    opened: Instance<Marketplace>,
    ledger: Ledger,
    journal: Vec<String>,
    now: u64,
    unsound: bool,
}

impl Life {
    fn open(terms: Terms, start: u64) -> Self {
        let mut ledger = Ledger::default();
        if !terms.budget.is_zero() {
            let to = Account::Wallet(terms.buyer);
            let deposit = Posting { from: Account::World, to, amount: terms.budget };
            ledger.book(terms.asset, [&deposit]).expect("a deposit");
        }
        let task = Instance::open(ID, terms.clone(), at(start));
        let unsound = is_unsound(&terms);
        let book = Book::open(ID, terms, start);
        Self { book, opened: task.clone(), task, ledger, journal: vec![], now: start, unsound }
    }

    fn give(&mut self, bytes: &mut Bytes<'_>) {
        let (by, when, command) = self.attempt(bytes);
        let order = Order { id: OrderId(5), by, at: at(when), command };
        let told = self.told(&order);
        let answer = self.task.step(&order);
        assert_eq!(answer, self.task.step(&order), "the same order, the same answer");
        match answer {
            Ok(record) => {
                assert_eq!(told, Ok(()), "{order:?} in {:?}", self.task);
                self.accept(&order, &record);
            }
            Err(Error::Refused(refused)) => {
                assert_eq!(told, Err(refused.code()), "{order:?} in {:?}", self.task);
            }
            Err(Error::Defect(defect)) => panic!("{defect:?} on {order:?} in {:?}", self.task),
        }
        self.now = self.now.max(self.book.since);
        self.check_books();
    }

    /// The bookkeeper's answer. Of the end of the calendar and of unsound terms the book knows
    /// nothing: both are said here.
    fn told(&mut self, order: &Order<Command>) -> Result<(), &'static str> {
        let when = order.at.as_millis();
        let mut next = self.book.clone();
        let told = next.give(order.by, when, &order.command);
        if matches!(told, Err("not_a_party" | "interested_arbiter")) {
            return told;
        }
        if when > LAST && order.by != Actor::Clock {
            return Err("time_out_of_range");
        }
        if told.is_ok() && self.unsound && matches!(order.command, Command::Fund(_)) {
            return Err("unsound_terms");
        }
        self.book = next;
        told
    }

    fn accept(&mut self, order: &Order<Command>, record: &Record<Marketplace>) {
        if order.by != Actor::Clock {
            let name = earnest::machine::Command::name(&order.command);
            let mut options = self.task.options(order.by, order.at);
            assert!(options.any(|it| it.command == name), "an option, not listed: {order:?}");
        }
        let asset = self.task.terms.asset;
        self.ledger.book(asset, record.postings.iter()).expect("nothing below zero");
        self.task = self.task.after(record).expect("the next record");
        self.journal.push(serde_json::to_string(record).expect("a record can be written"));
    }

    fn check_books(&self) {
        let (book, task, ledger) = (&self.book, &self.task, &self.ledger);
        assert_eq!(book.place, task.stage.name());
        assert_eq!(book.held(), task.stage.held().minor(), "{task:?}");
        assert_eq!(book.due, task.stage.deadline().map(Timestamp::as_millis), "{task:?}");
        assert_eq!(book.since, task.since.as_millis());
        assert_eq!(book.agent, task.stage.agent());
        for (account, balance) in &book.balances {
            let kept = ledger.balance(task.terms.asset, *account);
            assert_eq!(kept, *balance, "`{account}` after {task:?}");
        }
        let touched = ledger.balances().filter(|(.., balance)| *balance != 0);
        assert!(touched.count() <= book.balances.len(), "{task:?}");
        assert_eq!(ledger.balances().map(|(.., balance)| balance).sum::<i128>(), 0);
        assert!(!task.stage.is_terminal() || task.stage.held().is_zero(), "{task:?}");
        let end = task.if_silent().last().map_or_else(|| task.stage.clone(), |it| it.to);
        assert!(end.is_terminal() || task.seq == 0, "silence does not end {task:?}");
    }

    /// The journal is read as it was written, and leads to where the task is.
    fn check_journal(&self) {
        let mut folded = self.opened.clone();
        for line in &self.journal {
            let record: Record<Marketplace> = serde_json::from_str(line).expect("a record");
            assert_eq!(folded.step(&record.order).as_ref(), Ok(&record), "rerun");
            assert_eq!(&serde_json::to_string(&record).expect("again"), line);
            folded = folded.after(&record).expect("the next record");
        }
        assert_eq!(folded, self.task);
        let json = serde_json::to_string(&folded).expect("an instance can be written");
        let read: Instance<Marketplace> = serde_json::from_str(&json).expect("and read");
        assert_eq!(read, folded);
    }

    /// Mostly somebody who may give an order that is possible; else anybody and anything.
    fn attempt(&self, bytes: &mut Bytes<'_>) -> (Actor, u64, Command) {
        let book = &self.book;
        let choice = bytes.byte();
        let over = book.due.is_some_and(|due| due <= self.now);
        let fits =
            |name: &&str| allowed(book.place, name).is_some() && (!over || *name == "Timeout");
        let possible: Vec<_> = Marketplace::COMMANDS.iter().copied().filter(fits).collect();
        let sensible = choice % 8 > 0 && !possible.is_empty();
        let name = bytes.pick(if sensible { &possible } else { Marketplace::COMMANDS });
        let by = match allowed(book.place, name).filter(|_| sensible) {
            Some(roles) => match bytes.pick(roles) {
                "buyer" => Actor::Party(BUYER),
                "agent" => Actor::Party(book.agent.expect("somebody is hired").owner),
                "arbiter" => Actor::Arbiter(ARBITER),
                "operator" => Actor::Operator,
                _ => Actor::Clock,
            },
            None => anybody(bytes),
        };
        (by, self.moment(bytes, name == "Timeout"), command(bytes, name, book.held()))
    }

    /// Around now, around the deadline, before the stage began, and where the calendar ends.
    fn moment(&self, bytes: &mut Bytes<'_>, timeout: bool) -> u64 {
        let (now, since) = (self.now, self.book.since);
        let due = self.book.due.unwrap_or(now);
        let usual = if timeout { due } else { now };
        bytes.pick(&[
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
            since,
            since - 1,
            LAST,
            LAST + 1,
            Timestamp::MAX.as_millis(),
        ])
    }
}

fn at(millis: u64) -> Timestamp {
    Timestamp::from_millis(millis).expect("a moment")
}

fn is_unsound(terms: &Terms) -> bool {
    let own = |agent: Agent| agent.owner == terms.buyer || agent.id == terms.buyer;
    let begin = [terms.to_hire, terms.to_match, terms.to_deliver, terms.to_deliver_least];
    let end = [terms.to_review, terms.to_revise, terms.to_respond, terms.to_rule];
    let long = begin.into_iter().chain(end).any(|it| it.as_millis() > TEN_YEARS);
    long || matches!(terms.mode, Mode::Direct(Some(agent)) if own(agent))
}

fn contract(bytes: &mut Bytes<'_>) -> Terms {
    let own = Agent { owner: BUYER, ..AGENT };
    let named = Mode::Direct(Some(AGENT));
    let modes = [
        named,
        named,
        Mode::Direct(None),
        Mode::Proposals,
        Mode::Proposals,
        Mode::Direct(Some(own)),
    ];
    let (usual, mode, budget) = (terms(), bytes.pick(&modes), some_amount(bytes));
    let (fee, kill_fee, default_ruling) = (share(bytes), share(bytes), ruling(bytes));
    let limits = [0; 3].map(|_: u8| bytes.pick(&[1, 0, 2, 3, 255]));
    let windows = [
        usual.to_hire,
        usual.to_match,
        usual.to_deliver,
        usual.to_deliver_least,
        usual.to_review,
        usual.to_revise,
        usual.to_respond,
        usual.to_rule,
    ];
    let windows = windows.map(|it| length(bytes, it));
    Terms {
        mode,
        budget,
        fee,
        kill_fee,
        default_ruling,
        max_revisions: limits[0],
        max_remedies: limits[1],
        max_evidence: limits[2],
        to_hire: windows[0],
        to_match: windows[1],
        to_deliver: windows[2],
        to_deliver_least: windows[3],
        to_review: windows[4],
        to_revise: windows[5],
        to_respond: windows[6],
        to_rule: windows[7],
        ..usual
    }
}

fn length(bytes: &mut Bytes<'_>, usual: Window) -> Window {
    match bytes.byte() {
        it @ 1..=3 => window(it.into()),
        4 => window(TEN_YEARS),
        5 => window(TEN_YEARS + 1),
        _ => usual,
    }
}

fn some_amount(bytes: &mut Bytes<'_>) -> Amount {
    let end = Amount::MAX.minor();
    let edges = [
        1_001,
        0,
        1,
        2,
        3,
        7,
        99,
        101,
        9_999,
        10_000,
        10_001,
        1_000_003,
        1 << 64,
        end - 2,
        end - 1,
        end,
    ];
    match bytes.byte() {
        255 => amount(bytes.number()),
        it => amount(edges[usize::from(it) % edges.len()]),
    }
}

fn share(bytes: &mut Bytes<'_>) -> Bps {
    let edges = [333, 0, 1, 2, 2_500, 3_333, 4_999, 5_000, 5_001, 6_667, 9_998, 9_999, 10_000];
    match bytes.byte() {
        255 => bps((u16::from(bytes.byte()) << 8 | u16::from(bytes.byte())) % 10_001),
        it => bps(edges[usize::from(it) % edges.len()]),
    }
}

fn ruling(bytes: &mut Bytes<'_>) -> Ruling {
    let ways = [Resolution::Split, Resolution::RefundBuyer, Resolution::ReleaseToAgent];
    let (way, share) = (bytes.pick(&ways), share(bytes));
    let fits = Ruling::new(way, Some(share)).or_else(|_| Ruling::new(way, None));
    fits.unwrap_or(Ruling::HALF)
}

fn anybody(bytes: &mut Bytes<'_>) -> Actor {
    let parties = [BUYER, AGENT.owner, AGENT.id, RIVAL.owner, RIVAL.id, STRANGER];
    let judges = [ARBITER, BUYER, AGENT.owner, AGENT.id, RIVAL.owner];
    let others = [Actor::Operator, Actor::Clock];
    let all = parties.map(Actor::Party).into_iter().chain(judges.map(Actor::Arbiter));
    bytes.pick(&all.chain(others).collect::<Vec<_>>())
}

fn command(bytes: &mut Bytes<'_>, name: &str, held: u128) -> Command {
    let paper = bytes.pick(&[PAPER, OTHER_PAPER]);
    match name {
        "Fund" => Fund {}.into(),
        "Match" => Match {}.into(),
        "Assign" => Assign { agent: agent(bytes) }.into(),
        "Hire" => hire(bytes, held).into(),
        "Cancel" => Cancel {}.into(),
        "Progress" => {
            let percent = Percent::new(bytes.byte() % 101).expect("on the scale");
            Progress { percent, note: Some(paper) }.into()
        }
        "Deliver" => Deliver { work: paper }.into(),
        "Fail" => Fail { reason: paper }.into(),
        "Approve" => Approve { rating: Rating::new(5), review: Some(paper) }.into(),
        "Revise" => Revise { request: Some(paper) }.into(),
        "Dispute" => Dispute { reason: paper }.into(),
        "Redeliver" => Redeliver { work: paper }.into(),
        "Reject" => Reject { answer: Some(paper) }.into(),
        "Submit" => Submit { item: paper }.into(),
        "Seal" => Seal { statement: paper }.into(),
        "Concede" => Concede { note: Some(paper) }.into(),
        "Rule" => Rule { ruling: ruling(bytes), notes: Some(paper) }.into(),
        _ => Timeout {}.into(),
    }
}

fn hire(bytes: &mut Bytes<'_>, held: u128) -> Hire {
    let prices = [held, held.saturating_sub(1), held + 1, held / 2, 0, 1];
    let price = match bytes.byte() {
        255 => some_amount(bytes),
        it => Amount::new(prices[usize::from(it) % prices.len()]).unwrap_or(Amount::MAX),
    };
    let half = Window::MAX.as_millis() / 2;
    let estimate = bytes.pick(&[0, 1, 2, 100, TEN_YEARS, half - 1, half]);
    Hire { agent: agent(bytes), price, estimate: Window::from_millis(estimate) }
}

fn agent(bytes: &mut Bytes<'_>) -> Agent {
    let own = [Agent { owner: BUYER, ..AGENT }, Agent { id: BUYER, ..AGENT }];
    let stolen = Agent { owner: RIVAL.owner, ..AGENT };
    bytes.pick(&[AGENT, AGENT, AGENT, RIVAL, stolen, own[0], own[1]])
}
