//! Streams: what they replay, where they resume, what they never skip or repeat.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use earnest_http::router;
use earnest_service::Memory;
use earnest_service::store::Failure;
use serde_json::{Value, json};

use crate::reader::{Event, Reader};
use crate::store::Watched;
use crate::world::{World, app, send, text};

/// A task through a revision and a dispute to its end, with a message and progress.
async fn lived(world: &World) -> String {
    let task = world.hired().await;
    let (own, work) = (format!("/tasks/{task}"), format!("/agents/{}/tasks/{task}", world.agent));
    let deliver = format!("{work}/deliver");
    let buyer = async |path: &str, body| world.post(&world.buyer, path, body).await;
    let owner = async |path: &str, body| world.post(&world.owner, path, body).await;
    owner(&format!("{own}/progress"), r#"{"progress": 45, "stage": "planning"}"#).await.done(200);
    buyer(&format!("{own}/messages"), r#"{"content": "hello"}"#).await.done(201);
    owner(&deliver, r#"{"resultSummary": "one"}"#).await.done(200);
    let review = format!("{own}/review");
    buyer(&review, r#"{"action": "request_revision"}"#).await.done(200);
    owner(&deliver, r#"{"resultSummary": "two"}"#).await.done(200);
    let dispute = format!("/dashboard/tasks/{task}/dispute");
    buyer(&dispute, r#"{"reason": "no"}"#).await.done(201);
    buyer(&format!("{dispute}/evidence"), r#"{"description": "d"}"#).await.done(201);
    let better = r#"{"action": "accept", "deliveryProof": {"summary": "three"}}"#;
    owner(&format!("{work}/dispute"), better).await.done(200);
    buyer(&review, r#"{"action": "approve"}"#).await.done(200);
    buyer(&review, r#"{"action": "approve", "rating": 5}"#).await.done(200);
    task
}

fn ids(events: &[Event]) -> Vec<&str> {
    events.iter().map(|event| event.id.as_deref().unwrap()).collect()
}

#[tokio::test]
async fn a_stream_replays_a_task_from_its_beginning() {
    let world = World::new().await;
    let task = lived(&world).await;
    let path = format!("/tasks/{task}/stream");
    let mut reader = Reader::open(&world.router, &world.owner, &path, None).await;
    let events = reader.take(12).await;
    let at = "2026-01-01T00:00:00.000Z";
    let status = |status: &str, before: Value| json!({"taskId": task, "status": status, "previousStatus": before, "timestamp": at});
    let delivery = |summary: &str, round: u8| {
        json!({"taskId": task, "resultSummary": summary, "artifacts": [], "round": round,
            "timestamp": at})
    };
    let expected = [
        ("2", "status", status("PENDING", Value::Null)),
        ("3", "status", status("EXECUTING", json!("PENDING"))),
        (
            "4",
            "progress",
            json!({"taskId": task, "progress": 45, "message": null, "stage": "planning",
                "timestamp": at}),
        ),
        ("5", "message", events[3].data.clone()),
        ("6.1", "status", status("DELIVERED", json!("EXECUTING"))),
        ("6", "delivery", delivery("one", 1)),
        ("7", "status", status("REVISION_REQUESTED", json!("DELIVERED"))),
        ("8.1", "status", status("DELIVERED", json!("REVISION_REQUESTED"))),
        ("8", "delivery", delivery("two", 2)),
        ("9", "status", status("DISPUTED", json!("DELIVERED"))),
        ("11.1", "status", status("DELIVERED", json!("DISPUTED"))),
        ("11", "delivery", delivery("three", 3)),
    ];
    for (event, (id, name, data)) in events.iter().zip(expected) {
        assert_eq!((event.id.as_deref(), &*event.name), (Some(id), name));
        assert_eq!(event.data, data);
    }
    assert_eq!(events[3].data["senderRole"], "BUYER");
    let last = reader.next().await.unwrap();
    assert_eq!(last.data, status("COMPLETED", json!("DELIVERED")));

    let chat = format!("/dashboard/messages/{task}/stream");
    let mut chat = Reader::open(&world.router, &world.owner, &chat, None).await;
    assert_eq!(chat.next().await.as_ref(), Some(&events[3]));
}

/// HTTP-20
#[tokio::test(start_paused = true)]
async fn a_stream_resumes_after_any_event() {
    let world = World::new().await;
    let task = lived(&world).await;
    for path in [format!("/tasks/{task}/stream"), format!("/dashboard/messages/{task}/stream")] {
        let mut reader = Reader::open(&world.router, &world.buyer, &path, None).await;
        let whole = reader.rest().await;
        assert_eq!(whole.len(), if path.contains("messages") { 1 } else { 13 });
        for seen in 1..=whole.len() {
            let after = whole[seen - 1].id.as_deref();
            let mut resumed = Reader::open(&world.router, &world.buyer, &path, after).await;
            assert_eq!(resumed.rest().await, whole[seen..]);
        }
        let mut foreign = Reader::open(&world.router, &world.buyer, &path, Some("1000")).await;
        assert_eq!(foreign.next().await.as_ref(), whole.first(), "an id of another history");
    }
}

/// HTTP-21
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_event_is_skipped_or_repeated_while_many_write() {
    const WRITERS: usize = 4;
    const EACH: usize = 40;
    let memory = Arc::new(Memory::new());
    let world = Arc::new(World::over(memory.clone()).await);
    let task = world.hired().await;
    // A second process: its commits are told to nobody here.
    let elsewhere = router(app(memory, ""));
    let done = Arc::new(AtomicBool::new(false));
    let read = |restless: usize| {
        let (world, done, path) =
            (Arc::clone(&world), Arc::clone(&done), format!("/tasks/{task}/stream"));
        tokio::spawn(async move {
            let mut seen: Vec<Event> = Vec::new();
            let mut reader = Reader::open(&world.router, &world.buyer, &path, None).await;
            while seen.len() < 2 + WRITERS * EACH {
                seen.push(reader.next().await.unwrap());
                if restless > 0
                    && seen.len().is_multiple_of(restless)
                    && !done.load(Ordering::Relaxed)
                {
                    let last = seen.last().and_then(|event| event.id.clone());
                    reader =
                        Reader::open(&world.router, &world.buyer, &path, last.as_deref()).await;
                }
            }
            seen
        })
    };
    let readers: Vec<_> = [0, 0, 0, 1, 3, 7, 50].into_iter().map(read).collect();
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let (world, elsewhere) = (Arc::clone(&world), elsewhere.clone());
            let path = format!("/api/v1/tasks/{task}");
            tokio::spawn(async move {
                let router = if writer == 0 { &elsewhere } else { &world.router };
                for number in 0..EACH {
                    let (path, body) = if writer % 2 == 0 {
                        let body = format!(r#"{{"content": "{writer} {number}"}}"#);
                        (format!("{path}/messages"), body)
                    } else {
                        (format!("{path}/progress"), format!(r#"{{"progress": {number}}}"#))
                    };
                    let answer = send(router, "POST", &world.owner, &path, &body).await;
                    assert!([200, 201].contains(&answer.status), "{}", answer.body);
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    done.store(true, Ordering::Relaxed);
    let mut all = None;
    for reader in readers {
        let seen = reader.await.unwrap();
        let numbers: Vec<u64> = ids(&seen).iter().map(|id| id.parse().unwrap()).collect();
        let expected: Vec<u64> = (2..).take(numbers.len()).collect();
        assert_eq!(numbers, expected);
        assert_eq!(*all.get_or_insert_with(|| seen.clone()), seen);
    }
}

#[tokio::test(start_paused = true)]
async fn a_commit_of_another_process_is_seen_soon() {
    let memory = Arc::new(Memory::new());
    let world = World::over(memory.clone()).await;
    let task = world.hired().await;
    let path = format!("/tasks/{task}/stream");
    let mut readers = Vec::new();
    for _ in 0..3 {
        let mut reader = Reader::open(&world.router, &world.buyer, &path, None).await;
        reader.take(2).await;
        readers.push(reader);
    }
    let elsewhere = router(app(memory, ""));
    let path = format!("/api/v1/tasks/{task}/messages");
    for _ in 0..3 {
        send(&elsewhere, "POST", &world.owner, &path, r#"{"content": "x"}"#).await.done(201);
        let start = tokio::time::Instant::now();
        for reader in &mut readers {
            assert_eq!(reader.next().await.unwrap().name, "message");
        }
        assert!(start.elapsed() <= Duration::from_secs(6), "{:?}", start.elapsed());
    }
}

#[tokio::test(start_paused = true)]
async fn what_one_stream_knows_is_no_gap_in_another() {
    let memory = Arc::new(Memory::new());
    let world = World::over(memory.clone()).await;
    let task = world.hired().await;
    let path = format!("/tasks/{task}/stream");
    let mut first = Reader::open(&world.router, &world.buyer, &path, None).await;
    first.take(2).await;
    let elsewhere = router(app(memory, ""));
    let messages = format!("/api/v1/tasks/{task}/messages");
    let say = async |router| {
        send(router, "POST", &world.owner, &messages, r#"{"content": "x"}"#).await.done(201)
    };
    say(&elsewhere).await;
    say(&elsewhere).await;
    // This one comes in at the end, of which the first has not heard.
    let mut ahead = Reader::open(&world.router, &world.owner, &path, Some("5")).await;
    assert!(ahead.is_silent(Duration::ZERO).await);
    let start = tokio::time::Instant::now();
    say(&world.router).await;
    assert_eq!(ids(&ahead.take(1).await), ["6"]);
    assert_eq!(ids(&first.take(3).await), ["4", "5", "6"]);
    assert_eq!(start.elapsed(), Duration::ZERO, "a hint is not waited for");
}

#[tokio::test(start_paused = true)]
async fn a_stream_begins_at_once() {
    let world = World::new().await;
    let task = world.hired().await;
    let path = format!("/tasks/{task}/stream");
    let start = tokio::time::Instant::now();
    for _ in 0..3 {
        let mut reader = Reader::open(&world.router, &world.buyer, &path, None).await;
        assert_eq!(ids(&reader.take(2).await), ["2", "3"]);
    }
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn typing_is_told_to_the_others_and_kept_nowhere() {
    let world = World::new().await;
    let task = world.hired().await;
    let chat = format!("/dashboard/messages/{task}");
    let stream = format!("{chat}/stream");
    let mut buyer = Reader::open(&world.router, &world.buyer, &stream, None).await;
    let mut owner = Reader::open(&world.router, &world.owner, &stream, None).await;
    let path = format!("/tasks/{task}/stream");
    let mut all = Reader::open(&world.router, &world.buyer, &path, None).await;
    all.take(2).await;
    assert!(buyer.is_silent(Duration::from_secs(1)).await);
    assert!(owner.is_silent(Duration::from_secs(1)).await);
    for body in ["{}", ""] {
        world.post(&world.owner, &format!("{chat}/typing"), body).await.done(202);
        let typing = buyer.next().await.unwrap();
        assert_eq!((typing.id, &*typing.name), (None, "typing"));
        assert_eq!(typing.data["senderRole"], "AGENT");
        assert_eq!(typing.data["senderId"], *world.agent);
        assert_eq!(typing.data["taskId"], *task);
    }
    assert!(owner.is_silent(Duration::from_secs(10)).await);
    assert!(all.is_silent(Duration::from_secs(10)).await);
    let mut late = Reader::open(&world.router, &world.buyer, &stream, None).await;
    assert!(late.is_silent(Duration::from_secs(10)).await);
    assert_eq!(
        world.get(&world.buyer, &format!("/tasks/{task}")).await.json()["task"]["version"],
        3
    );
}

#[tokio::test(start_paused = true)]
async fn streams_end_when_the_server_shuts_down() {
    let world = World::new().await;
    let task = world.hired().await;
    let mut readers = Vec::new();
    for path in [format!("/tasks/{task}/stream"), format!("/dashboard/messages/{task}/stream")] {
        readers.push(Reader::open(&world.router, &world.buyer, &path, None).await);
    }
    readers[0].take(2).await;
    world.app.shutdown.cancel();
    for mut reader in readers {
        assert_eq!(reader.next().await, None);
    }
}

/// HTTP-24
#[tokio::test]
async fn a_caller_has_a_bounded_number_of_streams() {
    let world = World::new().await;
    let task = world.hired().await;
    let paths = [format!("/tasks/{task}/stream"), format!("/dashboard/messages/{task}/stream")];
    let mut open = Vec::new();
    for number in 0..100 {
        let path = &paths[number % 2];
        open.push(Reader::open(&world.router, &world.buyer, path, None).await);
    }
    world.get(&world.buyer, &paths[0]).await.refused(429, "too_many_streams");
    world.get(&world.stranger, &paths[0]).await.refused(404, "not_found");
    drop(Reader::open(&world.router, &world.owner, &paths[0], None).await);
    open.pop();
    drop(Reader::open(&world.router, &world.buyer, &paths[0], None).await);
    drop(open);
    let metrics = send(&world.router, "GET", "", "/metrics", "").await.body;
    assert!(metrics.contains("earnest_streams_open 0"), "{metrics}");
}

/// HTTP-25
#[tokio::test(start_paused = true)]
async fn a_stream_ends_when_its_key_is_revoked() {
    let world = World::new().await;
    let task = world.hired().await;
    let path = format!("/admin/users/{}/keys", world.buyer_id);
    let made = world.post(&world.admin, &path, "{}").await.done(201);
    let path = format!("/tasks/{task}/stream");
    let mut reader = Reader::open(&world.router, &text(&made, "/apiKey"), &path, None).await;
    reader.take(2).await;
    assert!(reader.is_silent(Duration::from_secs(70)).await);
    let path = format!("/admin/keys/{}", text(&made, "/keyId"));
    world.send("DELETE", &world.admin, &path, "").await.done(200);
    assert!(!reader.is_silent(Duration::from_secs(70)).await, "it is still open");
}

#[tokio::test(start_paused = true)]
async fn a_stream_rides_out_a_short_failure_and_reports_a_long_one() {
    let store = Arc::new(Watched::default());
    let world = World::over(store.clone()).await;
    let task = world.hired().await;
    let path = format!("/tasks/{task}/stream");
    let mut reader = Reader::open(&world.router, &world.buyer, &path, None).await;
    reader.take(2).await;
    let say = async || {
        let path = format!("/tasks/{task}/messages");
        world.post(&world.owner, &path, r#"{"content": "x"}"#).await.done(201)
    };
    for failure in [Failure::Busy, Failure::Unavailable("a secret".to_owned())] {
        store.fail(Some(failure));
        say().await;
        assert!(reader.is_silent(Duration::from_secs(20)).await);
        store.fail(None);
        assert_eq!(reader.next().await.unwrap().name, "message");
    }
    store.fail(Some(Failure::Unavailable("a secret".to_owned())));
    say().await;
    let failure = reader.next().await.unwrap();
    assert_eq!((failure.id, &*failure.name), (None, "failure"));
    assert_eq!(failure.data["code"], "unavailable");
    assert!(!failure.data.to_string().contains("secret"));
    assert_eq!(reader.next().await, None);

    store.fail(None);
    let mut reader = Reader::open(&world.router, &world.buyer, &path, Some("5")).await;
    assert_eq!(reader.next().await.unwrap().name, "message");
    store.fail(Some(Failure::Damaged("a secret".to_owned())));
    say().await;
    assert_eq!(reader.next().await.unwrap().data["code"], "defect");
    assert_eq!(reader.next().await, None);
}

#[tokio::test(start_paused = true)]
async fn many_streams_of_one_task_read_an_entry_once() {
    let store = Arc::new(Watched::default());
    let world = World::over(store.clone()).await;
    let task = world.hired().await;
    let path = format!("/tasks/{task}/stream");
    let mut readers = Vec::new();
    for _ in 0..90 {
        let mut reader = Reader::open(&world.router, &world.buyer, &path, None).await;
        reader.take(2).await;
        readers.push(reader);
    }
    let readers = futures_util::future::join_all(readers.into_iter().map(async |mut reader| {
        assert!(reader.is_silent(Duration::from_millis(1)).await);
        reader
    }))
    .await;
    let asked = store.asked.load(Ordering::Relaxed);
    let path = format!("/tasks/{task}/messages");
    let seen = readers.into_iter().map(async |mut reader| reader.next().await.unwrap().id);
    let sent = async {
        tokio::task::yield_now().await;
        world.post(&world.owner, &path, r#"{"content": "x"}"#).await.done(201)
    };
    let (seen, _) = futures_util::future::join(futures_util::future::join_all(seen), sent).await;
    assert!(seen.iter().all(|id| id.as_deref() == Some("4")));
    assert_eq!(store.asked.load(Ordering::Relaxed) - asked, 1);
}
