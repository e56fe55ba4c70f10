//! A minimal HTTP/1.1 keep-alive client: it must cost little, because it shares its cores with the server.
//!
//! It reads the status, `content-length` and the body, and nothing else. Requests are rendered before the clock runs.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::Fallible;

/// One keep-alive connection with at most one request under way.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    /// Connects to `address`.
    ///
    /// # Errors
    /// If nothing listens there.
    pub async fn open(address: SocketAddr) -> Fallible<Self> {
        let stream = TcpStream::connect(address)
            .await
            .map_err(|error| format!("cannot connect to {address}: {error}"))?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: vec![0; 16 * 1024] })
    }

    /// Sends a rendered request and waits for the whole answer.
    ///
    /// # Errors
    /// If the connection ends, or the answer is not HTTP/1.1 with a `content-length`.
    pub async fn exchange(&mut self, request: &[u8]) -> Fallible<Answer<'_>> {
        self.stream.write_all(request).await?;
        let mut filled = 0;
        let head = loop {
            filled += self.read_more(filled).await?;
            if let Some(head) = Head::parse(&self.buffer[..filled])? {
                break head;
            }
        };
        let end = head.length + head.content_length;
        while filled < end {
            filled += self.read_more(filled).await?;
        }
        if filled > end {
            return Err("the server sent more than its content-length".into());
        }
        Ok(Answer { status: head.status, body: &self.buffer[head.length..end] })
    }

    async fn read_more(&mut self, filled: usize) -> Fallible<usize> {
        if filled == self.buffer.len() {
            self.buffer.resize(filled * 2, 0);
        }
        match self.stream.read(&mut self.buffer[filled..]).await? {
            0 => Err("the server closed the connection before it had answered".into()),
            read => Ok(read),
        }
    }
}

/// An answer, borrowed from its connection.
#[derive(Debug)]
pub struct Answer<'a> {
    /// The HTTP status.
    pub status: u16,
    /// The body's bytes.
    pub body: &'a [u8],
}

impl<'a> Answer<'a> {
    /// The body, if the status is the expected one.
    ///
    /// # Errors
    /// Any other status: a figure that counts refusals is worth nothing. The message quotes the answer.
    pub fn expect(self, status: u16, asked: &str) -> Fallible<&'a [u8]> {
        if self.status == status {
            Ok(self.body)
        } else {
            let body = String::from_utf8_lossy(self.body);
            Err(format!("{asked}: expected {status}, got {}: {body}", self.status).into())
        }
    }
}

/// A rendered request.
pub fn render(method: &str, path: &str, key: &str, body: &str) -> String {
    let length = body.len();
    let content =
        if body.is_empty() { String::new() } else { "Content-Type: application/json\r\n".into() };
    format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n{content}\
         Content-Length: {length}\r\n\r\n{body}"
    )
}

struct Head {
    status: u16,
    /// Of the head, with its empty line.
    length: usize,
    content_length: usize,
}

impl Head {
    /// `None` until the head is complete.
    fn parse(bytes: &[u8]) -> Fallible<Option<Self>> {
        let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else {
            return Ok(None);
        };
        let head = std::str::from_utf8(&bytes[..end])?;
        let mut lines = head.split("\r\n");
        let status = lines
            .next()
            .and_then(|line| line.strip_prefix("HTTP/1.1 "))
            .and_then(|rest| rest.get(..3))
            .and_then(|digits| digits.parse().ok())
            .ok_or("the answer is not HTTP/1.1")?;
        let content_length = lines
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
            .and_then(|(_, value)| value.trim().parse().ok())
            .ok_or("the answer has no content-length")?;
        Ok(Some(Self { status, length: end + 4, content_length }))
    }
}

#[cfg(test)]
mod tests {
    use super::Head;

    #[test]
    fn a_head_is_read_only_when_complete() {
        let bytes = b"HTTP/1.1 201 Created\r\nContent-Length: 7\r\n\r\n{\"a\":1}";
        assert!(Head::parse(&bytes[..40]).is_ok_and(|head| head.is_none()));
        let head = Head::parse(bytes).ok().flatten().map(|head| (head.status, head.content_length));
        assert_eq!(head, Some((201, 7)));
    }
}
