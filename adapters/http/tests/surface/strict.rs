//! What is sent is read strictly on every route.

use axum::body::Body;
use axum::http::Request;
use tower::ServiceExt;

use crate::bodies::BODIES;
use crate::document::operations;
use crate::world::{World, whole};

/// Every operation with a body: its method, its path with ids of the right form, and a good body.
fn commands() -> Vec<(&'static str, String, String)> {
    let id = "0000000000000000000000000000beef";
    let ids = [
        ("{taskId}", format!("task_{id}")),
        ("{proposalId}", format!("prop_{id}")),
        ("{disputeId}", format!("disp_{id}_3")),
        ("{userId}", format!("usr_{id}")),
        ("{agentId}", format!("ag_{id}")),
        ("{runId}", format!("run_{id}")),
        ("{id}", format!("run_{id}")),
    ];
    let all = BODIES.iter().filter(|(_, _, body)| !body.is_empty());
    let filled = |text: &str| {
        let text = ids.iter().fold(text.to_owned(), |text, (name, id)| text.replace(name, id));
        text.replace("\"AGENT\"", &format!("\"{}\"", ids[4].1)).replace("SLUG", "some-agent")
    };
    all.map(|(method, path, body)| (*method, filled(path), filled(body))).collect()
}

#[test]
fn a_body_is_known_for_every_command() {
    for (method, path, _) in operations() {
        let path = path.replacen("/api/v1", "", 1);
        assert!(method == "GET" || BODIES.iter().any(|it| (it.0, it.1) == (&*method, &*path)));
    }
}

/// HTTP-10
#[tokio::test]
async fn a_body_that_is_not_as_documented_is_refused_on_every_route() {
    let world = World::new().await;
    let commands = commands();
    assert_eq!(commands.len(), 32);
    for (method, path, good) in commands {
        let send = async |body: &str| world.send(method, &world.admin, &path, body).await;
        let unknown = format!("{}, \"surprise\": 1}}", good.trim_end().trim_end_matches('}'));
        let unknown = unknown.replace("{, ", "{");
        let problem = send(&unknown).await.refused(400, "validation_failed");
        assert_eq!(problem["errors"][0]["code"], "unknown_field", "{path}: {problem}");
        assert_eq!(problem["field"], "surprise", "{path}");
        for wrong in ["[]", "null", "1", "\"text\""] {
            let problem = send(wrong).await.refused(400, "validation_failed");
            assert_eq!(problem["errors"][0]["code"], "wrong_type", "{path} {wrong}: {problem}");
        }
        for malformed in ["{", "nothing", "{\"a\": 1,}", "{} {}"] {
            send(malformed).await.refused(400, "malformed_json");
        }
        if let Some((first, _)) = good.trim_start_matches(['{', '\n', ' ']).split_once(',') {
            let twice = good.replacen('{', &format!("{{{first}, "), 1);
            let problem = send(&twice).await.refused(400, "validation_failed");
            assert_eq!(problem["errors"][0]["code"], "duplicate_field", "{path}: {problem}");
        }
    }
}

#[tokio::test]
async fn only_json_of_a_bounded_size_is_read() {
    let world = World::new().await;
    for (method, path, good) in commands() {
        let request = |kind: Option<&str>, body: String| {
            let mut request = Request::builder().method(method).uri(whole(&path));
            request = request.header("authorization", format!("Bearer {}", world.admin));
            if let Some(kind) = kind {
                request = request.header("content-type", kind);
            }
            world.router.clone().oneshot(request.body(Body::from(body)).unwrap())
        };
        for kind in [None, Some("text/plain"), Some("application/x-www-form-urlencoded")] {
            let status = request(kind, good.clone()).await.unwrap().status();
            assert_eq!(status, 415, "{path} {kind:?}");
        }
        let large = format!("{{\"x\": \"{}\"}}", "x".repeat(300_000));
        let status = request(Some("application/json"), large).await.unwrap().status();
        assert_eq!(status, 413, "{path}");
    }
}

#[tokio::test]
async fn a_query_that_is_not_as_documented_is_refused() {
    let world = World::new().await;
    let task = world.hired().await;
    for path in [
        format!("/tasks/{task}/messages"),
        format!("/dashboard/messages/{task}"),
        format!("/tasks/{task}/journal"),
        format!("/tasks/{task}/proposals"),
        "/tasks".to_owned(),
        "/jobs".to_owned(),
    ] {
        for (query, code) in [
            ("limit=0", "too_small"),
            ("limit=101", "too_large"),
            ("limit=x", "not_a_number"),
            ("cursor=x", "malformed"),
            ("surprise=1", "unknown_field"),
            ("limit=1&limit=1", "duplicate_field"),
        ] {
            let answer = world.get(&world.buyer, &format!("{path}?{query}")).await;
            let problem = answer.refused(400, "validation_failed");
            assert_eq!(problem["errors"][0]["code"], code, "{path}?{query}");
        }
    }
    for path in [format!("/tasks/{task}/stream"), format!("/dashboard/messages/{task}/stream")] {
        for query in ["lastEventId=x", "surprise=1", "lastEventId=1&lastEventId=1"] {
            let answer = world.get(&world.buyer, &format!("{path}?{query}")).await;
            answer.refused(400, "validation_failed");
        }
    }
}

#[tokio::test]
async fn messages_have_bounds() {
    let world = World::new().await;
    let task = world.hired().await;
    let forms = [format!("/tasks/{task}/messages"), format!("/dashboard/messages/{task}")];
    let send = async |form: usize, body: &str| world.post(&world.buyer, &forms[form], body).await;
    for form in [0, 1] {
        send(form, "{}").await.refused(400, "validation_failed");
        send(form, r#"{"content": " "}"#).await.refused(400, "validation_failed");
        let long = |length| format!("{{\"content\": \"{}\"}}", "ä".repeat(length));
        send(form, &long(20_000)).await.done(201);
        send(form, &long(20_001)).await.refused(400, "validation_failed");
    }
    for (form, attachment) in [
        (0, r#""attachments": ["javascript:alert(1)"]"#),
        (0, r#""attachments": "https://a.example""#),
        (0, r#""attachmentUrl": "https://a.example""#),
        (1, r#""attachmentUrl": "ftp://a.example""#),
        (1, r#""attachments": []"#),
    ] {
        let body = format!(r#"{{"content": "x", {attachment}}}"#);
        send(form, &body).await.refused(400, "validation_failed");
    }
    let many = |count| {
        let urls = vec!["\"https://a.example\""; count].join(",");
        format!(r#"{{"content": "x", "attachments": [{urls}]}}"#)
    };
    send(0, &many(20)).await.done(201);
    send(0, &many(21)).await.refused(400, "validation_failed");
    let sent = send(1, r#"{"content": "x", "attachmentUrl": null}"#).await.done(201);
    assert!(sent["message"]["attachmentUrl"].is_null());
    assert_eq!(sent["message"]["attachments"], serde_json::json!([]));
}
