//! Where streams are kept. A store knows no lifecycle: it keeps texts, sequence numbers, balances
//! and deadlines, and changes them all at once or not at all.
//!
//! It assumes no single process. Every write states what it expects to find, so that two writers in
//! two processes are told apart by the store alone; nothing relies on an in-process lock or on a
//! global order of commits (STORE-04).

use std::borrow::Cow;
use std::fmt::Debug;

use async_trait::async_trait;
use earnest::ids::{Digest, InstanceId, PartyId};
use earnest::ledger::{Account, Posting};
use earnest::money::Asset;
use earnest::time::Timestamp;

use crate::text::{Image, SharedText};

mod booking;
mod validate;

pub use booking::{Balances, Booking};

/// Everything that one command changes. All of it is kept, or none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Commit {
    /// What is added to streams, at most once each.
    pub appends: Vec<Append>,
    /// What moves between accounts, in order. Escrow accounts have no row of their own: an
    /// instance's snapshot says what its escrow holds, so a store books the other side only.
    pub postings: Vec<(Asset, Posting)>,
    /// Changes of what parties have in open instances.
    pub positions: Vec<Position>,
    /// Documents outside of streams: users, keys, agents, names.
    pub documents: Vec<Write>,
    /// Bounded counts: an agent's running tasks, a task's proposals, an agent's stars. Each name at
    /// most once.
    pub tallies: Vec<Tally>,
    /// The stored answer to a request that may be repeated.
    pub receipt: Option<Receipt>,
    /// Messages to the outside world, kept until they are sent.
    pub outbox: Vec<Outgoing>,
}

/// What is added to one stream.
#[derive(Clone, Debug, PartialEq)]
pub struct Append {
    /// The stream as it stands after `entries`. `stream.number` is its last entry's number.
    pub stream: Stream,
    /// How many entries the stream had when this was decided; 0 if it did not exist. Another number
    /// in the store is a lost race (STORE-02).
    pub expected: u64,
    /// The new entries, numbered from `expected + 1` without a gap. Never empty (STORE-09).
    pub entries: Vec<Entry>,
    /// Lists in which the stream is shown from now on, or shown with another facet.
    pub listed: Vec<Listing>,
    /// Lists in which it no longer is.
    pub unlisted: Vec<String>,
}

/// What a stream or an entry is: a word of ours, which costs nothing to give or to copy, or one that
/// a store read.
pub type Kind = Cow<'static, str>;

/// A sequence of entries under one identity, with what they add up to.
#[derive(Clone, Debug, PartialEq)]
pub struct Stream {
    /// Its identity; time-ordered (UUIDv7), so that lists are in order of creation.
    pub id: InstanceId,
    /// What it is a stream of, such as `marketplace`. Never changes.
    pub kind: Kind,
    /// The number of its last entry.
    pub number: u64,
    /// The hash of its last entry.
    pub head: Digest,
    /// What never changes, as JSON: an instance's terms. Written once, when the stream is made;
    /// later commits bring the same, and a store need not look at it again.
    pub basis: Image,
    /// What it is about, as JSON: the document of its first entry, at hand wherever it is shown.
    /// Written once, as the basis is.
    pub brief: Option<Image>,
    /// What its entries add up to, as JSON.
    pub snapshot: Image,
    /// When it is due next. `None` takes it off the timer's list.
    pub deadline: Option<Timestamp>,
}

/// One fact in a stream.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its place, from 1.
    pub number: u64,
    /// When it happened.
    pub at: Timestamp,
    /// What it is, such as `record` or `message`.
    pub kind: Kind,
    /// The fact, as JSON.
    pub body: SharedText,
    /// What came with it, as JSON: a brief, a delivery, a message.
    pub document: Option<SharedText>,
    /// Binds it to every entry before it.
    pub hash: Digest,
}

/// A place of a stream in a list. A list may hold any number of streams, but a few facets only:
/// a page that is not filtered may be merged from one run a facet.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Listing {
    /// The list, such as `buyer/<party>`.
    pub list: String,
    /// What the list can be filtered by, such as a status.
    pub facet: String,
}

/// A change of what a party has in open instances. The sums are kept beside its balance.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Position {
    /// Whose.
    pub party: PartyId,
    /// In what.
    pub asset: Asset,
    /// Change of what it has paid in and may get back, in minor units.
    pub held: i128,
    /// Change of what it may earn, in minor units.
    pub pending: i128,
}

/// A change of a count. Changes commute, so that many writers can share one count without racing;
/// a bound makes it a capacity.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Tally {
    /// What is counted, such as `load/<agent>`. A count never written is 0.
    pub name: String,
    /// By how much the count changes.
    pub change: i64,
    /// The commit is refused if the count would grow beyond this. A count that is beyond it already
    /// may shrink (STORE-08).
    pub at_most: Option<i64>,
}

/// Which end of a list a page starts from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Sort {
    /// Newest first: what people read.
    Newest,
    /// Oldest first: what is waited for in a queue.
    Oldest,
}

/// What a party has of one asset, in minor units.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Wallet {
    /// In what.
    pub asset: Asset,
    /// What it can spend; below zero if it owes.
    pub balance: i128,
    /// What it has paid in to open instances.
    pub held: i128,
    /// What it may earn from open instances.
    pub pending: i128,
}

/// A document outside of streams.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Document {
    /// Such as `user`.
    pub collection: String,
    /// Unique in its collection.
    pub key: String,
    /// How often it was written, from 1.
    pub version: u64,
    /// As JSON.
    pub body: String,
}

/// A change of a document.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Write {
    /// Such as `user`.
    pub collection: String,
    /// Unique in its collection.
    pub key: String,
    /// The version it had when this was decided; 0 if it did not exist, which makes keys unique.
    /// Another version in the store is a lost race. A deleted document starts again from 0.
    pub expected: u64,
    /// As JSON; `None` deletes.
    pub body: Option<String>,
}

/// The stored answer to a request that may be repeated (STORE-05).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Receipt {
    /// Made of who asked, what for, and the idempotency key.
    pub key: Digest,
    /// Made of the request's payload: the same key with another payload is a conflict.
    pub payload: Digest,
    /// When it was answered.
    pub at: Timestamp,
    /// The answer, as the surface wants it back.
    pub answer: String,
}

/// A message to the outside world.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Outgoing {
    /// Its identity; time-ordered.
    pub id: u128,
    /// Not to be sent before.
    pub after: Timestamp,
    /// As JSON.
    pub body: String,
}

/// Why nothing was committed.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotCommitted {
    /// Somebody else was first: load again and decide again.
    #[error("the stream `{0}` has moved on")]
    Raced(InstanceId),
    /// Somebody else wrote the document first, or the key is taken.
    #[error("the document `{collection}/{key}` has another version")]
    Conflict {
        /// Its collection.
        collection: String,
        /// Its key.
        key: String,
    },
    /// A count would pass its bound.
    #[error("the count `{0}` is at its bound")]
    Full(String),
    /// A wallet would go below zero (STORE-03, MONEY-13).
    #[error("the wallet of `{party}` holds too little")]
    Insufficient {
        /// Whose wallet.
        party: PartyId,
        /// Of what.
        asset: Asset,
        /// What it holds, in minor units.
        balance: i128,
    },
    /// The request was answered meanwhile: read the receipt.
    #[error("the request was answered before")]
    Answered,
    /// The store failed.
    #[error(transparent)]
    Failed(#[from] Failure),
}

/// Why a store cannot answer. Nothing was changed, with one exception: a commit that was answered
/// [`Unavailable`](Failure::Unavailable) because the disk or the connection broke while it was made
/// durable may turn out to be kept. Its receipt tells, once the store is back.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Failure {
    /// Too much is queued; try again soon.
    #[error("too many commands are waiting")]
    Busy,
    /// No room, no file, no connection. Reads may still work.
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
    /// What is kept does not make sense.
    #[error("the store is damaged: {0}")]
    Damaged(String),
    /// The commit itself does not make sense (a gap in its numbers, a NUL in a text, one stream
    /// twice, an amount out of range): a defect of the caller.
    #[error("not a commit: {0}")]
    Malformed(String),
}

/// A keeper of streams, balances and documents.
///
/// Lists and pages are ordered by key and read with keyset pagination: the caller gives the last
/// key it saw. Nothing here counts or skips rows, so a page costs what the page holds.
#[async_trait]
pub trait Store: Debug + Send + Sync + 'static {
    /// Keeps everything that one command changes, durably, or nothing (STORE-01, STORE-07).
    ///
    /// # Errors
    ///
    /// The first of [`NotCommitted`] that applies, checked in this order: malformed, answered,
    /// races of streams, conflicts of documents, full tallies, insufficient wallets. Nothing was
    /// kept then.
    /// [`Commit::validate`] and [`Booking::of`] are the parts of it that stores share.
    ///
    /// A caller that stops waiting does not take its commit back.
    async fn commit(&self, commit: Commit) -> Result<(), NotCommitted>;

    /// A stream as of its last entry.
    async fn stream(&self, id: InstanceId) -> Result<Option<Stream>, Failure>;

    /// A stream's entries with numbers above `after`, in order, at most `limit`.
    async fn entries(&self, id: InstanceId, after: u64, limit: u32) -> Result<Vec<Entry>, Failure>;

    /// One page of a list, beyond `after` in the order of `sort`; filtered by `facet` if given.
    async fn list(
        &self,
        list: &str,
        facet: Option<&str>,
        after: Option<InstanceId>,
        sort: Sort,
        limit: u32,
    ) -> Result<Vec<Stream>, Failure>;

    /// A count; 0 if it was never written.
    async fn tally(&self, name: &str) -> Result<i64, Failure>;

    /// Streams whose deadline is not after `now`, the longest due first, at most `limit`.
    async fn due(&self, now: Timestamp, limit: u32) -> Result<Vec<InstanceId>, Failure>;

    /// Every stream above `after` in order of identity, for audits.
    async fn streams(&self, after: Option<InstanceId>, limit: u32) -> Result<Vec<Stream>, Failure>;

    /// What a party has, by asset; empty if it never had anything.
    async fn wallets(&self, party: PartyId) -> Result<Vec<Wallet>, Failure>;

    /// Every wallet above `after` in order of party and asset, for audits.
    async fn all_wallets(
        &self,
        after: Option<(PartyId, Asset)>,
        limit: u32,
    ) -> Result<Vec<(PartyId, Wallet)>, Failure>;

    /// The balance of an account that is no party's: fees or world.
    async fn balance(&self, asset: Asset, account: Account) -> Result<i128, Failure>;

    /// The assets that were ever moved, in order.
    async fn assets(&self) -> Result<Vec<Asset>, Failure>;

    /// A document.
    async fn document(&self, collection: &str, key: &str) -> Result<Option<Document>, Failure>;

    /// A collection's documents whose keys start with `prefix` and come after `after`.
    async fn documents(
        &self,
        collection: &str,
        prefix: &str,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<Document>, Failure>;

    /// The stored answer to a request.
    async fn receipt(&self, key: Digest) -> Result<Option<Receipt>, Failure>;

    /// Messages not yet sent and not to be sent later than `now`, oldest first.
    async fn outbox(&self, now: Timestamp, limit: u32) -> Result<Vec<Outgoing>, Failure>;

    /// Takes a message off the outbox (`None`), or puts it off until later.
    async fn settle(&self, id: u128, retry: Option<Timestamp>) -> Result<(), Failure>;

    /// Whether a commit would be taken now.
    async fn ready(&self) -> Result<(), Failure>;
}
