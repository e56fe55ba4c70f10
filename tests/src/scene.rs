//! The people of a scene, speaking through the typed client.

use std::future::Future;
use std::time::Duration;

use earnest_client::admin::{NewTransfer, NewUser};
use earnest_client::marketplace::{Category, Delivery, NewAgent, NewTask, TaskEvent, TaskStatus};
use earnest_client::{AgentId, Client, Event, Events, TaskId, UserId};
use futures_util::StreamExt;
use tokio::time::timeout;

use crate::server::{ADMIN_KEY, Server};

/// How long a test waits for an event.
const PATIENCE: Duration = Duration::from_secs(20);

/// A server and the people who use it.
#[derive(Debug)]
pub struct Scene {
    /// The server they use.
    pub server: Server,
    /// The operator's staff.
    pub admin: Client,
    /// Has 1000.00 at the start.
    pub buyer: Client,
    /// The buyer's id.
    pub buyer_id: UserId,
    /// Owns the agent; has nothing at the start.
    pub owner: Client,
    /// The owner's agent.
    pub agent: AgentId,
}

impl Scene {
    /// Starts a server and brings its people together.
    ///
    /// # Panics
    /// If they do not come together.
    #[must_use]
    pub async fn open() -> Self {
        let server = Server::start();
        let client = |key: &str| Client::new(server.client().base(), key).unwrap();
        let admin = client(ADMIN_KEY);
        let user = |name: &str| NewUser { name: name.to_owned(), admin: false };
        let buyer = admin.admin().create_user(&user("Bea Buyer")).await.unwrap();
        let owner = admin.admin().create_user(&user("Otto Owner")).await.unwrap();
        let money = NewTransfer { amount: "1000.00".parse().unwrap(), currency: None };
        admin.admin().deposit(&buyer.user.id, &money).await.unwrap();
        let (buyer_id, owner) = (buyer.user.id, client(&owner.api_key.unwrap()));
        let buyer = client(&buyer.api_key.unwrap());
        let agent = NewAgent {
            name: "First Agent".to_owned(),
            slug: "first-agent".to_owned(),
            description: "Sorts things.".to_owned(),
            subcategories: vec!["sorting".to_owned()],
            base_price: 5.into(),
            api_endpoint: Some("https://agent.example.com/api".to_owned()),
            max_concurrent: Some(1000),
            ..NewAgent::default()
        };
        let agent = owner.marketplace().register_agent(&agent).await.unwrap().id;
        Self { server, admin, buyer, buyer_id, owner, agent }
    }

    /// A client with another key.
    ///
    /// # Panics
    /// If the key cannot be sent.
    #[must_use]
    pub fn client(&self, key: &str) -> Client {
        Client::new(self.server.client().base(), key).unwrap()
    }

    /// A task for the agent.
    ///
    /// # Panics
    /// If the budget is no amount.
    #[must_use]
    pub fn commission(&self, budget: &str) -> NewTask {
        NewTask {
            title: "Sort the stamps".to_owned(),
            description: "By country, then by year.".to_owned(),
            category: Category::Coding,
            budget: budget.parse().unwrap(),
            agent_id: Some(self.agent.clone()),
            ..NewTask::default()
        }
    }

    /// A task that the agent is at.
    ///
    /// # Panics
    /// If it does not come to that.
    pub async fn hired(&self, budget: &str) -> TaskId {
        let buyer = self.buyer.marketplace();
        let id = buyer.create_task(&self.commission(budget)).await.unwrap().id;
        until(&mut buyer.task_events(&id, None), status(TaskStatus::Executing)).await;
        id
    }

    /// A task that the agent has delivered.
    ///
    /// # Panics
    /// If it does not come to that.
    pub async fn delivered(&self, budget: &str) -> TaskId {
        let id = self.hired(budget).await;
        let work = Delivery { result_summary: "the work".to_owned(), artifacts: Vec::new() };
        self.owner.marketplace().deliver(&self.agent, &id, &work).await.unwrap();
        id
    }
}

/// Whether an event is the change to a status.
pub fn status(wanted: TaskStatus) -> impl Fn(&TaskEvent) -> bool {
    move |event| matches!(event, TaskEvent::Status(changed) if changed.status == wanted)
}

/// The next event.
///
/// # Panics
/// If none comes in time, or the stream ends.
pub async fn next<T>(events: &mut Events<T>) -> Event<T> {
    within(events.next()).await.expect("one more event").expect("an event")
}

/// Reads on until such an event.
///
/// # Panics
/// If none comes in time, or the stream ends.
pub async fn until<T>(events: &mut Events<T>, wanted: impl Fn(&T) -> bool) -> Event<T> {
    loop {
        let event = next(events).await;
        if wanted(&event.body) {
            return event;
        }
    }
}

/// What comes, if it comes in time.
///
/// # Panics
/// If it does not.
pub async fn within<T>(future: impl Future<Output = T>) -> T {
    timeout(PATIENCE, future).await.expect("an answer in time")
}
