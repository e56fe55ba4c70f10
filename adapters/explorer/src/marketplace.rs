//! The marketplace as a world: every command worth giving.

use earnest::dispute::{Resolution, Ruling};
use earnest::ids::InstanceId;
use earnest::machine::Stage as _;
use earnest::marketplace::{
    Agent, Approve, Assign, Cancel, Command, Concede, Deliver, Dispute, Fail, Fund, Hire,
    Marketplace, Match, Mode, Percent, Progress, Rating, Redeliver, Reject, Revise, Rule, Seal,
    Stage, Submit, Terms,
};
use earnest::money::Amount;

use crate::broken::Broken;
use crate::cast::{OTHER_PAPER, PAPER, bps, window};
use crate::explore::explore_at_most;
use crate::parties::Parties;
use crate::world::{Seen, Shift, World};

mod laws;

/// A world under these terms, with just enough in the buyer's wallet.
#[must_use]
pub fn world(terms: Terms) -> World<Marketplace> {
    let named = match terms.mode {
        Mode::Direct(named) => named,
        Mode::Proposals => None,
    };
    let parties = Parties::of(terms.buyer, None, named);
    let ledger = World::<Marketplace>::purse(&terms, &parties, terms.budget);
    let (id, actors) = (InstanceId(77), parties.actors());
    World { id, terms, ledger, parties, actors, commands, moved, laws: laws::laws }
}

/// Explores at most so many states; compiled here, so that it is fast in everybody's tests.
///
/// # Errors
///
/// [`Broken`] for the first law that does not hold.
pub fn explored(world: &World<Marketplace>, limit: usize) -> Result<Seen, Box<Broken>> {
    explore_at_most(world, limit)
}

fn commands(world: &World<Marketplace>, stage: &Stage) -> Vec<Command> {
    let Parties { buyer, agent, rival, .. } = world.parties;
    let mut commands: Vec<Command> = vec![
        Fund {}.into(),
        Match {}.into(),
        Cancel {}.into(),
        Progress { percent: Percent::new(0).expect("on the scale"), note: None }.into(),
        Progress { percent: Percent::new(100).expect("on the scale"), note: Some(PAPER) }.into(),
        Deliver { work: PAPER }.into(),
        Deliver { work: OTHER_PAPER }.into(),
        Fail { reason: PAPER }.into(),
        Approve { rating: None, review: None }.into(),
        Approve { rating: Rating::new(5), review: Some(PAPER) }.into(),
        Revise { request: None }.into(),
        Dispute { reason: PAPER }.into(),
        Redeliver { work: OTHER_PAPER }.into(),
        Reject { answer: None }.into(),
        Submit { item: PAPER }.into(),
        Seal { statement: PAPER }.into(),
        Seal { statement: OTHER_PAPER }.into(),
        Concede { note: None }.into(),
    ];
    let stolen = Agent { owner: rival.owner, ..agent };
    let own = [Agent { owner: buyer, ..agent }, Agent { id: buyer, ..agent }];
    commands.extend([agent, rival, stolen].map(|agent| Assign { agent }.into()));
    commands.extend(own.map(|agent| Assign { agent }.into()));
    commands.extend(hires(stage.held(), agent, [rival, own[0], own[1]]));
    commands.extend(rulings().map(|ruling| Rule { ruling, notes: None }.into()));
    commands
}

/// Every agent for the whole budget, and one agent at the edges of the price.
fn hires(held: Amount, agent: Agent, others: [Agent; 3]) -> impl Iterator<Item = Command> {
    let edges = [0, 1, held.minor().saturating_sub(1), held.minor(), held.minor() + 1];
    let prices = edges.into_iter().filter_map(Amount::new);
    let priced = prices.map(move |price| Hire { agent, price, estimate: None });
    let others = others.map(|agent| Hire { agent, price: held, estimate: None });
    let estimates = [1, 2].map(|it| Some(window(it)));
    let estimated = estimates.map(|estimate| Hire { agent, price: held, estimate });
    priced.chain(others).chain(estimated).map(Command::from)
}

fn rulings() -> impl Iterator<Item = Ruling> {
    let refunds = [1, 3_333, 10_000].map(|share| (Resolution::RefundBuyer, share));
    let splits = [1, 5_000, 9_999].map(|share| (Resolution::Split, share));
    let all = refunds.into_iter().chain(splits).chain([(Resolution::ReleaseToAgent, 0)]);
    all.map(|(resolution, share)| Ruling::new(resolution, Some(bps(share))).expect("a ruling"))
}

fn moved(stage: &Stage, to: &Shift<'_>) -> Stage {
    let mut stage = stage.clone();
    match &mut stage {
        Stage::Pending(it) => it.hire_by = to(it.hire_by),
        Stage::Matching(it) => it.match_by = to(it.match_by),
        Stage::Executing(it) => it.deliver_by = to(it.deliver_by),
        Stage::Delivered(it) => it.review_by = to(it.review_by),
        Stage::Revising(it) => it.revise_by = to(it.revise_by),
        Stage::Disputed(it) => it.respond_by = to(it.respond_by),
        Stage::Arbitration(it) => it.rule_by = to(it.rule_by),
        Stage::Draft(_)
        | Stage::Completed(_)
        | Stage::Cancelled(_)
        | Stage::Expired(_)
        | Stage::Failed(_) => {}
    }
    stage
}
