//! What the harness asks of `earnest`: a buyer, some agents, and task lives between them.
//!
//! The bodies are those of the marketplace's own documentation, without `callbackUrl`: no webhook leaves the machine.

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::time::Instant;

use serde_json::{Value, json};

use crate::Fallible;
use crate::client::{Connection, Template, render};
use crate::drive::{Client, Log};
use crate::process::ADMIN_KEY;

/// What a buyer puts down for each task.
const BUDGET: u64 = 50;
/// What the buyer has to begin with: enough for a billion tasks.
const DEPOSIT: u64 = 50_000_000_000;

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
        let (buyer_id, buyer) = user(&mut connection, "Load buyer").await?;
        let deposits = format!("/api/v1/admin/users/{buyer_id}/deposits");
        let deposit = json!({"amount": DEPOSIT, "currency": "USDC"});
        create(&mut connection, &deposits, ADMIN_KEY, &deposit).await?;
        let mut agents = Vec::with_capacity(size.agents.get());
        for number in 0..size.agents.get() {
            let (_, key) = user(&mut connection, &format!("Load owner {number}")).await?;
            let body = registration(number, size.max_concurrent);
            let answer = create(&mut connection, "/api/v1/agents/register", &key, &body).await?;
            agents.push(Agent { id: text(&answer, "/agent/id")?, key });
        }
        Ok(Self { address, buyer, agents })
    }

    /// The agent whose turn it is.
    pub fn agent(&self, turn: usize) -> &Agent {
        &self.agents[turn % self.agents.len()]
    }

    /// The rendered request that creates a task for this agent.
    pub fn create(&self, agent: &Agent) -> Vec<u8> {
        render("POST", "/api/v1/tasks", &self.buyer, &task(&agent.id)).into()
    }

    /// How many tasks the buyer has paid for, by his wallet; an error if any money is held or missing.
    ///
    /// # Errors
    /// If the wallet does not add up to a whole number of finished tasks.
    pub async fn paid_for(&self) -> Fallible<u64> {
        let mut connection = Connection::open(self.address).await?;
        let request = render("GET", "/api/v1/wallet", &self.buyer, "");
        let answer = connection.exchange(request.as_bytes()).await?.expect(200, "the wallet")?;
        let wallet: Value = serde_json::from_slice(answer)?;
        let amount = |name: &str| {
            let amount = wallet.pointer(&format!("/wallet/USDC/{name}"));
            amount.and_then(Value::as_f64).ok_or_else(|| format!("no `{name}` in {wallet}"))
        };
        let (available, held) = (amount("available")?, amount("held")?);
        let spent = DEPOSIT as f64 - available;
        let tasks = spent / BUDGET as f64;
        if held != 0.0 || tasks < 0.0 || tasks.fract() != 0.0 {
            return Err(format!("the buyer's wallet does not add up: {wallet}").into());
        }
        Ok(tasks as u64)
    }
}

/// A client that leads one task after the other from its creation to `COMPLETED`.
#[derive(Debug)]
pub struct Life {
    connection: Connection,
    steps: Steps,
    id: Vec<u8>,
    request: Vec<u8>,
}

/// The three rendered requests of a life.
#[derive(Debug)]
struct Steps {
    create: Vec<u8>,
    deliver: Template,
    approve: Template,
}

impl Life {
    /// Connects; the agent is chosen by the connection's number.
    ///
    /// # Errors
    /// If the server does not accept.
    pub async fn open(market: &Market, number: usize) -> Fallible<Self> {
        let agent = market.agent(number);
        let [create, deliver, approve] = rendered(&market.buyer, agent);
        let steps = Steps {
            create: create.into(),
            deliver: Template::new(&deliver)?,
            approve: Template::new(&approve)?,
        };
        let connection = Connection::open(market.address).await?;
        Ok(Self { connection, steps, id: Vec::new(), request: Vec::new() })
    }

    async fn step(&mut self, log: &mut Log, name: &str) -> Fallible<()> {
        let started = Instant::now();
        self.connection.exchange(&self.request).await?.expect(200, name)?;
        log.request(started);
        Ok(())
    }
}

impl Client for Life {
    async fn turn(&mut self, log: &mut Log) -> Fallible<()> {
        let started = Instant::now();
        let answer = self.connection.exchange(&self.steps.create).await?;
        let body = answer.expect(201, "create")?;
        log.request(started);
        self.id.clear();
        self.id.extend_from_slice(task_id(body)?);
        self.steps.deliver.fill(&self.id, &mut self.request);
        self.step(log, "deliver").await?;
        self.steps.approve.fill(&self.id, &mut self.request);
        self.step(log, "approve").await?;
        log.life(started);
        Ok(())
    }
}

/// The median request of a life by its length: what the baselines are given.
///
/// Its ids are made up, but as long as real ones.
pub fn median_request() -> String {
    let id = "00000000-0000-0000-0000-000000000000";
    let agent = Agent { id: format!("ag_{id}"), key: ADMIN_KEY.to_owned() };
    let mut requests = rendered(ADMIN_KEY, &agent)
        .map(|request| request.replace(Template::HOLE, &format!("task_{id}")));
    requests.sort_by_key(String::len);
    let [_, median, _] = requests;
    median
}

/// The id of the task in an answer: the first `"id":"task_…"`.
///
/// # Errors
/// If there is none.
pub fn task_id(body: &[u8]) -> Fallible<&[u8]> {
    const BEFORE: &[u8] = b"\"id\":\"";
    let none = "the answer has no task id";
    let task = [BEFORE, b"task_"].concat();
    let start = body.windows(task.len()).position(|window| window == task).ok_or(none)?;
    let id = &body[start + BEFORE.len()..];
    let end = id.iter().position(|byte| *byte == b'"').ok_or(none)?;
    Ok(&id[..end])
}

/// A string in a JSON answer.
///
/// # Errors
/// If it is not there.
pub fn text(answer: &Value, pointer: &str) -> Fallible<String> {
    let found = answer.pointer(pointer).and_then(Value::as_str);
    Ok(found.ok_or_else(|| format!("no `{pointer}` in {answer}"))?.to_owned())
}

fn rendered(buyer: &str, agent: &Agent) -> [String; 3] {
    let (id, hole) = (&agent.id, Template::HOLE);
    let deliver = format!("/api/v1/agents/{id}/tasks/{hole}/deliver");
    let review = format!("/api/v1/tasks/{hole}/review");
    [
        render("POST", "/api/v1/tasks", buyer, &task(id)),
        render("POST", &deliver, &agent.key, &delivery()),
        render("POST", &review, buyer, &approval()),
    ]
}

async fn user(connection: &mut Connection, name: &str) -> Fallible<(String, String)> {
    let answer =
        create(connection, "/api/v1/admin/users", ADMIN_KEY, &json!({"name": name})).await?;
    Ok((text(&answer, "/user/id")?, text(&answer, "/apiKey")?))
}

async fn create(
    connection: &mut Connection,
    path: &str,
    key: &str,
    body: &Value,
) -> Fallible<Value> {
    let request = render("POST", path, key, &body.to_string());
    let answer = connection.exchange(request.as_bytes()).await?.expect(201, path)?;
    Ok(serde_json::from_slice(answer)?)
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

fn approval() -> String {
    json!({
        "action": "approve",
        "rating": 5,
        "review": "Excellent work! The API is well-structured, fully tested, and the documentation is thorough."
    })
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::{median_request, task_id};

    #[test]
    fn the_task_id_is_found_behind_other_ids() {
        let body =
            br#"{"success":true,"dispute":{"id":"disp_1"},"task":{"id":"task_7","title":"x"}}"#;
        assert_eq!(task_id(body).ok(), Some(&b"task_7"[..]));
        assert!(task_id(b"{}").is_err());
    }

    #[test]
    fn the_median_request_creates_a_task() {
        assert!(median_request().starts_with("POST /api/v1/tasks HTTP/1.1\r\n"));
    }
}
