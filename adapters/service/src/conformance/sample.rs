//! Small commits to build facts from, and a picture of everything a store shows.

use std::sync::Arc;

use earnest::ids::{Digest, InstanceId, PartyId};
use earnest::ledger::{Account, Posting};
use earnest::money::{Amount, Asset};
use earnest::time::Timestamp;

use crate::store::{
    Append, Commit, Document, Entry, Failure, Listing, NotCommitted, Outgoing, Receipt, Sort,
    Store, Stream, Tally, Wallet, Write,
};

/// The store under test.
pub(super) type Subject = Arc<dyn Store>;

pub(super) const ASSET: Asset = Asset::USDC;
pub(super) const ALL: u32 = 10_000;

pub(super) fn id(number: u128) -> InstanceId {
    InstanceId(number)
}

pub(super) fn party(number: u128) -> PartyId {
    PartyId(number)
}

pub(super) fn at(millis: u64) -> Timestamp {
    Timestamp::from_millis(millis).unwrap_or(Timestamp::MAX)
}

pub(super) fn digest(number: u64) -> Digest {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&number.to_be_bytes());
    Digest(bytes)
}

/// What is added to a stream: `count` entries above `expected`.
pub(super) fn append(stream: InstanceId, expected: u64, count: u64) -> Append {
    let number = expected + count;
    let entry = |number| Entry {
        number,
        at: at(number),
        kind: "record".into(),
        body: format!("{{\"number\":{number}}}").into(),
        document: (number % 2 == 0).then(|| format!("{{\"brief\":{number}}}").into()),
        hash: digest(number),
    };
    Append {
        stream: Stream {
            id: stream,
            kind: "marketplace".into(),
            number,
            head: digest(number),
            basis: format!("{{\"terms\":\"{stream}\"}}").into(),
            brief: Some(format!("{{\"title\":\"{stream}\"}}").into()),
            snapshot: format!("{{\"seq\":{number}}}").into(),
            deadline: None,
        },
        expected,
        entries: (expected + 1..=number).map(entry).collect(),
        listed: Vec::new(),
        unlisted: Vec::new(),
    }
}

/// The same, shown in a list.
pub(super) fn listed(mut append: Append, list: &str, facet: &str) -> Append {
    append.listed.push(Listing { list: list.to_owned(), facet: facet.to_owned() });
    append
}

/// The same, taken off a list.
pub(super) fn unlisted(mut append: Append, list: &str) -> Append {
    append.unlisted.push(list.to_owned());
    append
}

/// The same, with a deadline.
pub(super) fn due_at(mut append: Append, millis: u64) -> Append {
    append.stream.deadline = Some(at(millis));
    append
}

pub(super) fn appending(appends: impl IntoIterator<Item = Append>) -> Commit {
    Commit { appends: appends.into_iter().collect(), ..Commit::default() }
}

pub(super) fn posting(from: Account, to: Account, minor: u128) -> (Asset, Posting) {
    (ASSET, Posting { from, to, amount: Amount::new(minor).unwrap_or(Amount::MAX) })
}

pub(super) fn deposit(to: PartyId, minor: u128) -> (Asset, Posting) {
    posting(Account::World, Account::Wallet(to), minor)
}

pub(super) fn withdrawal(from: PartyId, minor: u128) -> (Asset, Posting) {
    posting(Account::Wallet(from), Account::World, minor)
}

pub(super) fn moving(postings: impl IntoIterator<Item = (Asset, Posting)>) -> Commit {
    Commit { postings: postings.into_iter().collect(), ..Commit::default() }
}

pub(super) fn write(collection: &str, key: &str, expected: u64, body: Option<&str>) -> Write {
    let body = body.map(str::to_owned);
    Write { collection: collection.to_owned(), key: key.to_owned(), expected, body }
}

pub(super) fn writing(documents: impl IntoIterator<Item = Write>) -> Commit {
    Commit { documents: documents.into_iter().collect(), ..Commit::default() }
}

pub(super) fn conflict(collection: &str, key: &str) -> NotCommitted {
    NotCommitted::Conflict { collection: collection.to_owned(), key: key.to_owned() }
}

pub(super) fn receipt(key: u64, answer: &str) -> Receipt {
    Receipt { key: digest(key), payload: digest(7), at: at(1), answer: answer.to_owned() }
}

pub(super) fn tally(name: &str, change: i64, at_most: Option<i64>) -> Tally {
    Tally { name: name.to_owned(), change, at_most }
}

pub(super) fn counting(tallies: impl IntoIterator<Item = Tally>) -> Commit {
    Commit { tallies: tallies.into_iter().collect(), ..Commit::default() }
}

pub(super) fn outgoing(number: u128, after: u64) -> Outgoing {
    Outgoing { id: number, after: at(after), body: format!("{{\"number\":{number}}}") }
}

pub(super) fn sending(outbox: impl IntoIterator<Item = Outgoing>) -> Commit {
    Commit { outbox: outbox.into_iter().collect(), ..Commit::default() }
}

pub(super) fn is_malformed(answer: &Result<(), NotCommitted>) -> bool {
    matches!(answer, Err(NotCommitted::Failed(Failure::Malformed(_))))
}

/// What a party can spend.
pub(super) async fn spendable(store: &Subject, party: PartyId) -> i128 {
    let wallets = store.wallets(party).await.expect("wallets are read");
    wallets.iter().find(|wallet| wallet.asset == ASSET).map_or(0, |wallet| wallet.balance)
}

/// What all accounts of an asset add up to.
pub(super) async fn sum(store: &Subject, asset: Asset) -> i128 {
    let wallets = store.all_wallets(None, ALL).await.expect("wallets are read");
    let wallets = wallets.iter().filter(|(_, wallet)| wallet.asset == asset);
    let house = [Account::Fees, Account::World].map(|account| store.balance(asset, account));
    let mut sum = wallets.map(|(_, wallet)| wallet.balance).sum();
    for balance in house {
        sum += balance.await.expect("a balance is read");
    }
    sum
}

/// The identities on a page.
pub(super) fn ids(page: &[Stream]) -> Vec<u128> {
    page.iter().map(|stream| stream.id.0).collect()
}

/// Everything a store shows, as far as the suite's commits can reach.
#[derive(Debug, PartialEq)]
pub(super) struct Picture {
    streams: Vec<(Stream, Vec<Entry>)>,
    lists: Vec<Vec<Stream>>,
    due: Vec<InstanceId>,
    wallets: Vec<(PartyId, Wallet)>,
    house: Vec<i128>,
    assets: Vec<Asset>,
    documents: Vec<Document>,
    tallies: Vec<i64>,
    receipts: Vec<Receipt>,
    outbox: Vec<Outgoing>,
}

impl Picture {
    pub(super) async fn of(store: &Subject) -> Result<Self, Failure> {
        let mut streams = Vec::new();
        for stream in store.streams(None, ALL).await? {
            let entries = store.entries(stream.id, 0, ALL).await?;
            streams.push((stream, entries));
        }
        let mut lists = Vec::new();
        for list in ["all", "open"] {
            for facet in [None, Some("DRAFT"), Some("OPEN")] {
                lists.push(store.list(list, facet, None, Sort::Newest, ALL).await?);
            }
        }
        let mut house = Vec::new();
        for account in [Account::Fees, Account::World] {
            house.push(store.balance(ASSET, account).await?);
        }
        let mut tallies = Vec::new();
        for name in ["load/1", "load/2", "load/3"] {
            tallies.push(store.tally(name).await?);
        }
        let mut receipts = Vec::new();
        for key in 0..10 {
            receipts.extend(store.receipt(digest(key)).await?);
        }
        Ok(Self {
            streams,
            lists,
            due: store.due(Timestamp::MAX, ALL).await?,
            wallets: store.all_wallets(None, ALL).await?,
            house,
            assets: store.assets().await?,
            documents: store.documents("user", "", None, ALL).await?,
            tallies,
            receipts,
            outbox: store.outbox(Timestamp::MAX, ALL).await?,
        })
    }
}
