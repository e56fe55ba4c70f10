//! The lists, counts and words of credits.

use earnest::credits::{Credits, Stage, Thumb};
use earnest::machine::Stage as _;
use earnest::{Instance, Record};

use super::{Hosted, Stakes, Status, names};
use crate::store::{Listing, Tally};

impl Hosted for Credits {
    fn lists(instance: &Instance<Self>) -> Vec<Listing> {
        let facet = instance.stage.status();
        let listing = |list| Listing { list, facet: facet.to_owned() };
        let mut lists = vec![listing(names::submitted(instance.terms.buyer))];
        lists.extend(instance.stage.agent().map(|agent| listing(names::hired(agent.id))));
        match &instance.stage {
            Stage::Submitted(_) | Stage::Routing(_) => {
                lists.push(listing(names::UNASSIGNED.to_owned()));
            }
            Stage::Assigned(stage) => lists.push(listing(names::assigned(stage.job.agent.id))),
            Stage::QualityCheck(_) => lists.push(listing(names::UNASSESSED.to_owned())),
            Stage::Contested(_) => lists.push(listing(names::CONTESTED.to_owned())),
            Stage::Draft(_)
            | Stage::Executing(_)
            | Stage::Completed(_)
            | Stage::Settled(_)
            | Stage::Closed(_)
            | Stage::Refunded(_)
            | Stage::Failed(_) => {}
        }
        lists
    }

    fn stakes(instance: &Instance<Self>) -> Option<Stakes> {
        let payee = instance.stage.agent().map(|agent| agent.owner);
        Some(Stakes { payer: instance.terms.buyer, payee })
    }

    fn tallies(before: &Instance<Self>, record: &Record<Self>) -> Vec<Tally> {
        let (before, after) = (counted(&before.stage), counted(&record.to));
        let by = |name: &String, change| Tally { name: name.clone(), change, at_most: None };
        let more = after.iter().filter(|name| !before.contains(name)).map(|name| by(name, 1));
        let less = before.iter().filter(|name| !after.contains(name)).map(|name| by(name, -1));
        more.chain(less).collect()
    }

    fn keeps_all(_: &str) -> bool {
        false
    }
}

/// The counts that a task in this stage is part of. Work counts as completed when it has passed,
/// and no longer when its charge went back.
fn counted(stage: &Stage) -> Vec<String> {
    let Some(agent) = stage.agent().map(|agent| agent.id) else { return Vec::new() };
    let standing = match stage {
        Stage::Draft(_) | Stage::Submitted(_) | Stage::Routing(_) | Stage::QualityCheck(_) => None,
        Stage::Assigned(_) | Stage::Executing(_) => Some(names::load(agent)),
        Stage::Completed(_) | Stage::Settled(_) | Stage::Contested(_) | Stage::Closed(_) => {
            Some(names::ended(agent, true))
        }
        Stage::Refunded(_) | Stage::Failed(_) => Some(names::ended(agent, false)),
    };
    let vote = stage.vote().map(|thumb| names::votes(agent, thumb == Thumb::Up));
    standing.into_iter().chain(vote).collect()
}

/// The wire's word for a stage of credits, by its name in the table.
#[must_use]
pub fn credits_status(stage: &str) -> &'static str {
    match stage {
        "Draft" | "Submitted" | "Assigned" => "submitted",
        "Routing" => "routing",
        "Executing" => "executing",
        "QualityCheck" => "quality_check",
        "Completed" | "Settled" | "Contested" | "Closed" => "completed",
        "Refunded" => "refunded",
        _ => "failed",
    }
}

impl Status for Stage {
    fn status(&self) -> &'static str {
        credits_status(self.name())
    }
}
