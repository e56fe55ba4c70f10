//! The work passed: first the buyer can have the money back for a down vote, then the agent is
//! paid and a dispute is the only way.

use serde::{Deserialize, Serialize};

use super::contested::{Complaint, Contested, Funds, Standing};
use super::{
    Closed, Closing, Cx, Decision, Dispute, Passed, Refund, Refunded, Refusal, Thumb, Vote, pay_out,
};
use crate::machine::{Either, Move, Timeout};
use crate::money::{Amount, Bps};
use crate::time::Timestamp;
use crate::work::Settlement;

/// The work passed; the charge is held until the refund window closes.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Completed {
    /// What passed, for how much.
    pub passed: Passed,
    /// The buyer's vote, if he gave one. A down vote ends the task.
    pub vote: Option<Thumb>,
    /// When silence pays the agent.
    pub refund_by: Timestamp,
    /// When a dispute can no longer be filed.
    pub dispute_by: Timestamp,
}

/// The agent was paid; a dispute may still be filed.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Settled {
    /// What passed, for how much.
    pub passed: Passed,
    /// Who got what of the charge.
    pub paid: Settlement,
    /// The buyer's vote, if he gave one.
    pub vote: Option<Thumb>,
    /// When silence closes the task.
    pub dispute_by: Timestamp,
}

impl Completed {
    pub(super) fn vote(&self, order: &Vote, cx: &Cx<'_>) -> Decision<Either<Self, Refunded>> {
        let vote = Some(next(self.vote, order.thumb)?);
        Ok(match order.thumb {
            Thumb::Up => Move::to(Either::First(Self { vote, ..self.clone() })),
            Thumb::Down => {
                let refunded = Refunded { passed: self.passed, vote, cause: Refund::Voted };
                pay_out(cx, &self.passed.job, Bps::WHOLE, |_| Either::Second(refunded))
            }
        })
    }

    pub(super) fn dispute(&self, order: &Dispute, cx: &Cx<'_>) -> Decision<Contested> {
        let funds = Funds::Held { refund_by: self.refund_by };
        Ok(contest(cx, self.passed, self.vote, funds, order))
    }

    pub(super) fn lapse(&self, _: &Timeout, cx: &Cx<'_>) -> Decision<Settled> {
        let &Self { passed, vote, dispute_by, .. } = self;
        Ok(pay_out(cx, &passed.job, Bps::NONE, |paid| Settled { passed, paid, vote, dispute_by }))
    }

    pub(super) const fn held(&self) -> Amount {
        self.passed.job.charge
    }

    pub(super) const fn deadline(&self) -> Timestamp {
        self.refund_by
    }
}

impl Settled {
    /// The refund window is over: the vote is recorded and moves nothing.
    pub(super) fn vote(&self, order: &Vote, _: &Cx<'_>) -> Decision<Self> {
        let vote = Some(next(self.vote, order.thumb)?);
        Ok(Move::to(Self { vote, ..self.clone() }))
    }

    pub(super) fn dispute(&self, order: &Dispute, cx: &Cx<'_>) -> Decision<Contested> {
        Ok(contest(cx, self.passed, self.vote, Funds::Paid(self.paid), order))
    }

    pub(super) fn lapse(&self, _: &Timeout, _: &Cx<'_>) -> Decision<Closed> {
        let &Self { passed, paid, vote, .. } = self;
        Ok(Move::to(Closed { passed, paid, vote, cause: Closing::Unchallenged }))
    }

    pub(super) const fn held(&self) -> Amount {
        Amount::ZERO
    }

    pub(super) const fn deadline(&self) -> Timestamp {
        self.dispute_by
    }
}

/// One vote a task: up may become down, nothing else (CRD-63).
pub(super) const fn next(vote: Option<Thumb>, thumb: Thumb) -> Result<Thumb, Refusal> {
    match (vote, thumb) {
        (None, _) | (Some(Thumb::Up), Thumb::Down) => Ok(thumb),
        (Some(_), _) => Err(Refusal::VoteStands),
    }
}

/// Opens the one dispute of a task: none of the stages after it can be disputed (CRD-73).
fn contest(
    cx: &Cx<'_>,
    passed: Passed,
    vote: Option<Thumb>,
    funds: Funds,
    order: &Dispute,
) -> Move<Contested> {
    Move::to(Contested {
        passed,
        vote,
        complaint: Complaint { grounds: order.grounds, description: order.description },
        standing: Standing::Filed,
        funds,
        rule_by: cx.now.after(cx.terms.to_rule),
    })
}
