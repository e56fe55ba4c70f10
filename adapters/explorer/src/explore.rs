//! The search: every order by every actor at the edges of every window, for any lifecycle, with
//! the laws that hold for all of them.

use std::collections::BTreeSet;
use std::hash::Hash;
use std::panic::{AssertUnwindSafe, catch_unwind};

use earnest::authority::Actor;
use earnest::ids::OrderId;
use earnest::ledger::{Account, Ledger};
use earnest::machine::{Command as _, Error, Row, Stage as _, Terms as _, Timeout};
use earnest::time::Timestamp;
use earnest::{Instance, Machine, Order};
use foldhash::fast::FixedState;
use indexmap::{IndexMap, IndexSet};

use crate::answer::of_defect;
use crate::bounds::{self, Paths};
use crate::broken::Broken;
use crate::graph::{Graph, Node};
use crate::law::{Breach, Law, Verdict};
use crate::moments::{Edges, NOW, edges, moment, timeout};
use crate::refusal::{row, standing};
use crate::world::{Outcomes, Seen, World};

/// Searches every state that orders can reach, and checks each answer on the way.
///
/// # Errors
///
/// [`Broken`] for the first law that does not hold.
pub fn explore<M: Machine>(world: &World<M>) -> Result<Seen, Box<Broken>>
where
    M::Stage: Eq + Hash,
{
    explore_at_most(world, usize::MAX)
}

/// The same, but looks at no more states than this. [`Seen::whole`] says whether that was enough.
///
/// # Errors
///
/// [`Broken`] for the first law that does not hold.
pub fn explore_at_most<M: Machine>(world: &World<M>, limit: usize) -> Result<Seen, Box<Broken>>
where
    M::Stage: Eq + Hash,
{
    let mut search = Search::new(world, None);
    search.run(limit)?;
    Ok(search.seen)
}

/// The same, and draws the graph of what it finds.
///
/// # Errors
///
/// [`Broken`] for the first law that does not hold.
pub fn graph<M: Machine>(world: &World<M>) -> Result<(Seen, Graph), Box<Broken>>
where
    M::Stage: Eq + Hash,
{
    let mut search = Search::new(world, Some(Vec::new()));
    search.run(usize::MAX)?;
    let (id, asset, ledger) = (world.id, world.terms.asset(), world.ledger.clone());
    let nodes = search.nodes.unwrap_or_default();
    Ok((search.seen, Graph { id, asset, ledger, nodes }))
}

/// How many states a search can tell apart. A stage takes some 200 bytes, so that the memory ends
/// long before.
pub(crate) const MOST: &str = "fewer than 2^32 states";

pub(crate) struct Search<'a, M: Machine> {
    pub(crate) world: &'a World<M>,
    /// Every state, in the order of its discovery, with what everyone has there.
    pub(crate) states: IndexMap<M::Stage, u32, FixedState>,
    /// What everyone can have.
    pub(crate) ledgers: IndexSet<Ledger, FixedState>,
    /// From where each state was first reached; the first from itself.
    pub(crate) parents: Vec<u32>,
    pub(crate) paths: Paths,
    pub(crate) nodes: Option<Vec<Node>>,
    pub(crate) seen: Seen,
}

/// A state that is looked at.
pub(crate) struct Place<M: Machine> {
    pub(crate) index: usize,
    pub(crate) instance: Instance<M>,
}

/// A command with its row, if it has one.
type Named<M> = (<M as earnest::machine::Table>::Command, Option<&'static Row>);

impl<'a, M: Machine> Search<'a, M>
where
    M::Stage: Eq + Hash,
{
    fn new(world: &'a World<M>, nodes: Option<Vec<Node>>) -> Self {
        let start = Instance::<M>::open(world.id, world.terms.clone(), moment(NOW));
        let hash = FixedState::default;
        let mut states = IndexMap::with_hasher(hash());
        states.insert(start.stage, 0);
        let mut ledgers = IndexSet::with_hasher(hash());
        ledgers.insert(world.ledger.clone());
        let (paths, seen) = (Paths::default(), Seen::default());
        Self { world, states, ledgers, parents: vec![0], paths, nodes, seen }
    }

    fn run(&mut self, limit: usize) -> Result<(), Box<Broken>> {
        let mut next = 0;
        while let Some((stage, _)) = self.states.get_index(next).filter(|_| next < limit) {
            let place = self.place(stage.clone(), next);
            let visited = catch_unwind(AssertUnwindSafe(|| self.visit(&place)));
            visited.unwrap_or_else(|_| {
                let breach = Breach { law: Law::Totality, what: "a step panics" };
                Err(self.broken(breach, &place, None))
            })?;
            next += 1;
        }
        self.seen.states = next;
        self.seen.whole = next == self.states.len();
        if self.seen.whole { self.forecasts() } else { Ok(()) }
    }

    /// L-23: every forecast, against what all runs come to.
    fn forecasts(&mut self) -> Result<(), Box<Broken>> {
        let stages = self.states.keys().cloned().enumerate();
        let places: Vec<_> = stages.map(|(index, stage)| self.place(stage, index)).collect();
        let ends = places.iter().map(|place| bounds::end(&place.instance)).collect();
        for (place, found) in places.iter().zip(self.paths.extremes(ends)) {
            let alone = places.len() == 1;
            let loose = bounds::tight(&place.instance, found, alone, &mut self.seen.checks);
            if loose.map_err(|breach| self.broken(breach, place, None))? {
                self.seen.loose.insert(place.instance.stage.name());
            }
        }
        Ok(())
    }

    pub(crate) fn place(&self, stage: M::Stage, index: usize) -> Place<M> {
        let World { id, terms, .. } = self.world;
        let (terms, since) = (terms.clone(), moment(NOW));
        let seq = u64::from(index > 0);
        Place { index, instance: Instance { id: *id, terms, stage, since, seq } }
    }

    pub(crate) fn holds(&mut self, law: Law, holds: bool, what: &'static str) -> Verdict {
        self.seen.checks.holds(law, holds, what)
    }

    fn visit(&mut self, place: &Place<M>) -> Result<(), Box<Broken>> {
        let alone = self.at_rest(place).and_then(|()| self.silence(&place.instance));
        alone.map_err(|breach| self.broken(breach, place, None))?;
        let instance = &place.instance;
        let mut commands = (self.world.commands)(self.world, &instance.stage);
        commands.push(Timeout {}.into());
        self.outside_of_time(place, &commands[0])?;
        let named = commands.into_iter().map(|it| {
            let row = row::<M>(&instance.stage, &it);
            (it, row)
        });
        let (possible, impossible) = named.partition::<Vec<Named<M>>, _>(|(_, row)| row.is_some());
        let absorbs = !instance.stage.is_terminal() || possible.is_empty();
        self.holds(Law::Absorbing, absorbs, "a row leaves an end")
            .map_err(|breach| self.broken(breach, place, None))?;
        self.impossible(place, impossible)?;
        let Edges { early, late } = edges(self.world, instance);
        for at in early {
            self.in_time(place, at, &possible)?;
        }
        for at in late {
            self.too_late(place, at, &possible)?;
        }
        Ok(())
    }

    /// What holds of a state before anything is asked.
    fn at_rest(&mut self, place: &Place<M>) -> Verdict {
        let Place { index, instance: Instance { terms, stage, .. } } = place;
        let ledger = self.states.get_index(*index).and_then(|(_, ledger)| self.ledger(*ledger));
        let ledger = ledger.unwrap_or(&self.world.ledger).clone();
        let rests = ledger.balance(terms.asset(), Account::Escrow(self.world.id));
        let outcomes = Outcomes::of(self.world, &ledger);
        if let Some(nodes) = &mut self.nodes {
            let (held, is_end) = (stage.held(), stage.is_terminal());
            nodes.push(Node { stage: stage.name(), held, is_end, edges: Vec::new() });
        }
        let held = i128::try_from(stage.held().minor());
        self.holds(
            Law::Conservation,
            held == Ok(rests),
            "the escrow does not have what the stage holds",
        )?;
        if stage.is_terminal() {
            self.holds(Law::EmptyEnds, stage.held().is_zero(), "an end holds something")?;
            let all = self.seen.outcomes.map_or(outcomes, |it| it.and(outcomes));
            self.seen.outcomes = Some(all);
        }
        let start = &self.world.ledger;
        bounds::told(&place.instance, start, &ledger, &mut self.seen.checks)
    }

    pub(crate) fn ledger(&self, index: u32) -> Option<&Ledger> {
        self.ledgers.get_index(usize::try_from(index).ok()?)
    }

    /// What has no row is refused whatever it carries: one of each kind, from everyone.
    fn impossible(
        &mut self,
        place: &Place<M>,
        mut commands: Vec<Named<M>>,
    ) -> Result<(), Box<Broken>> {
        commands.dedup_by_key(|(command, _)| command.name());
        for by in &self.world.actors {
            let standing = standing(&place.instance, *by);
            for (command, _) in &commands {
                let at = place.instance.since;
                let order = Order { id: OrderId(5), by: *by, at, command: command.clone() };
                self.answer(place, &order, standing, None)?;
            }
        }
        Ok(())
    }

    /// L-10, L-11, L-22: the answers before the deadline.
    fn in_time(
        &mut self,
        place: &Place<M>,
        at: Timestamp,
        commands: &[Named<M>],
    ) -> Result<(), Box<Broken>> {
        let instance = &place.instance;
        for by in &self.world.actors {
            let by = *by;
            let standing = standing(instance, by);
            let mut accepted = BTreeSet::new();
            for (command, row) in commands {
                let order = Order { id: OrderId(5), by, at, command: command.clone() };
                if let Some(record) = self.answer(place, &order, standing, *row)? {
                    accepted.insert(order.command.name());
                    let verdict = self
                        .holds(
                            Law::HalfOpenTime,
                            by != Actor::Clock,
                            "the clock fires before the deadline",
                        )
                        .and_then(|()| self.follow(place, &record));
                    verdict.map_err(|breach| self.broken(breach, place, Some(&order)))?;
                }
            }
            let listed: Vec<_> = instance.options(by, at).collect();
            let deadline = instance.stage.deadline();
            let close = listed.iter().all(|choice| choice.closes == deadline);
            let listed: BTreeSet<_> = listed.iter().map(|choice| choice.command).collect();
            self.holds(Law::Options, close, "an option closes at another time than its stage")
                .and_then(|()| {
                    self.holds(
                        Law::Options,
                        listed == accepted,
                        "what is listed is not what is accepted",
                    )
                })
                .map_err(|breach| self.broken(breach, place, None))?;
        }
        Ok(())
    }

    /// L-11, L-12: from the deadline on, only the clock is heard, and what it does is what it
    /// would have done on time.
    fn too_late(
        &mut self,
        place: &Place<M>,
        at: Timestamp,
        commands: &[Named<M>],
    ) -> Result<(), Box<Broken>> {
        let instance = &place.instance;
        let deadline = instance.stage.deadline();
        // What needs another row or another role is told so before it is told the time.
        let on_time = Some(at) == deadline;
        let commands = if on_time { commands } else { &commands[commands.len() - 1..] };
        let mut lapsed = instance.clone();
        let due = |it: &Instance<M>| {
            !it.stage.is_terminal() && it.stage.deadline().is_some_and(|deadline| deadline <= at)
        };
        while due(&lapsed) {
            let record = lapsed.step(&timeout::<M>(at)).map_err(|error| stuck(&error));
            let after = record.and_then(|record| lapsed.after(&record).ok_or(NOT_NEXT));
            lapsed = after.map_err(|breach| self.broken(breach, place, None))?;
        }
        self.holds(
            Law::LateTimers,
            instance.lapsed(at) == lapsed,
            "`lapsed` does not apply every due timeout",
        )
        .map_err(|breach| self.broken(breach, place, None))?;
        for by in &self.world.actors {
            let by = *by;
            if on_time {
                let same = instance.options(by, at).eq(lapsed.options(by, at));
                self.holds(Law::LateTimers, same, "the options are not those after the timeout")
                    .map_err(|breach| self.broken(breach, place, None))?;
            }
            let standing = standing(instance, by);
            for (command, row) in commands {
                let order = Order { id: OrderId(5), by, at, command: command.clone() };
                if let Some(record) = self.answer(place, &order, standing, *row)? {
                    let was_due = Some(record.at) == deadline;
                    let verdict = self
                        .holds(
                            Law::HalfOpenTime,
                            by == Actor::Clock,
                            "an action is accepted after the deadline",
                        )
                        .and_then(|()| {
                            self.holds(
                                Law::LateTimers,
                                was_due,
                                "a late timeout does not take effect when it was due",
                            )
                        })
                        .and_then(|()| self.follow(place, &record));
                    verdict.map_err(|breach| self.broken(breach, place, Some(&order)))?;
                }
            }
        }
        Ok(())
    }

    /// Orders from before the stage and from after the end of all calendars.
    fn outside_of_time(
        &mut self,
        place: &Place<M>,
        command: &M::Command,
    ) -> Result<(), Box<Broken>> {
        let row = row::<M>(&place.instance.stage, command);
        for by in &self.world.actors {
            let by = *by;
            let standing = standing(&place.instance, by);
            for at in [moment(NOW - 1), moment(Timestamp::LAST_ORDER.as_millis() + 1)] {
                if by == Actor::Clock {
                    continue;
                }
                let order = Order { id: OrderId(5), by, at, command: command.clone() };
                let refused = self.answer(place, &order, standing, row)?.is_none();
                self.holds(Law::Clocks, refused, "an order outside of time is accepted")
                    .map_err(|breach| self.broken(breach, place, Some(&order)))?;
            }
            // What is asked about the past is answered of the stage's first moment.
            let listed = |at| place.instance.options(by, moment(at));
            let [early, last] = [NOW - 1, Timestamp::LAST_ORDER.as_millis() + 1];
            let past = listed(early).eq(listed(NOW));
            let never = listed(last).next().is_none();
            self.holds(Law::Options, past && never, "something is listed outside of time")
                .map_err(|breach| self.broken(breach, place, None))?;
        }
        Ok(())
    }

    /// L-13: left alone, an instance ends by the clock alone, and says so beforehand.
    fn silence(&mut self, instance: &Instance<M>) -> Verdict {
        let mut now = instance.clone();
        let mut told = instance.if_silent();
        let mut length = 0;
        while let Some(deadline) = now.stage.deadline().filter(|_| !now.stage.is_terminal()) {
            let record = now.step(&timeout::<M>(deadline)).map_err(|error| stuck(&error))?;
            let foretold = told.next().as_ref() == Some(&record);
            self.holds(Law::Liveness, foretold, "`if_silent` does not tell what the clock does")?;
            now = now.after(&record).ok_or(NOT_NEXT)?;
            length += 1;
            self.holds(Law::Liveness, length <= M::STAGES.len(), "timeouts run in a circle")?;
        }
        self.holds(Law::Liveness, told.next().is_none(), "`if_silent` goes on after the end")?;
        let ends = now.stage.is_terminal() || instance.seq == 0;
        self.holds(Law::Liveness, ends, "the clock alone leads to no end")?;
        self.seen.longest_silence = self.seen.longest_silence.max(length);
        Ok(())
    }
}

pub(crate) const NOT_NEXT: Breach =
    Breach { law: Law::Fold, what: "the record does not come next" };

/// Why a due timeout is not carried out.
const fn stuck<M: Machine>(error: &Error<M>) -> Breach {
    match error {
        Error::Defect(defect) => of_defect(defect),
        Error::Refused(_) => Breach { law: Law::Liveness, what: "a due timeout is refused" },
    }
}
