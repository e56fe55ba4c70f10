//! What a transition costs: a realistic mix of whole lives beside the same lives on a machine
//! written by hand, and each row of the marketplace by itself.
//!
//! The first lines printed are the figures that have a gate: nanoseconds per accepted order of
//! both machines, alternating in this run, and their ratio.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Instant;

use criterion::{Criterion, Throughput};
use earnest::marketplace::{Command, Marketplace};
use earnest::{Instance, Order};

#[path = "step/by_hand.rs"]
mod by_hand;
#[path = "../../core/tests/support/lives.rs"]
mod lives;

use lives::{Given, Life};

/// A life with its orders worked out.
type Played = (Instance<Marketplace>, Vec<Order<Command>>);

const ROUNDS: usize = 15;
const REPEATS: usize = 4_000;
/// The most that a step may take, in steps of the machine written by hand.
const GATE: f64 = 8.0;
const AIM: f64 = 4.0;

fn main() {
    let lives = lives::mix();
    let ours: Vec<Played> = lives.iter().map(played).collect();
    let by_hand: Vec<_> = lives.iter().map(by_hand::translated).collect();
    let orders: usize = ours.iter().map(|(_, orders)| orders.len()).sum();
    compare(&ours, &by_hand, orders);

    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("mix");
    let elements = u64::try_from(orders).expect("a small number");
    group.throughput(Throughput::Elements(elements));
    group.bench_function("earnest", |bencher| bencher.iter(|| live(&ours)));
    group.bench_function("by hand", |bencher| bencher.iter(|| live_by_hand(&by_hand)));
    group.finish();

    let mut group = criterion.benchmark_group("row");
    for (name, (task, order)) in rows() {
        group.bench_function(name, |bencher| {
            bencher.iter(|| black_box(&task).step(black_box(&order)));
        });
    }
    group.finish();
    criterion.final_summary();
}

fn played(life: &Life) -> Played {
    (life.task.clone(), life.given().into_iter().map(|(_, order)| order).collect())
}

/// Each row once: the first order of all lives that takes it.
fn rows() -> BTreeMap<String, Given> {
    let mut rows = BTreeMap::new();
    for life in lives::all() {
        assert!(!life.name.is_empty());
        for (task, order) in life.given() {
            let record = task.step(&order).expect("accepted");
            let command = earnest::machine::Command::name(&order.command);
            let name = format!("{} {} + {command}", record.rule, record.from());
            rows.entry(name).or_insert((task, order));
        }
    }
    rows
}

fn live(lives: &[Played]) {
    for (task, orders) in lives {
        let mut task = task.clone();
        for order in orders {
            let record = task.step(black_box(order));
            let Ok(record) = &record else { panic!("refused") };
            let Some(next) = task.after(black_box(record)) else { panic!("not the next") };
            task = next;
        }
        black_box(&task);
    }
}

fn live_by_hand(lives: &[(by_hand::Task, Vec<by_hand::Ask>)]) {
    for (task, asks) in lives {
        let mut task = *task;
        for ask in asks {
            black_box(by_hand::step(black_box(&mut task), black_box(ask)).expect("accepted"));
        }
        black_box(&task);
    }
}

/// Both in turns, so that whatever slows this computer down slows both.
fn compare(ours: &[Played], by_hand: &[(by_hand::Task, Vec<by_hand::Ask>)], orders: usize) {
    let mut figures: Vec<(f64, f64)> = (0..ROUNDS)
        .map(|_| {
            let ours = nanoseconds(orders, || live(ours));
            (ours, nanoseconds(orders, || live_by_hand(by_hand)))
        })
        .collect();
    figures.sort_by(|a, b| (a.0 / a.1).total_cmp(&(b.0 / b.1)));
    let (step, hand) = figures[ROUNDS / 2];
    let ratio = step / hand;
    println!("step: {step:.1} ns per accepted order; by hand: {hand:.1} ns; ratio {ratio:.2}");
    let verdict = if ratio <= GATE { "reached" } else { "NOT reached" };
    println!(
        "gate {GATE}: {verdict}; aim {AIM}: {}",
        if ratio <= AIM { "reached" } else { "not yet" }
    );
    if std::env::args().any(|it| it == "--check") && ratio > GATE {
        std::process::exit(1);
    }
}

fn nanoseconds(orders: usize, run: impl Fn()) -> f64 {
    let start = Instant::now();
    for _ in 0..REPEATS {
        run();
    }
    let orders = u32::try_from(orders * REPEATS).expect("a small number");
    start.elapsed().as_secs_f64() * 1e9 / f64::from(orders)
}
