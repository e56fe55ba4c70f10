//! Lives a number of tasks through, so that their instructions can be counted: `steps 100` plays
//! the mix a hundred times and prints how many orders were accepted.

use std::hint::black_box;

use earnest::Order;
use earnest::marketplace::Command;

#[path = "../../../core/tests/support/lives.rs"]
mod lives;

fn main() {
    let times: usize = std::env::args().nth(1).and_then(|it| it.parse().ok()).unwrap_or(1);
    let played: Vec<(_, Vec<Order<Command>>)> = lives::mix()
        .iter()
        .map(|life| (life.task.clone(), life.given().into_iter().map(|it| it.1).collect()))
        .collect();
    for life in lives::all() {
        assert!(!life.given().is_empty(), "{}", life.name);
    }
    let mut accepted: usize = 0;
    for (task, orders) in played.iter().cycle().take(times * played.len()) {
        let mut task = task.clone();
        for order in orders {
            let record = task.step(black_box(order));
            let Ok(record) = &record else { panic!("refused") };
            let Some(next) = task.after(black_box(record)) else { panic!("not the next") };
            task = next;
            accepted += 1;
        }
        black_box(&task);
    }
    println!("{accepted}");
}
