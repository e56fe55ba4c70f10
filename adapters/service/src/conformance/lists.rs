//! Lists of streams, page by page.

use crate::store::Sort;

use super::sample::{ALL, Subject, append, appending, id, ids, listed, unlisted};

/// The identities on a page.
async fn page(store: &Subject, facet: Option<&str>, before: Option<u128>, limit: u32) -> Vec<u128> {
    ids(&store
        .list("all", facet, before.map(id), Sort::Newest, limit)
        .await
        .expect("a list is read"))
}

/// Streams 1 to `count`, created in order; the odd ones open, the even ones drafts.
async fn filled(store: &Subject, count: u128) {
    for number in 1..=count {
        let facet = if number % 2 == 1 { "OPEN" } else { "DRAFT" };
        let created = listed(append(id(number), 0, 1), "all", facet);
        assert_eq!(store.commit(appending([created])).await, Ok(()));
    }
}

/// The highest identity stands first, and another list is another list.
pub async fn a_list_shows_the_newest_first(store: &Subject) {
    filled(store, 4).await;
    let other = listed(append(id(9), 0, 1), "al", "OPEN");
    assert_eq!(store.commit(appending([other])).await, Ok(()));
    assert_eq!(page(store, None, None, ALL).await, [4, 3, 2, 1]);
    assert_eq!(page(store, None, None, 0).await, []);
    assert_eq!(store.list("nobody", None, None, Sort::Newest, ALL).await, Ok(Vec::new()));
    assert_eq!(store.list("nobody", Some("OPEN"), None, Sort::Oldest, ALL).await, Ok(Vec::new()));
}

/// Keyset pagination: strictly below the last identity seen, which need not be in the list.
pub async fn a_page_goes_on_below_the_last_one(store: &Subject) {
    filled(store, 7).await;
    assert_eq!(page(store, None, None, 3).await, [7, 6, 5]);
    assert_eq!(page(store, None, Some(5), 3).await, [4, 3, 2]);
    assert_eq!(page(store, None, Some(2), 3).await, [1]);
    assert_eq!(page(store, None, Some(1), 3).await, []);
    assert_eq!(page(store, None, Some(u128::MAX), 1).await, [7]);
    assert_eq!(page(store, Some("DRAFT"), Some(5), 3).await, [4, 2]);
}

/// A queue is read from its other end, upwards, with and without a facet.
pub async fn a_queue_is_read_oldest_first(store: &Subject) {
    filled(store, 7).await;
    let queue = async |facet: Option<&str>, after: Option<u128>, limit: u32| {
        let page = store.list("all", facet, after.map(id), Sort::Oldest, limit).await;
        ids(&page.expect("a list is read"))
    };
    assert_eq!(queue(None, None, 3).await, [1, 2, 3]);
    assert_eq!(queue(None, Some(3), 3).await, [4, 5, 6]);
    assert_eq!(queue(None, Some(6), 3).await, [7]);
    assert_eq!(queue(None, Some(7), 3).await, []);
    assert_eq!(queue(Some("OPEN"), None, 3).await, [1, 3, 5]);
    assert_eq!(queue(Some("OPEN"), Some(4), 3).await, [5, 7]);
    assert_eq!(queue(None, Some(0), 1).await, [1]);
}

/// Only the facet asked for.
pub async fn a_facet_filters_a_list(store: &Subject) {
    filled(store, 7).await;
    assert_eq!(page(store, Some("OPEN"), None, 3).await, [7, 5, 3]);
    assert_eq!(page(store, Some("OPEN"), Some(3), 3).await, [1]);
    assert_eq!(page(store, Some("DRAFT"), None, ALL).await, [6, 4, 2]);
    assert_eq!(page(store, Some("OPE"), None, ALL).await, []);
    assert_eq!(page(store, Some(""), None, ALL).await, []);
}

/// A stream stands under its latest facet and no other.
pub async fn another_facet_moves_a_stream(store: &Subject) {
    filled(store, 3).await;
    let moved = listed(append(id(2), 1, 1), "all", "OPEN");
    assert_eq!(store.commit(appending([moved])).await, Ok(()));
    assert_eq!(page(store, Some("DRAFT"), None, ALL).await, []);
    assert_eq!(page(store, Some("OPEN"), None, ALL).await, [3, 2, 1]);
    let back = listed(append(id(2), 2, 1), "all", "DRAFT");
    assert_eq!(store.commit(appending([back])).await, Ok(()));
    assert_eq!(page(store, Some("DRAFT"), None, ALL).await, [2]);
    assert_eq!(page(store, Some("OPEN"), None, ALL).await, [3, 1]);
}

/// The whole list shows it once, however often it moved.
pub async fn a_move_does_not_double_a_stream(store: &Subject) {
    filled(store, 3).await;
    for (expected, facet) in [(1, "A"), (2, "B"), (3, "B"), (4, "A"), (5, "C")] {
        let moved = listed(append(id(2), expected, 1), "all", facet);
        assert_eq!(store.commit(appending([moved])).await, Ok(()));
        assert_eq!(page(store, None, None, ALL).await, [3, 2, 1]);
    }
}

/// It leaves that list, under whatever facet, and stays in others.
pub async fn an_unlisted_stream_is_not_shown(store: &Subject) {
    filled(store, 3).await;
    let both = listed(listed(append(id(2), 1, 1), "all", "OPEN"), "open", "OPEN");
    assert_eq!(store.commit(appending([both])).await, Ok(()));
    let left = unlisted(unlisted(append(id(2), 2, 1), "all"), "never in it");
    assert_eq!(store.commit(appending([left])).await, Ok(()));
    assert_eq!(page(store, None, None, ALL).await, [3, 1]);
    assert_eq!(page(store, Some("OPEN"), None, ALL).await, [3, 1]);
    let other = store.list("open", None, None, Sort::Newest, ALL).await.expect("a list is read");
    assert_eq!(ids(&other), [2]);
    let again = listed(append(id(2), 3, 1), "all", "DRAFT");
    assert_eq!(store.commit(appending([again])).await, Ok(()));
    assert_eq!(page(store, None, None, ALL).await, [3, 2, 1]);
}

/// A commit that says nothing of a list leaves it as it is.
pub async fn a_listing_not_given_stays(store: &Subject) {
    filled(store, 2).await;
    assert_eq!(store.commit(appending([append(id(1), 1, 1)])).await, Ok(()));
    let other = listed(append(id(1), 2, 1), "open", "OPEN");
    assert_eq!(store.commit(appending([other])).await, Ok(()));
    assert_eq!(page(store, Some("OPEN"), None, ALL).await, [1]);
    assert_eq!(page(store, None, None, ALL).await, [2, 1]);
}

/// Newer streams between two pages neither shift nor repeat what follows.
pub async fn paging_meets_every_stream_once_while_new_ones_come(store: &Subject) {
    filled(store, 10).await;
    for facet in [None, Some("OPEN")] {
        let mut met = Vec::new();
        let mut before = None;
        let newest = page(store, None, None, 1).await[0];
        for fresh in newest + 1.. {
            let next = page(store, facet, before, 3).await;
            let Some(last) = next.last() else { break };
            before = Some(*last);
            met.extend(next);
            let created = listed(append(id(fresh), 0, 1), "all", "OPEN");
            assert_eq!(store.commit(appending([created])).await, Ok(()));
        }
        let shown = |number: &u128| facet.is_none() || *number % 2 == 1 || *number > 10;
        assert_eq!(met, (1..=newest).rev().filter(shown).collect::<Vec<_>>());
    }
}

/// A page holds whole streams, with the latest number, snapshot and deadline.
pub async fn a_list_shows_streams_as_they_are_now(store: &Subject) {
    filled(store, 2).await;
    let moved = append(id(1), 1, 2);
    assert_eq!(store.commit(appending([moved.clone()])).await, Ok(()));
    for facet in [None, Some("OPEN")] {
        let page = store.list("all", facet, Some(id(2)), Sort::Newest, 1).await;
        assert_eq!(page, Ok(vec![moved.stream.clone()]));
    }
}
