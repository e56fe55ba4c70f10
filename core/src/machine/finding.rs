//! What the parties should know of terms before any money is locked.

use core::fmt;

use serde::Serialize;

use crate::time::Window;

/// Something in the terms that makes them unfit, or that the parties should read twice (TERMS-06,
/// TERMS-07).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
pub struct Finding {
    /// A name that clients can rely on.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Which part of the terms it is about, as the terms spell it.
    pub field: &'static str,
    /// The same for people.
    pub sentence: &'static str,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Legal, but the parties should read it before they agree. Refuses nothing (TERMS-05).
    Notable,
    /// Unfit: no money is locked under such terms (TERMS-01), and nothing without money is opened
    /// (TERMS-02).
    Unsound,
}

/// Who has to act within a window.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Pace {
    /// Somebody who reads and thinks: a buyer, an arbiter.
    Person,
    /// Something that waits for nothing else: an agent, a worker, the service.
    Program,
}

/// A window of terms under its name, and who has to act within it. One table of them is what the
/// check reads, so that funding, which asks for it, copies no window.
pub type Clock<T> = (&'static str, fn(&T) -> (Window, Pace));

impl Finding {
    /// The longest window that terms may have: ten years of 365 days (TIME-09).
    pub const LONGEST: u64 = 10 * 365 * 24 * 60 * 60 * 1000;

    /// Makes terms unfit.
    #[must_use]
    pub const fn unsound(code: &'static str, field: &'static str, sentence: &'static str) -> Self {
        Self { code, severity: Severity::Unsound, field, sentence }
    }

    /// Is legal, and should be read.
    #[must_use]
    pub const fn notable(code: &'static str, field: &'static str, sentence: &'static str) -> Self {
        Self { code, severity: Severity::Notable, field, sentence }
    }

    /// `window_too_long` for each window above [`Finding::LONGEST`]: what waits that long cannot
    /// be called finite.
    pub fn too_long<T>(terms: &T, clocks: &'static [Clock<T>]) -> impl Iterator<Item = Self> {
        let long = clocks.iter().filter(|(_, of)| of(terms).0.as_millis() > Self::LONGEST);
        long.map(|(field, _)| {
            Self::unsound("window_too_long", field, "a window is longer than ten years")
        })
    }

    /// `window_too_short` for each window in which those who have to act hardly can; see
    /// [`Pace::least`].
    pub fn too_short<T>(terms: &T, clocks: &'static [Clock<T>]) -> impl Iterator<Item = Self> {
        clocks.iter().filter_map(|(field, of)| {
            let (window, pace) = of(terms);
            let sentence = match pace {
                Pace::Person => "a person has less than ten minutes to act",
                Pace::Program => "a program has less than a second to act",
            };
            (window.as_millis() < pace.least())
                .then(|| Self::notable("window_too_short", field, sentence))
        })
    }

    /// `zero_budget`: there is nothing to hold and nobody to pay.
    pub(crate) const fn zero_budget(field: &'static str) -> Self {
        Self::unsound("zero_budget", field, "the budget must be above zero")
    }

    /// `self_hire`: work for oneself is a way to forge ratings, and is refused at every hire.
    pub(crate) const fn self_hire(field: &'static str) -> Self {
        Self::unsound("self_hire", field, "the named agent belongs to the buyer")
    }

    /// `whole_fee`: the agent works for nothing.
    pub(crate) const fn whole_fee(field: &'static str) -> Self {
        Self::notable("whole_fee", field, "the fee is all of the agent's pay")
    }

    /// Whether it makes the terms unfit.
    #[must_use]
    pub fn is_unsound(&self) -> bool {
        self.severity == Severity::Unsound
    }
}

impl Pace {
    /// The shortest window, in milliseconds, that one can be expected to meet. For a person it is
    /// ten minutes, the shortest that any of the sources asks of one (a vote on credits); for a
    /// program a second, in which a request over a slow line is made and answered.
    #[must_use]
    pub const fn least(self) -> u64 {
        match self {
            Self::Person => 10 * 60 * 1000,
            Self::Program => 1000,
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sentence)
    }
}
