//! Health, readiness and numbers.

use crate::world::{World, send};

#[tokio::test]
async fn a_server_that_shuts_down_lives_and_is_not_ready() {
    let world = World::new().await;
    let get = async |path: &str| send(&world.router, "GET", "", path, "").await;
    get("/healthz").await.done(200);
    get("/readyz").await.done(200);
    world.app.shutdown.cancel();
    get("/healthz").await.done(200);
    get("/readyz").await.refused(503, "unavailable");
}

#[tokio::test]
async fn the_numbers_know_templates_and_codes_but_no_ids_and_no_queries() {
    let world = World::new().await;
    let task = world.hired().await;
    let stream = format!("/tasks/{task}/stream");
    let _open = crate::reader::Reader::open(&world.router, &world.buyer, &stream, None).await;
    world.get("", &format!("{stream}?token=g0_sk_secret")).await.refused(401, "unauthenticated");
    world.get(&world.buyer, &format!("/tasks/{task}?secret=1")).await.done(200);
    world.get(&world.buyer, "/secret").await.refused(404, "not_found");
    send(&world.router, "SECRET", &world.buyer, "/api/v1/tasks", "").await;
    let path = format!("/tasks/{task}/review");
    let review = world.post(&world.buyer, &path, r#"{"action": "approve"}"#).await;
    review.refused(409, "wrong_state");

    let answer = send(&world.router, "GET", "", "/metrics", "").await;
    let kind = answer.headers["content-type"].to_str().unwrap();
    assert!(kind.starts_with("text/plain"), "{kind}");
    let text = answer.body;
    for line in [
        r#"earnest_http_requests_total{route="/api/v1/tasks/{taskId}",method="GET",status="200"} 1"#,
        r#"earnest_http_requests_total{route="/api/v1/tasks",method="POST",status="201"} 1"#,
        r#"earnest_http_requests_total{route="/api/v1/tasks",method="other",status="405"} 1"#,
        r#"earnest_http_requests_total{route="",method="GET",status="404"} 1"#,
        r#"earnest_http_request_seconds_count{route="/api/v1/tasks",method="POST"} 1"#,
        r#"earnest_commands_total{outcome="refused",code="wrong_state"} 1"#,
        "earnest_streams_open 1",
        &format!("earnest_commits_total {}", world.app.service.commits()),
    ] {
        assert!(text.lines().any(|it| it == line), "{line} is not in\n{text}");
    }
    assert!(text.contains("earnest_commands_total{outcome=\"done\",code=\"\"}"), "{text}");
    let digits = task.strip_prefix("task_").unwrap();
    for secret in [digits, "secret", "SECRET", "g0_sk"] {
        assert!(!text.contains(secret), "{secret} is in\n{text}");
    }
}

#[tokio::test]
async fn a_repeated_command_is_counted_as_replayed() {
    let world = World::new().await;
    let send = || {
        let request = axum::http::Request::post("/api/v1/tasks")
            .header("authorization", format!("Bearer {}", world.buyer))
            .header("content-type", "application/json")
            .header("idempotency-key", "once")
            .body(axum::body::Body::from(crate::bodies::JOB))
            .unwrap();
        tower::ServiceExt::oneshot(world.router.clone(), request)
    };
    for replayed in [None, Some("true")] {
        let response = send().await.unwrap();
        assert_eq!(response.status(), 201);
        let header = response.headers().get("idempotency-replayed").map(|it| it.to_str().unwrap());
        assert_eq!(header, replayed);
    }
    let text = crate::world::send(&world.router, "GET", "", "/metrics", "").await.body;
    assert!(text.contains(r#"earnest_commands_total{outcome="replayed",code=""} 1"#), "{text}");
}
