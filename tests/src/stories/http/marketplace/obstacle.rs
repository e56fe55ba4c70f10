//! What keeps a scene from being played over HTTP. A scene with an obstacle must say so itself:
//! the test compares.

use earnest::machine::Terms as _;
use earnest::marketplace::{Marketplace, Mode};

use super::super::super::marketplace::{
    AGENT_AS_ARBITER, ARBITER, BUYER, BUYER_AS_ARBITER, Order, STRANGER,
};
use super::super::super::people::{Who, Worker};
use super::super::super::scene::{Answer, Line, Scene, Step, Venue, What, When};
use super::super::reading::accepted;

/// The first thing that cannot be done or seen over HTTP, if there is one.
pub(super) fn obstacle(scene: &Scene<Marketplace>) -> Option<&'static str> {
    if matches!(scene.stage, Venue::KernelOnly(_)) {
        return Some("the kernel alone plays it");
    }
    if scene.terms.unsound().any(|finding| finding.code == "window_too_long") {
        return Some("no server starts with such a window");
    }
    let lines: Vec<&Line<Marketplace>> = scene.lines().map(|(_, line)| line).collect();
    lines
        .iter()
        .enumerate()
        .find_map(|(index, line)| in_line(scene, &lines[..index], line))
        .or_else(|| unassigned(scene))
        .or_else(|| scene.steps.iter().find_map(|step| unseen(&step.what)))
}

fn in_line(
    scene: &Scene<Marketplace>,
    before: &[&Line<Marketplace>],
    line: &Line<Marketplace>,
) -> Option<&'static str> {
    let done =
        |wanted: fn(&Order) -> bool| before.iter().any(|it| accepted(it) && wanted(&it.order));
    let funded = done(|order| *order == Order::Fund);
    let judge = matches!(line.who, ARBITER | BUYER_AS_ARBITER | AGENT_AS_ARBITER);
    match (&line.order, line.who) {
        (_, _) if matches!(line.when, When::Calendar(_)) => Some("no clock tells such a time"),
        (Order::Fund, BUYER) if !funded => None,
        (Order::Fund, _) => Some("a task is funded by its creation"),
        (Order::Match | Order::Assign(Worker::Agent), Who::OPERATOR) if accepted(line) => None,
        (Order::Match | Order::Assign(_), _) | (_, Who::OPERATOR) => {
            Some("the platform gives its orders itself, and no wrong ones")
        }
        (Order::Timeout, Who::CLOCK) => None,
        (Order::Timeout, _) | (_, Who::CLOCK) => Some("the clock has no form"),
        (Order::Rule(_), _) if !done(|order| matches!(order, Order::Dispute(_))) => {
            Some("a ruling is for a dispute")
        }
        (Order::Rule(_), _) if judge => None,
        (Order::Rule(_), _) | (_, ARBITER | BUYER_AS_ARBITER | AGENT_AS_ARBITER) => {
            Some("arbiters have one form, and nobody else has it")
        }
        (Order::Hire(..), BUYER) if scene.terms.mode != Mode::Proposals => {
            Some("nobody proposes for a task that is no job")
        }
        (Order::Hire(..), BUYER) => {
            let over =
                matches!(line.order, Order::Hire(_, offer) if offer.price > scene.terms.budget);
            let late = before.iter().any(|it| accepted(it) && matches!(it.order, Order::Hire(..)));
            (over || late).then_some("such a proposal is not taken in")
        }
        (Order::Hire(..), _) => Some("the buyer alone has a form to hire"),
        (Order::Accept(_) | Order::Decline(_), who) if who != BUYER => {
            Some("the buyer alone decides on proposals")
        }
        (Order::Withdraw(of), who) if who.worker() != Some(*of) => {
            Some("an agent takes its own proposals back")
        }
        (Order::Propose(offer), _) if offer.price > scene.terms.budget => {
            Some("such a proposal is not taken in")
        }
        (Order::Propose(_), BUYER) => Some("such a proposal is not taken in"),
        (order, STRANGER) if for_agents(order) => Some("a stranger has no agent"),
        (Order::Approve(_), _) if before.iter().any(|it| ended(it)) => {
            Some("an approval after the end is a rating")
        }
        _ => None,
    }
}

/// A task in direct mode is matched and assigned in the moment in which it is funded: nothing can
/// be seen or done before.
fn unassigned(scene: &Scene<Marketplace>) -> Option<&'static str> {
    let orders = |step: &Step<Marketplace>, wanted: fn(&Order) -> bool| match &step.what {
        What::Line(line) => accepted(line) && wanted(&line.order),
        _ => false,
    };
    let at_once = |index: usize| match scene.steps.get(index).map(|step| &step.what) {
        Some(What::Line(line)) if line.when == When::After(0) => Some(&line.order),
        _ => None,
    };
    let funded = scene.steps.iter().position(|step| orders(step, |it| *it == Order::Fund))?;
    let assigned = scene.steps.iter().any(|step| orders(step, |it| matches!(it, Order::Assign(_))));
    let agent = Some(&Order::Assign(Worker::Agent));
    let fits = match scene.terms.mode {
        Mode::Proposals => true,
        Mode::Direct(Some(_)) => at_once(funded + 1) == agent,
        Mode::Direct(None) => {
            at_once(funded + 1) == Some(&Order::Match)
                && (!assigned || at_once(funded + 2) == agent)
        }
    };
    (!fits).then_some("the platform assigns at once or not at all")
}

fn unseen(what: &What<Marketplace>) -> Option<&'static str> {
    match what {
        What::Options(Who::OPERATOR | Who::CLOCK, _) => Some("the platform asks nobody"),
        What::Options(BUYER_AS_ARBITER | AGENT_AS_ARBITER, _) => {
            Some("one and the same person is told all his options")
        }
        What::Turn(..) => Some("the driver follows one task"),
        _ => None,
    }
}

fn ended(line: &Line<Marketplace>) -> bool {
    let status = match &line.answer {
        Answer::Done(status) | Answer::Again(status) => status,
        Answer::Refused { status: Some(status), .. } => status,
        Answer::Refused { status: None, .. } => return false,
    };
    ["COMPLETED", "CANCELLED", "EXPIRED", "FAILED"].iter().any(|end| status.starts_with(end))
}

const fn for_agents(order: &Order) -> bool {
    matches!(
        order,
        Order::Deliver(_)
            | Order::Fail(_)
            | Order::Redeliver(_)
            | Order::Reject(_)
            | Order::Concede
            | Order::Propose(_)
    )
}
