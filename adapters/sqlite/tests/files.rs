//! What only a file can do: come back, be held by another, be full, be old, be foreign.

use std::fs;
use std::path::{Path, PathBuf};

use earnest::ids::{Digest, InstanceId, PartyId};
use earnest::ledger::{Account, Posting};
use earnest::money::{Amount, Asset};
use earnest::time::Timestamp;
use earnest_service::store::{
    Append, Commit, Entry, Failure, Listing, NotCommitted, Outgoing, Position, Receipt, Sort,
    Store, Stream, Tally, Write,
};
use earnest_sqlite::{OpenError, Settings, Sqlite};
use tempfile::TempDir;

const PARTY: PartyId = PartyId(7);

fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("earnest.db");
    (folder, file)
}

fn open(file: &Path) -> Sqlite {
    Sqlite::open(file).expect("a store")
}

/// A stream of one entry and everything else a commit can hold.
fn full(id: u128) -> Commit {
    let text = |name: &str| format!("{name}/{id}");
    let head = Digest([id as u8; 32]);
    let at = Timestamp::from_millis(id as u64).expect("a time");
    let entry = Entry {
        number: 1,
        at,
        kind: "record".into(),
        body: text("body").into(),
        document: Some(text("document").into()),
        hash: head,
    };
    let stream = Stream {
        id: InstanceId(id),
        kind: "marketplace".into(),
        number: 1,
        head,
        basis: text("basis").into(),
        brief: Some(text("brief").into()),
        snapshot: text("snapshot").into(),
        deadline: Some(at),
    };
    let listing = Listing { list: "all".to_owned(), facet: text("facet") };
    let append = Append {
        stream,
        expected: 0,
        entries: vec![entry],
        listed: vec![listing],
        unlisted: vec![],
    };
    let write = Write {
        collection: "user".to_owned(),
        key: text("key"),
        expected: 0,
        body: Some(text("body")),
    };
    let (from, to) = (Account::World, Account::Wallet(PARTY));
    Commit {
        appends: vec![append],
        postings: vec![(Asset::USDC, Posting { from, to, amount: Amount::MAX })],
        positions: vec![Position { party: PARTY, asset: Asset::USDC, held: 1, pending: -1 }],
        documents: vec![write],
        tallies: vec![Tally { name: "load".to_owned(), change: 1, at_most: None }],
        receipt: Some(Receipt { key: head, payload: head, at, answer: text("answer") }),
        outbox: vec![Outgoing { id, after: at, body: text("message") }],
    }
}

/// Everything that `full` put there, as text.
async fn picture(store: &Sqlite) -> String {
    let mut entries = Vec::new();
    let streams = store.streams(None, 1_000).await.expect("streams");
    for stream in &streams {
        entries.push(store.entries(stream.id, 0, 1_000).await.expect("entries"));
    }
    let mut receipts = Vec::new();
    for key in 0..10 {
        receipts.push(store.receipt(Digest([key; 32])).await.expect("a receipt"));
    }
    let list = store.list("all", None, None, Sort::Newest, 1_000).await;
    let due = store.due(Timestamp::MAX, 1_000).await;
    let wallets = store.all_wallets(None, 1_000).await;
    let world = store.balance(Asset::USDC, Account::World).await;
    let assets = store.assets().await;
    let documents = store.documents("user", "", None, 1_000).await;
    let tally = store.tally("load").await;
    let outbox = store.outbox(Timestamp::MAX, 1_000).await;
    format!(
        "{streams:#?}{entries:#?}{list:#?}{due:#?}{wallets:#?}{world:#?}{assets:#?}{documents:#?}\
         {tally:#?}{receipts:#?}{outbox:#?}"
    )
}

async fn commits(store: &Sqlite, ids: std::ops::Range<u128>) {
    for id in ids {
        assert_eq!(store.commit(full(id)).await, Ok(()));
    }
}

fn is_unavailable(answer: &Result<(), NotCommitted>) -> bool {
    matches!(answer, Err(NotCommitted::Failed(Failure::Unavailable(_))))
}

#[tokio::test]
async fn everything_comes_back_after_a_restart() {
    let (_folder, file) = folder();
    let store = open(&file);
    commits(&store, 1..4).await;
    let before = picture(&store).await;
    store.close().await;
    let again = open(&file);
    assert_eq!(picture(&again).await, before);
    assert_eq!(again.commit(full(1)).await, Err(NotCommitted::Answered));
    commits(&again, 4..6).await;
    drop(again);
    let third = open(&file);
    assert_ne!(picture(&third).await, before);
    assert_eq!(third.streams(None, 10).await.map(|all| all.len()), Ok(5));
}

/// STORE-32: the files as a power cut leaves them: the log is not checkpointed, nothing is closed.
#[tokio::test]
async fn everything_comes_back_after_a_crash() {
    let (folder, file) = folder();
    let store = open(&file);
    commits(&store, 1..4).await;
    let crashed = crash(folder.path(), &file);
    assert_eq!(picture(&open(&crashed)).await, picture(&store).await);
}

/// A copy of the database and its log, without the log's index.
fn crash(folder: &Path, file: &Path) -> PathBuf {
    let crashed = folder.join("crashed.db");
    for ending in ["", "-wal", ".anchor"] {
        fs::copy(beside(file, ending), beside(&crashed, ending)).expect("a copy");
    }
    crashed
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    PathBuf::from(format!("{}{ending}", file.display()))
}

/// STORE-31
#[tokio::test]
async fn a_second_server_is_refused() {
    let (folder, file) = folder();
    let store = open(&file);
    let refusal = Sqlite::open(&file).expect_err("a refusal");
    assert!(matches!(refusal, OpenError::InUse(_)), "{refusal}");
    assert!(refusal.to_string().starts_with("another server is using `"), "{refusal}");
    let detour = folder.path().join(".").join("earnest.db");
    assert!(matches!(Sqlite::open(detour), Err(OpenError::InUse(_))));
    store.close().await;
    drop(open(&file));
}

#[cfg(unix)]
#[tokio::test]
async fn a_link_leads_to_the_same_lock() {
    let (folder, file) = folder();
    let _store = open(&file);
    let link = folder.path().join("link.db");
    std::os::unix::fs::symlink(&file, &link).expect("a link");
    assert!(matches!(Sqlite::open(link), Err(OpenError::InUse(_))));
}

#[tokio::test]
async fn a_closed_store_reads_and_does_not_write() {
    let (_folder, file) = folder();
    let store = open(&file);
    commits(&store, 1..2).await;
    store.close().await;
    store.close().await;
    assert!(is_unavailable(&store.commit(full(2)).await));
    assert!(matches!(store.ready().await, Err(Failure::Unavailable(_))));
    assert_eq!(store.streams(None, 10).await.map(|all| all.len()), Ok(1));
}

/// Closing keeps what was queued before it.
#[tokio::test]
async fn closing_drains_the_queue() {
    let (_folder, file) = folder();
    let settings = Settings { batch: 2, ..Settings::default() };
    let store = Sqlite::open_with(&file, &settings).expect("a store");
    let (one, two, three, four, five, ()) = tokio::join!(
        store.commit(full(1)),
        store.commit(full(2)),
        store.commit(full(3)),
        store.commit(full(4)),
        store.commit(full(5)),
        store.close(),
    );
    assert_eq!([one, two, three, four, five], [const { Ok(()) }; 5]);
    assert_eq!(open(&file).streams(None, 10).await.map(|all| all.len()), Ok(5));
    assert!(!beside(&file, "-wal").exists(), "the log was checkpointed");
}

/// No room: nothing of the commit is kept, reads go on, and what frees room helps at once.
#[tokio::test]
async fn a_full_disk_is_survived() {
    let (_folder, file) = folder();
    let settings = Settings { max_pages: Some(60), ..Settings::default() };
    let store = Sqlite::open_with(&file, &settings).expect("a store");
    let large = |id: u128| {
        let mut commit = full(id);
        commit.outbox[0].body = "x".repeat(20_000);
        commit
    };
    let mut kept = 0;
    let refusal = loop {
        match store.commit(large(kept + 1)).await {
            Ok(()) => kept += 1,
            refusal => break refusal,
        }
        assert!(kept < 60, "the limit holds");
    };
    assert!(is_unavailable(&refusal), "{refusal:?}");
    assert!(kept > 2);
    let before = picture(&store).await;
    assert!(is_unavailable(&store.commit(large(kept + 1)).await));
    assert_eq!(picture(&store).await, before);
    assert_eq!(store.stream(InstanceId(kept + 1)).await, Ok(None));
    assert_eq!(store.ready().await, Ok(()));
    for id in 1..=kept {
        assert_eq!(store.settle(id, None).await, Ok(()));
    }
    assert_eq!(store.commit(large(kept + 1)).await, Ok(()));
    store.close().await;
    let again = open(&file);
    assert_eq!(again.streams(None, 1_000).await.map(|all| all.len() as u128), Ok(kept + 1));
}

/// STORE-30: the log is gone, or an old copy was put in place: what was acknowledged is missing.
#[tokio::test]
async fn a_file_behind_its_anchor_is_refused() {
    let (folder, file) = folder();
    let store = open(&file);
    commits(&store, 1..3).await;
    store.close().await;
    let old = folder.path().join("old.db");
    fs::copy(&file, &old).expect("a copy");
    let store = open(&file);
    commits(&store, 3..6).await;
    store.close().await;
    fs::copy(&old, &file).expect("a copy");
    let refusal = Sqlite::open(&file).expect_err("a refusal");
    assert!(matches!(refusal, OpenError::Behind { found: 2, anchored: 5, .. }), "{refusal}");
    assert!(refusal.to_string().starts_with("commits were lost: "), "{refusal}");
    assert!(matches!(Sqlite::open_read_only(&file), Err(OpenError::Behind { .. })));
    fs::remove_file(beside(&file, ".anchor")).expect("the remedy");
    assert_eq!(open(&file).streams(None, 10).await.map(|all| all.len()), Ok(2));
}

/// STORE-30: a file that is missing altogether is no new file while its anchor says otherwise.
#[tokio::test]
async fn a_lost_file_is_not_replaced_by_an_empty_one() {
    let (_folder, file) = folder();
    let store = open(&file);
    commits(&store, 1..3).await;
    store.close().await;
    fs::remove_file(&file).expect("the file is lost");
    assert!(matches!(Sqlite::open(&file), Err(OpenError::Behind { found: 0, .. })));
    assert!(!file.exists());
}

/// One flipped bit in the log makes SQLite drop every commit from there on, without a word.
#[tokio::test]
async fn a_torn_log_is_noticed() {
    let (folder, file) = folder();
    let store = open(&file);
    commits(&store, 1..4).await;
    let crashed = crash(folder.path(), &file);
    // The anchor follows at its own pace; here it has caught up.
    store.close().await;
    fs::copy(beside(&file, ".anchor"), beside(&crashed, ".anchor")).expect("a copy");
    let log = beside(&crashed, "-wal");
    let mut bytes = fs::read(&log).expect("the log");
    let place = bytes.len() - 100;
    bytes[place] ^= 1;
    fs::write(&log, bytes).expect("the log");
    let refusal = Sqlite::open(&crashed).expect_err("a refusal");
    assert!(matches!(refusal, OpenError::Behind { found: 2, anchored: 3, .. }), "{refusal}");
}

#[tokio::test]
async fn a_damaged_anchor_is_not_taken_for_none() {
    let (_folder, file) = folder();
    commits(&open(&file), 1..2).await;
    for text in ["", "12\n", "0000000000000000000x\n", "\u{FFFD}"] {
        fs::write(beside(&file, ".anchor"), text).expect("an anchor");
        assert!(matches!(Sqlite::open(&file), Err(OpenError::Anchor(_))), "{text:?}");
    }
}

#[tokio::test]
async fn an_unknown_schema_is_refused() {
    let (_folder, file) = folder();
    commits(&open(&file), 1..2).await;
    let db = rusqlite::Connection::open(&file).expect("a connection");
    for version in [0, 1, 2, 3, 99] {
        db.pragma_update(None, "user_version", version).expect("another version");
        for refusal in [Sqlite::open(&file), Sqlite::open_read_only(&file)] {
            let refusal = refusal.expect_err("a refusal");
            assert!(
                matches!(refusal, OpenError::UnknownSchema { found, known: 4, .. } if found == version),
                "{refusal}"
            );
        }
    }
    db.pragma_update(None, "user_version", 4).expect("the version");
    drop(db);
    drop(open(&file));
}

#[tokio::test]
async fn a_foreign_file_is_left_alone() {
    let (folder, file) = folder();
    let db = rusqlite::Connection::open(&file).expect("a connection");
    db.execute_batch("CREATE TABLE theirs (it)").expect("their table");
    drop(db);
    let text = folder.path().join("text.db");
    fs::write(&text, "once upon a time ".repeat(100)).expect("a text");
    for file in [file, text] {
        let before = fs::read(&file).expect("a file");
        assert!(matches!(Sqlite::open(&file), Err(OpenError::Foreign(_))));
        assert!(matches!(Sqlite::open_read_only(&file), Err(OpenError::Foreign(_))));
        assert_eq!(fs::read(&file).expect("a file"), before);
    }
}

/// An audit sees one moment, however long it looks and whatever the server does meanwhile.
#[tokio::test]
async fn an_audit_beside_a_server_sees_one_moment() {
    let (_folder, file) = folder();
    let store = open(&file);
    commits(&store, 1..4).await;
    let audit = Sqlite::open_read_only(&file).expect("an audit");
    let before = picture(&audit).await;
    assert_eq!(before, picture(&store).await);
    commits(&store, 4..7).await;
    assert_eq!(picture(&audit).await, before);
    assert!(is_unavailable(&audit.commit(full(9)).await));
    assert!(matches!(audit.settle(1, None).await, Err(Failure::Unavailable(_))));
    assert!(matches!(audit.ready().await, Err(Failure::Unavailable(_))));
    let later = Sqlite::open_read_only(&file).expect("a second audit");
    assert_eq!(picture(&later).await, picture(&store).await);
}

/// After a clean end and after a crash, without changing a byte of the database.
#[tokio::test]
async fn a_stopped_file_can_be_audited() {
    let (folder, file) = folder();
    let store = open(&file);
    commits(&store, 1..4).await;
    let expected = picture(&store).await;
    let crashed = crash(folder.path(), &file);
    store.close().await;
    for file in [file, crashed] {
        let before = fs::read(&file).expect("a file");
        let audit = Sqlite::open_read_only(&file).expect("an audit");
        assert_eq!(picture(&audit).await, expected);
        audit.close().await;
        drop(audit);
        assert_eq!(fs::read(&file).expect("a file"), before);
        assert_eq!(picture(&open(&file)).await, expected);
    }
    let missing = folder.path().join("missing.db");
    assert!(Sqlite::open_read_only(&missing).is_err());
    assert!(!missing.exists());
}
