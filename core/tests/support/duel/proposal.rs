//! Proposals, as orders between the core and their clerk.

use std::collections::BTreeMap;

use earnest::authority::Actor;
use earnest::ids::InstanceId;
use earnest::ledger::Account;
use earnest::machine::Timeout;
use earnest::money::Asset;
use earnest::proposal::{Accept, Command, Decline, Proposal, Terms, Withdraw};

#[path = "../proposal_reference.rs"]
mod reference;

pub(crate) use reference::Slip;

use crate::choices::Choices;
use crate::duel::Clerk;
use crate::palette::{AGENT, ARBITER, BUYER, RIVAL, STRANGER};

impl Clerk for Slip {
    type Of = Proposal;

    const ACTORS: &'static [Actor] = &[
        Actor::Party(BUYER),
        Actor::Party(AGENT.owner),
        Actor::Party(AGENT.id),
        Actor::Party(RIVAL.owner),
        Actor::Party(STRANGER),
        Actor::Arbiter(ARBITER),
        Actor::Arbiter(BUYER),
        Actor::Arbiter(AGENT.owner),
        Actor::Arbiter(AGENT.id),
        Actor::Operator,
        Actor::Clock,
    ];

    fn contract(choices: &mut Choices<'_>) -> Terms {
        Terms {
            task: InstanceId(8),
            buyer: BUYER,
            agent: choices.agent(),
            asset: Asset::USDC,
            price: choices.amount(),
            estimate: choices.window(),
            to_accept: choices.window(),
        }
    }

    fn open(_: InstanceId, terms: Terms, now: u64) -> Self {
        Self::open(terms, now)
    }

    fn give(&mut self, by: Actor, at: u64, command: &Command) -> Result<(), &'static str> {
        self.give(by, at, command)
    }

    fn place(&self) -> (&'static str, u64, Option<u64>) {
        (self.place, self.since, self.due)
    }

    /// No money moves here.
    fn balances(&self) -> &BTreeMap<Account, i128> {
        const { &BTreeMap::new() }
    }

    fn allowed(place: &str, command: &str) -> Option<&'static [&'static str]> {
        reference::allowed(place, command)
    }

    fn actor(&self, role: &str) -> Actor {
        match role {
            "buyer" => Actor::Party(BUYER),
            "agent" => Actor::Party(self.terms.agent.owner),
            "operator" => Actor::Operator,
            _ => Actor::Clock,
        }
    }

    fn command(&self, name: &str, _: &mut Choices<'_>) -> Command {
        match name {
            "Accept" => Accept {}.into(),
            "Decline" => Decline {}.into(),
            "Withdraw" => Withdraw {}.into(),
            "Timeout" => Timeout {}.into(),
            name => unreachable!("no command is called {name}"),
        }
    }
}
