//! The document's `EventSource` snippets under Node, against the real binary.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use earnest_tests::cast::{Cast, Person};
use earnest_tests::client::Client;
use earnest_tests::node::modules;
use earnest_tests::server::Server;
use earnest_tests::stream::Stream;
use serde_json::json;
use tempfile::TempDir;

const PREAMBLE: &str = include_str!("../source/preamble.cjs");
const TASK_STREAM: &str = include_str!("../source/task_stream.cjs");
const MESSAGE_STREAM: &str = include_str!("../source/message_stream.cjs");
/// How long a test waits for a line of the script.
const PATIENCE: Duration = Duration::from_secs(30);

/// A snippet running under Node.
struct Script {
    child: Child,
    lines: Receiver<String>,
    seen: Vec<String>,
    _folder: TempDir,
}

#[test]
fn the_task_stream_snippet_sees_every_event() {
    let cast = Cast::assemble();
    let task = cast.hire("50.00");
    let mut script = Script::run(TASK_STREAM, &cast.server, &cast.buyer, &task);
    script.until("open");
    script.until("Status changed: EXECUTING");

    let progress = json!({"progress": 45, "message": "Setting up routes...", "stage": "building"});
    cast.owner.client.post(&format!("/tasks/{task}/progress"), progress).done(200);
    script.until("Progress: 45% - Setting up routes...");
    let path = format!("/dashboard/messages/{task}");
    cast.owner.client.post(&path, json!({"content": "nearly there"})).done(201);
    script.until("New message from AGENT: nearly there");
    cast.deliver(&task, "The stamps are sorted.");
    script.until("Status changed: DELIVERED");
    script.until("Task delivered! The stamps are sorted.");
    cast.review(&task, "approve");
    script.until("Status changed: COMPLETED");
    cast.buyer.client.post(&path, json!({"content": "thank you"})).done(201);
    script.until("New message from BUYER: thank you");
    script.saw_once("Status changed: EXECUTING");
}

#[test]
fn the_message_stream_snippet_sees_messages_and_typing() {
    let cast = Cast::assemble();
    let task = cast.hire("50.00");
    let mut script = Script::run(MESSAGE_STREAM, &cast.server, &cast.buyer, &task);
    script.until("open");
    let path = format!("/dashboard/messages/{task}");
    let sent = cast.owner.client.post(&path, json!({"content": "shall I begin?"})).done(201);
    script.until("[AGENT] shall I begin?");
    script.until(&format!("append {}", sent.text("message.id")));
    cast.owner.client.post(&format!("{path}/typing"), json!({})).done(202);
    script.until("typing AGENT");
}

#[test]
fn the_message_stream_snippet_goes_on_after_a_restart_and_repeats_nothing() {
    let cast = Cast::assemble();
    let task = cast.hire("50.00");
    let path = format!("/dashboard/messages/{task}");
    cast.owner.client.post(&path, json!({"content": "before"})).done(201);
    let mut script = Script::run(MESSAGE_STREAM, &cast.server, &cast.buyer, &task);
    script.until("[AGENT] before");

    let cast = cast.after(|mut server| {
        assert_eq!(server.terminate().code, Some(0));
        server.restart_in_place()
    });
    cast.owner.client.post(&path, json!({"content": "after"})).done(201);
    script.until("Message stream disconnected. Reconnecting...");
    script.until("[AGENT] after");
    script.saw_once("[AGENT] before");
}

/// HTTP-20
#[test]
fn a_task_stream_resumes_after_the_last_event_even_after_a_crash() {
    let cast = Cast::assemble();
    let task = cast.hire("50.00");
    cast.owner.client.post(&format!("/tasks/{task}/progress"), json!({"progress": 10})).done(200);
    let path = format!("/tasks/{task}/stream");
    let mut stream = Stream::open(&cast.buyer.client, &path);
    let last = stream.until("progress").id.expect("an id");
    cast.deliver(&task, "done");
    let all = {
        stream.until("delivery");
        stream.seen().to_vec()
    };
    drop(stream);

    let cast = cast.after(|mut server| {
        server.kill9();
        server.restart()
    });
    let mut resumed = Stream::resume(&cast.buyer.client, &path, Some(&last));
    resumed.until("delivery");
    let known = all.iter().position(|event| event.id.as_deref() == Some(&last)).expect("the event");
    assert_eq!(resumed.seen(), &all[known + 1..]);
    let query = format!("{path}?lastEventId={last}");
    assert_eq!(Stream::open(&cast.buyer.client, &query).next_event(), all[known + 1]);
}

/// HTTP-22
#[test]
fn two_events_of_one_entry_can_be_told_apart() {
    let cast = Cast::assemble();
    let task = cast.delivered("50.00");
    let path = format!("/tasks/{task}/stream");
    let mut stream = Stream::open(&cast.buyer.client, &path);
    let status = stream.until_status("DELIVERED").id.expect("an id");
    let delivery = stream.next_event();
    assert_eq!(delivery.name, "delivery");
    assert_eq!(format!("{}.1", delivery.id.clone().expect("an id")), status);
    let mut resumed = Stream::resume(&cast.buyer.client, &path, Some(&status));
    assert_eq!(resumed.next_event(), delivery);
}

/// HTTP-04
#[test]
fn a_stream_takes_the_key_from_the_address_and_from_nowhere_else() {
    let cast = Cast::assemble();
    let task = cast.hire("50.00");
    let open = cast.server.client();
    for path in [format!("/tasks/{task}/stream"), format!("/dashboard/messages/{task}/stream")] {
        let token = format!("{path}?token={}", cast.buyer.key);
        Stream::try_open(&open, &token, None).expect("a stream");
        refused(&open, &path, 401, "unauthenticated");
        refused(&open, &format!("{path}?token=g0_sk_wrong"), 401, "unauthenticated");
        let stranger = cast.newcomer("Stan Stranger");
        refused(&open, &format!("{path}?token={}", stranger.key), 404, "not_found");
    }
    let token = format!("/tasks/{task}?token={}", cast.buyer.key);
    open.get(&token).refused(401, "unauthenticated");
}

#[track_caller]
fn refused(client: &Client, path: &str, status: u16, code: &str) {
    let answer = Stream::try_open(client, path, None).expect_err("no stream");
    answer.refused(status, code);
}

impl Script {
    /// Runs a snippet with host, key and ids replaced by text.
    fn run(snippet: &str, server: &Server, person: &Person, task: &str) -> Self {
        let modules = modules(&Path::new(env!("CARGO_MANIFEST_DIR")).join("node"));
        let folder = TempDir::new().expect("a temporary folder");
        let host = format!("http://{}", server.address());
        let snippet = snippet.replace("https://g0hub.com", &host).replace("task_xyz789", task);
        let snippet = snippet.replace("g0_sk_your_api_key", &person.key);
        let path = folder.path().join("snippet.cjs");
        fs::write(&path, format!("{PREAMBLE}\n{snippet}")).expect("a writable folder");
        let mut node = Command::new("node");
        node.arg(path).env("NODE_PATH", modules).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = node.spawn().expect("node can be run");
        let output = child.stdout.take().expect("a piped output");
        let (sender, lines) = channel();
        thread::spawn(move || {
            let lines = BufReader::new(output).lines().map_while(Result::ok);
            lines.for_each(|line| drop(sender.send(line)));
        });
        Self { child, lines, seen: Vec::new(), _folder: folder }
    }

    /// Reads on until the script prints this line.
    #[track_caller]
    fn until(&mut self, wanted: &str) {
        loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) => self.seen.push(line),
                Err(why) => panic!("no `{wanted}` ({why}) after {:#?}", self.seen),
            }
            if self.seen.last().is_some_and(|line| line == wanted) {
                return;
            }
        }
    }

    /// Checks that the script printed this line exactly once so far.
    #[track_caller]
    fn saw_once(&self, line: &str) {
        let times = self.seen.iter().filter(|seen| *seen == line).count();
        assert_eq!(times, 1, "`{line}` in {:#?}", self.seen);
    }
}

impl Drop for Script {
    fn drop(&mut self) {
        if self.child.kill().is_ok() {
            drop(self.child.wait());
        }
    }
}
