//! Time in an exploration: the moments at which something can change.

use std::cell::RefCell;
use std::collections::BTreeSet;

use earnest::authority::Actor;
use earnest::ids::OrderId;
use earnest::machine::{Stage as _, Timeout};
use earnest::time::Timestamp;
use earnest::{Instance, Machine, Order};

use crate::world::World;

/// All states are looked at as if their stage had begun now: a lifecycle may depend on how much
/// time is left, never on the date, which is checked on every new edge. Late enough that what began
/// ten years before, the longest that a window may be, began after the epoch.
pub(crate) const NOW: u64 = 1_000_000_000_000;

/// The moments at which something can change, before the deadline and from it on.
pub(crate) struct Edges {
    pub(crate) early: BTreeSet<Timestamp>,
    pub(crate) late: BTreeSet<Timestamp>,
}

/// A window up to this many milliseconds is also walked step by step; in a longer one the moments
/// would never end, so that only its edges are looked at.
const SHORT: u64 = 1_000;

pub(crate) fn edges<M: Machine>(world: &World<M>, instance: &Instance<M>) -> Edges {
    let deadline = instance.stage.deadline().map(Timestamp::as_millis);
    let mut moments = vec![NOW];
    match deadline {
        None => moments.push(NOW + 1),
        Some(end) => {
            if end - NOW <= SHORT {
                moments.push(NOW + 1);
            } else {
                moments.extend(within(world, &instance.stage, end));
            }
            moments.extend([end - 1, end, end + 1, end + 1_000]);
        }
    }
    let early = |at: &Timestamp| deadline.is_none_or(|end| at.as_millis() < end);
    let (early, late) = moments.into_iter().map(moment).partition(early);
    Edges { early, late }
}

/// The edges of what ends within a stage, such as the refund window of contested work.
fn within<M: Machine>(world: &World<M>, stage: &M::Stage, end: u64) -> Vec<u64> {
    let found = RefCell::new(Vec::new());
    (world.moved)(stage, &|it| {
        found.borrow_mut().extend([it.as_millis() - 1, it.as_millis()]);
        it
    });
    let mut found = found.into_inner();
    found.retain(|at| (NOW..end).contains(at));
    found
}

/// The clock's order.
pub(crate) fn timeout<M: Machine>(at: Timestamp) -> Order<M::Command> {
    Order { id: OrderId(0), by: Actor::Clock, at, command: Timeout {}.into() }
}

/// A moment of the exploration, all of which are near [`NOW`] or within two calendars of it.
pub(crate) fn moment(millis: u64) -> Timestamp {
    Timestamp::from_millis(millis).expect("the exploration does not leave the calendar")
}
