//! The command line. Every flag can also be given as a variable.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

const VARIABLES: &str = "\
EARNEST_ADMIN_KEY presets the admin's key: 8 to 200 visible ASCII characters. Without it a new file \
gets a random one, which is shown once.
EARNEST_LOG (or RUST_LOG) sets the levels of the log, such as `info,earnest=debug`.";

const COMMAND: &str = "\
The command finds EARNEST_RUN_ID in its environment, EARNEST_AGENT, EARNEST_REPOSITORY and \
EARNEST_BRANCH if the run has them, and EARNEST_BRANCH_FILE: the name of a file into which it may \
write the branch that it pushed to.";

/// An escrowed task marketplace: money waits for work.
#[derive(Debug, Parser)]
#[command(name = "earnest", version, args_conflicts_with_subcommands = true)]
#[command(after_help = VARIABLES)]
pub(crate) struct Options {
    /// What to do; serves if it is missing.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) serve: Serve,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the API (the default).
    #[command(after_help = VARIABLES)]
    Serve(Serve),
    /// Replay every journal of a file, check every law, and compare the balances. Exits with 1 if
    /// a law is broken, with 2 if the file cannot be read. A server may be using the file.
    Audit(Audit),
    /// Carry out the runs of a server: a command for each, one after the other. The command gets
    /// the prompt on its standard input; what it writes is logged, exit code 0 completes the run
    /// with the end of its standard output, and any other fails it. When the run is cancelled the
    /// command is stopped. The first SIGTERM lets the run under way come to its end, the second
    /// stops it.
    #[command(after_help = COMMAND)]
    Worker(Worker),
    /// Try every order by everyone at the edges of every window under given terms, and tell what
    /// can come of them: how many states, how long a silence, who gets how much. Exits with 1 if a
    /// law is broken, with the orders that lead there, and with 2 if the terms cannot be read or
    /// there are more states than the limit.
    Explore(Explore),
    /// Write terms to start from, or check terms before anybody agrees to them.
    #[command(subcommand)]
    Terms(TermsCommand),
}

/// What to do with terms. They are JSON, as the core spells them: parties and other identities in
/// hexadecimal, amounts in minor units as text, shares in basis points, windows in milliseconds.
#[derive(Debug, Subcommand)]
pub(crate) enum TermsCommand {
    /// Print the usual terms of a lifecycle, for an agent that is named.
    Example {
        /// Of which lifecycle.
        #[arg(value_enum, default_value_t = Lifecycle::Marketplace)]
        lifecycle: Lifecycle,
    },
    /// Print what should be known of terms before any money is locked. Exits with 1 if they are
    /// unsound, with 2 if they cannot be read.
    Check(Check),
}

/// Which terms to check.
#[derive(Args, Clone, Debug)]
pub(crate) struct Check {
    /// The terms.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Of which lifecycle they are.
    #[arg(long, value_enum, default_value_t = Lifecycle::Marketplace)]
    pub(crate) lifecycle: Lifecycle,
    /// Report as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// What to explore.
#[derive(Args, Clone, Debug)]
pub(crate) struct Explore {
    /// Which lifecycle.
    #[arg(long, value_enum, default_value_t = Lifecycle::Marketplace)]
    pub(crate) lifecycle: Lifecycle,
    /// The terms, such as `earnest terms example` prints; those if it is not given.
    #[arg(long, value_name = "FILE")]
    pub(crate) terms: Option<PathBuf>,
    /// The most states to look at.
    #[arg(long, value_name = "LIMIT", default_value_t = 1_000_000)]
    pub(crate) states: usize,
    /// Report as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Which lifecycle.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Lifecycle {
    /// Tasks for a price.
    Marketplace,
    /// Tasks for a platform's credits.
    Credits,
    /// Agents in the background.
    Runs,
    /// An agent's offer for a task.
    Proposal,
}

/// How to serve.
#[derive(Args, Clone, Debug)]
pub(crate) struct Serve {
    /// Where to listen; port 0 picks a free one.
    #[arg(long, env = "EARNEST_LISTEN", value_name = "ADDRESS:PORT")]
    #[arg(default_value = "127.0.0.1:8080")]
    pub(crate) listen: String,
    /// The file with everything, made if it is missing; `:memory:` keeps nothing.
    #[arg(long, env = "EARNEST_DATA", value_name = "FILE", default_value = "earnest.db")]
    pub(crate) data: PathBuf,
    /// Where the time comes from.
    #[arg(long, env = "EARNEST_CLOCK", value_enum, default_value_t = Hand::Real)]
    pub(crate) clock: Hand,
    /// A JSON file with the terms of new tasks, where they are not the usual ones.
    #[arg(long, env = "EARNEST_TERMS", value_name = "FILE")]
    pub(crate) terms: Option<PathBuf>,
    /// Where the sandboxes of tasks for credits are; beside the file if it is not given, and gone
    /// with the server for `:memory:`.
    #[arg(long, env = "EARNEST_SANDBOXES", value_name = "FOLDER")]
    pub(crate) sandboxes: Option<PathBuf>,
    /// What stands before every path, such as `/market`.
    #[arg(long, env = "EARNEST_PREFIX", value_name = "PATH", value_parser = prefix)]
    #[arg(default_value = "")]
    pub(crate) prefix: String,
}

/// What to carry out runs with.
#[derive(Args, Clone, Debug)]
pub(crate) struct Worker {
    /// Where the server is, with the prefix it is mounted under.
    #[arg(long, env = "EARNEST_URL", value_name = "URL", default_value = "http://127.0.0.1:8080")]
    pub(crate) url: String,
    /// The API key of a user whom an admin made a worker.
    #[arg(long, env = "EARNEST_KEY", value_name = "KEY", hide_env_values = true)]
    pub(crate) key: String,
    /// The label of an agent that the command is, such as `codex`; may be given several times. Any
    /// by default.
    #[arg(long = "agent", value_name = "LABEL")]
    pub(crate) agents: Vec<String>,
    /// Give the command the whole run as JSON instead of the prompt: with the conversation before
    /// it, the repository and the branch.
    #[arg(long)]
    pub(crate) json: bool,
    /// The command and its arguments, after `--`.
    #[arg(last = true, required = true, value_name = "COMMAND")]
    pub(crate) command: Vec<OsString>,
}

/// What to audit.
#[derive(Args, Clone, Debug)]
pub(crate) struct Audit {
    /// The file.
    #[arg(long, env = "EARNEST_DATA", value_name = "FILE", default_value = "earnest.db")]
    pub(crate) data: PathBuf,
    /// Report as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Where the time comes from.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Hand {
    /// The system's clock.
    Real,
    /// It stands still until an admin moves it: for tests and demonstrations.
    Manual,
}

/// Empty, or segments of letters, digits, `-`, `.`, `_` and `~`, each after a `/`.
fn prefix(text: &str) -> Result<String, String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let segment = |it: &str| !it.is_empty() && it.bytes().all(plain);
    let trimmed = text.strip_suffix('/').unwrap_or(text);
    let sound = match trimmed.strip_prefix('/') {
        Some(rest) => rest.split('/').all(segment),
        None => trimmed.is_empty(),
    };
    if sound { Ok(trimmed.to_owned()) } else { Err("is not a path such as `/market`".to_owned()) }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Options::command().debug_assert();
    }

    #[test]
    fn a_prefix_is_a_path() {
        for (text, kept) in [("", ""), ("/", ""), ("/market", "/market"), ("/a/b-1/", "/a/b-1")] {
            assert_eq!(prefix(text).as_deref(), Ok(kept), "{text}");
        }
        for bad in ["market", "//", "/a//b", "/{a}", "/a b", "/ä", "http://x/"] {
            assert!(prefix(bad).is_err(), "{bad}");
        }
    }
}
