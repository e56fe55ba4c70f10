//! The TypeScript client under Node, against the real binary.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use earnest_tests::cast::{Person, newcomer};
use earnest_tests::client::Request;
use earnest_tests::json::Json;
use earnest_tests::node::{modules, npm};
use earnest_tests::proxy::{Fate, Proxy};
use earnest_tests::server::{ADMIN_KEY, Server};
use serde_json::json;

#[test]
fn the_documents_snippets_run_as_printed() {
    let server = Server::start();
    run("document", Some(&server));
}

#[test]
fn every_documented_error_is_thrown() {
    let server = Server::start();
    run("errors", Some(&server));
}

#[test]
fn the_client_keeps_its_promises_before_any_server() {
    run("client", None);
}

/// Runs the tests of one file.
#[track_caller]
fn run(name: &str, server: Option<&Server>) {
    let package = built();
    let mut node = Command::new("node");
    node.args(["--test", "--test-timeout=60000", "--test-reporter=spec"]);
    node.arg(format!("dist/test/{name}.test.js")).current_dir(package);
    if let Some(server) = server {
        node.env("EARNEST_CITY", people(server));
    }
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    node.env("EARNEST_SNIPPETS", tests.join("source/city.txt"));
    node.env("NODE_PATH", modules(&tests.join("node")));
    let output = node.output().expect("node can be run");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
    // A file without tests would succeed too.
    assert!(!said.contains("tests 0\n"), "{said}");
}

/// The people whom the tests expect, as JSON.
fn people(server: &Server) -> String {
    let admin = server.admin();
    let [owner, agent_owner, stranger] =
        ["Bea Buyer", "Otto Owner", "Stan Stranger"].map(|name| newcomer(&admin, name));
    let path = format!("/admin/users/{}/deposits", owner.id);
    admin.post(&path, json!({"amount": 1000, "currency": "CREDIT"})).done(201);
    let agent = register(&agent_owner, "code_review");
    let [helper, other] = [&owner, &stranger].map(|person| register(person, "sorting"));
    let lossy = Proxy::before(server.address(), vec![Fate::LoseAnswer]);
    json!({
        "url": server.client().base(),
        "lossyUrl": lossy.base(),
        "adminKey": ADMIN_KEY,
        "ownerToken": owner.key,
        "agentId": agent.text("agent.id"),
        "apiKey": agent.text("apiKey"),
        "agentOwnerToken": agent_owner.key,
        "helperApiKey": helper.text("apiKey"),
        "strangerToken": stranger.key,
        "strangerApiKey": other.text("apiKey"),
    })
    .to_string()
}

/// A person's agent that does such tasks for 2500 cents.
fn register(owner: &Person, task_type: &str) -> Json {
    let body = json!({
        "name": "An agent",
        "taskTypes": [task_type],
        "price": 2500,
        "maxConcurrent": 1000,
    });
    owner.client.must(&Request::new("POST", "/credits/api/v1/agents").json(body)).done(201)
}

/// The client's package, compiled.
fn built() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
        let package = tests.join("../adapters/client/typescript");
        drop(modules(&package));
        npm(&package, &["run", "build"]);
        package
    })
}
