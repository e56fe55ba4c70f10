//! A store with a known number of tasks that are being worked on: one buyer's, by eight agents.

use std::path::Path;
use std::sync::Arc;

use earnest::authority::Actor;
use earnest::dispute::Ruling;
use earnest::ids::{InstanceId, OrderId, PartyId};
use earnest::ledger::{Account, Posting};
use earnest::marketplace::{
    Agent, Assign, Command, Fund, Marketplace, Mode, Percent, Progress, Terms,
};
use earnest::money::{Amount, Asset, Bps};
use earnest::time::{Timestamp, Window};
use earnest_service::store::{Commit, Sort, Store};
use earnest_service::{Held, Memory, digest, names};
use earnest_sqlite::Sqlite;
use tokio::task::JoinSet;

use crate::Fallible;
use crate::lives::Store as Kind;

/// How many commits are under way while a store is filled: as many as make large batches, and fewer than may queue.
const UNDER_WAY: usize = 2048;

/// When the first task opened, in Unix milliseconds; each further one a millisecond later.
const START: u64 = 1_760_000_000_000;

const BUYER: PartyId = PartyId(0x0190_0000_0000_7000_8000_0000_0000_0001);
const OWNERS: u128 = 0x0190_0000_0000_7000_8000_0000_0001_0000;
const AGENTS: u128 = 0x0190_0000_0000_7000_8000_0000_0002_0000;

/// A filled store.
#[derive(Debug)]
pub(super) struct Shelf {
    store: Arc<dyn Store>,
    count: u64,
    random: fastrand::Rng,
}

impl Shelf {
    pub(super) async fn fill(kind: Kind, place: &Path, size: usize) -> Fallible<Self> {
        let store: Arc<dyn Store> = match kind {
            Kind::Memory => Arc::new(Memory::new()),
            Kind::Sqlite => Arc::new(Sqlite::open(place.join(format!("stores-{size}.db")))?),
        };
        let amount = Amount::new(1_000_000_000_000_000).ok_or("the deposit is out of range")?;
        let deposit = Posting { from: Account::World, to: Account::Wallet(BUYER), amount };
        let deposit = Commit { postings: vec![(Asset::USDC, deposit)], ..Commit::default() };
        store.commit(deposit).await?;
        let size = u64::try_from(size)?;
        let mut under_way = JoinSet::new();
        for number in 0..size {
            if under_way.len() >= UNDER_WAY
                && let Some(kept) = under_way.join_next().await
            {
                kept??;
            }
            let commit = opened(number)?;
            let store = Arc::clone(&store);
            under_way.spawn(async move { store.commit(commit).await });
        }
        while let Some(kept) = under_way.join_next().await {
            kept??;
        }
        Ok(Self { store, count: size, random: fastrand::Rng::with_seed(7) })
    }

    pub(super) fn random_task(&mut self) -> u64 {
        self.random.u64(..self.count)
    }

    /// Tasks spread over the whole store, none twice.
    pub(super) fn far_apart(&mut self, at_most: usize) -> Vec<u64> {
        let wanted = u64::try_from(at_most).unwrap_or(u64::MAX).min(self.count);
        let (first, step) = (self.random_task(), self.count / wanted.max(1));
        (0..wanted).map(|place| (first + place * step) % self.count).collect()
    }

    pub(super) async fn command(&mut self, task: u64) -> Fallible<()> {
        progress(&*self.store, task, self.random.u8(..=100)).await
    }

    pub(super) async fn commands(&mut self, tasks: &[u64]) -> Fallible<()> {
        let mut under_way = JoinSet::new();
        for &task in tasks {
            let (store, percent) = (Arc::clone(&self.store), self.random.u8(..=100));
            under_way.spawn(async move { progress(&*store, task, percent).await });
        }
        while let Some(done) = under_way.join_next().await {
            done??;
        }
        Ok(())
    }

    pub(super) async fn page(&self, after: u64, limit: u32) -> Fallible<()> {
        let list = names::buys(BUYER).to_string();
        let page = self.store.list(&list, None, Some(id(after)), Sort::Newest, limit).await?;
        expect(page.len(), after.min(limit.into()))
    }

    pub(super) async fn nothing_due(&self) -> Fallible<()> {
        expect(self.store.due(moment(self.count)?, 256).await?.len(), 0)
    }

    pub(super) async fn due(&self, limit: u32) -> Fallible<()> {
        let due = self.store.due(Timestamp::MAX, limit).await?;
        expect(due.len(), self.count.min(limit.into()))
    }

    pub(super) async fn wallet(&self) -> Fallible<()> {
        expect(self.store.wallets(BUYER).await?.len(), 1)
    }

    pub(super) async fn open(&mut self) -> Fallible<()> {
        self.store.commit(opened(self.count)?).await?;
        self.count += 1;
        Ok(())
    }
}

fn expect(found: usize, expected: u64) -> Fallible<()> {
    if u64::try_from(found)? == expected {
        return Ok(());
    }
    Err(format!("the store answered {found} rows instead of {expected}").into())
}

/// The commit that opens a task, pays for it and assigns it.
fn opened(number: u64) -> Fallible<Commit> {
    let (at, agent) = (moment(number)?, agent(number));
    let brief = format!("{{\"title\":\"Task {number}\"}}");
    let mut held = Held::<Marketplace>::open(id(number), terms(agent)?, at, Some(brief.into()))?;
    step(&mut held, Actor::Party(BUYER), at, Fund {}, None)?;
    step(&mut held, Actor::Operator, at, Assign { agent }, None)?;
    let mut commit = Commit::default();
    held.write(&mut commit)?;
    Ok(commit)
}

/// One command from its load to its commit.
async fn progress(store: &dyn Store, task: u64, percent: u8) -> Fallible<()> {
    let stream = store.stream(id(task)).await?.ok_or("a task is missing")?;
    let mut held = Held::<Marketplace>::load(&stream)?;
    let words = format!("{{\"message\":\"{percent} of 100\",\"stage\":\"implementation\"}}");
    let percent = Percent::new(percent).ok_or("off the scale")?;
    let report = Progress { percent, note: Some(digest(&words)) };
    let by = Actor::Party(agent(task).id);
    step(&mut held, by, moment(task)?, report, Some(words))?;
    let mut commit = Commit::default();
    held.write(&mut commit)?;
    Ok(store.commit(commit).await?)
}

fn step(
    held: &mut Held<Marketplace>,
    by: Actor,
    at: Timestamp,
    command: impl Into<Command>,
    document: Option<String>,
) -> Fallible<()> {
    let order = OrderId(fastrand::u128(..));
    held.step(order, by, at, command.into(), document.map(Into::into))
        .map_err(|undecided| format!("a command was refused: {undecided:?}").into())
}

/// In order of time, then at random, as the service mints them.
fn id(number: u64) -> InstanceId {
    let random: u128 = fastrand::Rng::with_seed(number).u64(..).into();
    InstanceId((u128::from(START + number) << 80) | (7 << 76) | (2 << 62) | (random >> 2))
}

fn moment(number: u64) -> Fallible<Timestamp> {
    Ok(Timestamp::from_millis(START + number).ok_or("a moment is out of range")?)
}

fn agent(number: u64) -> Agent {
    let place = u128::from(number % 8);
    Agent { id: PartyId(AGENTS + place), owner: PartyId(OWNERS + place) }
}

fn terms(agent: Agent) -> Fallible<Terms> {
    let hours = |hours: u32| Window::from_minutes(hours * 60).ok_or("a window is out of range");
    Ok(Terms {
        buyer: BUYER,
        asset: Asset::USDC,
        budget: Amount::new(50_000_000).ok_or("the budget is out of range")?,
        mode: Mode::Direct(Some(agent)),
        fee: Bps::new(333).ok_or("the fee is out of range")?,
        kill_fee: Bps::new(2_500).ok_or("the kill fee is out of range")?,
        default_ruling: Ruling::HALF,
        max_revisions: 3,
        max_remedies: 2,
        max_evidence: 10,
        to_hire: hours(168)?,
        to_match: hours(1)?,
        to_deliver: hours(720)?,
        to_deliver_least: hours(1)?,
        to_review: hours(72)?,
        to_revise: hours(72)?,
        to_respond: hours(48)?,
        to_rule: hours(168)?,
    })
}

#[cfg(test)]
mod tests {
    use super::{Kind, Shelf, id};
    use crate::Fallible;

    #[test]
    fn tasks_are_in_order_of_time() {
        assert!((0..1000).all(|number| id(number) < id(number + 1)));
    }

    #[tokio::test]
    async fn both_stores_answer_everything() -> Fallible<()> {
        let folder = tempfile::tempdir()?;
        for kind in [Kind::Memory, Kind::Sqlite] {
            let mut shelf = Shelf::fill(kind, folder.path(), 30).await?;
            shelf.command(29).await?;
            let tasks = shelf.far_apart(64);
            assert_eq!(tasks.len(), 30);
            shelf.commands(&tasks).await?;
            shelf.page(29, 20).await?;
            shelf.page(3, 20).await?;
            shelf.nothing_due().await?;
            shelf.due(20).await?;
            shelf.wallet().await?;
            shelf.open().await?;
        }
        Ok(())
    }
}
