//! The ledger: all postings or none, nothing below zero but by recourse, and a sum of zero.

use earnest::ids::{InstanceId, PartyId};
use earnest::ledger::{Account, Ledger, NotBooked, Posting};
use earnest::money::{Amount, Asset};
use proptest::collection::vec;
use proptest::prelude::{Strategy, prop_assert, prop_assert_eq, proptest};
use proptest::sample::select;

#[path = "support/amounts.rs"]
mod amounts;

use amounts::amounts;

const ANN: Account = Account::Wallet(PartyId(1));
const BOB: Account = Account::Wallet(PartyId(2));
const TASK: Account = Account::Escrow(InstanceId(7));

fn posting(from: Account, to: Account, minor: u128) -> Posting {
    Posting { from, to, amount: Amount::new(minor).expect("an amount") }
}

fn booked(postings: &[Posting]) -> Ledger {
    let mut ledger = Ledger::default();
    ledger.book(Asset::USD, postings).expect("can be booked");
    ledger
}

fn short(account: Account, balance: i128) -> NotBooked {
    NotBooked::Insufficient { account, balance }
}

/// LEDGER-06
#[test]
fn wallets_and_escrows_do_not_go_below_zero() {
    for account in [ANN, TASK] {
        assert_eq!(account.moved(5, -5, false), Ok(0));
        assert_eq!(account.moved(5, -6, false), Err(short(account, 5)));
        assert_eq!(account.moved(0, -1, false), Err(short(account, 0)));
        assert_eq!(account.moved(0, 1, false), Ok(1));
    }
    assert_eq!(Account::Fees.moved(0, -1, false), Ok(-1));
    assert_eq!(Account::World.moved(0, -1, false), Ok(-1));
}

/// MONEY-12
#[test]
fn only_recourse_leaves_a_wallet_in_debt() {
    assert_eq!(ANN.moved(2, -5, true), Ok(-3));
    assert_eq!(ANN.moved(-3, -5, true), Ok(-8));
    assert_eq!(TASK.moved(2, -5, true), Err(short(TASK, 2)));
}

/// LEDGER-04
#[test]
fn a_wallet_in_debt_may_receive_but_not_pay() {
    assert_eq!(ANN.moved(-5, 3, false), Ok(-2));
    assert_eq!(ANN.moved(-5, 5, false), Ok(0));
    assert_eq!(ANN.moved(-5, 6, false), Ok(1));
    assert_eq!(ANN.moved(-5, -1, false), Err(short(ANN, -5)));
    assert_eq!(ANN.moved(-5, 0, false), Ok(-5));
}

/// LEDGER-07
#[test]
fn a_balance_does_not_overflow() {
    assert_eq!(ANN.moved(i128::MAX, 1, false), Err(NotBooked::Overflow(ANN)));
    assert_eq!(
        Account::World.moved(i128::MIN, -1, false),
        Err(NotBooked::Overflow(Account::World))
    );
    assert_eq!(ANN.moved(i128::MAX, 0, false), Ok(i128::MAX));
}

/// LEDGER-08
#[test]
fn recourse_goes_from_wallet_to_wallet() {
    assert!(posting(ANN, BOB, 1).is_recourse());
    for (from, to) in [(TASK, ANN), (ANN, TASK), (ANN, Account::Fees), (Account::World, ANN)] {
        assert!(!posting(from, to, 1).is_recourse());
    }
    assert_eq!(posting(ANN, BOB, 3).changes(), [(ANN, -3), (BOB, 3)]);
}

/// LEDGER-02
#[test]
fn all_postings_are_booked_or_none() {
    let mut ledger = booked(&[posting(Account::World, ANN, 10)]);
    let before = ledger.clone();
    let refused = ledger.book(Asset::USD, &[posting(ANN, TASK, 6), posting(ANN, TASK, 5)]);
    assert_eq!(refused, Err(short(ANN, 4)));
    assert_eq!(ledger, before);
    ledger.book(Asset::USD, &[posting(ANN, TASK, 6), posting(TASK, BOB, 6)]).expect("in order");
    let balances = [ANN, BOB, TASK, Account::World].map(|it| ledger.balance(Asset::USD, it));
    assert_eq!(balances, [4, 6, 0, -10]);
    assert_eq!(ledger.balance(Asset::USDC, BOB), 0, "assets never meet");
}

/// LEDGER-05
#[test]
fn later_earnings_pay_a_debt_off_first() {
    let mut ledger = booked(&[posting(Account::World, ANN, 10), posting(ANN, BOB, 12)]);
    assert_eq!(ledger.balance(Asset::USD, ANN), -2);
    assert_eq!(ledger.book(Asset::USD, &[posting(ANN, TASK, 1)]), Err(short(ANN, -2)));
    ledger.book(Asset::USD, &[posting(BOB, TASK, 3), posting(TASK, ANN, 3)]).expect("earned");
    assert_eq!(ledger.balance(Asset::USD, ANN), 1);
}

fn postings() -> impl Strategy<Value = Posting> {
    let accounts = || select(vec![ANN, BOB, TASK, Account::Fees, Account::World]);
    (accounts(), accounts(), amounts()).prop_map(|(from, to, amount)| Posting { from, to, amount })
}

proptest! {
    /// L-03, L-04, MONEY-10, LEDGER-03: zero sum, no escrow below zero, and nothing changes when
    /// anything is refused.
    #[test]
    fn the_sum_is_always_zero(batches in vec(vec(postings(), 0..5), 1..12)) {
        let mut ledger = Ledger::default();
        for batch in &batches {
            let before = ledger.clone();
            let debt = |it: &Ledger, account| it.balance(Asset::USD, account).min(0);
            let recourse = |account| batch.iter().any(|it| it.is_recourse() && it.from == account);
            if ledger.book(Asset::USD, batch).is_err() {
                prop_assert_eq!(&ledger, &before);
            }
            prop_assert_eq!(ledger.balances().map(|(.., balance)| balance).sum::<i128>(), 0);
            prop_assert!(ledger.balance(Asset::USD, TASK) >= 0);
            for wallet in [ANN, BOB] {
                prop_assert!(recourse(wallet) || debt(&ledger, wallet) >= debt(&before, wallet));
            }
        }
    }
}
