//! What the surface must know of credits.

use earnest::Instance;
use earnest::authority::Actor;
use earnest::credits::{Credits, Terms};
use earnest::ids::{InstanceId, PartyId};
use earnest::money::Amount;
use earnest::work::Agent;
use earnest_service::Held;
use earnest_service::store::Entry;

use super::events;
use super::tasks::CreditTaskAnswer;
use crate::app::App;
use crate::ids::CreditTaskId;
use crate::lifecycle::{Named, Spoken, Surfaced};
use crate::problem::Problem;
use crate::stream::Draft;
use crate::wire::{Money, True};

impl Named for CreditTaskId {
    type Of = Credits;
}

impl Spoken for Credits {
    fn action(command: &'static str) -> &'static str {
        match command {
            "Start" => "executing",
            "Fail" => "fail",
            "Complete" => "complete",
            "Vote" => "feedback",
            "Dispute" => "dispute",
            "Review" => "review",
            "Rule" => "resolve",
            "Concede" => "concede",
            "Withdraw" => "withdraw",
            other => other,
        }
    }

    /// The work is the agent's own: its owner's key is not taken for it.
    fn takes(instance: &Instance<Self>, by: Actor, command: &'static str) -> bool {
        match command {
            "Start" | "Fail" | "Complete" => {
                instance.stage.agent().is_some_and(|agent| by == Actor::Party(agent.id))
            }
            _ => true,
        }
    }
}

impl Surfaced for Credits {
    type Answer = CreditTaskAnswer;

    const AGENTS_SPEAK: bool = true;

    async fn answer(app: &App, held: &Held<Self>) -> Result<CreditTaskAnswer, Problem> {
        Ok(CreditTaskAnswer { success: True, task: app.credit_task(held).await? })
    }

    /// A task pays nobody but its buyer, its agent's owner and the fees.
    fn wallet(instance: &Instance<Self>, party: PartyId) -> &'static str {
        if party == instance.terms.buyer { "BUYER" } else { "AGENT" }
    }

    /// In whole cents.
    fn money(_: &Terms, amount: Amount) -> Money {
        Money::minor(amount)
    }

    fn is_open(_: &Instance<Self>) -> bool {
        false
    }

    fn agent(instance: &Instance<Self>) -> Option<Agent> {
        instance.stage.agent()
    }

    fn events(id: InstanceId, entry: Entry) -> Option<Vec<Draft>> {
        events::of(CreditTaskId(id), &entry)
    }
}
