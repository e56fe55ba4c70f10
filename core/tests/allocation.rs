//! A step allocates nothing, and what it passes on is small.

use std::collections::BTreeSet;
use std::hint::black_box;
use std::mem::size_of;

use allocation_counter::measure;
use earnest::authority::Actor;
use earnest::ids::{Digest, InstanceId, OrderId, PartyId};
use earnest::ledger::Postings;
use earnest::machine::{Table as _, Timeout};
use earnest::marketplace::{Command, Marketplace, Stage, Terms};
use earnest::runs::{self, Runs};
use earnest::time::{Timestamp, Window};
use earnest::{Instance, Order, Record};

#[path = "support/lives.rs"]
mod lives;

use lives::{Given, all, mix};

fn everything() -> Vec<Given> {
    let lives: Vec<_> = all().into_iter().chain(mix()).collect();
    assert!(lives.iter().all(|life| !life.name.is_empty()));
    lives.iter().flat_map(lives::Life::given).collect()
}

#[test]
fn a_step_allocates_nothing() {
    let given = everything();
    let mut rules = BTreeSet::new();
    for (task, order) in &given {
        let counted = measure(|| {
            let record = task.step(black_box(order)).expect("accepted");
            black_box(task.after(&record));
        });
        assert_eq!(counted.count_total, 0, "{order:?}");
        rules.insert(task.step(order).expect("accepted").rule);
    }
    assert_eq!(rules.len(), Marketplace::ROWS.len(), "every row was taken");
}

#[test]
fn a_refusal_allocates_nothing() {
    let given = everything();
    let mut refused = 0;
    for (task, _) in &given {
        for (_, order) in &given {
            let counted = measure(|| refused += usize::from(task.step(black_box(order)).is_err()));
            assert_eq!(counted.count_total, 0, "{order:?}");
        }
    }
    assert!(refused > given.len());
}

#[test]
fn telling_the_future_allocates_nothing() {
    for (task, order) in &everything() {
        let counted = measure(|| {
            black_box(task.if_silent().count());
            black_box(task.lapsed(order.at));
            black_box(task.due(order.at));
            for by in [order.by, Actor::Operator, Actor::Clock] {
                black_box(task.options(by, order.at).count());
            }
        });
        assert_eq!(counted.count_total, 0, "{order:?}");
    }
}

/// Every row of a run, and what a run tells, in the millisecond in which it may be given.
#[test]
fn a_run_allocates_nothing() {
    let window = Window::MAX;
    let (user, worker, agent) = (PartyId(1), PartyId(2), Digest([1; 32]));
    let (continues, group) = (None, Some(InstanceId(8)));
    let (estimate, to_claim, lease, to_finish) = (window, window, window, window);
    let terms = runs::Terms { user, agent, continues, group, estimate, to_claim, lease, to_finish };
    let start = Timestamp::EPOCH;
    let queued = Instance::<Runs>::open(InstanceId(7), terms, start);
    let order = |by, at, command| Order { id: OrderId(5), by, at, command };
    let claim = order(Actor::Operator, start, runs::Claim { worker }.into());
    let running = queued.after(&queued.step(&claim).expect("claimed")).expect("the next record");
    let (by_user, by_worker) = (Actor::Party(user), Actor::Party(worker));
    let timeout = order(Actor::Clock, start.after(window), Timeout {}.into());
    let cancel = order(by_user, start, runs::Cancel {}.into());
    let complete = runs::Complete { message: agent, branch: Some(agent) };
    let given = [
        (&queued, claim),
        (&queued, cancel.clone()),
        (&queued, timeout.clone()),
        (&running, order(by_worker, start, runs::Renew { logs: Some(agent) }.into())),
        (&running, order(by_worker, start, complete.into())),
        (&running, order(by_worker, start, runs::Fail { reason: agent }.into())),
        (&running, cancel),
        (&running, order(Actor::Operator, start, runs::Interrupt {}.into())),
        (&running, timeout),
    ];
    let mut rules = BTreeSet::new();
    for (run, order) in &given {
        let counted = measure(|| {
            let record = run.step(black_box(order)).expect("accepted");
            let after = run.after(&record).expect("the next record");
            black_box((after.progress(order.at), after.continuation(), run.lapsed(order.at)));
        });
        assert_eq!(counted.count_total, 0, "{order:?}");
        rules.insert(run.step(order).expect("accepted").rule);
    }
    assert_eq!(rules.len(), Runs::ROWS.len(), "every row was taken");
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
        ("Postings", size_of::<Postings>(), 336),
        ("Instance", size_of::<Instance<Marketplace>>(), 416),
        ("Record", size_of::<Record<Marketplace>>(), 704),
        ("Instance of a run", size_of::<Instance<Runs>>(), 304),
        ("Record of a run", size_of::<Record<Runs>>(), 640),
    ];
    for (name, size, bound) in sizes {
        println!("{name}: {size} bytes");
        assert!(size <= bound, "{name}: {size} bytes are more than {bound}");
    }
}
