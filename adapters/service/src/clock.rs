//! Where `now` comes from: the wall, or a hand.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use earnest::time::Timestamp;

/// A clock that never goes backwards within this process.
#[derive(Debug)]
pub struct Clock {
    kind: Kind,
    /// The latest time told, in milliseconds since the epoch.
    told: AtomicU64,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    Real,
    Manual,
}

impl Clock {
    /// The system's clock.
    #[must_use]
    pub fn real() -> Self {
        Self { kind: Kind::Real, told: AtomicU64::new(0) }
    }

    /// A clock that stands still until it is advanced: for tests and demonstrations.
    #[must_use]
    pub fn manual(at: Timestamp) -> Self {
        Self { kind: Kind::Manual, told: AtomicU64::new(at.as_millis()) }
    }

    /// Whether it is driven by hand.
    #[must_use]
    pub fn is_manual(&self) -> bool {
        self.kind == Kind::Manual
    }

    /// The present moment. If the system's clock is set back, time stands still until it has
    /// caught up.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let now = match self.kind {
            Kind::Manual => self.told.load(Ordering::SeqCst),
            Kind::Real => {
                let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                let now = u64::try_from(since.as_millis()).unwrap_or(u64::MAX);
                self.told.fetch_max(now, Ordering::SeqCst).max(now)
            }
        };
        Timestamp::from_millis(now).unwrap_or(Timestamp::MAX).min(Timestamp::LAST_ORDER)
    }

    /// Moves a manual clock forward to a moment, unless it is there already. A real clock and
    /// [`Timestamp::LAST_ORDER`] stay as they are.
    pub fn advance_to(&self, at: Timestamp) {
        if self.kind == Kind::Manual {
            self.told.fetch_max(at.min(Timestamp::LAST_ORDER).as_millis(), Ordering::SeqCst);
        }
    }

    /// Moves a manual clock forward and returns the new time; `None` if the clock is real or
    /// would pass [`Timestamp::LAST_ORDER`].
    #[must_use]
    pub fn advance(&self, millis: u64) -> Option<Timestamp> {
        if self.kind == Kind::Real {
            return None;
        }
        let later = |now: u64| {
            now.checked_add(millis).filter(|then| *then <= Timestamp::LAST_ORDER.as_millis())
        };
        let before = self.told.fetch_update(Ordering::SeqCst, Ordering::SeqCst, later).ok()?;
        later(before).and_then(Timestamp::from_millis)
    }
}
