//! People who live task after task until the server is gone.

use std::sync::mpsc::Sender;

use serde_json::json;

use super::{History, Outcome, Sent, Trace};
use crate::cast::{Person, deposit, newcomer, register};
use crate::client::Client;
use crate::json::{Json, micros};
use crate::server::ADMIN_KEY;

/// What each deposit under load pays in.
pub const DEPOSIT: &str = "1.00";
/// What each buyer has at the start.
const START: &str = "100000.00";
/// How often a sender looks whether an agent is at it.
const LOOKS: usize = 10_000;

/// Everyone whose money is on the server.
#[derive(Clone, Debug)]
pub struct Town {
    /// Who works for whom.
    pub pairs: Vec<Pair>,
    paid_in: u128,
}

/// A buyer and the owner of the agent that he hires.
#[derive(Clone, Debug)]
pub struct Pair {
    /// Pays.
    pub buyer: Person,
    /// Is paid.
    pub owner: Person,
    /// Works.
    pub agent: String,
}

/// Someone who writes down what is sent and what comes back.
struct Scribe<'a> {
    client: &'a Client,
    history: &'a mut History,
    heard: &'a Sender<()>,
}

/// The connection is lost, or the server refused: the life ends here.
struct Over;

impl Town {
    /// Makes so many pairs on a fresh server.
    #[must_use]
    #[track_caller]
    pub fn found(admin: &Client, pairs: usize) -> Self {
        let pairs = (0..pairs).map(|number| {
            let buyer = newcomer(admin, &format!("Buyer {number}"));
            let owner = newcomer(admin, &format!("Owner {number}"));
            deposit(admin, &buyer, START);
            let agent = register(&owner, &format!("agent-{number}"), 10_000);
            Pair { buyer, owner, agent }
        });
        let pairs: Vec<Pair> = pairs.collect();
        let paid_in = micros(START) * pairs.len() as u128;
        Self { pairs, paid_in }
    }

    /// What was paid in before the load, and by loads that are over.
    #[must_use]
    pub const fn paid_in(&self) -> u128 {
        self.paid_in
    }

    /// The same people, when so much more was paid in.
    #[must_use]
    pub fn with(&self, more: u128) -> Self {
        Self { paid_in: self.paid_in + more, ..self.clone() }
    }

    /// Counts the deposits of a load that is over, every one of them carried out.
    pub fn settle(&mut self, history: &History) {
        for sent in &history.sent {
            if let (Trace::Money(amount), false) = (&sent.trace, sent.is_refused()) {
                self.paid_in += amount;
            }
        }
    }
}

impl Sent {
    const fn is_refused(&self) -> bool {
        matches!(self.outcome, Outcome::Answered(300.., _))
    }
}

impl Pair {
    /// Lives at most so many tasks, until the server is gone. Each acknowledgement is told at
    /// once; `name` makes this run's tags differ from every other's.
    #[must_use]
    pub fn live(&self, client: &Client, name: &str, lives: usize, heard: &Sender<()>) -> History {
        let mut history = History::default();
        let mut scribe = Scribe { client, history: &mut history, heard };
        for number in 0..lives {
            if self.life(&mut scribe, &format!("{name}.{number}"), number).is_err() {
                break;
            }
        }
        history
    }

    fn life(&self, scribe: &mut Scribe<'_>, name: &str, number: usize) -> Result<(), Over> {
        let paid = format!("/admin/users/{}/deposits", self.buyer.id);
        let body = format!(r#"{{"amount": {DEPOSIT}, "currency": "USDC"}}"#);
        scribe.send(Trace::Money(micros(DEPOSIT)), ADMIN_KEY, &paid, name, "deposit", &|_| {
            body.clone()
        })?;
        let created =
            scribe.send(Trace::Task, &self.buyer.key, "/tasks", name, "create", &|tag| {
                json!({
                    "title": tag, "description": "d", "category": "OTHER", "budget": "7.01",
                    "mode": "direct", "agentId": self.agent,
                })
                .to_string()
            })?;
        let task = created.text("task.id").to_owned();
        self.wait(scribe, &task)?;
        for step in ["progress", "message", "deliver"] {
            self.step(scribe, &task, name, step)?;
        }
        let end: &[&str] = match number % 4 {
            0 => &["approve"],
            1 => &["revise", "redo", "approve"],
            2 => &["dispute", "concede"],
            _ => &["dispute", "rule"],
        };
        end.iter().try_for_each(|step| self.step(scribe, &task, name, step))
    }

    /// Sends one command of a life.
    fn step(
        &self,
        scribe: &mut Scribe<'_>,
        task: &str,
        name: &str,
        step: &str,
    ) -> Result<(), Over> {
        let (buyer, owner) = (self.buyer.key.as_str(), self.owner.key.as_str());
        let hired = format!("/agents/{}/tasks/{task}", self.agent);
        let dispute = || told_dispute(scribe, task);
        let (by, path) = match step {
            "progress" => (owner, format!("/tasks/{task}/progress")),
            "message" => (buyer, format!("/tasks/{task}/messages")),
            "deliver" | "redo" => (owner, format!("{hired}/deliver")),
            "concede" => (owner, format!("{hired}/dispute")),
            "approve" | "revise" => (buyer, format!("/tasks/{task}/review")),
            "dispute" => (buyer, format!("/dashboard/tasks/{task}/dispute")),
            _ => (ADMIN_KEY, format!("/admin/disputes/{}/resolve", dispute().ok_or(Over)?)),
        };
        let trace = match step {
            "message" => Trace::Message(task.to_owned()),
            _ => Trace::Entry(task.to_owned()),
        };
        let body = |tag: &str| body(step, tag).to_string();
        scribe.send(trace, by, &path, name, step, &body).map(drop)
    }

    /// Looks until the agent is at it.
    fn wait(&self, scribe: &Scribe<'_>, task: &str) -> Result<(), Over> {
        let buyer = scribe.client.with_key(&self.buyer.key);
        let request = crate::client::Request::new("GET", &format!("/api/v1/tasks/{task}"));
        for _ in 0..LOOKS {
            let answer = buyer.send(&request).map_err(|_| Over)?;
            if answer.json().text("task.status") == "EXECUTING" {
                return Ok(());
            }
        }
        Err(Over)
    }
}

impl Scribe<'_> {
    /// Sends one command and writes down what comes back.
    fn send(
        &mut self,
        trace: Trace,
        by: &str,
        path: &str,
        name: &str,
        step: &str,
        body: &dyn Fn(&str) -> String,
    ) -> Result<Json, Over> {
        let tag = format!("[{name} {step}]");
        let once = format!("{name}-{step}");
        let (by, path, body) = (by.to_owned(), path.to_owned(), body(&tag));
        let mut sent = Sent { trace, tag, by, once, path, body, outcome: Outcome::Lost };
        let answer = self.client.with_key(&sent.by).send(&sent.request());
        let answer = answer.ok().filter(|answer| !answer.body.is_empty());
        if let Some(answer) = &answer {
            sent.outcome = Outcome::Answered(answer.status, answer.body.clone());
        }
        let acknowledged = sent.is_acknowledged();
        self.history.sent.push(sent);
        match answer {
            Some(answer) if acknowledged => {
                // Nobody may be listening any more; the life goes on.
                let _ = self.heard.send(());
                Ok(answer.json())
            }
            _ => Err(Over),
        }
    }
}

/// The dispute that the buyer was told of last.
fn told_dispute(scribe: &Scribe<'_>, task: &str) -> Option<String> {
    let told = scribe.history.sent.iter().rev().filter(|sent| sent.path.contains(task));
    told.filter_map(|sent| match &sent.outcome {
        Outcome::Answered(_, body) => Json::parse(body).ok(),
        Outcome::Lost => None,
    })
    .find_map(|body| body.find("dispute.id").map(|_| body.text("dispute.id").to_owned()))
}

fn body(step: &str, tag: &str) -> serde_json::Value {
    match step {
        "progress" => json!({"progress": 50, "message": tag}),
        "message" => json!({"content": tag}),
        "deliver" | "redo" => json!({"resultSummary": tag}),
        "approve" => json!({"action": "approve", "rating": 4, "review": tag}),
        "revise" => json!({"action": "request_revision", "review": tag}),
        "dispute" => json!({"reason": tag}),
        "concede" => json!({"action": "concede", "message": tag}),
        _ => json!({"resolution": "SPLIT", "refundPercentage": 33.33, "notes": tag}),
    }
}
