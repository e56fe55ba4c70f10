//! What does not compile: a lifecycle whose handlers, stages or rows contradict each other.
//!
//! Each page under `ui/unsound/` is the same small lifecycle with one thing wrong; `ui/sound.rs` is it with
//! nothing wrong, so that the others fail for the reason they are there for.

/// KERNEL-30, KERNEL-31, KERNEL-32
#[test]
fn a_lifecycle_that_contradicts_itself_does_not_compile() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/sound.rs");
    cases.compile_fail("tests/ui/unsound/*.rs");
}
