//! Each row of the marketplace that changes something, with the whole stage it leads to and all
//! that moves: who, how much, why, and until when.

use earnest::authority::Actor;
use earnest::dispute::{Case, Resolution, Ruling, Side};
use earnest::ids::{InstanceId, OrderId};
use earnest::ledger::{Account, Posting};
use earnest::machine::{Stage as _, Timeout};
use earnest::marketplace::{
    Approve, Arbitration, Assign, Cancel, Cancelled, Cause, Command, Completed, Concede, Deliver,
    Delivered, Dispute, Disputed, Executing, Expired, Fail, Failed, Hire, Job, Marketplace, Match,
    Matching, Mode, Pending, Percent, Progress, Redeliver, Reject, Revise, Revising, Rule, Seal,
    Settlement, Stage, Submit, Terms, Why, Work,
};
use earnest::time::Timestamp;
use earnest::{Instance, Order};
use earnest_explorer::cast::{
    AGENT, ARBITER, BUYER, OTHER_PAPER, PAPER, RIVAL, amount, bps, terms, window,
};

const ID: InstanceId = InstanceId(7);
const BUYERS: Actor = Actor::Party(BUYER);
const AGENTS: Actor = Actor::Party(AGENT.owner);
const JUDGE: Actor = Actor::Arbiter(ARBITER);
const NOW: u64 = 1_000;
const DUE: u64 = 1_500;

/// All of 1001: 33 of it are the fee, which is 3.33 %.
const ALL_PAID: [u128; 3] = [0, 968, 33];
const ALL_BACK: [u128; 3] = [1_001, 0, 0];

fn contract(mode: Mode) -> Terms {
    Terms {
        mode,
        max_revisions: 2,
        max_remedies: 2,
        max_evidence: 2,
        to_hire: window(11),
        to_match: window(12),
        to_deliver: window(13),
        to_deliver_least: window(14),
        to_review: window(15),
        to_revise: window(16),
        to_respond: window(17),
        to_rule: window(18),
        ..terms()
    }
}

fn at(millis: u64) -> Timestamp {
    Timestamp::from_millis(millis).expect("a moment")
}

fn job() -> Job {
    Job { held: amount(1_001), agent: AGENT }
}

fn work() -> Work {
    Work { digest: PAPER, round: 3, revisions: 1, remedies: 1 }
}

fn case() -> Case {
    Case {
        reason: PAPER,
        buyer: Side { items: 1, sealed: None },
        agent: Side { items: 0, sealed: None },
    }
}

fn paid([buyer, agent, fee]: [u128; 3]) -> Settlement {
    Settlement { buyer: amount(buyer), agent: amount(agent), fee: amount(fee) }
}

/// Checks where an order leads and what it moves out of the escrow.
fn leads(
    mode: Mode,
    from: impl Into<Stage>,
    by: Actor,
    command: impl Into<Command>,
    to: impl Into<Stage>,
    moves: [u128; 3],
) {
    let (from, command) = (from.into(), command.into());
    let now = if by == Actor::Clock { DUE } else { NOW };
    let (terms, since) = (contract(mode), at(NOW));
    let task = Instance::<Marketplace> { id: ID, terms, stage: from.clone(), since, seq: 3 };
    let order = Order { id: OrderId(5), by, at: at(now), command };
    let record = task.step(&order).unwrap_or_else(|error| panic!("{order:?}: {error:?}"));
    assert_eq!(record.to, to.into(), "{} and {:?}", from.name(), order.command);
    let accounts = [Account::Wallet(BUYER), Account::Wallet(AGENT.owner), Account::Fees];
    let expected: Vec<Posting> = accounts
        .into_iter()
        .zip(moves)
        .filter(|(_, minor)| *minor > 0)
        .map(|(to, minor)| Posting { from: Account::Escrow(ID), to, amount: amount(minor) })
        .collect();
    assert_eq!(record.postings.iter().copied().collect::<Vec<_>>(), expected);
}

const NAMED: Mode = Mode::Direct(Some(AGENT));
const NOTHING: [u128; 3] = [0, 0, 0];

fn pending() -> Pending {
    Pending { held: amount(1_001), hire_by: at(DUE) }
}

fn matching() -> Matching {
    Matching { held: amount(1_001), match_by: at(DUE) }
}

fn executing(until: u64) -> Executing {
    Executing { job: job(), progress: None, deliver_by: at(until) }
}

fn delivered(work: Work, until: u64) -> Delivered {
    Delivered { job: job(), work, review_by: at(until) }
}

fn revising(work: Work, progress: Option<Percent>, until: u64) -> Revising {
    Revising { job: job(), work, progress, revise_by: at(until) }
}

fn disputed(case: Case) -> Disputed {
    Disputed { job: job(), work: work(), case, respond_by: at(DUE) }
}

fn arbitration(case: Case, until: u64) -> Arbitration {
    Arbitration { job: job(), work: work(), case, rule_by: at(until) }
}

fn completed(paid_out: [u128; 3], cause: Cause) -> Completed {
    Completed { agent: AGENT, paid: paid(paid_out), cause }
}

fn cancelled(paid_out: [u128; 3], cause: Cause) -> Cancelled {
    Cancelled { agent: Some(AGENT), paid: paid(paid_out), cause }
}

fn failed(why: Why) -> Failed {
    Failed { agent: Some(AGENT), refunded: amount(1_001), why }
}

#[test]
fn a_task_that_waits_is_taken_or_everything_goes_back() {
    let called_off = Cancelled { agent: None, paid: paid(ALL_BACK), cause: Cause::CalledOff };
    let unfound = Failed { agent: None, refunded: amount(1_001), why: Why::NoAgentFound };
    let automatic = Mode::Direct(None);
    let searched = Matching { held: amount(1_001), match_by: at(NOW + 12) };
    leads(automatic, pending(), Actor::Operator, Match {}, searched, NOTHING);
    leads(NAMED, pending(), Actor::Operator, Assign { agent: AGENT }, executing(NOW + 13), NOTHING);
    leads(NAMED, pending(), BUYERS, Cancel {}, called_off.clone(), ALL_BACK);
    let expired = Expired { refunded: amount(1_001) };
    leads(NAMED, pending(), Actor::Clock, Timeout {}, expired, ALL_BACK);
    let assign = Assign { agent: AGENT };
    leads(automatic, matching(), Actor::Operator, assign, executing(NOW + 13), NOTHING);
    leads(automatic, matching(), BUYERS, Cancel {}, called_off, ALL_BACK);
    leads(automatic, matching(), Actor::Clock, Timeout {}, unfound, ALL_BACK);
}

#[test]
fn a_hire_takes_its_price_and_gives_the_rest_back() {
    for (estimate, until) in [(None, 13), (Some(window(6)), 14), (Some(window(9)), 18)] {
        let hire = Hire { agent: RIVAL, price: amount(1_000), estimate };
        let job = Job { held: amount(1_000), agent: RIVAL };
        let hired = Executing { job, progress: None, deliver_by: at(NOW + until) };
        leads(Mode::Proposals, pending(), BUYERS, hire, hired, [1, 0, 0]);
    }
}

#[test]
fn work_is_reported_delivered_given_up_or_called_off() {
    let from = || executing(DUE);
    let percent = Percent::new(40).expect("a percentage");
    let reported = Executing { progress: Some(percent), ..from() };
    leads(NAMED, from(), AGENTS, Progress { percent, note: None }, reported, NOTHING);
    let first = Work { digest: PAPER, round: 1, revisions: 0, remedies: 0 };
    leads(NAMED, from(), AGENTS, Deliver { work: PAPER }, delivered(first, NOW + 15), NOTHING);
    let given_up = failed(Why::GivenUp(PAPER));
    leads(NAMED, from(), AGENTS, Fail { reason: PAPER }, given_up, ALL_BACK);
    // A quarter of 1001 is the agent's, rounded up, less 3.33 % of it.
    let killed = [750, 243, 8];
    leads(NAMED, from(), BUYERS, Cancel {}, cancelled(killed, Cause::CalledOff), killed);
    leads(NAMED, from(), Actor::Clock, Timeout {}, failed(Why::DeliveryTimeout), ALL_BACK);
}

#[test]
fn delivered_work_is_taken_changed_or_disputed() {
    let from = || delivered(work(), DUE);
    let approve = Approve { rating: None, review: None };
    leads(NAMED, from(), BUYERS, approve, completed(ALL_PAID, Cause::Approved), ALL_PAID);
    let asked = revising(Work { revisions: 2, ..work() }, None, NOW + 16);
    leads(NAMED, from(), BUYERS, Revise { request: None }, asked, NOTHING);
    let silent = Side { items: 0, sealed: None };
    let case = Case { reason: OTHER_PAPER, buyer: silent, agent: silent };
    let contested = Disputed { respond_by: at(NOW + 17), ..disputed(case) };
    leads(NAMED, from(), BUYERS, Dispute { reason: OTHER_PAPER }, contested, NOTHING);
    let silence = completed(ALL_PAID, Cause::Silence);
    leads(NAMED, from(), Actor::Clock, Timeout {}, silence, ALL_PAID);
}

#[test]
fn changes_are_reported_delivered_given_up_or_left() {
    let from = || revising(work(), None, DUE);
    let percent = Percent::new(40).expect("a percentage");
    let reported = revising(work(), Some(percent), DUE);
    leads(NAMED, from(), AGENTS, Progress { percent, note: None }, reported, NOTHING);
    let next = Work { digest: OTHER_PAPER, round: 4, ..work() };
    leads(NAMED, from(), AGENTS, Deliver { work: OTHER_PAPER }, delivered(next, NOW + 15), NOTHING);
    let given_up = failed(Why::GivenUp(PAPER));
    leads(NAMED, from(), AGENTS, Fail { reason: PAPER }, given_up, ALL_BACK);
    let approve = Approve { rating: None, review: None };
    leads(NAMED, from(), BUYERS, approve, completed(ALL_PAID, Cause::Approved), ALL_PAID);
    leads(NAMED, from(), Actor::Clock, Timeout {}, delivered(work(), DUE + 15), NOTHING);
}

#[test]
fn a_dispute_is_answered_by_better_work_or_by_insisting() {
    let from = || disputed(case());
    let better = Work { digest: OTHER_PAPER, round: 4, remedies: 2, ..work() };
    let again = Redeliver { work: OTHER_PAPER };
    leads(NAMED, from(), AGENTS, again, delivered(better, NOW + 15), NOTHING);
    let reject = Reject { answer: None };
    leads(NAMED, from(), AGENTS, reject, arbitration(case(), NOW + 18), NOTHING);
    leads(NAMED, from(), Actor::Clock, Timeout {}, arbitration(case(), DUE + 18), NOTHING);
}

#[test]
fn each_side_gives_its_own_evidence_and_its_own_statement() {
    let (buyer, agent) = (case().buyer, case().agent);
    let by_buyer = Case { buyer: Side { items: 2, ..buyer }, ..case() };
    let by_agent = Case { agent: Side { items: 1, ..agent }, ..case() };
    let item = Submit { item: PAPER };
    for (by, after) in [(BUYERS, by_buyer), (AGENTS, by_agent)] {
        leads(NAMED, disputed(case()), by, item, disputed(after), NOTHING);
        leads(NAMED, arbitration(case(), DUE), by, item, arbitration(after, DUE), NOTHING);
    }
    let by_buyer = Case { buyer: Side { sealed: Some(PAPER), ..buyer }, ..case() };
    let by_agent = Case { agent: Side { sealed: Some(PAPER), ..agent }, ..case() };
    let seal = Seal { statement: PAPER };
    for (by, after) in [(BUYERS, by_buyer), (AGENTS, by_agent)] {
        leads(NAMED, arbitration(case(), DUE), by, seal, arbitration(after, DUE), NOTHING);
    }
}

#[test]
fn a_dispute_ends_by_concession_withdrawal_ruling_or_default() {
    let third = Ruling::new(Resolution::RefundBuyer, Some(bps(3_333))).expect("a ruling");
    // A third of 1001 is 333; the agent gets the rest, less 3.33 % of it.
    let ruled = [333, 646, 22];
    // Half each, the odd unit to the agent, less 3.33 % of it.
    let halved = [500, 485, 16];
    let stages: [Stage; 2] = [disputed(case()).into(), arbitration(case(), DUE).into()];
    for from in stages {
        let conceded = cancelled(ALL_BACK, Cause::Conceded);
        leads(NAMED, from.clone(), AGENTS, Concede { note: None }, conceded, ALL_BACK);
        let approve = Approve { rating: None, review: None };
        let withdrawn = completed(ALL_PAID, Cause::Withdrawn);
        leads(NAMED, from.clone(), BUYERS, approve, withdrawn, ALL_PAID);
        let rule = Rule { ruling: third, notes: None };
        leads(NAMED, from.clone(), JUDGE, rule, cancelled(ruled, Cause::Ruled(third)), ruled);
        let rule = Rule { ruling: Ruling::HALF, notes: None };
        let split = completed(halved, Cause::Ruled(Ruling::HALF));
        leads(NAMED, from, JUDGE, rule, split, halved);
    }
    let default = completed(halved, Cause::Ruled(Ruling::HALF));
    leads(NAMED, arbitration(case(), DUE), Actor::Clock, Timeout {}, default, halved);
}
