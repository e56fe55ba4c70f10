//! Several agents on one request: one run each, followed one by one or together (RUN-52).

use super::Status;

/// What a selection of agents makes of a request.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Selection {
    /// One run by itself: no agent was named, or one.
    Alone,
    /// A group, one run for each agent.
    Group,
}

/// Why a selection of agents makes no runs.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, thiserror::Error)]
pub enum Unselectable {
    /// More than [`Selection::MOST`].
    #[error("more than five agents")]
    TooMany,
    /// The same agent is named twice.
    #[error("an agent is named twice")]
    Repeated,
}

impl Selection {
    /// The most agents that one request may name.
    pub const MOST: usize = 5;

    /// Looks at the agents that a request names (RUN-50).
    ///
    /// # Errors
    ///
    /// [`Unselectable`], the first reason that applies.
    pub fn of<L: PartialEq>(agents: &[L]) -> Result<Self, Unselectable> {
        if agents.len() > Self::MOST {
            return Err(Unselectable::TooMany);
        }
        let named_before =
            |(index, agent): (usize, &L)| agents.iter().take(index).any(|before| before == agent);
        if agents.iter().enumerate().any(named_before) {
            return Err(Unselectable::Repeated);
        }
        Ok(if agents.len() < 2 { Self::Alone } else { Self::Group })
    }
}

impl Unselectable {
    /// A name that clients can rely on.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooMany => "too_many_agents",
            Self::Repeated => "repeated_agent",
        }
    }
}

impl Status {
    /// The status of a group, from those of its runs (RUN-51): running while any of them has not
    /// ended; then completed if any of them is; then what they all are, or failed where they
    /// differ. `None` for no runs at all.
    #[must_use]
    pub fn of_group(runs: impl IntoIterator<Item = Self>) -> Option<Self> {
        let together = runs.into_iter().reduce(Self::beside);
        // Beside itself, so that a group of one run follows the same rule.
        together.map(|it| it.beside(it))
    }

    /// Two runs, seen as one. In whatever order a group is put together, it comes to the same.
    fn beside(self, other: Self) -> Self {
        if !self.is_terminal() || !other.is_terminal() {
            Self::Running
        } else if self == other {
            self
        } else if self == Self::Completed || other == Self::Completed {
            Self::Completed
        } else {
            Self::Failed
        }
    }
}
