//! A step allocates nothing, and what it passes on is small.

use std::collections::BTreeSet;
use std::hint::black_box;
use std::mem::size_of;

use allocation_counter::measure;
use earnest::authority::Actor;
use earnest::credits::{self, Credits};
use earnest::ledger::Postings;
use earnest::machine::Terms as _;
use earnest::marketplace::{Command, Marketplace, Stage, Terms};
use earnest::runs::Runs;
use earnest::{Instance, Machine, Order, Record};

#[path = "support/every.rs"]
mod every;
#[path = "support/lives.rs"]
mod lives;
#[path = "support/walk.rs"]
mod walk;

use every::{Given, credits, marketplace, runs};

fn assert_steps_allocate_nothing<M: Machine>(given: &[Given<M>]) {
    let mut rules = BTreeSet::new();
    for (task, order) in given {
        let counted = measure(|| {
            let record = task.step(black_box(order)).expect("accepted");
            black_box(task.after(&record));
        });
        assert_eq!(counted.count_total, 0, "{order:?}");
        rules.insert(task.step(order).expect("accepted").rule);
    }
    assert_eq!(rules.len(), M::ROWS.len(), "every row was taken");
}

fn assert_refusals_allocate_nothing<M: Machine>(given: &[Given<M>]) {
    let mut refused = 0;
    for (task, _) in given {
        for (_, order) in given {
            let counted = measure(|| refused += usize::from(task.step(black_box(order)).is_err()));
            assert_eq!(counted.count_total, 0, "{order:?}");
        }
    }
    assert!(refused > given.len());
}

fn assert_telling_allocates_nothing<M: Machine>(given: &[Given<M>]) {
    for (task, order) in given {
        let counted = measure(|| {
            black_box(task.if_silent().count());
            black_box(task.lapsed(order.at));
            black_box(task.due(order.at));
            black_box((task.forecast(), task.terms.check().count()));
            for by in [order.by, Actor::Operator, Actor::Clock] {
                black_box(task.options(by, order.at).count());
            }
        });
        assert_eq!(counted.count_total, 0, "{order:?}");
    }
}

#[test]
fn a_runs_progress_and_continuation_allocate_nothing() {
    for (run, order) in &runs() {
        let next = run.step(order).ok().and_then(|record| run.after(&record)).expect("accepted");
        let counted = measure(|| {
            black_box((next.progress(order.at), next.continuation()));
        });
        assert_eq!(counted.count_total, 0, "{order:?}");
    }
}

#[test]
fn a_step_allocates_nothing() {
    assert_steps_allocate_nothing(&marketplace());
    assert_steps_allocate_nothing(&credits());
    assert_steps_allocate_nothing(&runs());
}

#[test]
fn a_refusal_allocates_nothing() {
    assert_refusals_allocate_nothing(&marketplace());
    assert_refusals_allocate_nothing(&credits());
    assert_refusals_allocate_nothing(&runs());
}

/// TIME-15
#[test]
fn telling_the_future_allocates_nothing() {
    assert_telling_allocates_nothing(&marketplace());
    assert_telling_allocates_nothing(&credits());
    assert_telling_allocates_nothing(&runs());
}

#[test]
fn the_counter_counts() {
    assert_eq!(measure(|| drop(black_box(Box::new(7)))).count_total, 1);
}

/// Bounds, not wishes: a change that makes them larger is to be noticed.
#[test]
fn instances_and_records_stay_small() {
    let sizes = [
        ("Terms", size_of::<Terms>(), 176),
        ("Stage", size_of::<Stage>(), 208),
        ("Command", size_of::<Command>(), 64),
        ("Order", size_of::<Order<Command>>(), 128),
        ("Postings", size_of::<Postings>(), 256),
        ("Instance", size_of::<Instance<Marketplace>>(), 416),
        ("Record", size_of::<Record<Marketplace>>(), 624),
        ("Instance of a run", size_of::<Instance<Runs>>(), 304),
        ("Record of a run", size_of::<Record<Runs>>(), 560),
        ("credits Terms", size_of::<credits::Terms>(), 224),
        ("credits Stage", size_of::<credits::Stage>(), 224),
        ("credits Command", size_of::<credits::Command>(), 64),
        ("credits Instance", size_of::<Instance<Credits>>(), 480),
        ("credits Record", size_of::<Record<Credits>>(), 640),
    ];
    for (name, size, bound) in sizes {
        println!("{name}: {size} bytes");
        assert!(size <= bound, "{name}: {size} bytes are more than {bound}");
    }
}
