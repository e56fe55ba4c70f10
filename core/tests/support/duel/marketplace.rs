//! The marketplace, as orders between the core and its bookkeeper.

use std::collections::BTreeMap;

use earnest::authority::Actor;
use earnest::ids::{InstanceId, PartyId};
use earnest::ledger::Account;
use earnest::machine::Timeout;
use earnest::marketplace::{
    Approve, Assign, Cancel, Command, Concede, Deliver, Dispute, Fail, Fund, Hire, Marketplace,
    Match, Mode, Progress, Redeliver, Reject, Revise, Rule, Seal, Submit, Terms,
};
use earnest::money::{Amount, Asset};
use earnest::time::Window;
use earnest::work::Agent;

#[path = "../reference.rs"]
mod reference;

pub(crate) use reference::Book;

use crate::choices::Choices;
use crate::duel::Clerk;
use crate::palette::{AGENT, ARBITER, BUYER, RIVAL, STRANGER, TEN_YEARS};

impl Clerk for Book {
    type Of = Marketplace;

    const ACTORS: &'static [Actor] = &[
        Actor::Party(BUYER),
        Actor::Party(AGENT.owner),
        Actor::Party(AGENT.id),
        Actor::Party(RIVAL.owner),
        Actor::Party(RIVAL.id),
        Actor::Party(STRANGER),
        Actor::Arbiter(ARBITER),
        Actor::Arbiter(BUYER),
        Actor::Arbiter(AGENT.owner),
        Actor::Arbiter(AGENT.id),
        Actor::Arbiter(RIVAL.owner),
        Actor::Operator,
        Actor::Clock,
    ];

    fn contract(choices: &mut Choices<'_>) -> Terms {
        let own = Agent { owner: BUYER, ..AGENT };
        let named = Mode::Direct(Some(AGENT));
        let modes = [
            named,
            named,
            Mode::Proposals,
            Mode::Proposals,
            Mode::Direct(None),
            Mode::Direct(None),
            Mode::Direct(Some(own)),
        ];
        Terms {
            buyer: BUYER,
            asset: Asset::USDC,
            budget: choices.amount(),
            mode: choices.pick(&modes),
            fee: choices.share(),
            kill_fee: choices.share(),
            default_ruling: choices.ruling(),
            max_revisions: choices.pick(&[1, 0, 2, 3, 255]),
            max_remedies: choices.pick(&[1, 0, 2, 3, 255]),
            max_evidence: choices.pick(&[1, 0, 2, 3, 255]),
            to_hire: choices.window(),
            to_match: choices.window(),
            to_deliver: choices.window(),
            to_deliver_least: choices.window(),
            to_review: choices.window(),
            to_revise: choices.window(),
            to_respond: choices.window(),
            to_rule: choices.window(),
        }
    }

    fn is_unsound(terms: &Terms) -> bool {
        let own = |agent: Agent| agent.owner == terms.buyer || agent.id == terms.buyer;
        let begin = [terms.to_hire, terms.to_match, terms.to_deliver, terms.to_deliver_least];
        let end = [terms.to_review, terms.to_revise, terms.to_respond, terms.to_rule];
        let long = begin.into_iter().chain(end).any(|it| it.as_millis() > TEN_YEARS);
        long || matches!(terms.mode, Mode::Direct(Some(agent)) if own(agent))
    }

    fn budget(terms: &Terms) -> Option<(PartyId, Amount)> {
        Some((terms.buyer, terms.budget))
    }

    fn open(id: InstanceId, terms: Terms, now: u64) -> Self {
        Self::open(id, terms, now)
    }

    fn give(&mut self, by: Actor, at: u64, command: &Command) -> Result<(), &'static str> {
        self.give(by, at, command)
    }

    fn place(&self) -> (&'static str, u64, Option<u64>) {
        (self.place, self.since, self.due)
    }

    fn balances(&self) -> &BTreeMap<Account, i128> {
        &self.balances
    }

    fn allowed(place: &str, command: &str) -> Option<&'static [&'static str]> {
        reference::allowed(place, command)
    }

    fn actor(&self, role: &str) -> Actor {
        match role {
            "buyer" => Actor::Party(BUYER),
            "agent" => Actor::Party(self.agent.expect("somebody is hired").owner),
            "arbiter" => Actor::Arbiter(ARBITER),
            "operator" => Actor::Operator,
            _ => Actor::Clock,
        }
    }

    fn command(&self, name: &str, choices: &mut Choices<'_>) -> Command {
        match name {
            "Fund" => Fund {}.into(),
            "Match" => Match {}.into(),
            "Assign" => Assign { agent: choices.agent() }.into(),
            "Hire" => {
                let (agent, price) = (choices.agent(), choices.amount_near(self.held()));
                Hire { agent, price, estimate: estimate(choices) }.into()
            }
            "Cancel" => Cancel {}.into(),
            "Progress" => {
                Progress { percent: choices.percent(), note: choices.paper_or_none() }.into()
            }
            "Deliver" => Deliver { work: choices.paper() }.into(),
            "Fail" => Fail { reason: choices.paper() }.into(),
            "Approve" => {
                Approve { rating: choices.rating(), review: choices.paper_or_none() }.into()
            }
            "Revise" => Revise { request: choices.paper_or_none() }.into(),
            "Dispute" => Dispute { reason: choices.paper() }.into(),
            "Redeliver" => Redeliver { work: choices.paper() }.into(),
            "Reject" => Reject { answer: choices.paper_or_none() }.into(),
            "Submit" => Submit { item: choices.paper() }.into(),
            "Seal" => Seal { statement: choices.paper() }.into(),
            "Concede" => Concede { note: choices.paper_or_none() }.into(),
            "Rule" => Rule { ruling: choices.ruling(), notes: choices.paper_or_none() }.into(),
            "Timeout" => Timeout {}.into(),
            name => unreachable!("no command is called {name}"),
        }
    }

    fn check(&self, task: &earnest::Instance<Marketplace>) {
        assert_eq!(self.agent, task.stage.agent());
    }
}

/// Twice an estimate is how long the agent may work: around nothing, and around the end.
fn estimate(choices: &mut Choices<'_>) -> Option<Window> {
    let half = Window::MAX.as_millis() / 2;
    let lengths = [0, 1, 2, 100, TEN_YEARS, half - 1, half];
    Window::from_millis(choices.pick(&lengths))
}
