//! Before the work: the run waits for a worker.

use serde::{Deserialize, Serialize};

use super::{Cancel, Cancelled, Claim, Cx, Decision, Execution, Failed, Running, Why};
use crate::machine::{Move, Timeout};
use crate::money::Amount;
use crate::time::Timestamp;

/// Waits for a worker.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Queued {
    /// When silence fails the run.
    pub claim_by: Timestamp,
}

impl Queued {
    pub(super) fn claim(&self, order: &Claim, cx: &Cx<'_>) -> Decision<Running> {
        Ok(Move::to(Running::leased(cx, Execution { worker: order.worker, started: cx.now })))
    }

    pub(super) fn cancel(&self, _: &Cancel, _: &Cx<'_>) -> Decision<Cancelled> {
        Ok(Move::to(Cancelled { execution: None }))
    }

    pub(super) fn lapse(&self, _: &Timeout, _: &Cx<'_>) -> Decision<Failed> {
        Ok(Move::to(Failed { why: Why::NotClaimed }))
    }

    pub(super) const fn held(&self) -> Amount {
        Amount::ZERO
    }

    pub(super) const fn deadline(&self) -> Timestamp {
        self.claim_by
    }
}
