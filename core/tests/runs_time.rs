//! What a run tells of itself as time goes on: how far it is, when its lease ends, and what a
//! group of runs comes to.

use std::collections::BTreeSet;

use earnest::authority::Actor;
use earnest::ids::{Digest, InstanceId, OrderId, PartyId};
use earnest::machine::{Error, Stage as _};
use earnest::runs::{
    Cancel, Claim, Command, Complete, Fail, Interrupt, Renew, Runs, Selection, Stage, Status,
    Terms, Unselectable,
};
use earnest::time::{Timestamp, Window};
use earnest::{Instance, Order};
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::{prop_assert, prop_assert_eq, proptest};

const USER: Actor = Actor::Party(PartyId(1));
const WORKER: Actor = Actor::Party(PartyId(2));
const PAPER: Digest = Digest([1; 32]);
const START: u64 = 1_000_000;

const MINUTE: u64 = 60_000;
const DAY: u64 = 24 * 60 * MINUTE;

fn moment(millis: u64) -> Timestamp {
    Timestamp::from_millis(millis).expect("a moment")
}

fn window(millis: u64) -> Window {
    Window::from_millis(millis).expect("a window")
}

/// The usual windows: ten minutes are expected, a worker is silent for a minute at most.
fn terms() -> Terms {
    Terms {
        user: PartyId(1),
        agent: PAPER,
        continues: None,
        group: None,
        estimate: window(10 * MINUTE),
        to_claim: window(DAY),
        lease: window(MINUTE),
        to_finish: window(DAY),
    }
}

fn queued(terms: Terms, at: u64) -> Instance<Runs> {
    Instance::open(InstanceId(7), terms, moment(at))
}

/// The run after an order, or the code of the refusal.
fn give(
    run: &Instance<Runs>,
    by: Actor,
    at: u64,
    command: impl Into<Command>,
) -> Result<Instance<Runs>, &'static str> {
    let order = Order { id: OrderId(5), by, at: moment(at), command: command.into() };
    match run.step(&order) {
        Ok(record) => Ok(run.after(&record).expect("the next record")),
        Err(Error::Refused(refused)) => Err(refused.code()),
        Err(Error::Defect(defect)) => panic!("{defect:?}"),
    }
}

fn claimed(terms: Terms, at: u64) -> Instance<Runs> {
    let claim = Claim { worker: PartyId(2) };
    give(&queued(terms, at), Actor::Operator, at, claim).expect("claimed")
}

/// A lease that lets a worker be silent for as long as it takes.
fn patient(estimate: u64) -> Terms {
    let estimate = window(estimate);
    Terms { estimate, lease: Window::MAX, to_finish: Window::MAX, ..terms() }
}

fn due(run: &Instance<Runs>) -> Option<u64> {
    run.stage.deadline().map(Timestamp::as_millis)
}

/// RUN-30
#[test]
fn progress_is_a_straight_line_that_stops_before_the_end() {
    let run = claimed(patient(1_000), START);
    let told = |elapsed: u64| run.progress(moment(START + elapsed)).value();
    let line = [0, 1, 9, 10, 11, 500, 989, 990, 999, 1_000, 1_001, 1_000_000];
    assert_eq!(line.map(told), [0, 0, 0, 1, 1, 50, 98, 99, 99, 99, 99, 99]);
    let run = claimed(patient(1), START);
    assert_eq!(
        [START - 1, START, START + 1].map(|at| run.progress(moment(at)).value()),
        [0, 0, 99]
    );
}

/// RUN-30
#[test]
fn progress_is_nothing_in_the_queue_and_all_of_it_when_completed() {
    let waiting = queued(terms(), START);
    for at in [0, START, START + DAY - 1, START + DAY, Timestamp::MAX.as_millis()] {
        assert_eq!(waiting.progress(moment(at)).value(), 0, "{at}");
    }
    let complete = Complete { message: PAPER, branch: None };
    let done = give(&claimed(terms(), START), WORKER, START, complete).expect("completed");
    for at in [0, START, START + 1, Timestamp::MAX.as_millis()] {
        assert_eq!(done.progress(moment(at)).value(), 100, "{at}");
    }
}

/// RUN-30
#[test]
fn progress_stands_still_in_every_other_end() {
    let run = claimed(patient(1_000), START);
    let at = START + 427;
    let ends = [
        give(&run, WORKER, at, Fail { reason: PAPER }),
        give(&run, USER, at, Cancel {}),
        give(&run, Actor::Operator, at, Interrupt {}),
    ];
    for end in ends.map(|end| end.expect("an end")) {
        for later in [0, at, at + 1, at + 573, Timestamp::MAX.as_millis()] {
            assert_eq!(end.progress(moment(later)).value(), 42, "{later}: {end:?}");
        }
    }
}

/// RUN-30, RUN-32: a lease that lapsed at 10 % shows 10 % from then on, whoever looks first, and
/// however late.
#[test]
fn progress_stops_with_the_lease_before_anybody_notices() {
    let run = claimed(terms(), START);
    let told = |elapsed| run.progress(moment(START + elapsed)).value();
    assert_eq!([MINUTE - 1, MINUTE, MINUTE + 1, DAY].map(told), [9, 10, 10, 10]);
}

/// A moment in the whole range that orders can have, its edges among them.
fn moments() -> impl Strategy<Value = u64> {
    let last = Timestamp::LAST_ORDER.as_millis();
    prop_oneof![0..=last, 0..=3_u64, last - 3..=last]
}

fn windows() -> impl Strategy<Value = u64> {
    let longest = Window::MAX.as_millis();
    prop_oneof![1..=longest, 1..=3_u64, longest - 3..=longest, Just(MINUTE)]
}

proptest! {
    /// The exact share, by division in a type where nothing overflows.
    #[test]
    fn progress_is_the_floor_of_the_share(
        started in moments(), estimate in windows(), elapsed in any::<u64>(), edge in 0..5_u8,
    ) {
        let run = claimed(patient(estimate), started);
        let elapsed = match edge {
            0 => 0,
            1 => estimate - 1,
            2 => estimate,
            3 => estimate + 1,
            _ => elapsed % (Window::MAX.as_millis()),
        };
        let now = moment(started + elapsed);
        let lapsed = due(&run).expect("a lease") <= now.as_millis();
        let counted = if lapsed { Window::MAX.as_millis() } else { elapsed };
        let exact = (u128::from(counted) * 100 / u128::from(estimate)).min(99);
        prop_assert_eq!(u128::from(run.progress(now).value()), exact);
    }

    /// RUN-31
    #[test]
    fn progress_never_goes_back(
        started in moments(), estimate in windows(), lease in windows(),
        first in 0..=Timestamp::MAX.as_millis(), second in 0..=Timestamp::MAX.as_millis(),
    ) {
        let run = claimed(Terms { lease: window(lease), ..patient(estimate) }, started);
        let (early, late) = (first.min(second), first.max(second));
        let (early, late) = (run.progress(moment(early)), run.progress(moment(late)));
        prop_assert!(early <= late && late.value() <= 99);
    }

    /// However often and whenever a worker renews: the lease never gets shorter, never longer
    /// than the terms say, and never passes the end of the whole run.
    #[test]
    fn a_lease_moves_forward_up_to_the_end_of_the_run(
        started in moments(), lease in windows(), to_finish in windows(),
        pauses in proptest::collection::vec(windows(), 1..20),
    ) {
        let limits = Terms { lease: window(lease), to_finish: window(to_finish), ..terms() };
        let mut run = claimed(limits, started);
        let finish_by = started + to_finish;
        for pause in pauses {
            let before = due(&run).expect("a lease");
            let at = run.since.as_millis() + pause % lease.min(to_finish);
            let Ok(renewed) = give(&run, WORKER, at, Renew { logs: Some(PAPER) }) else {
                prop_assert!(at >= before || at > Timestamp::LAST_ORDER.as_millis());
                break;
            };
            let after = due(&renewed).expect("a lease");
            prop_assert_eq!(after, (at + lease).min(finish_by));
            prop_assert!(before <= after);
            run = renewed;
        }
        prop_assert!(run.lapsed(moment(finish_by)).stage.is_terminal());
    }
}

/// RUN-20, RUN-25
#[test]
fn a_lease_is_over_at_its_very_end() {
    let run = claimed(terms(), START);
    let end = START + MINUTE;
    assert_eq!(due(&run), Some(end));
    for (at, in_time) in [(end - 1, true), (end, false), (end + 1, false)] {
        let renewed = give(&run, WORKER, at, Renew { logs: None });
        let expected = if in_time { Ok(Some(at + MINUTE)) } else { Err("too_late") };
        assert_eq!(renewed.as_ref().map(due).map_err(|code| *code), expected, "{at}");
        assert_eq!(give(&run, WORKER, at, Fail { reason: PAPER }).is_ok(), in_time, "{at}");
        assert_eq!(give(&run, USER, at, Cancel {}).is_ok(), in_time, "{at}");
        assert_eq!(run.lapsed(moment(at)).stage.status() == Status::Running, in_time, "{at}");
    }
}

/// RUN-12
#[test]
fn a_run_that_nobody_claims_fails_after_a_day() {
    let run = queued(terms(), START);
    for (at, status) in [(DAY - 1, Status::Queued), (DAY, Status::Failed)] {
        assert_eq!(run.lapsed(moment(START + at)).stage.status(), status);
    }
}

/// RUN-20, RUN-60: a worker that renews for ever, a minute before each end, is out of time after a
/// day.
#[test]
fn a_worker_that_never_stops_renewing_is_stopped() {
    let mut run = claimed(Terms { lease: window(60 * MINUTE), ..terms() }, START);
    let mut renewals = 0;
    while let Some(end) = due(&run).filter(|end| *end < START + DAY) {
        run = give(&run, WORKER, end - MINUTE, Renew { logs: None }).expect("renewed");
        renewals += 1;
    }
    assert_eq!((renewals, due(&run)), (24, Some(START + DAY)));
    let last = give(&run, WORKER, START + DAY - 1, Renew { logs: Some(PAPER) }).expect("renewed");
    assert_eq!(due(&last), Some(START + DAY), "to no later than that");
    let Stage::Interrupted(end) = last.lapsed(moment(START + 2 * DAY)).stage else {
        panic!("not interrupted")
    };
    assert_eq!(end.by.code(), "out_of_time");
}

/// RUN-51: every group of up to five runs, against the rule in its own words.
#[test]
fn a_group_is_what_its_runs_come_to() {
    let mut groups = vec![Vec::<Status>::new()];
    let mut seen = BTreeSet::new();
    let mut count = 0;
    for size in 1..=Selection::MOST {
        let longer = |group: &Vec<Status>| {
            Status::ALL.map(|status| group.iter().copied().chain([status]).collect())
        };
        groups = groups.iter().flat_map(longer).collect();
        assert_eq!(groups.len(), 6_usize.pow(u32::try_from(size).expect("small")));
        for group in &groups {
            let alive = group.iter().any(|it| matches!(it, Status::Queued | Status::Running));
            let common = group.iter().all(|it| *it == group[0]).then_some(group[0]);
            let expected = match (alive, group.contains(&Status::Completed), common) {
                (true, _, _) => Status::Running,
                (false, true, _) => Status::Completed,
                (false, false, Some(common)) => common,
                (false, false, None) => Status::Failed,
            };
            assert_eq!(Status::of_group(group.iter().copied()), Some(expected), "{group:?}");
            seen.insert(expected);
            count += 1;
        }
    }
    assert_eq!(count, 6 + 36 + 216 + 1_296 + 7_776);
    assert_eq!(seen.len(), 5, "a group is never queued: {seen:?}");
    assert_eq!(Status::of_group([]), None);
}

#[test]
fn a_status_has_one_word_for_people_and_for_programs() {
    let words = ["queued", "running", "completed", "failed", "cancelled", "interrupted"];
    for (status, word) in Status::ALL.into_iter().zip(words) {
        assert_eq!((status.word(), status.to_string().as_str()), (word, word));
        assert_eq!(serde_json::to_string(&status).expect("written"), format!("\"{word}\""));
        let read: Status = serde_json::from_str(&format!("\"{word}\"")).expect("read");
        assert_eq!(read, status);
    }
    let ends = Status::ALL.map(Status::is_terminal);
    assert_eq!(ends, [false, false, true, true, true, true]);
}

/// RUN-50
#[test]
fn up_to_five_agents_of_different_names_make_runs() {
    let five = ["a", "b", "c", "d", "e"];
    assert_eq!(Selection::of::<&str>(&[]), Ok(Selection::Alone));
    assert_eq!(Selection::of(&five[..1]), Ok(Selection::Alone));
    for size in 2..=5 {
        assert_eq!(Selection::of(&five[..size]), Ok(Selection::Group), "{size}");
    }
    assert_eq!(Selection::of(&["a", "b", "c", "d", "e", "f"]), Err(Unselectable::TooMany));
    assert_eq!(Selection::of(&["a"; 6]), Err(Unselectable::TooMany), "the first reason");
    for repeated in [&["a", "a"][..], &["a", "b", "a"], &["a", "b", "c", "d", "d"]] {
        assert_eq!(Selection::of(repeated), Err(Unselectable::Repeated), "{repeated:?}");
    }
    let codes = [Unselectable::TooMany, Unselectable::Repeated].map(Unselectable::code);
    assert_eq!(codes, ["too_many_agents", "repeated_agent"]);
}
