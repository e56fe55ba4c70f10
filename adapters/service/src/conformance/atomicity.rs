//! All of a commit or none of it, and which refusal comes first.

use crate::store::{Commit, NotCommitted, Position};

use super::sample::{
    ASSET, Picture, Subject, append, appending, conflict, deposit, due_at, id, is_malformed,
    listed, moving, outgoing, party, posting, receipt, tally, unlisted, withdrawal, write, writing,
};
use earnest::ledger::Account;

/// What every fact here starts from: two streams, a user, money and a waiting message.
async fn furnished(store: &Subject) {
    let first = due_at(listed(append(id(1), 0, 2), "all", "DRAFT"), 100);
    let second = listed(append(id(2), 0, 1), "all", "OPEN");
    let commit = Commit {
        documents: vec![write("user", "ann", 0, Some("{}"))],
        postings: vec![deposit(party(1), 100), deposit(party(2), 50)],
        tallies: vec![tally("load/1", 2, None)],
        receipt: Some(receipt(1, "first")),
        outbox: vec![outgoing(1, 10)],
        ..appending([first, second])
    };
    assert_eq!(store.commit(commit).await, Ok(()));
}

/// A commit that does three things of every kind, and would be kept.
fn rich() -> Commit {
    Commit {
        appends: vec![
            due_at(unlisted(listed(append(id(1), 2, 1), "open", "OPEN"), "all"), 50),
            listed(append(id(2), 1, 2), "all", "DRAFT"),
            due_at(listed(append(id(3), 0, 1), "all", "OPEN"), 20),
        ],
        documents: vec![
            write("user", "ann", 1, None),
            write("user", "ben", 0, Some("{}")),
            write("user", "cat", 0, Some("{}")),
        ],
        postings: vec![
            withdrawal(party(1), 60),
            posting(Account::Wallet(party(2)), Account::Fees, 50),
            withdrawal(party(1), 40),
        ],
        tallies: vec![
            tally("load/1", 1, Some(3)),
            tally("load/2", 4, Some(4)),
            tally("load/3", -1, None),
        ],
        positions: vec![Position { party: party(3), asset: ASSET, held: 5, pending: 6 }],
        receipt: Some(receipt(2, "second")),
        outbox: vec![outgoing(2, 20), outgoing(3, 30)],
    }
}

/// Every kind of refusal, at every place of a commit where it can arise.
fn faults() -> Vec<(Commit, Option<NotCommitted>)> {
    let mut faults = Vec::new();
    let mut fault = |change: &dyn Fn(&mut Commit), refusal: Option<NotCommitted>| {
        let mut commit = rich();
        change(&mut commit);
        faults.push((commit, refusal));
    };
    fault(&|commit| commit.receipt = Some(receipt(1, "again")), Some(NotCommitted::Answered));
    for place in 0..3 {
        fault(&|commit| commit.appends[place].entries[0].body = "\0".into(), None);
        fault(&|commit| commit.documents[place].key.push('\0'), None);
        let stream = rich().appends[place].stream.id;
        let raced = NotCommitted::Raced(stream);
        fault(&|commit| commit.appends[place] = append(stream, 9, 1), Some(raced));
        let key = rich().documents[place].key.clone();
        let other = |commit: &mut Commit| {
            let expected = commit.documents[place].expected + 7;
            commit.documents[place] = write("user", &key, expected, Some("{}"));
        };
        fault(&other, Some(conflict("user", &key)));
        let name = rich().tallies[place].name.clone();
        let full = |commit: &mut Commit| commit.tallies[place] = tally(&name, 1, Some(0));
        fault(&full, Some(NotCommitted::Full(name.clone())));
        let poor = |commit: &mut Commit| {
            commit.postings[place] = withdrawal(party(9), 1);
        };
        let refusal = NotCommitted::Insufficient { party: party(9), asset: ASSET, balance: 0 };
        fault(&poor, Some(refusal));
    }
    fault(&|commit| commit.outbox[1].id = 1, None);
    faults
}

/// STORE-01: every kind of failure, at every place, leaves no trace; without it the commit is kept.
pub async fn a_refused_commit_leaves_nothing(store: &Subject) {
    furnished(store).await;
    let before = Picture::of(store).await;
    for (commit, refusal) in faults() {
        let answer = store.commit(commit.clone()).await;
        match refusal {
            Some(refusal) => assert_eq!(answer, Err(refusal), "{commit:#?}"),
            None => assert!(is_malformed(&answer), "{answer:?} to {commit:#?}"),
        }
        assert_eq!(Picture::of(store).await, before, "after {commit:#?}");
    }
    assert_eq!(store.commit(rich()).await, Ok(()));
    let after = Picture::of(store).await;
    assert_ne!(after, before);
    assert_eq!(store.commit(rich()).await, Err(NotCommitted::Answered));
    assert_eq!(Picture::of(store).await, after);
}

/// A commit with every fault at once, to take faults out of.
fn wrong() -> Commit {
    Commit {
        documents: vec![write("user", "ann", 4, Some("{}"))],
        tallies: vec![tally("load/1", 1, Some(2))],
        postings: vec![withdrawal(party(9), 1)],
        receipt: Some(receipt(1, "again")),
        ..appending([append(id(1), 9, 1)])
    }
}

/// STORE-07: a repeated request is recognised even when its world has moved on.
pub async fn an_answered_request_comes_before_everything_but_malformed(store: &Subject) {
    furnished(store).await;
    assert_eq!(store.commit(wrong()).await, Err(NotCommitted::Answered));
    let mut malformed = wrong();
    malformed.appends[0].entries.clear();
    assert!(is_malformed(&store.commit(malformed).await));
}

/// Streams are compared before documents and wallets, the first one given first.
pub async fn a_race_comes_before_a_conflict(store: &Subject) {
    furnished(store).await;
    let mut commit = Commit { receipt: None, ..wrong() };
    commit.appends.insert(0, append(id(2), 9, 1));
    assert_eq!(store.commit(commit).await, Err(NotCommitted::Raced(id(2))));
}

/// STORE-07: documents are compared before tallies, and those before wallets.
pub async fn a_conflict_comes_before_a_full_tally_and_a_low_wallet(store: &Subject) {
    furnished(store).await;
    let commit = Commit { receipt: None, appends: Vec::new(), ..wrong() };
    assert_eq!(store.commit(commit).await, Err(conflict("user", "ann")));
    let mut commit =
        Commit { documents: Vec::new(), receipt: None, appends: Vec::new(), ..wrong() };
    assert_eq!(store.commit(commit.clone()).await, Err(NotCommitted::Full("load/1".to_owned())));
    commit.tallies.clear();
    let refusal = NotCommitted::Insufficient { party: party(9), asset: ASSET, balance: 0 };
    assert_eq!(store.commit(commit).await, Err(refusal));
}

/// STORE-05: the second commit under one key is refused, whatever it says, and the first answer
/// stands.
pub async fn a_request_is_answered_once(store: &Subject) {
    let commit =
        |answer| Commit { receipt: Some(receipt(1, answer)), ..moving([deposit(party(1), 10)]) };
    assert_eq!(store.commit(commit("first")).await, Ok(()));
    assert_eq!(store.commit(commit("second")).await, Err(NotCommitted::Answered));
    let kept = store.receipt(receipt(1, "").key).await;
    assert_eq!(kept, Ok(Some(receipt(1, "first"))));
    assert_eq!(store.receipt(receipt(2, "").key).await, Ok(None));
    assert_eq!(super::sample::spendable(store, party(1)).await, 10);
}

/// A refusal stores no answer, so that the request can be repeated.
pub async fn a_refused_request_is_not_answered(store: &Subject) {
    let commit = Commit { receipt: Some(receipt(1, "paid")), ..moving([withdrawal(party(1), 10)]) };
    let refusal = NotCommitted::Insufficient { party: party(1), asset: ASSET, balance: 0 };
    assert_eq!(store.commit(commit.clone()).await, Err(refusal));
    assert_eq!(store.receipt(receipt(1, "").key).await, Ok(None));
    assert_eq!(store.commit(moving([deposit(party(1), 10)])).await, Ok(()));
    assert_eq!(store.commit(commit).await, Ok(()));
}

/// Nothing asked, nothing done.
pub async fn an_empty_commit_changes_nothing(store: &Subject) {
    furnished(store).await;
    let before = Picture::of(store).await;
    assert_eq!(store.commit(Commit::default()).await, Ok(()));
    assert_eq!(store.commit(writing([])).await, Ok(()));
    assert_eq!(Picture::of(store).await, before);
    assert_eq!(store.ready().await, Ok(()));
}
