//! A reader of server-sent events, as `EventSource` reads them.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use serde_json::Value;
use tokio::time::timeout;
use tower::ServiceExt;

use crate::world::whole;

/// How long a test waits for an event. Where time is paused this costs nothing.
const PATIENCE: Duration = Duration::from_secs(100);

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Event {
    pub(crate) id: Option<String>,
    pub(crate) name: String,
    pub(crate) data: Value,
}

pub(crate) struct Reader {
    body: Body,
    text: String,
}

impl Reader {
    /// Opens a stream at a path without its `/api/v1`, after an event.
    pub(crate) async fn open(router: &Router, key: &str, path: &str, after: Option<&str>) -> Self {
        let (status, body) = Self::ask(router, key, path, after).await;
        assert_eq!(status, 200, "{path}");
        Self { body, text: String::new() }
    }

    /// Asks for a stream.
    pub(crate) async fn ask(
        router: &Router,
        key: &str,
        path: &str,
        after: Option<&str>,
    ) -> (u16, Body) {
        let mut request = Request::get(whole(path));
        request = request.header("authorization", format!("Bearer {key}"));
        if let Some(after) = after {
            request = request.header("last-event-id", after);
        }
        let request = request.body(Body::empty()).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        (response.status().as_u16(), response.into_body())
    }

    /// The next event; `None` at the end. Signs of life are no event.
    pub(crate) async fn next(&mut self) -> Option<Event> {
        timeout(PATIENCE, self.event()).await.expect("no event in time")
    }

    async fn event(&mut self) -> Option<Event> {
        loop {
            while let Some((frame, rest)) = self.text.split_once("\n\n") {
                let event = parse(frame);
                self.text = rest.to_owned();
                if event.is_some() {
                    return event;
                }
            }
            let bytes = self.body.frame().await?.unwrap().into_data().unwrap();
            self.text.push_str(std::str::from_utf8(&bytes).unwrap());
        }
    }

    /// The next `count` events.
    pub(crate) async fn take(&mut self, count: usize) -> Vec<Event> {
        let mut events = Vec::new();
        while events.len() < count {
            events.push(self.next().await.expect("the stream has ended"));
        }
        events
    }

    /// Everything that comes until there is silence.
    pub(crate) async fn rest(&mut self) -> Vec<Event> {
        let mut events = Vec::new();
        while let Ok(event) = timeout(Duration::from_secs(10), self.next()).await {
            events.push(event.expect("the stream has ended"));
        }
        events
    }

    /// Whether the server ends the stream soon, with nothing more on it.
    pub(crate) async fn ends(&mut self) -> bool {
        timeout(Duration::from_secs(10), self.next()).await == Ok(None)
    }

    /// Whether nothing comes for a while.
    pub(crate) async fn is_silent(&mut self, time: Duration) -> bool {
        timeout(time, self.next()).await.is_err()
    }
}

/// One frame; `None` for a comment.
fn parse(frame: &str) -> Option<Event> {
    let (mut id, mut name, mut data) = (None, None, Vec::new());
    for line in frame.lines().filter(|line| !line.starts_with(':')) {
        match line.split_once(": ").unwrap() {
            ("id", value) => id = Some(value.to_owned()),
            ("event", value) => name = Some(value.to_owned()),
            ("data", value) => data.push(value),
            (other, _) => panic!("{other}"),
        }
    }
    let data = serde_json::from_str(&data.join("\n")).ok()?;
    Some(Event { id, name: name.unwrap(), data })
}
