//! What is due, and what is to be sent.

use crate::store::Commit;

use super::sample::{
    ALL, Subject, append, appending, at, due_at, id, is_malformed, outgoing, sending,
};

async fn due(store: &Subject, now: u64, limit: u32) -> Vec<u128> {
    let due = store.due(at(now), limit).await.expect("what is due is read");
    due.iter().map(|id| id.0).collect()
}

async fn waiting(store: &Subject, now: u64, limit: u32) -> Vec<u128> {
    let waiting = store.outbox(at(now), limit).await.expect("the outbox is read");
    waiting.iter().map(|outgoing| outgoing.id).collect()
}

/// STORE-21: in order of deadline, then of identity; a limit cuts the end.
pub async fn the_longest_due_comes_first(store: &Subject) {
    for (number, deadline) in [(1, 300), (2, 100), (3, 200), (5, 200), (4, 200)] {
        let created = due_at(append(id(number), 0, 1), deadline);
        assert_eq!(store.commit(appending([created])).await, Ok(()));
    }
    assert_eq!(due(store, 1_000, ALL).await, [2, 3, 4, 5, 1]);
    assert_eq!(due(store, 1_000, 3).await, [2, 3, 4]);
    assert_eq!(due(store, 200, ALL).await, [2, 3, 4, 5]);
}

/// Not a millisecond before.
pub async fn a_deadline_is_due_at_its_own_moment(store: &Subject) {
    assert_eq!(store.commit(appending([due_at(append(id(1), 0, 1), 100)])).await, Ok(()));
    assert_eq!(due(store, 99, ALL).await, []);
    assert_eq!(due(store, 100, ALL).await, [1]);
}

/// Moved forwards or backwards, a stream is due once, at its new time.
pub async fn a_later_deadline_replaces_an_earlier_one(store: &Subject) {
    assert_eq!(store.commit(appending([due_at(append(id(1), 0, 1), 100)])).await, Ok(()));
    assert_eq!(store.commit(appending([due_at(append(id(1), 1, 1), 300)])).await, Ok(()));
    assert_eq!(due(store, 299, ALL).await, []);
    assert_eq!(due(store, 300, ALL).await, [1]);
    assert_eq!(store.commit(appending([due_at(append(id(1), 2, 1), 50)])).await, Ok(()));
    assert_eq!(due(store, 50, ALL).await, [1]);
    assert_eq!(store.commit(appending([due_at(append(id(1), 3, 1), 50)])).await, Ok(()));
    assert_eq!(due(store, 1_000, ALL).await, [1]);
}

/// Created without, or set free.
pub async fn a_stream_without_a_deadline_is_not_due(store: &Subject) {
    let both = [append(id(1), 0, 1), due_at(append(id(2), 0, 1), 100)];
    assert_eq!(store.commit(appending(both)).await, Ok(()));
    assert_eq!(due(store, 1_000, ALL).await, [2]);
    assert_eq!(store.commit(appending([append(id(2), 1, 1)])).await, Ok(()));
    assert_eq!(due(store, 1_000, ALL).await, []);
    assert_eq!(store.commit(appending([due_at(append(id(2), 2, 1), 200)])).await, Ok(()));
    assert_eq!(due(store, 1_000, ALL).await, [2]);
}

/// Not a millisecond before.
pub async fn messages_wait_until_their_time(store: &Subject) {
    assert_eq!(store.commit(sending([outgoing(1, 100)])).await, Ok(()));
    assert_eq!(waiting(store, 99, ALL).await, []);
    assert_eq!(store.outbox(at(100), ALL).await, Ok(vec![outgoing(1, 100)]));
    assert_eq!(store.outbox(at(100), ALL).await, Ok(vec![outgoing(1, 100)]));
}

/// In order of time, then of identity; a limit cuts the end.
pub async fn the_oldest_message_comes_first(store: &Subject) {
    let messages = [outgoing(1, 300), outgoing(5, 100), outgoing(3, 200), outgoing(2, 200)];
    assert_eq!(store.commit(sending(messages)).await, Ok(()));
    assert_eq!(store.commit(sending([outgoing(u128::MAX, 50)])).await, Ok(()));
    assert_eq!(waiting(store, 1_000, ALL).await, [u128::MAX, 5, 2, 3, 1]);
    assert_eq!(waiting(store, 1_000, 2).await, [u128::MAX, 5]);
    assert_eq!(waiting(store, 100, ALL).await, [u128::MAX, 5]);
}

/// A retry keeps the message and changes its time only.
pub async fn a_message_put_off_waits_again(store: &Subject) {
    assert_eq!(store.commit(sending([outgoing(1, 100), outgoing(2, 150)])).await, Ok(()));
    assert_eq!(store.settle(1, Some(at(500))).await, Ok(()));
    assert_eq!(waiting(store, 499, ALL).await, [2]);
    assert_eq!(store.outbox(at(500), ALL).await, Ok(vec![outgoing(2, 150), outgoing(1, 500)]));
    assert_eq!(store.settle(1, Some(at(500))).await, Ok(()));
    assert_eq!(waiting(store, 500, ALL).await, [2, 1]);
}

/// Sent is sent.
pub async fn a_settled_message_is_gone(store: &Subject) {
    assert_eq!(store.commit(sending([outgoing(1, 100), outgoing(2, 100)])).await, Ok(()));
    assert_eq!(store.settle(1, None).await, Ok(()));
    assert_eq!(waiting(store, 1_000, ALL).await, [2]);
}

/// Two senders may settle one message; a retry does not bring it back.
pub async fn settling_what_is_gone_changes_nothing(store: &Subject) {
    assert_eq!(store.commit(sending([outgoing(1, 100)])).await, Ok(()));
    for _ in 0..2 {
        assert_eq!(store.settle(1, None).await, Ok(()));
    }
    assert_eq!(store.settle(1, Some(at(100))).await, Ok(()));
    assert_eq!(waiting(store, 1_000, ALL).await, []);
}

/// An identity that waits already is a defect of the caller, and takes nothing with it.
pub async fn a_waiting_message_is_not_added_twice(store: &Subject) {
    assert_eq!(store.commit(sending([outgoing(1, 100)])).await, Ok(()));
    let again = Commit { outbox: vec![outgoing(1, 200)], ..appending([append(id(1), 0, 1)]) };
    assert!(is_malformed(&store.commit(again).await));
    assert_eq!(store.stream(id(1)).await, Ok(None));
    assert_eq!(store.outbox(at(1_000), ALL).await, Ok(vec![outgoing(1, 100)]));
}
