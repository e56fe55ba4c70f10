//! What becomes of an accepted order: the books, and the state that it leads to.

use std::hash::Hash;

use earnest::ledger::{Account, Ledger};
use earnest::machine::Terms as _;
use earnest::time::Timestamp;
use earnest::{Instance, Machine, Order, Record};

use crate::bounds;
use crate::explore::{MOST, NOT_NEXT, Place, Search};
use crate::graph::Edge;
use crate::law::{Breach, Law, Verdict};
use crate::moments::{NOW, moment};
use crate::world::Taken;

impl<M: Machine> Search<'_, M>
where
    M::Stage: Eq + Hash,
{
    /// Books an accepted order and queues the state it leads to, if it is new.
    pub(crate) fn follow(&mut self, place: &Place<M>, record: &Record<M>) -> Verdict {
        let before = &place.instance;
        let after = before.after(record);
        let after = after.ok_or(NOT_NEXT)?;
        let fold = (&after.stage, after.since, after.seq) == (&record.to, record.at, record.seq);
        self.holds(Law::Fold, fold, "the instance is not what its record says")?;
        let taken = Taken { world: self.world, before, record, after: &after };
        (self.world.laws)(&taken, &mut self.seen.checks)?;
        bounds::narrows(before, &after, &mut self.seen.checks)?;
        let stage = self.shifted(record);
        let ledger = self.booked(place, record)?;
        let known = self.states.get_full(&stage).map(|(index, _, ledger)| (index, *ledger));
        let to = match known {
            Some((index, known)) => {
                // What everyone has is a function of the stage, whatever way led to it.
                let same = known == ledger
                    || self
                        .ledger(known)
                        .zip(self.ledger(ledger))
                        .is_some_and(|(one, other)| rests(one).eq(rests(other)));
                self.holds(
                    Law::OneResolution,
                    same,
                    "two ways to one state leave different balances",
                )?;
                index
            }
            None => {
                self.round_trips(&after, before, record)?;
                self.parents.push(u32::try_from(place.index).expect(MOST));
                self.states.insert_full(stage, ledger).0
            }
        };
        let to = u32::try_from(to).expect(MOST);
        self.paths.add(place.index, to, record.at.as_millis() - NOW);
        if let Some(node) = self.nodes.as_mut().and_then(|nodes| nodes.get_mut(place.index)) {
            node.add(Edge { rule: record.rule, to, postings: record.postings });
        }
        Ok(())
    }

    /// The stage that a record leads to, as if it began now.
    pub(crate) fn shifted(&self, record: &Record<M>) -> M::Stage {
        let at = record.at.as_millis();
        (self.world.moved)(&record.to, &|it| moment(it.as_millis() + NOW - at))
    }

    /// What everyone has after a record.
    fn booked(&mut self, place: &Place<M>, record: &Record<M>) -> Result<u32, Breach> {
        let index = self.states.get_index(place.index).map_or(0, |(_, ledger)| *ledger);
        if record.postings.is_empty() {
            return Ok(index);
        }
        let mut ledger = self.ledger(index).unwrap_or(&self.world.ledger).clone();
        let booked = ledger.book(place.instance.terms.asset(), record.postings.iter());
        self.holds(Law::NoDebt, booked.is_ok(), "an account would go below zero")?;
        let sum = ledger.balances().map(|(_, _, balance)| balance).sum::<i128>();
        self.holds(Law::Conservation, sum == 0, "the balances do not add up to zero")?;
        Ok(u32::try_from(self.ledgers.insert_full(ledger).0).expect(MOST))
    }

    /// L-21: the journal is read as it was written. L-02: the date makes no difference.
    fn round_trips(
        &mut self,
        after: &Instance<M>,
        before: &Instance<M>,
        record: &Record<M>,
    ) -> Verdict {
        let read = |json: String| serde_json::from_str::<Instance<M>>(&json).ok();
        let same = serde_json::to_string(after).ok().and_then(read).as_ref() == Some(after);
        self.holds(Law::Fold, same, "an instance is not read as it was written")?;
        let read = |json: String| serde_json::from_str::<Record<M>>(&json).ok();
        let same = serde_json::to_string(record).ok().and_then(read).as_ref() == Some(record);
        self.holds(Law::Fold, same, "a record is not read as it was written")?;

        let years_on = |it: Timestamp| moment(it.as_millis() + 77_777_777_777);
        let stage = (self.world.moved)(&before.stage, &years_on);
        let later = Instance { stage, since: years_on(before.since), ..before.clone() };
        let order = Order { at: years_on(record.order.at), ..record.order.clone() };
        let same = later.step(&order).is_ok_and(|moved| {
            moved.to == (self.world.moved)(&record.to, &years_on)
                && (moved.at, moved.postings) == (years_on(record.at), record.postings)
        });
        self.holds(Law::Determinism, same, "the answer is another on another day")
    }
}

/// Who has or owes something: that something came and went makes no difference.
fn rests(ledger: &Ledger) -> impl Iterator<Item = (Account, i128)> {
    ledger.balances().filter(|(.., balance)| *balance != 0).map(|(_, account, it)| (account, it))
}
