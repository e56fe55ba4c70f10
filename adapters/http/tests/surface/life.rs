//! A task's whole life, and every route once.

use std::cell::RefCell;

use serde_json::{Value, json};

use crate::bodies::PROPOSAL;
use crate::document::operations;
use crate::world::{START, World, send, text, whole};

/// A world that remembers which operations were carried out.
struct Tour {
    world: World,
    seen: RefCell<Vec<(String, String)>>,
}

impl Tour {
    async fn ask(&self, method: &str, key: &str, path: &str, body: Value, status: u16) -> Value {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let path = whole(path);
        let answer = send(&self.world.router, method, key, &path, &body).await;
        self.seen.borrow_mut().push((method.to_owned(), path));
        if answer.headers["content-type"] == "text/event-stream" {
            return Value::Null;
        }
        answer.done(status)
    }

    async fn get(&self, key: &str, path: &str) -> Value {
        self.ask("GET", key, path, Value::Null, 200).await
    }

    /// Every operation that no request so far has met.
    fn left(&self) -> Vec<(String, String)> {
        let meets = |template: &str, path: &str| {
            let (template, path) = (template.split('/'), path.split(['/', '?']));
            let (template, path): (Vec<_>, Vec<_>) = (template.collect(), path.collect());
            let same = |(a, b): (&&str, &&str)| a == b || (a.starts_with('{') && b.contains('_'));
            template.iter().zip(&path).all(same) && path.len() >= template.len()
        };
        let seen = self.seen.borrow();
        let all = operations().into_iter().map(|(method, path, _)| (method, path));
        let left = all.filter(|(method, path)| {
            let length = path.split('/').count();
            !seen.iter().any(|(m, p)| {
                m == method
                    && meets(path, p)
                    && p.split(['/', '?']).count() >= length
                    && p.split('?').next().unwrap().split('/').count() == length
            })
        });
        left.collect()
    }
}

#[tokio::test]
async fn a_whole_life_meets_every_route() {
    let tour = Tour { world: World::new().await, seen: RefCell::default() };
    people(&tour).await;
    contested(&tour).await;
    reviewed(&tour).await;
    proposed(&tour).await;
    ran(&tour).await;
    for path in ["/healthz", "/readyz", "/metrics"] {
        assert_eq!(send(&tour.world.router, "GET", "", path, "").await.status, 200);
    }
    let mut left = tour.left();
    left.retain(|(_, path)| path.contains("/api/"));
    assert_eq!(left, []);
}

async fn people(tour: &Tour) {
    let admin = &tour.world.admin;
    let made = tour.ask("POST", admin, "/admin/users", json!({"name": "Nina"}), 201).await;
    let user = format!("/admin/users/{}", text(&made, "/user/id"));
    let second = tour.ask("POST", admin, &format!("{user}/keys"), json!({}), 201).await;
    let key = text(&second, "/apiKey");
    let deposit = json!({"amount": 7.5, "currency": "USDC"});
    tour.ask("POST", admin, &format!("{user}/deposits"), deposit, 201).await;
    tour.ask("POST", admin, &format!("{user}/withdrawals"), json!({"amount": 2.5}), 201).await;
    let wallet = tour.get(admin, &format!("{user}/wallet")).await;
    assert_eq!(wallet["wallet"]["USDC"]["available"].to_string(), "5.0");
    assert_eq!(tour.get(&key, "/wallet").await, wallet);
    let agent: Value = serde_json::from_str(crate::bodies::AGENT).unwrap();
    let agent = agent.to_string().replace("SLUG", "ninas-agent");
    let agent: Value = serde_json::from_str(&agent).unwrap();
    let agent = tour.ask("POST", &key, "/agents/register", agent, 201).await;
    tour.get(&key, &format!("/agents/{}", text(&agent, "/agent/id"))).await;
    let path = format!("/admin/keys/{}", text(&second, "/keyId"));
    tour.ask("DELETE", admin, &path, Value::Null, 200).await;
    tour.world.get(&key, "/wallet").await.refused(401, "unauthenticated");
    let clock = tour.get(admin, "/admin/clock").await;
    assert_eq!(clock["now"], "2026-01-01T00:00:00.000Z");
    let moved = tour.ask("POST", admin, "/admin/clock", json!({"advanceMs": 1000}), 200).await;
    assert_eq!(moved["now"], "2026-01-01T00:00:01.000Z");
    assert_eq!(tour.world.app.now().as_millis(), START + 1000);
}

/// Delivered, contested, answered, argued and decided.
async fn contested(tour: &Tour) {
    let World { buyer, owner, admin, agent, .. } = &tour.world;
    let body = json!({"title": "t", "description": "d", "category": "OTHER", "budget": 10,
        "agentId": agent});
    let created = tour.ask("POST", buyer, "/tasks", body, 201).await;
    assert_eq!(created["task"]["status"], "PENDING");
    let task = text(&created, "/task/id");
    let (own, dashboard) = (format!("/tasks/{task}"), format!("/dashboard/tasks/{task}/dispute"));
    let work = format!("/agents/{agent}/tasks/{task}");
    assert_eq!(tour.get(buyer, &own).await["task"]["status"], "EXECUTING");
    let progress = json!({"progress": 45, "stage": "planning"});
    tour.ask("POST", owner, &format!("{own}/progress"), progress, 200).await;
    tour.ask("POST", owner, &format!("{work}/deliver"), json!({"resultSummary": "s"}), 200).await;
    tour.ask("POST", buyer, &dashboard, json!({"reason": "no"}), 201).await;
    let evidence = json!({"description": "see"});
    tour.ask("POST", buyer, &format!("{dashboard}/evidence"), evidence, 201).await;
    let answer = json!({"action": "reject", "message": "yes"});
    tour.ask("POST", owner, &format!("{work}/dispute"), answer, 200).await;
    let argument = json!({"documents": [], "argument": "a"});
    tour.ask("POST", owner, &format!("{work}/evidence"), argument.clone(), 201).await;
    tour.ask("POST", buyer, &format!("{dashboard}/statement"), argument, 201).await;
    let open = tour.get(admin, "/admin/disputes").await;
    assert_eq!(open["disputes"][0]["sealed"], json!({"buyer": true, "agent": true}));
    let resolve = format!("/admin/disputes/{}/resolve", text(&open, "/disputes/0/id"));
    let ruling = json!({"resolution": "SPLIT", "refundPercentage": 25});
    let resolved = tour.ask("POST", admin, &resolve, ruling, 200).await;
    let outcome = &resolved["task"]["outcome"];
    assert_eq!(outcome["buyerReceives"].to_string(), "2.5");
    assert_eq!(outcome["agentReceives"].to_string(), "7.5");
    tour.get(buyer, &format!("{own}/stream")).await;
    tour.get(buyer, &format!("/dashboard/messages/{task}/stream")).await;
    assert_eq!(tour.get(buyer, "/tasks?status=COMPLETED").await["tasks"][0]["id"], *task);
}

/// Talked about, looked into and approved; a second one is given up, a third is called off.
async fn reviewed(tour: &Tour) {
    let World { buyer, owner, agent, .. } = &tour.world;
    let task = tour.world.hired().await;
    let (own, chat) = (format!("/tasks/{task}"), format!("/dashboard/messages/{task}"));
    let sent = json!({"content": "hello", "attachmentUrl": "https://a.example/1"});
    let sent = tour.ask("POST", buyer, &chat, sent, 201).await;
    let reply = json!({"content": "yes", "attachments": ["https://a.example/2"]});
    let reply = tour.ask("POST", owner, &format!("{own}/messages"), reply, 201).await;
    let expected = json!({
        "id": format!("msg_{}_5", task.strip_prefix("task_").unwrap()), "taskId": task,
        "senderId": agent, "senderRole": "AGENT", "content": "yes",
        "attachmentUrl": "https://a.example/2", "attachments": ["https://a.example/2"],
        "createdAt": "2026-01-01T00:00:01.000Z",
    });
    assert_eq!(reply["message"], expected);
    assert_eq!(sent["message"]["senderId"], *tour.world.buyer_id);
    let read = tour.get(buyer, &chat).await;
    assert_eq!(read["messages"], json!([sent["message"], reply["message"]]));
    assert_eq!(tour.get(owner, &format!("{own}/messages")).await, read);
    tour.ask("POST", owner, &format!("{chat}/typing"), json!({}), 202).await;

    let deliver = format!("/agents/{agent}/tasks/{task}/deliver");
    tour.ask("POST", owner, &deliver, json!({"resultSummary": "s"}), 200).await;
    let options = tour.get(buyer, &format!("{own}/options")).await;
    let money = json!([{"from": "ESCROW", "to": "AGENT", "amount": 50.0, "currency": "USDC"}]);
    let approve = json!({"action": "approve", "rule": "MKT-40",
        "closesAt": "2026-01-04T00:00:01.000Z", "moves": money});
    assert_eq!(options["options"][0], approve);
    let silence = json!([{"rule": "MKT-43", "at": "2026-01-04T00:00:01.000Z",
        "status": "COMPLETED", "moves": money}]);
    assert_eq!(options["ifSilent"], silence);
    let review = format!("{own}/review");
    tour.ask("POST", buyer, &review, json!({"action": "approve", "rating": 5}), 200).await;
    let journal = tour.get(owner, &format!("{own}/journal?limit=3")).await;
    let kinds = |page: &Value| -> Vec<String> {
        page["journal"].as_array().unwrap().iter().map(|it| text(it, "/kind")).collect()
    };
    assert_eq!(kinds(&journal), ["opened", "record", "record"]);
    let rest = format!("{own}/journal?cursor={}", text(&journal, "/nextCursor"));
    let rest = tour.get(owner, &rest).await;
    assert_eq!(kinds(&rest), ["message", "message", "record", "record"]);
    assert_eq!(rest["journal"][0]["document"]["content"], "hello");
    assert_eq!(
        (&rest["journal"][3]["body"]["rule"], &rest["nextCursor"]),
        (&json!("MKT-40"), &Value::Null)
    );

    let task = tour.world.hired().await;
    let fail = format!("/agents/{agent}/tasks/{task}/fail");
    tour.ask("POST", owner, &fail, json!({"reason": "r"}), 200).await;
    let task = tour.world.hired().await;
    tour.ask("PATCH", buyer, &format!("/tasks/{task}"), json!({"action": "cancel"}), 200).await;
}

async fn proposed(tour: &Tour) {
    let World { buyer, owner, stranger, agent, strange_agent, .. } = &tour.world;
    let job = tour.world.job().await;
    assert_eq!(tour.get(owner, "/jobs").await["tasks"][0]["id"], *job);
    let propose = async |key: &str, agent: &str| {
        let body: Value = serde_json::from_str(&PROPOSAL.replace("{taskId}", &job)).unwrap();
        let made = tour.ask("POST", key, &format!("/agents/{agent}/propose"), body, 201).await;
        text(&made, "/proposal/id")
    };
    let (good, other) = (propose(owner, agent).await, propose(stranger, strange_agent).await);
    let path = format!("/tasks/{job}/proposals");
    assert_eq!(tour.get(buyer, &path).await["proposals"].as_array().unwrap().len(), 2);
    let back = format!("/agents/{strange_agent}/proposals/{other}");
    tour.ask("POST", stranger, &back, json!({"action": "withdraw"}), 200).await;
    let accept = format!("{path}/{good}");
    let hired = tour.ask("POST", buyer, &accept, json!({"action": "accept"}), 200).await;
    assert_eq!(hired["task"]["status"], "EXECUTING");
    assert_eq!(hired["task"]["held"].to_string(), "40.0");
}

/// Claimed, logged and completed; another is followed up and called off, a third is given up.
async fn ran(tour: &Tour) {
    let World { buyer, owner, admin, agent, .. } = &tour.world;
    let user = text(&tour.get(owner, &format!("/agents/{agent}")).await, "/agent/ownerId");
    let right = format!("/admin/users/{user}/worker");
    tour.ask("POST", admin, &right, json!({"worker": true}), 200).await;
    let start = async |prompt: &str| {
        let made = tour.ask("POST", buyer, "/runs/tasks", json!({"prompt": prompt}), 201).await;
        text(&made, "/runId")
    };
    let run = start("Build it").await;
    let own = format!("/runs/tasks/{run}");
    tour.get(owner, "/runs/worker/stream").await;
    let claimed = tour.ask("POST", owner, "/runs/worker/claim", json!({}), 200).await;
    assert_eq!(claimed["runId"], *run);
    let work = format!("/runs/worker/runs/{run}");
    tour.ask("POST", owner, &format!("{work}/renew"), json!({"logs": ["a line"]}), 200).await;
    let result = json!({"message": "done", "createdBranch": "agent/one"});
    tour.ask("POST", owner, &format!("{work}/complete"), result, 200).await;
    assert_eq!(tour.get(buyer, &format!("{own}/status")).await["status"], "completed");
    assert_eq!(tour.get(buyer, &own).await["github"]["createdBranch"], "agent/one");
    tour.get(buyer, &format!("{own}/logs/stream")).await;
    assert_eq!(tour.get(buyer, &format!("{own}/options")).await["options"], json!([]));
    let journal = tour.get(buyer, &format!("{own}/journal")).await;
    assert_eq!(journal["journal"][3]["body"]["rule"], "RUN-21");
    let more = json!({"prompt": "And then?"});
    let next = tour.ask("POST", buyer, &format!("{own}/continue"), more, 201).await;
    let next = format!("/runs/tasks/{}", text(&next, "/runId"));
    tour.ask("PATCH", buyer, &next, json!({"action": "cancel"}), 200).await;
    let run = start("Build another").await;
    tour.ask("POST", owner, "/runs/worker/claim", json!({}), 200).await;
    let fail = format!("/runs/worker/runs/{run}/fail");
    tour.ask("POST", owner, &fail, json!({"reason": "cannot"}), 200).await;
}
