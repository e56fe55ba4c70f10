//! Random orders to runs, answered twice: by the core and by a clerk who has only read the rules.
//! Every answer, every refusal, every deadline and every percent must be the same.

use std::cell::RefCell;
use std::collections::BTreeSet;

use earnest::authority::Actor;
use earnest::ids::{Digest, InstanceId, OrderId, PartyId};
use earnest::machine::{Error, Stage as _, Table as _, Timeout};
use earnest::runs::{Cancel, Claim, Command, Complete, Fail, Interrupt, Renew, Runs, Stage, Terms};
use earnest::time::{Timestamp, Window};
use earnest::{Instance, Order};
use proptest::prelude::{Strategy, any};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

#[path = "support/logbook.rs"]
mod logbook;

use logbook::{Page, allowed};

const USER: PartyId = PartyId(1);
const WORKER: PartyId = PartyId(2);
const RIVAL: PartyId = PartyId(3);
const PAPER: Digest = Digest([1; 32]);
const START: u64 = 1_000;

/// One attempt, not yet an order: what is sensible depends on where the run is.
#[derive(Clone, Debug)]
struct Attempt {
    /// Somebody who may, something that is possible: else anybody and anything.
    sensible: bool,
    who: usize,
    what: usize,
    when: usize,
}

fn contracts() -> impl Strategy<Value = Terms> {
    let window = |most: u64| (1..=most).prop_map(|it| Window::from_millis(it).expect("a window"));
    (window(40), window(6), window(8), window(30)).prop_map(
        |(estimate, to_claim, lease, to_finish)| Terms {
            user: USER,
            agent: PAPER,
            continues: Some(InstanceId(6)),
            group: None,
            estimate,
            to_claim,
            lease,
            to_finish,
        },
    )
}

fn attempts() -> impl Strategy<Value = Attempt> {
    (0..7_u8, any::<usize>(), any::<usize>(), 0..12_usize)
        .prop_map(|(sensible, who, what, when)| Attempt { sensible: sensible > 0, who, what, when })
}

impl Attempt {
    fn command(&self, name: &str) -> Command {
        match name {
            "Claim" => Claim { worker: [WORKER, RIVAL, USER][self.who % 3] }.into(),
            "Cancel" => Cancel {}.into(),
            "Renew" => Renew { logs: (self.who % 2 == 0).then_some(PAPER) }.into(),
            "Complete" => Complete { message: PAPER, branch: None }.into(),
            "Fail" => Fail { reason: PAPER }.into(),
            "Interrupt" => Interrupt {}.into(),
            _ => Timeout {}.into(),
        }
    }

    /// The order that this attempt comes to, given where the run is.
    fn order(&self, page: &Page, now: u64) -> (Actor, u64, Command) {
        let possible = likely(page, now);
        let parties = [USER, WORKER, RIVAL, PartyId(9)].map(Actor::Party);
        let judges = [PartyId(7), USER, WORKER].map(Actor::Arbiter);
        let all: Vec<Actor> =
            parties.into_iter().chain(judges).chain([Actor::Operator, Actor::Clock]).collect();
        let sensible = self.sensible && !possible.is_empty();
        let names = if sensible { possible.as_slice() } else { Runs::COMMANDS };
        let name = names[self.what % names.len()];
        let by = match allowed(page.place, name).filter(|_| sensible) {
            Some("user") => Actor::Party(USER),
            Some("worker") => Actor::Party(page.worker.expect("somebody claimed it")),
            Some("operator") => Actor::Operator,
            Some(_) => Actor::Clock,
            None => all[self.who % all.len()],
        };
        let due = page.due.unwrap_or(now);
        let times = [now, now, now, now + 1, now + 2, due - 1, due - 1, due, due + 1, due + 100];
        let when = if name == "Timeout" && sensible { 7 + self.when % 3 } else { self.when };
        (by, times.get(when).copied().unwrap_or(page.since - 1), self.command(name))
    }
}

/// What is possible, the orders that end a life more rarely than the others.
fn likely(page: &Page, now: u64) -> Vec<&'static str> {
    if page.due.is_some_and(|due| due <= now) {
        return vec!["Timeout"];
    }
    let possible = Runs::COMMANDS.iter().filter(|it| allowed(page.place, it).is_some());
    possible.flat_map(|it| vec![*it; if ["Claim", "Renew"].contains(it) { 9 } else { 1 }]).collect()
}

/// Plays one life on both sides, and adds the rules it took and the reasons it ended for.
fn check_life(terms: &Terms, attempts: &[Attempt], taken: &RefCell<BTreeSet<&'static str>>) {
    let at = |millis| Timestamp::from_millis(millis).expect("a moment");
    let mut page = Page::open(terms.clone(), START);
    let mut run = Instance::<Runs>::open(InstanceId(77), terms.clone(), at(START));
    let mut now = START;
    for attempt in attempts {
        let (by, when, command) = attempt.order(&page, now);
        let order = Order { id: OrderId(5), by, at: at(when), command };
        let told = page.give(by, when, &order.command);
        match run.step(&order) {
            Ok(record) => {
                assert_eq!(told, Ok(()), "{order:?} in {run:?}");
                assert!(record.postings.is_empty(), "no money moves here: {record:?}");
                run = run.after(&record).expect("the next record");
                taken.borrow_mut().extend([record.rule, page.why]);
                now = when;
            }
            Err(Error::Refused(refused)) => {
                assert_eq!(told, Err(refused.code()), "{order:?} in {run:?}");
            }
            Err(Error::Defect(defect)) => panic!("{defect:?} on {order:?} in {run:?}"),
        }
        now = now.max(page.since);
        assert_same(&page, &run);
    }
    assert_bounded(&run);
}

fn assert_same(page: &Page, run: &Instance<Runs>) {
    assert_eq!(page.place, run.stage.name());
    assert_eq!(page.due, run.stage.deadline().map(Timestamp::as_millis), "{run:?}");
    assert_eq!(page.since, run.since.as_millis());
    assert_eq!(page.worker, run.stage.execution().map(|it| it.worker), "{run:?}");
    let why = match &run.stage {
        Stage::Failed(end) => end.why.code(),
        Stage::Interrupted(end) => end.by.code(),
        _ => "",
    };
    assert_eq!(page.why, why, "{run:?}");
    for later in [0, 1, 2, 5, 10, 20, 50, 1_000_000] {
        let now = page.since + later;
        let told = run.progress(Timestamp::from_millis(now).expect("a moment"));
        assert_eq!(page.progress(now), u64::from(told.value()), "at {now} in {run:?}");
    }
}

/// L-13: whatever was done, a run ends within the time its terms give from when it was queued.
fn assert_bounded(run: &Instance<Runs>) {
    let windows = [run.terms.to_claim, run.terms.to_finish].map(Window::as_millis);
    let last = Timestamp::from_millis(START + windows.iter().sum::<u64>()).expect("a moment");
    let end = run.lapsed(last);
    assert!(end.stage.is_terminal() && end.since <= last, "{run:?}");
}

fn lives() -> impl Strategy<Value = (Terms, Vec<Attempt>)> {
    (contracts(), proptest::collection::vec(attempts(), 1..30))
}

fn play(mut runner: TestRunner) -> BTreeSet<&'static str> {
    let taken = RefCell::default();
    let outcome = runner.run(&lives(), |(terms, attempts)| {
        check_life(&terms, &attempts, &taken);
        Ok(())
    });
    outcome.expect("the same pages");
    taken.into_inner()
}

#[test]
fn the_core_keeps_the_same_pages_as_the_rules() {
    let usual = Config::default();
    let config = Config { cases: usual.cases.max(4_000), failure_persistence: None, ..usual };
    assert!(!play(TestRunner::new(config)).is_empty());
}

/// The same on a fixed seed, so that it is certain that nothing was left out.
#[test]
fn the_pages_cover_every_row_and_every_reason() {
    let config = Config { cases: 2_000, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let taken = play(TestRunner::new_with_rng(config, rng));
    let reasons =
        ["", "given_up", "not_claimed", "stopped_by_service", "lease_lapsed", "out_of_time"];
    assert_eq!(taken, Runs::ROWS.iter().map(|row| row.rule).chain(reasons).collect());
}
