//! The lists, counts and words of credits.

use earnest::credits::{Credits, Stage, Terms, Thumb};
use earnest::machine::Stage as _;
use earnest::money::Amount;
use earnest::time::Timestamp;
use earnest::{Instance, Record};

use super::names::{self, ListName};
use super::{Hosted, Stakes, Status};
use crate::dispatch::Place;
use crate::held::Held;
use crate::service::Service;
use crate::store::{Failure, Tally};

impl Hosted for Credits {
    fn lists(instance: &Instance<Self>) -> Vec<ListName> {
        let mut lists: Vec<_> = shown(&instance.terms, &instance.stage).collect();
        match &instance.stage {
            Stage::Submitted(_) | Stage::Routing(_) => {
                lists.push(ListName::one(names::UNASSIGNED));
                let named = instance.terms.named.map(|agent| names::queue(Some(agent.id)));
                lists.extend(named);
            }
            Stage::Assigned(stage) => lists.push(names::assigned(stage.job.agent.id)),
            Stage::QualityCheck(_) => lists.push(ListName::one(names::UNASSESSED)),
            Stage::Contested(_) => lists.push(ListName::one(names::CONTESTED)),
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

    fn facet(instance: &Instance<Self>) -> &'static str {
        instance.stage.status()
    }

    fn stakes(instance: &Instance<Self>) -> Option<Stakes> {
        let payee = instance.stage.agent().map(|agent| agent.owner);
        Some(Stakes { payer: instance.terms.buyer, payee, pending: pending(&instance.stage) })
    }

    fn tallies(before: &Instance<Self>, record: &Record<Self>) -> Vec<Tally> {
        let terms = &before.terms;
        let (before, after) = (counted(terms, &before.stage), counted(terms, &record.to));
        let by = |name: &String, change| Tally { name: name.clone(), change, at_most: None };
        let more = after.iter().filter(|name| !before.contains(name)).map(|name| by(name, 1));
        let less = before.iter().filter(|name| !after.contains(name)).map(|name| by(name, -1));
        more.chain(less).collect()
    }

    async fn tend(
        service: &Service,
        held: &mut Held<Self>,
        now: Timestamp,
    ) -> Result<Option<Place>, Failure> {
        match held.instance.stage {
            Stage::QualityCheck(_) => service.judge(held, now).await.map(|()| None),
            _ => service.route(held, now).await,
        }
    }
}

/// The lists that people read, which are counted by status.
fn shown(terms: &Terms, stage: &Stage) -> impl Iterator<Item = ListName> {
    // A draft is never visible.
    let draft = matches!(stage, Stage::Draft(_));
    let buyer = (!draft).then(|| names::submitted(terms.buyer));
    buyer.into_iter().chain(stage.agent().map(|agent| names::hired(agent.id)))
}

/// The counts that a task in this stage is part of. Work counts as completed when it has passed,
/// and no longer when its charge went back.
fn counted(terms: &Terms, stage: &Stage) -> Vec<String> {
    let total = |list| names::total(list, stage.status());
    let mut counts: Vec<_> = shown(terms, stage).map(total).collect();
    let Some(agent) = stage.agent().map(|agent| agent.id) else { return counts };
    counts.extend(match stage {
        Stage::Draft(_) | Stage::Submitted(_) | Stage::Routing(_) | Stage::QualityCheck(_) => None,
        Stage::Assigned(_) | Stage::Executing(_) => Some(names::load(agent)),
        Stage::Completed(_) | Stage::Settled(_) | Stage::Contested(_) | Stage::Closed(_) => {
            Some(names::ended(agent, true))
        }
        Stage::Refunded(_) | Stage::Failed(_) => Some(names::ended(agent, false)),
    });
    counts.extend(stage.vote().map(|thumb| names::votes(agent, thumb == Thumb::Up)));
    counts
}

/// What the agent may earn: its charge, of which more may be held.
fn pending(stage: &Stage) -> Amount {
    let charge = match stage {
        Stage::Assigned(stage) => stage.job.charge,
        Stage::Executing(stage) => stage.job.charge,
        Stage::QualityCheck(stage) => stage.job.charge,
        _ => stage.held(),
    };
    charge.min(stage.held())
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
