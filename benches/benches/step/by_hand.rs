//! The same task written by hand, as fast as one would dare: one enum, `i128` amounts, small
//! integers for people, changed in place; no table, no records, no checks after the step. What
//! `step` is measured against.

use earnest::authority::Actor;
use earnest::marketplace::{Command, Mode};
use earnest::{Instance, Order};

use crate::lives::Life;

/// Who sends: 0 the clock, 1 the operator, 2 an arbiter, else a person.
type Person = u64;

const CLOCK: Person = 0;
const OPERATOR: Person = 1;
const ARBITER: Person = 2;

/// A task.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Task {
    buyer: Person,
    budget: i128,
    fee: i128,
    kill_fee: i128,
    default_share: i128,
    windows: [u64; 7],
    limits: [u8; 3],
    since: u64,
    stage: Stage,
}

#[derive(Clone, Copy, Debug)]
enum Stage {
    Draft,
    Pending {
        held: i128,
        until: u64,
    },
    Matching {
        held: i128,
        until: u64,
    },
    Executing {
        held: i128,
        agent: Person,
        #[expect(dead_code, reason = "kept for readers, as the real one keeps it")]
        progress: u8,
        until: u64,
    },
    Delivered {
        held: i128,
        agent: Person,
        rounds: [u8; 2],
        until: u64,
    },
    Revising {
        held: i128,
        agent: Person,
        rounds: [u8; 2],
        until: u64,
    },
    Disputed {
        held: i128,
        agent: Person,
        rounds: [u8; 2],
        items: [u8; 2],
        until: u64,
    },
    Arbitration {
        held: i128,
        agent: Person,
        items: [u8; 2],
        sealed: [bool; 2],
        until: u64,
    },
    Closed,
}

/// One order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ask {
    by: Person,
    at: u64,
    what: What,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum What {
    Fund,
    Match,
    Assign(Person),
    Hire(Person, i128, u64),
    Cancel,
    Progress(u8),
    Deliver,
    Fail,
    Approve,
    Revise,
    Dispute,
    Redeliver,
    Reject,
    Submit,
    Seal,
    Concede,
    Rule(i128),
    Timeout,
}

/// To the buyer, to the agent, to the fees.
pub(crate) type Paid = [i128; 3];

/// Carries an order out and says what it paid; `None` if it is refused.
#[inline(never)]
pub(crate) fn step(task: &mut Task, ask: &Ask) -> Option<Paid> {
    let until = match task.stage {
        Stage::Draft | Stage::Closed => u64::MAX,
        Stage::Pending { until, .. }
        | Stage::Matching { until, .. }
        | Stage::Executing { until, .. }
        | Stage::Delivered { until, .. }
        | Stage::Revising { until, .. }
        | Stage::Disputed { until, .. }
        | Stage::Arbitration { until, .. } => until,
    };
    if ask.at < task.since || (ask.at >= until) != (ask.what == What::Timeout) {
        return None;
    }
    let now = if ask.what == What::Timeout { until } else { ask.at };
    let (stage, paid) = decide(task, ask, now)?;
    task.stage = stage;
    task.since = now;
    Some(paid)
}

fn decide(task: &Task, ask: &Ask, now: u64) -> Option<(Stage, Paid)> {
    use Stage::{
        Arbitration, Closed, Delivered, Disputed, Draft, Executing, Matching, Pending, Revising,
    };
    let (buyer, limits) = (task.buyer, &task.limits);
    let [to_hire, to_match, to_deliver, to_review, to_revise, to_respond, to_rule] =
        task.windows.map(|window| now + window);
    let by = ask.by;
    Some(match (task.stage, ask.what) {
        (Draft, What::Fund) if by == buyer && task.budget > 0 => {
            (Pending { held: task.budget, until: to_hire }, [-task.budget, 0, 0])
        }
        (Pending { held, .. }, What::Match) if by == OPERATOR => {
            (Matching { held, until: to_match }, [0; 3])
        }
        (Pending { held, .. } | Matching { held, .. }, What::Assign(agent))
            if by == OPERATOR && agent != buyer =>
        {
            (Executing { held, agent, progress: 0, until: to_deliver }, [0; 3])
        }
        (Pending { held, .. }, What::Hire(agent, price, estimate))
            if by == buyer && agent != buyer && price <= held =>
        {
            let until = now + (2 * estimate).max(3_600_000);
            (Executing { held: price, agent, progress: 0, until }, [held - price, 0, 0])
        }
        (Pending { held, .. } | Matching { held, .. }, What::Cancel) if by == buyer => {
            (Closed, [held, 0, 0])
        }
        (Pending { held, .. } | Matching { held, .. }, What::Timeout) if by == CLOCK => {
            (Closed, [held, 0, 0])
        }
        (Executing { held, agent, until, .. }, What::Progress(progress)) if by == agent => {
            (Executing { held, agent, progress, until }, [0; 3])
        }
        (Executing { held, agent, .. }, What::Deliver) if by == agent => {
            (Delivered { held, agent, rounds: [0; 2], until: to_review }, [0; 3])
        }
        (Executing { held, agent, .. } | Revising { held, agent, .. }, What::Fail)
            if by == agent =>
        {
            (Closed, [held, 0, 0])
        }
        (Executing { held, .. }, What::Timeout) if by == CLOCK => (Closed, [held, 0, 0]),
        (Executing { held, .. }, What::Cancel) if by == buyer => {
            (Closed, divide(task, held, 10_000 - task.kill_fee))
        }
        (
            Delivered { held, .. }
            | Revising { held, .. }
            | Disputed { held, .. }
            | Arbitration { held, .. },
            What::Approve,
        ) if by == buyer => (Closed, divide(task, held, 0)),
        (Delivered { held, .. }, What::Timeout) if by == CLOCK => (Closed, divide(task, held, 0)),
        (Delivered { held, agent, rounds: [revisions, remedies], .. }, What::Revise)
            if by == buyer && revisions < limits[0] =>
        {
            let rounds = [revisions + 1, remedies];
            (Revising { held, agent, rounds, until: to_revise }, [0; 3])
        }
        (Delivered { held, agent, rounds, .. }, What::Dispute) if by == buyer => {
            (Disputed { held, agent, rounds, items: [0; 2], until: to_respond }, [0; 3])
        }
        (Revising { held, agent, rounds, until }, What::Progress(_)) if by == agent => {
            (Revising { held, agent, rounds, until }, [0; 3])
        }
        (Revising { held, agent, rounds, .. }, What::Deliver) if by == agent => {
            (Delivered { held, agent, rounds, until: to_review }, [0; 3])
        }
        (Revising { held, agent, rounds, .. }, What::Timeout) if by == CLOCK => {
            (Delivered { held, agent, rounds, until: to_review }, [0; 3])
        }
        (Disputed { held, agent, rounds: [revisions, remedies], .. }, What::Redeliver)
            if by == agent && remedies < limits[1] =>
        {
            let rounds = [revisions, remedies + 1];
            (Delivered { held, agent, rounds, until: to_review }, [0; 3])
        }
        (Disputed { held, agent, items, .. }, What::Reject) if by == agent => {
            (Arbitration { held, agent, items, sealed: [false; 2], until: to_rule }, [0; 3])
        }
        (Disputed { held, agent, items, .. }, What::Timeout) if by == CLOCK => {
            (Arbitration { held, agent, items, sealed: [false; 2], until: to_rule }, [0; 3])
        }
        (Disputed { held, agent, rounds, mut items, until }, What::Submit)
            if by == agent || by == buyer =>
        {
            let item = &mut items[usize::from(by == agent)];
            if *item >= limits[2] {
                return None;
            }
            *item += 1;
            (Disputed { held, agent, rounds, items, until }, [0; 3])
        }
        (Arbitration { held, agent, mut items, sealed, until }, What::Submit)
            if by == agent || by == buyer =>
        {
            let side = usize::from(by == agent);
            if sealed[side] || items[side] >= limits[2] {
                return None;
            }
            items[side] += 1;
            (Arbitration { held, agent, items, sealed, until }, [0; 3])
        }
        (Arbitration { held, agent, items, mut sealed, until }, What::Seal)
            if by == agent || by == buyer =>
        {
            let seal = &mut sealed[usize::from(by == agent)];
            if *seal {
                return None;
            }
            *seal = true;
            (Arbitration { held, agent, items, sealed, until }, [0; 3])
        }
        (Disputed { held, agent, .. } | Arbitration { held, agent, .. }, What::Concede)
            if by == agent =>
        {
            (Closed, [held, 0, 0])
        }
        (Disputed { held, .. } | Arbitration { held, .. }, What::Rule(share))
            if by == ARBITER && (0..=10_000).contains(&share) =>
        {
            (Closed, divide(task, held, share))
        }
        (Arbitration { held, .. }, What::Timeout) if by == CLOCK => {
            (Closed, divide(task, held, task.default_share))
        }
        _ => return None,
    })
}

fn divide(task: &Task, held: i128, buyer: i128) -> Paid {
    let back = held * buyer / 10_000;
    let gross = held - back;
    let fee = gross * task.fee / 10_000;
    [back, gross - fee, fee]
}

/// The same life, by hand.
pub(crate) fn translated(life: &Life) -> (Task, Vec<Ask>) {
    (task(&life.task), life.given().iter().map(|(_, order)| ask(order)).collect())
}

fn task(from: &Instance<earnest::marketplace::Marketplace>) -> Task {
    let terms = &from.terms;
    assert!(!matches!(terms.mode, Mode::Direct(Some(agent)) if agent.owner == terms.buyer));
    let windows = [
        terms.to_hire,
        terms.to_match,
        terms.to_deliver,
        terms.to_review,
        terms.to_revise,
        terms.to_respond,
        terms.to_rule,
    ];
    Task {
        buyer: person(terms.buyer.0),
        budget: i128::try_from(terms.budget.minor()).expect("an amount fits"),
        fee: terms.fee.points().into(),
        kill_fee: terms.kill_fee.points().into(),
        default_share: terms.default_ruling.buyer().points().into(),
        windows: windows.map(|window| window.as_millis()),
        limits: [terms.max_revisions, terms.max_remedies, terms.max_evidence],
        since: from.since.as_millis(),
        stage: Stage::Draft,
    }
}

/// A number that is none of the first three.
fn person(id: u128) -> Person {
    u64::try_from(id & 0xffff).expect("16 bits") + 100
}

fn ask(order: &Order<Command>) -> Ask {
    let by = match order.by {
        Actor::Clock => CLOCK,
        Actor::Operator => OPERATOR,
        Actor::Arbiter(_) => ARBITER,
        Actor::Party(party) => person(party.0),
    };
    let what = match &order.command {
        Command::Fund(_) => What::Fund,
        Command::Match(_) => What::Match,
        Command::Assign(it) => What::Assign(person(it.agent.owner.0)),
        Command::Hire(it) => What::Hire(
            person(it.agent.owner.0),
            i128::try_from(it.price.minor()).expect("an amount fits"),
            it.estimate.map_or(0, |estimate| estimate.as_millis()),
        ),
        Command::Cancel(_) => What::Cancel,
        Command::Progress(it) => What::Progress(it.percent.value()),
        Command::Deliver(_) => What::Deliver,
        Command::Fail(_) => What::Fail,
        Command::Approve(_) => What::Approve,
        Command::Revise(_) => What::Revise,
        Command::Dispute(_) => What::Dispute,
        Command::Redeliver(_) => What::Redeliver,
        Command::Reject(_) => What::Reject,
        Command::Submit(_) => What::Submit,
        Command::Seal(_) => What::Seal,
        Command::Concede(_) => What::Concede,
        Command::Rule(it) => What::Rule(it.ruling.buyer().points().into()),
        Command::Timeout(_) => What::Timeout,
    };
    Ask { by, at: order.at.as_millis(), what }
}
