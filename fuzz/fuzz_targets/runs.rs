//! Bytes as a contract and a row of orders to runs, answered by the core and by a clerk
//! who has only read the rules. `cargo test` runs the same check on random bytes.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../core/tests/support/choices.rs"]
#[expect(dead_code, reason = "one row of choices for several checks")]
mod choices;
#[path = "../../core/tests/support/duel.rs"]
#[expect(dead_code, reason = "what became of a life is for the tests to count")]
mod duel;
#[path = "../../core/tests/support/palette.rs"]
#[expect(dead_code, reason = "one palette for several lifecycles")]
mod palette;
#[path = "../../core/tests/support/duel/runs.rs"]
mod runs;

fuzz_target!(|input: &[u8]| drop(duel::check::<runs::Page>(input)));
