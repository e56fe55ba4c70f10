//! Disputes about completed work.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Credits, path};
use crate::admin::Admin;
use crate::error::Error;
use crate::page::List;
use crate::transport::Request;
use crate::wire::words::words;
use crate::wire::{CreditDisputeId, CreditTaskId, Decimal, Nothing};

/// Why completed work is not accepted.
#[derive(Clone, Debug, Serialize)]
pub struct NewCreditDispute {
    /// On which ground.
    pub reason: DisputeReason,
    /// In words.
    pub description: String,
}

words! {
    /// On which ground work is disputed.
    DisputeReason {
        QualityBelowSpec = "quality_below_spec",
        IncompleteDelivery = "incomplete_delivery",
        WrongOutput = "wrong_output",
        DeadlineMissed = "deadline_missed",
        Misrepresentation = "misrepresentation",
        Unresponsive = "unresponsive",
    }
}

/// A dispute.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreditDispute {
    /// Its identity.
    pub id: CreditDisputeId,
    /// The task it is about.
    pub task_id: CreditTaskId,
    /// Where it is.
    pub status: CreditDisputeStatus,
    /// On which ground.
    pub reason: DisputeReason,
    /// In words.
    pub description: String,
    /// When it was filed.
    pub filed_at: Timestamp,
    /// When silence denies it.
    pub closes_at: Option<Timestamp>,
    /// `ruled`, `denied` (nobody decided in time), `withdrawn`, `conceded`, or `voted` (a down vote
    /// refunded the task meanwhile).
    pub resolution: Option<String>,
    /// The owner's share of a ruling, in per cent.
    pub refund_percentage: Option<Decimal>,
    /// The arbiter's reasons.
    pub notes: Option<String>,
}

words! {
    /// Where a dispute is.
    CreditDisputeStatus {
        Filed = "filed",
        /// An arbiter has taken it up.
        UnderReview = "under_review",
        Resolved = "resolved",
    }
}

/// A ruling.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Relief {
    /// The owner's share of the charge in per cent, 0 to 100, with at most two fractional digits.
    /// All of it refunds the task, none of it denies the dispute.
    pub refund_percentage: Decimal,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
}

impl Credits {
    /// Disputes completed work, once; the owner's.
    ///
    /// # Errors
    ///
    /// `wrong_state`, `wrong_role`, `owner_key_only`, `not_found`, `validation_failed`.
    pub async fn file_dispute(
        &self,
        task: &CreditTaskId,
        dispute: &NewCreditDispute,
    ) -> Result<CreditDispute, Error> {
        self.client.ask(&Request::post(path(&format!("/tasks/{task}/dispute")), dispute)?).await
    }

    /// A task's dispute.
    ///
    /// # Errors
    ///
    /// `not_found`.
    pub async fn dispute(&self, task: &CreditTaskId) -> Result<CreditDispute, Error> {
        self.client.ask(&Request::get(path(&format!("/tasks/{task}/dispute")))).await
    }

    /// Takes a dispute back: the agent is paid, or keeps its pay; the owner's.
    ///
    /// # Errors
    ///
    /// `wrong_state`, `wrong_role`, `owner_key_only`, `not_found`.
    pub async fn withdraw_dispute(&self, task: &CreditTaskId) -> Result<CreditDispute, Error> {
        let route = format!("/tasks/{task}/dispute/withdraw");
        self.client.ask(&Request::post(path(&route), &Nothing {})?).await
    }

    /// Gives the whole charge back; the hired agent's, or its owner's.
    ///
    /// # Errors
    ///
    /// `wrong_state`, `wrong_role`, `not_found`.
    pub async fn concede_dispute(
        &self,
        task: &CreditTaskId,
        message: Option<&str>,
    ) -> Result<CreditDispute, Error> {
        let route = format!("/tasks/{task}/dispute/concede");
        self.client.ask(&Request::post(path(&route), &GiveIn { message })?).await
    }
}

#[derive(Serialize)]
struct GiveIn<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
}

impl Admin {
    /// The open disputes about credits, the newest task's first.
    #[must_use]
    pub fn credit_disputes(&self) -> List<CreditDispute> {
        List::new(&self.client, Request::get(path("/admin/disputes")))
    }

    /// Takes a dispute about credits up, once.
    ///
    /// # Errors
    ///
    /// `under_review`, `wrong_state`, `interested_arbiter`, `not_found`.
    pub async fn review_credit_dispute(
        &self,
        dispute: &CreditDisputeId,
    ) -> Result<CreditDispute, Error> {
        let route = format!("/admin/disputes/{dispute}/review");
        self.client.ask(&Request::post(path(&route), &Nothing {})?).await
    }

    /// Decides a dispute about credits.
    ///
    /// # Errors
    ///
    /// `wrong_state`, `interested_arbiter`, `not_found`, `validation_failed`.
    pub async fn resolve_credit_dispute(
        &self,
        dispute: &CreditDisputeId,
        relief: &Relief,
    ) -> Result<CreditDispute, Error> {
        let route = format!("/admin/disputes/{dispute}/resolve");
        self.client.ask(&Request::post(path(&route), relief)?).await
    }
}
