//! The values that cross the wire, each with one strict reader, one exact writer and its place
//! in the OpenAPI document.
//!
//! A request is a struct of these with `#[derive(Deserialize, ToSchema)]` and
//! `#[serde(rename_all = "camelCase", deny_unknown_fields)]`. A struct within it is wrapped in
//! [`Object`]. No `String`, no `f64`, no `flatten`, no tagged enum: they let through what the
//! types here refuse, or lose digits.

mod list;
mod metadata;
mod number;
mod object;
mod text;
mod time;
mod url;
mod words;

pub use list::List;
pub use metadata::Metadata;
pub use number::{Money, Percentage, Progress, Rating, Whole};
pub use object::{Object, True};
pub use text::{Label, Text};
pub use time::Time;
pub use url::WebUrl;
pub use words::{
    ArtifactType, Category, EvidenceType, Mode, PricingModel, Priority, Resolution, vocabulary,
};

/// A value that was checked when it came in and is given back as it is kept, unread.
pub type Verbatim = std::sync::Arc<serde_json::value::RawValue>;

#[cfg(test)]
mod testing {
    //! What the tests of the values share.

    use std::fmt::Debug;

    use serde::de::DeserializeOwned;
    use serde::{Deserialize, Serialize};

    #[derive(Debug, Deserialize)]
    struct One<T> {
        value: T,
    }

    pub(super) fn read<T: DeserializeOwned + Debug>(json: &str) -> T {
        decode(json).unwrap()
    }

    /// The code with which `json` is refused.
    #[track_caller]
    pub(super) fn refusal<T: DeserializeOwned + Debug>(json: &str) -> &'static str {
        let problem = decode::<T>(json).unwrap_err();
        assert_eq!(problem.code(), "validation_failed", "{json}");
        assert_eq!(problem.errors()[0].field, "value", "{json}");
        problem.errors()[0].code
    }

    pub(super) fn write<T: Serialize>(value: &T) -> String {
        serde_json::to_string(value).unwrap()
    }

    /// `json` is read and written as it is.
    #[track_caller]
    pub(super) fn same<T: DeserializeOwned + Debug + Serialize>(json: &str) {
        assert_eq!(write(&read::<T>(json)), json);
    }

    fn decode<T: DeserializeOwned>(json: &str) -> Result<T, crate::Problem> {
        let body = format!(r#"{{"value": {json}}}"#);
        crate::json::<One<T>>(body.as_bytes()).map(|one| one.value)
    }
}
