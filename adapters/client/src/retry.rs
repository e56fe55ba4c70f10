//! When to ask again.

use std::time::Duration;

use uuid::Uuid;

/// How often, and how long apart, what failed in passing is asked again: connections that break,
/// and the statuses 429, 502, 503 and 504. A stream counts from its last sign of life.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Retry {
    /// How often at most after the first time; 0 for never.
    pub times: u32,
    /// The first wait. It doubles with each failure; half of it is left to chance, so that many
    /// clients do not come back as one.
    pub first: Duration,
    /// The longest wait. A server that asks for more (`Retry-After`) is not asked again.
    pub most: Duration,
}

impl Default for Retry {
    /// Six times within about six seconds.
    fn default() -> Self {
        Self { times: 6, first: Duration::from_millis(100), most: Duration::from_secs(5) }
    }
}

impl Retry {
    /// How long to wait after so many failures before this one; `None` to give up.
    pub(crate) fn wait(&self, failures: u32, asked: Option<Duration>) -> Option<Duration> {
        let [.., chance] = *Uuid::now_v7().as_bytes();
        self.wait_by_chance(failures, asked, chance)
    }

    fn wait_by_chance(
        &self,
        failures: u32,
        asked: Option<Duration>,
        chance: u8,
    ) -> Option<Duration> {
        if failures >= self.times || asked.is_some_and(|asked| asked > self.most) {
            return None;
        }
        let whole = self.first.saturating_mul(2_u32.saturating_pow(failures)).min(self.most);
        let half = whole / 2;
        let own = half + half * u32::from(chance) / u32::from(u8::MAX);
        Some(asked.map_or(own, |asked| asked.max(own)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Duration, Retry};

    const RETRY: Retry =
        Retry { times: 4, first: Duration::from_millis(100), most: Duration::from_millis(300) };

    #[test]
    fn waits_double_up_to_the_longest_and_end() {
        let longest = |failures| RETRY.wait_by_chance(failures, None, u8::MAX);
        let shortest = |failures| RETRY.wait_by_chance(failures, None, 0);
        let wait = |milliseconds| Some(Duration::from_millis(milliseconds));
        assert_eq!(
            [0, 1, 2, 3, 4].map(longest),
            [wait(100), wait(200), wait(300), wait(300), None]
        );
        assert_eq!([0, 1, 2].map(shortest), [wait(50), wait(100), wait(150)]);
        assert_eq!(Retry { times: 0, ..RETRY }.wait(0, None), None);
    }

    #[test]
    fn what_the_server_asks_for_is_waited_for_or_not_at_all() {
        let asked =
            |milliseconds| RETRY.wait_by_chance(0, Some(Duration::from_millis(milliseconds)), 0);
        assert_eq!(asked(250), Some(Duration::from_millis(250)));
        assert_eq!(asked(10), Some(Duration::from_millis(50)));
        assert_eq!(asked(301), None);
    }
}
