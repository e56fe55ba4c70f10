//! An instance on its way through one command: loaded, moved, not yet committed.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use earnest::authority::Actor;
use earnest::ids::{Digest, InstanceId, OrderId};
use earnest::machine::{Defect, Error as CoreError, Stage as _, Terms as _};
use earnest::money::{Amount, Asset};
use earnest::time::Timestamp;
use earnest::{Instance, Machine, Order};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::chain;
use crate::hosted::Hosted;
use crate::store::{Append, Commit, Entry, Failure, Listing, Position, Stream, Tally};
use crate::text::{self, Image, SharedText};

/// An instance with the entries that a command adds to its stream.
#[derive(Clone, Debug)]
pub struct Held<M: Machine> {
    /// The instance as it stands after the new entries.
    pub instance: Instance<M>,
    /// Where its documents are.
    pub places: Arc<Places>,
    /// When it opened.
    pub opened: Timestamp,
    number: u64,
    head: Digest,
    fresh: Vec<Entry>,
    /// As it stood in the store; `None` for one that is being opened.
    before: Option<Kept<M>>,
    basis: Image,
    brief: Option<Image>,
    tallies: Vec<Tally>,
    postings: Vec<(Asset, earnest::ledger::Posting)>,
}

/// What the store kept of an instance.
type Kept<M> = (Arc<Snapshot<M>>, Arc<Basis<M>>);

/// For each command, the numbers of the entries it left: all of them, or the latest.
pub type Places = BTreeMap<Cow<'static, str>, Vec<u64>>;

/// The kinds of entries in an instance's stream.
pub mod kind {
    /// The terms and when the instance opened; always the first.
    pub const OPENED: &str = "opened";
    /// A record of the core.
    pub const RECORD: &str = "record";
    /// A message between the parties.
    pub const MESSAGE: &str = "message";
    /// A rating given after the end.
    pub const RATING: &str = "rating";
    /// A proposal for the task: its identity. Binds the two, so that a task which stops taking
    /// proposals and a proposal for it cannot both be first.
    pub const PROPOSED: &str = "proposed";
    /// A deposit or a withdrawal; only in a party's own stream.
    pub const TRANSFER: &str = "transfer";
}

/// The first entry's body.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(bound = "")]
pub struct Opened<M: Machine> {
    /// The instance's identity.
    pub id: InstanceId,
    /// Its contract.
    pub terms: M::Terms,
    /// The digest of the document that came with it.
    pub brief: Option<Digest>,
    /// When it opened.
    pub at: Timestamp,
}

/// What never changes of an instance. It is kept apart, as the larger part of it, so that a command
/// does not write it again (STORE-13).
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(bound = "")]
pub struct Basis<M: Machine> {
    /// Its contract.
    pub terms: M::Terms,
    /// When it opened.
    pub opened: Timestamp,
}

/// What the store keeps of an instance besides.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(bound = "")]
pub struct Snapshot<M: Machine> {
    /// Where it is as of its last entry.
    pub stage: M::Stage,
    /// When it got there.
    pub since: Timestamp,
    /// How many orders it took to get there.
    pub seq: u64,
    /// Where its documents are.
    pub places: Arc<Places>,
}

impl<M: Machine> Snapshot<M> {
    /// The instance that this is a snapshot of.
    #[must_use]
    pub fn of(&self, id: InstanceId, basis: &Basis<M>) -> Instance<M> {
        let (terms, stage) = (basis.terms.clone(), self.stage.clone());
        Instance { id, terms, stage, since: self.since, seq: self.seq }
    }
}

impl<M: Hosted> Held<M> {
    /// Opens an instance with the document that came with it. Its stream does not exist yet.
    ///
    /// # Errors
    ///
    /// [`Failure::Malformed`] if it cannot be written as JSON.
    pub fn open(
        id: InstanceId,
        terms: M::Terms,
        at: Timestamp,
        brief: Option<SharedText>,
    ) -> Result<Self, Failure> {
        let digest = brief.as_deref().map(chain::digest);
        let opened = Opened::<M> { id, terms: terms.clone(), brief: digest, at };
        let basis = Basis::<M> { terms: terms.clone(), opened: at };
        let mut held = Self {
            instance: Instance::open(id, terms, at),
            places: Arc::default(),
            opened: at,
            number: 0,
            head: chain::genesis(id),
            fresh: Vec::new(),
            before: None,
            basis: Image::of(basis).map_err(malformed)?,
            brief: brief.clone().map(Image::from),
            tallies: Vec::new(),
            postings: Vec::new(),
        };
        held.push(kind::OPENED, at, json(&opened)?, brief);
        Ok(held)
    }

    /// An instance as the store keeps it.
    ///
    /// # Errors
    ///
    /// [`Failure::Damaged`] if its basis or snapshot cannot be read.
    pub fn load(stream: &Stream) -> Result<Self, Failure> {
        let damaged = |what, why| Failure::Damaged(format!("{what} of `{}`: {why}", stream.id));
        let basis: Arc<Basis<M>> = stream.basis.read().map_err(|why| damaged("basis", why))?;
        let snapshot: Arc<Snapshot<M>> =
            stream.snapshot.read().map_err(|why| damaged("snapshot", why))?;
        Ok(Self {
            instance: snapshot.of(stream.id, &basis),
            places: Arc::clone(&snapshot.places),
            opened: basis.opened,
            before: Some((snapshot, basis)),
            basis: stream.basis.clone(),
            brief: stream.brief.clone(),
            number: stream.number,
            head: stream.head,
            fresh: Vec::new(),
            tallies: Vec::new(),
            postings: Vec::new(),
        })
    }

    /// Applies every timeout that is due by `now`, and says how many there were.
    ///
    /// # Errors
    ///
    /// See [`CoreError`]; a due timeout that is refused is a defect.
    pub fn lapse(&mut self, now: Timestamp) -> Result<usize, Undecided<M>> {
        let mut count = 0;
        while let Some(order) = self.instance.due(now) {
            self.carry_out(Order { at: now.max(order.at), ..order }, None)?;
            count += 1;
        }
        Ok(count)
    }

    /// Carries out what a sender asks, after every timeout that is due. The order is given the
    /// later of `now` and the moment its stage began (TIME-01).
    ///
    /// # Errors
    ///
    /// See [`Undecided`]. Nothing was added then but the timeouts.
    pub fn step(
        &mut self,
        id: OrderId,
        by: Actor,
        now: Timestamp,
        command: M::Command,
        document: Option<SharedText>,
    ) -> Result<(), Undecided<M>> {
        self.lapse(now)?;
        let at = now.max(self.instance.since);
        self.carry_out(Order { id, by, at, command }, document)
    }

    fn carry_out(
        &mut self,
        order: Order<M::Command>,
        document: Option<SharedText>,
    ) -> Result<(), Undecided<M>> {
        let record = self.instance.step(&order)?;
        let next = self.instance.after(&record).ok_or(CoreError::Defect(Defect::Unrouted))?;
        let body = json(&record)?;
        let asset = self.instance.terms.asset();
        self.postings.extend(record.postings.iter().map(|posting| (asset, *posting)));
        for tally in M::tallies(&self.instance, &record) {
            add_tally(&mut self.tallies, tally);
        }
        let number = self.push(kind::RECORD, record.at, body, document);
        let command = earnest::machine::Command::name(&order.command);
        let places = Arc::make_mut(&mut self.places).entry(command.into()).or_default();
        if !M::keeps_all(command) {
            places.clear();
        }
        places.push(number);
        self.instance = next;
        Ok(())
    }

    /// Adds an entry that changes nothing in the lifecycle, and gives its number.
    pub fn note(
        &mut self,
        kind: &'static str,
        at: Timestamp,
        body: SharedText,
        document: Option<SharedText>,
    ) -> u64 {
        let number = self.push(kind, at, body, document);
        Arc::make_mut(&mut self.places).insert(kind.into(), vec![number]);
        number
    }

    /// What came with it when it was opened; `None` if nothing did, or it is something else. Kept
    /// as the type that it was first read as, which should be the one that is shown.
    #[must_use]
    pub fn brief<T: DeserializeOwned + Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        self.brief.as_ref()?.read().ok()
    }

    /// The same, for who reads it once.
    #[must_use]
    pub fn read_brief<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_str(self.brief.as_deref()?).ok()
    }

    /// The number of its last entry, new ones included.
    #[must_use]
    pub const fn number(&self) -> u64 {
        self.number
    }

    /// The number of the last entry that the store has.
    #[must_use]
    pub fn kept(&self) -> u64 {
        let fresh = u64::try_from(self.fresh.len()).unwrap_or(u64::MAX);
        self.number.saturating_sub(fresh)
    }

    /// The entries that this command adds.
    #[must_use]
    pub fn fresh(&self) -> &[Entry] {
        &self.fresh
    }

    /// When its last entry was made, as far as this command knows.
    #[must_use]
    pub fn updated(&self) -> Timestamp {
        self.fresh.last().map_or(self.instance.since, |entry| entry.at)
    }

    fn push(
        &mut self,
        kind: &'static str,
        at: Timestamp,
        body: SharedText,
        document: Option<SharedText>,
    ) -> u64 {
        let number = self.number.saturating_add(1);
        let kind = kind.into();
        let mut entry = Entry { number, at, kind, body, document, hash: self.head };
        entry.hash = chain::link(self.head, &entry);
        self.head = entry.hash;
        self.number = number;
        self.fresh.push(entry);
        number
    }

    /// Adds to a commit everything that this command changed; nothing if it changed nothing.
    ///
    /// # Errors
    ///
    /// [`Failure::Malformed`] if the instance cannot be written as JSON.
    pub fn write(&self, commit: &mut Commit) -> Result<(), Failure> {
        if self.fresh.is_empty() {
            return Ok(());
        }
        let id = self.instance.id;
        let before = self.before.as_ref().map(|(snapshot, basis)| snapshot.of(id, basis));
        let (listed, unlisted) = relisted(before.as_ref(), &self.instance);
        commit.positions.extend(repositioned(before.as_ref(), &self.instance));
        commit.postings.extend_from_slice(&self.postings);
        for tally in &self.tallies {
            add_tally(&mut commit.tallies, tally.clone());
        }
        let deadline = self.instance.stage.deadline();
        let Instance { stage, since, seq, .. } = &self.instance;
        let (stage, places) = (stage.clone(), Arc::clone(&self.places));
        let snapshot = Snapshot::<M> { stage, since: *since, seq: *seq, places };
        commit.appends.push(Append {
            stream: Stream {
                id,
                kind: M::NAME.into(),
                number: self.number,
                head: self.head,
                basis: self.basis.clone(),
                brief: self.brief.clone(),
                snapshot: Image::of(snapshot).map_err(malformed)?,
                deadline,
            },
            expected: self.kept(),
            entries: self.fresh.clone(),
            listed,
            unlisted,
        });
        Ok(())
    }
}

/// Why an instance did not move.
#[derive(Clone, Debug, PartialEq)]
pub enum Undecided<M: Machine> {
    /// The core said no.
    Core(CoreError<M>),
    /// What was decided cannot be written.
    Failed(Failure),
}

impl<M: Machine> From<CoreError<M>> for Undecided<M> {
    fn from(error: CoreError<M>) -> Self {
        Self::Core(error)
    }
}

impl<M: Machine> From<Failure> for Undecided<M> {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// The changes of one name are one change.
fn add_tally(tallies: &mut Vec<Tally>, tally: Tally) {
    match tallies.iter_mut().find(|it| it.name == tally.name) {
        Some(it) => it.change = it.change.saturating_add(tally.change),
        None => tallies.push(tally),
    }
}

/// What is listed anew or with another facet, and what no longer is.
fn relisted<M: Hosted>(
    before: Option<&Instance<M>>,
    after: &Instance<M>,
) -> (Vec<Listing>, Vec<String>) {
    let (was, facet) = (before.map(M::facet), M::facet(after));
    let (before, after) = (before.map(M::lists).unwrap_or_default(), M::lists(after));
    let listed = after.iter().filter(|new| was != Some(facet) || !before.contains(new));
    let listed = listed.map(|list| Listing { list: list.to_string(), facet: facet.to_owned() });
    let unlisted = before.iter().filter(|old| !after.contains(old)).map(ToString::to_string);
    (listed.collect(), unlisted.collect())
}

/// What the two sides have in the escrow, as changes.
fn repositioned<M: Hosted>(
    before: Option<&Instance<M>>,
    after: &Instance<M>,
) -> impl Iterator<Item = Position> {
    let asset = after.terms.asset();
    let mut changes: Vec<Position> = Vec::new();
    let states = [before.map(|it| (it, -1)), Some((after, 1))];
    for (instance, sign) in states.into_iter().flatten() {
        let minor = |amount: Amount| i128::try_from(amount.minor()).unwrap_or(i128::MAX);
        let Some(stakes) = M::stakes(instance) else { continue };
        let (held, pending) = (minor(instance.stage.held()), minor(stakes.pending));
        let sides = [Some((stakes.payer, held, 0)), stakes.payee.map(|payee| (payee, 0, pending))];
        for (party, held, pending) in sides.into_iter().flatten() {
            let (held, pending) = (held.saturating_mul(sign), pending.saturating_mul(sign));
            match changes.iter_mut().find(|it| it.party == party) {
                Some(it) => {
                    it.held = it.held.saturating_add(held);
                    it.pending = it.pending.saturating_add(pending);
                }
                None => changes.push(Position { party, asset, held, pending }),
            }
        }
    }
    changes.into_iter().filter(|it| it.held != 0 || it.pending != 0)
}

pub(crate) fn json<S: for<'t> From<&'t str>>(value: &impl Serialize) -> Result<S, Failure> {
    text::json(value).map_err(malformed)
}

fn malformed(why: serde_json::Error) -> Failure {
    Failure::Malformed(why.to_string())
}
