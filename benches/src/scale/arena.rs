//! A server with a market and a known number of tasks.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::task::JoinSet;

use super::Options;
use super::question::{Question, percent_encoded};
use crate::Fallible;
use crate::client::Connection;
use crate::lives::Store;
use crate::market::Market;
use crate::process::{Server, cpu_time};
use crate::script::Slot;

/// How many connections seed a server.
const SEEDERS: usize = 64;

/// How long a connection may be idle here; half of what the server allows.
const IDLE: Duration = Duration::from_secs(5);

/// A task that its agent works on.
#[derive(Debug, Clone)]
pub(super) struct Task {
    /// Its id on the wire.
    pub(super) id: String,
    /// Its agent's place in the market.
    pub(super) agent: usize,
}

/// A running server; its clock is driven by hand, so that nothing falls due unasked.
#[derive(Debug)]
pub(super) struct Arena {
    server: Server,
    connection: Connection,
    used: Instant,
    pub(super) market: Market,
    /// The tasks created last.
    pub(super) tasks: Vec<Task>,
    /// The cursors of all pages of the buyer's tasks, once walked.
    pub(super) cursors: Vec<String>,
}

impl Arena {
    pub(super) async fn open(
        options: &Options,
        binary: &Path,
        place: &Path,
        name: &str,
    ) -> Fallible<Self> {
        let memory = options.store == Store::Memory;
        let server = Server::earnest(binary, place, name, memory, "manual")?;
        let market = Market::open(server.address, options.size).await?;
        let connection = Connection::open(server.address).await?;
        let (tasks, cursors) = (Vec::new(), Vec::new());
        Ok(Self { server, connection, used: Instant::now(), market, tasks, cursors })
    }

    /// Creates tasks on many connections and leaves them executing.
    pub(super) async fn create_tasks(&mut self, count: usize) -> Fallible<()> {
        let mut seeders = JoinSet::new();
        for seeder in 0..SEEDERS {
            let share = count / SEEDERS + usize::from(seeder < count % SEEDERS);
            let agent = seeder % self.market.agents.len();
            let create = self.market.create(self.market.agent(agent));
            let address = self.market.address;
            seeders.spawn(async move {
                let mut connection = Connection::open(address).await?;
                let mut tasks = Vec::with_capacity(share);
                for _ in 0..share {
                    let body = connection.exchange(&create).await?.expect(201, "create")?;
                    let id = String::from_utf8(Slot::Task.find(body)?.to_vec())?;
                    tasks.push(Task { id, agent });
                }
                Fallible::Ok(tasks)
            });
        }
        self.tasks.clear();
        while let Some(created) = seeders.join_next().await {
            self.tasks.extend(created??);
        }
        Ok(())
    }

    /// Reports progress that many times on each task.
    pub(super) async fn lengthen_journals(&self, entries: usize) -> Fallible<()> {
        let mut seeders = JoinSet::new();
        for task in &self.tasks {
            let request = Question::Command.request(self, Some(task), None);
            let address = self.market.address;
            seeders.spawn(async move {
                let mut connection = Connection::open(address).await?;
                for _ in 0..entries {
                    connection.exchange(&request).await?.expect(200, "progress")?;
                }
                Fallible::Ok(())
            });
        }
        while let Some(done) = seeders.join_next().await {
            done??;
        }
        Ok(())
    }

    /// The server closes connections that are idle, as this one is while the others are asked.
    async fn reconnect(&mut self) -> Fallible<()> {
        if self.used.elapsed() > IDLE {
            self.connection = Connection::open(self.market.address).await?;
        }
        self.used = Instant::now();
        Ok(())
    }

    /// Walks the buyer's list to its end, and keeps the cursors.
    pub(super) async fn walk_pages(&mut self) -> Fallible<()> {
        self.reconnect().await?;
        let mut request = Question::FirstPage.request(self, None, None);
        loop {
            let page = self.connection.exchange(&request).await?.expect(200, "a page")?;
            let page: Value = serde_json::from_slice(page)?;
            let Some(cursor) = page.get("nextCursor").and_then(Value::as_str) else {
                return Ok(());
            };
            let cursor = percent_encoded(cursor);
            request = Question::DeepPage.request(self, None, Some(&cursor));
            self.cursors.push(cursor);
        }
    }

    /// The latency of one rendered request.
    pub(super) async fn exchange(&mut self, request: &[u8], name: &str) -> Fallible<Duration> {
        self.reconnect().await?;
        let started = Instant::now();
        self.connection.exchange(request).await?.expect(200, name)?;
        Ok(started.elapsed())
    }

    /// The CPU time that the server has used.
    pub(super) fn cpu(&self) -> Option<Duration> {
        cpu_time(self.server.id())
    }
}
