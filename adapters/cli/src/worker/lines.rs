//! What a command writes, line by line and within bounds.

use std::collections::VecDeque;

use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader};
use tokio::sync::mpsc::Sender;

/// How long a line may be, in bytes: a longer one is cut into several.
const LONGEST: usize = 8000;

/// How much of its last output a command leaves as its message, in characters.
const MESSAGE: usize = 20_000;

/// A line, and whether it stood on standard output.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) out: bool,
}

/// The last lines of an output.
#[derive(Debug, Default)]
pub(super) struct Tail {
    lines: VecDeque<String>,
    characters: usize,
}

/// Reads lines until the pipe is closed or nobody wants them. When they are taken slower than they
/// come, the command waits at its pipe.
pub(super) async fn read(pipe: impl AsyncRead + Unpin, out: bool, lines: Sender<Line>) {
    let mut pipe = BufReader::new(pipe);
    let mut begun: Vec<u8> = Vec::new();
    while let Ok(bytes) = pipe.fill_buf().await {
        if bytes.is_empty() {
            break;
        }
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let room = LONGEST.saturating_sub(begun.len());
        let taken = end.unwrap_or(bytes.len()).min(room);
        begun.extend_from_slice(bytes.get(..taken).unwrap_or_default());
        let ended = end == Some(taken);
        pipe.consume(if ended { taken.saturating_add(1) } else { taken });
        let rest = match ended {
            true => Vec::new(),
            false if begun.len() >= LONGEST => begun.split_off(whole(&begun)),
            false => continue,
        };
        if lines.send(Line { text: text(&begun), out }).await.is_err() {
            return;
        }
        begun = rest;
    }
    if !begun.is_empty() {
        // Nobody may want it any more.
        drop(lines.send(Line { text: text(&begun), out }).await);
    }
}

/// How many of the bytes end with a whole character.
fn whole(bytes: &[u8]) -> usize {
    let valid = match str::from_utf8(bytes) {
        Ok(_) => bytes.len(),
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        Err(_) => bytes.len(),
    };
    if valid == 0 { bytes.len() } else { valid }
}

/// The server takes no NUL.
fn text(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.trim_end_matches('\r').replace('\0', "\u{fffd}")
}

impl Tail {
    pub(super) fn push(&mut self, line: &str) {
        self.characters = self.characters.saturating_add(line.chars().count().saturating_add(1));
        self.lines.push_back(line.to_owned());
        while self.characters > MESSAGE.saturating_add(LONGEST) {
            let Some(first) = self.lines.pop_front() else { return };
            self.characters =
                self.characters.saturating_sub(first.chars().count().saturating_add(1));
        }
    }

    /// What was said last; `None` if it was nothing.
    pub(super) fn message(&self) -> Option<String> {
        let all: Vec<&str> = self.lines.iter().map(String::as_str).collect();
        let all = all.join("\n");
        let said = all.trim();
        let surplus = said.chars().count().saturating_sub(MESSAGE);
        let kept: String = said.chars().skip(surplus).collect();
        (!kept.trim().is_empty()).then_some(kept)
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc::channel;

    use super::*;

    async fn lines(bytes: &[u8]) -> Vec<String> {
        let (sender, mut lines) = channel(100);
        read(bytes, true, sender).await;
        let mut found = Vec::new();
        while let Some(line) = lines.recv().await {
            found.push(line.text);
        }
        found
    }

    #[tokio::test]
    async fn lines_are_cut_where_a_character_ends() {
        assert_eq!(lines(b"one\r\n\ntwo\0").await, ["one", "", "two\u{fffd}"]);
        assert_eq!(lines(b"\xff\n").await, ["\u{fffd}"]);
        let exact = "x".repeat(LONGEST);
        assert_eq!(lines(format!("{exact}y\n").as_bytes()).await, [&*exact, "y"]);
        // The two bytes of the last character would lie on both sides of the cut.
        let split = format!("{}\u{e4}z", "x".repeat(LONGEST - 1));
        assert_eq!(lines(split.as_bytes()).await, [&exact[1..], "\u{e4}z"]);
    }

    #[test]
    fn a_message_is_the_end_of_the_output() {
        let mut tail = Tail::default();
        assert_eq!(tail.message(), None);
        tail.push("  ");
        assert_eq!(tail.message(), None);
        for _ in 0..100 {
            tail.push(&"x".repeat(1000));
        }
        tail.push("the end");
        tail.push("");
        let message = tail.message().unwrap();
        assert_eq!(message.chars().count(), MESSAGE);
        assert!(message.ends_with("x\nthe end"));
    }
}
