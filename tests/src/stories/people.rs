//! Who is in a scene, and where money can be.

use std::fmt;

use earnest::authority::Actor;
use earnest::ids::{InstanceId, PartyId};
use earnest::ledger::Account;
use earnest::marketplace::Agent;

/// The first task of a scene; the others come after it.
pub const TASK: InstanceId = InstanceId(0x7a5);

/// Who gives an order: a name that a lifecycle gives to a sender.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Who {
    /// The word for it in a story.
    pub word: &'static str,
    /// The sender as the core knows it.
    pub actor: Actor,
}

/// Which agent is meant.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Worker {
    /// The one that scenes are about.
    Agent,
    /// Another one, of another owner.
    Other,
    /// One that the buyer owns.
    Own,
}

/// Where money can be.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Purse {
    /// The buyer's wallet.
    Buyer,
    /// The wallet of the agent's owner.
    Agent,
    /// The wallet of the other agent's owner.
    Other,
    /// The wallet of someone who has nothing to do with the task.
    Stranger,
    /// What the tasks of the scene hold.
    Escrow,
    /// What the operator earned.
    Fees,
}

impl Who {
    /// The platform.
    pub const OPERATOR: Self = Self { word: "operator", actor: Actor::Operator };
    /// The passage of time.
    pub const CLOCK: Self = Self { word: "clock", actor: Actor::Clock };

    /// A person or an agent.
    #[must_use]
    pub const fn party(word: &'static str, id: PartyId) -> Self {
        Self { word, actor: Actor::Party(id) }
    }

    /// A person whom the operator trusts to decide disputes.
    #[must_use]
    pub const fn arbiter(word: &'static str, id: PartyId) -> Self {
        Self { word, actor: Actor::Arbiter(id) }
    }

    /// The agent that this sender owns.
    #[must_use]
    pub fn worker(self) -> Option<Worker> {
        let owns = |worker: &Worker| self.actor == Actor::Party(worker.agent().owner);
        Worker::ALL.into_iter().find(owns)
    }
}

impl Worker {
    /// Every agent.
    pub const ALL: [Self; 3] = [Self::Agent, Self::Other, Self::Own];

    /// The word for it in a story.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Other => "other",
            Self::Own => "own",
        }
    }

    /// The agent as the core knows it.
    #[must_use]
    pub const fn agent(self) -> Agent {
        let (id, owner) = match self {
            Self::Agent => (12, Purse::AGENT),
            Self::Other => (13, Purse::OTHER),
            Self::Own => (11, Purse::BUYER),
        };
        Agent { id: PartyId(id), owner }
    }
}

impl Purse {
    /// Every place.
    pub const ALL: [Self; 6] =
        [Self::Buyer, Self::Agent, Self::Other, Self::Stranger, Self::Escrow, Self::Fees];

    /// Pays for the task.
    pub const BUYER: PartyId = PartyId(1);
    /// Owns the agent that scenes are about.
    pub const AGENT: PartyId = PartyId(2);
    /// Owns another agent.
    pub const OTHER: PartyId = PartyId(3);
    /// Has nothing to do with the task.
    pub const STRANGER: PartyId = PartyId(4);

    /// The word for it in a story.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Buyer => "buyer",
            Self::Agent => "agent",
            Self::Other => "other",
            Self::Stranger => "stranger",
            Self::Escrow => "escrow",
            Self::Fees => "fees",
        }
    }

    /// The place of an account; none if no scene knows it.
    #[must_use]
    pub fn of(account: Account) -> Option<Self> {
        match account {
            Account::Wallet(party) => {
                Self::ALL.into_iter().find(|purse| purse.party() == Some(party))
            }
            Account::Escrow(_) => Some(Self::Escrow),
            Account::Fees => Some(Self::Fees),
            Account::World => None,
        }
    }

    /// Whose wallet it is, if it is one.
    #[must_use]
    pub const fn party(self) -> Option<PartyId> {
        match self {
            Self::Buyer => Some(Self::BUYER),
            Self::Agent => Some(Self::AGENT),
            Self::Other => Some(Self::OTHER),
            Self::Stranger => Some(Self::STRANGER),
            Self::Escrow | Self::Fees => None,
        }
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word)
    }
}

impl fmt::Display for Worker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl fmt::Display for Purse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
