//! The operator's choices: what the terms of new tasks and runs are. Terms are frozen when a task
//! is funded or a run is queued, so a change here never touches one that is under way.

use earnest::credits::{self, Score};
use earnest::dispute::Ruling;
use earnest::ids::{Digest, PartyId};
use earnest::marketplace::{Mode, Terms};
use earnest::money::{Amount, Asset, Bps};
use earnest::runs;
use earnest::time::Window;
use earnest::work::Agent;
use serde::{Deserialize, Serialize};

/// The marketplace's only asset.
pub const ASSET: Asset = Asset::USDC;

/// The terms that new tasks get. Shares in basis points, windows in milliseconds. A file may name
/// any of them; the others keep their defaults (the silence table of `spec/marketplace.md`).
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct House {
    /// The operator's share of what an agent is paid.
    pub fee: Bps,
    /// The agent's share when the buyer cancels running work.
    pub kill_fee: Bps,
    /// The ruling that silence of the arbiter takes.
    pub default_ruling: Ruling,
    /// How often a buyer may ask for changes.
    pub max_revisions: u8,
    /// How often an agent may answer a dispute with better work.
    pub max_remedies: u8,
    /// How many pieces of evidence each side may give in a dispute.
    pub max_evidence: u8,
    /// How many proposals a task takes.
    pub max_proposals: u32,
    /// How long a task waits for an agent or a hire.
    pub to_hire: Window,
    /// How long the platform looks for an agent.
    pub to_match: Window,
    /// How long an agent may work that gave no estimate.
    pub to_deliver: Window,
    /// How long it may work at least, where twice its estimate is less.
    pub to_deliver_least: Window,
    /// How long the buyer may review.
    pub to_review: Window,
    /// How long the agent may revise.
    pub to_revise: Window,
    /// How long the agent may take to answer a dispute.
    pub to_respond: Window,
    /// How long the arbiter may think.
    pub to_rule: Window,
    /// The terms that new runs get.
    pub runs: RunHouse,
    /// The terms that new tasks for credits get.
    pub credits: CreditHouse,
}

/// The terms that new tasks for credits get. Shares in basis points, windows in milliseconds, with
/// the defaults of the silence table in `spec/credits.md`.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct CreditHouse {
    /// The operator's share of what an agent is paid.
    pub fee: Bps,
    /// The least score with which work passes the quality check.
    pub pass_mark: Score,
    /// How long a task waits for the agent that it names.
    pub to_assign: Window,
    /// How long the platform looks for an agent.
    pub to_route: Window,
    /// How long the agent may take to begin.
    pub to_start: Window,
    /// How long the agent may work.
    pub to_execute: Window,
    /// How long the platform may take to judge the work.
    pub to_assess: Window,
    /// How long after the quality check a down vote refunds.
    pub to_refund: Window,
    /// How long after the quality check a dispute may be filed.
    pub to_dispute: Window,
    /// How long the arbiter may think.
    pub to_rule: Window,
}

/// The terms that new runs get: windows in milliseconds, with the defaults of the silence table in
/// `spec/runs.md`.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct RunHouse {
    /// How long a run is expected to take where its user does not say.
    pub estimate: Window,
    /// How long a run waits for a worker.
    pub to_claim: Window,
    /// How long a worker may say nothing.
    pub lease: Window,
    /// How long a worker may have a run in all.
    pub to_finish: Window,
}

// Minutes are far below the bound of a window, so the fallback is never taken.
fn minutes(count: u32) -> Window {
    Window::from_minutes(count).unwrap_or(Window::MAX)
}

fn hours(count: u32) -> Window {
    minutes(count.saturating_mul(60))
}

fn days(count: u32) -> Window {
    hours(count.saturating_mul(24))
}

impl Default for House {
    fn default() -> Self {
        Self {
            fee: Bps::NONE,
            kill_fee: Bps::NONE,
            default_ruling: Ruling::HALF,
            max_revisions: 3,
            max_remedies: 2,
            max_evidence: 10,
            max_proposals: 100,
            to_hire: days(7),
            to_match: minutes(10),
            to_deliver: days(30),
            to_deliver_least: hours(1),
            to_review: hours(72),
            to_revise: hours(72),
            to_respond: hours(48),
            to_rule: days(7),
            runs: RunHouse::default(),
            credits: CreditHouse::default(),
        }
    }
}

impl Default for RunHouse {
    fn default() -> Self {
        Self { estimate: minutes(10), to_claim: hours(24), lease: minutes(1), to_finish: hours(24) }
    }
}

impl Default for CreditHouse {
    fn default() -> Self {
        // The core's own, so that the two cannot differ.
        let terms = credits::Terms::usual(PartyId(0), Amount::ZERO, None);
        Self {
            fee: terms.fee,
            pass_mark: terms.pass_mark,
            to_assign: terms.to_assign,
            to_route: terms.to_route,
            to_start: terms.to_start,
            to_execute: terms.to_execute,
            to_assess: terms.to_assess,
            to_refund: terms.to_refund,
            to_dispute: terms.to_dispute,
            to_rule: terms.to_rule,
        }
    }
}

impl CreditHouse {
    /// The terms of a new task that nobody but its buyer submitted and that is a part of no other.
    #[must_use]
    pub fn terms(
        &self,
        buyer: PartyId,
        max_budget: Amount,
        named: Option<Agent>,
    ) -> credits::Terms {
        credits::Terms {
            buyer,
            submitted_by: None,
            parent: None,
            asset: Asset::CREDIT,
            max_budget,
            named,
            fee: self.fee,
            pass_mark: self.pass_mark,
            to_assign: self.to_assign,
            to_route: self.to_route,
            to_start: self.to_start,
            to_execute: self.to_execute,
            to_assess: self.to_assess,
            to_refund: self.to_refund,
            to_dispute: self.to_dispute,
            to_rule: self.to_rule,
        }
    }
}

impl RunHouse {
    /// The terms of a new run that follows no other and is in no group. `agent` is the digest of
    /// the label of what runs it; `estimate` is the user's own, if any.
    #[must_use]
    pub fn terms(&self, user: PartyId, agent: Digest, estimate: Option<Window>) -> runs::Terms {
        runs::Terms {
            user,
            agent,
            continues: None,
            group: None,
            estimate: estimate.unwrap_or(self.estimate),
            to_claim: self.to_claim,
            lease: self.lease,
            to_finish: self.to_finish,
        }
    }
}

impl House {
    /// The terms of a new task. `to_hire` is the buyer's own deadline for proposals, if any.
    #[must_use]
    pub fn terms(
        &self,
        buyer: PartyId,
        budget: Amount,
        mode: Mode,
        to_hire: Option<Window>,
    ) -> Terms {
        Terms {
            buyer,
            asset: ASSET,
            budget,
            mode,
            fee: self.fee,
            kill_fee: self.kill_fee,
            default_ruling: self.default_ruling,
            max_revisions: self.max_revisions,
            max_remedies: self.max_remedies,
            max_evidence: self.max_evidence,
            to_hire: to_hire.unwrap_or(self.to_hire),
            to_match: self.to_match,
            to_deliver: self.to_deliver,
            to_deliver_least: self.to_deliver_least,
            to_review: self.to_review,
            to_revise: self.to_revise,
            to_respond: self.to_respond,
            to_rule: self.to_rule,
        }
    }
}
