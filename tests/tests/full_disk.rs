//! A full disk: commands are refused, reads go on, nothing is lost, and room brings it all back.

use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use earnest_tests::cast::{Cast, task};
use earnest_tests::client::Answer;
use earnest_tests::server::{Launch, Server};
use serde_json::json;
use tempfile::TempDir;

/// How many commands may fit into what little room is left.
const MOST: usize = 3_000;

/// A file system of a few megabytes that only this test sees.
struct SmallDisk {
    holder: Child,
    root: PathBuf,
    folder: Arc<TempDir>,
}

/// STORE-06
#[test]
fn on_a_full_disk_reads_go_on_and_room_brings_commands_back() {
    let disk =
        SmallDisk::mount().expect("a mount namespace: run as root, or allow user namespaces");
    let cast = Cast::on(disk.serve());
    let running = cast.hire("10.00");
    disk.fill();
    let done = until_refused(&cast, &running);
    reads_go_on(&cast, &running, done);
    disk.free();
    comes_back(cast, &running, done, |mut server| {
        server.kill9();
        server.restart()
    });
}

#[test]
fn at_a_file_size_limit_reads_go_on_and_a_higher_limit_brings_commands_back() {
    let folder = Arc::new(TempDir::new().expect("a temporary folder"));
    // A process that ignores the signal gets an error from the write instead.
    let wrapper = ["sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh"].map(str::to_owned).to_vec();
    let server = Server::launch(Launch { wrapper, ..Launch::default() }, folder);
    let cast = Cast::on(server);
    let running = cast.hire("10.00");
    let files = fs::read_dir(cast.server.folder().path()).expect("a readable folder");
    let sizes = files.filter_map(|file| file.ok()?.metadata().ok()).map(|meta| meta.len());
    let largest = sizes.max().unwrap_or_default();
    limit(cast.server.pid(), &(largest + 65_536).to_string());
    let done = until_refused(&cast, &running);
    reads_go_on(&cast, &running, done);
    limit(cast.server.pid(), "unlimited");
    comes_back(cast, &running, done, |mut server| {
        server.kill9();
        server.restart()
    });
}

/// Reports progress until there is no room for a report, and says how many were taken.
#[track_caller]
fn until_refused(cast: &Cast, task: &str) -> usize {
    for number in 0..MOST {
        let answer = report(cast, task, number);
        if answer.status != 200 {
            let problem = answer.refused(503, "unavailable");
            assert!(answer.header("retry-after").is_some(), "{problem}");
            return number;
        }
    }
    panic!("{MOST} reports fitted into a full disk");
}

#[track_caller]
fn report(cast: &Cast, task: &str, number: usize) -> Answer {
    let body = json!({"progress": 50, "message": message(number), "stage": "x".repeat(100)});
    cast.owner.client.post(&format!("/tasks/{task}/progress"), body)
}

fn message(number: usize) -> String {
    format!("report {number} {}", "x".repeat(2_000))
}

/// Everything that was taken can be read, and what was not is not there.
#[track_caller]
fn reads_go_on(cast: &Cast, running: &str, done: usize) {
    let wallet = cast.buyer.wallet();
    assert_eq!((wallet.available, wallet.held), (990_000_000, 10_000_000));
    let created = cast.buyer.client.post("/tasks", task("5.00", ""));
    assert!(created.status == 503 || created.status == 201, "{}", created.body);
    if created.status == 503 {
        let _ = created.refused(503, "unavailable");
        assert_eq!(cast.buyer.wallet(), wallet, "a refused command moved money");
    }
    let journal = cast.journal(running);
    let count = |number| journal.iter().filter(|entry| has(entry, number)).count();
    assert!((0..done).all(|number| count(number) == 1), "a report is missing");
    assert_eq!(count(done), 0, "a refused report is there");
    assert_eq!(cast.task(running).text("status"), "EXECUTING");
}

fn has(entry: &earnest_tests::json::Json, number: usize) -> bool {
    entry.to_string().contains(&format!("report {number} x"))
}

/// With room again, commands are taken: at once, or after a restart. All that was taken is there.
#[track_caller]
fn comes_back(cast: Cast, running: &str, done: usize, back: impl FnOnce(Server) -> Server) {
    let again = report(&cast, running, done);
    let cast = if again.status == 200 { cast } else { cast.after(back) };
    if again.status != 200 {
        let _ = again.refused(503, "unavailable");
        let _ = report(&cast, running, done).done(200);
    }
    let journal = cast.journal(running);
    for number in 0..=done {
        let times = journal.iter().filter(|entry| has(entry, number)).count();
        assert_eq!(times, 1, "report {number}");
    }
    cast.deliver(running, "all the same");
    cast.review(running, "approve");
    let mut server = cast.server;
    assert_eq!(server.terminate().code, Some(0));
    let audit = server.audit();
    assert!(audit.status.success(), "{}", String::from_utf8_lossy(&audit.stdout));
}

/// Limits how large the process's files may grow.
#[track_caller]
fn limit(pid: u32, bytes: &str) {
    let soft = format!("--fsize={bytes}:");
    let status = Command::new("prlimit").args(["--pid", &pid.to_string(), &soft]).status();
    assert!(status.is_ok_and(|status| status.success()), "prlimit failed");
}

impl SmallDisk {
    /// Mounts it in a namespace of its own, which lives as long as its holder.
    fn mount() -> Option<Self> {
        let folder = Arc::new(TempDir::new().ok()?);
        let disk = folder.path().join("disk");
        fs::create_dir(&disk).ok()?;
        let script = "mount -t tmpfs -o size=4m tmpfs \"$0\" && echo mounted && exec cat";
        let mut command = Command::new("unshare");
        command.args(["--mount", "sh", "-c", script]).arg(&disk);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut holder = command.spawn().ok()?;
        let mut line = String::new();
        BufReader::new(holder.stdout.take()?).read_line(&mut line).ok()?;
        if line.trim() != "mounted" {
            holder.wait().ok()?;
            return None;
        }
        let root = PathBuf::from(format!("/proc/{}/root", holder.id()));
        let root = root.join(disk.strip_prefix("/").ok()?);
        Some(Self { holder, root, folder })
    }

    /// Starts a server whose data are on it.
    fn serve(&self) -> Server {
        let pid = self.holder.id().to_string();
        let wrapper = ["nsenter", "--mount", "--target", &pid, "--"].map(str::to_owned).to_vec();
        let data = Some(self.folder.path().join("disk").join("earnest.db"));
        Server::launch(Launch { wrapper, data, ..Launch::default() }, Arc::clone(&self.folder))
    }

    /// Fills it to the last byte.
    fn fill(&self) {
        let mut ballast = ballast(&self.root);
        for size in [65_536, 4_096, 1] {
            while ballast.write(&vec![b'x'; size]).is_ok_and(|written| written > 0) {}
        }
    }

    /// Makes room again.
    fn free(&self) {
        fs::remove_file(self.root.join("ballast")).expect("the ballast can be removed");
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Its input ends, and so does the holder; the namespace goes with it.
        drop(self.holder.stdin.take());
        drop(self.holder.wait());
    }
}

#[track_caller]
fn ballast(root: &Path) -> File {
    let path = root.join("ballast");
    OpenOptions::new().create(true).append(true).open(path).expect("a small disk to write on")
}
