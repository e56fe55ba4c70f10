//! Two instances over shared wallets, explored whole: who is short of money, who owes some, and
//! who pays it off. `earnest_explorer::shared` holds the laws.

use earnest::ids::PartyId;
use earnest::ledger::Account;
use earnest::money::Amount;
use earnest_explorer::pairs::{ADA, ADAS, BEN, BENS, EVE, Half, Pair, task, task_for_credits};
use earnest_explorer::shared::{SeenShared, Shared, explore_shared};
use earnest_explorer::{Checks, Edge, Graph, Law};

const LARGEST: u128 = (1 << 96) - 1;
/// The shortest windows for refunds, disputes and rulings.
const SHORT: [u64; 3] = [1, 2, 2];

fn explored(
    name: &'static str,
    halves: [Half; 2],
    purses: &[(PartyId, u128)],
    leavers: &[PartyId],
) -> (SeenShared, Checks) {
    let pair = Pair { name, halves, purses: purses.to_vec(), leavers: leavers.to_vec() };
    let mut checks = Checks::default();
    let shared = pair.explored(&mut checks).unwrap_or_else(|broken| panic!("{name}: {broken}"));
    let seen = explore_shared(&shared, usize::MAX, &mut |_| {});
    let seen = seen.unwrap_or_else(|broken| panic!("{name}: {broken}"));
    assert!(seen.whole && seen.ends > 0, "{name}: {seen:?}");
    let money = [Law::Conservation, Law::NoDebt, Law::EmptyEnds, Law::Payees];
    assert!(money.iter().all(|law| seen.checks.of(*law) > 0), "{name}: {seen:?}");
    (seen, checks)
}

/// One purse that is enough for either task and not for both.
#[test]
fn money_that_one_task_holds_cannot_fund_another() {
    let tasks = [task(ADA, BENS, 100, [0, 1, 0]), task(ADA, BENS, 101, [0, 1, 1])];
    let (seen, _) = explored("two tasks", tasks, &[(ADA, 200)], &[]);
    assert_eq!((seen.states, seen.debts), (6_875, 0));
    assert!(seen.unfunded > 0, "{seen:?}");
    assert!(seen.checks.of(Law::Unchanged) > 0 && seen.checks.of(Law::Liveness) > 0);
}

/// The largest amounts there are, twice, in one wallet.
#[test]
fn two_tasks_of_the_largest_amount_keep_their_money_apart() {
    let tasks = [task(ADA, BENS, LARGEST, [0, 0, 1]), task(ADA, BENS, LARGEST, [0, 0, 0])];
    let (seen, _) = explored("the largest", tasks, &[(ADA, LARGEST), (ADA, LARGEST)], &[]);
    assert_eq!((seen.states, seen.unfunded, seen.debts), (31_417, 0, 0));
}

#[test]
fn a_task_and_one_for_credits_share_a_purse() {
    let halves = [task(ADA, BENS, 7, [0, 0, 1]), task_for_credits(ADA, BENS, 7, SHORT)];
    let (seen, _) = explored("beside each other", halves, &[(ADA, 10)], &[]);
    assert_eq!(seen.states, 221_793);
    assert!(seen.unfunded > 0 && seen.debts == 0, "{seen:?}");
}

/// Ben is paid by Ada, funds a task with it, and then Ada's dispute is upheld: Ben owes her what
/// his own task holds, until it comes back.
#[test]
fn pay_that_was_spent_is_owed_and_paid_off_by_what_comes_in() {
    let halves = [task_for_credits(ADA, BENS, 7, SHORT), task(BEN, ADAS, 3, [0, 0, 1])];
    let (seen, _) = explored("there and back", halves, &[(ADA, 7)], &[]);
    assert_eq!(seen.states, 110_617);
    assert!(seen.unfunded > 0 && seen.debts > 0 && seen.cleared > 0, "{seen:?}");
}

#[test]
fn in_a_circle_of_credits_everyone_can_owe_everyone() {
    let halves = [task_for_credits(ADA, BENS, 7, SHORT), task_for_credits(BEN, ADAS, 3, SHORT)];
    let (seen, _) = explored("a circle", halves, &[(ADA, 7)], &[]);
    assert_eq!(seen.states, 186_745);
    assert!(seen.unfunded > 0 && seen.debts > 0 && seen.cleared > 0, "{seen:?}");
}

/// Ben works for two and takes his pay out whenever there is some. What one takes back he owes,
/// and what the other pays goes there first.
#[test]
fn later_earnings_pay_a_debt_off() {
    let halves = [task_for_credits(ADA, BENS, 7, SHORT), task_for_credits(EVE, BENS, 3, SHORT)];
    let (seen, _) = explored("two errands", halves, &[(ADA, 7), (EVE, 3)], &[BEN]);
    assert_eq!((seen.states, seen.unfunded), (1_139_673, 0));
    assert!(seen.debts > 0 && seen.cleared > 0, "{seen:?}");
}

/// A pair that is sound until its graphs are forged.
fn forged(forge: impl FnOnce(&mut [Graph; 2])) -> Law {
    let halves = [task(ADA, BENS, 7, [0, 0, 0]), task(ADA, BENS, 8, [0, 0, 0])];
    let pair = Pair { name: "forged", halves, purses: vec![(ADA, 10)], leavers: vec![] };
    let shared = pair.explored(&mut Checks::default()).unwrap_or_else(|it| panic!("{it}"));
    let Shared { one, other, purses, leavers } = shared;
    let mut graphs = [one, other];
    forge(&mut graphs);
    let [one, other] = graphs;
    let shared = Shared { one, other, purses, leavers };
    let broken = explore_shared(&shared, usize::MAX, &mut |_| {}).expect_err("it was forged");
    assert!(!broken.place.is_empty() && broken.path.iter().all(|step| step.contains("MKT-")));
    assert!(!broken.path.is_empty(), "{broken}");
    broken.law
}

/// The first edge of a graph that moves money out of its escrow.
fn paying(graph: &mut Graph) -> &mut Edge {
    let escrow = Account::Escrow(graph.id);
    let pays = |edge: &&mut Edge| edge.postings.iter().any(|it| it.from == escrow);
    let edges = graph.nodes.iter_mut().flat_map(|node| &mut node.edges);
    edges.into_iter().find(pays).expect("something is paid")
}

/// Each of the laws that are looked at with two instances looks.
#[test]
fn a_forged_graph_breaks_its_law() {
    let one = Amount::new(1).expect("an amount");
    let unbalanced = |graphs: &mut [Graph; 2]| graphs[0].nodes[1].held = one;
    assert_eq!(forged(unbalanced), Law::Conservation);
    let ended = |graphs: &mut [Graph; 2]| graphs[0].nodes[1].is_end = true;
    assert_eq!(forged(ended), Law::EmptyEnds);
    let others = |graphs: &mut [Graph; 2]| {
        let other = Account::Escrow(graphs[1].id);
        let edge = paying(&mut graphs[0]);
        edge.postings = edge.postings.and(Account::World, other, one);
    };
    assert_eq!(forged(others), Law::Payees);
    let stuck = |graphs: &mut [Graph; 2]| {
        let edge = paying(&mut graphs[0]);
        edge.postings = edge.postings.and(Account::Wallet(EVE), Account::World, one);
    };
    assert_eq!(forged(stuck), Law::Liveness);
}
