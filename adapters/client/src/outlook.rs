//! What may be done, what comes by itself, and what has been: the same in every lifecycle.

use jiff::Timestamp;
use serde::Deserialize;

use crate::wire::{Decimal, Document};

/// What may be done with a task or run, what happens if nobody does anything, and how it can end. `S` is the
/// lifecycle's status.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Options<S> {
    /// What the caller may do now. What is not listed is refused.
    pub options: Vec<Choice>,
    /// The deadlines that will come, in order, to the end.
    pub if_silent: Vec<Silence<S>>,
    /// How it can end, whatever is done.
    pub forecast: Forecast,
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

/// How a task or run can end, as of the answer. What is done can only make it narrower.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[non_exhaustive]
pub struct Forecast {
    /// What each side has and can have; `None` where no money moves.
    pub payouts: Option<Payouts>,
    /// It ends no earlier.
    pub earliest: Timestamp,
    /// It ends no later, even if everyone takes all the time there is; `None` if nothing bounds it.
    pub latest: Option<Timestamp>,
}

/// What each side has and can have, of all that is paid in. A refund that comes after a payment is
/// taken off, so that a side may end with less than it has.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Payouts {
    /// What each side has now.
    pub so_far: Shares,
    /// The least that each side can have in the end, each told by itself.
    pub least: Shares,
    /// The most that each side can have in the end, each told by itself.
    pub most: Shares,
    /// Of what.
    pub currency: String,
}

/// What the sides have, in decimal units; of credits in cents.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[non_exhaustive]
pub struct Shares {
    /// Who pays for the work.
    pub buyer: Decimal,
    /// Who does it: its owner.
    pub agent: Decimal,
    /// The operator.
    pub fees: Decimal,
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
