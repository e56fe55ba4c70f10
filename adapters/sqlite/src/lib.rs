//! The embedded store of `earnest`: one SQLite file, one thread that writes, and readers that it
//! never keeps waiting.
//!
//! Commands that arrive while a transaction is written join it, and those that arrive while it is
//! made durable are kept together in the next one (group commit), so that an fsync is shared by
//! everyone who waits for it. A command is answered only
//! when it is durable. The cost of a command does not grow with what the file holds.
//!
//! Beside `FILE` stand SQLite's own `FILE-wal` and `FILE-shm`, `FILE.lock` (held while a server
//! uses the file) and `FILE.anchor` (the last commit known to be durable: a file that ends before
//! it has lost commits and is refused).
//!
//! After a full disk the writer rolls back and goes on. After a failed write or fsync it refuses
//! everything until a restart, as a second fsync would claim what the first has dropped. Reads
//! go on in both cases.

use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use earnest::ids::{Digest, InstanceId, PartyId};
use earnest::ledger::Account;
use earnest::money::Asset;
use earnest::time::Timestamp;
use earnest_service::store::{
    Commit, Document, Entry, Failure, NotCommitted, Outgoing, Receipt, Sort, Store, Stream, Wallet,
};

mod batch;
mod cache;
mod error;
mod files;
mod read;
mod readers;
mod schema;
mod statements;
mod values;
mod writer;

pub use error::OpenError;

use cache::Cache;
use readers::Readers;
use values::Col;
use writer::{Work, Writer};

/// A store in one file.
#[derive(Debug)]
pub struct Sqlite {
    // Declared first and so dropped first: the last connection to a file tidies up behind it, and
    // only the writer may.
    readers: Readers,
    writer: Option<Writer>,
    cache: Arc<Cache>,
}

/// How a file is used.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How many commands may wait; one more is answered [`Failure::Busy`].
    pub queue: usize,
    /// How many commands one transaction may keep.
    pub batch: usize,
    /// How many pages of 4 KiB the file may grow to; `None` for as many as the disk holds.
    pub max_pages: Option<u32>,
    /// About how many bytes of streams are kept in memory, in each of two generations; 0 for
    /// none.
    pub cache: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { queue: 4_096, batch: 256, max_pages: None, cache: 64 << 20 }
    }
}

impl Sqlite {
    /// Opens a file, or makes it, for the only server that uses it.
    ///
    /// # Errors
    ///
    /// See [`OpenError`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self, OpenError> {
        Self::open_with(path, &Settings::default())
    }

    /// The same with other limits.
    ///
    /// # Errors
    ///
    /// See [`OpenError`].
    pub fn open_with(path: impl AsRef<Path>, settings: &Settings) -> Result<Self, OpenError> {
        let path = files::canonical(path.as_ref())?;
        let cache = Arc::new(Cache::new(settings.cache));
        let writer = Writer::open(&path, settings, Arc::clone(&cache))?;
        Ok(Self { readers: Readers::pool(&path), writer: Some(writer), cache })
    }

    /// Opens a file to look at it, whether a server uses it or not. Everything is read as of this
    /// moment, so that an audit sees balances and journals that belong together. Commits are
    /// answered [`Failure::Unavailable`].
    ///
    /// The server's log cannot shrink while it is held, so drop it soon.
    ///
    /// # Errors
    ///
    /// See [`OpenError`]; never [`OpenError::InUse`].
    pub fn open_read_only(path: impl AsRef<Path>) -> Result<Self, OpenError> {
        let path = files::canonical(path.as_ref())?;
        Ok(Self {
            readers: Readers::snapshot(&path)?,
            writer: None,
            cache: Arc::new(Cache::new(0)),
        })
    }

    /// Keeps what is queued, checkpoints, and lets go of the file: when it returns, another
    /// server may open it. Commits are refused from then on. Dropping the store does the same.
    pub async fn close(&self) {
        self.readers.close();
        if let Some(writer) = &self.writer {
            writer.close().await;
        }
    }

    async fn write(&self, work: Work) -> Result<(), NotCommitted> {
        match &self.writer {
            Some(writer) => writer.write(work).await,
            None => Err(read_only().into()),
        }
    }
}

fn read_only() -> Failure {
    Failure::Unavailable("the file was opened to be read".to_owned())
}

#[async_trait]
impl Store for Sqlite {
    async fn commit(&self, commit: Commit) -> Result<(), NotCommitted> {
        commit.validate()?;
        self.write(Work::Commit(Box::new(commit))).await
    }

    async fn stream(&self, id: InstanceId) -> Result<Option<Stream>, Failure> {
        match self.cache.stream(id) {
            Some(stream) => Ok(Some(stream)),
            None => self.readers.ask(|db| read::stream(db, id)),
        }
    }

    async fn entries(&self, id: InstanceId, after: u64, limit: u32) -> Result<Vec<Entry>, Failure> {
        match self.cache.entries(id, after, limit) {
            Some(entries) => Ok(entries),
            None => self.readers.ask(|db| read::entries(db, id, after, limit)),
        }
    }

    async fn list(
        &self,
        list: &str,
        facet: Option<&str>,
        after: Option<InstanceId>,
        sort: Sort,
        limit: u32,
    ) -> Result<Vec<Stream>, Failure> {
        // Several statements that have to see one moment.
        self.readers.ask_at_once(|db| read::list(db, list, facet, after, sort, limit))
    }

    async fn tally(&self, name: &str) -> Result<i64, Failure> {
        self.readers.ask(|db| read::tally(db, name))
    }

    async fn due(&self, now: Timestamp, limit: u32) -> Result<Vec<InstanceId>, Failure> {
        self.readers.ask(|db| read::due(db, now, limit))
    }

    async fn streams(&self, after: Option<InstanceId>, limit: u32) -> Result<Vec<Stream>, Failure> {
        self.readers.ask(|db| read::streams(db, after, limit))
    }

    async fn wallets(&self, party: PartyId) -> Result<Vec<Wallet>, Failure> {
        self.readers.ask(|db| read::wallets(db, party))
    }

    async fn all_wallets(
        &self,
        after: Option<(PartyId, Asset)>,
        limit: u32,
    ) -> Result<Vec<(PartyId, Wallet)>, Failure> {
        self.readers.ask(|db| read::all_wallets(db, after, limit))
    }

    async fn balance(&self, asset: Asset, account: Account) -> Result<i128, Failure> {
        self.readers.ask(|db| read::balance(db, asset, account))
    }

    async fn assets(&self) -> Result<Vec<Asset>, Failure> {
        self.readers.ask(read::assets)
    }

    async fn document(&self, collection: &str, key: &str) -> Result<Option<Document>, Failure> {
        self.readers.ask(|db| read::document(db, collection, key))
    }

    async fn documents(
        &self,
        collection: &str,
        prefix: &str,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<Document>, Failure> {
        self.readers.ask(|db| read::documents(db, collection, prefix, after, limit))
    }

    async fn receipt(&self, key: Digest) -> Result<Option<Receipt>, Failure> {
        self.readers.ask(|db| read::receipt(db, key))
    }

    async fn outbox(&self, now: Timestamp, limit: u32) -> Result<Vec<Outgoing>, Failure> {
        self.readers.ask(|db| read::outbox(db, now, limit))
    }

    async fn settle(&self, id: u128, retry: Option<Timestamp>) -> Result<(), Failure> {
        match self.write(Work::Settle { id, retry }).await {
            Ok(()) => Ok(()),
            Err(NotCommitted::Failed(failure)) => Err(failure),
            Err(other) => Err(Failure::Damaged(other.to_string())),
        }
    }

    async fn ready(&self) -> Result<(), Failure> {
        match &self.writer {
            Some(writer) => writer.ready(),
            None => Err(read_only()),
        }
    }
}
