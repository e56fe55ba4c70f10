//! What plays a scene.

use std::collections::BTreeMap;

use earnest::authority::Actor;
use earnest::dispute::{Resolution, Ruling};
use earnest::ids::Digest;
use earnest::ledger::Postings;
use earnest::machine::{Stage as _, Table};
use earnest::marketplace::{
    self as market, Cause, Command, Marketplace, Percent, Rating, Stage, Why,
};
use earnest::money::percent;
use earnest::time::{Timestamp, Window};
use earnest::{Instance, proposal};
use earnest_service::{Status as _, digest};

use super::people::{Purse, Who, Worker};
use super::scene::{Flow, Lapse, Offer, Order, Verdict};

/// Something that gives orders to an implementation and tells what it sees of it.
///
/// A driver that cannot go on (a defect, a broken store, an answer that makes no sense) panics.
pub trait Driver {
    /// The present moment.
    fn now(&mut self) -> Timestamp;

    /// Moves the clock, and nothing else.
    fn move_clock(&mut self, to: Timestamp);

    /// Gives an order. Timeouts that were due are carried out before it.
    fn give(&mut self, who: Who, order: &Order) -> Given;

    /// The task as it stands; none before it was funded.
    fn view(&mut self) -> Option<View>;

    /// What is where, in minor units. The escrow as the ledger knows it, not as the task says.
    fn purses(&mut self) -> BTreeMap<Purse, i128>;

    /// What follows if nobody does anything.
    fn silence(&mut self) -> Vec<Lapse>;

    /// The orders that someone may give now, in the words of the stories.
    fn options(&mut self, who: Who) -> Vec<String>;

    /// How an agent's proposal stands.
    fn proposal(&mut self, of: Worker) -> Option<String>;
}

/// What became of an order.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Given {
    /// What was answered.
    pub outcome: Outcome,
    /// What moved, timeouts included, in the order of the alphabet; none if the driver cannot see
    /// postings.
    pub moves: Option<Vec<Flow>>,
    /// The rows that were taken, timeouts included.
    pub taken: Vec<&'static str>,
    /// The rows that the order was for, taken or not, where the driver can tell.
    pub tried: Vec<&'static str>,
}

/// What an order was answered.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// Carried out; the status after it.
    Done(String),
    /// Answered as before; the status.
    Again(String),
    /// Refused with a code.
    Refused(String),
}

/// A task as it stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct View {
    /// The wire's word, with its detail.
    pub status: String,
    /// When the stage ends by itself.
    pub deadline: Option<Timestamp>,
    /// What the task says it holds, in minor units.
    pub held: i128,
    /// The stage, where the driver can see it.
    pub stage: Option<&'static str>,
}

impl View {
    /// What can be seen of an instance.
    #[must_use]
    pub fn of(task: &Instance<Marketplace>) -> Self {
        Self {
            status: status(&task.stage),
            deadline: task.stage.deadline(),
            held: i128::try_from(task.stage.held().minor()).unwrap_or(i128::MAX),
            stage: Some(task.stage.name()),
        }
    }
}

/// The wire's word for a stage, with what the wire tells besides: which half of a dispute, what
/// kind of outcome, why it failed.
#[must_use]
pub fn status(stage: &Stage) -> String {
    let kind = |cause: Cause| match cause {
        Cause::Approved => "APPROVED",
        Cause::Silence => "SILENCE_APPROVED",
        Cause::Withdrawn => "WITHDRAWN",
        Cause::Conceded => "CONCEDED",
        Cause::CalledOff => "CANCELLED",
        Cause::Ruled(ruling) => match ruling.resolution() {
            Resolution::RefundBuyer => "REFUNDED",
            Resolution::ReleaseToAgent => "RELEASED",
            Resolution::Split => "SPLIT",
        },
    };
    let detail = match stage {
        Stage::Disputed(_) => "RESPONSE",
        Stage::Arbitration(_) => "ARBITRATION",
        Stage::Completed(stage) => kind(stage.cause),
        Stage::Cancelled(stage) => kind(stage.cause),
        Stage::Failed(stage) => match stage.why {
            Why::NoAgentFound => "no_agent_found",
            Why::DeliveryTimeout => "delivery_timeout",
            Why::GivenUp(_) => "agent_failed",
        },
        Stage::Draft(_)
        | Stage::Pending(_)
        | Stage::Matching(_)
        | Stage::Executing(_)
        | Stage::Delivered(_)
        | Stage::Revising(_)
        | Stage::Expired(_) => return stage.status().to_owned(),
    };
    format!("{}/{detail}", stage.status())
}

/// The status of a proposal.
#[must_use]
pub fn proposal_status(stage: &proposal::Stage) -> String {
    stage.status().to_owned()
}

/// Postings in the words of the stories.
///
/// # Panics
/// If one touches an account that no scene knows.
#[must_use]
pub fn flows(postings: &Postings) -> Vec<Flow> {
    let purse = |account| Purse::of(account).unwrap_or_else(|| panic!("whose is `{account}`?"));
    let flow = |posting: &earnest::ledger::Posting| Flow {
        from: purse(posting.from),
        to: purse(posting.to),
        amount: posting.amount,
    };
    let mut flows: Vec<_> = postings.iter().map(flow).collect();
    flows.sort();
    flows
}

/// What follows if nobody does anything, as the core tells it.
#[must_use]
pub fn silence(task: &Instance<Marketplace>, now: Timestamp) -> Vec<Lapse> {
    let records = task.lapsed(now).if_silent();
    records
        .map(|record| Lapse {
            after: apart(now, record.at),
            status: status(&record.to),
            moves: flows(&record.postings),
        })
        .collect()
}

/// What someone may do, as the core tells it.
#[must_use]
pub fn options(task: &Instance<Marketplace>, by: Actor, now: Timestamp) -> Vec<String> {
    task.options(by, now).map(|choice| choice.command.to_lowercase()).collect()
}

/// From one moment to another, in milliseconds.
#[must_use]
pub fn apart(from: Timestamp, to: Timestamp) -> i64 {
    let signed = |at: Timestamp| i64::try_from(at.as_millis()).unwrap_or(i64::MAX);
    signed(to) - signed(from)
}

/// The row of the table for an order.
#[must_use]
pub fn row(stage: &Stage, command: &Command) -> Option<&'static str> {
    Marketplace::row(stage, command).map(|row| row.rule)
}

/// How long a proposal says the work takes; an hour, if the story does not care.
///
/// # Panics
/// If it is no time.
#[must_use]
pub fn estimate(offer: &Offer) -> Window {
    Window::from_minutes(offer.minutes.unwrap_or(60)).unwrap_or_else(|| panic!("no time at all"))
}

/// The text that comes with an order.
#[must_use]
pub fn document(order: &Order) -> Option<String> {
    match order {
        Order::Deliver(text)
        | Order::Fail(text)
        | Order::Revise(text)
        | Order::Dispute(text)
        | Order::Redeliver(text)
        | Order::Reject(text)
        | Order::Submit(text)
        | Order::Seal(text) => Some(format!("{{\"text\":\"{text}\"}}")),
        _ => None,
    }
}

/// The core's command for an order to the task; none for an order to a proposal.
///
/// # Errors
/// `validation_failed` for a ruling that is none.
///
/// # Panics
/// If a number is off its scale.
pub fn command(order: &Order) -> Result<Option<Command>, &'static str> {
    let text = document(order).map_or(Digest([0; 32]), |text| digest(&text));
    Ok(Some(match order {
        Order::Fund => market::Fund {}.into(),
        Order::Match => market::Match {}.into(),
        Order::Assign(worker) => market::Assign { agent: worker.agent() }.into(),
        Order::Hire(worker, offer) => hire(*worker, offer),
        Order::Cancel => market::Cancel {}.into(),
        Order::Progress(done) => {
            let percent = Percent::new(*done).unwrap_or_else(|| panic!("`{done}` % is too much"));
            market::Progress { percent, note: None }.into()
        }
        Order::Deliver(_) => market::Deliver { work: text }.into(),
        Order::Fail(_) => market::Fail { reason: text }.into(),
        Order::Approve(stars) => {
            let star = |stars| Rating::new(stars).unwrap_or_else(|| panic!("`{stars}` stars?"));
            market::Approve { rating: stars.map(star), review: None }.into()
        }
        Order::Revise(_) => market::Revise { request: Some(text) }.into(),
        Order::Dispute(_) => market::Dispute { reason: text }.into(),
        Order::Redeliver(_) => market::Redeliver { work: text }.into(),
        Order::Reject(_) => market::Reject { answer: Some(text) }.into(),
        Order::Submit(_) => market::Submit { item: text }.into(),
        Order::Seal(_) => market::Seal { statement: text }.into(),
        Order::Concede => market::Concede { note: None }.into(),
        Order::Rule(verdict) => market::Rule { ruling: ruling(verdict)?, notes: None }.into(),
        Order::Timeout => earnest::machine::Timeout {}.into(),
        Order::Propose(_) | Order::Accept(_) | Order::Decline(_) | Order::Withdraw(_) => {
            return Ok(None);
        }
    }))
}

/// The command that takes a proposal.
#[must_use]
pub fn hire(worker: Worker, offer: &Offer) -> Command {
    let estimate = offer.minutes.and_then(Window::from_minutes);
    market::Hire { agent: worker.agent(), price: offer.price, estimate }.into()
}

fn ruling(verdict: &Verdict) -> Result<Ruling, &'static str> {
    let wrong = "validation_failed";
    let share = verdict.share.as_deref().map(percent).transpose().map_err(|_| wrong)?;
    Ruling::new(verdict.resolution, share).map_err(|_| wrong)
}
