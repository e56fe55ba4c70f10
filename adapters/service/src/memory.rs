//! The in-memory reference store: what every other store has to agree with.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;
use std::ops::Bound::{Excluded, Included, Unbounded};
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use earnest::ids::{Digest, InstanceId, PartyId};
use earnest::ledger::Account;
use earnest::money::Asset;
use earnest::time::Timestamp;

use crate::store::{
    Append, Balances, Booking, Commit, Document, Entry, Failure, NotCommitted, Outgoing, Receipt,
    Sort, Store, Stream, Wallet,
};

/// Keeps everything in maps behind one lock, until it is dropped.
#[derive(Debug, Default)]
pub struct Memory(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    streams: BTreeMap<InstanceId, (Stream, Vec<Entry>)>,
    /// The facet of every stream in a list.
    lists: BTreeMap<String, BTreeMap<InstanceId, String>>,
    /// The streams under every facet of a list: the same pairs, the other way round.
    facets: BTreeMap<String, BTreeMap<String, BTreeSet<InstanceId>>>,
    due: BTreeSet<(Timestamp, InstanceId)>,
    wallets: BTreeMap<PartyId, BTreeMap<Asset, Wallet>>,
    house: BTreeMap<(Asset, Account), i128>,
    assets: BTreeSet<Asset>,
    collections: BTreeMap<String, BTreeMap<String, Document>>,
    tallies: BTreeMap<String, i64>,
    receipts: BTreeMap<Digest, Receipt>,
    outbox: BTreeMap<u128, Outgoing>,
    sendable: BTreeSet<(Timestamp, u128)>,
}

impl Memory {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Every check comes before the first change, so a panic leaves no half of a commit.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// The rest of the checks, in the documented order. Changes nothing.
    fn decide(&self, commit: &Commit) -> Result<Booking, NotCommitted> {
        if commit.receipt.as_ref().is_some_and(|receipt| self.receipts.contains_key(&receipt.key)) {
            return Err(NotCommitted::Answered);
        }
        for append in &commit.appends {
            let id = append.stream.id;
            let kept = self.streams.get(&id).map(|(stream, _)| stream);
            if kept.map_or(0, |stream| stream.number) != append.expected {
                return Err(NotCommitted::Raced(id));
            }
            if kept.is_some_and(|stream| stream.kind != append.stream.kind) {
                return Err(Failure::Malformed(format!("`{id}` is of another kind")).into());
            }
        }
        for write in &commit.documents {
            let kept = self.document(&write.collection, &write.key);
            if kept.map_or(0, |document| document.version) != write.expected {
                let (collection, key) = (write.collection.clone(), write.key.clone());
                return Err(NotCommitted::Conflict { collection, key });
            }
        }
        if let Some(known) = commit.outbox.iter().find(|new| self.outbox.contains_key(&new.id)) {
            let why = format!("the message `{:032x}` is already waiting", known.id);
            return Err(Failure::Malformed(why).into());
        }
        Booking::of(commit, &mut { self })
    }

    /// Keeps what was decided. Cannot fail. The streams that it replaces are left in the commit, to
    /// be freed when nobody waits for the lock.
    fn keep(&mut self, commit: &mut Commit, booking: Booking) {
        self.assets.extend(commit.postings.iter().map(|(asset, _)| *asset));
        self.tallies.extend(booking.tallies);
        for (party, wallet) in booking.wallets {
            self.wallets.entry(party).or_default().insert(wallet.asset, wallet);
        }
        for (asset, account, balance) in booking.house {
            self.house.insert((asset, account), balance);
        }
        for append in &mut commit.appends {
            self.append(append);
        }
        for write in mem::take(&mut commit.documents) {
            let documents = self.collections.entry(write.collection.clone()).or_default();
            match write.body {
                None => documents.remove(&write.key),
                Some(body) => documents.insert(
                    write.key.clone(),
                    Document {
                        collection: write.collection,
                        key: write.key,
                        version: write.expected + 1,
                        body,
                    },
                ),
            };
        }
        for outgoing in mem::take(&mut commit.outbox) {
            self.sendable.insert((outgoing.after, outgoing.id));
            self.outbox.insert(outgoing.id, outgoing);
        }
        if let Some(receipt) = commit.receipt.take() {
            self.receipts.insert(receipt.key, receipt);
        }
    }

    fn append(&mut self, append: &mut Append) {
        let id = append.stream.id;
        for list in &append.unlisted {
            self.unlist(list, id);
        }
        for to in append.listed.drain(..) {
            self.unlist(&to.list, id);
            let facets = self.facets.entry(to.list.clone()).or_default();
            facets.entry(to.facet.clone()).or_default().insert(id);
            self.lists.entry(to.list).or_default().insert(id, to.facet);
        }
        let (stream, entries) = self.streams.entry(id).or_insert_with(|| {
            // Its deadline is a change, too.
            (Stream { deadline: None, ..append.stream.clone() }, Vec::new())
        });
        entries.append(&mut append.entries);
        mem::swap(stream, &mut append.stream);
        let (before, after) = (append.stream.deadline, stream.deadline);
        if before == after {
            return;
        }
        if let Some(deadline) = before {
            self.due.remove(&(deadline, id));
        }
        if let Some(deadline) = after {
            self.due.insert((deadline, id));
        }
    }

    fn unlist(&mut self, list: &str, id: InstanceId) {
        let facet = self.lists.get_mut(list).and_then(|streams| streams.remove(&id));
        let facets = self.facets.get_mut(list);
        if let Some(streams) = facet.zip(facets).and_then(|(facet, of)| of.get_mut(&facet)) {
            streams.remove(&id);
        }
    }

    fn document(&self, collection: &str, key: &str) -> Option<&Document> {
        self.collections.get(collection)?.get(key)
    }

    fn sorted(
        &self,
        ids: impl DoubleEndedIterator<Item = InstanceId>,
        sort: Sort,
        limit: u32,
    ) -> Vec<Stream> {
        match sort {
            Sort::Newest => self.page(ids.rev(), limit),
            Sort::Oldest => self.page(ids, limit),
        }
    }

    fn page(&self, ids: impl Iterator<Item = InstanceId>, limit: u32) -> Vec<Stream> {
        ids.take(size(limit))
            .filter_map(|id| self.streams.get(&id))
            .map(|(stream, _)| stream.clone())
            .collect()
    }
}

impl Balances for &State {
    fn wallet(&mut self, party: PartyId, asset: Asset) -> Result<Option<Wallet>, Failure> {
        Ok(self.wallets.get(&party).and_then(|wallets| wallets.get(&asset)).copied())
    }

    fn house(&mut self, asset: Asset, account: Account) -> Result<i128, Failure> {
        Ok(self.house.get(&(asset, account)).copied().unwrap_or(0))
    }

    fn tally(&mut self, name: &str) -> Result<i64, Failure> {
        Ok(self.tallies.get(name).copied().unwrap_or(0))
    }
}

#[async_trait]
impl Store for Memory {
    async fn commit(&self, mut commit: Commit) -> Result<(), NotCommitted> {
        commit.validate()?;
        let mut state = self.state();
        let booking = state.decide(&commit)?;
        state.keep(&mut commit, booking);
        Ok(())
    }

    async fn stream(&self, id: InstanceId) -> Result<Option<Stream>, Failure> {
        Ok(self.state().streams.get(&id).map(|(stream, _)| stream.clone()))
    }

    async fn entries(&self, id: InstanceId, after: u64, limit: u32) -> Result<Vec<Entry>, Failure> {
        let state = self.state();
        let Some((_, entries)) = state.streams.get(&id) else {
            return Ok(Vec::new());
        };
        // By `Commit::validate` entry n stands in place n - 1.
        let from = usize::try_from(after).unwrap_or(usize::MAX).min(entries.len());
        Ok(entries[from..].iter().take(size(limit)).cloned().collect())
    }

    async fn list(
        &self,
        list: &str,
        facet: Option<&str>,
        after: Option<InstanceId>,
        sort: Sort,
        limit: u32,
    ) -> Result<Vec<Stream>, Failure> {
        let state = self.state();
        let beyond = after.map_or(Unbounded, Excluded);
        let range = match sort {
            Sort::Newest => (Unbounded, beyond),
            Sort::Oldest => (beyond, Unbounded),
        };
        Ok(match facet {
            None => state.lists.get(list).map(|streams| {
                let ids = streams.range(range).map(|(id, _)| *id);
                state.sorted(ids, sort, limit)
            }),
            Some(facet) => state.facets.get(list).and_then(|of| of.get(facet)).map(|streams| {
                let ids = streams.range(range).copied();
                state.sorted(ids, sort, limit)
            }),
        }
        .unwrap_or_default())
    }

    async fn tally(&self, name: &str) -> Result<i64, Failure> {
        Ok(self.state().tallies.get(name).copied().unwrap_or(0))
    }

    async fn due(&self, now: Timestamp, limit: u32) -> Result<Vec<InstanceId>, Failure> {
        let state = self.state();
        let due = state.due.iter().take_while(|(deadline, _)| *deadline <= now);
        Ok(due.take(size(limit)).map(|(_, id)| *id).collect())
    }

    async fn streams(&self, after: Option<InstanceId>, limit: u32) -> Result<Vec<Stream>, Failure> {
        let state = self.state();
        let above = (after.map_or(Unbounded, Excluded), Unbounded);
        Ok(state.page(state.streams.range(above).map(|(id, _)| *id), limit))
    }

    async fn wallets(&self, party: PartyId) -> Result<Vec<Wallet>, Failure> {
        let state = self.state();
        Ok(state.wallets.get(&party).into_iter().flat_map(BTreeMap::values).copied().collect())
    }

    async fn all_wallets(
        &self,
        after: Option<(PartyId, Asset)>,
        limit: u32,
    ) -> Result<Vec<(PartyId, Wallet)>, Failure> {
        let state = self.state();
        let from = after.map_or(Unbounded, |(party, _)| Included(party));
        let parties = state.wallets.range((from, Unbounded));
        let rows =
            parties.flat_map(|(party, wallets)| wallets.values().map(|wallet| (*party, *wallet)));
        let left = rows.skip_while(|(party, wallet)| Some((*party, wallet.asset)) <= after);
        Ok(left.take(size(limit)).collect())
    }

    async fn balance(&self, asset: Asset, account: Account) -> Result<i128, Failure> {
        Ok(self.state().house.get(&(asset, account)).copied().unwrap_or(0))
    }

    async fn assets(&self) -> Result<Vec<Asset>, Failure> {
        Ok(self.state().assets.iter().copied().collect())
    }

    async fn document(&self, collection: &str, key: &str) -> Result<Option<Document>, Failure> {
        Ok(self.state().document(collection, key).cloned())
    }

    async fn documents(
        &self,
        collection: &str,
        prefix: &str,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<Document>, Failure> {
        let state = self.state();
        let Some(documents) = state.collections.get(collection) else {
            return Ok(Vec::new());
        };
        let from = match after {
            Some(after) if after >= prefix => Excluded(after),
            Some(_) | None => Included(prefix),
        };
        let rows = documents.range::<str, _>((from, Unbounded));
        let matching = rows.take_while(|(key, _)| key.starts_with(prefix));
        Ok(matching.take(size(limit)).map(|(_, document)| document.clone()).collect())
    }

    async fn receipt(&self, key: Digest) -> Result<Option<Receipt>, Failure> {
        Ok(self.state().receipts.get(&key).cloned())
    }

    async fn outbox(&self, now: Timestamp, limit: u32) -> Result<Vec<Outgoing>, Failure> {
        let state = self.state();
        let waiting = state.sendable.iter().take_while(|(after, _)| *after <= now);
        let ids = waiting.take(size(limit)).map(|(_, id)| id);
        Ok(ids.filter_map(|id| state.outbox.get(id)).cloned().collect())
    }

    async fn settle(&self, id: u128, retry: Option<Timestamp>) -> Result<(), Failure> {
        let mut state = self.state();
        let Some(mut outgoing) = state.outbox.remove(&id) else {
            return Ok(());
        };
        state.sendable.remove(&(outgoing.after, id));
        if let Some(after) = retry {
            outgoing.after = after;
            state.sendable.insert((after, id));
            state.outbox.insert(id, outgoing);
        }
        Ok(())
    }

    async fn ready(&self) -> Result<(), Failure> {
        Ok(())
    }
}

fn size(limit: u32) -> usize {
    usize::try_from(limit).unwrap_or(usize::MAX)
}
