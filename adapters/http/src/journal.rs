//! A journal as it is kept, for those who want to check it.

use earnest_service::store::Entry;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};

use crate::app::App;
use crate::auth::Caller;
use crate::lifecycle::{Named, Openness};
use crate::page::{Cursor, Limit};
use crate::problem::{Code, Problem};
use crate::wire::{Time, True};

/// One fact about a task. Both parties and the admins see all of them.
#[derive(Debug, Serialize, ToSchema)]
pub struct JournalEntry {
    /// Its place, from 1, without a gap.
    pub number: u64,
    /// `opened`, `record`, `message`, `rating` or `proposed`.
    pub kind: String,
    /// When it happened.
    pub at: Time,
    /// SHA-256 over the hash before it, its number, its time in milliseconds and its texts; the
    /// specification says in which bytes.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub hash: String,
    /// The fact, as it is kept.
    #[schema(value_type = Object)]
    pub body: Box<RawValue>,
    /// What came with it, as it is kept.
    #[schema(value_type = Option<Object>)]
    pub document: Option<Box<RawValue>>,
}

/// A page of a journal.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct JournalPage {
    /// Always true.
    pub success: True,
    /// Oldest first.
    pub journal: Vec<JournalEntry>,
    /// Where the next page begins; null on the last.
    pub next_cursor: Option<Cursor>,
}

/// Which entries to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct JournalFilter {
    /// How many.
    #[serde(default)]
    #[param(value_type = Option<Limit>)]
    limit: Limit,
    /// The `nextCursor` of the page before.
    cursor: Option<Cursor>,
}

impl App {
    /// What happened to an instance, oldest first, for its parties and admins.
    ///
    /// # Errors
    ///
    /// See [`App::visible`].
    pub(crate) async fn journal<I: Named>(
        &self,
        caller: Caller,
        id: I,
        filter: &JournalFilter,
    ) -> Result<JournalPage, Problem> {
        let held = self.visible(caller, id, Openness::Parties).await?;
        let after = filter.cursor.map_or(0, Cursor::number);
        let limit = u32::try_from(filter.limit.number()).unwrap_or(u32::MAX);
        let entries = self.store().entries(held.instance.id, after, limit).await?;
        let last = entries.last().map(|entry| entry.number);
        let next_cursor = last.filter(|last| *last < held.number()).map(Cursor::after_number);
        let journal: Option<Vec<_>> = entries.into_iter().map(JournalEntry::of).collect();
        let journal = journal.ok_or_else(|| Problem::new(Code::Defect))?;
        Ok(JournalPage { success: True, journal, next_cursor })
    }
}

impl JournalEntry {
    /// An entry as it is kept; `None` if its texts are not JSON.
    fn of(entry: Entry) -> Option<Self> {
        Some(Self {
            number: entry.number,
            kind: entry.kind.to_string(),
            at: Time(entry.at),
            hash: entry.hash.to_string(),
            body: raw(&entry.body)?,
            document: entry.document.map_or(Some(None), |text| raw(&text).map(Some))?,
        })
    }
}

fn raw(text: &str) -> Option<Box<RawValue>> {
    RawValue::from_string(text.to_owned()).ok()
}
