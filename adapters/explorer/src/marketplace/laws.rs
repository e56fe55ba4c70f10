//! The marketplace's own laws of one transition.

use earnest::dispute::Side;
use earnest::ids::PartyId;
use earnest::ledger::{Account, Postings};
use earnest::machine::{Command as _, Stage as _};
use earnest::marketplace::{Marketplace, Settlement, Stage, Terms, Work};
use earnest::money::Amount;

use crate::hired;
use crate::law::{Breach, Checks, Law, Verdict};
use crate::world::Taken;

/// The marketplace's own laws.
pub(super) fn laws(taken: &Taken<'_, Marketplace>, checks: &mut Checks) -> Verdict {
    let (before, after) = (&taken.before.stage, &taken.after.stage);
    hired::authority(taken, taken.before.terms.buyer, before.agent(), checks)?;
    hired::fixed(before.agent(), after.agent(), checks)?;
    payees(taken, checks)?;
    fees(taken, checks)?;
    freeze(taken, checks)?;
    bounded(taken, checks)?;
    evidence(taken, checks)
}

/// L-19: money comes from the buyer and goes to the buyer, the agent's owner and the fees.
fn payees(taken: &Taken<'_, Marketplace>, checks: &mut Checks) -> Verdict {
    let buyer = Account::Wallet(taken.before.terms.buyer);
    let escrow = Account::Escrow(taken.before.id);
    let owner = taken.after.stage.agent().map(|agent| Account::Wallet(agent.owner));
    let payees = [Some(buyer), owner, Some(Account::Fees)];
    for posting in taken.record.postings.iter() {
        let right = match taken.before.stage {
            Stage::Draft(_) => (posting.from, posting.to) == (buyer, escrow),
            _ => posting.from == escrow && payees.contains(&Some(posting.to)),
        };
        checks.holds(Law::Payees, right, "money goes where neither terms nor hire say")?;
    }
    Ok(())
}

/// L-15, L-17, L-25: the fee is the terms' share of what the agent gains, floored, and nothing
/// else; a settlement says what the postings move.
fn fees(taken: &Taken<'_, Marketplace>, checks: &mut Checks) -> Verdict {
    let postings = &taken.record.postings;
    let owner = taken.after.stage.agent().map(|agent| agent.owner);
    let buyer = received(postings, taken.before.terms.buyer);
    let (agent, fee) = (owner.map_or(0, |it| received(postings, it)), fees_of(postings));
    let gross = agent.saturating_add(fee);
    let rate = u128::from(taken.before.terms.fee.points());
    checks.holds(
        Law::Fees,
        fee == gross.saturating_mul(rate) / 10_000,
        "the fee is not the stated share",
    )?;
    let given = postings.flow(Account::Fees).is_some_and(|(_, out)| out.is_zero());
    checks.holds(Law::Neutrality, given, "the operator pays for a task")?;
    let paid = match &taken.after.stage {
        Stage::Completed(end) => end.paid,
        Stage::Cancelled(end) => end.paid,
        Stage::Expired(end) => Settlement { buyer: end.refunded, ..Settlement::NOTHING },
        Stage::Failed(end) => Settlement { buyer: end.refunded, ..Settlement::NOTHING },
        _ => return checks.holds(Law::Fees, gross == 0, "somebody is paid before the end"),
    };
    let told = [paid.buyer, paid.agent, paid.fee].map(Amount::minor);
    let moved = told == [buyer, agent, fee];
    checks.holds(Law::OneResolution, moved, "a settlement is not what is moved")?;
    let all = told.iter().sum::<u128>() == taken.before.stage.held().minor();
    checks.holds(Law::OneResolution, all, "a settlement is not what was held")
}

fn received(postings: &Postings, party: PartyId) -> u128 {
    postings.flow(Account::Wallet(party)).map_or(u128::MAX, |(into, _)| into.minor())
}

fn fees_of(postings: &Postings) -> u128 {
    postings.flow(Account::Fees).map_or(u128::MAX, |(into, _)| into.minor())
}

/// L-18: contested money moves by ruling, concession, withdrawal or default.
fn freeze(taken: &Taken<'_, Marketplace>, checks: &mut Checks) -> Verdict {
    if !matches!(taken.before.stage, Stage::Disputed(_) | Stage::Arbitration(_)) {
        return Ok(());
    }
    let ends_dispute = ["Rule", "Concede", "Approve", "Timeout"];
    let ends = ends_dispute.contains(&taken.record.order.command.name());
    let frozen = taken.record.postings.is_empty() || ends;
    checks.holds(Law::Freeze, frozen, "contested money moves")
}

/// L-14: each stage change uses up at least one of those that were left.
fn bounded(taken: &Taken<'_, Marketplace>, checks: &mut Checks) -> Verdict {
    let (before, after) = (&taken.before.stage, &taken.after.stage);
    let terms = &taken.before.terms;
    let over = Breach { law: Law::Bounded, what: "more rounds than the terms allow" };
    let left = steps_left(terms, before).ok_or(over)?;
    let still = steps_left(terms, after).ok_or(over)?;
    if before.name() == after.name() {
        let same = before.deadline() == after.deadline();
        checks.holds(Law::Bounded, left == still, "the stage does not change, but a count does")?;
        return checks.holds(Law::Clocks, same, "the stage does not change, but its deadline does");
    }
    checks.holds(Law::Bounded, still < left, "a stage change uses nothing up")
}

/// How many stage changes can follow at most; none if there were too many.
fn steps_left(terms: &Terms, stage: &Stage) -> Option<u32> {
    let whole = u32::from(terms.max_revisions) + u32::from(terms.max_remedies);
    let rounds = |work: &Work| {
        let revisions = terms.max_revisions.checked_sub(work.revisions)?;
        let remedies = terms.max_remedies.checked_sub(work.remedies)?;
        Some(2 * (u32::from(revisions) + u32::from(remedies)))
    };
    Some(match stage {
        Stage::Draft(_) => 7 + 2 * whole,
        Stage::Pending(_) => 6 + 2 * whole,
        Stage::Matching(_) => 5 + 2 * whole,
        Stage::Executing(_) => 4 + 2 * whole,
        Stage::Revising(it) => 4 + rounds(&it.work)?,
        Stage::Delivered(it) => 3 + rounds(&it.work)?,
        Stage::Disputed(it) => 2 + rounds(&it.work)?,
        Stage::Arbitration(it) => 1 + rounds(&it.work)?,
        Stage::Completed(_) | Stage::Cancelled(_) | Stage::Expired(_) | Stage::Failed(_) => 0,
    })
}

/// L-20: evidence is append-only, and immutable once sealed.
fn evidence(taken: &Taken<'_, Marketplace>, checks: &mut Checks) -> Verdict {
    let case = |stage: &Stage| match stage {
        Stage::Disputed(it) => Some(it.case),
        Stage::Arbitration(it) => Some(it.case),
        _ => None,
    };
    let (Some(before), Some(after)) = (case(&taken.before.stage), case(&taken.after.stage)) else {
        return Ok(());
    };
    checks.holds(Law::Evidence, before.reason == after.reason, "the reason is rewritten")?;
    for (before, after) in [(before.buyer, after.buyer), (before.agent, after.agent)] {
        let Side { items, sealed } = before;
        let appended = items <= after.items && after.items <= taken.before.terms.max_evidence;
        checks.holds(Law::Evidence, appended, "evidence is lost, or more than the terms allow")?;
        let closed = sealed.is_none() || before == after;
        checks.holds(Law::Evidence, closed, "a sealed side changes")?;
    }
    Ok(())
}
