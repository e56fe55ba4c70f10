//! The contract of a task: everything that both sides can read before they agree.

use serde::{Deserialize, Serialize};

use crate::dispute::Ruling;
use crate::ids::PartyId;
use crate::machine;
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

/// Something in the terms that makes them unfit to lock money.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, thiserror::Error)]
pub enum Finding {
    /// A window is longer than ten years: held money would wait too long to call it finite
    /// (TIME-09).
    #[error("a window is longer than ten years")]
    WindowTooLong,
    /// The named agent belongs to the buyer.
    #[error("the named agent belongs to the buyer")]
    SelfHire,
}

impl Finding {
    /// A name that clients can rely on.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::WindowTooLong => "window_too_long",
            Self::SelfHire => "self_hire",
        }
    }
}

impl Terms {
    /// The longest window that terms may have: ten years of 365 days.
    pub const LONGEST: u64 = 10 * 365 * 24 * 60 * 60 * 1000;

    /// What makes these terms unfit to lock money; nothing, if they are sound.
    pub fn findings(&self) -> impl Iterator<Item = Finding> {
        let too_long = self.windows().iter().any(|window| window.as_millis() > Self::LONGEST);
        let self_hire = match self.mode {
            Mode::Direct(Some(agent)) => agent.owner == self.buyer || agent.id == self.buyer,
            Mode::Direct(None) | Mode::Proposals => false,
        };
        [too_long.then_some(Finding::WindowTooLong), self_hire.then_some(Finding::SelfHire)]
            .into_iter()
            .flatten()
    }

    /// How long the agent may work: twice its estimate, within bounds (MKT-37).
    pub(super) fn delivery(&self, estimate: Option<Window>) -> Window {
        estimate.map_or(self.to_deliver, |it| it.doubled().max(self.to_deliver_least))
    }

    const fn windows(&self) -> [Window; 8] {
        [
            self.to_hire,
            self.to_match,
            self.to_deliver,
            self.to_deliver_least,
            self.to_review,
            self.to_revise,
            self.to_respond,
            self.to_rule,
        ]
    }
}

impl machine::Terms for Terms {
    fn asset(&self) -> Asset {
        self.asset
    }
}
