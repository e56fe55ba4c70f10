//! What keeps a scene of credits from being played over HTTP. A scene with an obstacle must say so
//! itself: the test compares.

use std::collections::BTreeMap;

use earnest::credits::{Credits, Terms};
use earnest::machine::Terms as _;

use super::super::super::credits::Order;
use super::super::super::people::{Who, Worker};
use super::super::super::scene::{Answer, Line, Scene, Venue, What, When};
use super::super::reading::accepted;
use super::request::is_given;

/// The statuses with the shortest windows, and the longest time in which none of these ends.
const SHORT: [&str; 3] = ["submitted", "submitted/assigned", "completed"];
const SOON: i64 = 599_999;

/// The first thing that cannot be done or seen over HTTP, if there is one.
pub(super) fn obstacle(scene: &Scene<Credits>) -> Option<&'static str> {
    if matches!(scene.stage, Venue::KernelOnly(_)) {
        return Some("the kernel alone plays it");
    }
    if unserved(&scene.terms) {
        return Some("no server starts with such terms");
    }
    let lines: Vec<&Line<Credits>> = scene.lines().map(|(_, line)| line).collect();
    let in_lines = lines
        .iter()
        .enumerate()
        .find_map(|(index, line)| in_line(line).or_else(|| after(&lines[..index], line)));
    in_lines.or_else(|| at_once(scene)).or_else(|| in_steps(scene))
}

/// Whether a line says that its order is carried out.
pub(super) const fn done(line: &Line<Credits>) -> bool {
    accepted(line)
}

fn unserved(terms: &Terms) -> bool {
    let buyers = ["self_hire", "zero_budget"];
    terms.unsound().any(|finding| !buyers.contains(&finding.code))
}

fn in_line(line: &Line<Credits>) -> Option<&'static str> {
    let refused = match &line.answer {
        Answer::Refused { code, .. } => Some(code.as_str()),
        Answer::Done(_) | Answer::Again(_) => None,
    };
    match (&line.order, line.who) {
        (_, _) if matches!(line.when, When::Calendar(_)) => Some("no clock tells such a time"),
        (Order::Timeout, Who::CLOCK) => None,
        (Order::Timeout, _) | (_, Who::CLOCK) => Some("the clock has no form"),
        (Order::Pass(score) | Order::Reject(score), Who::OPERATOR)
            if accepted(line) && !is_given(*score) =>
        {
            Some("the gate gives no such score")
        }
        (order, Who::OPERATOR) if platforms(order) && accepted(line) => None,
        (_, Who::OPERATOR) => Some("the platform gives its orders itself, and no wrong ones"),
        (order, _) if platforms(order) => Some("the platform gives its orders itself"),
        (Order::Review | Order::Rule(_), who) if judges(who) => None,
        (_, who) if judges(who) => Some("arbiters have two forms, and these are no parties'"),
        (order, who) => match keyed(order, who) {
            Some(_) if refused == Some("wrong_role") => None,
            otherwise => otherwise,
        },
    }
}

/// Whose key is refused before the task is looked at.
fn keyed(order: &Order, who: Who) -> Option<&'static str> {
    let agent = matches!(who.word, "agent" | "other" | "own");
    match order {
        Order::Start | Order::Complete(..) | Order::Fail(_) if who.word == "own" => {
            Some("the buyer's agent knows the task")
        }
        Order::Start | Order::Complete(..) | Order::Fail(_) if !agent => {
            Some("only an agent's key is taken for its work")
        }
        Order::Vote(_) | Order::Dispute(..) | Order::Withdraw if agent => {
            Some("an agent's key is not taken for its owner's orders")
        }
        Order::Review | Order::Rule(_) => Some("arbiters have these forms, and nobody else"),
        _ => None,
    }
}

/// What an order meets after those before it.
fn after(before: &[&Line<Credits>], line: &Line<Credits>) -> Option<&'static str> {
    let latest = before.iter().rev().find_map(|line| match &line.answer {
        Answer::Done(status) | Answer::Again(status) => Some(status.as_str()),
        Answer::Refused { status, .. } => status.as_deref(),
    });
    let closed = ["unchallenged", "withdrawn", "denied", "ruled"];
    let closed = latest.is_some_and(|status| {
        status.strip_prefix("completed/").is_some_and(|how| closed.contains(&how))
    });
    let refused = matches!(line.answer, Answer::Refused { .. });
    match line.order {
        Order::Fund if !accepted(line) && latest.is_some_and(|it| it.starts_with("submitted")) => {
            Some("a task is funded by its creation")
        }
        Order::Vote(_) if closed && refused => Some("a vote after the end is a note"),
        _ => None,
    }
}

/// The platform assigns in the moment in which a task is funded, and judges in the moment in which
/// the work is handed in: nothing can be seen or done between.
fn at_once(scene: &Scene<Credits>) -> Option<&'static str> {
    let line = |index: usize| match scene.steps.get(index).map(|step| &step.what) {
        Some(What::Line(line)) => Some(line),
        _ => None,
    };
    let next = |index: usize| line(index).filter(|line| line.when == When::After(0));
    let mut terms = &scene.terms;
    for (index, step) in scene.steps.iter().enumerate() {
        let line = match &step.what {
            What::Turn(_, with) => {
                terms = with;
                continue;
            }
            What::Line(line) if accepted(line) => line,
            _ => continue,
        };
        let previous = index.checked_sub(1).and_then(line_at(scene));
        let fits = match line.order {
            Order::Fund if terms.named.is_none() => {
                matches!(next(index + 1).map(|it| &it.order), Some(Order::Route))
            }
            Order::Route => true,
            Order::Assign(Worker::Own, _) => false,
            Order::Assign(..) => {
                line.when == When::After(0) && matches!(previous, Some(Order::Fund | Order::Route))
            }
            Order::Complete(..) => {
                matches!(
                    next(index + 1).map(|it| &it.order),
                    Some(Order::Pass(_) | Order::Reject(_))
                )
            }
            _ => true,
        };
        if !fits {
            return Some("the platform assigns and judges at once, or not at all");
        }
    }
    None
}

fn line_at<'a>(scene: &'a Scene<Credits>) -> impl Fn(usize) -> Option<&'a Order> {
    move |index| match scene.steps.get(index).map(|step| &step.what) {
        Some(What::Line(line)) => Some(&line.order),
        _ => None,
    }
}

fn in_steps(scene: &Scene<Credits>) -> Option<&'static str> {
    let submitter = scene.terms.submitted_by;
    if submitter.is_some_and(|agent| agent != Worker::Own.agent().id) {
        return Some("an agent submits for its owner, and for nobody else");
    }
    let unseen = scene.steps.iter().find_map(|step| match &step.what {
        What::Options(Who::OPERATOR | Who::CLOCK, _) => Some("the platform asks nobody"),
        What::Options(who, _) if who.word.ends_with("-as-arbiter") => {
            Some("one and the same person is told all his options")
        }
        What::Options(who, may) if who.word == "owner" && may.iter().any(|it| it != "concede") => {
            Some("only an agent's key is taken for its work")
        }
        What::Turn(_, terms) if unserved(terms) => Some("no server starts with such terms"),
        _ => None,
    });
    unseen.or_else(|| overdue(scene))
}

/// The clock carries out everything that is due, and a scene's order only what is due on its own
/// task: they may differ where something comes due on a task that the scene has turned away from.
fn overdue(scene: &Scene<Credits>) -> Option<&'static str> {
    let (mut turn, mut idle) = (1, BTreeMap::new());
    for step in &scene.steps {
        let line = match &step.what {
            What::Turn(task, _) => {
                turn = *task;
                continue;
            }
            What::Line(line) => line,
            _ => continue,
        };
        let waited = if let When::After(millis) = line.when { millis } else { i64::MAX };
        for (_, time) in idle.iter_mut().filter(|(task, _)| **task != turn) {
            *time = waited.saturating_add(*time);
            if line.who != Who::CLOCK && *time > SOON {
                return Some("what comes due is carried out, whichever task the scene is about");
            }
        }
        match &line.answer {
            Answer::Done(status) if SHORT.contains(&status.as_str()) => idle.insert(turn, 0),
            Answer::Done(_) => idle.remove(&turn),
            Answer::Again(_) | Answer::Refused { .. } => None,
        };
    }
    None
}

const fn platforms(order: &Order) -> bool {
    matches!(order, Order::Route | Order::Assign(..) | Order::Pass(_) | Order::Reject(_))
}

fn judges(who: Who) -> bool {
    who.word.ends_with("arbiter")
}
