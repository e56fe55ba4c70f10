//! How the models of credits spell what the code says.

use earnest::Instance;
use earnest::credits::{
    Closing, Command, Credits, Failure, Fund, Funds, Grounds, Refund, Review, Route, Stage,
    Standing, Thumb, Why, Withdraw,
};
use earnest::ids::PartyId;
use earnest::ledger::Account;
use earnest::machine::{Stage as _, Timeout};
use earnest::money::{Amount, Bps};
use earnest::time::Timestamp;
use earnest::work::{Agent, Settlement};
use earnest_explorer::cast::{AGENT, ARBITER, BUYER, RIVAL, SUBMITTER};
use tla_checker::ast::Value;

use crate::model::{ID, Modelled, ask, left, number, record, since, text};

/// The agents of the model.
pub(crate) const AGENTS: [(&str, Agent); 5] = [
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
        stage_at(task, task.since)
    }

    fn seen(task: &Instance<Self>, _: Timestamp) -> Value {
        record([("held", number(task.stage.held().minor()))])
    }

    fn moments(task: &Instance<Self>) -> Vec<i64> {
        refund(task, task.since).map_or_else(Vec::new, |left| vec![left - 1, left, left + 1])
    }

    fn party(party: PartyId) -> &'static str {
        match party {
            BUYER => "buyer",
            SUBMITTER => "own",
            ARBITER => "judge",
            _ if party == AGENT.id => "agent",
            _ if party == AGENT.owner => "owner",
            _ if party == RIVAL.id => "rival",
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

/// Where a task is; moments are counted from now.
pub(crate) fn stage_at(task: &Instance<Credits>, now: Timestamp) -> Value {
    let it = Known::of(task);
    let from_now = |at| since(task, at) - since(task, now);
    let left = task.stage.deadline().map_or_else(|| left(task), from_now);
    record([
        ("stage", text(task.stage.name())),
        ("left", number(left)),
        ("refund", number(refund(task, now).unwrap_or(0))),
        ("dispute", number(it.dispute_by.map_or(0, from_now))),
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

/// How long a down vote still refunds what is contested, from now.
fn refund(task: &Instance<Credits>, now: Timestamp) -> Option<i64> {
    let Stage::Contested(it) = &task.stage else { return None };
    let Funds::Held { refund_by } = it.funds else { return None };
    Some(since(task, refund_by) - since(task, now)).filter(|left| *left > 0)
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
