//! Plays a scene with the core alone: no store, no clock, no runtime.

use std::collections::BTreeMap;
use std::mem;

use earnest::authority::Actor;
use earnest::ids::{InstanceId, OrderId};
use earnest::ledger::{Account, Ledger, NotBooked, Posting};
use earnest::machine::{Error, Machine, Stage as _, Table as _, Terms as _};
use earnest::time::Timestamp;
use earnest::{Instance, Order};

use super::driver::{self, Driver, Given, Outcome, View};
use super::people::{Purse, TASK, Who, Worker};
use super::played::{Act, Played, Side, Stand};
use super::scene::{Flow, Lapse, Scene, Venue};

/// The core with a ledger, and the few lines around it that any shell has.
#[derive(Debug)]
pub struct Kernel<P: Played> {
    /// Give orders to the kernel as they are, with nothing lapsed first.
    bare: bool,
    now: Timestamp,
    /// The terms of the task that the scene is about now, and its number.
    terms: P::Terms,
    turn: u8,
    tasks: BTreeMap<u8, Instance<P>>,
    side: Vec<(Worker, Instance<P::Side>)>,
    ledger: Ledger,
    /// What the present order moved and took so far.
    moves: Vec<Flow>,
    taken: Vec<&'static str>,
    /// What it was for.
    tried: Vec<&'static str>,
}

/// Where the stories begin: 2026-01-01T00:00:00Z.
pub const START: Timestamp = match Timestamp::from_millis(1_767_225_600_000) {
    Some(start) => start,
    None => Timestamp::EPOCH,
};

/// The number of the task that a scene begins with.
pub const FIRST: u8 = 1;

impl<P: Played> Kernel<P> {
    /// Sets the scene.
    ///
    /// # Panics
    /// If its wallets cannot be filled.
    #[must_use]
    pub fn new(scene: &Scene<P>) -> Self {
        let mut ledger = Ledger::default();
        let booked = ledger.book(P::ASSET, &deposits(scene));
        booked.unwrap_or_else(|why| panic!("{why}"));
        let bare = matches!(scene.stage, Venue::KernelOnly(_));
        let draft = Instance::open(task(FIRST), scene.terms.clone(), START);
        // A draft waits for its first order. No shell shows one, but the kernel takes orders to it.
        let drafts = bare && is_draft(&draft);
        Self {
            bare,
            now: START,
            terms: scene.terms.clone(),
            turn: FIRST,
            tasks: drafts.then_some((FIRST, draft)).into_iter().collect(),
            side: Vec::new(),
            ledger,
            moves: Vec::new(),
            taken: Vec::new(),
            tried: Vec::new(),
        }
    }

    /// Carries out one order on a task, or tells its code.
    fn carry_out(
        &mut self,
        task: &mut Instance<P>,
        by: Actor,
        at: Timestamp,
        command: P::Command,
    ) -> Result<(), String> {
        self.tried.extend(P::row(&task.stage, &command).map(|row| row.rule));
        let order = Order { id: OrderId(0), by, at, command };
        let record = task.step(&order).map_err(code)?;
        match self.ledger.book(task.terms.asset(), record.postings.iter()) {
            Ok(()) => {}
            Err(NotBooked::Insufficient { account: Account::Wallet(_), .. }) => {
                return Err("insufficient_funds".to_owned());
            }
            Err(other) => panic!("{other}"),
        }
        *task = task.after(&record).unwrap_or_else(|| panic!("a record out of order"));
        self.moves.extend(driver::flows(&record.postings));
        self.taken.push(record.rule);
        Ok(())
    }

    /// Every timeout that is due: what every shell does first. The clock looks at every task.
    fn lapse(&mut self, who: Who) {
        let mut tasks = mem::take(&mut self.tasks);
        for (number, task) in &mut tasks {
            if *number != self.turn && who != Who::CLOCK {
                continue;
            }
            while let Some(due) = task.due(self.now) {
                let lapsed = self.carry_out(task, due.by, self.now, due.command);
                lapsed.unwrap_or_else(|code| panic!("a due timeout was refused: {code}"));
            }
        }
        self.tasks = tasks;
        for (_, side) in &mut self.side {
            while let Some(due) = side.due(self.now) {
                let rule = move_on(side, &Order { at: self.now, ..due });
                self.taken.push(rule.unwrap_or_else(|code| panic!("refused a timeout: {code}")));
            }
        }
    }

    fn act(&mut self, who: Who, act: Act<P>) -> Outcome {
        match act {
            Act::Open(_, Some(command)) if self.tasks.contains_key(&self.turn) => {
                self.on_task(who, command)
            }
            Act::Open(terms, command) => self.open(who, terms, command),
            Act::Order(command) => self.on_task(who, command),
            Act::Side(of, side) => self.on_side(who, of, side),
        }
    }

    /// What is opened has the numbers from here on, or the next that are free.
    fn open(&mut self, who: Who, terms: Vec<P::Terms>, command: Option<P::Command>) -> Outcome {
        let first = free(self.turn, self.tasks.keys());
        for (number, terms) in (first..).zip(terms) {
            let mut opened = Instance::open(task(number), terms, self.now);
            let given = command.clone().map_or(Ok(()), |command| {
                self.carry_out(&mut opened, who.actor, self.now, command)
            });
            match given {
                Ok(()) => drop(self.tasks.insert(number, opened)),
                Err(code) => return Outcome::Refused(code),
            }
        }
        self.turn = first;
        Outcome::Done(self.status())
    }

    fn on_task(&mut self, who: Who, command: P::Command) -> Outcome {
        let Some(mut task) = self.tasks.remove(&self.turn) else {
            return Outcome::Refused("not_a_party".to_owned());
        };
        let at = if self.bare { self.now } else { self.now.max(task.since) };
        let repeated = command.clone();
        let done = self.carry_out(&mut task, who.actor, at, command);
        let again = |party| P::repeats(&task.stage, task.roles(party), &repeated);
        let outcome = match (done, who.actor) {
            (Ok(()), _) => Outcome::Done(P::status(&task.stage)),
            (Err(code), _) if self.bare || code == "not_a_party" => Outcome::Refused(code),
            (Err(_), Actor::Party(party)) if again(party) => Outcome::Again(P::status(&task.stage)),
            (Err(code), _) => Outcome::Refused(code),
        };
        self.tasks.insert(self.turn, task);
        outcome
    }

    fn on_side(&mut self, who: Who, of: Worker, side: Side<P>) -> Outcome {
        let found = self.side.iter().position(|(worker, _)| *worker == of);
        let (command, take) = match side {
            Side::Open(terms) => {
                let opened = Instance::open(aside(self.side.len()), terms, self.now);
                let status = P::side_status(&opened.stage);
                self.side.push((of, opened));
                return Outcome::Done(status);
            }
            Side::Order(command) => (command, None),
            Side::Take(command, hire, decline) => (command, Some((hire, decline))),
        };
        let Some(index) = found else { return Outcome::Refused("not_a_party".to_owned()) };
        let mut taken = self.side[index].1.clone();
        self.tried.extend(P::Side::row(&taken.stage, &command).map(|row| row.rule));
        let order = |by, command| Order { id: OrderId(0), by, at: self.now, command };
        let rule = match move_on(&mut taken, &order(who.actor, command)) {
            Ok(rule) => rule,
            Err(code) => return Outcome::Refused(code),
        };
        let Some((hire, decline)) = take else {
            self.taken.push(rule);
            let status = P::side_status(&taken.stage);
            self.side[index].1 = taken;
            return Outcome::Done(status);
        };
        // One commit: the hire, what is taken and the others, or nothing.
        let decline = order(Actor::Operator, decline);
        let hired = self.on_task(who, hire);
        if matches!(hired, Outcome::Done(_)) {
            self.taken.push(rule);
            self.side[index].1 = taken;
            for (_, other) in &mut self.side {
                if !other.stage.is_terminal() {
                    let declined = move_on(other, &decline);
                    self.taken.push(declined.unwrap_or_else(|code| panic!("{code}")));
                }
            }
        }
        hired
    }

    fn status(&self) -> String {
        self.tasks.get(&self.turn).map(|task| P::status(&task.stage)).unwrap_or_default()
    }

    fn stand(&self) -> Stand<'_, P> {
        let Self { terms, tasks, turn, side, now, .. } = self;
        Stand { terms, tasks, turn: *turn, side, now: *now }
    }

    /// The task, unless it is a draft: a draft is nobody's to see.
    fn task(&self) -> Option<&Instance<P>> {
        self.tasks.get(&self.turn).filter(|task| !is_draft(task))
    }
}

impl<P: Played> Driver<P> for Kernel<P> {
    fn now(&mut self) -> Timestamp {
        self.now
    }

    fn move_clock(&mut self, to: Timestamp) {
        self.now = to;
    }

    fn turn_to(&mut self, task: u8, terms: &P::Terms) {
        (self.turn, self.terms) = (task, terms.clone());
    }

    fn give(&mut self, who: Who, order: &P::Ask) -> Given {
        (self.moves, self.taken, self.tried) = Default::default();
        if !self.bare {
            self.lapse(who);
        }
        let outcome = match P::act(order, who, &self.stand()) {
            Err(code) => Outcome::Refused(code.to_owned()),
            Ok(Act::Order(command))
                if who == Who::CLOCK && is_timeout::<P>(&command) && !self.taken.is_empty() =>
            {
                Outcome::Done(self.status())
            }
            Ok(act) => self.act(who, act),
        };
        self.moves.sort();
        let (moves, taken) = (Some(self.moves.clone()), self.taken.clone());
        Given { outcome, moves, taken, tried: self.tried.clone() }
    }

    fn view(&mut self) -> Option<View> {
        self.task().map(View::of)
    }

    fn held(&mut self) -> i128 {
        self.tasks.values().map(driver::held).sum()
    }

    fn purses(&mut self) -> BTreeMap<Purse, i128> {
        let mut purses: BTreeMap<_, _> = Purse::ALL.into_iter().map(|purse| (purse, 0)).collect();
        for (_, account, balance) in self.ledger.balances() {
            if let Some(purse) = Purse::of(account) {
                *purses.entry(purse).or_default() += balance;
            }
        }
        purses
    }

    fn silence(&mut self) -> Vec<Lapse> {
        self.task().map(|task| driver::silence(task, self.now)).unwrap_or_default()
    }

    fn options(&mut self, who: Who) -> Vec<String> {
        let options = |task| driver::options(task, who.actor, self.now);
        self.task().map(options).unwrap_or_default()
    }

    fn told(&mut self, of: &str) -> String {
        P::told(of, &self.stand())
    }
}

/// What is in the wallets before a scene begins.
///
/// # Panics
/// If the scene says that something is elsewhere.
#[must_use]
pub fn deposits<P: Played>(scene: &Scene<P>) -> Vec<Posting> {
    let wallet = |purse: Purse| match purse.party() {
        Some(party) => Account::Wallet(party),
        None => panic!("nobody pays into `{purse}`"),
    };
    let funds = scene.funds.iter().filter(|(_, amount)| !amount.is_zero());
    let deposit =
        |(purse, amount): &_| Posting { from: Account::World, to: wallet(*purse), amount: *amount };
    funds.map(deposit).collect()
}

/// The identity of a scene's task.
#[must_use]
pub fn task(number: u8) -> InstanceId {
    InstanceId(TASK.0 + u128::from(number) - u128::from(FIRST))
}

/// The identity of what is agreed on beside a task.
#[must_use]
pub fn aside(before: usize) -> InstanceId {
    InstanceId(0x9000 + u128::try_from(before).unwrap_or(0))
}

/// Where the next task is opened: here if nothing is, or behind all others.
#[must_use]
pub fn free<'a>(turn: u8, mut tasks: impl DoubleEndedIterator<Item = &'a u8> + Clone) -> u8 {
    let taken = tasks.clone().any(|number| *number == turn);
    if taken { tasks.next_back().map_or(turn, |last| last + 1) } else { turn }
}

/// Whether a command is the one that only the clock gives.
#[must_use]
pub fn is_timeout<P: Played>(command: &P::Command) -> bool {
    *command == earnest::machine::Timeout {}.into()
}

fn is_draft<P: Played>(task: &Instance<P>) -> bool {
    task.seq == 0 && task.stage.deadline().is_none()
}

fn move_on<M: Machine>(
    instance: &mut Instance<M>,
    order: &Order<M::Command>,
) -> Result<&'static str, String> {
    let record = instance.step(order).map_err(code)?;
    *instance = instance.after(&record).unwrap_or_else(|| panic!("a record out of order"));
    Ok(record.rule)
}

fn code<M: Machine>(error: Error<M>) -> String {
    match error {
        Error::Refused(refused) => refused.code().to_owned(),
        Error::Defect(defect) => panic!("a defect: {defect}"),
    }
}
