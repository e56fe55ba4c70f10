//! What a lifecycle brings to its stories: its words, and what they mean to the core.

use std::collections::BTreeMap;
use std::fmt;

use earnest::Instance;
use earnest::machine::Table;
use earnest::money::Asset;
use earnest::time::Timestamp;
use earnest_service::Hosted;

use super::parse::words::{Reading, Words};
use super::people::{Who, Worker};

/// A lifecycle that stories tell of.
pub trait Played: Hosted {
    /// What is asked, in the words of the stories.
    type Ask: Clone + fmt::Debug + Eq + Send + Sync;

    /// What is agreed on beside a task, in instances of its own; the lifecycle itself, where
    /// nothing is.
    type Side: Hosted;

    /// In what money is told.
    const ASSET: Asset;

    /// Who can give orders.
    const PEOPLE: &'static [Who];

    /// What a status is told with, where the wire tells more than a word. One without details is
    /// told with the empty one.
    const STATUSES: &'static [(&'static str, &'static [&'static str])];

    /// What more a step can ask of a task, each with the rules beside the table that it shows.
    const TOLD: &'static [(&'static str, &'static [&'static str])];

    /// The rules that are no row of the table, but that scenes can show.
    const BESIDE: &'static [&'static str];

    /// The codes with which not the core refuses, but whatever stands around it.
    const CODES: &'static [&'static str];

    /// The terms of a scene that says nothing else.
    fn usual() -> Self::Terms;

    /// Sets one term, such as `fee 2%`, and says whether every surface can.
    ///
    /// # Errors
    ///
    /// What is wrong with the words.
    fn set(terms: &mut Self::Terms, words: &mut Words<'_>) -> Reading<bool>;

    /// Reads an order.
    ///
    /// # Errors
    ///
    /// What is wrong with the words.
    fn order(words: &mut Words<'_>) -> Reading<Self::Ask>;

    /// What an order means.
    ///
    /// # Errors
    ///
    /// The code with which it is refused before the core is asked.
    fn act(ask: &Self::Ask, who: Who, stand: &Stand<'_, Self>) -> Result<Act<Self>, &'static str>;

    /// The text that comes with an order.
    fn document(ask: &Self::Ask) -> Option<String>;

    /// The rules beside the table that an order is for.
    fn beside(ask: &Self::Ask) -> &'static [&'static str];

    /// The wire's word for a stage, with what the wire tells besides.
    fn status(stage: &Self::Stage) -> String;

    /// The word for what is agreed on beside a task.
    fn side_status(stage: &<Self::Side as Table>::Stage) -> String;

    /// What a task answers to one of [`TOLD`](Self::TOLD).
    fn told(of: &str, stand: &Stand<'_, Self>) -> String;
}

/// How things are when an order is given.
#[derive(Clone, Copy, Debug)]
pub struct Stand<'a, P: Played> {
    /// The terms of the task that the scene is about now.
    pub terms: &'a P::Terms,
    /// Every task, by its number.
    pub tasks: &'a BTreeMap<u8, Instance<P>>,
    /// The number of the one that the scene is about now.
    pub turn: u8,
    /// What was agreed on beside it, for which agent.
    pub side: &'a [(Worker, Instance<P::Side>)],
    /// The present moment.
    pub now: Timestamp,
}

/// What an order means.
#[derive(Clone, Debug)]
pub enum Act<P: Played> {
    /// A task is opened for each of these terms and given the order, all in one commit.
    Open(Vec<P::Terms>, Option<P::Command>),
    /// An order to the task.
    Order(P::Command),
    /// Something is agreed on beside the task, for this agent.
    Side(Worker, Side<P>),
}

/// What happens beside a task.
#[derive(Clone, Debug)]
pub enum Side<P: Played> {
    /// It begins.
    Open(<P::Side as Table>::Terms),
    /// An order to it alone.
    Order(<P::Side as Table>::Command),
    /// An order to it, and in the same commit one to the task, and by the operator one to each of
    /// the others that still stand.
    Take(<P::Side as Table>::Command, P::Command, <P::Side as Table>::Command),
}

impl<'a, P: Played> Stand<'a, P> {
    /// The task that the scene is about now, once it was opened.
    #[must_use]
    pub fn task(&self) -> Option<&'a Instance<P>> {
        self.tasks.get(&self.turn)
    }
}
