//! Random bytes for a check that takes bytes, with another seed in each run, or always with the
//! same. The fuzzer gives the same checks bytes that it has thought about.

use proptest::collection::vec;
use proptest::prelude::any;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Checks at least 4000 inputs of at most that many bytes, other ones in each run.
pub(crate) fn check_any(most: usize, check: impl Fn(&[u8])) {
    let usual = Config::default();
    let config = Config { cases: usual.cases.max(4_000), failure_persistence: None, ..usual };
    run(TestRunner::new(config), most, check);
}

/// Checks the same inputs in each run, so that it is certain what they come to.
pub(crate) fn check_same(cases: u32, most: usize, check: impl Fn(&[u8])) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    run(TestRunner::new_with_rng(config, rng), most, check);
}

fn run(mut runner: TestRunner, most: usize, check: impl Fn(&[u8])) {
    let outcome = runner.run(&vec(any::<u8>(), 0..=most), |input| {
        check(&input);
        Ok(())
    });
    outcome.expect("each input keeps to the rules");
}
