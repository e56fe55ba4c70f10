//! Moments: RFC 3339 in, RFC 3339 UTC with milliseconds out (HTTP-08).

use std::fmt;
use std::str::FromStr;

use earnest::time::Timestamp;
use jiff::SignedDuration;
use jiff::civil::{DateTime, date};
use jiff::tz::Offset;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::decode::refuse;
use crate::problem::codes;

/// A moment as RFC 3339, such as `2026-03-11T10:30:00.000Z`. Digits finer than a millisecond are
/// cut off. It begins in 1970; RFC 3339 ends with the year 9999, and so does what is written.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Time(pub Timestamp);

const EPOCH: DateTime = date(1970, 1, 1).at(0, 0, 0, 0);

impl Time {
    /// As it is written: RFC 3339, UTC, milliseconds.
    fn written(self) -> [u8; 24] {
        let millis = i64::try_from(self.0.as_millis()).unwrap_or(i64::MAX);
        let civil = match jiff::Timestamp::from_millisecond(millis) {
            Ok(at) => Offset::UTC.to_datetime(at),
            // The calendar ends with the year 9999, as RFC 3339 does, and that clock a day before;
            // what is later is the calendar's last moment.
            Err(_) => EPOCH.saturating_add(SignedDuration::from_millis(millis)),
        };
        let parts = [
            (0..4, civil.year()),
            (5..7, civil.month().into()),
            (8..10, civil.day().into()),
            (11..13, civil.hour().into()),
            (14..16, civil.minute().into()),
            (17..19, civil.second().into()),
            (20..23, civil.millisecond()),
        ];
        // Digit by digit: an answer shows several moments, and the general way costs more than the
        // rest of them.
        let mut text = *b"0000-00-00T00:00:00.000Z";
        for (place, mut number) in parts {
            for digit in text[place].iter_mut().rev() {
                *digit = u8::try_from(number % 10).map_or(b'0', |number| b'0' + number);
                number /= 10;
            }
        }
        text
    }
}

/// What [`Time::written`] made: ASCII by that.
fn ascii(text: &[u8]) -> &str {
    str::from_utf8(text).unwrap_or_default()
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(ascii(&self.written()))
    }
}

impl FromStr for Time {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        parse(text).map(Self).ok_or(())
    }
}

/// `YYYY-MM-DDTHH:MM:SS`, an optional fraction of 1 to 9 digits, and `Z` or `±HH:MM`.
fn parse(text: &str) -> Option<Timestamp> {
    // The calendar's own reader takes many other spellings: the form is checked first.
    let shape = b"0000-00-00T00:00:00";
    let (civil, rest) = text.split_at_checked(shape.len())?;
    let fits = |(byte, form): (u8, &u8)| match form {
        b'0' => byte.is_ascii_digit(),
        form => byte == *form,
    };
    if !civil.bytes().zip(shape).all(fits) {
        return None;
    }
    let (fraction, zone) = match rest.strip_prefix('.') {
        Some(rest) => rest.split_at(rest.find(|c: char| !c.is_ascii_digit())?),
        None => ("0", rest),
    };
    if fraction.is_empty() || fraction.len() > 9 {
        return None;
    }
    let millis: i64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    let civil: DateTime = civil.parse().ok()?;
    let seconds = civil.duration_since(EPOCH).as_secs().checked_sub(offset(zone)?)?;
    let millis = seconds.checked_mul(1000)?.checked_add(millis)?;
    Timestamp::from_millis(u64::try_from(millis).ok()?)
}

/// Seconds east of UTC.
fn offset(zone: &str) -> Option<i64> {
    if zone == "Z" {
        return Some(0);
    }
    let (sign, hours, minutes) = match zone.as_bytes() {
        [sign @ (b'+' | b'-'), hours @ .., b':', m, n] if hours.len() == 2 => {
            (*sign, zone.get(1..3)?, [*m, *n])
        }
        _ => return None,
    };
    let minutes = str::from_utf8(&minutes).ok()?;
    let number = |text: &str, below: i64| {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<i64>().ok().filter(|number| digits && *number < below)
    };
    let seconds = number(hours, 24)?.checked_mul(3600)?.checked_add(number(minutes, 60)? * 60)?;
    Some(if sign == b'-' { -seconds } else { seconds })
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(ascii(&self.written()))
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(|()| refuse(codes::NOT_A_TIME, "is not a time of RFC 3339 from 1970 on"))
    }
}

impl From<Timestamp> for Time {
    fn from(at: Timestamp) -> Self {
        Self(at)
    }
}

impl From<Time> for Timestamp {
    fn from(time: Time) -> Self {
        time.0
    }
}

impl PartialSchema for Time {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .into()
    }
}

impl ToSchema for Time {}

#[cfg(test)]
mod tests {
    use crate::wire::testing::{read, refusal, same};

    use super::*;

    /// HTTP-08
    #[test]
    fn a_moment_has_one_spelling_out() {
        same::<Time>(r#""1970-01-01T00:00:00.000Z""#);
        same::<Time>(r#""2026-03-11T10:30:00.007Z""#);
        same::<Time>(r#""2024-02-29T23:59:59.999Z""#);
        same::<Time>(r#""9999-12-31T23:59:59.999Z""#);
        // Around the last moment that the faster clock knows.
        same::<Time>(r#""9999-12-30T22:00:00.998Z""#);
        same::<Time>(r#""9999-12-30T22:00:00.999Z""#);
        same::<Time>(r#""9999-12-30T22:00:01.000Z""#);
        for late in [Timestamp::LAST_ORDER, Timestamp::MAX] {
            assert_eq!(Time(late).to_string(), "9999-12-31T23:59:59.999Z");
        }
    }

    #[test]
    fn a_moment_has_several_spellings_in() {
        for same in [
            r#""2026-03-11T10:30:00Z""#,
            r#""2026-03-11T10:30:00.0Z""#,
            r#""2026-03-11T10:30:00.000999Z""#,
            r#""2026-03-11T11:30:00+01:00""#,
            r#""2026-03-11T05:00:00-05:30""#,
            r#""2026-03-12T10:29:00+23:59""#,
        ] {
            assert_eq!(read::<Time>(same).0.as_millis(), 1_773_225_000_000, "{same}");
        }
    }

    #[test]
    fn other_spellings_are_no_moments() {
        for bad in [
            "2026-03-11",
            "2026-03-11T10:30Z",
            "2026-03-11 10:30:00Z",
            "2026-03-11t10:30:00Z",
            "2026-03-11T10:30:00",
            "2026-03-11T10:30:00z",
            "2026-03-11T10:30:00.Z",
            "2026-03-11T10:30:00+1:00",
            "2026-03-11T10:30:00+0100",
            "2026-03-11T10:30:00+24:00",
            "2026-03-11T10:30:00+01:60",
            "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-03-11T24:00:00Z",
            "2026-03-11T10:60:00Z",
            "1969-12-31T23:59:59Z",
            "2026-03-11T10:30:00Z[UTC]",
            " 2026-03-11T10:30:00Z",
            "1773225000000",
            "",
            "ä",
            "2026-03-11T10:30:00,5Z",
            "2026-03-11T10:30:00.1234567890Z",
            "+002026-03-11T10:30:00Z",
        ] {
            assert_eq!(refusal::<Time>(&format!("\"{bad}\"")), "not_a_time", "{bad}");
        }
        assert_eq!(refusal::<Time>("1773225000000"), "wrong_type");
    }
}
