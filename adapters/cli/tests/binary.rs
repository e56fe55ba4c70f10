//! The binary as a newcomer and an operator meet it.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio};

use rusqlite::Connection;
use tempfile::TempDir;

/// A server in a folder of its own, on a free port.
struct Server {
    child: Child,
    out: BufReader<ChildStdout>,
    first: String,
}

fn earnest(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_earnest"));
    for variable in ["LISTEN", "DATA", "CLOCK", "TERMS", "PREFIX", "ADMIN_KEY", "LOG"] {
        command.env_remove(format!("EARNEST_{variable}"));
    }
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    command
}

fn output(folder: &Path, arguments: &[&str]) -> Output {
    earnest(folder, arguments).output().unwrap()
}

impl Server {
    fn start(folder: &Path, arguments: &[&str], key: Option<&str>) -> Self {
        let mut command = earnest(folder, arguments);
        command.env("EARNEST_LISTEN", "127.0.0.1:0");
        command.envs(key.map(|key| ("EARNEST_ADMIN_KEY", key)));
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut first = String::new();
        out.read_line(&mut first).unwrap();
        Self { child, out, first }
    }

    /// Stops it in good order; gives its output without the first line.
    fn stop(mut self) -> (ExitStatus, String) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        let mut rest = String::new();
        self.out.read_to_string(&mut rest).unwrap();
        (self.child.wait().unwrap(), rest)
    }

    fn greeting(&mut self, until: &str) -> String {
        let mut text = String::new();
        while !text.contains(until) {
            assert!(self.out.read_line(&mut text).unwrap() > 0, "no `{until}` in {text}");
        }
        text
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Runs printed lines in a shell, the stream for a moment only.
fn paste(lines: &str, key: &str) -> String {
    let script = lines.replace("curl -sN", "timeout 1 curl -sN");
    let mut shell = Command::new("sh");
    let output = shell.args(["-c", &script]).env("EARNEST_ADMIN_KEY", key).output().unwrap();
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

fn has_curl() -> bool {
    Command::new("curl").arg("--version").output().is_ok_and(|output| output.status.success())
}

/// The line that the last printed command begins with.
const LAST: &str = "/stream\" -H \"Authorization: Bearer $ADA\"\n";

#[test]
fn the_printed_lines_work_in_order() {
    if !has_curl() {
        eprintln!("no curl here");
        return;
    }
    let folder = TempDir::new().unwrap();
    for (arguments, key) in [
        (&["--clock", "manual", "--data", ":memory:"][..], None),
        (&["serve", "--prefix", "/market"][..], Some("g0_sk_preset_1234")),
    ] {
        let mut server = Server::start(folder.path(), arguments, key);
        let greeting = server.greeting(LAST);
        assert!(!greeting.contains("preset_1234"), "{greeting}");
        let lines = greeting.split_once("terminal:\n").unwrap().1;
        let answers = paste(lines, key.unwrap_or_default());
        assert_eq!(answers.matches("\"success\":false").count(), 0, "{answers}");
        assert!(answers.contains(r#""wallet":{"USDC":{"available":50.00,"#), "{answers}");
        assert!(answers.contains(r#""status":"COMPLETED","previousStatus":"DELIVERED""#));
        let moved = answers.contains(r#"{"success":true,"now":"2026-01-01T01:00:00.000Z"}"#);
        assert_eq!(moved, key.is_none(), "{answers}");
        assert_eq!(server.stop().0.code(), Some(0));
    }
    let audit = output(folder.path(), &["audit"]);
    let report = String::from_utf8(audit.stdout).unwrap();
    assert!(audit.status.success() && report.contains("every law holds"), "{report}");
}

#[test]
fn the_admin_key_is_shown_once() {
    let folder = TempDir::new().unwrap();
    let shown = |text: &str| text.contains("ADMIN=g0_sk_") && text.contains("shown this once");
    let server = Server::start(folder.path(), &[], None);
    assert!(server.first.starts_with("earnest is listening on http://127.0.0.1:"));
    let (status, greeting) = server.stop();
    assert!(status.success() && shown(&greeting), "{greeting}");
    let (status, greeting) = Server::start(folder.path(), &[], None).stop();
    assert!(status.success() && !shown(&greeting), "{greeting}");
}

/// STORE-31
#[test]
fn a_second_server_on_the_same_file_is_refused() {
    let folder = TempDir::new().unwrap();
    let server = Server::start(folder.path(), &[], None);
    let second = output(folder.path(), &["serve", "--listen", "127.0.0.1:0"]);
    let complaint = String::from_utf8(second.stderr).unwrap();
    assert_eq!(second.status.code(), Some(1));
    assert!(complaint.contains("another server is using"), "{complaint}");
    assert!(second.stdout.is_empty());
    assert!(output(folder.path(), &["audit"]).status.success(), "an audit stands beside it");
    assert_eq!(server.stop().0.code(), Some(0));
}

#[test]
fn what_cannot_be_done_is_said_in_one_line() {
    let folder = TempDir::new().unwrap();
    let file = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    file("much.json", r#"{"fee": 20000}"#);
    file("long.json", r#"{"toReview": 3153600000000}"#);
    file("odd.json", r#"{"tea": 1}"#);
    file("runs.json", r#"{"runs": {"lease": 2, "toFinish": 1}}"#);
    file("text.db", &"this is no database ".repeat(100));
    for (arguments, code, reason) in [
        (&["--listen", "nowhere", "--data", ":memory:"][..], 1, "cannot listen on `nowhere`"),
        (&["--terms", "none.json"], 1, "cannot be read"),
        (&["--terms", "much.json"], 1, "more than the whole"),
        (&["--terms", "long.json"], 1, "longer than ten years"),
        (&["--terms", "odd.json"], 1, "unknown field `tea`"),
        (&["--terms", "runs.json"], 1, "runs: the lease is longer than the whole run"),
        (&["worker", "--url", "ftp://x", "--key", "k", "--", "true"], 1, "`ftp` is not spoken"),
        (&["--data", "text.db"], 1, "not a file of this store"),
        (&["--data", "none/x.db"], 1, "none/x.db"),
        (&["audit", "--data", "none.db"], 2, "there is no file"),
        (&["audit", "--data", "text.db"], 2, "not a file of this store"),
    ] {
        let output = output(folder.path(), arguments);
        let complaint = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {complaint}");
        assert_eq!(complaint.lines().count(), 1, "{complaint}");
        assert!(complaint.contains(reason), "{arguments:?}: {complaint}");
    }
    let mut command = earnest(folder.path(), &["--data", ":memory:"]);
    let output = command.env("EARNEST_ADMIN_KEY", "short").output().unwrap();
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(complaint.contains("no key") && !complaint.contains("short"), "{complaint}");
}

/// Each damage, and the law that finds it.
const DAMAGE: [(&str, &str); 6] = [
    ("UPDATE wallet SET balance = balance + 1", "L-03"),
    ("UPDATE wallet SET pending = 5", "L-03"),
    ("UPDATE house SET balance = 0 WHERE balance < 0", "L-03"),
    ("UPDATE entry SET body = replace(body, '100000000', '100000001')", "L-21"),
    ("DELETE FROM entry WHERE number = 1 AND kind = 'opened'", "L-21"),
    ("UPDATE stream SET number = number + 1 WHERE kind = 'marketplace'", "L-21"),
];

/// STORE-11
#[test]
fn a_damaged_copy_fails_the_audit() {
    if !has_curl() {
        eprintln!("no curl here");
        return;
    }
    let folder = TempDir::new().unwrap();
    let key = "g0_sk_preset_1234";
    let mut server = Server::start(folder.path(), &[], Some(key));
    let greeting = server.greeting(LAST);
    paste(greeting.split_once("terminal:\n").unwrap().1, key);
    assert!(server.stop().0.success());
    for (damage, law) in DAMAGE {
        let copy = folder.path().join("copy.db");
        fs::copy(folder.path().join("earnest.db"), &copy).unwrap();
        let changed = Connection::open(&copy).unwrap().execute(damage, []).unwrap();
        assert!(changed > 0, "{damage}");
        let audit = output(folder.path(), &["audit", "--data", "copy.db"]);
        let report = String::from_utf8(audit.stdout).unwrap();
        assert_eq!(audit.status.code(), Some(1), "{damage}: {report}");
        assert!(report.contains(&format!("BROKEN    {law}")), "{damage}: {report}");
        let audit = output(folder.path(), &["audit", "--json", "--data", "copy.db"]);
        let report = String::from_utf8(audit.stdout).unwrap();
        assert!(report.contains(r#""sound":false"#) && report.contains(law), "{report}");
    }
}
