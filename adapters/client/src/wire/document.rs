//! JSON that is passed on as it is.

use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};

use crate::error::Error;

/// A JSON value that is kept byte for byte: metadata, an entry of a journal.
#[derive(Clone, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Document(Box<RawValue>);

impl Document {
    /// The JSON of a value.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] if it has none.
    pub fn new(value: &impl Serialize) -> Result<Self, Error> {
        to_raw_value(value).map(Self).map_err(|error| Error::Invalid(error.to_string()))
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.get()
    }

    /// What it says.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`] if it says something else.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Error> {
        serde_json::from_str(self.as_str()).map_err(Error::Decode)
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl PartialEq for Document {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Document {}
