//! The platform judges the work. Its own delay costs the buyer nothing.

use serde::{Deserialize, Serialize};

use super::{Completed, Cx, Decision, Failed, Job, Pass, Refusal, Reject, Score, Why, Work, fail};
use crate::ledger::Account;
use crate::machine::{Move, Timeout};
use crate::money::Amount;
use crate::time::Timestamp;

/// The platform judges the work.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct QualityCheck {
    /// Who worked for how much.
    pub job: Job,
    /// What the escrow holds: the largest budget.
    pub held: Amount,
    /// What was handed in.
    pub work: Work,
    /// When silence fails the task.
    pub assess_by: Timestamp,
}

/// Work that passed: what it costs, and how good the platform found it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Passed {
    /// Who worked for how much.
    pub job: Job,
    /// What was handed in.
    pub work: Work,
    /// How good it is.
    pub score: Score,
}

impl QualityCheck {
    /// The charge stays held until the refund window closes; the rest goes back now (CRD-55).
    pub(super) fn pass(&self, order: &Pass, cx: &Cx<'_>) -> Decision<Completed> {
        if order.score < cx.terms.pass_mark {
            return Err(Refusal::BelowPassMark);
        }
        // By the guard of the assignment, the charge is at most what is held.
        let rest = self.held.minus(self.job.charge).unwrap_or(Amount::ZERO);
        let completed = Completed {
            passed: Passed { job: self.job, work: self.work, score: order.score },
            vote: None,
            refund_by: cx.now.after(cx.terms.to_refund),
            dispute_by: cx.now.after(cx.terms.to_dispute),
        };
        Ok(Move::to(completed).moving(cx.escrow(), Account::Wallet(cx.terms.buyer), rest))
    }

    pub(super) fn reject(&self, order: &Reject, cx: &Cx<'_>) -> Decision<Failed> {
        if order.score >= cx.terms.pass_mark {
            return Err(Refusal::ReachesPassMark);
        }
        let why = Why::Rejected { score: order.score };
        Ok(fail(cx, Some(self.job.agent), self.held, why))
    }

    pub(super) fn lapse(&self, _: &Timeout, cx: &Cx<'_>) -> Decision<Failed> {
        Ok(fail(cx, Some(self.job.agent), self.held, Why::NotAssessed))
    }

    pub(super) const fn held(&self) -> Amount {
        self.held
    }

    pub(super) const fn deadline(&self) -> Timestamp {
        self.assess_by
    }
}
