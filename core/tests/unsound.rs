//! What unsound terms would do (L-24): for each unsound finding, the harm that it spares. Nobody can
//! begin under such terms, so each instance here is written down as it would be.

use earnest::authority::Actor;
use earnest::credits::{self, Credits};
use earnest::dispute::{Case, Side};
use earnest::ids::{Digest, InstanceId, OrderId, PartyId};
use earnest::machine::{self, Defect, Error, Finding, Payouts, Refused, Stage as _, Timeout};
use earnest::marketplace::{self, Marketplace, Mode};
use earnest::money::{Amount, Asset};
use earnest::proposal::{self, Proposal};
use earnest::runs::{self, Runs};
use earnest::time::{Timestamp, Window};
use earnest::work::Agent;
use earnest::{Instance, Machine, Order, Record};
use earnest_explorer::cast::{self, AGENT, BUYER, window};
use earnest_explorer::errand;

const ID: InstanceId = InstanceId(77);
const OWN: Agent = Agent { owner: BUYER, ..AGENT };

#[test]
fn a_window_too_long_would_hold_money_for_more_than_ten_years() {
    let too_long = window(Finding::LONGEST + 1);
    let terms = marketplace::Terms { to_rule: too_long, ..cast::terms() };
    assert_eq!(codes(&terms), ["window_too_long"]);
    let job = marketplace::Job { held: terms.budget, agent: AGENT };
    let work = marketplace::Work { digest: Digest([1; 32]), round: 1, revisions: 0, remedies: 0 };
    let side = Side { items: 0, sealed: None };
    let case = Case { reason: Digest([2; 32]), buyer: side, agent: side };
    let respond_by = moment(1_004);
    let stage = marketplace::Disputed { job, work, case, respond_by }.into();
    let task = Instance::<Marketplace> { id: ID, terms, stage, since: moment(1_000), seq: 4 };
    let last = task.if_silent().last().expect("it ends");
    assert_eq!(last.at.as_millis(), 1_004 + Finding::LONGEST + 1);
}

#[test]
fn a_task_for_oneself_could_never_be_begun() {
    let terms = marketplace::Terms { mode: Mode::Direct(Some(OWN)), ..cast::terms() };
    assert_eq!(codes(&terms), ["self_hire"]);
    let stage = marketplace::Pending { held: terms.budget, hire_by: moment(1_003) }.into();
    let task = Instance::<Marketplace> { id: ID, terms, stage, since: moment(1_000), seq: 1 };
    let answer = given(&task, Actor::Operator, marketplace::Assign { agent: OWN });
    assert_eq!(answer, Err(Refused::Guard(marketplace::Refusal::SelfHire).into()));

    let terms = credits::Terms { named: Some(OWN), ..errand::errand() };
    assert_eq!(codes(&terms), ["self_hire"]);
    let stage = credits::Submitted { held: terms.max_budget, assign_by: moment(1_003) }.into();
    let task = Instance::<Credits> { id: ID, terms, stage, since: moment(1_000), seq: 1 };
    let assign = credits::Assign { agent: OWN, price: Amount::ZERO };
    let answer = given(&task, Actor::Operator, assign);
    assert_eq!(answer, Err(Refused::Guard(credits::Refusal::SelfHire).into()));
}

/// Its acceptance comes with the hire, and both are one commit.
#[test]
fn a_proposal_of_ones_own_could_be_accepted_and_never_hired() {
    let terms = offer(OWN, window(1));
    assert_eq!(codes(&terms), ["self_hire"]);
    let offered = Instance::<Proposal>::open(ID, terms, moment(1_000));
    assert!(given(&offered, Actor::Party(BUYER), proposal::Accept {}).is_ok());
    let task = marketplace::Terms { mode: Mode::Proposals, ..cast::terms() };
    let stage = marketplace::Pending { held: task.budget, hire_by: moment(1_003) }.into();
    let task = Instance::<Marketplace> { id: ID, terms: task, stage, since: moment(1_000), seq: 1 };
    let hire = marketplace::Hire { agent: OWN, price: Amount::ZERO, estimate: None };
    let answer = given(&task, Actor::Party(BUYER), hire);
    assert_eq!(answer, Err(Refused::Guard(marketplace::Refusal::SelfHire).into()));
}

#[test]
fn an_estimate_too_long_would_hold_money_for_more_than_ten_years() {
    let terms = offer(AGENT, window(Finding::LONGEST / 2 + 1));
    assert_eq!(codes(&terms), ["window_too_long"]);
    let task = marketplace::Terms { mode: Mode::Proposals, ..cast::terms() };
    let stage = marketplace::Pending { held: task.budget, hire_by: moment(1_003) }.into();
    let task = Instance::<Marketplace> { id: ID, terms: task, stage, since: moment(1_000), seq: 1 };
    let estimate = Some(terms.estimate);
    let hire = marketplace::Hire { agent: terms.agent, price: terms.price, estimate };
    let hired = given(&task, Actor::Party(BUYER), hire).expect("hired");
    let deadline = hired.to.deadline().expect("a deadline").as_millis();
    assert!(deadline - 1_000 > Finding::LONGEST);
}

#[test]
fn nothing_would_be_held_of_a_budget_of_nothing() {
    let terms = marketplace::Terms { budget: Amount::ZERO, ..cast::terms() };
    assert_eq!(codes(&terms), ["zero_budget"]);
    let told = Instance::<Marketplace>::open(ID, terms, moment(1_000)).forecast();
    assert_eq!(told.payouts, Payouts::NOTHING);
    let terms = credits::Terms { max_budget: Amount::ZERO, ..errand::errand() };
    assert_eq!(codes(&terms), ["zero_budget"]);
    let told = Instance::<Credits>::open(ID, terms, moment(1_000)).forecast();
    assert_eq!(told.payouts, Payouts::NOTHING);
}

/// The agent's pay would hang for ever: the stage after the refund window is over before it begins.
#[test]
fn a_dispute_window_too_short_would_strand_the_charge() {
    let terms = credits::Terms { to_refund: window(6), ..errand::errand() };
    assert_eq!((terms.to_dispute, codes(&terms)), (window(6), vec!["dispute_window_too_short"]));
    let job = credits::Job { agent: AGENT, charge: terms.max_budget };
    let (took, output) = (errand::elapsed(1), Digest([1; 32]));
    let work = credits::Work { output, took, own_score: None };
    let passed = credits::Passed { job, work, score: errand::score(50) };
    let (refund_by, dispute_by) = (moment(1_006), moment(1_006));
    let stage = credits::Completed { passed, vote: None, refund_by, dispute_by }.into();
    let task = Instance::<Credits> { id: ID, terms, stage, since: moment(1_000), seq: 6 };
    let order =
        Order { id: OrderId(5), by: Actor::Clock, at: refund_by, command: Timeout {}.into() };
    assert_eq!(task.step(&order), Err(Defect::DeadlinePast { deadline: dispute_by }.into()));
    assert_eq!(task.if_silent().count(), 0, "L-13: it would never end");
}

/// Whether the worker is still there, nobody would ever be told.
#[test]
fn a_lease_too_long_would_never_lapse_by_itself() {
    let ends = |lease| {
        let terms = run(lease);
        let worker = PartyId(2);
        let found = codes(&terms);
        let run = Instance::<Runs>::open(ID, terms, moment(1_000));
        let claimed = given(&run, Actor::Operator, runs::Claim { worker }).expect("claimed");
        let run = run.after(&claimed).expect("the next record");
        match run.if_silent().last().expect("it ends").to {
            runs::Stage::Interrupted(end) => (found, end.by),
            other => panic!("silence led to {other:?}"),
        }
    };
    assert_eq!(ends(6), (vec!["lease_too_long"], runs::Stopped::OutOfTime));
    assert_eq!(ends(4), (vec![], runs::Stopped::LeaseLapsed));
}

fn run(lease: u64) -> runs::Terms {
    runs::Terms {
        user: BUYER,
        agent: Digest([1; 32]),
        continues: None,
        group: None,
        estimate: window(1),
        to_claim: window(1),
        lease: window(lease),
        to_finish: window(5),
    }
}

fn offer(agent: Agent, estimate: Window) -> proposal::Terms {
    proposal::Terms {
        task: InstanceId(8),
        buyer: BUYER,
        agent,
        asset: Asset::USDC,
        price: Amount::ZERO,
        estimate,
        to_accept: window(3),
    }
}

fn codes(terms: &impl machine::Terms) -> Vec<&'static str> {
    terms.unsound().map(|finding| finding.code).collect()
}

fn given<M: Machine>(
    instance: &Instance<M>,
    by: Actor,
    command: impl Into<M::Command>,
) -> Result<Record<M>, Error<M>> {
    instance.step(&Order { id: OrderId(5), by, at: instance.since, command: command.into() })
}

fn moment(millis: u64) -> Timestamp {
    Timestamp::from_millis(millis).expect("a moment")
}
