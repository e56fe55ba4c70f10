//! Bad input gets a clear error, and nothing is lost or changed.

use std::sync::Arc;

use earnest_tests::cast::{Cast, task};
use earnest_tests::client::{Answer, Request};
use earnest_tests::server::{Launch, Server};
use earnest_tests::snapshot::Snapshot;
use serde_json::json;

/// One bad body: its name, the body, the field at fault and the error's code.
type Bad = (&'static str, &'static str, &'static str, &'static str);

const TASKS: [Bad; 22] = [
    ("no title", r#"{"description": "d", "category": "SEO", "budget": 1}"#, "title", "required"),
    ("no budget", r#"{"title": "t", "description": "d", "category": "SEO"}"#, "budget", "required"),
    ("empty title", r#"{"title": "", BASE, "budget": 1}"#, "title", "too_short"),
    ("title is a number", r#"{"title": 1, BASE, "budget": 1}"#, "title", "wrong_type"),
    ("title is null", r#"{"title": null, BASE, "budget": 1}"#, "title", "wrong_type"),
    ("unknown field", r#"{"title": "t", BASE, "budget": 1, "tip": 2}"#, "tip", "unknown_field"),
    ("case matters", r#"{"Title": "t", BASE, "budget": 1}"#, "Title", "unknown_field"),
    (
        "doubled key",
        r#"{"title": "t", "title": "u", BASE, "budget": 1}"#,
        "title",
        "duplicate_field",
    ),
    (
        "doubled amount",
        r#"{"title": "t", BASE, "budget": 1, "budget": 2}"#,
        "budget",
        "duplicate_field",
    ),
    (
        "escaped doubled key",
        r#"{"title": "t", "\u0074itle": "u", BASE, "budget": 1}"#,
        "title",
        "duplicate_field",
    ),
    (
        "wrong category",
        r#"{"title": "t", "description": "d", "category": "COOKING", "budget": 1}"#,
        "category",
        "not_one_of",
    ),
    (
        "category in lower case",
        r#"{"title": "t", "description": "d", "category": "seo", "budget": 1}"#,
        "category",
        "not_one_of",
    ),
    (
        "wrong priority",
        r#"{"title": "t", BASE, "budget": 1, "priority": "ASAP"}"#,
        "priority",
        "not_one_of",
    ),
    ("wrong mode", r#"{"title": "t", BASE, "budget": 1, "mode": "auction"}"#, "mode", "not_one_of"),
    (
        "wrong currency",
        r#"{"title": "t", BASE, "budget": 1, "currency": "USD"}"#,
        "currency",
        "not_one_of",
    ),
    ("seven digits", r#"{"title": "t", BASE, "budget": 1.0000001}"#, "budget", "too_precise"),
    ("small exponent", r#"{"title": "t", BASE, "budget": 1e-7}"#, "budget", "too_precise"),
    ("huge amount", r#"{"title": "t", BASE, "budget": 1e40}"#, "budget", "too_large"),
    ("below zero", r#"{"title": "t", BASE, "budget": -1}"#, "budget", "negative"),
    ("amount is a word", r#"{"title": "t", BASE, "budget": "much"}"#, "budget", "not_a_number"),
    (
        "callback is no URL",
        r#"{"title": "t", BASE, "budget": 1, "callbackUrl": "me"}"#,
        "callbackUrl",
        "not_a_url",
    ),
    (
        "deadline is no time",
        r#"{"title": "t", BASE, "budget": 1, "mode": "proposals", "proposalDeadline": "soon"}"#,
        "proposalDeadline",
        "not_a_time",
    ),
];

const PROGRESS: [Bad; 4] = [
    ("more than everything", r#"{"progress": 101}"#, "progress", "too_large"),
    ("less than nothing", r#"{"progress": -1}"#, "progress", "too_small"),
    ("no number", r#"{"progress": "45"}"#, "progress", "wrong_type"),
    ("nothing", "{}", "progress", "required"),
];

const DELIVERIES: [Bad; 4] = [
    ("no summary", r#"{"artifacts": []}"#, "resultSummary", "required"),
    (
        "wrong kind",
        r#"{"resultSummary": "s", "artifacts": [{"type": "SOUND", "title": "t", "url": "https://e.org/"}]}"#,
        "artifacts[0].type",
        "not_one_of",
    ),
    (
        "no URL",
        r#"{"resultSummary": "s", "artifacts": [{"type": "URL", "title": "t", "url": "here"}]}"#,
        "artifacts[0].url",
        "not_a_url",
    ),
    (
        "unknown field inside",
        r#"{"resultSummary": "s", "artifacts": [{"type": "URL", "title": "t", "url": "https://e.org/", "size": 1}]}"#,
        "artifacts[0].size",
        "unknown_field",
    ),
];

const RULINGS: [Bad; 10] = [
    ("no such ruling", r#"{"resolution": "BURN"}"#, "resolution", "not_one_of"),
    (
        "three digits",
        r#"{"resolution": "SPLIT", "refundPercentage": 33.333}"#,
        "refundPercentage",
        "too_precise",
    ),
    (
        "above everything",
        r#"{"resolution": "SPLIT", "refundPercentage": 100.01}"#,
        "refundPercentage",
        "too_large",
    ),
    (
        "below nothing",
        r#"{"resolution": "SPLIT", "refundPercentage": -1}"#,
        "refundPercentage",
        "negative",
    ),
    ("a split without a share", r#"{"resolution": "SPLIT"}"#, "refundPercentage", "required"),
    (
        "a split of nothing",
        r#"{"resolution": "SPLIT", "refundPercentage": 0}"#,
        "refundPercentage",
        "not_allowed_here",
    ),
    (
        "a split of everything",
        r#"{"resolution": "SPLIT", "refundPercentage": 100}"#,
        "refundPercentage",
        "not_allowed_here",
    ),
    (
        "a refund of nothing",
        r#"{"resolution": "REFUND_BUYER", "refundPercentage": 0}"#,
        "refundPercentage",
        "not_allowed_here",
    ),
    (
        "a release with a share",
        r#"{"resolution": "RELEASE_TO_AGENT", "refundPercentage": 10}"#,
        "refundPercentage",
        "not_allowed_here",
    ),
    ("no ruling", "{}", "resolution", "required"),
];

const BROKEN: [&str; 9] = [
    "",
    "{",
    r#"{"title": "t""#,
    r#"{"title": "t",}"#,
    r#"{'title': 't'}"#,
    r#"{"title": "t"} {"title": "u"}"#,
    r#"{"title": "\x"}"#,
    r#"{"budget": 01}"#,
    r#"{"budget": NaN}"#,
];

#[test]
fn bad_fields_are_named_and_change_nothing() {
    let cast = Cast::assemble();
    let running = cast.hire("10.00");
    let (disputed, dispute) = cast.arbitrated("20.00");
    let before = Snapshot::of(&cast, &[&running, &disputed]);
    let base = r#""description": "d", "category": "SEO""#;
    for (name, body, field, code) in TASKS {
        refused_field(
            name,
            &cast.buyer.client.post("/tasks", body.replace("BASE", base)),
            field,
            code,
        );
    }
    let path = format!("/tasks/{running}/progress");
    for (name, body, field, code) in PROGRESS {
        refused_field(name, &cast.owner.client.post(&path, body), field, code);
    }
    let path = format!("/agents/{}/tasks/{running}/deliver", cast.agent);
    for (name, body, field, code) in DELIVERIES {
        refused_field(name, &cast.owner.client.post(&path, body), field, code);
    }
    for (name, body, field, code) in RULINGS {
        refused_field(name, &cast.rule(&dispute, body), field, code);
    }
    let path = format!("/tasks/{running}/review");
    let rated = cast.buyer.client.post(&path, r#"{"action": "approve", "rating": 6}"#);
    refused_field("six stars", &rated, "rating", "too_large");
    let proof = cast.answer(&disputed, &json!({"action": "accept", "message": "sorry"}));
    refused_field("no proof", &proof, "deliveryProof", "required");
    let named = format!(r#""mode": "proposals", "agentId": "{}""#, cast.agent);
    let named = cast.buyer.client.post("/tasks", task("1.00", &named));
    refused_field("a job for one", &named, "agentId", "not_allowed_here");
    for path in
        ["/tasks?limit=0", "/tasks?limit=101", "/tasks?limit=x", "/tasks?cursor=%22", "/tasks?x=1"]
    {
        cast.buyer.client.get(path).refused(400, "validation_failed");
    }
    assert_eq!(Snapshot::of(&cast, &[&running, &disputed]), before);
}

/// HTTP-02
#[test]
fn several_bad_fields_are_told_at_once_or_one_by_one_but_never_none() {
    let cast = Cast::assemble();
    let body = r#"{"title": "", "description": "d", "category": "NONE", "budget": -1}"#;
    let problem = cast.buyer.client.post("/tasks", body).refused(400, "validation_failed");
    assert!(!problem.list("errors").is_empty());
    assert_eq!(problem.text("field"), problem.text("errors.0.field"));
}

#[test]
fn broken_json_is_malformed() {
    let cast = Cast::assemble();
    let task = cast.hire("10.00");
    let before = Snapshot::of(&cast, &[&task]);
    for path in ["/tasks".to_owned(), format!("/tasks/{task}/progress"), "/agents/register".into()]
    {
        for body in BROKEN {
            cast.buyer.client.post(&path, body).refused(400, "malformed_json");
        }
        let request = Request::new("POST", &format!("/api/v1{path}"));
        let request = request.body("application/json", b"{\"title\": \"\xff\"}".to_vec());
        cast.buyer.client.must(&request).refused(400, "malformed_json");
        for body in ["[]", "1", "\"t\"", "null", "true"] {
            let problem = cast.buyer.client.post(&path, body).refused(400, "validation_failed");
            assert_eq!(problem.text("errors.0.code"), "wrong_type", "{body}");
        }
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        let status = cast.buyer.client.post(&path, deep).status;
        assert!(status == 400 || status == 413, "deep nesting got {status}");
    }
    assert_eq!(Snapshot::of(&cast, &[&task]), before);
}

#[test]
fn other_media_large_bodies_and_other_methods_are_refused() {
    let cast = Cast::assemble();
    let client = &cast.buyer.client;
    let body = task("10.00", "").into_bytes();
    let plain = Request::new("POST", "/api/v1/tasks").body("text/plain", body);
    client.must(&plain).refused(415, "unsupported_media_type");
    let large = format!(r#"{{"title": "{}"}}"#, "x".repeat(8 << 20));
    match client.send(&Request::new("POST", "/api/v1/tasks").json(large)) {
        Ok(answer) => drop(answer.refused(413, "body_too_large")),
        // The server may hang up on the rest of a body that it has refused.
        Err(lost) => assert!(!lost.contains("timeout"), "{lost}"),
    }
    client.must(&Request::new("DELETE", "/api/v1/tasks")).refused(405, "method_not_allowed");
    client.must(&Request::new("GET", "/api/v1/nothing")).refused(404, "not_found");
    assert_eq!(cast.buyer.wallet().held, 0);
}

#[test]
fn too_little_money_creates_nothing() {
    let cast = Cast::assemble();
    let before = cast.buyer.wallet();
    for budget in ["1000.000001", "1001", "79228162514264337593543.950335"] {
        cast.buyer.client.post("/tasks", task(budget, "")).refused(402, "insufficient_funds");
    }
    cast.buyer.client.post("/tasks", task("0", "")).refused(422, "zero_budget");
    assert!(cast.buyer.client.get("/tasks").done(200).list("tasks").is_empty());
    let path = format!("/admin/users/{}/withdrawals", cast.buyer.id);
    cast.admin.post(&path, r#"{"amount": 1000.01}"#).refused(402, "insufficient_funds");
    assert_eq!(cast.buyer.wallet(), before);
}

#[test]
fn a_second_server_on_the_same_file_refuses_to_start() {
    let cast = Cast::assemble();
    let task = cast.hire("10.00");
    let before = Snapshot::of(&cast, &[&task]);
    let launch = Launch { data: Some(cast.server.data()), ..Launch::default() };
    let folder = Arc::clone(cast.server.folder());
    let exit = Server::try_launch(launch, folder).expect_err("no second server");
    assert_eq!(exit.code, Some(1), "{}", exit.output);
    assert!(exit.output.contains("earnest.db"), "the file is not named: {}", exit.output);
    assert!(!exit.output.contains("panicked"), "{}", exit.output);
    assert_eq!(Snapshot::of(&cast, &[&task]), before);
    cast.deliver(&task, "still working");
}

#[track_caller]
fn refused_field(name: &str, answer: &Answer, field: &str, code: &str) {
    assert_eq!(answer.status, 400, "{name}: {}", answer.body);
    let problem = answer.refused(400, "validation_failed");
    let errors = problem.list("errors");
    let found =
        errors.iter().any(|error| error.text("field") == field && error.text("code") == code);
    assert!(found, "{name}: no `{field}` with `{code}` in {problem}");
    assert!(errors.iter().all(|error| !error.text("message").is_empty()), "{name}: {problem}");
}
