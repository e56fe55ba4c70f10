//! An example of each order that is accepted if any of its kind is; `options` tries them.

use super::{
    Assign, Command, Complete, Concede, Dispute, Fail, Failure, Fund, Grounds, Pass, Reject,
    Review, Route, Rule, Score, Stage, Start, Terms, Thumb, Vote, Withdraw,
};
use crate::ids::{Digest, PartyId};
use crate::machine::Stage as _;
use crate::money::Bps;
use crate::time::Elapsed;
use crate::work::Agent;

const DOCUMENT: Digest = Digest([0; 32]);

pub(super) fn probe(terms: &Terms, stage: &Stage, command: &str) -> Option<Command> {
    Some(match command {
        "Fund" => Fund {}.into(),
        "Route" => Route {}.into(),
        "Assign" => Assign { agent: assignable(terms), price: stage.held() }.into(),
        "Start" => Start { sandbox: DOCUMENT }.into(),
        "Fail" => Fail { reason: Failure::ExecutionError, message: None }.into(),
        "Complete" => {
            let took = Elapsed::from_millis(0)?;
            Complete { output: DOCUMENT, took, own_score: None }.into()
        }
        "Pass" => Pass { score: terms.pass_mark }.into(),
        // Below a mark of 0 there is nothing, so that nothing can be rejected.
        "Reject" => Reject { score: Score::new(terms.pass_mark.value().checked_sub(1)?)? }.into(),
        "Vote" => Vote { thumb: Thumb::Down }.into(),
        "Dispute" => Dispute { grounds: Grounds::QualityBelowSpec, description: DOCUMENT }.into(),
        "Review" => Review {}.into(),
        "Rule" => Rule { share: Bps::HALF, notes: None }.into(),
        "Concede" => Concede { note: None }.into(),
        "Withdraw" => Withdraw {}.into(),
        _ => return None,
    })
}

/// The named agent, or some agent that is not the buyer's.
fn assignable(terms: &Terms) -> Agent {
    let other = |distance| {
        let id = PartyId(terms.buyer.0.wrapping_add(distance));
        Agent { id, owner: id }
    };
    // The buyer and the agent that submitted are two at most, so one of two others is free.
    let free = if terms.is_own(other(1)) { other(2) } else { other(1) };
    terms.named.unwrap_or(free)
}
