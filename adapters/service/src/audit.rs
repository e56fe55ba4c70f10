//! Replays every journal, checks every law and compares the balances (STORE-11).

use std::collections::BTreeMap;
use std::fmt;

use earnest::ids::{InstanceId, PartyId};
use earnest::ledger::Account;
use earnest::money::Asset;

use crate::chain;
use crate::hosted::Hosted;
use crate::store::{Entry, Failure, Store, Stream};
use crate::treasury::WALLET;

mod replay;

use replay::{Replay, replay_instance, replay_wallet};

/// How many streams, entries or wallets one page of the audit reads.
const PAGE: u32 = 500;

/// What an audit checked, and what it found.
#[derive(Debug, Default)]
pub struct Report {
    /// Streams read, by kind.
    pub streams: BTreeMap<String, u64>,
    /// Entries whose hash and number were checked.
    pub entries: u64,
    /// Records that were decided again and compared.
    pub records: u64,
    /// Documents whose digest was compared with the record that came with them.
    pub documents: u64,
    /// Postings added up.
    pub postings: u64,
    /// Wallets compared with the postings.
    pub wallets: u64,
    /// For each asset, what all escrows hold together, in minor units.
    pub held: BTreeMap<Asset, i128>,
    /// What is wrong. Empty is good.
    pub findings: Vec<Finding>,
}

/// Something that is wrong.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
    /// The law that is broken.
    pub law: &'static str,
    /// Where: a stream and perhaps an entry of it, or an account.
    pub place: String,
    /// What is wrong there.
    pub what: String,
}

/// An audit on its way: what the journals add up to.
#[derive(Debug, Default)]
struct Sums {
    accounts: BTreeMap<(Asset, Account), i128>,
    positions: BTreeMap<(PartyId, Asset), (i128, i128)>,
}

/// The lifecycles an audit can replay.
#[derive(Debug, Default)]
pub struct Auditor {
    hosts: Vec<Host>,
}

/// How to replay a stream of one kind.
struct Host {
    kind: &'static str,
    replay: fn(&Stream, &[Entry], &mut Report) -> Replay,
}

impl Auditor {
    /// Replays streams of a lifecycle from now on.
    #[must_use]
    pub fn host<M: Hosted>(mut self) -> Self {
        self.hosts.push(Host { kind: M::NAME, replay: replay_instance::<M> });
        self
    }

    /// Audits a store. Give it one that does not change meanwhile, or a consistent picture of
    /// one that does.
    ///
    /// # Errors
    ///
    /// The store's own. What is wrong with the data is in the report.
    pub async fn audit(&self, store: &dyn Store) -> Result<Report, Failure> {
        let mut report = Report::default();
        let mut sums = Sums::default();
        let mut after = None;
        loop {
            let page = store.streams(after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            for stream in &page {
                self.audit_stream(store, stream, &mut report, &mut sums).await?;
            }
        }
        compare(store, &mut report, &sums).await?;
        Ok(report)
    }

    async fn audit_stream(
        &self,
        store: &dyn Store,
        stream: &Stream,
        report: &mut Report,
        sums: &mut Sums,
    ) -> Result<(), Failure> {
        *report.streams.entry(stream.kind.to_string()).or_default() += 1;
        let entries = whole(store, stream.id).await?;
        check_chain(stream, &entries, report);
        let host = self.hosts.iter().find(|host| *host.kind == *stream.kind);
        let replay = match host {
            Some(host) => (host.replay)(stream, &entries, report),
            None if *stream.kind == *WALLET => replay_wallet(stream, &entries, report),
            None => {
                report.find("L-21", place(stream.id, None), "a stream of an unknown kind");
                return Ok(());
            }
        };
        sums.add(replay, report);
        Ok(())
    }
}

/// A stream's entries. A stream is audited whole, as its replay needs its beginning.
async fn whole(store: &dyn Store, id: InstanceId) -> Result<Vec<Entry>, Failure> {
    let mut entries: Vec<Entry> = Vec::new();
    loop {
        let after = entries.last().map_or(0, |entry| entry.number);
        let page = store.entries(id, after, PAGE).await?;
        if page.is_empty() {
            return Ok(entries);
        }
        entries.extend(page);
    }
}

/// Numbers without a gap, each entry bound to the one before it, and the stream to the last.
fn check_chain(stream: &Stream, entries: &[Entry], report: &mut Report) {
    let mut head = chain::genesis(stream.id);
    for (expected, entry) in (1..).zip(entries) {
        report.entries += 1;
        if entry.number != expected {
            let what = format!("entry {expected} is missing");
            report.find("L-21", place(stream.id, Some(entry.number)), what);
            return;
        }
        if chain::link(head, entry) != entry.hash {
            let what = "its hash does not follow from the entries up to it";
            report.find("L-21", place(stream.id, Some(entry.number)), what);
            return;
        }
        head = entry.hash;
    }
    let count = u64::try_from(entries.len()).unwrap_or(u64::MAX);
    if head != stream.head || count != stream.number {
        report.find("L-21", place(stream.id, None), "its head is not its last entry");
    }
}

/// Compares what the journals add up to with what the store keeps.
async fn compare(store: &dyn Store, report: &mut Report, sums: &Sums) -> Result<(), Failure> {
    let mut after = None;
    let mut seen = Vec::new();
    loop {
        let page = store.all_wallets(after, PAGE).await?;
        let Some((party, wallet)) = page.last() else { break };
        after = Some((*party, wallet.asset));
        for (party, wallet) in &page {
            report.wallets += 1;
            let key = (*party, wallet.asset);
            seen.push(key);
            let account = Account::Wallet(*party);
            let balance = sums.accounts.get(&(wallet.asset, account)).copied().unwrap_or(0);
            if wallet.balance != balance {
                let what =
                    format!("holds {}, but its postings add up to {balance}", wallet.balance);
                report.find("L-03", account.to_string(), what);
            }
            let (held, pending) = sums.positions.get(&key).copied().unwrap_or((0, 0));
            if (wallet.held, wallet.pending) != (held, pending) {
                let what = format!(
                    "says held {} and pending {}, but its instances hold {held} and {pending}",
                    wallet.held, wallet.pending
                );
                report.find("L-03", account.to_string(), what);
            }
        }
    }
    seen.sort_unstable();
    for ((asset, account), balance) in &sums.accounts {
        let kept = match account {
            Account::Wallet(party) if *balance != 0 => {
                if seen.binary_search(&(*party, *asset)).is_err() {
                    let what = format!("is missing; its postings add up to {balance}");
                    report.find("L-03", account.to_string(), what);
                }
                continue;
            }
            Account::Wallet(_) | Account::Escrow(_) => continue,
            Account::Fees | Account::World => store.balance(*asset, *account).await?,
        };
        if kept != *balance {
            let what = format!("holds {kept} {asset}, but its postings add up to {balance}");
            report.find("L-03", account.to_string(), what);
        }
    }
    let mut totals: BTreeMap<Asset, i128> = BTreeMap::new();
    for ((asset, account), balance) in &sums.accounts {
        let total = totals.entry(*asset).or_default();
        *total = total.saturating_add(*balance);
        if let Account::Escrow(_) = account {
            let held = report.held.entry(*asset).or_default();
            *held = held.saturating_add(*balance);
        }
    }
    for (asset, total) in totals.into_iter().filter(|(_, total)| *total != 0) {
        let what = format!("all accounts of {asset} add up to {total}, not to 0");
        report.find("L-03", "the whole".to_owned(), what);
    }
    Ok(())
}

impl Sums {
    fn add(&mut self, replay: Replay, report: &mut Report) {
        for (asset, posting) in replay.postings {
            report.postings += 1;
            for (account, change) in posting.changes() {
                let balance = self.accounts.entry((asset, account)).or_default();
                *balance = balance.saturating_add(change);
            }
        }
        for (party, asset, held, pending) in replay.positions {
            let sum = self.positions.entry((party, asset)).or_default();
            *sum = (sum.0.saturating_add(held), sum.1.saturating_add(pending));
        }
    }
}

impl Report {
    fn find(&mut self, law: &'static str, place: String, what: impl Into<String>) {
        self.findings.push(Finding { law, place, what: what.into() });
    }
}

fn place(stream: InstanceId, entry: Option<u64>) -> String {
    entry.map_or_else(|| format!("stream {stream}"), |it| format!("stream {stream} entry {it}"))
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (kind, count) in &self.streams {
            writeln!(f, "replayed  {count:>9} {kind} journals")?;
        }
        writeln!(f, "verified  {:>9} hashes and numbers of entries (L-21)", self.entries)?;
        writeln!(
            f,
            "decided   {:>9} records again, and compared (L-02, L-10 to L-12)",
            self.records
        )?;
        writeln!(f, "compared  {:>9} documents with the digests in their records", self.documents)?;
        writeln!(
            f,
            "added up  {:>9} postings, to 0 over all accounts (L-03, L-05)",
            self.postings
        )?;
        writeln!(
            f,
            "compared  {:>9} wallets with their postings and instances (L-04)",
            self.wallets
        )?;
        for (asset, held) in &self.held {
            let amount = u128::try_from(*held).ok().and_then(earnest::money::Amount::new);
            match amount {
                Some(amount) => {
                    writeln!(f, "in escrow {:>9} {}", asset.show(amount), asset.code())?
                }
                None => writeln!(f, "in escrow {held} minor units of {asset}")?,
            }
        }
        for finding in &self.findings {
            writeln!(f, "BROKEN    {} at {}: {}", finding.law, finding.place, finding.what)?;
        }
        match self.findings.len() {
            0 => write!(f, "every law holds"),
            count => write!(f, "{count} findings"),
        }
    }
}

impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Host").field(&self.kind).finish()
    }
}
