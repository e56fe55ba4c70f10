//! The imperative shell around `earnest`: load, decide, commit.
//!
//! [`Service`] is the only place where the core, a [`Store`](store::Store) and a [`Clock`] meet.
//! [`Memory`] is the reference store; every other store passes the same conformance suite.

pub mod audit;
mod chain;
mod clock;
pub mod directory;
mod dispatch;
mod held;
mod hosted;
mod hub;
mod manual;
pub mod matching;
mod memo;
mod memory;
mod restart;
mod runtime;
mod service;
mod text;
pub mod treasury;
mod waking;

#[cfg(feature = "conformance")]
pub mod conformance;
pub mod store;

pub use chain::{digest, genesis, link};
pub use clock::Clock;
pub use dispatch::{Place, reserve};
pub use held::{Basis, Held, Opened, Places, Snapshot, Undecided, kind};
pub use hosted::{Hosted, Stakes, Status, credits_status, names, task_status};
pub use hub::{Hint, Hub, QUEUE};
pub use manual::resume;
pub use memory::Memory;
pub use service::{Answer, Error, Service, attempts};
pub use text::{Image, SharedText, json};
