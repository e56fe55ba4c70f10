//! Who may do what. Authentication is an adapter's work; this is authorization.

use serde::{Deserialize, Serialize};

use crate::ids::PartyId;

/// What a sender can be to an instance. One vocabulary for every lifecycle.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Role {
    /// Pays for the work.
    Buyer,
    /// Does the work and is paid.
    Agent,
    /// Decides disputes.
    Arbiter,
    /// Runs the service: matches, assigns, assesses (AUTH-08).
    Operator,
    /// The passage of time; no party ever has it (AUTH-07).
    Clock,
}

/// The sender of an order, after authentication. The adapter vouches for it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub enum Actor {
    /// A person or agent; what it is to an instance, its terms and its hire say.
    Party(PartyId),
    /// A person whom the operator trusts to decide disputes. One who is a party to the instance has
    /// no say in it (AUTH-06).
    Arbiter(PartyId),
    /// The service itself.
    Operator,
    /// The scheduler, reporting that a deadline came due.
    Clock,
}

/// A set of roles.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Roles(u8);

impl Role {
    /// Every role, in the order of the glossary.
    pub const ALL: [Self; 5] =
        [Self::Buyer, Self::Agent, Self::Arbiter, Self::Operator, Self::Clock];

    const fn bit(self) -> u8 {
        match self {
            Self::Buyer => 1 << 0,
            Self::Agent => 1 << 1,
            Self::Arbiter => 1 << 2,
            Self::Operator => 1 << 3,
            Self::Clock => 1 << 4,
        }
    }
}

impl Roles {
    /// No role at all.
    pub const NONE: Self = Self(0);

    /// The set with one more role in it.
    #[must_use]
    pub const fn with(self, role: Role) -> Self {
        Self(self.0 | role.bit())
    }

    /// The same, if `condition` holds.
    #[must_use]
    pub const fn with_if(self, role: Role, condition: bool) -> Self {
        if condition { self.with(role) } else { self }
    }

    /// Whether `role` is in the set.
    #[must_use]
    pub const fn has(self, role: Role) -> bool {
        self.0 & role.bit() != 0
    }

    /// The roles in both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether the set is empty.
    #[must_use]
    pub const fn is_none(self) -> bool {
        self.0 == 0
    }
}
