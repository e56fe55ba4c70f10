//! The agent revises. There is no cancel here: the buyer has seen the work, so a free exit would be
//! theft. A dispute, once the work is handed in again, is the way out (MKT-55).

use serde::{Deserialize, Serialize};

use super::delivered::pay;
use super::executing::give_up;
use super::{
    Approve, Cause, Completed, Cx, Decision, Deliver, Delivered, Fail, Failed, Job, Percent,
    Progress, Why, Work,
};
use crate::machine::{Move, Timeout};
use crate::money::Amount;
use crate::time::Timestamp;

/// The agent revises; the last delivery stands meanwhile.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Revising {
    /// What is being done for what.
    pub job: Job,
    /// The delivery that changes were asked for.
    pub work: Work,
    /// The latest report on the changes.
    pub progress: Option<Percent>,
    /// When silence leaves the last delivery.
    pub revise_by: Timestamp,
}

impl Revising {
    pub(super) fn progress(&self, order: &Progress, _: &Cx<'_>) -> Decision<Self> {
        Ok(Move::to(Self { progress: Some(order.percent), ..self.clone() }))
    }

    pub(super) fn deliver(&self, order: &Deliver, cx: &Cx<'_>) -> Decision<Delivered> {
        Ok(Move::to(Delivered::reviewed(cx, self.job, self.work.next(order.work))))
    }

    pub(super) fn fail(&self, order: &Fail, cx: &Cx<'_>) -> Decision<Failed> {
        Ok(give_up(cx, &self.job, Why::GivenUp(order.reason)))
    }

    pub(super) fn approve(&self, _: &Approve, cx: &Cx<'_>) -> Decision<Completed> {
        Ok(pay(cx, &self.job, Cause::Approved))
    }

    /// The last delivery stands, and the buyer can still approve or dispute it.
    pub(super) fn lapse(&self, _: &Timeout, cx: &Cx<'_>) -> Decision<Delivered> {
        Ok(Move::to(Delivered::reviewed(cx, self.job, self.work)))
    }

    pub(super) const fn held(&self) -> Amount {
        self.job.held
    }

    pub(super) const fn deadline(&self) -> Timestamp {
        self.revise_by
    }
}
