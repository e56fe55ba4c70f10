//! Random bytes for a check that takes bytes, with another seed in each run, or always with the
//! same. The fuzzer gives the same checks bytes that it has thought about.

use proptest::collection::vec;
use proptest::prelude::{Strategy, any};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Checks at least 4000 inputs of at most that many bytes, other ones in each run.
pub(crate) fn check_any(most: usize, check: impl Fn(&[u8])) {
    run(other_each_time(), &bytes(most), |input| check(&input));
}

/// Checks the same inputs in each run, so that it is certain what they come to.
pub(crate) fn check_same(cases: u32, most: usize, check: impl Fn(&[u8])) {
    run(always_the_same(cases), &bytes(most), |input| check(&input));
}

/// At least 4000 inputs, other ones in each run.
pub(crate) fn other_each_time() -> TestRunner {
    let usual = Config::default();
    let config = Config { cases: usual.cases.max(4_000), failure_persistence: None, ..usual };
    TestRunner::new(config)
}

/// The same inputs in each run.
pub(crate) fn always_the_same(cases: u32) -> TestRunner {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

/// Checks inputs of any kind.
pub(crate) fn run<S: Strategy>(mut runner: TestRunner, inputs: &S, check: impl Fn(S::Value)) {
    let outcome = runner.run(inputs, |input| {
        check(input);
        Ok(())
    });
    outcome.expect("each input keeps to the rules");
}

fn bytes(most: usize) -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..=most)
}
