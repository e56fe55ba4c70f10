//! Credits on the wire: their documents, their views and their routes.

pub mod admin;
pub mod agents;
pub mod brief;
pub mod disputes;
mod events;
pub mod feedback;
mod folders;
pub mod journal;
pub mod list;
pub mod options;
pub mod sandbox;
mod sandboxes;
pub(crate) mod stream;
mod table;
pub mod tasks;
mod view;
pub mod work;

pub use folders::Folders;
pub use sandboxes::Sandboxes;
pub use view::{CreditDisputeView, CreditTaskView};
