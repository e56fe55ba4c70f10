//! Latencies, quantiles, and medians over rounds.

use std::fmt;
use std::time::Duration;

use serde::Serialize;

/// Every latency of a window, in nanoseconds; a u32 holds up to 4.29 s, longer ones count as that.
#[derive(Debug, Default)]
pub struct Latencies(Vec<u32>);

impl Latencies {
    /// Keeps one more.
    pub fn push(&mut self, latency: Duration) {
        self.0.push(u32::try_from(latency.as_nanos()).unwrap_or(u32::MAX));
    }

    /// Takes over another client's.
    pub fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The latency that `per_mille` thousandths do not exceed, in microseconds; `None` without any.
    pub fn quantile(&mut self, per_mille: usize) -> Option<f64> {
        let last = self.0.len().checked_sub(1)?;
        let (_, value, _) = self.0.select_nth_unstable((last * per_mille).div_ceil(1000));
        Some(f64::from(*value) / 1000.0)
    }
}

/// A figure over the rounds of a run.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Spread {
    /// The middle one; the mean of the middle two of an even number.
    pub median: f64,
    /// The smallest.
    pub min: f64,
    /// The largest.
    pub max: f64,
}

impl Spread {
    /// Over one figure a round; `None` without any.
    pub fn over(figures: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut figures: Vec<f64> = figures.into_iter().collect();
        figures.sort_by(f64::total_cmp);
        let count = figures.len();
        let upper = *figures.get(count / 2)?;
        let lower = *figures.get(count.saturating_sub(1) / 2)?;
        Some(Self { median: (lower + upper) / 2.0, min: *figures.first()?, max: *figures.last()? })
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { median, min, max } = self;
        let digits = f.precision().unwrap_or(0);
        write!(f, "{median:.digits$} [{min:.digits$}, {max:.digits$}]")
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Latencies, Spread};

    #[test]
    fn quantiles_are_nearest_rank() {
        let mut latencies = Latencies::default();
        for micros in (0..=1000).rev() {
            latencies.push(Duration::from_micros(micros));
        }
        assert_eq!(latencies.quantile(500), Some(500.0));
        assert_eq!(latencies.quantile(990), Some(990.0));
        assert_eq!(Latencies::default().quantile(500), None);
    }

    #[test]
    fn a_spread_has_the_middle_of_an_even_number_too() {
        let spread = Spread::over([4.0, 1.0, 3.0, 2.0]).map(|s| (s.min, s.median, s.max));
        assert_eq!(spread, Some((1.0, 2.5, 4.0)));
        assert!(Spread::over([]).is_none());
    }
}
