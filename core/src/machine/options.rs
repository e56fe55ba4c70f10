//! What an instance can tell about its future.

use super::{Instance, Machine, Order, Record, Stage as _, Timeout};
use crate::authority::Actor;
use crate::ids::OrderId;
use crate::ledger::Postings;
use crate::time::Timestamp;

/// An order that may be given now (KERNEL-61).
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The command, as the table spells it.
    pub command: &'static str,
    /// The specification's name for the transition.
    pub rule: &'static str,
    /// When the option closes: the end of the stage.
    pub closes: Option<Timestamp>,
    /// What it would move. Where the amounts are the order's to say (a price, a ruling), this is
    /// one example.
    pub moves: Postings,
}

/// The timeouts that follow if nobody does anything, each at the moment it is due.
#[derive(Clone, Debug)]
pub struct IfSilent<M: Machine> {
    next: Instance<M>,
    left: usize,
}

impl<M: Machine> Instance<M> {
    /// What happens, when, and who gets what, if nobody does anything. Finite: no chain of timeouts
    /// comes to a stage twice (TIME-15).
    #[must_use]
    pub fn if_silent(&self) -> IfSilent<M> {
        IfSilent { next: self.clone(), left: M::STAGES.len() }
    }

    /// The instance with every timeout applied that is due by `now` (TIME-10).
    #[must_use]
    pub fn lapsed(&self, now: Timestamp) -> Self {
        let mut silent = self.if_silent();
        while silent.next.stage.deadline().is_some_and(|due| due <= now) {
            if silent.next().is_none() {
                break;
            }
        }
        silent.next
    }

    /// The timeout that is due by `now`, if one is.
    #[must_use]
    pub fn due(&self, now: Timestamp) -> Option<Order<M::Command>> {
        let deadline = self.stage.deadline().filter(|deadline| *deadline <= now)?;
        Some(Self::timeout(deadline))
    }

    fn timeout(at: Timestamp) -> Order<M::Command> {
        let command = Timeout {}.into();
        Order { id: OrderId(0), by: Actor::Clock, at, command }
    }

    /// Every order that this sender may give at `now`. An order is accepted only if its command is
    /// listed, and for each listed command some order is accepted (KERNEL-60).
    pub fn options(&self, by: Actor, now: Timestamp) -> impl Iterator<Item = Choice> {
        let instance = self.lapsed(now);
        let at = now.max(instance.since);
        let stage = instance.stage.name();
        let rows = M::ROWS.iter().filter(move |row| row.from == stage);
        rows.filter_map(move |row| {
            let command = M::probe(&instance.terms, &instance.stage, row.on)?;
            let record = instance.step(&Order { id: OrderId(0), by, at, command }).ok()?;
            let closes = instance.stage.deadline();
            Some(Choice { command: row.on, rule: row.rule, closes, moves: record.postings })
        })
    }
}

impl<M: Machine> Iterator for IfSilent<M> {
    type Item = Record<M>;

    fn next(&mut self) -> Option<Record<M>> {
        self.left = self.left.checked_sub(1)?;
        let deadline = self.next.stage.deadline()?;
        let record = self.next.step(&Instance::<M>::timeout(deadline)).ok()?;
        self.next = self.next.after(&record)?;
        Some(record)
    }
}
