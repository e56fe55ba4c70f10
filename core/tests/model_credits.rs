//! Credits are what `spec/tla/Credits.tla` says: both graphs are the same, edge by edge.

use earnest::Instance;
use earnest::authority::Actor;
use earnest::credits::{
    Assign, Closing, Command, Complete, Concede, Credits, Dispute, Fail, Failure, Fund, Funds,
    Grounds, OwnScore, Pass, Refund, Reject, Review, Route, Rule, Stage, Standing, Start, Terms,
    Thumb, Vote, Why, Withdraw,
};
use earnest::ids::PartyId;
use earnest::ledger::{Account, Ledger, Posting};
use earnest::machine::{Stage as _, Terms as _, Timeout};
use earnest::money::{Amount, Bps};
use earnest::time::{Timestamp, Window};
use earnest::work::{Agent, Settlement};
use earnest_explorer::cast::{AGENT, ARBITER, BUYER, PAPER, RIVAL, SUBMITTER, amount, bps};
use earnest_explorer::errand::{elapsed, errand, score};
use tla_checker::ast::Value;

#[path = "support/model.rs"]
mod model;

use model::{Alphabet, ID, Modelled, ask, compare_all, left, number, record, since, text};

/// What the buyer has, in the model.
const DEPOSIT: u128 = 9;
/// The model's longest window; one more is one more than the terms' longest.
const LONGEST: u64 = 9;

/// The agents of the model.
const AGENTS: [(&str, Agent); 5] = [
    ("agent", AGENT),
    ("rival", RIVAL),
    ("own", Agent { id: SUBMITTER, owner: BUYER }),
    ("stolen", Agent { id: AGENT.id, owner: RIVAL.owner }),
    ("disowned", Agent { id: SUBMITTER, owner: AGENT.owner }),
];

impl Modelled for Credits {
    const MODULE: &'static str = "Credits";

    const REPEATABLE: &'static [&'static str] = &["Vote"];

    fn ask(command: &Command) -> Value {
        match command {
            Command::Fund(Fund {}) => ask("Fund", []),
            Command::Route(Route {}) => ask("Route", []),
            Command::Assign(it) => {
                let agent = ("agent", named(Some(it.agent)));
                ask("Assign", [agent, ("price", number(it.price.minor()))])
            }
            Command::Start(_) => ask("Start", []),
            Command::Fail(it) => ask("Fail", [("reason", text(reason(it.reason)))]),
            Command::Complete(it) => {
                let own = it.own_score.map_or("none".to_owned(), |own| own.value().to_string());
                ask("Complete", [("own_score", text(&own))])
            }
            Command::Pass(it) => ask("Pass", [("score", number(it.score.value()))]),
            Command::Reject(it) => ask("Reject", [("score", number(it.score.value()))]),
            Command::Vote(it) => ask("Vote", [("thumb", thumb(Some(it.thumb)))]),
            Command::Dispute(it) => ask("Dispute", [("grounds", text(grounds(it.grounds)))]),
            Command::Review(Review {}) => ask("Review", []),
            Command::Rule(it) => ask("Rule", [("share", number(it.share.points()))]),
            Command::Concede(_) => ask("Concede", []),
            Command::Withdraw(Withdraw {}) => ask("Withdraw", []),
            Command::Timeout(Timeout {}) => ask("Timeout", []),
        }
    }

    fn stage(task: &Instance<Self>) -> Value {
        let it = Known::of(task);
        record([
            ("stage", text(task.stage.name())),
            ("left", number(left(task))),
            ("refund", number(refund(task).unwrap_or(0))),
            ("dispute", number(it.dispute_by.map_or(0, |at| since(task, at)))),
            ("agent", named(task.stage.agent())),
            ("charge", number(it.charge.minor())),
            ("paid", Value::Bool(it.paid)),
            ("got", settlement(it.got)),
            ("vote", thumb(task.stage.vote())),
            ("reviewed", Value::Bool(it.reviewed)),
            ("why", text(it.why)),
            ("share", number(it.share.points())),
        ])
    }

    fn seen(task: &Instance<Self>, _: Timestamp) -> Value {
        record([("held", number(task.stage.held().minor()))])
    }

    fn moments(task: &Instance<Self>) -> Vec<i64> {
        refund(task).map_or_else(Vec::new, |left| vec![left - 1, left, left + 1])
    }

    fn party(party: PartyId) -> &'static str {
        match party {
            BUYER => "buyer",
            SUBMITTER => "own",
            ARBITER => "judge",
            _ if party == AGENT.id => "agent",
            _ if party == AGENT.owner => "owner",
            _ if party == RIVAL.owner => "rival-owner",
            _ => "stranger",
        }
    }

    fn accounts() -> Vec<(&'static str, Account)> {
        vec![
            ("buyer", Account::Wallet(BUYER)),
            ("owner", Account::Wallet(AGENT.owner)),
            ("rival-owner", Account::Wallet(RIVAL.owner)),
            ("escrow", Account::Escrow(ID)),
            ("fees", Account::Fees),
        ]
    }
}

/// What a stage knows, in the words of the model; what it does not know is as in the draft.
struct Known {
    dispute_by: Option<Timestamp>,
    charge: Amount,
    paid: bool,
    got: Settlement,
    reviewed: bool,
    why: &'static str,
    share: Bps,
}

impl Known {
    fn of(task: &Instance<Credits>) -> Self {
        let none = Self {
            dispute_by: None,
            charge: Amount::ZERO,
            paid: false,
            got: Settlement::NOTHING,
            reviewed: false,
            why: "none",
            share: Bps::NONE,
        };
        match &task.stage {
            Stage::Draft(_) | Stage::Submitted(_) | Stage::Routing(_) => none,
            Stage::Assigned(it) => Self { charge: it.job.charge, ..none },
            Stage::Executing(it) => Self { charge: it.job.charge, ..none },
            Stage::QualityCheck(it) => Self { charge: it.job.charge, ..none },
            Stage::Completed(it) => {
                let charge = it.passed.job.charge;
                Self { dispute_by: Some(it.dispute_by), charge, ..none }
            }
            Stage::Settled(it) => {
                Self { charge: it.passed.job.charge, paid: true, got: it.paid, ..none }
            }
            Stage::Contested(it) => {
                let (paid, got) = match it.funds {
                    Funds::Held { .. } => (false, none.got),
                    Funds::Paid(got) => (true, got),
                };
                let reviewed = it.standing == Standing::UnderReview;
                Self { charge: it.passed.job.charge, paid, got, reviewed, ..none }
            }
            Stage::Closed(it) => {
                let (why, share) = closing(it.cause);
                Self { charge: it.passed.job.charge, got: it.paid, why, share, ..none }
            }
            Stage::Refunded(it) => {
                Self { charge: it.passed.job.charge, why: refunding(it.cause), ..none }
            }
            Stage::Failed(it) => {
                assert_eq!(it.refunded, task.terms.max_budget, "all of it goes back");
                Self { why: failing(it.why), ..none }
            }
        }
    }
}

/// How long a down vote still refunds what is contested.
fn refund(task: &Instance<Credits>) -> Option<i64> {
    match &task.stage {
        Stage::Contested(it) => match it.funds {
            Funds::Held { refund_by } => Some(since(task, refund_by)).filter(|left| *left > 0),
            Funds::Paid(_) => None,
        },
        _ => None,
    }
}

const fn closing(cause: Closing) -> (&'static str, Bps) {
    match cause {
        Closing::Unchallenged => ("unchallenged", Bps::NONE),
        Closing::Withdrawn => ("withdrawn", Bps::NONE),
        Closing::Denied => ("denied", Bps::NONE),
        Closing::Ruled { share } => ("ruled", share),
    }
}

const fn refunding(cause: Refund) -> &'static str {
    match cause {
        Refund::Voted => "voted",
        Refund::Conceded => "conceded",
        Refund::Ruled => "ruled",
    }
}

const fn failing(why: Why) -> &'static str {
    match why {
        Why::NoAgentFound => "no_agent_found",
        Why::TimedOut => "timed_out",
        Why::GivenUp { reason: why, .. } => reason(why),
        Why::Rejected { .. } => "rejected",
        Why::NotAssessed => "not_assessed",
    }
}

const fn reason(reason: Failure) -> &'static str {
    match reason {
        Failure::QualityGate => "quality_gate",
        Failure::ExecutionError => "execution_error",
        Failure::Timeout => "timeout",
        Failure::BudgetExceeded => "budget_exceeded",
    }
}

const fn grounds(grounds: Grounds) -> &'static str {
    match grounds {
        Grounds::WrongOutput => "wrong_output",
        Grounds::Unresponsive => "unresponsive",
        Grounds::QualityBelowSpec
        | Grounds::IncompleteDelivery
        | Grounds::DeadlineMissed
        | Grounds::Misrepresentation => "another",
    }
}

fn thumb(vote: Option<Thumb>) -> Value {
    text(match vote {
        None => "none",
        Some(Thumb::Up) => "up",
        Some(Thumb::Down) => "down",
    })
}

fn settlement(it: Settlement) -> Value {
    let [buyer, agent, fee] = [it.buyer, it.agent, it.fee].map(|it| number(it.minor()));
    record([("buyer", buyer), ("agent", agent), ("fee", fee)])
}

fn named(agent: Option<Agent>) -> Value {
    let Some(agent) = agent else { return text("nobody") };
    let known = AGENTS.iter().find(|(_, it)| *it == agent);
    text(known.map_or("somebody", |(name, _)| name))
}

fn window(units: u64) -> Window {
    let millis = if units > LONGEST { Terms::LONGEST + (units - LONGEST) } else { units };
    Window::from_millis(millis).expect("a window")
}

/// The code's side of a configuration.
struct World {
    config: &'static str,
    terms: Terms,
    prices: &'static [u128],
    others: &'static [&'static str],
    shares: &'static [u16],
}

/// The model's `Terms`, each with what may be tried under them.
fn worlds() -> [World; 8] {
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
        World { config, terms, prices, others, shares }
    };
    [
        World {
            config: "CreditsNamed",
            terms: named.clone(),
            prices: &[5, 8],
            others: &["rival", "own", "stolen", "disowned"],
            shares: &[0, 3_333, 5_000, 9_999, 10_000],
        },
        World {
            config: "CreditsRouted",
            terms: routed,
            prices: &[5, 8],
            others: &["rival", "own", "disowned"],
            shares: &[3_333, 10_000],
        },
        World {
            config: "CreditsEdge",
            terms: edge,
            prices: &[0, 1, 2],
            others: &["rival", "stolen"],
            shares: &[0, 5_000, 10_000],
        },
        unfit("CreditsFree", Terms { max_budget: Amount::ZERO, ..named.clone() }),
        unfit("CreditsDear", Terms { max_budget: amount(DEPOSIT + 1), ..named.clone() }),
        unfit("CreditsEndless", Terms { to_rule: window(LONGEST + 1), ..named.clone() }),
        unfit("CreditsClosed", Terms { to_dispute: named.to_refund, ..named.clone() }),
        unfit("CreditsOwnAgent", Terms { named: own, ..named }),
    ]
}

fn alphabet(world: &World) -> Alphabet<Credits> {
    let mut ledger = Ledger::default();
    let wallet = Account::Wallet(BUYER);
    let deposit = Posting { from: Account::World, to: wallet, amount: amount(DEPOSIT) };
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
