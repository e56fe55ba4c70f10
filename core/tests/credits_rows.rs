//! How a task for credits goes on and ends, with the whole stage it leads to and all that moves:
//! who, how much, why, and until when.

use earnest::authority::Actor;
use earnest::credits::{
    Assign, Assigned, Closed, Closing, Command, Complaint, Complete, Completed, Concede, Contested,
    Credits, Executing, Fail, Failed, Failure, Funds, Grounds, Job, Passed, QualityCheck, Refund,
    Refunded, Reject, Routing, Rule, Stage, Standing, Submitted, Terms, Thumb, Vote, Why, Work,
};
use earnest::ids::{InstanceId, OrderId};
use earnest::ledger::{Account, Posting};
use earnest::machine::{Stage as _, Timeout};
use earnest::money::Bps;
use earnest::time::Timestamp;
use earnest::work::Settlement;
use earnest::{Instance, Order};
use earnest_explorer::cast::{AGENT, ARBITER, BUYER, PAPER, amount, bps, window};
use earnest_explorer::errand::{elapsed, errand, score};

const ID: InstanceId = InstanceId(7);
const BUYERS: Actor = Actor::Party(BUYER);
const AGENTS: Actor = Actor::Party(AGENT.owner);
const NOW: u64 = 1_000;
const DUE: u64 = 1_500;

const NOTHING: u128 = 0;
const ALL: u128 = 1_001;
const CHARGE: u128 = 800;

fn contract() -> Terms {
    Terms {
        to_assign: window(11),
        to_route: window(12),
        to_start: window(13),
        to_execute: window(14),
        to_assess: window(15),
        to_refund: window(16),
        to_dispute: window(17),
        to_rule: window(18),
        ..errand()
    }
}

fn at(millis: u64) -> Timestamp {
    Timestamp::from_millis(millis).expect("a moment")
}

fn job() -> Job {
    Job { agent: AGENT, charge: amount(CHARGE) }
}

fn work() -> Work {
    Work { output: PAPER, took: elapsed(20), own_score: None }
}

fn passed() -> Passed {
    Passed { job: job(), work: work(), score: score(60) }
}

fn executing() -> Executing {
    Executing { job: job(), held: amount(ALL), sandbox: PAPER, complete_by: at(DUE) }
}

fn assigned(until: u64) -> Assigned {
    Assigned { job: job(), held: amount(ALL), start_by: at(until) }
}

fn assessed(until: u64) -> QualityCheck {
    QualityCheck { job: job(), held: amount(ALL), work: work(), assess_by: at(until) }
}

fn contested() -> Contested {
    Contested {
        passed: passed(),
        vote: Some(Thumb::Up),
        complaint: Complaint { grounds: Grounds::WrongOutput, description: PAPER },
        standing: Standing::Filed,
        funds: Funds::Held { refund_by: at(DUE) },
        rule_by: at(DUE),
    }
}

fn failed(why: Why) -> Failed {
    Failed { agent: Some(AGENT), refunded: amount(ALL), why }
}

/// Checks where an order leads, and what goes back to the buyer.
fn leads(
    from: impl Into<Stage>,
    by: Actor,
    command: impl Into<Command>,
    to: impl Into<Stage>,
    back: u128,
) {
    let (from, command) = (from.into(), command.into());
    let now = if by == Actor::Clock { DUE } else { NOW };
    let (terms, since) = (contract(), at(NOW));
    let task = Instance::<Credits> { id: ID, terms, stage: from.clone(), since, seq: 3 };
    let order = Order { id: OrderId(5), by, at: at(now), command };
    let record = task.step(&order).unwrap_or_else(|error| panic!("{order:?}: {error:?}"));
    assert_eq!(record.to, to.into(), "{} and {:?}", from.name(), order.command);
    let to_buyer =
        Posting { from: Account::Escrow(ID), to: Account::Wallet(BUYER), amount: amount(back) };
    let first = record.postings.iter().next().copied();
    assert_eq!(first, (back > 0).then_some(to_buyer), "{order:?}");
}

#[test]
fn nobody_found_gives_everything_back() {
    let unfound = Failed { agent: None, refunded: amount(ALL), why: Why::NoAgentFound };
    let submitted = Submitted { held: amount(ALL), assign_by: at(DUE) };
    leads(submitted, Actor::Clock, Timeout {}, unfound.clone(), ALL);
    let routing = Routing { held: amount(ALL), route_by: at(DUE) };
    leads(routing.clone(), Actor::Clock, Timeout {}, unfound, ALL);
    let assign = Assign { agent: AGENT, price: amount(CHARGE) };
    leads(routing, Actor::Operator, assign, assigned(NOW + 13), NOTHING);
}

#[test]
fn work_that_does_not_come_about_costs_nothing() {
    let fail = Fail { reason: Failure::ExecutionError, message: Some(PAPER) };
    let given_up = failed(Why::GivenUp { reason: Failure::ExecutionError, message: Some(PAPER) });
    leads(assigned(DUE), AGENTS, fail, given_up.clone(), ALL);
    leads(executing(), AGENTS, fail, given_up, ALL);
    leads(assigned(DUE), Actor::Clock, Timeout {}, failed(Why::TimedOut), ALL);
    leads(executing(), Actor::Clock, Timeout {}, failed(Why::TimedOut), ALL);
}

#[test]
fn work_is_handed_in_and_judged() {
    let Work { output, took, own_score } = work();
    let complete = Complete { output, took, own_score };
    leads(executing(), AGENTS, complete, assessed(NOW + 15), NOTHING);
    let bad = score(10);
    let rejected = failed(Why::Rejected { score: bad });
    leads(assessed(DUE), Actor::Operator, Reject { score: bad }, rejected, ALL);
    leads(assessed(DUE), Actor::Clock, Timeout {}, failed(Why::NotAssessed), ALL);
}

#[test]
fn a_refund_says_what_gave_it_back() {
    let refunded = |vote, cause| Refunded { passed: passed(), vote, cause };
    let (refund_by, dispute_by) = (at(DUE), at(DUE + 1));
    let completed = Completed { passed: passed(), vote: Some(Thumb::Up), refund_by, dispute_by };
    let down = Vote { thumb: Thumb::Down };
    let voted = refunded(Some(Thumb::Down), Refund::Voted);
    leads(completed, BUYERS, down, voted.clone(), CHARGE);
    leads(contested(), BUYERS, down, voted, CHARGE);
    let conceded = refunded(Some(Thumb::Up), Refund::Conceded);
    leads(contested(), AGENTS, Concede { note: None }, conceded, CHARGE);
    let judge = Actor::Arbiter(ARBITER);
    let ruled = refunded(Some(Thumb::Up), Refund::Ruled);
    leads(contested(), judge, Rule { share: Bps::WHOLE, notes: None }, ruled, CHARGE);
    // Half of 800, and of the other half 3.33 % are the fee.
    let share = bps(5_000);
    let paid = Settlement { buyer: amount(400), agent: amount(387), fee: amount(13) };
    let (vote, cause) = (Some(Thumb::Up), Closing::Ruled { share });
    let closed = Closed { passed: passed(), paid, vote, cause };
    leads(contested(), judge, Rule { share, notes: None }, closed, 400);
}
