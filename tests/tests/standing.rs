//! Who may do what, and when: keys, strangers, roles and states.

use earnest_tests::cast::{Cast, register};
use earnest_tests::client::{Answer, Client, Request};
use earnest_tests::json::Json;
use earnest_tests::snapshot::Snapshot;
use serde_json::json;

/// HTTP-04
#[test]
fn a_missing_or_unknown_key_is_unauthenticated() {
    let cast = Cast::assemble();
    let task = cast.hire("10.00");
    let open = cast.server.client();
    for client in [open.clone(), open.with_key("g0_sk_wrong"), open.with_key(&cast.buyer.id)] {
        client.get("/wallet").refused(401, "unauthenticated");
        client.get(&format!("/tasks/{task}")).refused(401, "unauthenticated");
        client.post("/tasks", "{").refused(401, "unauthenticated");
        client.post("/admin/users", json!({"name": "x"})).refused(401, "unauthenticated");
    }
    cast.buyer.client.post("/admin/users", json!({"name": "x"})).refused(403, "admin_only");
    cast.buyer.client.post("/admin/clock", json!({"advanceMs": 1})).refused(403, "admin_only");
    let path = format!("/admin/users/{}/keys", cast.buyer.id);
    let fresh = cast.admin.post(&path, "{}").done(201);
    let second = open.with_key(fresh.text("apiKey"));
    second.get(&format!("/tasks/{task}")).done(200);
    let key = format!("/api/v1/admin/keys/{}", fresh.text("keyId"));
    cast.admin.must(&Request::new("DELETE", &key)).done(200);
    second.get(&format!("/tasks/{task}")).refused(401, "unauthenticated");
}

/// HTTP-11
#[test]
fn a_stranger_gets_what_a_missing_id_gets_to_the_byte() {
    let cast = Cast::assemble();
    let (task, dispute) = cast.disputed("10.00");
    let before = Snapshot::of(&cast, &[&task]);
    let stranger = cast.newcomer("Stan Stranger");
    let agent = register(&stranger, "strange-agent", 1);
    let missing = missing_like(&task);
    let routes = [
        ("GET", "/tasks/{task}", ""),
        ("GET", "/tasks/{task}/options", ""),
        ("GET", "/tasks/{task}/journal", ""),
        ("GET", "/tasks/{task}/stream", ""),
        ("GET", "/tasks/{task}/messages", ""),
        ("GET", "/tasks/{task}/proposals", ""),
        ("GET", "/dashboard/messages/{task}", ""),
        ("GET", "/dashboard/messages/{task}/stream", ""),
        ("PATCH", "/tasks/{task}", r#"{"action": "cancel"}"#),
        ("POST", "/tasks/{task}/progress", r#"{"progress": 1}"#),
        ("POST", "/tasks/{task}/review", r#"{"action": "approve"}"#),
        ("POST", "/tasks/{task}/messages", r#"{"content": "hello"}"#),
        ("POST", "/dashboard/messages/{task}", r#"{"content": "hello"}"#),
        ("POST", "/dashboard/messages/{task}/typing", "{}"),
        ("POST", "/dashboard/tasks/{task}/dispute", r#"{"reason": "r"}"#),
        ("POST", "/dashboard/tasks/{task}/dispute/evidence", r#"{"description": "d"}"#),
        (
            "POST",
            "/dashboard/tasks/{task}/dispute/statement",
            r#"{"documents": [], "argument": "a"}"#,
        ),
        ("POST", "/agents/{agent}/tasks/{task}/deliver", r#"{"resultSummary": "s"}"#),
        ("POST", "/agents/{agent}/tasks/{task}/fail", r#"{"reason": "r"}"#),
        ("POST", "/agents/{agent}/tasks/{task}/dispute", r#"{"action": "concede"}"#),
        ("POST", "/agents/{agent}/tasks/{task}/evidence", r#"{"documents": [], "argument": "a"}"#),
    ];
    for (method, path, body) in routes {
        let path = path.replace("{agent}", &agent);
        let real = ask(&stranger.client, method, &path.replace("{task}", &task), body);
        real.refused(404, "not_found");
        for other in [missing.as_str(), "task_nothing", "1"] {
            let absent = ask(&stranger.client, method, &path.replace("{task}", other), body);
            assert_eq!(bytes(&real), bytes(&absent), "{method} {path}");
        }
    }
    cast.rule(&missing_like(&dispute), r#"{"resolution": "SPLIT", "refundPercentage": 50}"#)
        .refused(404, "not_found");
    assert_eq!(Snapshot::of(&cast, &[&task]), before);
}

#[test]
fn the_other_party_may_not_do_what_is_not_his() {
    let cast = Cast::assemble();
    let running = cast.hire("10.00");
    let delivered = cast.delivered("10.00");
    let (disputed, dispute) = cast.arbitrated("10.00");
    let all = [running.as_str(), &delivered, &disputed];
    let before = Snapshot::of(&cast, &all);
    let (buyer, owner) = (&cast.buyer.client, &cast.owner.client);
    let progress = format!("/tasks/{running}/progress");
    wrong_role(&buyer.post(&progress, json!({"progress": 1})), "EXECUTING");
    let cancel = owner.patch(&format!("/tasks/{running}"), json!({"action": "cancel"}));
    wrong_role(&cancel, "EXECUTING");
    for action in ["approve", "request_revision"] {
        let review = owner.post(&format!("/tasks/{delivered}/review"), json!({"action": action}));
        wrong_role(&review, "DELIVERED");
    }
    let path = format!("/dashboard/tasks/{delivered}/dispute");
    wrong_role(&owner.post(&path, json!({"reason": "r"})), "DELIVERED");
    let rule = format!("/admin/disputes/{dispute}/resolve");
    let ruling = json!({"resolution": "RELEASE_TO_AGENT"});
    for person in [&cast.buyer, &cast.owner] {
        person.client.post(&rule, &ruling).refused(403, "admin_only");
    }
    let path = format!("/agents/{}/tasks/{running}/deliver", cast.agent);
    let deliver = buyer.post(&path, json!({"resultSummary": "s"}));
    assert_eq!(deliver.status, 403, "{}", deliver.body);
    assert_eq!(Snapshot::of(&cast, &all), before);
}

/// HTTP-03
#[test]
fn the_wrong_state_names_the_current_one_and_what_is_allowed() {
    let cast = Cast::assemble();
    let running = cast.hire("10.00");
    let done = cast.delivered("10.00");
    let _: Json = cast.review(&done, "approve");
    let before = Snapshot::of(&cast, &[&running, &done]);
    let review =
        cast.buyer.client.post(&format!("/tasks/{running}/review"), json!({"action": "approve"}));
    let problem = review.refused(409, "wrong_state");
    assert_eq!(problem.text("currentStatus"), "EXECUTING");
    assert_eq!(problem.at("allowed").to_string(), r#"["cancel"]"#);
    let deliver = format!("/agents/{}/tasks/{done}/deliver", cast.agent);
    let problem = cast.owner.client.post(&deliver, json!({"resultSummary": "s"}));
    let problem = problem.refused(409, "wrong_state");
    assert_eq!(problem.text("currentStatus"), "COMPLETED");
    assert!(problem.list("allowed").is_empty());
    let cancel = cast.buyer.client.patch(&format!("/tasks/{done}"), json!({"action": "cancel"}));
    assert_eq!(cancel.refused(409, "wrong_state").text("currentStatus"), "COMPLETED");
    assert_eq!(Snapshot::of(&cast, &[&running, &done]), before);
}

#[track_caller]
fn wrong_role(answer: &Answer, status: &str) {
    assert_eq!(answer.refused(403, "wrong_role").text("currentStatus"), status);
}

#[track_caller]
fn ask(client: &Client, method: &str, path: &str, body: &str) -> Answer {
    let request = Request::new(method, &format!("/api/v1{path}"));
    client.must(&if body.is_empty() { request } else { request.json(body) })
}

/// Everything of an answer that its receiver can compare, the time of day aside.
fn bytes(answer: &Answer) -> (u16, Vec<&(String, String)>, &str) {
    let headers = answer.headers.iter().filter(|(name, _)| name != "date").collect();
    (answer.status, headers, &answer.body)
}

/// An id of the same form that belongs to nothing: one digit of it is another.
fn missing_like(id: &str) -> String {
    let place = id.find('_').map_or(0, |mark| mark + 9);
    let other = if id[place..].starts_with('0') { "1" } else { "0" };
    format!("{}{other}{}", &id[..place], &id[place + 1..])
}
