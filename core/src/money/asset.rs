//! What money is counted in.

use core::fmt;
use core::marker::PhantomData;
use core::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Amount, NotADecimal, decimal};
use crate::ids::Parsed;

/// A currency code with its exponent: how many decimal digits its minor unit stands for. Amounts of
/// different assets never meet (MONEY-05, MONEY-06).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Asset {
    code: [u8; 8],
    exponent: u8,
}

/// A text or a pair that names no asset.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not an asset: 1 to 8 upper-case letters or digits and an exponent of 0 to 18 are needed")]
pub struct NotAnAsset;

impl Asset {
    /// USD Coin, six decimals. The marketplace's currency.
    pub const USDC: Self = Self { code: *b"USDC\0\0\0\0", exponent: 6 };

    /// US dollars, in cents.
    pub const USD: Self = Self { code: *b"USD\0\0\0\0\0", exponent: 2 };

    /// Platform credits; one credit is one cent.
    pub const CREDIT: Self = Self { code: *b"CREDIT\0\0", exponent: 2 };

    /// An asset of the embedder's own.
    ///
    /// # Errors
    ///
    /// [`NotAnAsset`] unless `code` is 1 to 8 upper-case letters or digits and `exponent` at
    /// most 18.
    pub fn new(code: &str, exponent: u8) -> Result<Self, NotAnAsset> {
        let fits = (1..=8).contains(&code.len()) && exponent <= 18;
        let plain = code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        if !fits || !plain {
            return Err(NotAnAsset);
        }
        let mut padded = [0; 8];
        for (to, from) in padded.iter_mut().zip(code.bytes()) {
            *to = from;
        }
        Ok(Self { code: padded, exponent })
    }

    /// Its code, such as `USDC`.
    #[must_use]
    pub fn code(&self) -> &str {
        let end = self.code.iter().position(|byte| *byte == 0).unwrap_or(self.code.len());
        // By `new`, the code is ASCII.
        self.code.get(..end).and_then(|code| core::str::from_utf8(code).ok()).unwrap_or_default()
    }

    /// How many decimal digits a minor unit stands for, 0 to 18.
    #[must_use]
    pub const fn exponent(self) -> u8 {
        self.exponent
    }

    /// Reads an amount from its decimal digits: `50`, `50.00` and `5e1` are the same (MONEY-02,
    /// MONEY-03).
    ///
    /// # Errors
    ///
    /// [`NotADecimal`] for anything but a plain non-negative decimal number, for more fractional
    /// digits than the exponent (trailing zeros aside), and above [`Amount::MAX`].
    pub fn parse(self, text: &str) -> Result<Amount, NotADecimal> {
        decimal::parse(text, self.exponent).map(Amount)
    }

    /// Writes an amount in the asset's usual scale: at least two fractional digits if it has them,
    /// and no more than it needs (MONEY-09).
    #[must_use]
    pub fn show(self, amount: Amount) -> Shown {
        Shown { amount, exponent: self.exponent }
    }
}

/// An amount on its way to a reader; see [`Asset::show`].
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    amount: Amount,
    exponent: u8,
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        decimal::write(f, self.amount.minor(), self.exponent)
    }
}

/// `CODE/exponent`, such as `USDC/6`.
impl fmt::Display for Asset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.code(), self.exponent)
    }
}

impl FromStr for Asset {
    type Err = NotAnAsset;

    fn from_str(text: &str) -> Result<Self, NotAnAsset> {
        let (code, exponent) = text.split_once('/').ok_or(NotAnAsset)?;
        let plain = exponent.bytes().all(|byte| byte.is_ascii_digit());
        if !plain || (exponent.len() > 1 && exponent.starts_with('0')) {
            return Err(NotAnAsset);
        }
        Self::new(code, exponent.parse().map_err(|_| NotAnAsset)?)
    }
}

impl Serialize for Asset {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Asset {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Parsed(PhantomData))
    }
}
