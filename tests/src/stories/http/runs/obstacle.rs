//! What keeps a scene of runs from being played over HTTP. A scene with an obstacle must say so
//! itself: the test compares.

use earnest::ids::PartyId;
use earnest::machine::Terms as _;
use earnest::runs::Runs;

use super::super::super::people::{Purse, Who};
use super::super::super::runs::Order;
use super::super::super::scene::{Line, Scene, Venue, What, When};

/// The first thing that cannot be done or seen over HTTP, if there is one.
pub(super) fn obstacle(scene: &Scene<Runs>) -> Option<&'static str> {
    if matches!(scene.stage, Venue::KernelOnly(_)) {
        return Some("the kernel alone plays it");
    }
    if scene.terms.unsound().next().is_some() {
        return Some("no server starts with such a window");
    }
    let lines = || scene.lines().map(|(_, line)| line);
    lines().find_map(in_line).or_else(|| scene.steps.iter().find_map(|step| unseen(&step.what)))
}

fn in_line(line: &Line<Runs>) -> Option<&'static str> {
    const STRANGER: PartyId = Purse::STRANGER;
    match (&line.order, line.who) {
        (_, _) if matches!(line.when, When::Calendar(_)) => Some("no clock tells such a time"),
        (Order::Interrupt, Who::OPERATOR) => {
            Some("a service interrupts when it starts again, and then all that runs")
        }
        (Order::Interrupt, _) => Some("nobody has a form to interrupt"),
        (Order::Claim(STRANGER), Who::OPERATOR) => Some("a stranger is no worker"),
        (Order::Claim(_), Who::OPERATOR) => None,
        (Order::Claim(_), _) => Some("a worker asks for itself, and the platform gives"),
        (_, Who::OPERATOR) => Some("the platform gives its orders itself, and no wrong ones"),
        (Order::Timeout, Who::CLOCK) => None,
        (Order::Timeout, _) | (_, Who::CLOCK) => Some("the clock has no form"),
        (_, who) if is_arbiter(who) => Some("arbiters have no form for runs"),
        _ => None,
    }
}

fn unseen(what: &What<Runs>) -> Option<&'static str> {
    match what {
        What::Options(Who::OPERATOR | Who::CLOCK, _) => Some("the platform asks nobody"),
        What::Options(who, _) if who.word == "user-as-arbiter" => {
            Some("one and the same person is told all his options")
        }
        _ => None,
    }
}

fn is_arbiter(who: Who) -> bool {
    who.word.ends_with("arbiter")
}
