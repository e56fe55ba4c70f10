//! The clock that is driven by hand: kept in the store, so that time goes on after a restart.

use earnest::time::Timestamp;

use crate::directory;
use crate::held::json;
use crate::service::Service;
use crate::store::{Commit, Document, Failure, NotCommitted, Store, Write};

/// Where the time of a manual clock is kept.
const COLLECTION: &str = "clock";
const KEY: &str = "manual";

/// When a manual clock starts in a new file: 2026-01-01T00:00:00Z.
const START: u64 = 1_767_225_600_000;

/// How many streams one page of [`resume`] reads.
const PAGE: u32 = 500;

/// Where a manual clock goes on over a store: at the time it had, or at the latest entry if that
/// is later; at 2026-01-01T00:00:00Z in a new one. Looks at every stream.
///
/// # Errors
///
/// The store's.
pub async fn resume(store: &dyn Store) -> Result<Timestamp, Failure> {
    let mut latest = kept(store).await?.0;
    let mut after = None;
    loop {
        let page = store.streams(after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        for stream in &page {
            let last = store.entries(stream.id, stream.number.saturating_sub(1), 1).await?;
            latest = latest.max(last.first().map(|entry| entry.at));
        }
    }
    Ok(latest.or(Timestamp::from_millis(START)).unwrap_or(Timestamp::EPOCH))
}

impl Service {
    /// Adds to a commit that the manual clock moves forward, and gives its new time; `None` if it
    /// would pass [`Timestamp::LAST_ORDER`]. [`Service::catch_up`] carries it out.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn advance(
        &self,
        millis: u64,
        commit: &mut Commit,
    ) -> Result<Option<Timestamp>, Failure> {
        let (at, document) = kept(self.store()).await?;
        // The time kept is ahead of the clock's while another advance is being carried out.
        let now = at.unwrap_or(Timestamp::EPOCH).max(self.clock().now());
        let then = now.as_millis().checked_add(millis).and_then(Timestamp::from_millis);
        let Some(then) = then.filter(|then| *then <= Timestamp::LAST_ORDER) else {
            return Ok(None);
        };
        commit.documents.push(Write {
            collection: COLLECTION.to_owned(),
            key: KEY.to_owned(),
            expected: document.map_or(0, |document| document.version),
            body: Some(json(&then)?),
        });
        Ok(Some(then))
    }

    /// Moves the manual clock to the time that is kept, carries out everything that came due, and
    /// gives waiting tasks to agents that became free by it.
    ///
    /// # Errors
    ///
    /// The store's. Calling it again goes on where it stopped.
    pub async fn catch_up(&self) -> Result<(), NotCommitted> {
        if let (Some(at), _) = kept(self.store()).await? {
            self.clock().advance_to(at);
        }
        self.tick(self.clock().now()).await?;
        self.dispatch_all().await
    }
}

/// The time that is kept, and the document that says so.
async fn kept(store: &dyn Store) -> Result<(Option<Timestamp>, Option<Document>), Failure> {
    let document = store.document(COLLECTION, KEY).await?;
    let at = document.as_ref().map(directory::parse).transpose()?;
    Ok((at, document))
}
