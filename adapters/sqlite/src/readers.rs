//! Connections that only read. A question takes microseconds, so it is asked where it arises; the
//! writer never keeps one waiting.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use earnest_service::store::Failure;
use rusqlite::{Connection, Result};

use crate::error::{OpenError, failure};
use crate::{files, schema};

/// More are opened when more threads ask at once, but not kept.
const KEPT: usize = 16;

/// Whom to ask.
#[derive(Debug)]
pub(crate) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    /// Holds one read transaction for as long as it lives; everything is asked here.
    snapshot: Option<Mutex<Connection>>,
}

impl Readers {
    /// Each question sees what was durable when it was asked.
    pub(crate) fn pool(path: &Path) -> Self {
        Self { path: path.to_owned(), idle: Mutex::default(), snapshot: None }
    }

    /// Each question sees what is durable now.
    pub(crate) fn snapshot(path: &Path) -> std::result::Result<Self, OpenError> {
        // Read before the snapshot is taken: a server at work moves the anchor after the file.
        let anchored = files::anchored(path)?;
        let db = schema::auditor(path)?;
        let begun = db.execute_batch("BEGIN").and_then(|()| schema::commits(&db));
        let commits =
            begun.map_err(|source| OpenError::Sqlite { path: path.to_owned(), source })?;
        files::check(path, anchored, commits)?;
        Ok(Self { path: path.to_owned(), idle: Mutex::default(), snapshot: Some(Mutex::new(db)) })
    }

    /// Asks one statement.
    pub(crate) fn ask<T>(
        &self,
        question: impl FnOnce(&Connection) -> Result<T>,
    ) -> std::result::Result<T, Failure> {
        if let Some(db) = &self.snapshot {
            return question(&lock(db)).map_err(|error| failure(&error));
        }
        let idle = lock(&self.idle).pop();
        let db = match idle {
            Some(db) => db,
            None => schema::reader(&self.path).map_err(|error| failure(&error))?,
        };
        let answer = question(&db);
        let mut idle = lock(&self.idle);
        if idle.len() < KEPT {
            idle.push(db);
        }
        answer.map_err(|error| failure(&error))
    }

    /// Asks several statements that have to see the same moment.
    pub(crate) fn ask_at_once<T>(
        &self,
        question: impl FnOnce(&Connection) -> Result<T>,
    ) -> std::result::Result<T, Failure> {
        self.ask(|db| {
            if !db.is_autocommit() {
                return question(db);
            }
            // Dropped without a commit, which a reader does not need.
            let _moment = db.unchecked_transaction()?;
            question(db)
        })
    }

    /// Lets go of the connections that are idle.
    pub(crate) fn close(&self) {
        lock(&self.idle).clear();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A connection is whole between two statements, whoever panicked.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
