//! An agent's proposal for a task: what it would do, for how much. No money moves here; accepting
//! one hires the agent on the task in the same commit (PRP-01).

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::authority::{Role, Roles};
use crate::ids::{InstanceId, PartyId};
use crate::machine::{
    self, Clock, Context, Finding, Machine, Move, Pace, Payouts, Reason, Timeout,
};
use crate::money::{Amount, Asset};
use crate::table;
use crate::time::{Timestamp, Window};
use crate::work::Agent;

/// The lifecycle of a proposal.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Proposal;

table! {
    Proposal {
        start {}
        stages {
            /// The buyer may take it.
            Offered,
        }
        ends {
            /// The buyer took it.
            Accepted,
            /// The buyer did not, or took another.
            Declined,
            /// The agent took it back.
            Withdrawn,
            /// The task stopped waiting.
            Lapsed,
        }
        commands {
            /// Take it.
            Accept,
            /// Turn it down.
            Decline,
            /// Take it back.
            Withdraw,
            /// The task's deadline for hiring came due.
            Timeout,
        }

        Offered + Accept   by Buyer            => Accepted,  accept,   "PRP-10";
        Offered + Decline  by Buyer | Operator => Declined,  decline,  "PRP-11";
        Offered + Withdraw by Agent            => Withdrawn, withdraw, "PRP-12";
        Offered + Timeout  by Clock            => Lapsed,    lapse,    "PRP-13";
    }
}

/// What is proposed.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Terms {
    /// The task it is for.
    pub task: InstanceId,
    /// The task's buyer.
    pub buyer: PartyId,
    /// Who would work.
    pub agent: Agent,
    /// In what it would be paid: the task's asset.
    pub asset: Asset,
    /// For how much.
    pub price: Amount,
    /// How long it expects to take.
    pub estimate: Window,
    /// How long it stands: as long as the task waits.
    pub to_accept: Window,
}

/// The buyer may take it.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Offered {
    /// When it lapses.
    pub accept_by: Timestamp,
}

macro_rules! empty {
    ($($(#[$doc:meta])* $name:ident)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
        pub struct $name {}
    )+};
}

empty! {
    /// The buyer took it.
    Accepted
    /// The buyer did not, or took another.
    Declined
    /// The agent took it back.
    Withdrawn
    /// The task stopped waiting.
    Lapsed
    /// Take it.
    Accept
    /// Turn it down.
    Decline
    /// Take it back.
    Withdraw
}

/// The table says it all: a proposal refuses nothing of its own.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Refusal {}

type Decision<S> = Result<Move<S>, Refusal>;

impl Offered {
    fn accept(&self, _: &Accept, _: &Context<'_, Terms>) -> Decision<Accepted> {
        Ok(Move::to(Accepted {}))
    }

    fn decline(&self, _: &Decline, _: &Context<'_, Terms>) -> Decision<Declined> {
        Ok(Move::to(Declined {}))
    }

    fn withdraw(&self, _: &Withdraw, _: &Context<'_, Terms>) -> Decision<Withdrawn> {
        Ok(Move::to(Withdrawn {}))
    }

    fn lapse(&self, _: &Timeout, _: &Context<'_, Terms>) -> Decision<Lapsed> {
        Ok(Move::to(Lapsed {}))
    }

    const fn held(&self) -> Amount {
        Amount::ZERO
    }

    const fn deadline(&self) -> Timestamp {
        self.accept_by
    }
}

impl Machine for Proposal {
    const NAME: &'static str = "proposal";

    fn initial(terms: &Terms, at: Timestamp) -> Stage {
        Offered { accept_by: at.after(terms.to_accept) }.into()
    }

    fn roles(terms: &Terms, _: &Stage, party: PartyId) -> Roles {
        let agent = party == terms.agent.owner || party == terms.agent.id;
        Roles::NONE.with_if(Role::Buyer, party == terms.buyer).with_if(Role::Agent, agent)
    }

    /// What became of it is answered again to whoever asked for it (PRP-14).
    fn repeats(stage: &Stage, by: Roles, command: &Command) -> bool {
        match (stage, command) {
            (Stage::Accepted(_), Command::Accept(_)) => by.has(Role::Buyer),
            (Stage::Declined(_), Command::Decline(_)) => by.has(Role::Buyer),
            (Stage::Withdrawn(_), Command::Withdraw(_)) => by.has(Role::Agent),
            _ => false,
        }
    }

    fn probe(_: &Terms, _: &Stage, command: &str) -> Option<Command> {
        Some(match command {
            "Accept" => Accept {}.into(),
            "Decline" => Decline {}.into(),
            "Withdraw" => Withdraw {}.into(),
            _ => return None,
        })
    }

    fn payouts(_: &Terms, _: &Stage) -> Payouts {
        Payouts::NOTHING
    }

    fn ends_by(_: &Terms, stage: &Stage) -> Option<Timestamp> {
        match stage {
            Stage::Offered(it) => Some(it.accept_by),
            Stage::Accepted(_) | Stage::Declined(_) | Stage::Withdrawn(_) | Stage::Lapsed(_) => {
                None
            }
        }
    }
}

const CLOCKS: [Clock<Terms>; 1] = [("to_accept", |it| (it.to_accept, Pace::Person))];

/// The estimate becomes the time for the work, twice over.
const WORK: [Clock<Terms>; 1] = [("estimate", |it| (it.estimate.doubled(), Pace::Program))];

impl machine::Terms for Terms {
    fn asset(&self) -> Asset {
        self.asset
    }

    fn unsound(&self) -> impl Iterator<Item = Finding> {
        let own = self.agent.owner == self.buyer || self.agent.id == self.buyer;
        let own = own.then(|| Finding::self_hire("agent"));
        Finding::too_long(self, &CLOCKS).chain(Finding::too_long(self, &WORK)).chain(own)
    }

    fn notable(&self) -> impl Iterator<Item = Finding> {
        Finding::too_short(self, &CLOCKS)
    }
}

impl Reason for Refusal {
    const ALL: &'static [Self] = &[];

    fn code(self) -> &'static str {
        match self {}
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}
