//! The contract of a task: everything that both sides can read before they agree.

use serde::{Deserialize, Serialize};

use crate::dispute::Ruling;
use crate::ids::PartyId;
use crate::machine::{self, Clock, Finding, Pace};
use crate::money::{Amount, Asset, Bps};
use crate::time::Window;
use crate::work::Agent;

/// How an agent is found (MKT-04).
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub enum Mode {
    /// The buyer names the agent, or leaves the choice to the platform.
    Direct(Option<Agent>),
    /// Agents propose and the buyer chooses.
    Proposals,
}

/// The contract of a task, fixed when it is funded.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Terms {
    /// Who pays.
    pub buyer: PartyId,
    /// In what.
    pub asset: Asset,
    /// The most the task may cost, held from the start; above zero.
    pub budget: Amount,
    /// How an agent is found.
    pub mode: Mode,
    /// The operator's share of what the agent is paid; never taken from a refund (MONEY-26,
    /// MONEY-27).
    pub fee: Bps,
    /// The agent's share when the buyer cancels running work (MKT-36).
    pub kill_fee: Bps,
    /// How a dispute ends that no arbiter decides.
    pub default_ruling: Ruling,
    /// How often the buyer may ask for changes.
    pub max_revisions: u8,
    /// How often the agent may answer a dispute with better work.
    pub max_remedies: u8,
    /// How many pieces of evidence each side may give in one dispute.
    pub max_evidence: u8,
    /// How long the task waits for an agent or a hire; silence expires it.
    pub to_hire: Window,
    /// How long the platform may look for an agent; silence fails the task.
    pub to_match: Window,
    /// How long the agent may work if it gave no estimate; silence fails the task.
    pub to_deliver: Window,
    /// How long it may work at least, where twice its estimate is less.
    pub to_deliver_least: Window,
    /// How long the buyer may review; silence approves.
    pub to_review: Window,
    /// How long the agent may revise; silence leaves the last delivery.
    pub to_revise: Window,
    /// How long the agent may take to answer a dispute; silence leads to arbitration.
    pub to_respond: Window,
    /// How long the arbiter may think; silence takes the default ruling.
    pub to_rule: Window,
}

const CLOCKS: [Clock<Terms>; 8] = [
    ("to_hire", |it| (it.to_hire, it.hires())),
    ("to_match", |it| (it.to_match, Pace::Program)),
    ("to_deliver", |it| (it.to_deliver, Pace::Program)),
    ("to_deliver_least", |it| (it.to_deliver_least, Pace::Program)),
    ("to_review", |it| (it.to_review, Pace::Person)),
    ("to_revise", |it| (it.to_revise, Pace::Program)),
    ("to_respond", |it| (it.to_respond, Pace::Program)),
    ("to_rule", |it| (it.to_rule, Pace::Person)),
];

impl Terms {
    /// The longest window that terms may have: ten years of 365 days.
    pub const LONGEST: u64 = Finding::LONGEST;

    /// How long the agent may work: twice its estimate, within bounds (MKT-37).
    pub(super) fn delivery(&self, estimate: Option<Window>) -> Window {
        estimate.map_or(self.to_deliver, |it| it.doubled().max(self.to_deliver_least))
    }

    /// Only a task in proposals mode waits for a buyer's choice; others wait for the platform.
    const fn hires(&self) -> Pace {
        match self.mode {
            Mode::Direct(_) => Pace::Program,
            Mode::Proposals => Pace::Person,
        }
    }

    /// An arbiter's silence that gives one side everything rewards that side for saying nothing
    /// more: a buyer who only disputes, or an agent who does not even answer.
    fn one_sided_silence(&self) -> Option<Finding> {
        let (code, sentence) = match self.default_ruling.buyer() {
            Bps::NONE => {
                ("silence_pays_agent", "an agent that answers nothing is paid if no arbiter rules")
            }
            Bps::WHOLE => {
                ("silence_pays_buyer", "a buyer who disputes gets all back if no arbiter rules")
            }
            _ => return None,
        };
        Some(Finding::notable(code, "default_ruling", sentence))
    }
}

impl machine::Terms for Terms {
    fn asset(&self) -> Asset {
        self.asset
    }

    fn unsound(&self) -> impl Iterator<Item = Finding> {
        let own = match self.mode {
            Mode::Direct(Some(agent)) => agent.owner == self.buyer || agent.id == self.buyer,
            Mode::Direct(None) | Mode::Proposals => false,
        };
        Finding::too_long(self, &CLOCKS)
            .chain(self.budget.is_zero().then(|| Finding::zero_budget("budget")))
            .chain(own.then(|| Finding::self_hire("mode")))
    }

    fn notable(&self) -> impl Iterator<Item = Finding> {
        let others = [
            (self.fee == Bps::WHOLE).then_some(Finding::whole_fee("fee")),
            (self.kill_fee == Bps::WHOLE).then_some(Finding::notable(
                "whole_kill_fee",
                "kill_fee",
                "a buyer who cancels running work gets nothing back",
            )),
            self.one_sided_silence(),
            (self.max_revisions == 0).then_some(Finding::notable(
                "no_revisions",
                "max_revisions",
                "the buyer can never ask for changes",
            )),
            (self.max_remedies == 0).then_some(Finding::notable(
                "no_remedies",
                "max_remedies",
                "the agent can never answer a dispute with better work",
            )),
            (self.max_evidence == 0).then_some(Finding::notable(
                "no_evidence",
                "max_evidence",
                "neither side can submit evidence in a dispute",
            )),
        ];
        Finding::too_short(self, &CLOCKS).chain(others.into_iter().flatten())
    }
}
