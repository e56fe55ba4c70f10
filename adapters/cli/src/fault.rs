//! Why the program ends early, in one line.

use std::io;
use std::path::PathBuf;

use earnest_http::NotAKey;
use earnest_service::store::{Failure, NotCommitted};
use earnest_sqlite::OpenError;

/// Why the program ends early.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    #[error("the threads cannot be started: {0}")]
    Runtime(io::Error),
    #[error("signals cannot be caught: {0}")]
    Signals(io::Error),
    #[error("`{variable}` is not a list of log levels such as `info,earnest=debug`")]
    Levels { variable: &'static str },
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error("cannot listen on `{address}`: {source}")]
    Listen { address: String, source: io::Error },
    #[error("serving failed: {0}")]
    Serve(io::Error),
    #[error("the terms `{}` cannot be read: {source}", path.display())]
    Terms { path: PathBuf, source: io::Error },
    #[error("the terms `{}` are no terms: {source}", path.display())]
    NoTerms { path: PathBuf, source: serde_json::Error },
    #[error("the terms `{}` are unsound: {finding}", path.display())]
    Unsound { path: PathBuf, finding: String },
    #[error("`EARNEST_ADMIN_KEY` is no key: {0}")]
    Key(#[from] NotAKey),
    #[error("`EARNEST_ADMIN_KEY` is the key of a user who is no admin")]
    NotTheAdmins,
    #[error("no randomness for a key: {0}")]
    Randomness(io::Error),
    #[error("there is no file `{}`", .0.display())]
    NoFile(PathBuf),
    #[error(transparent)]
    Store(#[from] Failure),
    #[error(transparent)]
    NotCommitted(#[from] NotCommitted),
    #[error(transparent)]
    Client(#[from] earnest_client::Error),
    #[error("the report cannot be written: {0}")]
    Report(io::Error),
}
