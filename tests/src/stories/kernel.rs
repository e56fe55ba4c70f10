//! Plays a scene with the core alone: no store, no clock, no runtime.

use std::collections::BTreeMap;

use earnest::authority::{Actor, Role};
use earnest::ids::{InstanceId, OrderId};
use earnest::ledger::{Account, Ledger, NotBooked, Posting};
use earnest::machine::{Error, Machine, Stage as _, Table as _, Timeout};
use earnest::marketplace::{Command, Marketplace, Terms};
use earnest::proposal::{self, Proposal};
use earnest::time::Timestamp;
use earnest::{Instance, Order as Asked};

use super::driver::{self, Driver, Given, Outcome, View};
use super::people::{Purse, TASK, Who, Worker};
use super::scene::{Flow, Offer, Order, Scene, Venue};

/// The core with a ledger, and the few lines around it that any shell has.
#[derive(Debug)]
pub struct Kernel {
    /// Give orders to the kernel as they are, with nothing lapsed first.
    bare: bool,
    now: Timestamp,
    task: Instance<Marketplace>,
    proposals: Vec<(Worker, Offer, Instance<Proposal>)>,
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

impl Kernel {
    /// Sets the scene.
    ///
    /// # Panics
    /// If its wallets cannot be filled.
    #[must_use]
    pub fn new(scene: &Scene) -> Self {
        let mut ledger = Ledger::default();
        for (purse, amount) in &scene.funds {
            let (from, to, amount) = (Account::World, purse.account(), *amount);
            if !amount.is_zero() {
                let booked = ledger.book(scene.terms.asset, &[Posting { from, to, amount }]);
                booked.unwrap_or_else(|why| panic!("{why}"));
            }
        }
        Self {
            bare: matches!(scene.stage, Venue::KernelOnly(_)),
            now: START,
            task: Instance::open(TASK, scene.terms.clone(), START),
            proposals: Vec::new(),
            ledger,
            moves: Vec::new(),
            taken: Vec::new(),
            tried: Vec::new(),
        }
    }

    /// Carries out one order on the task, or tells its code.
    fn carry_out(&mut self, by: Actor, at: Timestamp, command: Command) -> Result<(), String> {
        self.tried.extend(driver::row(&self.task.stage, &command));
        let order = Asked { id: OrderId(0), by, at, command };
        let record = self.task.step(&order).map_err(code)?;
        match self.ledger.book(self.task.terms.asset, record.postings.iter()) {
            Ok(()) => {}
            Err(NotBooked::Insufficient { account: Account::Wallet(_), .. }) => {
                return Err("insufficient_funds".to_owned());
            }
            Err(other) => panic!("{other}"),
        }
        self.task = self.task.after(&record).unwrap_or_else(|| panic!("a record out of order"));
        self.moves.extend(driver::flows(&record.postings));
        self.taken.push(record.rule);
        Ok(())
    }

    /// Every timeout that is due: what every shell does first.
    fn lapse(&mut self) {
        while let Some(due) = self.task.due(self.now) {
            let lapsed = self.carry_out(due.by, self.now, due.command);
            lapsed.unwrap_or_else(|code| panic!("a due timeout was refused: {code}"));
        }
        for (_, _, proposal) in &mut self.proposals {
            while let Some(due) = proposal.due(self.now) {
                let at = self.now;
                let rule = propose_on(proposal, &Asked { at, ..due });
                self.taken.push(rule.unwrap_or_else(|code| panic!("refused a timeout: {code}")));
            }
        }
    }

    fn on_task(&mut self, who: Who, command: Command) -> Outcome {
        let at = if self.bare { self.now } else { self.now.max(self.task.since) };
        let repeated = command.clone();
        match self.carry_out(who.actor(), at, command) {
            Ok(()) => Outcome::Done(self.status()),
            Err(code) => match who.actor() {
                Actor::Party(party) if !self.bare => {
                    let roles = self.task.roles(party);
                    if Marketplace::repeats(&self.task.stage, roles, &repeated) {
                        Outcome::Again(self.status())
                    } else {
                        Outcome::Refused(code)
                    }
                }
                _ => Outcome::Refused(code),
            },
        }
    }

    fn on_proposal(&mut self, who: Who, order: &Order) -> Outcome {
        if let (Order::Propose(offer), Some(worker)) = (order, who.worker()) {
            let proposal = open(&self.task, worker, offer, self.now, self.proposals.len());
            let status = driver::proposal_status(&proposal.stage);
            self.proposals.push((worker, *offer, proposal));
            return Outcome::Done(status);
        }
        let (of, command): (_, proposal::Command) = match order {
            Order::Accept(of) => (*of, proposal::Accept {}.into()),
            Order::Decline(of) => (*of, proposal::Decline {}.into()),
            Order::Withdraw(of) => (*of, proposal::Withdraw {}.into()),
            _ => panic!("`{order:?}` is not for a proposal"),
        };
        let Some(index) = self.proposals.iter().position(|(worker, ..)| *worker == of) else {
            return Outcome::Refused("not_a_party".to_owned());
        };
        let (worker, offer, before) = self.proposals[index].clone();
        let mut proposal = before.clone();
        self.tried.extend(Proposal::row(&before.stage, &command).map(|row| row.rule));
        let accepting = matches!(command, proposal::Command::Accept(_));
        let asked = Asked { id: OrderId(0), by: who.actor(), at: self.now, command };
        let rule = match propose_on(&mut proposal, &asked) {
            Ok(rule) => rule,
            Err(code) => return Outcome::Refused(code),
        };
        if accepting {
            // One commit: the hire, this proposal and the others, or nothing.
            if let Err(code) = self.carry_out(who.actor(), self.now, driver::hire(worker, &offer)) {
                return Outcome::Refused(code);
            }
            for (_, _, other) in &mut self.proposals {
                let (by, command) = (Actor::Operator, proposal::Decline {}.into());
                let declined = Asked { id: OrderId(0), by, at: self.now, command };
                if other.id != proposal.id && !other.stage.is_terminal() {
                    let declined = propose_on(other, &declined);
                    self.taken.push(declined.unwrap_or_else(|code| panic!("{code}")));
                }
            }
        }
        self.taken.push(rule);
        let status = driver::proposal_status(&proposal.stage);
        self.proposals[index].2 = proposal;
        Outcome::Done(if accepting { self.status() } else { status })
    }

    fn status(&self) -> String {
        driver::status(&self.task.stage)
    }

    fn is_draft(&self) -> bool {
        self.task.seq == 0
    }
}

impl Driver for Kernel {
    fn now(&mut self) -> Timestamp {
        self.now
    }

    fn move_clock(&mut self, to: Timestamp) {
        self.now = to;
    }

    fn give(&mut self, who: Who, order: &Order) -> Given {
        (self.moves, self.taken, self.tried) = Default::default();
        if !self.bare {
            self.lapse();
        }
        let outcome = match driver::command(order) {
            // A draft is nobody's to see: it is there once it is funded.
            Ok(Some(command))
                if !self.bare && self.is_draft() && !matches!(command, Command::Fund(_)) =>
            {
                Outcome::Refused("not_a_party".to_owned())
            }
            Ok(Some(Command::Timeout(Timeout {})))
                if who == Who::Clock && !self.taken.is_empty() =>
            {
                Outcome::Done(self.status())
            }
            Ok(Some(command)) => self.on_task(who, command),
            Ok(None) => self.on_proposal(who, order),
            Err(code) => Outcome::Refused(code.to_owned()),
        };
        self.moves.sort();
        let (moves, taken) = (Some(self.moves.clone()), self.taken.clone());
        Given { outcome, moves, taken, tried: self.tried.clone() }
    }

    fn view(&mut self) -> Option<View> {
        (!self.is_draft()).then(|| View::of(&self.task))
    }

    fn purses(&mut self) -> BTreeMap<Purse, i128> {
        let balance = |purse: Purse| self.ledger.balance(self.task.terms.asset, purse.account());
        Purse::ALL.into_iter().map(|purse| (purse, balance(purse))).collect()
    }

    fn silence(&mut self) -> Vec<super::scene::Lapse> {
        driver::silence(&self.task, self.now)
    }

    fn options(&mut self, who: Who) -> Vec<String> {
        driver::options(&self.task, who.actor(), self.now)
    }

    fn proposal(&mut self, of: Worker) -> Option<String> {
        let found = self.proposals.iter().find(|(worker, ..)| *worker == of);
        found.map(|(.., proposal)| driver::proposal_status(&proposal.lapsed(self.now).stage))
    }
}

/// A proposal stands as long as the task waits.
///
/// # Panics
/// If the task does not wait, or the agent is unknown.
#[must_use]
pub fn open(
    task: &Instance<Marketplace>,
    worker: Worker,
    offer: &Offer,
    now: Timestamp,
    number: usize,
) -> Instance<Proposal> {
    let id = InstanceId(0x9000 + u128::try_from(number).unwrap_or(0));
    Instance::open(id, proposal_terms(task, worker, offer, now), now)
}

/// The terms of a proposal for a task.
///
/// # Panics
/// If the task does not wait.
#[must_use]
pub fn proposal_terms(
    task: &Instance<Marketplace>,
    worker: Worker,
    offer: &Offer,
    now: Timestamp,
) -> proposal::Terms {
    let Terms { buyer, asset, .. } = task.terms;
    let left = task.stage.deadline().map(|deadline| driver::apart(now, deadline));
    let left = left.and_then(|left| u64::try_from(left).ok());
    let to_accept = left.and_then(earnest::time::Window::from_millis);
    proposal::Terms {
        task: task.id,
        buyer,
        agent: worker.agent(),
        asset,
        price: offer.price,
        estimate: driver::estimate(offer),
        to_accept: to_accept.unwrap_or_else(|| panic!("the task does not wait")),
    }
}

fn propose_on(
    proposal: &mut Instance<Proposal>,
    order: &Asked<proposal::Command>,
) -> Result<&'static str, String> {
    let record = proposal.step(order).map_err(code)?;
    *proposal = proposal.after(&record).unwrap_or_else(|| panic!("a record out of order"));
    Ok(record.rule)
}

fn code<M: Machine>(error: Error<M>) -> String {
    match error {
        Error::Refused(refused) => refused.code().to_owned(),
        Error::Defect(defect) => panic!("a defect: {defect}"),
    }
}

/// Whether a row is the clock's.
#[must_use]
pub fn is_timeout(row: &earnest::machine::Row) -> bool {
    row.by.has(Role::Clock)
}
