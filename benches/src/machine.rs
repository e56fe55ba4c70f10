//! The machine that the figures hold for.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;

use jiff::Timestamp;
use serde::Serialize;

/// What a reader needs to know to compare figures.
#[derive(Debug, Serialize)]
pub struct Machine {
    /// When the run began, UTC.
    pub date: String,
    /// Cores that this process may use.
    pub cores: usize,
    /// The processor's name.
    pub processor: String,
    /// Memory, in MiB.
    pub memory_mib: u64,
    /// The kernel's release.
    pub kernel: String,
    /// `rustc --version` at the time of the run.
    pub rustc: String,
    /// The file system under the databases; on `tmpfs` a sync costs nothing and no durable figure means anything.
    pub file_system: String,
}

impl Machine {
    /// Looks around; whatever the system does not tell is `unknown`.
    pub fn here(place: &Path) -> Self {
        let unknown = || "unknown".to_owned();
        Self {
            date: Timestamp::now().strftime("%Y-%m-%d %H:%M UTC").to_string(),
            cores: thread::available_parallelism().map_or(0, usize::from),
            processor: field("/proc/cpuinfo", "model name").unwrap_or_else(unknown),
            memory_mib: memory_mib().unwrap_or(0),
            kernel: fs::read_to_string("/proc/sys/kernel/osrelease")
                .map_or_else(|_| unknown(), |release| release.trim().to_owned()),
            rustc: rustc().unwrap_or_else(unknown),
            file_system: file_system(place).unwrap_or_else(unknown),
        }
    }

    /// One line for a report's head.
    pub fn line(&self) -> String {
        let Self { date, cores, processor, memory_mib, kernel, rustc, file_system } = self;
        format!(
            "{date}; {cores} cores ({processor}), {memory_mib} MiB, Linux {kernel}, {file_system}; {rustc}"
        )
    }
}

fn field(file: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let (_, value) = text.lines().find(|line| line.starts_with(name))?.split_once(':')?;
    Some(value.trim().to_owned())
}

fn memory_mib() -> Option<u64> {
    let kib: u64 = field("/proc/meminfo", "MemTotal")?.strip_suffix(" kB")?.parse().ok()?;
    Some(kib / 1024)
}

fn rustc() -> Option<String> {
    let output = Command::new("rustc").arg("--version").output().ok()?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}

fn file_system(place: &Path) -> Option<String> {
    let place = fs::canonicalize(place).ok()?;
    let mounts = fs::read_to_string("/proc/self/mounts").ok()?;
    mounts
        .lines()
        .filter_map(|line| {
            let mut fields = line.split(' ').skip(1);
            Some((fields.next()?, fields.next()?))
        })
        .filter(|(point, _)| place.starts_with(point))
        .max_by_key(|(point, _)| point.len())
        .map(|(_, kind)| kind.to_owned())
}
