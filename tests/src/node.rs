//! Node and its packages.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

/// Tests of one process run at once.
static INSTALLING: Mutex<()> = Mutex::new(());

/// The folder of a package's own packages, installed from its committed lock file unless they are
/// there already.
///
/// # Panics
/// If they cannot be installed.
#[must_use]
pub fn modules(package: &Path) -> PathBuf {
    let _alone = INSTALLING.lock().expect("no installation failed");
    let modules = package.join("node_modules");
    let lock = fs::read(package.join("package-lock.json")).expect("a lock file");
    // `npm ci` begins by removing the folder, so that a broken installation is done again.
    let installed = modules.join("installed-lock.json");
    if fs::read(&installed).is_ok_and(|known| known == lock) {
        return modules;
    }
    npm(package, &["ci", "--no-audit", "--no-fund", "--ignore-scripts"]);
    fs::write(installed, lock).expect("a writable folder");
    modules
}

/// Runs npm in a package.
///
/// # Panics
/// If it fails; with what it said.
pub fn npm(package: &Path, arguments: &[&str]) {
    let output = Command::new("npm").args(arguments).current_dir(package).output();
    let output = output.expect("npm can be run");
    let said = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "npm {arguments:?}: {}", String::from_utf8_lossy(&said));
}
