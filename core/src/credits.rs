//! Credits: a task for a platform's credits. The platform finds the agent and judges the work; the
//! buyer's money is held until a down vote can no longer take it back, and may be claimed back by
//! a dispute after that.
//!
//! Start with the table below: what is not in it cannot happen. [`Terms`] is what both sides can
//! read before they agree, silence included (CRD-90).

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::authority::{Role, Roles};
use crate::ids::PartyId;
use crate::ledger::Account;
use crate::machine::{Context, Machine, Move, Payouts, Reason, Timeout};
use crate::money::{Amount, Bps};
use crate::table;
use crate::time::Timestamp;
use crate::work::{Agent, Settlement};

mod closed;
mod completed;
mod contested;
mod executing;
mod forecast;
pub mod gate;
mod orders;
mod probe;
mod quality_check;
mod submitted;
mod terms;

pub use closed::{Closed, Closing, Failed, Refund, Refunded, Why};
pub use completed::{Completed, Settled};
pub use contested::{Complaint, Contested, Funds, Standing};
pub use executing::{Assigned, Executing, Job, Work};
pub use gate::Score;
pub use orders::{
    Assign, Complete, Concede, Dispute, Fail, Failure, Fund, Grounds, OwnScore, Pass, Reject,
    Review, Route, Rule, Start, Thumb, Vote, Withdraw,
};
pub use quality_check::{Passed, QualityCheck};
pub use submitted::{Draft, Routing, Submitted};
pub use terms::Terms;

/// The credits lifecycle.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Credits;

table! {
    Credits {
        start {
            /// Agreed on by nobody yet; nothing is held. Never visible: funding comes with it.
            Draft,
        }
        stages {
            /// Funded; waits to be routed or assigned.
            Submitted,
            /// The platform chooses an agent.
            Routing,
            /// An agent is hired and has not begun.
            Assigned,
            /// The agent works.
            Executing,
            /// The platform judges the work.
            QualityCheck,
            /// The work passed; the charge is held until the refund window closes.
            Completed,
            /// The agent was paid; a dispute may still be filed.
            Settled,
            /// The buyer contests the work; what is still held is frozen.
            Contested,
        }
        ends {
            /// The agent keeps its pay, in full or in part, and nothing can follow.
            Closed,
            /// All of the charge went back.
            Refunded,
            /// The work did not come about; all of the budget went back.
            Failed,
        }
        commands {
            /// Pay the largest budget in.
            Fund,
            /// Have the platform choose an agent.
            Route,
            /// Give the task to an agent.
            Assign,
            /// Begin to work.
            Start,
            /// Give the work up.
            Fail,
            /// Hand the work in.
            Complete,
            /// Let the work through.
            Pass,
            /// Turn the work down.
            Reject,
            /// Say whether the work was good.
            Vote,
            /// Contest the work.
            Dispute,
            /// Take a dispute up.
            Review,
            /// Decide the dispute.
            Rule,
            /// Give all the money back.
            Concede,
            /// Take the dispute back.
            Withdraw,
            /// A deadline came due.
            Timeout,
        }

        Draft        + Fund     by Buyer    => Submitted,            fund,     "CRD-01";

        Submitted    + Route    by Operator => Routing,              route,    "CRD-10";
        Submitted    + Assign   by Operator => Assigned,             assign,   "CRD-11";
        Submitted    + Timeout  by Clock    => Failed,               lapse,    "CRD-12";

        Routing      + Assign   by Operator => Assigned,             assign,   "CRD-20";
        Routing      + Timeout  by Clock    => Failed,               lapse,    "CRD-21";

        Assigned     + Start    by Agent    => Executing,            start,    "CRD-30";
        Assigned     + Fail     by Agent    => Failed,               fail,     "CRD-31";
        Assigned     + Timeout  by Clock    => Failed,               lapse,    "CRD-32";

        Executing    + Complete by Agent    => QualityCheck,         complete, "CRD-40";
        Executing    + Fail     by Agent    => Failed,               fail,     "CRD-41";
        Executing    + Timeout  by Clock    => Failed,               lapse,    "CRD-42";

        QualityCheck + Pass     by Operator => Completed,            pass,     "CRD-50";
        QualityCheck + Reject   by Operator => Failed,               reject,   "CRD-51";
        QualityCheck + Timeout  by Clock    => Failed,               lapse,    "CRD-52";

        Completed    + Vote     by Buyer    => Completed | Refunded, vote,     "CRD-60";
        Completed    + Dispute  by Buyer    => Contested,            dispute,  "CRD-61";
        Completed    + Timeout  by Clock    => Settled,              lapse,    "CRD-62";

        Settled      + Vote     by Buyer    => Settled,              vote,     "CRD-70";
        Settled      + Dispute  by Buyer    => Contested,            dispute,  "CRD-71";
        Settled      + Timeout  by Clock    => Closed,               lapse,    "CRD-72";

        Contested    + Vote     by Buyer    => Refunded,             vote,     "CRD-80";
        Contested    + Review   by Arbiter  => Contested,            review,   "CRD-81";
        Contested    + Rule     by Arbiter  => Closed | Refunded,    rule,     "CRD-82";
        Contested    + Concede  by Agent    => Refunded,             concede,  "CRD-83";
        Contested    + Withdraw by Buyer    => Closed,               withdraw, "CRD-84";
        Contested    + Timeout  by Clock    => Closed,               lapse,    "CRD-85";
    }
}

/// Why credits themselves refuse an order. Listed in order of precedence: where two apply, the
/// first is reported.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub enum Refusal {
    /// A task needs a budget above zero (CRD-02).
    ZeroBudget,
    /// The terms have findings; see [`check`](crate::machine::Terms::check) (CRD-03).
    UnsoundTerms,
    /// A task with a named agent is not routed (CRD-10).
    NotRouted,
    /// The terms name another agent, or none: then the task goes through routing (CRD-11).
    OtherAgent,
    /// The agent belongs to the buyer (CRD-11, CRD-20, AUTH-10).
    SelfHire,
    /// The price is more than the largest budget (CRD-11, CRD-20).
    PriceOverBudget,
    /// Work below the pass mark cannot pass (CRD-50).
    BelowPassMark,
    /// Work that reaches the pass mark cannot be rejected (CRD-51).
    ReachesPassMark,
    /// The vote was given: up may become down, nothing else (CRD-60, CRD-70, CRD-80).
    VoteStands,
    /// Contested work gets no vote in its favour; the dispute can be withdrawn (CRD-80).
    UpWhileContested,
    /// A down vote no longer refunds (CRD-80).
    RefundWindowClosed,
    /// An arbiter has taken the dispute up (CRD-81).
    UnderReview,
}

/// The result of a handler.
pub(crate) type Decision<S> = Result<Move<S>, Refusal>;

/// What a handler decides upon.
pub(crate) type Cx<'a> = Context<'a, Terms>;

impl Machine for Credits {
    const NAME: &'static str = "credits";

    fn initial(_: &Terms, _: Timestamp) -> Stage {
        Draft {}.into()
    }

    fn roles(terms: &Terms, stage: &Stage, party: PartyId) -> Roles {
        let hired = stage.agent().is_some_and(|agent| party == agent.owner || party == agent.id);
        Roles::NONE.with_if(Role::Buyer, party == terms.buyer).with_if(Role::Agent, hired)
    }

    /// The same vote again, wherever the task has come to since (CRD-64).
    fn repeats(stage: &Stage, by: Roles, command: &Command) -> bool {
        by.has(Role::Buyer)
            && matches!(command, Command::Vote(Vote { thumb }) if stage.vote() == Some(*thumb))
    }

    fn probe(terms: &Terms, stage: &Stage, command: &str) -> Option<Command> {
        probe::probe(terms, stage, command)
    }

    fn payouts(terms: &Terms, stage: &Stage) -> Payouts {
        forecast::payouts(terms, stage)
    }

    fn ends_by(terms: &Terms, stage: &Stage) -> Option<Timestamp> {
        forecast::ends_by(terms, stage)
    }
}

impl Stage {
    /// The agent that was hired, if one was.
    #[must_use]
    pub const fn agent(&self) -> Option<Agent> {
        match self {
            Self::Draft(_) | Self::Submitted(_) | Self::Routing(_) => None,
            Self::Assigned(stage) => Some(stage.job.agent),
            Self::Executing(stage) => Some(stage.job.agent),
            Self::QualityCheck(stage) => Some(stage.job.agent),
            Self::Completed(stage) => Some(stage.passed.job.agent),
            Self::Settled(stage) => Some(stage.passed.job.agent),
            Self::Contested(stage) => Some(stage.passed.job.agent),
            Self::Closed(stage) => Some(stage.passed.job.agent),
            Self::Refunded(stage) => Some(stage.passed.job.agent),
            Self::Failed(stage) => stage.agent,
        }
    }

    /// The buyer's vote, if he gave one.
    #[must_use]
    pub const fn vote(&self) -> Option<Thumb> {
        match self {
            Self::Completed(stage) => stage.vote,
            Self::Settled(stage) => stage.vote,
            Self::Contested(stage) => stage.vote,
            Self::Closed(stage) => stage.vote,
            Self::Refunded(stage) => stage.vote,
            Self::Draft(_)
            | Self::Submitted(_)
            | Self::Routing(_)
            | Self::Assigned(_)
            | Self::Executing(_)
            | Self::QualityCheck(_)
            | Self::Failed(_) => None,
        }
    }
}

/// Ends a task whose work did not come about; everything goes back (TIME-05).
pub(crate) fn fail(cx: &Cx<'_>, agent: Option<Agent>, held: Amount, why: Why) -> Move<Failed> {
    let failed = Failed { agent, refunded: held, why };
    Move::to(failed).moving(cx.escrow(), Account::Wallet(cx.terms.buyer), held)
}

/// Empties the escrow of the charge: `buyer` of it goes back, the rest is the agent's, less the
/// operator's fee.
pub(crate) fn pay_out<S>(
    cx: &Cx<'_>,
    job: &Job,
    buyer: Bps,
    close: impl FnOnce(Settlement) -> S,
) -> Move<S> {
    let paid = Settlement::of(job.charge, buyer, cx.terms.fee);
    Move::to(close(paid))
        .moving(cx.escrow(), Account::Wallet(cx.terms.buyer), paid.buyer)
        .moving(cx.escrow(), Account::Wallet(job.agent.owner), paid.agent)
        .moving(cx.escrow(), Account::Fees, paid.fee)
}

/// Recourse: the agent was paid `before`, and now `buyer` of the charge goes back after all. Each
/// gives back what it would not have got had this been decided first (MONEY-24, CRD-86).
pub(crate) fn take_back<S>(
    cx: &Cx<'_>,
    job: &Job,
    before: Settlement,
    buyer: Bps,
    close: impl FnOnce(Settlement) -> S,
) -> Move<S> {
    let paid = Settlement::of(job.charge, buyer, cx.terms.fee);
    // Who is left a smaller part gets no more of it, and pays no more of it as a fee.
    let less = |before: Amount, after: Amount| before.minus(after).unwrap_or(Amount::ZERO);
    let to = Account::Wallet(cx.terms.buyer);
    Move::to(close(paid))
        .moving(Account::Wallet(job.agent.owner), to, less(before.agent, paid.agent))
        .moving(Account::Fees, to, less(before.fee, paid.fee))
}

impl Reason for Refusal {
    const ALL: &'static [Self] = &[
        Self::ZeroBudget,
        Self::UnsoundTerms,
        Self::NotRouted,
        Self::OtherAgent,
        Self::SelfHire,
        Self::PriceOverBudget,
        Self::BelowPassMark,
        Self::ReachesPassMark,
        Self::VoteStands,
        Self::UpWhileContested,
        Self::RefundWindowClosed,
        Self::UnderReview,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::ZeroBudget => "zero_budget",
            Self::UnsoundTerms => "unsound_terms",
            Self::NotRouted => "not_routed",
            Self::OtherAgent => "other_agent",
            Self::SelfHire => "self_hire",
            Self::PriceOverBudget => "price_over_budget",
            Self::BelowPassMark => "below_pass_mark",
            Self::ReachesPassMark => "reaches_pass_mark",
            Self::VoteStands => "vote_stands",
            Self::UpWhileContested => "up_while_contested",
            Self::RefundWindowClosed => "refund_window_closed",
            Self::UnderReview => "under_review",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ZeroBudget => "the budget must be above zero",
            Self::UnsoundTerms => "the terms are not sound",
            Self::NotRouted => "the task names its agent",
            Self::OtherAgent => "the terms do not name this agent",
            Self::SelfHire => "the buyer owns this agent",
            Self::PriceOverBudget => "the price is above the budget",
            Self::BelowPassMark => "the score is below the pass mark",
            Self::ReachesPassMark => "the score reaches the pass mark",
            Self::VoteStands => "a vote was given, and only up may become down",
            Self::UpWhileContested => "contested work takes no vote in its favour",
            Self::RefundWindowClosed => "the refund window is closed",
            Self::UnderReview => "the dispute is under review",
        })
    }
}
