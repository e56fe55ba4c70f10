//! What the server says may be done is what may be done.

use earnest_tests::cast::{Cast, instant};
use earnest_tests::client::{Answer, Client};
use earnest_tests::json::Json;
use serde_json::{Value, json};

/// A way to bring a task to where its options are asked for.
type Scene = fn(&Cast) -> String;
/// Whose order it is, how it is called, and how someone sends it.
type Act = (Side, &'static str, fn(&Cast, &Client, &str) -> Answer);

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
    (Side::Buyer, "cancel", |_, by, task| {
        by.patch(&format!("/tasks/{task}"), json!({"action": "cancel"}))
    }),
    (Side::Buyer, "approve", |_, by, task| review(by, task, "approve")),
    (Side::Buyer, "request_revision", |_, by, task| review(by, task, "request_revision")),
    (Side::Buyer, "dispute", |_, by, task| {
        by.post(&format!("/dashboard/tasks/{task}/dispute"), json!({"reason": "r"}))
    }),
    (Side::Buyer, "evidence", |_, by, task| evidence(by, task)),
    (Side::Buyer, "statement", |_, by, task| {
        let path = format!("/dashboard/tasks/{task}/dispute/statement");
        by.post(&path, json!({"documents": [], "argument": "a"}))
    }),
    (Side::Agent, "progress", |_, by, task| {
        by.post(&format!("/tasks/{task}/progress"), json!({"progress": 1}))
    }),
    (Side::Agent, "deliver", |cast, by, task| {
        as_agent(cast, by, task, "deliver", &json!({"resultSummary": "new"}))
    }),
    (Side::Agent, "fail", |cast, by, task| {
        as_agent(cast, by, task, "fail", &json!({"reason": "r"}))
    }),
    (Side::Agent, "redeliver", |cast, by, task| {
        let proof = json!({"summary": "better", "artifacts": []});
        as_agent(cast, by, task, "dispute", &json!({"action": "accept", "deliveryProof": proof}))
    }),
    (Side::Agent, "reject", |cast, by, task| {
        as_agent(cast, by, task, "dispute", &json!({"action": "reject"}))
    }),
    (Side::Agent, "concede", |cast, by, task| {
        as_agent(cast, by, task, "dispute", &json!({"action": "concede"}))
    }),
    (Side::Agent, "evidence", |_, by, task| evidence(by, task)),
    (Side::Agent, "statement", |cast, by, task| {
        as_agent(cast, by, task, "evidence", &json!({"documents": [], "argument": "a"}))
    }),
    (Side::Admin, "resolve", |cast, by, task| {
        let shown = cast.task(task);
        // Without a dispute there is no address to send a ruling to.
        let dispute = shown.find("dispute.id").map_or("disp_none", |_| shown.text("dispute.id"));
        let path = format!("/admin/disputes/{dispute}/resolve");
        by.post(&path, json!({"resolution": "RELEASE_TO_AGENT"}))
    }),
];

/// KERNEL-60
#[test]
fn an_order_is_accepted_if_and_only_if_it_is_listed() {
    for (number, (status, scene)) in SCENES.iter().enumerate() {
        let cast = Cast::assemble();
        let shown = scene(&cast);
        assert_eq!(cast.task(&shown).text("status"), *status);
        for side in [Side::Buyer, Side::Agent, Side::Admin] {
            let listed = options(&cast, side, &shown);
            // The two sides make their statements at different addresses.
            let acts = ACTS.iter().filter(|act| act.1 != "statement" || act.0 == side);
            for (_, name, act) in acts {
                let fresh = scene(&cast);
                let answer = act(&cast, side.client(&cast), &fresh);
                let accepted = (200..300).contains(&answer.status);
                let got = format!("{name} by {side:?} in scene {number} got {}", answer.body);
                assert_eq!(accepted, listed.iter().any(|it| it == name), "{got}: {listed:?}");
                assert!(accepted || [403, 404, 409].contains(&answer.status), "{got}");
            }
        }
    }
}

/// KERNEL-61
#[test]
fn what_an_option_would_move_is_what_it_moves() {
    let cast = Cast::assemble();
    let task = cast.delivered("7.000001");
    let listed = cast.buyer.client.get(&format!("/tasks/{task}/options")).done(200);
    let mut choices = listed.list("options").iter();
    let approve = choices.find(|it| it.text("action") == "approve").expect("approve is listed");
    assert_eq!(approve.text("rule"), "MKT-40");
    assert_eq!(instant(approve.text("closesAt")), cast.now() + 72 * 3_600_000);
    let wanted = r#"[{"from":"ESCROW","to":"AGENT","amount":7.000001,"currency":"USDC"}]"#;
    assert_eq!(approve.at("moves").to_string(), wanted);
    cast.review(&task, "approve");
    assert_eq!(cast.owner.wallet().available, 7_000_001);
    let none = cast.buyer.client.get(&format!("/tasks/{task}/options")).done(200);
    assert!(none.list("options").is_empty() && none.list("ifSilent").is_empty(), "{none}");
}

impl Side {
    fn client(self, cast: &Cast) -> &Client {
        match self {
            Self::Buyer => &cast.buyer.client,
            Self::Agent => &cast.owner.client,
            Self::Admin => &cast.admin,
        }
    }
}

/// What a side is told it may do; nothing if the task is hidden from it. Proposals aside.
#[track_caller]
fn options(cast: &Cast, side: Side, task: &str) -> Vec<String> {
    let answer = side.client(cast).get(&format!("/tasks/{task}/options"));
    if answer.status == 404 {
        return Vec::new();
    }
    let listed = answer.done(200);
    let names = listed.list("options").iter().map(|it| it.text("action").to_owned());
    names.filter(|name| name != "accept_proposal").collect()
}

fn review(by: &Client, task: &str, action: &str) -> Answer {
    by.post(&format!("/tasks/{task}/review"), json!({"action": action}))
}

fn evidence(by: &Client, task: &str) -> Answer {
    let path = format!("/dashboard/tasks/{task}/dispute/evidence");
    by.post(&path, json!({"description": "d"}))
}

fn as_agent(cast: &Cast, by: &Client, task: &str, what: &str, body: &Value) -> Answer {
    by.post(&format!("/agents/{}/tasks/{task}/{what}", cast.agent), body)
}
