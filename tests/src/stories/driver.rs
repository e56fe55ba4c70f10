//! What plays a scene.

use std::collections::BTreeMap;

use earnest::Instance;
use earnest::authority::Actor;
use earnest::ledger::Postings;
use earnest::machine::Stage as _;
use earnest::time::Timestamp;

use super::people::{Purse, Who};
use super::played::Played;
use super::scene::{Flow, Lapse};

/// Something that gives orders to an implementation and tells what it sees of it.
///
/// A driver that cannot go on (a defect, a broken store, an answer that makes no sense) panics.
pub trait Driver<P: Played> {
    /// The present moment.
    fn now(&mut self) -> Timestamp;

    /// Moves the clock, and nothing else.
    fn move_clock(&mut self, to: Timestamp);

    /// Turns to the task of this number, with these terms if it is opened. A scene begins with the
    /// first.
    fn turn_to(&mut self, task: u8, terms: &P::Terms);

    /// Gives an order. Timeouts that were due are carried out before it: the task's own, and if
    /// the clock gives it, those of every task.
    fn give(&mut self, who: Who, order: &P::Ask) -> Given;

    /// The task as it stands; none before it was opened.
    fn view(&mut self) -> Option<View>;

    /// What all tasks of the scene say they hold, in minor units.
    fn held(&mut self) -> i128;

    /// What is where, in minor units. The escrow as the ledger knows it, not as the tasks say.
    fn purses(&mut self) -> BTreeMap<Purse, i128>;

    /// What follows if nobody does anything.
    fn silence(&mut self) -> Vec<Lapse>;

    /// The orders that someone may give now, in the words of the stories.
    fn options(&mut self, who: Who) -> Vec<String>;

    /// The answer to one of the lifecycle's own questions.
    fn told(&mut self, of: &str) -> String;
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
    pub fn of<P: Played>(task: &Instance<P>) -> Self {
        Self {
            status: P::status(&task.stage),
            deadline: task.stage.deadline(),
            held: held(task),
            stage: Some(task.stage.name()),
        }
    }
}

/// What a task says it holds, in minor units.
#[must_use]
pub fn held<P: Played>(task: &Instance<P>) -> i128 {
    i128::try_from(task.stage.held().minor()).unwrap_or(i128::MAX)
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
pub fn silence<P: Played>(task: &Instance<P>, now: Timestamp) -> Vec<Lapse> {
    let records = task.lapsed(now).if_silent();
    records
        .map(|record| Lapse {
            after: apart(now, record.at),
            status: P::status(&record.to),
            moves: flows(&record.postings),
        })
        .collect()
}

/// What someone may do, as the core tells it.
#[must_use]
pub fn options<P: Played>(task: &Instance<P>, by: Actor, now: Timestamp) -> Vec<String> {
    task.options(by, now).map(|choice| choice.command.to_lowercase()).collect()
}

/// From one moment to another, in milliseconds.
#[must_use]
pub fn apart(from: Timestamp, to: Timestamp) -> i64 {
    let signed = |at: Timestamp| i64::try_from(at.as_millis()).unwrap_or(i64::MAX);
    signed(to) - signed(from)
}
