//! What the tests of this workspace share.
//!
//! Everything here speaks to the real `earnest` binary over HTTP, as a client would, and knows no
//! crate of the workspace.

pub mod cast;
pub mod client;
pub mod crash;
pub mod json;
pub mod server;
pub mod snapshot;
pub mod source;
pub mod stream;
