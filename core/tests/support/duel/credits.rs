//! Credits, as orders between the core and its bookkeeper.

use std::collections::BTreeMap;

use earnest::Instance;
use earnest::authority::Actor;
use earnest::credits::{
    Assign, Command, Complete, Concede, Credits, Dispute, Fail, Failure, Fund, Grounds, OwnScore,
    Pass, Reject, Review, Route, Rule, Score, Start, Terms, Thumb, Vote, Withdraw,
};
use earnest::ids::{InstanceId, PartyId};
use earnest::ledger::Account;
use earnest::machine::Timeout;
use earnest::money::Amount;
use earnest::time::{Elapsed, Window};
use earnest::work::Agent;

#[path = "../city_reference.rs"]
mod reference;

pub(crate) use reference::Book;

use crate::choices::Choices;
use crate::duel::Clerk;
use crate::palette::{AGENT, ARBITER, BUYER, RIVAL, STRANGER, TEN_YEARS};

impl Clerk for Book {
    type Of = Credits;

    const ACTORS: &'static [Actor] = &[
        Actor::Party(BUYER),
        Actor::Party(AGENT.owner),
        Actor::Party(AGENT.id),
        Actor::Party(RIVAL.owner),
        Actor::Party(RIVAL.id),
        Actor::Party(STRANGER),
        Actor::Arbiter(ARBITER),
        Actor::Arbiter(BUYER),
        Actor::Arbiter(AGENT.owner),
        Actor::Arbiter(AGENT.id),
        Actor::Operator,
        Actor::Clock,
    ];

    fn contract(choices: &mut Choices<'_>) -> Terms {
        let own = Agent { owner: BUYER, ..AGENT };
        let named = [Some(AGENT), Some(AGENT), Some(AGENT), None, None, None, Some(own)];
        let usual = Terms::usual(BUYER, choices.amount(), choices.pick(&named));
        // Longer than the refund window, as it must be; seldom not.
        let (to_refund, longer) = (choices.window(), choices.window());
        let sum = to_refund.as_millis() + longer.as_millis();
        let to_dispute = Window::from_millis(sum).unwrap_or(longer);
        Terms {
            submitted_by: choices.pick(&[None, None, None, Some(RIVAL.id), Some(AGENT.id)]),
            parent: choices.pick(&[None, Some(InstanceId(8))]),
            fee: choices.share(),
            pass_mark: score(choices),
            to_assign: choices.window(),
            to_route: choices.window(),
            to_start: choices.window(),
            to_execute: choices.window(),
            to_assess: choices.window(),
            to_refund,
            to_dispute: if choices.byte() == 255 { to_refund } else { to_dispute },
            to_rule: choices.window(),
            ..usual
        }
    }

    fn is_unsound(terms: &Terms) -> bool {
        let own = |it: PartyId| it == terms.buyer || Some(it) == terms.submitted_by;
        let begin = [terms.to_assign, terms.to_route, terms.to_start, terms.to_execute];
        let end = [terms.to_assess, terms.to_refund, terms.to_dispute, terms.to_rule];
        let long = begin.into_iter().chain(end).any(|it| it.as_millis() > TEN_YEARS);
        long || terms.to_dispute <= terms.to_refund
            || terms.named.is_some_and(|it| own(it.id) || own(it.owner))
    }

    fn budget(terms: &Terms) -> Option<(PartyId, Amount)> {
        Some((terms.buyer, terms.max_budget))
    }

    fn open(id: InstanceId, terms: Terms, now: u64) -> Self {
        Self::open(id, terms, now)
    }

    fn give(&mut self, by: Actor, at: u64, command: &Command) -> Result<(), &'static str> {
        self.give(by, at, command)
    }

    fn place(&self) -> (&'static str, u64, Option<u64>) {
        (self.place, self.since, self.due)
    }

    fn balances(&self) -> &BTreeMap<Account, i128> {
        &self.balances
    }

    fn allowed(place: &str, command: &str) -> Option<&'static [&'static str]> {
        reference::allowed(place, command)
    }

    fn actor(&self, role: &str) -> Actor {
        match role {
            "buyer" => Actor::Party(BUYER),
            "agent" => Actor::Party(self.agent.expect("somebody is hired").owner),
            "arbiter" => Actor::Arbiter(ARBITER),
            "operator" => Actor::Operator,
            _ => Actor::Clock,
        }
    }

    fn command(&self, name: &str, choices: &mut Choices<'_>) -> Command {
        match name {
            "Fund" => Fund {}.into(),
            "Route" => Route {}.into(),
            "Assign" => {
                Assign { agent: choices.agent(), price: choices.amount_near(self.held()) }.into()
            }
            "Start" => Start { sandbox: choices.paper() }.into(),
            "Fail" => {
                let reasons = [Failure::QualityGate, Failure::ExecutionError];
                Fail { reason: choices.pick(&reasons), message: choices.paper_or_none() }.into()
            }
            "Complete" => {
                let (output, took) = (choices.paper(), elapsed(choices));
                Complete { output, took, own_score: OwnScore::new(choices.scale()) }.into()
            }
            "Pass" => Pass { score: self.score(choices, 0) }.into(),
            "Reject" => Reject { score: self.score(choices, 1) }.into(),
            "Vote" => Vote { thumb: choices.pick(&[Thumb::Up, Thumb::Down]) }.into(),
            "Dispute" => {
                let grounds = choices.pick(&[Grounds::WrongOutput, Grounds::DeadlineMissed]);
                Dispute { grounds, description: choices.paper() }.into()
            }
            "Review" => Review {}.into(),
            "Rule" => Rule { share: choices.share(), notes: choices.paper_or_none() }.into(),
            "Concede" => Concede { note: choices.paper_or_none() }.into(),
            "Withdraw" => Withdraw {}.into(),
            "Timeout" => Timeout {}.into(),
            name => unreachable!("no command is called {name}"),
        }
    }

    /// The end of the refund window, which work that is contested still has.
    fn other_edge(&self) -> Option<u64> {
        self.refund_by()
    }

    fn check(&self, task: &Instance<Credits>) {
        assert_eq!((self.agent, self.vote), (task.stage.agent(), task.stage.vote()));
    }
}

impl Book {
    /// Mostly the pass mark, or `below` it; else any.
    fn score(&self, choices: &mut Choices<'_>, below: u8) -> Score {
        let near = Score::new(self.pass_mark().saturating_sub(below));
        match choices.byte() {
            0..192 => near.expect("a score"),
            _ => score(choices),
        }
    }
}

fn score(choices: &mut Choices<'_>) -> Score {
    let value = choices.scale();
    let score = Score::new(value);
    assert_eq!(score.map(Score::value), (value <= 100).then_some(value));
    score.unwrap_or(Score::HALF)
}

fn elapsed(choices: &mut Choices<'_>) -> Elapsed {
    let millis = choices.pick(&[7, 0, 10 * TEN_YEARS, 10 * TEN_YEARS + 1]);
    let elapsed = Elapsed::from_millis(millis);
    assert_eq!(elapsed.is_some(), millis <= 10 * TEN_YEARS);
    elapsed.unwrap_or(Elapsed::from_millis(0).expect("no time"))
}
