//! Who may see what.

use serde_json::Value;

use crate::bodies::body;
use crate::document::{is_secured, operations};
use crate::world::{Answer, World, text};

/// Ids that belong to nothing.
const NOTHING: [(&str, &str); 8] = [
    ("{taskId}", "task_00000000000000000000000000000bad"),
    ("{proposalId}", "prop_00000000000000000000000000000bad"),
    ("{disputeId}", "disp_00000000000000000000000000000bad_9"),
    ("{userId}", "usr_00000000000000000000000000000bad"),
    ("{keyId}", "key_00000000000000000000000000000bad"),
    ("{agentId}", "ag_00000000000000000000000000000bad"),
    ("{runId}", "run_00000000000000000000000000000bad"),
    ("{id}", "grp_00000000000000000000000000000bad"),
];

/// HTTP-11
#[tokio::test]
async fn a_stranger_gets_what_a_missing_id_gets_on_every_route_with_an_id() {
    let world = World::new().await;
    let (task, dispute) = world.disputed().await;
    let proposal = proposal(&world).await;
    let made = world.post(&world.admin, "/admin/users", r#"{"name": "x"}"#).await.done(201);
    let start = async |body| world.post(&world.buyer, "/runs/tasks", body).await.done(201);
    let run = start(r#"{"prompt": "Build it"}"#).await;
    let group = start(r#"{"prompt": "Build it", "selectedAgents": ["a", "b"]}"#).await;
    let real = [
        ("{taskId}", task),
        ("{proposalId}", proposal),
        ("{disputeId}", dispute),
        ("{userId}", world.buyer_id.clone()),
        ("{keyId}", text(&made, "/keyId")),
        // An agent is no secret; the stranger asks as his own.
        ("{agentId}", world.strange_agent.clone()),
        ("{runId}", text(&run, "/runId")),
        ("{id}", text(&group, "/groupId")),
    ];
    let mut asked = 0;
    for (method, path, _) in operations() {
        let path = path.replacen("/api/v1", "", 1);
        if !path.contains('{') || path == "/agents/{agentId}" || path == "/agents/{agentId}/propose"
        {
            continue;
        }
        let body = body(&method, &path);
        let with = |ids: &dyn Fn(&str) -> String| {
            let names = NOTHING.map(|(name, _)| name);
            names.iter().fold(path.clone(), |path, name| path.replace(name, &ids(name)))
        };
        let find = |name: &str| real.iter().find(|(it, _)| *it == name).unwrap().1.clone();
        let there = with(&find);
        let stranger = world.send(&method, &world.stranger, &there, body).await;
        let code =
            if path.starts_with("/admin") { (403, "admin_only") } else { (404, "not_found") };
        stranger.refused(code.0, code.1);
        let absent = NOTHING.map(|(name, id)| (name, id.to_owned()));
        let malformed = NOTHING.map(|(name, _)| (name, "nothing".to_owned()));
        for ids in [absent, malformed] {
            let other = with(&|name| match name {
                "{agentId}" => world.strange_agent.clone(),
                _ => ids.iter().find(|(it, _)| *it == name).unwrap().1.clone(),
            });
            let missing = world.send(&method, &world.stranger, &other, body).await;
            assert_eq!(stranger, missing, "{method} {path}");
        }
        asked += 1;
    }
    assert_eq!(asked, 40, "routes with ids");
}

#[tokio::test]
async fn nothing_is_told_without_a_key() {
    let world = World::new().await;
    for (method, path, it) in operations() {
        if !is_secured(&it) {
            continue;
        }
        let path = path.replacen("/api/v1", "", 1);
        let path = NOTHING.iter().fold(path, |path, (name, id)| path.replace(name, id));
        for key in ["", "g0_sk_wrong"] {
            let answer: Answer = world.send(&method, key, &path, "{").await;
            let problem = answer.refused(401, "unauthenticated");
            assert_eq!(answer.headers["www-authenticate"], "Bearer", "{method} {path} {problem}");
        }
    }
}

#[tokio::test]
async fn an_admin_reads_everything_and_the_agent_sees_a_task_once_it_is_hired() {
    let world = World::new().await;
    let job = world.job().await;
    let path = format!("/tasks/{job}");
    for (key, status) in
        [(&world.admin, 200), (&world.buyer, 200), (&world.owner, 404), (&world.stranger, 404)]
    {
        for part in ["/messages", "/journal", "/options", "/stream"] {
            let answer = world.get(key, &format!("{path}{part}")).await;
            assert_eq!(answer.status, status, "{part}: {}", answer.body);
        }
        assert_eq!(world.get(key, &path).await.status, 200, "a job is open to all");
    }
    let body = crate::bodies::PROPOSAL.replace("{taskId}", &job);
    let made = world.post(&world.owner, &format!("/agents/{}/propose", world.agent), &body).await;
    let proposal = text(&made.done(201), "/proposal/id");
    let decide = format!("{path}/proposals/{proposal}");
    world.post(&world.buyer, &decide, r#"{"action": "accept"}"#).await.done(200);
    for part in ["", "/messages", "/journal", "/options", "/stream", "/proposals"] {
        assert_eq!(world.get(&world.owner, &format!("{path}{part}")).await.status, 200, "{part}");
        assert_eq!(world.get(&world.stranger, &format!("{path}{part}")).await.status, 404);
    }
}

#[tokio::test]
async fn an_admin_who_is_no_party_is_shown_what_an_arbiter_may_do() {
    let world = World::new().await;
    let (task, _) = world.disputed().await;
    let path = format!("/tasks/{task}/options");
    let actions = |answer: Answer| -> Vec<String> {
        let answer = answer.done(200);
        let options = answer["options"].as_array().unwrap().iter();
        options.map(|it: &Value| text(it, "/action")).collect()
    };
    assert_eq!(actions(world.get(&world.admin, &path).await), ["resolve"]);
    assert_eq!(actions(world.get(&world.buyer, &path).await), ["evidence", "approve"]);
    let agent = actions(world.get(&world.owner, &path).await);
    assert_eq!(agent, ["redeliver", "reject", "evidence", "concede"]);
}

async fn proposal(world: &World) -> String {
    let body = crate::bodies::PROPOSAL.replace("{taskId}", &world.job().await);
    let path = format!("/agents/{}/propose", world.agent);
    text(&world.post(&world.owner, &path, &body).await.done(201), "/proposal/id")
}
