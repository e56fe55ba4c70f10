//! L-23, by looking at all runs: what each ends with and when, against what was told beforehand.

use std::collections::BTreeSet;

use earnest::authority::{Role, Roles};
use earnest::ledger::{Account, Ledger};
use earnest::machine::{Forecast, Stage as _, Terms as _};
use earnest::money::Amount;
use earnest::work::Settlement;
use earnest::{Instance, Machine};

use crate::law::{Breach, Checks, Law, Verdict};

/// Which states follow which, and after how many milliseconds: a list for each state.
#[derive(Debug, Default)]
pub(crate) struct Paths(Vec<Vec<(u32, u64)>>);

/// What is true of all runs from a state: the least and the most of buyer, agent and fee, and the
/// shortest and the longest time.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Extremes {
    least: [u128; 3],
    most: [u128; 3],
    soonest: u64,
    latest: u64,
}

impl Paths {
    pub(crate) fn add(&mut self, from: usize, to: u32, takes: u64) {
        if self.0.len() <= from {
            self.0.resize(from + 1, Vec::new());
        }
        let paths = &mut self.0[from];
        if !paths.contains(&(to, takes)) {
            paths.push((to, takes));
        }
    }

    /// Follows all runs from the ends backwards, until nothing changes.
    pub(crate) fn extremes(&self, mut found: Vec<Option<Extremes>>) -> Vec<Option<Extremes>> {
        loop {
            let mut changed = false;
            for (from, paths) in self.0.iter().enumerate().rev() {
                for (to, takes) in paths {
                    let Some(then) = found[*to as usize] else { continue };
                    let (soonest, latest) = (then.soonest + takes, then.latest + takes);
                    let through = Extremes { soonest, latest, ..then };
                    let both = found[from].map_or(through, |before| before.beside(through));
                    changed |= found[from] != Some(both);
                    found[from] = Some(both);
                }
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

/// What an end comes to: there is nothing left to tell. That it is what the ledger says, [`told`]
/// checks of every state.
pub(crate) fn end<M: Machine>(instance: &Instance<M>) -> Option<Extremes> {
    instance.stage.is_terminal().then(|| {
        let paid = columns(instance.forecast().payouts.so_far);
        Extremes { least: paid, most: paid, soonest: 0, latest: 0 }
    })
}

/// Compares a forecast with what all runs come to, and says whether it leaves more time than any
/// run takes. Money and the earliest end are always met exactly.
pub(crate) fn tight<M: Machine>(
    instance: &Instance<M>,
    found: Option<Extremes>,
    alone: bool,
    checks: &mut Checks,
) -> Result<bool, Breach> {
    let told = instance.forecast();
    let Some(found) = found else {
        // Terms that nothing is locked under do not begin.
        let unbegun = (instance.seq, alone) == (0, true);
        checks.holds(Law::Liveness, unbegun, "no run from here ends")?;
        return Ok(false);
    };
    let payouts = [told.payouts.least, told.payouts.most].map(columns);
    let met = payouts == [found.least, found.most];
    checks.holds(Law::Forecast, met, "the least or the most foretold is not what runs come to")?;
    let after = |length| instance.since.as_millis() + length;
    let earliest = told.earliest.as_millis() == after(found.soonest);
    checks.holds(Law::Forecast, earliest, "the earliest end foretold is not the earliest")?;
    // Nobody has to give the first order, so that no time bounds a start.
    let start = instance.stage.deadline().is_none() && !instance.stage.is_terminal();
    checks.holds(
        Law::Forecast,
        told.latest.is_none() == start,
        "only a start has no latest end",
    )?;
    let latest = told.latest.map_or(u64::MAX, |it| it.as_millis());
    checks.holds(Law::Forecast, latest >= after(found.latest), "a run outlives its forecast")?;
    Ok(!start && latest > after(found.latest))
}

/// L-15, L-23: what each side is said to have is what the ledger says, and nothing is missing.
///
/// # Errors
///
/// [`Breach`] if forecast and ledger differ.
pub fn told<M: Machine>(
    instance: &Instance<M>,
    start: &Ledger,
    now: &Ledger,
    checks: &mut Checks,
) -> Verdict {
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
    let signed = |it: u128| i128::try_from(it).unwrap_or(i128::MAX);
    let payouts = instance.forecast().payouts;
    let told = columns(payouts.so_far).map(signed);
    let known = [paid_in + of(Role::Buyer), of(Role::Agent), gained(Account::Fees)];
    checks.holds(Law::Forecast, told == known, "what a side is said to have is not what it has")?;
    let all = told.iter().sum::<i128>() + signed(instance.stage.held().minor());
    checks.holds(
        Law::OneResolution,
        all == paid_in,
        "what all have and is held was not paid in",
    )?;
    let over = instance.stage.is_terminal();
    let settled = !over || [payouts.least, payouts.most] == [payouts.so_far; 2];
    checks.holds(Law::Forecast, settled, "an end foretells something else than it has")
}

/// L-23: nothing that is done makes more possible than was.
///
/// # Errors
///
/// [`Breach`] if the forecast widens.
pub fn narrows<M: Machine>(
    before: &Instance<M>,
    after: &Instance<M>,
    checks: &mut Checks,
) -> Verdict {
    let (was, is) = (before.forecast(), after.forecast());
    let both = is.narrows(&was) && is.narrows(&is) && was.narrows(&was);
    checks.holds(Law::Forecast, both, "a forecast widens")?;
    // What a side has may change while nothing else becomes possible or impossible.
    let bounds = |it: &Forecast| (it.payouts.least, it.payouts.most, it.earliest, it.latest);
    let one_way = bounds(&is) == bounds(&was) || !was.narrows(&is);
    checks.holds(Law::Forecast, one_way, "two forecasts narrow each other")?;
    checks.holds(Law::Forecast, inside(&is), "what a side has is above the most foretold")
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
    [paid.buyer, paid.agent, paid.fee].map(Amount::minor)
}

/// The stages in which some forecast leaves more time than any run takes.
pub(crate) type Loose = BTreeSet<&'static str>;
