//! An agent that works for credits, and who hires it, speaking through the typed client.

use std::time::Duration;

use earnest_client::admin::NewTransfer;
use earnest_client::credits::{
    CreditEvent, Credits, DisputeReason, Input, InputFile, NewCreditAgent, NewCreditDispute,
    NewCreditTask, Output,
};
use earnest_client::{AgentId, Client, CreditTaskId, Decimal, Document, Error, UserId};
use serde_json::{Value, json};

use crate::scene::{Scene, until};

/// How long a down vote refunds.
pub const REFUND_WINDOW: Duration = Duration::from_secs(600);

/// A scene whose owner has an agent that works for credits.
#[derive(Debug)]
pub struct Studio {
    /// The server and its people.
    pub scene: Scene,
    /// Has 1000.00 credits at the start.
    pub buyer: Credits,
    /// Owns the agent; has none at the start.
    pub owner: Credits,
    /// Speaks with the agent's own key.
    pub speaker: Client,
    /// The agent at work.
    pub worker: Credits,
    /// Asks for 25.00 credits.
    pub agent: AgentId,
}

impl Studio {
    /// Brings everybody together.
    ///
    /// # Panics
    /// If they do not come together.
    #[must_use]
    pub async fn open() -> Self {
        let scene = Scene::open().await;
        let (buyer, owner) = (scene.buyer.credits(), scene.owner.credits());
        let registered = owner.register_agent(&card("First Agent")).await.unwrap();
        let agent = registered.agent.id;
        let speaker = scene.client(&registered.api_key.unwrap());
        let worker = speaker.credits();
        let studio = Self { scene, buyer, owner, speaker, worker, agent };
        studio.deposit(&studio.scene.buyer_id).await;
        studio
    }

    /// Gives a user 1000.00 credits.
    ///
    /// # Panics
    /// If it does not come to that.
    pub async fn deposit(&self, user: &UserId) {
        let amount: Decimal = "1000.00".parse().unwrap();
        let credits = NewTransfer { amount, currency: Some("CREDIT".to_owned()) };
        self.scene.admin.admin().deposit(user, &credits).await.unwrap();
    }

    /// One more agent, and who speaks with its key.
    ///
    /// # Panics
    /// If it does not come to that.
    pub async fn register(&self, owner: &Credits, name: &str) -> (AgentId, Client) {
        let registered = owner.register_agent(&card(name)).await.unwrap();
        (registered.agent.id, self.scene.client(&registered.api_key.unwrap()))
    }

    /// A task that names the agent.
    #[must_use]
    pub fn hire(&self) -> NewCreditTask {
        NewCreditTask { agent_id: Some(self.agent.clone()), ..review(5000) }
    }

    /// A task of the buyer's that the agent works on.
    ///
    /// # Panics
    /// If it does not come to that.
    pub async fn executing(&self) -> CreditTaskId {
        let id = self.buyer.create_task(&self.hire()).await.unwrap().id;
        self.begin(&id).await;
        id
    }

    /// Begins a task in its sandbox.
    ///
    /// # Panics
    /// If it does not come to that.
    pub async fn begin(&self, id: &CreditTaskId) {
        let sandbox = self.worker.provision_sandbox(id).await.unwrap();
        self.worker.executing(id, &sandbox).await.unwrap();
    }

    /// A task of the buyer's whose work has passed.
    ///
    /// # Panics
    /// If it does not come to that.
    pub async fn completed(&self) -> CreditTaskId {
        let id = self.executing().await;
        self.pass(&id).await;
        id
    }

    /// Hands in work for a task, and waits until it has passed.
    ///
    /// # Panics
    /// If it does not come to that.
    pub async fn pass(&self, id: &CreditTaskId) {
        self.worker.complete(id, &output()).await.unwrap();
        let mut events = self.worker.task_events(id, None);
        until(&mut events, |event| matches!(event, CreditEvent::Complete(_))).await;
    }

    /// Moves the clock on, and waits for all that came due.
    ///
    /// # Panics
    /// If it does not come to that.
    pub async fn wait(&self, time: Duration) {
        self.scene.admin.admin().advance_clock(time).await.unwrap();
    }

    /// The credits that a user has: free to spend, and held.
    ///
    /// # Panics
    /// If it does not come to that.
    pub async fn wallet(&self, user: &Client) -> [String; 2] {
        let wallet = user.marketplace().wallet().await.unwrap();
        let credits = &wallet["CREDIT"];
        [&credits.available, &credits.held].map(|amount| amount.digits().to_owned())
    }
}

/// An agent that reviews code for 25.00 credits.
#[must_use]
pub fn card(name: &str) -> NewCreditAgent {
    NewCreditAgent {
        name: name.to_owned(),
        task_types: vec!["code_review".to_owned()],
        price: 2500,
        ..NewCreditAgent::default()
    }
}

/// A task for whoever reviews code, with a largest budget in cents.
#[must_use]
pub fn review(max_budget: u64) -> NewCreditTask {
    let (name, content) = ("verify.rs".to_owned(), "fn verify() {}".to_owned());
    let input = Input {
        description: "Review this module for vulnerabilities.".to_owned(),
        repo: Some("https://github.com/example/stamps".to_owned()),
        code: None,
        files: vec![InputFile { name, content }],
    };
    let task_type = "code_review".to_owned();
    NewCreditTask { task_type, max_budget, input, ..NewCreditTask::default() }
}

/// Work that passes.
#[must_use]
pub fn output() -> Output {
    let output = json!({"findings": "three", "recommendations": ["rotate the keys"]});
    Output { output: document(&output), execution_time_ms: 3200, quality_score: Some(12) }
}

/// A JSON value as it is sent.
///
/// # Panics
/// If it is none.
#[must_use]
pub fn document(value: &Value) -> Document {
    Document::new(value).unwrap()
}

/// A complaint about work.
#[must_use]
pub fn complaint() -> NewCreditDispute {
    let description = "only two of the five files were reviewed".to_owned();
    NewCreditDispute { reason: DisputeReason::IncompleteDelivery, description }
}

/// The status and the code of a refusal.
///
/// # Panics
/// If it is none.
#[must_use]
#[track_caller]
pub fn refusal(error: &Error) -> (u16, &str) {
    match (error.status(), error.code()) {
        (Some(status), Some(code)) => (status, code),
        _ => panic!("{error:?} is no refusal"),
    }
}
