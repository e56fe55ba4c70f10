//! Who is in a world, and what they are called.

use earnest::authority::Actor;
use earnest::ids::PartyId;
use earnest::work::Agent;

use crate::cast::{AGENT, ARBITER, BUYER, RIVAL, STRANGER, SUBMITTER};

/// Everyone in a world. Whom the terms do not name, the usual cast plays.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Parties {
    /// Pays.
    pub buyer: PartyId,
    /// The buyer's agent that submits, where one does.
    pub submitter: PartyId,
    /// The agent that the terms name, or the one that is found.
    pub agent: Agent,
    /// Another agent, of another owner.
    pub rival: Agent,
    /// Nobody here.
    pub stranger: PartyId,
    /// Decides disputes.
    pub arbiter: PartyId,
}

impl Parties {
    /// Everyone, given whom the terms name.
    #[must_use]
    pub fn of(buyer: PartyId, submitter: Option<PartyId>, named: Option<Agent>) -> Self {
        let mut taken = vec![buyer];
        taken.extend(submitter);
        taken.extend(named.into_iter().flat_map(|agent| [agent.id, agent.owner]));
        let mut free = |usual: PartyId| {
            let found = (0..).map(|more| PartyId(usual.0 + 100 * more));
            let found = found.into_iter().find(|it| !taken.contains(it)).unwrap_or(usual);
            taken.push(found);
            found
        };
        let submitter = submitter.unwrap_or_else(|| free(SUBMITTER));
        let agent = named.unwrap_or_else(|| Agent { id: free(AGENT.id), owner: free(AGENT.owner) });
        let rival = Agent { id: free(RIVAL.id), owner: free(RIVAL.owner) };
        let (stranger, arbiter) = (free(STRANGER), free(ARBITER));
        Self { buyer, submitter, agent, rival, stranger, arbiter }
    }

    /// Everyone who may try something, arbiters who are parties among them.
    #[must_use]
    pub fn actors(&self) -> Vec<Actor> {
        let Self { buyer, submitter, agent, rival, stranger, arbiter } = *self;
        let parties = [buyer, agent.owner, agent.id, rival.owner, submitter, stranger];
        let arbiters = [arbiter, buyer, agent.owner].map(Actor::Arbiter);
        let all = parties.map(Actor::Party).into_iter().chain(arbiters);
        all.chain([Actor::Operator, Actor::Clock]).collect()
    }

    /// What people call a sender.
    #[must_use]
    pub fn name(&self, actor: Actor) -> String {
        let (title, person) = match actor {
            Actor::Party(party) => ("", party),
            Actor::Arbiter(person) => ("arbiter ", person),
            Actor::Operator => return "operator".to_owned(),
            Actor::Clock => return "clock".to_owned(),
        };
        let known = [
            (self.buyer, "buyer"),
            (self.agent.owner, "agent's owner"),
            (self.agent.id, "agent"),
            (self.rival.owner, "rival's owner"),
            (self.rival.id, "rival"),
            (self.submitter, "buyer's agent"),
            (self.stranger, "stranger"),
        ];
        let name = known.iter().find(|(party, _)| *party == person).map(|(_, name)| *name);
        match (title, name) {
            ("", Some(name)) => name.to_owned(),
            ("", None) => format!("party {person}"),
            (title, Some(name)) => format!("{title}({name})"),
            (title, None) => title.trim_end().to_owned(),
        }
    }
}

impl Default for Parties {
    fn default() -> Self {
        Self::of(BUYER, None, Some(AGENT))
    }
}
