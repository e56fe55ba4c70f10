//! Lives instances through, so that their instructions can be counted: `steps marketplace 100` plays the mix of
//! tasks a hundred times and prints how many orders were accepted; `steps credits 100` and `steps runs 100` take
//! every row of their tables that often.

use std::hint::black_box;

use earnest::{Instance, Machine, Order};

#[path = "../../../core/tests/support/every.rs"]
mod every;
#[path = "../../../core/tests/support/lives.rs"]
mod lives;
#[path = "../../../core/tests/support/walk.rs"]
mod walk;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let lifecycle = arguments.next().unwrap_or_default();
    let times = arguments.next().and_then(|it| it.parse().ok()).unwrap_or(1);
    assert!(!every::marketplace().is_empty());
    let accepted = match lifecycle.as_str() {
        "credits" => rows(&every::credits(), times),
        "runs" => rows(&every::runs(), times),
        _ => mix(times),
    };
    println!("{accepted}");
}

fn mix(times: usize) -> usize {
    let orders = |life: &lives::Life| life.given().into_iter().map(|it| it.1).collect::<Vec<_>>();
    let played: Vec<_> =
        lives::mix().iter().map(|life| (life.task.clone(), orders(life))).collect();
    let mut accepted = 0;
    for (task, orders) in played.iter().cycle().take(times * played.len()) {
        let mut task = task.clone();
        for order in orders {
            task = step(&task, order);
            accepted += 1;
        }
        black_box(&task);
    }
    accepted
}

fn rows<M: Machine>(given: &[every::Given<M>], times: usize) -> usize {
    for _ in 0..times {
        for (instance, order) in given {
            black_box(step(instance, order));
        }
    }
    times * given.len()
}

fn step<M: Machine>(instance: &Instance<M>, order: &Order<M::Command>) -> Instance<M> {
    let record = instance.step(black_box(order));
    let Ok(record) = &record else { panic!("refused") };
    instance.after(black_box(record)).expect("the next record")
}
