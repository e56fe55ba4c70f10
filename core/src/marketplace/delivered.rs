//! The buyer reviews.

use serde::{Deserialize, Serialize};

use super::{
    Approve, Cause, Completed, Cx, Decision, Dispute, Disputed, Job, Refusal, Revise, Revising,
    settle,
};
use crate::dispute::Case;
use crate::ids::Digest;
use crate::machine::{Move, Timeout};
use crate::money::{Amount, Bps};
use crate::time::Timestamp;

/// The latest delivery, and what it took to get there.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Work {
    /// Summary and artifacts, kept elsewhere.
    pub digest: Digest,
    /// How many deliveries there were, from 1.
    pub round: u16,
    /// How often the buyer asked for changes; at most the terms' `max_revisions`.
    pub revisions: u8,
    /// How often the agent answered a dispute with better work; at most `max_remedies`.
    pub remedies: u8,
}

/// The buyer reviews; silence approves.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Delivered {
    /// What is being done for what.
    pub job: Job,
    /// What was handed in.
    pub work: Work,
    /// When silence approves.
    pub review_by: Timestamp,
}

impl Work {
    pub(super) const fn first(digest: Digest) -> Self {
        Self { digest, round: 1, revisions: 0, remedies: 0 }
    }

    pub(super) const fn next(self, digest: Digest) -> Self {
        Self { digest, round: self.round.saturating_add(1), ..self }
    }
}

impl Delivered {
    /// Opens a new review window over `work`.
    pub(super) fn reviewed(cx: &Cx<'_>, job: Job, work: Work) -> Self {
        Self { job, work, review_by: cx.now.after(cx.terms.to_review) }
    }

    pub(super) fn approve(&self, _: &Approve, cx: &Cx<'_>) -> Decision<Completed> {
        Ok(pay(cx, &self.job, Cause::Approved))
    }

    /// Counted when asked for, not when answered, so that an agent's silence cannot make the rounds
    /// endless (MKT-44).
    pub(super) fn revise(&self, _: &Revise, cx: &Cx<'_>) -> Decision<Revising> {
        if self.work.revisions >= cx.terms.max_revisions {
            return Err(Refusal::NoRevisionsLeft);
        }
        Ok(Move::to(Revising {
            job: self.job,
            work: Work { revisions: self.work.revisions.saturating_add(1), ..self.work },
            progress: None,
            revise_by: cx.now.after(cx.terms.to_revise),
        }))
    }

    pub(super) fn dispute(&self, order: &Dispute, cx: &Cx<'_>) -> Decision<Disputed> {
        Ok(Move::to(Disputed {
            job: self.job,
            work: self.work,
            case: Case::open(order.reason),
            respond_by: cx.now.after(cx.terms.to_respond),
        }))
    }

    pub(super) fn lapse(&self, _: &Timeout, cx: &Cx<'_>) -> Decision<Completed> {
        Ok(pay(cx, &self.job, Cause::Silence))
    }

    pub(super) const fn held(&self) -> Amount {
        self.job.held
    }

    pub(super) const fn deadline(&self) -> Timestamp {
        self.review_by
    }
}

/// All to the agent.
pub(super) fn pay(cx: &Cx<'_>, job: &Job, cause: Cause) -> Move<Completed> {
    let agent = job.agent;
    settle(cx, job, Bps::NONE, |paid| Completed { agent, paid, cause })
}
