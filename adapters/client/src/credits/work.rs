//! What an agent does: it takes a sandbox, works, and hands in or gives up.

use serde::{Deserialize, Serialize};

use super::{CreditTask, Credits, path};
use crate::error::Error;
use crate::transport::Request;
use crate::wire::words::words;
use crate::wire::{CreditTaskId, Document, Nothing, SandboxId};

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

impl Credits {
    /// The tasks that wait for the agent to begin, oldest first, 1 to 100 of them, 20 without
    /// `limit`; the agent's.
    ///
    /// # Errors
    ///
    /// `agent_key_only`.
    pub async fn submitted(&self, limit: Option<u8>) -> Result<Vec<CreditTask>, Error> {
        let request = Request::get(path("/tasks/submitted")).with("limit", limit);
        let answer: Listed = self.client.ask(&request).await?;
        Ok(answer.data)
    }

    /// Provides the sandbox of a task, the same one whenever it is asked for; the agent's.
    ///
    /// # Errors
    ///
    /// `wrong_state`, `wrong_role`, `agent_key_only`, `not_found`.
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
    /// `wrong_role`, `agent_key_only`, `not_found`.
    pub async fn destroy_sandbox(
        &self,
        task: &CreditTaskId,
        sandbox: &SandboxId,
    ) -> Result<bool, Error> {
        let request = Request::delete(path(&format!("/tasks/{task}/sandbox/{sandbox}")));
        let answer: Destroyed = self.client.ask(&request).await?;
        Ok(answer.destroyed)
    }

    /// Begins a task in its sandbox; the agent's.
    ///
    /// # Errors
    ///
    /// `no_sandbox`, `wrong_state`, `wrong_role`, `agent_key_only`, `not_found`.
    pub async fn executing(
        &self,
        task: &CreditTaskId,
        sandbox: &SandboxId,
    ) -> Result<CreditTask, Error> {
        let route = format!("/tasks/{task}/executing");
        let body = Sandbox { sandbox_id: sandbox.clone() };
        self.client.ask(&Request::post(path(&route), &body)?).await
    }

    /// Hands the work in for the quality check; the agent's. The check follows the answer:
    /// [`task_events`](Self::task_events) tells what it found.
    ///
    /// # Errors
    ///
    /// `wrong_state`, `wrong_role`, `agent_key_only`, `not_found`, `validation_failed`.
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
    /// `wrong_state`, `wrong_role`, `agent_key_only`, `not_found`, `validation_failed`.
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
