//! Numbers by their digits: none of them is ever a float (HTTP-07).

use std::borrow::Cow;

use earnest::money::{Amount, Asset, Bps, NotADecimal, percent};
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use utoipa::openapi::schema::{ObjectBuilder, OneOfBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::decode::refuse;
use crate::problem::{FieldError, codes};

/// An amount in decimal units, such as `50.00`: a non-negative JSON number, or the same digits in
/// a string. What it is an amount of is known later, so the digits are kept until then.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Money(String);

/// A share such as `33.33`: 0 to 100 with at most two fractional digits, as a JSON number or the
/// same digits in a string.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Percentage(pub Bps);

/// A whole JSON number from `MIN` to `MAX`; `45`, `45.0` and `4.5e1` are the same.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Whole<const MIN: u64, const MAX: u64>(u64);

/// How much of the work is done, in per cent.
pub type Progress = Whole<0, 100>;

/// 1 to 5 stars.
pub type Rating = Whole<1, 5>;

impl Money {
    /// An amount on its way out, in the asset's usual scale.
    #[must_use]
    pub fn show(asset: Asset, amount: Amount) -> Self {
        Self(asset.show(amount).to_string())
    }

    /// An amount on its way out, in the asset's smallest unit.
    #[must_use]
    pub fn minor(amount: Amount) -> Self {
        Self(amount.minor().to_string())
    }

    /// The amount of `asset` that it is; `field` says where it came from.
    ///
    /// # Errors
    ///
    /// A [`FieldError`] with `too_precise` or `too_large`.
    pub fn amount(&self, field: &str, asset: Asset) -> Result<Amount, FieldError> {
        asset
            .parse(&self.0)
            .map_err(|error| FieldError::new(field, error.code(), error.to_string()))
    }

    /// Its digits, a valid JSON number.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let digits = digits(deserializer, true)?;
        // Any asset tells whether these are digits; how many there may be is the real one's say.
        match whole(&digits) {
            Ok(_) | Err(NotADecimal::TooPrecise(_) | NotADecimal::TooLarge) => Ok(Self(digits)),
            Err(error) => Err(refuse(error.code(), error.to_string())),
        }
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        token(self.0.clone(), serializer)
    }
}

impl<'de> Deserialize<'de> for Percentage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        percent(&digits(deserializer, true)?)
            .map(Self)
            .map_err(|error| refuse(error.code(), error.to_string()))
    }
}

impl Serialize for Percentage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let points = self.0.points();
        let (whole, fraction) = (points / 100, points % 100);
        let text = match (fraction, fraction % 10) {
            (0, _) => whole.to_string(),
            (_, 0) => format!("{whole}.{}", fraction / 10),
            _ => format!("{whole}.{fraction:02}"),
        };
        token(text, serializer)
    }
}

impl<const MIN: u64, const MAX: u64> Whole<MIN, MAX> {
    /// `None` out of range.
    #[must_use]
    pub const fn new(number: u64) -> Option<Self> {
        if number >= MIN && number <= MAX { Some(Self(number)) } else { None }
    }

    /// The largest that there is.
    #[must_use]
    pub const fn largest() -> Self {
        Self(MAX)
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> u64 {
        self.0
    }
}

impl<'de, const MIN: u64, const MAX: u64> Deserialize<'de> for Whole<MIN, MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let small = || refuse(codes::TOO_SMALL, format!("must be at least {MIN}"));
        let large = || refuse(codes::TOO_LARGE, format!("must be at most {MAX}"));
        let number = whole(&digits(deserializer, false)?).map_err(|error| match error {
            NotADecimal::Negative => small(),
            NotADecimal::TooLarge => large(),
            NotADecimal::TooPrecise(_) => refuse(codes::TOO_PRECISE, "must be a whole number"),
            NotADecimal::Malformed => refuse(codes::NOT_A_NUMBER, "is not a number"),
        })?;
        let number = u64::try_from(number).map_err(|_| large())?;
        if number < MIN { Err(small()) } else { Self::new(number).ok_or_else(large) }
    }
}

impl<const MIN: u64, const MAX: u64> Serialize for Whole<MIN, MAX> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.0)
    }
}

/// The digits of a JSON number, or of a string if `quoted`.
fn digits<'de, D: Deserializer<'de>>(deserializer: D, quoted: bool) -> Result<String, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    match raw.get().as_bytes().first() {
        Some(b'0'..=b'9' | b'-') => Ok(Box::<str>::from(raw).into_string()),
        Some(b'"') if quoted => serde_json::from_str(raw.get())
            .map_err(|_| refuse(codes::NOT_A_NUMBER, "is not a number")),
        _ => Err(refuse(codes::WRONG_TYPE, "must be a number")),
    }
}

/// Reads digits as a whole number.
fn whole(digits: &str) -> Result<u128, NotADecimal> {
    // By `Asset::new`, this is an asset.
    let unit = Asset::new("UNIT", 0).map_err(|_| NotADecimal::Malformed)?;
    unit.parse(digits).map(Amount::minor)
}

/// Writes digits as a JSON number.
fn token<S: Serializer>(digits: String, serializer: S) -> Result<S::Ok, S::Error> {
    RawValue::from_string(digits).map_err(S::Error::custom)?.serialize(serializer)
}

impl PartialSchema for Money {
    fn schema() -> RefOr<Schema> {
        let number = ObjectBuilder::new().schema_type(Type::Number).minimum(Some(0));
        let text = ObjectBuilder::new().schema_type(Type::String).pattern(Some(DIGITS));
        OneOfBuilder::new()
            .description(Some("an amount in decimal units, by its digits; answers have a number"))
            .item(number)
            .item(text)
            .into()
    }
}

/// What may stand in a string: a JSON number that is not negative.
const DIGITS: &str = r"^(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$";

impl ToSchema for Money {}

impl PartialSchema for Percentage {
    fn schema() -> RefOr<Schema> {
        let number = ObjectBuilder::new()
            .schema_type(Type::Number)
            .minimum(Some(0))
            .maximum(Some(100))
            .multiple_of(Some(0.01));
        let text = ObjectBuilder::new().schema_type(Type::String).pattern(Some(DIGITS));
        OneOfBuilder::new()
            .description(Some("0 to 100 with at most two fractional digits; answers have a number"))
            .item(number)
            .item(text)
            .into()
    }
}

impl ToSchema for Percentage {}

impl<const MIN: u64, const MAX: u64> PartialSchema for Whole<MIN, MAX> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(MIN)).maximum(Some(MAX)).into()
    }
}

impl<const MIN: u64, const MAX: u64> ToSchema for Whole<MIN, MAX> {
    fn name() -> Cow<'static, str> {
        Cow::Owned(format!("Whole_{MIN}_{MAX}"))
    }
}

#[cfg(test)]
mod tests {
    use crate::wire::testing::{read, refusal, same, write};

    use super::*;

    fn usdc(json: &str) -> Result<u128, &'static str> {
        let amount = read::<Money>(json).amount("budget", Asset::USDC);
        amount.map(Amount::minor).map_err(|error| error.code)
    }

    /// HTTP-07
    #[test]
    fn money_is_read_by_its_digits() {
        for same in ["50", "50.00", "5e1", "\"50.00\"", "500e-1", "50.0000000"] {
            assert_eq!(usdc(same), Ok(50_000_000), "{same}");
        }
        // Through a float this would end in 345.67.
        assert_eq!(usdc("123456789012345.678901"), Ok(123_456_789_012_345_678_901));
        assert_eq!(usdc("0.1"), Ok(100_000));
        assert_eq!(usdc("-0"), Ok(0));
        assert_eq!(usdc("0.0000001"), Err("too_precise"));
        assert_eq!(usdc("1e999"), Err("too_large"));
        assert_eq!(usdc("79228162514264337593543.950336"), Err("too_large"));
    }

    #[test]
    fn money_is_written_by_its_digits() {
        let show = |minor| write(&Money::show(Asset::USDC, Amount::new(minor).unwrap()));
        assert_eq!(show(50_000_000), "50.00");
        assert_eq!(show(1), "0.000001");
        assert_eq!(show(0), "0.00");
        assert_eq!(show(Amount::MAX.minor()), "79228162514264337593543.950335");
        same::<Money>("50.00");
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        assert_eq!(refusal::<Money>("-1"), "negative");
        assert_eq!(refusal::<Money>("-0.5"), "negative");
        for bad in [r#""abc""#, r#""""#, r#"" 1""#, r#""1_000""#, r#""+1""#, r#""1,5""#, r#""NaN""#]
        {
            assert_eq!(refusal::<Money>(bad), "not_a_number", "{bad}");
        }
        for bad in [r#""01""#, r#""1.""#, r#"".5""#, r#""0x10""#, r#""٣""#, r#""\ud800""#] {
            assert_eq!(refusal::<Money>(bad), "not_a_number", "{bad}");
        }
        for bad in ["true", "null", "[]", "{}"] {
            assert_eq!(refusal::<Money>(bad), "wrong_type", "{bad}");
        }
    }

    #[test]
    fn percentages_are_basis_points() {
        for (json, points, shown) in [
            ("100", 10_000, "100"),
            ("\"33.33\"", 3_333, "33.33"),
            ("33.30", 3_330, "33.3"),
            ("0.05", 5, "0.05"),
            ("0", 0, "0"),
            ("5e1", 5_000, "50"),
        ] {
            let share = read::<Percentage>(json);
            assert_eq!(share.0.points(), points);
            assert_eq!(write(&share), shown);
            same::<Percentage>(shown);
        }
        assert_eq!(refusal::<Percentage>("100.01"), "too_large");
        assert_eq!(refusal::<Percentage>("-1"), "negative");
        assert_eq!(refusal::<Percentage>("33.333"), "too_precise");
        assert_eq!(refusal::<Percentage>("\"half\""), "not_a_number");
    }

    #[test]
    fn whole_numbers_are_whole_and_in_range() {
        for json in ["45", "45.0", "4.5e1", "450e-1"] {
            assert_eq!(read::<Progress>(json).number(), 45);
        }
        same::<Progress>("0");
        same::<Progress>("100");
        assert_eq!(refusal::<Progress>("101"), "too_large");
        assert_eq!(refusal::<Progress>("1e999"), "too_large");
        assert_eq!(refusal::<Progress>("18446744073709551616"), "too_large");
        assert_eq!(refusal::<Progress>("-1"), "too_small");
        assert_eq!(refusal::<Progress>("45.5"), "too_precise");
        assert_eq!(refusal::<Progress>("\"45\""), "wrong_type");
        assert_eq!(refusal::<Progress>("null"), "wrong_type");
        assert_eq!(refusal::<Rating>("0"), "too_small");
        assert_eq!(refusal::<Rating>("6"), "too_large");
        same::<Rating>("5");
        same::<Whole<0, { u64::MAX }>>("18446744073709551615");
    }
}
