//! Bytes as the life of a stream: what is written, read, left and resumed. `cargo test` runs the same check on random bytes.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../adapters/http/tests/surface/bodies.rs"]
#[expect(dead_code, reason = "only the bodies that make a world")]
mod bodies;
#[path = "../../core/tests/support/choices.rs"]
#[expect(dead_code, reason = "one row of choices for several checks")]
mod choices;
#[path = "../../adapters/http/tests/reading/resume.rs"]
mod resume;
#[path = "../../adapters/http/tests/surface/world.rs"]
#[expect(dead_code, reason = "only what runs need of a world")]
mod world;

fuzz_target!(|input: &[u8]| {
    resume::check(input);
});
