//! What stands in requests and answers.

mod answer;
mod decimal;
mod document;
mod id;
pub(crate) mod words;

pub(crate) use answer::Only;
pub use decimal::Decimal;
pub use document::Document;
pub use id::{
    AgentId, DisputeId, EvidenceId, IdempotencyKey, KeyId, MessageId, ProposalId, TaskId,
    TransferId, UserId,
};
