//! A run's log, written and read in any order: a stream that is left and resumed after the last
//! event that was seen skips nothing and repeats nothing, and any text as an event's id has a
//! clear answer. What must be read is written down here, event by event, as it happens.

use std::cell::RefCell;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use axum::body::Body;
use axum::http::{HeaderValue, Request};
use http_body::Body as _;
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt as _;

use crate::choices::Choices;
use crate::world::{World, text, whole};

/// How many runs one world sees: it forgets nothing, and should not grow for ever.
const RUNS: u32 = 500;
const MOST_STEPS: u8 = 24;
/// What ids are made of, and what is mistaken for it.
const PIECES: [&str; 20] = [
    "",
    ".",
    "0",
    "1",
    "2",
    "3",
    "7",
    "01",
    "-1",
    "+1",
    " ",
    "\u{661}",
    "1e1",
    "18446744073709551615",
    "18446744073709551616",
    "4294967295",
    "4294967296",
    "x",
    ",",
    "\u{0}",
];

/// The place of an event, and what it says.
type Event = ((u64, Option<u32>), String);

/// A world with a worker, in a runtime of its own that only runs when something is asked.
struct Stage {
    runtime: Runtime,
    world: World,
    runs: u32,
}

thread_local! {
    static STAGE: RefCell<Option<Stage>> = const { RefCell::new(None) };
}

/// A run, and what its log must say.
struct Log<'a> {
    stage: &'a Stage,
    run: String,
    expected: Vec<Event>,
    head: u64,
    over: bool,
}

/// Writes and reads a run as the bytes say. Says how the last question was answered.
pub(crate) fn check(input: &[u8]) -> u16 {
    STAGE.with_borrow_mut(|stage| {
        let stage = match stage {
            Some(stage) if stage.runs < RUNS => stage,
            old => old.insert(Stage::new()),
        };
        stage.runs += 1;
        let _inside = stage.runtime.enter();
        play(&mut Log::open(stage), Choices::new(input))
    })
}

fn play(log: &mut Log<'_>, mut choices: Choices<'_>) -> u16 {
    let mut seen: Vec<Event> = Vec::new();
    let mut reader = None;
    for _ in 0..choices.byte() % MOST_STEPS {
        match choices.byte() % 8 {
            _ if choices.is_empty() => break,
            0 | 1 => log.renew(choices.byte() % 5),
            // More than a feed keeps, and than is read in one go.
            2 if choices.byte() > 240 => (0..70).for_each(|_| log.renew(1)),
            2 | 3 => reader = None,
            4 => log.complete(),
            _ => {
                let most = usize::from(choices.byte() % 8);
                let last = seen.last().map(|((entry, part), _)| spell(*entry, *part));
                let body = reader.get_or_insert_with(|| log.follow(last.as_deref()));
                seen.extend(read(body, most));
            }
        }
        assert!(log.expected.starts_with(&seen), "{seen:?} of {:?}", log.expected);
    }
    let last = seen.last().map(|((entry, part), _)| spell(*entry, *part));
    let mut rest = reader.unwrap_or_else(|| log.follow(last.as_deref()));
    seen.extend(read(&mut rest, usize::MAX));
    assert_eq!(seen, log.expected, "skipped or repeated");
    log.check_any_id(choices)
}

impl Stage {
    fn new() -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        let world = runtime.block_on(async {
            let world = World::new().await;
            let agent = world.get(&world.owner, &format!("/agents/{}", world.agent)).await;
            let owner = text(&agent.done(200), "/agent/ownerId");
            let path = format!("/admin/users/{owner}/worker");
            world.post(&world.admin, &path, r#"{"worker": true}"#).await.done(200);
            world
        });
        Self { runtime, world, runs: 0 }
    }

    fn post(&self, key: &str, path: &str, body: &Value) -> Value {
        let answer = self.runtime.block_on(self.world.post(key, path, &body.to_string()));
        assert!(answer.status < 300, "{path}: {}", answer.body);
        answer.json()
    }
}

impl<'a> Log<'a> {
    /// A run that its worker has claimed.
    fn open(stage: &'a Stage) -> Self {
        let made = stage.post(&stage.world.buyer, "/runs/tasks", &json!({"prompt": "Build it"}));
        let run = text(&made, "/runId");
        let claimed = stage.post(&stage.world.owner, "/runs/worker/claim", &json!({}));
        assert_eq!(text(&claimed, "/runId"), run, "the only one that waits");
        let expected = vec![((1, None), "queued".to_owned()), ((2, None), "running".to_owned())];
        Self { stage, run, expected, head: 2, over: false }
    }

    /// A renewal with that many lines; none makes an entry that streams do not show.
    fn renew(&mut self, lines: u8) {
        if self.over {
            return;
        }
        self.head += 1;
        let entry = self.head;
        let logs: Vec<_> = (1..=lines).map(|line| format!("{line} of {entry}")).collect();
        let path = format!("/runs/worker/runs/{}/renew", self.run);
        self.stage.post(&self.stage.world.owner, &path, &json!({"logs": logs}));
        self.expected.extend(
            (1..=lines)
                .zip(logs)
                .map(|(line, said)| ((entry, (line < lines).then_some(u32::from(line))), said)),
        );
    }

    fn complete(&mut self) {
        if self.over {
            return;
        }
        (self.head, self.over) = (self.head + 1, true);
        let path = format!("/runs/worker/runs/{}/complete", self.run);
        self.stage.post(&self.stage.world.owner, &path, &json!({"message": "done"}));
        self.expected.push(((self.head, None), "completed".to_owned()));
    }

    /// Resumes the stream by header; `None` if the answer is that nothing can follow.
    fn follow(&self, last: Option<&str>) -> Option<Body> {
        let last = last.map(|last| HeaderValue::from_str(last).expect("an id of ours"));
        let (status, body) = self.ask(last, "");
        if status == 204 {
            assert!(self.over, "something can follow");
            return None;
        }
        assert_eq!(status, 200);
        Some(body)
    }

    fn ask(&self, header: Option<HeaderValue>, query: &str) -> (u16, Body) {
        let path = whole(&format!("/runs/tasks/{}/logs/stream", self.run));
        let key = format!("Bearer {}", self.stage.world.buyer);
        let mut request = Request::get(path + query).header("authorization", key);
        if let Some(header) = header {
            request = request.header("last-event-id", header);
        }
        let request = request.body(Body::empty()).expect("a request");
        let router = self.stage.world.router.clone();
        let response = self.stage.runtime.block_on(router.oneshot(request)).expect("an answer");
        (response.status().as_u16(), response.into_body())
    }

    /// Any text as the last event's id, in the header or in the query string.
    fn check_any_id(&self, mut choices: Choices<'_>) -> u16 {
        let by_header = choices.byte().is_multiple_of(2);
        let near = (self.head + 1).saturating_sub(choices.pick(&[1, 0, 2, 3]));
        let mut id = match choices.byte() % 4 {
            0 => near.to_string(),
            1 => format!("{near}.{}", choices.byte() % 5),
            _ => (0..3).map(|_| choices.pick(&PIECES)).collect(),
        };
        if choices.byte() % 4 == 1 {
            id.push_str(&String::from_utf8_lossy(choices.rest()));
        }
        let header = HeaderValue::from_str(&id).ok().filter(|_| by_header);
        // A header is bytes, of which only plain letters are read.
        let readable = header.as_ref().is_none_or(|header| header.to_str().is_ok());
        let query: String = id.bytes().map(|byte| format!("%{byte:02x}")).collect();
        let query = if header.is_some() { String::new() } else { format!("?lastEventId={query}") };
        let by_header = header.is_some();
        let (status, body) = self.ask(header, &query);
        match place(&id).filter(|_| readable) {
            None => {
                assert_eq!(status, 400, "{id:?}");
                let problem = self.problem(body);
                let field = if by_header { "Last-Event-ID" } else { "lastEventId" };
                assert_eq!(problem["errors"][0]["field"], field, "{id:?}: {problem}");
                assert_eq!(problem["errors"][0]["code"], "malformed", "{id:?}: {problem}");
            }
            Some((entry, None)) if entry == self.head && self.over => assert_eq!(status, 204),
            Some(after) => {
                assert_eq!(status, 200, "{id:?}");
                // An id from beyond the end is of another history.
                let known = after.0 <= self.head;
                let unseen = |event: &&Event| !known || is_before(after, event.0);
                let expected: Vec<_> = self.expected.iter().filter(unseen).cloned().collect();
                assert_eq!(read(&mut Some(body), usize::MAX), expected, "after {id:?}");
            }
        }
        status
    }

    fn problem(&self, body: Body) -> Value {
        let bytes = self.stage.runtime.block_on(axum::body::to_bytes(body, 1 << 16));
        serde_json::from_slice(&bytes.expect("a body")).expect("JSON")
    }
}

/// The next frames, at most so many: as many as there are without waiting. A stream that has ended
/// is closed.
fn read(body: &mut Option<Body>, most: usize) -> Vec<Event> {
    let mut cx = Context::from_waker(Waker::noop());
    let mut events = Vec::new();
    while events.len() < most {
        let Some(open) = body else { break };
        match Pin::new(open).poll_frame(&mut cx) {
            Poll::Pending => break,
            Poll::Ready(None) => *body = None,
            Poll::Ready(Some(frame)) => {
                let frame = frame.expect("a frame").into_data().expect("data");
                let frame = str::from_utf8(&frame).expect("a text");
                events.extend((!frame.starts_with(':')).then(|| event(frame)));
            }
        }
    }
    events
}

fn event(frame: &str) -> Event {
    let line = |name: &str| {
        let found = frame.lines().find_map(|line| line.strip_prefix(name));
        found.unwrap_or_else(|| panic!("no {name} in {frame:?}"))
    };
    let data: Value = serde_json::from_str(line("data: ")).expect("JSON");
    let said = if line("event: ") == "log" { "/message" } else { "/status" };
    (place(line("id: ")).expect("an event's id"), text(&data, said))
}

/// The place that an id names: a number, perhaps with a point and the number of a part, each
/// spelled as it is written, the first at most 2^64 - 1, the second from 1 to 2^32 - 1.
fn place(id: &str) -> Option<(u64, Option<u32>)> {
    let parts: Vec<&str> = id.split('.').collect();
    let entry: u64 = parts[0].parse().ok()?;
    let part: Option<u32> = parts.get(1).map(|part| part.parse()).transpose().ok()?;
    let fits = parts.len() <= 2 && part != Some(0) && spell(entry, part) == id;
    fits.then_some((entry, part))
}

fn spell(entry: u64, part: Option<u32>) -> String {
    part.map_or_else(|| entry.to_string(), |part| format!("{entry}.{part}"))
}

/// The last part of an entry has no number.
fn is_before(one: (u64, Option<u32>), other: (u64, Option<u32>)) -> bool {
    let rank = |(entry, part): (u64, Option<u32>)| (entry, part.map_or(u64::MAX, u64::from));
    rank(one) < rank(other)
}
