//! L-23, by looking at all runs: what each ends with and when, against what was told beforehand.

use std::collections::BTreeSet;

use earnest::authority::{Role, Roles};
use earnest::ledger::{Account, Ledger};
use earnest::machine::{Forecast, Stage as _, Terms as _};
use earnest::work::Settlement;
use earnest::{Instance, Machine};

/// Which states follow which, and after how many milliseconds.
#[derive(Debug, Default)]
pub(crate) struct Paths(BTreeSet<(usize, usize, u64)>);

/// What is true of all runs from a state: the least and the most of buyer, agent and fee, and the
/// shortest and the longest time.
#[derive(Clone, Copy, PartialEq)]
struct Extremes {
    least: [u128; 3],
    most: [u128; 3],
    soonest: u64,
    latest: u64,
}

impl Paths {
    pub(crate) fn add(&mut self, from: usize, to: usize, takes: u64) {
        self.0.insert((from, to, takes));
    }

    /// Compares each forecast with what all runs come to, and names the stages where some forecast
    /// leaves more time than any run takes. Money and the earliest end are always met exactly.
    pub(crate) fn tight<M: Machine>(&self, states: &[Instance<M>]) -> BTreeSet<&'static str> {
        let mut loose = BTreeSet::new();
        for (instance, extremes) in states.iter().zip(self.extremes(states)) {
            let told = instance.forecast();
            let Some(found) = extremes else {
                assert_eq!((instance.seq, states.len()), (0, 1), "L-13: {instance:?} never ends");
                continue;
            };
            let payouts = [told.payouts.least, told.payouts.most].map(columns);
            assert_eq!(payouts, [found.least, found.most], "L-23: money of {instance:?}");
            let after = |length| instance.since.as_millis() + length;
            assert_eq!(told.earliest.as_millis(), after(found.soonest), "L-23: {instance:?}");
            let latest = told.latest.map(|it| it.as_millis());
            // Nobody has to give the first order, so that no time bounds a start.
            let start = instance.stage.deadline().is_none() && !instance.stage.is_terminal();
            assert_eq!(latest.is_none(), start, "L-23: {instance:?}");
            if let Some(latest) = latest.filter(|it| *it != after(found.latest)) {
                assert!(latest > after(found.latest), "L-23: outlives its forecast: {instance:?}");
                loose.insert(instance.stage.name());
            }
        }
        loose
    }

    /// From the ends backwards, until nothing changes.
    fn extremes<M: Machine>(&self, states: &[Instance<M>]) -> Vec<Option<Extremes>> {
        let mut found: Vec<Option<Extremes>> = states.iter().map(end).collect();
        loop {
            let mut changed = false;
            for (from, to, takes) in self.0.iter().rev() {
                let Some(then) = found[*to] else { continue };
                let through =
                    Extremes { soonest: then.soonest + takes, latest: then.latest + takes, ..then };
                let both = found[*from].map_or(through, |before| before.beside(through));
                changed |= found[*from] != Some(both);
                found[*from] = Some(both);
            }
            if !changed {
                return found;
            }
        }
    }
}

impl Extremes {
    fn beside(self, other: Self) -> Self {
        let each = |pick: fn(u128, u128) -> u128, [a, b, c]: [u128; 3], other: [u128; 3]| {
            [pick(a, other[0]), pick(b, other[1]), pick(c, other[2])]
        };
        Self {
            least: each(u128::min, self.least, other.least),
            most: each(u128::max, self.most, other.most),
            soonest: self.soonest.min(other.soonest),
            latest: self.latest.max(other.latest),
        }
    }
}

/// What an end comes to: there is nothing left to tell. That it is what the ledger says,
/// [`assert_told`] checks of every state.
fn end<M: Machine>(instance: &Instance<M>) -> Option<Extremes> {
    instance.stage.is_terminal().then(|| {
        let payouts = instance.forecast().payouts;
        let paid = columns(payouts.so_far);
        assert_eq!([payouts.least, payouts.most].map(columns), [paid; 2], "L-23: {instance:?}");
        Extremes { least: paid, most: paid, soonest: 0, latest: 0 }
    })
}

/// What each side is said to have is what the ledger says, and nothing is missing.
pub(crate) fn assert_told<M: Machine>(instance: &Instance<M>, start: &Ledger, now: &Ledger) {
    let asset = instance.terms.asset();
    let gained = |account| now.balance(asset, account) - start.balance(asset, account);
    let of = |role| {
        let has = |party| instance.roles(party).and(Roles::NONE.with(role)) != Roles::NONE;
        let wallets = now.balances().filter_map(|(_, account, _)| match account {
            Account::Wallet(party) => has(party).then_some(account),
            Account::Escrow(_) | Account::Fees | Account::World => None,
        });
        wallets.map(gained).sum::<i128>()
    };
    let paid_in = if instance.seq == 0 { 0 } else { -start.balance(asset, Account::World) };
    let told = columns(instance.forecast().payouts.so_far);
    let told = told.map(|it| i128::try_from(it).expect("an amount fits"));
    let known = [paid_in + of(Role::Buyer), of(Role::Agent), gained(Account::Fees)];
    assert_eq!(told, known, "L-23: {instance:?}");
    let held = i128::try_from(instance.stage.held().minor()).expect("an amount fits");
    assert_eq!(told.iter().sum::<i128>() + held, paid_in, "L-15: {instance:?}");
}

/// Nothing that is done makes more possible than was.
pub(crate) fn assert_narrows<M: Machine>(before: &Instance<M>, after: &Instance<M>) {
    let (was, is) = (before.forecast(), after.forecast());
    let both = is.narrows(&was) && is.narrows(&is) && was.narrows(&was);
    assert!(both, "L-23: {was:?} of {before:?} becomes {is:?} of {after:?}");
    let bounds = |it: &Forecast| (it.payouts.least, it.payouts.most, it.earliest, it.latest);
    let changed = bounds(&is) != bounds(&was);
    assert!(!changed || !was.narrows(&is), "L-23: {was:?} and {is:?} narrow each other");
    assert!(inside(&is), "L-23: {is:?} of {after:?}");
}

/// What a side has now lies between the bounds, unless it can still be taken back or is still held.
fn inside(told: &Forecast) -> bool {
    let in_order = told.latest.is_none_or(|latest| told.earliest <= latest);
    let [least, so_far, most] =
        [told.payouts.least, told.payouts.so_far, told.payouts.most].map(columns);
    let below = |low: [u128; 3], high: [u128; 3]| low.iter().zip(high).all(|(low, it)| *low <= it);
    in_order && below(least, most) && below(so_far, most)
}

fn columns(paid: Settlement) -> [u128; 3] {
    [paid.buyer, paid.agent, paid.fee].map(|it| it.minor())
}
