//! Wakes those who wait for a stream. A hint, never a source of truth: who is woken reads the
//! store, and who is not (because another process wrote) looks again by itself now and then.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use earnest::ids::{InstanceId, PartyId};
use tokio::sync::broadcast;

/// What is worth waking up for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Hint {
    /// The stream has entries up to this number.
    Entries(u64),
    /// The run waits for a worker; told on [`QUEUE`].
    Queued(InstanceId),
    /// Something that is never kept, such as who is typing.
    Passing {
        /// What it is.
        kind: &'static str,
        /// As JSON.
        body: String,
        /// Who caused it.
        by: PartyId,
    },
}

/// The channel that tells of runs that wait for a worker. No stream has this identity: a UUIDv7 is
/// never zero.
pub const QUEUE: InstanceId = InstanceId(0);

/// One channel for each stream that somebody waits for.
#[derive(Debug, Default)]
pub struct Hub {
    waiting: Mutex<HashMap<InstanceId, broadcast::Sender<Hint>>>,
}

/// How many hints may wait for a slow listener; one that misses some reads the store anyway.
const BACKLOG: usize = 64;

impl Hub {
    /// Listens to a stream from now on.
    #[must_use]
    pub fn listen(&self, id: InstanceId) -> broadcast::Receiver<Hint> {
        let mut waiting = self.lock();
        // Nobody says goodbye: channels without listeners are swept when there are many.
        if waiting.len() >= 1024 && waiting.len().is_power_of_two() {
            waiting.retain(|_, sender| sender.receiver_count() > 0);
        }
        waiting.entry(id).or_insert_with(|| broadcast::channel(BACKLOG).0).subscribe()
    }

    /// Tells those who listen. Costs a look-up if nobody does.
    pub fn tell(&self, id: InstanceId, hint: Hint) {
        let mut waiting = self.lock();
        if waiting.get(&id).is_some_and(|sender| sender.send(hint).is_err()) {
            waiting.remove(&id);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<InstanceId, broadcast::Sender<Hint>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
