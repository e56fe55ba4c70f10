//! What every handler shares.

use std::sync::Arc;

use earnest::time::Timestamp;
use earnest_service::Service;
use earnest_service::store::{Failure, Store};
use tokio_util::sync::CancellationToken;

use crate::credits::Sandboxes;
use crate::house::House;
use crate::problem::{Code, Problem};

/// The surface's state: the service, the operator's choices, and where it is mounted.
#[derive(Debug)]
pub struct App {
    /// Core, store and clock.
    pub service: Service,
    /// What the terms of new tasks are.
    pub house: House,
    /// What stands before `/api/v1` where the router is mounted, such as `/market`; empty at the
    /// root. `streamUrl` and the OpenAPI document name it.
    pub prefix: String,
    /// Where agents work on tasks for credits.
    pub sandboxes: Arc<dyn Sandboxes>,
    /// Cancelled when the server shuts down.
    pub shutdown: CancellationToken,
}

/// How handlers get the state.
pub(crate) type Shared = axum::extract::State<Arc<App>>;

impl App {
    /// The present moment.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.service.clock().now()
    }

    /// The store.
    #[must_use]
    pub fn store(&self) -> &dyn Store {
        self.service.store()
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Busy => Self::new(Code::Busy).retry_after(1),
            Failure::Unavailable(why) => {
                tracing::warn!(%why, "the store is unavailable");
                Self::new(Code::Unavailable).retry_after(5)
            }
            Failure::Damaged(why) | Failure::Malformed(why) => {
                tracing::error!(%why, "a defect");
                Self::new(Code::Defect)
            }
        }
    }
}
