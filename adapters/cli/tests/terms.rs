//! `earnest terms` and `earnest explore`, as somebody meets them who is to offer or accept terms.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

const LIFECYCLES: [&str; 4] = ["marketplace", "credits", "runs", "proposal"];

/// Exit code, standard output and standard error.
fn earnest(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_earnest"));
    let output = command.current_dir(folder).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// The example of a lifecycle with other values in it, in a file.
fn write(folder: &Path, lifecycle: &str, changes: &[(&str, Value)]) -> &'static str {
    let (code, example, _) = earnest(folder, &["terms", "example", lifecycle]);
    assert_eq!(code, Some(0));
    let mut terms: Value = serde_json::from_str(&example).unwrap();
    for (field, value) in changes {
        assert!(!terms[field].is_null(), "there is no `{field}` in {example}");
        terms[field] = value.clone();
    }
    fs::write(folder.join("terms.json"), terms.to_string()).unwrap();
    "terms.json"
}

/// A task that is soon explored.
fn small(folder: &Path) -> &'static str {
    let few = ["max_revisions", "max_remedies", "max_evidence"].map(|it| (it, 0.into()));
    write(folder, "marketplace", &few)
}

#[test]
fn the_examples_are_sound() {
    let folder = TempDir::new().unwrap();
    for lifecycle in LIFECYCLES {
        let file = write(folder.path(), lifecycle, &[]);
        let arguments = ["terms", "check", file, "--lifecycle", lifecycle];
        let (code, told, _) = earnest(folder.path(), &arguments);
        assert_eq!((code, told.lines().last()), (Some(0), Some("the terms are sound")), "{told}");
    }
}

#[test]
fn unsound_terms_are_told_from_notable_ones() {
    let folder = TempDir::new().unwrap();
    let file = write(folder.path(), "marketplace", &[("fee", 10_000.into())]);
    let (code, told, _) = earnest(folder.path(), &["terms", "check", file]);
    assert_eq!(code, Some(0));
    assert!(told.starts_with("notable  whole_fee (fee): the fee is all"), "{told}");
    let century = Value::from(3_153_600_000_000_u64);
    let file = write(folder.path(), "marketplace", &[("to_review", century)]);
    let (code, told, _) = earnest(folder.path(), &["terms", "check", file]);
    assert_eq!(code, Some(1));
    let line = "unsound  window_too_long (to_review): a window is longer than ten years";
    assert_eq!(told.lines().collect::<Vec<_>>(), [line, "the terms are unsound"]);
    let (code, told, _) = earnest(folder.path(), &["terms", "check", file, "--json"]);
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!((code, &told["sound"]), (Some(1), &Value::Bool(false)));
    assert_eq!(told["findings"][0]["code"], "window_too_long");
    let (code, told, _) = earnest(folder.path(), &["explore", "--terms", file]);
    assert_eq!(code, Some(0), "nothing begins under them, and so nothing goes wrong");
    assert!(told.starts_with(line) && told.contains("unsound_terms") || told.contains("states"));
    assert!(told.contains("states               1  all that can be reached"), "{told}");
}

#[test]
fn what_is_no_terms_is_said_in_one_line() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("text.json"), "not JSON").unwrap();
    let credits = write(folder.path(), "credits", &[]);
    for (file, reason) in [
        ("none.json", "the terms `none.json` cannot be read"),
        ("text.json", "the terms `text.json` are no terms: expected"),
        (credits, "the terms `terms.json` are no terms: missing field `budget`"),
    ] {
        for arguments in [&["terms", "check", file][..], &["explore", "--terms", file]] {
            let (code, told, complaint) = earnest(folder.path(), arguments);
            assert_eq!((code, told.as_str()), (Some(2), ""), "{arguments:?}");
            assert_eq!(complaint.lines().count(), 1, "{complaint}");
            assert!(complaint.contains(reason), "{complaint}");
        }
    }
}

#[test]
fn an_exploration_tells_what_can_come_of_terms() {
    let folder = TempDir::new().unwrap();
    let file = small(folder.path());
    let (code, told, _) = earnest(folder.path(), &["explore", "--terms", file]);
    assert_eq!(code, Some(0), "{told}");
    for line in [
        "all that can be reached",
        "timeouts             2  in a row, at most",
        "gets in the end, in USDC",
        "  buyer                                              0.00                 100.00",
        "  agent                                              0.00                 100.00",
        "  operator                                           0.00                   0.00",
        "not reached: MKT-10, MKT-12, MKT-20",
        "checks of L-03  What was held and came in",
        "checks of L-23  Every run ends",
    ] {
        assert!(told.contains(line), "`{line}` is not in:\n{told}");
    }
    let (code, told, _) = earnest(folder.path(), &["explore", "--terms", file, "--json"]);
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!((code, &told["whole"]), (Some(0), &Value::Bool(true)));
    assert_eq!(told["payouts"]["agent"]["most"], "100.00");
    assert_eq!((&told["longestSilence"], &told["broken"]), (&2.into(), &Value::Null));
    assert!(told["checks"]["L-13"].as_u64() > Some(0), "{told}");
}

#[test]
fn an_exploration_that_is_cut_off_says_so() {
    let folder = TempDir::new().unwrap();
    let arguments = ["explore", "--terms", small(folder.path()), "--states", "10"];
    let (code, told, _) = earnest(folder.path(), &arguments);
    assert_eq!(code, Some(2));
    assert!(told.starts_with("states              10  cut off: there are more"), "{told}");
}

#[test]
fn every_lifecycle_is_explored_under_its_usual_terms() {
    let folder = TempDir::new().unwrap();
    for lifecycle in ["credits", "proposal"] {
        let (code, told, _) = earnest(folder.path(), &["explore", "--lifecycle", lifecycle]);
        assert_eq!(code, Some(0), "{lifecycle}: {told}");
    }
    let hour = Value::from(3_600_000);
    let file = write(folder.path(), "runs", &[("to_finish", hour)]);
    let (code, told, _) =
        earnest(folder.path(), &["explore", "--lifecycle", "runs", "--terms", file]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("rows            9 of 9  each was reached"), "{told}");
    assert!(!told.contains("gets in the end"), "no money moves: {told}");
}
