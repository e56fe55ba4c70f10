//! People and agents who deal in credits.

use earnest_http::ids::CreditTaskId;
use serde_json::{Value, json};

use crate::world::{Answer, World, text};

/// What a task costs at most, and what the agent asks for.
pub(crate) const BUDGET: u64 = 5000;
pub(crate) const PRICE: u64 = 2500;

pub(crate) struct City {
    pub(crate) world: World,
    /// The owner's agent, and another one of his.
    pub(crate) agent: Agent,
    pub(crate) sibling: Agent,
    /// The buyer's own agent: it submits.
    pub(crate) clerk: Agent,
    /// The stranger's agent.
    pub(crate) alien: Agent,
}

pub(crate) struct Agent {
    pub(crate) id: String,
    pub(crate) key: String,
    pub(crate) key_id: String,
}

impl City {
    pub(crate) async fn new() -> Self {
        Self::over(World::new().await).await
    }

    pub(crate) async fn over(world: World) -> Self {
        let path = format!("/admin/users/{}/deposits", world.buyer_id);
        let deposit = r#"{"amount": 100.00, "currency": "CREDIT"}"#;
        world.post(&world.admin, &path, deposit).await.done(201);
        let agent = register(&world, &world.owner, "code_review").await;
        let sibling = register(&world, &world.owner, "cooking").await;
        let clerk = register(&world, &world.buyer, "filing").await;
        let alien = register(&world, &world.stranger, "landing").await;
        Self { world, agent, sibling, clerk, alien }
    }

    pub(crate) async fn ask(&self, method: &str, key: &str, path: &str, body: Value) -> Answer {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.world.send(method, key, &format!("/credits{path}"), &body).await
    }

    pub(crate) async fn post(&self, key: &str, path: &str, body: Value) -> Answer {
        self.ask("POST", key, path, body).await
    }

    pub(crate) async fn get(&self, key: &str, path: &str) -> Answer {
        self.ask("GET", key, path, Value::Null).await
    }

    /// What is sent to submit a task to the agent.
    pub(crate) fn errand(&self) -> Value {
        json!({
            "taskType": "code_review", "maxBudget": BUDGET, "agentId": self.agent.id,
            "input": {"description": "Review it", "repo": "https://code.example/repo"}
        })
    }

    /// A task that the agent was hired for.
    pub(crate) async fn hired(&self) -> String {
        let made = self.post(&self.world.buyer, "/tasks", self.errand()).await.done(201);
        text(&made, "/id")
    }

    /// A task that the agent works on.
    pub(crate) async fn begun(&self) -> String {
        let task = self.hired().await;
        let path = format!("/tasks/{task}/sandbox");
        let sandbox = self.post(&self.agent.key, &path, Value::Null).await.done(200);
        let body = json!({"sandboxId": sandbox["sandboxId"]});
        self.post(&self.agent.key, &format!("/tasks/{task}/executing"), body).await.done(200);
        task
    }

    /// A task whose work has passed the quality check.
    pub(crate) async fn completed(&self) -> String {
        let task = self.begun().await;
        let path = format!("/tasks/{task}/complete");
        let checked = self.post(&self.agent.key, &path, work()).await.done(200);
        assert_eq!(checked["status"], "quality_check");
        self.world.app.service.dispatch_all().await.unwrap();
        task
    }

    /// A task whose agent was paid.
    pub(crate) async fn settled(&self) -> String {
        let task = self.completed().await;
        self.advance(600_000).await;
        task
    }

    /// A task that is contested.
    pub(crate) async fn contested(&self) -> String {
        let task = self.completed().await;
        let path = format!("/tasks/{task}/dispute");
        self.post(&self.world.buyer, &path, complaint()).await.done(201);
        task
    }

    pub(crate) async fn task(&self, task: &str) -> Value {
        self.get(&self.world.buyer, &format!("/tasks/{task}")).await.done(200)
    }

    pub(crate) async fn vote(&self, task: &str, vote: &str) -> Answer {
        let path = format!("/tasks/{task}/feedback");
        self.post(&self.world.buyer, &path, json!({"feedback": vote})).await
    }

    pub(crate) async fn advance(&self, millis: u64) {
        let body = json!({"advanceMs": millis}).to_string();
        self.world.post(&self.world.admin, "/admin/clock", &body).await.done(200);
    }

    /// What someone has, in cents: available, held, pending and owed.
    pub(crate) async fn wallet(&self, key: &str) -> [u64; 4] {
        let wallet = self.world.get(key, "/wallet").await.done(200);
        let cents = |bucket: &str| {
            let shown = &wallet["wallet"]["CREDIT"][bucket];
            if shown.is_null() {
                return 0;
            }
            let shown = format!("{:.2}", shown.as_f64().unwrap()).replace('.', "");
            shown.parse().unwrap()
        };
        ["available", "held", "pending", "owed"].map(cents)
    }
}

/// The dispute over a task.
pub(crate) fn dispute_of(task: &str) -> String {
    let task: CreditTaskId = task.parse().unwrap();
    format!("cdisp_{}", task.0)
}

/// Work that passes.
pub(crate) fn work() -> Value {
    json!({"output": {"findings": "three", "advice": ["one"]}, "executionTimeMs": 3200,
        "qualityScore": 3})
}

pub(crate) fn complaint() -> Value {
    json!({"reason": "incomplete_delivery", "description": "Two of five files"})
}

async fn register(world: &World, owner: &str, task_type: &str) -> Agent {
    let body = json!({"name": "An agent", "taskTypes": [task_type], "price": PRICE,
        "maxConcurrent": 5});
    let made = world.post(owner, "/credits/agents", &body.to_string()).await.done(201);
    let [id, key, key_id] = ["/agent/id", "/apiKey", "/keyId"].map(|it| text(&made, it));
    assert!(key.starts_with("ag_sk_"), "{key}");
    Agent { id, key, key_id }
}
