//! How a task can end, and when.

use super::{Funds, Job, Stage, Terms};
use crate::machine::{Latest, Payouts};
use crate::money::Amount;
use crate::time::Timestamp;
use crate::work::Settlement;

/// From the assignment to the end each side may still have all of the charge: the agent can give
/// up or concede, and the buyer can let every window pass.
pub(super) fn payouts(terms: &Terms, stage: &Stage) -> Payouts {
    let held = |job: &Job| open(terms, job, Settlement::NOTHING);
    let passed = |job: &Job, paid| open(terms, job, with_rest(terms, job, paid));
    match stage {
        Stage::Draft(_) | Stage::Submitted(_) | Stage::Routing(_) => {
            Payouts::open(Settlement::NOTHING, Amount::ZERO, terms.max_budget, terms.fee)
        }
        Stage::Assigned(it) => held(&it.job),
        Stage::Executing(it) => held(&it.job),
        Stage::QualityCheck(it) => held(&it.job),
        Stage::Completed(it) => passed(&it.passed.job, Settlement::NOTHING),
        Stage::Settled(it) => passed(&it.passed.job, it.paid),
        Stage::Contested(it) => match it.funds {
            Funds::Held { .. } => passed(&it.passed.job, Settlement::NOTHING),
            Funds::Paid(paid) => passed(&it.passed.job, paid),
        },
        Stage::Closed(it) => Payouts::settled(with_rest(terms, &it.passed.job, it.paid)),
        Stage::Refunded(_) | Stage::Failed(_) => {
            Payouts::settled(Settlement { buyer: terms.max_budget, ..Settlement::NOTHING })
        }
    }
}

/// The rest of the budget is sure, and the charge is open.
fn open(terms: &Terms, job: &Job, so_far: Settlement) -> Payouts {
    Payouts::open(so_far, rest(terms, job), job.charge, terms.fee)
}

/// What was paid of the charge, with what went back when the work passed.
fn with_rest(terms: &Terms, job: &Job, paid: Settlement) -> Settlement {
    // Together they are at most the budget.
    let buyer = rest(terms, job).plus(paid.buyer).unwrap_or(Amount::MAX);
    Settlement { buyer, ..paid }
}

fn rest(terms: &Terms, job: &Job) -> Amount {
    // By the guard of the assignment, the charge is at most the budget.
    terms.max_budget.minus(job.charge).unwrap_or(Amount::ZERO)
}

/// Everyone acts at the last moment, and a dispute filed then is left to the clock.
pub(super) fn ends_by(terms: &Terms, stage: &Stage) -> Option<Timestamp> {
    let latest = match stage {
        Stage::Draft(_) => return None,
        Stage::Submitted(it) => {
            let hired = Latest::of(it.assign_by);
            assigned(
                terms,
                match terms.named {
                    Some(_) => hired.ordered(terms.to_start),
                    None => hired.ordered(terms.to_route).ordered(terms.to_start),
                },
            )
        }
        Stage::Routing(it) => assigned(terms, Latest::of(it.route_by).ordered(terms.to_start)),
        Stage::Assigned(it) => assigned(terms, Latest::of(it.start_by)),
        Stage::Executing(it) => executing(terms, Latest::of(it.complete_by)),
        Stage::QualityCheck(it) => checked(terms, Latest::of(it.assess_by)),
        Stage::Completed(it) => Latest::of(it.dispute_by).ordered(terms.to_rule),
        Stage::Settled(it) => Latest::of(it.dispute_by).ordered(terms.to_rule),
        Stage::Contested(it) => Latest::of(it.rule_by),
        Stage::Closed(_) | Stage::Refunded(_) | Stage::Failed(_) => return None,
    };
    Some(latest.end())
}

fn assigned(terms: &Terms, latest: Latest) -> Latest {
    executing(terms, latest.ordered(terms.to_execute))
}

fn executing(terms: &Terms, latest: Latest) -> Latest {
    checked(terms, latest.ordered(terms.to_assess))
}

/// By the check of the terms, disputes close after refunds, so that theirs is the later window.
fn checked(terms: &Terms, latest: Latest) -> Latest {
    latest.ordered(terms.to_dispute).ordered(terms.to_rule)
}
