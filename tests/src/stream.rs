//! A blocking reader of server-sent events that fails rather than hangs.

use std::io::{BufRead, BufReader, Read};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::client::{Answer, Client, Request};
use crate::json::Json;

/// How long a test waits for an event.
const PATIENCE: Duration = Duration::from_secs(20);

/// One server-sent event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The last event id, if the stream has named one so far.
    pub id: Option<String>,
    /// The event's name; `message` if it has none.
    pub name: String,
    /// The data, lines joined by a line feed.
    pub data: String,
}

/// An open stream of server-sent events.
///
/// It is read by a thread of its own, which ends with the connection.
#[derive(Debug)]
pub struct Stream {
    events: Receiver<Event>,
    seen: Vec<Event>,
}

impl Stream {
    /// Opens the stream at a path below `/api/v1`.
    ///
    /// # Panics
    /// If the server does not answer with an event stream.
    #[must_use]
    #[track_caller]
    pub fn open(client: &Client, path: &str) -> Self {
        Self::resume(client, path, None)
    }

    /// Opens the stream after the event with this id.
    ///
    /// # Panics
    /// If the server does not answer with an event stream.
    #[must_use]
    #[track_caller]
    pub fn resume(client: &Client, path: &str, last: Option<&str>) -> Self {
        match Self::try_open(client, path, last) {
            Ok(stream) => stream,
            Err(answer) => panic!("{path} is no stream: {} {}", answer.status, answer.body),
        }
    }

    /// Opens the stream, or returns the answer that refused it.
    ///
    /// # Errors
    /// The answer, if it is not an event stream.
    ///
    /// # Panics
    /// If the server does not answer.
    pub fn try_open(client: &Client, path: &str, last: Option<&str>) -> Result<Self, Answer> {
        let mut request = Request::new("GET", &format!("/api/v1{path}"));
        request = request.header("accept", "text/event-stream");
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let response = client.open(&request).unwrap_or_else(|lost| panic!("{path}: {lost}"));
        let media = response.headers().get("content-type").and_then(|value| value.to_str().ok());
        let media = media.unwrap_or_default().to_owned();
        let status = response.status().as_u16();
        if status != 200 || !media.starts_with("text/event-stream") {
            let headers = vec![("content-type".to_owned(), media)];
            let body = response.into_body().read_to_string().unwrap_or_default();
            return Err(Answer { status, headers, body });
        }
        let reader = response.into_body().into_with_config().limit(u64::MAX).reader();
        let (sender, events) = channel();
        thread::spawn(move || read(reader, &sender));
        Ok(Self { events, seen: Vec::new() })
    }

    /// The next event.
    ///
    /// # Panics
    /// If none comes in time, or the stream ends.
    #[track_caller]
    pub fn next_event(&mut self) -> Event {
        match self.events.recv_timeout(PATIENCE) {
            Ok(event) => {
                self.seen.push(event.clone());
                event
            }
            Err(why) => panic!("no further event ({why}) after {:#?}", self.seen),
        }
    }

    /// Reads on until an event of this name.
    ///
    /// # Panics
    /// If none comes in time, or the stream ends.
    #[track_caller]
    pub fn until(&mut self, name: &str) -> Event {
        loop {
            let event = self.next_event();
            if event.name == name {
                return event;
            }
        }
    }

    /// Reads on until the task has this status.
    ///
    /// # Panics
    /// If it does not get it in time, or the stream ends.
    #[track_caller]
    pub fn until_status(&mut self, status: &str) -> Event {
        loop {
            let event = self.until("status");
            if event.json().text("status") == status {
                return event;
            }
        }
    }

    /// Whether the server ends the stream, with nothing more on it, within the time.
    #[must_use]
    pub fn ends_within(&self, time: Duration) -> bool {
        let until = Instant::now() + time;
        let left = until.saturating_duration_since(Instant::now());
        matches!(self.events.recv_timeout(left), Err(RecvTimeoutError::Disconnected))
    }

    /// Every event read so far.
    #[must_use]
    pub fn seen(&self) -> &[Event] {
        &self.seen
    }
}

impl Event {
    /// The data as JSON.
    ///
    /// # Panics
    /// If it is not JSON.
    #[must_use]
    #[track_caller]
    pub fn json(&self) -> Json {
        Json::parse(&self.data).unwrap_or_else(|wrong| panic!("{}: {wrong}", self.name))
    }
}

/// Reads events as the HTML standard says, until the connection or the listener is gone.
fn read(reader: impl Read, sender: &Sender<Event>) {
    let (mut id, mut name, mut data) = (None, String::new(), Vec::new());
    for line in BufReader::new(reader).lines() {
        let Ok(line) = line else { return };
        if line.is_empty() {
            let named = if name.is_empty() { "message".to_owned() } else { name };
            let event = Event { id: id.clone(), name: named, data: data.join("\n") };
            if !data.is_empty() && sender.send(event).is_err() {
                return;
            }
            (name, data) = (String::new(), Vec::new());
            continue;
        }
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "id" => id = Some(value.to_owned()),
            "event" => value.clone_into(&mut name),
            "data" => data.push(value.to_owned()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Event, channel, read};

    #[test]
    fn events_are_read_as_the_standard_says() {
        let text = ": hello\n\nevent: status\nid: 1.1\ndata: {\"a\":\ndata: 1}\n\n\
                    data:x\n\nid: 2\n\nevent: lost\ndata: unfinished";
        let (sender, events) = channel();
        read(text.as_bytes(), &sender);
        drop(sender);
        let id = Some("1.1".to_owned());
        let first = Event { id: id.clone(), name: "status".into(), data: "{\"a\":\n1}".into() };
        let second = Event { id, name: "message".into(), data: "x".into() };
        assert_eq!(events.iter().collect::<Vec<_>>(), [first, second]);
    }
}
