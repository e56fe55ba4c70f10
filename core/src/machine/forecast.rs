//! How an instance can end, and when: what its parties can still hope for and have to fear.

use super::{Instance, Machine, Stage as _};
use crate::money::{Amount, Bps};
use crate::time::{Timestamp, Window};
use crate::work::Settlement;

/// Between which bounds every run from here ends. Each order narrows it, and none widens it (L-23, FORE-07).
///
/// It tells of the instance and not of now: apply [`Instance::lapsed`] first, and of `earliest`
/// and now the later one counts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Forecast {
    /// What each side has and can have.
    pub payouts: Payouts,
    /// No run ends before this moment, and some run does at it (FORE-05, FORE-06).
    pub earliest: Timestamp,
    /// No run ends after it (FORE-05); `None` where nobody has to give the first order (FORE-10).
    ///
    /// Some run reaches it (FORE-06), but for two cases: where the calendar ends before it
    /// ([`Timestamp::LAST_ORDER`]), and where [`Machine::ends_by`] of the lifecycle says so.
    pub latest: Option<Timestamp>,
}

/// What each side has, and can have in the end, of all that is paid in over an instance's life, in
/// minor units and with recourse counted: what is given back is no longer had. In each column each
/// side is told by itself, so only `so_far` can be added up.
///
/// What a side can still get is `most` less `so_far`; what it can still lose is `so_far` less
/// `least`, which is more than nothing where recourse is possible.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Payouts {
    /// What each side has now (FORE-01). With what is held, it adds up to what was paid in
    /// (FORE-02).
    pub so_far: Settlement,
    /// The least that each side can have in the end (FORE-03, FORE-04).
    pub least: Settlement,
    /// The most that each side can have in the end (FORE-03, FORE-04).
    pub most: Settlement,
}

/// The latest moment that a chain of stages can last to, if everyone takes all the time there is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Latest(Timestamp);

impl<M: Machine> Instance<M> {
    /// How this instance can end, and when.
    #[must_use]
    pub fn forecast(&self) -> Forecast {
        let over = self.stage.is_terminal().then_some(self.since);
        Forecast {
            payouts: M::payouts(&self.terms, &self.stage),
            earliest: self.since,
            latest: over.or_else(|| M::ends_by(&self.terms, &self.stage)),
        }
    }
}

impl Forecast {
    /// Whether everything that this one allows, `before` allowed too.
    #[must_use]
    pub fn narrows(&self, before: &Self) -> bool {
        let later = match (before.latest, self.latest) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(before), Some(now)) => now > before,
        };
        let (is, was) = (&self.payouts, &before.payouts);
        !later
            && before.earliest <= self.earliest
            && was.least.is_at_most(&is.least)
            && is.most.is_at_most(&was.most)
    }
}

impl Payouts {
    /// Where no money moves.
    pub const NOTHING: Self = Self::settled(Settlement::NOTHING);

    /// In an end: what each side has is what it keeps (FORE-09).
    #[must_use]
    pub const fn settled(paid: Settlement) -> Self {
        Self { so_far: paid, least: paid, most: paid }
    }

    /// The buyer is sure of `sure`, and anything between nothing and all of `open` can be the
    /// agent's, less the operator's `fee`: the budget is open before the hire, and the price from
    /// then on (FORE-08).
    #[must_use]
    pub fn open(so_far: Settlement, sure: Amount, open: Amount, fee: Bps) -> Self {
        let paid = Settlement::of(open, Bps::NONE, fee);
        // What is sure and what is open were paid in together, so that the sum is an amount.
        let all = sure.plus(open).unwrap_or(Amount::MAX);
        Self {
            so_far,
            least: Settlement { buyer: sure, ..Settlement::NOTHING },
            most: Settlement { buyer: all, ..paid },
        }
    }
}

impl Latest {
    /// Of a stage that ends by itself at `deadline`.
    #[must_use]
    pub const fn of(deadline: Timestamp) -> Self {
        Self(deadline)
    }

    /// When the chain ends, at most [`Timestamp::MAX`].
    #[must_use]
    pub const fn end(self) -> Timestamp {
        self.0
    }

    /// And then a stage of this length, to which the deadline leads.
    #[must_use]
    pub const fn lapsed(self, window: Window) -> Self {
        Self(self.0.after(window))
    }

    /// And then a stage of this length, to which an order leads: given 1 ms before the deadline,
    /// which is the last moment for it.
    #[must_use]
    pub const fn ordered(self, window: Window) -> Self {
        Self(self.0.last_before().after(window))
    }

    /// And then `count` times the same stages.
    #[must_use]
    pub fn rounds(self, count: u8, round: impl Fn(Self) -> Self) -> Self {
        (0..count).fold(self, |latest, _| round(latest))
    }
}
