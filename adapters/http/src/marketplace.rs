//! The marketplace on the wire: its documents, its views and its routes.

pub mod brief;
mod delivery;
pub mod disputes;
mod events;
pub mod journal;
pub mod messages;
pub mod options;
pub mod proposals;
pub mod review;
pub(crate) mod stream;
mod table;
pub mod tasks;
mod view;
pub mod work;

pub use view::{DisputeView, Evidence, OutcomeView, ProgressView, TaskView};
