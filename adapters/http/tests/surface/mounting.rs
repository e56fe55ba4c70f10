//! The router under a prefix, and what it says to paths and methods it does not have.

use std::sync::Arc;

use axum::Router;
use earnest_http::router;
use earnest_service::Memory;

use crate::world::{World, app, send, text};

#[tokio::test]
async fn the_surface_can_be_mounted_under_any_prefix() {
    let memory = Arc::new(Memory::new());
    let world = World::over(memory.clone()).await;
    let mounted = Router::new().nest("/shop/market", router(app(memory, "/shop/market")));
    let body = crate::bodies::TASK.replace("AGENT", &world.agent);
    let get = async |key: &str, path: &str| send(&mounted, "GET", key, path, "").await;

    let made = send(&mounted, "POST", &world.buyer, "/shop/market/api/v1/tasks", &body).await;
    let made = made.done(201);
    let id = text(&made, "/task/id");
    let stream = text(&made, "/task/streamUrl");
    assert_eq!(stream, format!("/shop/market/api/v1/tasks/{id}/stream"));
    assert_eq!(get(&world.buyer, &stream).await.headers["content-type"], "text/event-stream");
    for part in ["", "/options", "/journal", "/messages", "/proposals"] {
        let path = format!("/shop/market/api/v1/tasks/{id}{part}");
        get(&world.buyer, &path).await.done(200);
        get(&world.stranger, &path).await.refused(404, "not_found");
    }
    get("", "/shop/market/healthz").await.done(200);
    let metrics = get("", "/shop/market/metrics").await.body;
    assert!(metrics.contains(r#"route="/api/v1/tasks/{taskId}/options""#), "{metrics}");

    let api = get("", "/shop/market/openapi.json").await.json();
    assert_eq!(api["servers"][0]["url"], "/shop/market");
    let docs = get("", "/shop/market/docs").await;
    assert_eq!((docs.status, &docs.headers["location"]), (308, &"docs/".parse().unwrap()));
    assert_eq!(get("", "/shop/market/docs/").await.status, 200);
    let page = get("", "/shop/market/docs/swagger-initializer.js").await.body;
    assert!(page.contains("\"../openapi.json\""), "{page}");

    get("", "/shop/market/api/v1/nothing").await.refused(404, "not_found");
    let other = send(&mounted, "PUT", "", "/shop/market/api/v1/tasks", "").await;
    other.refused(405, "method_not_allowed");
}

#[tokio::test]
async fn the_document_at_the_root_names_no_server() {
    let world = World::new().await;
    let api = send(&world.router, "GET", "", "/openapi.json", "").await.json();
    assert_eq!(api, serde_json::to_value(earnest_http::openapi()).unwrap());
    assert!(api.get("servers").is_none());
}

#[tokio::test]
async fn unknown_paths_and_methods_are_problems() {
    let world = World::new().await;
    let ask = async |method: &str, path: &str| send(&world.router, method, "", path, "").await;
    for path in ["/", "/api/v1", "/api/v1/", "/api/v1/tasks/", "/api/v2/tasks", "/docs/none.js"] {
        ask("GET", path).await.refused(404, "not_found");
        assert_eq!(ask("HEAD", path).await.status, 404);
    }
    for (method, path, allow) in [
        ("DELETE", "/api/v1/tasks", "GET,HEAD,POST"),
        ("GET", "/api/v1/admin/users", "POST"),
        ("POST", "/api/v1/wallet", "GET,HEAD"),
        ("PUT", "/api/v1/tasks/task_1", "GET,HEAD,PATCH"),
        ("OPTIONS", "/api/v1/tasks/task_1/stream", "GET,HEAD"),
        ("PATCH", "/metrics", "GET,HEAD"),
        ("POST", "/openapi.json", "GET,HEAD"),
        ("POST", "/docs/", "GET,HEAD"),
    ] {
        let answer = ask(method, path).await;
        answer.refused(405, "method_not_allowed");
        let mut known: Vec<_> = answer.headers["allow"].to_str().unwrap().split(',').collect();
        known.sort_unstable();
        assert_eq!(known.join(","), allow, "{method} {path}");
    }
}
