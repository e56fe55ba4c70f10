//! What may be done, what comes by itself, and what has been: the same in every lifecycle.

use jiff::Timestamp;
use serde::Deserialize;

use crate::wire::{Decimal, Document};

/// What may be done with a task or run, and what happens if nobody does anything. `S` is the
/// lifecycle's status.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Options<S> {
    /// What the caller may do now. What is not listed is refused.
    pub options: Vec<Choice>,
    /// The deadlines that will come, in order, to the end.
    pub if_silent: Vec<Silence<S>>,
}

/// Something that may be done now.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Choice {
    /// What it is called, as in `allowed` of a [`Problem`](crate::Problem).
    pub action: String,
    /// The specification's name for it.
    pub rule: String,
    /// Until when it may be done.
    pub closes_at: Option<Timestamp>,
    /// What it would move. Where the amounts are the caller's to say, one example.
    pub moves: Vec<Move>,
}

/// A deadline that will have come if nobody does anything.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[non_exhaustive]
pub struct Silence<S> {
    /// The specification's name for it.
    pub rule: String,
    /// When.
    pub at: Timestamp,
    /// The status then.
    pub status: S,
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
    /// How much, in decimal units; of credits in cents.
    pub amount: Decimal,
    /// Of what.
    pub currency: String,
}

/// One fact of a journal.
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
