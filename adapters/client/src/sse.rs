//! Server-sent events, as the HTML standard says they are read.
//!
//! Written by hand: the crates for it are either unmaintained (`eventsource-stream`, since 2022) or
//! young and of one author (`sseer`, `reqwest-sse`), and reconnecting, which is the greater part of
//! the work, has to know this server's problems and retries in any case.

use std::collections::VecDeque;
use std::mem;
use std::time::Duration;

use crate::error::Error;

/// The longest event, in bytes: more than the server takes in one body.
const LONGEST: usize = 16 * 1024 * 1024;

/// One event as it was sent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Frame {
    /// The id of this or an earlier event: where to resume.
    pub(crate) id: Option<String>,
    /// `message` if it has none.
    pub(crate) name: String,
    pub(crate) data: String,
}

/// Makes events of bytes, however they are cut.
#[derive(Debug, Default)]
pub(crate) struct Parser {
    ready: VecDeque<Frame>,
    /// The line that has not ended yet.
    line: Vec<u8>,
    /// The last byte was a carriage return: a line feed after it ends nothing.
    returned: bool,
    /// A line has been read: a byte order mark is none any more.
    begun: bool,
    name: String,
    data: Option<String>,
    id: Option<String>,
    retry: Option<Duration>,
}

impl Parser {
    /// A parser of a stream that is resumed after the event with that id.
    pub(crate) fn after(id: Option<String>) -> Self {
        Self { id, ..Self::default() }
    }

    /// Reads on.
    ///
    /// # Errors
    ///
    /// [`Error::Stream`] for an event that is longer than 16 MiB.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<(), Error> {
        for byte in bytes {
            let returned = mem::replace(&mut self.returned, *byte == b'\r');
            match byte {
                b'\n' if returned => {}
                b'\n' | b'\r' => self.end_line(),
                _ => self.line.push(*byte),
            }
        }
        let data = self.data.as_ref().map_or(0, String::len);
        if self.line.len().saturating_add(data) > LONGEST {
            return Err(Error::Stream(format!("an event is longer than {LONGEST} bytes")));
        }
        Ok(())
    }

    /// The next event that is whole.
    pub(crate) fn next(&mut self) -> Option<Frame> {
        self.ready.pop_front()
    }

    /// How long the server asks clients to wait before they reconnect, if it has.
    pub(crate) fn retry(&self) -> Option<Duration> {
        self.retry
    }

    fn end_line(&mut self) {
        let bytes = mem::take(&mut self.line);
        let line = String::from_utf8_lossy(&bytes);
        let begun = mem::replace(&mut self.begun, true);
        let line = if begun { &*line } else { line.trim_start_matches('\u{feff}') };
        if line.is_empty() {
            return self.dispatch();
        }
        // Without a colon the whole line is the field's name; what begins with one is a comment.
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.name),
            "data" => match &mut self.data {
                None => self.data = Some(value.to_owned()),
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
            },
            "id" if !value.contains('\0') => {
                self.id = Some(value.to_owned()).filter(|id| !id.is_empty());
            }
            "retry" if !value.is_empty() && value.bytes().all(|it| it.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis);
            }
            _ => {}
        }
    }

    fn dispatch(&mut self) {
        let name = mem::take(&mut self.name);
        let Some(data) = self.data.take() else { return };
        let name = if name.is_empty() { "message".to_owned() } else { name };
        self.ready.push_back(Frame { id: self.id.clone(), name, data });
    }
}

#[cfg(test)]
mod tests;
