//! A million tasks, against the stores themselves: over HTTP that many would take longer than anyone waits.

use std::path::Path;

use super::report::Asked;
use crate::Fallible;

/// PLACE FOR THE STORE-LEVEL RUN: once the stores are there, depend on `earnest-service` and `earnest-sqlite`, seed each
/// store with 10^2, 10^4 and 10^6 instances through `Store::commit` in batches, and time on random ones, in rounds over
/// all sizes: a commit, a load, a page of a list, what is due, the feed after a cursor. Each timing is an
/// [`Asked`] with its subject and size, so that the report needs no change.
pub(super) fn million(_place: &Path) -> Fallible<Vec<Asked>> {
    Err("`--full` needs the store-level run, which is not written yet".into())
}
