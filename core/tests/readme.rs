//! The README's ten lines compile, and do what they say.

use earnest::marketplace::{Command, Fund, Marketplace, Terms};
use earnest::{Instance, Order, authority::Actor, ids::*, ledger::Ledger, time::Timestamp};

fn fund(terms: Terms, ledger: &mut Ledger, now: Timestamp) -> Option<Instance<Marketplace>> {
    let (buyer, asset) = (terms.buyer, terms.asset);
    let task = Instance::<Marketplace>::open(InstanceId(1), terms, now);
    let order =
        Order { id: OrderId(1), by: Actor::Party(buyer), at: now, command: Command::Fund(Fund {}) };
    let record = task.step(&order).ok()?; // decides, or refuses with a stable code
    ledger.book(asset, record.postings.iter()).ok()?; // all of the postings, or none
    task.after(&record) // keep the record and this, in one commit
}

/// The README shows these lines and no others.
#[test]
fn the_readme_shows_what_compiles() {
    let readme = include_str!("../../README.md");
    let (_, rest) = readme.split_once("```rust\n").unwrap();
    let (shown, _) = rest.split_once("```").unwrap();
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let here = plain(include_str!("readme.rs"));
    for line in shown.lines().map(plain).filter(|line| !line.is_empty()) {
        let code = line.split("//").next().map(plain).unwrap_or_default();
        assert!(here.contains(&code), "{line}");
    }
}

#[test]
fn a_task_is_funded_from_the_wallet() {
    use earnest::ledger::{Account, Posting};
    use earnest::money::Amount;

    let terms = earnest_explorer::cast::terms();
    let now = Timestamp::EPOCH;
    let mut ledger = Ledger::default();
    assert!(fund(terms.clone(), &mut ledger, now).is_none(), "the wallet is empty");
    let (from, to) = (Account::World, Account::Wallet(terms.buyer));
    let deposit = Posting { from, to, amount: Amount::MAX };
    ledger.book(terms.asset, [&deposit]).unwrap();
    let task = fund(terms.clone(), &mut ledger, now).unwrap();
    let held = i128::try_from(terms.budget.minor()).unwrap();
    assert_eq!(ledger.balance(terms.asset, Account::Escrow(task.id)), held);
    assert_eq!(task.options(Actor::Party(terms.buyer), now).count(), 1);
}
