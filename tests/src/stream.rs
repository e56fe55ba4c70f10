//! A blocking reader of server-sent events that fails rather than hangs.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use crate::client::{Answer, Client};
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
/// It is read by a thread of its own, which ends with the connection; dropping the stream closes
/// it.
#[derive(Debug)]
pub struct Stream {
    socket: TcpStream,
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
        let base = client.base().trim_start_matches("http://");
        let (address, below) = base.split_at(base.find('/').unwrap_or(base.len()));
        let socket = TcpStream::connect(address).expect("a server that listens");
        // Version 1.0 leaves the body as it is, without chunks.
        let mut head = format!("GET {below}/api/v1{path} HTTP/1.0\r\nhost: {address}\r\n");
        head.push_str("accept: text/event-stream\r\n");
        if let Some(key) = client.key() {
            head.push_str(&format!("authorization: Bearer {key}\r\n"));
        }
        if let Some(last) = last {
            head.push_str(&format!("last-event-id: {last}\r\n"));
        }
        (&socket).write_all(format!("{head}\r\n").as_bytes()).expect("a server that listens");
        let mut reader = BufReader::new(socket.try_clone().expect("one more handle"));
        let mut answer = read_head(&mut reader);
        let media = answer.header("content-type").unwrap_or_default();
        if answer.status != 200 || !media.starts_with("text/event-stream") {
            reader.read_to_string(&mut answer.body).expect("a body in UTF-8");
            return Err(answer);
        }
        let (sender, events) = channel();
        thread::spawn(move || read(reader, &sender));
        Ok(Self { socket, events, seen: Vec::new() })
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
        matches!(self.events.recv_timeout(time), Err(RecvTimeoutError::Disconnected))
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

impl Drop for Stream {
    fn drop(&mut self) {
        // The server may have closed it first.
        let _ = self.socket.shutdown(Shutdown::Both);
    }
}

/// Reads the status line and the headers.
fn read_head(reader: &mut impl BufRead) -> Answer {
    let mut lines = reader.lines().map(|line| line.expect("a response"));
    let status = lines.next().expect("a status line");
    let status = status.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status");
    let fields = lines.take_while(|line| !line.is_empty());
    let headers = fields.filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        Some((name.to_ascii_lowercase(), value.trim().to_owned()))
    });
    Answer { status, headers: headers.collect(), body: String::new() }
}

/// Reads events as the HTML standard says, until the connection or the listener is gone.
fn read(reader: impl BufRead, sender: &Sender<Event>) {
    let (mut id, mut name, mut data) = (None, String::new(), Vec::new());
    for line in reader.lines() {
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
