//! A proposal is what `spec/tla/Proposal.tla` says: both graphs are the same, edge by edge.

use earnest::Instance;
use earnest::authority::Actor;
use earnest::ids::{InstanceId, PartyId};
use earnest::ledger::{Account, Ledger};
use earnest::machine::{Command as _, Stage as _, Timeout};
use earnest::money::{Amount, Asset};
use earnest::proposal::{Accept, Command, Decline, Proposal, Terms, Withdraw};
use earnest::time::{Timestamp, Window};
use earnest::work::Agent;
use tla_checker::ast::Value;

#[path = "support/model.rs"]
mod model;

use model::{Alphabet, Modelled, ask, compare_all, left, number, record, text};

const BUYER: PartyId = PartyId(1);
const OWNER: PartyId = PartyId(2);
const AGENT: PartyId = PartyId(3);
const RIVAL: PartyId = PartyId(4);
const JUDGE: PartyId = PartyId(7);
const STRANGER: PartyId = PartyId(9);

impl Modelled for Proposal {
    const MODULE: &'static str = "Proposal";
    const REPEATABLE: &'static [&'static str] = &[];

    fn ask(command: &Command) -> Value {
        ask(command.name(), [])
    }

    fn stage(proposal: &Instance<Self>) -> Value {
        record([("stage", text(proposal.stage.name())), ("left", number(left(proposal)))])
    }

    fn seen(_: &Instance<Self>, _: Timestamp) -> Value {
        record([])
    }

    fn party(party: PartyId) -> &'static str {
        match party {
            BUYER => "buyer",
            OWNER => "owner",
            AGENT => "agent",
            RIVAL => "rival",
            JUDGE => "judge",
            _ => "stranger",
        }
    }

    fn accounts() -> Vec<(&'static str, Account)> {
        vec![]
    }
}

fn alphabet() -> Alphabet<Proposal> {
    let window = |millis| Window::from_millis(millis).expect("a window");
    let terms = Terms {
        task: InstanceId(1),
        buyer: BUYER,
        agent: Agent { id: AGENT, owner: OWNER },
        asset: Asset::USDC,
        price: Amount::new(11).expect("an amount"),
        estimate: window(1),
        to_accept: window(2),
    };
    let parties = [BUYER, OWNER, AGENT, RIVAL, STRANGER].map(Actor::Party);
    let judges = [JUDGE, BUYER, OWNER, AGENT].map(Actor::Arbiter);
    let senders = parties.into_iter().chain(judges).chain([Actor::Operator, Actor::Clock]);
    let commands = [Accept {}.into(), Decline {}.into(), Withdraw {}.into(), Timeout {}.into()];
    Alphabet {
        config: "Proposal",
        terms,
        ledger: Ledger::default(),
        senders: senders.collect(),
        commands: commands.into(),
    }
}

#[test]
fn a_proposal_is_what_its_model_says() {
    compare_all(&[alphabet()]);
}
