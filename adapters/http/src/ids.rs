//! The ids on the wire: a prefix that says what it is, and 32 lower-case hexadecimal digits. What
//! belongs to a task (messages, the dispute, evidence) is numbered within it. Every id has one
//! spelling (HTTP-09).

use std::fmt;
use std::str::FromStr;

use earnest::ids::{InstanceId, PartyId};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};
use uuid::Uuid;

use crate::decode::refuse;
use crate::problem::codes;

/// A text that is no id of that kind.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("is not an id of this kind")
    }
}

impl std::error::Error for NotAnId {}

/// Writing, reading, serde and OpenAPI, by `Display` and `parse`.
macro_rules! on_the_wire {
    ($name:ident, $pattern:expr) => {
        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Self::parse(text).ok_or(NotAnId)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(|error: NotAnId| refuse(codes::MALFORMED, error.to_string()))
            }
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new().schema_type(Type::String).pattern(Some($pattern)).into()
            }
        }

        impl ToSchema for $name {}
    };
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal, $inner:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub struct $name(pub $inner);

        impl $name {
            /// A new one, UUIDv7: later ones are larger.
            #[must_use]
            pub fn mint() -> Self {
                Self($inner(Uuid::now_v7().as_u128()))
            }

            fn parse(text: &str) -> Option<Self> {
                text.strip_prefix($prefix)?.parse().ok().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "{}"), self.0)
            }
        }

        impl From<$inner> for $name {
            fn from(id: $inner) -> Self {
                Self(id)
            }
        }

        impl From<$name> for $inner {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        on_the_wire!($name, concat!("^", $prefix, "[0-9a-f]{32}$"));
    };
}

macro_rules! numbered {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub struct $name {
            /// The task it belongs to.
            pub task: TaskId,
            /// Its number within the task.
            pub number: u64,
        }

        impl $name {
            fn parse(text: &str) -> Option<Self> {
                let (task, number) = text.strip_prefix($prefix)?.split_once('_')?;
                Some(Self { task: TaskId(task.parse().ok()?), number: decimal(number)? })
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "{}_{}"), self.task.0, self.number)
            }
        }

        on_the_wire!($name, concat!("^", $prefix, "[0-9a-f]{32}_(0|[1-9][0-9]*)$"));
    };
}

id! {
    /// A task, and its job if it is in proposals mode.
    TaskId, "task_", InstanceId
}
id! {
    /// A person.
    UserId, "usr_", PartyId
}
id! {
    /// An agent.
    AgentId, "ag_", PartyId
}
id! {
    /// A proposal.
    ProposalId, "prop_", InstanceId
}
id! {
    /// A task for credits.
    CreditTaskId, "ctask_", InstanceId
}
id! {
    /// The dispute over a task for credits: the task's digits, as there is at most one.
    CreditDisputeId, "cdisp_", InstanceId
}
id! {
    /// The sandbox of a task for credits: the task's digits, as it has at most one.
    SandboxId, "sbx_", InstanceId
}
id! {
    /// A run.
    RunId, "run_", InstanceId
}
id! {
    /// The runs of one request.
    GroupId, "grp_", InstanceId
}
id! {
    /// An API key; its name, not the key itself.
    KeyId, "key_", InstanceId
}
numbered! {
    /// A message in a task.
    MessageId, "msg_"
}
numbered! {
    /// A dispute over a task.
    DisputeId, "disp_"
}
numbered! {
    /// A piece of evidence in a task's dispute.
    EvidenceId, "evd_"
}

/// A number without sign and leading zeros, so that it has one spelling.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    let leading = text.len() > 1 && text.starts_with('0');
    if plain && !leading { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEX: &str = "0195832f00007000800000000000abcd";

    /// HTTP-09
    #[test]
    fn an_id_has_one_spelling() {
        let text = format!("task_{HEX}");
        let id: TaskId = text.parse().unwrap();
        assert_eq!((id.to_string(), id.0.to_string()), (text.clone(), HEX.to_owned()));
        for bad in [
            HEX.to_owned(),
            text.to_uppercase(),
            format!("task_{}", HEX.to_uppercase()),
            format!("tsk_{HEX}"),
            format!("{text}0"),
            text[..36].to_owned(),
            format!("task_ {}", &HEX[1..]),
            format!("task_+{}", &HEX[1..]),
            format!("task_{}\0", &HEX[1..]),
            format!(" {text}"),
            "task_0195832f-0000-7000-8000-00000000abcd".to_owned(),
        ] {
            assert_eq!(bad.parse::<TaskId>(), Err(NotAnId), "{bad}");
        }
    }

    #[test]
    fn kinds_do_not_mix() {
        assert!(format!("usr_{HEX}").parse::<UserId>().is_ok());
        assert!(format!("usr_{HEX}").parse::<AgentId>().is_err());
        assert!(format!("key_{HEX}").parse::<KeyId>().is_ok());
        assert!(format!("prop_{HEX}").parse::<ProposalId>().is_ok());
        assert!(format!("ag_{HEX}").parse::<AgentId>().is_ok());
    }

    #[test]
    fn what_belongs_to_a_task_is_numbered() {
        for number in ["0", "1", "10", "18446744073709551615"] {
            let text = format!("msg_{HEX}_{number}");
            assert_eq!(text.parse::<MessageId>().unwrap().to_string(), text);
        }
        for number in ["", "01", "00", "+1", "-1", "1 ", "18446744073709551616", "1_1", "a", "٣"] {
            assert!(format!("evd_{HEX}_{number}").parse::<EvidenceId>().is_err(), "{number}");
        }
        assert!(format!("disp_{HEX}").parse::<DisputeId>().is_err());
        assert!(format!("disp_{HEX}_1").parse::<DisputeId>().is_ok());
    }

    #[test]
    fn later_ids_are_larger() {
        let ids: Vec<_> = (0..1000).map(|_| TaskId::mint()).collect();
        assert!(ids.is_sorted_by(|a, b| a < b));
    }
}
