//! The entries of an instance that a view needs, read together.

use std::collections::BTreeMap;

use earnest::{Machine, Record};
use earnest_service::store::{Entry, Failure, Store};
use earnest_service::{Held, Hosted};
use serde::de::DeserializeOwned;

/// How many entries are read in one go when an instance has no more than that.
const FEW: u32 = 32;

/// Entries by number: the new ones of the command under way before those that are kept.
#[derive(Debug, Default)]
pub(crate) struct Documents(BTreeMap<u64, Entry>);

impl Documents {
    /// The entries that a view shows: the brief, and what each command left.
    ///
    /// # Errors
    ///
    /// The store's.
    pub(crate) async fn of<M: Hosted>(store: &dyn Store, held: &Held<M>) -> Result<Self, Failure> {
        let mut found: BTreeMap<u64, Entry> =
            held.fresh().iter().map(|entry| (entry.number, entry.clone())).collect();
        let wanted = held.places.values().flatten().copied().chain([1]);
        let missing: Vec<u64> = wanted.filter(|number| !found.contains_key(number)).collect();
        let id = held.instance.id;
        if !missing.is_empty() && held.number() <= FEW.into() {
            for entry in store.entries(id, 0, FEW).await? {
                found.entry(entry.number).or_insert(entry);
            }
        } else {
            for number in missing {
                let page = store.entries(id, number.saturating_sub(1), 1).await?;
                found.extend(page.into_iter().map(|entry| (entry.number, entry)));
            }
        }
        Ok(Self(found))
    }

    /// One entry and nothing else.
    #[must_use]
    pub(crate) fn alone(entry: Entry) -> Self {
        Self(BTreeMap::from([(entry.number, entry)]))
    }

    /// An entry.
    #[must_use]
    pub(crate) fn entry(&self, number: u64) -> Option<&Entry> {
        self.0.get(&number)
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
