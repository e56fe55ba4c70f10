//! The envelope of answers that have one thing in them.

use serde::Deserialize;

/// An answer with one member beside `success`, whatever it is called.
#[derive(Debug, Deserialize)]
pub(crate) struct Only<T> {
    #[serde(
        alias = "task",
        alias = "agent",
        alias = "proposal",
        alias = "message",
        alias = "wallet",
        alias = "now"
    )]
    pub(crate) it: T,
}
