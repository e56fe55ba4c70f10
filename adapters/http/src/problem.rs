//! The error of every handler, answered as `application/problem+json` (RFC 9457, HTTP-01).

use std::borrow::Cow;
use std::fmt;

use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

mod code;
mod responses;

pub use code::{Code, codes};
pub use responses::{CommandProblems, QueryProblems, StreamProblems};

/// The code of a problem, in the extensions of the response that tells it.
#[derive(Clone, Debug)]
pub(crate) struct Told(pub(crate) Cow<'static, str>);

/// Why a request was not carried out. Nothing in it is more than its sender may know.
#[derive(Clone, Debug)]
pub struct Problem(Box<Details>);

/// A failed request (RFC 9457).
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Details {
    /// A URI that names the kind of problem: `urn:earnest:problem:` and the code.
    #[serde(rename = "type")]
    kind: String,
    /// What the kind of problem is, in a few words.
    #[schema(value_type = String)]
    title: &'static str,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// What happened here.
    #[schema(value_type = String)]
    detail: Cow<'static, str>,
    /// The name of the problem that clients can rely on.
    #[schema(value_type = String)]
    code: Cow<'static, str>,
    /// Always false.
    success: bool,
    /// The first field that was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    field: Option<String>,
    /// Every field that was refused.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<FieldError>,
    /// The status that refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<String>)]
    current_status: Option<Cow<'static, str>>,
    /// The rule's own reason, if it was a guard.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<String>)]
    guard: Option<Cow<'static, str>>,
    /// What the caller may do instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    allowed: Option<Vec<String>>,
    /// In seconds; sent as the `Retry-After` header.
    #[serde(skip)]
    retry_after: Option<u32>,
}

/// A field that was refused.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, ToSchema)]
pub struct FieldError {
    /// Where it is, such as `deliveryProof.artifacts[0].url`; `body` is the whole body.
    pub field: String,
    /// Why, as a name that clients can rely on, such as `too_long`.
    #[schema(value_type = String)]
    pub code: &'static str,
    /// Why, in words.
    #[schema(value_type = String)]
    pub message: Cow<'static, str>,
}

impl FieldError {
    /// A field was refused; `code` is one of [`codes`].
    pub fn new(
        field: impl Into<String>,
        code: &'static str,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { field: field.into(), code, message: message.into() }
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.field, self.message)
    }
}

impl Problem {
    /// A problem with its code's usual words.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self::named(Cow::Borrowed(code.name()), code.status(), code.title(), code.detail())
    }

    /// A rule refused: 409, unless the guard is a [`Code`] of its own, such as `zero_budget`.
    /// `guard` is the guard's stable name, `reason` says it in words.
    pub fn guarded(guard: &'static str, reason: impl Into<Cow<'static, str>>) -> Self {
        let mut problem = match Code::named(guard) {
            Some(code) => Self::new(code),
            None => {
                let title = "a rule refuses this";
                Self::named(Cow::Borrowed(guard), StatusCode::CONFLICT, title, title)
            }
        };
        problem.0.guard = Some(Cow::Borrowed(guard));
        problem.detail(reason)
    }

    /// 400 `validation_failed`. Without errors it still is one (HTTP-02).
    #[must_use]
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let mut problem = Self::new(Code::ValidationFailed);
        if let Some(first) = errors.first() {
            problem.0.detail = Cow::Owned(first.to_string());
            problem.0.field = Some(first.field.clone());
        }
        problem.0.errors = errors;
        problem
    }

    /// 400 `malformed_json`, with the place where reading stopped, both from 1.
    #[must_use]
    pub fn malformed_json(line: usize, column: usize) -> Self {
        Self::new(Code::MalformedJson)
            .detail(format!("the body is not JSON: line {line}, column {column}"))
    }

    /// 404 `not_found`: the same bytes for what is missing, what is malformed, and what belongs
    /// to strangers.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(Code::NotFound)
    }

    /// 401 `unauthenticated`.
    #[must_use]
    pub fn unauthenticated() -> Self {
        Self::new(Code::Unauthenticated)
    }

    /// Says what happened here in other words than the code's. Never an internal.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.0.detail = detail.into();
        self
    }

    /// Names the field that it is about.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.0.field = Some(field.into());
        self
    }

    /// Names the status that refused.
    #[must_use]
    pub fn current_status(mut self, status: impl Into<Cow<'static, str>>) -> Self {
        self.0.current_status = Some(status.into());
        self
    }

    /// Says what the caller may do instead; nothing at all is a valid answer.
    #[must_use]
    pub fn allowed<I>(mut self, actions: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        self.0.allowed = Some(actions.into_iter().map(Into::into).collect());
        self
    }

    /// Sends `Retry-After` with that many seconds.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.0.retry_after = Some(seconds);
        self
    }

    /// The name that clients can rely on.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.0.code
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The fields that were refused.
    #[must_use]
    pub fn errors(&self) -> &[FieldError] {
        &self.0.errors
    }

    fn named(
        code: Cow<'static, str>,
        status: StatusCode,
        title: &'static str,
        detail: &'static str,
    ) -> Self {
        Self(Box::new(Details {
            kind: format!("urn:earnest:problem:{code}"),
            title,
            status: status.as_u16(),
            detail: Cow::Borrowed(detail),
            code,
            success: false,
            field: None,
            errors: Vec::new(),
            current_status: None,
            guard: None,
            allowed: None,
            retry_after: None,
        }))
    }
}

impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}

impl From<FieldError> for Problem {
    fn from(error: FieldError) -> Self {
        Self::invalid(vec![error])
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.code, self.0.detail)
    }
}

impl std::error::Error for Problem {}

impl Serialize for Problem {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        // Texts and numbers only: writing them cannot fail.
        let body = serde_json::to_vec(&*self.0).unwrap_or_default();
        let mut response = (self.status(), body).into_response();
        response.extensions_mut().insert(Told(self.0.code.clone()));
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.0.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status() == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl PartialSchema for Problem {
    fn schema() -> RefOr<Schema> {
        Details::schema()
    }
}

impl ToSchema for Problem {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Problem")
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        Details::schemas(schemas);
    }
}

#[cfg(test)]
mod tests;
