//! The embedded store passes the suite of all stores.

use std::sync::Arc;

use earnest_sqlite::Sqlite;
use tempfile::TempDir;

fn fresh() -> (Arc<Sqlite>, TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Sqlite::open(folder.path().join("earnest.db")).expect("a store");
    (Arc::new(store), folder)
}

earnest_service::conformance!(fresh());
