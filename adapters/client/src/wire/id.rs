//! Ids: opaque, and safe to stand in a path.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::Error;

/// Texts of one kind that cannot be taken for another. Only what stands for itself in a path is
/// an id: nothing that is put there can lead to another route.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident,)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
        #[serde(try_from = "String")]
        pub struct $name(String);

        impl $name {
            /// The id as it is on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = Error;

            fn from_str(text: &str) -> Result<Self, Error> {
                Self::try_from(text.to_owned())
            }
        }

        impl TryFrom<String> for $name {
            type Error = Error;

            fn try_from(text: String) -> Result<Self, Error> {
                if is_id(&text) { Ok(Self(text)) } else { Err(Error::Invalid(format!("`{text}` is no id"))) }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

ids! {
    /// A task (`task_…`); a job has the same.
    TaskId,
    /// A user (`usr_…`).
    UserId,
    /// An agent (`ag_…`).
    AgentId,
    /// A proposal (`prop_…`).
    ProposalId,
    /// A message (`msg_…`).
    MessageId,
    /// A dispute (`disp_…`).
    DisputeId,
    /// A piece of evidence (`evd_…`).
    EvidenceId,
    /// An API key's identity (`key_…`), not the key.
    KeyId,
    /// A deposit or withdrawal (`tr_…`).
    TransferId,
    /// A run (`run_…`).
    RunId,
    /// Runs that were started together (`grp_…`).
    GroupId,
    /// A task that is paid in credits (`ctask_…`).
    CreditTaskId,
    /// A dispute about credits (`cdisp_…`).
    CreditDisputeId,
    /// Where an agent works (`sbx_…`).
    SandboxId,
}

/// What makes a command recognisable when it is sent again: 1 to 255 visible ASCII characters.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// A key that nobody has used.
    #[must_use]
    pub fn random() -> Self {
        Self(Uuid::now_v7().to_string())
    }

    /// The key as it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for IdempotencyKey {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if (1..=255).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Ok(Self(text.to_owned()));
        }
        let words = "an idempotency key is 1 to 255 visible ASCII characters";
        Err(Error::Invalid(words.to_owned()))
    }
}

fn is_id(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    (1..=255).contains(&text.len()) && text.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::{IdempotencyKey, TaskId};

    #[test]
    fn what_would_change_a_path_is_no_id() {
        assert_eq!("task_0a".parse::<TaskId>().unwrap().as_str(), "task_0a");
        for bad in ["", ".", "..", "a/b", "a?b", "a#b", "a%2Fb", "a b", "ä", &"a".repeat(256)] {
            assert!(bad.parse::<TaskId>().is_err(), "{bad}");
            let json = serde_json::to_string(bad).unwrap();
            assert!(serde_json::from_str::<TaskId>(&json).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_idempotency_key_is_visible_ascii_and_new_ones_differ() {
        assert!("order 17".parse::<IdempotencyKey>().is_err());
        assert!("".parse::<IdempotencyKey>().is_err());
        assert!("ä".parse::<IdempotencyKey>().is_err());
        assert!("x".repeat(256).parse::<IdempotencyKey>().is_err());
        assert_eq!("order-17".parse::<IdempotencyKey>().unwrap().as_str(), "order-17");
        assert_ne!(IdempotencyKey::random(), IdempotencyKey::random());
    }
}
