//! The dispute. What is still held is frozen; what was paid comes back by recourse.

use serde::{Deserialize, Serialize};

use super::completed::next;
use super::{
    Closed, Closing, Concede, Cx, Decision, Grounds, Passed, Refund, Refunded, Refusal, Review,
    Rule, Thumb, Vote, Withdraw, pay_out, take_back,
};
use crate::ids::Digest;
use crate::machine::{Either, Move, Timeout};
use crate::money::{Amount, Bps};
use crate::time::Timestamp;
use crate::work::Settlement;

/// The buyer contests the work; the arbiter decides.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Contested {
    /// What passed, for how much.
    pub passed: Passed,
    /// The buyer's vote, if he gave one.
    pub vote: Option<Thumb>,
    /// What the buyer says.
    pub complaint: Complaint,
    /// Whether an arbiter looks at it.
    pub standing: Standing,
    /// Where the charge is.
    pub funds: Funds,
    /// When silence denies the dispute.
    pub rule_by: Timestamp,
}

/// What is wrong with the work, in the buyer's words.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Complaint {
    /// Which of the grounds.
    pub grounds: Grounds,
    /// In words, kept elsewhere.
    pub description: Digest,
}

/// How far a dispute is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub enum Standing {
    /// Nobody has looked at it.
    Filed,
    /// An arbiter looks at it.
    UnderReview,
}

/// Where the charge of a contested task is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub enum Funds {
    /// In escrow: it was contested before the refund window closed (DISP-01).
    Held {
        /// When that window closes. The charge stays frozen after it.
        refund_by: Timestamp,
    },
    /// Paid out; a refund needs recourse.
    Paid(Settlement),
}

/// A ruling leaves the agent something, or it refunds everything (DISP-15).
type Ruled = Either<Closed, Refunded>;

impl Contested {
    /// The refund of a down vote stays open under a dispute, as long as it would have been.
    pub(super) fn vote(&self, order: &Vote, cx: &Cx<'_>) -> Decision<Refunded> {
        let vote = next(self.vote, order.thumb)?;
        if vote == Thumb::Up {
            return Err(Refusal::UpWhileContested);
        }
        match self.funds {
            Funds::Held { refund_by } if cx.now < refund_by => {
                let refunded = self.refunded(Some(vote), Refund::Voted);
                Ok(pay_out(cx, &self.passed.job, Bps::WHOLE, |_| refunded))
            }
            Funds::Held { .. } | Funds::Paid(_) => Err(Refusal::RefundWindowClosed),
        }
    }

    pub(super) fn review(&self, _: &Review, _: &Cx<'_>) -> Decision<Self> {
        match self.standing {
            Standing::Filed => {
                Ok(Move::to(Self { standing: Standing::UnderReview, ..self.clone() }))
            }
            Standing::UnderReview => Err(Refusal::UnderReview),
        }
    }

    pub(super) fn rule(&self, order: &Rule, cx: &Cx<'_>) -> Decision<Ruled> {
        let ruled = Closing::Ruled { share: order.share };
        Ok(self.divide(cx, order.share, |paid| match order.share {
            Bps::WHOLE => Either::Second(self.refunded(self.vote, Refund::Ruled)),
            _ => Either::First(self.closed(paid, ruled)),
        }))
    }

    pub(super) fn concede(&self, _: &Concede, cx: &Cx<'_>) -> Decision<Refunded> {
        Ok(self.divide(cx, Bps::WHOLE, |_| self.refunded(self.vote, Refund::Conceded)))
    }

    pub(super) fn withdraw(&self, _: &Withdraw, cx: &Cx<'_>) -> Decision<Closed> {
        Ok(self.divide(cx, Bps::NONE, |paid| self.closed(paid, Closing::Withdrawn)))
    }

    pub(super) fn lapse(&self, _: &Timeout, cx: &Cx<'_>) -> Decision<Closed> {
        Ok(self.divide(cx, Bps::NONE, |paid| self.closed(paid, Closing::Denied)))
    }

    /// `buyer` of the charge goes back, from wherever it is (DISP-02).
    fn divide<S>(&self, cx: &Cx<'_>, buyer: Bps, close: impl FnOnce(Settlement) -> S) -> Move<S> {
        match self.funds {
            Funds::Held { .. } => pay_out(cx, &self.passed.job, buyer, close),
            Funds::Paid(before) => take_back(cx, &self.passed.job, before, buyer, close),
        }
    }

    const fn closed(&self, paid: Settlement, cause: Closing) -> Closed {
        Closed { passed: self.passed, paid, vote: self.vote, cause }
    }

    const fn refunded(&self, vote: Option<Thumb>, cause: Refund) -> Refunded {
        Refunded { passed: self.passed, vote, cause }
    }

    pub(super) const fn held(&self) -> Amount {
        match self.funds {
            Funds::Held { .. } => self.passed.job.charge,
            Funds::Paid(_) => Amount::ZERO,
        }
    }

    pub(super) const fn deadline(&self) -> Timestamp {
        self.rule_by
    }
}
