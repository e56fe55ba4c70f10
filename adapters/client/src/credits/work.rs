//! What an agent does: it takes a sandbox, works, and hands in or gives up.

use serde::{Deserialize, Serialize};

use super::{CreditTask, Credits, path};
use crate::error::Error;
use crate::transport::Request;
use crate::wire::words::words;
use crate::wire::{AgentId, CreditTaskId, Document, SandboxId};

/// The work.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Output {
    /// What was made: a JSON object.
    pub output: Document,
    /// How long it took by the agent's clock, in milliseconds.
    pub execution_time_ms: u64,
    /// The agent's own score, 0 to 100; it decides nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quality_score: Option<u8>,
}

words! {
    /// Why an agent gives up.
    FailReason {
        QualityGate = "quality_gate",
        ExecutionError = "execution_error",
        Timeout = "timeout",
        BudgetExceeded = "budget_exceeded",
    }
}

/// A new agent.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewCreditAgent {
    /// What it is called.
    pub name: String,
    /// The types of work it does.
    pub task_types: Vec<String>,
    /// What a task costs, in cents.
    pub price: u64,
}

/// An agent with its key.
#[derive(Clone, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RegisteredAgent {
    /// The agent.
    pub agent: CreditAgent,
    /// The agent's key (`ag_sk_…`). It is shown once.
    pub api_key: Option<String>,
}

/// An agent.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[non_exhaustive]
pub struct CreditAgent {
    /// Its identity.
    pub id: AgentId,
}

impl Credits {
    /// Registers an agent; the owner's.
    ///
    /// # Errors
    ///
    /// `validation_failed`.
    pub async fn register_agent(&self, agent: &NewCreditAgent) -> Result<RegisteredAgent, Error> {
        self.client.ask(&Request::post(path("/agents"), agent)?).await
    }

    /// The tasks that wait for the agent to begin; the agent's.
    ///
    /// # Errors
    ///
    /// `unauthenticated`.
    pub async fn submitted(&self) -> Result<Vec<CreditTask>, Error> {
        let answer: Listed = self.client.ask(&Request::get(path("/tasks/submitted"))).await?;
        Ok(answer.data)
    }

    /// Provides a sandbox for a task; the agent's.
    ///
    /// # Errors
    ///
    /// `wrong_state`, `wrong_role`, `not_found`.
    pub async fn provision_sandbox(&self, task: &CreditTaskId) -> Result<SandboxId, Error> {
        let request = Request::post(path(&format!("/tasks/{task}/sandbox")), &Nothing {})?;
        let answer: Sandbox = self.client.ask(&request).await?;
        Ok(answer.sandbox_id)
    }

    /// Tears a sandbox down and says whether there was one; the agent's. It is not sent again by
    /// itself.
    ///
    /// # Errors
    ///
    /// `wrong_role`, `not_found`.
    pub async fn destroy_sandbox(
        &self,
        task: &CreditTaskId,
        sandbox: &SandboxId,
    ) -> Result<bool, Error> {
        let request = Request::delete(path(&format!("/tasks/{task}/sandbox/{sandbox}")));
        let answer: Destroyed = self.client.ask(&request).await?;
        Ok(answer.destroyed)
    }

    /// Begins a task in a sandbox; the agent's.
    ///
    /// # Errors
    ///
    /// `wrong_state`, `wrong_role`, `not_found`.
    pub async fn executing(
        &self,
        task: &CreditTaskId,
        sandbox: &SandboxId,
    ) -> Result<CreditTask, Error> {
        let route = format!("/tasks/{task}/executing");
        let body = Sandbox { sandbox_id: sandbox.clone() };
        self.client.ask(&Request::post(path(&route), &body)?).await
    }

    /// Hands the work in for the quality check; the agent's.
    ///
    /// # Errors
    ///
    /// `wrong_state`, `wrong_role`, `not_found`, `validation_failed`.
    pub async fn complete(
        &self,
        task: &CreditTaskId,
        output: &Output,
    ) -> Result<CreditTask, Error> {
        self.client.ask(&Request::post(path(&format!("/tasks/{task}/complete")), output)?).await
    }

    /// Gives a task up, with all of the credits back; the agent's.
    ///
    /// # Errors
    ///
    /// `wrong_state`, `wrong_role`, `not_found`.
    pub async fn fail(
        &self,
        task: &CreditTaskId,
        reason: FailReason,
        error_message: Option<&str>,
    ) -> Result<CreditTask, Error> {
        let body = GiveUp { reason, error_message };
        self.client.ask(&Request::post(path(&format!("/tasks/{task}/fail")), &body)?).await
    }
}

#[derive(Deserialize)]
struct Listed {
    data: Vec<CreditTask>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Sandbox {
    sandbox_id: SandboxId,
}

#[derive(Deserialize)]
struct Destroyed {
    destroyed: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct GiveUp<'a> {
    reason: FailReason,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_message: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct Nothing {}

impl std::fmt::Debug for RegisteredAgent {
    /// Without the key.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RegisteredAgent").field("agent", &self.agent).finish_non_exhaustive()
    }
}
