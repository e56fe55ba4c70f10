//! The laws that an exploration checks, and how often it did.

use std::fmt;

macro_rules! laws {
    ($($name:ident $id:literal $says:literal;)+) => {
        /// A law of `spec/laws.md` that an exploration checks.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub enum Law {
            $(#[doc = $says] $name,)+
        }

        impl Law {
            /// Every law that an exploration checks, in the order of the specification.
            pub const ALL: [Self; [$($id),+].len()] = [$(Self::$name),+];

            /// Its name in the specification, such as `L-03`.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)+
                }
            }

            /// What it says, in a sentence.
            #[must_use]
            pub const fn says(self) -> &'static str {
                match self {
                    $(Self::$name => $says,)+
                }
            }
        }
    };
}

laws! {
    Totality "L-01" "Every order is answered, and never by a defect.";
    Determinism "L-02" "The same order gets the same answer, on whatever day.";
    Conservation "L-03" "What was held and came in is what is held and went out.";
    NoDebt "L-04" "Only recourse leaves a wallet below zero.";
    EmptyEnds "L-05" "An end holds nothing.";
    Absorbing "L-06" "Nothing leaves an end.";
    Unchanged "L-07" "A refusal changes nothing.";
    Idempotence "L-08" "What was done already is not done again.";
    Authority "L-10" "An accepted order was given by a role that its row names.";
    HalfOpenTime "L-11" "At each instant either the action or the timer is enabled.";
    LateTimers "L-12" "A late timer does what it would have done on time.";
    Liveness "L-13" "Left alone, every instance ends.";
    Bounded "L-14" "The number of stage changes is bounded by the terms.";
    OneResolution "L-15" "Each minor unit leaves a hold once, whatever way led there.";
    Fees "L-17" "A fee is the stated share of what the agent gains.";
    Freeze "L-18" "Contested money moves only by what ends the dispute.";
    Payees "L-19" "Nobody is paid who was not fixed by the terms or the hire.";
    Evidence "L-20" "Evidence is append-only, and closed once sealed.";
    Fold "L-21" "The records, read back, give the instance.";
    Options "L-22" "An order is accepted if and only if it is listed.";
    Forecast "L-23" "Every run ends inside its forecast, and a forecast only narrows.";
    Neutrality "L-25" "The operator gets the stated fee and nothing else.";
    Clocks "L-26" "Time does not go back, and a deadline once set is not shortened.";
}

/// A law that does not hold, and which of its consequences fails.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Breach {
    /// The law.
    pub law: Law,
    /// What is wrong, in a sentence.
    pub what: &'static str,
}

/// Whether what was looked at keeps the laws.
pub type Verdict = Result<(), Breach>;

/// How often each law was checked.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Checks([u64; Law::ALL.len()]);

impl Checks {
    /// Counts one check of a law.
    ///
    /// # Errors
    ///
    /// [`Breach`] if the law does not hold.
    #[inline]
    pub fn holds(&mut self, law: Law, holds: bool, what: &'static str) -> Verdict {
        if let Some(count) = self.0.get_mut(law as usize) {
            *count += 1;
        }
        if holds { Ok(()) } else { Err(Breach { law, what }) }
    }

    /// How often a law was checked.
    #[must_use]
    pub fn of(&self, law: Law) -> u64 {
        self.0.get(law as usize).copied().unwrap_or(0)
    }

    /// Adds what another exploration checked.
    pub fn add(&mut self, other: &Self) {
        for (count, more) in self.0.iter_mut().zip(other.0) {
            *count += more;
        }
    }
}

impl fmt::Display for Law {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
