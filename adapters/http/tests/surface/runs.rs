//! Runs: started, claimed, followed and called off.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::Request;
use earnest_http::{App, House, router, runs_router};
use earnest_service::Memory;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::world::{Answer, World, app, send, text};

/// A world in which the owner is a worker.
pub(crate) struct Shop {
    pub(crate) world: World,
}

impl Shop {
    pub(crate) async fn new() -> Self {
        Self::over(World::new().await).await
    }

    pub(crate) async fn over(world: World) -> Self {
        let agent = world.get(&world.owner, &format!("/agents/{}", world.agent)).await.done(200);
        let path = format!("/admin/users/{}/worker", text(&agent, "/agent/ownerId"));
        world.post(&world.admin, &path, r#"{"worker": true}"#).await.done(200);
        Self { world }
    }

    pub(crate) async fn user(&self, method: &str, path: &str, body: Value) -> Answer {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.world.send(method, &self.world.buyer, &format!("/runs{path}"), &body).await
    }

    pub(crate) async fn start(&self, body: Value) -> Value {
        self.user("POST", "/tasks", body).await.done(201)
    }

    pub(crate) async fn run(&self, prompt: &str) -> String {
        text(&self.start(json!({"prompt": prompt})).await, "/runId")
    }

    pub(crate) async fn show(&self, id: &str) -> Value {
        self.user("GET", &format!("/tasks/{id}"), Value::Null).await.done(200)
    }

    pub(crate) async fn status(&self, id: &str) -> (String, u64) {
        let path = format!("/tasks/{id}/status");
        let status = self.user("GET", &path, Value::Null).await.done(200);
        (text(&status, "/status"), status["progress"].as_u64().unwrap())
    }

    pub(crate) async fn cancel(&self, id: &str) -> Value {
        let answer = self.user("PATCH", &format!("/tasks/{id}"), json!({"action": "cancel"})).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()
    }

    pub(crate) async fn worker(&self, path: &str, body: Value) -> Answer {
        let path = format!("/runs/worker/{path}");
        self.world.post(&self.world.owner, &path, &body.to_string()).await
    }

    /// The id of the run that is claimed; none if there is none.
    pub(crate) async fn claim(&self, body: Value) -> Option<String> {
        let answer = self.worker("claim", body).await;
        match answer.status {
            204 => None,
            _ => Some(text(&answer.done(200), "/runId")),
        }
    }

    pub(crate) async fn complete(&self, id: &str, body: Value) -> Value {
        self.worker(&format!("runs/{id}/complete"), body).await.done(200)
    }

    pub(crate) async fn advance(&self, milliseconds: u64) {
        let body = json!({"advanceMs": milliseconds}).to_string();
        self.world.post(&self.world.admin, "/admin/clock", &body).await.done(200);
    }
}

#[tokio::test]
async fn a_run_is_queued_claimed_and_completed() {
    let shop = Shop::new().await;
    let body = json!({"prompt": "Build it", "selectedAgents": ["codex"], "estimatedMinutes": 10,
        "repository": "https://github.com/a/b", "branch": "main"});
    let made = shop.start(body).await;
    assert_eq!(made["status"], "queued");
    let run = text(&made, "/runId");
    assert_eq!(shop.status(&run).await, ("queued".to_owned(), 0));
    assert_eq!(shop.claim(json!({})).await.as_deref(), Some(&*run));
    shop.advance(30_000).await;
    assert_eq!(shop.status(&run).await, ("running".to_owned(), 5));
    let lease = shop.worker(&format!("runs/{run}/renew"), json!({})).await.done(200);
    assert_eq!(lease["leaseEndsAt"], "2026-01-01T00:01:30.000Z");
    assert_eq!((&lease["leaseMs"], &lease["status"]), (&json!(60_000), &json!("running")));
    let result = json!({"message": "Built.", "createdBranch": "agent/one"});
    let done = shop.complete(&run, result.clone()).await;
    assert_eq!(shop.complete(&run, result).await, done, "the same result again");
    assert_eq!(shop.show(&run).await, done);
    let at = "2026-01-01T00:00:30.000Z";
    assert_eq!((&done["status"], &done["progress"]), (&json!("completed"), &json!(100)));
    assert_eq!((&done["completedAt"], &done["agent"]), (&json!(at), &json!("codex")));
    let github = json!({"repository": "https://github.com/a/b", "branch": "main",
        "createdBranch": "agent/one"});
    assert_eq!(done["github"], github);
    let said = |role: &str, content: &str, at: &str| json!({"role": role, "content": content, "runId": run, "createdAt": at});
    let messages =
        [said("user", "Build it", "2026-01-01T00:00:00.000Z"), said("assistant", "Built.", at)];
    assert_eq!(done["messages"], json!(messages));
}

#[tokio::test]
async fn a_group_has_a_run_for_each_of_two_to_five_agents() {
    let shop = Shop::new().await;
    let ask = async |agents: Value| {
        shop.user("POST", "/tasks", json!({"prompt": "p", "selectedAgents": agents})).await
    };
    for agents in [json!([]), json!(["a"])] {
        assert_eq!(ask(agents).await.done(201)["status"], "queued");
    }
    for (agents, code) in [
        (json!(["a", "b", "c", "d", "e", "f"]), "too_many"),
        (json!(["a", "b", "a"]), "repeated_agent"),
    ] {
        let problem = ask(agents).await.refused(400, "validation_failed");
        assert_eq!(problem["errors"][0]["code"], code);
        assert_eq!(problem["field"], "selectedAgents");
    }
    let made = ask(json!(["e", "d", "c", "b", "a"])).await.done(201);
    let group = text(&made, "/groupId");
    let runs: Vec<_> = (0..5).map(|it| text(&made, &format!("/runs/{it}/runId"))).collect();
    let agents: Vec<_> = (0..5).map(|it| text(&made, &format!("/runs/{it}/agent"))).collect();
    assert_eq!(agents, ["e", "d", "c", "b", "a"]);
    assert_eq!(shop.status(&group).await, ("running".to_owned(), 0));
    let only = |label: &str| json!({"agents": [label]});
    while shop.claim(only("other")).await.is_some() {}
    assert_eq!(shop.claim(only("b")).await.as_ref(), Some(&runs[3]));
    assert_eq!(shop.claim(only("b")).await, None);
    shop.complete(&runs[3], json!({"message": "done"})).await;
    let shown = shop.show(&group).await;
    assert_eq!((&shown["status"], &shown["progress"]), (&json!("running"), &json!(20)));
    assert_eq!(shown["runs"][3]["status"], "completed");
    let cancelled = shop.cancel(&group).await;
    assert_eq!((&cancelled["success"], &cancelled["status"]), (&json!(true), &json!("completed")));
    let statuses: Vec<_> =
        (0..5).map(|it| text(&cancelled, &format!("/runs/{it}/status"))).collect();
    assert_eq!(statuses, ["cancelled", "cancelled", "cancelled", "completed", "cancelled"]);
    assert_eq!(shop.status(&group).await.0, "completed");
    assert_eq!(shop.show(&runs[0]).await["groupId"], *group);
}

#[tokio::test]
async fn cancel_answers_whether_it_was_done() {
    let shop = Shop::new().await;
    let queued = shop.run("one").await;
    for _ in 0..2 {
        let answer = shop.cancel(&queued).await;
        assert_eq!((&answer["success"], &answer["status"]), (&json!(true), &json!("cancelled")));
    }
    let run = shop.run("two").await;
    shop.claim(json!({})).await.unwrap();
    assert_eq!(shop.cancel(&run).await["success"], true, "while it runs");
    let late = shop.worker(&format!("runs/{run}/renew"), json!({"logs": ["x"]})).await;
    assert_eq!(late.refused(409, "wrong_state")["currentStatus"], "cancelled");
    let run = shop.run("three").await;
    shop.claim(json!({})).await.unwrap();
    shop.complete(&run, json!({"message": "done"})).await;
    let answer = shop.cancel(&run).await;
    assert_eq!((&answer["success"], &answer["status"]), (&json!(false), &json!("completed")));
    let own = format!("/runs/tasks/{run}");
    let worker = shop.world.send("PATCH", &shop.world.owner, &own, r#"{"action": "cancel"}"#);
    worker.await.refused(409, "wrong_state");
}

#[tokio::test]
async fn a_run_that_follows_has_the_whole_conversation_and_the_branch() {
    let shop = Shop::new().await;
    let mut run = shop.run("one").await;
    let ask = async |run: &str, prompt: &str| {
        shop.user("POST", &format!("/tasks/{run}/continue"), json!({"prompt": prompt})).await
    };
    let refused = ask(&run, "early").await.refused(409, "wrong_state");
    assert_eq!(refused["currentStatus"], "queued");
    let mut runs = vec![run.clone()];
    for (number, prompt) in ["two", "three"].into_iter().enumerate() {
        shop.claim(json!({})).await.unwrap();
        let result = json!({"message": format!("did {number}"), "createdBranch": "agent/x"});
        shop.complete(&run, result).await;
        let next = ask(&run, prompt).await.done(201);
        assert_eq!(next["status"], "queued");
        run = text(&next, "/runId");
        runs.push(run.clone());
    }
    let shown = shop.show(&run).await;
    let said: Vec<_> = shown["messages"].as_array().unwrap().iter().collect();
    let words: Vec<_> = said.iter().map(|it| text(it, "/content")).collect();
    assert_eq!(words, ["one", "did 0", "two", "did 1", "three"]);
    let of: Vec<_> = said.iter().map(|it| text(it, "/runId")).collect();
    assert_eq!(of, [&*runs[0], &*runs[0], &*runs[1], &*runs[1], &*runs[2]]);
    assert_eq!(shown["continues"], *runs[1]);
    assert_eq!(
        shown["github"],
        json!({"repository": null, "branch": "agent/x", "createdBranch": null})
    );
    shop.cancel(&run).await;
    ask(&run, "four").await.done(201);
    let worker = format!("/runs/tasks/{}/continue", runs[0]);
    let worker = shop.world.post(&shop.world.owner, &worker, r#"{"prompt": "x"}"#).await;
    worker.refused(403, "wrong_role");
}

#[tokio::test]
async fn a_run_that_nobody_keeps_ends() {
    let shop = Shop::new().await;
    let (lost, waiting) = (shop.run("one").await, shop.run("two").await);
    assert_eq!(shop.claim(json!({})).await, Some(lost.clone()));
    shop.advance(60_000).await;
    let shown = shop.show(&lost).await;
    assert_eq!(
        (&shown["status"], &shown["reason"]),
        (&json!("interrupted"), &json!("lease_lapsed"))
    );
    assert_eq!(
        (&shown["progress"], &shown["completedAt"]),
        (&json!(10), &json!("2026-01-01T00:01:00.000Z"))
    );
    let late = shop.worker(&format!("runs/{lost}/complete"), json!({"message": "late"})).await;
    assert_eq!(late.refused(409, "wrong_state")["currentStatus"], "interrupted");
    shop.advance(24 * 3_600_000).await;
    let shown = shop.show(&waiting).await;
    assert_eq!((&shown["status"], &shown["reason"]), (&json!("failed"), &json!("not_claimed")));
    assert_eq!(shop.claim(json!({})).await, None);
}

#[tokio::test]
async fn only_workers_claim_and_only_their_own_run_is_theirs() {
    let shop = Shop::new().await;
    let run = shop.run("one").await;
    let world = &shop.world;
    for key in [&world.buyer, &world.stranger, &world.admin] {
        world.post(key, "/runs/worker/claim", "{}").await.refused(403, "workers_only");
        world.get(key, "/runs/worker/stream").await.refused(403, "workers_only");
    }
    shop.claim(json!({})).await.unwrap();
    for (command, body) in
        [("renew", "{}"), ("complete", r#"{"message": "m"}"#), ("fail", r#"{"reason": "r"}"#)]
    {
        let path = format!("/runs/worker/runs/{run}/{command}");
        world.post(&world.stranger, &path, body).await.refused(404, "not_found");
        world.post(&world.buyer, &path, body).await.refused(403, "wrong_role");
    }
    let given_up = shop.worker(&format!("runs/{run}/fail"), json!({"reason": "no tools"})).await;
    let given_up = given_up.done(200);
    assert_eq!((&given_up["status"], &given_up["reason"]), (&json!("failed"), &json!("given_up")));
    assert_eq!(given_up["error"], "no tools");
    let agent = world.get(&world.owner, &format!("/agents/{}", world.agent)).await.done(200);
    let path = format!("/admin/users/{}/worker", text(&agent, "/agent/ownerId"));
    for _ in 0..2 {
        let taken = world.post(&world.admin, &path, r#"{"worker": false}"#).await.done(200);
        assert_eq!(taken["worker"], false);
    }
    shop.worker("claim", json!({})).await.refused(403, "workers_only");
}

#[tokio::test]
async fn a_claim_is_answered_once_for_its_key() {
    let shop = Shop::new().await;
    let (first, second) = (shop.run("one").await, shop.run("two").await);
    let claim = async |key: &str| {
        let request = Request::post("/runs/api/v1/worker/claim")
            .header("authorization", format!("Bearer {}", shop.world.owner))
            .header("content-type", "application/json")
            .header("idempotency-key", key);
        let request = request.body(Body::from("{}")).unwrap();
        let response = shop.world.router.clone().oneshot(request).await.unwrap();
        let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        text(&serde_json::from_slice(&body).unwrap(), "/runId")
    };
    assert_eq!(
        [claim("a").await, claim("a").await, claim("b").await],
        [&*first, &*first, &*second]
    );
}

#[tokio::test]
async fn terms_that_contradict_each_other_start_no_run() {
    let memory = Arc::new(Memory::new());
    let world = World::over(memory.clone()).await;
    let runs = serde_json::from_value(json!({"lease": 2, "toFinish": 1})).unwrap();
    let house = House { runs, ..House::default() };
    let app = Arc::into_inner(app(memory, "")).unwrap();
    let other = router(Arc::new(App { house, ..app }));
    let body = r#"{"prompt": "p"}"#;
    let answer = send(&other, "POST", &world.buyer, "/runs/api/v1/tasks", body).await;
    let problem = answer.refused(422, "unsound_terms");
    assert_eq!(problem["detail"], "the lease is longer than the whole run");
}

#[tokio::test]
async fn runs_can_be_mounted_by_themselves() {
    let memory = Arc::new(Memory::new());
    let world = World::over(memory.clone()).await;
    let alone = runs_router(app(memory, ""));
    let ask = async |method: &str, path: &str, body: &str| {
        send(&alone, method, &world.buyer, path, body).await
    };
    let made = ask("POST", "/api/v1/tasks", r#"{"prompt": "p"}"#).await.done(201);
    let path = format!("/api/v1/tasks/{}", text(&made, "/runId"));
    assert_eq!(ask("GET", &path, "").await.done(200)["status"], "queued");
    assert_eq!(world.get(&world.buyer, &path.replace("/api/v1", "/runs")).await.status, 200);
    ask("GET", "/api/v1/wallet", "").await.refused(404, "not_found");
    let api = ask("GET", "/openapi.json", "").await.json();
    let tags: Vec<_> = api["tags"].as_array().unwrap().iter().map(|it| text(it, "/name")).collect();
    assert_eq!(tags, ["runs", "worker"]);
    assert!(api["paths"].as_object().unwrap().keys().all(|path| path.starts_with("/api/v1/")));
}
