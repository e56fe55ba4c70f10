//! The laws of every lifecycle in which a buyer hires an agent.

use earnest::authority::Actor;
use earnest::ids::PartyId;
use earnest::machine::{Machine, Table};
use earnest::work::Agent;

use crate::law::{Checks, Law, Verdict};
use crate::world::Taken;

/// L-10: by whom, from the parties alone. `hired` is who worked before the order.
pub(crate) fn authority<M: Machine>(
    taken: &Taken<'_, M>,
    buyer: PartyId,
    hired: Option<Agent>,
    checks: &mut Checks,
) -> Verdict {
    let works = |party: PartyId| hired.is_some_and(|it| it.id == party || it.owner == party);
    let who = match taken.record.order.by {
        Actor::Party(party) if party == buyer => "Buyer",
        Actor::Party(party) if works(party) => "Agent",
        Actor::Party(_) => "stranger",
        Actor::Arbiter(person) if person == buyer || works(person) => "interested",
        Actor::Arbiter(_) => "Arbiter",
        Actor::Operator => "Operator",
        Actor::Clock => "Clock",
    };
    let row = <M as Table>::ROWS.iter().find(|row| row.rule == taken.record.rule);
    let may = row.is_some_and(|row| row.who.contains(&who));
    checks.holds(Law::Authority, may, "who ordered it is none whom the row names")
}

/// L-19: who works is fixed by the hire.
pub(crate) fn fixed(before: Option<Agent>, after: Option<Agent>, checks: &mut Checks) -> Verdict {
    let fixed = before.is_none() || before == after;
    checks.holds(Law::Payees, fixed, "the agent changes after the hire")
}
