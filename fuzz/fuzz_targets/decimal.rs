//! Bytes as a text or an amount, read and written by the core and once more by hand. `cargo test`
//! runs the same check on random bytes.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../core/tests/support/choices.rs"]
#[expect(dead_code, reason = "one row of choices for several checks")]
mod choices;
#[path = "../../core/tests/support/digits.rs"]
mod digits;

fuzz_target!(|input: &[u8]| digits::check(input));
