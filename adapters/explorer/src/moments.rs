//! Time in an exploration: the moments at which something can change.

use std::collections::BTreeSet;

use earnest::authority::Actor;
use earnest::ids::OrderId;
use earnest::machine::{Stage as _, Timeout};
use earnest::time::Timestamp;
use earnest::{Instance, Machine, Order};

/// All states are looked at as if their stage had begun now: a lifecycle may depend on how much
/// time is left, never on the date, which is checked on every new edge.
pub(crate) const NOW: u64 = 1_000_000;

/// The moments at which something can change, before the deadline and from it on.
pub(crate) struct Edges {
    pub(crate) early: BTreeSet<Timestamp>,
    pub(crate) late: BTreeSet<Timestamp>,
}

pub(crate) fn edges<M: Machine>(instance: &Instance<M>) -> Edges {
    let deadline = instance.stage.deadline().map(Timestamp::as_millis);
    let moments = deadline.map_or_else(
        || vec![NOW, NOW + 1],
        |end| vec![NOW, NOW + 1, end - 1, end, end + 1, end + 1_000],
    );
    let early = |at: &Timestamp| deadline.is_none_or(|end| at.as_millis() < end);
    let (early, late) = moments.into_iter().map(moment).partition(early);
    Edges { early, late }
}

/// The clock's order.
pub(crate) fn timeout<M: Machine>(at: Timestamp) -> Order<M::Command> {
    Order { id: OrderId(0), by: Actor::Clock, at, command: Timeout {}.into() }
}

/// A moment of the exploration, all of which are near [`NOW`] or within two calendars of it.
pub(crate) fn moment(millis: u64) -> Timestamp {
    Timestamp::from_millis(millis).expect("the exploration does not leave the calendar")
}
