//! The one thread that writes: it takes what is queued, keeps it in one transaction, and answers
//! when that is durable.

use std::fs::File;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::thread::{self, JoinHandle};

use earnest::time::Timestamp;
use earnest_service::store::{Commit, Failure, NotCommitted};
use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use crate::batch::{Batch, Outcome};
use crate::cache::Cache;
use crate::error::{After, OpenError, Trouble, after, failure};
use crate::files::Anchor;
use crate::statements::Statements;
use crate::{Settings, files, schema};

/// Something to be written.
pub(crate) enum Work {
    Commit(Box<Commit>),
    Settle {
        id: u128,
        retry: Option<Timestamp>,
    },
    /// Makes the transaction it is in fail with this code of SQLite's when it is to be committed.
    #[cfg(test)]
    Fail(std::ffi::c_int),
}

type Answer = Result<(), NotCommitted>;

/// An answer comes with the work itself: whoever made it frees it, which costs the writer's thread
/// more than its own memory does.
type Done = (Answer, Work);

enum Message {
    Work(Work, oneshot::Sender<Done>),
    /// Write what is queued, then end.
    Close(oneshot::Sender<()>),
}

/// The queue in front of the thread.
#[derive(Debug)]
pub(crate) struct Writer {
    queue: Option<mpsc::Sender<Message>>,
    /// Why nothing is written any more. Set once, as only a restart helps (STORE-06).
    broken: Arc<OnceLock<Failure>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(crate) fn open(
        path: &Path,
        settings: &Settings,
        cache: Arc<Cache>,
    ) -> Result<Self, OpenError> {
        let lock = files::lock(path)?;
        let anchored = files::anchored(path)?;
        let existed = files::exists(path);
        if !existed {
            // Refused before a new file could hide that the old one is missing.
            files::check(path, anchored, 0)?;
        }
        let db = schema::writer(path, settings.max_pages)?;
        let fault = |source| OpenError::Sqlite { path: path.to_owned(), source };
        let commits = schema::commits(&db).map_err(fault)?;
        files::check(path, anchored, commits)?;
        let anchor = Anchor::drop_at(path, commits)?;
        let (queue, waiting) = mpsc::channel(settings.queue.max(1));
        let broken = Arc::new(OnceLock::new());
        let desk = Desk {
            waiting,
            batch: settings.batch.max(1),
            commits,
            broken: Arc::clone(&broken),
            anchor,
            cache,
            _lock: lock,
        };
        let thread = thread::Builder::new()
            .name("earnest-writer".to_owned())
            .spawn(move || desk.run(db))
            .map_err(|source| OpenError::Io { path: path.to_owned(), source })?;
        Ok(Self { queue: Some(queue), broken, thread: Some(thread) })
    }

    /// Queues work and waits until it is durable or refused.
    pub(crate) async fn write(&self, work: Work) -> Answer {
        self.working()?;
        let (answer, answered) = oneshot::channel();
        let queue = self.queue.as_ref().ok_or_else(closed)?;
        queue.try_send(Message::Work(work, answer)).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => Failure::Busy,
            mpsc::error::TrySendError::Closed(_) => closed(),
        })?;
        answered.await.map_or_else(|_| Err(closed().into()), |(answer, _)| answer)
    }

    /// Whether work would be taken now.
    pub(crate) fn ready(&self) -> Result<(), Failure> {
        self.working()?;
        match self.queue.as_ref().filter(|queue| !queue.is_closed()) {
            None => Err(closed()),
            Some(queue) if queue.capacity() == 0 => Err(Failure::Busy),
            Some(_) => Ok(()),
        }
    }

    /// Writes what is queued, then lets go of the file.
    pub(crate) async fn close(&self) {
        let (done, closed) = oneshot::channel();
        if let Some(queue) = &self.queue
            && queue.send(Message::Close(done)).await.is_ok()
        {
            // It can only fail when the thread is gone, and then everything is closed.
            let _ = closed.await;
        }
    }

    fn working(&self) -> Result<(), Failure> {
        self.broken.get().cloned().map_or(Ok(()), Err)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // The thread ends when the last sender is gone and the queue is empty.
        drop(self.queue.take());
        if let Some(thread) = self.thread.take() {
            // A panic was reported by its hook, and SQLite rolls back what was under way.
            let _ = thread.join();
        }
    }
}

fn closed() -> Failure {
    Failure::Unavailable("the store is closed".to_owned())
}

/// What the thread works with.
struct Desk {
    waiting: mpsc::Receiver<Message>,
    batch: usize,
    commits: u64,
    broken: Arc<OnceLock<Failure>>,
    anchor: Anchor,
    cache: Arc<Cache>,
    _lock: File,
}

impl Desk {
    fn run(mut self, db: Connection) {
        let mut done = None;
        match Statements::prepare(&db) {
            Ok(mut sql) => done = self.serve(&db, &mut sql),
            Err(error) => self.stop(&failure(&error)),
        }
        self.refuse_the_rest(&mut done);
        if self.broken.get().is_none()
            && let Err(error) = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        {
            tracing::warn!(%error, "the log was not checkpointed; the next start reads it");
        }
        drop(db);
        // The anchor is written and the lock released before anyone is told.
        drop(self);
        if let Some(done) = done {
            let _ = done.send(());
        }
    }

    /// Takes what is queued, keeps it, answers, and again, until the queue is closed.
    fn serve(&mut self, db: &Connection, sql: &mut Statements<'_>) -> Option<oneshot::Sender<()>> {
        let mut done = None;
        let mut work = Vec::with_capacity(self.batch);
        let mut answers = Vec::with_capacity(self.batch);
        while self.broken.get().is_none() {
            let mut next = self.waiting.blocking_recv();
            if next.is_none() {
                break;
            }
            // No lingering: what queued while the last batch was written is the next batch.
            while let Some(message) = next.take() {
                match message {
                    Message::Work(item, answer) => {
                        work.push(item);
                        answers.push(answer);
                    }
                    Message::Close(sender) => {
                        self.waiting.close();
                        done = done.or(Some(sender));
                    }
                }
                if work.len() < self.batch {
                    next = self.waiting.try_recv().ok();
                }
            }
            let results = self.keep(db, sql, &work);
            for ((answer, result), item) in answers.drain(..).zip(results).zip(work.drain(..)) {
                // Whoever stopped waiting does not need it.
                let _ = answer.send((result, item));
            }
        }
        done
    }

    /// Keeps a batch, leaving out the commands that SQLite itself chokes on.
    fn keep(&mut self, db: &Connection, sql: &mut Statements<'_>, work: &[Work]) -> Vec<Answer> {
        let mut failed: Vec<Option<Failure>> = vec![None; work.len()];
        loop {
            let trouble = match self.transact(sql, work, &failed) {
                Ok(answers) => return answers,
                Err(trouble) => trouble,
            };
            // Some errors have rolled back already.
            if !db.is_autocommit()
                && let Err(error) = sql.rollback.execute([])
            {
                self.stop(&failure(&error));
            }
            let reason = failure(&trouble.error);
            tracing::error!(error = %trouble.error, "a batch was not kept");
            match (after(&trouble.error), trouble.place) {
                (After::Single, Some(place)) => failed[place] = Some(reason),
                (After::Single | After::GoOn, _) => return refused(work, &failed, &reason),
                (After::Stop, _) => {
                    self.stop(&reason);
                    return refused(work, &failed, &reason);
                }
            }
        }
    }

    /// One attempt at a batch. Answers only for what is durable.
    fn transact(
        &mut self,
        sql: &mut Statements<'_>,
        work: &[Work],
        failed: &[Option<Failure>],
    ) -> Result<Vec<Answer>, Trouble> {
        let mut batch = Batch::begin(sql, &self.cache)?;
        let mut answers = Vec::with_capacity(work.len());
        for (place, (item, failed)) in work.iter().zip(failed).enumerate() {
            let outcome: Outcome = match (failed, item) {
                (Some(failure), _) => Ok(Err(failure.clone().into())),
                (None, Work::Commit(commit)) => batch.commit(place, commit),
                (None, Work::Settle { id, retry }) => batch.settle(*id, *retry),
                #[cfg(test)]
                (None, Work::Fail(_)) => Ok(Ok(())),
            };
            answers.push(outcome.map_err(|error| Trouble { place: Some(place), error })?);
        }
        if answers.iter().all(Result::is_err) {
            batch.abandon()?;
            return Ok(answers);
        }
        let commits = self.commits.saturating_add(1);
        let places = batch.write(commits)?;
        #[cfg(test)]
        tests::fail(work)?;
        batch.end()?;
        self.commits = commits;
        self.anchor.note(commits);
        for (item, answer) in work.iter().zip(&answers) {
            if let (Work::Commit(commit), Ok(())) = (item, answer) {
                self.cache.keep(commit, &places);
            }
        }
        Ok(answers)
    }

    fn stop(&self, reason: &Failure) {
        tracing::error!(%reason, "nothing is written any more until a restart");
        // The first reason stands.
        let _ = self.broken.set(reason.clone());
    }

    /// Answers what is left in the queue after a stop.
    fn refuse_the_rest(&mut self, done: &mut Option<oneshot::Sender<()>>) {
        let reason = self.broken.get().cloned();
        while let Some(message) = self.waiting.blocking_recv() {
            match message {
                Message::Work(item, answer) => {
                    let reason = reason.clone().unwrap_or_else(closed);
                    let _ = answer.send((Err(reason.into()), item));
                }
                Message::Close(sender) => {
                    self.waiting.close();
                    *done = done.take().or(Some(sender));
                }
            }
        }
    }
}

/// Nothing of the batch was kept; those with a failure of their own hear that.
fn refused(work: &[Work], failed: &[Option<Failure>], reason: &Failure) -> Vec<Answer> {
    let own = work.iter().zip(failed).map(|(_, own)| own);
    own.map(|own| Err(own.as_ref().unwrap_or(reason).clone().into())).collect()
}

#[cfg(test)]
mod tests;
