//! Every row of every lifecycle, as orders with the instances that they are given to.

use earnest::authority::Actor;
use earnest::credits::{self, Credits};
use earnest::ids::{Digest, InstanceId, PartyId};
use earnest::machine::Table;
use earnest::marketplace::Marketplace;
use earnest::money::Amount;
use earnest::runs::{self, Runs};
use earnest::time::Window;
use earnest::work::Agent;
use earnest::{Instance, Order};

use crate::lives::{Life, all, mix};
use crate::walk::walk;

/// An accepted order with the instance that it is given to.
pub(crate) type Given<M> = (Instance<M>, Order<<M as Table>::Command>);

pub(crate) fn marketplace() -> Vec<Given<Marketplace>> {
    let lives: Vec<_> = all().into_iter().chain(mix()).collect();
    assert!(lives.iter().all(|life| !life.name.is_empty()));
    lives.iter().flat_map(Life::given).collect()
}

pub(crate) fn credits() -> Vec<Given<Credits>> {
    let agent = Agent { id: PartyId(3), owner: PartyId(2) };
    let actors = [Actor::Party(PartyId(1)), Actor::Operator, Actor::Arbiter(PartyId(7))];
    // The agent that is found has the number after the buyer's, and owns itself.
    let actors = [&actors[..], &[Actor::Party(agent.owner)]].concat();
    let budget = Amount::new(5_000).expect("an amount");
    let terms = |named| credits::Terms::usual(PartyId(1), budget, named);
    [Some(agent), None].into_iter().flat_map(|named| walk(&terms(named), &actors)).collect()
}

pub(crate) fn runs() -> Vec<Given<Runs>> {
    let window = |minutes| Window::from_minutes(minutes).expect("a window");
    // The worker that is found is the user.
    let user = PartyId(1);
    let terms = runs::Terms {
        user,
        agent: Digest([1; 32]),
        continues: None,
        group: Some(InstanceId(8)),
        estimate: window(10),
        to_claim: window(60),
        lease: window(1),
        to_finish: window(60),
    };
    walk(&terms, &[Actor::Party(user), Actor::Operator])
}
