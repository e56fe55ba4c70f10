//! A blocking HTTP client that shows exactly what the server said.

use std::fmt::Display;
use std::time::Duration;

use ureq::Agent;
use ureq::http;

use crate::json::Json;

/// How long a request may take before it counts as lost.
const PATIENCE: Duration = Duration::from_secs(30);
/// What no answer may contain: the inside of the server.
const INSIDE: [&str; 18] = [
    "panicked",
    "stack backtrace",
    "thread '",
    ".rs:",
    "rusqlite",
    "sqlite",
    "select ",
    "insert into",
    "constraint failed",
    "database disk image",
    "serde",
    "at line ",
    "line 1 column",
    "invalid type:",
    "expected one of `",
    "missing field `",
    "unknown variant",
    "eof while",
];

/// A connection to one server with one key.
#[derive(Clone, Debug)]
pub struct Client {
    agent: Agent,
    base: String,
    key: Option<String>,
}

/// One HTTP request.
#[derive(Clone, Debug)]
pub struct Request {
    /// `GET`, `POST`, `PATCH`, …
    pub method: String,
    /// The path with its query, beginning with `/`.
    pub path: String,
    /// Headers beside the key.
    pub headers: Vec<(String, String)>,
    /// The body, if any.
    pub body: Option<Vec<u8>>,
}

/// One HTTP response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Every header, names in lower case, in the order they came.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Client {
    /// A client of the server at `base` (`http://ADDR`), without a key. Every request has a
    /// connection of its own.
    #[must_use]
    pub fn new(base: &str) -> Self {
        Self { agent: agent(0), base: base.to_owned(), key: None }
    }

    /// The same client with connections that it keeps, as one that sends much has.
    #[must_use]
    pub fn keeping_alive(&self) -> Self {
        Self { agent: agent(4), ..self.clone() }
    }

    /// The same server with another key.
    #[must_use]
    pub fn with_key(&self, key: &str) -> Self {
        Self { key: Some(key.to_owned()), ..self.clone() }
    }

    /// The same with all paths below this one, such as `/credits`.
    #[must_use]
    pub fn below(&self, path: &str) -> Self {
        Self { base: format!("{}{path}", self.base), ..self.clone() }
    }

    /// Where the server is: `http://ADDR`, and what its paths are below.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The key, if it has one.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// Reads a path below `/api/v1`.
    #[must_use]
    #[track_caller]
    pub fn get(&self, path: &str) -> Answer {
        self.must(&Request::new("GET", &format!("/api/v1{path}")))
    }

    /// Posts JSON to a path below `/api/v1`.
    #[must_use]
    #[track_caller]
    pub fn post(&self, path: &str, body: impl Display) -> Answer {
        self.must(&Request::new("POST", &format!("/api/v1{path}")).json(body))
    }

    /// Patches a path below `/api/v1` with JSON.
    #[must_use]
    #[track_caller]
    pub fn patch(&self, path: &str, body: impl Display) -> Answer {
        self.must(&Request::new("PATCH", &format!("/api/v1{path}")).json(body))
    }

    /// Sends a request that must be answered, whatever the answer.
    ///
    /// # Panics
    /// If the server does not answer.
    #[must_use]
    #[track_caller]
    pub fn must(&self, request: &Request) -> Answer {
        match self.send(request) {
            Ok(answer) => answer,
            Err(lost) => panic!("{} {} got no answer: {lost}", request.method, request.path),
        }
    }

    /// Sends a request.
    ///
    /// # Errors
    /// Says how the connection was lost; nobody knows then whether the server acted.
    pub fn send(&self, request: &Request) -> Result<Answer, String> {
        let uri = format!("{}{}", self.base, request.path);
        let mut builder = http::Request::builder().method(request.method.as_str()).uri(uri);
        if let Some(key) = &self.key {
            builder = builder.header("authorization", format!("Bearer {key}"));
        }
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        let sent = match &request.body {
            Some(body) => self.agent.run(builder.body(body.as_slice()).map_err(display)?),
            None => self.agent.run(builder.body(()).map_err(display)?),
        };
        let mut response = sent.map_err(display)?;
        let headers = response.headers().iter().map(|(name, value)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        });
        let (status, headers) = (response.status().as_u16(), headers.collect());
        let body = response.body_mut().read_to_vec().map_err(display)?;
        let body = String::from_utf8(body).map_err(|_| "the body is not UTF-8".to_owned())?;
        Ok(Answer { status, headers, body })
    }
}

impl Request {
    /// A request without a body.
    #[must_use]
    pub fn new(method: &str, path: &str) -> Self {
        let (method, path) = (method.to_owned(), path.to_owned());
        Self { method, path, headers: Vec::new(), body: None }
    }

    /// With a JSON body.
    #[must_use]
    pub fn json(self, body: impl Display) -> Self {
        self.body("application/json", body.to_string().into_bytes())
    }

    /// With a body of any type.
    #[must_use]
    pub fn body(mut self, media_type: &str, body: Vec<u8>) -> Self {
        self.body = Some(body);
        self.header("content-type", media_type)
    }

    /// With one more header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With an `Idempotency-Key`.
    #[must_use]
    pub fn once(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }
}

impl Answer {
    /// The first value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// If it is not JSON.
    #[must_use]
    #[track_caller]
    pub fn json(&self) -> Json {
        Json::parse(&self.body).unwrap_or_else(|wrong| panic!("{}: {wrong}", self.status))
    }

    /// The body of a success: the expected status, and `"success": true`.
    ///
    /// # Panics
    /// If it is anything else.
    #[track_caller]
    pub fn done(&self, status: u16) -> Json {
        assert_eq!(self.status, status, "the answer was {}", self.body);
        let body = self.json();
        assert_eq!(body.find("success"), Some(&Json::Bool(true)), "in {body}");
        body
    }

    /// The body of a refusal: the expected status and code, a complete problem document, and
    /// nothing of the inside of the server.
    ///
    /// # Panics
    /// If it is anything else.
    #[track_caller]
    pub fn refused(&self, status: u16, code: &str) -> Json {
        assert_eq!(self.status, status, "the answer was {}", self.body);
        let media = self.header("content-type").unwrap_or_default();
        assert!(media.starts_with("application/problem+json"), "{media}: {}", self.body);
        let body = self.json();
        assert_eq!(body.text("code"), code, "in {body}");
        assert_eq!(body.find("success"), Some(&Json::Bool(false)), "in {body}");
        assert_eq!(body.whole("status"), u64::from(status), "in {body}");
        for member in ["type", "title", "detail"] {
            assert!(!body.text(member).is_empty(), "an empty `{member}` in {body}");
        }
        let lower = self.body.to_lowercase();
        for inside in INSIDE {
            assert!(!lower.contains(inside), "`{inside}` leaks in {body}");
        }
        body
    }
}

fn agent(idle: usize) -> Agent {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .timeout_connect(Some(PATIENCE))
        .timeout_recv_response(Some(PATIENCE))
        .timeout_recv_body(Some(PATIENCE))
        .max_idle_connections(idle)
        .max_idle_connections_per_host(idle)
        .proxy(None)
        .build();
    config.into()
}

fn display(error: impl Display) -> String {
    error.to_string()
}
