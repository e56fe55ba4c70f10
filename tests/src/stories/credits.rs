//! The words of credits.

use earnest::credits::{
    Assign, Closing, Command, Complete, Concede, Credits, Dispute, Fail, Failure, Fund, Grounds,
    OwnScore, Pass, Refund, Reject, Review, Route, Rule, Score, Stage, Standing, Start, Terms,
    Thumb, Vote, Why, Withdraw,
};
use earnest::ids::{Digest, PartyId};
use earnest::machine::Timeout;
use earnest::money::{Amount, Asset, percent};
use earnest::time::Elapsed;
use earnest_service::{Status as _, digest};

use super::kernel::task;
use super::parse::words::{Reading, Words, one};
use super::people::{Purse, Who, Worker};
use super::played::{Act, Played, Stand};

/// What is asked, in the words of the stories.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Order {
    /// `fund`: create the task and pay the largest budget in.
    Fund,
    /// `route`: look for an agent.
    Route,
    /// `assign agent 40.00`.
    Assign(Worker, Amount),
    /// `start`: begin in a sandbox.
    Start,
    /// `fail execution_error`.
    Fail(Failure),
    /// `complete "the work"`, or `complete "the work" own 100` with the agent's own score.
    Complete(String, Option<OwnScore>),
    /// `pass 50`.
    Pass(Score),
    /// `reject 49`.
    Reject(Score),
    /// `vote up`, `vote down`.
    Vote(Thumb),
    /// `dispute wrong_output "the reason"`.
    Dispute(Grounds, String),
    /// `review`: take the dispute up.
    Review,
    /// `rule 33.33%`: the buyer's share of the charge, by its digits.
    Rule(String),
    /// `concede`.
    Concede,
    /// `withdraw`: take the dispute back.
    Withdraw,
    /// `timeout`: the deadline came due.
    Timeout,
}

pub(super) const FAILURES: [(Failure, &str); 4] = [
    (Failure::QualityGate, "quality_gate"),
    (Failure::ExecutionError, "execution_error"),
    (Failure::Timeout, "timeout"),
    (Failure::BudgetExceeded, "budget_exceeded"),
];

pub(super) const THUMBS: [(Thumb, &str); 2] = [(Thumb::Up, "up"), (Thumb::Down, "down")];

pub(super) const GROUNDS: [(Grounds, &str); 6] = [
    (Grounds::QualityBelowSpec, "quality_below_spec"),
    (Grounds::IncompleteDelivery, "incomplete_delivery"),
    (Grounds::WrongOutput, "wrong_output"),
    (Grounds::DeadlineMissed, "deadline_missed"),
    (Grounds::Misrepresentation, "misrepresentation"),
    (Grounds::Unresponsive, "unresponsive"),
];

impl Played for Credits {
    type Ask = Order;
    /// Nothing is agreed on beside a task.
    type Side = Self;

    const ASSET: Asset = Asset::CREDIT;
    /// Agents act by themselves here, with keys of their own, and so may their owners.
    const PEOPLE: &'static [Who] = &[
        Who::party("buyer", Purse::BUYER),
        Who::party("agent", Worker::Agent.agent().id),
        Who::party("owner", Purse::AGENT),
        Who::party("other", Worker::Other.agent().id),
        Who::party("own", Worker::Own.agent().id),
        Who::party("stranger", Purse::STRANGER),
        Who::arbiter("arbiter", PartyId(5)),
        Who::arbiter("buyer-as-arbiter", Purse::BUYER),
        Who::arbiter("owner-as-arbiter", Purse::AGENT),
        Who::OPERATOR,
        Who::CLOCK,
    ];
    const STATUSES: &'static [(&'static str, &'static [&'static str])] = &[
        ("submitted", &["", "assigned"]),
        ("routing", &[""]),
        ("executing", &[""]),
        ("quality_check", &[""]),
        (
            "completed",
            &["", "paid", "filed", "under_review", "unchallenged", "withdrawn", "denied", "ruled"],
        ),
        ("refunded", &["voted", "conceded", "ruled"]),
        (
            "failed",
            &["no_agent_found", "quality_gate", "execution_error", "timeout", "budget_exceeded"],
        ),
    ];
    const TOLD: &'static [(&'static str, &'static [&'static str])] =
        &[("vote", &[]), ("score", &[])];
    const BESIDE: &'static [&'static str] = &[];
    const CODES: &'static [&'static str] = &["insufficient_funds", "validation_failed"];

    fn usual() -> Terms {
        let budget = Amount::new(50_00).unwrap_or(Amount::MAX);
        Terms::usual(Purse::BUYER, budget, Some(Worker::Agent.agent()))
    }

    fn set(terms: &mut Terms, words: &mut Words<'_>) -> Reading<bool> {
        let name = words.word()?;
        match name {
            "budget" => terms.max_budget = words.amount()?,
            "fee" => terms.fee = words.share()?,
            "mode" => {
                terms.named = match words.word()? {
                    "routed" => None,
                    "direct" => Some(words.worker()?.agent()),
                    other => return Err(format!("`{other}` is no mode: `routed`, `direct agent`")),
                }
            }
            "buyer" => {
                let purse = one(words.word()?, &Purse::ALL, |purse| purse.word())?;
                terms.buyer = purse.party().ok_or("only people buy")?;
            }
            "submitted" => {
                words.expect("by")?;
                terms.submitted_by = Some(words.worker()?.agent().id);
            }
            "part" => {
                words.expect("of")?;
                terms.parent = Some(task(words.number()?));
            }
            "pass" => {
                words.expect("mark")?;
                terms.pass_mark = score(words)?;
            }
            "to" => {
                let window = match words.word()? {
                    "assign" => &mut terms.to_assign,
                    "route" => &mut terms.to_route,
                    "start" => &mut terms.to_start,
                    "execute" => &mut terms.to_execute,
                    "assess" => &mut terms.to_assess,
                    "refund" => &mut terms.to_refund,
                    "dispute" => &mut terms.to_dispute,
                    "rule" => &mut terms.to_rule,
                    other => return Err(format!("`to {other}` is no window")),
                };
                *window = words.window()?;
            }
            _ => return Err(format!("`{name}` is no term")),
        }
        Ok(matches!(name, "budget" | "mode"))
    }

    fn order(words: &mut Words<'_>) -> Reading<Order> {
        let name = words.word()?;
        Ok(match name {
            "fund" => Order::Fund,
            "route" => Order::Route,
            "assign" => Order::Assign(words.worker()?, words.amount()?),
            "start" => Order::Start,
            "fail" => Order::Fail(named(words, &FAILURES)?),
            "complete" => {
                let work = words.quoted()?;
                let own = if words.skip("own") { Some(words.number()?) } else { None };
                let scored = |own| OwnScore::new(own).ok_or_else(|| format!("`{own}` is no score"));
                Order::Complete(work, own.map(scored).transpose()?)
            }
            "pass" => Order::Pass(score(words)?),
            "reject" => Order::Reject(score(words)?),
            "vote" => Order::Vote(named(words, &THUMBS)?),
            "dispute" => Order::Dispute(named(words, &GROUNDS)?, words.quoted()?),
            "review" => Order::Review,
            "rule" => Order::Rule(words.percent()?),
            "concede" => Order::Concede,
            "withdraw" => Order::Withdraw,
            "timeout" => Order::Timeout,
            _ => return Err(format!("`{name}` is no order")),
        })
    }

    fn act(order: &Order, _: Who, stand: &Stand<'_, Self>) -> Result<Act<Self>, &'static str> {
        Ok(match order {
            Order::Fund => Act::Open(vec![stand.terms.clone()], Some(Fund {}.into())),
            _ => Act::Order(command(order)?),
        })
    }

    fn document(order: &Order) -> Option<String> {
        match order {
            Order::Complete(text, _) | Order::Dispute(_, text) => {
                Some(format!("{{\"text\":\"{text}\"}}"))
            }
            _ => None,
        }
    }

    fn beside(_: &Order) -> &'static [&'static str] {
        &[]
    }

    fn status(stage: &Stage) -> String {
        let detail = match stage {
            Stage::Draft(_)
            | Stage::Submitted(_)
            | Stage::Routing(_)
            | Stage::Executing(_)
            | Stage::QualityCheck(_)
            | Stage::Completed(_) => return stage.status().to_owned(),
            Stage::Assigned(_) => "assigned",
            Stage::Settled(_) => "paid",
            Stage::Contested(stage) => match stage.standing {
                Standing::Filed => "filed",
                Standing::UnderReview => "under_review",
            },
            Stage::Closed(stage) => match stage.cause {
                Closing::Unchallenged => "unchallenged",
                Closing::Withdrawn => "withdrawn",
                Closing::Denied => "denied",
                Closing::Ruled { .. } => "ruled",
            },
            Stage::Refunded(stage) => match stage.cause {
                Refund::Voted => "voted",
                Refund::Conceded => "conceded",
                Refund::Ruled => "ruled",
            },
            Stage::Failed(stage) => {
                stage.why.reason().map_or("no_agent_found", |reason| name(reason, &FAILURES))
            }
        };
        format!("{}/{detail}", stage.status())
    }

    fn side_status(stage: &Stage) -> String {
        Self::status(stage)
    }

    fn told(of: &str, stand: &Stand<'_, Self>) -> String {
        let task = stand.task().unwrap_or_else(|| panic!("there is no task"));
        let stage = task.lapsed(stand.now).stage;
        if of == "vote" {
            return stage.vote().map_or("none", |thumb| name(thumb, &THUMBS)).to_owned();
        }
        let score = match &stage {
            Stage::Completed(stage) => Some(stage.passed.score),
            Stage::Settled(stage) => Some(stage.passed.score),
            Stage::Contested(stage) => Some(stage.passed.score),
            Stage::Closed(stage) => Some(stage.passed.score),
            Stage::Refunded(stage) => Some(stage.passed.score),
            Stage::Failed(stage) => match stage.why {
                Why::Rejected { score } => Some(score),
                Why::NoAgentFound | Why::TimedOut | Why::GivenUp { .. } | Why::NotAssessed => None,
            },
            _ => None,
        };
        score.map_or("none".to_owned(), |score| score.value().to_string())
    }
}

fn command(order: &Order) -> Result<Command, &'static str> {
    let text = Credits::document(order).map_or(Digest([0; 32]), |text| digest(&text));
    Ok(match order {
        Order::Fund => Fund {}.into(),
        Order::Route => Route {}.into(),
        Order::Assign(worker, price) => Assign { agent: worker.agent(), price: *price }.into(),
        Order::Start => Start { sandbox: digest("a sandbox") }.into(),
        Order::Fail(reason) => Fail { reason: *reason, message: None }.into(),
        Order::Complete(_, own_score) => {
            let took = Elapsed::from_millis(3200).unwrap_or_else(|| panic!("no time at all"));
            Complete { output: text, took, own_score: *own_score }.into()
        }
        Order::Pass(score) => Pass { score: *score }.into(),
        Order::Reject(score) => Reject { score: *score }.into(),
        Order::Vote(thumb) => Vote { thumb: *thumb }.into(),
        Order::Dispute(grounds, _) => Dispute { grounds: *grounds, description: text }.into(),
        Order::Review => Review {}.into(),
        Order::Rule(share) => {
            let share = percent(share).map_err(|_| "validation_failed")?;
            Rule { share, notes: None }.into()
        }
        Order::Concede => Concede { note: None }.into(),
        Order::Withdraw => Withdraw {}.into(),
        Order::Timeout => Timeout {}.into(),
    })
}

fn score(words: &mut Words<'_>) -> Reading<Score> {
    let score = words.number()?;
    Score::new(score).ok_or_else(|| format!("`{score}` is no score"))
}

fn named<T: Copy>(words: &mut Words<'_>, names: &[(T, &'static str)]) -> Reading<T> {
    one(words.word()?, names, |(_, name)| name).map(|(it, _)| it)
}

/// The name of a value; each has one.
pub(super) fn name<T: Copy + PartialEq>(it: T, names: &[(T, &'static str)]) -> &'static str {
    names.iter().find(|(known, _)| *known == it).map_or("nameless", |(_, name)| name)
}
