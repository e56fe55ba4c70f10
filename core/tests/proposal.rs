//! The proposal, explored whole.

use std::collections::BTreeSet;

use earnest::authority::Actor;
use earnest::ids::{InstanceId, PartyId};
use earnest::ledger::Ledger;
use earnest::machine::{Stage as _, Table as _};
use earnest::marketplace::Agent;
use earnest::money::{Amount, Asset};
use earnest::proposal::{Accept, Command, Decline, Proposal, Stage, Terms, Withdraw};
use earnest::time::Window;

#[path = "support/explore.rs"]
mod explore;

use explore::{Shift, Taken, World, explore};

const BUYER: PartyId = PartyId(1);
const AGENT: Agent = Agent { id: PartyId(3), owner: PartyId(2) };

fn commands(_: &Terms, _: &Stage) -> Vec<Command> {
    vec![Accept {}.into(), Decline {}.into(), Withdraw {}.into()]
}

fn moved(stage: &Stage, to: &Shift<'_>) -> Stage {
    let mut stage = stage.clone();
    if let Stage::Offered(offered) = &mut stage {
        offered.accept_by = to(offered.accept_by);
    }
    stage
}

fn laws(taken: &Taken<'_, Proposal>) {
    let Taken { before, record, after } = taken;
    assert!(record.postings.is_empty(), "no money moves here");
    assert!(!before.stage.is_terminal() && after.stage.is_terminal());
    let expected: &[Actor] = match after.stage {
        Stage::Accepted(_) => &[Actor::Party(BUYER)],
        Stage::Declined(_) => &[Actor::Party(BUYER), Actor::Operator],
        Stage::Withdrawn(_) => &[Actor::Party(AGENT.owner), Actor::Party(AGENT.id)],
        Stage::Lapsed(_) => &[Actor::Clock],
        Stage::Offered(_) => &[],
    };
    assert!(expected.contains(&record.order.by), "L-10: {record:?}");
}

/// PRP-01, PRP-14
#[test]
fn every_order_keeps_every_law() {
    let parties = [BUYER, AGENT.owner, AGENT.id, PartyId(9)].map(Actor::Party);
    let judges = [PartyId(7), BUYER].map(Actor::Arbiter);
    let actors = parties.into_iter().chain(judges).chain([Actor::Operator, Actor::Clock]);
    let window = Window::from_millis(3).expect("a window");
    let terms = Terms {
        task: InstanceId(8),
        buyer: BUYER,
        agent: AGENT,
        asset: Asset::USDC,
        price: Amount::MAX,
        estimate: window,
        to_accept: window,
    };
    let ledger = Ledger::default();
    let world =
        World::<Proposal> { terms, ledger, actors: actors.collect(), commands, moved, laws };
    let seen = explore(&world);
    assert_eq!((seen.states, seen.longest_silence), (5, 1));
    let taken: BTreeSet<_> = seen.rules.keys().copied().collect();
    assert_eq!(taken, Proposal::ROWS.iter().map(|row| row.rule).collect());
    let codes: Vec<_> = seen.refusals.keys().copied().collect();
    let possible = [
        "clock_went_back",
        "interested_arbiter",
        "not_a_party",
        "time_out_of_range",
        "too_early",
        "too_late",
        "wrong_role",
        "wrong_state",
    ];
    assert_eq!(codes, possible);
    assert!(seen.orders > 200, "{seen:?}");
}
