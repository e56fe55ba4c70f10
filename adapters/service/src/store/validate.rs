//! What makes no commit, whatever a store holds.

use std::collections::BTreeSet;

use super::{Append, Commit, Failure};

/// The largest number an entry can have: what the integers of every database hold.
const LAST: u64 = i64::MAX.unsigned_abs();

impl Commit {
    /// The checks that need no store. Every store makes them first.
    ///
    /// # Errors
    ///
    /// [`Failure::Malformed`] for an append without entries, with a gap in their numbers or with
    /// a head that is not theirs; for a stream, a list, a document, a count or a message given
    /// twice; for
    /// a posting of nothing or to where it came from; for a deletion of what is said not to
    /// exist; and for a NUL in a text, which PostgreSQL cannot keep.
    pub fn validate(&self) -> Result<(), Failure> {
        self.appends.iter().try_for_each(Append::validate)?;
        refuse(twice(self.appends.iter().map(|append| append.stream.id)), || {
            "a stream stands in it twice".to_owned()
        })?;
        for (_, posting) in &self.postings {
            refuse(posting.amount.is_zero(), || format!("nothing leaves `{}`", posting.from))?;
            refuse(posting.from == posting.to, || format!("`{}` pays itself", posting.from))?;
        }
        for write in &self.documents {
            refuse(write.body.is_none() && write.expected == 0, || {
                format!("it deletes `{}/{}`, which does not exist", write.collection, write.key)
            })?;
            refuse(write.expected >= LAST, || format!("`{}` is no version", write.expected))?;
        }
        refuse(twice(self.documents.iter().map(|write| (&write.collection, &write.key))), || {
            "a document stands in it twice".to_owned()
        })?;
        refuse(twice(self.tallies.iter().map(|tally| &tally.name)), || {
            "a count stands in it twice".to_owned()
        })?;
        refuse(twice(self.outbox.iter().map(|outgoing| outgoing.id)), || {
            "a message stands in it twice".to_owned()
        })?;
        refuse(self.texts().any(|text| text.contains('\0')), || "a text holds a NUL".to_owned())
    }

    /// Every text in it.
    fn texts(&self) -> impl Iterator<Item = &str> {
        let documents = self.documents.iter().flat_map(|write| {
            [write.collection.as_str(), &write.key].into_iter().chain(write.body.as_deref())
        });
        let tallies = self.tallies.iter().map(|tally| tally.name.as_str());
        let outbox = self.outbox.iter().map(|outgoing| outgoing.body.as_str());
        let answer = self.receipt.iter().map(|receipt| receipt.answer.as_str());
        self.appends
            .iter()
            .flat_map(Append::texts)
            .chain(documents)
            .chain(tallies)
            .chain(outbox)
            .chain(answer)
    }
}

impl Append {
    fn validate(&self) -> Result<(), Failure> {
        let id = self.stream.id;
        let mut number = self.expected;
        for entry in &self.entries {
            refuse(number >= LAST, || format!("`{number}` is the last number of a stream"))?;
            number = number.saturating_add(1);
            refuse(entry.number != number, || {
                format!("entry `{}` of `{id}` should be `{number}`", entry.number)
            })?;
        }
        let Some(last) = self.entries.last() else {
            return Err(Failure::Malformed(format!("it adds nothing to `{id}`")));
        };
        refuse(self.stream.number != last.number, || {
            format!("`{id}` ends with `{}`, not with `{}`", last.number, self.stream.number)
        })?;
        refuse(self.stream.head != last.hash, || {
            format!("the head of `{id}` is not the hash of its last entry")
        })?;
        let listed = self.listed.iter().map(|listing| &listing.list);
        refuse(twice(listed.chain(&self.unlisted)), || {
            format!("a list stands twice in what is added to `{id}`")
        })
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        let entries = self.entries.iter().flat_map(|entry| {
            [&*entry.kind, &entry.body].into_iter().chain(entry.document.as_deref())
        });
        let listed = self.listed.iter().flat_map(|to| [to.list.as_str(), &to.facet]);
        let unlisted = self.unlisted.iter().map(String::as_str);
        // Later commits bring what was looked at when the stream was made.
        let made = (self.expected == 0).then_some(&self.stream);
        let lasting = made.into_iter().flat_map(|stream| {
            [&*stream.kind, &*stream.basis].into_iter().chain(stream.brief.as_deref())
        });
        lasting.chain([&*self.stream.snapshot]).chain(entries).chain(listed).chain(unlisted)
    }
}

fn refuse(wrong: bool, why: impl FnOnce() -> String) -> Result<(), Failure> {
    if wrong { Err(Failure::Malformed(why())) } else { Ok(()) }
}

fn twice<T: Ord>(mut items: impl Iterator<Item = T>) -> bool {
    let mut seen = BTreeSet::new();
    items.any(|item| !seen.insert(item))
}
