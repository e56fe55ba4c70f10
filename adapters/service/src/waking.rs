//! Who has to look for work: agents that became free and tasks that began to wait. A hint, never
//! a source of truth: what is missed is found by looking at everything now and then.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use earnest::ids::{InstanceId, PartyId};
use tokio::sync::Notify;

use crate::directory::collection;
use crate::dispatch::WAITING;
use crate::hosted::names;
use crate::store::{Append, Commit};

/// Something that may bring a waiting task and an agent together.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Wake {
    /// An agent works on one task less, or is new.
    Agent(PartyId),
    /// A task waits for the platform since now: its agent may have become free while it was
    /// decided.
    Task(InstanceId),
}

/// What a commit wakes.
pub(crate) fn wakes(commit: &Commit) -> Vec<Wake> {
    let freed = commit.tallies.iter().filter(|tally| tally.change < 0);
    let freed = freed.filter_map(|tally| tally.name.strip_prefix(names::LOAD)?.parse().ok());
    let agents = [collection::AGENTS, collection::CREDIT_AGENTS];
    let new = commit.documents.iter().filter(|write| agents.contains(&&*write.collection));
    let new = new.filter_map(|write| write.key.parse().ok());
    let waits = |list: &str| WAITING.contains(&list);
    let waiting =
        commit.appends.iter().filter(|it| it.listed.iter().any(|listing| waits(&listing.list)));
    let agents = freed.chain(new).map(Wake::Agent);
    agents.chain(waiting.map(|it| Wake::Task(it.stream.id))).collect()
}

/// The runs that wait for a worker since a commit.
pub(crate) fn queued(commit: &Commit) -> Vec<InstanceId> {
    let waits = |it: &&Append| it.listed.iter().any(|listing| listing.list == names::QUEUED);
    commit.appends.iter().filter(waits).map(|it| it.stream.id).collect()
}

/// What was woken and not yet looked at, each once.
#[derive(Debug, Default)]
pub(crate) struct Waking {
    woken: Mutex<BTreeSet<Wake>>,
    more: Notify,
}

impl Waking {
    /// Wakes. Nothing at all costs nothing.
    pub(crate) fn wake(&self, wakes: Vec<Wake>) {
        if !wakes.is_empty() {
            self.lock().extend(wakes);
            self.more.notify_one();
        }
    }

    /// The next one, as soon as there is one. For one listener.
    pub(crate) async fn next(&self) -> Wake {
        loop {
            if let Some(wake) = self.lock().pop_first() {
                return wake;
            }
            self.more.notified().await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeSet<Wake>> {
        self.woken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
