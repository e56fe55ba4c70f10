//! A proposal once more, as a clerk would keep it: written from the page of the rules, not from
//! the code, with plain integers and names. Shares no logic with the core, only the shape of what
//! it is asked.

use earnest::authority::Actor;
use earnest::ids::PartyId;
use earnest::machine::Command as _;
use earnest::proposal::{Command, Terms};

/// The slip of one proposal.
#[derive(Clone, Debug)]
pub(crate) struct Slip {
    pub(crate) terms: Terms,
    pub(crate) place: &'static str,
    pub(crate) since: u64,
    pub(crate) due: Option<u64>,
}

impl Slip {
    /// A proposal that the buyer may take.
    pub(crate) fn open(terms: Terms, now: u64) -> Self {
        let due = Some(now + terms.to_accept.as_millis());
        Self { terms, place: "Offered", since: now, due }
    }

    /// Carries an order out, or says why not and changes nothing.
    pub(crate) fn give(
        &mut self,
        by: Actor,
        at: u64,
        command: &Command,
    ) -> Result<(), &'static str> {
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
        self.place = match command {
            Command::Accept(_) => "Accepted",
            Command::Decline(_) => "Declined",
            Command::Withdraw(_) => "Withdrawn",
            Command::Timeout(_) => "Lapsed",
        };
        (self.since, self.due) = (now, None);
        Ok(())
    }

    /// Who proposes to work for himself is both.
    fn who(&self, by: Actor) -> Result<Vec<&'static str>, &'static str> {
        let agent = self.terms.agent;
        let person = |person: PartyId| {
            let buyer = (person == self.terms.buyer).then_some("buyer");
            let agent = (person == agent.id || person == agent.owner).then_some("agent");
            buyer.into_iter().chain(agent).collect::<Vec<_>>()
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
}

/// Who may give an order where: the page's table.
pub(crate) fn allowed(place: &str, command: &str) -> Option<&'static [&'static str]> {
    Some(match (place, command) {
        ("Offered", "Accept") => &["buyer"],
        ("Offered", "Decline") => &["buyer", "operator"],
        ("Offered", "Withdraw") => &["agent"],
        ("Offered", "Timeout") => &["clock"],
        _ => return None,
    })
}
