//! How fast `earnest` is, measured from outside: the real binary over loopback, beside baselines in the same run.
//!
//! Reading order: [`lives`] and [`scale`] are the two modes of the `load` binary; [`market`], [`city`] and [`fleet`] are what they ask
//! of the server, [`script`] what a life of it is made of, [`drive`] how they ask it, [`client`] the wire; [`baseline`] and [`process`] are the other side of it;
//! [`figures`] and [`machine`] are what the reports are made of.

pub mod baseline;
pub mod city;
pub mod client;
pub mod drive;
pub mod figures;
pub mod fleet;
pub mod lives;
pub mod machine;
pub mod market;
pub mod process;
pub mod scale;
pub mod script;
pub mod setup;

/// What stops a measurement: a sentence for the person who started it.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The result of anything here that can fail.
pub type Fallible<T> = Result<T, Failure>;
