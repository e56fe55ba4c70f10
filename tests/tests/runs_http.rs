//! Runs against the real binary: as the source tells of them, and with a worker that runs a shell.

use std::io::Read;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;
use std::{fs, thread};

use earnest_tests::cast::newcomer;
use earnest_tests::client::Client;
use earnest_tests::json::Json;
use earnest_tests::server::{Server, binary};
use earnest_tests::stream::Stream;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;

/// A server with a user and a worker.
struct Office {
    server: Server,
    admin: Client,
    /// Speaks below `/runs`, as both of these do.
    user: Client,
    worker: Client,
}

/// `earnest worker`, running a shell command for each run.
struct Worker(Child);

impl Office {
    fn open() -> Self {
        let server = Server::start();
        let admin = server.admin();
        let (user, worker) = (newcomer(&admin, "Uma User"), newcomer(&admin, "Wanda Worker"));
        let right = format!("/admin/users/{}/worker", worker.id);
        admin.post(&right, json!({"worker": true})).done(200);
        let runs = Client::new(&format!("{}/runs", admin.base()));
        let (user, worker) = (runs.with_key(&user.key), runs.with_key(&worker.key));
        Self { server, admin, user, worker }
    }

    /// The same people after the server came back at the same address.
    fn after(self, back: impl FnOnce(Server) -> Server) -> Self {
        Self { server: back(self.server), ..self }
    }

    fn start(&self, prompt: &str) -> String {
        let made = self.user.post("/tasks", json!({"prompt": prompt})).done(201);
        assert_eq!(made.text("status"), "queued");
        made.text("runId").to_owned()
    }

    fn show(&self, id: &str) -> Json {
        self.user.get(&format!("/tasks/{id}")).done(200)
    }

    fn status(&self, id: &str) -> (String, u64) {
        let status = self.user.get(&format!("/tasks/{id}/status")).done(200);
        (status.text("status").to_owned(), status.whole("progress"))
    }

    fn cancel(&self, id: &str) -> Json {
        let answer = self.user.patch(&format!("/tasks/{id}"), json!({"action": "cancel"}));
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()
    }

    fn claim(&self) -> String {
        let claimed = self.worker.post("/worker/claim?waitMs=5000", "{}").done(200);
        claimed.text("runId").to_owned()
    }

    fn advance(&self, milliseconds: u64) {
        self.admin.post("/admin/clock", json!({"advanceMs": milliseconds})).done(200);
    }

    fn logs(&self, id: &str) -> Stream {
        Stream::open(&self.user, &format!("/tasks/{id}/logs/stream"))
    }

    fn follow(&self, id: &str, prompt: &str) -> String {
        let path = format!("/tasks/{id}/continue");
        self.user.post(&path, json!({"prompt": prompt})).done(201).text("runId").to_owned()
    }

    fn hire(&self, arguments: &[&str], script: &str) -> Worker {
        let key = self.worker.key().expect("the worker has a key");
        let mut command = Command::new(binary());
        command.args(["worker", "--url", self.admin.base()]).args(arguments);
        command.args(["--", "sh", "-c", script]).env("EARNEST_KEY", key);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        Worker(command.spawn().expect("the binary can be run"))
    }

    /// A pipe with a name.
    fn fifo(&self, name: &str) -> PathBuf {
        let path = self.server.folder().path().join(name);
        assert!(Command::new("mkfifo").arg(&path).status().is_ok_and(|it| it.success()));
        path
    }

    /// Ends the server in good order, and checks what it leaves.
    fn close(mut self) {
        self.server.terminate();
        let report = self.server.audit();
        let text = String::from_utf8_lossy(&report.stdout).into_owned();
        assert!(report.status.success(), "{text}");
    }
}

impl Worker {
    fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.0.id()).ok().and_then(Pid::from_raw);
        kill_process(pid.expect("a process id"), signal).expect("it can be signalled");
    }

    /// Waits until it has ended; with what it complained of.
    fn left(mut self) -> (ExitStatus, String) {
        let mut complaint = String::new();
        let pipe = self.0.stderr.as_mut().expect("a piped worker");
        pipe.read_to_string(&mut complaint).expect("a complaint in UTF-8");
        (self.0.wait().expect("a worker that ends"), complaint)
    }

    fn leave(self) {
        self.signal(Signal::TERM);
        let (status, complaint) = self.left();
        assert!(status.success(), "{complaint}");
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It has ended, unless the test has failed.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn words(run: &Json) -> Vec<&str> {
    run.list("messages").iter().map(|message| message.text("content")).collect()
}

#[test]
fn a_run_goes_through_the_phases_of_the_source() {
    let office = Office::open();
    let run = office.start("Add a login page");
    let mut logs = office.logs(&run);
    logs.until_status("queued");
    assert_eq!(office.status(&run), ("queued".to_owned(), 0));
    assert_eq!(office.claim(), run);
    logs.until_status("running");
    let path = |command: &str| format!("/worker/runs/{run}/{command}");
    for (advanced, progress) in [(0, 0), (59_000, 9), (59_000, 19)] {
        office.advance(advanced);
        assert_eq!(office.status(&run), ("running".to_owned(), progress));
        office.worker.post(&path("renew"), json!({"logs": ["building"]})).done(200);
        assert_eq!(logs.until("log").json().text("message"), "building");
    }
    let result = json!({"message": "It is there.", "createdBranch": "agent/login"});
    office.worker.post(&path("complete"), result).done(200);
    let last = logs.until_status("completed");
    assert!(logs.ends_within(Duration::from_secs(5)), "nothing follows");
    let again =
        Stream::try_open(&office.user, &format!("/tasks/{run}/logs/stream"), last.id.as_deref());
    assert_eq!(again.expect_err("there is nothing to come back for").status, 204);

    let done = office.show(&run);
    assert_eq!((done.text("status"), done.whole("progress")), ("completed", 100));
    assert_eq!(done.text("github.createdBranch"), "agent/login");
    assert_eq!(words(&done), ["Add a login page", "It is there."]);
    assert!(done.text("completedAt").ends_with('Z'));
    let cancelled = office.cancel(&run);
    assert_eq!(
        (cancelled.find("success"), cancelled.text("status")),
        (Some(&Json::Bool(false)), "completed")
    );

    let next = office.follow(&run, "And a logout");
    assert_eq!(office.claim(), next);
    let shown = office.show(&next);
    assert_eq!(words(&shown), ["Add a login page", "It is there.", "And a logout"]);
    assert_eq!((shown.text("continues"), shown.text("github.branch")), (&*run, "agent/login"));
    for _ in 0..2 {
        let cancelled = office.cancel(&next);
        assert_eq!(cancelled.find("success"), Some(&Json::Bool(true)));
        assert_eq!(cancelled.text("status"), "cancelled");
    }
    let late = office.worker.post(&format!("/worker/runs/{next}/renew"), "{}");
    assert_eq!(late.refused(409, "wrong_state").text("currentStatus"), "cancelled");
    office.close();
}

#[test]
fn each_of_several_agents_has_a_run_of_its_own() {
    let office = Office::open();
    let ask = |agents: &[&str]| {
        office.user.post("/tasks", json!({"prompt": "p", "selectedAgents": agents}))
    };
    for bad in [&["a", "b", "c", "d", "e", "f"][..], &["a", "a"]] {
        ask(bad).refused(400, "validation_failed");
    }
    for count in 2..=5 {
        let made = ask(&["codex", "claude", "gemini", "qwen", "llama"][..count]).done(201);
        let group = made.text("groupId");
        assert_eq!(made.list("runs").len(), count);
        assert_eq!(office.status(group), ("running".to_owned(), 0));
        assert_eq!(made.text("runs.1.agent"), "claude");
        let (first, second) = (made.text("runs.0.runId"), made.text("runs.1.runId"));
        let only = json!({"agents": ["claude"]});
        let claimed = office.worker.post("/worker/claim", only).done(200);
        assert_eq!((claimed.text("runId"), claimed.text("agent")), (second, "claude"));
        let path = format!("/worker/runs/{second}/complete");
        office.worker.post(&path, json!({"message": "done"})).done(200);
        assert_eq!(office.status(second).0, "completed");
        assert_eq!(office.status(first).0, "queued");
        assert_eq!(office.status(group).0, "running");
        assert_eq!(office.cancel(group).text("status"), "completed");
        assert_eq!(office.status(first).0, "cancelled");
    }
    office.close();
}

#[test]
fn a_worker_that_says_nothing_loses_its_run() {
    let office = Office::open();
    let run = office.start("p");
    assert_eq!(office.claim(), run);
    office.advance(59_999);
    assert_eq!(office.status(&run).0, "running");
    office.advance(1);
    let shown = office.show(&run);
    assert_eq!((shown.text("status"), shown.text("reason")), ("interrupted", "lease_lapsed"));
    assert_eq!(shown.whole("progress"), 10);
    office.close();
}

#[test]
fn a_server_that_starts_interrupts_what_ran_and_leaves_what_waited() {
    let office = Office::open();
    let (first, second) = (office.start("one"), office.start("two"));
    assert_eq!(office.claim(), first);
    let office = office.after(|mut server| {
        server.kill9();
        server.restart_in_place()
    });
    let shown = office.show(&first);
    assert_eq!((shown.text("status"), shown.text("reason")), ("interrupted", "stopped_by_service"));
    let late = office.worker.post(&format!("/worker/runs/{first}/renew"), "{}");
    assert_eq!(late.refused(409, "wrong_state").text("currentStatus"), "interrupted");
    assert_eq!(office.status(&second).0, "queued");
    assert_eq!(office.claim(), second);
    office.close();
}

#[test]
fn a_worker_runs_a_command_for_each_run() {
    let office = Office::open();
    let script = r#"
        echo "agent ${EARNEST_AGENT:-none}" >&2
        read -r prompt; echo "asked: $prompt"
        [ "$prompt" = fail ] && exit 3
        echo "agent/$EARNEST_RUN_ID" > "$EARNEST_BRANCH_FILE"
        echo "key: ${EARNEST_KEY:-none}"
    "#;
    let worker = office.hire(&[], script);
    let run = office.start("Build it");
    let mut logs = office.logs(&run);
    logs.until_status("completed");
    let mut lines: Vec<_> = logs.seen().iter().filter(|event| event.name == "log").collect();
    lines.sort_unstable_by_key(|event| event.json().text("message").to_owned());
    let lines: Vec<_> = lines.iter().map(|event| event.json().text("message").to_owned()).collect();
    assert_eq!(lines, ["agent none", "asked: Build it", "key: none"]);
    let shown = office.show(&run);
    assert_eq!(words(&shown), ["Build it", "asked: Build it\nkey: none"]);
    assert_eq!(shown.text("github.createdBranch"), format!("agent/{run}"));

    let run = office.start("fail");
    office.logs(&run).until_status("failed");
    let shown = office.show(&run);
    assert_eq!(shown.text("reason"), "given_up");
    assert_eq!(shown.text("error"), "exit status: 3: agent none");
    worker.leave();
    office.close();
}

#[test]
fn a_worker_may_give_its_command_the_whole_run() {
    let office = Office::open();
    let worker = office.hire(&["--json", "--agent", "cat"], "cat");
    let made = office.user.post("/tasks", json!({"prompt": "one", "selectedAgents": ["cat"]}));
    let run = made.done(201).text("runId").to_owned();
    office.logs(&run).until_status("completed");
    let next = office.follow(&run, "two");
    office.logs(&next).until_status("completed");
    let shown = office.show(&next);
    let input = Json::parse(words(&shown)[3]).expect("the run as JSON");
    assert_eq!((input.text("runId"), input.text("agent")), (&*next, "cat"));
    assert_eq!(words(&input), [words(&shown)[0], words(&shown)[1], "two"]);
    worker.leave();
    office.close();
}

#[test]
fn a_worker_stops_the_command_of_a_run_that_is_cancelled() {
    let office = Office::open();
    let held = office.fifo("held");
    // Lines make it renew often; what it starts besides must not outlive it either.
    let script = r#"
        read -r prompt
        [ "$prompt" = next ] && { echo done; exit; }
        exec 9> "$HELD"
        (while :; do echo tick; sleep 0.2; done) & wait
    "#;
    let worker = office.hire(&[], &script.replace("$HELD", &held.display().to_string()));
    let run = office.start("for ever");
    let (sender, closed) = channel();
    // It is closed when the last process that has it is gone.
    thread::spawn(move || sender.send(fs::read(held).is_ok()));
    let mut logs = office.logs(&run);
    logs.until("log");
    assert_eq!(office.cancel(&run).text("status"), "cancelled");
    logs.until_status("cancelled");
    let next = office.start("next");
    office.logs(&next).until_status("completed");
    assert_eq!(closed.recv_timeout(Duration::from_secs(20)), Ok(true));
    worker.leave();
    office.close();
}

#[test]
fn a_worker_that_is_asked_to_leave_brings_its_run_to_an_end() {
    let office = Office::open();
    let fifo = office.fifo("go");
    let script = format!("echo begun; read -r go < '{}'; echo ended", fifo.display());
    let worker = office.hire(&[], &script);
    let (first, second) = (office.start("one"), office.start("two"));
    let mut logs = office.logs(&first);
    assert_eq!(logs.until("log").json().text("message"), "begun");
    worker.signal(Signal::TERM);
    fs::write(&fifo, "go\n").expect("the command reads");
    assert_eq!(logs.until("log").json().text("message"), "ended");
    logs.until_status("completed");
    assert!(worker.left().0.success());
    assert_eq!(office.status(&second).0, "queued");

    let worker = office.hire(&[], &script);
    let mut logs = office.logs(&second);
    assert_eq!(logs.until("log").json().text("message"), "begun");
    // Two of the same kind could be delivered as one.
    worker.signal(Signal::TERM);
    worker.signal(Signal::INT);
    logs.until_status("failed");
    assert_eq!(office.show(&second).text("error"), "the worker was stopped");
    assert!(worker.left().0.success());
    office.close();
}

#[test]
fn a_worker_without_the_right_says_so() {
    let office = Office::open();
    let worker = Worker(
        Command::new(binary())
            .args(["worker", "--url", office.admin.base(), "--", "true"])
            .env("EARNEST_KEY", office.user.key().expect("the user has a key"))
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary can be run"),
    );
    let (status, complaint) = worker.left();
    assert_eq!(status.code(), Some(1));
    assert!(complaint.contains("workers_only"), "{complaint}");
}
