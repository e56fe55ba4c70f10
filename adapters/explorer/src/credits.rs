//! Credits as a world: every command worth giving.

use earnest::credits::{
    Assign, Command, Complete, Concede, Credits, Dispute, Fail, Failure, Fund, Funds, Grounds,
    OwnScore, Pass, Reject, Review, Route, Rule, Score, Stage, Start, Terms, Thumb, Vote, Withdraw,
};
use earnest::ids::InstanceId;
use earnest::machine::Stage as _;
use earnest::money::Amount;
use earnest::work::Agent;

use crate::broken::Broken;
use crate::cast::{OTHER_PAPER, PAPER, bps};
use crate::errand::elapsed;
use crate::explore::explore_at_most;
use crate::parties::Parties;
use crate::world::{Seen, Shift, World};

mod laws;

/// A world under these terms, with just enough in the buyer's wallet.
#[must_use]
pub fn world(terms: Terms) -> World<Credits> {
    let parties = Parties::of(terms.buyer, terms.submitted_by, terms.named);
    let ledger = World::<Credits>::purse(&terms, &parties, terms.max_budget);
    let (id, actors) = (InstanceId(78), parties.actors());
    World { id, terms, ledger, parties, actors, commands, moved, laws: laws::laws }
}

/// Explores at most so many states; compiled here, so that it is fast in everybody's tests.
///
/// # Errors
///
/// [`Broken`] for the first law that does not hold.
pub fn explored(world: &World<Credits>, limit: usize) -> Result<Seen, Box<Broken>> {
    explore_at_most(world, limit)
}

fn commands(world: &World<Credits>, stage: &Stage) -> Vec<Command> {
    let own_score = OwnScore::new(100);
    let mut commands: Vec<Command> = vec![
        Fund {}.into(),
        Route {}.into(),
        Start { sandbox: PAPER }.into(),
        Fail { reason: Failure::QualityGate, message: None }.into(),
        Fail { reason: Failure::BudgetExceeded, message: Some(PAPER) }.into(),
        Complete { output: PAPER, took: elapsed(0), own_score: None }.into(),
        Complete { output: OTHER_PAPER, took: elapsed(5_000), own_score }.into(),
        Vote { thumb: Thumb::Up }.into(),
        Vote { thumb: Thumb::Down }.into(),
        Dispute { grounds: Grounds::WrongOutput, description: PAPER }.into(),
        Review {}.into(),
        Concede { note: None }.into(),
        Withdraw {}.into(),
    ];
    let mark = world.terms.pass_mark.value();
    let edges = [0, mark.saturating_sub(1), mark, 100];
    let scores = || edges.into_iter().filter_map(Score::new);
    commands.extend(scores().map(|score| Pass { score }.into()));
    commands.extend(scores().map(|score| Reject { score }.into()));
    let shares = [0, 1, 3_333, 9_999, 10_000].map(bps);
    commands.extend(shares.map(|share| Rule { share, notes: None }.into()));
    commands.extend(assignments(stage.held(), world.parties));
    commands
}

/// Every agent for the whole budget, and one agent at the edges of the price.
fn assignments(held: Amount, parties: Parties) -> impl Iterator<Item = Command> {
    let Parties { buyer, submitter, agent, rival, .. } = parties;
    let edges = [0, 1, held.minor() / 2, held.minor(), held.minor() + 1];
    let prices = edges.into_iter().filter_map(Amount::new);
    let priced = prices.map(move |price| Assign { agent, price });
    let stolen = Agent { owner: rival.owner, ..agent };
    let own = [Agent { owner: buyer, ..agent }, Agent { id: buyer, ..agent }];
    let disowned = [Agent { id: submitter, ..agent }, Agent { owner: submitter, ..agent }];
    let others = [rival, stolen].into_iter().chain(own).chain(disowned);
    priced.chain(others.map(move |agent| Assign { agent, price: held })).map(Command::from)
}

fn moved(stage: &Stage, to: &Shift<'_>) -> Stage {
    let mut stage = stage.clone();
    match &mut stage {
        Stage::Submitted(it) => it.assign_by = to(it.assign_by),
        Stage::Routing(it) => it.route_by = to(it.route_by),
        Stage::Assigned(it) => it.start_by = to(it.start_by),
        Stage::Executing(it) => it.complete_by = to(it.complete_by),
        Stage::QualityCheck(it) => it.assess_by = to(it.assess_by),
        Stage::Completed(it) => {
            (it.refund_by, it.dispute_by) = (to(it.refund_by), to(it.dispute_by));
        }
        Stage::Settled(it) => it.dispute_by = to(it.dispute_by),
        Stage::Contested(it) => {
            it.rule_by = to(it.rule_by);
            if let Funds::Held { refund_by } = &mut it.funds {
                *refund_by = to(*refund_by);
            }
        }
        Stage::Draft(_) | Stage::Closed(_) | Stage::Refunded(_) | Stage::Failed(_) => {}
    }
    stage
}
