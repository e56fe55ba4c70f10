//! JSON whose numbers keep their digits, so that `50.00` and `50` can be told apart.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The largest number of fractional digits an amount may have: those of USDC.
const AMOUNT_DIGITS: usize = 6;

/// A JSON value as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, by its digits.
    Number(String),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object, its members in the order they were written.
    Object(Vec<(String, Json)>),
}

/// An object's members, in order.
struct Members(Vec<(String, Json)>);

impl Json {
    /// Reads one JSON value.
    ///
    /// # Errors
    /// Says what is wrong with the text; a doubled key is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        serde_json::from_str(text).map_err(|error| format!("{error} in `{text}`"))
    }

    /// The value at a path such as `task.dispute.evidence.0.id`, if there is one.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<&Self> {
        path.split('.').filter(|step| !step.is_empty()).try_fold(self, |value, step| match value {
            Self::Object(members) => {
                members.iter().find(|(key, _)| key == step).map(|(_, value)| value)
            }
            Self::List(items) => items.get(step.parse::<usize>().ok()?),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) => None,
        })
    }

    /// The value at a path.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    #[track_caller]
    pub fn at(&self, path: &str) -> &Self {
        self.find(path).unwrap_or_else(|| panic!("no `{path}` in {self}"))
    }

    /// The string at a path.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    #[track_caller]
    pub fn text(&self, path: &str) -> &str {
        match self.at(path) {
            Self::Text(text) => text,
            other => panic!("`{path}` is {other}, not a string, in {self}"),
        }
    }

    /// The digits of the number at a path.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    #[track_caller]
    pub fn number(&self, path: &str) -> &str {
        match self.at(path) {
            Self::Number(digits) => digits,
            other => panic!("`{path}` is {other}, not a number, in {self}"),
        }
    }

    /// The whole number at a path.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    #[track_caller]
    pub fn whole(&self, path: &str) -> u64 {
        let digits = self.number(path);
        digits.parse().unwrap_or_else(|_| panic!("`{path}` is {digits}, not a whole number"))
    }

    /// The amount at a path, in millionths.
    ///
    /// # Panics
    /// If there is none, or it has more than six fractional digits.
    #[must_use]
    #[track_caller]
    pub fn amount(&self, path: &str) -> u128 {
        micros(self.number(path))
    }

    /// The elements of the array at a path.
    ///
    /// # Panics
    /// If there is no array.
    #[must_use]
    #[track_caller]
    pub fn list(&self, path: &str) -> &[Self] {
        match self.at(path) {
            Self::List(items) => items,
            other => panic!("`{path}` is {other}, not an array, in {self}"),
        }
    }

    /// Whether there is `null` or nothing at a path.
    #[must_use]
    pub fn is_absent(&self, path: &str) -> bool {
        matches!(self.find(path), None | Some(Self::Null))
    }

    /// How often a string occurs as a value, anywhere inside.
    #[must_use]
    pub fn occurrences(&self, wanted: &str) -> usize {
        match self {
            Self::Text(text) => usize::from(text == wanted),
            Self::List(items) => items.iter().map(|item| item.occurrences(wanted)).sum(),
            Self::Object(members) => members.iter().map(|(_, item)| item.occurrences(wanted)).sum(),
            Self::Null | Self::Bool(_) | Self::Number(_) => 0,
        }
    }
}

/// A decimal number such as `50.00` in millionths.
///
/// # Panics
/// If it is not an unsigned decimal with at most six fractional digits.
#[must_use]
#[track_caller]
pub fn micros(decimal: &str) -> u128 {
    let (whole, fraction) = decimal.split_once('.').unwrap_or((decimal, ""));
    let plain = whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit());
    assert!(plain && fraction.len() <= AMOUNT_DIGITS, "`{decimal}` is not an amount");
    format!("{whole}{fraction:0<AMOUNT_DIGITS$}").parse().expect("an amount fits 128 bits")
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let text = raw.get();
        let parsed = match text.as_bytes().first() {
            Some(b'{') => serde_json::from_str::<Members>(text).map(|found| Self::Object(found.0)),
            Some(b'[') => serde_json::from_str(text).map(Self::List),
            Some(b'"') => serde_json::from_str(text).map(Self::Text),
            Some(b'n') => Ok(Self::Null),
            Some(b't' | b'f') => serde_json::from_str(text).map(Self::Bool),
            _ => Ok(Self::Number(text.to_owned())),
        };
        parsed.map_err(D::Error::custom)
    }
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Members;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members: Vec<(String, Json)> = Vec::new();
                while let Some((key, value)) = map.next_entry::<String, Json>()? {
                    if members.iter().any(|(known, _)| *known == key) {
                        return Err(A::Error::custom(format!("doubled key `{key}`")));
                    }
                    members.push((key, value));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

impl fmt::Display for Json {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => formatter.write_str("null"),
            Self::Bool(value) => write!(formatter, "{value}"),
            Self::Number(digits) => formatter.write_str(digits),
            Self::Text(text) => write!(formatter, "{}", serde_json::Value::from(text.as_str())),
            Self::List(items) => {
                formatter.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    write!(formatter, "{}{item}", if index == 0 { "" } else { "," })?;
                }
                formatter.write_str("]")
            }
            Self::Object(members) => {
                formatter.write_str("{")?;
                for (index, (key, value)) in members.iter().enumerate() {
                    let key = serde_json::Value::from(key.as_str());
                    write!(formatter, "{}{key}:{value}", if index == 0 { "" } else { "," })?;
                }
                formatter.write_str("}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Json, micros};

    #[test]
    fn numbers_keep_their_digits() {
        let json = Json::parse(r#"{"a": [50.00, 1e3], "b": "x\ny", "c": null}"#).unwrap();
        assert_eq!(json.number("a.0"), "50.00");
        assert_eq!(json.to_string(), r#"{"a":[50.00,1e3],"b":"x\ny","c":null}"#);
        assert!(json.is_absent("c") && json.is_absent("d"));
    }

    #[test]
    fn a_doubled_key_is_an_error() {
        assert!(Json::parse(r#"{"a": 1, "a": 1}"#).is_err());
        assert!(Json::parse(r#"{"b": {"a": 1, "a": 1}}"#).is_err());
    }

    #[test]
    fn amounts_are_read_by_their_digits() {
        assert_eq!(micros("50.00"), micros("50"));
        assert_eq!(micros("33.333333"), 33_333_333);
        assert_eq!(micros("0.000001"), 1);
    }

    #[test]
    fn values_are_counted_wherever_they_stand() {
        let json = Json::parse(r#"{"x": "x", "y": [{"z": "x"}]}"#).unwrap();
        assert_eq!(json.occurrences("x"), 2);
    }
}
