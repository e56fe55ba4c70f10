//! What may be done, what comes by itself, and what has been.

use jiff::Timestamp;
use serde::Deserialize;

use super::{Marketplace, path};
use crate::error::Error;
use crate::page::List;
use crate::transport::Request;
use crate::wire::{Decimal, Document, TaskId};

/// What may be done with a task, and what happens if nobody does anything.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Options {
    /// What the user may do now. What is not listed is refused.
    pub options: Vec<TaskOption>,
    /// The deadlines that will come, in order, to the end.
    pub if_silent: Vec<Silence>,
}

/// Something that may be done now.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TaskOption {
    /// What it is called, as in `allowed` of a [`Problem`](crate::Problem).
    pub action: String,
    /// The specification's name for it.
    pub rule: String,
    /// Until when it may be done.
    pub closes_at: Option<Timestamp>,
    /// What it would move. Where the amounts are the user's to say, one example.
    pub moves: Vec<Move>,
}

/// A deadline that will have come if nobody does anything.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[non_exhaustive]
pub struct Silence {
    /// The specification's name for it.
    pub rule: String,
    /// When.
    pub at: Timestamp,
    /// The task's status then.
    pub status: super::TaskStatus,
    /// What it moves.
    pub moves: Vec<Move>,
}

/// Money that moves.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[non_exhaustive]
pub struct Move {
    /// `ESCROW`, `BUYER`, `AGENT` (its owner) or `FEES`.
    pub from: String,
    /// The same words.
    pub to: String,
    /// How much, in decimal units.
    pub amount: Decimal,
    /// Of what.
    pub currency: String,
}

/// One fact of a task's journal.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[non_exhaustive]
pub struct JournalEntry {
    /// Its place, from 1, without a gap.
    pub number: u64,
    /// `opened`, `record`, `message`, `rating` or `proposed`.
    pub kind: String,
    /// When it happened.
    pub at: Timestamp,
    /// SHA-256 over the hash before it and what it says; the specification says in which bytes.
    pub hash: String,
    /// The fact, as it is kept.
    pub body: Document,
    /// What came with it, as it is kept.
    pub document: Option<Document>,
}

impl Marketplace {
    /// What the user may do with a task, and what happens if nobody does anything.
    ///
    /// # Errors
    ///
    /// `not_found`.
    pub async fn options(&self, task: &TaskId) -> Result<Options, Error> {
        self.client.ask(&Request::get(path(&format!("/tasks/{task}/options")))).await
    }

    /// Everything that has happened to a task, oldest first.
    #[must_use]
    pub fn journal(&self, task: &TaskId) -> List<JournalEntry> {
        List::new(&self.client, Request::get(path(&format!("/tasks/{task}/journal"))))
    }
}
