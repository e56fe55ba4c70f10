//! The same without a server: a store is asked what the service asks it, so that sizes are in reach that would take too
//! long over HTTP, and nothing hides what the store itself costs.

mod report;
mod shelf;

use std::path::Path;
use std::time::{Duration, Instant};

use serde::Serialize;

pub(super) use self::report::Report;
use self::report::Timed;
use self::shelf::Shelf;
use super::Options;
use crate::Fallible;
use crate::figures::Latencies;
use crate::lives::Store;
use crate::machine::Machine;

/// What `--full` adds.
const MILLION: usize = 1_000_000;

/// What a store is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
enum Ask {
    /// Progress on a random task: load, step, write, commit.
    Command,
    /// The same on many tasks at once, as under load; the time of one.
    Commands,
    /// 20 tasks of the buyer after a random one.
    Page,
    /// What is due while nothing is.
    NothingDue,
    /// The 20 tasks that will be due first.
    Due,
    /// What the buyer has.
    Wallet,
    /// A new task, paid and assigned. Asked when everything else was: the store grows by it.
    Open,
}

impl Ask {
    const ALL: [Self; 7] = [
        Self::Command,
        Self::Commands,
        Self::Page,
        Self::NothingDue,
        Self::Due,
        Self::Wallet,
        Self::Open,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Command => "command on a random task",
            Self::Commands => "the same, 64 at once",
            Self::Page => "random page of 20",
            Self::NothingDue => "due poll, nothing due",
            Self::Due => "due poll, 20 due",
            Self::Wallet => "wallet",
            Self::Open => "new task",
        }
    }

    /// How many samples take about as long as `samples` of the cheap ones.
    fn samples(self, samples: usize) -> usize {
        match self {
            Self::Commands => samples.div_ceil(20),
            Self::Open => samples.div_ceil(10),
            _ => samples,
        }
    }
}

/// Fills stores of every kind and size, and asks them.
pub(super) async fn run(options: &Options, place: &Path) -> Fallible<Report> {
    let machine = Machine::here(place);
    let mut sizes = options.store_sizes.clone();
    sizes.extend(options.full.then_some(MILLION));
    sizes.sort_unstable();
    sizes.dedup();
    let mut timed = Vec::new();
    for store in [Store::Memory, Store::Sqlite] {
        let mut shelves = Vec::with_capacity(sizes.len());
        for &size in &sizes {
            let started = Instant::now();
            shelves.push(Shelf::fill(store, place, size).await?);
            let seconds = started.elapsed().as_secs_f64();
            eprintln!("{}: {size} tasks in {seconds:.1} s", store.name());
        }
        // Opening comes last, so that every other question finds the size it is told to find.
        let (opening, others) = Ask::ALL.split_last().ok_or("nothing to ask")?;
        for questions in [others, &[*opening]] {
            for round in 0..options.rounds {
                for &ask in questions {
                    let asked = in_turn(&mut shelves, ask, ask.samples(options.samples)).await?;
                    for (&size, mut latencies) in sizes.iter().zip(asked) {
                        let median = latencies.quantile(500).ok_or("no samples")?;
                        timed.push(Timed { store: store.name(), ask, size, round, median });
                    }
                }
            }
        }
    }
    Ok(Report::new(machine, options, &timed))
}

/// Asks all sizes in turn, sample by sample, so that a drifting machine touches all alike.
async fn in_turn(shelves: &mut [Shelf], ask: Ask, samples: usize) -> Fallible<Vec<Latencies>> {
    let mut asked: Vec<_> = shelves.iter().map(|_| Latencies::default()).collect();
    for sample in 0..samples {
        for turn in 0..shelves.len() {
            let place = (sample + turn) % shelves.len();
            asked[place].push(time(&mut shelves[place], ask).await?);
        }
    }
    Ok(asked)
}

async fn time(shelf: &mut Shelf, ask: Ask) -> Fallible<Duration> {
    /// How many commands are given at once.
    const AT_ONCE: usize = 64;
    /// How much a page holds.
    const PAGE: u32 = 20;
    let task = shelf.random_task();
    let commands = match ask {
        Ask::Commands => shelf.far_apart(AT_ONCE),
        _ => Vec::new(),
    };
    let started = Instant::now();
    match ask {
        Ask::Command => shelf.command(task).await?,
        Ask::Commands => shelf.commands(&commands).await?,
        // A page further down would not be full.
        Ask::Page => shelf.page(task.max(PAGE.into()), PAGE).await?,
        Ask::NothingDue => shelf.nothing_due().await?,
        Ask::Due => shelf.due(PAGE).await?,
        Ask::Wallet => shelf.wallet().await?,
        Ask::Open => shelf.open().await?,
    }
    let share = u32::try_from(commands.len().max(1))?;
    Ok(started.elapsed() / share)
}
