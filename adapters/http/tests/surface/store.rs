//! A store that counts what is read and written, and can be made to fail.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use earnest::ids::{Digest, InstanceId, PartyId};
use earnest::ledger::Account;
use earnest::money::Asset;
use earnest::time::Timestamp;
use earnest_service::Memory;
use earnest_service::store::{
    Commit, Document, Entry, Failure, NotCommitted, Outgoing, Receipt, Sort, Store, Stream, Wallet,
};
use tokio::task::yield_now;

#[derive(Debug, Default)]
pub(crate) struct Watched {
    inner: Memory,
    /// How often entries were asked for, and how many were given.
    pub(crate) asked: AtomicU64,
    pub(crate) given: AtomicU64,
    /// How many commits were under way at once at most, and how many were not kept.
    pub(crate) at_once: AtomicU64,
    pub(crate) refused: AtomicU64,
    committing: AtomicU64,
    /// What reading entries answers instead.
    failure: Mutex<Option<Failure>>,
}

impl Watched {
    pub(crate) fn fail(&self, failure: Option<Failure>) {
        *self.failure.lock().unwrap() = failure;
    }
}

#[async_trait]
impl Store for Watched {
    async fn entries(&self, id: InstanceId, after: u64, limit: u32) -> Result<Vec<Entry>, Failure> {
        if let Some(failure) = self.failure.lock().unwrap().clone() {
            return Err(failure);
        }
        let entries = self.inner.entries(id, after, limit).await?;
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.given.fetch_add(entries.len() as u64, Ordering::Relaxed);
        Ok(entries)
    }

    async fn ready(&self) -> Result<(), Failure> {
        let failure = self.failure.lock().unwrap().clone();
        failure.map_or(Ok(()), Err)
    }

    async fn commit(&self, commit: Commit) -> Result<(), NotCommitted> {
        let before = self.committing.fetch_add(1, Ordering::Relaxed);
        self.at_once.fetch_max(before + 1, Ordering::Relaxed);
        // Others come between, as they do while a disk is waited for.
        yield_now().await;
        let kept = self.inner.commit(commit).await;
        self.committing.fetch_sub(1, Ordering::Relaxed);
        self.refused.fetch_add(kept.is_err().into(), Ordering::Relaxed);
        kept
    }

    async fn stream(&self, id: InstanceId) -> Result<Option<Stream>, Failure> {
        self.inner.stream(id).await
    }

    async fn list(
        &self,
        list: &str,
        facet: Option<&str>,
        after: Option<InstanceId>,
        sort: Sort,
        limit: u32,
    ) -> Result<Vec<Stream>, Failure> {
        self.inner.list(list, facet, after, sort, limit).await
    }

    async fn tally(&self, name: &str) -> Result<i64, Failure> {
        self.inner.tally(name).await
    }

    async fn due(&self, now: Timestamp, limit: u32) -> Result<Vec<InstanceId>, Failure> {
        self.inner.due(now, limit).await
    }

    async fn streams(&self, after: Option<InstanceId>, limit: u32) -> Result<Vec<Stream>, Failure> {
        self.inner.streams(after, limit).await
    }

    async fn wallets(&self, party: PartyId) -> Result<Vec<Wallet>, Failure> {
        self.inner.wallets(party).await
    }

    async fn all_wallets(
        &self,
        after: Option<(PartyId, Asset)>,
        limit: u32,
    ) -> Result<Vec<(PartyId, Wallet)>, Failure> {
        self.inner.all_wallets(after, limit).await
    }

    async fn balance(&self, asset: Asset, account: Account) -> Result<i128, Failure> {
        self.inner.balance(asset, account).await
    }

    async fn assets(&self) -> Result<Vec<Asset>, Failure> {
        self.inner.assets().await
    }

    async fn document(&self, collection: &str, key: &str) -> Result<Option<Document>, Failure> {
        self.inner.document(collection, key).await
    }

    async fn documents(
        &self,
        collection: &str,
        prefix: &str,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<Document>, Failure> {
        self.inner.documents(collection, prefix, after, limit).await
    }

    async fn receipt(&self, key: Digest) -> Result<Option<Receipt>, Failure> {
        self.inner.receipt(key).await
    }

    async fn outbox(&self, now: Timestamp, limit: u32) -> Result<Vec<Outgoing>, Failure> {
        self.inner.outbox(now, limit).await
    }

    async fn settle(&self, id: u128, retry: Option<Timestamp>) -> Result<(), Failure> {
        self.inner.settle(id, retry).await
    }
}
