//! Runs as a world: a user, some workers, every command worth giving, and the laws of their own.

use earnest::Instance;
use earnest::authority::Actor;
use earnest::ids::{Digest, InstanceId, PartyId};
use earnest::ledger::Ledger;
use earnest::machine::{Stage as _, Table as _};
use earnest::runs::{
    Cancel, Claim, Command, Complete, Fail, Interrupt, Renew, Runs, Stage, Status, Stopped, Terms,
    Why,
};
use earnest::time::{Timestamp, Window};

use crate::explore::{Shift, Taken, World};

/// Asks for runs.
pub(crate) const USER: PartyId = PartyId(1);
/// Claims them.
pub(crate) const WORKER: PartyId = PartyId(2);
/// Another worker.
pub(crate) const RIVAL: PartyId = PartyId(3);
/// Nobody here.
pub(crate) const STRANGER: PartyId = PartyId(9);

/// A document.
pub(crate) const PAPER: Digest = Digest([0xa; 32]);
/// Another.
pub(crate) const OTHER_PAPER: Digest = Digest([0xb; 32]);

/// A window that a test knows to be one.
pub(crate) fn window(millis: u64) -> Window {
    Window::from_millis(millis).expect("a window")
}

/// A moment that a test knows to be one.
pub(crate) fn moment(millis: u64) -> Timestamp {
    Timestamp::from_millis(millis).expect("a moment")
}

/// A run with windows of a few milliseconds, each of its own length.
pub(crate) fn terms([estimate, to_claim, lease, to_finish]: [u64; 4]) -> Terms {
    Terms {
        user: USER,
        agent: PAPER,
        continues: None,
        group: Some(InstanceId(8)),
        estimate: window(estimate),
        to_claim: window(to_claim),
        lease: window(lease),
        to_finish: window(to_finish),
    }
}

/// A world under these terms. Nobody has any money.
pub(crate) fn world(terms: Terms) -> World<Runs> {
    let parties = [USER, WORKER, RIVAL, STRANGER].map(Actor::Party);
    let judges = [PartyId(7), USER, WORKER].map(Actor::Arbiter);
    let actors = parties.into_iter().chain(judges).chain([Actor::Operator, Actor::Clock]);
    let ledger = Ledger::default();
    World { terms, ledger, actors: actors.collect(), commands, moved, laws }
}

fn commands(_: &Terms, _: &Stage) -> Vec<Command> {
    let claims = [WORKER, RIVAL, USER].map(|worker| Command::from(Claim { worker }));
    let others = [
        Cancel {}.into(),
        Renew { logs: None }.into(),
        Renew { logs: Some(PAPER) }.into(),
        Complete { message: PAPER, branch: None }.into(),
        Complete { message: PAPER, branch: Some(OTHER_PAPER) }.into(),
        Fail { reason: PAPER }.into(),
        Interrupt {}.into(),
    ];
    claims.into_iter().chain(others).collect()
}

fn moved(stage: &Stage, to: &Shift<'_>) -> Stage {
    let mut stage = stage.clone();
    let execution = match &mut stage {
        Stage::Queued(it) => {
            it.claim_by = to(it.claim_by);
            None
        }
        Stage::Running(it) => {
            it.renew_by = to(it.renew_by);
            Some(&mut it.execution)
        }
        Stage::Completed(it) => Some(&mut it.execution),
        Stage::Cancelled(it) => it.execution.as_mut(),
        Stage::Interrupted(it) => Some(&mut it.execution),
        Stage::Failed(it) => match &mut it.why {
            Why::NotClaimed => None,
            Why::GivenUp { execution, .. } => Some(execution),
        },
    };
    if let Some(execution) = execution {
        execution.started = to(execution.started);
    }
    stage
}

/// The laws of runs.
fn laws(taken: &Taken<'_, Runs>) {
    let Taken { before, record, after } = taken;
    assert!(record.postings.is_empty(), "no money moves here: {record:?}");
    assert!(before.stage.held().is_zero() && after.stage.held().is_zero(), "{record:?}");
    authority(taken);
    lease(taken);
    progress(taken);
    let (left, still) = (steps_left(&before.stage), steps_left(&after.stage));
    assert!(still < left || before.stage.name() == after.stage.name(), "L-14: {record:?}");
    assert_eq!(before.stage.is_terminal(), before.continuation().is_some());
    let follows = after.continuation().map(|terms| (terms.continues, terms.group));
    assert_eq!(follows, after.stage.is_terminal().then_some((Some(after.id), None)));
}

/// L-10: by whom, from the parties alone.
fn authority(taken: &Taken<'_, Runs>) {
    let worker = taken.before.stage.execution().map(|execution| execution.worker);
    let by = taken.record.order.by;
    let who = match by {
        Actor::Party(party) => [(Some(USER), "Buyer"), (worker, "Agent")]
            .into_iter()
            .filter_map(|(role, name)| (role == Some(party)).then_some(name))
            .collect(),
        Actor::Operator => vec!["Operator"],
        Actor::Clock => vec!["Clock"],
        Actor::Arbiter(_) => vec![],
    };
    let row = Runs::ROWS.iter().find(|row| row.rule == taken.record.rule).expect("a row");
    assert!(who.iter().any(|it| row.who.contains(it)), "L-10: {by:?} in {:?}", taken.record);
}

/// Who works is fixed by the claim. A lease is not shortened, is no longer than the terms say, and
/// ends before the whole run must.
fn lease(taken: &Taken<'_, Runs>) {
    let Taken { before, record, after } = taken;
    let (was, is) = (before.stage.execution(), after.stage.execution());
    assert!(was.is_none() || was == is, "the worker changed: {record:?}");
    if let Stage::Running(running) = &after.stage {
        let execution = running.execution;
        let started = was.map_or(record.at, |was| was.started);
        assert_eq!(execution.started, started, "{record:?}");
        let longest = record.at.after(after.terms.lease);
        let last = started.after(after.terms.to_finish);
        assert_eq!(running.renew_by, longest.min(last), "{record:?}");
        assert!(
            !matches!(before.stage, Stage::Running(_)) || {
                before.stage.deadline() <= after.stage.deadline()
            }
        );
    }
    if let Stage::Interrupted(end) = &after.stage {
        let last = end.execution.started.after(after.terms.to_finish);
        let expected = match record.order.by {
            Actor::Clock if record.at == last => Stopped::OutOfTime,
            Actor::Clock => Stopped::LeaseLapsed,
            _ => Stopped::ByService,
        };
        assert_eq!(end.by, expected, "{record:?}");
    }
}

/// Progress never goes back, says 100 exactly of what is completed, and stands still in an end.
fn progress(taken: &Taken<'_, Runs>) {
    let Taken { before, record, after } = taken;
    let told = |run: &Instance<Runs>, at: u64| run.progress(moment(at)).value();
    let at = record.at.as_millis();
    let ends = |run: &Instance<Runs>| run.stage.deadline().map_or(at, Timestamp::as_millis);
    for run in [before, after] {
        let mut last = 0;
        for at in run.since.as_millis() - 2..ends(run).max(at) + 3 {
            let percent = told(run, at);
            assert!(last <= percent, "{percent} % after {last} %: {run:?}");
            assert_eq!(percent == 100, run.stage.status() == Status::Completed, "{run:?}");
            last = percent;
        }
    }
    assert!(told(before, at) <= told(after, at), "progress goes back by {record:?}");
    if after.stage.is_terminal() {
        let (now, ever) = (told(after, at), told(after, Timestamp::MAX.as_millis()));
        assert_eq!(now, ever, "an end stands still");
        assert!(now == 100 || now == told(before, at), "frozen where it was: {record:?}");
    }
}

/// L-14: how many stage changes can follow at most.
fn steps_left(stage: &Stage) -> u8 {
    match stage {
        Stage::Queued(_) => 2,
        Stage::Running(_) => 1,
        Stage::Completed(_) | Stage::Failed(_) | Stage::Cancelled(_) | Stage::Interrupted(_) => 0,
    }
}
