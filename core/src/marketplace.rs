//! The marketplace: a task for a price. The buyer's money is held until the work is delivered and
//! accepted, disputed and decided, or until a deadline settles it.
//!
//! Start with the table below: what is not in it cannot happen. [`Terms`] is what both sides can
//! read before they agree, silence included (MKT-80).

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::authority::{Role, Roles};
use crate::ids::PartyId;
use crate::ledger::Account;
use crate::machine::{Context, Machine, Move, Payouts, Reason, Timeout};
use crate::money::{Amount, Bps};
use crate::table;
use crate::time::Timestamp;

mod closed;
mod delivered;
mod disputed;
mod executing;
mod forecast;
mod orders;
mod pending;
mod probe;
mod revising;
mod terms;

pub use closed::{Cancelled, Cause, Completed, Expired, Failed, Why};
pub use delivered::{Delivered, Work};
pub use disputed::{Arbitration, Disputed};
pub use executing::{Executing, Job};
pub use orders::{
    Approve, Assign, Cancel, Concede, Deliver, Dispute, Fail, Fund, Hire, Match, Progress,
    Redeliver, Reject, Revise, Rule, Seal, Submit,
};
pub use pending::{Draft, Matching, Pending};
pub use revising::Revising;
pub use terms::{Mode, Terms};

pub use crate::work::{Agent, Percent, Rating, Settlement};

/// The marketplace lifecycle.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Marketplace;

table! {
    Marketplace {
        start {
            /// Agreed on by nobody yet; nothing is held. Never visible: funding comes with it.
            Draft,
        }
        stages {
            /// Funded; waits for an agent.
            Pending,
            /// The platform looks for an agent.
            Matching,
            /// The agent works.
            Executing,
            /// The buyer reviews; silence approves.
            Delivered,
            /// The agent revises; the last delivery stands meanwhile.
            Revising,
            /// The agent answers a dispute; the money is frozen.
            Disputed,
            /// The arbiter decides; the money is frozen.
            Arbitration,
        }
        ends {
            /// The agent was paid, in full or in part.
            Completed,
            /// The buyer was refunded, in full or in part.
            Cancelled,
            /// Nobody was hired in time.
            Expired,
            /// The work did not come about.
            Failed,
        }
        commands {
            /// Pay the budget in.
            Fund,
            /// Have the platform look for an agent.
            Match,
            /// Give the task to an agent.
            Assign,
            /// Take an agent's proposal.
            Hire,
            /// Call the task off.
            Cancel,
            /// Report how far the work is.
            Progress,
            /// Hand the work in.
            Deliver,
            /// Give the work up.
            Fail,
            /// Take the work; in a dispute, withdraw it.
            Approve,
            /// Ask for changes.
            Revise,
            /// Contest the work.
            Dispute,
            /// Answer a dispute with better work.
            Redeliver,
            /// Answer a dispute by insisting.
            Reject,
            /// Add a piece of evidence.
            Submit,
            /// Make the one-time statement; no evidence of that side follows.
            Seal,
            /// Give all the money back.
            Concede,
            /// Decide the dispute.
            Rule,
            /// A deadline came due.
            Timeout,
        }

        Draft       + Fund      by Buyer         => Pending,               fund,      "MKT-01";

        Pending     + Match     by Operator      => Matching,              look,      "MKT-10";
        Pending     + Assign    by Operator      => Executing,             assign,    "MKT-11";
        Pending     + Hire      by Buyer         => Executing,             hire,      "MKT-12";
        Pending     + Cancel    by Buyer         => Cancelled,             cancel,    "MKT-13";
        Pending     + Timeout   by Clock         => Expired,               lapse,     "MKT-14";

        Matching    + Assign    by Operator      => Executing,             assign,    "MKT-20";
        Matching    + Cancel    by Buyer         => Cancelled,             cancel,    "MKT-21";
        Matching    + Timeout   by Clock         => Failed,                lapse,     "MKT-22";

        Executing   + Progress  by Agent         => Executing,             progress,  "MKT-30";
        Executing   + Deliver   by Agent         => Delivered,             deliver,   "MKT-31";
        Executing   + Fail      by Agent         => Failed,                fail,      "MKT-32";
        Executing   + Cancel    by Buyer         => Cancelled,             cancel,    "MKT-33";
        Executing   + Timeout   by Clock         => Failed,                lapse,     "MKT-34";

        Delivered   + Approve   by Buyer         => Completed,             approve,   "MKT-40";
        Delivered   + Revise    by Buyer         => Revising,              revise,    "MKT-41";
        Delivered   + Dispute   by Buyer         => Disputed,              dispute,   "MKT-42";
        Delivered   + Timeout   by Clock         => Completed,             lapse,     "MKT-43";

        Revising    + Progress  by Agent         => Revising,              progress,  "MKT-50";
        Revising    + Deliver   by Agent         => Delivered,             deliver,   "MKT-51";
        Revising    + Fail      by Agent         => Failed,                fail,      "MKT-52";
        Revising    + Approve   by Buyer         => Completed,             approve,   "MKT-53";
        Revising    + Timeout   by Clock         => Delivered,             lapse,     "MKT-54";

        Disputed    + Redeliver by Agent         => Delivered,             redeliver, "MKT-60";
        Disputed    + Reject    by Agent         => Arbitration,           reject,    "MKT-61";
        Disputed    + Submit    by Buyer | Agent => Disputed,              submit,    "MKT-62";
        Disputed    + Concede   by Agent         => Cancelled,             concede,   "MKT-63";
        Disputed    + Approve   by Buyer         => Completed,             approve,   "MKT-64";
        Disputed    + Rule      by Arbiter       => Completed | Cancelled, rule,      "MKT-65";
        Disputed    + Timeout   by Clock         => Arbitration,           lapse,     "MKT-66";

        Arbitration + Submit    by Buyer | Agent => Arbitration,           submit,    "MKT-70";
        Arbitration + Seal      by Buyer | Agent => Arbitration,           seal,      "MKT-71";
        Arbitration + Concede   by Agent         => Cancelled,             concede,   "MKT-72";
        Arbitration + Approve   by Buyer         => Completed,             approve,   "MKT-73";
        Arbitration + Rule      by Arbiter       => Completed | Cancelled, rule,      "MKT-74";
        Arbitration + Timeout   by Clock         => Completed | Cancelled, lapse,     "MKT-75";
    }
}

/// Why the marketplace itself refuses an order. Listed in order of precedence: where two apply,
/// the first is reported.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub enum Refusal {
    /// A task needs a budget above zero (MKT-02).
    ZeroBudget,
    /// The terms have findings; see [`check`](crate::machine::Terms::check) (MKT-03).
    UnsoundTerms,
    /// A task with a named agent or in proposals mode is not matched (MKT-10).
    NotAutomatic,
    /// A task in proposals mode is hired for, not assigned (MKT-11).
    NotDirect,
    /// The terms name another agent, or none: then the task goes through matching (MKT-11).
    OtherAgent,
    /// Only a task in proposals mode takes a proposal (MKT-12).
    NotProposals,
    /// The agent belongs to the buyer (MKT-11, MKT-12, MKT-20, AUTH-10).
    SelfHire,
    /// The price is more than what is held (MKT-12).
    PriceOverBudget,
    /// Every revision in the terms was asked for (MKT-41).
    NoRevisionsLeft,
    /// Every remedy in the terms was used (MKT-60).
    NoRemediesLeft,
    /// That side has made its one-time statement (MKT-70, MKT-71).
    Sealed,
    /// That side has given as many pieces of evidence as the terms allow (MKT-62, MKT-70).
    NoEvidenceLeft,
}

/// The result of a handler.
pub(crate) type Decision<S> = Result<Move<S>, Refusal>;

/// What a handler decides upon.
pub(crate) type Cx<'a> = Context<'a, Terms>;

impl Machine for Marketplace {
    const NAME: &'static str = "marketplace";

    fn initial(_: &Terms, _: Timestamp) -> Stage {
        Draft {}.into()
    }

    fn roles(terms: &Terms, stage: &Stage, party: PartyId) -> Roles {
        let hired = stage.agent().is_some_and(|agent| party == agent.owner || party == agent.id);
        Roles::NONE.with_if(Role::Buyer, party == terms.buyer).with_if(Role::Agent, hired)
    }

    /// The same work or statement, from the side that gave it, is no second one (MKT-35).
    fn repeats(stage: &Stage, by: Roles, command: &Command) -> bool {
        match (stage, command) {
            (Stage::Delivered(now), Command::Deliver(Deliver { work })) => {
                by.has(Role::Agent) && now.work.digest == *work
            }
            (Stage::Delivered(now), Command::Redeliver(Redeliver { work })) => {
                by.has(Role::Agent) && now.work.digest == *work
            }
            (Stage::Arbitration(now), Command::Seal(Seal { statement })) => {
                (by.has(Role::Agent) && now.case.agent.sealed == Some(*statement))
                    || (by.has(Role::Buyer) && now.case.buyer.sealed == Some(*statement))
            }
            _ => false,
        }
    }

    fn probe(terms: &Terms, stage: &Stage, command: &str) -> Option<Command> {
        probe::probe(terms, stage, command)
    }

    fn payouts(terms: &Terms, stage: &Stage) -> Payouts {
        forecast::payouts(terms, stage)
    }

    /// In proposals mode, a hire at the last moment with the longest estimate there is reaches it.
    fn ends_by(terms: &Terms, stage: &Stage) -> Option<Timestamp> {
        forecast::ends_by(terms, stage)
    }
}

impl Stage {
    /// The agent that was hired, if one was.
    #[must_use]
    pub const fn agent(&self) -> Option<Agent> {
        match self {
            Self::Draft(_) | Self::Pending(_) | Self::Matching(_) | Self::Expired(_) => None,
            Self::Executing(stage) => Some(stage.job.agent),
            Self::Delivered(stage) => Some(stage.job.agent),
            Self::Revising(stage) => Some(stage.job.agent),
            Self::Disputed(stage) => Some(stage.job.agent),
            Self::Arbitration(stage) => Some(stage.job.agent),
            Self::Completed(stage) => Some(stage.agent),
            Self::Cancelled(stage) => stage.agent,
            Self::Failed(stage) => stage.agent,
        }
    }
}

/// Ends a job and empties the escrow: `buyer` of it goes back, the rest is the agent's, less the
/// operator's fee.
pub(crate) fn settle<S>(
    cx: &Cx<'_>,
    job: &Job,
    buyer: Bps,
    close: impl FnOnce(Settlement) -> S,
) -> Move<S> {
    let paid = Settlement::of(job.held, buyer, cx.terms.fee);
    Move::to(close(paid))
        .moving(cx.escrow(), Account::Wallet(cx.terms.buyer), paid.buyer)
        .moving(cx.escrow(), Account::Wallet(job.agent.owner), paid.agent)
        .moving(cx.escrow(), Account::Fees, paid.fee)
}

/// Ends a task and gives everything back.
pub(crate) fn refund<S>(cx: &Cx<'_>, held: Amount, stage: S) -> Move<S> {
    Move::to(stage).moving(cx.escrow(), Account::Wallet(cx.terms.buyer), held)
}

impl Reason for Refusal {
    const ALL: &'static [Self] = &[
        Self::ZeroBudget,
        Self::UnsoundTerms,
        Self::NotAutomatic,
        Self::NotDirect,
        Self::OtherAgent,
        Self::NotProposals,
        Self::SelfHire,
        Self::PriceOverBudget,
        Self::NoRevisionsLeft,
        Self::NoRemediesLeft,
        Self::Sealed,
        Self::NoEvidenceLeft,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::ZeroBudget => "zero_budget",
            Self::UnsoundTerms => "unsound_terms",
            Self::NotAutomatic => "not_automatic",
            Self::NotDirect => "not_direct",
            Self::OtherAgent => "other_agent",
            Self::NotProposals => "not_proposals",
            Self::SelfHire => "self_hire",
            Self::PriceOverBudget => "price_over_budget",
            Self::NoRevisionsLeft => "no_revisions_left",
            Self::NoRemediesLeft => "no_remedies_left",
            Self::Sealed => "sealed",
            Self::NoEvidenceLeft => "no_evidence_left",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ZeroBudget => "the budget must be above zero",
            Self::UnsoundTerms => "the terms are not sound",
            Self::NotAutomatic => "the task does not ask the platform for an agent",
            Self::NotDirect => "the task takes proposals",
            Self::OtherAgent => "the terms do not name this agent",
            Self::NotProposals => "the task does not take proposals",
            Self::SelfHire => "the buyer owns this agent",
            Self::PriceOverBudget => "the price is above the budget",
            Self::NoRevisionsLeft => "no revision is left",
            Self::NoRemediesLeft => "no remedy is left",
            Self::Sealed => "this side has made its final statement",
            Self::NoEvidenceLeft => "this side has given all the evidence it may",
        })
    }
}
