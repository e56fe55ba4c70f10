//! Many writers at once. Each task stands for a server of its own: it knows only what it read.

use std::future::Future;

use earnest::ledger::Account;
use tokio::task::JoinSet;

use crate::store::{Commit, Failure, NotCommitted};

use super::sample::{
    ALL, ASSET, Subject, append, appending, conflict, counting, deposit, id, moving, party,
    posting, receipt, spendable, sum, tally, withdrawal, write, writing,
};

const WRITERS: u128 = 16;
const ROUNDS: u64 = 20;

/// One task a writer, all at once; their answers in no particular order.
async fn race<F>(writer: impl Fn(u128) -> F) -> Vec<F::Output>
where
    F: Future<Output: Send> + Send + 'static,
{
    let mut tasks = JoinSet::new();
    for number in 0..WRITERS {
        tasks.spawn(writer(number));
    }
    tasks.join_all().await
}

/// Commits, and waits when too many do.
async fn commit(store: &Subject, commit: Commit) -> Result<(), NotCommitted> {
    loop {
        match store.commit(commit.clone()).await {
            Err(NotCommitted::Failed(Failure::Busy)) => tokio::task::yield_now().await,
            answer => return answer,
        }
    }
}

/// STORE-02: load, decide, commit, and again when the race is lost: no entry is lost or written
/// twice.
pub async fn every_increment_lands_once(store: &Subject) {
    race(|number| {
        let store = store.clone();
        async move {
            let (mut landed, mut lost) = (0, 0);
            while landed < ROUNDS {
                let stream = store.stream(id(1)).await.expect("a stream is read");
                let mut next = append(id(1), stream.map_or(0, |stream| stream.number), 1);
                next.entries[0].body = format!("{number}/{landed}").into();
                match commit(&store, appending([next])).await {
                    Ok(()) => landed += 1,
                    refusal => {
                        assert_eq!(refusal, Err(NotCommitted::Raced(id(1))));
                        // Every landing of another is lost to at most once.
                        lost += 1;
                        assert!(lost <= ROUNDS * 16, "a race was lost to nobody");
                    }
                }
            }
        }
    })
    .await;
    let entries = store.entries(id(1), 0, ALL).await.expect("entries are read");
    let mut bodies = entries.iter().map(|entry| entry.body.clone()).collect::<Vec<_>>();
    assert!(entries.iter().map(|entry| entry.number).eq(1..=ROUNDS * 16));
    bodies.sort();
    bodies.dedup();
    assert_eq!(bodies.len(), entries.len());
    let stream = store.stream(id(1)).await.expect("a stream is read");
    assert_eq!(stream.map(|stream| stream.number), Some(ROUNDS * 16));
}

/// STORE-04: everyone creates the same stream; the entries of one only are kept.
pub async fn one_of_two_creations_wins(store: &Subject) {
    let answers = race(|number| {
        let store = store.clone();
        async move {
            let mut created = append(id(1), 0, 2);
            created.stream.snapshot = number.to_string().into();
            created.entries[0].body = number.to_string().into();
            commit(&store, appending([created])).await.map(|()| number)
        }
    })
    .await;
    let winners = answers.iter().filter_map(|answer| answer.as_ref().ok()).collect::<Vec<_>>();
    assert_eq!(winners.len(), 1, "{answers:?}");
    let raced = Err(NotCommitted::Raced(id(1)));
    assert_eq!(answers.iter().filter(|answer| **answer == raced).count(), answers.len() - 1);
    let stream = store.stream(id(1)).await.expect("a stream is read").expect("it exists");
    let entries = store.entries(id(1), 0, ALL).await.expect("entries are read");
    assert_eq!(*stream.snapshot, winners[0].to_string());
    assert_eq!((entries.len(), &*entries[0].body), (2, &*stream.snapshot));
}

/// Everyone wants one name.
pub async fn one_of_many_takes_a_key(store: &Subject) {
    let answers = race(|number| {
        let store = store.clone();
        async move {
            let (body, own) = (number.to_string(), format!("own/{number}"));
            let writes = [write("user", "ann", 0, Some(&body)), write("user", &own, 0, Some("{}"))];
            commit(&store, writing(writes)).await.map(|()| body)
        }
    })
    .await;
    let winners = answers.iter().filter_map(|answer| answer.as_ref().ok()).collect::<Vec<_>>();
    assert_eq!(winners.len(), 1, "{answers:?}");
    let lost = Err(conflict("user", "ann"));
    assert_eq!(answers.iter().filter(|answer| **answer == lost).count(), answers.len() - 1);
    let kept = store.document("user", "ann").await.expect("a document is read");
    assert_eq!(kept.map(|document| document.body).as_ref(), Some(winners[0]));
    let own = store.documents("user", "own/", None, ALL).await;
    assert_eq!(own.map(|own| own.len()), Ok(1));
}

/// STORE-05: one request, sent again and again before the first answer.
pub async fn one_of_many_answers_a_request(store: &Subject) {
    let answers = race(|number| {
        let store = store.clone();
        async move {
            let receipt = Some(receipt(1, &number.to_string()));
            let paid = Commit { receipt, ..moving([deposit(party(1), 10)]) };
            commit(&store, paid).await.map(|()| number)
        }
    })
    .await;
    let winners = answers.iter().filter_map(|answer| answer.as_ref().ok()).collect::<Vec<_>>();
    assert_eq!(winners.len(), 1, "{answers:?}");
    let late = Err(NotCommitted::Answered);
    assert_eq!(answers.iter().filter(|answer| **answer == late).count(), answers.len() - 1);
    let kept = store.receipt(receipt(1, "").key).await.expect("a receipt is read");
    assert_eq!(kept.map(|receipt| receipt.answer), Some(winners[0].to_string()));
    assert_eq!(spendable(store, party(1)).await, 10);
}

/// STORE-08: everyone wants one of few places.
pub async fn a_bounded_count_is_never_passed(store: &Subject) {
    let landed = race(|_| {
        let store = store.clone();
        async move {
            let mut landed = 0_u64;
            for _ in 0..ROUNDS {
                let place = counting([tally("load/1", 1, Some(50))]);
                match commit(&store, place).await {
                    Ok(()) => landed += 1,
                    refusal => assert_eq!(refusal, Err(NotCommitted::Full("load/1".to_owned()))),
                }
            }
            landed
        }
    })
    .await;
    assert_eq!(landed.iter().sum::<u64>(), 50);
    assert_eq!(store.tally("load/1").await, Ok(50));
}

/// STORE-03: withdrawals that together exceed a wallet: it pays for as many as it can, to the last
/// unit.
pub async fn withdrawals_never_overdraw_a_wallet(store: &Subject) {
    assert_eq!(store.commit(moving([deposit(party(1), 1_000)])).await, Ok(()));
    let paid = race(|_| {
        let store = store.clone();
        async move {
            let mut paid = 0_i128;
            for _ in 0..ROUNDS {
                match commit(&store, moving([withdrawal(party(1), 7)])).await {
                    Ok(()) => paid += 7,
                    Err(NotCommitted::Insufficient { balance, .. }) => {
                        assert!((0..7).contains(&balance), "{balance}");
                    }
                    Err(other) => panic!("{other}"),
                }
            }
            paid
        }
    })
    .await;
    // 142 withdrawals of 7 fit into 1,000.
    assert_eq!(paid.iter().sum::<i128>(), 994);
    assert_eq!(spendable(store, party(1)).await, 6);
    assert_eq!(store.balance(ASSET, Account::World).await, Ok(-6));
}

/// Many movements over the same few rows: nothing is lost.
pub async fn concurrent_payments_add_up(store: &Subject) {
    race(|number| {
        let store = store.clone();
        async move {
            for _ in 0..ROUNDS {
                let (own, next) = (party(number % 4), party((number + 1) % 4));
                let fee = posting(Account::Wallet(own), Account::Fees, 1);
                let pay = posting(Account::Wallet(own), Account::Wallet(next), 5);
                let commit = commit(&store, moving([deposit(own, 10), fee, pay])).await;
                assert_eq!(commit, Ok(()));
            }
        }
    })
    .await;
    // Each party takes 10, pays 6 and gets 5, in 4 tasks of 20 rounds.
    for number in 0..4 {
        assert_eq!(spendable(store, party(number)).await, 9 * 80);
    }
    assert_eq!(store.balance(ASSET, Account::Fees).await, Ok(320));
    assert_eq!(sum(store, ASSET).await, 0);
}

/// STORE-04: commits over the same streams and wallets in opposite orders: each is kept or refused.
pub async fn commits_that_cross_do_not_block_each_other(store: &Subject) {
    let both = [append(id(1), 0, 1), append(id(2), 0, 1)];
    assert_eq!(store.commit(appending(both)).await, Ok(()));
    let landed = race(|number| {
        let store = store.clone();
        async move {
            let mut landed = 0_u64;
            for _ in 0..ROUNDS {
                let mut appends = Vec::new();
                for stream in if number % 2 == 0 { [1, 2] } else { [2, 1] } {
                    let stream = store.stream(id(stream)).await.expect("a stream is read");
                    let stream = stream.expect("it exists");
                    appends.push(append(stream.id, stream.number, 1));
                }
                let payers = if number % 2 == 0 { [1, 2] } else { [2, 1] };
                let postings = payers.map(|payer| deposit(party(payer), 1)).to_vec();
                let crossing = Commit { postings, ..appending(appends) };
                match commit(&store, crossing).await {
                    Ok(()) => landed += 1,
                    Err(NotCommitted::Raced(_)) => {}
                    Err(other) => panic!("{other}"),
                }
            }
            landed
        }
    })
    .await;
    let landed = landed.iter().sum::<u64>();
    for stream in [1, 2] {
        let stream = store.stream(id(stream)).await.expect("a stream is read");
        assert_eq!(stream.map(|stream| stream.number), Some(landed + 1));
    }
    assert_eq!(spendable(store, party(1)).await, i128::from(landed));
    assert_eq!(spendable(store, party(2)).await, i128::from(landed));
}
