//! Amounts, shares and exact divisions. Integers of minor units throughout; nothing is a float.

use core::fmt;
use core::marker::PhantomData;
use core::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::ids::Parsed;

mod asset;
mod decimal;

pub use asset::{Asset, NotAnAsset};
pub use decimal::{NotADecimal, percent};

/// A quantity of minor units, 0 to 2^96 - 1. Never negative: direction lives in a
/// [`Posting`](crate::ledger::Posting) (MONEY-01).
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Amount(u128);

/// A share in basis points, 0 to 10000 (MONEY-08).
#[derive(
    Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(try_from = "u16", into = "u16")]
pub struct Bps(u16);

/// A share above [`Bps::WHOLE`].
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("`{0}` basis points are more than the whole")]
pub struct MoreThanWhole(pub u16);

/// An amount cut in two.
///
/// INVARIANT (exact): `part + rest` is the amount that was cut. Fields are private and
/// [`Amount::cut`] is the only constructor.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Split {
    part: Amount,
    rest: Amount,
}

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// The largest amount, 2^96 - 1 minor units: what `rust_decimal` and NUMERIC(29) hold.
    pub const MAX: Self = Self((1 << 96) - 1);

    /// `None` above [`Amount::MAX`].
    #[must_use]
    pub const fn new(minor: u128) -> Option<Self> {
        if minor <= Self::MAX.0 { Some(Self(minor)) } else { None }
    }

    /// In minor units.
    #[must_use]
    pub const fn minor(self) -> u128 {
        self.0
    }

    /// Whether it is nothing.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The sum, or `None` above [`Amount::MAX`].
    #[must_use]
    pub const fn plus(self, other: Self) -> Option<Self> {
        Self::new(self.0.saturating_add(other.0))
    }

    /// The difference, or `None` below zero.
    #[must_use]
    pub const fn minus(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(difference) => Some(Self(difference)),
            None => None,
        }
    }

    /// Cuts off `share`, rounded down; the remainder, dust included, is the rest (MONEY-20).
    #[must_use]
    pub fn cut(self, share: Bps) -> Split {
        // 2^96 * 10000 is less than 2^110, so nothing saturates.
        let part = self.0.saturating_mul(share.0.into()) / 10_000;
        Split { part: Self(part), rest: Self(self.0.saturating_sub(part)) }
    }

    /// Divides by largest remainder: each leg gets its exact share rounded down, and the units left
    /// over go to the largest remainders, ties by order. A zero weight gets nothing. `None` if
    /// every weight is zero (MONEY-22, MONEY-28).
    #[must_use]
    pub fn divide<const N: usize>(self, weights: [u32; N]) -> Option<[Self; N]> {
        let total = weights.iter().fold(0_u128, |sum, weight| sum.saturating_add((*weight).into()));
        // By `new`, the amount is below 2^96 and a weight below 2^32: the product fits.
        let product = |weight: u32| self.0.saturating_mul(weight.into());
        let mut legs = [Self::ZERO; N];
        let mut remainders = [0_u128; N];
        let mut left = self.0;
        for ((leg, remainder), weight) in legs.iter_mut().zip(&mut remainders).zip(weights) {
            let share = product(weight).checked_div(total)?;
            *leg = Self(share);
            *remainder = product(weight).checked_rem(total)?;
            left = left.saturating_sub(share);
        }
        // The remainders add up to `left` totals and each is less than one total, so more than
        // `left` of them are positive, or none is: a zero weight never gets a unit.
        while left > 0 {
            let largest = remainders.iter().copied().max().unwrap_or(0);
            let next = legs.iter_mut().zip(&mut remainders).find(|(_, r)| **r == largest);
            let (leg, remainder) = next?;
            *leg = Self(leg.0.saturating_add(1));
            *remainder = 0;
            left = left.saturating_sub(1);
        }
        Some(legs)
    }
}

impl Bps {
    /// None of it.
    pub const NONE: Self = Self(0);

    /// Half of it.
    pub const HALF: Self = Self(5_000);

    /// All of it.
    pub const WHOLE: Self = Self(10_000);

    /// `None` above [`Bps::WHOLE`].
    #[must_use]
    pub const fn new(points: u16) -> Option<Self> {
        if points <= Self::WHOLE.0 { Some(Self(points)) } else { None }
    }

    /// In basis points.
    #[must_use]
    pub const fn points(self) -> u16 {
        self.0
    }

    /// What is missing to the whole.
    #[must_use]
    pub const fn complement(self) -> Self {
        Self(Self::WHOLE.0.saturating_sub(self.0))
    }
}

impl Split {
    /// The share that was asked for, rounded down.
    #[must_use]
    pub const fn part(self) -> Amount {
        self.part
    }

    /// Everything else.
    #[must_use]
    pub const fn rest(self) -> Amount {
        self.rest
    }
}

impl TryFrom<u16> for Bps {
    type Error = MoreThanWhole;

    fn try_from(points: u16) -> Result<Self, MoreThanWhole> {
        Self::new(points).ok_or(MoreThanWhole(points))
    }
}

impl From<Bps> for u16 {
    fn from(share: Bps) -> Self {
        share.0
    }
}

/// Minor units, as digits and nothing else: journals are hashed, so an amount has one spelling
/// (MONEY-07).
impl FromStr for Amount {
    type Err = NotADecimal;

    fn from_str(text: &str) -> Result<Self, NotADecimal> {
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NotADecimal::Malformed);
        }
        decimal::parse(text, 0).map(Self)
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

// Minor units as a string of digits: JSON numbers lose precision above 2^53 in most readers.
impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Parsed(PhantomData))
    }
}
