//! Bytes as the body of every kind of request of every surface. `cargo test` runs the same check on random bytes.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../core/tests/support/choices.rs"]
#[expect(dead_code, reason = "one row of choices for several checks")]
mod choices;
#[path = "../../core/tests/support/edits.rs"]
mod edits;
#[path = "../../adapters/http/tests/reading/requests.rs"]
mod requests;

fuzz_target!(|input: &[u8]| drop(requests::check_input(input)));
