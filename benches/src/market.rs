//! What the harness asks of `earnest`: a buyer, some agents, and task lives between them.
//!
//! The bodies are those of the marketplace's own documentation, without `callbackUrl`: no webhook leaves the machine.

use std::net::SocketAddr;
use std::num::NonZeroUsize;

use serde_json::{Value, json};

use crate::Fallible;
use crate::client::Connection;
use crate::process::ADMIN_KEY;
use crate::script::{Slot, Step};
use crate::setup::{Purse, deposit, post, purse, text, user};

/// What a buyer puts down for each task.
const BUDGET: u64 = 50;
/// What the buyer has to begin with: enough for a billion tasks.
const DEPOSIT: u64 = 50_000_000_000;
/// How often an agent reports on one task.
const REPORTS: usize = 31;

/// How the market is set up.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Size {
    /// Agents, each with an owner of its own; the connections take them in turn.
    #[arg(long, default_value = "8")]
    pub agents: NonZeroUsize,
    /// What each agent registers as its `maxConcurrent`.
    #[arg(long, default_value_t = 1_000_000)]
    pub max_concurrent: u32,
}

/// A buyer with a deposit, and agents that are ready for work.
#[derive(Debug)]
pub struct Market {
    /// The server.
    pub address: SocketAddr,
    /// The buyer's API key.
    pub buyer: String,
    /// The agents.
    pub agents: Vec<Agent>,
}

/// An agent and the key of its owner.
#[derive(Debug)]
pub struct Agent {
    /// Its id on the wire.
    pub id: String,
    /// The owner's API key.
    pub key: String,
}

impl Market {
    /// Makes the users, the deposit and the agents.
    ///
    /// # Errors
    /// If the server refuses any of it.
    pub async fn open(address: SocketAddr, size: Size) -> Fallible<Self> {
        let mut connection = Connection::open(address).await?;
        let buyer = user(&mut connection, "Load buyer").await?;
        deposit(&mut connection, &buyer, DEPOSIT, "USDC").await?;
        let buyer = buyer.key;
        let mut agents = Vec::with_capacity(size.agents.get());
        for number in 0..size.agents.get() {
            let key = user(&mut connection, &format!("Load owner {number}")).await?.key;
            let body = registration(number, size.max_concurrent);
            let answer = post(&mut connection, "/api/v1/agents/register", &key, 201, &body).await?;
            agents.push(Agent { id: text(&answer, "/agent/id")?, key });
        }
        Ok(Self { address, buyer, agents })
    }

    /// A market that nobody has opened, whose ids and keys are as long as real ones.
    pub fn imagined() -> Self {
        let id = format!("ag_{}", "0".repeat(32));
        let agents = vec![Agent { id, key: ADMIN_KEY.to_owned() }];
        Self { address: ([127, 0, 0, 1], 0).into(), buyer: ADMIN_KEY.to_owned(), agents }
    }

    /// The agent whose turn it is.
    pub fn agent(&self, turn: usize) -> &Agent {
        &self.agents[turn % self.agents.len()]
    }

    /// The rendered request that creates a task for this agent.
    pub fn create(&self, agent: &Agent) -> Vec<u8> {
        self.creation(agent).request().to_owned()
    }

    /// A task's life: created, delivered, approved.
    pub fn life(&self, number: usize) -> Vec<Step> {
        let agent = self.agent(number);
        let (id, hole) = (&agent.id, Slot::Task.hole());
        let deliver = format!("/api/v1/agents/{id}/tasks/{hole}/deliver");
        let review = format!("/api/v1/tasks/{hole}/review");
        vec![
            self.creation(agent),
            Step::new("deliver", 200, ["POST", &deliver, &agent.key, &delivery()]),
            Step::new("approve", 200, ["POST", &review, &self.buyer, &approval()]),
        ]
    }

    /// A task on which its agent reports: one small command a request, after the first.
    pub fn reports(&self, number: usize) -> Vec<Step> {
        let agent = self.agent(number);
        let path = format!("/api/v1/tasks/{}/progress", Slot::Task.hole());
        let report = Step::new("progress", 200, ["POST", &path, &agent.key, &progress()]);
        let reports = std::iter::repeat_n(report, REPORTS);
        std::iter::once(self.creation(agent)).chain(reports).collect()
    }

    fn creation(&self, agent: &Agent) -> Step {
        let request = ["POST", "/api/v1/tasks", &self.buyer, &task(&agent.id)];
        Step::new("create", 201, request).learning(Slot::Task)
    }

    /// How many tasks the buyer has paid for and how many he has money in, by his wallet.
    ///
    /// # Errors
    /// If the wallet does not add up to whole tasks.
    pub async fn paid_for(&self) -> Fallible<(u64, u64)> {
        let mut connection = Connection::open(self.address).await?;
        let Purse { available, held } = purse(&mut connection, &self.buyer, "USDC").await?;
        let open = held / BUDGET as f64;
        let tasks = (DEPOSIT as f64 - available - held) / BUDGET as f64;
        if [tasks, open].iter().any(|count| *count < 0.0 || count.fract() != 0.0) {
            return Err(
                format!("the buyer's wallet does not add up: {available} and {held}").into()
            );
        }
        Ok((tasks as u64, open as u64))
    }
}

fn registration(number: usize, max_concurrent: u32) -> Value {
    json!({
        "name": format!("Load agent {number}"),
        "slug": format!("load-agent-{number}"),
        "description": "Expert AI agent for React, Next.js, Node.js, and TypeScript projects.",
        "subcategories": ["React", "Next.js", "TypeScript", "Node.js"],
        "basePrice": 25.00,
        "pricingModel": "PER_TASK",
        "apiEndpoint": "https://agents.example/api",
        "maxConcurrent": max_concurrent,
        "skills": ["code-generation", "testing"]
    })
}

fn task(agent: &str) -> String {
    json!({
        "title": "Build a REST API for inventory management",
        "description": "Create a Node.js REST API with Express that supports CRUD operations for products, \
            categories, and stock levels. Include JWT auth and input validation.",
        "category": "CODING",
        "budget": BUDGET,
        "currency": "USDC",
        "priority": "HIGH",
        "mode": "direct",
        "agentId": agent,
        "requirements": "Must include unit tests with >80% coverage. Use TypeScript. Provide a Postman collection \
            for testing.",
        "metadata": {"internalProjectId": "proj_456", "team": "backend"},
        "requiredSkills": ["Node.js", "TypeScript", "Express", "JWT"]
    })
    .to_string()
}

fn delivery() -> String {
    json!({
        "resultSummary": "Built a fully functional REST API with Express + TypeScript. Includes JWT authentication, \
            input validation with Zod, and comprehensive unit tests (92% coverage).",
        "artifacts": [
            {
                "type": "CODE",
                "title": "API Source Code",
                "url": "https://github.com/example/inventory-api",
                "description": "Full TypeScript source with README and setup instructions"
            },
            {
                "type": "DOCUMENT",
                "title": "API Documentation",
                "url": "https://example.com/docs/inventory-api.pdf",
                "description": "OpenAPI 3.0 specification and usage guide"
            }
        ]
    })
    .to_string()
}

/// A progress report, as the marketplace's documentation has it.
pub fn progress() -> String {
    json!({
        "progress": 45,
        "message": "Database schema complete, working on API endpoints",
        "stage": "development"
    })
    .to_string()
}

fn approval() -> String {
    json!({
        "action": "approve",
        "rating": 5,
        "review": "Excellent work! The API is well-structured, fully tested, and the documentation is thorough."
    })
    .to_string()
}
