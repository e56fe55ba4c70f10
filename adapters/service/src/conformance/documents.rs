//! Documents, their versions and their keys.

use crate::store::Document;

use super::sample::{ALL, Subject, conflict, write, writing};

fn document(key: &str, version: u64, body: &str) -> Document {
    let (collection, key, body) = ("user".to_owned(), key.to_owned(), body.to_owned());
    Document { collection, key, version, body }
}

/// The first writer has it.
pub async fn a_key_is_taken_once(store: &Subject) {
    assert_eq!(store.document("user", "ann").await, Ok(None));
    assert_eq!(store.commit(writing([write("user", "ann", 0, Some("1"))])).await, Ok(()));
    let again = store.commit(writing([write("user", "ann", 0, Some("2"))])).await;
    assert_eq!(again, Err(conflict("user", "ann")));
    assert_eq!(store.document("user", "ann").await, Ok(Some(document("ann", 1, "1"))));
}

/// Older and newer versions than the store's are refused, for writes and for deletions.
pub async fn a_write_needs_the_version_it_saw(store: &Subject) {
    assert_eq!(store.commit(writing([write("user", "ann", 0, Some("1"))])).await, Ok(()));
    assert_eq!(store.commit(writing([write("user", "ann", 1, Some("2"))])).await, Ok(()));
    for expected in [1, 3] {
        for body in [Some("x"), None] {
            let answer = store.commit(writing([write("user", "ann", expected, body)])).await;
            assert_eq!(answer, Err(conflict("user", "ann")));
        }
    }
    let missing = store.commit(writing([write("user", "ben", 1, None)])).await;
    assert_eq!(missing, Err(conflict("user", "ben")));
    assert_eq!(store.document("user", "ann").await, Ok(Some(document("ann", 2, "2"))));
}

/// Neither read nor listed.
pub async fn a_deleted_document_is_gone(store: &Subject) {
    assert_eq!(store.commit(writing([write("user", "ann", 0, Some("1"))])).await, Ok(()));
    assert_eq!(store.commit(writing([write("user", "ann", 1, None)])).await, Ok(()));
    assert_eq!(store.document("user", "ann").await, Ok(None));
    assert_eq!(store.documents("user", "", None, ALL).await, Ok(Vec::new()));
    let late = store.commit(writing([write("user", "ann", 1, Some("2"))])).await;
    assert_eq!(late, Err(conflict("user", "ann")));
}

/// A deletion frees the key, and its versions start again.
pub async fn a_deleted_key_can_be_taken_again(store: &Subject) {
    assert_eq!(store.commit(writing([write("user", "ann", 0, Some("1"))])).await, Ok(()));
    assert_eq!(store.commit(writing([write("user", "ann", 1, None)])).await, Ok(()));
    assert_eq!(store.commit(writing([write("user", "ann", 0, Some("2"))])).await, Ok(()));
    assert_eq!(store.document("user", "ann").await, Ok(Some(document("ann", 1, "2"))));
}

/// One key in two collections is two documents.
pub async fn collections_do_not_meet(store: &Subject) {
    let both = [write("user", "ann", 0, Some("1")), write("agent", "ann", 0, Some("2"))];
    assert_eq!(store.commit(writing(both)).await, Ok(()));
    let page = store.documents("user", "", None, ALL).await;
    assert_eq!(page, Ok(vec![document("ann", 1, "1")]));
    assert_eq!(store.documents("use", "", None, ALL).await, Ok(Vec::new()));
}

/// Only keys that start so, in order, above the last one seen.
pub async fn documents_are_paged_by_prefix(store: &Subject) {
    let keys = ["a", "a/1", "a/10", "a/2", "a/3", "a0", "b/1"];
    let writes = keys.map(|key| write("user", key, 0, Some("{}")));
    assert_eq!(store.commit(writing(writes)).await, Ok(()));
    let page = async |prefix: &str, after: Option<&str>, limit: u32| {
        let page = store.documents("user", prefix, after, limit).await.expect("documents");
        page.into_iter().map(|document| document.key).collect::<Vec<_>>()
    };
    assert_eq!(page("a/", None, 2).await, ["a/1", "a/10"]);
    assert_eq!(page("a/", Some("a/10"), 2).await, ["a/2", "a/3"]);
    assert_eq!(page("a/", Some("a/3"), 2).await, Vec::<String>::new());
    assert_eq!(page("a/", Some("a"), 9).await, ["a/1", "a/10", "a/2", "a/3"]);
    assert_eq!(page("a/", Some("b"), 9).await, Vec::<String>::new());
    assert_eq!(page("", None, 9).await, keys);
    assert_eq!(page("c", None, 9).await, Vec::<String>::new());
}

/// Case matters, nothing is a pattern, and the order is that of bytes.
pub async fn keys_are_compared_by_their_bytes(store: &Subject) {
    let keys = ["%", "A", "B", "_", "a", "ab", "b", "é", "☂", "\u{10FFFF}"];
    let writes = keys.map(|key| write("user", key, 0, Some("{}")));
    assert_eq!(store.commit(writing(writes)).await, Ok(()));
    let all = store.documents("user", "", None, ALL).await.expect("documents are read");
    assert_eq!(all.iter().map(|document| document.key.as_str()).collect::<Vec<_>>(), keys);
    for (prefix, count) in [("%", 1), ("_", 1), ("a", 2), ("A", 1), ("\u{10FFFF}", 1)] {
        let page = store.documents("user", prefix, None, ALL).await;
        assert_eq!(page.map(|page| page.len()), Ok(count), "{prefix}");
    }
}
