//! Time as the caller tells it. The core never reads a clock.

use serde::{Deserialize, Serialize};

/// A moment: milliseconds since the Unix epoch, UTC, at most [`Timestamp::MAX`] (TIME-06).
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "u64", into = "u64")]
pub struct Timestamp(u64);

/// A length of time: 1 ms to 100 years. A window opened at `t` covers `t <= now < t + window`
/// (TIME-08).
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "u64", into = "u64")]
pub struct Window(u64);

/// How long something took: 0 ms to 100 years. Unlike a [`Window`] it may be nothing.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "u64", into = "u64")]
pub struct Elapsed(u64);

/// A number of milliseconds that is no [`Timestamp`], no [`Window`] or no [`Elapsed`].
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("`{0}` ms is out of range")]
pub struct TimeOutOfRange(pub u64);

impl Timestamp {
    /// The Unix epoch.
    pub const EPOCH: Self = Self(0);

    /// The largest integer that every JSON reader keeps exactly, 2^53 - 1.
    pub const MAX: Self = Self((1 << 53) - 1);

    /// The last moment at which an order can be given, 9999-12-31T23:59:59.999Z. A window opened
    /// then still ends before [`Timestamp::MAX`], so that a deadline never overflows.
    pub const LAST_ORDER: Self = Self(253_402_300_799_999);

    /// `None` above [`Timestamp::MAX`].
    #[must_use]
    pub const fn from_millis(millis: u64) -> Option<Self> {
        if millis <= Self::MAX.0 { Some(Self(millis)) } else { None }
    }

    /// Milliseconds since the Unix epoch.
    #[must_use]
    pub const fn as_millis(self) -> u64 {
        self.0
    }

    /// The end of a window opened now.
    #[must_use]
    pub const fn after(self, window: Window) -> Self {
        let end = self.0.saturating_add(window.0);
        if end <= Self::MAX.0 { Self(end) } else { Self::MAX }
    }

    /// The last moment before this one; the epoch's own is the epoch.
    #[must_use]
    pub const fn last_before(self) -> Self {
        Self(self.0.saturating_sub(1))
    }
}

impl Window {
    /// 100 years of 365 days.
    pub const MAX: Self = Self(100 * 365 * 24 * 60 * 60 * 1000);

    /// `None` for zero and above [`Window::MAX`].
    #[must_use]
    pub const fn from_millis(millis: u64) -> Option<Self> {
        if millis >= 1 && millis <= Self::MAX.0 { Some(Self(millis)) } else { None }
    }

    /// The same in minutes.
    #[must_use]
    pub fn from_minutes(minutes: u32) -> Option<Self> {
        Self::from_millis(u64::from(minutes).saturating_mul(60_000))
    }

    /// Its length in milliseconds.
    #[must_use]
    pub const fn as_millis(self) -> u64 {
        self.0
    }

    /// Twice as long, at most [`Window::MAX`].
    #[must_use]
    pub const fn doubled(self) -> Self {
        let twice = self.0.saturating_mul(2);
        if twice <= Self::MAX.0 { Self(twice) } else { Self::MAX }
    }
}

impl Elapsed {
    /// `None` above [`Window::MAX`].
    #[must_use]
    pub const fn from_millis(millis: u64) -> Option<Self> {
        if millis <= Window::MAX.0 { Some(Self(millis)) } else { None }
    }

    /// In milliseconds.
    #[must_use]
    pub const fn as_millis(self) -> u64 {
        self.0
    }
}

impl TryFrom<u64> for Timestamp {
    type Error = TimeOutOfRange;

    fn try_from(millis: u64) -> Result<Self, TimeOutOfRange> {
        Self::from_millis(millis).ok_or(TimeOutOfRange(millis))
    }
}

impl From<Timestamp> for u64 {
    fn from(timestamp: Timestamp) -> Self {
        timestamp.0
    }
}

impl TryFrom<u64> for Window {
    type Error = TimeOutOfRange;

    fn try_from(millis: u64) -> Result<Self, TimeOutOfRange> {
        Self::from_millis(millis).ok_or(TimeOutOfRange(millis))
    }
}

impl From<Window> for u64 {
    fn from(window: Window) -> Self {
        window.0
    }
}

impl TryFrom<u64> for Elapsed {
    type Error = TimeOutOfRange;

    fn try_from(millis: u64) -> Result<Self, TimeOutOfRange> {
        Self::from_millis(millis).ok_or(TimeOutOfRange(millis))
    }
}

impl From<Elapsed> for u64 {
    fn from(elapsed: Elapsed) -> Self {
        elapsed.0
    }
}
