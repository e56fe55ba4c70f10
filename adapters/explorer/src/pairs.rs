//! Pairs of instances whose parties share wallets: who buys from whom, with how much money.

use earnest::dispute::Ruling;
use earnest::ids::{InstanceId, PartyId};
use earnest::marketplace::Mode;
use earnest::money::Asset;
use earnest::work::Agent;
use earnest::{credits, marketplace};

use crate::broken::Broken;
use crate::cast::{self, amount, bps, window};
use crate::errand::errand;
use crate::explore::graph;
use crate::graph::Graph;
use crate::law::Checks;
use crate::shared::Shared;
use crate::{credits as city, marketplace as market};

/// One of the two people in a pair.
pub const ADA: PartyId = PartyId(1);
/// The other.
pub const BEN: PartyId = PartyId(2);
/// Somebody else, who only buys.
pub const EVE: PartyId = PartyId(8);

/// Ada's agent.
pub const ADAS: Agent = Agent { id: PartyId(13), owner: ADA };
/// Ben's agent.
pub const BENS: Agent = Agent { id: PartyId(23), owner: BEN };

/// An instance to be paired, not yet explored.
#[derive(Clone, Debug)]
pub enum Half {
    /// A task of the marketplace.
    Task(marketplace::Terms),
    /// A task for credits.
    Errand(credits::Terms),
}

/// Two instances, not yet explored.
#[derive(Clone, Debug)]
pub struct Pair {
    /// What it is called.
    pub name: &'static str,
    /// The two.
    pub halves: [Half; 2],
    /// What is in the wallets before anything happens.
    pub purses: Vec<(PartyId, u128)>,
    /// Who may take all of their money out, whenever there is some.
    pub leavers: Vec<PartyId>,
}

/// A task of the marketplace between two people, with as many rounds and pieces of evidence.
#[must_use]
pub fn task(buyer: PartyId, agent: Agent, budget: u128, patience: [u8; 3]) -> Half {
    tasks(buyer, Mode::Direct(Some(agent)), budget, patience)
}

/// A task of the marketplace for which agents make proposals; the usual agent may be taken.
#[must_use]
pub fn found(buyer: PartyId, budget: u128, patience: [u8; 3]) -> Half {
    tasks(buyer, Mode::Proposals, budget, patience)
}

fn tasks(buyer: PartyId, mode: Mode, budget: u128, patience: [u8; 3]) -> Half {
    let [max_revisions, max_remedies, max_evidence] = patience;
    Half::Task(marketplace::Terms {
        buyer,
        asset: Asset::CREDIT,
        budget: amount(budget),
        mode,
        default_ruling: Ruling::HALF,
        max_revisions,
        max_remedies,
        max_evidence,
        ..cast::terms()
    })
}

/// A task for credits between two people, with windows for refunds, disputes and rulings.
#[must_use]
pub fn task_for_credits(buyer: PartyId, agent: Agent, budget: u128, windows: [u64; 3]) -> Half {
    let [to_refund, to_dispute, to_rule] = windows.map(window);
    Half::Errand(credits::Terms {
        buyer,
        max_budget: amount(budget),
        named: Some(agent),
        fee: bps(1_000),
        to_assign: window(1),
        to_start: window(1),
        to_execute: window(1),
        to_assess: window(1),
        to_refund,
        to_dispute,
        to_rule,
        ..errand()
    })
}

impl Half {
    /// The graph of the real code, as the instance of this name.
    fn graph(self, id: InstanceId, checks: &mut Checks) -> Result<Graph, Box<Broken>> {
        let (seen, graph) = match self {
            Self::Task(terms) => {
                let mut world = market::world(terms);
                world.id = id;
                graph(&world)?
            }
            Self::Errand(terms) => {
                let mut world = city::world(terms);
                world.id = id;
                graph(&world)?
            }
        };
        checks.add(&seen.checks);
        Ok(graph)
    }
}

impl Pair {
    /// Explores each of the two by itself.
    ///
    /// # Errors
    ///
    /// [`Broken`] if one of them breaks a law by itself.
    pub fn explored(self, checks: &mut Checks) -> Result<Shared, Box<Broken>> {
        let [one, other] = self.halves;
        let one = one.graph(InstanceId(91), checks)?;
        let other = other.graph(InstanceId(92), checks)?;
        Ok(Shared { one, other, purses: self.purses, leavers: self.leavers })
    }
}
