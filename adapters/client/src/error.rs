//! What can go wrong between a call and its answer.

use std::fmt;
use std::time::Duration;

use serde::Deserialize;

type Source = Box<dyn std::error::Error + Send + Sync>;

/// Why a call has no answer, or a stream no next event.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The server answered that it will not, and why.
    #[error("{0}")]
    Problem(Box<Problem>),
    /// The server was not reached, or its answer did not come through. The command may have been
    /// carried out: send it again with the same [`IdempotencyKey`](crate::IdempotencyKey).
    #[error("the server was not reached: {0}")]
    Transport(#[source] Source),
    /// The answer, or an event, is not what this client can read.
    #[error("the answer cannot be read: {0}")]
    Decode(#[source] serde_json::Error),
    /// What came is no stream of events, or an event in it is too long.
    #[error("the stream cannot be read: {0}")]
    Stream(String),
    /// What was given to the client makes no request; nothing was sent.
    #[error("{0}")]
    Invalid(String),
}

/// A refusal (RFC 9457). A failed answer that is none, as a proxy gives, has an empty `code`.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Problem {
    /// A URI that names the kind of problem.
    #[serde(rename = "type")]
    pub kind: String,
    /// What the kind of problem is, in a few words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened here.
    pub detail: String,
    /// The name of the problem that callers can rely on, such as `wrong_state`.
    pub code: String,
    /// The first field that was refused.
    pub field: Option<String>,
    /// Every field that was refused.
    pub errors: Vec<FieldError>,
    /// The status that refused.
    pub current_status: Option<String>,
    /// The rule's own reason, if it was a guard.
    pub guard: Option<String>,
    /// What the caller may do instead, where a state refused.
    pub allowed: Option<Vec<String>>,
    /// How long the server asks to wait.
    #[serde(skip)]
    pub retry_after: Option<Duration>,
}

/// A field that was refused.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(default)]
#[non_exhaustive]
pub struct FieldError {
    /// Where it is, such as `deliveryProof.artifacts[0].url`.
    pub field: String,
    /// Why, as a name that callers can rely on, such as `too_long`.
    pub code: String,
    /// Why, in words.
    pub message: String,
}

impl Error {
    /// The code of the problem, if the server told one.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.problem().map(|problem| problem.code.as_str()).filter(|code| !code.is_empty())
    }

    /// The HTTP status, if the server refused.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.problem().map(|problem| problem.status)
    }

    /// The problem, if the server refused.
    #[must_use]
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Problem(problem) => Some(problem),
            _ => None,
        }
    }

    /// A connection that could not be made, or broke.
    pub(crate) fn transport(source: impl Into<Source>) -> Self {
        Self::Transport(source.into())
    }

    /// A request that was not made, or not answered.
    pub(crate) fn request(error: reqwest::Error) -> Self {
        if error.is_builder() { Self::Invalid(error.to_string()) } else { Self::transport(error) }
    }
}

impl Problem {
    /// The problem that a failed answer tells.
    pub(crate) fn of(status: reqwest::StatusCode, body: &[u8]) -> Self {
        let told = serde_json::from_slice(body).unwrap_or_else(|_| Self {
            kind: "about:blank".to_owned(),
            title: status.canonical_reason().unwrap_or("failed").to_owned(),
            ..Self::default()
        });
        Self { status: status.as_u16(), ..told }
    }

    /// Whether the server may do it when it is asked again.
    pub(crate) fn passes(&self) -> bool {
        matches!(self.status, 429 | 502 | 503 | 504)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = if self.detail.is_empty() { &self.title } else { &self.detail };
        match self.code.as_str() {
            "" => write!(f, "{words} ({})", self.status),
            code => write!(f, "{words} ({}, `{code}`)", self.status),
        }
    }
}

impl std::error::Error for Problem {}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

#[cfg(test)]
mod tests {
    use reqwest::StatusCode;

    use super::{Error, Problem};

    #[test]
    fn a_problem_is_read_whole_and_with_members_that_are_not_known() {
        let body = br#"{"type":"urn:earnest:problem:wrong_state","title":"t","status":409,
            "detail":"d","code":"wrong_state","success":false,"currentStatus":"PENDING",
            "allowed":["cancel"],"later":{}}"#;
        let problem = Problem::of(StatusCode::CONFLICT, body);
        assert_eq!(problem.current_status.as_deref(), Some("PENDING"));
        assert_eq!(problem.allowed, Some(vec!["cancel".to_owned()]));
        let error = Error::from(problem);
        assert_eq!((error.status(), error.code()), (Some(409), Some("wrong_state")));
        assert_eq!(error.to_string(), "d (409, `wrong_state`)");
    }

    #[test]
    fn the_page_of_a_proxy_is_a_problem_without_a_code() {
        let error = Error::from(Problem::of(StatusCode::BAD_GATEWAY, b"<html>"));
        assert_eq!((error.status(), error.code()), (Some(502), None));
        assert_eq!(error.to_string(), "Bad Gateway (502)");
    }

    #[test]
    fn only_what_may_pass_is_asked_again() {
        let passes = |status| Problem { status, ..Problem::default() }.passes();
        assert!([429, 502, 503, 504].into_iter().all(passes));
        assert!(![400, 401, 404, 409, 422, 500].into_iter().any(passes));
    }
}
