//! The laws of runs.

use earnest::Instance;
use earnest::authority::Actor;
use earnest::machine::{Stage as _, Table as _};
use earnest::runs::{Runs, Stage, Status, Stopped};
use earnest::time::Timestamp;

use crate::law::{Checks, Law, Verdict};
use crate::moments::moment;
use crate::world::Taken;

pub(super) fn laws(taken: &Taken<'_, Runs>, checks: &mut Checks) -> Verdict {
    let Taken { before, record, after, .. } = taken;
    let rests = record.postings.is_empty();
    checks.holds(Law::Conservation, rests, "a run moves money")?;
    let nothing = before.stage.held().is_zero() && after.stage.held().is_zero();
    checks.holds(Law::Conservation, nothing, "a run holds money")?;
    authority(taken, checks)?;
    lease(taken, checks)?;
    interruption(taken, checks)?;
    progress(taken, checks)?;
    let fewer = steps_left(&after.stage) < steps_left(&before.stage);
    let stays = before.stage.name() == after.stage.name();
    checks.holds(Law::Bounded, fewer || stays, "a stage change uses nothing up")?;
    let follows = |run: &Instance<Runs>| run.continuation().map(|it| (it.continues, it.group));
    let right = |run: &Instance<Runs>| {
        follows(run) == run.stage.is_terminal().then_some((Some(run.id), None))
    };
    checks.holds(Law::Absorbing, right(before) && right(after), "a run is followed before its end")
}

/// L-10: by whom, from the parties alone.
fn authority(taken: &Taken<'_, Runs>, checks: &mut Checks) -> Verdict {
    let worker = taken.before.stage.execution().map(|execution| execution.worker);
    let user = taken.before.terms.user;
    let who: Vec<_> = match taken.record.order.by {
        Actor::Party(party) => [(Some(user), "Buyer"), (worker, "Agent")]
            .into_iter()
            .filter_map(|(role, name)| (role == Some(party)).then_some(name))
            .collect(),
        Actor::Operator => vec!["Operator"],
        Actor::Clock => vec!["Clock"],
        Actor::Arbiter(_) => vec![],
    };
    let row = Runs::ROWS.iter().find(|row| row.rule == taken.record.rule);
    let may = row.is_some_and(|row| who.iter().any(|it| row.who.contains(it)));
    checks.holds(Law::Authority, may, "who ordered it is none whom the row names")
}

/// Who works is fixed by the claim. A lease is not shortened, is no longer than the terms say, and
/// ends before the whole run must.
fn lease(taken: &Taken<'_, Runs>, checks: &mut Checks) -> Verdict {
    let Taken { before, record, after, .. } = taken;
    let (was, is) = (before.stage.execution(), after.stage.execution());
    checks.holds(Law::Payees, was.is_none() || was == is, "the worker changes after the claim")?;
    let Stage::Running(running) = &after.stage else { return Ok(()) };
    let execution = running.execution;
    let started = was.map_or(record.at, |was| was.started);
    checks.holds(Law::Clocks, execution.started == started, "a run started at another time")?;
    let longest = record.at.after(after.terms.lease);
    let last = started.after(after.terms.to_finish);
    let cut = running.renew_by == longest.min(last);
    checks.holds(Law::Bounded, cut, "a lease is not what the terms say")?;
    let renewed = !matches!(before.stage, Stage::Running(_))
        || before.stage.deadline() <= after.stage.deadline();
    checks.holds(Law::Clocks, renewed, "a lease is shortened")
}

/// An interrupted run says what stopped it.
fn interruption(taken: &Taken<'_, Runs>, checks: &mut Checks) -> Verdict {
    let Stage::Interrupted(end) = &taken.after.stage else { return Ok(()) };
    let last = end.execution.started.after(taken.after.terms.to_finish);
    let expected = match taken.record.order.by {
        Actor::Clock if taken.record.at == last => Stopped::OutOfTime,
        Actor::Clock => Stopped::LeaseLapsed,
        _ => Stopped::ByService,
    };
    checks.holds(Law::Liveness, end.by == expected, "something else stopped the run")
}

/// Progress never goes back, says 100 exactly of what is completed, and stands still in an end.
fn progress(taken: &Taken<'_, Runs>, checks: &mut Checks) -> Verdict {
    let Taken { before, record, after, .. } = taken;
    let told = |run: &Instance<Runs>, at: u64| run.progress(moment(at)).value();
    let at = record.at.as_millis();
    let ends = |run: &Instance<Runs>| run.stage.deadline().map_or(at, Timestamp::as_millis);
    for run in [before, after] {
        let mut last = 0;
        for at in samples(run.since.as_millis() - 2, ends(run).max(at) + 3) {
            let percent = told(run, at);
            checks.holds(Law::Clocks, last <= percent, "progress goes back")?;
            let done = run.stage.status() == Status::Completed;
            let right = (percent == 100) == done;
            checks.holds(Law::EmptyEnds, right, "100 % of what is not completed, or less of it")?;
            last = percent;
        }
    }
    let forward = told(before, at) <= told(after, at);
    checks.holds(Law::Clocks, forward, "an order makes progress go back")?;
    if after.stage.is_terminal() {
        let (now, ever) = (told(after, at), told(after, Timestamp::MAX.as_millis()));
        let still = now == ever && (now == 100 || now == told(before, at));
        checks.holds(Law::Absorbing, still, "an end does not stand still")?;
    }
    Ok(())
}

/// Every millisecond of a short time, and some of a long one, its edges among them.
fn samples(from: u64, to: u64) -> impl Iterator<Item = u64> {
    let short = to - from <= 1_000;
    let (edge, step) = if short { (to, 1) } else { (to - 5, (to - from) / 64) };
    let sparse = (from..edge).step_by(usize::try_from(step).unwrap_or(usize::MAX));
    sparse.chain(edge..to)
}

/// L-14: how many stage changes can follow at most.
const fn steps_left(stage: &Stage) -> u8 {
    match stage {
        Stage::Queued(_) => 2,
        Stage::Running(_) => 1,
        Stage::Completed(_) | Stage::Failed(_) | Stage::Cancelled(_) | Stage::Interrupted(_) => 0,
    }
}
