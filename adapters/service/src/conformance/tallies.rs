//! Bounded counts.

use crate::store::NotCommitted;

use super::sample::{Picture, Subject, counting, tally};

fn full(name: &str) -> Result<(), NotCommitted> {
    Err(NotCommitted::Full(name.to_owned()))
}

/// Changes add up, downwards too, each name on its own.
pub async fn counts_add_up(store: &Subject) {
    assert_eq!(store.tally("load/1").await, Ok(0));
    for change in [5, -7, 3, i64::MAX - 1] {
        assert_eq!(store.commit(counting([tally("load/1", change, None)])).await, Ok(()));
    }
    assert_eq!(store.tally("load/1").await, Ok(i64::MAX));
    assert_eq!(store.tally("load/").await, Ok(0));
    assert_eq!(store.commit(counting([tally("load/2", i64::MIN, None)])).await, Ok(()));
    assert_eq!(store.tally("load/2").await, Ok(i64::MIN));
}

/// It may reach its bound and not pass it.
pub async fn a_count_does_not_grow_beyond_its_bound(store: &Subject) {
    assert_eq!(store.commit(counting([tally("load/1", 4, Some(3))])).await, full("load/1"));
    for _ in 0..3 {
        assert_eq!(store.commit(counting([tally("load/1", 1, Some(3))])).await, Ok(()));
    }
    assert_eq!(store.commit(counting([tally("load/1", 1, Some(3))])).await, full("load/1"));
    assert_eq!(store.tally("load/1").await, Ok(3));
    assert_eq!(store.commit(counting([tally("load/1", -1, None)])).await, Ok(()));
    assert_eq!(store.commit(counting([tally("load/1", 1, Some(3))])).await, Ok(()));
}

/// A bound that was lowered does not keep a count up.
pub async fn a_count_beyond_its_bound_may_shrink(store: &Subject) {
    assert_eq!(store.commit(counting([tally("load/1", 9, None)])).await, Ok(()));
    assert_eq!(store.commit(counting([tally("load/1", -1, Some(3))])).await, Ok(()));
    assert_eq!(store.commit(counting([tally("load/1", 0, Some(3))])).await, Ok(()));
    assert_eq!(store.commit(counting([tally("load/1", 1, Some(3))])).await, full("load/1"));
    assert_eq!(store.tally("load/1").await, Ok(8));
}

/// One full count of several refuses all.
pub async fn a_full_count_stops_the_others(store: &Subject) {
    assert_eq!(store.commit(counting([tally("load/2", 1, None)])).await, Ok(()));
    let before = Picture::of(store).await;
    let both = [tally("load/1", 1, None), tally("load/2", 1, Some(1)), tally("load/3", 1, None)];
    assert_eq!(store.commit(counting(both)).await, full("load/2"));
    assert_eq!(Picture::of(store).await, before);
}
