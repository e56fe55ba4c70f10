//! Before the hire: the task waits for an agent.

use serde::{Deserialize, Serialize};

use super::{Assign, Assigned, Cx, Decision, Failed, Fund, Job, Refusal, Route, Why, fail};
use crate::ledger::Account;
use crate::machine::{Move, Terms as _, Timeout};
use crate::money::Amount;
use crate::time::Timestamp;

/// Agreed on by nobody yet; nothing is held.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Draft {}

/// Funded; waits to be routed or assigned.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Submitted {
    /// What the escrow holds: the largest budget.
    pub held: Amount,
    /// When silence fails the task.
    pub assign_by: Timestamp,
}

/// The platform chooses an agent.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Routing {
    /// What the escrow holds: the largest budget.
    pub held: Amount,
    /// When silence fails the task.
    pub route_by: Timestamp,
}

impl Draft {
    pub(super) fn fund(&self, _: &Fund, cx: &Cx<'_>) -> Decision<Submitted> {
        let terms = cx.terms;
        if terms.max_budget.is_zero() {
            return Err(Refusal::ZeroBudget);
        }
        if terms.unsound().next().is_some() {
            return Err(Refusal::UnsoundTerms);
        }
        let assign_by = cx.now.after(terms.to_assign);
        Ok(Move::to(Submitted { held: terms.max_budget, assign_by }).moving(
            Account::Wallet(terms.buyer),
            cx.escrow(),
            terms.max_budget,
        ))
    }
}

impl Submitted {
    pub(super) fn route(&self, _: &Route, cx: &Cx<'_>) -> Decision<Routing> {
        if cx.terms.named.is_some() {
            return Err(Refusal::NotRouted);
        }
        Ok(Move::to(Routing { held: self.held, route_by: cx.now.after(cx.terms.to_route) }))
    }

    /// Only the agent that the terms name; a task without one goes through routing.
    pub(super) fn assign(&self, order: &Assign, cx: &Cx<'_>) -> Decision<Assigned> {
        if cx.terms.named != Some(order.agent) {
            return Err(Refusal::OtherAgent);
        }
        assign(cx, self.held, order)
    }

    pub(super) fn lapse(&self, _: &Timeout, cx: &Cx<'_>) -> Decision<Failed> {
        Ok(fail(cx, None, self.held, Why::NoAgentFound))
    }

    pub(super) const fn held(&self) -> Amount {
        self.held
    }

    pub(super) const fn deadline(&self) -> Timestamp {
        self.assign_by
    }
}

impl Routing {
    pub(super) fn assign(&self, order: &Assign, cx: &Cx<'_>) -> Decision<Assigned> {
        assign(cx, self.held, order)
    }

    pub(super) fn lapse(&self, _: &Timeout, cx: &Cx<'_>) -> Decision<Failed> {
        Ok(fail(cx, None, self.held, Why::NoAgentFound))
    }

    pub(super) const fn held(&self) -> Amount {
        self.held
    }

    pub(super) const fn deadline(&self) -> Timestamp {
        self.route_by
    }
}

/// Fixes who works and for how much. The whole budget stays held until the work has passed: only
/// then is it certain that the rest is not needed (CRD-14).
fn assign(cx: &Cx<'_>, held: Amount, order: &Assign) -> Decision<Assigned> {
    if cx.terms.is_own(order.agent) {
        return Err(Refusal::SelfHire);
    }
    if order.price > held {
        return Err(Refusal::PriceOverBudget);
    }
    let job = Job { agent: order.agent, charge: order.price };
    Ok(Move::to(Assigned { job, held, start_by: cx.now.after(cx.terms.to_start) }))
}
