//! Balances: what moves, what is refused, and that nothing is made or lost.

use earnest::ids::InstanceId;
use earnest::ledger::{Account, Posting};
use earnest::money::{Amount, Asset};

use crate::store::{Commit, NotCommitted, Position, Wallet};

use super::sample::{
    ALL, ASSET, Picture, Subject, deposit, moving, party, posting, spendable, sum, withdrawal,
};

fn insufficient(number: u128, balance: i128) -> Result<(), NotCommitted> {
    Err(NotCommitted::Insufficient { party: party(number), asset: ASSET, balance })
}

/// LEDGER-03: whatever moves between wallets, fees and world, the sum of all stays 0.
pub async fn balances_add_up_to_zero(store: &Subject) {
    let pay = posting(Account::Wallet(party(1)), Account::Wallet(party(2)), 30);
    let fee = posting(Account::Wallet(party(2)), Account::Fees, 7);
    for postings in [vec![deposit(party(1), 100)], vec![pay, fee], vec![withdrawal(party(1), 20)]] {
        assert_eq!(store.commit(moving(postings)).await, Ok(()));
        assert_eq!(sum(store, ASSET).await, 0);
    }
    assert_eq!(spendable(store, party(1)).await, 50);
    assert_eq!(spendable(store, party(2)).await, 23);
    assert_eq!(store.balance(ASSET, Account::Fees).await, Ok(7));
    assert_eq!(store.balance(ASSET, Account::World).await, Ok(-80));
}

/// MONEY-13, STORE-03: a wallet pays what it holds and not one unit more.
pub async fn a_wallet_never_goes_below_zero(store: &Subject) {
    assert_eq!(store.commit(moving([withdrawal(party(1), 1)])).await, insufficient(1, 0));
    assert_eq!(store.wallets(party(1)).await, Ok(Vec::new()));
    assert_eq!(store.commit(moving([deposit(party(1), 10)])).await, Ok(()));
    assert_eq!(store.commit(moving([withdrawal(party(1), 11)])).await, insufficient(1, 10));
    let escrow = Account::Escrow(InstanceId(1));
    let fund = posting(Account::Wallet(party(1)), escrow, 11);
    assert_eq!(store.commit(moving([fund])).await, insufficient(1, 10));
    assert_eq!(store.commit(moving([withdrawal(party(1), 10)])).await, Ok(()));
    assert_eq!(spendable(store, party(1)).await, 0);
}

/// Money can be spent in the commit it arrives in, but not before it arrives.
pub async fn postings_are_booked_in_order(store: &Subject) {
    let backwards = moving([withdrawal(party(1), 10), deposit(party(1), 10)]);
    assert_eq!(store.commit(backwards).await, insufficient(1, 0));
    let twice = moving([deposit(party(1), 10), withdrawal(party(1), 6), withdrawal(party(1), 6)]);
    assert_eq!(store.commit(twice).await, insufficient(1, 4));
    assert_eq!(store.all_wallets(None, ALL).await, Ok(Vec::new()));
    let forwards = moving([deposit(party(1), 10), withdrawal(party(1), 4)]);
    assert_eq!(store.commit(forwards).await, Ok(()));
    assert_eq!(spendable(store, party(1)).await, 6);
}

/// What is taken back from a wallet is taken, and may leave it below zero.
pub async fn recourse_may_leave_a_debt(store: &Subject) {
    assert_eq!(store.commit(moving([deposit(party(1), 10)])).await, Ok(()));
    let recourse = posting(Account::Wallet(party(1)), Account::Wallet(party(2)), 25);
    assert_eq!(store.commit(moving([recourse])).await, Ok(()));
    assert_eq!(spendable(store, party(1)).await, -15);
    assert_eq!(spendable(store, party(2)).await, 25);
    assert_eq!(sum(store, ASSET).await, 0);
}

/// A debt shrinks by what comes in, also when that does not clear it.
pub async fn a_debtor_may_receive_but_not_pay(store: &Subject) {
    let recourse = posting(Account::Wallet(party(1)), Account::Wallet(party(2)), 15);
    assert_eq!(store.commit(moving([recourse])).await, Ok(()));
    assert_eq!(store.commit(moving([deposit(party(1), 10)])).await, Ok(()));
    assert_eq!(spendable(store, party(1)).await, -5);
    assert_eq!(store.commit(moving([withdrawal(party(1), 1)])).await, insufficient(1, -5));
    assert_eq!(store.commit(moving([deposit(party(1), 6)])).await, Ok(()));
    assert_eq!(store.commit(moving([withdrawal(party(1), 1)])).await, Ok(()));
    assert_eq!(spendable(store, party(1)).await, 0);
}

/// The largest amount goes in and out to the last unit.
pub async fn amounts_reach_their_maximum(store: &Subject) {
    let most = Amount::MAX.minor();
    assert_eq!(store.commit(moving([deposit(party(1), most)])).await, Ok(()));
    assert_eq!(spendable(store, party(1)).await, (1 << 96) - 1);
    assert_eq!(store.balance(ASSET, Account::World).await, Ok(1 - (1 << 96)));
    assert_eq!(store.commit(moving([withdrawal(party(1), most - 1)])).await, Ok(()));
    assert_eq!(spendable(store, party(1)).await, 1);
    assert_eq!(store.commit(moving([withdrawal(party(1), 2)])).await, insufficient(1, 1));
}

/// Sums of both signs are exact around every border a database could have.
pub async fn sums_go_beyond_64_bits(store: &Subject) {
    let borders = [1_u128 << 31, 1 << 53, 1 << 63, 1 << 64, Amount::MAX.minor()];
    let mut total = 0_i128;
    for border in borders {
        for minor in [border - 1, border, border.saturating_add(1).min(Amount::MAX.minor())] {
            total += i128::try_from(minor).unwrap_or(0);
            let recourse = posting(Account::Wallet(party(1)), Account::Wallet(party(2)), minor);
            assert_eq!(store.commit(moving([recourse])).await, Ok(()));
            assert_eq!(spendable(store, party(1)).await, -total);
            assert_eq!(spendable(store, party(2)).await, total);
        }
    }
}

/// A store books the other side of an escrow only; the instance's snapshot has the rest.
pub async fn an_escrow_has_no_row(store: &Subject) {
    let escrow = Account::Escrow(InstanceId(1));
    let fund = posting(Account::Wallet(party(1)), escrow, 40);
    assert_eq!(store.commit(moving([deposit(party(1), 100), fund])).await, Ok(()));
    assert_eq!(sum(store, ASSET).await, -40);
    let release = posting(escrow, Account::Wallet(party(2)), 30);
    let fee = posting(escrow, Account::Fees, 10);
    assert_eq!(store.commit(moving([release, fee])).await, Ok(()));
    assert_eq!(sum(store, ASSET).await, 0);
    assert_eq!(spendable(store, party(2)).await, 30);
    assert_eq!(store.all_wallets(None, ALL).await.map(|rows| rows.len()), Ok(2));
}

/// MONEY-06: one asset does not pay for another, nor one of the same code with other minor units.
pub async fn assets_do_not_meet(store: &Subject) {
    let other = Asset::new("USDC", 2).expect("an asset");
    assert_eq!(store.commit(moving([deposit(party(1), 10)])).await, Ok(()));
    for asset in [other, Asset::USD] {
        let (_, posting) = withdrawal(party(1), 1);
        let refusal = NotCommitted::Insufficient { party: party(1), asset, balance: 0 };
        assert_eq!(store.commit(moving([(asset, posting)])).await, Err(refusal));
        assert_eq!(store.balance(asset, Account::World).await, Ok(0));
    }
    assert_eq!(sum(store, ASSET).await, 0);
}

/// The assets come in order of code and minor unit, each once.
pub async fn assets_are_known_once_moved(store: &Subject) {
    assert_eq!(store.assets().await, Ok(Vec::new()));
    let longer = Asset::new("USDCX", 3).expect("an asset");
    let finer = Asset::new("USD", 10).expect("an asset");
    for asset in [longer, finer, Asset::USDC, Asset::USD, Asset::USDC] {
        let (_, posting) = deposit(party(1), 1);
        assert_eq!(store.commit(moving([(asset, posting)])).await, Ok(()));
    }
    let order = vec![Asset::USD, finer, Asset::USDC, longer];
    assert_eq!(store.assets().await, Ok(order.clone()));
    let wallets = store.wallets(party(1)).await.expect("wallets are read");
    assert_eq!(wallets.iter().map(|wallet| wallet.asset).collect::<Vec<_>>(), order);
}

/// Positions are sums of their changes and leave the balance alone.
pub async fn positions_add_up(store: &Subject) {
    let change = |held, pending| Position { party: party(1), asset: ASSET, held, pending };
    let first = Commit {
        positions: vec![change(10, 0), change(0, 5), change(i128::from(u64::MAX), 0)],
        ..moving([deposit(party(1), 3)])
    };
    assert_eq!(store.commit(first).await, Ok(()));
    let held = i128::from(u64::MAX) + 10;
    let wallet = Wallet { asset: ASSET, balance: 3, held, pending: 5 };
    assert_eq!(store.wallets(party(1)).await, Ok(vec![wallet]));
    let second = Commit { positions: vec![change(-held, -2)], ..Commit::default() };
    assert_eq!(store.commit(second).await, Ok(()));
    let wallet = Wallet { asset: ASSET, balance: 3, held: 0, pending: 3 };
    assert_eq!(store.wallets(party(1)).await, Ok(vec![wallet]));
    assert_eq!(sum(store, ASSET).await, 0);
}

/// A change of nothing leaves no row behind.
pub async fn a_position_of_nothing_makes_no_wallet(store: &Subject) {
    let nothing = Position { party: party(1), asset: ASSET, held: 0, pending: 0 };
    let before = Picture::of(store).await;
    let commit = Commit { positions: vec![nothing], ..Commit::default() };
    assert_eq!(store.commit(commit).await, Ok(()));
    assert_eq!(Picture::of(store).await, before);
}

/// The audit reads every wallet once, in order of party and asset.
pub async fn wallets_are_paged_by_party_and_asset(store: &Subject) {
    let finer = Asset::new("USD", 10).expect("an asset");
    let assets = [Asset::CREDIT, Asset::USD, finer, Asset::USDC];
    let parties = [1_u128, 2, 256, 1 << 127];
    for number in parties.iter().rev() {
        for asset in assets.iter().rev() {
            let from = Account::World;
            let posting =
                Posting { from, to: Account::Wallet(party(*number)), amount: Amount::MAX };
            assert_eq!(store.commit(moving([(*asset, posting)])).await, Ok(()));
        }
    }
    let all = store.all_wallets(None, ALL).await.expect("wallets are read");
    let keys = all.iter().map(|(party, wallet)| (*party, wallet.asset)).collect::<Vec<_>>();
    let order = parties.iter().flat_map(|number| assets.map(|asset| (party(*number), asset)));
    assert_eq!(keys, order.collect::<Vec<_>>());
    let mut paged = Vec::new();
    let mut after = None;
    loop {
        let page = store.all_wallets(after, 3).await.expect("wallets are read");
        let Some((party, wallet)) = page.last() else { break };
        after = Some((*party, wallet.asset));
        paged.extend(page);
    }
    assert_eq!(paged, all);
}
