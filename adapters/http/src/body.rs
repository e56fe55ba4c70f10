//! Request bodies: bounded in size and time, JSON only, strict. Answers are JSON too.

use std::time::Duration;

use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use http_body::Body as _;
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio::time::timeout;
use tracing::error;
use utoipa::ToSchema;

use crate::decode;
use crate::problem::{Code, Problem};

/// A JSON object: as an extractor a request's body, as an answer a response's.
///
/// As an extractor it refuses with 415, 413, 408 or 400; see [`decode::json`](crate::json).
#[derive(Clone, Copy, Debug)]
pub struct Json<T>(pub T);

/// A request's body together with its bytes, whose SHA-256 tells whether a repeated request is
/// the same one. Refuses as [`Json`] does.
#[derive(Clone, Debug)]
pub struct Hashed<T> {
    /// What was sent.
    pub value: T,
    /// As it was sent. Hashed only for requests that can be repeated.
    pub bytes: Vec<u8>,
}

/// No fields at all.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// The bytes of a body that has nothing to say: left out, or an object without fields. Refuses as
/// [`Json`] does.
#[derive(Clone, Debug)]
pub struct Bare(pub Vec<u8>);

/// How large and how slow a body may be. [`serve`](crate::serve()) hands its own to every request;
/// without them the default holds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct BodyLimits {
    /// In bytes; 256 KiB by default.
    pub bytes: usize,
    /// From the request's head to the body's last byte; 10 s by default.
    pub time: Duration,
}

impl Default for BodyLimits {
    fn default() -> Self {
        Self { bytes: 256 * 1024, time: Duration::from_secs(10) }
    }
}

impl<S: Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        decode::json(&read(request).await?).map(Self)
    }
}

impl<S: Sync, T: DeserializeOwned> FromRequest<S> for Hashed<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let body = read(request).await?;
        let value = decode::json(&body)?;
        Ok(Self { value, bytes: body })
    }
}

impl<S: Sync> FromRequest<S> for Bare {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if request.body().is_end_stream() {
            return Ok(Self(Vec::new()));
        }
        let body: Hashed<Nothing> = Hashed::from_request(request, state).await?;
        Ok(Self(body.bytes))
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(body) => ([(CONTENT_TYPE, "application/json")], body).into_response(),
            Err(error) => {
                error!(%error, "an answer could not be written");
                Problem::new(Code::Defect).detail("the answer could not be written").into_response()
            }
        }
    }
}

/// The whole body of a request that says it is JSON.
async fn read(request: Request) -> Result<Vec<u8>, Problem> {
    if !is_json(request.headers()) {
        return Err(Problem::new(Code::UnsupportedMediaType));
    }
    let limits = request.extensions().get::<BodyLimits>().copied().unwrap_or_default();
    let too_large = || {
        Problem::new(Code::BodyTooLarge)
            .detail(format!("the body is larger than {} bytes", limits.bytes))
    };
    let announced = request.headers().get(CONTENT_LENGTH);
    let announced = announced.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > limits.bytes as u64) {
        return Err(too_large());
    }
    let mut body = request.into_body();
    let mut bytes = Vec::new();
    let all = async {
        while let Some(frame) = body.frame().await {
            let cut = |_| Problem::malformed_json(1, 1).detail("the body was cut off");
            let Ok(chunk) = frame.map_err(cut)?.into_data() else { continue };
            if bytes.len().saturating_add(chunk.len()) > limits.bytes {
                return Err(too_large());
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(())
    };
    timeout(limits.time, all).await.map_err(|_| Problem::new(Code::Timeout))??;
    Ok(bytes)
}

/// `application/json`, in UTF-8 and not compressed.
fn is_json(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()) else {
        return false;
    };
    let mut parts = kind.split(';').map(str::trim);
    let json = parts.next().is_some_and(|kind| kind.eq_ignore_ascii_case("application/json"));
    let utf8 = parts.all(|parameter| match parameter.split_once('=') {
        Some((name, value)) if name.eq_ignore_ascii_case("charset") => {
            value.trim_matches('"').eq_ignore_ascii_case("utf-8")
        }
        _ => true,
    });
    let plain = headers.get(CONTENT_ENCODING).is_none_or(|coding| coding == "identity");
    json && utf8 && plain
}

#[cfg(test)]
mod tests;
