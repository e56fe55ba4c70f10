//! What the harness asks of credits: a buyer, agents with keys of their own, and task lives between them.

use std::net::SocketAddr;

use serde_json::json;

use crate::Fallible;
use crate::client::Connection;
use crate::market::{Agent, Size};
use crate::process::ADMIN_KEY;
use crate::script::{Slot, Step};
use crate::setup::{Purse, deposit, post, purse, text, user};

/// The most that a task may cost, and what it costs, in credits.
const BUDGET: u64 = 50;
const PRICE: u64 = 25;
/// What the buyer has to begin with, in credits.
const DEPOSIT: u64 = 50_000_000_000;

/// A buyer with credits, and agents that are ready for work.
#[derive(Debug)]
pub struct City {
    address: SocketAddr,
    buyer: String,
    agents: Vec<Agent>,
}

impl City {
    /// Makes the users, the deposit and the agents.
    ///
    /// # Errors
    /// If the server refuses any of it.
    pub async fn open(address: SocketAddr, size: Size) -> Fallible<Self> {
        let mut connection = Connection::open(address).await?;
        let buyer = user(&mut connection, "Load buyer").await?;
        deposit(&mut connection, &buyer, DEPOSIT, "CREDIT").await?;
        let mut agents = Vec::with_capacity(size.agents.get());
        for number in 0..size.agents.get() {
            let owner = user(&mut connection, &format!("Load owner {number}")).await?;
            let body = json!({
                "name": format!("Load agent {number}"),
                "description": "Reviews code.",
                "taskTypes": ["code_review"],
                "price": PRICE * 100,
                "maxConcurrent": size.max_concurrent.min(1_000_000)
            });
            let path = "/credits/api/v1/agents";
            let answer = post(&mut connection, path, &owner.key, 201, &body).await?;
            agents.push(Agent { id: text(&answer, "/agent/id")?, key: text(&answer, "/apiKey")? });
        }
        Ok(Self { address, buyer: buyer.key, agents })
    }

    /// A city that nobody has opened, whose ids and keys are as long as real ones.
    pub fn imagined() -> Self {
        let agent = Agent { id: format!("ag_{}", "0".repeat(32)), key: ADMIN_KEY.to_owned() };
        let address = ([127, 0, 0, 1], 0).into();
        Self { address, buyer: ADMIN_KEY.to_owned(), agents: vec![agent] }
    }

    /// A task is submitted to an agent, which gets a sandbox, works, and hands the work in. The platform judges it by
    /// itself; the charge stays held, as the refund window is longer than a measurement.
    pub fn life(&self, number: usize) -> Vec<Step> {
        let agent = &self.agents[number % self.agents.len()];
        let path = |verb| format!("/credits/api/v1/tasks/{}/{verb}", Slot::CreditTask.hole());
        let sandbox = json!({"sandboxId": Slot::Sandbox.hole()}).to_string();
        let submit = ["POST", "/credits/api/v1/tasks", &self.buyer, &task(&agent.id)];
        let step =
            |name, path: &str, body: &str| Step::new(name, 200, ["POST", path, &agent.key, body]);
        vec![
            Step::new("submit", 201, submit).learning(Slot::CreditTask),
            step("sandbox", &path("sandbox"), "{}").learning(Slot::Sandbox),
            step("executing", &path("executing"), &sandbox),
            step("complete", &path("complete"), &work()),
        ]
    }

    /// How many tasks the buyer has money in, by his wallet.
    ///
    /// # Errors
    /// If any credit is missing: nothing can be paid out within a measurement.
    pub async fn held(&self) -> Fallible<u64> {
        let mut connection = Connection::open(self.address).await?;
        let Purse { available, held } = purse(&mut connection, &self.buyer, "CREDIT").await?;
        let tasks = held / PRICE as f64;
        if available + held != DEPOSIT as f64 || tasks.fract() != 0.0 {
            return Err(format!("the buyer's credits do not add up: {available} and {held}").into());
        }
        Ok(tasks as u64)
    }
}

fn task(agent: &str) -> String {
    json!({
        "taskType": "code_review",
        "maxBudget": BUDGET * 100,
        "agentId": agent,
        "input": {
            "description": "Security-focused review of authentication module",
            "repo": "https://github.com/your-org/your-repo",
            "code": "export function verifyToken(token: string) { return jwt.verify(token, process.env.KEY) }"
        }
    })
    .to_string()
}

fn work() -> String {
    json!({
        "output": {
            "findings": "Found 3 security issues",
            "recommendations": ["Use parameterized queries", "Add rate limiting", "Rotate API keys"]
        },
        "executionTimeMs": 3200
    })
    .to_string()
}
