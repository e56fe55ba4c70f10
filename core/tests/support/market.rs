//! The marketplace as a world: every command worth giving, and the laws of its own.

use earnest::authority::Actor;
use earnest::dispute::{Resolution, Ruling, Side};
use earnest::ids::PartyId;
use earnest::ledger::{Account, Ledger, Posting, Postings};
use earnest::machine::{Stage as _, Terms as _};
use earnest::marketplace::{
    Agent, Approve, Assign, Cancel, Command, Concede, Deliver, Dispute, Fail, Fund, Hire,
    Marketplace, Match, Percent, Progress, Rating, Redeliver, Reject, Revise, Rule, Seal,
    Settlement, Stage, Submit, Terms, Work,
};
use earnest::money::Amount;

use crate::cast::{AGENT, ARBITER, BUYER, OTHER_PAPER, PAPER, RIVAL, STRANGER, bps, window};
use crate::explore::{Shift, Taken, World};

/// A world under these terms, with just enough in the buyer's wallet.
pub(crate) fn world(terms: Terms) -> World<Marketplace> {
    let mut ledger = Ledger::default();
    let deposit =
        Posting { from: Account::World, to: Account::Wallet(BUYER), amount: terms.budget };
    if !terms.budget.is_zero() {
        ledger.book(terms.asset(), [&deposit]).expect("a deposit can be booked");
    }
    let parties = [BUYER, AGENT.owner, AGENT.id, RIVAL.owner, STRANGER];
    let arbiters = [ARBITER, BUYER, AGENT.owner];
    let actors = parties.map(Actor::Party).into_iter().chain(arbiters.map(Actor::Arbiter));
    let actors = actors.chain([Actor::Operator, Actor::Clock]).collect();
    World { terms, ledger, actors, commands, moved, laws }
}

fn commands(_: &Terms, stage: &Stage) -> Vec<Command> {
    let mut commands: Vec<Command> = vec![
        Fund {}.into(),
        Match {}.into(),
        Cancel {}.into(),
        Progress { percent: Percent::new(0).expect("on the scale"), note: None }.into(),
        Progress { percent: Percent::new(100).expect("on the scale"), note: Some(PAPER) }.into(),
        Deliver { work: PAPER }.into(),
        Deliver { work: OTHER_PAPER }.into(),
        Fail { reason: PAPER }.into(),
        Approve { rating: None, review: None }.into(),
        Approve { rating: Rating::new(5), review: Some(PAPER) }.into(),
        Revise { request: None }.into(),
        Dispute { reason: PAPER }.into(),
        Redeliver { work: OTHER_PAPER }.into(),
        Reject { answer: None }.into(),
        Submit { item: PAPER }.into(),
        Seal { statement: PAPER }.into(),
        Seal { statement: OTHER_PAPER }.into(),
        Concede { note: None }.into(),
    ];
    let stolen = Agent { owner: RIVAL.owner, ..AGENT };
    let own = [Agent { owner: BUYER, ..AGENT }, Agent { id: BUYER, ..AGENT }];
    commands.extend([AGENT, RIVAL, stolen].map(|agent| Assign { agent }.into()));
    commands.extend(own.map(|agent| Assign { agent }.into()));
    commands.extend(hires(stage.held(), own));
    commands.extend(rulings().map(|ruling| Rule { ruling, notes: None }.into()));
    commands
}

/// Every agent for the whole budget, and one agent at the edges of the price.
fn hires(held: Amount, own: [Agent; 2]) -> impl Iterator<Item = Command> {
    let edges = [0, 1, held.minor().saturating_sub(1), held.minor(), held.minor() + 1];
    let prices = edges.into_iter().filter_map(Amount::new);
    let priced = prices.map(|price| Hire { agent: AGENT, price, estimate: None });
    let agents = [RIVAL, own[0], own[1]];
    let others = agents.map(|agent| Hire { agent, price: held, estimate: None });
    let estimates = [1, 2].map(|it| Some(window(it)));
    let estimated = estimates.map(|estimate| Hire { agent: AGENT, price: held, estimate });
    priced.chain(others).chain(estimated).map(Command::from)
}

fn rulings() -> impl Iterator<Item = Ruling> {
    let refunds = [1, 3_333, 10_000].map(|share| (Resolution::RefundBuyer, share));
    let splits = [1, 5_000, 9_999].map(|share| (Resolution::Split, share));
    let all = refunds.into_iter().chain(splits).chain([(Resolution::ReleaseToAgent, 0)]);
    all.map(|(resolution, share)| Ruling::new(resolution, Some(bps(share))).expect("a ruling"))
}

fn moved(stage: &Stage, to: &Shift<'_>) -> Stage {
    let mut stage = stage.clone();
    match &mut stage {
        Stage::Pending(it) => it.hire_by = to(it.hire_by),
        Stage::Matching(it) => it.match_by = to(it.match_by),
        Stage::Executing(it) => it.deliver_by = to(it.deliver_by),
        Stage::Delivered(it) => it.review_by = to(it.review_by),
        Stage::Revising(it) => it.revise_by = to(it.revise_by),
        Stage::Disputed(it) => it.respond_by = to(it.respond_by),
        Stage::Arbitration(it) => it.rule_by = to(it.rule_by),
        Stage::Draft(_)
        | Stage::Completed(_)
        | Stage::Cancelled(_)
        | Stage::Expired(_)
        | Stage::Failed(_) => {}
    }
    stage
}

/// The marketplace's own laws.
fn laws(taken: &Taken<'_, Marketplace>) {
    authority(taken);
    payees(taken);
    fees(taken);
    let (before, after) = (&taken.before.stage, &taken.after.stage);
    let frozen = matches!(before, Stage::Disputed(_) | Stage::Arbitration(_));
    let ends_dispute = ["Rule", "Concede", "Approve", "Timeout"];
    let command = earnest::machine::Command::name(&taken.record.order.command);
    assert!(!frozen || taken.record.postings.is_empty() || ends_dispute.contains(&command), "L-18");
    let (left, still) = (steps_left(taken, before), steps_left(taken, after));
    if before.name() == after.name() {
        assert_eq!((left, before.deadline()), (still, after.deadline()), "L-14, L-26");
    } else {
        assert!(still < left, "L-14: {left} to {still} by {:?}", taken.record);
    }
    evidence(taken);
}

/// L-10: by whom, from the parties alone.
fn authority(taken: &Taken<'_, Marketplace>) {
    let hired = taken.before.stage.agent();
    let who = match taken.record.order.by {
        Actor::Party(BUYER) => "Buyer",
        Actor::Party(party) if hired.is_some_and(|it| it.id == party || it.owner == party) => {
            "Agent"
        }
        Actor::Party(party) => panic!("L-10: {party:?} is a stranger: {:?}", taken.record),
        Actor::Arbiter(person) => {
            let party = hired.is_some_and(|it| it.id == person || it.owner == person);
            assert!(person != BUYER && !party, "L-10: {:?}", taken.record);
            "Arbiter"
        }
        Actor::Operator => "Operator",
        Actor::Clock => "Clock",
    };
    let rows = <Marketplace as earnest::machine::Table>::ROWS;
    let row = rows.iter().find(|row| row.rule == taken.record.rule).expect("a row");
    assert!(row.who.contains(&who), "L-10: {who} by {:?}", taken.record);
}

/// L-19: money comes from the buyer and goes to the buyer, the agent's owner and the fees.
fn payees(taken: &Taken<'_, Marketplace>) {
    let (before, after) = (taken.before.stage.agent(), taken.after.stage.agent());
    assert!(before.is_none() || before == after, "L-19: {:?}", taken.record);
    let escrow = Account::Escrow(taken.before.id);
    let owner = after.map(|agent| Account::Wallet(agent.owner));
    for posting in taken.record.postings.iter() {
        if matches!(taken.before.stage, Stage::Draft(_)) {
            assert_eq!((posting.from, posting.to), (Account::Wallet(BUYER), escrow), "L-19");
        } else {
            let payees = [Some(Account::Wallet(BUYER)), owner, Some(Account::Fees)];
            assert_eq!(posting.from, escrow, "L-19: {:?}", taken.record);
            assert!(payees.contains(&Some(posting.to)), "L-19: {:?}", taken.record);
        }
    }
}

/// L-17, L-25: the fee is the terms' share of what the agent gains, floored, and nothing else; a
/// settlement says what the postings move.
fn fees(taken: &Taken<'_, Marketplace>) {
    let postings = &taken.record.postings;
    let owner = taken.after.stage.agent().map(|agent| agent.owner);
    let (agent, fee) = (owner.map_or(0, |it| received(postings, it)), fees_of(postings));
    let gross = agent + fee;
    let rate = u128::from(taken.before.terms.fee.points());
    assert_eq!(fee, gross * rate / 10_000, "L-17: {:?}", taken.record);
    let paid = match &taken.after.stage {
        Stage::Completed(end) => end.paid,
        Stage::Cancelled(end) => end.paid,
        Stage::Expired(end) => Settlement { buyer: end.refunded, ..Settlement::NOTHING },
        Stage::Failed(end) => Settlement { buyer: end.refunded, ..Settlement::NOTHING },
        _ => return assert_eq!(gross, 0, "L-17: paid before the end by {:?}", taken.record),
    };
    let told = [paid.buyer, paid.agent, paid.fee].map(Amount::minor);
    assert_eq!(told, [received(postings, BUYER), agent, fee], "{:?}", taken.record);
    assert_eq!(told.iter().sum::<u128>(), taken.before.stage.held().minor(), "L-15");
}

fn received(postings: &Postings, party: PartyId) -> u128 {
    postings.flow(Account::Wallet(party)).expect("no overflow").0.minor()
}

fn fees_of(postings: &Postings) -> u128 {
    postings.flow(Account::Fees).expect("no overflow").0.minor()
}

/// L-14: how many stage changes can follow at most; each one uses at least one up.
fn steps_left(taken: &Taken<'_, Marketplace>, stage: &Stage) -> u32 {
    let terms = &taken.before.terms;
    let whole = u32::from(terms.max_revisions) + u32::from(terms.max_remedies);
    let rounds = |work: &Work| {
        let revisions = terms.max_revisions.checked_sub(work.revisions).expect("L-14");
        let remedies = terms.max_remedies.checked_sub(work.remedies).expect("L-14");
        2 * (u32::from(revisions) + u32::from(remedies))
    };
    match stage {
        Stage::Draft(_) => 7 + 2 * whole,
        Stage::Pending(_) => 6 + 2 * whole,
        Stage::Matching(_) => 5 + 2 * whole,
        Stage::Executing(_) => 4 + 2 * whole,
        Stage::Revising(it) => 4 + rounds(&it.work),
        Stage::Delivered(it) => 3 + rounds(&it.work),
        Stage::Disputed(it) => 2 + rounds(&it.work),
        Stage::Arbitration(it) => 1 + rounds(&it.work),
        Stage::Completed(_) | Stage::Cancelled(_) | Stage::Expired(_) | Stage::Failed(_) => 0,
    }
}

/// L-20: evidence is append-only, and immutable once sealed.
fn evidence(taken: &Taken<'_, Marketplace>) {
    let case = |stage: &Stage| match stage {
        Stage::Disputed(it) => Some(it.case),
        Stage::Arbitration(it) => Some(it.case),
        _ => None,
    };
    let (Some(before), Some(after)) = (case(&taken.before.stage), case(&taken.after.stage)) else {
        return;
    };
    assert_eq!(before.reason, after.reason, "L-20");
    for (before, after) in [(before.buyer, after.buyer), (before.agent, after.agent)] {
        let Side { items, sealed } = before;
        assert!(items <= after.items && after.items <= taken.before.terms.max_evidence, "L-20");
        assert!(sealed.is_none() || before == after, "L-20: {:?}", taken.record);
    }
}
