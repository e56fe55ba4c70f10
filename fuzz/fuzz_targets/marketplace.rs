//! Bytes as a contract and a row of orders to the marketplace, answered by the core and by a bookkeeper
//! who has only read the rules. `cargo test` runs the same check on random bytes.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../core/tests/support/choices.rs"]
#[expect(dead_code, reason = "one row of choices for several checks")]
mod choices;
#[path = "../../core/tests/support/duel.rs"]
#[expect(dead_code, reason = "what became of a life is for the tests to count")]
mod duel;
#[path = "../../core/tests/support/duel/marketplace.rs"]
mod marketplace;
#[path = "../../core/tests/support/palette.rs"]
mod palette;

fuzz_target!(|input: &[u8]| drop(duel::check::<marketplace::Book>(input)));
