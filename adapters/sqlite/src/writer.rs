//! The one thread that writes: it takes what is queued, keeps it in one transaction, and answers
//! when that is durable.

use std::cell::OnceCell;
use std::collections::BTreeMap;
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
    /// Says that its transaction is under way, and keeps it from going on until the other end is
    /// dropped.
    #[cfg(test)]
    Hold {
        begun: Arc<std::sync::atomic::AtomicBool>,
        until: std::sync::Mutex<std::sync::mpsc::Receiver<()>>,
    },
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
        let most = settings.batch.max(1);
        let inbox = Inbox { waiting, most, answers: Vec::new(), done: None };
        let desk = Desk { inbox, commits, broken: Arc::clone(&broken), anchor, cache, _lock: lock };
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

/// What one transaction keeps: what was queued when it began, then what came while that was
/// written. Each is taken once, however often the transaction is tried.
type Rounds = [OnceCell<Vec<Work>>; 4];

/// What the thread takes its work from.
struct Inbox {
    waiting: mpsc::Receiver<Message>,
    /// How many commands one transaction may keep.
    most: usize,
    /// Who waits for the transaction under way.
    answers: Vec<oneshot::Sender<Done>>,
    /// Who waits for the end.
    done: Option<oneshot::Sender<()>>,
}

/// What the thread works with.
struct Desk {
    inbox: Inbox,
    commits: u64,
    broken: Arc<OnceLock<Failure>>,
    anchor: Anchor,
    cache: Arc<Cache>,
    _lock: File,
}

impl Inbox {
    /// Waits for something to do; `None` if nothing will come any more.
    fn wait(&mut self) -> Option<Vec<Work>> {
        let first = self.waiting.blocking_recv()?;
        Some(self.take(Some(first)))
    }

    /// What is queued now, after `next`, as far as it fits into the transaction under way.
    fn take(&mut self, mut next: Option<Message>) -> Vec<Work> {
        let mut work = Vec::new();
        while self.answers.len() < self.most {
            let next = next.take().or_else(|| self.waiting.try_recv().ok());
            let Some(message) = next else { break };
            match message {
                Message::Work(item, answer) => {
                    work.push(item);
                    self.answers.push(answer);
                }
                Message::Close(done) => self.close(done),
            }
        }
        work
    }

    fn close(&mut self, done: oneshot::Sender<()>) {
        self.waiting.close();
        self.done.get_or_insert(done);
    }
}

impl Desk {
    fn run(mut self, db: Connection) {
        match Statements::prepare(&db) {
            Ok(mut sql) => self.serve(&db, &mut sql),
            Err(error) => self.stop(&failure(&error)),
        }
        self.refuse_the_rest();
        if self.broken.get().is_none()
            && let Err(error) = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        {
            tracing::warn!(%error, "the log was not checkpointed; the next start reads it");
        }
        drop(db);
        let done = self.inbox.done.take();
        // The anchor is written and the lock released before anyone is told.
        drop(self);
        if let Some(done) = done {
            let _ = done.send(());
        }
    }

    /// Takes what is queued, keeps it, answers, and again, until the queue is closed.
    fn serve(&mut self, db: &Connection, sql: &mut Statements<'_>) {
        while self.broken.get().is_none()
            && let Some(first) = self.inbox.wait()
        {
            let mut rounds = Rounds::default();
            rounds[0] = first.into();
            let results = self.keep(db, sql, &rounds);
            let work = rounds.into_iter().filter_map(OnceCell::into_inner).flatten();
            for ((answer, result), item) in self.inbox.answers.drain(..).zip(results).zip(work) {
                // Whoever stopped waiting does not need it.
                let _ = answer.send((result, item));
            }
        }
    }

    /// Keeps a batch, leaving out the commands that SQLite itself chokes on.
    fn keep(&mut self, db: &Connection, sql: &mut Statements<'_>, work: &Rounds) -> Vec<Answer> {
        let mut failed = BTreeMap::new();
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
                (After::Single, Some(place)) => {
                    failed.insert(place, reason);
                }
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
        rounds: &Rounds,
        failed: &BTreeMap<usize, Failure>,
    ) -> Result<Vec<Answer>, Trouble> {
        let mut batch = Batch::begin(sql, &self.cache)?;
        let mut answers = Vec::new();
        // No lingering: what queued while the last batch was written is this one, and what comes
        // while it is written joins it.
        for round in rounds {
            let work = round.get_or_init(|| self.inbox.take(None));
            if work.is_empty() {
                break;
            }
            for item in work {
                let place = answers.len();
                let outcome: Outcome = match (failed.get(&place), item) {
                    (Some(failure), _) => Ok(Err(failure.clone().into())),
                    (None, Work::Commit(commit)) => batch.commit(place, commit),
                    (None, Work::Settle { id, retry }) => batch.settle(*id, *retry),
                    #[cfg(test)]
                    (None, Work::Fail(_) | Work::Hold { .. }) => tests::held(item),
                };
                answers.push(outcome.map_err(|error| Trouble { place: Some(place), error })?);
            }
            batch.write()?;
        }
        if answers.iter().all(Result::is_err) {
            batch.abandon()?;
            return Ok(answers);
        }
        let commits = self.commits.saturating_add(1);
        batch.count(commits)?;
        #[cfg(test)]
        tests::fail(taken(rounds))?;
        let places = batch.end()?;
        self.commits = commits;
        self.anchor.note(commits);
        for (item, answer) in taken(rounds).zip(&answers) {
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
    fn refuse_the_rest(&mut self) {
        let reason = self.broken.get().cloned();
        while let Some(message) = self.inbox.waiting.blocking_recv() {
            match message {
                Message::Work(item, answer) => {
                    let reason = reason.clone().unwrap_or_else(closed);
                    let _ = answer.send((Err(reason.into()), item));
                }
                Message::Close(done) => self.inbox.close(done),
            }
        }
    }
}

/// What was taken so far.
fn taken(rounds: &Rounds) -> impl Iterator<Item = &Work> {
    rounds.iter().filter_map(OnceCell::get).flatten()
}

/// Nothing of the batch was kept; those with a failure of their own hear that.
fn refused(work: &Rounds, failed: &BTreeMap<usize, Failure>, reason: &Failure) -> Vec<Answer> {
    let answer = |(place, _)| Err(failed.get(&place).unwrap_or(reason).clone().into());
    taken(work).enumerate().map(answer).collect()
}

#[cfg(test)]
mod tests;
