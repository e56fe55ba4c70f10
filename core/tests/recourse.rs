//! A refund that comes after the agent was paid ends like one that came before: everybody has what
//! they would have had, and only the agent's wallet may owe.

use earnest::authority::Actor;
use earnest::credits::{Concede, Rule, Terms, Withdraw};
use earnest::ledger::{Account, Posting};
use earnest::machine::Stage as _;
use earnest::money::{Amount, Bps};
use earnest_explorer::cast::{AGENT, ARBITER, BUYER, amount, bps};
use earnest_explorer::errand::errand;
use proptest::prelude::{Strategy, prop_assert, prop_assert_eq, proptest};

#[path = "support/amounts.rs"]
mod amounts;
#[path = "support/played.rs"]
mod played;
#[path = "support/shares.rs"]
mod shares;

use amounts::amounts;
use played::{AGENTS, BUYERS, PASSED, Played};
use shares::shares;

/// The last moment before the refund window closes, the moment it does, and the last for a dispute.
const OPEN: u64 = PASSED + 3;
const CLOSED: u64 = PASSED + 4;
const LAST: u64 = PASSED + 5;

const JUDGE: Actor = Actor::Arbiter(ARBITER);

fn contract(max_budget: Amount, fee: Bps) -> Terms {
    Terms { max_budget, fee, ..errand() }
}

fn disputed(terms: &Terms, charge: Amount, at: u64) -> Played {
    let mut played = Played::passed(terms.clone(), charge);
    played.dispute(at);
    played
}

/// A budget and a charge of at most as much.
fn charges() -> impl Strategy<Value = (Amount, Amount)> {
    (amounts(), amounts()).prop_map(|(one, other)| {
        let budget = one.max(other).max(amount(1));
        (budget, one.min(other))
    })
}

proptest! {
    /// L-17, L-25, MONEY-24: and over the life of a task the operator's fee is the stated share of
    /// what the agent keeps, floored.
    #[test]
    fn a_late_ruling_leaves_what_an_early_one_would(
        (budget, charge) in charges(),
        fee in shares(),
        share in shares(),
        late in CLOSED..=LAST,
        wait in 0_u64..5,
    ) {
        let terms = contract(budget, fee);
        let rule = Rule { share, notes: None };
        let [early, late] = [OPEN, late].map(|at| {
            let mut played = disputed(&terms, charge, at);
            played.must(JUDGE, at + wait, rule);
            played
        });
        prop_assert_eq!(early.balances(), late.balances());
        prop_assert_eq!(&early.task.stage, &late.task.stage);
        prop_assert!(late.task.stage.is_terminal());

        let exact = |part: u128, of: Bps| part * u128::from(of.points()) / 10_000;
        let back = exact(charge.minor(), share);
        let taken = exact(charge.minor() - back, fee);
        let kept = charge.minor() - back - taken;
        let expected = [budget.minor() - charge.minor() + back, kept, taken, 0];
        let expected = expected.map(|it| i128::try_from(it).expect("an amount fits"));
        prop_assert_eq!(late.balances(), expected);
    }

    #[test]
    fn a_late_concession_gives_everything_back((budget, charge) in charges(), fee in shares()) {
        for at in [OPEN, CLOSED, LAST] {
            let mut played = disputed(&contract(budget, fee), charge, at);
            played.must(AGENTS, at, Concede { note: None });
            let all = i128::try_from(budget.minor()).expect("an amount fits");
            prop_assert_eq!(played.balances(), [all, 0, 0, 0]);
            prop_assert_eq!(played.task.stage.name(), "Refunded");
        }
    }

    /// A dispute that comes to nothing takes nothing back, whoever was silent.
    #[test]
    fn a_dispute_withdrawn_or_denied_leaves_the_pay((budget, charge) in charges(), fee in shares()) {
        let undisputed = {
            let mut played = Played::passed(contract(budget, fee), charge);
            played.wait(LAST + 1);
            prop_assert_eq!(played.task.stage.name(), "Closed");
            played.balances()
        };
        for at in [OPEN, CLOSED, LAST] {
            let mut withdrawn = disputed(&contract(budget, fee), charge, at);
            withdrawn.must(BUYERS, at, Withdraw {});
            let mut denied = disputed(&contract(budget, fee), charge, at);
            denied.wait(at + 5);
            for played in [withdrawn, denied] {
                prop_assert_eq!(played.task.stage.name(), "Closed");
                prop_assert_eq!(played.balances(), undisputed);
            }
        }
    }
}

/// MONEY-12: the agent has spent its pay, and owes what it must give back.
#[test]
fn recourse_leaves_a_debt_where_the_pay_is_spent() {
    let terms = contract(amount(1_000), bps(1_000));
    let mut played = disputed(&terms, amount(800), CLOSED);
    assert_eq!(played.balances(), [200, 720, 80, 0], "the agent was paid");
    let spent =
        Posting { from: Account::Wallet(AGENT.owner), to: Account::World, amount: amount(700) };
    played.ledger.book(terms.asset, [&spent]).expect("the agent spends it");
    played.must(JUDGE, CLOSED, Rule { share: bps(5_000), notes: None });
    assert_eq!(played.balances(), [600, 20 - 360, 40, 0]);
}

/// An odd unit is the agent's, and the operator's fee of it is none.
#[test]
fn recourse_rounds_like_a_ruling_in_time() {
    let mut played = disputed(&contract(amount(1_001), bps(333)), amount(1_001), LAST);
    assert_eq!(played.balances(), [0, 968, 33, 0]);
    played.must(JUDGE, LAST, Rule { share: Bps::HALF, notes: None });
    assert_eq!(played.balances(), [500, 485, 16, 0]);
    assert_eq!(played.task.terms.buyer, BUYER);
}

/// Where the operator took everything as a fee, everything comes back from there.
#[test]
fn the_operator_gives_back_what_it_took() {
    let mut played = disputed(&contract(amount(7), Bps::WHOLE), amount(7), CLOSED);
    assert_eq!(played.balances(), [0, 0, 7, 0]);
    played.must(AGENTS, CLOSED, Concede { note: None });
    assert_eq!(played.balances(), [7, 0, 0, 0]);
}
