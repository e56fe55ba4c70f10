//! The `earnest` binary: a server on one file, its audit, and a worker for its runs.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;

mod admin;
mod audit;
mod fault;
mod logs;
mod options;
mod serve;
mod signals;
mod welcome;
mod worker;

use fault::Fault;
use options::{Command, Options};

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// What was asked for could not be done.
const FAILED: u8 = 1;
/// The audit could not be made, which says nothing about the file.
const NOT_AUDITED: u8 = 2;

fn main() -> ExitCode {
    let options = Options::parse();
    let done = match options.command {
        None => run(serve::serve(&options.serve)).map(|()| ExitCode::SUCCESS),
        Some(Command::Serve(serve)) => run(serve::serve(&serve)).map(|()| ExitCode::SUCCESS),
        Some(Command::Worker(it)) => run(worker::work(&it)).map(|()| ExitCode::SUCCESS),
        Some(Command::Audit(audit)) => match run(audit::audit(&audit)) {
            Ok(true) => Ok(ExitCode::SUCCESS),
            Ok(false) => Ok(ExitCode::from(FAILED)),
            Err(fault) => {
                complain(&fault);
                Ok(ExitCode::from(NOT_AUDITED))
            }
        },
    };
    done.unwrap_or_else(|fault| {
        complain(&fault);
        ExitCode::from(FAILED)
    })
}

fn run<T>(work: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
    logs::start()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(Fault::Runtime)?.block_on(work)
}

fn complain(fault: &Fault) {
    // Who closed standard error does not want to know.
    let _ = writeln!(io::stderr(), "earnest: {fault}");
}
