//! Runs on the wire: what users start and follow, what workers do, and who may be one.

pub mod brief;
mod events;
pub mod follow;
pub mod logs;
pub mod offers;
pub mod right;
mod table;
pub mod tasks;
pub mod view;
pub mod worker;

pub(crate) use worker::Claims;
