//! The caller's own notes: kept byte for byte, never looked into.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use utoipa::openapi::schema::{AdditionalProperties, ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::decode::refuse;
use crate::problem::codes;

/// A JSON object of at most `KIB` KiB (16, unless said otherwise), nested less than 128 levels deep, without duplicate keys and NUL
/// characters. It is given back byte for byte.
#[derive(Clone)]
pub struct Metadata<const KIB: usize = 16>(Box<RawValue>);

impl<const KIB: usize> Metadata<KIB> {
    const BYTES: usize = KIB * 1024;

    /// Its JSON text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.get()
    }
}

impl<const KIB: usize> fmt::Debug for Metadata<KIB> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<const KIB: usize> PartialEq for Metadata<KIB> {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl<const KIB: usize> Eq for Metadata<KIB> {}

impl<const KIB: usize> Serialize for Metadata<KIB> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, const KIB: usize> Deserialize<'de> for Metadata<KIB> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        if !raw.get().starts_with('{') {
            return Err(refuse(codes::WRONG_TYPE, "must be an object"));
        }
        if raw.get().len() > Self::BYTES {
            return Err(refuse(codes::TOO_LONG, format!("has more than {} bytes", Self::BYTES)));
        }
        // A raw value is only known to be balanced: what its strings hold, how deep it goes and
        // whether its keys are unique is found out here, once.
        match serde_json::from_str::<Sound>(raw.get()) {
            Ok(Sound) => Ok(Self(raw)),
            Err(error) if error.to_string().starts_with(REPEATED) => {
                Err(refuse(codes::DUPLICATE_FIELD, "has a key more than once"))
            }
            Err(_) => Err(refuse(
                codes::MALFORMED,
                "has a NUL character, half a surrogate pair, too large a number or too many levels",
            )),
        }
    }
}

const REPEATED: &str = "repeated key";

/// Any JSON value that every store and every reader can hold.
struct Sound;

impl<'de> Deserialize<'de> for Sound {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for Sound {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self, E> {
        if text.contains('\0') { Err(E::custom("NUL")) } else { Ok(self) }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self, A::Error> {
        while elements.next_element::<Self>()?.is_some() {}
        Ok(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self, A::Error> {
        let mut keys = HashSet::new();
        while let Some(key) = entries.next_key::<String>()? {
            Self.visit_str::<A::Error>(&key)?;
            entries.next_value::<Self>()?;
            if !keys.insert(key) {
                return Err(A::Error::custom(REPEATED));
            }
        }
        Ok(self)
    }
}

impl<const KIB: usize> PartialSchema for Metadata<KIB> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Object)
            .description(Some(format!("any JSON object of at most {KIB} KiB")))
            .additional_properties(Some(AdditionalProperties::<Schema>::FreeForm(true)))
            .into()
    }
}

impl<const KIB: usize> ToSchema for Metadata<KIB> {
    // Each size needs a name of its own in the components.
    fn name() -> Cow<'static, str> {
        if KIB == 16 { Cow::Borrowed("Metadata") } else { Cow::Owned(format!("Metadata_{KIB}")) }
    }
}

#[cfg(test)]
mod tests {
    use crate::wire::testing::{refusal, same};

    use super::*;

    #[test]
    fn it_is_given_back_byte_for_byte() {
        same::<Metadata>(r#"{"b": 1.50,  "a": [null, 123456789012345678901234567890, "\u00e4"]}"#);
        same::<Metadata>("{}");
    }

    #[test]
    fn it_is_an_object_of_some_size() {
        for other in ["[]", "1", "\"{}\"", "null"] {
            assert_eq!(refusal::<Metadata>(other), "wrong_type");
        }
        let sized = |bytes: usize| format!(r#"{{"a":"{}"}}"#, "x".repeat(bytes - 8));
        same::<Metadata>(&sized(16_384));
        assert_eq!(refusal::<Metadata>(&sized(16_385)), "too_long");
        same::<Metadata<256>>(&sized(262_144));
        assert_eq!(refusal::<Metadata<256>>(&sized(262_145)), "too_long");
    }

    #[test]
    fn it_is_sound_within() {
        assert_eq!(refusal::<Metadata>(r#"{"a": {"b": 1, "b": 2}}"#), "duplicate_field");
        assert_eq!(refusal::<Metadata>(r#"{"a": 1, "\u0061": 2}"#), "duplicate_field");
        assert_eq!(refusal::<Metadata>(r#"{"a": ["\u0000"]}"#), "malformed");
        assert_eq!(refusal::<Metadata>(r#"{"a": "\ud83d"}"#), "malformed");
        assert_eq!(refusal::<Metadata>(r#"{"a": 1e999}"#), "malformed");
    }
}
