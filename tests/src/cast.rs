//! The people of a scene: an admin, a buyer with money, an owner with an agent.

use std::fmt::Display;

use jiff::Timestamp;
use serde_json::json;

use crate::client::Client;
use crate::json::{Json, micros};
use crate::server::Server;
use crate::stream::Stream;

/// A server and the people who use it.
#[derive(Debug)]
pub struct Cast {
    /// The server they use.
    pub server: Server,
    /// The operator's staff.
    pub admin: Client,
    /// Has 1000.00 at the start.
    pub buyer: Person,
    /// Owns the agent; has nothing at the start.
    pub owner: Person,
    /// The id of the owner's agent.
    pub agent: String,
}

/// Someone with an account.
#[derive(Clone, Debug)]
pub struct Person {
    /// The user's id.
    pub id: String,
    /// The API key.
    pub key: String,
    /// Speaks with that key.
    pub client: Client,
}

/// What is in a wallet, in millionths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wallet {
    /// Free to spend.
    pub available: u128,
    /// Held in escrows that this person funded.
    pub held: u128,
    /// Held in escrows for work of this person's agents.
    pub pending: u128,
    /// Owed after a refund that was ruled too late.
    pub owed: u128,
}

impl Cast {
    /// Starts a server and brings its people together.
    #[must_use]
    #[track_caller]
    pub fn assemble() -> Self {
        Self::on(Server::start())
    }

    /// Brings people together on a fresh server.
    #[must_use]
    #[track_caller]
    pub fn on(server: Server) -> Self {
        let admin = server.admin();
        let buyer = newcomer(&admin, "Bea Buyer");
        let owner = newcomer(&admin, "Otto Owner");
        deposit(&admin, &buyer, "1000.00");
        let agent = register(&owner, "first-agent", 100);
        Self { server, admin, buyer, owner, agent }
    }

    /// One more person, with nothing.
    #[must_use]
    #[track_caller]
    pub fn newcomer(&self, name: &str) -> Person {
        newcomer(&self.admin, name)
    }

    /// The same people after the server came back, perhaps at another address.
    ///
    /// # Panics
    /// If the server does not come back.
    #[must_use]
    #[track_caller]
    pub fn after(mut self, back: impl FnOnce(Server) -> Server) -> Self {
        self.server = back(self.server);
        self.admin = self.server.admin();
        for person in [&mut self.buyer, &mut self.owner] {
            *person = person.at(&self.admin);
        }
        self
    }

    /// A task in direct mode for the agent, as soon as he is at it.
    #[must_use]
    #[track_caller]
    pub fn hire(&self, budget: &str) -> String {
        let task = self.commission(budget);
        self.reaches(&task, "EXECUTING");
        task
    }

    /// A task that the agent has delivered.
    #[must_use]
    #[track_caller]
    pub fn delivered(&self, budget: &str) -> String {
        let task = self.hire(budget);
        self.deliver(&task, "the work");
        task
    }

    /// A task whose delivery the buyer disputes, and the dispute's id.
    #[must_use]
    #[track_caller]
    pub fn disputed(&self, budget: &str) -> (String, String) {
        let task = self.delivered(budget);
        let path = format!("/dashboard/tasks/{task}/dispute");
        let dispute =
            self.buyer.client.post(&path, json!({"reason": "it is not what I asked for"}));
        let id = dispute.done(201).text("dispute.id").to_owned();
        (task, id)
    }

    /// A disputed task that the agent sent to arbitration, and the dispute's id.
    #[must_use]
    #[track_caller]
    pub fn arbitrated(&self, budget: &str) -> (String, String) {
        let (task, dispute) = self.disputed(budget);
        let answer = self.answer(&task, &json!({"action": "reject", "message": "it is"})).done(200);
        assert_eq!(answer.text("dispute.stage"), "ARBITRATION");
        (task, dispute)
    }

    /// A task in direct mode for the agent, just created.
    #[must_use]
    #[track_caller]
    pub fn commission(&self, budget: &str) -> String {
        let extra = format!(r#""mode": "direct", "agentId": "{}""#, self.agent);
        let created = self.buyer.client.post("/tasks", task(budget, &extra)).done(201);
        created.text("task.id").to_owned()
    }

    /// A task in proposals mode.
    #[must_use]
    #[track_caller]
    pub fn job(&self, budget: &str) -> String {
        let created = self.buyer.client.post("/tasks", task(budget, r#""mode": "proposals""#));
        created.done(201).text("task.id").to_owned()
    }

    /// Has the agent deliver.
    #[track_caller]
    pub fn deliver(&self, task: &str, summary: &str) -> Json {
        let path = format!("/agents/{}/tasks/{task}/deliver", self.agent);
        let body = json!({"resultSummary": summary, "artifacts": []});
        self.owner.client.post(&path, body).done(200)
    }

    /// Has the buyer review.
    #[track_caller]
    pub fn review(&self, task: &str, action: &str) -> Json {
        let path = format!("/tasks/{task}/review");
        self.buyer.client.post(&path, json!({"action": action})).done(200)
    }

    /// Has the agent answer a dispute.
    #[track_caller]
    pub fn answer(&self, task: &str, body: &serde_json::Value) -> crate::client::Answer {
        self.owner.client.post(&format!("/agents/{}/tasks/{task}/dispute", self.agent), body)
    }

    /// Has the admin rule.
    #[track_caller]
    pub fn rule(&self, dispute: &str, body: impl Display) -> crate::client::Answer {
        self.admin.post(&format!("/admin/disputes/{dispute}/resolve"), body)
    }

    /// The task as the buyer sees it.
    #[must_use]
    #[track_caller]
    pub fn task(&self, task: &str) -> Json {
        self.buyer.client.get(&format!("/tasks/{task}")).done(200).at("task").clone()
    }

    /// Waits until the task has been in this status.
    #[track_caller]
    pub fn reaches(&self, task: &str, status: &str) {
        let path = format!("/tasks/{task}/stream");
        Stream::open(&self.buyer.client, &path).until_status(status);
    }

    /// What is in someone's wallet.
    #[must_use]
    #[track_caller]
    pub fn wallet(&self, person: &Person) -> Wallet {
        person.wallet()
    }

    /// Moves the clock, in milliseconds, and returns the new time likewise.
    #[track_caller]
    pub fn advance(&self, milliseconds: i64) -> i64 {
        let moved = self.admin.post("/admin/clock", json!({"advanceMs": milliseconds})).done(200);
        instant(moved.text("now"))
    }

    /// The server's time, in milliseconds since 1970.
    #[must_use]
    #[track_caller]
    pub fn now(&self) -> i64 {
        instant(self.admin.get("/admin/clock").done(200).text("now"))
    }

    /// Every entry of a task's journal.
    #[must_use]
    #[track_caller]
    pub fn journal(&self, task: &str) -> Vec<Json> {
        pages(&self.admin, &format!("/tasks/{task}/journal"), "journal", 100)
    }
}

impl Person {
    /// The same person, speaking to another server.
    #[must_use]
    pub fn at(&self, server: &Client) -> Self {
        Self { client: server.with_key(&self.key), ..self.clone() }
    }

    /// What is in the wallet.
    #[must_use]
    #[track_caller]
    pub fn wallet(&self) -> Wallet {
        let answer = self.client.get("/wallet").done(200);
        let amount = |bucket: &str| {
            let path = format!("wallet.USDC.{bucket}");
            if answer.find("wallet.USDC").is_none() { 0 } else { answer.amount(&path) }
        };
        let [available, held, pending, owed] = ["available", "held", "pending", "owed"].map(amount);
        Wallet { available, held, pending, owed }
    }
}

impl Wallet {
    /// A wallet with so much available and so much held, and nothing else.
    #[must_use]
    pub fn of(available: &str, held: &str) -> Self {
        Self { available: micros(available), held: micros(held), ..Self::default() }
    }

    /// The same, with so much held for work of this person's agents.
    #[must_use]
    pub fn with_pending(self, pending: &str) -> Self {
        Self { pending: micros(pending), ..self }
    }
}

/// The body of a task's creation, with more members if wanted.
#[must_use]
pub fn task(budget: &str, extra: &str) -> String {
    let comma = if extra.is_empty() { "" } else { ", " };
    format!(
        r#"{{"title": "Sort the stamps", "description": "By country, then by year.",
            "category": "CODING", "budget": {budget}{comma}{extra}}}"#
    )
}

/// Makes a user.
#[must_use]
#[track_caller]
pub fn newcomer(admin: &Client, name: &str) -> Person {
    let made = admin.post("/admin/users", json!({"name": name})).done(201);
    let key = made.text("apiKey").to_owned();
    Person { id: made.text("user.id").to_owned(), client: admin.with_key(&key), key }
}

/// Puts money into a user's wallet.
#[track_caller]
pub fn deposit(admin: &Client, person: &Person, amount: &str) -> Json {
    let path = format!("/admin/users/{}/deposits", person.id);
    admin.post(&path, format!(r#"{{"amount": {amount}, "currency": "USDC"}}"#)).done(201)
}

/// Registers an agent that can do so many tasks at once.
#[must_use]
#[track_caller]
pub fn register(owner: &Person, slug: &str, most: u32) -> String {
    let body = json!({
        "name": format!("Agent {slug}"),
        "slug": slug,
        "description": "Sorts things.",
        "subcategories": ["CODING", "sorting"],
        "basePrice": 5,
        "pricingModel": "PER_TASK",
        "apiEndpoint": "https://agent.example.com/api",
        "maxConcurrent": most,
        "skills": ["CODING", "sorting"],
    });
    let registered = owner.client.post("/agents/register", body).done(201);
    registered.text("agent.id").to_owned()
}

/// Every element of a list, page by page.
///
/// # Panics
/// If the pages do not end.
#[must_use]
#[track_caller]
pub fn pages(client: &Client, path: &str, list: &str, limit: usize) -> Vec<Json> {
    let (mut all, mut cursor) = (Vec::new(), None::<String>);
    let mark = if path.contains('?') { '&' } else { '?' };
    for _ in 0..10_000 {
        let from = cursor.map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
        let page = client.get(&format!("{path}{mark}limit={limit}{from}")).done(200);
        assert!(page.list(list).len() <= limit, "a page is longer than its limit: {page}");
        all.extend_from_slice(page.list(list));
        if page.is_absent("nextCursor") {
            return all;
        }
        cursor = Some(page.text("nextCursor").to_owned());
    }
    panic!("{path} never ends");
}

/// A time on the wire, in milliseconds since 1970.
///
/// # Panics
/// If it is not RFC 3339 in UTC with milliseconds.
#[must_use]
#[track_caller]
pub fn instant(text: &str) -> i64 {
    let plain = text.len() == "2026-01-01T00:00:00.000Z".len() && text.ends_with('Z');
    let time = text.parse::<Timestamp>().ok().filter(|_| plain && text.is_ascii());
    time.unwrap_or_else(|| panic!("`{text}` is not a time in UTC with milliseconds"))
        .as_millisecond()
}
