//! Load, decide, commit: the only place where the core, a store and a clock meet.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use earnest::authority::Actor;
use earnest::ids::{Digest, InstanceId, OrderId, PartyId};
use earnest::machine::{Error as CoreError, Machine, Refused};
use earnest::time::Timestamp;

use crate::clock::Clock;
use crate::directory::{AgentCard, Key};
use crate::held::{Held, Undecided};
use crate::hosted::Hosted;
use crate::hub::{Hint, Hub, QUEUE};
use crate::memo::Memo;
use crate::store::{Commit, Failure, NotCommitted, Store, Stream};
use crate::text::SharedText;
use crate::waking::{Waking, queued, wakes};

/// How often a command is decided before it is answered [`Failure::Busy`]. Every lost race means
/// that another command was committed, so this many are only seen under a flood on one instance.
#[must_use]
pub fn attempts() -> std::ops::Range<usize> {
    0..64
}

/// How many due instances one round of the timer takes.
const ROUND: u32 = 256;

/// The shell around the core: lifecycles over one store and one clock.
#[derive(Debug)]
pub struct Service {
    store: Arc<dyn Store>,
    clock: Clock,
    hub: Hub,
    waking: Waking,
    hosts: Vec<Host>,
    commits: AtomicU64,
    pub(crate) keys: Memo<Digest, Key>,
    pub(crate) cards: Memo<PartyId, AgentCard>,
}

/// What is done with an instance of a lifecycle, known by the kind of its stream.
#[derive(Clone, Copy)]
struct Host {
    kind: &'static str,
    lapse: for<'a> fn(&'a Service, Stream, Timestamp) -> Doing<'a, usize>,
    tend: Tend,
}

/// One attempt at what the platform does with an instance; false after a lost race.
type Tend = for<'a> fn(&'a Service, Stream) -> Doing<'a, bool>;

type Doing<'a, T> = Pin<Box<dyn Future<Output = Result<T, NotCommitted>> + Send + 'a>>;

/// Why a command was not carried out. Nothing was changed, timeouts that were due aside.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Error<M: Machine> {
    /// There is no such instance.
    #[error("there is no such instance")]
    Missing,
    /// The core refused it, or found a defect in the lifecycle.
    #[error("{error}")]
    Core {
        /// Why.
        error: CoreError<M>,
        /// The instance that refused.
        instance: Box<earnest::Instance<M>>,
    },
    /// The store did not take it.
    #[error(transparent)]
    Store(#[from] NotCommitted),
}

/// What became of a command.
#[derive(Clone, Debug)]
pub enum Answer<M: Machine> {
    /// It was carried out.
    Done(Held<M>),
    /// It asks for what was already done: the instance as it is, and nothing moved.
    Repeated(Held<M>),
}

impl Service {
    /// A service over a store. Tell it which lifecycles it keeps with [`Service::host`].
    #[must_use]
    pub fn new(store: Arc<dyn Store>, clock: Clock) -> Self {
        Self {
            store,
            clock,
            hub: Hub::default(),
            waking: Waking::default(),
            hosts: Vec::new(),
            commits: AtomicU64::new(0),
            keys: Memo::default(),
            cards: Memo::default(),
        }
    }

    /// Keeps a lifecycle's deadlines from now on.
    #[must_use]
    pub fn host<M: Hosted>(mut self) -> Self {
        self.hosts.push(Host {
            kind: M::NAME,
            lapse: |service, stream, now| {
                Box::pin(async move {
                    let mut held = Held::<M>::load(&stream)?;
                    match held.lapse(now) {
                        Ok(0) => return Ok(0),
                        Ok(_) => {}
                        Err(Undecided::Failed(failure)) => return Err(failure.into()),
                        Err(Undecided::Core(error)) => {
                            let text = format!("`{}` cannot lapse: {error}", stream.id);
                            return Err(Failure::Malformed(text).into());
                        }
                    }
                    let count = held.fresh().len();
                    let mut commit = Commit::default();
                    held.write(&mut commit)?;
                    service.commit(commit).await?;
                    Ok(count)
                })
            },
            tend: |service, stream| Box::pin(async move { service.tend::<M>(&stream).await }),
        });
        self
    }

    /// What the platform does with instances of this kind.
    pub(crate) fn tender(&self, kind: &str) -> Option<Tend> {
        self.hosts.iter().find(|host| host.kind == kind).map(|host| host.tend)
    }

    /// The store.
    #[must_use]
    pub fn store(&self) -> &dyn Store {
        &*self.store
    }

    /// The clock.
    #[must_use]
    pub const fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Who waits for what.
    #[must_use]
    pub const fn hub(&self) -> &Hub {
        &self.hub
    }

    /// Who has to look for work.
    pub(crate) const fn waking(&self) -> &Waking {
        &self.waking
    }

    /// An instance with every timeout applied that is due, as a reader sees it. Nothing is kept:
    /// the timer writes the timeouts.
    ///
    /// # Errors
    ///
    /// [`Error::Missing`], or the store's own.
    pub async fn read<M: Hosted>(&self, id: InstanceId) -> Result<Held<M>, Error<M>> {
        let mut held = self.load(id).await?;
        let now = self.clock.now();
        if held.instance.due(now).is_some() {
            // What a reader sees must not be undone by what is written later, so it is written now
            // (STORE-20).
            self.lapse(id, now).await?;
            held = self.load(id).await?;
        }
        Ok(held)
    }

    /// An instance as the store keeps it.
    ///
    /// # Errors
    ///
    /// [`Error::Missing`], or the store's own.
    pub async fn load<M: Hosted>(&self, id: InstanceId) -> Result<Held<M>, Error<M>> {
        let stream = self.store.stream(id).await.map_err(NotCommitted::from)?;
        let stream = stream.filter(|stream| *stream.kind == *M::NAME).ok_or(Error::Missing)?;
        Ok(Held::load(&stream).map_err(NotCommitted::from)?)
    }

    /// Carries out what a sender asks: load, lapse what is due, step, commit; after a lost race,
    /// once more from the start.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn submit<M: Hosted>(
        &self,
        id: InstanceId,
        order: OrderId,
        by: Actor,
        command: M::Command,
        document: Option<SharedText>,
    ) -> Result<Answer<M>, Error<M>> {
        for _ in attempts() {
            let decided = self.decide(id, order, by, command.clone(), document.clone()).await?;
            let Answer::Done(held) = decided else { return Ok(decided) };
            let mut commit = Commit::default();
            held.write(&mut commit).map_err(NotCommitted::from)?;
            if self.settle(commit).await? {
                return Ok(Answer::Done(held));
            }
        }
        Err(NotCommitted::Failed(Failure::Busy).into())
    }

    /// The first half of [`Service::submit`], for commands that put more into their commit (a
    /// receipt, a document, a second instance): load, lapse what is due, step. What it decides
    /// is kept by [`Held::write`] and [`Service::settle`], within a loop over [`attempts`].
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn decide<M: Hosted>(
        &self,
        id: InstanceId,
        order: OrderId,
        by: Actor,
        command: M::Command,
        document: Option<SharedText>,
    ) -> Result<Answer<M>, Error<M>> {
        let held = self.load::<M>(id).await?;
        self.decide_on(held, order, by, command, document).await
    }

    /// The same for an instance that was just loaded.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn decide_on<M: Hosted>(
        &self,
        mut held: Held<M>,
        order: OrderId,
        by: Actor,
        command: M::Command,
        document: Option<SharedText>,
    ) -> Result<Answer<M>, Error<M>> {
        match held.step(order, by, self.clock.now(), command.clone(), document) {
            Ok(()) => Ok(Answer::Done(held)),
            // Boxed, as it is rare: every command's future would have room for it.
            Err(undecided) => Box::pin(self.undecided(held, by, &command, undecided)).await,
        }
    }

    /// The second half: commits, and says whether it was first. If not, decide again (KERNEL-04,
    /// STORE-02).
    ///
    /// # Errors
    ///
    /// The store's, lost races aside.
    pub async fn settle(&self, commit: Commit) -> Result<bool, NotCommitted> {
        match self.commit(commit).await {
            Ok(()) => Ok(true),
            Err(NotCommitted::Raced(_) | NotCommitted::Conflict { .. }) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// A refusal stands, unless the order asks for what was already done. Timeouts that were due
    /// are kept, so that the sender can see the state that refused.
    async fn undecided<M: Hosted>(
        &self,
        held: Held<M>,
        by: Actor,
        command: &M::Command,
        undecided: Undecided<M>,
    ) -> Result<Answer<M>, Error<M>> {
        let error = match undecided {
            Undecided::Failed(failure) => return Err(NotCommitted::from(failure).into()),
            Undecided::Core(error) => error,
        };
        if !held.fresh().is_empty() {
            let mut commit = Commit::default();
            held.write(&mut commit).map_err(NotCommitted::from)?;
            match self.commit(commit).await {
                // Whoever was faster wrote the same timeouts.
                Ok(()) | Err(NotCommitted::Raced(_)) => {}
                Err(other) => return Err(other.into()),
            }
        }
        let known = !matches!(error, CoreError::Refused(Refused::NotAParty));
        if let (Actor::Party(party), true) = (by, known) {
            let instance = &held.instance;
            if M::repeats(&instance.stage, instance.roles(party), command) {
                return Ok(Answer::Repeated(held));
            }
        }
        Err(Error::Core { error, instance: Box::new(held.instance) })
    }

    /// How many commits the store took from this service.
    #[must_use]
    pub fn commits(&self) -> u64 {
        self.commits.load(Ordering::Relaxed)
    }

    /// Commits, and wakes those who wait for the streams, for free agents or for runs.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn commit(&self, commit: Commit) -> Result<(), NotCommitted> {
        let told: Vec<_> =
            commit.appends.iter().map(|it| (it.stream.id, it.stream.number)).collect();
        let woken = wakes(&commit);
        let queued = queued(&commit);
        self.store.commit(commit).await?;
        self.commits.fetch_add(1, Ordering::Relaxed);
        self.waking.wake(woken);
        for (id, number) in told {
            self.hub.tell(id, Hint::Entries(number));
        }
        for id in queued {
            self.hub.tell(QUEUE, Hint::Queued(id));
        }
        Ok(())
    }

    /// Carries out every timeout that is due by `now`, oldest first, and says how many (STORE-21).
    ///
    /// # Errors
    ///
    /// The store's. An instance that cannot lapse is reported and passed over, so that it does
    /// not hold up the others.
    pub async fn tick(&self, now: Timestamp) -> Result<usize, Failure> {
        self.tick_past(now, &mut Vec::new()).await
    }

    /// The same, passing over the instances in `stuck` without a word, and adding to them.
    pub(crate) async fn tick_past(
        &self,
        now: Timestamp,
        stuck: &mut Vec<InstanceId>,
    ) -> Result<usize, Failure> {
        let mut count = 0;
        loop {
            let limit = ROUND.saturating_add(u32::try_from(stuck.len()).unwrap_or(u32::MAX));
            let mut due = self.store.due(now, limit).await?;
            due.retain(|id| !stuck.contains(id));
            if due.is_empty() {
                return Ok(count);
            }
            for id in due {
                match self.lapse(id, now).await {
                    Ok(None) => stuck.push(id),
                    Ok(Some(lapsed)) => count += lapsed,
                    Err(NotCommitted::Failed(
                        failure @ (Failure::Busy | Failure::Unavailable(_)),
                    )) => {
                        return Err(failure);
                    }
                    Err(error) => {
                        tracing::error!(%id, %error, "a due instance cannot lapse");
                        stuck.push(id);
                    }
                }
            }
        }
    }

    /// One instance's due timeouts, or `None` if nobody here can apply them.
    async fn lapse(&self, id: InstanceId, now: Timestamp) -> Result<Option<usize>, NotCommitted> {
        for _ in attempts() {
            let Some(stream) = self.store.stream(id).await? else { return Ok(None) };
            if stream.deadline.is_none_or(|deadline| deadline > now) {
                return Ok(Some(0)); // somebody else was faster
            }
            let Some(host) = self.hosts.iter().find(|host| *host.kind == *stream.kind) else {
                return Ok(None);
            };
            match (host.lapse)(self, stream, now).await {
                Err(NotCommitted::Raced(_)) => {}
                Ok(0) => return Ok(None),
                other => return other.map(Some),
            }
        }
        Err(Failure::Busy.into())
    }
}

impl<M: Machine> Answer<M> {
    /// The instance, whether it moved or not.
    #[must_use]
    pub fn held(self) -> Held<M> {
        match self {
            Self::Done(held) | Self::Repeated(held) => held,
        }
    }
}

impl<M: Machine> Error<M> {
    /// Whether the sender is a stranger, who must not learn that the instance exists.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        match self {
            Self::Missing => true,
            Self::Core { error, .. } => matches!(error, CoreError::Refused(Refused::NotAParty)),
            Self::Store(_) => false,
        }
    }
}

impl std::fmt::Debug for Host {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Host").field(&self.kind).finish()
    }
}
