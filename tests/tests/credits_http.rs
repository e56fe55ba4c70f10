//! Tasks for credits against the binary: whole lives with their money, restarts, sandboxes.

use std::path::PathBuf;

use earnest_tests::cast::{Person, newcomer};
use earnest_tests::client::{Answer, Client, Request};
use earnest_tests::json::Json;
use earnest_tests::server::Server;
use earnest_tests::stream::Stream;
use serde_json::{Value, json};

const MINUTE: u64 = 60_000;
const DAY: u64 = 24 * 60 * MINUTE;

/// A server with a buyer who has 10000 cents, and an owner with an agent for 2500.
struct City {
    server: Server,
    buyer: Person,
    owner: Person,
    agent: String,
    worker: Client,
}

/// In cents.
#[derive(Debug, PartialEq)]
struct Purse {
    available: u128,
    held: u128,
    pending: u128,
    owed: u128,
}

impl City {
    fn new() -> Self {
        let server = Server::start();
        let admin = server.admin();
        let [buyer, owner] = ["Bea Buyer", "Otto Owner"].map(|name| newcomer(&admin, name));
        let deposit = json!({"amount": 100, "currency": "CREDIT"});
        let deposited = admin.post(&format!("/admin/users/{}/deposits", buyer.id), deposit);
        assert_eq!(deposited.done(201).text("transfer.currency"), "CREDIT");
        let (agent, worker) = register(&owner.client, "code_review");
        Self { server, buyer, owner, agent, worker }
    }

    /// The same people after the server came back.
    fn after(mut self, back: impl FnOnce(Server) -> Server) -> Self {
        self.server = back(self.server);
        let client = self.server.client();
        self.worker = client.with_key(self.worker.key().expect("the agent's key"));
        for person in [&mut self.buyer, &mut self.owner] {
            *person = person.at(&client);
        }
        self
    }

    /// A task that waits for the agent to begin.
    fn hired(&self) -> String {
        let made = post(&self.buyer.client, "/tasks", errand(Some(&self.agent))).done(201);
        made.text("id").to_owned()
    }

    fn sandbox(&self, task: &str) -> String {
        let made = post(&self.worker, &format!("/tasks/{task}/sandbox"), json!({})).done(200);
        made.text("sandboxId").to_owned()
    }

    /// A task that the agent works on.
    fn begun(&self) -> String {
        let task = self.hired();
        let begin = json!({"sandboxId": self.sandbox(&task)});
        post(&self.worker, &format!("/tasks/{task}/executing"), begin).done(200);
        task
    }

    /// Hands work in that passes, and waits until it has.
    fn complete(&self, task: &str) {
        let work = json!({"output": {"findings": "three"}, "executionTimeMs": 3200});
        let checked = post(&self.worker, &format!("/tasks/{task}/complete"), work).done(200);
        assert_eq!(checked.text("status"), "quality_check");
        self.reaches(task, "completed");
    }

    fn completed(&self) -> String {
        let task = self.begun();
        self.complete(&task);
        task
    }

    fn reaches(&self, task: &str, status: &str) {
        stream(&self.buyer.client, task).until_status(status);
    }

    fn task(&self, task: &str) -> Json {
        get(&self.buyer.client, &format!("/tasks/{task}")).done(200)
    }

    fn vote(&self, task: &str, feedback: &str) -> Answer {
        let path = format!("/tasks/{task}/feedback");
        post(&self.buyer.client, &path, json!({"feedback": feedback}))
    }

    fn dispute(&self, task: &str) -> String {
        let body = json!({"reason": "quality_below_spec", "description": "Two of five files."});
        let filed = post(&self.buyer.client, &format!("/tasks/{task}/dispute"), body).done(201);
        assert_eq!((filed.text("taskId"), filed.text("status")), (task, "filed"));
        filed.text("id").to_owned()
    }

    fn advance(&self, millis: u64) {
        self.server.admin().post("/admin/clock", json!({"advanceMs": millis})).done(200);
    }

    /// What the buyer and the owner have.
    fn purses(&self) -> [Purse; 2] {
        [&self.buyer, &self.owner].map(|person| purse(&person.client))
    }

    /// Where the sandboxes are.
    fn sandboxes(&self) -> PathBuf {
        let mut beside = self.server.data().into_os_string();
        beside.push(".sandboxes");
        beside.into()
    }

    fn folder(&self, task: &str) -> PathBuf {
        self.sandboxes().join(task.strip_prefix("ctask_").expect("a task's id"))
    }

    /// Stops the server and audits its file.
    fn end_soundly(mut self) {
        assert_eq!(self.server.terminate().code, Some(0));
        let audit = self.server.audit();
        let told = String::from_utf8_lossy(&audit.stdout).into_owned();
        assert!(audit.status.success() && told.contains("credits"), "{told}");
    }
}

fn post(client: &Client, path: &str, body: Value) -> Answer {
    client.below("/credits").post(path, body)
}

fn get(client: &Client, path: &str) -> Answer {
    client.below("/credits").get(path)
}

fn stream(client: &Client, task: &str) -> Stream {
    Stream::open(&client.below("/credits"), &format!("/tasks/{task}/stream"))
}

fn errand(agent: Option<&str>) -> Value {
    json!({"taskType": "code_review", "maxBudget": 5000, "agentId": agent,
        "input": {"description": "Review it", "code": "fn main() {}"}})
}

fn register(owner: &Client, task_type: &str) -> (String, Client) {
    let body = json!({"name": "An agent", "taskTypes": [task_type], "price": 2500,
        "maxConcurrent": 3});
    let made = post(owner, "/agents", body).done(201);
    (made.text("agent.id").to_owned(), owner.with_key(made.text("apiKey")))
}

fn purse(client: &Client) -> Purse {
    let wallet = client.get("/wallet").done(200);
    // Wallets are in decimal units, and amounts are read in millionths.
    let cents = |bucket: &str| match wallet.find("wallet.CREDIT") {
        Some(credit) => credit.amount(bucket) / 10_000,
        None => 0,
    };
    let [available, held, pending, owed] = ["available", "held", "pending", "owed"].map(cents);
    Purse { available, held, pending, owed }
}

const fn has(available: u128, held: u128, pending: u128) -> Purse {
    Purse { available, held, pending, owed: 0 }
}

#[test]
fn a_routed_task_is_worked_on_judged_and_paid() {
    let city = City::new();
    let made = post(&city.buyer.client, "/tasks", errand(None)).done(201);
    let task = made.text("id").to_owned();
    assert_eq!(made.text("status"), "submitted");
    let mut events = stream(&city.buyer.client, &task);
    let mut told = |status: &str, before: Option<&str>| {
        let event = events.until_status(status).json();
        assert_eq!(event.text("taskId"), task);
        match before {
            Some(before) => assert_eq!(event.text("previousStatus"), before),
            None => assert!(event.is_absent("previousStatus")),
        }
    };
    told("submitted", None);
    told("routing", Some("submitted"));
    told("submitted", Some("routing"));
    let waiting = get(&city.worker, "/tasks/submitted").done(200);
    assert_eq!(waiting.text("data.0.id"), task);
    assert_eq!(city.purses(), [has(5000, 5000, 0), has(0, 0, 2500)]);
    let begin = json!({"sandboxId": city.sandbox(&task)});
    post(&city.worker, &format!("/tasks/{task}/executing"), begin).done(200);
    told("executing", Some("submitted"));
    city.complete(&task);
    told("quality_check", Some("executing"));
    told("completed", Some("quality_check"));
    let complete = events.until("complete").json();
    assert_eq!(complete.text("output.findings"), "three");
    assert_eq!(complete.whole("creditsCharged"), 2500);
    let done = city.task(&task);
    assert_eq!(done.whole("qualityScore"), complete.whole("qualityScore"));
    assert_eq!(city.purses(), [has(7500, 2500, 0), has(0, 0, 2500)]);
    city.advance(10 * MINUTE);
    assert_eq!(city.purses(), [has(7500, 0, 0), has(2500, 0, 0)]);
    city.advance(14 * DAY);
    assert_eq!(city.vote(&task, "up").done(200).find("refunded"), Some(&Json::Bool(false)));
    city.end_soundly();
}

#[test]
fn a_down_vote_refunds_until_the_last_millisecond_of_ten_minutes() {
    let city = City::new();
    let (early, late) = (city.completed(), city.completed());
    city.advance(10 * MINUTE - 1);
    let refunded = |task: &str| city.vote(task, "down").done(200).find("refunded").cloned();
    assert_eq!(refunded(&early), Some(Json::Bool(true)));
    assert_eq!(city.task(&early).text("status"), "refunded");
    city.advance(1);
    assert_eq!(refunded(&late), Some(Json::Bool(false)));
    assert_eq!(city.task(&late).text("status"), "completed");
    assert_eq!(city.purses(), [has(7500, 0, 0), has(2500, 0, 0)]);
    city.end_soundly();
}

#[test]
fn a_refund_after_the_payment_leaves_the_owner_owing_and_later_pay_settles_it() {
    let city = City::new();
    let task = city.completed();
    city.advance(10 * MINUTE);
    let admin = city.server.admin();
    let withdraw = json!({"amount": 25.00, "currency": "CREDIT"});
    admin.post(&format!("/admin/users/{}/withdrawals", city.owner.id), withdraw).done(201);
    let dispute = city.dispute(&task);
    let path = format!("/admin/disputes/{dispute}");
    let review = post(&admin, &format!("{path}/review"), json!({})).done(200);
    assert_eq!(review.text("status"), "under_review");
    let ruling = json!({"refundPercentage": 50, "notes": "Half of it"});
    let ruled = post(&admin, &format!("{path}/resolve"), ruling).done(200);
    assert_eq!((ruled.text("status"), ruled.text("resolution")), ("resolved", "ruled"));
    let owing = Purse { owed: 1250, ..has(0, 0, 0) };
    assert_eq!(city.purses(), [has(8750, 0, 0), owing]);
    assert_eq!(city.task(&task).whole("creditsCharged"), 1250);
    city.completed();
    city.advance(10 * MINUTE);
    assert_eq!(city.purses(), [has(6250, 0, 0), has(1250, 0, 0)]);
    city.end_soundly();
}

#[test]
fn a_failure_gives_everything_back_and_says_why() {
    let city = City::new();
    for reason in ["quality_gate", "execution_error", "timeout", "budget_exceeded"] {
        let task = city.hired();
        let fail = json!({"reason": reason, "errorMessage": "cannot clone it"});
        let failed = post(&city.worker, &format!("/tasks/{task}/fail"), fail).done(200);
        assert_eq!(failed.text("failureReason"), reason);
        assert_eq!(failed.text("errorMessage"), "cannot clone it");
        let mut events = stream(&city.buyer.client, &task);
        assert_eq!(events.until_status("failed").json().text("reason"), reason);
    }
    let (idle, slow) = (city.hired(), city.begun());
    city.advance(10 * MINUTE);
    assert_eq!(city.task(&idle).text("failureReason"), "timeout");
    assert_eq!(city.task(&slow).text("status"), "executing");
    city.advance(30 * DAY);
    assert_eq!(city.task(&slow).text("failureReason"), "timeout");
    let invented = json!({"reason": "bad_luck"});
    let invented = post(&city.worker, &format!("/tasks/{slow}/fail"), invented);
    invented.refused(400, "validation_failed");
    let late = json!({"reason": "timeout"});
    post(&city.worker, &format!("/tasks/{slow}/fail"), late).refused(409, "wrong_state");
    assert_eq!(city.purses(), [has(10_000, 0, 0), has(0, 0, 0)]);
    city.end_soundly();
}

#[test]
fn a_sandbox_is_a_folder_of_its_own_while_somebody_works() {
    let city = City::new();
    assert!(!city.sandboxes().exists(), "made with the first of them");
    let (first, second) = (city.begun(), city.begun());
    assert!(city.folder(&first).is_dir() && city.folder(&second).is_dir());
    std::fs::write(city.folder(&first).join("notes"), "mine").expect("a writable folder");
    let sandbox = city.sandbox(&first);
    assert!(city.folder(&first).join("notes").exists(), "asked again, the same one");
    city.complete(&first);
    let path = format!("/credits/api/v1/tasks/{first}/sandbox/{sandbox}");
    let destroyed = city.worker.must(&Request::new("DELETE", &path)).done(200);
    assert_eq!(destroyed.find("destroyed"), Some(&Json::Bool(true)));
    assert!(!city.folder(&first).exists());
    // Left behind by an agent that said nothing for a month: the next server tidies up.
    city.advance(31 * DAY);
    assert_eq!(city.task(&second).text("status"), "failed");
    let third = city.begun();
    let folders = [&second, &third].map(|task| city.folder(task));
    let city = city.after(|mut server| {
        server.terminate();
        server.restart()
    });
    assert_eq!(folders.map(|folder| folder.exists()), [false, true]);
    city.end_soundly();
}

#[test]
fn a_quality_check_goes_on_after_a_restart() {
    let mut city = City::new();
    // Killed at once after each answer, so that some checks are unfinished.
    for _ in 0..3 {
        let task = city.begun();
        let work = json!({"output": {"findings": "three"}, "executionTimeMs": 1});
        post(&city.worker, &format!("/tasks/{task}/complete"), work).done(200);
        city = city.after(|mut server| {
            server.kill9();
            server.restart()
        });
        city.reaches(&task, "completed");
        city.advance(10 * MINUTE);
    }
    assert_eq!(city.purses(), [has(2500, 0, 0), has(7500, 0, 0)]);
    city.end_soundly();
}

#[test]
fn a_task_that_waits_is_given_to_the_agent_that_registers() {
    let city = City::new();
    let mut errand = errand(None);
    errand["taskType"] = json!("juggling");
    let task = post(&city.buyer.client, "/tasks", errand).done(201).text("id").to_owned();
    let mut events = stream(&city.buyer.client, &task);
    events.until_status("routing");
    let (juggler, _) = register(&city.owner.client, "juggling");
    events.until_status("submitted");
    assert_eq!(city.task(&task).text("agentId"), juggler);
    city.end_soundly();
}

#[test]
fn too_little_credit_creates_nothing() {
    let city = City::new();
    let mut errand = errand(Some(&city.agent));
    errand["maxBudget"] = json!(10_001);
    post(&city.buyer.client, "/tasks", errand).refused(402, "insufficient_funds");
    let page = get(&city.buyer.client, "/tasks").done(200);
    assert_eq!((page.list("data").len(), page.whole("pagination.total")), (0, 0));
    assert_eq!(city.purses(), [has(10_000, 0, 0), has(0, 0, 0)]);
}
