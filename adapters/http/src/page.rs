//! Pages of lists, by the last element of the page before: never by an offset, so that a page costs
//! what it shows and nothing is skipped when the list grows (HTTP-15).

use std::fmt;

use earnest::ids::InstanceId;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::decode::refuse;
use crate::problem::codes;

/// How many elements a page has: 1 to 100, 20 by default. A query parameter.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Limit(u16);

/// Where a page begins: after this element. Opaque to clients; inside, the element's id or number.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Cursor(u128);

impl Limit {
    /// 1 to 100.
    #[must_use]
    pub const fn number(self) -> usize {
        self.0 as usize
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(20)
    }
}

impl Cursor {
    /// After the element with that id.
    #[must_use]
    pub const fn after(id: InstanceId) -> Self {
        Self(id.0)
    }

    /// After the element with that number.
    #[must_use]
    pub fn after_number(number: u64) -> Self {
        Self(number.into())
    }

    /// The id of the element before the page.
    #[must_use]
    pub const fn id(self) -> InstanceId {
        InstanceId(self.0)
    }

    /// The number of the element before the page. An id in its place is after every number.
    #[must_use]
    pub fn number(self) -> u64 {
        u64::try_from(self.0).unwrap_or(u64::MAX)
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.id().fmt(f)
    }
}

impl Serialize for Cursor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Cursor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let id: Result<InstanceId, _> = text.parse();
        id.map(Self::after)
            .map_err(|_| refuse(codes::MALFORMED, "is not a cursor that was given out"))
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(refuse(codes::NOT_A_NUMBER, "is not a whole number"));
        }
        match text.parse() {
            Ok(0) => Err(refuse(codes::TOO_SMALL, "must be at least 1")),
            Ok(number @ 1..=100) => Ok(Self(number)),
            _ => Err(refuse(codes::TOO_LARGE, "must be at most 100")),
        }
    }
}

impl PartialSchema for Limit {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(1))
            .maximum(Some(100))
            .default(Some(20.into()))
            .into()
    }
}

impl ToSchema for Limit {}

impl PartialSchema for Cursor {
    fn schema() -> RefOr<Schema> {
        let description = "the `nextCursor` of the page before";
        ObjectBuilder::new().schema_type(Type::String).description(Some(description)).into()
    }
}

impl ToSchema for Cursor {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_as_it_was_given() {
        for cursor in [Cursor::after(InstanceId(u128::MAX)), Cursor::after_number(7)] {
            let text = serde_json::to_string(&cursor).unwrap();
            assert_eq!(serde_json::from_str::<Cursor>(&text).unwrap(), cursor);
        }
        assert_eq!(Cursor::after_number(7).number(), 7);
        assert_eq!(Cursor::after(InstanceId(7)).id(), InstanceId(7));
        assert_eq!(Cursor::after(InstanceId(u128::MAX)).number(), u64::MAX);
    }
}
