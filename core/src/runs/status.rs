//! The one word that says where a run, or a group of them, is.

use core::fmt;

use serde::{Deserialize, Serialize};

use super::Stage;

/// Where a run is, in the source's words.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Waiting to be picked up.
    Queued,
    /// Being worked on.
    Running,
    /// Finished successfully.
    Completed,
    /// Ended by an error, or never picked up.
    Failed,
    /// Called off by the user.
    Cancelled,
    /// Stopped by a restart, or by a worker that went away.
    Interrupted,
}

impl Status {
    /// Every status, in the source's order.
    pub const ALL: [Self; 6] = [
        Self::Queued,
        Self::Running,
        Self::Completed,
        Self::Failed,
        Self::Cancelled,
        Self::Interrupted,
    ];

    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Interrupted => "interrupted",
        }
    }

    /// Whether nothing can follow.
    #[must_use]
    pub const fn is_terminal(self) -> bool {
        !matches!(self, Self::Queued | Self::Running)
    }
}

impl Stage {
    /// The word for where the run is.
    #[must_use]
    pub const fn status(&self) -> Status {
        match self {
            Self::Queued(_) => Status::Queued,
            Self::Running(_) => Status::Running,
            Self::Completed(_) => Status::Completed,
            Self::Failed(_) => Status::Failed,
            Self::Cancelled(_) => Status::Cancelled,
            Self::Interrupted(_) => Status::Interrupted,
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
