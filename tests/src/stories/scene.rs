//! What a story file says, as values.

use std::fmt;

use earnest::money::{Amount, Asset};

use super::people::{Purse, Who};
use super::played::Played;

/// A file: scenes about one subject in the life of one kind of task.
#[derive(Clone, Debug)]
pub struct Story<P: Played> {
    /// The file's name.
    pub file: String,
    /// What it is about.
    pub title: String,
    /// Its scenes, in order.
    pub scenes: Vec<Scene<P>>,
}

/// One life of one task, or of a few that belong together.
#[derive(Clone, Debug)]
pub struct Scene<P: Played> {
    /// Where it begins.
    pub place: Place,
    /// The fact it shows.
    pub name: String,
    /// The rules and laws it shows.
    pub shows: Vec<String>,
    /// The museum entries that it keeps from coming back.
    pub museum: Vec<String>,
    /// Where it can be played.
    pub stage: Venue,
    /// The contract.
    pub terms: P::Terms,
    /// Whether the terms are the defaults, except for those that every surface can set.
    pub default_terms: bool,
    /// What is in the wallets before it begins.
    pub funds: Vec<(Purse, Amount)>,
    /// What happens.
    pub steps: Vec<Step<P>>,
}

/// Where a scene can be played.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Venue {
    /// By the core, by the service over every store, and over HTTP.
    Everywhere,
    /// Not over HTTP, for this reason.
    NotOverHttp(String),
    /// By the bare kernel alone, for this reason: every shell lapses what is due and keeps a clock
    /// that does not go back.
    KernelOnly(String),
}

/// A line of a file.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Place {
    /// The file's name.
    pub file: String,
    /// From 1.
    pub line: usize,
}

/// Something that happens, or that must be so.
#[derive(Clone, Debug)]
pub struct Step<P: Played> {
    /// Where it stands.
    pub place: Place,
    /// What.
    pub what: What<P>,
}

/// What a step is.
#[derive(Clone, Debug)]
pub enum What<P: Played> {
    /// An order is given and answered.
    Line(Line<P>),
    /// The wallets named hold exactly this, in minor units; below zero, they owe it.
    Wallets(Vec<(Purse, i128)>),
    /// If nobody does anything, exactly this follows; nothing, if the list is empty.
    Silence(Vec<Lapse>),
    /// Someone may give these orders and no other.
    Options(Who, Vec<String>),
    /// To one of the lifecycle's own questions, this is the answer.
    Told(&'static str, String),
    /// From now on the scene is about the task of this number, with these terms if it is opened.
    Turn(u8, P::Terms),
}

/// An order with its answer and its postings.
#[derive(Clone, Debug)]
pub struct Line<P: Played> {
    /// When it is given.
    pub when: When,
    /// By whom.
    pub who: Who,
    /// What is asked.
    pub order: P::Ask,
    /// What is answered.
    pub answer: Answer,
    /// What moves, the timeouts that come before it included.
    pub moves: Vec<Flow>,
}

/// When a line happens, in milliseconds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum When {
    /// So long after the line before it.
    After(i64),
    /// So long after the end of the present stage.
    Deadline(i64),
    /// So long after the last moment of any calendar.
    Calendar(i64),
}

/// What an order is answered.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Answer {
    /// Carried out; the status after it.
    Done(String),
    /// Answered as before; the status, unchanged.
    Again(String),
    /// Refused with a code.
    Refused {
        /// The code.
        code: String,
        /// The status that timeouts which were due led to; none if nothing was due.
        status: Option<String>,
    },
}

/// A movement of money.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Flow {
    /// Where it was.
    pub from: Purse,
    /// Where it is.
    pub to: Purse,
    /// How much.
    pub amount: Amount,
}

/// A timeout to come.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Lapse {
    /// How long from now, in milliseconds.
    pub after: i64,
    /// The status it leads to.
    pub status: String,
    /// What it moves.
    pub moves: Vec<Flow>,
}

impl<P: Played> Scene<P> {
    /// The lines in which orders are given.
    pub fn lines(&self) -> impl Iterator<Item = (&Place, &Line<P>)> {
        self.steps.iter().filter_map(|step| match &step.what {
            What::Line(line) => Some((&step.place, line)),
            _ => None,
        })
    }
}

impl Flow {
    /// As a story tells it.
    #[must_use]
    pub fn show(&self, asset: Asset) -> String {
        format!("{} > {} {}", self.from, self.to, asset.show(self.amount))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done(status) => write!(f, "-> {status}"),
            Self::Again(status) => write!(f, "-> {status} again"),
            Self::Refused { code, status: None } => write!(f, "! {code}"),
            Self::Refused { code, status: Some(status) } => write!(f, "! {code} {status}"),
        }
    }
}
