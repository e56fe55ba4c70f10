//! What a server does about the runs of the server before it.

use earnest::authority::Actor;
use earnest::ids::OrderId;
use earnest::runs::{Interrupt, Runs};

use crate::hosted::names;
use crate::service::{Answer, Error, Service};
use crate::store::{NotCommitted, Sort};

/// How many runs are read in one go.
const PAGE: u32 = 100;

impl Service {
    /// Interrupts every run that a worker holds, and says how many there were: their workers spoke
    /// to a server that is gone (RUN-24). For a server that has the store to itself, before it
    /// listens.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn interrupt_runs(&self) -> Result<usize, NotCommitted> {
        let mut count = 0;
        let mut after = None;
        loop {
            let page = self.store().list(names::RUNNING, None, after, Sort::Oldest, PAGE).await?;
            let Some(last) = page.last() else { return Ok(count) };
            after = Some(last.id);
            for stream in &page {
                let order = OrderId(stream.id.0);
                let interrupt = Interrupt {}.into();
                let done = self.submit::<Runs>(stream.id, order, Actor::Operator, interrupt, None);
                match done.await {
                    Ok(Answer::Done(_)) => count += 1,
                    Err(Error::Store(error)) => return Err(error),
                    // Its lease was over already.
                    Ok(Answer::Repeated(_)) | Err(Error::Missing | Error::Core { .. }) => {}
                }
            }
        }
    }
}
