//! What the server says may be done is what may be done.

use earnest_tests::cast::{Cast, instant};
use earnest_tests::client::{Answer, Client};
use earnest_tests::json::Json;
use serde_json::{Value, json};

/// A way to bring a task to where its options are asked for.
type Scene = fn(&Cast) -> String;
/// Who may give an order, how it is called, and how it is sent.
type Act = (Side, &'static str, fn(&Cast, &str) -> Answer);

#[derive(Clone, Copy, Debug, PartialEq)]
enum Side {
    Buyer,
    Agent,
    Admin,
}

const SCENES: [(&str, Scene); 7] = [
    ("PENDING", |cast| cast.job("1.00")),
    ("EXECUTING", |cast| cast.hire("1.00")),
    ("DELIVERED", |cast| cast.delivered("1.00")),
    ("REVISION_REQUESTED", |cast| {
        let task = cast.delivered("1.00");
        let _: Json = cast.review(&task, "request_revision");
        task
    }),
    ("DISPUTED", |cast| cast.disputed("1.00").0),
    ("DISPUTED", |cast| cast.arbitrated("1.00").0),
    ("COMPLETED", |cast| {
        let task = cast.delivered("1.00");
        let _: Json = cast.review(&task, "approve");
        task
    }),
];

const ACTS: [Act; 15] = [
    (Side::Buyer, "cancel", |cast, task| {
        cast.buyer.client.patch(&format!("/tasks/{task}"), json!({"action": "cancel"}))
    }),
    (Side::Buyer, "approve", |cast, task| review(cast, task, "approve")),
    (Side::Buyer, "request_revision", |cast, task| review(cast, task, "request_revision")),
    (Side::Buyer, "dispute", |cast, task| {
        cast.buyer.client.post(&format!("/dashboard/tasks/{task}/dispute"), json!({"reason": "r"}))
    }),
    (Side::Buyer, "evidence", |cast, task| evidence(&cast.buyer.client, task)),
    (Side::Buyer, "statement", |cast, task| {
        let path = format!("/dashboard/tasks/{task}/dispute/statement");
        cast.buyer.client.post(&path, json!({"documents": [], "argument": "a"}))
    }),
    (Side::Agent, "progress", |cast, task| {
        cast.owner.client.post(&format!("/tasks/{task}/progress"), json!({"progress": 1}))
    }),
    (Side::Agent, "deliver", |cast, task| {
        as_agent(cast, task, "deliver", &json!({"resultSummary": "new"}))
    }),
    (Side::Agent, "fail", |cast, task| as_agent(cast, task, "fail", &json!({"reason": "r"}))),
    (Side::Agent, "redeliver", |cast, task| {
        let proof = json!({"summary": "better", "artifacts": []});
        cast.answer(task, &json!({"action": "accept", "deliveryProof": proof}))
    }),
    (Side::Agent, "reject", |cast, task| cast.answer(task, &json!({"action": "reject"}))),
    (Side::Agent, "concede", |cast, task| cast.answer(task, &json!({"action": "concede"}))),
    (Side::Agent, "evidence", |cast, task| evidence(&cast.owner.client, task)),
    (Side::Agent, "statement", |cast, task| {
        as_agent(cast, task, "evidence", &json!({"documents": [], "argument": "a"}))
    }),
    (Side::Admin, "resolve", |cast, task| {
        let shown = cast.task(task);
        // Without a dispute there is no address to send a ruling to.
        let dispute = shown.find("dispute.id").map_or("disp_none", |_| shown.text("dispute.id"));
        cast.rule(dispute, json!({"resolution": "RELEASE_TO_AGENT"}))
    }),
];

#[test]
fn an_order_is_accepted_if_and_only_if_it_is_listed() {
    let cast = Cast::assemble();
    for (number, (status, scene)) in SCENES.iter().enumerate() {
        let shown = scene(&cast);
        assert_eq!(cast.task(&shown).text("status"), *status);
        let listed =
            [Side::Buyer, Side::Agent, Side::Admin].map(|side| options(&cast, side, &shown));
        for (side, name, act) in ACTS {
            let known = &listed[side as usize];
            let Some(known) = known else { continue };
            let fresh = scene(&cast);
            let answer = act(&cast, &fresh);
            let accepted = (200..300).contains(&answer.status);
            let place = format!("scene {number}, {status}: {name} by {side:?} got {}", answer.body);
            assert_eq!(accepted, known.iter().any(|it| it == name), "{place}, listed {known:?}");
            if !accepted {
                assert!([403, 404, 409].contains(&answer.status), "{place}");
            }
        }
    }
}

#[test]
fn what_an_option_would_move_is_what_it_moves() {
    let cast = Cast::assemble();
    let task = cast.delivered("7.000001");
    let listed = cast.buyer.client.get(&format!("/tasks/{task}/options")).done(200);
    let mut choices = listed.list("options").iter();
    let approve = choices.find(|it| it.text("action") == "approve").expect("approve is listed");
    assert_eq!(approve.text("rule"), "MKT-40");
    assert_eq!(instant(approve.text("closesAt")), cast.now() + 72 * 3_600_000);
    let wanted = r#"[{"from":"ESCROW","to":"AGENT","amount":7.000001}]"#;
    assert_eq!(approve.at("moves").to_string(), wanted);
    cast.review(&task, "approve");
    assert_eq!(cast.owner.wallet().available, 7_000_001);
    let none = cast.buyer.client.get(&format!("/tasks/{task}/options")).done(200);
    assert!(none.list("options").is_empty() && none.list("ifSilent").is_empty(), "{none}");
}

/// What a side is told it may do; nothing if the task is hidden from it. Proposals aside.
#[track_caller]
fn options(cast: &Cast, side: Side, task: &str) -> Option<Vec<String>> {
    let client = match side {
        Side::Buyer => &cast.buyer.client,
        Side::Agent => &cast.owner.client,
        Side::Admin => &cast.admin,
    };
    let answer = client.get(&format!("/tasks/{task}/options"));
    if answer.status == 404 {
        return None;
    }
    let listed = answer.done(200);
    let names = listed.list("options").iter().map(|it| it.text("action").to_owned());
    Some(names.filter(|name| name != "accept_proposal").collect())
}

fn review(cast: &Cast, task: &str, action: &str) -> Answer {
    cast.buyer.client.post(&format!("/tasks/{task}/review"), json!({"action": action}))
}

fn evidence(client: &Client, task: &str) -> Answer {
    let path = format!("/dashboard/tasks/{task}/dispute/evidence");
    client.post(&path, json!({"description": "d"}))
}

fn as_agent(cast: &Cast, task: &str, what: &str, body: &Value) -> Answer {
    let path = format!("/agents/{}/tasks/{task}/{what}", cast.agent);
    cast.owner.client.post(&path, body)
}
