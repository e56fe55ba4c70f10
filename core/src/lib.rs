//! Escrowed task lifecycles as pure, typed state machines: money that waits for work.
//!
//! The crate is `no_std`: it cannot read a clock, open a socket, draw a random number or spawn a
//! thread. Time, identity and intent arrive in an [`Order`]; what happened and what moved leaves
//! in a [`Record`]. Everything between is [`Instance::step`].
//!
//! Read in this order: [`marketplace`] (one lifecycle, whole), [`machine`] (the kernel all
//! lifecycles share), then the values they are written in: [`money`], [`ledger`], [`time`],
//! [`authority`], [`dispute`]. [`runs`] is a lifecycle on a lease, without money.

#![no_std]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::unreachable,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::arithmetic_side_effects,
        clippy::as_conversions,
        clippy::float_arithmetic,
        clippy::wildcard_enum_match_arm,
        clippy::lossy_float_literal,
        clippy::missing_errors_doc
    )
)]

extern crate alloc;

pub mod machine;

pub mod marketplace;
pub mod proposal;
pub mod runs;

pub mod authority;
pub mod dispute;
pub mod ids;
pub mod ledger;
pub mod money;
pub mod time;

pub use machine::{Instance, Machine, Order, Record};
