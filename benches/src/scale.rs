//! Mode two: what a request costs as the number of tasks and the length of a task's history grow.
//!
//! Each size has a server of its own, all seeded first; then every round asks each of them the same questions, request
//! by request in turn, so that a drifting machine touches all sizes alike.

mod arena;
mod question;
mod report;
mod stores;

use std::path::{Path, PathBuf};

use serde::Serialize;

use self::arena::Arena;
use self::question::Question;
use self::report::{Answers, Asked, Report, Subject};
use crate::Fallible;
use crate::figures::Latencies;
use crate::lives::Store;
use crate::machine::Machine;
use crate::market::Size;

/// What to run and for how long.
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// The numbers of tasks, over HTTP.
    #[arg(long, value_delimiter = ',', default_value = "100,10000,100000")]
    pub sizes: Vec<usize>,
    /// The numbers of journal entries of one task.
    #[arg(long, value_delimiter = ',', default_value = "10,10000")]
    pub histories: Vec<usize>,
    /// The store to drive `earnest` with.
    #[arg(long, value_enum, default_value = "sqlite")]
    pub store: Store,
    /// How often everything is asked.
    #[arg(long, default_value_t = 5)]
    pub rounds: usize,
    /// How many requests a question is asked with in a round.
    #[arg(long, default_value_t = 1000)]
    pub samples: usize,
    /// Only the stores themselves, without a server: memory and SQLite.
    #[arg(long)]
    pub stores: bool,
    /// The numbers of tasks, in the stores themselves.
    #[arg(long, value_delimiter = ',', default_value = "100,10000,100000")]
    pub store_sizes: Vec<usize>,
    /// The stores themselves too, also with a million tasks.
    #[arg(long)]
    pub full: bool,
    /// Exit with 1 if a gate is not reached.
    #[arg(long)]
    pub check: bool,
    /// The market.
    #[command(flatten)]
    pub size: Size,
    /// Write all figures there too.
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
}

/// Runs the mode, prints its table, and says whether every gate was reached.
///
/// # Errors
/// If a server does not start, or refuses anything.
pub async fn run(options: &Options, binary: &Path, place: &Path) -> Fallible<bool> {
    let mut figures = Figures::default();
    if options.stores || options.full {
        let report = stores::run(options, place).await?;
        println!("{report}");
        figures.stores = Some(report);
    }
    if !options.stores {
        let machine = Machine::here(place);
        let mut asked = tasks(options, binary, place).await?;
        asked.extend(histories(options, binary, place).await?);
        let report = Report::new(machine, options, &asked);
        print!("{report}");
        figures.server = Some(report);
    }
    if let Some(file) = &options.json {
        std::fs::write(file, serde_json::to_string_pretty(&figures)?)
            .map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    }
    Ok(figures.gates_reached())
}

/// What was measured.
#[derive(Debug, Default, Serialize)]
struct Figures {
    #[serde(skip_serializing_if = "Option::is_none")]
    stores: Option<stores::Report>,
    #[serde(skip_serializing_if = "Option::is_none")]
    server: Option<Report>,
}

impl Figures {
    fn gates_reached(&self) -> bool {
        self.stores.as_ref().is_none_or(stores::Report::gates_reached)
            && self.server.as_ref().is_none_or(Report::gates_reached)
    }
}

/// The same questions to servers with different numbers of tasks.
async fn tasks(options: &Options, binary: &Path, place: &Path) -> Fallible<Vec<Asked>> {
    let mut arenas = Vec::with_capacity(options.sizes.len());
    for &size in &options.sizes {
        eprintln!("creating {size} tasks");
        let mut arena = Arena::open(options, binary, place, &format!("tasks-{size}")).await?;
        arena.create_tasks(size).await?;
        arena.walk_pages().await?;
        arenas.push(arena);
    }
    let mut asked = Vec::new();
    for round in 0..options.rounds {
        eprintln!("round {} of {}", round + 1, options.rounds);
        for question in Question::OF_MANY_TASKS {
            let answers = ask(&mut arenas, question, options.samples).await?;
            for (&size, answers) in options.sizes.iter().zip(answers) {
                asked.push(Asked::new(Subject::Tasks, size, question, round, answers));
            }
        }
    }
    Ok(asked)
}

/// The same questions to servers whose tasks have journals of different lengths.
///
/// A command makes a journal longer, so every round has fresh tasks where a few more entries would matter.
async fn histories(options: &Options, binary: &Path, place: &Path) -> Fallible<Vec<Asked>> {
    const TASKS: usize = 8;
    const SAMPLES: usize = 400;
    const LONG: usize = 1000;
    let mut arenas = Vec::with_capacity(options.histories.len());
    for entries in &options.histories {
        arenas.push(Arena::open(options, binary, place, &format!("entries-{entries}")).await?);
    }
    let mut asked = Vec::new();
    for round in 0..options.rounds {
        for (arena, &entries) in arenas.iter_mut().zip(&options.histories) {
            if round == 0 || entries < LONG {
                eprintln!("round {}: {TASKS} tasks with {entries} journal entries", round + 1);
                arena.create_tasks(TASKS).await?;
                arena.lengthen_journals(entries).await?;
            }
        }
        for question in Question::OF_A_LONG_HISTORY {
            let answers = ask(&mut arenas, question, options.samples.min(SAMPLES)).await?;
            for (&entries, answers) in options.histories.iter().zip(answers) {
                asked.push(Asked::new(Subject::Entries, entries, question, round, answers));
            }
        }
    }
    Ok(asked)
}

/// Asks all servers the same question in turn, request by request: a core that falls asleep or a neighbour that wakes
/// up changes the latency of one connection several times over, and must not do so for one size only.
async fn ask(arenas: &mut [Arena], question: Question, samples: usize) -> Fallible<Vec<Answers>> {
    let mut requests: Vec<_> =
        arenas.iter().map(|arena| question.render(arena, samples).into_iter()).collect();
    let before: Vec<_> = arenas.iter().map(Arena::cpu).collect();
    let mut latencies: Vec<_> = arenas.iter().map(|_| Latencies::default()).collect();
    for sample in 0..samples {
        for turn in 0..arenas.len() {
            let place = (sample + turn) % arenas.len();
            if let Some(request) = requests[place].next() {
                latencies[place].push(arenas[place].exchange(&request, question.name()).await?);
            }
        }
    }
    let costs = latencies.into_iter().zip(before).zip(arenas.iter());
    Ok(costs
        .map(|((latencies, before), arena)| {
            let server_cpu = arena.cpu().zip(before).and_then(|(now, then)| now.checked_sub(then));
            Answers { latencies, server_cpu }
        })
        .collect())
}
