//! The answer to one order, held against the rules.

use std::hash::Hash;

use earnest::authority::{Actor, Role, Roles};
use earnest::machine::{Defect, Error, Refused, Row, Stage as _};
use earnest::{Instance, Machine, Order, Record};

use crate::broken::Broken;
use crate::explore::{Place, Search};
use crate::law::{Breach, Law, Verdict};
use crate::refusal::{Standing, refusal};

impl<M: Machine> Search<'_, M>
where
    M::Stage: Eq + Hash,
{
    /// The answer to an order, checked.
    pub(crate) fn answer(
        &mut self,
        place: &Place<M>,
        order: &Order<M::Command>,
        standing: Standing,
        row: Option<&'static Row>,
    ) -> Result<Option<Record<M>>, Box<Broken>> {
        let answer = self.checked(&place.instance, order, standing, row);
        answer.map_err(|breach| self.broken(breach, place, Some(order)))
    }

    /// One answer: never a defect, refused by the kernel exactly when its own rules say so, and
    /// the same when asked again.
    fn checked(
        &mut self,
        instance: &Instance<M>,
        order: &Order<M::Command>,
        standing: Standing,
        row: Option<&'static Row>,
    ) -> Result<Option<Record<M>>, Breach> {
        self.seen.orders += 1;
        let answer = instance.step(order);
        let expected = refusal(instance, order, standing, row);
        match &answer {
            Ok(record) => {
                self.holds(
                    Law::Authority,
                    expected.is_none(),
                    "the rules refuse what is accepted",
                )?;
                let again = instance.step(order);
                let same = again.as_ref() == Ok(record);
                self.holds(Law::Determinism, same, "asked again, the answer is another")?;
                self.check_record(instance, order, record, row)?;
                *self.seen.rows.entry((record.rule, record.to.name())).or_default() += 1;
            }
            Err(Error::Refused(refused)) => {
                let code = refused.code();
                let own = matches!(refused, Refused::Guard(_));
                let right = (!own).then_some(code) == expected;
                self.holds(
                    Law::Authority,
                    right,
                    "another reason to refuse comes first, or there is none",
                )?;
                *self.seen.refusals.entry(code).or_default() += 1;
            }
            Err(Error::Defect(defect)) => return Err(of_defect(defect)),
        }
        self.holds(Law::Totality, true, "there is no answer")?;
        if let Actor::Party(party) = order.by {
            let repeated = M::repeats(&instance.stage, instance.roles(party), &order.command);
            let twice = repeated && answer.is_ok();
            self.holds(Law::Idempotence, !twice, "what was done is done again")?;
            let told = M::repeats(&instance.stage, Roles::NONE, &order.command);
            self.holds(Law::Authority, !told, "a stranger is answered")?;
        }
        Ok(answer.ok())
    }

    fn check_record(
        &mut self,
        instance: &Instance<M>,
        order: &Order<M::Command>,
        record: &Record<M>,
        row: Option<&'static Row>,
    ) -> Verdict {
        let none = Breach { law: Law::Fold, what: "an accepted order has no row" };
        let row = row.ok_or(none)?;
        let named = (record.rule, record.from()) == (row.rule, row.from);
        let next = (&record.order, record.seq) == (order, instance.seq + 1);
        self.holds(
            Law::Fold,
            named && next,
            "a record does not say what was ordered, or by which rule",
        )?;
        let there = row.to.contains(&record.to.name());
        self.holds(Law::Fold, there, "a record leads where its row does not")?;
        let by_clock = row.by.has(Role::Clock) == (order.by == Actor::Clock);
        self.holds(Law::Authority, by_clock, "another than the clock times out")?;
        let ordered = instance.since <= record.at && record.at <= order.at;
        self.holds(Law::Clocks, ordered, "time goes back")?;
        let (before, after) = (instance.stage.deadline(), record.to.deadline());
        let ahead = after.is_none_or(|deadline| deadline > record.at);
        self.holds(Law::HalfOpenTime, ahead, "a new deadline is not ahead")?;
        let stays = record.to.name() == instance.stage.name();
        self.holds(Law::Clocks, !stays || before <= after, "a deadline is shortened")
    }
}

/// Which law a defect would have broken, had the kernel let it through.
pub(crate) const fn of_defect(defect: &Defect) -> Breach {
    let (law, what) = match defect {
        Defect::Unrouted => (Law::Totality, "a row has no handler"),
        Defect::TooManyPostings => (Law::Totality, "a step moves more than a record can keep"),
        Defect::Overflow => (Law::Totality, "a sum passes the largest amount"),
        Defect::StrayPosting { .. } => (Law::Payees, "a posting touches an account of no part"),
        Defect::Unbalanced { .. } => (Law::Conservation, "money appears or vanishes"),
        Defect::HeldForever => (Law::Liveness, "money would be held for ever"),
        Defect::DeadlinePast { .. } => (Law::HalfOpenTime, "a new deadline is not ahead"),
        Defect::DeadlineShortened { .. } => (Law::Clocks, "a deadline is shortened"),
    };
    Breach { law, what }
}
