//! The streams that were written last, as they are on disk. Every command begins by reading one,
//! and a reader's own page cache is void after each commit; and the writer need not ask where one is
//! that it has written before.
//!
//! INVARIANT (behind the disk): only the writer puts something in, after it is durable and before
//! it is answered; and the lock on the file keeps every other process from writing. So what is
//! found here is what a query would find.

use std::collections::{BTreeMap, HashMap};
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use earnest::ids::InstanceId;
use earnest_service::SharedText;
use earnest_service::store::{Append, Commit, Entry, Stream};

/// Entries are kept of streams that have no more than this many.
const ENTRIES: usize = 32;

/// Streams by identity, in two generations: when the younger is full, it becomes the older, and
/// what was not touched meanwhile is dropped with the one before it.
#[derive(Debug)]
pub(crate) struct Cache {
    /// How many bytes one generation holds; 0 keeps nothing.
    bytes: usize,
    kept: Mutex<Generations>,
}

/// Where a stream is on disk.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// The number of its row.
    pub(crate) row: i64,
    /// The lists that it is in, as its row names them.
    pub(crate) listed: SharedText,
}

#[derive(Debug, Default)]
struct Generations {
    young: HashMap<InstanceId, Arc<Known>>,
    old: HashMap<InstanceId, Arc<Known>>,
    /// Of the younger.
    bytes: usize,
}

#[derive(Clone, Debug)]
struct Known {
    stream: Stream,
    place: Place,
    /// All of them, or `None` where the first ones are not known.
    entries: Option<Vec<Entry>>,
    /// How many bytes the entries take.
    written: usize,
}

impl Cache {
    pub(crate) fn new(bytes: usize) -> Self {
        Self { bytes, kept: Mutex::default() }
    }

    /// Takes over what a commit wrote and where, once it is durable.
    pub(crate) fn keep(&self, commit: &Commit, places: &BTreeMap<InstanceId, Place>) {
        if self.bytes == 0 || commit.appends.is_empty() {
            return;
        }
        let mut kept = self.lock();
        for append in &commit.appends {
            let id = append.stream.id;
            let before = kept.take(id);
            // By the batch, whatever was appended to has a place.
            let Some(place) = places.get(&id) else { continue };
            let known = Known::after(before, append, place.clone());
            kept.bytes = kept.bytes.saturating_add(known.size());
            kept.young.insert(id, Arc::new(known));
        }
        if kept.bytes > self.bytes {
            kept.old = mem::take(&mut kept.young);
            kept.bytes = 0;
        }
    }

    pub(crate) fn stream(&self, id: InstanceId) -> Option<Stream> {
        self.find(id).map(|known| known.stream.clone())
    }

    /// What the writer has to know of a stream before it writes.
    pub(crate) fn known<T>(
        &self,
        id: InstanceId,
        look: impl FnOnce(&Stream, &Place) -> T,
    ) -> Option<T> {
        self.find(id).map(|known| look(&known.stream, &known.place))
    }

    /// Entries as [`Store::entries`](earnest_service::store::Store::entries) gives them, if all
    /// of the stream's are known.
    pub(crate) fn entries(&self, id: InstanceId, after: u64, limit: u32) -> Option<Vec<Entry>> {
        let known = self.find(id)?;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let page = known.entries.as_ref()?.iter().filter(|entry| entry.number > after);
        Some(page.take(limit).cloned().collect())
    }

    /// Shared, so that nobody waits while its texts are copied.
    fn find(&self, id: InstanceId) -> Option<Arc<Known>> {
        if self.bytes == 0 {
            return None;
        }
        let kept = self.lock();
        kept.young.get(&id).or_else(|| kept.old.get(&id)).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, Generations> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Generations {
    fn take(&mut self, id: InstanceId) -> Option<Known> {
        let known = match self.young.remove(&id) {
            Some(known) => {
                self.bytes = self.bytes.saturating_sub(known.size());
                Some(known)
            }
            None => self.old.remove(&id),
        };
        known.map(|known| Arc::try_unwrap(known).unwrap_or_else(|shared| (*shared).clone()))
    }
}

impl Known {
    fn after(before: Option<Self>, append: &Append, place: Place) -> Self {
        let written = before.as_ref().map_or(0, |before| before.written);
        let entries = match before {
            None if append.expected == 0 => Some(Vec::new()),
            None => None,
            // A stream that is not the one before would be a gap.
            Some(before) if before.stream.number != append.expected => None,
            Some(before) => before.entries,
        };
        let entries = entries.filter(|known| known.len() + append.entries.len() <= ENTRIES);
        let entries = entries.map(|mut entries| {
            entries.extend(append.entries.iter().cloned());
            entries
        });
        let fresh = append.entries.iter().map(|entry| {
            entry.body.len() + entry.document.as_ref().map_or(0, |text| text.len()) + 128
        });
        let written = entries.as_ref().map_or(0, |_| written + fresh.sum::<usize>());
        Self { stream: append.stream.clone(), place, entries, written }
    }

    /// About how many bytes it takes.
    fn size(&self) -> usize {
        let brief = self.stream.brief.as_ref().map_or(0, |brief| brief.len());
        // What was read is kept beside the text.
        let lasting = 2 * (self.stream.basis.len() + self.stream.snapshot.len() + brief);
        lasting + self.place.listed.len() + 512 + self.written
    }
}
