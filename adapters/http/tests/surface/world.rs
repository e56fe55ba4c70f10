//! A marketplace with an admin, a buyer, an agent's owner and a stranger.

use std::env::temp_dir;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request};
use axum::response::Response;
use earnest::credits::Credits;
use earnest::ids::{InstanceId, PartyId};
use earnest::marketplace::Marketplace;
use earnest::proposal::Proposal;
use earnest::runs::Runs;
use earnest::time::Timestamp;
use earnest_http::credits::Folders;
use earnest_http::{ApiKey, App, House, ids, router};
use earnest_service::directory::{self, Key, User, collection};
use earnest_service::store::{Commit, Store};
use earnest_service::{Clock, Memory, Service};
use serde_json::Value;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

/// 2026-01-01T00:00:00Z.
pub(crate) const START: u64 = 1_767_225_600_000;

pub(crate) struct World {
    pub(crate) app: Arc<App>,
    pub(crate) router: Router,
    pub(crate) admin: String,
    pub(crate) buyer: String,
    pub(crate) buyer_id: String,
    pub(crate) owner: String,
    pub(crate) agent: String,
    pub(crate) stranger: String,
    pub(crate) strange_agent: String,
}

/// An answer, read to its end.
#[derive(Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

/// An app over a store, by a clock that stands still.
pub(crate) fn app(store: Arc<dyn Store>, prefix: &str) -> Arc<App> {
    let clock = Clock::manual(Timestamp::from_millis(START).unwrap());
    let service = Service::new(store, clock).host::<Marketplace>().host::<Proposal>();
    let service = service.host::<Runs>().host::<Credits>();
    let sandboxes = temp_dir().join(format!("earnest-surface-{}", ids::UserId::mint()));
    Arc::new(App {
        service,
        house: House::default(),
        prefix: prefix.to_owned(),
        // Made with the first sandbox only.
        sandboxes: Arc::new(Folders::under(sandboxes)),
        shutdown: CancellationToken::new(),
    })
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::over(Arc::new(Memory::new())).await
    }

    pub(crate) async fn over(store: Arc<dyn Store>) -> Self {
        let app = app(store, "");
        let admin = ApiKey::mint().unwrap();
        enter(&app, &admin).await;
        let mut world = Self {
            router: router(Arc::clone(&app)),
            app,
            admin: admin.reveal().to_owned(),
            buyer: String::new(),
            buyer_id: String::new(),
            owner: String::new(),
            agent: String::new(),
            stranger: String::new(),
            strange_agent: String::new(),
        };
        (world.buyer, world.buyer_id) = world.person("Bea Buyer").await;
        world.owner = world.person("Otto Owner").await.0;
        world.stranger = world.person("Stan Stranger").await.0;
        world.agent = world.register(&world.owner, "good-agent").await;
        world.strange_agent = world.register(&world.stranger, "strange-agent").await;
        let path = format!("/admin/users/{}/deposits", world.buyer_id);
        world.post(&world.admin, &path, r#"{"amount": 1000}"#).await.done(201);
        world
    }

    async fn person(&self, name: &str) -> (String, String) {
        let body = format!(r#"{{"name": "{name}"}}"#);
        let made = self.post(&self.admin, "/admin/users", &body).await.done(201);
        (text(&made, "/apiKey"), text(&made, "/user/id"))
    }

    async fn register(&self, owner: &str, slug: &str) -> String {
        let body = super::bodies::AGENT.replace("SLUG", slug);
        text(&self.post(owner, "/agents/register", &body).await.done(201), "/agent/id")
    }

    /// Sends a request with a key to a path without its `/api/v1`.
    pub(crate) async fn send(&self, method: &str, key: &str, path: &str, body: &str) -> Answer {
        send(&self.router, method, key, &whole(path), body).await
    }

    pub(crate) async fn get(&self, key: &str, path: &str) -> Answer {
        self.send("GET", key, path, "").await
    }

    pub(crate) async fn post(&self, key: &str, path: &str, body: &str) -> Answer {
        self.send("POST", key, path, body).await
    }

    /// A task that the agent works on.
    pub(crate) async fn hired(&self) -> String {
        let body = super::bodies::TASK.replace("AGENT", &self.agent);
        text(&self.post(&self.buyer, "/tasks", &body).await.done(201), "/task/id")
    }

    /// A task in proposals mode.
    pub(crate) async fn job(&self) -> String {
        text(&self.post(&self.buyer, "/tasks", super::bodies::JOB).await.done(201), "/task/id")
    }

    /// A task that was delivered and contested, and its dispute.
    pub(crate) async fn disputed(&self) -> (String, String) {
        let task = self.hired().await;
        let path = format!("/agents/{}/tasks/{task}/deliver", self.agent);
        self.post(&self.owner, &path, r#"{"resultSummary": "done"}"#).await.done(200);
        let path = format!("/dashboard/tasks/{task}/dispute");
        let opened = self.post(&self.buyer, &path, r#"{"reason": "no"}"#).await.done(201);
        (task, text(&opened, "/dispute/id"))
    }
}

impl Answer {
    /// The answer, if it has that status.
    #[track_caller]
    pub(crate) fn done(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.body);
        let body = self.json();
        assert_eq!(body["success"], true, "{}", self.body);
        body
    }

    /// The problem, if it is that one.
    #[track_caller]
    pub(crate) fn refused(&self, status: u16, code: &str) -> Value {
        assert_eq!(self.status, status, "{}", self.body);
        assert_eq!(self.headers["content-type"], "application/problem+json");
        let body = self.json();
        assert_eq!((&body["code"], &body["success"]), (&code.into(), &false.into()));
        body
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|why| panic!("{why}: {}", self.body))
    }
}

/// A path with its `/api/v1`: those of runs have it behind `/runs`.
pub(crate) fn whole(path: &str) -> String {
    for surface in ["/runs", "/credits"] {
        if let Some(path) = path.strip_prefix(surface) {
            return format!("{surface}/api/v1{path}");
        }
    }
    format!("/api/v1{path}")
}

/// Opens a request, whose body may be a stream.
pub(crate) async fn open(
    router: &Router,
    method: &str,
    key: &str,
    path: &str,
    body: &str,
) -> Response {
    let mut request = Request::builder().method(Method::from_bytes(method.as_bytes()).unwrap());
    if !key.is_empty() {
        request = request.header("authorization", format!("Bearer {key}"));
    }
    if !body.is_empty() {
        request = request.header("content-type", "application/json");
    }
    let request = request.uri(path).body(Body::from(body.to_owned())).unwrap();
    router.clone().oneshot(request).await.unwrap()
}

/// Sends a request and reads the answer, or, if it is a stream, nothing of it.
pub(crate) async fn send(
    router: &Router,
    method: &str,
    key: &str,
    path: &str,
    body: &str,
) -> Answer {
    let (parts, body) = open(router, method, key, path, body).await.into_parts();
    let kind = parts.headers.get("content-type").map(|kind| kind.to_str().unwrap());
    let stream = kind == Some("text/event-stream");
    let body = if stream { Body::empty() } else { body };
    let body = to_bytes(body, 1 << 24).await.unwrap().to_vec();
    let body = String::from_utf8_lossy(&body).into_owned();
    Answer { status: parts.status.as_u16(), headers: parts.headers, body }
}

/// A text in an answer.
#[track_caller]
pub(crate) fn text(value: &Value, pointer: &str) -> String {
    let found = value.pointer(pointer).and_then(Value::as_str);
    found.unwrap_or_else(|| panic!("no {pointer} in {value}")).to_owned()
}

/// Makes the first admin, as the binary does.
async fn enter(app: &App, key: &ApiKey) {
    let at = app.now();
    let user = User { id: PartyId(1), name: "Ada Admin".to_owned(), admin: true, created_at: at };
    let known = Key { id: InstanceId(2), user: user.id, admin: true, agent: None, created_at: at };
    let mut commit = Commit::default();
    let id = user.id.to_string();
    commit.documents.push(directory::create(collection::USERS, id, &user).unwrap());
    commit.documents.extend(directory::grant(&known, key.digest()).unwrap());
    app.service.commit(commit).await.unwrap();
}
