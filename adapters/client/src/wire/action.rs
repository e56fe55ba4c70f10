//! The body of commands that are one word.

use serde::Serialize;

/// What is to be done.
#[derive(Serialize)]
pub(crate) struct Action {
    pub(crate) action: &'static str,
}
