//! The laws of credits.

use earnest::credits::{Command, Credits, Funds, Stage, Standing, Thumb, Vote};
use earnest::ledger::{Account, Posting};
use earnest::machine::{Command as _, Stage as _};
use earnest::money::Amount;
use earnest::work::Settlement;

use crate::hired;
use crate::law::{Checks, Law, Verdict};
use crate::world::Taken;

pub(super) fn laws(taken: &Taken<'_, Credits>, checks: &mut Checks) -> Verdict {
    let (before, after) = (&taken.before.stage, &taken.after.stage);
    hired::authority(taken, taken.before.terms.buyer, before.agent(), checks)?;
    hired::fixed(before.agent(), after.agent(), checks)?;
    payees(taken, checks)?;
    money(taken, checks)?;
    freeze(taken, checks)?;
    votes(taken, checks)?;
    let fewer = steps_left(after) < steps_left(before);
    checks.holds(Law::Bounded, fewer, "an order uses nothing up")?;
    if before.name() == after.name() {
        let same = before.deadline() == after.deadline();
        checks.holds(Law::Clocks, same, "the stage does not change, but its deadline does")?;
        let rests = taken.record.postings.is_empty();
        checks.holds(Law::OneResolution, rests, "the stage does not change, but money moves")?;
    }
    Ok(())
}

/// L-19: money comes from the buyer and goes to the buyer, the agent's owner and the fees. Only a
/// dispute over what was paid takes something back, and only for the buyer.
fn payees(taken: &Taken<'_, Credits>, checks: &mut Checks) -> Verdict {
    let buyer = Account::Wallet(taken.before.terms.buyer);
    let escrow = Account::Escrow(taken.before.id);
    let owner = taken.after.stage.agent().map(|agent| Account::Wallet(agent.owner));
    let contested = match &taken.before.stage {
        Stage::Contested(it) => Some(it.funds),
        _ => None,
    };
    let paid = matches!(contested, Some(Funds::Paid(_)));
    let payees = [Some(buyer), owner, Some(Account::Fees)];
    for Posting { from, to, .. } in taken.record.postings.iter() {
        let right = if matches!(taken.before.stage, Stage::Draft(_)) {
            (*from, *to) == (buyer, escrow)
        } else if paid {
            (Some(*from) == owner || *from == Account::Fees) && *to == buyer
        } else {
            *from == escrow && payees.contains(&Some(*to))
        };
        checks.holds(Law::Payees, right, "money goes where neither terms nor hire say")?;
    }
    Ok(())
}

/// Who has what of the money that was paid in and is no longer held.
fn settled(stage: &Stage, budget: Amount) -> Settlement {
    let with_rest = |paid: Settlement, charge: Amount| {
        // By the guard of the assignment, a charge is at most the budget.
        let rest = budget.minus(charge).unwrap_or(Amount::ZERO);
        Settlement { buyer: paid.buyer.plus(rest).unwrap_or(Amount::MAX), ..paid }
    };
    match stage {
        Stage::Draft(_)
        | Stage::Submitted(_)
        | Stage::Routing(_)
        | Stage::Assigned(_)
        | Stage::Executing(_)
        | Stage::QualityCheck(_) => Settlement::NOTHING,
        Stage::Completed(it) => with_rest(Settlement::NOTHING, it.passed.job.charge),
        Stage::Settled(it) => with_rest(it.paid, it.passed.job.charge),
        Stage::Contested(it) => match it.funds {
            Funds::Held { .. } => with_rest(Settlement::NOTHING, it.passed.job.charge),
            Funds::Paid(paid) => with_rest(paid, it.passed.job.charge),
        },
        Stage::Closed(it) => with_rest(it.paid, it.passed.job.charge),
        Stage::Refunded(_) | Stage::Failed(_) => {
            Settlement { buyer: budget, ..Settlement::NOTHING }
        }
    }
}

/// L-15, L-17, L-25: over its life an instance gives each party what its stage says, and the fee
/// is the stated share of what the agent has, floored, recourse included.
fn money(taken: &Taken<'_, Credits>, checks: &mut Checks) -> Verdict {
    let terms = &taken.before.terms;
    let budget = terms.max_budget;
    if matches!(taken.before.stage, Stage::Draft(_)) {
        let whole = taken.after.stage.held() == budget;
        return checks.holds(Law::Conservation, whole, "the budget is not what is held");
    }
    let (before, after) =
        (settled(&taken.before.stage, budget), settled(&taken.after.stage, budget));
    // Amounts are below 2^96.
    let signed = |it: Amount| i128::try_from(it.minor()).unwrap_or(i128::MAX);
    let gained = |account| {
        let flow = taken.record.postings.flow(account);
        flow.map_or(i128::MIN, |(into, out)| signed(into) - signed(out))
    };
    let owner = taken.after.stage.agent().map(|it| Account::Wallet(it.owner));
    for (account, before, after) in [
        (Some(Account::Wallet(terms.buyer)), before.buyer, after.buyer),
        (owner, before.agent, after.agent),
    ] {
        let told = account.map_or(0, gained) == signed(after) - signed(before);
        checks.holds(Law::OneResolution, told, "what a side has is not what the stage says")?;
    }
    let told = gained(Account::Fees) == signed(after.fee) - signed(before.fee);
    checks.holds(Law::Neutrality, told, "what the operator has is not what the stage says")?;
    let gross = after.agent.minor() + after.fee.minor();
    let rate = u128::from(terms.fee.points());
    let share = after.fee.minor() == gross * rate / 10_000;
    checks.holds(Law::Fees, share, "the fee is not the stated share")?;
    let all = gross + after.buyer.minor() + taken.after.stage.held().minor();
    checks.holds(Law::OneResolution, all == budget.minor(), "what everyone has is not the budget")
}

/// L-18: contested money moves by ruling, concession, withdrawal or default, or by a down vote
/// while the refund window is open; a default or a withdrawal takes nothing back.
fn freeze(taken: &Taken<'_, Credits>, checks: &mut Checks) -> Verdict {
    let Stage::Contested(before) = &taken.before.stage else { return Ok(()) };
    let (open, held) = match before.funds {
        Funds::Held { refund_by } => (taken.record.at < refund_by, true),
        Funds::Paid(_) => (false, false),
    };
    let rests = taken.record.postings.is_empty();
    let frozen = match taken.record.order.command.name() {
        "Rule" | "Concede" => true,
        "Vote" => open,
        "Withdraw" | "Timeout" => rests || held,
        _ => rests,
    };
    checks.holds(Law::Freeze, frozen, "contested money moves")
}

/// One vote a task: only the buyer's order changes it, and up may become down, nothing else.
fn votes(taken: &Taken<'_, Credits>, checks: &mut Checks) -> Verdict {
    let (before, after) = (taken.before.stage.vote(), taken.after.stage.vote());
    let kept = match &taken.record.order.command {
        Command::Vote(Vote { thumb }) => {
            let turned = before.is_none() || (before, *thumb) == (Some(Thumb::Up), Thumb::Down);
            after == Some(*thumb) && turned
        }
        _ => before == after,
    };
    checks.holds(Law::Idempotence, kept, "a vote is given twice, or by nobody")
}

/// L-14: how many orders can follow at most; each one uses at least one up.
const fn steps_left(stage: &Stage) -> u32 {
    const fn votes(vote: Option<Thumb>) -> u32 {
        match vote {
            None => 2,
            Some(Thumb::Up) => 1,
            Some(Thumb::Down) => 0,
        }
    }
    match stage {
        Stage::Draft(_) => 13,
        Stage::Submitted(_) => 12,
        Stage::Routing(_) => 11,
        Stage::Assigned(_) => 10,
        Stage::Executing(_) => 9,
        Stage::QualityCheck(_) => 8,
        Stage::Completed(it) => 5 + votes(it.vote),
        Stage::Settled(it) => 4 + votes(it.vote),
        Stage::Contested(it) => match it.standing {
            Standing::Filed => 3,
            Standing::UnderReview => 2,
        },
        Stage::Closed(_) | Stage::Refunded(_) | Stage::Failed(_) => 0,
    }
}
