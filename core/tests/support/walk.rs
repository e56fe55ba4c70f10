//! Every row of any lifecycle once, by the orders that the lifecycle itself gives as examples.

use std::collections::BTreeSet;

use earnest::authority::Actor;
use earnest::ids::{InstanceId, OrderId};
use earnest::machine::{Stage as _, Timeout};
use earnest::time::Timestamp;
use earnest::{Instance, Machine, Order};

/// One accepted order for each row that can be reached, with the instance that it is given to.
pub(crate) fn walk<M: Machine>(
    terms: &M::Terms,
    actors: &[Actor],
) -> Vec<(Instance<M>, Order<M::Command>)> {
    let start = Timestamp::from_millis(1_760_000_000_000).expect("a moment");
    let mut found = Vec::new();
    let mut rules = BTreeSet::new();
    let mut queue = vec![Instance::<M>::open(InstanceId(7), terms.clone(), start)];
    while let Some(instance) = queue.pop() {
        for order in orders(&instance, actors) {
            let Ok(record) = instance.step(&order) else { continue };
            if rules.insert(record.rule) {
                queue.push(instance.after(&record).expect("the next record"));
                found.push((instance.clone(), order));
            }
        }
    }
    found
}

/// An example of each order by each actor, and the timeout when it is due.
fn orders<M: Machine>(instance: &Instance<M>, actors: &[Actor]) -> Vec<Order<M::Command>> {
    let examples = M::COMMANDS.iter();
    let examples = examples.filter_map(|it| M::probe(&instance.terms, &instance.stage, it));
    let (id, at) = (OrderId(5), instance.since);
    let mut orders: Vec<_> = examples
        .flat_map(|it| actors.iter().map(move |by| Order { id, by: *by, at, command: it.clone() }))
        .collect();
    if let Some(at) = instance.stage.deadline() {
        orders.push(Order { id, by: Actor::Clock, at, command: Timeout {}.into() });
    }
    orders
}
