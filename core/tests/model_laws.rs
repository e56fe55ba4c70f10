//! The models that have no code beside them keep their laws: the promise of every lifecycle. Those
//! with code are checked where they are compared with it.

use std::fs;
use std::path::{Path, PathBuf};

use tla_checker::checker::CheckResult;

#[path = "support/spec.rs"]
#[expect(dead_code, reason = "one reader of models for several tests")]
mod spec;

use spec::Spec;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/tla")
}

/// Checks every law that the configuration of this name gives, and the number of states in its
/// first line, which the other checker finds, too.
fn checked(module: &str) {
    let spec = Spec::read(&folder(), module, module);
    let CheckResult::Ok(stats) = spec.check() else { panic!("{module}: {:?}", spec.check()) };
    assert!(!stats.properties_checked.is_empty(), "{module} names no laws");
    let config = fs::read_to_string(folder().join(module).with_extension("cfg"));
    let config = config.expect("the configuration was read before");
    let pinned = format!("\\* {} states.", stats.states_explored);
    assert_eq!(config.lines().next(), Some(pinned.as_str()), "{module}");
}

#[test]
fn what_is_paid_in_leaves_once_and_all_of_it_leaves() {
    checked("Escrow");
}

#[test]
fn whatever_happens_to_a_task_its_money_alone_keeps_the_promise() {
    checked("MarketplacePromise");
    // That of credits is among their own laws.
    checked("RunsPromise");
}
