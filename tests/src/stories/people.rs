//! Who is in a scene, and where money can be.

use std::fmt;

use earnest::authority::Actor;
use earnest::ids::{InstanceId, PartyId};
use earnest::ledger::Account;
use earnest::marketplace::Agent;

/// The task of a scene.
pub const TASK: InstanceId = InstanceId(0x7a5);

/// Who gives an order.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Who {
    /// Pays for the task.
    Buyer,
    /// The owner of the agent that scenes are about.
    Agent,
    /// The owner of another agent.
    Other,
    /// A person who has nothing to do with the task.
    Stranger,
    /// A person whom the operator trusts to decide disputes.
    Arbiter,
    /// The buyer, who is trusted to decide disputes too.
    BuyerAsArbiter,
    /// The agent's owner, likewise.
    AgentAsArbiter,
    /// The platform.
    Operator,
    /// The passage of time.
    Clock,
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
    /// What the task holds.
    Escrow,
    /// What the operator earned.
    Fees,
}

impl Who {
    /// Every sender.
    pub const ALL: [Self; 9] = [
        Self::Buyer,
        Self::Agent,
        Self::Other,
        Self::Stranger,
        Self::Arbiter,
        Self::BuyerAsArbiter,
        Self::AgentAsArbiter,
        Self::Operator,
        Self::Clock,
    ];

    /// The word for it in a story.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Buyer => "buyer",
            Self::Agent => "agent",
            Self::Other => "other",
            Self::Stranger => "stranger",
            Self::Arbiter => "arbiter",
            Self::BuyerAsArbiter => "buyer-as-arbiter",
            Self::AgentAsArbiter => "agent-as-arbiter",
            Self::Operator => "operator",
            Self::Clock => "clock",
        }
    }

    /// The sender as the core knows it.
    #[must_use]
    pub const fn actor(self) -> Actor {
        match self {
            Self::Buyer => Actor::Party(PartyId(1)),
            Self::Agent => Actor::Party(PartyId(2)),
            Self::Other => Actor::Party(PartyId(3)),
            Self::Stranger => Actor::Party(PartyId(4)),
            Self::Arbiter => Actor::Arbiter(PartyId(5)),
            Self::BuyerAsArbiter => Actor::Arbiter(PartyId(1)),
            Self::AgentAsArbiter => Actor::Arbiter(PartyId(2)),
            Self::Operator => Actor::Operator,
            Self::Clock => Actor::Clock,
        }
    }

    /// The agent that this sender owns.
    #[must_use]
    pub const fn worker(self) -> Option<Worker> {
        match self {
            Self::Agent => Some(Worker::Agent),
            Self::Other => Some(Worker::Other),
            Self::Buyer => Some(Worker::Own),
            Self::Stranger
            | Self::Arbiter
            | Self::BuyerAsArbiter
            | Self::AgentAsArbiter
            | Self::Operator
            | Self::Clock => None,
        }
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
            Self::Agent => (12, 2),
            Self::Other => (13, 3),
            Self::Own => (11, 1),
        };
        Agent { id: PartyId(id), owner: PartyId(owner) }
    }
}

impl Purse {
    /// Every place.
    pub const ALL: [Self; 6] =
        [Self::Buyer, Self::Agent, Self::Other, Self::Stranger, Self::Escrow, Self::Fees];

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

    /// The account as the core knows it.
    #[must_use]
    pub const fn account(self) -> Account {
        match self {
            Self::Buyer => Account::Wallet(PartyId(1)),
            Self::Agent => Account::Wallet(PartyId(2)),
            Self::Other => Account::Wallet(PartyId(3)),
            Self::Stranger => Account::Wallet(PartyId(4)),
            Self::Escrow => Account::Escrow(TASK),
            Self::Fees => Account::Fees,
        }
    }

    /// The place of an account; none if no scene knows it.
    #[must_use]
    pub fn of(account: Account) -> Option<Self> {
        Self::ALL.into_iter().find(|purse| purse.account() == account)
    }

    /// Whose wallet it is, if it is one.
    #[must_use]
    pub const fn party(self) -> Option<PartyId> {
        match self.account() {
            Account::Wallet(party) => Some(party),
            Account::Escrow(_) | Account::Fees | Account::World => None,
        }
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
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
