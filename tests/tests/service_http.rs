//! What a client may rely on beside the lifecycle: repeats, pages, shutdown, health.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

use earnest_tests::cast::{Cast, Wallet, pages, task};
use earnest_tests::client::Request;
use earnest_tests::json::Json;
use earnest_tests::stream::Stream;
use serde_json::json;

/// HTTP-12
#[test]
fn a_repeated_request_gets_the_first_answer_and_moves_nothing() {
    let cast = Cast::assemble();
    let create = Request::new("POST", "/api/v1/tasks").json(task("10.00", "")).once("key-1");
    let first = cast.buyer.client.must(&create);
    let id = first.done(201).text("task.id").to_owned();
    assert_eq!(first.header("idempotency-replayed"), None);
    cast.reaches(&id, "EXECUTING");
    let again = cast.buyer.client.must(&create);
    assert_eq!((again.status, &again.body), (201, &first.body));
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(again.header("content-type"), first.header("content-type"));
    assert_eq!(cast.buyer.wallet(), Wallet::of("990.00", "10.00"));

    let other = Request::new("POST", "/api/v1/tasks").json(task("11.00", "")).once("key-1");
    let reused = cast.buyer.client.must(&other).refused(422, "idempotency_key_reused");
    assert_eq!(reused.text("field"), "budget", "the first field that differs");
    let elsewhere = Request::new("PATCH", &format!("/api/v1/tasks/{id}"));
    let elsewhere = elsewhere.json(json!({"action": "cancel"})).once("key-1");
    let cancelled = cast.buyer.client.must(&elsewhere);
    assert_eq!(cancelled.done(200).text("task.status"), "CANCELLED", "a key belongs to its route");
    assert_eq!(cast.buyer.client.must(&elsewhere).body, cancelled.body);
    let theirs = cast.owner.client.must(&create);
    theirs.refused(402, "insufficient_funds");
    let deposit = format!("/api/v1/admin/users/{}/deposits", cast.buyer.id);
    let deposit = Request::new("POST", &deposit).json(r#"{"amount": 5}"#).once("key-1");
    let paid = cast.admin.must(&deposit);
    assert_eq!(paid.done(201).number("wallet.USDC.available"), "1005.00");
    assert_eq!(cast.admin.must(&deposit).body, paid.body);
    assert_eq!(cast.buyer.wallet(), Wallet::of("1005.00", "0"));
}

/// HTTP-12
#[test]
fn a_repeat_is_answered_after_a_crash_too() {
    let cast = Cast::assemble();
    let id = cast.hire("10.00");
    let path = format!("/api/v1/agents/{}/tasks/{id}/deliver", cast.agent);
    let deliver = Request::new("POST", &path).json(json!({"resultSummary": "s"})).once("key-2");
    let first = cast.owner.client.must(&deliver);
    let cast = cast.after(|mut server| {
        server.kill9();
        server.restart()
    });
    cast.review(&id, "approve");
    let again = cast.owner.client.must(&deliver);
    assert_eq!((again.status, again.body), (200, first.body));
}

/// HTTP-14
#[test]
fn a_refusal_is_not_kept() {
    let cast = Cast::assemble();
    let poor = cast.newcomer("Pia Poor");
    let create = Request::new("POST", "/api/v1/tasks").json(task("10.00", "")).once("key-3");
    poor.client.must(&create).refused(402, "insufficient_funds");
    earnest_tests::cast::deposit(&cast.admin, &poor, "10.00");
    let created = poor.client.must(&create);
    assert_eq!(created.header("idempotency-replayed"), None);
    let _: Json = created.done(201);
}

#[test]
fn a_malformed_idempotency_key_is_refused() {
    let cast = Cast::assemble();
    for key in ["", "a b", &"x".repeat(256)] {
        let create = Request::new("POST", "/api/v1/tasks").json(task("10.00", "")).once(key);
        cast.buyer.client.must(&create).refused(400, "validation_failed");
    }
    let create = Request::new("POST", "/api/v1/tasks").json(task("10.00", ""));
    cast.buyer.client.must(&create.once(&"x".repeat(255))).done(201);
}

#[test]
fn a_refusal_that_comes_before_the_body_says_so_or_keeps_the_connection() {
    let cast = Cast::assemble();
    let mut socket = TcpStream::connect(cast.server.address()).expect("a server that listens");
    let mut reader = BufReader::new(socket.try_clone().expect("one more handle"));
    let body = r#"{"title": "t"}"#;
    let head = "POST /api/v1/tasks HTTP/1.1\r\nhost: earnest\r\ncontent-type: application/json";
    write!(socket, "{head}\r\ncontent-length: {}\r\n\r\n", body.len()).expect("a listener");
    // Some servers answer now, others wait for the body: it comes when they do.
    socket.set_read_timeout(Some(Duration::from_millis(500))).expect("a timeout");
    let early = socket.peek(&mut [0]).is_ok();
    socket.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
    let refused = early.then(|| read_answer(&mut reader));
    let rest = format!("{body}GET /healthz HTTP/1.1\r\nhost: earnest\r\n\r\n");
    let sent = socket.write_all(rest.as_bytes());
    let (status, closes) = refused.unwrap_or_else(|| read_answer(&mut reader));
    assert_eq!(status, "HTTP/1.1 401 Unauthorized");
    if !closes {
        sent.expect("a connection that was not closed without a word");
        assert_eq!(read_answer(&mut reader).0, "HTTP/1.1 200 OK");
    }
}

/// HTTP-15
#[test]
fn pages_show_every_task_once_newest_first_even_when_more_come() {
    let cast = Cast::assemble();
    let made: Vec<String> = (0..7).map(|_| cast.job("1.00")).collect();
    let first = cast.buyer.client.get("/tasks?limit=3").done(200);
    let cursor = first.text("nextCursor").to_owned();
    let late = cast.job("1.00");
    let second = cast.buyer.client.get(&format!("/tasks?limit=3&cursor={cursor}")).done(200);
    let ids = |page: &Json| -> Vec<String> {
        page.list("tasks").iter().map(|task| task.text("id").to_owned()).collect()
    };
    let mut newest = made.clone();
    newest.reverse();
    assert_eq!(ids(&first), newest[..3]);
    assert_eq!(ids(&second), newest[3..6]);
    for limit in [1, 3, 7, 8, 100] {
        let all = pages(&cast.buyer.client, "/tasks", "tasks", limit);
        let all: Vec<String> = all.iter().map(|task| task.text("id").to_owned()).collect();
        assert_eq!(all[0], late);
        assert_eq!(all[1..], newest, "limit {limit}");
    }
    let cancel = json!({"action": "cancel"});
    cast.buyer.client.patch(&format!("/tasks/{}", made[2]), cancel).done(200);
    let cancelled = pages(&cast.buyer.client, "/tasks?status=CANCELLED", "tasks", 2);
    assert_eq!(cancelled.len(), 1);
    assert_eq!(cancelled[0].text("id"), made[2]);
    assert_eq!(pages(&cast.buyer.client, "/tasks?status=PENDING", "tasks", 2).len(), 7);
    assert!(pages(&cast.buyer.client, "/tasks?role=agent", "tasks", 2).is_empty());
    assert_eq!(pages(&cast.owner.client, "/jobs", "tasks", 2).len(), 7);
    cast.buyer.client.get("/tasks?status=DONE").refused(400, "validation_failed");
}

#[test]
fn messages_are_read_oldest_first_in_both_forms() {
    let cast = Cast::assemble();
    let id = cast.hire("1.00");
    let forms = [format!("/dashboard/messages/{id}"), format!("/tasks/{id}/messages")];
    let sent: Vec<String> = (0..5)
        .map(|number| {
            let person = if number % 2 == 0 { &cast.buyer } else { &cast.owner };
            let body = json!({"content": format!("message {number}")});
            let message = person.client.post(&forms[number % 2], body).done(201);
            message.text("message.id").to_owned()
        })
        .collect();
    for form in &forms {
        let read = pages(&cast.admin, form, "messages", 2);
        let ids: Vec<&str> = read.iter().map(|message| message.text("id")).collect();
        assert_eq!(ids, sent.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(read[1].text("senderRole"), "AGENT");
        assert_eq!(read[1].text("senderId"), cast.agent);
        assert_eq!(read[2].text("senderId"), cast.buyer.id);
    }
}

#[test]
fn the_journal_is_numbered_hashed_and_paged() {
    let cast = Cast::assemble();
    let id = cast.delivered("1.00");
    cast.review(&id, "approve");
    let whole = cast.journal(&id);
    let pieces = pages(&cast.buyer.client, &format!("/tasks/{id}/journal"), "journal", 2);
    assert_eq!(whole, pieces);
    let numbers: Vec<u64> = whole.iter().map(|entry| entry.whole("number")).collect();
    assert!(numbers.windows(2).all(|pair| pair[0] + 1 == pair[1]), "{numbers:?}");
    assert_eq!(numbers.last(), Some(&cast.task(&id).whole("version")));
    let hashes: BTreeSet<&str> = whole.iter().map(|entry| entry.text("hash")).collect();
    assert_eq!(hashes.len(), whole.len());
}

#[test]
fn a_graceful_shutdown_ends_open_streams_and_exits_with_zero() {
    let cast = Cast::assemble();
    let id = cast.hire("1.00");
    let mut streams: Vec<Stream> = ["/tasks/{}/stream", "/dashboard/messages/{}/stream"]
        .iter()
        .map(|path| Stream::open(&cast.buyer.client, &path.replace("{}", &id)))
        .collect();
    streams[0].until_status("EXECUTING");
    let mut server = cast.server;
    let exit = server.terminate();
    assert_eq!(exit.code, Some(0), "{}", exit.output);
    assert!(!exit.output.contains("panicked"), "{}", exit.output);
    for stream in &streams {
        assert!(stream.ends_within(Duration::from_secs(5)), "a stream is still open");
    }
    let audit = server.audit();
    assert!(audit.status.success() && !audit.stdout.is_empty());
    let server = server.restart();
    let buyer = cast.buyer.at(&server.client());
    assert_eq!(
        buyer.client.get(&format!("/tasks/{id}")).done(200).text("task.status"),
        "EXECUTING"
    );
}

#[test]
fn the_audit_of_a_damaged_file_fails() {
    let cast = Cast::assemble();
    let id = cast.hire("1.00");
    let path = format!("/tasks/{id}/progress");
    let words = "a sentence that is easy to find in the file";
    let body = json!({"progress": 1, "message": words});
    cast.owner.client.post(&path, body).done(200);
    let mut server = cast.server;
    assert_eq!(server.terminate().code, Some(0));
    assert!(server.audit().status.success());
    let mut changed = 0;
    for entry in std::fs::read_dir(server.folder().path()).expect("a readable folder") {
        let path = entry.expect("a readable folder").path();
        let mut bytes = std::fs::read(&path).expect("a readable file");
        let places: Vec<usize> = bytes
            .windows(words.len())
            .enumerate()
            .filter_map(|(at, window)| (window == words.as_bytes()).then_some(at))
            .collect();
        changed += places.len();
        places.iter().for_each(|at| bytes[*at] = b'A');
        std::fs::write(&path, bytes).expect("a writable file");
    }
    assert!(changed > 0, "the words are not in the file as they are");
    let audit = server.audit();
    assert_eq!(audit.status.code(), Some(1), "{}", String::from_utf8_lossy(&audit.stdout));
}

#[test]
fn the_operators_pages_answer_without_a_key() {
    let cast = Cast::assemble();
    let open = cast.server.client();
    for path in ["/healthz", "/readyz", "/metrics", "/openapi.json", "/docs"] {
        let answer = open.must(&Request::new("GET", path));
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    }
    let document = open.must(&Request::new("GET", "/openapi.json")).json();
    assert!(document.text("openapi").starts_with("3.1"), "{}", document.text("openapi"));
    let key = earnest_tests::server::ADMIN_KEY;
    assert!(!open.must(&Request::new("GET", "/metrics")).body.contains(key));
    assert!(!cast.server.output().contains(key), "the preset key is printed");
}

/// Reads one response: its status line, and whether it says that the connection closes.
#[track_caller]
fn read_answer(reader: &mut impl BufRead) -> (String, bool) {
    let lines = reader.by_ref().lines().map(|line| line.expect("a line of a response"));
    let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    let value = |wanted: &str| {
        let fields = head.iter().filter_map(|line| line.split_once(':'));
        let mut named = fields.filter(|(name, _)| name.eq_ignore_ascii_case(wanted));
        named.next().map(|(_, value)| value.trim().to_ascii_lowercase())
    };
    let length = value("content-length").map_or(0, |digits| digits.parse().expect("a length"));
    reader.read_exact(&mut vec![0; length]).expect("the whole response");
    let closes = value("connection").is_some_and(|it| it == "close");
    (head.first().cloned().unwrap_or_default(), closes)
}
