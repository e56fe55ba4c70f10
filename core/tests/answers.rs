//! What the marketplace answers where two answers could be given: the first refusal in the order
//! of its page, and the first answer again to a retry.

use earnest::authority::{Actor, Role, Roles};
use earnest::dispute::{Case, Side};
use earnest::ids::{Digest, InstanceId, OrderId, PartyId};
use earnest::machine::{Error, Machine as _, Stage as _};
use earnest::marketplace::{
    Agent, Arbitration, Assign, Command, Deliver, Delivered, Disputed, Executing, Fund, Hire, Job,
    Marketplace, Mode, Pending, Redeliver, Refusal, Seal, Stage, Submit, Terms, Work,
};
use earnest::money::Amount;
use earnest::time::Timestamp;
use earnest::{Instance, Order};
use earnest_explorer::cast::{
    AGENT, ARBITER, BUYER, OTHER_PAPER, PAPER, RIVAL, STRANGER, amount, bps, terms, window,
};

const OWN: Agent = Agent { id: PartyId(3), owner: BUYER };

fn moment(millis: u64) -> Timestamp {
    Timestamp::from_millis(millis).expect("a moment")
}

fn refusal(
    terms: Terms,
    stage: impl Into<Stage>,
    by: Actor,
    command: impl Into<Command>,
) -> Refusal {
    let since = moment(1_000);
    let task =
        Instance::<Marketplace> { id: InstanceId(7), terms, stage: stage.into(), since, seq: 3 };
    let order = Order { id: OrderId(5), by, at: since, command: command.into() };
    match task.step(&order) {
        Err(Error::Refused(earnest::machine::Refused::Guard(reason))) => reason,
        answer => panic!("{answer:?}"),
    }
}

fn pending() -> Pending {
    Pending { held: amount(1_001), hire_by: moment(1_100) }
}

fn hire(agent: Agent, price: u128) -> Hire {
    Hire { agent, price: amount(price), estimate: None }
}

fn job() -> Job {
    Job { held: amount(1_001), agent: AGENT }
}

fn work() -> Work {
    Work { digest: PAPER, round: 1, revisions: 0, remedies: 0 }
}

fn case(sealed: Option<Digest>, items: u8) -> Case {
    let side = Side { items, sealed };
    Case { reason: PAPER, buyer: side, agent: Side::default() }
}

#[test]
fn no_budget_comes_before_unsound_terms() {
    let too_long = window(Terms::LONGEST + 1);
    let draft = || Marketplace::initial(&terms(), moment(1_000));
    let unsound = Terms { to_rule: too_long, ..terms() };
    let by = Actor::Party(BUYER);
    assert_eq!(refusal(unsound.clone(), draft(), by, Fund {}), Refusal::UnsoundTerms);
    let neither = Terms { budget: Amount::ZERO, ..unsound };
    assert_eq!(refusal(neither, draft(), by, Fund {}), Refusal::ZeroBudget);
}

#[test]
fn how_an_agent_is_found_comes_before_who_it_is() {
    let assign = |mode, agent| {
        refusal(Terms { mode, ..terms() }, pending(), Actor::Operator, Assign { agent })
    };
    assert_eq!(assign(Mode::Proposals, OWN), Refusal::NotDirect);
    assert_eq!(assign(Mode::Direct(Some(AGENT)), OWN), Refusal::OtherAgent);
    assert_eq!(assign(Mode::Direct(None), OWN), Refusal::OtherAgent);
    assert_eq!(assign(Mode::Direct(Some(OWN)), OWN), Refusal::SelfHire);
}

#[test]
fn who_is_hired_comes_before_the_price() {
    let refused = |mode, agent, price| {
        refusal(Terms { mode, ..terms() }, pending(), Actor::Party(BUYER), hire(agent, price))
    };
    assert_eq!(refused(Mode::Direct(None), OWN, 1_002), Refusal::NotProposals);
    assert_eq!(refused(Mode::Direct(Some(AGENT)), OWN, 1_002), Refusal::NotProposals);
    assert_eq!(refused(Mode::Proposals, OWN, 1_002), Refusal::SelfHire);
    assert_eq!(refused(Mode::Proposals, AGENT, 1_002), Refusal::PriceOverBudget);
}

#[test]
fn a_seal_comes_before_the_number_of_items() {
    let rule_by = moment(1_100);
    let submit = |case| {
        let stage = Arbitration { job: job(), work: work(), case, rule_by };
        refusal(terms(), stage, Actor::Party(BUYER), Submit { item: PAPER })
    };
    assert_eq!(submit(case(Some(PAPER), 1)), Refusal::Sealed);
    assert_eq!(submit(case(None, 1)), Refusal::NoEvidenceLeft);
    assert_eq!(submit(case(None, 2)), Refusal::NoEvidenceLeft);
}

fn repeats(stage: &Stage, role: Role, command: impl Into<Command>) -> bool {
    Marketplace::repeats(stage, Roles::NONE.with(role), &command.into())
}

/// MKT-35
#[test]
fn handing_in_the_same_work_twice_is_one_delivery() {
    let stage: Stage = Delivered { job: job(), work: work(), review_by: moment(1_100) }.into();
    assert!(repeats(&stage, Role::Agent, Deliver { work: PAPER }));
    assert!(repeats(&stage, Role::Agent, Redeliver { work: PAPER }));
    assert!(!repeats(&stage, Role::Agent, Deliver { work: OTHER_PAPER }));
    assert!(!repeats(&stage, Role::Agent, Redeliver { work: OTHER_PAPER }));
    for role in [Role::Buyer, Role::Arbiter, Role::Operator, Role::Clock] {
        assert!(!repeats(&stage, role, Deliver { work: PAPER }));
        assert!(!repeats(&stage, role, Redeliver { work: PAPER }));
    }
    assert!(!repeats(&stage, Role::Agent, Submit { item: PAPER }));
    let deliver_by = moment(1_100);
    let working: Stage = Executing { job: job(), progress: None, deliver_by }.into();
    assert!(!repeats(&working, Role::Agent, Deliver { work: PAPER }));
}

#[test]
fn making_the_same_statement_twice_is_one_statement() {
    let rule_by = moment(1_100);
    let sealed = case(Some(PAPER), 1);
    let stage: Stage = Arbitration { job: job(), work: work(), case: sealed, rule_by }.into();
    assert!(repeats(&stage, Role::Buyer, Seal { statement: PAPER }));
    assert!(!repeats(&stage, Role::Buyer, Seal { statement: OTHER_PAPER }));
    assert!(!repeats(&stage, Role::Agent, Seal { statement: PAPER }), "the other side's");
    let agents = Case { buyer: sealed.agent, agent: sealed.buyer, ..sealed };
    let stage: Stage = Arbitration { job: job(), work: work(), case: agents, rule_by }.into();
    assert!(repeats(&stage, Role::Agent, Seal { statement: PAPER }));
    assert!(!repeats(&stage, Role::Buyer, Seal { statement: PAPER }), "the other side's");
    let respond_by = moment(1_100);
    let disputed: Stage = Disputed { job: job(), work: work(), case: sealed, respond_by }.into();
    assert!(!repeats(&disputed, Role::Buyer, Seal { statement: PAPER }));
}

/// AUTH-01, MKT-05
#[test]
fn a_hire_says_who_is_who() {
    let terms = Terms { fee: bps(0), ..terms() };
    let before: Stage = pending().into();
    let after: Stage = Executing { job: job(), progress: None, deliver_by: moment(1_100) }.into();
    let roles = |stage: &Stage, party| Marketplace::roles(&terms, stage, party);
    for stage in [&before, &after] {
        assert_eq!(roles(stage, BUYER), Roles::NONE.with(Role::Buyer));
        for stranger in [STRANGER, ARBITER, RIVAL.owner, RIVAL.id] {
            assert!(roles(stage, stranger).is_none());
        }
    }
    for party in [AGENT.owner, AGENT.id] {
        assert!(roles(&before, party).is_none(), "being named is not being hired");
        assert_eq!(roles(&after, party), Roles::NONE.with(Role::Agent));
    }
    assert_eq!((before.agent(), after.agent()), (None, Some(AGENT)));
    assert_eq!((before.held(), after.held()), (amount(1_001), amount(1_001)));
}
