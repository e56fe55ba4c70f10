//! What the surface must know of the marketplace and its proposals.

use earnest::Instance;
use earnest::ids::{InstanceId, PartyId};
use earnest::marketplace::{Agent, Marketplace, Mode, Stage};
use earnest::proposal::Proposal;
use earnest_service::Held;
use earnest_service::store::Entry;

use super::events;
use super::tasks::TaskAnswer;
use crate::app::App;
use crate::ids::TaskId;
use crate::lifecycle::{Named, Spoken, Surfaced};
use crate::problem::Problem;
use crate::stream::Draft;
use crate::wire::True;

impl Named for TaskId {
    type Of = Marketplace;
}

impl Spoken for Marketplace {
    fn action(command: &'static str) -> &'static str {
        match command {
            "Hire" => "accept_proposal",
            "Cancel" => "cancel",
            "Progress" => "progress",
            "Deliver" => "deliver",
            "Fail" => "fail",
            "Approve" => "approve",
            "Revise" => "request_revision",
            "Dispute" => "dispute",
            "Redeliver" => "redeliver",
            "Reject" => "reject",
            "Submit" => "evidence",
            "Seal" => "statement",
            "Concede" => "concede",
            "Rule" => "resolve",
            other => other,
        }
    }
}

impl Spoken for Proposal {
    fn action(command: &'static str) -> &'static str {
        match command {
            "Accept" => "accept",
            "Decline" => "decline",
            "Withdraw" => "withdraw",
            other => other,
        }
    }
}

impl Surfaced for Marketplace {
    type Answer = TaskAnswer;

    async fn answer(app: &App, held: &Held<Self>) -> Result<TaskAnswer, Problem> {
        Ok(TaskAnswer { success: True, task: app.task_view(held).await? })
    }

    /// A task pays nobody but its buyer, its agent's owner and the fees.
    fn wallet(instance: &Instance<Self>, party: PartyId) -> &'static str {
        if party == instance.terms.buyer { "BUYER" } else { "AGENT" }
    }

    /// A job is open to all agents.
    fn is_open(instance: &Instance<Self>) -> bool {
        matches!(instance.stage, Stage::Pending(_)) && instance.terms.mode == Mode::Proposals
    }

    fn agent(instance: &Instance<Self>) -> Option<Agent> {
        instance.stage.agent()
    }

    fn events(id: InstanceId, entry: Entry) -> Option<Vec<Draft>> {
        events::of(TaskId(id), entry)
    }
}
