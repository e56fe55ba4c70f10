//! Streams, their numbers and their entries.

use crate::store::{Failure, NotCommitted};

use super::sample::{ALL, Picture, Subject, append, appending, at, digest, id, ids, is_malformed};

/// STORE-09: a stream exists from its first commit on, with its entries numbered from 1.
pub async fn a_new_stream_starts_at_one(store: &Subject) {
    assert_eq!(store.stream(id(1)).await, Ok(None));
    assert_eq!(store.entries(id(1), 0, ALL).await, Ok(Vec::new()));
    let created = append(id(1), 0, 2);
    assert_eq!(store.commit(appending([created.clone()])).await, Ok(()));
    assert_eq!(store.stream(id(1)).await, Ok(Some(created.stream)));
    assert_eq!(store.entries(id(1), 0, ALL).await, Ok(created.entries));
}

/// A second creation is a lost race.
pub async fn a_stream_is_created_once(store: &Subject) {
    let created = append(id(1), 0, 1);
    assert_eq!(store.commit(appending([created.clone()])).await, Ok(()));
    let raced = Err(NotCommitted::Raced(id(1)));
    assert_eq!(store.commit(appending([created])).await, raced);
    assert_eq!(store.commit(appending([append(id(1), 0, 3)])).await, raced);
}

/// STORE-02: whoever decided upon an older or a newer stream than the store's is refused.
pub async fn a_lost_race_changes_nothing(store: &Subject) {
    assert_eq!(store.commit(appending([append(id(1), 0, 3)])).await, Ok(()));
    let before = Picture::of(store).await;
    for expected in [0, 1, 2, 4, 5] {
        let answer = store.commit(appending([append(id(1), expected, 1)])).await;
        assert_eq!(answer, Err(NotCommitted::Raced(id(1))), "expected {expected}");
        assert_eq!(Picture::of(store).await, before);
    }
    assert_eq!(store.commit(appending([append(id(1), 3, 1)])).await, Ok(()));
}

/// Only 0 is expected of a stream that does not exist.
pub async fn a_stream_that_does_not_exist_cannot_go_on(store: &Subject) {
    let answer = store.commit(appending([append(id(1), 1, 1)])).await;
    assert_eq!(answer, Err(NotCommitted::Raced(id(1))));
    assert_eq!(store.stream(id(1)).await, Ok(None));
}

/// New and old streams move together.
pub async fn one_commit_moves_several_streams(store: &Subject) {
    assert_eq!(store.commit(appending([append(id(2), 0, 1)])).await, Ok(()));
    let moved = [append(id(3), 0, 1), append(id(2), 1, 2), append(id(1), 0, 4)];
    assert_eq!(store.commit(appending(moved.clone())).await, Ok(()));
    for moved in moved {
        assert_eq!(store.stream(moved.stream.id).await, Ok(Some(moved.stream.clone())));
        let entries = store.entries(moved.stream.id, moved.expected, ALL).await;
        assert_eq!(entries, Ok(moved.entries));
    }
}

/// What a stream is a stream of never changes.
pub async fn a_stream_keeps_its_kind(store: &Subject) {
    assert_eq!(store.commit(appending([append(id(1), 0, 1)])).await, Ok(()));
    let mut other = append(id(1), 1, 1);
    other.stream.kind = "negotiation".into();
    assert!(is_malformed(&store.commit(appending([other])).await));
    assert_eq!(store.stream(id(1)).await, Ok(Some(append(id(1), 0, 1).stream)));
}

/// Entries are read in order, above a number, up to a limit, and of one stream only.
pub async fn entries_come_in_pages(store: &Subject) {
    let long = append(id(5), 0, 10);
    let others = [append(id(4), 0, 3), long.clone(), append(id(6), 0, 3)];
    assert_eq!(store.commit(appending(others)).await, Ok(()));
    let page = |from: usize, to: usize| Ok::<_, Failure>(long.entries[from..to].to_vec());
    assert_eq!(store.entries(id(5), 0, 4).await, page(0, 4));
    assert_eq!(store.entries(id(5), 4, 4).await, page(4, 8));
    assert_eq!(store.entries(id(5), 8, 4).await, page(8, 10));
    assert_eq!(store.entries(id(5), 10, 4).await, page(10, 10));
    assert_eq!(store.entries(id(5), u64::MAX, 4).await, page(10, 10));
    assert_eq!(store.entries(id(5), 0, 0).await, page(0, 0));
}

/// STORE-13: long, empty and unusual texts, the largest time and identity: nothing is cut or
/// folded.
pub async fn texts_come_back_as_they_were(store: &Subject) {
    let mut odd = append(id(u128::MAX), 0, 2);
    odd.stream.basis = "\u{7f} \" 漢".into();
    odd.stream.brief = None;
    odd.stream.snapshot = "x".repeat(300_000).into();
    odd.stream.head = digest(u64::MAX);
    odd.stream.deadline = Some(at(u64::MAX));
    odd.entries[0].document = Some("".into());
    odd.entries[0].body = "naïve ☂ \u{10FFFF} ' \" \\ \r\n\t % _".into();
    odd.entries[0].at = at(u64::MAX);
    odd.entries[1].document = None;
    odd.entries[1].hash = digest(u64::MAX);
    odd.entries[1].body = "é".repeat(50_000).into();
    assert_eq!(store.commit(appending([odd.clone()])).await, Ok(()));
    assert_eq!(store.stream(id(u128::MAX)).await, Ok(Some(odd.stream)));
    assert_eq!(store.entries(id(u128::MAX), 0, ALL).await, Ok(odd.entries));
}

/// The audit reads every stream once, in order of identity as a number.
pub async fn streams_are_paged_by_identity(store: &Subject) {
    for number in [3, 1 << 127, 1, 256, 1 << 64, 2] {
        assert_eq!(store.commit(appending([append(id(number), 0, 1)])).await, Ok(()));
    }
    let order = [1, 2, 3, 256, 1 << 64, 1 << 127];
    let page = store.streams(None, 4).await.expect("streams are read");
    assert_eq!(ids(&page), order[..4]);
    let page = store.streams(Some(id(256)), 4).await.expect("streams are read");
    assert_eq!(ids(&page), order[4..]);
    assert_eq!(store.streams(Some(id(1 << 127)), 4).await, Ok(Vec::new()));
}
