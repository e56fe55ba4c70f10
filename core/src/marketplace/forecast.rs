//! How a task can end, and when.

use super::{Mode, Settlement, Stage, Terms, Work};
use crate::machine::{Latest, Payouts, Stage as _};
use crate::money::Amount;
use crate::time::{Timestamp, Window};

/// From the hire to the end each side may still have everything: the agent can give up or concede,
/// the buyer can approve, and an arbiter can rule either way.
pub(super) fn payouts(terms: &Terms, stage: &Stage) -> Payouts {
    let ended = |paid: Settlement| Payouts::settled(with_excess(terms, paid));
    match stage {
        Stage::Draft(_) | Stage::Pending(_) | Stage::Matching(_) => {
            Payouts::open(Settlement::NOTHING, Amount::ZERO, terms.budget, terms.fee)
        }
        Stage::Executing(_)
        | Stage::Delivered(_)
        | Stage::Revising(_)
        | Stage::Disputed(_)
        | Stage::Arbitration(_) => {
            let price = stage.held();
            // By the guard of the hire, the price is at most the budget.
            let excess = terms.budget.minus(price).unwrap_or(Amount::ZERO);
            let so_far = Settlement { buyer: excess, ..Settlement::NOTHING };
            Payouts::open(so_far, excess, price, terms.fee)
        }
        Stage::Completed(it) => ended(it.paid),
        Stage::Cancelled(it) => ended(it.paid),
        Stage::Expired(_) | Stage::Failed(_) => ended(Settlement::NOTHING),
    }
}

/// What was paid, with what went back at the hire: everything that is not the agent's or the
/// operator's is the buyer's.
fn with_excess(terms: &Terms, paid: Settlement) -> Settlement {
    let others = paid.agent.plus(paid.fee).and_then(|gross| terms.budget.minus(gross));
    // What is paid comes out of the budget.
    Settlement { buyer: others.unwrap_or(Amount::ZERO), ..paid }
}

/// Everyone acts at the last moment, asks for every revision and gives every remedy; then a last
/// dispute is left to the clock.
pub(super) fn ends_by(terms: &Terms, stage: &Stage) -> Option<Timestamp> {
    let latest = match stage {
        Stage::Draft(_) => return None,
        Stage::Pending(it) => {
            let hired = Latest::of(it.hire_by);
            executing(
                terms,
                match terms.mode {
                    Mode::Direct(Some(_)) => hired.ordered(terms.to_deliver),
                    Mode::Direct(None) => hired.ordered(terms.to_match).ordered(terms.to_deliver),
                    // The agent's estimate is in the proposal, and may be as long as a window can be.
                    Mode::Proposals => hired.ordered(Window::MAX),
                },
            )
        }
        Stage::Matching(it) => executing(terms, Latest::of(it.match_by).ordered(terms.to_deliver)),
        Stage::Executing(it) => executing(terms, Latest::of(it.deliver_by)),
        Stage::Delivered(it) => delivered(terms, Latest::of(it.review_by), left(terms, &it.work)),
        Stage::Revising(it) => {
            let again = Latest::of(it.revise_by).lapsed(terms.to_review);
            delivered(terms, again, left(terms, &it.work))
        }
        Stage::Disputed(it) => {
            let (answer, left) = (Latest::of(it.respond_by), left(terms, &it.work));
            match left.remedies.checked_sub(1) {
                Some(remedies) => {
                    delivered(terms, answer.ordered(terms.to_review), Left { remedies, ..left })
                }
                None => answer.lapsed(terms.to_rule),
            }
        }
        Stage::Arbitration(it) => Latest::of(it.rule_by),
        Stage::Completed(_) | Stage::Cancelled(_) | Stage::Expired(_) | Stage::Failed(_) => {
            return None;
        }
    };
    Some(latest.end())
}

fn executing(terms: &Terms, latest: Latest) -> Latest {
    let all = Left { revisions: terms.max_revisions, remedies: terms.max_remedies };
    delivered(terms, latest.ordered(terms.to_review), all)
}

/// What may still be asked for and given.
#[derive(Clone, Copy)]
struct Left {
    revisions: u8,
    remedies: u8,
}

const fn left(terms: &Terms, work: &Work) -> Left {
    Left {
        revisions: terms.max_revisions.saturating_sub(work.revisions),
        remedies: terms.max_remedies.saturating_sub(work.remedies),
    }
}

fn delivered(terms: &Terms, latest: Latest, left: Left) -> Latest {
    latest
        .rounds(left.revisions, |it| it.ordered(terms.to_revise).lapsed(terms.to_review))
        .rounds(left.remedies, |it| it.ordered(terms.to_respond).ordered(terms.to_review))
        .ordered(terms.to_respond)
        .lapsed(terms.to_rule)
}
