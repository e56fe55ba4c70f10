//! The body of commands that are one word, or none.

use serde::Serialize;

/// What is to be done.
#[derive(Serialize)]
pub(crate) struct Action {
    pub(crate) action: &'static str,
}

/// The path says it all.
#[derive(Serialize)]
pub(crate) struct Nothing {}
