//! The commands of one transaction. Each is decided completely before its first change, so that a
//! refused command leaves nothing to undo and needs no savepoint of its own.
//!
//! Streams with their entries, balances and counts are held back until [`Batch::write`]: what ten
//! commands do to one row is one write. Commands see each other through what is held, before and
//! after it is written.

use std::collections::btree_map::Entry as Slot;
use std::collections::{BTreeMap, BTreeSet};
use std::mem;

use earnest::ids::{InstanceId, PartyId};
use earnest::ledger::Account;
use earnest::money::Asset;
use earnest::time::Timestamp;
use earnest_service::SharedText;
use earnest_service::store::{
    Append, Balances, Booking, Commit, Entry, Failure, Kind, NotCommitted, Stream, Wallet,
};
use rusqlite::{OptionalExtension, Result, params};

use crate::cache::{Cache, Place};
use crate::error::Trouble;
use crate::statements::Statements;
use crate::values::{Col, asset, house, int, key, millis, pack, unpack};

/// One transaction under way.
pub(crate) struct Batch<'w, 'c, 'b> {
    sql: &'w mut Statements<'c>,
    cache: &'w Cache,
    streams: BTreeMap<InstanceId, Held<'b>>,
    wallets: BTreeMap<(PartyId, Asset), Kept<Option<Wallet>>>,
    house: BTreeMap<(Asset, Account), Kept<i128>>,
    tallies: BTreeMap<String, Kept<i64>>,
    assets: BTreeSet<Asset>,
    /// What SQLite said while balances were loaded, where only a `Failure` can be returned.
    trouble: Option<rusqlite::Error>,
}

/// A row that is read once, and written only if it changed.
struct Kept<T> {
    value: T,
    changed: bool,
}

/// A stream as of the last command that touched it.
struct Held<'b> {
    /// Where it is kept; `None` while it is new.
    row: Option<i64>,
    number: u64,
    kind: Option<Kind>,
    deadline: Option<Timestamp>,
    listed: SharedText,
    /// What is to be written; `None` while it was only looked at.
    now: Option<&'b Stream>,
    /// Its new entries, each with its command's place in the batch.
    entries: Vec<(usize, &'b Entry)>,
    /// Its lists and facets, once a command has changed them.
    places: Option<Places>,
}

/// Facets by list.
type Places = BTreeMap<String, String>;

/// Whether a command was kept, or why SQLite could not tell.
pub(crate) type Outcome = Result<std::result::Result<(), NotCommitted>>;

impl<'w, 'c, 'b> Batch<'w, 'c, 'b> {
    pub(crate) fn begin(sql: &'w mut Statements<'c>, cache: &'w Cache) -> Result<Self> {
        sql.begin.execute([])?;
        Ok(Self {
            sql,
            cache,
            streams: BTreeMap::new(),
            wallets: BTreeMap::new(),
            house: BTreeMap::new(),
            tallies: BTreeMap::new(),
            assets: BTreeSet::new(),
            trouble: None,
        })
    }

    /// Decides the command at this place, and keeps it if nothing speaks against it.
    pub(crate) fn commit(&mut self, place: usize, commit: &'b Commit) -> Outcome {
        let booking = match self.decide(commit)? {
            Ok(booking) => booking,
            // An answered request comes before every other refusal, but is the rarest of all: it
            // is looked for here, and found by the insertion below otherwise.
            Err(refusal) => return Ok(Err(self.answered(commit)?.unwrap_or(refusal))),
        };
        if let Some(receipt) = &commit.receipt {
            let (at, answer) = (millis(receipt.at), &receipt.answer);
            let row = params![receipt.key.0, receipt.payload.0, at, answer];
            if self.sql.answer.execute(row)? == 0 {
                return Ok(Err(NotCommitted::Answered));
            }
        }
        self.keep(place, commit, booking)?;
        Ok(Ok(()))
    }

    /// Takes a message off the outbox, or puts it off.
    pub(crate) fn settle(&mut self, id: u128, retry: Option<Timestamp>) -> Outcome {
        match retry {
            Some(after) => self.sql.put_off.execute(params![key(id), millis(after)])?,
            None => self.sql.sent.execute([key(id)])?,
        };
        Ok(Ok(()))
    }

    /// Writes what was held back. More commands may follow.
    pub(crate) fn write(&mut self) -> std::result::Result<(), Trouble> {
        let mut streams = mem::take(&mut self.streams);
        for held in streams.values_mut() {
            let Some(now) = held.now else { continue };
            let stands = self.write_stream(now, held)?;
            for (place, entry) in &held.entries {
                let written = self.write_entry(stands.row, entry);
                written.map_err(|error| Trouble { place: Some(*place), error })?;
            }
            *held = Held::known(now, &stands);
        }
        self.streams = streams;
        for ((party, _), wallet) in &mut self.wallets {
            if let (Some(row), true) = (wallet.value, mem::take(&mut wallet.changed)) {
                let sums = (Col(row.balance), Col(row.held), Col(row.pending));
                let row = params![key(party.0), asset(row.asset), sums.0, sums.1, sums.2];
                self.sql.keep_wallet.execute(row)?;
            }
        }
        for ((of, account), balance) in &mut self.house {
            if mem::take(&mut balance.changed) {
                let row = params![asset(*of), house(*account), Col(balance.value)];
                self.sql.keep_house.execute(row)?;
            }
        }
        for (name, count) in &mut self.tallies {
            if mem::take(&mut count.changed) {
                self.sql.keep_tally.execute(params![name, count.value])?;
            }
        }
        for of in mem::take(&mut self.assets) {
            self.sql.keep_asset.execute([asset(of)])?;
        }
        Ok(())
    }

    /// Counts the transaction as number `commits`.
    pub(crate) fn count(&mut self, commits: u64) -> Result<()> {
        self.sql.count.execute([int(commits)]).map(drop)
    }

    /// Makes everything durable (STORE-32), and gives the place of every stream that is known.
    pub(crate) fn end(self) -> Result<BTreeMap<InstanceId, Place>> {
        self.sql.commit.execute([])?;
        let place = |held: Held<'_>| Some(Place { row: held.row?, listed: held.listed });
        Ok(self.streams.into_iter().filter_map(|(id, held)| Some((id, place(held)?))).collect())
    }

    /// Ends the transaction without a trace: everything in it was refused.
    pub(crate) fn abandon(self) -> Result<()> {
        self.sql.rollback.execute([]).map(drop)
    }

    /// The checks that need the store, in the order that `Store::commit` documents. Reads only.
    fn decide(&mut self, commit: &Commit) -> Result<std::result::Result<Booking, NotCommitted>> {
        for append in &commit.appends {
            let id = append.stream.id;
            let held = held(&mut self.streams, self.cache, self.sql, id)?;
            if held.number != append.expected {
                return Ok(Err(NotCommitted::Raced(id)));
            }
            if held.kind.as_ref().is_some_and(|kind| **kind != *append.stream.kind) {
                let why = format!("`{id}` is of another kind");
                return Ok(Err(Failure::Malformed(why).into()));
            }
        }
        for write in &commit.documents {
            let row = self.sql.version.query_row([&write.collection, &write.key], |row| row.get(0));
            let version = row.optional()?.map_or(0, |Col(version): Col<u64>| version);
            if version != write.expected {
                let (collection, key) = (write.collection.clone(), write.key.clone());
                return Ok(Err(NotCommitted::Conflict { collection, key }));
            }
        }
        for outgoing in &commit.outbox {
            if self.sql.waiting.exists([key(outgoing.id)])? {
                let why = format!("the message `{:032x}` is already waiting", outgoing.id);
                return Ok(Err(Failure::Malformed(why).into()));
            }
        }
        let booking = Booking::of(commit, self);
        match self.trouble.take() {
            Some(trouble) => Err(trouble),
            None => Ok(booking),
        }
    }

    fn answered(&mut self, commit: &Commit) -> Result<Option<NotCommitted>> {
        let Some(receipt) = &commit.receipt else {
            return Ok(None);
        };
        let answered = self.sql.answered.exists([receipt.key.0])?;
        Ok(answered.then_some(NotCommitted::Answered))
    }

    /// Changes what was decided. Only SQLite itself can fail from here on, and then nothing of
    /// the whole batch is kept.
    fn keep(&mut self, place: usize, commit: &'b Commit, booking: Booking) -> Result<()> {
        for append in &commit.appends {
            self.append(place, append)?;
        }
        for write in &commit.documents {
            match &write.body {
                Some(body) => {
                    let version = int(write.expected.saturating_add(1));
                    let row = params![write.collection, write.key, version, body];
                    self.sql.keep_document.execute(row)?;
                }
                None => {
                    self.sql.delete_document.execute([&write.collection, &write.key])?;
                }
            }
        }
        for outgoing in &commit.outbox {
            let row = params![key(outgoing.id), millis(outgoing.after), outgoing.body];
            self.sql.send.execute(row)?;
        }
        for (party, wallet) in booking.wallets {
            let kept = Kept { value: Some(wallet), changed: true };
            self.wallets.insert((party, wallet.asset), kept);
        }
        for (of, account, value) in booking.house {
            self.house.insert((of, account), Kept { value, changed: true });
        }
        for (name, value) in booking.tallies {
            self.tallies.insert(name, Kept { value, changed: true });
        }
        self.assets.extend(commit.postings.iter().map(|(asset, _)| *asset));
        Ok(())
    }

    fn append(&mut self, place: usize, append: &'b Append) -> Result<()> {
        let held = held(&mut self.streams, self.cache, self.sql, append.stream.id)?;
        held.entries.extend(append.entries.iter().map(|entry| (place, entry)));
        held.number = append.stream.number;
        held.now = Some(&append.stream);
        if held.kind.is_none() {
            held.kind = Some(append.stream.kind.clone());
        }
        if !append.listed.is_empty() || !append.unlisted.is_empty() {
            let places = held.places.get_or_insert_with(|| places_of(&held.listed));
            for list in &append.unlisted {
                places.remove(list);
            }
            for to in &append.listed {
                places.insert(to.list.clone(), to.facet.clone());
            }
        }
        Ok(())
    }

    fn write_stream(&mut self, now: &Stream, held: &Held<'_>) -> Result<Place> {
        let places = held.places.as_ref();
        let listed = places.map_or_else(|| held.listed.clone(), |places| pack(places).into());
        let (number, deadline) = (int(now.number), now.deadline.map(millis));
        let (key, head) = (key(now.id.0), now.head.0);
        let row = match held.row {
            None => {
                let row = params![key, number, deadline, now.kind, listed, head, &*now.snapshot];
                self.sql.create.execute(row)?;
                self.sql.found.execute(params![&*now.basis, now.brief.as_deref()])?;
                // Both rows have this number.
                self.sql.db.last_insert_rowid()
            }
            Some(row) if held.deadline == now.deadline && held.listed == listed => {
                self.sql.go_on.execute(params![row, number, head, &*now.snapshot])?;
                row
            }
            Some(row) => {
                let values = params![row, number, head, &*now.snapshot, deadline, listed];
                self.sql.go_on_elsewhere.execute(values)?;
                row
            }
        };
        if let Some(places) = places {
            self.write_listings(&key, &held.listed, places)?;
        }
        Ok(Place { row, listed })
    }

    fn write_entry(&mut self, stream: i64, entry: &Entry) -> Result<()> {
        let Entry { number, at, kind, body, document, hash } = entry;
        let (number, at) = (int(*number), millis(*at));
        self.sql.entry.execute(params![stream, number, at, kind, hash.0, body, document])?;
        Ok(())
    }

    fn write_listings(&mut self, key: &[u8; 16], before: &str, places: &Places) -> Result<()> {
        let mut gone = places_of(before);
        for (list, facet) in places {
            match gone.remove(list) {
                Some(old) if old == *facet => 0,
                Some(old) => self.sql.relist.execute(params![list, old, key, facet])?,
                None => self.sql.list.execute(params![list, facet, key])?,
            };
        }
        for (list, old) in gone {
            self.sql.unlist.execute(params![list, old, key])?;
        }
        Ok(())
    }

    fn load<T>(&mut self, row: Result<Option<T>>) -> std::result::Result<Option<T>, Failure> {
        row.map_err(|trouble| {
            let failure = crate::error::failure(&trouble);
            self.trouble = Some(trouble);
            failure
        })
    }
}

impl Balances for Batch<'_, '_, '_> {
    fn wallet(
        &mut self,
        party: PartyId,
        of: Asset,
    ) -> std::result::Result<Option<Wallet>, Failure> {
        if let Some(row) = self.wallets.get(&(party, of)) {
            return Ok(row.value);
        }
        let row = self.sql.wallet.query_row(params![key(party.0), asset(of)], |row| {
            let [balance, held, pending] = [row.get(0)?, row.get(1)?, row.get(2)?];
            let (Col(balance), Col(held), Col(pending)) = (balance, held, pending);
            Ok(Wallet { asset: of, balance, held, pending })
        });
        let value = self.load(row.optional())?;
        self.wallets.insert((party, of), Kept { value, changed: false });
        Ok(value)
    }

    fn house(&mut self, of: Asset, account: Account) -> std::result::Result<i128, Failure> {
        if let Some(row) = self.house.get(&(of, account)) {
            return Ok(row.value);
        }
        let row = self.sql.house.query_row(params![asset(of), house(account)], |row| row.get(0));
        let value = self.load(row.optional())?.map_or(0, |Col(balance)| balance);
        self.house.insert((of, account), Kept { value, changed: false });
        Ok(value)
    }

    fn tally(&mut self, name: &str) -> std::result::Result<i64, Failure> {
        if let Some(row) = self.tallies.get(name) {
            return Ok(row.value);
        }
        let row = self.sql.tally.query_row([name], |row| row.get(0));
        let value = self.load(row.optional())?.unwrap_or(0);
        self.tallies.insert(name.to_owned(), Kept { value, changed: false });
        Ok(value)
    }
}

impl Held<'_> {
    /// Not opened yet.
    fn new() -> Self {
        Held {
            row: None,
            number: 0,
            kind: None,
            deadline: None,
            listed: "".into(),
            now: None,
            entries: Vec::new(),
            places: None,
        }
    }

    /// As it was written before.
    fn known(stream: &Stream, place: &Place) -> Self {
        Held {
            row: Some(place.row),
            number: stream.number,
            kind: Some(stream.kind.clone()),
            deadline: stream.deadline,
            listed: place.listed.clone(),
            now: None,
            entries: Vec::new(),
            places: None,
        }
    }
}

/// A stream as this batch knows it, read once.
fn held<'h, 'b>(
    streams: &'h mut BTreeMap<InstanceId, Held<'b>>,
    cache: &Cache,
    sql: &mut Statements<'_>,
    id: InstanceId,
) -> Result<&'h mut Held<'b>> {
    match streams.entry(id) {
        Slot::Occupied(known) => Ok(known.into_mut()),
        Slot::Vacant(unknown) => {
            if let Some(known) = cache.known(id, Held::known) {
                return Ok(unknown.insert(known));
            }
            let row = sql.stream.query_row([key(id.0)], |row| {
                let (place, Col(number)) = (Some(row.get(0)?), row.get(1)?);
                let deadline = row.get::<_, Option<Col<_>>>(2)?.map(|Col(deadline)| deadline);
                let (kind, listed) = (Some(row.get(3)?), row.get(4)?);
                Ok(Held { row: place, number, kind, deadline, listed, ..Held::new() })
            });
            Ok(unknown.insert(row.optional()?.unwrap_or_else(Held::new)))
        }
    }
}

fn places_of(listed: &str) -> Places {
    unpack(listed).map(|(list, facet)| (list.to_owned(), facet.to_owned())).collect()
}
