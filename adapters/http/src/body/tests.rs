use axum::body::{Body, Bytes};
use futures_util::stream;
use serde::Deserialize;

use super::*;

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct One {
    a: u8,
}

fn request(kind: Option<&str>, body: impl Into<Body>) -> Request {
    let mut request = Request::new(body.into());
    if let Some(kind) = kind {
        request.headers_mut().insert(CONTENT_TYPE, kind.parse().unwrap());
    }
    request.extensions_mut().insert(BodyLimits { bytes: 10, time: Duration::from_secs(1) });
    request
}

async fn code(request: Request) -> String {
    Json::<One>::from_request(request, &()).await.unwrap_err().code().to_owned()
}

#[tokio::test]
async fn json_is_read_and_its_bytes_are_kept() {
    for kind in ["application/json", "Application/JSON; charset=\"UTF-8\"", "application/json;"] {
        let Json(one) =
            Json::<One>::from_request(request(Some(kind), "{\"a\":1}"), &()).await.unwrap();
        assert_eq!(one, One { a: 1 });
    }
    let kind = Some("application/json");
    let hashed = Hashed::<One>::from_request(request(kind, "{\"a\":1}"), &()).await.unwrap();
    assert_eq!((hashed.value, &*hashed.bytes), (One { a: 1 }, &b"{\"a\":1}"[..]));
}

#[tokio::test]
async fn only_json_is_json() {
    for kind in [
        None,
        Some("text/plain"),
        Some(""),
        Some("application/jsonx"),
        Some("application/json; charset=latin1"),
        Some("application/x-www-form-urlencoded"),
    ] {
        assert_eq!(code(request(kind, "{\"a\":1}")).await, "unsupported_media_type", "{kind:?}");
    }
    let mut packed = request(Some("application/json"), "{\"a\":1}");
    packed.headers_mut().insert(CONTENT_ENCODING, "gzip".parse().unwrap());
    assert_eq!(code(packed).await, "unsupported_media_type");
}

#[tokio::test]
async fn bodies_have_a_size() {
    let kind = Some("application/json");
    assert!(Json::<One>::from_request(request(kind, "{\"a\":   1}"), &()).await.is_ok());
    assert_eq!(code(request(kind, "{\"a\":    1}")).await, "body_too_large");
    let chunks = stream::repeat_with(|| Ok::<_, std::io::Error>(Bytes::from_static(b"  ")));
    assert_eq!(code(request(kind, Body::from_stream(chunks))).await, "body_too_large");
    let mut announced =
        request(kind, Body::from_stream(stream::pending::<Result<Bytes, std::io::Error>>()));
    announced.headers_mut().insert(CONTENT_LENGTH, 11.into());
    assert_eq!(code(announced).await, "body_too_large");
}

#[tokio::test(start_paused = true)]
async fn bodies_have_a_time() {
    let start = tokio::time::Instant::now();
    let slow = Body::from_stream(stream::pending::<Result<Bytes, std::io::Error>>());
    assert_eq!(code(request(Some("application/json"), slow)).await, "timeout");
    assert_eq!(start.elapsed().as_secs(), 1);
}

#[tokio::test]
async fn a_body_that_breaks_off_is_malformed() {
    let broken = stream::iter([Ok(Bytes::from_static(b"{")), Err(std::io::Error::other("gone"))]);
    let code = code(request(Some("application/json"), Body::from_stream(broken))).await;
    assert_eq!(code, "malformed_json");
}

#[test]
fn an_answer_is_json() {
    let response = Json([1]).into_response();
    assert_eq!(response.headers()[CONTENT_TYPE], "application/json");
}
