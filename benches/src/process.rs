//! The servers under measurement: child processes that say where they listen and end with the harness.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use crate::Fallible;

/// What a preset admin key looks like; it only ever guards a server on loopback that ends with the run.
pub const ADMIN_KEY: &str =
    "g0_sk_00000000000000000000000000000000000000000000000000000000000bench";

const START_WITHIN: Duration = Duration::from_secs(30);

/// A running server; dropping it kills it.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Server {
    /// The process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Starts `earnest serve` on a free port, with its log beside its file.
    ///
    /// # Errors
    /// If the binary is missing, ends, or does not say within 30 s that it listens.
    pub fn earnest(
        binary: &Path,
        place: &Path,
        name: &str,
        memory: bool,
        clock: &str,
    ) -> Fallible<Self> {
        let file = place.join(format!("{name}.db"));
        let mut command = Command::new(binary);
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--clock", clock, "--data"])
            .arg(if memory { Path::new(":memory:") } else { &file })
            .env("EARNEST_ADMIN_KEY", ADMIN_KEY)
            .current_dir(place);
        Self::start(command, place, name, "earnest")
    }

    /// Starts a baseline: this very binary with a hidden subcommand, so that the CPU is shared in the same way.
    ///
    /// # Errors
    /// As [`Server::earnest`].
    pub fn baseline(kind: &str, place: &Path) -> Fallible<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["baseline", kind, "--data"]).arg(place.join(format!("{kind}.db")));
        Self::start(command, place, kind, "baseline")
    }

    fn start(mut command: Command, place: &Path, name: &str, says: &str) -> Fallible<Self> {
        let log = place.join(format!("{name}.log"));
        // A baseline ends when its standard input does, so it cannot outlive a harness that was killed.
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(File::create(&log)?);
        let mut child = command
            .spawn()
            .map_err(|error| format!("cannot start {:?}: {error}", command.get_program()))?;
        let lines = child.stdout.take().ok_or("the server has no standard output")?;
        let said = first_match(lines, format!("{says} is listening on http://"));
        let why = match said.recv_timeout(START_WITHIN) {
            Ok(address) => return Ok(Self { child, address: address.parse()? }),
            Err(RecvTimeoutError::Timeout) => "did not say within 30 s that it listens",
            Err(RecvTimeoutError::Disconnected) => "ended before it listened",
        };
        _ = child.kill();
        _ = child.wait();
        let log = std::fs::read_to_string(&log).unwrap_or_default();
        Err(format!("{:?} {why}; its log:\n{log}", command.get_program()).into())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already; either way there is nothing left to do about it.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// Sends what follows `start` on the first line that has it, and reads on so that the pipe never fills.
fn first_match(output: impl Read + Send + 'static, start: String) -> mpsc::Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if let Some(rest) = line.strip_prefix(&start) {
                // The receiver is gone once the first match was taken.
                _ = sender.send(rest.trim().to_owned());
            }
        }
    });
    receiver
}

/// The CPU time a process has used so far, user and system, in steps of 10 ms; `None` where there is no `/proc`.
pub fn cpu_time(process: u32) -> Option<Duration> {
    const TICK: Duration = Duration::from_millis(10);
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The second field is the program's name in brackets and may hold spaces; the 14th and 15th are the times.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut times = fields.split_whitespace().skip(11).map(str::parse::<u32>);
    let ticks = times.next()?.ok()?.checked_add(times.next()?.ok()?)?;
    TICK.checked_mul(ticks)
}
