//! The money is frozen: it moves only by ruling, concession, withdrawal or default.

use serde::{Deserialize, Serialize};

use super::delivered::pay;
use super::{
    Approve, Cancelled, Cause, Completed, Concede, Cx, Decision, Delivered, Job, Redeliver,
    Refusal, Reject, Rule, Seal, Submit, Work, settle,
};
use crate::authority::Role;
use crate::dispute::{Case, Resolution, Ruling, Side};
use crate::machine::{Either, Move, Timeout};
use crate::money::{Amount, Bps};
use crate::time::Timestamp;

/// The agent answers a dispute (DISP-01).
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Disputed {
    /// What is being done for what.
    pub job: Job,
    /// What is contested.
    pub work: Work,
    /// The dispute.
    pub case: Case,
    /// When silence leads to arbitration.
    pub respond_by: Timestamp,
}

/// The arbiter decides (DISP-03).
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Arbitration {
    /// What is being done for what.
    pub job: Job,
    /// What is contested.
    pub work: Work,
    /// The dispute.
    pub case: Case,
    /// When silence takes the default ruling.
    pub rule_by: Timestamp,
}

/// A ruling pays the agent, or it refunds the buyer.
type Ruled = Either<Completed, Cancelled>;

impl Disputed {
    pub(super) fn redeliver(&self, order: &Redeliver, cx: &Cx<'_>) -> Decision<Delivered> {
        if self.work.remedies >= cx.terms.max_remedies {
            return Err(Refusal::NoRemediesLeft);
        }
        let work = self.work.next(order.work);
        let work = Work { remedies: work.remedies.saturating_add(1), ..work };
        Ok(Move::to(Delivered::reviewed(cx, self.job, work)))
    }

    pub(super) fn reject(&self, _: &Reject, cx: &Cx<'_>) -> Decision<Arbitration> {
        Ok(self.escalate(cx))
    }

    pub(super) fn submit(&self, _: &Submit, cx: &Cx<'_>) -> Decision<Self> {
        Ok(Move::to(Self { case: submit(self.case, cx)?, ..self.clone() }))
    }

    pub(super) fn concede(&self, _: &Concede, cx: &Cx<'_>) -> Decision<Cancelled> {
        Ok(concede(cx, &self.job))
    }

    pub(super) fn approve(&self, _: &Approve, cx: &Cx<'_>) -> Decision<Completed> {
        Ok(pay(cx, &self.job, Cause::Withdrawn))
    }

    pub(super) fn rule(&self, order: &Rule, cx: &Cx<'_>) -> Decision<Ruled> {
        Ok(carry_out(cx, &self.job, order.ruling))
    }

    pub(super) fn lapse(&self, _: &Timeout, cx: &Cx<'_>) -> Decision<Arbitration> {
        Ok(self.escalate(cx))
    }

    fn escalate(&self, cx: &Cx<'_>) -> Move<Arbitration> {
        Move::to(Arbitration {
            job: self.job,
            work: self.work,
            case: self.case,
            rule_by: cx.now.after(cx.terms.to_rule),
        })
    }

    pub(super) const fn held(&self) -> Amount {
        self.job.held
    }

    pub(super) const fn deadline(&self) -> Timestamp {
        self.respond_by
    }
}

impl Arbitration {
    pub(super) fn submit(&self, _: &Submit, cx: &Cx<'_>) -> Decision<Self> {
        Ok(Move::to(Self { case: submit(self.case, cx)?, ..self.clone() }))
    }

    pub(super) fn seal(&self, order: &Seal, cx: &Cx<'_>) -> Decision<Self> {
        let side = side(&self.case, cx);
        if side.sealed.is_some() {
            return Err(Refusal::Sealed);
        }
        let side = Side { sealed: Some(order.statement), ..side };
        Ok(Move::to(Self { case: with_side(self.case, cx, side), ..self.clone() }))
    }

    pub(super) fn concede(&self, _: &Concede, cx: &Cx<'_>) -> Decision<Cancelled> {
        Ok(concede(cx, &self.job))
    }

    pub(super) fn approve(&self, _: &Approve, cx: &Cx<'_>) -> Decision<Completed> {
        Ok(pay(cx, &self.job, Cause::Withdrawn))
    }

    pub(super) fn rule(&self, order: &Rule, cx: &Cx<'_>) -> Decision<Ruled> {
        Ok(carry_out(cx, &self.job, order.ruling))
    }

    pub(super) fn lapse(&self, _: &Timeout, cx: &Cx<'_>) -> Decision<Ruled> {
        Ok(carry_out(cx, &self.job, cx.terms.default_ruling))
    }

    pub(super) const fn held(&self) -> Amount {
        self.job.held
    }

    pub(super) const fn deadline(&self) -> Timestamp {
        self.rule_by
    }
}

/// The sender's side. The row admits nobody but the two.
const fn side(case: &Case, cx: &Cx<'_>) -> Side {
    if cx.acts_as(Role::Buyer) { case.buyer } else { case.agent }
}

const fn with_side(case: Case, cx: &Cx<'_>, side: Side) -> Case {
    if cx.acts_as(Role::Buyer) {
        Case { buyer: side, ..case }
    } else {
        Case { agent: side, ..case }
    }
}

fn submit(case: Case, cx: &Cx<'_>) -> Result<Case, Refusal> {
    let side = side(&case, cx);
    if side.sealed.is_some() {
        return Err(Refusal::Sealed);
    }
    if side.items >= cx.terms.max_evidence {
        return Err(Refusal::NoEvidenceLeft);
    }
    Ok(with_side(case, cx, Side { items: side.items.saturating_add(1), ..side }))
}

/// All to the buyer (DISP-02).
fn concede(cx: &Cx<'_>, job: &Job) -> Move<Cancelled> {
    let agent = Some(job.agent);
    settle(cx, job, Bps::WHOLE, |paid| Cancelled { agent, paid, cause: Cause::Conceded })
}

/// The division is the ruling's; where it leads, too: a refund, even of a part, cancels (DISP-15).
fn carry_out(cx: &Cx<'_>, job: &Job, ruling: Ruling) -> Move<Ruled> {
    let agent = job.agent;
    let cause = Cause::Ruled(ruling);
    settle(cx, job, ruling.buyer(), |paid| match ruling.resolution() {
        Resolution::RefundBuyer => Either::Second(Cancelled { agent: Some(agent), paid, cause }),
        Resolution::ReleaseToAgent | Resolution::Split => {
            Either::First(Completed { agent, paid, cause })
        }
    })
}
