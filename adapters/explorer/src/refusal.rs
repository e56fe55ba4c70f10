//! Why the kernel refuses an order, written down again: the first reason in the documented order.

use earnest::authority::{Actor, Role, Roles};
use earnest::machine::{Command as _, Row, Stage as _};
use earnest::time::Timestamp;
use earnest::{Instance, Machine, Order};

/// In which capacities a sender acts, or why in none.
pub(crate) type Standing = Result<Roles, &'static str>;

pub(crate) fn standing<M: Machine>(instance: &Instance<M>, by: Actor) -> Standing {
    let none = Roles::NONE;
    match by {
        Actor::Party(party) => {
            Some(instance.roles(party)).filter(|it| *it != none).ok_or("not_a_party")
        }
        Actor::Arbiter(person) if instance.roles(person) != none => Err("interested_arbiter"),
        Actor::Arbiter(_) => Ok(none.with(Role::Arbiter)),
        Actor::Operator => Ok(none.with(Role::Operator)),
        Actor::Clock => Ok(none.with(Role::Clock)),
    }
}

/// The row, found by its names.
pub(crate) fn row<M: Machine>(stage: &M::Stage, command: &M::Command) -> Option<&'static Row> {
    M::ROWS.iter().find(|row| row.from == stage.name() && row.on == command.name())
}

pub(crate) fn refusal<M: Machine>(
    instance: &Instance<M>,
    order: &Order<M::Command>,
    standing: Standing,
    row: Option<&Row>,
) -> Option<&'static str> {
    let over = instance.stage.deadline().is_some_and(|deadline| order.at >= deadline);
    let is_timeout = order.command.name() == "Timeout";
    let roles = match standing {
        Ok(roles) => roles,
        Err(code) => return Some(code),
    };
    match row {
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
