//! What a story file says, as values.

use std::fmt;

use earnest::marketplace::Terms;
use earnest::money::Amount;

use super::people::{Purse, Who, Worker};

/// A file: scenes about one subject.
#[derive(Clone, Debug)]
pub struct Story {
    /// The file's name.
    pub file: String,
    /// What it is about.
    pub title: String,
    /// Its scenes, in order.
    pub scenes: Vec<Scene>,
}

/// One life of one task.
#[derive(Clone, Debug)]
pub struct Scene {
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
    pub terms: Terms,
    /// Whether the terms are the defaults, budget and mode aside.
    pub default_terms: bool,
    /// What is in the wallets before it begins.
    pub funds: Vec<(Purse, Amount)>,
    /// What happens.
    pub steps: Vec<Step>,
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
pub struct Step {
    /// Where it stands.
    pub place: Place,
    /// What.
    pub what: What,
}

/// What a step is.
#[derive(Clone, Debug)]
pub enum What {
    /// An order is given and answered.
    Line(Line),
    /// The wallets named hold exactly this.
    Wallets(Vec<(Purse, Amount)>),
    /// If nobody does anything, exactly this follows; nothing, if the list is empty.
    Silence(Vec<Lapse>),
    /// Someone may give these orders and no other.
    Options(Who, Vec<String>),
    /// The proposals of these agents stand so.
    Proposals(Vec<(Worker, String)>),
}

/// An order with its answer and its postings.
#[derive(Clone, Debug)]
pub struct Line {
    /// When it is given.
    pub when: When,
    /// By whom.
    pub who: Who,
    /// What is asked.
    pub order: Order,
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

/// What is asked, in the words of the stories.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Order {
    /// `fund`: create the task and pay the budget in.
    Fund,
    /// `match`: look for an agent.
    Match,
    /// `assign agent`.
    Assign(Worker),
    /// `hire agent 40.00` or `hire agent 40.00 in 30m`: take that agent's proposal.
    Hire(Worker, Offer),
    /// `cancel`.
    Cancel,
    /// `progress 40`.
    Progress(u8),
    /// `deliver "the work"`.
    Deliver(String),
    /// `fail "the reason"`.
    Fail(String),
    /// `approve`, or `approve 5` with a rating.
    Approve(Option<u8>),
    /// `revise "what to change"`.
    Revise(String),
    /// `dispute "the reason"`.
    Dispute(String),
    /// `redeliver "better work"`: accept a dispute.
    Redeliver(String),
    /// `reject "the answer"`: reject a dispute.
    Reject(String),
    /// `submit "an item"`: one piece of evidence.
    Submit(String),
    /// `seal "the statement"`: the one-time statement.
    Seal(String),
    /// `concede`.
    Concede,
    /// `rule refund`, `rule refund 33.33%`, `rule release`, `rule split 50%`.
    Rule(Verdict),
    /// `timeout`: the deadline came due.
    Timeout,
    /// `propose 40.00` or `propose 40.00 in 30m`, by an agent's owner.
    Propose(Offer),
    /// `accept agent`: take that agent's proposal, by its own machine.
    Accept(Worker),
    /// `decline agent`.
    Decline(Worker),
    /// `withdraw agent`: take that agent's proposal back.
    Withdraw(Worker),
}

/// A price, and how long the work would take.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Offer {
    /// In minor units.
    pub price: Amount,
    /// The estimate.
    pub minutes: Option<u32>,
}

/// A ruling as it is sent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Verdict {
    /// `refund`, `release` or `split`.
    pub resolution: earnest::dispute::Resolution,
    /// The buyer's share in percent, by its digits.
    pub share: Option<String>,
}

impl Scene {
    /// The lines in which orders are given.
    pub fn lines(&self) -> impl Iterator<Item = (&Place, &Line)> {
        self.steps.iter().filter_map(|step| match &step.what {
            What::Line(line) => Some((&step.place, line)),
            _ => None,
        })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

impl fmt::Display for Flow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let amount = earnest::money::Asset::USDC.show(self.amount);
        write!(f, "{} > {} {amount}", self.from, self.to)
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
