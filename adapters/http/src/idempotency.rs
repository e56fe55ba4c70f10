//! The `Idempotency-Key` header, with which a client asks twice and is served once.

use std::fmt;

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;

use crate::problem::{FieldError, Problem, codes};

/// 1 to 255 visible ASCII characters, unique per intent. `Option<IdempotencyKey>` is an extractor
/// that is `None` without the header. Refuses with 400 `validation_failed`.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct IdempotencyKey(String);

const HEADER: &str = "idempotency-key";

impl IdempotencyKey {
    /// The key as it was sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The key among the headers, if there is one.
    ///
    /// # Errors
    ///
    /// `malformed` or `too_long` for a text that is no key, `duplicate_field` for two.
    pub fn among(headers: &HeaderMap) -> Result<Option<Self>, FieldError> {
        let refuse = |code, message| FieldError::new("Idempotency-Key", code, message);
        let mut values = headers.get_all(HEADER).iter();
        let Some(value) = values.next() else { return Ok(None) };
        if values.next().is_some() {
            return Err(refuse(codes::DUPLICATE_FIELD, "is there more than once"));
        }
        let visible = value.as_bytes().iter().all(u8::is_ascii_graphic);
        match value.to_str() {
            Ok(text) if text.len() > 255 => {
                Err(refuse(codes::TOO_LONG, "has more than 255 characters"))
            }
            Ok(text) if visible && !text.is_empty() => Ok(Some(Self(text.to_owned()))),
            _ => Err(refuse(codes::MALFORMED, "must be 1 to 255 visible ASCII characters")),
        }
    }
}

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for IdempotencyKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Problem> {
        Ok(Self::among(&parts.headers)?)
    }
}

impl<S: Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let missing = || FieldError::new("Idempotency-Key", codes::REQUIRED, "is required");
        Ok(Self::among(&parts.headers)?.ok_or_else(missing)?)
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn among(values: &[&[u8]]) -> Result<Option<String>, &'static str> {
        let name = HeaderName::from_static(HEADER);
        let value = |value: &&[u8]| (name.clone(), HeaderValue::from_bytes(value).unwrap());
        IdempotencyKey::among(&values.iter().map(value).collect())
            .map(|key| key.map(|key| key.0))
            .map_err(|error| error.code)
    }

    #[test]
    fn a_key_is_visible_ascii() {
        assert_eq!(among(&[]), Ok(None));
        assert_eq!(among(&[b"a-1"]), Ok(Some("a-1".to_owned())));
        assert!(among(&[&[b'x'; 255]]).is_ok());
        assert_eq!(among(&[&[b'x'; 256]]), Err("too_long"));
        for bad in [&b""[..], b"a b", b"a\tb", "ä".as_bytes()] {
            assert_eq!(among(&[bad]), Err("malformed"));
        }
        assert_eq!(among(&[b"a", b"a"]), Err("duplicate_field"));
    }
}
