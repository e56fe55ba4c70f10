//! Proposals as a world: every command, and the laws of their own.

use earnest::authority::Actor;
use earnest::ids::InstanceId;
use earnest::ledger::Ledger;
use earnest::machine::Stage as _;
use earnest::money::{Amount, Asset};
use earnest::proposal::{Accept, Command, Decline, Proposal, Stage, Terms, Withdraw};

use crate::broken::Broken;
use crate::cast::{AGENT, BUYER, window};
use crate::explore::explore_at_most;
use crate::law::{Checks, Law, Verdict};
use crate::parties::Parties;
use crate::world::{Seen, Shift, Taken, World};

/// A proposal that stands for a few milliseconds.
#[must_use]
pub fn terms() -> Terms {
    Terms {
        task: InstanceId(8),
        buyer: BUYER,
        agent: AGENT,
        asset: Asset::USDC,
        price: Amount::MAX,
        estimate: window(3),
        to_accept: window(3),
    }
}

/// A world under these terms. No money moves.
#[must_use]
pub fn world(terms: Terms) -> World<Proposal> {
    let parties = Parties::of(terms.buyer, None, Some(terms.agent));
    let (id, actors, ledger) = (InstanceId(80), parties.actors(), Ledger::default());
    World { id, terms, ledger, parties, actors, commands, moved, laws }
}

/// Explores at most so many states; compiled here, so that it is fast in everybody's tests.
///
/// # Errors
///
/// [`Broken`] for the first law that does not hold.
pub fn explored(world: &World<Proposal>, limit: usize) -> Result<Seen, Box<Broken>> {
    explore_at_most(world, limit)
}

fn commands(_: &World<Proposal>, _: &Stage) -> Vec<Command> {
    vec![Accept {}.into(), Decline {}.into(), Withdraw {}.into()]
}

fn moved(stage: &Stage, to: &Shift<'_>) -> Stage {
    let mut stage = stage.clone();
    if let Stage::Offered(offered) = &mut stage {
        offered.accept_by = to(offered.accept_by);
    }
    stage
}

fn laws(taken: &Taken<'_, Proposal>, checks: &mut Checks) -> Verdict {
    let Taken { before, record, after, .. } = taken;
    let rests = record.postings.is_empty();
    checks.holds(Law::Conservation, rests, "a proposal moves money")?;
    let ends = !before.stage.is_terminal() && after.stage.is_terminal();
    checks.holds(Law::Bounded, ends, "a proposal is answered twice")?;
    let (buyer, agent) = (before.terms.buyer, before.terms.agent);
    let expected: &[Actor] = match after.stage {
        Stage::Accepted(_) => &[Actor::Party(buyer)],
        Stage::Declined(_) => &[Actor::Party(buyer), Actor::Operator],
        Stage::Withdrawn(_) => &[Actor::Party(agent.owner), Actor::Party(agent.id)],
        Stage::Lapsed(_) => &[Actor::Clock],
        Stage::Offered(_) => &[],
    };
    let may = expected.contains(&record.order.by);
    checks.holds(Law::Authority, may, "who ordered it is none whom the row names")
}
