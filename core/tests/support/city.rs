//! Credits as a world: every command worth giving, and the laws of their own.

use earnest::authority::Actor;
use earnest::credits::{
    Assign, Command, Complete, Concede, Credits, Dispute, Fail, Failure, Fund, Funds, Grounds,
    OwnScore, Pass, Reject, Review, Route, Rule, Score, Stage, Standing, Start, Terms, Thumb, Vote,
    Withdraw,
};
use earnest::ids::PartyId;
use earnest::ledger::{Account, Ledger, Posting};
use earnest::machine::{Command as _, Stage as _, Table, Terms as _};
use earnest::money::Amount;
use earnest::work::{Agent, Settlement};

use crate::cast::{AGENT, ARBITER, BUYER, OTHER_PAPER, PAPER, RIVAL, STRANGER, bps};
use crate::errand::elapsed;
use crate::explore::{Shift, Taken, World};

/// The buyer's agent that submits, where one does.
pub(crate) const SUBMITTER: PartyId = PartyId(6);

/// A world under these terms, with just enough in the buyer's wallet.
pub(crate) fn world(terms: Terms) -> World<Credits> {
    let mut ledger = Ledger::default();
    let deposit =
        Posting { from: Account::World, to: Account::Wallet(BUYER), amount: terms.max_budget };
    if !terms.max_budget.is_zero() {
        ledger.book(terms.asset(), [&deposit]).expect("a deposit can be booked");
    }
    let parties = [BUYER, AGENT.owner, AGENT.id, RIVAL.owner, SUBMITTER, STRANGER];
    let arbiters = [ARBITER, BUYER, AGENT.owner];
    let actors = parties.map(Actor::Party).into_iter().chain(arbiters.map(Actor::Arbiter));
    let actors = actors.chain([Actor::Operator, Actor::Clock]).collect();
    World { terms, ledger, actors, commands, moved, laws }
}

fn commands(terms: &Terms, stage: &Stage) -> Vec<Command> {
    let own_score = OwnScore::new(100);
    let mut commands: Vec<Command> = vec![
        Fund {}.into(),
        Route {}.into(),
        Start { sandbox: PAPER }.into(),
        Fail { reason: Failure::QualityGate, message: None }.into(),
        Fail { reason: Failure::BudgetExceeded, message: Some(PAPER) }.into(),
        Complete { output: PAPER, took: elapsed(0), own_score: None }.into(),
        Complete { output: OTHER_PAPER, took: elapsed(5_000), own_score }.into(),
        Vote { thumb: Thumb::Up }.into(),
        Vote { thumb: Thumb::Down }.into(),
        Dispute { grounds: Grounds::WrongOutput, description: PAPER }.into(),
        Review {}.into(),
        Concede { note: None }.into(),
        Withdraw {}.into(),
    ];
    let mark = terms.pass_mark.value();
    let edges = [0, mark.saturating_sub(1), mark, 100];
    let scores = || edges.into_iter().filter_map(Score::new);
    commands.extend(scores().map(|score| Pass { score }.into()));
    commands.extend(scores().map(|score| Reject { score }.into()));
    let shares = [0, 1, 3_333, 9_999, 10_000].map(bps);
    commands.extend(shares.map(|share| Rule { share, notes: None }.into()));
    commands.extend(assignments(stage.held()));
    commands
}

/// Every agent for the whole budget, and one agent at the edges of the price.
fn assignments(held: Amount) -> impl Iterator<Item = Command> {
    let edges = [0, 1, held.minor() / 2, held.minor(), held.minor() + 1];
    let prices = edges.into_iter().filter_map(Amount::new);
    let priced = prices.map(|price| Assign { agent: AGENT, price });
    let stolen = Agent { owner: RIVAL.owner, ..AGENT };
    let own = [Agent { owner: BUYER, ..AGENT }, Agent { id: BUYER, ..AGENT }];
    let disowned = [Agent { id: SUBMITTER, ..AGENT }, Agent { owner: SUBMITTER, ..AGENT }];
    let others = [RIVAL, stolen].into_iter().chain(own).chain(disowned);
    priced.chain(others.map(move |agent| Assign { agent, price: held })).map(Command::from)
}

fn moved(stage: &Stage, to: &Shift<'_>) -> Stage {
    let mut stage = stage.clone();
    match &mut stage {
        Stage::Submitted(it) => it.assign_by = to(it.assign_by),
        Stage::Routing(it) => it.route_by = to(it.route_by),
        Stage::Assigned(it) => it.start_by = to(it.start_by),
        Stage::Executing(it) => it.complete_by = to(it.complete_by),
        Stage::QualityCheck(it) => it.assess_by = to(it.assess_by),
        Stage::Completed(it) => {
            (it.refund_by, it.dispute_by) = (to(it.refund_by), to(it.dispute_by));
        }
        Stage::Settled(it) => it.dispute_by = to(it.dispute_by),
        Stage::Contested(it) => {
            it.rule_by = to(it.rule_by);
            if let Funds::Held { refund_by } = &mut it.funds {
                *refund_by = to(*refund_by);
            }
        }
        Stage::Draft(_) | Stage::Closed(_) | Stage::Refunded(_) | Stage::Failed(_) => {}
    }
    stage
}

/// The laws of credits.
fn laws(taken: &Taken<'_, Credits>) {
    authority(taken);
    payees(taken);
    money(taken);
    freeze(taken);
    votes(taken);
    let (before, after) = (&taken.before.stage, &taken.after.stage);
    let (left, still) = (steps_left(before), steps_left(after));
    assert!(still < left, "L-14: {left} to {still} by {:?}", taken.record);
    if before.name() == after.name() {
        assert_eq!(before.deadline(), after.deadline(), "L-26");
        assert!(taken.record.postings.is_empty(), "{:?}", taken.record);
    }
}

/// L-10: by whom, from the parties alone.
fn authority(taken: &Taken<'_, Credits>) {
    let hired = taken.before.stage.agent();
    let works = |party| hired.is_some_and(|it| it.id == party || it.owner == party);
    let who = match taken.record.order.by {
        Actor::Party(BUYER) => "Buyer",
        Actor::Party(party) if works(party) => "Agent",
        Actor::Party(party) => panic!("L-10: {party:?} is a stranger: {:?}", taken.record),
        Actor::Arbiter(person) => {
            assert!(person != BUYER && !works(person), "L-10: {:?}", taken.record);
            "Arbiter"
        }
        Actor::Operator => "Operator",
        Actor::Clock => "Clock",
    };
    let row = Credits::ROWS.iter().find(|row| row.rule == taken.record.rule).expect("a row");
    assert!(row.who.contains(&who), "L-10: {who} by {:?}", taken.record);
}

/// L-19: money comes from the buyer and goes to the buyer, the agent's owner and the fees. Only a
/// dispute over what was paid takes something back, and only for the buyer.
fn payees(taken: &Taken<'_, Credits>) {
    let (before, after) = (taken.before.stage.agent(), taken.after.stage.agent());
    assert!(before.is_none() || before == after, "L-19: {:?}", taken.record);
    let (buyer, escrow) = (Account::Wallet(BUYER), Account::Escrow(taken.before.id));
    let owner = after.map(|agent| Account::Wallet(agent.owner));
    let contested = match &taken.before.stage {
        Stage::Contested(it) => Some(it.funds),
        _ => None,
    };
    let paid = matches!(contested, Some(Funds::Paid(_)));
    for Posting { from, to, .. } in taken.record.postings.iter() {
        if matches!(taken.before.stage, Stage::Draft(_)) {
            assert_eq!((*from, *to), (buyer, escrow), "L-19");
        } else if paid {
            assert!(Some(*from) == owner || *from == Account::Fees, "L-19: {:?}", taken.record);
            assert_eq!(*to, buyer, "L-19: {:?}", taken.record);
        } else {
            assert_eq!(*from, escrow, "L-19: {:?}", taken.record);
            let payees = [Some(buyer), owner, Some(Account::Fees)];
            assert!(payees.contains(&Some(*to)), "L-19: {:?}", taken.record);
        }
    }
}

/// Who has what of the money that was paid in and is no longer held.
fn settled(stage: &Stage, budget: Amount) -> Settlement {
    let back = |buyer: u128| {
        let buyer = Amount::new(buyer).expect("an amount");
        Settlement { buyer, ..Settlement::NOTHING }
    };
    let with_rest = |paid: Settlement, charge: Amount| {
        let buyer = paid.buyer.minor() + budget.minor() - charge.minor();
        Settlement { buyer: back(buyer).buyer, ..paid }
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
        Stage::Refunded(_) | Stage::Failed(_) => back(budget.minor()),
    }
}

/// L-15, L-17, L-25: over its life an instance gives each party what its stage says, and the fee
/// is the stated share of what the agent has, floored, recourse included.
fn money(taken: &Taken<'_, Credits>) {
    let terms = &taken.before.terms;
    if matches!(taken.before.stage, Stage::Draft(_)) {
        return assert_eq!(taken.after.stage.held(), terms.max_budget, "L-03");
    }
    let budget = terms.max_budget;
    let (before, after) =
        (settled(&taken.before.stage, budget), settled(&taken.after.stage, budget));
    let signed = |it: Amount| i128::try_from(it.minor()).expect("an amount fits");
    let gained = |account| {
        let (into, out) = taken.record.postings.flow(account).expect("no overflow");
        signed(into) - signed(out)
    };
    let owner = taken.after.stage.agent().map(|it| Account::Wallet(it.owner));
    for (account, before, after) in [
        (Some(Account::Wallet(BUYER)), before.buyer, after.buyer),
        (owner, before.agent, after.agent),
        (Some(Account::Fees), before.fee, after.fee),
    ] {
        let told = signed(after) - signed(before);
        assert_eq!(account.map_or(0, gained), told, "L-15: {account:?} by {:?}", taken.record);
    }
    let gross = after.agent.minor() + after.fee.minor();
    let rate = u128::from(terms.fee.points());
    assert_eq!(after.fee.minor(), gross * rate / 10_000, "L-17, L-25: {:?}", taken.record);
    let all = gross + after.buyer.minor() + taken.after.stage.held().minor();
    assert_eq!(all, budget.minor(), "L-15: {:?}", taken.record);
}

/// L-18: contested money moves by ruling, concession, withdrawal or default, or by a down vote
/// while the refund window is open; a default or a withdrawal takes nothing back.
fn freeze(taken: &Taken<'_, Credits>) {
    let Stage::Contested(before) = &taken.before.stage else { return };
    let open = match before.funds {
        Funds::Held { refund_by } => taken.record.at < refund_by,
        Funds::Paid(_) => false,
    };
    let moves = !taken.record.postings.is_empty();
    match taken.record.order.command.name() {
        "Rule" | "Concede" => {}
        "Vote" => assert!(open, "L-18: {:?}", taken.record),
        "Withdraw" | "Timeout" => {
            assert!(
                !moves || matches!(before.funds, Funds::Held { .. }),
                "L-18: {:?}",
                taken.record
            );
        }
        _ => assert!(!moves, "L-18: {:?}", taken.record),
    }
}

/// One vote a task: only the buyer's order changes it, and up may become down, nothing else.
fn votes(taken: &Taken<'_, Credits>) {
    let (before, after) = (taken.before.stage.vote(), taken.after.stage.vote());
    match &taken.record.order.command {
        Command::Vote(Vote { thumb }) => {
            assert_eq!(after, Some(*thumb), "{:?}", taken.record);
            assert!(before.is_none() || (before, *thumb) == (Some(Thumb::Up), Thumb::Down));
        }
        _ => assert_eq!(before, after, "{:?}", taken.record),
    }
}

/// L-14: how many orders can follow at most; each one uses at least one up.
fn steps_left(stage: &Stage) -> u32 {
    let votes = |vote| match vote {
        None => 2,
        Some(Thumb::Up) => 1,
        Some(Thumb::Down) => 0,
    };
    match stage {
        Stage::Draft(_) => 13,
        Stage::Submitted(_) => 12,
        Stage::Routing(_) => 11,
        Stage::Assigned(_) => 10,
        Stage::Executing(_) => 9,
        Stage::QualityCheck(_) => 8,
        Stage::Completed(it) => 5 + votes(it.vote),
        Stage::Settled(it) => 4 + votes(it.vote),
        Stage::Contested(it) if it.standing == Standing::Filed => 3,
        Stage::Contested(_) => 2,
        Stage::Closed(_) | Stage::Refunded(_) | Stage::Failed(_) => 0,
    }
}
