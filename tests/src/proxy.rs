//! A proxy that passes connections on to a server, or does not, as proxies do.

use std::io::{BufRead, BufReader, Read, Write, copy};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// What the proxy does with a connection.
#[derive(Clone, Copy, Debug)]
pub enum Fate {
    /// Passes everything on.
    Pass,
    /// Passes the first request on, and breaks off when the answer comes.
    LoseAnswer,
    /// Reads the first request and answers this itself.
    Answer(&'static str),
}

/// A running proxy on loopback.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    /// A proxy before `server`. The first connections have these fates; later ones pass.
    ///
    /// # Panics
    /// If there is no port.
    #[must_use]
    pub fn before(server: SocketAddr, fates: Vec<Fate>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (seen, mut fates) = (Arc::clone(&requests), fates.into_iter());
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let (fate, seen) = (fates.next().unwrap_or(Fate::Pass), Arc::clone(&seen));
                thread::spawn(move || carry(client, server, fate, &seen));
            }
        });
        Self { address, requests }
    }

    /// Where it listens: `http://ADDR`.
    #[must_use]
    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The heads of the requests that were not passed on untouched, in the order they came.
    ///
    /// # Panics
    /// If a thread of the proxy panicked.
    #[must_use]
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("the requests are readable").clone()
    }
}

/// Carries one connection. Where an end breaks off, so does the other.
fn carry(client: TcpStream, server: SocketAddr, fate: Fate, seen: &Mutex<Vec<String>>) {
    let Ok(upstream) = TcpStream::connect(server) else { return };
    let (Ok(mut back), Ok(mut answer)) = (client.try_clone(), upstream.try_clone()) else { return };
    if let Fate::Pass = fate {
        let forth = (client, upstream);
        thread::spawn(move || pipe(forth.0, forth.1));
        return pipe(answer, back);
    }
    let Some((head, body)) = first_request(client) else { return };
    seen.lock().expect("the requests are writable").push(head.clone());
    match fate {
        Fate::Answer(text) => drop(back.write_all(text.as_bytes())),
        Fate::Pass | Fate::LoseAnswer => {
            let sent = (&upstream).write_all(&[head.as_bytes(), &body].concat());
            // The server has answered once a byte of it is here.
            drop(sent.and_then(|()| answer.read_exact(&mut [0])));
        }
    }
    drop(back.shutdown(Shutdown::Both));
}

fn pipe(mut from: TcpStream, mut to: TcpStream) {
    drop(copy(&mut from, &mut to));
    drop((from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both)));
}

/// The head of a request and its body.
fn first_request(client: TcpStream) -> Option<(String, Vec<u8>)> {
    let mut reader = BufReader::new(client);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        if name.eq_ignore_ascii_case("content-length") { value.parse().ok() } else { None }
    });
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    Some((head, body))
}
