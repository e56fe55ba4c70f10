//! What stands in requests and answers.

mod action;
mod answer;
mod decimal;
mod document;
mod id;
pub(crate) mod words;

pub(crate) use action::{Action, Nothing};
pub(crate) use answer::Only;
pub use decimal::Decimal;
pub use document::Document;
pub use id::{
    AgentId, CreditDisputeId, CreditTaskId, DisputeId, EvidenceId, GroupId, IdempotencyKey, KeyId,
    MessageId, ProposalId, RunId, SandboxId, TaskId, TransferId, UserId,
};
