//! The kernel: what every lifecycle shares, and the only way to move one.

use core::fmt::Debug;

use serde::{Deserialize, Serialize};

use crate::authority::{Actor, Role, Roles};
use crate::ids::{InstanceId, OrderId, PartyId};
use crate::ledger::{Account, Postings};
use crate::money::{Amount, Asset};
use crate::time::Timestamp;

mod check;
mod error;
mod finding;
mod forecast;
mod options;
mod record;
pub mod render;
mod table;

pub use error::{Defect, Error, Reason, Refused};
pub use finding::{Clock, Finding, Pace, Severity};
pub use forecast::{Forecast, Latest, Payouts};
pub use options::{Choice, IfSilent};
pub use record::{Record, RuleId};
pub use table::{Either, Leaves, Row, Table, Transient};

/// A lifecycle: its contract, its stages, its commands and, through [`Table`], its transitions.
pub trait Machine: Table {
    /// Names the lifecycle in records, documents and URLs.
    const NAME: &'static str;

    /// The stage an instance opens in. Opening never moves money.
    fn initial(terms: &Self::Terms, at: Timestamp) -> Self::Stage;

    /// What `party` is to an instance: fixed by the terms and, after a hire, by the stage
    /// (AUTH-01).
    fn roles(terms: &Self::Terms, stage: &Self::Stage, party: PartyId) -> Roles;

    /// Whether `command` asks for exactly what was already done in this stage, so that its sender
    /// can be given the first answer again: a retry is not a second order (KERNEL-40, KERNEL-41).
    fn repeats(stage: &Self::Stage, by: Roles, command: &Self::Command) -> bool;

    /// An order of the named kind that is accepted if any of its kind is. `options` tries it.
    fn probe(terms: &Self::Terms, stage: &Self::Stage, command: &str) -> Option<Self::Command>;

    /// What each side has of what was paid in, and the least and the most that it can have in the
    /// end. [`Instance::forecast`] tells it.
    fn payouts(terms: &Self::Terms, stage: &Self::Stage) -> Payouts;

    /// The latest moment at which a run from this stage ends, if everyone takes all the time there
    /// is; `None` where nobody has to give the first order, and in an end.
    fn ends_by(terms: &Self::Terms, stage: &Self::Stage) -> Option<Timestamp>;
}

/// What terms, stages and commands are: plain values that can be kept, compared and sent.
pub trait Value:
    Clone + Debug + PartialEq + Serialize + for<'de> Deserialize<'de> + Send + Sync + 'static
{
}

impl<T> Value for T where
    T: Clone + Debug + PartialEq + Serialize + for<'de> Deserialize<'de> + Send + Sync + 'static
{
}

/// The contract of one instance, fixed when it opens.
pub trait Terms: Value {
    /// The only asset the instance ever holds.
    fn asset(&self) -> Asset;

    /// What makes these terms unfit. Where there is nothing, they can be begun (TERMS-03), and keep
    /// their promises in every run (TERMS-04). No money is locked under unsound terms; what opens
    /// without money, whoever opens it looks here first.
    fn unsound(&self) -> impl Iterator<Item = Finding>;

    /// What is legal, and what the parties should read before they agree.
    fn notable(&self) -> impl Iterator<Item = Finding>;

    /// All findings on these terms, the unsound ones first.
    fn check(&self) -> impl Iterator<Item = Finding> {
        self.unsound().chain(self.notable())
    }
}

/// Where an instance is: an enum with one struct per stage.
pub trait Stage: Value {
    /// The variant's name, as the table spells it.
    fn name(&self) -> &'static str;

    /// What the escrow holds in this stage.
    fn held(&self) -> Amount;

    /// When this stage ends by itself. The stage lasts up to, not including, that moment (TIME-04).
    fn deadline(&self) -> Option<Timestamp>;

    /// Whether nothing can follow.
    fn is_terminal(&self) -> bool;
}

/// What can be asked: an enum with one struct per command.
pub trait Command: Value + From<Timeout> {
    /// The variant's name, as the table spells it.
    fn name(&self) -> &'static str;
}

/// The command every lifecycle has: the stage's deadline came due.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Timeout {}

/// One command with everything the outside world knows about it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Order<C> {
    /// Makes a retry recognisable.
    pub id: OrderId,
    /// Who sends it.
    pub by: Actor,
    /// When, by the clock of whoever keeps the journal.
    pub at: Timestamp,
    /// What is asked.
    pub command: C,
}

/// An instance between two orders.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(bound = "")]
pub struct Instance<M: Machine> {
    /// Its identity.
    pub id: InstanceId,
    /// Its contract.
    pub terms: M::Terms,
    /// Where it is.
    pub stage: M::Stage,
    /// When it got there, or when it opened.
    pub since: Timestamp,
    /// How many orders it took to get there.
    pub seq: u64,
}

/// What a transition is decided upon, besides the stage and the command.
#[derive(Debug)]
pub struct Context<'a, T> {
    /// The instance.
    pub id: InstanceId,
    /// Its contract.
    pub terms: &'a T,
    /// When the transition takes effect.
    pub now: Timestamp,
    /// In which capacities the sender acts. Only the kernel makes a `Context`, and only after it
    /// checked them against the row.
    granted: Roles,
}

/// A decided transition, not yet checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Move<S> {
    to: S,
    postings: Postings,
}

impl<M: Machine> Instance<M> {
    /// Opens an instance. Nothing is held yet.
    #[must_use]
    pub fn open(id: InstanceId, terms: M::Terms, at: Timestamp) -> Self {
        let stage = M::initial(&terms, at);
        Self { id, terms, stage, since: at, seq: 0 }
    }

    /// Decides an order. Pure: the same instance and order always give the same answer, and
    /// refusing changes nothing (KERNEL-01, KERNEL-03).
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] when the order may not be carried out. The checks run in the order in
    /// which [`Refused`] lists its variants, and the first to fail is reported.
    /// [`Error::Defect`] when the lifecycle itself is wrong; nothing may be committed then.
    pub fn step(&self, order: &Order<M::Command>) -> Result<Record<M>, Error<M>> {
        let granted = self.grant(order.by)?;
        // The clock fires later, too: what was locked at the last moment has to come out again
        // (TIME-07).
        if order.at > Timestamp::LAST_ORDER && order.by != Actor::Clock {
            return Err(Refused::TimeOutOfRange { last: Timestamp::LAST_ORDER }.into());
        }
        if order.at < self.since {
            return Err(Refused::ClockWentBack { since: self.since }.into());
        }
        let Some(row) = M::row(&self.stage, &order.command) else {
            let (stage, command) = (self.stage.name(), order.command.name());
            return Err(Refused::WrongStage { stage, command }.into());
        };
        let granted = granted.and(row.by);
        if granted.is_none() {
            return Err(Refused::Forbidden { stage: row.from, command: row.on }.into());
        }

        // A timeout takes effect when it was due, however late it was noticed (TIME-02, TIME-03).
        let deadline = self.stage.deadline();
        let due = deadline.filter(|deadline| *deadline <= order.at);
        let now = match (granted.has(Role::Clock), due) {
            (false, None) => order.at,
            (false, Some(deadline)) => return Err(Refused::TooLate { deadline }.into()),
            (true, None) => return Err(Refused::TooEarly { deadline }.into()),
            (true, Some(deadline)) => deadline,
        };

        let context = Context { id: self.id, terms: &self.terms, now, granted };
        // Matched, not mapped, and checked where it lies: each way on would copy the whole move.
        let routed = M::route(&self.stage, &order.command, &context);
        if let Some(Ok(decided)) = &routed {
            self.check(now, decided)?;
        }
        match routed {
            Some(Ok(Move { to, postings })) => Ok(Record {
                seq: self.seq.saturating_add(1),
                order: order.clone(),
                rule: row.rule,
                at: now,
                to,
                postings,
            }),
            Some(Err(reason)) => Err(Refused::Guard(reason).into()),
            None => Err(Defect::Unrouted.into()),
        }
    }

    /// The instance after a record, or `None` if the record does not come next (KERNEL-51).
    #[must_use]
    pub fn after(&self, record: &Record<M>) -> Option<Self> {
        (record.seq == self.seq.saturating_add(1)).then(|| Self {
            id: self.id,
            terms: self.terms.clone(),
            stage: record.to.clone(),
            since: record.at,
            seq: record.seq,
        })
    }

    /// In which capacities a sender acts here.
    fn grant(&self, by: Actor) -> Result<Roles, Refused<M::Refusal>> {
        match by {
            Actor::Clock => Ok(Roles::NONE.with(Role::Clock)),
            Actor::Operator => Ok(Roles::NONE.with(Role::Operator)),
            Actor::Arbiter(person) if self.roles(person).is_none() => {
                Ok(Roles::NONE.with(Role::Arbiter))
            }
            Actor::Arbiter(_) => Err(Refused::Interested),
            Actor::Party(party) => {
                Some(self.roles(party)).filter(|it| !it.is_none()).ok_or(Refused::NotAParty)
            }
        }
    }

    /// What `party` is to this instance.
    #[must_use]
    pub fn roles(&self, party: PartyId) -> Roles {
        M::roles(&self.terms, &self.stage, party)
    }
}

impl<T> Context<'_, T> {
    /// Whether the sender acts as `role`.
    #[must_use]
    pub const fn acts_as(&self, role: Role) -> bool {
        self.granted.has(role)
    }

    /// The account that holds this instance's money.
    #[must_use]
    pub const fn escrow(&self) -> Account {
        Account::Escrow(self.id)
    }
}

impl<S> Move<S> {
    /// Leads to `stage`.
    pub fn to(stage: S) -> Self {
        Self { to: stage, postings: Postings::default() }
    }

    /// And moves `amount`.
    #[must_use]
    #[inline]
    pub fn moving(self, from: Account, to: Account, amount: Amount) -> Self {
        Self { postings: self.postings.and(from, to, amount), ..self }
    }

    /// The same move, seen as one of several that a row allows, or as one of the lifecycle.
    #[must_use]
    #[inline]
    pub fn widen<T: From<S>>(self) -> Move<T> {
        Move { to: self.to.into(), postings: self.postings }
    }

    /// The same move to a stage made from the one it led to.
    pub(crate) fn map<T>(self, into: impl FnOnce(S) -> T) -> Move<T> {
        Move { to: into(self.to), postings: self.postings }
    }
}
