//! The marketplace on the wire: its documents, its views and its routes.

pub mod brief;
pub mod disputes;
mod documents;
pub mod proposals;
pub mod review;
pub mod tasks;
mod view;
pub mod work;

pub use view::{DisputeView, Evidence, OutcomeView, ProgressView, TaskView};
