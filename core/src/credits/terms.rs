//! The contract of a task: everything that both sides can read before they agree.

use serde::{Deserialize, Serialize};

use super::Score;
use crate::ids::{InstanceId, PartyId};
use crate::machine::{self, Clock, Finding, Pace};
use crate::money::{Amount, Asset, Bps};
use crate::time::Window;
use crate::work::Agent;

/// The contract of a task, fixed when it is funded.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Terms {
    /// Who pays: the owner who submitted the task, or whose agent did.
    pub buyer: PartyId,
    /// The buyer's agent that submitted the task, if one did. It has no role and is never paid
    /// (CRD-04).
    pub submitted_by: Option<PartyId>,
    /// The task that this one is a part of. It says where the task comes from, nothing more
    /// (CRD-05).
    pub parent: Option<InstanceId>,
    /// In what.
    pub asset: Asset,
    /// The most the task may cost, held from the start; above zero.
    pub max_budget: Amount,
    /// The agent the buyer hires; without one, the platform chooses.
    pub named: Option<Agent>,
    /// The operator's share of what the agent is paid; never taken from a refund (MONEY-26,
    /// MONEY-27).
    pub fee: Bps,
    /// The least score with which work passes the quality check.
    pub pass_mark: Score,
    /// How long the task waits to be routed or assigned; silence fails it.
    pub to_assign: Window,
    /// How long the platform may choose an agent; silence fails the task.
    pub to_route: Window,
    /// How long the agent may take to begin; silence fails the task.
    pub to_start: Window,
    /// How long the agent may work; silence fails the task.
    pub to_execute: Window,
    /// How long the platform may assess the work; silence fails the task.
    pub to_assess: Window,
    /// How long after the quality check a down vote refunds; silence pays the agent.
    pub to_refund: Window,
    /// How long after the quality check a dispute may be filed; longer than `to_refund` (CRD-56).
    pub to_dispute: Window,
    /// How long the arbiter may think; silence denies the dispute.
    pub to_rule: Window,
}

const CLOCKS: [Clock<Terms>; 8] = [
    ("to_assign", |it| (it.to_assign, Pace::Program)),
    ("to_route", |it| (it.to_route, Pace::Program)),
    ("to_start", |it| (it.to_start, Pace::Program)),
    ("to_execute", |it| (it.to_execute, Pace::Program)),
    ("to_assess", |it| (it.to_assess, Pace::Program)),
    ("to_refund", |it| (it.to_refund, Pace::Person)),
    ("to_dispute", |it| (it.to_dispute, Pace::Person)),
    ("to_rule", |it| (it.to_rule, Pace::Person)),
];

impl Terms {
    /// The longest window that terms may have: ten years of 365 days.
    pub const LONGEST: u64 = Finding::LONGEST;

    /// The usual contract: no fee, a pass mark of 50, and the windows of the silence table.
    #[must_use]
    pub fn usual(buyer: PartyId, max_budget: Amount, named: Option<Agent>) -> Self {
        // Minutes are far below the bound of a window, so the fallback is never taken.
        let minutes = |count| Window::from_minutes(count).unwrap_or(Window::MAX);
        let days = |count: u32| minutes(count.saturating_mul(24 * 60));
        Self {
            buyer,
            submitted_by: None,
            parent: None,
            asset: Asset::CREDIT,
            max_budget,
            named,
            fee: Bps::NONE,
            pass_mark: Score::HALF,
            to_assign: minutes(10),
            to_route: minutes(1),
            to_start: minutes(10),
            to_execute: days(30),
            to_assess: minutes(10),
            to_refund: minutes(10),
            to_dispute: days(14),
            to_rule: days(14),
        }
    }

    /// Whether the agent belongs to the buyer. The one that submitted the task does, whatever
    /// owner is claimed for it (CRD-06).
    pub(super) fn is_own(&self, agent: Agent) -> bool {
        [Some(self.buyer), self.submitted_by]
            .into_iter()
            .flatten()
            .any(|own| agent.owner == own || agent.id == own)
    }
}

impl machine::Terms for Terms {
    fn asset(&self) -> Asset {
        self.asset
    }

    fn unsound(&self) -> impl Iterator<Item = Finding> {
        let own = self.named.is_some_and(|agent| self.is_own(agent));
        // Work that was paid could never be contested, and its stage would be over before it began.
        let stranded = self.to_dispute <= self.to_refund;
        Finding::too_long(self, &CLOCKS)
            .chain(self.max_budget.is_zero().then(|| Finding::zero_budget("max_budget")))
            .chain(stranded.then(|| {
                Finding::unsound(
                    "dispute_window_too_short",
                    "to_dispute",
                    "disputes close no later than refunds",
                )
            }))
            .chain(own.then(|| Finding::self_hire("named")))
    }

    fn notable(&self) -> impl Iterator<Item = Finding> {
        let others = [
            (self.fee == Bps::WHOLE).then_some(Finding::whole_fee("fee")),
            (self.pass_mark == Score::NONE).then_some(Finding::notable(
                "everything_passes",
                "pass_mark",
                "the quality check can turn nothing down",
            )),
        ];
        Finding::too_short(self, &CLOCKS).chain(others.into_iter().flatten())
    }
}
