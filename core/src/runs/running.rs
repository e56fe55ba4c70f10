//! The work: a worker holds the run on a lease, and keeps it by saying that it is still there.

use serde::{Deserialize, Serialize};

use super::{
    Cancel, Cancelled, Complete, Completed, Cx, Decision, Fail, Failed, Interrupt, Interrupted,
    Renew, Stopped, Why,
};
use crate::ids::PartyId;
use crate::machine::{Move, Timeout};
use crate::money::Amount;
use crate::time::Timestamp;

/// Who works, and since when: fixed when the run is claimed, and kept in every end.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Execution {
    /// The only party that can renew, complete and fail the run (RUN-13).
    pub worker: PartyId,
    /// When it claimed the run.
    pub started: Timestamp,
}

/// A worker holds the run on a lease.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Running {
    /// Who works, and since when.
    pub execution: Execution,
    /// When silence interrupts the run: the end of the lease.
    pub renew_by: Timestamp,
}

impl Running {
    /// Opens a lease, or the next one. It ends no later than the whole run must, so that a worker
    /// that renews for ever does not run for ever. Time does not go back, so that a later lease
    /// never ends before an earlier one (RUN-26).
    pub(super) fn leased(cx: &Cx<'_>, execution: Execution) -> Self {
        let finish_by = execution.started.after(cx.terms.to_finish);
        Self { execution, renew_by: cx.now.after(cx.terms.lease).min(finish_by) }
    }

    pub(super) fn renew(&self, _: &Renew, cx: &Cx<'_>) -> Decision<Self> {
        Ok(Move::to(Self::leased(cx, self.execution)))
    }

    pub(super) fn complete(&self, order: &Complete, _: &Cx<'_>) -> Decision<Completed> {
        let Complete { message, branch } = *order;
        Ok(Move::to(Completed { execution: self.execution, message, branch }))
    }

    pub(super) fn fail(&self, order: &Fail, _: &Cx<'_>) -> Decision<Failed> {
        let (execution, reason) = (self.execution, order.reason);
        Ok(Move::to(Failed { why: Why::GivenUp { execution, reason } }))
    }

    pub(super) fn cancel(&self, _: &Cancel, _: &Cx<'_>) -> Decision<Cancelled> {
        Ok(Move::to(Cancelled { execution: Some(self.execution) }))
    }

    pub(super) fn interrupt(&self, _: &Interrupt, _: &Cx<'_>) -> Decision<Interrupted> {
        Ok(Move::to(Interrupted { execution: self.execution, by: Stopped::ByService }))
    }

    /// Where the lease was cut to the end of the whole run, renewing would not have helped.
    pub(super) fn lapse(&self, _: &Timeout, cx: &Cx<'_>) -> Decision<Interrupted> {
        let finish_by = self.execution.started.after(cx.terms.to_finish);
        let by = if cx.now < finish_by { Stopped::LeaseLapsed } else { Stopped::OutOfTime };
        Ok(Move::to(Interrupted { execution: self.execution, by }))
    }

    pub(super) const fn held(&self) -> Amount {
        Amount::ZERO
    }

    pub(super) const fn deadline(&self) -> Timestamp {
        self.renew_by
    }
}
