//! Random lives, with another seed in each run, or always with the same.

use proptest::prelude::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Checks at least 4000 lives, other ones in each run.
pub(crate) fn check_any<S: Strategy>(lives: &S, check: impl Fn(S::Value)) {
    let usual = Config::default();
    let config = Config { cases: usual.cases.max(4_000), failure_persistence: None, ..usual };
    run(TestRunner::new(config), lives, check);
}

/// Checks the same 2000 lives in each run, so that it is certain what they come to.
pub(crate) fn check_same<S: Strategy>(lives: &S, check: impl Fn(S::Value)) {
    let config = Config { cases: 2_000, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    run(TestRunner::new_with_rng(config, rng), lives, check);
}

fn run<S: Strategy>(mut runner: TestRunner, lives: &S, check: impl Fn(S::Value)) {
    let outcome = runner.run(lives, |life| {
        check(life);
        Ok(())
    });
    outcome.expect("each life keeps to the rules");
}
