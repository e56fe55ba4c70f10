//! Numbers by their digits: none of them is ever a float.

use std::fmt;
use std::str::FromStr;

use earnest::money::{Amount, Asset, NotADecimal};
use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::error::Error;

/// A number that is not negative, by its digits: an amount in decimal units such as `50.00`, a
/// share in per cent, a mean. Two are equal if their digits are; compare amounts as
/// [`amount`](Self::amount)s.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Decimal(String);

impl Decimal {
    /// An amount in decimal units, in the asset's usual scale.
    #[must_use]
    pub fn of(asset: Asset, amount: Amount) -> Self {
        Self(asset.show(amount).to_string())
    }

    /// The amount of `asset` that it is.
    ///
    /// # Errors
    ///
    /// If it has more fractional digits than the asset, or is out of range.
    pub fn amount(&self, asset: Asset) -> Result<Amount, NotADecimal> {
        asset.parse(&self.0)
    }

    /// Its digits, a valid JSON number.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl Default for Decimal {
    /// Zero.
    fn default() -> Self {
        Self("0".to_owned())
    }
}

impl From<u32> for Decimal {
    fn from(number: u32) -> Self {
        Self(number.to_string())
    }
}

impl FromStr for Decimal {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        // Any asset tells whether these are digits; how many there may be is the real one's say.
        match Asset::USD.parse(text) {
            Ok(_) | Err(NotADecimal::TooPrecise(_) | NotADecimal::TooLarge) => {
                Ok(Self(text.to_owned()))
            }
            Err(error) => Err(Error::Invalid(format!("`{text}`: {error}"))),
        }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.0.clone()).map_err(S::Error::custom)?.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        raw.get().parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use earnest::money::{Amount, Asset};

    use super::Decimal;

    #[test]
    fn digits_are_kept_both_ways() {
        for digits in ["50.00", "0", "5e1", "123456789012345678901234567890.000001"] {
            let read: Decimal = serde_json::from_str(digits).unwrap();
            assert_eq!(read.digits(), digits);
            assert_eq!(serde_json::to_string(&read).unwrap(), digits);
        }
        // Through a float this would end in 345.67.
        let amount = "123456789012345.678901".parse::<Decimal>().unwrap().amount(Asset::USDC);
        assert_eq!(amount.map(Amount::minor), Ok(123_456_789_012_345_678_901));
        assert_eq!(Decimal::of(Asset::USDC, Amount::new(1).unwrap()).digits(), "0.000001");
    }

    #[test]
    fn what_is_no_number_or_negative_is_refused() {
        for bad in ["", "-1", "01", "1.", ".5", "NaN", "1,5", "+1", "1 "] {
            assert!(bad.parse::<Decimal>().is_err(), "{bad}");
        }
        for bad in ["\"50.00\"", "null", "-1", "true"] {
            assert!(serde_json::from_str::<Decimal>(bad).is_err(), "{bad}");
        }
    }
}
