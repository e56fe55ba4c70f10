//! Logs go to standard error, one line each; standard output is for people and scripts.

use std::env;
use std::io;

use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::fault::Fault;

/// Our own crates from `info` on, others from `warn` on.
const USUAL: &str = "warn,earnest=info";

/// Starts logging, at the levels of `EARNEST_LOG` or else `RUST_LOG`.
pub(crate) fn start() -> Result<(), Fault> {
    let told = ["EARNEST_LOG", "RUST_LOG"]
        .into_iter()
        .find_map(|variable| env::var(variable).ok().map(|levels| (variable, levels)));
    let (variable, levels) = told.unwrap_or(("EARNEST_LOG", USUAL.to_owned()));
    let levels: Targets = levels.parse().map_err(|_| Fault::Levels { variable })?;
    let layer = tracing_subscriber::fmt::layer().with_writer(io::stderr).with_ansi(false);
    tracing_subscriber::registry().with(layer.with_filter(levels)).init();
    Ok(())
}
