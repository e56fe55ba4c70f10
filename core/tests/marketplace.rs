//! The whole marketplace, explored: every order by every actor at the edges of every window,
//! under many terms. `earnest-explorer` holds the laws.

use std::collections::BTreeSet;

use earnest::dispute::{Resolution, Ruling};
use earnest::machine::{Reason as _, Refused, Table as _};
use earnest::marketplace::{Agent, Marketplace, Mode, Refusal, Terms};
use earnest_explorer::cast::{AGENT, BUYER, amount, bps, terms, window};
use earnest_explorer::marketplace::world;
use earnest_explorer::{Law, Seen, explore};

const LARGEST: u128 = (1 << 96) - 1;

/// What each side may do again: revisions, remedies, pieces of evidence.
type Patience = [u8; 3];
/// Fee and kill fee in basis points.
type Shares = [u16; 2];

fn contract(
    mode: Mode,
    budget: u128,
    [fee, kill_fee]: Shares,
    [max_revisions, max_remedies, max_evidence]: Patience,
    default_ruling: Ruling,
) -> Terms {
    let (fee, kill_fee) = (bps(fee), bps(kill_fee));
    let limits = Terms { max_revisions, max_remedies, max_evidence, ..terms() };
    Terms { mode, budget: amount(budget), fee, kill_fee, default_ruling, ..limits }
}

fn refund(points: u16) -> Ruling {
    Ruling::new(Resolution::RefundBuyer, Some(bps(points))).expect("a ruling")
}

fn split(points: u16) -> Ruling {
    Ruling::new(Resolution::Split, Some(bps(points))).expect("a ruling")
}

fn release() -> Ruling {
    Ruling::new(Resolution::ReleaseToAgent, None).expect("a ruling")
}

fn named(budget: u128, shares: Shares, patience: Patience, silence: Ruling) -> Terms {
    contract(Mode::Direct(Some(AGENT)), budget, shares, patience, silence)
}

fn automatic(budget: u128, shares: Shares, patience: Patience, silence: Ruling) -> Terms {
    contract(Mode::Direct(None), budget, shares, patience, silence)
}

fn proposals(budget: u128, shares: Shares, patience: Patience, silence: Ruling) -> Terms {
    contract(Mode::Proposals, budget, shares, patience, silence)
}

fn explored(terms: Terms) -> Seen {
    explore(&world(terms)).unwrap_or_else(|broken| panic!("{broken}"))
}

/// Explores each world and compares the number of its states with the one that is known.
fn assert_states(worlds: &[(Terms, usize)]) {
    let seen: Vec<Seen> = worlds.iter().map(|(terms, _)| explored(terms.clone())).collect();
    assert!(seen.iter().all(|it| it.longest_silence == 2 && it.orders > 500 * it.states as u64));
    // No estimate here is as long as it may be.
    let open = |terms: &Terms| match terms.mode {
        Mode::Direct(_) => BTreeSet::new(),
        Mode::Proposals => BTreeSet::from(["Pending"]),
    };
    let loose = seen.iter().map(|it| it.loose.clone());
    assert!(loose.eq(worlds.iter().map(|(terms, _)| open(terms))), "L-23: a bound is not met");
    let found: Vec<usize> = seen.iter().map(|it| it.states).collect();
    let known: Vec<usize> = worlds.iter().map(|(_, states)| *states).collect();
    assert_eq!(found, known, "another number of states: is the change meant?");
}

#[test]
fn with_a_named_agent_every_order_keeps_every_law() {
    assert_states(&[
        (named(1, [0, 0], [0, 0, 0], Ruling::HALF), 89),
        (named(2, [333, 333], [0, 1, 2], release()), 1_245),
        (named(3, [10_000, 0], [1, 0, 2], refund(3_333)), 2_477),
        (named(1_001, [333, 2_500], [1, 1, 1], split(9_999)), 1_678),
        (named(1_000_003, [0, 10_000], [2, 1, 1], refund(10_000)), 3_520),
        (named(LARGEST - 2, [9_999, 1], [1, 2, 1], split(1)), 2_337),
        (named(LARGEST, [333, 333], [2, 2, 2], Ruling::HALF), 12_305),
    ]);
}

#[test]
fn with_an_agent_found_every_order_keeps_every_law() {
    assert_states(&[
        (automatic(1, [333, 333], [1, 0, 1], split(5_000)), 3_051),
        (automatic(1_001, [10_000, 10_000], [0, 2, 1], release()), 2_031),
        (automatic(LARGEST, [0, 333], [1, 1, 2], refund(1)), 12_318),
        (automatic(1_000_003, [9_999, 6_667], [1, 1, 1], Ruling::HALF), 5_028),
    ]);
}

#[test]
fn with_a_proposal_taken_every_order_keeps_every_law() {
    assert_states(&[
        (proposals(1, [0, 10_000], [1, 1, 1], refund(10_000)), 5_027),
        (proposals(2, [10_000, 333], [0, 0, 2], split(5_000)), 3_345),
        (proposals(12, [9_999, 9_999], [1, 1, 1], release()), 8_375),
        (proposals(LARGEST - 2, [10_000, 1], [1, 1, 1], refund(1)), 8_375),
        (proposals(1_001, [333, 0], [2, 1, 1], release()), 17_585),
        (proposals(LARGEST, [333, 333], [1, 1, 2], split(3_333)), 20_530),
    ]);
}

// The big worlds, more than half of all states, follow.

/// MKT-80
#[test]
fn with_patient_parties_every_order_keeps_every_law() {
    assert_states(&[
        (automatic(LARGEST - 1, [333, 10_000], [2, 2, 2], refund(9_999)), 36_912),
        (proposals(999_999_999_999, [0, 333], [2, 1, 2], split(6_667)), 43_105),
    ]);
}

#[test]
fn with_patient_parties_and_a_proposal_taken_every_order_keeps_every_law() {
    assert_states(&[(proposals(LARGEST, [333, 333], [2, 2, 2], split(3_333)), 61_515)]);
}

/// KERNEL-02
#[test]
fn every_row_is_taken_and_every_refusal_is_given() {
    let ten_years_and_more = window(Terms::LONGEST + 1);
    let sound = named(2, [333, 333], [1, 1, 1], Ruling::HALF);
    let own = Agent { owner: BUYER, ..AGENT };
    let worlds = [
        sound.clone(),
        automatic(1, [0, 0], [0, 0, 0], release()),
        proposals(2, [0, 0], [0, 0, 0], refund(1)),
        Terms { budget: amount(0), ..sound.clone() },
        Terms { to_hire: ten_years_and_more, ..sound.clone() },
        Terms { mode: Mode::Direct(Some(own)), ..sound },
    ];
    let seen: Vec<Seen> = worlds.map(explored).into();
    let (refused_from_the_start, lived): (Vec<_>, Vec<_>) =
        seen.iter().partition(|it| it.states == 1);
    assert_eq!((refused_from_the_start.len(), lived.len()), (3, 3));
    let taken: BTreeSet<_> = seen.iter().flat_map(Seen::rules).collect();
    assert_eq!(taken, Marketplace::ROWS.iter().map(|row| row.rule).collect());
    // That a refused booking changes nothing is looked at where two instances share wallets.
    let without = [Law::Unchanged];
    let idle = |law: &Law| seen.iter().all(|it| it.checks.of(*law) == 0);
    assert!(Law::ALL.iter().filter(|it| idle(it)).eq(&without), "a law is not looked at");
    // Each row leads wherever it can: with the timeouts, each silence has each of its defaults.
    let reached: BTreeSet<_> = seen.iter().flat_map(|it| it.rows.keys().copied()).collect();
    let leads = Marketplace::ROWS.iter().flat_map(|row| row.to.iter().map(|to| (row.rule, *to)));
    assert_eq!(reached, leads.collect());
    assert_eq!(taken.len(), Marketplace::ROWS.len(), "a rule names one row");
    let given: BTreeSet<_> = seen.iter().flat_map(|it| it.refusals.keys().copied()).collect();
    let own = Refusal::ALL.iter().map(|reason| reason.code());
    let all: BTreeSet<_> = Refused::<Refusal>::CODES.into_iter().chain(own).collect();
    assert_eq!(given, all);
    assert_eq!(all.len(), Refused::<Refusal>::CODES.len() + Refusal::ALL.len(), "codes differ");
}
