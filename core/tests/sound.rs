//! Terms that the check passes keep their promises in every run (L-24): random orders under random
//! terms, windows and rounds at their extremes. What unsound terms would do is in `unsound.rs`.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt::Debug;

use earnest::authority::Actor;
use earnest::credits::{self, Credits};
use earnest::dispute::{Resolution, Ruling};
use earnest::ids::OrderId;
use earnest::ledger::{Account, Ledger};
use earnest::machine::{Command as _, Error, Finding, Stage as _, Table as _, Terms as _, Timeout};
use earnest::marketplace::{self, Marketplace, Mode};
use earnest::runs::{self, Runs};
use earnest::time::{Timestamp, Window};
use earnest::work::Agent;
use earnest::{Instance, Machine, Order, Record};
use earnest_explorer::cast::{self, AGENT, BUYER, window};
use earnest_explorer::{Checks, Taken, Verdict, World, errand, narrows, told};
use proptest::collection::vec;
use proptest::prelude::{Strategy, any};
use proptest::sample::select;

#[path = "support/amounts.rs"]
mod amounts;
#[path = "support/chance.rs"]
#[expect(dead_code, reason = "lives are made of more than bytes here")]
mod chance;
#[path = "support/shares.rs"]
mod shares;

use amounts::amounts;
use chance::{always_the_same, other_each_time, run};
use shares::shares;

const OWN: Agent = Agent { owner: BUYER, ..AGENT };

/// One attempt, not yet an order: what is possible depends on where the instance is.
#[derive(Clone, Debug)]
struct Turn {
    who: usize,
    what: usize,
    when: u8,
}

/// An instance that is played, with a ledger beside it.
struct Life<'a, M: Machine> {
    world: &'a World<M>,
    now: Instance<M>,
    ledger: Ledger,
    /// How many orders led to another stage.
    changes: usize,
}

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    let turn = (any::<usize>(), any::<usize>(), 0..9_u8);
    vec(turn.prop_map(|(who, what, when)| Turn { who, what, when }), 0..40)
}

/// When it begins: also where the calendar ends.
fn starts() -> impl Strategy<Value = u64> {
    let last = Timestamp::LAST_ORDER.as_millis();
    select(vec![1_000, 1_760_000_000_000, last - 1_000, last])
}

/// The shortest, the longest, and what is beyond.
fn windows() -> impl Strategy<Value = Window> {
    let long = Finding::LONGEST;
    select(vec![1, 1, 2, 3, 1_000, 600_000, long - 1, long - 1, long, long, long + 1])
        .prop_map(window)
}

fn agents() -> impl Strategy<Value = Agent> {
    select(vec![AGENT, AGENT, AGENT, AGENT, OWN])
}

fn tasks() -> impl Strategy<Value = marketplace::Terms> {
    let modes = (0..3, agents()).prop_map(|(mode, agent)| match mode {
        0 => Mode::Direct(Some(agent)),
        1 => Mode::Direct(None),
        _ => Mode::Proposals,
    });
    let rounds = || select(vec![0, 1, 2, 255]);
    let rulings = shares()
        .prop_map(|share| Ruling::new(Resolution::Split, Some(share)).unwrap_or(Ruling::HALF));
    let money = (amounts(), shares(), shares(), rulings);
    let early = (windows(), windows(), windows(), windows());
    let late = (windows(), windows(), windows(), windows());
    (modes, money, (rounds(), rounds()), early, late).prop_map(
        |(mode, (budget, fee, kill_fee, default_ruling), rounds, early, late)| marketplace::Terms {
            mode,
            budget,
            fee,
            kill_fee,
            default_ruling,
            max_revisions: rounds.0,
            max_remedies: rounds.1,
            to_hire: early.0,
            to_match: early.1,
            to_deliver: early.2,
            to_deliver_least: early.3,
            to_review: late.0,
            to_revise: late.1,
            to_respond: late.2,
            to_rule: late.3,
            ..cast::terms()
        },
    )
}

fn errands() -> impl Strategy<Value = credits::Terms> {
    let named = (any::<bool>(), agents()).prop_map(|(named, agent)| named.then_some(agent));
    let marks = (0..=100_u8).prop_map(errand::score);
    let early = (windows(), windows(), windows(), windows(), windows());
    let late = (windows(), windows(), windows());
    (named, (amounts(), shares(), marks), early, late).prop_map(
        |(named, (max_budget, fee, pass_mark), early, late)| credits::Terms {
            named,
            max_budget,
            fee,
            pass_mark,
            to_assign: early.0,
            to_route: early.1,
            to_start: early.2,
            to_execute: early.3,
            to_assess: early.4,
            to_refund: late.0.min(late.1),
            to_dispute: late.0.max(late.1),
            to_rule: late.2,
            ..errand::errand()
        },
    )
}

fn runs() -> impl Strategy<Value = runs::Terms> {
    let windows = (windows(), windows(), windows(), windows());
    windows.prop_map(|(estimate, to_claim, lease, to_finish)| runs::Terms {
        estimate,
        to_claim,
        lease,
        to_finish,
        ..earnest_explorer::runs::terms([1, 1, 1, 1])
    })
}

impl<'a, M: Machine> Life<'a, M> {
    fn open(world: &'a World<M>, at: u64) -> Self {
        let now = Instance::open(world.id, world.terms.clone(), moment(at));
        let life = Self { world, now, ledger: world.ledger.clone(), changes: 0 };
        keeps(told(&life.now, &world.ledger, &life.ledger, &mut Checks::default()));
        life
    }

    /// Takes a record over, and checks what must hold of it.
    fn take(&mut self, record: &Record<M>) {
        let after = self.now.after(record).expect("the next record");
        let asset = self.world.terms.asset();
        self.ledger.book(asset, record.postings.iter()).expect("L-04: no account below zero");
        let mut checks = Checks::default();
        let taken = Taken { world: self.world, before: &self.now, record, after: &after };
        keeps((self.world.laws)(&taken, &mut checks));
        keeps(narrows(&self.now, &after, &mut checks));
        keeps(told(&after, &self.world.ledger, &self.ledger, &mut checks));
        self.changes += usize::from(self.now.stage.name() != after.stage.name());
        self.now = after;
    }

    /// What comes of an order; a defect is never expected.
    fn give(&self, by: Actor, at: Timestamp, command: M::Command) -> Option<Record<M>> {
        let order = Order { id: OrderId(5), by, at, command };
        match self.now.step(&order) {
            Ok(record) => {
                let mut listed = self.now.options(by, at).map(|it| it.command);
                let told = by == Actor::Clock || listed.any(|it| it == order.command.name());
                assert!(told, "L-22: {order:?} in {:?}", self.now);
                Some(record)
            }
            Err(Error::Refused(_)) => None,
            Err(Error::Defect(defect)) => panic!("L-24: {defect:?} in {:?}", self.now),
        }
    }

    /// Gives what the turn says, in the name of the first who may.
    fn play(&mut self, turn: &Turn) {
        let since = self.now.since.as_millis();
        let due = self.now.stage.deadline();
        let end = due.map_or(since + 2, Timestamp::as_millis);
        let at = match turn.when {
            0..=2 => since,
            3 => since.midpoint(end - 1),
            4..=7 => end - 1,
            _ => end,
        };
        let record = if turn.when == 8 && due.is_some() {
            self.give(Actor::Clock, moment(at), Timeout {}.into())
        } else {
            let mut commands = (self.world.commands)(self.world, &self.now.stage);
            commands.retain(|command| M::row(&self.now.stage, command).is_some());
            let chosen = commands.get(turn.what.checked_rem(commands.len()).unwrap_or(0)).cloned();
            let actors = self.world.actors.iter().cycle().skip(turn.who % self.world.actors.len());
            let mut actors = actors.take(self.world.actors.len());
            chosen.and_then(|it| actors.find_map(|by| self.give(*by, moment(at), it.clone())))
        };
        if let Some(record) = record {
            self.take(&record);
        }
    }

    /// L-13: the clock brings it to an end.
    fn be_silent(&mut self) {
        let records: Vec<_> = self.now.if_silent().collect();
        for record in &records {
            self.take(record);
        }
        assert!(self.now.stage.is_terminal(), "L-13: {:?} does not end", self.now);
    }
}

/// Plays a whole life; the stage that it ends in, if it begins. The lifecycle gives the most
/// changes of the stage (L-14), and what begins it, where an order does.
fn live<M: Machine>(
    world: &World<M>,
    start: u64,
    turns: &[Turn],
    most: usize,
    begin: Option<M::Command>,
) -> Option<&'static str> {
    let sound = world.terms.unsound().next().is_none();
    let mut life = Life::open(world, start);
    if let Some(command) = begin {
        let record = life.give(Actor::Party(BUYER), life.now.since, command);
        assert_eq!(record.is_some(), sound, "what is unsound is not begun: {:?}", world.terms);
        life.take(&record?);
    } else if !sound {
        return None;
    }
    let told = life.now.forecast();
    for turn in turns {
        life.play(turn);
    }
    life.be_silent();
    assert!(life.changes <= most, "L-14: {} changes under {:?}", life.changes, world.terms);
    assert!(told.earliest <= life.now.since && Some(life.now.since) <= told.latest, "L-23");
    assert_eq!(life.ledger.balance(world.terms.asset(), Account::Escrow(world.id)), 0, "L-15");
    Some(life.now.stage.name())
}

/// The same for many: other lives in each run, and the same ones to see that they come to every
/// end, and that some do not begin.
fn live_all<T: Clone + Debug>(
    contracts: impl Strategy<Value = T>,
    ends: &[&'static str],
    live: impl Fn(T, u64, &[Turn]) -> Option<&'static str>,
) {
    let lives = (contracts, starts(), turns());
    run(other_each_time(), &lives, |(terms, start, turns)| {
        live(terms, start, &turns);
    });
    let seen = RefCell::new(BTreeSet::new());
    run(always_the_same(2_000), &lives, |(terms, start, turns)| {
        seen.borrow_mut().insert(live(terms, start, &turns));
    });
    let all: BTreeSet<_> = ends.iter().copied().map(Some).chain([None]).collect();
    assert_eq!(seen.into_inner(), all);
}

/// FORE-02, FORE-07, TERMS-01, TERMS-04
#[test]
fn a_task_under_sound_terms_ends_well_whatever_is_done() {
    live_all(tasks(), Marketplace::ENDS, |terms, start, turns| {
        let rounds = usize::from(terms.max_revisions) + usize::from(terms.max_remedies);
        let fund = marketplace::Fund {}.into();
        live(&earnest_explorer::marketplace::world(terms), start, turns, 7 + 2 * rounds, Some(fund))
    });
}

/// FORE-03, TERMS-03
#[test]
fn an_errand_under_sound_terms_ends_well_whatever_is_done() {
    live_all(errands(), Credits::ENDS, |terms, start, turns| {
        live(
            &earnest_explorer::credits::world(terms),
            start,
            turns,
            9,
            Some(credits::Fund {}.into()),
        )
    });
}

/// FORE-05, TERMS-02
#[test]
fn a_run_under_sound_terms_ends_well_whatever_is_done() {
    live_all(runs(), Runs::ENDS, |terms, start, turns| {
        // The laws of runs look at every millisecond, and these are too many.
        let world = World { laws: |_, _| Ok(()), ..earnest_explorer::runs::world(terms) };
        live(&world, start, turns, 2, None)
    });
}

fn keeps(verdict: Verdict) {
    verdict.unwrap_or_else(|broken| panic!("{}: {}", broken.law, broken.what));
}

fn moment(millis: u64) -> Timestamp {
    Timestamp::from_millis(millis).expect("a moment")
}
