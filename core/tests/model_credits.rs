//! Credits are what `spec/tla/Credits.tla` says: both graphs are the same, edge by edge.

use earnest::authority::Actor;
use earnest::credits::{
    Assign, Command, Complete, Concede, Credits, Dispute, Fail, Failure, Fund, Grounds, OwnScore,
    Pass, Reject, Review, Route, Rule, Start, Terms, Thumb, Vote, Withdraw,
};
use earnest::ledger::{Account, Ledger, Posting};
use earnest::machine::{Terms as _, Timeout};
use earnest::money::{Amount, Bps};
use earnest::time::Window;
use earnest::work::Agent;
use earnest_explorer::cast::{AGENT, ARBITER, BUYER, PAPER, RIVAL, SUBMITTER, amount, bps};
use earnest_explorer::errand::{elapsed, errand, score};

#[path = "support/model.rs"]
mod model;

#[path = "support/spelled/credits.rs"]
mod spelled;

use model::{Alphabet, compare_all};
use spelled::AGENTS;

/// What the buyer has, in the model.
const DEPOSIT: u128 = 9;
/// What he has where he has much.
const LARGE_DEPOSIT: u128 = 100_003;
/// The model's longest window; one more is one more than the terms' longest.
const LONGEST: u64 = 9;

fn window(units: u64) -> Window {
    let millis = if units > LONGEST { Terms::LONGEST + (units - LONGEST) } else { units };
    Window::from_millis(millis).expect("a window")
}

/// The code's side of a configuration.
struct World {
    config: &'static str,
    terms: Terms,
    deposit: u128,
    prices: &'static [u128],
    others: &'static [&'static str],
    shares: &'static [u16],
}

/// The model's `Terms`, each with what may be tried under them.
fn worlds() -> [World; 9] {
    let named = Terms {
        max_budget: amount(7),
        fee: bps(2_500),
        to_assign: window(3),
        to_route: window(2),
        to_start: window(3),
        to_execute: window(4),
        to_assess: window(2),
        to_refund: window(4),
        to_dispute: window(6),
        to_rule: window(5),
        ..errand()
    };
    let edge = Terms {
        max_budget: amount(1),
        fee: Bps::WHOLE,
        pass_mark: score(0),
        to_refund: window(1),
        to_dispute: window(2),
        to_rule: window(1),
        ..named.clone()
    };
    let routed =
        Terms { named: None, submitted_by: Some(SUBMITTER), fee: Bps::NONE, ..named.clone() };
    let own = Some(Agent { id: SUBMITTER, owner: BUYER });
    // These bind nobody: whatever is tried is refused.
    let unfit = |config, terms| {
        let (prices, others, shares) = (&[0][..], &["own"][..], &[0][..]);
        World { config, terms, deposit: DEPOSIT, prices, others, shares }
    };
    [
        World {
            config: "CreditsNamed",
            terms: named.clone(),
            deposit: DEPOSIT,
            prices: &[5, 8],
            others: &["rival", "own", "stolen", "disowned"],
            shares: &[0, 3_333, 5_000, 9_999, 10_000],
        },
        World {
            config: "CreditsRouted",
            terms: routed,
            deposit: DEPOSIT,
            prices: &[5, 8],
            others: &["rival", "own", "disowned"],
            shares: &[3_333, 10_000],
        },
        World {
            config: "CreditsEdge",
            terms: edge,
            deposit: DEPOSIT,
            prices: &[0, 1, 2],
            others: &["rival", "stolen"],
            shares: &[0, 5_000, 10_000],
        },
        World {
            config: "deep/CreditsLarge",
            terms: large(),
            deposit: LARGE_DEPOSIT,
            prices: &[0, 1, 2, 49_995, 99_990, 99_992],
            others: &["rival", "own", "disowned"],
            shares: &[0, 1, 3_333, 5_000, 6_667, 9_999, 10_000],
        },
        unfit("CreditsFree", Terms { max_budget: Amount::ZERO, ..named.clone() }),
        unfit("CreditsDear", Terms { max_budget: amount(DEPOSIT + 1), ..named.clone() }),
        unfit("CreditsEndless", Terms { to_rule: window(LONGEST + 1), ..named.clone() }),
        unfit("CreditsClosed", Terms { to_dispute: named.to_refund, ..named.clone() }),
        unfit("CreditsOwnAgent", Terms { named: own, ..named }),
    ]
}

/// The model's `Large`.
fn large() -> Terms {
    let window = |units| Window::from_millis(units).expect("a window");
    Terms {
        named: None,
        max_budget: amount(99_991),
        fee: bps(1_667),
        to_assign: window(48),
        to_route: window(3),
        to_start: window(24),
        to_execute: window(71),
        to_assess: window(5),
        to_refund: window(25),
        to_dispute: window(73),
        to_rule: window(169),
        ..errand()
    }
}

fn alphabet(world: &World) -> Alphabet<Credits> {
    let mut ledger = Ledger::default();
    let wallet = Account::Wallet(BUYER);
    let deposit = Posting { from: Account::World, to: wallet, amount: amount(world.deposit) };
    ledger.book(world.terms.asset(), [&deposit]).expect("a deposit can be booked");
    let parties = [BUYER, AGENT.id, AGENT.owner, RIVAL.owner, SUBMITTER].map(Actor::Party);
    let judges = [ARBITER, BUYER, AGENT.owner].map(Actor::Arbiter);
    let senders = parties.into_iter().chain(judges).chain([Actor::Operator, Actor::Clock]);
    let (config, terms) = (world.config, world.terms.clone());
    Alphabet { config, terms, ledger, senders: senders.collect(), commands: commands(world) }
}

fn commands(world: &World) -> Vec<Command> {
    let mut commands: Vec<Command> = vec![
        Fund {}.into(),
        Route {}.into(),
        Start { sandbox: PAPER }.into(),
        Complete { output: PAPER, took: elapsed(0), own_score: None }.into(),
        Complete { output: PAPER, took: elapsed(0), own_score: OwnScore::new(100) }.into(),
        Vote { thumb: Thumb::Up }.into(),
        Vote { thumb: Thumb::Down }.into(),
        Dispute { grounds: Grounds::WrongOutput, description: PAPER }.into(),
        Dispute { grounds: Grounds::Unresponsive, description: PAPER }.into(),
        Review {}.into(),
        Concede { note: None }.into(),
        Withdraw {}.into(),
        Timeout {}.into(),
    ];
    let assign = |agent, price| Command::from(Assign { agent, price });
    commands.extend(world.prices.iter().map(|price| assign(AGENT, amount(*price))));
    let others = AGENTS.iter().filter(|(name, _)| world.others.contains(name));
    commands.extend(others.map(|(_, agent)| assign(*agent, world.terms.max_budget)));
    let reasons =
        [Failure::QualityGate, Failure::ExecutionError, Failure::Timeout, Failure::BudgetExceeded];
    commands.extend(reasons.map(|reason| Fail { reason, message: None }.into()));
    commands.extend([0, 49, 50, 100].map(|it| Pass { score: score(it) }.into()));
    commands.extend([0, 49, 50, 100].map(|it| Reject { score: score(it) }.into()));
    let shares = world.shares.iter().map(|share| bps(*share));
    commands.extend(shares.map(|share| Rule { share, notes: None }.into()));
    commands
}

#[test]
fn credits_are_what_their_model_says() {
    compare_all(&worlds().map(|world| alphabet(&world)));
}
