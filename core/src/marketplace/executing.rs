//! The agent works.

use serde::{Deserialize, Serialize};

use super::{
    Agent, Cancel, Cancelled, Cause, Cx, Decision, Deliver, Delivered, Fail, Failed, Percent,
    Progress, Why, Work, refund, settle,
};
use crate::machine::{Move, Timeout};
use crate::money::Amount;
use crate::time::{Timestamp, Window};

/// What is being done for what: fixed at the hire.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Job {
    /// What the escrow holds: the price.
    pub held: Amount,
    /// Who was hired. No later command can name another payee (AUTH-09, MKT-05).
    pub agent: Agent,
}

/// The agent works.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Executing {
    /// What is being done for what.
    pub job: Job,
    /// The latest report.
    pub progress: Option<Percent>,
    /// When silence fails the task.
    pub deliver_by: Timestamp,
}

impl Executing {
    pub(super) fn begin(
        cx: &Cx<'_>,
        agent: Agent,
        price: Amount,
        estimate: Option<Window>,
    ) -> Self {
        Self {
            job: Job { held: price, agent },
            progress: None,
            deliver_by: cx.now.after(cx.terms.delivery(estimate)),
        }
    }

    pub(super) fn progress(&self, order: &Progress, _: &Cx<'_>) -> Decision<Self> {
        Ok(Move::to(Self { progress: Some(order.percent), ..self.clone() }))
    }

    pub(super) fn deliver(&self, order: &Deliver, cx: &Cx<'_>) -> Decision<Delivered> {
        Ok(Move::to(Delivered::reviewed(cx, self.job, Work::first(order.work))))
    }

    pub(super) fn fail(&self, order: &Fail, cx: &Cx<'_>) -> Decision<Failed> {
        Ok(give_up(cx, &self.job, Why::GivenUp(order.reason)))
    }

    pub(super) fn cancel(&self, _: &Cancel, cx: &Cx<'_>) -> Decision<Cancelled> {
        let agent = Some(self.job.agent);
        let close = |paid| Cancelled { agent, paid, cause: Cause::CalledOff };
        Ok(settle(cx, &self.job, cx.terms.kill_fee.complement(), close))
    }

    pub(super) fn lapse(&self, _: &Timeout, cx: &Cx<'_>) -> Decision<Failed> {
        Ok(give_up(cx, &self.job, Why::DeliveryTimeout))
    }

    pub(super) const fn held(&self) -> Amount {
        self.job.held
    }

    pub(super) const fn deadline(&self) -> Timestamp {
        self.deliver_by
    }
}

/// No work, no pay (TIME-05).
pub(super) fn give_up(cx: &Cx<'_>, job: &Job, why: Why) -> Move<Failed> {
    refund(cx, job.held, Failed { agent: Some(job.agent), refunded: job.held, why })
}
