//! The marketplace's lists, counts and words.

use earnest::machine::Stage as _;
use earnest::marketplace::{Approve, Command, Marketplace, Mode, Stage};
use earnest::time::Timestamp;
use earnest::{Instance, Record};

use super::names::{self, ListName};
use super::{Hosted, Stakes, Status};
use crate::dispatch::Place;
use crate::held::Held;
use crate::service::Service;
use crate::store::{Failure, Tally};

impl Hosted for Marketplace {
    fn lists(instance: &Instance<Self>) -> Vec<ListName> {
        let mut lists = vec![names::buys(instance.terms.buyer)];
        if let Some(agent) = instance.stage.agent() {
            lists.push(names::works(agent.owner));
        }
        match (&instance.stage, instance.terms.mode) {
            (Stage::Pending(_), Mode::Proposals) => lists.push(ListName::one(names::JOBS)),
            (Stage::Pending(_), Mode::Direct(agent)) => {
                lists.push(names::queue(agent.map(|agent| agent.id)));
                lists.push(ListName::one(names::WAITING));
            }
            (Stage::Matching(_), _) => {
                lists.push(names::queue(None));
                lists.push(ListName::one(names::WAITING));
            }
            (Stage::Disputed(_) | Stage::Arbitration(_), _) => {
                lists.push(ListName::one(names::DISPUTES));
            }
            _ => {}
        }
        lists
    }

    fn facet(instance: &Instance<Self>) -> &'static str {
        instance.stage.status()
    }

    fn stakes(instance: &Instance<Self>) -> Option<Stakes> {
        let payee = instance.stage.agent().map(|agent| agent.owner);
        Some(Stakes { payer: instance.terms.buyer, payee, pending: instance.stage.held() })
    }

    fn tallies(before: &Instance<Self>, record: &Record<Self>) -> Vec<Tally> {
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

    async fn tend(
        service: &Service,
        held: &mut Held<Self>,
        now: Timestamp,
    ) -> Result<Option<Place>, Failure> {
        service.hire(held, now).await
    }
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

impl Status for Stage {
    fn status(&self) -> &'static str {
        task_status(self.name())
    }
}
