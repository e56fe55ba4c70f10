//! The movements of one transition.

use core::fmt;

use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Account, Posting};
use crate::money::Amount;

/// The movements of one transition: all of them happen or none does. At most
/// [`Postings::CAPACITY`], kept inline, so that a step allocates nothing (LEDGER-02).
#[derive(Clone, Copy, Default)]
pub struct Postings {
    kept: [Option<Posting>; Postings::CAPACITY],
    /// How many were added; more than the capacity is a defect that the kernel reports.
    added: u8,
}

impl Postings {
    /// Fee, agent and buyer are the most that one transition moves.
    pub const CAPACITY: usize = 3;

    /// Adds a movement; moving nothing adds nothing (LEDGER-01).
    #[must_use]
    #[inline]
    pub fn and(mut self, from: Account, to: Account, amount: Amount) -> Self {
        if !amount.is_zero() {
            if let Some(slot) = self.kept.get_mut(usize::from(self.added)) {
                *slot = Some(Posting { from, to, amount });
            }
            self.added = self.added.saturating_add(1);
        }
        self
    }

    /// In order of writing.
    pub fn iter(&self) -> impl Iterator<Item = &Posting> {
        self.kept.iter().map_while(Option::as_ref)
    }

    /// Whether nothing moves.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.added == 0
    }

    /// Whether more were added than can be kept.
    #[must_use]
    pub(crate) fn overflowed(&self) -> bool {
        usize::from(self.added) > Self::CAPACITY
    }

    /// What `account` received and what it gave, or `None` above [`Amount::MAX`].
    #[must_use]
    pub fn flow(&self, account: Account) -> Option<(Amount, Amount)> {
        self.iter().try_fold((Amount::ZERO, Amount::ZERO), |(into, out), posting| {
            Some((
                if posting.to == account { into.plus(posting.amount)? } else { into },
                if posting.from == account { out.plus(posting.amount)? } else { out },
            ))
        })
    }
}

impl PartialEq for Postings {
    fn eq(&self, other: &Self) -> bool {
        self.kept == other.kept && self.added == other.added
    }
}

impl Eq for Postings {}

impl fmt::Debug for Postings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl Serialize for Postings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Postings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct List;

        impl<'de> Visitor<'de> for List {
            type Value = Postings;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "at most {} postings of more than nothing", Postings::CAPACITY)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Postings, A::Error> {
                let mut postings = Postings::default();
                while let Some(Posting { from, to, amount }) = list.next_element()? {
                    let before = postings.added;
                    postings = postings.and(from, to, amount);
                    if postings.overflowed() || postings.added == before {
                        return Err(de::Error::custom("too many postings, or one of nothing"));
                    }
                }
                Ok(postings)
            }
        }

        deserializer.deserialize_seq(List)
    }
}
