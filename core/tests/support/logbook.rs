//! Runs once more, as a clerk would keep them: written from the page of the rules, not from the
//! code, with plain integers and names. Shares no logic with the core, only the shape of what it
//! is asked.

use earnest::authority::Actor;
use earnest::ids::PartyId;
use earnest::machine::Command as _;
use earnest::runs::{Command, Terms};

/// The page of one run.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    terms: Terms,
    pub(crate) place: &'static str,
    pub(crate) since: u64,
    pub(crate) due: Option<u64>,
    pub(crate) worker: Option<PartyId>,
    /// Why it ended, where there are several reasons.
    pub(crate) why: &'static str,
    queued: u64,
    begun: u64,
}

type Answer = Result<(), &'static str>;

impl Page {
    /// A run that nobody has claimed.
    pub(crate) fn open(terms: Terms, now: u64) -> Self {
        let due = Some(now + terms.to_claim.as_millis());
        let place = "Queued";
        Self { terms, place, since: now, due, worker: None, why: "", queued: now, begun: 0 }
    }

    /// Carries an order out, or says why not and changes nothing.
    pub(crate) fn give(&mut self, by: Actor, at: u64, command: &Command) -> Answer {
        let who = self.who(by)?;
        if at < self.since {
            return Err("clock_went_back");
        }
        let allowed = allowed(self.place, command.name()).ok_or("wrong_state")?;
        if !allowed.iter().any(|role| who.contains(role)) {
            return Err("wrong_role");
        }
        let over = self.due.is_some_and(|due| at >= due);
        let now = match (by == Actor::Clock, over) {
            (false, true) => return Err("too_late"),
            (true, false) => return Err("too_early"),
            (false, false) => at,
            (true, true) => self.due.expect("a due timeout"),
        };
        self.carry_out(now, command);
        self.since = now;
        Ok(())
    }

    fn who(&self, by: Actor) -> Result<Vec<&'static str>, &'static str> {
        let person = |person: PartyId| {
            let user = (person == self.terms.user).then_some("user");
            let worker = (Some(person) == self.worker).then_some("worker");
            user.into_iter().chain(worker).collect::<Vec<_>>()
        };
        match by {
            Actor::Clock => Ok(vec!["clock"]),
            Actor::Operator => Ok(vec!["operator"]),
            Actor::Party(it) if person(it).is_empty() => Err("not_a_party"),
            Actor::Party(it) => Ok(person(it)),
            Actor::Arbiter(it) if person(it).is_empty() => Ok(vec!["arbiter"]),
            Actor::Arbiter(_) => Err("interested_arbiter"),
        }
    }

    fn carry_out(&mut self, now: u64, command: &Command) {
        match (self.place, command) {
            (_, Command::Claim(order)) => {
                (self.worker, self.begun) = (Some(order.worker), now);
                self.go("Running", Some(self.lease(now)), "");
            }
            (_, Command::Renew(_)) => self.due = Some(self.lease(now)),
            (_, Command::Complete(_)) => self.go("Completed", None, ""),
            (_, Command::Fail(_)) => self.go("Failed", None, "given_up"),
            (_, Command::Cancel(_)) => self.go("Cancelled", None, ""),
            (_, Command::Interrupt(_)) => self.go("Interrupted", None, "stopped_by_service"),
            ("Queued", Command::Timeout(_)) => self.go("Failed", None, "not_claimed"),
            (_, Command::Timeout(_)) => {
                let whole = now - self.begun == self.terms.to_finish.as_millis();
                let why = if whole { "out_of_time" } else { "lease_lapsed" };
                self.go("Interrupted", None, why);
            }
        }
    }

    /// The end of a lease given now: never after the end of the whole run.
    fn lease(&self, now: u64) -> u64 {
        let left = self.begun + self.terms.to_finish.as_millis() - now;
        now + left.min(self.terms.lease.as_millis())
    }

    /// How far the run is, by counting whole hundredths of the estimate.
    pub(crate) fn progress(&self, now: u64) -> u64 {
        if self.place == "Completed" {
            return 100;
        }
        if self.worker.is_none() {
            return 0;
        }
        let end = match self.due {
            Some(due) => now.clamp(self.since, due),
            None => self.since,
        };
        let run = 100 * (end - self.begun);
        let estimate = self.terms.estimate.as_millis();
        (1..=99).rev().find(|percent| percent * estimate <= run).unwrap_or(0)
    }

    /// When the whole run must end, once it has begun.
    pub(crate) fn last(&self) -> Option<u64> {
        (self.begun > 0).then(|| self.begun + self.terms.to_finish.as_millis())
    }

    /// The latest that it can end, whatever is done, from when it was queued.
    pub(crate) fn latest_end(&self) -> u64 {
        self.queued + self.terms.to_claim.as_millis() + self.terms.to_finish.as_millis()
    }

    fn go(&mut self, place: &'static str, due: Option<u64>, why: &'static str) {
        (self.place, self.due, self.why) = (place, due, why);
    }
}

/// Who may give an order where: the page's table.
pub(crate) fn allowed(place: &str, command: &str) -> Option<&'static [&'static str]> {
    Some(match (place, command) {
        ("Queued", "Claim") | ("Running", "Interrupt") => &["operator"],
        ("Queued" | "Running", "Cancel") => &["user"],
        ("Running", "Renew" | "Complete" | "Fail") => &["worker"],
        ("Queued" | "Running", "Timeout") => &["clock"],
        _ => return None,
    })
}
