//! Whole lives of tasks for credits, and the money at each step.

use earnest_http::{Limit, credits_router, ids};
use earnest_service::Memory;
use serde_json::{Value, json};
use std::sync::Arc;

use crate::city::{BUDGET, City, PRICE, complaint, dispute_of, work};
use crate::document::all_operations;
use crate::reader::Reader;
use crate::world::{World, app, send, text};

#[tokio::test]
async fn a_hired_agent_is_paid_its_price_when_the_refund_window_closes() {
    let city = City::new().await;
    let made = city.post(&city.world.buyer, "/tasks", city.errand()).await.done(201);
    assert_eq!((&made["status"], &made["maxBudget"]), (&json!("submitted"), &json!(BUDGET)));
    let task = text(&made, "/id");
    let waiting = city.get(&city.agent.key, "/tasks/submitted").await.done(200);
    assert_eq!(waiting["data"][0]["id"], *task);
    assert_eq!(waiting["data"][0]["price"], PRICE);
    assert_eq!(city.wallet(&city.world.buyer).await, [5000, BUDGET, 0, 0]);
    assert_eq!(city.wallet(&city.world.owner).await, [0, 0, PRICE, 0]);

    let sandbox = format!("/tasks/{task}/sandbox");
    let sandbox = city.post(&city.agent.key, &sandbox, json!({})).await.done(200);
    let begin = json!({"sandboxId": sandbox["sandboxId"]});
    let begun = format!("/tasks/{task}/executing");
    let begun = city.post(&city.agent.key, &begun, begin).await.done(200);
    assert_eq!(begun["status"], "executing");
    assert_eq!(begun["sandboxId"], sandbox["sandboxId"]);
    let waiting = city.get(&city.agent.key, "/tasks/submitted").await.done(200);
    assert_eq!(waiting["data"], json!([]));

    let path = format!("/tasks/{task}/complete");
    let checked = city.post(&city.agent.key, &path, work()).await.done(200);
    assert_eq!(checked["status"], "quality_check");
    assert!(checked["output"].is_null() && checked["qualityScore"].is_null());
    city.world.app.service.dispatch_all().await.unwrap();
    let done = city.task(&task).await;
    assert_eq!(done["status"], "completed");
    assert_eq!(done["output"], work()["output"]);
    assert_eq!(done["qualityScore"], 84, "50, 10 for two parts, 24 for the time");
    assert_eq!(done["creditsCharged"], PRICE);
    assert_eq!(done["executionTimeMs"], 3200);
    assert_eq!(done["refundBy"], "2026-01-01T00:10:00.000Z");
    assert_eq!(done["disputeBy"], "2026-01-15T00:00:00.000Z");
    assert_eq!(city.wallet(&city.world.buyer).await, [7500, PRICE, 0, 0]);
    assert_eq!(city.wallet(&city.world.owner).await, [0, 0, PRICE, 0]);

    city.advance(600_000).await;
    assert_eq!(city.wallet(&city.world.buyer).await, [7500, 0, 0, 0]);
    assert_eq!(city.wallet(&city.world.owner).await, [PRICE, 0, 0, 0]);
    assert_eq!(city.task(&task).await["status"], "completed");
}

#[tokio::test]
async fn routing_finds_the_best_agent_or_waits_for_one() {
    let city = City::new().await;
    let mut errand = city.errand();
    errand["agentId"] = Value::Null;
    errand["taskType"] = json!("Code_Review");
    errand["maxBudget"] = json!(PRICE);
    let made = city.post(&city.world.buyer, "/tasks", errand.clone()).await.done(201);
    assert_eq!(made["agentId"], Value::Null);
    let found = city.task(&text(&made, "/id")).await;
    assert_eq!((&found["status"], &found["agentId"]), (&json!("submitted"), &json!(city.agent.id)));

    errand["taskType"] = json!("juggling");
    let made = city.post(&city.world.buyer, "/tasks", errand.clone()).await.done(201);
    let task = text(&made, "/id");
    assert_eq!(city.task(&task).await["status"], "routing");
    let body = json!({"name": "Juggler", "taskTypes": ["juggling"], "price": 0});
    let juggler = city.post(&city.world.owner, "/agents", body).await.done(201);
    city.world.app.service.dispatch_all().await.unwrap();
    let found = city.task(&task).await;
    assert_eq!((&found["agentId"], &found["price"]), (&juggler["agent"]["id"], &json!(0)));

    // Now he is at work, and a minute is all that routing has.
    let made = city.post(&city.world.buyer, "/tasks", errand).await.done(201);
    let task = text(&made, "/id");
    city.advance(60_000).await;
    let failed = city.task(&task).await;
    assert_eq!(failed["status"], "failed");
    assert_eq!(failed["failureReason"], "no_agent_found");
    assert_eq!(failed["creditsCharged"], 0);
}

#[tokio::test]
async fn a_named_agent_that_is_busy_is_waited_for() {
    let city = City::new().await;
    let body = json!({"name": "Solo", "taskTypes": ["code_review"], "price": 10});
    let solo = city.post(&city.world.owner, "/agents", body).await.done(201);
    let mut errand = city.errand();
    (errand["agentId"], errand["maxBudget"]) = (solo["agent"]["id"].clone(), json!(10));
    let submit = async || {
        let made = city.post(&city.world.buyer, "/tasks", errand.clone()).await.done(201);
        text(&made, "/id")
    };
    let (first, second) = (submit().await, submit().await);
    assert!(city.task(&second).await["price"].is_null(), "it waits");
    let fail = json!({"reason": "execution_error", "errorMessage": "no access"});
    let path = format!("/tasks/{first}/fail");
    let failed = city.post(&text(&solo, "/apiKey"), &path, fail).await.done(200);
    assert_eq!(failed["failureReason"], "execution_error");
    assert_eq!(failed["errorMessage"], "no access");
    city.world.app.service.dispatch_all().await.unwrap();
    assert_eq!(city.task(&second).await["price"], 10);
}

#[tokio::test]
async fn a_down_vote_refunds_before_the_window_closes_and_not_after() {
    let city = City::new().await;
    let (early, late) = (city.completed().await, city.completed().await);
    city.advance(599_999).await;
    assert_eq!(city.vote(&early, "up").await.done(200)["refunded"], false);
    for _ in 0..2 {
        assert_eq!(city.vote(&early, "down").await.done(200)["refunded"], true, "again the same");
    }
    let refunded = city.task(&early).await;
    assert_eq!((&refunded["status"], &refunded["feedback"]), (&json!("refunded"), &json!("down")));
    assert_eq!(refunded["creditsCharged"], 0);
    city.vote(&early, "up").await.refused(409, "wrong_state");
    city.advance(1).await;
    assert_eq!(city.vote(&late, "down").await.done(200)["refunded"], false);
    let paid = city.task(&late).await;
    assert_eq!((&paid["status"], &paid["feedback"]), (&json!("completed"), &json!("down")));
    city.vote(&late, "up").await.refused(409, "vote_stands");
    assert_eq!(city.wallet(&city.world.owner).await, [PRICE, 0, 0, 0]);
    let agent = city.get(&city.world.buyer, &format!("/agents/{}", city.agent.id)).await.done(200);
    let counted = ["completed", "failed", "up", "down", "load"].map(|it| &agent["agent"][it]);
    assert_eq!(counted, [1, 1, 0, 2, 0]);
}

#[tokio::test]
async fn a_vote_after_the_end_is_a_note_and_is_counted_once() {
    let city = City::new().await;
    let task = city.completed().await;
    city.advance(14 * 24 * 60 * 60 * 1000).await;
    for (vote, refused) in [("up", false), ("up", false), ("down", false), ("up", true)] {
        let answer = city.vote(&task, vote).await;
        if refused {
            answer.refused(409, "vote_stands");
        } else {
            assert_eq!(answer.done(200)["refunded"], false);
        }
    }
    assert_eq!(city.task(&task).await["feedback"], "down");
    let agent = city.get(&city.world.buyer, &format!("/agents/{}", city.agent.id)).await.done(200);
    assert_eq!((&agent["agent"]["up"], &agent["agent"]["down"]), (&json!(0), &json!(1)));
    let other = json!({"feedback": "up"});
    let path = format!("/tasks/{task}/feedback");
    city.post(&city.world.owner, &path, other.clone()).await.refused(403, "wrong_role");
    city.post(&city.world.stranger, &path, other).await.refused(404, "not_found");
}

#[tokio::test]
async fn a_refund_after_the_payment_leaves_the_agents_owner_owing() {
    let city = City::new().await;
    let task = city.settled().await;
    let agent = city.get(&city.world.owner, &format!("/agents/{}", city.agent.id)).await.done(200);
    let withdraw = format!("/admin/users/{}/withdrawals", text(&agent, "/agent/ownerId"));
    let all = r#"{"amount": 25.00, "currency": "CREDIT"}"#;
    city.world.post(&city.world.admin, &withdraw, all).await.done(201);
    let filed = format!("/tasks/{task}/dispute");
    let filed = city.post(&city.world.buyer, &filed, complaint()).await.done(201);
    assert_eq!((&filed["status"], &filed["taskId"]), (&json!("filed"), &json!(task)));
    let admin = &city.world.admin;
    let path = format!("/admin/disputes/{}", text(&filed, "/id"));
    let open = city.get(admin, "/admin/disputes").await.done(200);
    assert_eq!(open["disputes"][0]["id"], filed["id"]);
    let taken = city.post(admin, &format!("{path}/review"), Value::Null).await.done(200);
    assert_eq!(taken["status"], "under_review");
    city.post(admin, &format!("{path}/review"), json!({})).await.refused(409, "under_review");
    let ruling = json!({"refundPercentage": 100, "notes": "As described"});
    let ruled = city.post(admin, &format!("{path}/resolve"), ruling.clone()).await.done(200);
    assert_eq!(ruled["status"], "resolved");
    assert_eq!((&ruled["resolution"], &ruled["notes"]), (&json!("ruled"), &json!("As described")));
    assert_eq!(ruled["refundPercentage"], 100);
    city.post(admin, &format!("{path}/resolve"), ruling).await.refused(409, "wrong_state");
    assert_eq!(city.task(&task).await["status"], "refunded");
    assert_eq!(city.wallet(&city.world.buyer).await, [10_000, 0, 0, 0]);
    assert_eq!(city.wallet(&city.world.owner).await, [0, 0, 0, PRICE]);
}

#[tokio::test]
async fn disputes_are_withdrawn_conceded_denied_and_shared() {
    let city = City::new().await;
    let own = |task: &str, what: &str| format!("/tasks/{task}/dispute{what}");
    let withdrawn = city.contested().await;
    let path = own(&withdrawn, "/withdraw");
    let answer = city.post(&city.world.buyer, &path, Value::Null).await.done(200);
    assert_eq!(
        (&answer["status"], &answer["resolution"]),
        (&json!("resolved"), &json!("withdrawn"))
    );
    for key in [&city.agent.key, &city.world.owner] {
        let path = own(&city.contested().await, "/concede");
        let answer = city.post(key, &path, json!({"message": "true"})).await.done(200);
        assert_eq!(answer["resolution"], "conceded");
    }
    let voted = city.contested().await;
    city.vote(&voted, "up").await.refused(409, "up_while_contested");
    assert_eq!(city.vote(&voted, "down").await.done(200)["refunded"], true);
    assert_eq!(city.task(&voted).await["dispute"]["resolution"], "voted");
    let shared = city.contested().await;
    let path = format!("/admin/disputes/{}/resolve", dispute_of(&shared));
    let ruling = json!({"refundPercentage": "33.33"});
    city.post(&city.world.admin, &path, ruling).await.done(200);
    assert_eq!(city.task(&shared).await["creditsCharged"], PRICE - 833);
    let denied = city.contested().await;
    city.advance(14 * 24 * 60 * 60 * 1000).await;
    let answer = city.get(&city.agent.key, &own(&denied, "")).await.done(200);
    assert_eq!(answer["resolution"], "denied");
    city.post(&city.world.buyer, &own(&denied, ""), complaint()).await.refused(409, "wrong_state");
}

#[tokio::test]
async fn blank_work_fails_whatever_the_agent_thinks_of_it() {
    let city = City::new().await;
    let task = city.begun().await;
    let path = format!("/tasks/{task}/complete");
    let blank = json!({"output": {"a": " "}, "executionTimeMs": 1, "qualityScore": 100});
    city.post(&city.agent.key, &path, blank).await.done(200);
    city.world.app.service.dispatch_all().await.unwrap();
    let failed = city.task(&task).await;
    let reason = (&failed["status"], &failed["failureReason"]);
    assert_eq!(reason, (&json!("failed"), &json!("quality_gate")));
    assert_eq!((&failed["qualityScore"], &failed["output"]), (&json!(0), &Value::Null));
    assert_eq!(city.wallet(&city.world.buyer).await, [10_000, 0, 0, 0]);
}

#[tokio::test]
async fn a_stream_shows_each_status_and_the_work() {
    let city = City::new().await;
    let task = city.completed().await;
    let (router, path) = (&city.world.router, format!("/credits/tasks/{task}/stream"));
    let mut stream = Reader::open(router, &city.agent.key, &path, None).await;
    let seen = stream.take(5).await;
    let told =
        |it: &crate::reader::Event| (it.data["previousStatus"].clone(), it.data["status"].clone());
    let statuses: Vec<_> = seen.iter().filter(|it| it.name == "status").map(told).collect();
    let words = ["submitted", "executing", "quality_check", "completed"].map(|it| json!(it));
    assert_eq!(statuses.iter().map(|it| it.1.clone()).collect::<Vec<_>>(), words);
    assert_eq!(statuses.iter().skip(1).map(|it| it.0.clone()).collect::<Vec<_>>(), words[..3]);
    let last = &seen[4];
    assert_eq!(last.name, "complete");
    assert_eq!(last.data["output"], work()["output"]);
    assert_eq!(
        (&last.data["qualityScore"], &last.data["creditsCharged"]),
        (&json!(84), &json!(PRICE))
    );
    let after = seen[2].id.as_deref();
    let mut resumed = Reader::open(router, &city.world.buyer, &path, after).await;
    assert_eq!(resumed.take(2).await, seen[3..]);
    city.vote(&task, "down").await.done(200);
    assert_eq!(stream.next().await.unwrap().data["status"], "refunded");
    assert!(stream.ends().await, "nothing follows a refund");
    let query = format!("{path}?token={}", city.world.owner);
    assert_eq!(city.world.get("", &query).await.status, 200);
}

#[tokio::test]
async fn a_failure_says_why_and_ends_the_stream() {
    let city = City::new().await;
    let task = city.begun().await;
    let fail = json!({"reason": "budget_exceeded", "errorMessage": "too dear"});
    city.post(&city.agent.key, &format!("/tasks/{task}/fail"), fail).await.done(200);
    let (router, path) = (&city.world.router, format!("/credits/tasks/{task}/stream"));
    let mut stream = Reader::open(router, &city.world.buyer, &path, None).await;
    let failed = stream.take(3).await.pop().unwrap();
    assert_eq!((&*failed.name, &failed.data["status"]), ("status", &json!("failed")));
    assert_eq!(failed.data["reason"], "budget_exceeded");
    assert_eq!(failed.data["errorMessage"], "too dear");
    assert!(stream.ends().await);
    let seen = Reader::ask(router, &city.world.buyer, &path, failed.id.as_deref()).await.0;
    assert_eq!(seen, 204, "so that it is not asked for again");
}

#[tokio::test]
async fn sandboxes_are_torn_down_by_their_agent_or_when_nobody_works_any_more() {
    let city = City::new().await;
    let (first, second) = (city.begun().await, city.begun().await);
    let id = |task: &str| ids::SandboxId(task.parse::<ids::CreditTaskId>().unwrap().0).to_string();
    let path = |task: &str, of: &str| format!("/tasks/{task}/sandbox/{}", id(of));
    let destroy =
        async |path: String| city.ask("DELETE", &city.agent.key, &path, Value::Null).await;
    assert_eq!(destroy(path(&first, &second)).await.done(200)["destroyed"], false);
    assert_eq!(destroy(path(&first, &first)).await.done(200)["destroyed"], true);
    assert_eq!(destroy(path(&first, &first)).await.done(200)["destroyed"], false);
    assert_eq!(city.world.app.clear_sandboxes().await, 0, "the second is at work");
    let fail = json!({"reason": "timeout"});
    city.post(&city.agent.key, &format!("/tasks/{second}/fail"), fail).await.done(200);
    assert_eq!(city.world.app.clear_sandboxes().await, 1);
    assert_eq!(destroy(path(&second, &second)).await.done(200)["destroyed"], false);
    let provision = format!("/tasks/{second}/sandbox");
    city.post(&city.agent.key, &provision, json!({})).await.refused(409, "wrong_state");

    let third = city.hired().await;
    let begin = format!("/tasks/{third}/executing");
    for sandbox in [id(&third), id(&second)] {
        let body = json!({"sandboxId": sandbox});
        city.post(&city.agent.key, &begin, body).await.refused(409, "no_sandbox");
    }
    let made_up = json!({"sandboxId": "../../etc"});
    city.post(&city.agent.key, &begin, made_up).await.refused(400, "validation_failed");
}

#[tokio::test]
async fn pages_have_numbers_totals_and_cursors() {
    let city = City::new().await;
    let mut errand = city.errand();
    errand["maxBudget"] = json!(PRICE);
    let mut made = Vec::new();
    for _ in 0..4 {
        let task = city.post(&city.world.buyer, "/tasks", errand.clone()).await.done(201);
        made.push(text(&task, "/id"));
    }
    made.reverse();
    let fail = json!({"reason": "timeout"});
    city.post(&city.agent.key, &format!("/tasks/{}/fail", made[1]), fail).await.done(200);
    let list = async |query: &str| city.get(&city.world.buyer, &format!("/tasks{query}")).await;
    let ids = |page: &Value| -> Vec<String> {
        page["data"].as_array().unwrap().iter().map(|it| text(it, "/id")).collect()
    };
    let first = list("?page=1&pageSize=3").await.done(200);
    assert_eq!(ids(&first), made[..3]);
    let expected = json!({"page": 1, "pageSize": 3, "total": 4, "totalPages": 2});
    assert_eq!(first["pagination"], expected);
    let second = list("?page=2&pageSize=3").await.done(200);
    assert_eq!((ids(&second), &second["nextCursor"]), (made[3..].to_vec(), &Value::Null));
    let cursor = text(&first, "/nextCursor");
    let followed = list(&format!("?pageSize=3&cursor={cursor}")).await.done(200);
    assert_eq!(ids(&followed), made[3..]);
    assert_eq!(followed["pagination"]["page"], Value::Null);
    assert_eq!(ids(&list("?page=3&pageSize=3").await.done(200)), [] as [&str; 0]);
    let failed = list("?status=failed").await.done(200);
    assert_eq!((ids(&failed), &failed["pagination"]["total"]), (vec![made[1].clone()], &json!(1)));
    let works = format!("/tasks?agentId={}", city.agent.id);
    for key in [&city.agent.key, &city.world.owner] {
        let works = city.get(key, &works).await.done(200);
        assert_eq!((ids(&works), &works["pagination"]["total"]), (made.clone(), &json!(4)));
    }
    for key in [&city.sibling.key, &city.world.buyer] {
        city.get(key, &works).await.refused(403, "not_your_agent");
    }
    assert_eq!(ids(&city.get(&city.clerk.key, "/tasks").await.done(200)), made, "its owner's");
    assert_eq!(Limit::default().number(), 20);
    for (query, code) in [
        ("page=0", "too_small"),
        ("page=x", "not_a_number"),
        ("page=01", "too_large"),
        ("page=10001", "too_large"),
        ("page=501&pageSize=20", "too_large"),
        ("pageSize=101", "too_large"),
        ("status=COMPLETED", "not_one_of"),
        ("agentId=x", "malformed"),
        ("surprise=1", "unknown_field"),
    ] {
        let problem = list(&format!("?{query}")).await.refused(400, "validation_failed");
        assert_eq!(problem["errors"][0]["code"], code, "{query}");
    }
    let both = list(&format!("?page=1&cursor={cursor}")).await.refused(400, "validation_failed");
    assert_eq!(both["errors"][0]["code"], "not_allowed_here");
}

#[tokio::test]
async fn credits_can_be_mounted_by_themselves() {
    let memory = Arc::new(Memory::new());
    let city = City::over(World::over(memory.clone()).await).await;
    let alone = credits_router(app(memory, ""));
    let ask = async |method: &str, path: &str, body: Value| {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        send(&alone, method, &city.world.buyer, path, &body).await
    };
    let made = ask("POST", "/api/v1/tasks", city.errand()).await.done(201);
    let path = format!("/api/v1/tasks/{}", text(&made, "/id"));
    assert_eq!(ask("GET", &path, Value::Null).await.done(200)["status"], "submitted");
    ask("GET", "/api/v1/wallet", Value::Null).await.refused(404, "not_found");
    let api = ask("GET", "/openapi.json", Value::Null).await.json();
    let tags: Vec<_> = api["tags"].as_array().unwrap().iter().map(|it| text(it, "/name")).collect();
    assert_eq!(tags, ["credits", "credits_work", "credits_agents", "admin"]);
    let known = all_operations().into_iter().filter(|(_, path, _)| path.starts_with("/credits/"));
    let paths: std::collections::BTreeSet<_> = known.map(|(_, path, _)| path).collect();
    assert_eq!(api["paths"].as_object().unwrap().len(), paths.len());
}
