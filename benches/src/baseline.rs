//! The baselines: what a server costs that does nothing but answer, or nothing but insert.
//!
//! Each takes whatever a client posts, on any path, parses it as JSON and answers it back, so it can be given the very
//! bytes that `earnest` gets. They run in their own process, with the allocator and the runtime of the real server.

use std::path::{Path, PathBuf};
use std::thread;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use axum::serve::ListenerExt;
use clap::ValueEnum;
use rusqlite::Connection;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};

use crate::Fallible;

/// Which one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Baseline {
    /// Parses and answers.
    Echo,
    /// And inserts the body as one row; one transaction for all rows that wait.
    GroupCommit,
    /// The same with one transaction a row.
    OneTransaction,
}

impl Baseline {
    /// Its name on the command line and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Echo => "echo",
            Self::GroupCommit => "group-commit",
            Self::OneTransaction => "one-transaction",
        }
    }
}

/// Serves on a free port of loopback until standard input ends.
///
/// # Errors
/// If the port or the file cannot be had.
pub async fn serve(kind: Baseline, file: PathBuf) -> Fallible<()> {
    let router = match kind {
        Baseline::Echo => Router::new().fallback(echo),
        Baseline::GroupCommit => inserting(&file, usize::MAX)?,
        Baseline::OneTransaction => inserting(&file, 1)?,
    };
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("baseline is listening on http://{}", listener.local_addr()?);
    thread::spawn(|| {
        _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        std::process::exit(0);
    });
    let listener = listener.tap_io(|stream| {
        // Without it the figures are a little worse, and no less true.
        _ = stream.set_nodelay(true);
    });
    Ok(axum::serve(listener, router).await?)
}

async fn echo(Json(value): Json<Value>) -> Json<Value> {
    Json(value)
}

fn inserting(file: &Path, batch: usize) -> Fallible<Router> {
    let (queue, waiting) = mpsc::channel(QUEUE);
    let writer = Writer::open(file)?;
    thread::spawn(move || {
        if let Err(error) = writer.run(waiting, batch) {
            eprintln!("the writer has stopped: {error}");
            std::process::exit(1);
        }
    });
    Ok(Router::new().fallback(insert).with_state(queue))
}

async fn insert(State(queue): State<mpsc::Sender<Row>>, body: Bytes) -> Response {
    let Ok(value) = serde_json::from_slice::<Value>(&body) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let (committed, wait) = oneshot::channel();
    let queued = queue.send(Row { body, committed }).await;
    if queued.is_err() || wait.await.is_err() {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    Json(value).into_response()
}

const QUEUE: usize = 1024;

struct Row {
    body: Bytes,
    committed: oneshot::Sender<()>,
}

struct Writer {
    connection: Connection,
}

impl Writer {
    fn open(file: &Path) -> Fallible<Self> {
        let connection = Connection::open(file)?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;
             CREATE TABLE rows (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;",
        )?;
        Ok(Self { connection })
    }

    /// Takes one row and all that queued meanwhile, commits them, then answers them.
    fn run(&self, mut waiting: mpsc::Receiver<Row>, batch: usize) -> rusqlite::Result<()> {
        let mut rows = Vec::with_capacity(QUEUE);
        while let Some(first) = waiting.blocking_recv() {
            rows.push(first);
            while rows.len() < batch {
                match waiting.try_recv() {
                    Ok(next) => rows.push(next),
                    Err(_) => break,
                }
            }
            self.commit(&rows)?;
            for row in rows.drain(..) {
                // A client that left does not need its answer.
                _ = row.committed.send(());
            }
        }
        Ok(())
    }

    fn commit(&self, rows: &[Row]) -> rusqlite::Result<()> {
        self.connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        {
            let mut insert =
                self.connection.prepare_cached("INSERT INTO rows (body) VALUES (?)")?;
            for row in rows {
                insert.execute([row.body.as_ref()])?;
            }
        }
        self.connection.prepare_cached("COMMIT")?.execute([])?;
        Ok(())
    }
}
