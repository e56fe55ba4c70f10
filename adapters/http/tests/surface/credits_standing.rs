//! Who may do what with tasks for credits, and how strictly it is read.

use serde_json::{Value, json};

use crate::city::{City, complaint, dispute_of, work};
use crate::document::{all_operations, is_secured};
use crate::world::{Answer, send, text};

/// Who a route is for.
#[derive(Clone, Copy, Debug, PartialEq)]
enum For {
    Owners,
    Agents,
    Both,
    Admins,
}

/// Every operation of credits: its method, its path, whom it is for, and what is sent.
fn routes() -> Vec<(&'static str, &'static str, For, Value)> {
    let sandbox = "sbx_0000000000000000000000000000beef";
    vec![
        (
            "POST",
            "/tasks",
            For::Both,
            json!({"taskType": "code_review", "maxBudget": 1,
            "input": {"description": "d", "repo": "https://a.example/", "code": "c",
                "files": [{"name": "n", "content": "c"}]}}),
        ),
        ("GET", "/tasks", For::Both, Value::Null),
        ("GET", "/tasks/submitted", For::Agents, Value::Null),
        ("GET", "/tasks/{taskId}", For::Both, Value::Null),
        ("POST", "/tasks/{taskId}/sandbox", For::Agents, json!({})),
        ("DELETE", "/tasks/{taskId}/sandbox/{sandboxId}", For::Agents, Value::Null),
        ("POST", "/tasks/{taskId}/executing", For::Agents, json!({"sandboxId": sandbox})),
        ("POST", "/tasks/{taskId}/complete", For::Agents, work()),
        ("POST", "/tasks/{taskId}/fail", For::Agents, json!({"reason": "timeout"})),
        ("POST", "/tasks/{taskId}/feedback", For::Owners, json!({"feedback": "up"})),
        ("POST", "/tasks/{taskId}/dispute", For::Owners, complaint()),
        ("GET", "/tasks/{taskId}/dispute", For::Both, Value::Null),
        ("POST", "/tasks/{taskId}/dispute/withdraw", For::Owners, json!({})),
        ("POST", "/tasks/{taskId}/dispute/concede", For::Both, json!({"message": "m"})),
        ("GET", "/tasks/{taskId}/options", For::Both, Value::Null),
        ("GET", "/tasks/{taskId}/journal", For::Both, Value::Null),
        ("GET", "/tasks/{taskId}/stream", For::Both, Value::Null),
        (
            "POST",
            "/agents",
            For::Owners,
            json!({"name": "An agent", "taskTypes": ["x"], "price": 1}),
        ),
        ("GET", "/agents/{agentId}", For::Both, Value::Null),
        ("POST", "/agents/{agentId}/keys", For::Owners, json!({})),
        ("DELETE", "/agents/{agentId}/keys/{keyId}", For::Owners, Value::Null),
        ("GET", "/admin/disputes", For::Admins, Value::Null),
        ("POST", "/admin/disputes/{disputeId}/review", For::Admins, json!({})),
        (
            "POST",
            "/admin/disputes/{disputeId}/resolve",
            For::Admins,
            json!({"refundPercentage": 50, "notes": "n"}),
        ),
    ]
}

/// A path with ids in it.
fn with(path: &str, ids: &[(&str, &str)]) -> String {
    ids.iter().fold(path.to_owned(), |path, (name, id)| path.replace(name, id))
}

const NOTHING: [(&str, &str); 5] = [
    ("{taskId}", "ctask_00000000000000000000000000000bad"),
    ("{sandboxId}", "sbx_00000000000000000000000000000bad"),
    ("{disputeId}", "cdisp_00000000000000000000000000000bad"),
    ("{agentId}", "ag_00000000000000000000000000000bad"),
    ("{keyId}", "key_00000000000000000000000000000bad"),
];

#[test]
fn every_route_of_credits_is_listed_here() {
    let mut known: Vec<_> = routes().iter().map(|it| (it.0.to_owned(), it.1.to_owned())).collect();
    let all = all_operations().into_iter().filter_map(|(method, path, _)| {
        Some((method, path.strip_prefix("/credits/api/v1")?.to_owned()))
    });
    let mut all: Vec<_> = all.collect();
    known.sort();
    all.sort();
    assert_eq!(known, all);
}

#[tokio::test]
async fn each_kind_of_key_is_refused_where_the_other_is_needed() {
    let city = City::new().await;
    for (method, path, whom, body) in routes() {
        let path = with(path, &NOTHING);
        let ask = async |key: &str| city.ask(method, key, &path, body.clone()).await;
        for nobody in ["", "ag_sk_wrong_key"] {
            ask(nobody).await.refused(401, "unauthenticated");
        }
        match whom {
            For::Owners => drop(ask(&city.agent.key).await.refused(403, "owner_key_only")),
            For::Agents => {
                for key in [&city.world.owner, &city.world.admin] {
                    ask(key).await.refused(403, "agent_key_only");
                }
            }
            For::Admins => {
                ask(&city.world.buyer).await.refused(403, "admin_only");
                ask(&city.agent.key).await.refused(403, "owner_key_only");
            }
            For::Both => {
                for key in [&city.world.owner, &city.agent.key] {
                    assert!(ask(key).await.status != 403, "{method} {path}");
                }
            }
        }
    }
}

/// HTTP-05
#[tokio::test]
async fn an_agents_key_opens_nothing_outside_of_credits() {
    let city = City::new().await;
    let mut asked = 0;
    for (method, path, it) in all_operations() {
        if path.starts_with("/credits") || !is_secured(&it) {
            continue;
        }
        let known = [
            ("{taskId}", "task_00000000000000000000000000000bad"),
            ("{proposalId}", "prop_00000000000000000000000000000bad"),
            ("{disputeId}", "disp_00000000000000000000000000000bad_9"),
            ("{userId}", "usr_00000000000000000000000000000bad"),
            ("{runId}", "run_00000000000000000000000000000bad"),
            ("{id}", "run_00000000000000000000000000000bad"),
        ];
        let path = with(&with(&path, &known), &NOTHING);
        let answer = send(&city.world.router, &method, &city.agent.key, &path, "").await;
        answer.refused(403, "owner_key_only");
        asked += 1;
    }
    assert!(asked > 40, "{asked}");
}

#[tokio::test]
async fn a_stranger_gets_what_a_missing_id_gets() {
    let city = City::new().await;
    let task = city.contested().await;
    let (dispute, sandbox) = (dispute_of(&task), task.replace("ctask_", "sbx_"));
    let own = [("{agentId}", &*city.alien.id), ("{keyId}", &city.agent.key_id)];
    let real = [("{taskId}", &*task), ("{sandboxId}", &sandbox), ("{disputeId}", &dispute)];
    let mut asked = 0;
    for (method, path, whom, body) in routes() {
        if !path.contains('{') || whom == For::Admins || path.ends_with("{agentId}") {
            continue;
        }
        if path.ends_with("/keys") {
            continue;
        }
        let keys: &[&String] = match whom {
            For::Agents => &[&city.alien.key],
            For::Owners => &[&city.world.stranger],
            _ => &[&city.alien.key, &city.world.stranger],
        };
        for key in keys {
            let ask = async |path: String| city.ask(method, key, &path, body.clone()).await;
            let there: Answer = ask(with(&with(path, &real), &own)).await;
            there.refused(404, "not_found");
            let absent = with(&with(path, &own[..1]), &NOTHING);
            let malformed = NOTHING.map(|(name, _)| (name, "nothing"));
            let malformed = with(&with(path, &own[..1]), &malformed);
            for missing in [absent, malformed] {
                assert_eq!(ask(missing.clone()).await, there, "{method} {missing}");
            }
            asked += 1;
        }
    }
    assert_eq!(asked, 21);
    let path = format!("/agents/{}/keys", city.agent.id);
    city.post(&city.world.stranger, &path, json!({})).await.refused(403, "not_your_agent");
}

#[tokio::test]
async fn parties_with_another_role_are_told_so() {
    let city = City::new().await;
    let task = city.contested().await;
    for (method, path, whom, body) in routes() {
        if method != "POST" || !path.contains("{taskId}") {
            continue;
        }
        let path = with(path, &[("{taskId}", &*task)]);
        let keys: &[&String] = match whom {
            // Another agent of the same owner, and the buyer's own.
            For::Agents => &[&city.sibling.key, &city.clerk.key],
            For::Owners => &[&city.world.owner],
            _ => &[&city.sibling.key, &city.clerk.key, &city.world.buyer],
        };
        for key in keys {
            city.post(key, &path, body.clone()).await.refused(403, "wrong_role");
        }
    }
}

#[tokio::test]
async fn owners_and_their_agents_are_shown_what_their_own_key_may_do() {
    let city = City::new().await;
    let actions = async |key: &str, task: &str| -> Vec<String> {
        let answer = city.get(key, &format!("/tasks/{task}/options")).await.done(200);
        answer["options"].as_array().unwrap().iter().map(|it| text(it, "/action")).collect()
    };
    let none: [&str; 0] = [];
    let task = city.begun().await;
    assert_eq!(actions(&city.agent.key, &task).await, ["complete", "fail"]);
    for key in [&city.world.owner, &city.sibling.key, &city.world.buyer, &city.clerk.key] {
        assert_eq!(actions(key, &task).await, none);
    }
    let task = city.contested().await;
    assert_eq!(actions(&city.agent.key, &task).await, ["concede"]);
    assert_eq!(actions(&city.world.owner, &task).await, ["concede"]);
    assert_eq!(actions(&city.world.buyer, &task).await, ["feedback", "withdraw"]);
    assert_eq!(actions(&city.world.admin, &task).await, ["review", "resolve"]);
    let answer = city.get(&city.world.buyer, &format!("/tasks/{task}/options")).await.done(200);
    let moves = &answer["options"][0]["moves"][0];
    let expected = json!({"from": "ESCROW", "to": "BUYER", "amount": 2500, "currency": "CREDIT"});
    assert_eq!(*moves, expected, "in whole cents");
    let journal = city.get(&city.agent.key, &format!("/tasks/{task}/journal")).await.done(200);
    assert_eq!(journal["journal"][0]["kind"], "opened");
}

#[tokio::test]
async fn what_cannot_be_paid_or_never_assigned_is_not_created() {
    let city = City::new().await;
    let buyer = &city.world.buyer;
    let submit = async |key: &str, field: &str, value: Value| {
        let mut errand = city.errand();
        errand[field] = value;
        city.post(key, "/tasks", errand).await
    };
    submit(buyer, "maxBudget", json!(10_001)).await.refused(402, "insufficient_funds");
    submit(buyer, "maxBudget", json!(0)).await.refused(422, "zero_budget");
    submit(buyer, "maxBudget", json!(2499)).await.refused(409, "price_over_budget");
    let own = submit(buyer, "agentId", json!(city.clerk.id)).await;
    assert_eq!(own.refused(422, "unsound_terms")["detail"], "the named agent belongs to the buyer");
    let market = json!(city.world.agent);
    submit(buyer, "agentId", market).await.refused(404, "not_found");
    let mut free = city.errand();
    (free["agentId"], free["maxBudget"]) = (Value::Null, json!(0));
    city.post(buyer, "/tasks", free).await.refused(422, "zero_budget");
    for (field, value) in [
        ("maxBudget", json!(50.5)),
        ("maxBudget", json!("50")),
        ("maxBudget", json!(-1)),
        ("maxBudget", json!(9_007_199_254_740_992_u64)),
        ("taskType", json!(" ")),
        ("input", json!({})),
        ("input", json!({"description": "d", "repo": "file:///etc/passwd"})),
        ("input", json!({"description": "d", "files": [{"name": "n"}]})),
        ("parentTaskId", json!("nothing")),
    ] {
        submit(buyer, field, value).await.refused(400, "validation_failed");
    }
    let page = city.get(buyer, "/tasks").await.done(200);
    assert_eq!((&page["data"], &page["pagination"]["total"]), (&json!([]), &json!(0)));
    assert_eq!(city.wallet(buyer).await, [10_000, 0, 0, 0]);
}

#[tokio::test]
async fn an_agent_submits_on_its_owners_account_and_says_what_a_task_is_part_of() {
    let city = City::new().await;
    let parent = city.hired().await;
    let mut errand = city.errand();
    errand["parentTaskId"] = json!(parent);
    let made = city.post(&city.clerk.key, "/tasks", errand.clone()).await.done(201);
    assert_eq!(made["submittedBy"], *city.clerk.id);
    assert_eq!(made["ownerId"], *city.world.buyer_id);
    assert_eq!(made["parentTaskId"], *parent);
    assert_eq!(city.wallet(&city.world.buyer).await, [0, 10_000, 0, 0]);
    // Sub-hiring: who works on a task may hire for a part of it, by his own means.
    let (mut part, alien) = (errand.clone(), &city.alien.key);
    part["agentId"] = json!(city.clerk.id);
    city.post(&city.agent.key, "/tasks", part.clone()).await.refused(402, "insufficient_funds");
    city.post(alien, "/tasks", part).await.refused(404, "not_found");
    let task = text(&made, "/id");
    assert_eq!(city.get(&city.clerk.key, &format!("/tasks/{task}")).await.done(200)["id"], *task);
}

#[tokio::test]
async fn the_same_submission_again_is_one_task_but_not_another_speakers() {
    use axum::body::{Body, to_bytes};
    use axum::http::Request;
    use tower::ServiceExt;

    let city = City::new().await;
    let submit = async |key: &str| {
        let request = Request::post("/credits/api/v1/tasks")
            .header("authorization", format!("Bearer {key}"))
            .header("content-type", "application/json")
            .header("idempotency-key", "once");
        let request = request.body(Body::from(city.errand().to_string())).unwrap();
        let response = city.world.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), 201);
        let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        text(&serde_json::from_slice(&body).unwrap(), "/id")
    };
    let first = submit(&city.world.buyer).await;
    assert_eq!(submit(&city.world.buyer).await, first);
    assert_ne!(submit(&city.clerk.key).await, first);
}

#[tokio::test]
async fn keys_of_agents_are_given_and_taken_by_their_owner() {
    let city = City::new().await;
    let path = format!("/agents/{}/keys", city.agent.id);
    let more = city.post(&city.world.owner, &path, json!({})).await.done(201);
    let (key, id) = (text(&more, "/apiKey"), text(&more, "/keyId"));
    city.get(&key, "/tasks/submitted").await.done(200);
    let take = async |who: &str, path: String| city.ask("DELETE", who, &path, Value::Null).await;
    let others = format!("/agents/{}/keys/{id}", city.sibling.id);
    take(&city.world.owner, others).await.refused(404, "not_found");
    city.get(&key, "/tasks/submitted").await.done(200);
    take(&city.world.owner, format!("{path}/{id}")).await.done(200);
    city.get(&key, "/tasks/submitted").await.refused(401, "unauthenticated");
    let (admin, first) = (&city.world.admin, &city.agent.key_id);
    let path = format!("/admin/keys/{first}");
    city.world.send("DELETE", admin, &path, "").await.done(200);
    city.get(&city.agent.key, "/tasks/submitted").await.refused(401, "unauthenticated");
}

#[tokio::test]
async fn a_party_to_a_dispute_does_not_decide_it() {
    let city = City::new().await;
    let made =
        city.world.post(&city.world.admin, "/admin/users", r#"{"name": "x", "admin": true}"#);
    let made = made.await.done(201);
    let (key, user) = (text(&made, "/apiKey"), text(&made, "/user/id"));
    let deposit = r#"{"amount": 50, "currency": "CREDIT"}"#;
    let path = format!("/admin/users/{user}/deposits");
    city.world.post(&city.world.admin, &path, deposit).await.done(201);
    let made = city.post(&key, "/tasks", city.errand()).await.done(201);
    let task = text(&made, "/id");
    let sandbox = json!({"sandboxId": task.replace("ctask_", "sbx_")});
    for (path, body) in [("sandbox", json!({})), ("executing", sandbox), ("complete", work())] {
        city.post(&city.agent.key, &format!("/tasks/{task}/{path}"), body).await.done(200);
    }
    city.world.app.service.dispatch_all().await.unwrap();
    city.post(&key, &format!("/tasks/{task}/dispute"), complaint()).await.done(201);
    let path = format!("/admin/disputes/{}/resolve", dispute_of(&task));
    let ruling = json!({"refundPercentage": 100});
    city.post(&key, &path, ruling.clone()).await.refused(403, "interested_arbiter");
    city.post(&city.world.admin, &path, ruling).await.done(200);
}

#[tokio::test]
async fn a_body_that_is_not_as_documented_is_refused() {
    let city = City::new().await;
    for (method, path, whom, good) in routes() {
        if good.is_null() {
            continue;
        }
        let key = match whom {
            For::Agents => &city.agent.key,
            _ => &city.world.admin,
        };
        let path = format!("/credits{}", with(path, &NOTHING));
        let send = async |body: &str| city.world.send(method, key, &path, body).await;
        let mut unknown = good.clone();
        unknown["surprise"] = json!(1);
        let problem = send(&unknown.to_string()).await.refused(400, "validation_failed");
        assert_eq!(problem["errors"][0]["code"], "unknown_field", "{path}: {problem}");
        for wrong in ["[]", "null", "1", "\"text\""] {
            let problem = send(wrong).await.refused(400, "validation_failed");
            assert_eq!(problem["errors"][0]["code"], "wrong_type", "{path} {wrong}: {problem}");
        }
        for malformed in ["{", "nothing", "{} {}"] {
            send(malformed).await.refused(400, "malformed_json");
        }
        for (field, value) in good.as_object().unwrap() {
            let mut without = good.clone();
            without[field] = if value.is_string() { json!(7) } else { json!("x") };
            if field == "refundPercentage" || field == "description" && value.is_null() {
                without[field] = json!([]);
            }
            let problem = send(&without.to_string()).await.refused(400, "validation_failed");
            assert!(text(&problem, "/field").starts_with(field.as_str()), "{path}: {problem}");
        }
    }
}
