//! The long run: a hundred million states, world by world.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use earnest::dispute::{Resolution, Ruling};
use earnest::marketplace::{Mode, Terms};
use earnest::{credits, marketplace};

use crate::broken::Broken;
use crate::cast::{self, AGENT, amount, bps};
use crate::errand::errand;
use crate::explore::explore;
use crate::law::Checks;
use crate::pairs::{ADA, ADAS, BEN, BENS, EVE, Pair, found, task, task_for_credits};
use crate::shared::explore_shared;
use crate::{credits as city, marketplace as market};

/// A world of the long run, with the number of states it is known to have.
#[derive(Clone, Debug)]
pub struct World {
    /// What it is called.
    pub name: &'static str,
    /// How many states there are.
    pub states: usize,
    /// What is explored.
    pub kind: Kind,
}

/// What is explored.
#[derive(Clone, Debug)]
pub enum Kind {
    /// One task of the marketplace.
    Task(marketplace::Terms),
    /// One task for credits.
    Errand(credits::Terms),
    /// Two instances over shared wallets.
    Pair(Box<Pair>),
}

/// What a world of the long run came to.
#[derive(Clone, Debug)]
pub struct Figures {
    /// What it is called.
    pub name: &'static str,
    /// Distinct states.
    pub states: usize,
    /// Orders tried.
    pub orders: u64,
    /// How often each law was checked.
    pub checks: Checks,
}

/// Explores each world, as many at a time as there are threads, and says how far it is.
///
/// # Errors
///
/// [`Broken`] for the first law that does not hold.
pub fn run(
    worlds: &[World],
    threads: usize,
    say: &(dyn Fn(&str, usize) + Sync),
) -> Result<Vec<Figures>, Box<Broken>> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    thread::scope(|scope| {
        let work = || {
            while let Some(world) = worlds.get(next.fetch_add(1, Ordering::Relaxed)) {
                let figures = world.explored(say)?;
                say(figures.name, figures.states);
                done.lock().expect("no thread panics with it").push(figures);
            }
            Ok::<(), Box<Broken>>(())
        };
        let threads: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(work)).collect();
        threads.into_iter().try_for_each(|it| it.join().expect("a thread of the long run"))
    })?;
    Ok(done.into_inner().expect("no thread panics with it"))
}

impl World {
    fn explored(&self, say: &(dyn Fn(&str, usize) + Sync)) -> Result<Figures, Box<Broken>> {
        let name = self.name;
        let seen = match &self.kind {
            Kind::Task(terms) => explore(&market::world(terms.clone()))?,
            Kind::Errand(terms) => explore(&city::world(terms.clone()))?,
            Kind::Pair(pair) => {
                let mut checks = Checks::default();
                let shared = pair.as_ref().clone().explored(&mut checks)?;
                let seen = explore_shared(&shared, usize::MAX, &mut |states| say(name, states))?;
                checks.add(&seen.checks);
                return Ok(Figures { name, states: seen.states, orders: seen.orders, checks });
            }
        };
        Ok(Figures { name, states: seen.states, orders: seen.orders, checks: seen.checks })
    }
}

/// The worlds of the long run, the largest first.
#[must_use]
pub fn worlds() -> Vec<World> {
    let mut all = pairs();
    all.extend(singles());
    all
}

const LARGEST: u128 = (1 << 96) - 1;
/// Windows for refunds, disputes and rulings.
const WINDOWS: [u64; 3] = [4, 6, 5];

fn pairs() -> Vec<World> {
    let pair = |name, states, halves, purses, leavers| {
        let kind = Kind::Pair(Box::new(Pair { name, halves, purses, leavers }));
        World { name, states, kind }
    };
    vec![
        pair(
            "a very patient task with proposals, and one for credits of its agent's owner",
            48_777_430,
            [found(ADA, 1_000_003, [2, 2, 2]), task_for_credits(BEN, ADAS, 7, [1, 2, 2])],
            vec![(ADA, 1_000_003), (BEN, 7)],
            vec![],
        ),
        pair(
            "a patient task with proposals beside one for credits, one purse",
            32_041_247,
            [found(ADA, LARGEST, [2, 1, 2]), task_for_credits(ADA, BENS, 1_001, WINDOWS)],
            vec![(ADA, LARGEST)],
            vec![],
        ),
        pair(
            "two tasks for credits of one agent, whose owner takes the pay out",
            2_314_825,
            [task_for_credits(ADA, BENS, 7, WINDOWS), task_for_credits(EVE, BENS, 3, WINDOWS)],
            vec![(ADA, 7), (EVE, 3)],
            vec![BEN],
        ),
        pair(
            "two tasks of one buyer, who has just enough",
            20_647_790,
            [task(ADA, BENS, 1_001, [2, 2, 2]), task(ADA, BENS, 3, [1, 1, 1])],
            vec![(ADA, 1_004)],
            vec![],
        ),
        pair(
            "a task for credits whose pay funds a patient task back",
            2_166_761,
            [task_for_credits(ADA, BENS, 1_001, WINDOWS), task(BEN, ADAS, 501, [2, 2, 2])],
            vec![(ADA, 1_001)],
            vec![],
        ),
        pair(
            "two tasks for credits in a circle, whose money is taken out",
            1_024_809,
            [task_for_credits(ADA, BENS, 7, [1, 2, 2]), task_for_credits(BEN, ADAS, 3, [1, 2, 2])],
            vec![(ADA, 7)],
            vec![ADA, BEN],
        ),
    ]
}

fn singles() -> Vec<World> {
    let single = |name, states, kind| World { name, states, kind };
    let contract = |mode, budget, [fee, kill_fee]: [u16; 2], rounds: [u8; 3], ruling| {
        let [max_revisions, max_remedies, max_evidence] = rounds;
        let (fee, kill_fee, default_ruling) = (bps(fee), bps(kill_fee), ruling);
        let limits = Terms { max_revisions, max_remedies, max_evidence, ..cast::terms() };
        Kind::Task(Terms { mode, budget: amount(budget), fee, kill_fee, default_ruling, ..limits })
    };
    let refund = |points| Ruling::new(Resolution::RefundBuyer, Some(bps(points)));
    let third = refund(3_333).unwrap_or(Ruling::HALF);
    vec![
        single(
            "a task with proposals, three rounds of everything",
            256_145,
            contract(Mode::Proposals, LARGEST, [333, 333], [3, 3, 3], third),
        ),
        single(
            "a task with an agent found, three rounds of everything",
            153_690,
            contract(Mode::Direct(None), LARGEST - 1, [9_999, 1], [3, 3, 3], Ruling::HALF),
        ),
        single(
            "a task for a named agent, three rounds of everything",
            51_232,
            contract(Mode::Direct(Some(AGENT)), 3, [1, 9_999], [3, 3, 3], third),
        ),
        single(
            "a task for credits with an agent found",
            2_530,
            Kind::Errand(credits::Terms { named: None, max_budget: amount(LARGEST), ..errand() }),
        ),
    ]
}
