//! What a refused request may not change.

use crate::cast::{Cast, Person, pages};
use crate::json::Json;

/// Wallets, tasks and their journals, at one moment.
#[derive(Debug, PartialEq, Eq)]
pub struct Snapshot(Vec<String>);

impl Snapshot {
    /// The wallets of the buyer and the owner, all the buyer's tasks, and the journals of these.
    #[must_use]
    #[track_caller]
    pub fn of(cast: &Cast, tasks: &[&str]) -> Self {
        let wallet = |person: &Person| format!("{:?}", person.wallet());
        let mut parts = vec![wallet(&cast.buyer), wallet(&cast.owner)];
        for task in tasks {
            parts.push(cast.task(task).to_string());
            parts.extend(cast.journal(task).iter().map(Json::to_string));
        }
        let listed = pages(&cast.buyer.client, "/tasks", "tasks", 100);
        parts.extend(listed.iter().map(Json::to_string));
        Self(parts)
    }
}
