//! `World` and `explore`: every order by every actor at the edges of every window, for any
//! lifecycle, with the laws that hold for all of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::Hash;

use earnest::authority::{Actor, Role, Roles};
use earnest::ids::{InstanceId, OrderId};
use earnest::ledger::{Account, Ledger};
use earnest::machine::{Command as _, Error, Refused, Stage as _, Terms as _, Timeout};
use earnest::money::Asset;
use earnest::time::Timestamp;
use earnest::{Instance, Machine, Order, Record};

/// What becomes of each moment.
pub(crate) type Shift<'a> = dyn Fn(Timestamp) -> Timestamp + 'a;

/// A small closed world in which a lifecycle can be explored whole.
pub(crate) struct World<M: Machine> {
    /// A contract with short windows.
    pub(crate) terms: M::Terms,
    /// What is in the wallets before anything happens.
    pub(crate) ledger: Ledger,
    /// Everyone who may try something.
    pub(crate) actors: Vec<Actor>,
    /// Every command worth giving in a stage: at least one of each kind but the timeout.
    pub(crate) commands: fn(&M::Terms, &M::Stage) -> Vec<M::Command>,
    /// The same stage, with each moment in it replaced.
    pub(crate) moved: fn(&M::Stage, &Shift<'_>) -> M::Stage,
    /// The lifecycle's own laws of one transition.
    pub(crate) laws: fn(&Taken<'_, M>),
}

/// An accepted order, with what was before and after it.
pub(crate) struct Taken<'a, M: Machine> {
    pub(crate) before: &'a Instance<M>,
    pub(crate) record: &'a Record<M>,
    pub(crate) after: &'a Instance<M>,
}

/// What an exploration saw.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Distinct stages, moments counted from when the stage began.
    pub(crate) states: usize,
    /// Orders given.
    pub(crate) orders: usize,
    /// Accepted orders, by rule.
    pub(crate) rules: BTreeMap<&'static str, usize>,
    /// Refused orders, by code.
    pub(crate) refusals: BTreeMap<&'static str, usize>,
    /// The most timeouts in a row.
    pub(crate) longest_silence: usize,
}

/// All states are looked at as if their stage had begun now: a lifecycle may depend on how much
/// time is left, never on the date, which is checked on every new edge.
const NOW: u64 = 1_000_000;
const ID: InstanceId = InstanceId(77);

struct Search<'a, M: Machine> {
    world: &'a World<M>,
    known: HashMap<M::Stage, usize>,
    ledgers: Vec<Ledger>,
    queue: Vec<M::Stage>,
    seen: Seen,
}

/// Searches every state that orders can reach, and checks each answer on the way.
pub(crate) fn explore<M: Machine>(world: &World<M>) -> Seen
where
    M::Stage: Eq + Hash,
{
    let start = Instance::<M>::open(ID, world.terms.clone(), moment(NOW));
    let mut search = Search {
        world,
        known: HashMap::from([(start.stage.clone(), 0)]),
        ledgers: vec![world.ledger.clone()],
        queue: vec![start.stage],
        seen: Seen::default(),
    };
    let mut next = 0;
    while let Some(stage) = search.queue.get(next).cloned() {
        search.visit(stage, next);
        next += 1;
    }
    Seen { states: next, ..search.seen }
}

impl<M: Machine> Search<'_, M>
where
    M::Stage: Eq + Hash,
{
    fn visit(&mut self, stage: M::Stage, index: usize) {
        let terms = self.world.terms.clone();
        let instance =
            Instance::<M> { id: ID, terms, stage, since: moment(NOW), seq: u64::from(index > 0) };
        assert_eq!(self.ledgers[index].balance(instance.terms.asset(), Account::Escrow(ID)), {
            i128::try_from(instance.stage.held().minor()).expect("an amount fits")
        });
        if instance.stage.is_terminal() {
            assert!(instance.stage.held().is_zero(), "L-05: {instance:?}");
        }
        self.silence(&instance);
        let mut commands = (self.world.commands)(&instance.terms, &instance.stage);
        commands.push(Timeout {}.into());
        self.outside_of_time(&instance, &commands[0]);
        let named = |command: &M::Command| M::row(&instance.stage, command).is_some();
        let (possible, impossible) = commands.into_iter().partition::<Vec<_>, _>(named);
        assert!(!instance.stage.is_terminal() || possible.is_empty(), "L-06: {instance:?}");
        self.impossible(&instance, impossible);
        let (early, late) = edges(&instance);
        for at in early {
            self.in_time(&instance, at, &possible, index);
        }
        for at in late {
            self.too_late(&instance, at, &possible, index);
        }
    }

    /// What has no row is refused whatever it carries: one of each kind, from everyone.
    fn impossible(&mut self, instance: &Instance<M>, mut commands: Vec<M::Command>) {
        commands.dedup_by_key(|command| command.name());
        for by in &self.world.actors {
            for command in &commands {
                let order =
                    Order { id: OrderId(5), by: *by, at: instance.since, command: command.clone() };
                assert!(self.answer(instance, &order).is_none());
            }
        }
    }

    /// L-10, L-11, L-22: the answers before the deadline.
    fn in_time(
        &mut self,
        instance: &Instance<M>,
        at: Timestamp,
        commands: &[M::Command],
        index: usize,
    ) {
        for by in &self.world.actors {
            let by = *by;
            let mut accepted = BTreeSet::new();
            for command in commands {
                let order = Order { id: OrderId(5), by, at, command: command.clone() };
                if let Some(record) = self.answer(instance, &order) {
                    assert_ne!(by, Actor::Clock, "L-11: {order:?} in {instance:?}");
                    accepted.insert(order.command.name());
                    self.follow(instance, &record, index);
                }
            }
            let listed: Vec<_> = instance.options(by, at).collect();
            assert!(listed.iter().all(|choice| choice.closes == instance.stage.deadline()));
            let listed: BTreeSet<_> = listed.iter().map(|choice| choice.command).collect();
            assert_eq!(listed, accepted, "L-22: {by:?} at {at:?} in {instance:?}");
        }
    }

    /// L-11, L-12: from the deadline on, only the clock is heard, and what it does is what it
    /// would have done on time.
    fn too_late(
        &mut self,
        instance: &Instance<M>,
        at: Timestamp,
        commands: &[M::Command],
        index: usize,
    ) {
        let mut lapsed = instance.clone();
        // What needs another row or another role is told so before it is told the time.
        let on_time = Some(at) == instance.stage.deadline();
        let commands = if on_time { commands } else { &commands[commands.len() - 1..] };
        while lapsed.stage.deadline().is_some_and(|deadline| deadline <= at) {
            lapsed = lapsed.after(&timeout(&lapsed, at)).expect("the next record");
        }
        assert_eq!(instance.lapsed(at), lapsed, "L-12");
        for by in &self.world.actors {
            let by = *by;
            if on_time {
                assert!(instance.options(by, at).eq(lapsed.options(by, at)), "L-12, L-22: {by:?}");
            }
            for command in commands {
                let order = Order { id: OrderId(5), by, at, command: command.clone() };
                if let Some(record) = self.answer(instance, &order) {
                    assert_eq!(by, Actor::Clock, "L-11: {order:?} in {instance:?}");
                    assert_eq!(Some(record.at), instance.stage.deadline(), "L-12");
                    self.follow(instance, &record, index);
                }
            }
        }
    }

    /// Orders from before the stage and from after the end of all calendars.
    fn outside_of_time(&mut self, instance: &Instance<M>, command: &M::Command) {
        for by in &self.world.actors {
            let by = *by;
            for at in [moment(NOW - 1), moment(Timestamp::LAST_ORDER.as_millis() + 1)] {
                if by == Actor::Clock {
                    continue;
                }
                let command = command.clone();
                let answer = self.answer(instance, &Order { id: OrderId(5), by, at, command });
                assert!(answer.is_none(), "L-26: {instance:?}");
            }
        }
    }

    /// L-13: left alone, an instance ends by the clock alone, and says so beforehand.
    fn silence(&mut self, instance: &Instance<M>) {
        let mut now = instance.clone();
        let mut told = instance.if_silent();
        let mut length = 0;
        while let Some(deadline) = now.stage.deadline() {
            let record = timeout(&now, deadline);
            assert_eq!(told.next().as_ref(), Some(&record), "L-13: {instance:?}");
            now = now.after(&record).expect("the next record");
            length += 1;
            assert!(length <= M::STAGES.len(), "timeouts run in a circle from {instance:?}");
        }
        assert_eq!(told.next(), None);
        assert!(now.stage.is_terminal() || instance.seq == 0, "L-13: {instance:?} does not end");
        self.seen.longest_silence = self.seen.longest_silence.max(length);
    }

    /// One answer: never a defect, refused by the kernel exactly when its own rules say so, and
    /// the same when asked again.
    fn answer(&mut self, instance: &Instance<M>, order: &Order<M::Command>) -> Option<Record<M>> {
        self.seen.orders += 1;
        let answer = instance.step(order);
        let expected = refusal(instance, order);
        match &answer {
            Ok(record) => {
                assert_eq!(expected, None, "L-10: {order:?} in {instance:?}");
                assert_eq!(instance.step(order).as_ref(), Ok(record), "L-02");
                self.check_record(instance, order, record);
                *self.seen.rules.entry(record.rule).or_default() += 1;
            }
            Err(Error::Refused(refused)) => {
                let code = refused.code();
                let own = matches!(refused, Refused::Guard(_));
                assert_eq!((!own).then_some(code), expected, "{order:?} in {instance:?}");
                *self.seen.refusals.entry(code).or_default() += 1;
            }
            Err(Error::Defect(defect)) => panic!("{defect:?} on {order:?} in {instance:?}"),
        }
        if let Actor::Party(party) = order.by {
            let repeated = M::repeats(&instance.stage, instance.roles(party), &order.command);
            assert!(!repeated || answer.is_err(), "L-08: {order:?} in {instance:?}");
            assert!(!M::repeats(&instance.stage, Roles::NONE, &order.command), "AUTH-02");
        }
        answer.ok()
    }

    fn check_record(&self, instance: &Instance<M>, order: &Order<M::Command>, record: &Record<M>) {
        let row = M::row(&instance.stage, &order.command).expect("an accepted order has a row");
        assert_eq!((record.rule, record.from()), (row.rule, row.from));
        assert_eq!((&record.order, record.seq), (order, instance.seq + 1), "L-21");
        assert!(row.to.contains(&record.to.name()), "{record:?}");
        assert_eq!(row.by.has(Role::Clock), order.by == Actor::Clock, "L-10: {record:?}");
        assert!(instance.since <= record.at && record.at <= order.at, "L-26: {record:?}");
        let (before, after) = (instance.stage.deadline(), record.to.deadline());
        assert!(after.is_none_or(|deadline| deadline > record.at), "L-11: {record:?}");
        if record.to.name() == instance.stage.name() {
            assert!(before <= after, "L-26: a deadline once set is not shortened: {record:?}");
        }
    }

    /// Books an accepted order and queues the state it leads to, if it is new.
    fn follow(&mut self, before: &Instance<M>, record: &Record<M>, index: usize) {
        let after = before.after(record).expect("L-21: the next record");
        assert_eq!((&after.stage, after.since, after.seq), (&record.to, record.at, record.seq));
        (self.world.laws)(&Taken { before, record, after: &after });
        let shift = |moment_: Timestamp| moment(moment_.as_millis() + NOW - record.at.as_millis());
        let stage = (self.world.moved)(&after.stage, &shift);
        let asset = before.terms.asset();
        let mut ledger = None;
        if !record.postings.is_empty() {
            let mut booked = self.ledgers[index].clone();
            booked.book(asset, record.postings.iter()).expect("L-04: no account below zero");
            assert_eq!(booked.balances().map(|(_, _, balance)| balance).sum::<i128>(), 0, "L-03");
            ledger = Some(booked);
        }
        let ledger = ledger.as_ref().unwrap_or(&self.ledgers[index]);
        if let Some(known) = self.known.get(&stage) {
            // L-15: what everyone has is a function of the stage, whatever way led to it.
            assert!(rests(&self.ledgers[*known]).eq(rests(ledger)), "L-15: {record:?}");
            return;
        }
        self.round_trips(&after, before, record);
        self.known.insert(stage.clone(), self.queue.len());
        let ledger = ledger.clone();
        self.ledgers.push(ledger);
        self.queue.push(stage);
    }

    /// L-21: the journal is read as it was written. L-02: the date makes no difference.
    fn round_trips(&self, after: &Instance<M>, before: &Instance<M>, record: &Record<M>) {
        let json = serde_json::to_string(after).expect("an instance can be written");
        assert_eq!(&serde_json::from_str::<Instance<M>>(&json).expect("and read"), after);
        let json = serde_json::to_string(record).expect("a record can be written");
        assert_eq!(&serde_json::from_str::<Record<M>>(&json).expect("and read"), record);

        let years_on = |it: Timestamp| moment(it.as_millis() + 77_777_777_777);
        let stage = (self.world.moved)(&before.stage, &years_on);
        let later = Instance { stage, since: years_on(before.since), ..before.clone() };
        let order = Order { at: years_on(record.order.at), ..record.order.clone() };
        let moved = later.step(&order).expect("the same answer on another day");
        assert_eq!(moved.to, (self.world.moved)(&record.to, &years_on));
        assert_eq!((moved.at, moved.postings), (years_on(record.at), record.postings));
    }
}

/// Why the kernel refuses an order, written down again: the first reason in the documented order.
fn refusal<M: Machine>(instance: &Instance<M>, order: &Order<M::Command>) -> Option<&'static str> {
    let none = Roles::NONE;
    let roles = match order.by {
        Actor::Party(party) => instance.roles(party),
        Actor::Arbiter(person) if instance.roles(person) != none => {
            return Some("interested_arbiter");
        }
        Actor::Arbiter(_) => none.with(Role::Arbiter),
        Actor::Operator => none.with(Role::Operator),
        Actor::Clock => none.with(Role::Clock),
    };
    let row = M::ROWS
        .iter()
        .find(|row| row.from == instance.stage.name() && row.on == order.command.name());
    let over = instance.stage.deadline().is_some_and(|deadline| order.at >= deadline);
    let is_timeout = order.command.name() == "Timeout";
    match row {
        _ if roles == none => Some("not_a_party"),
        _ if order.by != Actor::Clock && order.at > Timestamp::LAST_ORDER => {
            Some("time_out_of_range")
        }
        _ if order.at < instance.since => Some("clock_went_back"),
        None => Some("wrong_state"),
        Some(row) if !Role::ALL.iter().any(|it| roles.has(*it) && row.by.has(*it)) => {
            Some("wrong_role")
        }
        Some(_) if over && !is_timeout => Some("too_late"),
        Some(_) if !over && is_timeout => Some("too_early"),
        Some(_) => None,
    }
}

/// Who has or owes something: that something came and went makes no difference.
fn rests(ledger: &Ledger) -> impl Iterator<Item = (Asset, Account, i128)> {
    ledger.balances().filter(|(.., balance)| *balance != 0)
}

/// The moments at which something can change, before the deadline and from it on.
fn edges<M: Machine>(instance: &Instance<M>) -> (BTreeSet<Timestamp>, BTreeSet<Timestamp>) {
    let deadline = instance.stage.deadline().map(Timestamp::as_millis);
    let moments = deadline.map_or_else(
        || vec![NOW, NOW + 1],
        |end| vec![NOW, NOW + 1, end - 1, end, end + 1, end + 1_000],
    );
    moments.into_iter().map(moment).partition(|at| deadline.is_none_or(|end| at.as_millis() < end))
}

fn timeout<M: Machine>(instance: &Instance<M>, at: Timestamp) -> Record<M> {
    let order = Order { id: OrderId(0), by: Actor::Clock, at, command: Timeout {}.into() };
    instance.step(&order).expect("a due timeout is accepted")
}

fn moment(millis: u64) -> Timestamp {
    Timestamp::from_millis(millis).expect("a moment")
}
