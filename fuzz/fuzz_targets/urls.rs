//! Bytes as an address on the web. `cargo test` runs the same check on random bytes.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../core/tests/support/choices.rs"]
#[expect(dead_code, reason = "one row of choices for several checks")]
mod choices;
#[path = "../../adapters/http/tests/reading/urls.rs"]
mod urls;

fuzz_target!(|input: &[u8]| {
    urls::check(input);
});
