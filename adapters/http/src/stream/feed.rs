//! What the streams of one instance share, and how many streams a caller may have.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use earnest::ids::{InstanceId, PartyId};
use earnest_service::store::{Failure, Store};
use tokio::time::Instant;

use super::events::{Render, Rendered};
use crate::lifecycle::Surfaced;
use crate::problem::{Code, Problem};

/// How often a stream looks for commits of other processes, of which no hint tells.
pub(super) const LOOK: Duration = Duration::from_secs(3);

/// How old another stream's look may be to do for one's own.
const FRESH: Duration = Duration::from_millis(1500);

/// How many entries are read in one go.
const PAGE: u32 = 64;

/// How much of an instance's latest events is kept for its streams: entries, and bytes.
const RECENT: usize = 64;
const RECENT_BYTES: usize = 256 * 1024;

/// The open streams.
#[derive(Debug)]
pub(crate) struct Streams {
    /// How many a caller may have at a time.
    limit: usize,
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    count: usize,
    callers: HashMap<PartyId, usize>,
    feeds: HashMap<InstanceId, Weak<Feed>>,
}

/// A caller's right to one stream, given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Seat {
    streams: Arc<Streams>,
    caller: PartyId,
    pub(super) feed: Arc<Feed>,
}

/// An instance's latest events, read and rendered once for all its streams.
#[derive(Debug)]
pub(super) struct Feed {
    id: InstanceId,
    render: Render,
    recent: Mutex<Recent>,
    /// Held by the one who reads for the others.
    reading: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct Recent {
    /// Without a gap.
    entries: VecDeque<Arc<Rendered>>,
    bytes: usize,
    /// The last entry that there was at the last look, and when that was.
    head: u64,
    looked: Option<Instant>,
}

/// Why a stream looks for new entries.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Look {
    /// There are entries up to this number.
    Hinted(u64),
    /// There may be some.
    Anyway,
}

impl Streams {
    /// None yet; each caller may have `limit` at a time.
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit, open: Mutex::default() }
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.open().count
    }

    /// Opens one.
    ///
    /// # Errors
    ///
    /// 429 `too_many_streams`.
    pub(crate) fn enter<M: Surfaced>(
        self: &Arc<Self>,
        caller: PartyId,
        id: InstanceId,
    ) -> Result<Seat, Problem> {
        let mut open = self.open();
        let theirs = open.callers.entry(caller).or_default();
        if *theirs >= self.limit {
            return Err(Problem::new(Code::TooManyStreams));
        }
        *theirs = theirs.saturating_add(1);
        open.count = open.count.saturating_add(1);
        let known = open.feeds.get(&id).and_then(Weak::upgrade);
        let feed = known.unwrap_or_else(|| Arc::new(Feed::new(id, Rendered::of::<M>)));
        open.feeds.insert(id, Arc::downgrade(&feed));
        Ok(Seat { streams: Arc::clone(self), caller, feed })
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seat {
    /// Whose stream it is.
    pub(super) fn id(&self) -> InstanceId {
        self.feed.id
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut open = self.streams.open();
        open.count = open.count.saturating_sub(1);
        if let Some(theirs) = open.callers.get_mut(&self.caller) {
            *theirs = theirs.saturating_sub(1);
            if *theirs == 0 {
                open.callers.remove(&self.caller);
            }
        }
        // Feeds are handed out under the lock only, so this one is the last that has it.
        if Arc::strong_count(&self.feed) == 1 {
            open.feeds.remove(&self.feed.id);
        }
    }
}

impl Feed {
    fn new(id: InstanceId, render: Render) -> Self {
        Self { id, render, recent: Mutex::default(), reading: tokio::sync::Mutex::default() }
    }

    /// The entries above `number`, in order: the next ones, not necessarily all; none if there
    /// are none.
    ///
    /// # Errors
    ///
    /// The store's, and [`Failure::Damaged`] for an entry that cannot be read.
    pub(super) async fn after(
        &self,
        store: &dyn Store,
        number: u64,
        look: Look,
    ) -> Result<Vec<Arc<Rendered>>, Failure> {
        if let Some(found) = self.recent().answer(number, look) {
            return Ok(found);
        }
        if self.recent().is_behind(number) {
            // What is long past is read for one stream alone, and nobody waits for it.
            return self.read(store, number).await;
        }
        let _reading = self.reading.lock().await;
        if let Some(found) = self.recent().answer(number, look) {
            return Ok(found);
        }
        let looked = Instant::now();
        let found = self.read(store, number).await?;
        self.recent().keep(number, &found, looked);
        Ok(found)
    }

    async fn read(&self, store: &dyn Store, number: u64) -> Result<Vec<Arc<Rendered>>, Failure> {
        let entries = store.entries(self.id, number, PAGE).await?;
        let rendered = entries.into_iter().map(|entry| (self.render)(self.id, entry));
        rendered.map(|entry| entry.map(Arc::new)).collect()
    }

    fn recent(&self) -> MutexGuard<'_, Recent> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Recent {
    /// What follows `number`, if that is known without the store.
    fn answer(&self, number: u64, look: Look) -> Option<Vec<Arc<Rendered>>> {
        let first = self.entries.front().map(|entry| entry.number);
        let skip = first.and_then(|first| number.saturating_add(1).checked_sub(first));
        let skip = skip.and_then(|skip| usize::try_from(skip).ok());
        if let Some(skip) = skip.filter(|skip| *skip < self.entries.len()) {
            return Some(self.entries.iter().skip(skip).cloned().collect());
        }
        let nothing = match look {
            Look::Hinted(known) => known <= number,
            Look::Anyway => {
                self.head <= number && self.looked.is_some_and(|at| at.elapsed() < FRESH)
            }
        };
        nothing.then(Vec::new)
    }

    /// Whether what follows `number` is older than anything that is kept.
    fn is_behind(&self, number: u64) -> bool {
        self.entries.front().is_some_and(|first| number.saturating_add(1) < first.number)
    }

    /// Keeps what was read after `number`.
    fn keep(&mut self, number: u64, found: &[Arc<Rendered>], looked: Instant) {
        let last = self.entries.back().map(|entry| entry.number);
        if last.is_some_and(|last| last != number) {
            self.entries.clear();
            self.bytes = 0;
        }
        for entry in found {
            self.bytes = self.bytes.saturating_add(entry.bytes());
            self.entries.push_back(Arc::clone(entry));
        }
        while self.entries.len() > RECENT || (self.bytes > RECENT_BYTES && self.entries.len() > 1) {
            let Some(oldest) = self.entries.pop_front() else { break };
            self.bytes = self.bytes.saturating_sub(oldest.bytes());
        }
        if found.len() < PAGE as usize {
            self.head = found.last().map_or(number, |entry| entry.number).max(self.head);
            self.looked = Some(looked);
        }
    }
}
