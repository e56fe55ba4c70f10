//! What a failing disk does to those who wait. The disk's part is played by `Work::Fail`.

use std::ffi::c_int;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};

use earnest::ids::{Digest, InstanceId};
use earnest::time::Timestamp;
use earnest_service::store::{
    Append, Commit, Entry, Failure, NotCommitted, Outgoing, Store, Stream,
};
use rusqlite::ffi;

use super::Work;
use crate::batch::Outcome;
use crate::{Settings, Sqlite};

/// Called before each COMMIT.
pub(super) fn fail<'w>(mut work: impl Iterator<Item = &'w Work>) -> rusqlite::Result<()> {
    work.try_for_each(|item| match item {
        Work::Fail(code) => Err(rusqlite::Error::SqliteFailure(ffi::Error::new(*code), None)),
        Work::Commit(_) | Work::Settle { .. } | Work::Hold { .. } => Ok(()),
    })
}

/// Called in their place in the batch.
pub(super) fn held(work: &Work) -> Outcome {
    if let Work::Hold { begun, until } = work {
        begun.store(true, Ordering::Release);
        // Nothing is ever sent.
        let _ = until.lock().expect("one thread holds it").recv();
    }
    Ok(Ok(()))
}

fn creation(id: u128) -> Commit {
    let head = Digest([7; 32]);
    let entry = Entry {
        number: 1,
        at: Timestamp::EPOCH,
        kind: "record".into(),
        body: "{}".into(),
        document: None,
        hash: head,
    };
    let stream = Stream {
        id: InstanceId(id),
        kind: "marketplace".into(),
        number: 1,
        head,
        basis: "{}".into(),
        brief: None,
        snapshot: "{}".into(),
        deadline: None,
    };
    let append =
        Append { stream, expected: 0, entries: vec![entry], listed: vec![], unlisted: vec![] };
    Commit { appends: vec![append], ..Commit::default() }
}

fn store() -> (Sqlite, tempfile::TempDir) {
    store_with(&Settings::default())
}

fn store_with(settings: &Settings) -> (Sqlite, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("earnest.db");
    (Sqlite::open_with(file, settings).expect("a store"), folder)
}

/// A batch whose COMMIT fails with `code`, and what its commands are answered.
async fn doomed(store: &Sqlite, code: c_int) -> [Result<(), NotCommitted>; 3] {
    // Polled in this order before the writer can wake, or in a batch each: no difference here.
    let (fail, first, second) = tokio::join!(
        store.write(Work::Fail(code)),
        store.commit(creation(1)),
        store.commit(creation(2)),
    );
    [fail, first, second]
}

fn is_unavailable(answer: &Result<(), NotCommitted>) -> bool {
    matches!(answer, Err(NotCommitted::Failed(Failure::Unavailable(_))))
}

/// STORE-06: whatever may or may not have reached the disk, nothing is written after it.
#[tokio::test]
async fn a_failed_fsync_stops_the_writer_and_not_the_readers() {
    for code in [ffi::SQLITE_IOERR_FSYNC, ffi::SQLITE_IOERR_WRITE, ffi::SQLITE_IOERR] {
        let (store, folder) = store();
        assert_eq!(store.commit(creation(9)).await, Ok(()));
        assert!(is_unavailable(&store.write(Work::Fail(code)).await));
        let late = store.commit(creation(8)).await;
        assert!(is_unavailable(&late), "{late:?}");
        assert!(matches!(store.ready().await, Err(Failure::Unavailable(_))));
        assert!(store.settle(1, None).await.is_err());
        let kept = store.stream(InstanceId(9)).await.expect("reads go on");
        assert!(kept.is_some());
        store.close().await;
        let again = Sqlite::open(folder.path().join("earnest.db")).expect("a restart helps");
        assert_eq!(again.commit(creation(8)).await, Ok(()));
    }
}

/// Everyone in a batch that was not kept hears so, and nothing of it is there.
#[tokio::test]
async fn a_batch_that_fails_is_answered_whole() {
    let (store, _folder) = store();
    let answers = doomed(&store, ffi::SQLITE_IOERR_FSYNC).await;
    assert!(answers.iter().all(is_unavailable), "{answers:?}");
    assert_eq!(store.streams(None, 10).await, Ok(Vec::new()));
}

/// Space may come back, so the next batch is tried.
#[tokio::test]
async fn a_full_disk_does_not_stop_the_writer() {
    let (store, _folder) = store();
    assert!(is_unavailable(&store.write(Work::Fail(ffi::SQLITE_FULL)).await));
    assert_eq!(store.ready().await, Ok(()));
    assert_eq!(store.commit(creation(1)).await, Ok(()));
}

/// A command that SQLite chokes on is answered alone; the rest of its batch is kept.
#[tokio::test]
async fn one_bad_command_does_not_take_its_batch_along() {
    let (store, folder) = store();
    for stream in [4, 5, 6] {
        assert_eq!(store.commit(creation(stream)).await, Ok(()));
    }
    // An entry that its stream does not know of: only a damaged file has one.
    let file = folder.path().join("earnest.db");
    rusqlite::Connection::open(&file)
        .and_then(|db| {
            db.execute(
                "INSERT INTO entry SELECT NULL, row, 2, 0, 'record', x'00', '{}', NULL
                     FROM stream WHERE id = ?1",
                [5_u128.to_be_bytes()],
            )
        })
        .expect("a damaged file");
    let message = Outgoing { id: 1, after: Timestamp::EPOCH, body: "{}".into() };
    let with_message = Commit { outbox: vec![message], ..second(5) };
    let (first, bad, last) =
        tokio::join!(store.commit(second(4)), store.commit(with_message), store.commit(second(6)));
    assert_eq!((first, last), (Ok(()), Ok(())));
    assert!(matches!(bad, Err(NotCommitted::Failed(Failure::Damaged(_)))), "{bad:?}");
    assert_eq!(store.outbox(Timestamp::MAX, 10).await, Ok(Vec::new()));
    let numbers = store.streams(None, 10).await.expect("streams are read");
    assert_eq!(numbers.iter().map(|it| it.number).collect::<Vec<_>>(), [2, 1, 2]);
    for stream in [4, 6] {
        let entries = store.entries(InstanceId(stream), 0, 10).await;
        assert_eq!(entries.map(|all| all.len()), Ok(2), "{stream}");
    }
}

/// What comes after [`creation`].
fn second(stream: u128) -> Commit {
    let mut next = creation(stream);
    for append in &mut next.appends {
        append.expected = 1;
        append.stream.number = 2;
        append.entries[0].number = 2;
    }
    next
}

/// Commands that wait together are decided one upon the other, also when both are new.
#[tokio::test]
async fn commands_of_one_batch_see_each_other() {
    let (store, _folder) = store();
    let next = second(1);
    let (created, again, next, late) = tokio::join!(
        store.commit(creation(1)),
        store.commit(creation(1)),
        store.commit(next.clone()),
        store.commit(next.clone()),
    );
    let raced = Err(NotCommitted::Raced(InstanceId(1)));
    assert_eq!((created, again, next, late), (Ok(()), raced.clone(), Ok(()), raced));
    let kept = store.stream(InstanceId(1)).await.expect("a stream is read");
    assert_eq!(kept.map(|stream| stream.number), Some(2));
}

/// What becomes of commands that are queued while a transaction is under way, and of its own.
async fn joining<T>(
    store: &Sqlite,
    late: impl Future<Output = T>,
) -> (Result<(), NotCommitted>, T) {
    let (begun, (release, until)) = (Arc::new(AtomicBool::new(false)), mpsc::channel());
    let hold = Work::Hold { begun: Arc::clone(&begun), until: until.into() };
    tokio::join!(store.write(hold), async {
        while !begun.load(Ordering::Acquire) {
            tokio::task::yield_now().await;
        }
        // They are queued when they are polled first; only then is the writer let go.
        tokio::join!(late, async { drop(release) }).0
    })
}

/// STORE-02
#[tokio::test]
async fn late_commands_join_the_transaction_and_see_what_it_writes() {
    let (store, _folder) = store();
    let late = async {
        let (created, again) = (store.commit(creation(1)), store.commit(creation(1)));
        tokio::join!(created, again, store.commit(second(1)))
    };
    let raced = |id| Err(NotCommitted::Raced(InstanceId(id)));
    assert_eq!(joining(&store, late).await, (Ok(()), (Ok(()), raced(1), Ok(()))));
    // Of these the first is written before the second comes.
    let later = async { tokio::join!(store.commit(creation(2)), store.commit(second(2))) };
    let late = async { tokio::join!(store.commit(creation(2)), joining(&store, later)) };
    assert_eq!(joining(&store, late).await, (Ok(()), (Ok(()), (Ok(()), (raced(2), Ok(()))))));
    let numbers = store.streams(None, 10).await.expect("streams are read");
    assert_eq!(numbers.iter().map(|it| it.number).collect::<Vec<_>>(), [2, 2]);
    for stream in [1, 2] {
        let entries = store.entries(InstanceId(stream), 0, 10).await;
        assert_eq!(entries.map(|all| all.len()), Ok(2), "{stream}");
    }
}

/// STORE-01
#[tokio::test]
async fn a_transaction_fails_with_those_that_joined_it() {
    let (store, _folder) = store();
    let late = async {
        tokio::join!(store.commit(creation(1)), store.write(Work::Fail(ffi::SQLITE_FULL)))
    };
    let (own, (joined, failing)) = joining(&store, late).await;
    for answer in [own, joined, failing] {
        assert!(is_unavailable(&answer), "{answer:?}");
    }
    assert_eq!(store.streams(None, 10).await, Ok(Vec::new()));
    assert_eq!(store.commit(creation(1)).await, Ok(()));
}

#[tokio::test]
async fn no_more_join_a_transaction_than_it_may_keep() {
    let (store, _folder) = store_with(&Settings { batch: 2, ..Settings::default() });
    let late = async {
        tokio::join!(store.commit(creation(1)), store.write(Work::Fail(ffi::SQLITE_FULL)))
    };
    let (own, (joined, failing)) = joining(&store, late).await;
    assert_eq!((own, joined), (Ok(()), Ok(())));
    assert!(is_unavailable(&failing), "{failing:?}");
}

/// Three times a transaction takes what came meanwhile; then it ends, so that nobody waits for ever.
#[tokio::test]
async fn a_transaction_ends_although_more_commands_come() {
    let (store, _folder) = store();
    let failing = || store.write(Work::Fail(ffi::SQLITE_FULL));
    let (first, (second, (third, last))) =
        joining(&store, joining(&store, joining(&store, failing()))).await;
    for answer in [first, second, third, last] {
        assert!(is_unavailable(&answer), "{answer:?}");
    }
    let (first, (second, (third, (fourth, later)))) =
        joining(&store, joining(&store, joining(&store, joining(&store, failing())))).await;
    assert_eq!([first, second, third, fourth], [const { Ok(()) }; 4]);
    assert!(is_unavailable(&later), "{later:?}");
}

/// A transaction that cannot begin is refused for what keeps it from beginning.
#[tokio::test]
async fn commands_that_nobody_lets_write_are_told_so() {
    let (store, folder) = store();
    let other = rusqlite::Connection::open(folder.path().join("earnest.db")).expect("another");
    other.execute_batch("BEGIN IMMEDIATE").expect("the right to write");
    let (first, second) = tokio::join!(store.commit(creation(1)), store.commit(creation(2)));
    assert_eq!([first, second], [const { Err(NotCommitted::Failed(Failure::Busy)) }; 2]);
    other.execute_batch("ROLLBACK").expect("the right is given back");
    assert_eq!(store.commit(creation(1)).await, Ok(()));
}

/// One more than the queue holds is told to come again.
#[tokio::test]
async fn a_full_queue_is_busy() {
    let (store, _folder) = store_with(&Settings { queue: 2, batch: 1, ..Settings::default() });
    // The writer has the first, and the queue fills up behind it.
    let behind = async {
        tokio::join!(
            store.commit(creation(2)),
            store.commit(creation(3)),
            store.commit(creation(4)),
            store.ready(),
        )
    };
    let (first, (second, third, busy, ready)) = joining(&store, behind).await;
    assert_eq!((first, second, third), (Ok(()), Ok(()), Ok(())));
    assert_eq!((busy, ready), (Err(Failure::Busy.into()), Err(Failure::Busy)));
    assert_eq!(store.ready().await, Ok(()));
}
