//! How far a run is, told from the time it has taken. Nobody reports it and nothing keeps it
//! (RUN-31).

use super::{Runs, Stage};
use crate::machine::{Instance, Stage as _};
use crate::time::{Timestamp, Window};
use crate::work::Percent;

impl Instance<Runs> {
    /// How much of the run is done at `now`: a straight line over the estimate, and nothing that an
    /// agent says (RUN-30). A timeout that is due has happened, whether or not anybody has noticed
    /// (RUN-32).
    ///
    /// 0 while queued, at most 99 while running, 100 once completed, and in the other ends what it
    /// was when they came.
    #[must_use]
    pub fn progress(&self, now: Timestamp) -> Percent {
        let run = self.lapsed(now);
        let until = if run.stage.is_terminal() { run.since } else { now.max(run.since) };
        match (&run.stage, run.stage.execution()) {
            (Stage::Completed(_), _) => Percent::ALL,
            (_, None) => Percent::NONE,
            (_, Some(execution)) => {
                let elapsed = until.as_millis().saturating_sub(execution.started.as_millis());
                estimated(elapsed, run.terms.estimate)
            }
        }
    }
}

/// The whole percents that `elapsed` milliseconds are of the estimate; never all of it.
fn estimated(elapsed: u64, estimate: Window) -> Percent {
    let hundredfold = u128::from(elapsed).saturating_mul(100);
    let percent = hundredfold.checked_div(estimate.as_millis().into());
    let percent = percent.and_then(|it| u8::try_from(it).ok()).and_then(Percent::new);
    percent.map_or(Percent::ALMOST, |it| it.min(Percent::ALMOST))
}
