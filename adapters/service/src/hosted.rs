//! What the shell must know of a lifecycle beyond its table: how it is listed and counted.

use std::future::ready;

use earnest::ids::PartyId;
use earnest::machine::Machine;
use earnest::money::Amount;
use earnest::time::Timestamp;
use earnest::{Instance, Record};

use crate::dispatch::Place;
use crate::held::Held;
use crate::service::Service;
use crate::store::{Failure, Tally};

mod credits;
mod marketplace;
mod proposal;
mod runs;

pub use credits::credits_status;
pub use marketplace::task_status;
use names::ListName;

/// A lifecycle that the service can keep.
pub trait Hosted: Machine {
    /// The lists in which an instance is shown. A pure function of the instance: the service
    /// writes only what changed.
    fn lists(instance: &Instance<Self>) -> Vec<ListName>;

    /// The facet under which it is shown in all of them.
    fn facet(instance: &Instance<Self>) -> &'static str;

    /// Who has paid in to the escrow, and who may earn from it.
    fn stakes(instance: &Instance<Self>) -> Option<Stakes>;

    /// What a transition changes in the counts; nothing, unless the lifecycle says otherwise.
    fn tallies(_: &Instance<Self>, _: &Record<Self>) -> Vec<Tally> {
        Vec::new()
    }

    /// Whether every entry with this command is to be found again, or only the latest; the latest,
    /// unless the lifecycle says otherwise.
    fn keeps_all(_: &str) -> bool {
        false
    }

    /// What the platform itself does with an instance that waits for it, as part of the command
    /// under way; nothing, unless the lifecycle says otherwise. Whether a hired agent has room is
    /// not looked up: [`reserve`](crate::reserve) bounds the commit by the place that is given
    /// back, and the store refuses one that finds the agent full.
    fn tend(
        _: &Service,
        _: &mut Held<Self>,
        _: Timestamp,
    ) -> impl Future<Output = Result<Option<Place>, Failure>> + Send {
        ready(Ok(None))
    }
}

/// The two sides of an escrow.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Stakes {
    /// Who has paid in.
    pub payer: PartyId,
    /// Who may earn, once hired.
    pub payee: Option<PartyId>,
    /// What the payee may earn, the fee included; at most what is held.
    pub pending: Amount,
}

/// The names of lists and counts, in one place, so that writers and readers agree.
pub mod names {
    use std::fmt;

    use earnest::ids::{InstanceId, PartyId};

    /// The name of a list. Most commands move nothing between lists, so it is written out only for
    /// one that does.
    #[derive(Clone, Copy, Debug, Eq, PartialEq)]
    pub struct ListName {
        kind: &'static str,
        of: Option<PartyId>,
    }

    impl ListName {
        /// One of the lists that are one for all.
        #[must_use]
        pub const fn one(kind: &'static str) -> Self {
            Self { kind, of: None }
        }

        const fn of(kind: &'static str, party: PartyId) -> Self {
            Self { kind, of: Some(party) }
        }
    }

    impl fmt::Display for ListName {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.kind)?;
            self.of.map_or(Ok(()), |of| write!(f, "/{of}"))
        }
    }

    /// Tasks that a party buys.
    #[must_use]
    pub const fn buys(party: PartyId) -> ListName {
        ListName::of("buys", party)
    }

    /// Tasks that a party's agents were hired for.
    #[must_use]
    pub const fn works(owner: PartyId) -> ListName {
        ListName::of("works", owner)
    }

    /// Tasks that wait for a named agent, or for any.
    #[must_use]
    pub const fn queue(agent: Option<PartyId>) -> ListName {
        match agent {
            Some(agent) => ListName::of("queue", agent),
            None => ListName::one("queue/any"),
        }
    }

    /// Proposals for a task.
    #[must_use]
    pub const fn proposals(task: InstanceId) -> ListName {
        ListName::of("proposals", PartyId(task.0))
    }

    /// Every task that waits for an agent, named or not.
    pub const WAITING: &str = "waiting";

    /// Tasks that take proposals now.
    pub const JOBS: &str = "jobs";

    /// Tasks with an open dispute.
    pub const DISPUTES: &str = "disputes";

    /// How many tasks an agent works on.
    #[must_use]
    pub fn load(agent: PartyId) -> String {
        format!("{LOAD}{agent}")
    }

    /// What the names of [`load`] start with.
    pub const LOAD: &str = "load/";

    /// How many tasks an agent has completed, or has not.
    #[must_use]
    pub fn ended(agent: PartyId, well: bool) -> String {
        format!("{}/{agent}", if well { "completed" } else { "failed" })
    }

    /// How many ratings an agent has, and how many stars they add up to.
    #[must_use]
    pub fn rated(agent: PartyId) -> [String; 2] {
        [format!("ratings/{agent}"), format!("stars/{agent}")]
    }

    /// Runs that a user started.
    #[must_use]
    pub const fn runs(user: PartyId) -> ListName {
        ListName::of("runs", user)
    }

    /// Runs that a worker has claimed and not ended.
    #[must_use]
    pub const fn claimed(worker: PartyId) -> ListName {
        ListName::of("claimed", worker)
    }

    /// Runs of one group.
    #[must_use]
    pub const fn group(group: InstanceId) -> ListName {
        ListName::of("group", PartyId(group.0))
    }

    /// Runs that wait for a worker.
    pub const QUEUED: &str = "queued";

    /// Runs that a worker has claimed: what a restart interrupts.
    pub const RUNNING: &str = "running";

    /// Tasks for credits that a buyer, or an agent of his, submitted.
    #[must_use]
    pub const fn submitted(buyer: PartyId) -> ListName {
        ListName::of("submitted", buyer)
    }

    /// Tasks for credits that an agent was hired for.
    #[must_use]
    pub const fn hired(agent: PartyId) -> ListName {
        ListName::of("hired", agent)
    }

    /// Tasks for credits that an agent was hired for and has not begun.
    #[must_use]
    pub const fn assigned(agent: PartyId) -> ListName {
        ListName::of("assigned", agent)
    }

    /// Tasks for credits that wait for a named agent (`submitted`) or for any (`routing`).
    pub const UNASSIGNED: &str = "unassigned";

    /// Tasks for credits that wait for the platform to judge the work.
    pub const UNASSESSED: &str = "unassessed";

    /// Tasks for credits with an open dispute.
    pub const CONTESTED: &str = "contested";

    /// How many streams of a list have a facet, where that is counted.
    #[must_use]
    pub fn total(list: impl fmt::Display, facet: &str) -> String {
        format!("total/{list}/{facet}")
    }

    /// How many tasks have a vote that an agent's work was good, or that it was bad.
    #[must_use]
    pub fn votes(agent: PartyId, up: bool) -> String {
        format!("{}/{agent}", if up { "up" } else { "down" })
    }

    /// How many proposals a task has ever had.
    #[must_use]
    pub fn proposed(task: InstanceId) -> String {
        format!("proposed/{task}")
    }
}

/// How a lifecycle's stages are called on the wire.
pub trait Status {
    /// The wire's word.
    fn status(&self) -> &'static str;
}
