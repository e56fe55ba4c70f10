//! Query strings, as strict as bodies.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::decode;
use crate::problem::Problem;

/// The query string as a struct with `#[derive(Deserialize, utoipa::IntoParams)]` and
/// `#[serde(rename_all = "camelCase", deny_unknown_fields)]`. Its fields are read from texts:
/// [`Text`](crate::wire::Text), [`Limit`](crate::Limit), [`Cursor`](crate::Cursor), ids,
/// vocabularies, numbers, and `Option`s of these.
///
/// Refuses with 400 `validation_failed`.
#[derive(Clone, Copy, Debug)]
pub struct Query<T>(pub T);

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        decode::query(parts.uri.query().unwrap_or_default()).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::wire::{Mode, Text};
    use crate::{Cursor, Limit};

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    struct Filter {
        #[serde(default)]
        limit: Limit,
        cursor: Option<Cursor>,
        mode: Option<Mode>,
        some_name: Option<Text<1, 3>>,
    }

    #[track_caller]
    fn refused(text: &str, field: &str, code: &str) {
        let problem = decode::query::<Filter>(text).unwrap_err();
        let error = &problem.errors()[0];
        assert_eq!((&*error.field, error.code), (field, code), "{text}: {problem:?}");
    }

    #[test]
    fn a_query_is_read() {
        let filter: Filter = decode::query("limit=7&mode=direct&someName=%C3%A4+b").unwrap();
        assert_eq!((filter.limit.number(), filter.mode), (7, Some(Mode::Direct)));
        assert_eq!(filter.some_name.unwrap().as_str(), "ä b");
        let filter: Filter = decode::query("").unwrap();
        assert_eq!((filter.limit.number(), filter.cursor), (20, None));
    }

    #[test]
    fn a_query_is_strict() {
        refused("x=1", "x", "unknown_field");
        refused("limit=1&limit=2", "limit", "duplicate_field");
        refused("limit=", "limit", "not_a_number");
        refused("limit=0", "limit", "too_small");
        refused("limit=101", "limit", "too_large");
        refused("limit=99999999999999999999", "limit", "too_large");
        refused("limit=-1", "limit", "not_a_number");
        refused("limit=1.0", "limit", "not_a_number");
        refused("limit=%2B1", "limit", "not_a_number");
        refused("cursor=", "cursor", "malformed");
        refused("cursor=abc", "cursor", "malformed");
        refused("mode=DIRECT", "mode", "not_one_of");
        refused("someName=%00", "someName", "malformed");
        refused("someName=abcd", "someName", "too_long");
    }
}
