use axum::http::Request;
use futures_util::stream;
use http_body_util::BodyExt;

use super::*;

fn id(text: &str) -> EventId {
    text.parse().unwrap()
}

#[test]
fn a_frame_is_what_event_source_reads() {
    assert_eq!(
        frame(Some(id("7.1")), "status", r#"{"a":1}"#),
        "id: 7.1\nevent: status\ndata: {\"a\":1}\n\n"
    );
    assert_eq!(frame(None, "typing", "a\nb\rc"), "event: typing\ndata: a\ndata: b\ndata: c\n\n");
    // Nothing in the data makes a field or an event of its own.
    assert!(!frame(None, "message", "x\n\nevent: forged").windows(2).any(|w| w == b"\ne"));
}

/// HTTP-22
#[test]
fn event_ids_have_one_spelling_and_an_order() {
    let texts = ["0", "1.1", "1.2", "1.10", "1", "2.1", "2", "18446744073709551615"];
    let ids: Vec<_> = texts.map(id).into();
    assert!(ids.is_sorted_by(|a, b| a < b));
    assert!(texts.iter().all(|text| id(text).to_string() == *text));
    for bad in [
        "",
        "a",
        "01",
        "1.",
        ".1",
        "1.0",
        "1.01",
        "1.1.1",
        "-1",
        "+1",
        " 1",
        "1 ",
        "1,1",
        "18446744073709551616",
        "1.4294967296",
    ] {
        assert!(bad.parse::<EventId>().is_err(), "{bad}");
    }
}

async fn asked(uri: &str, headers: &[(&'static str, &str)]) -> Result<StreamRequest, Problem> {
    let mut request = Request::get(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let (mut parts, ()) = request.body(()).unwrap().into_parts();
    StreamRequest::from_request_parts(&mut parts, &()).await
}

#[tokio::test]
async fn a_stream_resumes_where_it_was_left() {
    assert_eq!(asked("/", &[]).await.unwrap().after, None);
    assert_eq!(asked("/?lastEventId=7.1", &[]).await.unwrap().after, Some(id("7.1")));
    let both = asked("/?lastEventId=7", &[("last-event-id", "8")]).await.unwrap();
    assert_eq!(both.after, Some(id("8")));
    for (uri, header) in [("/?lastEventId=x", "1"), ("/", "x"), ("/", "")] {
        let problem = asked(uri, &[("last-event-id", header)]).await.unwrap_err();
        assert_eq!(problem.errors()[0].code, "malformed", "{uri} {header}");
    }
    assert_eq!(asked("/?x=1", &[]).await.unwrap_err().errors()[0].code, "unknown_field");
}

#[tokio::test]
async fn the_header_is_preferred_to_the_token() {
    let key = async |uri, headers: &[_]| {
        let request: StreamRequest = asked(uri, headers).await.unwrap();
        request.key.map(|key| key.reveal().to_owned())
    };
    let header = ("authorization", "Bearer g0_sk_header");
    assert_eq!(key("/?token=g0_sk_token", &[]).await.as_deref(), Some("g0_sk_token"));
    assert_eq!(key("/?token=g0_sk_token", &[header]).await.as_deref(), Some("g0_sk_header"));
    assert_eq!(key("/?token=short", &[]).await, None);
    assert_eq!(key("/", &[]).await, None);
}

#[tokio::test(start_paused = true)]
async fn silence_is_broken() {
    let start = Instant::now();
    let one = stream::once(async { frame(None, "status", "1") });
    let mut response = answer(futures_util::StreamExt::chain(one, stream::pending()));
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    assert_eq!(response.headers()["cache-control"], "no-store");
    assert_eq!(response.headers()["x-accel-buffering"], "no");
    let body = response.body_mut();
    let mut next = async || body.frame().await.unwrap().unwrap().into_data().unwrap();
    assert_eq!(next().await, "event: status\ndata: 1\n\n");
    assert_eq!(next().await, ": still here\n\n");
    assert_eq!(next().await, ": still here\n\n");
    assert_eq!(start.elapsed().as_secs(), 30);
}

#[tokio::test]
async fn a_stream_ends_with_its_frames() {
    let mut response = answer(stream::empty());
    assert!(response.body_mut().frame().await.is_none());
}
