//! Runs, explored whole: every order by every actor at the edges of every window, under several
//! terms. `earnest-explorer` holds the laws.

use std::collections::BTreeSet;

use earnest::Instance;
use earnest::authority::{Role, Roles};
use earnest::ids::InstanceId;
use earnest::machine::{
    Machine as _, Reason as _, Refused, Stage as _, Table as _, Terms as _, Timeout,
};
use earnest::money::Asset;
use earnest::runs::{
    Cancel, Cancelled, Claim, Command, Complete, Completed, Execution, Fail, Failed, Interrupt,
    Interrupted, Refusal, Renew, Running, Runs, Stage, Stopped, Terms, Why,
};
use earnest::time::Timestamp;
use earnest_explorer::cast::{OTHER_PAPER, PAPER, RIVAL, STRANGER};
use earnest_explorer::runs::{USER, WORKER, terms, world};
use earnest_explorer::{Law, Seen, explore};

/// Estimate, wait for a worker, lease and whole run, with the number of states they lead to.
const WORLDS: [([u64; 4], usize); 6] = [
    ([3, 2, 1, 1], 24),
    ([3, 2, 4, 4], 78),
    ([1, 3, 2, 5], 105),
    ([7, 2, 3, 8], 165),
    ([1_000, 3, 4, 12], 246),
    ([5, 1, 9, 4], 78),
];

fn seen() -> Vec<Seen> {
    let explored = |windows| explore(&world(terms(windows)));
    let keep = |broken| panic!("{broken}");
    WORLDS.iter().map(|(windows, _)| explored(*windows).unwrap_or_else(keep)).collect()
}

fn moment(millis: u64) -> Timestamp {
    Timestamp::from_millis(millis).expect("a moment")
}

#[test]
fn every_order_keeps_every_law() {
    let seen = seen();
    assert!(seen.iter().all(|it| it.longest_silence == 1 && it.orders > 50 * it.states as u64));
    assert!(seen.iter().all(|it| it.loose.is_empty()), "L-23: a bound is not met");
    let found: Vec<usize> = seen.iter().map(|it| it.states).collect();
    let known: Vec<usize> = WORLDS.iter().map(|(_, states)| *states).collect();
    assert_eq!(found, known, "another number of states: is the change meant?");
}

#[test]
fn every_row_is_taken_and_every_refusal_is_given() {
    let seen = seen();
    let taken: BTreeSet<_> = seen.iter().flat_map(Seen::rules).collect();
    assert_eq!(taken, Runs::ROWS.iter().map(|row| row.rule).collect());
    // That a refused booking changes nothing is looked at where two instances share wallets, and
    // here is no money.
    let without =
        [Law::NoDebt, Law::Unchanged, Law::Fees, Law::Freeze, Law::Evidence, Law::Neutrality];
    let idle = |law: &Law| seen.iter().all(|it| it.checks.of(*law) == 0);
    assert!(Law::ALL.iter().filter(|it| idle(it)).eq(&without), "a law is not looked at");
    // Each row leads wherever it can: with the timeouts, each silence has each of its defaults.
    let reached: BTreeSet<_> = seen.iter().flat_map(|it| it.rows.keys().copied()).collect();
    let leads = Runs::ROWS.iter().flat_map(|row| row.to.iter().map(|to| (row.rule, *to)));
    assert_eq!(reached, leads.collect());
    assert_eq!(taken.len(), Runs::ROWS.len(), "a rule names one row");
    let given: BTreeSet<_> = seen.iter().flat_map(|it| it.refusals.keys().copied()).collect();
    assert_eq!(given, Refused::<Refusal>::CODES.into_iter().collect());
    assert!(Refusal::ALL.is_empty(), "a run refuses nothing of its own");
}

fn execution() -> Execution {
    Execution { worker: WORKER, started: moment(1_000) }
}

fn stages() -> [Stage; 6] {
    let execution = execution();
    [
        Runs::initial(&terms([1, 2, 3, 4]), moment(900)),
        Running { execution, renew_by: moment(1_003) }.into(),
        Completed { execution, message: PAPER, branch: Some(OTHER_PAPER) }.into(),
        Failed { why: Why::GivenUp { execution, reason: PAPER } }.into(),
        Cancelled { execution: Some(execution) }.into(),
        Interrupted { execution, by: Stopped::LeaseLapsed }.into(),
    ]
}

fn orders() -> [Command; 10] {
    [
        Claim { worker: WORKER }.into(),
        Cancel {}.into(),
        Renew { logs: None }.into(),
        Complete { message: PAPER, branch: Some(OTHER_PAPER) }.into(),
        Complete { message: PAPER, branch: None }.into(),
        Complete { message: OTHER_PAPER, branch: Some(OTHER_PAPER) }.into(),
        Fail { reason: PAPER }.into(),
        Fail { reason: OTHER_PAPER }.into(),
        Interrupt {}.into(),
        Timeout {}.into(),
    ]
}

/// RUN-11, RUN-21, RUN-22: which of the orders above repeat what led to which of the stages, and for whom.
#[test]
fn what_a_worker_or_a_user_did_already_is_answered_again_and_nothing_else() {
    let mut repeated = Vec::new();
    for stage in stages() {
        for (index, order) in orders().iter().enumerate() {
            for role in Role::ALL {
                if Runs::repeats(&stage, Roles::NONE.with(role), order) {
                    repeated.push((stage.name(), index, role));
                }
            }
        }
    }
    let expected =
        [("Completed", 3, Role::Agent), ("Failed", 6, Role::Agent), ("Cancelled", 1, Role::Buyer)];
    assert_eq!(repeated, expected);
    let unclaimed: Stage = Failed { why: Why::NotClaimed }.into();
    let agent = Roles::NONE.with(Role::Agent);
    assert!(!Runs::repeats(&unclaimed, agent, &Fail { reason: PAPER }.into()));
}

/// RUN-10
#[test]
fn a_claim_says_who_works_and_every_end_remembers() {
    let terms = terms([1, 2, 3, 4]);
    let [queued, lived @ ..] = stages();
    let roles = |stage: &Stage, party| Runs::roles(&terms, stage, party);
    assert!(roles(&queued, WORKER).is_none());
    assert_eq!(queued.execution(), None);
    for stage in &lived {
        assert_eq!(roles(stage, WORKER), Roles::NONE.with(Role::Agent), "{stage:?}");
        assert_eq!(roles(stage, USER), Roles::NONE.with(Role::Buyer), "{stage:?}");
        assert!(
            roles(stage, RIVAL.owner).is_none() && roles(stage, STRANGER).is_none(),
            "{stage:?}"
        );
        assert_eq!(stage.execution(), Some(execution()));
    }
    for end in [Cancelled { execution: None }.into(), Failed { why: Why::NotClaimed }.into()] {
        assert!(roles(&end, WORKER).is_none() && end.execution().is_none());
    }
    let own = Execution { worker: USER, ..execution() };
    let own: Stage = Running { execution: own, renew_by: moment(1_003) }.into();
    assert_eq!(roles(&own, USER), Roles::NONE.with(Role::Buyer).with(Role::Agent));
}

/// RUN-40, RUN-41
#[test]
fn only_a_run_that_has_ended_is_followed_by_another() {
    let first = Terms { continues: None, ..terms([1, 2, 3, 4]) };
    for (index, stage) in stages().into_iter().enumerate() {
        let ended = index >= 2;
        assert_eq!(stage.is_continuable(), ended, "{stage:?}");
        let (id, since) = (InstanceId(77), moment(1_001));
        let run = Instance::<Runs> { id, terms: first.clone(), stage, since, seq: 2 };
        let follows = Terms { continues: Some(id), group: None, ..first.clone() };
        assert_eq!(run.continuation(), ended.then_some(follows), "{run:?}");
    }
}

#[test]
fn reasons_have_names_of_their_own() {
    let given_up = Why::GivenUp { execution: execution(), reason: PAPER };
    assert_eq!([Why::NotClaimed, given_up].map(Why::code), ["not_claimed", "given_up"]);
    let stopped = [Stopped::ByService, Stopped::LeaseLapsed, Stopped::OutOfTime];
    let codes = ["stopped_by_service", "lease_lapsed", "out_of_time"];
    assert_eq!(stopped.map(Stopped::code), codes);
}

/// RUN-03: the escrow of a run is asked for its asset by the kernel, and is never touched.
#[test]
fn no_stage_holds_anything() {
    assert!(stages().iter().all(|stage| stage.held().is_zero()));
    assert_eq!(terms([1, 2, 3, 4]).asset(), Asset::USD);
}
