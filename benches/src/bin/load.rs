//! The load harness: `load` drives full task lives, `load scale` shows what does not grow. See `benches/README.md`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use earnest_benches::Fallible;
use earnest_benches::baseline::{self, Baseline};
use earnest_benches::{lives, scale};
use tokio::runtime;

/// The same allocator as the server's, so that a ratio compares programs and not allocators.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Drives the real `earnest` binary over loopback and compares it with baselines in the same run.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    mode: Option<Mode>,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    lives: lives::Options,
}

#[derive(Debug, Subcommand)]
enum Mode {
    /// What a request costs as tasks and histories grow.
    Scale {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        options: scale::Options,
    },
    /// Serves a baseline: how the harness starts itself again.
    #[command(hide = true)]
    Baseline {
        kind: Baseline,
        #[arg(long)]
        data: PathBuf,
    },
}

#[derive(Debug, clap::Args)]
struct Place {
    /// The server's binary; without it, the one beside this binary.
    #[arg(long, value_name = "FILE")]
    earnest: Option<PathBuf>,
    /// Where the databases are made; they are removed again.
    #[arg(long, value_name = "FOLDER", default_value_os_t = std::env::temp_dir())]
    folder: PathBuf,
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            eprintln!("a gate was not reached");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether what was to be checked holds.
fn run(arguments: Arguments) -> Fallible<bool> {
    // One thread drives all clients: with as many as the server has, they would fight over its cores.
    let clients = runtime::Builder::new_current_thread().enable_all().build()?;
    match arguments.mode {
        None => {
            let (place, options) = (arguments.place, arguments.lives);
            let folder = place.temporary()?;
            let binary = if options.only_baselines { PathBuf::new() } else { place.binary()? };
            let reached = clients.block_on(lives::run(&options, &binary, folder.path()))?;
            Ok(reached || !options.check)
        }
        Some(Mode::Scale { place, options }) => {
            let folder = place.temporary()?;
            let binary = if options.stores { PathBuf::new() } else { place.binary()? };
            let reached = clients.block_on(scale::run(&options, &binary, folder.path()))?;
            Ok(reached || !options.check)
        }
        Some(Mode::Baseline { kind, data }) => {
            let servers = runtime::Builder::new_multi_thread().enable_all().build()?;
            servers.block_on(baseline::serve(kind, data))?;
            Ok(true)
        }
    }
}

impl Place {
    fn temporary(&self) -> Fallible<tempfile::TempDir> {
        // The servers run inside it, so a relative path would mean another place to them.
        let folder = std::path::absolute(&self.folder)?;
        Ok(tempfile::Builder::new().prefix("earnest-load-").tempdir_in(folder)?)
    }

    fn binary(&self) -> Fallible<PathBuf> {
        let binary = match &self.earnest {
            Some(binary) => std::path::absolute(binary)?,
            None => std::env::current_exe()?.with_file_name("earnest"),
        };
        if binary.is_file() {
            return Ok(binary);
        }
        let hint =
            "build it with `cargo build --release -p earnest-cli`, or name it with `--earnest`";
        Err(format!("there is no {}: {hint}", binary.display()).into())
    }
}
