//! The `earnest` binary: a server on one file, its audit, a worker for its runs, and a look at what
//! terms can come to.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;

mod admin;
mod audit;
mod explore;
mod fault;
mod logs;
mod options;
mod serve;
mod signals;
mod terms;
mod welcome;
mod worker;

use explore::Verdict;
use fault::Fault;
use options::{Command, Options, TermsCommand};

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// What was asked for could not be done.
const FAILED: u8 = 1;
/// It could not be looked at, or not whole, which says nothing about it.
const NOT_SEEN: u8 = 2;

fn main() -> ExitCode {
    let options = Options::parse();
    let done = match options.command {
        None => run(serve::serve(&options.serve)).map(|()| ExitCode::SUCCESS),
        Some(Command::Serve(serve)) => run(serve::serve(&serve)).map(|()| ExitCode::SUCCESS),
        Some(Command::Worker(it)) => run(worker::work(&it)).map(|()| ExitCode::SUCCESS),
        Some(Command::Audit(audit)) => Ok(looked(run(audit::audit(&audit)))),
        Some(Command::Explore(it)) => Ok(match explore::explore(&it) {
            Ok(Verdict::CutOff) => ExitCode::from(NOT_SEEN),
            seen => looked(seen.map(|verdict| verdict == Verdict::Sound)),
        }),
        Some(Command::Terms(TermsCommand::Check(it))) => Ok(looked(terms::check(&it))),
        Some(Command::Terms(TermsCommand::Example { lifecycle })) => {
            terms::example(lifecycle).map(|()| ExitCode::SUCCESS)
        }
    };
    done.unwrap_or_else(|fault| {
        complain(&fault);
        ExitCode::from(FAILED)
    })
}

/// Whether what was looked at is as it should be.
fn looked(sound: Result<bool, Fault>) -> ExitCode {
    match sound {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(FAILED),
        Err(fault) => {
            complain(&fault);
            ExitCode::from(NOT_SEEN)
        }
    }
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
