//! Every state that orders can reach in a lifecycle of [`earnest`], and the laws at each of them.
//!
//! A [`World`] is one instance under given terms, with everyone who may try something and every
//! command worth giving. [`explore`] gives all of these orders, by everyone, at the edges of every
//! window, follows the accepted ones, and checks every answer: a law that does not hold is a
//! [`Broken`], with the orders that lead there. [`graph`] keeps what was found, and two graphs
//! over shared wallets are explored as one.
//!
//! The code under test is the real one: nothing here says what a lifecycle should do, but for the
//! laws. The independent bookkeepers that do are in the core's tests.

mod answer;
pub mod bounds;
mod broken;
pub mod cast;
pub mod credits;
pub mod deep;
pub mod errand;
mod explore;
mod follow;
mod graph;
mod hired;
mod law;
pub mod marketplace;
mod moments;
pub mod pairs;
mod parties;
mod path;
pub mod proposal;
mod refusal;
pub mod runs;
pub mod shared;
mod world;

pub use bounds::{narrows, told};
pub use broken::Broken;
pub use explore::{explore, explore_at_most, graph};
pub use graph::{Edge, Graph, Node};
pub use law::{Breach, Checks, Law, Verdict};
pub use parties::Parties;
pub use world::{Outcomes, Palette, Seen, Shift, Taken, World};
