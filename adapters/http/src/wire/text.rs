//! Texts of people: counted in characters, kept as they were sent.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::decode::refuse;
use crate::problem::codes;

/// A text of `MIN` to `MAX` characters (Unicode scalar values), without NUL. If `MIN` is not 0,
/// white space alone is too short. It is kept as it was sent, white space around it included.
#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Text<const MIN: usize, const MAX: usize>(String);

/// A label such as `INCOMPLETE_DELIVERY`: 1 to 64 upper-case letters and underscores.
#[derive(Clone, Debug, Eq, Hash, PartialEq, Serialize)]
pub struct Label(String);

impl<const MIN: usize, const MAX: usize> Text<MIN, MAX> {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, without a copy.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

impl<const MIN: usize, const MAX: usize> fmt::Debug for Text<MIN, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<const MIN: usize, const MAX: usize> From<Text<MIN, MAX>> for String {
    fn from(text: Text<MIN, MAX>) -> Self {
        text.0
    }
}

impl<const MIN: usize, const MAX: usize> Serialize for Text<MIN, MAX> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de, const MIN: usize, const MAX: usize> Deserialize<'de> for Text<MIN, MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let characters = text.chars().count();
        if characters > MAX {
            return Err(refuse(codes::TOO_LONG, format!("has more than {MAX} characters")));
        }
        if MIN > 0 && text.trim().is_empty() {
            return Err(refuse(codes::TOO_SHORT, "is empty"));
        }
        if characters < MIN {
            return Err(refuse(codes::TOO_SHORT, format!("has less than {MIN} characters")));
        }
        if text.contains('\0') {
            return Err(refuse(codes::MALFORMED, "has a NUL character"));
        }
        Ok(Self(text))
    }
}

impl<const MIN: usize, const MAX: usize> PartialSchema for Text<MIN, MAX> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .min_length((MIN > 0).then_some(MIN))
            .max_length(Some(MAX))
            .into()
    }
}

impl<const MIN: usize, const MAX: usize> ToSchema for Text<MIN, MAX> {
    // Each range needs a name of its own in the components.
    fn name() -> Cow<'static, str> {
        Cow::Owned(format!("Text_{MIN}_{MAX}"))
    }
}

impl Label {
    /// The label.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The label, without a copy.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

impl<'de> Deserialize<'de> for Label {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.is_empty() {
            return Err(refuse(codes::TOO_SHORT, "is empty"));
        }
        if text.len() > 64 {
            return Err(refuse(codes::TOO_LONG, "has more than 64 characters"));
        }
        if !text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_') {
            return Err(refuse(codes::MALFORMED, "must be upper-case letters and underscores"));
        }
        Ok(Self(text))
    }
}

impl PartialSchema for Label {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[A-Z_]{1,64}$")).into()
    }
}

impl ToSchema for Label {}

#[cfg(test)]
mod tests {
    use crate::wire::testing::{refusal, same};

    use super::*;

    #[test]
    fn characters_are_counted_not_bytes() {
        same::<Text<1, 3>>(r#""äöü""#);
        same::<Text<1, 3>>(r#"" a ""#);
        assert_eq!(refusal::<Text<1, 3>>(r#""äöüß""#), "too_long");
        // One family, seven scalar values.
        assert_eq!(refusal::<Text<1, 6>>("\"👨‍👩‍👧‍👦\""), "too_long");
        same::<Text<1, 7>>("\"👨‍👩‍👧‍👦\"");
    }

    #[test]
    fn white_space_is_no_text() {
        assert_eq!(refusal::<Text<1, 9>>(r#""""#), "too_short");
        assert_eq!(refusal::<Text<1, 9>>(r#"" \t\n\u00a0""#), "too_short");
        assert_eq!(refusal::<Text<3, 9>>(r#""ab""#), "too_short");
        same::<Text<0, 9>>(r#""""#);
        same::<Text<0, 9>>(r#"" ""#);
    }

    #[test]
    fn nul_is_no_character() {
        assert_eq!(refusal::<Text<0, 9>>(r#""a\u0000b""#), "malformed");
    }

    #[test]
    fn labels_are_shouted() {
        same::<Label>(r#""INCOMPLETE_DELIVERY""#);
        same::<Label>(&format!("\"{}\"", "A".repeat(64)));
        assert_eq!(refusal::<Label>(&format!("\"{}\"", "A".repeat(65))), "too_long");
        for bad in [r#""Quality""#, r#""A B""#, r#""A1""#, r#""Ä""#] {
            assert_eq!(refusal::<Label>(bad), "malformed");
        }
        assert_eq!(refusal::<Label>(r#""""#), "too_short");
    }
}
