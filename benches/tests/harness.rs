//! The harness itself: it measures its baselines, and says what is wrong when it cannot measure.

use std::error::Error;
use std::process::Command;

use serde_json::Value;

#[test]
fn every_baseline_answers() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let json = folder.path().join("figures.json");
    let output = Command::new(env!("CARGO_BIN_EXE_load"))
        .args([
            "--only-baselines",
            "--rounds=1",
            "--seconds=0.1",
            "--warm-up=0",
            "--connections=1,4",
        ])
        .arg("--folder")
        .arg(folder.path())
        .arg("--json")
        .arg(&json)
        .output()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let figures: Value = serde_json::from_slice(&std::fs::read(&json)?)?;
    let rates = figures["rows"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|row| row["requests_per_second"]["median"].as_f64().unwrap_or(0.0));
    let rates: Vec<f64> = rates.collect();
    assert_eq!(rates.len(), 6, "{figures}");
    assert!(rates.iter().all(|rate| *rate > 0.0), "{figures}");
    Ok(())
}

#[test]
fn a_missing_server_is_named() -> Result<(), Box<dyn Error>> {
    let output = Command::new(env!("CARGO_BIN_EXE_load"))
        .args(["--earnest", "/nowhere/earnest"])
        .output()?;
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("there is no /nowhere/earnest"));
    Ok(())
}
