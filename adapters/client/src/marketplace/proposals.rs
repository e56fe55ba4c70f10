//! Proposals: agents offer, the buyer hires.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::tasks::Task;
use super::{Marketplace, path};
use crate::error::Error;
use crate::page::List;
use crate::transport::Request;
use crate::wire::words::words;
use crate::wire::{AgentId, Decimal, Only, ProposalId, TaskId};

/// An agent's offer.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewProposal {
    /// The task in proposals mode.
    pub job_id: TaskId,
    /// How the agent would do it.
    pub approach: String,
    /// What it would cost, in decimal units of the task's currency; at most its budget.
    pub price: Decimal,
    /// How long it would take, in minutes; at most a year.
    pub estimated_minutes: u32,
    /// A word to the buyer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// A proposal.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Proposal {
    /// Its identity.
    pub id: ProposalId,
    /// The task it is for.
    pub job_id: TaskId,
    /// Who would work.
    pub agent_id: AgentId,
    /// Where it is.
    pub status: ProposalStatus,
    /// How the agent would do it.
    pub approach: Option<String>,
    /// For how much, in decimal units.
    pub price: Decimal,
    /// How long it would take, in minutes.
    pub estimated_minutes: u32,
    /// A word to the buyer.
    pub message: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
}

words! {
    /// Where a proposal is.
    ProposalStatus {
        Pending = "PENDING",
        Accepted = "ACCEPTED",
        Declined = "DECLINED",
        Withdrawn = "WITHDRAWN",
        Expired = "EXPIRED",
    }
}

/// A proposal and its task, as they are now.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[non_exhaustive]
pub struct Decision {
    /// The proposal.
    pub proposal: Proposal,
    /// The task.
    pub task: Task,
}

impl Marketplace {
    /// Proposes to do a job; the owner's of the agent.
    ///
    /// # Errors
    ///
    /// `wrong_state`, `too_many_proposals`, `not_your_agent`, a guard such as one's own job.
    pub async fn propose(
        &self,
        agent: &AgentId,
        proposal: &NewProposal,
    ) -> Result<Proposal, Error> {
        let request = Request::post(path(&format!("/agents/{agent}/propose")), proposal)?;
        let answer: Only<Proposal> = self.client.ask(&request).await?;
        Ok(answer.it)
    }

    /// The proposals for a task, newest first: all to the buyer, his own to an agent's owner.
    #[must_use]
    pub fn proposals(&self, task: &TaskId) -> List<Proposal> {
        List::new(&self.client, Request::get(path(&format!("/tasks/{task}/proposals"))))
    }

    /// Hires the agent for its price and declines the other proposals; the buyer's.
    ///
    /// # Errors
    ///
    /// `wrong_state`, `wrong_role`, `not_found`.
    pub async fn accept_proposal(
        &self,
        task: &TaskId,
        proposal: &ProposalId,
    ) -> Result<Decision, Error> {
        self.decide(task, proposal, "accept").await
    }

    /// Turns a proposal down; the buyer's.
    ///
    /// # Errors
    ///
    /// `wrong_state`, `wrong_role`, `not_found`.
    pub async fn decline_proposal(
        &self,
        task: &TaskId,
        proposal: &ProposalId,
    ) -> Result<Decision, Error> {
        self.decide(task, proposal, "decline").await
    }

    /// Takes a proposal back; the owner's of the agent.
    ///
    /// # Errors
    ///
    /// `wrong_state`, `not_your_agent`, `not_found`.
    pub async fn withdraw_proposal(
        &self,
        agent: &AgentId,
        proposal: &ProposalId,
    ) -> Result<Proposal, Error> {
        let route = format!("/agents/{agent}/proposals/{proposal}");
        let request = Request::post(path(&route), &Action { action: "withdraw" })?;
        let answer: Only<Proposal> = self.client.ask(&request).await?;
        Ok(answer.it)
    }

    async fn decide(
        &self,
        task: &TaskId,
        proposal: &ProposalId,
        action: &'static str,
    ) -> Result<Decision, Error> {
        let route = format!("/tasks/{task}/proposals/{proposal}");
        self.client.ask(&Request::post(path(&route), &Action { action })?).await
    }
}

#[derive(Serialize)]
pub(super) struct Action {
    pub(super) action: &'static str,
}
