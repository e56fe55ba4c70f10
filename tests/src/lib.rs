//! What the tests of this workspace share.
//!
//! Everything here speaks to the real `earnest` binary over HTTP, as a client would, and knows no
//! crate of the workspace; the stories, which every layer plays, are the exception.

pub mod cast;
pub mod client;
pub mod crash;
pub mod json;
pub mod server;
pub mod snapshot;
pub mod source;
pub mod stories;
pub mod stream;
