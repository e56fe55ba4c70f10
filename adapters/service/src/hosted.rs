//! What the shell must know of a lifecycle beyond its table: how it is listed and counted.

use earnest::ids::PartyId;
use earnest::machine::{Machine, Stage as _};
use earnest::marketplace::{self, Marketplace, Mode};
use earnest::proposal::{self, Proposal};
use earnest::{Instance, Record};

use crate::store::{Listing, Tally};

/// A lifecycle that the service can keep.
pub trait Hosted: Machine {
    /// The lists in which an instance is shown. A pure function of the instance: the service
    /// writes only what changed.
    fn lists(instance: &Instance<Self>) -> Vec<Listing>;

    /// Who has paid in to the escrow, and who may earn from it.
    fn stakes(instance: &Instance<Self>) -> Option<Stakes>;

    /// What a transition changes in the counts.
    fn tallies(before: &Instance<Self>, record: &Record<Self>) -> Vec<Tally>;

    /// Whether every entry with this command is to be found again, or only the latest.
    fn keeps_all(command: &str) -> bool;
}

/// The two sides of an escrow.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Stakes {
    /// Who has paid in.
    pub payer: PartyId,
    /// Who may earn, once hired.
    pub payee: Option<PartyId>,
}

/// The names of lists and counts, in one place, so that writers and readers agree.
pub mod names {
    use earnest::ids::{InstanceId, PartyId};

    /// Tasks that a party buys.
    #[must_use]
    pub fn buys(party: PartyId) -> String {
        format!("buys/{party}")
    }

    /// Tasks that a party's agents were hired for.
    #[must_use]
    pub fn works(owner: PartyId) -> String {
        format!("works/{owner}")
    }

    /// Tasks that wait for a named agent, or for any.
    #[must_use]
    pub fn queue(agent: Option<PartyId>) -> String {
        agent.map_or_else(|| "queue/any".to_owned(), |agent| format!("queue/{agent}"))
    }

    /// Proposals for a task.
    #[must_use]
    pub fn proposals(task: InstanceId) -> String {
        format!("proposals/{task}")
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

    /// How many proposals a task has ever had.
    #[must_use]
    pub fn proposed(task: InstanceId) -> String {
        format!("proposed/{task}")
    }
}

impl Hosted for Marketplace {
    fn lists(instance: &Instance<Self>) -> Vec<Listing> {
        use marketplace::Stage;

        let facet = instance.stage.status();
        let listing = |list| Listing { list, facet: facet.to_owned() };
        let mut lists = vec![listing(names::buys(instance.terms.buyer))];
        if let Some(agent) = instance.stage.agent() {
            lists.push(listing(names::works(agent.owner)));
        }
        match (&instance.stage, instance.terms.mode) {
            (Stage::Pending(_), Mode::Proposals) => lists.push(listing(names::JOBS.to_owned())),
            (Stage::Pending(_), Mode::Direct(agent)) => {
                lists.push(listing(names::queue(agent.map(|agent| agent.id))));
                lists.push(listing(names::WAITING.to_owned()));
            }
            (Stage::Matching(_), _) => {
                lists.push(listing(names::queue(None)));
                lists.push(listing(names::WAITING.to_owned()));
            }
            (Stage::Disputed(_) | Stage::Arbitration(_), _) => {
                lists.push(listing(names::DISPUTES.to_owned()));
            }
            _ => {}
        }
        lists
    }

    fn stakes(instance: &Instance<Self>) -> Option<Stakes> {
        let payee = instance.stage.agent().map(|agent| agent.owner);
        Some(Stakes { payer: instance.terms.buyer, payee })
    }

    fn tallies(before: &Instance<Self>, record: &Record<Self>) -> Vec<Tally> {
        use marketplace::{Approve, Command, Stage};

        let by = |name, change| Tally { name, change, at_most: None };
        let works = |stage: &Stage| matches!(stage, Stage::Executing(_) | Stage::Revising(_));
        let Some(agent) = record.to.agent().map(|agent| agent.id) else { return Vec::new() };
        let mut tallies = Vec::new();
        match (works(&before.stage), works(&record.to)) {
            (false, true) => tallies.push(by(names::load(agent), 1)),
            (true, false) => tallies.push(by(names::load(agent), -1)),
            (true, true) | (false, false) => {}
        }
        if record.to.is_terminal() {
            let well = matches!(record.to, Stage::Completed(_));
            tallies.push(by(names::ended(agent, well), 1));
        }
        if let Command::Approve(Approve { rating: Some(rating), .. }) = record.order.command {
            let [ratings, stars] = names::rated(agent);
            tallies.push(by(ratings, 1));
            tallies.push(by(stars, rating.value().into()));
        }
        tallies
    }

    fn keeps_all(command: &str) -> bool {
        matches!(command, "Submit" | "Seal")
    }
}

impl Hosted for Proposal {
    fn lists(instance: &Instance<Self>) -> Vec<Listing> {
        let facet = instance.stage.name().to_owned();
        vec![Listing { list: names::proposals(instance.terms.task), facet }]
    }

    fn stakes(_: &Instance<Self>) -> Option<Stakes> {
        None
    }

    fn tallies(_: &Instance<Self>, _: &Record<Self>) -> Vec<Tally> {
        Vec::new()
    }

    fn keeps_all(_: &str) -> bool {
        false
    }
}

/// How the marketplace's stages are called on the wire.
pub trait Status {
    /// The wire's word.
    fn status(&self) -> &'static str;
}

/// The wire's word for a stage of the marketplace, by its name in the table.
#[must_use]
pub fn task_status(stage: &str) -> &'static str {
    match stage {
        "Draft" | "Pending" => "PENDING",
        "Matching" => "MATCHING",
        "Executing" => "EXECUTING",
        "Delivered" => "DELIVERED",
        "Revising" => "REVISION_REQUESTED",
        "Disputed" | "Arbitration" => "DISPUTED",
        "Completed" => "COMPLETED",
        "Cancelled" => "CANCELLED",
        "Expired" => "EXPIRED",
        _ => "FAILED",
    }
}

impl Status for marketplace::Stage {
    fn status(&self) -> &'static str {
        task_status(self.name())
    }
}

impl Status for proposal::Stage {
    fn status(&self) -> &'static str {
        match self {
            Self::Offered(_) => "PENDING",
            Self::Accepted(_) => "ACCEPTED",
            Self::Declined(_) => "DECLINED",
            Self::Withdrawn(_) => "WITHDRAWN",
            Self::Lapsed(_) => "EXPIRED",
        }
    }
}
