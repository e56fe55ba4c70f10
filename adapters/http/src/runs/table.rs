//! What the surface must know of runs.

use earnest::Instance;
use earnest::ids::{InstanceId, PartyId};
use earnest::marketplace::Agent;
use earnest::runs::{Runs, Status};
use earnest_service::Held;
use earnest_service::store::Entry;

use super::events;
use super::view::RunView;
use crate::app::App;
use crate::ids::RunId;
use crate::lifecycle::{Named, Spoken, Surfaced};
use crate::problem::Problem;
use crate::stream::Draft;

impl Named for RunId {
    type Of = Runs;
}

impl Spoken for Runs {
    fn action(command: &'static str) -> &'static str {
        match command {
            "Claim" => "claim",
            "Cancel" => "cancel",
            "Renew" => "renew",
            "Complete" => "complete",
            "Fail" => "fail",
            "Interrupt" => "interrupt",
            other => other,
        }
    }
}

impl Surfaced for Runs {
    type Answer = RunView;

    async fn answer(app: &App, held: &Held<Self>) -> Result<RunView, Problem> {
        Ok(app.run_view(held).await?)
    }

    /// A run moves no money; the words are there for the table's sake.
    fn wallet(instance: &Instance<Self>, party: PartyId) -> &'static str {
        if party == instance.terms.user { "USER" } else { "WORKER" }
    }

    fn is_open(_: &Instance<Self>) -> bool {
        false
    }

    /// A worker acts for itself.
    fn agent(_: &Instance<Self>) -> Option<Agent> {
        None
    }

    fn events(id: InstanceId, entry: Entry) -> Option<Vec<Draft>> {
        events::of(RunId(id), &entry)
    }
}

/// The wire's word for a stage, by its name in the table.
pub(super) fn word(stage: &str) -> Option<&'static str> {
    let words = Status::ALL.into_iter().map(Status::word);
    words.into_iter().find(|word| word.eq_ignore_ascii_case(stage))
}
