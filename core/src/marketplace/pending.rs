//! Before the work: the task waits for an agent.

use serde::{Deserialize, Serialize};

use super::{
    Agent, Assign, Cancel, Cancelled, Cause, Cx, Decision, Executing, Expired, Failed, Fund, Hire,
    Match, Mode, Refusal, Settlement, Why, refund,
};
use crate::ledger::Account;
use crate::machine::{Move, Terms as _, Timeout};
use crate::money::Amount;
use crate::time::{Timestamp, Window};

/// Agreed on by nobody yet; nothing is held.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Draft {}

/// Funded; waits for an agent.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Pending {
    /// What the escrow holds.
    pub held: Amount,
    /// When silence expires the task.
    pub hire_by: Timestamp,
}

/// The platform looks for an agent.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Matching {
    /// What the escrow holds.
    pub held: Amount,
    /// When silence fails the task.
    pub match_by: Timestamp,
}

impl Draft {
    pub(super) fn fund(&self, _: &Fund, cx: &Cx<'_>) -> Decision<Pending> {
        let terms = cx.terms;
        if terms.budget.is_zero() {
            return Err(Refusal::ZeroBudget);
        }
        if terms.unsound().next().is_some() {
            return Err(Refusal::UnsoundTerms);
        }
        let hire_by = cx.now.after(terms.to_hire);
        Ok(Move::to(Pending { held: terms.budget, hire_by }).moving(
            Account::Wallet(terms.buyer),
            cx.escrow(),
            terms.budget,
        ))
    }
}

impl Pending {
    pub(super) fn look(&self, _: &Match, cx: &Cx<'_>) -> Decision<Matching> {
        match cx.terms.mode {
            Mode::Direct(None) => {
                let match_by = cx.now.after(cx.terms.to_match);
                Ok(Move::to(Matching { held: self.held, match_by }))
            }
            Mode::Direct(Some(_)) | Mode::Proposals => Err(Refusal::NotAutomatic),
        }
    }

    /// Only the agent that the terms name; a task without one goes through matching.
    pub(super) fn assign(&self, order: &Assign, cx: &Cx<'_>) -> Decision<Executing> {
        match cx.terms.mode {
            Mode::Proposals => Err(Refusal::NotDirect),
            Mode::Direct(named) if named != Some(order.agent) => Err(Refusal::OtherAgent),
            Mode::Direct(_) => hire(cx, order.agent, self.held, None),
        }
    }

    /// The price may be nothing (MONEY-23); what it leaves of the budget returns at once (MKT-15).
    pub(super) fn hire(&self, order: &Hire, cx: &Cx<'_>) -> Decision<Executing> {
        if cx.terms.mode != Mode::Proposals {
            return Err(Refusal::NotProposals);
        }
        let started = hire(cx, order.agent, order.price, order.estimate)?;
        let excess = self.held.minus(order.price).ok_or(Refusal::PriceOverBudget)?;
        Ok(started.moving(cx.escrow(), Account::Wallet(cx.terms.buyer), excess))
    }

    pub(super) fn cancel(&self, _: &Cancel, cx: &Cx<'_>) -> Decision<Cancelled> {
        Ok(called_off(cx, self.held))
    }

    pub(super) fn lapse(&self, _: &Timeout, cx: &Cx<'_>) -> Decision<Expired> {
        Ok(refund(cx, self.held, Expired { refunded: self.held }))
    }

    pub(super) const fn held(&self) -> Amount {
        self.held
    }

    pub(super) const fn deadline(&self) -> Timestamp {
        self.hire_by
    }
}

impl Matching {
    pub(super) fn assign(&self, order: &Assign, cx: &Cx<'_>) -> Decision<Executing> {
        hire(cx, order.agent, self.held, None)
    }

    pub(super) fn cancel(&self, _: &Cancel, cx: &Cx<'_>) -> Decision<Cancelled> {
        Ok(called_off(cx, self.held))
    }

    pub(super) fn lapse(&self, _: &Timeout, cx: &Cx<'_>) -> Decision<Failed> {
        let failed = Failed { agent: None, refunded: self.held, why: Why::NoAgentFound };
        Ok(refund(cx, self.held, failed))
    }

    pub(super) const fn held(&self) -> Amount {
        self.held
    }

    pub(super) const fn deadline(&self) -> Timestamp {
        self.match_by
    }
}

/// Begins the work. From here on, `agent.owner` is the only payee besides the buyer.
fn hire(cx: &Cx<'_>, agent: Agent, price: Amount, estimate: Option<Window>) -> Decision<Executing> {
    if agent.owner == cx.terms.buyer || agent.id == cx.terms.buyer {
        return Err(Refusal::SelfHire);
    }
    Ok(Move::to(Executing::begin(cx, agent, price, estimate)))
}

/// Nobody has worked yet, so everything goes back.
fn called_off(cx: &Cx<'_>, held: Amount) -> Move<Cancelled> {
    let paid = Settlement { buyer: held, ..Settlement::NOTHING };
    refund(cx, held, Cancelled { agent: None, paid, cause: Cause::CalledOff })
}
