//! The embedded store passes the suite of all stores, with what it remembers and without.

use std::sync::Arc;

use earnest_sqlite::{Settings, Sqlite};
use tempfile::TempDir;

fn fresh(settings: &Settings) -> (Arc<Sqlite>, TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Sqlite::open_with(folder.path().join("earnest.db"), settings).expect("a store");
    (Arc::new(store), folder)
}

mod as_it_is_served {
    use super::*;

    earnest_service::conformance!(fresh(&Settings::default()));
}

/// Every answer comes from the file.
mod without_a_cache {
    use super::*;

    earnest_service::conformance!(fresh(&Settings { cache: 0, ..Settings::default() }));
}

/// Generations change with nearly every commit.
mod with_a_tiny_cache {
    use super::*;

    earnest_service::conformance!(fresh(&Settings { cache: 1_000, ..Settings::default() }));
}
