//! Credits, explored whole: every order by every actor at the edges of every window, under many
//! terms. `earnest-explorer` holds the laws. That a state is reached with one and the same ledger, whatever way led to it, is also what
//! makes a refund ruled after the agent was paid equal to one ruled before.

use std::collections::BTreeSet;

use earnest::credits::{Credits, Refusal, Terms};
use earnest::machine::{Reason as _, Refused, Table as _};
use earnest::work::Agent;
use earnest_explorer::cast::{AGENT, BUYER, SUBMITTER, amount, bps, window};
use earnest_explorer::credits::world;
use earnest_explorer::errand::{errand, score};
use earnest_explorer::{Law, Seen, explore};

const LARGEST: u128 = (1 << 96) - 1;

fn contract(named: Option<Agent>, budget: u128, fee: u16, pass_mark: u8) -> Terms {
    let (fee, pass_mark) = (bps(fee), score(pass_mark));
    Terms { named, max_budget: amount(budget), fee, pass_mark, ..errand() }
}

fn explored(terms: Terms) -> Seen {
    explore(&world(terms)).unwrap_or_else(|broken| panic!("{broken}"))
}

/// Explores each world and compares the number of its states with the one that is known.
fn assert_states(worlds: &[(Terms, usize)]) {
    let seen: Vec<Seen> = worlds.iter().map(|(terms, _)| explored(terms.clone())).collect();
    assert!(seen.iter().all(|it| it.longest_silence == 2 && it.orders > 100 * it.states as u64));
    assert!(seen.iter().all(|it| it.loose.is_empty()), "L-23: a bound is not met");
    let found: Vec<usize> = seen.iter().map(|it| it.states).collect();
    let known: Vec<usize> = worlds.iter().map(|(_, states)| *states).collect();
    assert_eq!(found, known, "the number of states changed");
}

/// CRD-90
#[test]
fn with_a_named_agent_every_order_keeps_every_law() {
    assert_states(&[
        (contract(Some(AGENT), 1, 0, 50), 633),
        (contract(Some(AGENT), 2, 10_000, 0), 943),
        (contract(Some(AGENT), 1_001, 333, 50), 1_257),
        (contract(Some(AGENT), LARGEST, 9_999, 100), 641),
    ]);
}

#[test]
fn with_an_agent_found_every_order_keeps_every_law() {
    assert_states(&[
        (contract(None, 12, 1, 1), 2_525),
        (Terms { submitted_by: Some(SUBMITTER), ..contract(None, LARGEST, 333, 50) }, 1_894),
    ]);
}

/// The refund window closes long before the arbiter must decide, or at the last moment for a
/// dispute, or both windows are as short as can be.
#[test]
fn whatever_the_windows_every_order_keeps_every_law() {
    let windows = |to_refund, to_dispute, to_rule| Terms {
        to_refund: window(to_refund),
        to_dispute: window(to_dispute),
        to_rule: window(to_rule),
        ..errand()
    };
    assert_states(&[(windows(1, 2, 9), 873), (windows(9, 10, 1), 905), (windows(2, 20, 2), 985)]);
}

#[test]
fn every_row_is_taken_and_every_refusal_is_given() {
    let ten_years_and_more = window(Terms::LONGEST + 1);
    let sound = errand();
    let own = Agent { owner: BUYER, ..AGENT };
    let worlds = [
        sound.clone(),
        contract(None, 1, 0, 50),
        Terms { max_budget: amount(0), ..sound.clone() },
        Terms { to_rule: ten_years_and_more, ..sound.clone() },
        Terms { to_dispute: sound.to_refund, ..sound.clone() },
        Terms { named: Some(own), ..sound },
    ];
    let seen: Vec<Seen> = worlds.map(explored).into();
    let (refused_from_the_start, lived): (Vec<_>, Vec<_>) =
        seen.iter().partition(|it| it.states == 1);
    assert_eq!((refused_from_the_start.len(), lived.len()), (4, 2));
    let taken: BTreeSet<_> = seen.iter().flat_map(Seen::rules).collect();
    assert_eq!(taken, Credits::ROWS.iter().map(|row| row.rule).collect());
    // That a refused booking changes nothing is looked at where two instances share wallets, and
    // there is no evidence here.
    let without = [Law::Unchanged, Law::Evidence];
    let idle = |law: &Law| seen.iter().all(|it| it.checks.of(*law) == 0);
    assert!(Law::ALL.iter().filter(|it| idle(it)).eq(&without), "a law is not looked at");
    // Each row leads wherever it can: with the timeouts, each silence has each of its defaults.
    let reached: BTreeSet<_> = seen.iter().flat_map(|it| it.rows.keys().copied()).collect();
    let leads = Credits::ROWS.iter().flat_map(|row| row.to.iter().map(|to| (row.rule, *to)));
    assert_eq!(reached, leads.collect());
    assert_eq!(taken.len(), Credits::ROWS.len(), "a rule names one row");
    let given: BTreeSet<_> = seen.iter().flat_map(|it| it.refusals.keys().copied()).collect();
    let own = Refusal::ALL.iter().map(|reason| reason.code());
    let all: BTreeSet<_> = Refused::<Refusal>::CODES.into_iter().chain(own).collect();
    assert_eq!(given, all);
    assert_eq!(all.len(), Refused::<Refusal>::CODES.len() + Refusal::ALL.len(), "codes differ");
}
