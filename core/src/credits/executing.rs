//! The agent works. Nothing is charged for work that does not come about.

use serde::{Deserialize, Serialize};

use super::{Complete, Cx, Decision, Fail, Failed, OwnScore, QualityCheck, Start, Why, fail};
use crate::ids::Digest;
use crate::machine::{Move, Timeout};
use crate::money::Amount;
use crate::time::{Elapsed, Timestamp};
use crate::work::Agent;

/// Who works for how much: fixed at the assignment.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Job {
    /// Who was hired. No later command can name another payee (AUTH-09, CRD-07).
    pub agent: Agent,
    /// What it costs if it passes the quality check (CRD-13).
    pub charge: Amount,
}

/// What was handed in.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Work {
    /// The result, kept elsewhere.
    pub output: Digest,
    /// How long it took, by the agent's own clock.
    pub took: Elapsed,
    /// What the agent thinks of it (CRD-53).
    pub own_score: Option<OwnScore>,
}

/// An agent is hired and has not begun.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Assigned {
    /// Who works for how much.
    pub job: Job,
    /// What the escrow holds: the largest budget.
    pub held: Amount,
    /// When silence fails the task.
    pub start_by: Timestamp,
}

/// The agent works.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Executing {
    /// Who works for how much.
    pub job: Job,
    /// What the escrow holds: the largest budget.
    pub held: Amount,
    /// Where the work is done.
    pub sandbox: Digest,
    /// When silence fails the task.
    pub complete_by: Timestamp,
}

impl Assigned {
    pub(super) fn start(&self, order: &Start, cx: &Cx<'_>) -> Decision<Executing> {
        let complete_by = cx.now.after(cx.terms.to_execute);
        let (job, held, sandbox) = (self.job, self.held, order.sandbox);
        Ok(Move::to(Executing { job, held, sandbox, complete_by }))
    }

    pub(super) fn fail(&self, order: &Fail, cx: &Cx<'_>) -> Decision<Failed> {
        Ok(fail(cx, Some(self.job.agent), self.held, given_up(order)))
    }

    pub(super) fn lapse(&self, _: &Timeout, cx: &Cx<'_>) -> Decision<Failed> {
        Ok(fail(cx, Some(self.job.agent), self.held, Why::TimedOut))
    }

    pub(super) const fn held(&self) -> Amount {
        self.held
    }

    pub(super) const fn deadline(&self) -> Timestamp {
        self.start_by
    }
}

impl Executing {
    pub(super) fn complete(&self, order: &Complete, cx: &Cx<'_>) -> Decision<QualityCheck> {
        let &Complete { output, took, own_score } = order;
        Ok(Move::to(QualityCheck {
            job: self.job,
            held: self.held,
            work: Work { output, took, own_score },
            assess_by: cx.now.after(cx.terms.to_assess),
        }))
    }

    pub(super) fn fail(&self, order: &Fail, cx: &Cx<'_>) -> Decision<Failed> {
        Ok(fail(cx, Some(self.job.agent), self.held, given_up(order)))
    }

    pub(super) fn lapse(&self, _: &Timeout, cx: &Cx<'_>) -> Decision<Failed> {
        Ok(fail(cx, Some(self.job.agent), self.held, Why::TimedOut))
    }

    pub(super) const fn held(&self) -> Amount {
        self.held
    }

    pub(super) const fn deadline(&self) -> Timestamp {
        self.complete_by
    }
}

const fn given_up(order: &Fail) -> Why {
    Why::GivenUp { reason: order.reason, message: order.message }
}
