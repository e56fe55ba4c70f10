//! Runs: a task that an agent carries out in the background, without money. The user's run waits in
//! a queue, a worker holds it on a lease while it works, and a run that is left alone ends
//! (RUN-60).
//!
//! Start with the table below: what is not in it cannot happen. What runs the agent is a label in
//! the [`Terms`]: every runtime gives the same orders and gets the same records.

use core::fmt;

use crate::authority::{Role, Roles};
use crate::ids::PartyId;
use crate::machine::{Context, Latest, Machine, Move, Payouts, Reason, Timeout};
use crate::table;
use crate::time::Timestamp;

mod closed;
mod group;
mod orders;
mod progress;
mod queued;
mod running;
mod status;
mod terms;

pub use closed::{Cancelled, Completed, Failed, Interrupted, Stopped, Why};
pub use group::{Selection, Unselectable};
pub use orders::{Cancel, Claim, Complete, Fail, Interrupt, Renew};
pub use queued::Queued;
pub use running::{Execution, Running};
pub use status::Status;
pub use terms::Terms;

/// The lifecycle of a run.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Runs;

table! {
    Runs {
        start {}
        stages {
            /// Waits for a worker, whether or not the service starts again meanwhile (RUN-14).
            Queued,
            /// A worker holds it on a lease.
            Running,
        }
        ends {
            /// The work is done.
            Completed,
            /// The work did not come about.
            Failed,
            /// The user called it off.
            Cancelled,
            /// The worker or the service went away.
            Interrupted,
        }
        commands {
            /// Give the run to a worker that asks for one.
            Claim,
            /// Call the run off.
            Cancel,
            /// Keep the lease; logs may come with it.
            Renew,
            /// Hand the result in.
            Complete,
            /// Give the work up.
            Fail,
            /// Stop the run, because the service does.
            Interrupt,
            /// A deadline came due.
            Timeout,
        }

        Queued  + Claim     by Operator => Running,     claim,     "RUN-10";
        Queued  + Cancel    by Buyer    => Cancelled,   cancel,    "RUN-11";
        Queued  + Timeout   by Clock    => Failed,      lapse,     "RUN-12";

        Running + Renew     by Agent    => Running,     renew,     "RUN-20";
        Running + Complete  by Agent    => Completed,   complete,  "RUN-21";
        Running + Fail      by Agent    => Failed,      fail,      "RUN-22";
        Running + Cancel    by Buyer    => Cancelled,   cancel,    "RUN-23";
        Running + Interrupt by Operator => Interrupted, interrupt, "RUN-24";
        Running + Timeout   by Clock    => Interrupted, lapse,     "RUN-25";
    }
}

/// The table says it all: a run refuses nothing of its own.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Refusal {}

/// The result of a handler.
pub(crate) type Decision<S> = Result<Move<S>, Refusal>;

/// What a handler decides upon.
pub(crate) type Cx<'a> = Context<'a, Terms>;

impl Machine for Runs {
    const NAME: &'static str = "runs";

    /// A run is queued by being opened (RUN-01).
    fn initial(terms: &Terms, at: Timestamp) -> Stage {
        Queued { claim_by: at.after(terms.to_claim) }.into()
    }

    /// The user is the buyer of a run that costs nothing; the worker is the agent once it has
    /// claimed the run.
    fn roles(terms: &Terms, stage: &Stage, party: PartyId) -> Roles {
        let works = stage.execution().is_some_and(|execution| party == execution.worker);
        Roles::NONE.with_if(Role::Buyer, party == terms.user).with_if(Role::Agent, works)
    }

    fn repeats(stage: &Stage, by: Roles, command: &Command) -> bool {
        match (stage, command) {
            (Stage::Completed(now), Command::Complete(Complete { message, branch })) => {
                by.has(Role::Agent) && (now.message, now.branch) == (*message, *branch)
            }
            (Stage::Failed(now), Command::Fail(Fail { reason })) => {
                by.has(Role::Agent)
                    && matches!(now.why, Why::GivenUp { reason: given, .. } if given == *reason)
            }
            (Stage::Cancelled(_), Command::Cancel(_)) => by.has(Role::Buyer),
            _ => false,
        }
    }

    fn probe(terms: &Terms, _: &Stage, command: &str) -> Option<Command> {
        Some(match command {
            "Claim" => Claim { worker: terms.user }.into(),
            "Cancel" => Cancel {}.into(),
            "Renew" => Renew { logs: None }.into(),
            "Complete" => Complete { message: terms.agent, branch: None }.into(),
            "Fail" => Fail { reason: terms.agent }.into(),
            "Interrupt" => Interrupt {}.into(),
            _ => return None,
        })
    }

    fn payouts(_: &Terms, _: &Stage) -> Payouts {
        Payouts::NOTHING
    }

    /// A lease of 1 ms is over before it can be renewed, so that such a run never gets this far.
    fn ends_by(terms: &Terms, stage: &Stage) -> Option<Timestamp> {
        match stage {
            Stage::Queued(it) => Some(Latest::of(it.claim_by).ordered(terms.to_finish).end()),
            Stage::Running(it) => Some(it.execution.started.after(terms.to_finish)),
            Stage::Completed(_)
            | Stage::Failed(_)
            | Stage::Cancelled(_)
            | Stage::Interrupted(_) => None,
        }
    }
}

impl Stage {
    /// Who has worked on the run and since when, if anyone has.
    #[must_use]
    pub const fn execution(&self) -> Option<Execution> {
        match self {
            Self::Queued(_) => None,
            Self::Running(stage) => Some(stage.execution),
            Self::Completed(stage) => Some(stage.execution),
            Self::Failed(stage) => stage.why.execution(),
            Self::Cancelled(stage) => stage.execution,
            Self::Interrupted(stage) => Some(stage.execution),
        }
    }
}

impl Reason for Refusal {
    const ALL: &'static [Self] = &[];

    fn code(self) -> &'static str {
        match self {}
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}
