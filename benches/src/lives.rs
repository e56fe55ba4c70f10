//! Mode one: full task lives over HTTP, beside baselines in the same rounds.

mod report;

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::ValueEnum;

use self::report::{Measured, Report};
use crate::Fallible;
use crate::baseline::Baseline;
use crate::city::City;
use crate::client::Connection;
use crate::drive::{Client, Log, Seen, Window, drive};
use crate::fleet::Fleet;
use crate::machine::Machine;
use crate::market::{Market, Size};
use crate::process::Server;
use crate::script::{Player, Step, median};

/// Where `earnest` keeps its records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Store {
    /// One SQLite file, every answer after its commit is on disk.
    Sqlite,
    /// The in-memory reference store (`--data :memory:`).
    Memory,
}

impl Store {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "earnest-sqlite",
            Self::Memory => "earnest-memory",
        }
    }
}

/// What the connections do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Life {
    /// Lead tasks of the marketplace from their creation to `COMPLETED`.
    Marketplace,
    /// Report progress: one small command a request.
    Reports,
    /// Lead tasks for credits from their submission to the quality check.
    Credits,
    /// Queue, claim and complete runs.
    Runs,
}

/// What to run and for how long.
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// The stores to drive `earnest` with.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "sqlite")]
    pub store: Vec<Store>,
    /// What the connections do.
    #[arg(long, value_enum, default_value = "marketplace")]
    pub life: Life,
    /// Only the baselines, without `earnest`.
    #[arg(long, conflicts_with = "store")]
    pub only_baselines: bool,
    /// How many keep-alive connections.
    #[arg(long, value_delimiter = ',', default_value = "1,16,64")]
    pub connections: Vec<NonZeroUsize>,
    /// How often everything is measured.
    #[arg(long, default_value_t = 5)]
    pub rounds: usize,
    /// How long each measurement counts.
    #[arg(long, default_value_t = 2.0)]
    pub seconds: f64,
    /// How long each measurement warms up before that.
    #[arg(long, default_value_t = 0.3)]
    pub warm_up: f64,
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

impl Options {
    fn window(&self) -> Fallible<Window> {
        Ok(Window {
            warm_up: Duration::try_from_secs_f64(self.warm_up)?,
            measured: Duration::try_from_secs_f64(self.seconds)?,
        })
    }
}

/// Runs the mode, prints its tables, and says whether every gate was reached.
///
/// # Errors
/// If a server does not start, or answers anything but what a life expects.
pub async fn run(options: &Options, binary: &Path, place: &Path) -> Fallible<bool> {
    let machine = Machine::here(place);
    let targets = start(options, binary, place).await?;
    let baseline = median(&Fair::imagined(options.life).script(0));
    let mut measured = Vec::new();
    for round in 0..options.rounds {
        for connections in options.connections.iter().map(|count| count.get()) {
            // The order turns with the rounds, so that none always follows the same other.
            for turn in 0..targets.len() {
                let target = &targets[(turn + round) % targets.len()];
                eprintln!(
                    "round {} of {}: {}, {connections}",
                    round + 1,
                    options.rounds,
                    target.name()
                );
                let seen = target.measure(connections, &baseline, options.window()?).await?;
                measured.push(Measured::new(round, target.name(), connections, seen));
            }
        }
    }
    for target in &targets {
        target.verify().await?;
    }
    let report = Report::new(machine, options, baseline.len(), &measured);
    print!("{report}");
    if let Some(file) = &options.json {
        std::fs::write(file, serde_json::to_string_pretty(&report)?)
            .map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    }
    Ok(report.gates_reached())
}

async fn start(options: &Options, binary: &Path, place: &Path) -> Fallible<Vec<Target>> {
    let mut targets = Vec::new();
    for &store in options.store.iter().filter(|_| !options.only_baselines) {
        let memory = store == Store::Memory;
        let server = Server::earnest(binary, place, store.name(), memory, "real")?;
        let fair = Fair::open(options.life, server.address, options.size).await?;
        targets.push(Target::Earnest { store, server, fair });
    }
    for kind in [Baseline::Echo, Baseline::GroupCommit, Baseline::OneTransaction] {
        targets.push(Target::Baseline { kind, server: Server::baseline(kind.name(), place)? });
    }
    Ok(targets)
}

/// A running server and how to load it.
enum Target {
    Earnest { store: Store, server: Server, fair: Fair },
    Baseline { kind: Baseline, server: Server },
}

impl Target {
    fn name(&self) -> &'static str {
        match self {
            Self::Earnest { store, .. } => store.name(),
            Self::Baseline { kind, .. } => kind.name(),
        }
    }

    async fn measure(&self, connections: usize, baseline: &[u8], window: Window) -> Fallible<Seen> {
        match self {
            Self::Earnest { server, fair, .. } => {
                let mut clients = Vec::with_capacity(connections);
                for number in 0..connections {
                    let connection = Connection::open(server.address).await?;
                    clients.push(Player::new(connection, fair.script(number)));
                }
                drive(clients, window, server.id()).await
            }
            Self::Baseline { server, .. } => {
                let mut clients = Vec::with_capacity(connections);
                for _ in 0..connections {
                    let connection = Connection::open(server.address).await?;
                    clients.push(Repeat { connection, request: baseline.to_owned() });
                }
                drive(clients, window, server.id()).await
            }
        }
    }

    /// What was measured was real: the wallets add up to whole tasks.
    async fn verify(&self) -> Fallible<()> {
        if let Self::Earnest { store, fair, .. } = self {
            eprintln!("{}: {}", store.name(), fair.verify().await?);
        }
        Ok(())
    }
}

/// Where lives are led.
enum Fair {
    Market { market: Market, reports: bool },
    City(City),
    Fleet(Fleet),
}

impl Fair {
    async fn open(life: Life, address: SocketAddr, size: Size) -> Fallible<Self> {
        let reports = life == Life::Reports;
        Ok(match life {
            Life::Marketplace | Life::Reports => {
                Self::Market { market: Market::open(address, size).await?, reports }
            }
            Life::Credits => Self::City(City::open(address, size).await?),
            Life::Runs => Self::Fleet(Fleet::open(address).await?),
        })
    }

    /// One that nobody has opened, for requests as long as real ones.
    fn imagined(life: Life) -> Self {
        let reports = life == Life::Reports;
        match life {
            Life::Marketplace | Life::Reports => {
                Self::Market { market: Market::imagined(), reports }
            }
            Life::Credits => Self::City(City::imagined()),
            Life::Runs => Self::Fleet(Fleet::imagined()),
        }
    }

    fn script(&self, number: usize) -> Vec<Step> {
        match self {
            Self::Market { market, reports: false } => market.life(number),
            Self::Market { market, reports: true } => market.reports(number),
            Self::City(city) => city.life(number),
            Self::Fleet(fleet) => fleet.life(number),
        }
    }

    async fn verify(&self) -> Fallible<String> {
        Ok(match self {
            Self::Market { market, reports } => {
                let (paid, open) = market.paid_for().await?;
                if !reports && open > 0 {
                    return Err("money is still held for tasks that were completed".into());
                }
                format!("{paid} tasks paid for, {open} open")
            }
            Self::City(city) => format!("{} tasks with their charge held", city.held().await?),
            Self::Fleet(_) => "runs move no money".to_owned(),
        })
    }
}

/// A client that sends the median request of a life again and again.
struct Repeat {
    connection: Connection,
    request: Vec<u8>,
}

impl Client for Repeat {
    async fn turn(&mut self, log: &mut Log) -> Fallible<()> {
        let started = Instant::now();
        self.connection.exchange(&self.request).await?.expect(200, "the baseline")?;
        log.request(started);
        Ok(())
    }
}
