//! The documents of a run, as clients send them and as they are kept.

use earnest::runs::Selection;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::RunId;
use crate::wire::{List, Text, Time, WebUrl, Whole, vocabulary};

/// What is asked of an agent, or what it said at the end.
pub type Words = Text<1, 20000>;

/// The label of what runs the agent: a runtime or a model.
pub type AgentLabel = Text<1, 80>;

/// The name of a branch.
pub type Branch = Text<1, 255>;

/// How much of the conversation so far a run carries on: messages, and bytes of what they say. The
/// latest exchange is always within it.
const CARRIED: usize = 100;
const CARRIED_BYTES: usize = 256 * 1024;

/// A new run, or a group of them.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateRun {
    /// What the agent is to do.
    pub prompt: Words,
    /// Which agents are to do it, each by itself: none or one make a run, two to five different
    /// ones a group with a run each.
    #[serde(default)]
    pub selected_agents: List<AgentLabel, { Selection::MOST }>,
    /// The GitHub repository that it is about.
    pub repository: Option<WebUrl>,
    /// The branch to start from; the repository's usual one by default.
    pub branch: Option<Branch>,
    /// How long it is expected to take; progress is told from it, and nothing ends by it.
    pub estimated_minutes: Option<Whole<1, 525_600>>,
}

/// What is asked after a run has ended.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ContinueRun {
    /// What the agent is to do next.
    pub prompt: Words,
}

vocabulary! {
    /// What can be done to a run with PATCH.
    RunAction {
        Cancel = "cancel",
    }
}

/// A change of a run.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeRun {
    /// What to do.
    pub action: RunAction,
}

/// A worker's wish for a run.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClaimRun {
    /// The labels of the agents that it can run; any by default. A run that names none is for all.
    pub agents: Option<List<AgentLabel, 50>>,
}

/// A sign of life.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RenewRun {
    /// The lines that were logged since the last time, in order.
    #[serde(default)]
    pub logs: List<Text<0, 8000>, 1000>,
}

/// A result.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CompleteRun {
    /// The agent's last message.
    pub message: Words,
    /// The branch that the changes were pushed to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_branch: Option<Branch>,
}

/// Giving up.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FailRun {
    /// Why.
    pub reason: Text<1, 5000>,
}

vocabulary! {
    /// Who speaks in a conversation.
    Speaker {
        User = "user",
        /// The agent.
        Assistant = "assistant",
    }
}

/// A message of a conversation between a user and an agent.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RunMessage {
    /// Who speaks.
    pub role: Speaker,
    /// What was said.
    pub content: Words,
    /// In which run.
    pub run_id: RunId,
    /// When.
    pub created_at: Time,
}

/// What a run is queued with, and kept as its first document. It holds the conversation so far, so
/// that a run that follows a hundred others is read as fast as the first.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Brief {
    pub(super) prompt: Words,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) agent: Option<AgentLabel>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) repository: Option<WebUrl>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) branch: Option<Branch>,
    /// What was said before, oldest first.
    pub(super) conversation: Vec<RunMessage>,
    /// How many of the oldest messages are left out.
    pub(super) omitted: u64,
}

impl Brief {
    /// What the run that follows is queued with: this one's conversation, as far as it is carried
    /// on, and the branch that it made.
    pub(super) fn followed(
        self,
        said: Vec<RunMessage>,
        branch: Option<Branch>,
        prompt: Words,
    ) -> Self {
        let all = said.len();
        let mut bytes = 0_usize;
        let fits = |message: &&RunMessage| {
            bytes = bytes.saturating_add(message.content.as_str().len());
            bytes <= CARRIED_BYTES
        };
        let carried = said.iter().rev().take(CARRIED).take_while(fits).count();
        let left = all.saturating_sub(carried);
        Self {
            prompt,
            branch: branch.or(self.branch),
            conversation: said.into_iter().skip(left).collect(),
            omitted: self.omitted.saturating_add(u64::try_from(left).unwrap_or(u64::MAX)),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Words {
        serde_json::from_value(text.into()).unwrap()
    }

    fn said(length: usize) -> RunMessage {
        RunMessage {
            role: Speaker::User,
            content: words(&"x".repeat(length)),
            run_id: RunId::mint(),
            created_at: "2026-01-01T00:00:00Z".parse().unwrap(),
        }
    }

    fn brief() -> Brief {
        Brief {
            prompt: words("first"),
            agent: None,
            repository: None,
            branch: None,
            conversation: Vec::new(),
            omitted: 3,
        }
    }

    #[test]
    fn a_conversation_is_carried_on_within_bounds() {
        let followed = |said| brief().followed(said, None, words("next"));
        let all = followed(vec![said(1); CARRIED]);
        assert_eq!((all.conversation.len(), all.omitted), (CARRIED, 3));
        let many = followed(vec![said(1); CARRIED + 2]);
        assert_eq!((many.conversation.len(), many.omitted), (CARRIED, 5));
        // 20,000 bytes each: 13 of them are within 256 KiB.
        let long = followed(vec![said(20_000); 50]);
        assert_eq!((long.conversation.len(), long.omitted), (13, 40));
    }
}
