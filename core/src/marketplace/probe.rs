//! An example of each order that is accepted if any of its kind is; `options` tries them.

use super::{
    Agent, Approve, Assign, Cancel, Command, Concede, Deliver, Dispute, Fail, Fund, Hire, Match,
    Mode, Percent, Progress, Redeliver, Reject, Revise, Rule, Seal, Stage, Submit, Terms,
};
use crate::ids::{Digest, PartyId};
use crate::machine::Stage as _;

const DOCUMENT: Digest = Digest([0; 32]);

pub(super) fn probe(terms: &Terms, stage: &Stage, command: &str) -> Option<Command> {
    Some(match command {
        "Fund" => Fund {}.into(),
        "Match" => Match {}.into(),
        "Assign" => Assign { agent: assignable(terms) }.into(),
        "Hire" => Hire { agent: assignable(terms), price: stage.held(), estimate: None }.into(),
        "Cancel" => Cancel {}.into(),
        "Progress" => Progress { percent: Percent::new(100)?, note: None }.into(),
        "Deliver" => Deliver { work: DOCUMENT }.into(),
        "Fail" => Fail { reason: DOCUMENT }.into(),
        "Approve" => Approve { rating: None, review: None }.into(),
        "Revise" => Revise { request: None }.into(),
        "Dispute" => Dispute { reason: DOCUMENT }.into(),
        "Redeliver" => Redeliver { work: DOCUMENT }.into(),
        "Reject" => Reject { answer: None }.into(),
        "Submit" => Submit { item: DOCUMENT }.into(),
        "Seal" => Seal { statement: DOCUMENT }.into(),
        "Concede" => Concede { note: None }.into(),
        "Rule" => Rule { ruling: terms.default_ruling, notes: None }.into(),
        _ => return None,
    })
}

/// The named agent, or some agent that is not the buyer's.
fn assignable(terms: &Terms) -> Agent {
    let other = PartyId(terms.buyer.0.wrapping_add(1));
    match terms.mode {
        Mode::Direct(Some(agent)) => agent,
        Mode::Direct(None) | Mode::Proposals => Agent { id: other, owner: other },
    }
}
