//! The entries of an instance that a view needs, read together.

use earnest::{Machine, Record};
use earnest_service::store::{Entry, Failure, Store};
use earnest_service::{Held, Hosted};
use serde::de::DeserializeOwned;

/// How many entries are read in one go, when those that are wanted lie so close together.
const FEW: u64 = 32;

/// A few entries: the new ones of the command under way, and what is kept.
#[derive(Debug, Default)]
pub(crate) struct Documents(Vec<Entry>);

impl Documents {
    /// The entries that a view shows: what these commands left.
    ///
    /// # Errors
    ///
    /// The store's.
    pub(crate) async fn of<M: Hosted>(
        store: &dyn Store,
        held: &Held<M>,
        commands: &[&str],
    ) -> Result<Self, Failure> {
        let mut found = held.fresh().to_vec();
        let wanted = held.places.iter().filter(|(command, _)| commands.contains(&&***command));
        let wanted = wanted.flat_map(|(_, numbers)| numbers);
        let mut missing: Vec<u64> =
            wanted.copied().filter(|number| *number <= held.kept()).collect();
        missing.sort_unstable();
        let (Some(first), Some(last)) = (missing.first(), missing.last()) else {
            return Ok(Self(found));
        };
        let span = last.abs_diff(*first).saturating_add(1);
        let runs = if span <= FEW {
            vec![(*first, span)]
        } else {
            missing.into_iter().map(|number| (number, 1)).collect()
        };
        for (first, count) in runs {
            let count = u32::try_from(count).unwrap_or(u32::MAX);
            found.extend(store.entries(held.instance.id, first.saturating_sub(1), count).await?);
        }
        Ok(Self(found))
    }

    /// One entry and nothing else.
    #[must_use]
    pub(crate) fn alone(entry: Entry) -> Self {
        Self(vec![entry])
    }

    /// An entry.
    #[must_use]
    pub(crate) fn entry(&self, number: u64) -> Option<&Entry> {
        self.0.iter().find(|entry| entry.number == number)
    }

    /// What came with an entry; `None` if nothing did or it is of another kind.
    #[must_use]
    pub(crate) fn document<T: DeserializeOwned>(&self, number: u64) -> Option<T> {
        serde_json::from_str(self.entry(number)?.document.as_deref()?).ok()
    }

    /// The record that an entry is.
    #[must_use]
    pub(crate) fn record<M: Machine>(&self, number: u64) -> Option<Record<M>> {
        serde_json::from_str(&self.entry(number)?.body).ok()
    }
}
