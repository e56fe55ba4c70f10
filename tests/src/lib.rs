//! What the tests of this workspace share.
//!
//! Everything here speaks to the real `earnest` binary over HTTP, as a client would, and knows no
//! crate of the workspace; the stories, which every layer plays, the scenes of the typed client and
//! the reader of the specification are the exceptions.

pub mod cast;
pub mod client;
pub mod crash;
pub mod json;
pub mod node;
pub mod proxy;
pub mod scene;
pub mod server;
pub mod snapshot;
pub mod source;
pub mod specification;
pub mod stories;
pub mod stream;
pub mod studio;
