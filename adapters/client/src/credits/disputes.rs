//! Disputes about completed work.

use serde::{Deserialize, Serialize};

use super::work::Nothing;
use super::{Credits, path};
use crate::admin::Admin;
use crate::error::Error;
use crate::transport::Request;
use crate::wire::words::words;
use crate::wire::{CreditDisputeId, CreditTaskId, Decimal};

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
    /// Where it is; `filed` at first.
    pub status: String,
    /// On which ground.
    pub reason: Option<DisputeReason>,
    /// In words.
    pub description: Option<String>,
}

/// A ruling.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Relief {
    /// The caller's share of the charge in per cent, 0 to 100.
    pub refund_percentage: Decimal,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
}

impl Credits {
    /// Disputes completed work; the owner's.
    ///
    /// # Errors
    ///
    /// `wrong_state`, `wrong_role`, `not_found`.
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

    /// Takes a dispute back; the owner's.
    ///
    /// # Errors
    ///
    /// `wrong_state`, `wrong_role`, `not_found`.
    pub async fn withdraw_dispute(&self, task: &CreditTaskId) -> Result<CreditDispute, Error> {
        let route = format!("/tasks/{task}/dispute/withdraw");
        self.client.ask(&Request::post(path(&route), &Nothing {})?).await
    }

    /// Gives the charge back; the agent's.
    ///
    /// # Errors
    ///
    /// `wrong_state`, `wrong_role`, `not_found`.
    pub async fn concede_dispute(&self, task: &CreditTaskId) -> Result<CreditDispute, Error> {
        let route = format!("/tasks/{task}/dispute/concede");
        self.client.ask(&Request::post(path(&route), &Nothing {})?).await
    }
}

impl Admin {
    /// Takes a dispute about credits up.
    ///
    /// # Errors
    ///
    /// `under_review`, `not_found`.
    pub async fn review_credits(&self, dispute: &CreditDisputeId) -> Result<CreditDispute, Error> {
        let route = format!("/admin/disputes/{dispute}/review");
        self.client.ask(&Request::post(path(&route), &Nothing {})?).await
    }

    /// Decides a dispute about credits.
    ///
    /// # Errors
    ///
    /// `wrong_state`, `interested_arbiter`, `not_found`, `validation_failed`.
    pub async fn resolve_credits(
        &self,
        dispute: &CreditDisputeId,
        relief: &Relief,
    ) -> Result<CreditDispute, Error> {
        let route = format!("/admin/disputes/{dispute}/resolve");
        self.client.ask(&Request::post(path(&route), relief)?).await
    }
}
