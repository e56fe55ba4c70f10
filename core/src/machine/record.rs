//! The journal's entries.

use alloc::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, de};

use super::{Machine, Order};
use crate::ledger::Postings;
use crate::time::Timestamp;

/// The specification's name for a transition, such as `MKT-40`.
// An alias, so that serde's derive does not take it for a text borrowed from the reader.
pub type RuleId = &'static str;

/// One accepted order: what was asked, where it led, what it moved. The journal is a list of these,
/// and reading it runs no lifecycle code (KERNEL-50, KERNEL-52).
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(bound = "")]
pub struct Record<M: Machine> {
    /// Its place in the journal, from 1.
    pub seq: u64,
    /// The order, as received.
    pub order: Order<M::Command>,
    /// The specification's name for the transition.
    #[serde(deserialize_with = "known_rule::<M, _>")]
    pub rule: RuleId,
    /// When it took effect: when it was ordered or, for a timeout, when it was due.
    pub at: Timestamp,
    /// The stage it led to, whole: no code has to be rerun to read a journal.
    pub to: M::Stage,
    /// What it moved.
    pub postings: Postings,
}

impl<M: Machine> Record<M> {
    /// The stage it left, as the table spells it.
    #[must_use]
    pub fn from(&self) -> &'static str {
        M::ROWS.iter().find(|row| row.rule == self.rule).map_or("", |row| row.from)
    }
}

/// A rule's name comes from the table, so that a record cannot claim a rule that is not there
/// (KERNEL-53).
fn known_rule<'de, M: Machine, D: Deserializer<'de>>(reader: D) -> Result<&'static str, D::Error> {
    let name = Cow::<'de, str>::deserialize(reader)?;
    let row = M::ROWS.iter().find(|row| row.rule == name);
    row.map(|row| row.rule).ok_or_else(|| de::Error::custom("the table has no such rule"))
}
