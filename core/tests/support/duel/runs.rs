//! Runs, as orders between the core and their clerk.

use std::collections::BTreeMap;

use earnest::Instance;
use earnest::authority::Actor;
use earnest::ids::{Digest, InstanceId};
use earnest::ledger::Account;
use earnest::machine::{Stage as _, Timeout};
use earnest::runs::{Cancel, Claim, Command, Complete, Fail, Interrupt, Renew, Runs, Stage, Terms};
use earnest::time::Timestamp;

#[path = "../logbook.rs"]
mod logbook;

pub(crate) use logbook::Page;

use crate::choices::Choices;
use crate::duel::Clerk;
use crate::palette::{AGENT, ARBITER, BUYER as USER, RIVAL, STRANGER, at};

impl Clerk for Page {
    type Of = Runs;

    const ACTORS: &'static [Actor] = &[
        Actor::Party(USER),
        Actor::Party(AGENT.id),
        Actor::Party(RIVAL.id),
        Actor::Party(STRANGER),
        Actor::Arbiter(ARBITER),
        Actor::Arbiter(USER),
        Actor::Arbiter(AGENT.id),
        Actor::Operator,
        Actor::Clock,
    ];

    fn contract(choices: &mut Choices<'_>) -> Terms {
        Terms {
            user: USER,
            agent: Digest([1; 32]),
            continues: choices.pick(&[None, Some(InstanceId(6))]),
            group: choices.pick(&[None, Some(InstanceId(8))]),
            estimate: choices.window(),
            to_claim: choices.window(),
            lease: choices.window(),
            to_finish: choices.window(),
        }
    }

    fn open(_: InstanceId, terms: Terms, now: u64) -> Self {
        Self::open(terms, now)
    }

    fn give(&mut self, by: Actor, at: u64, command: &Command) -> Result<(), &'static str> {
        self.give(by, at, command)
    }

    fn place(&self) -> (&'static str, u64, Option<u64>) {
        (self.place, self.since, self.due)
    }

    /// No money moves here.
    fn balances(&self) -> &BTreeMap<Account, i128> {
        const { &BTreeMap::new() }
    }

    fn allowed(place: &str, command: &str) -> Option<&'static [&'static str]> {
        logbook::allowed(place, command)
    }

    fn actor(&self, role: &str) -> Actor {
        match role {
            "user" => Actor::Party(USER),
            "worker" => Actor::Party(self.worker.expect("somebody claimed it")),
            "operator" => Actor::Operator,
            _ => Actor::Clock,
        }
    }

    fn command(&self, name: &str, choices: &mut Choices<'_>) -> Command {
        match name {
            "Claim" => Claim { worker: choices.pick(&[AGENT.id, AGENT.id, RIVAL.id, USER]) }.into(),
            "Cancel" => Cancel {}.into(),
            "Renew" => Renew { logs: choices.paper_or_none() }.into(),
            "Complete" => {
                Complete { message: choices.paper(), branch: choices.paper_or_none() }.into()
            }
            "Fail" => Fail { reason: choices.paper() }.into(),
            "Interrupt" => Interrupt {}.into(),
            "Timeout" => Timeout {}.into(),
            name => unreachable!("no command is called {name}"),
        }
    }

    /// The end of the whole run.
    fn other_edge(&self) -> Option<u64> {
        self.last()
    }

    fn check(&self, run: &Instance<Runs>) {
        assert_eq!(self.worker, run.stage.execution().map(|it| it.worker), "{run:?}");
        let why = match &run.stage {
            Stage::Failed(end) => end.why.code(),
            Stage::Interrupted(end) => end.by.code(),
            _ => "",
        };
        assert_eq!(self.why, why, "{run:?}");
        for later in [0, 1, 2, 5, 30, 1_000_000] {
            let now = self.since + later;
            assert_eq!(
                self.progress(now),
                u64::from(run.progress(at(now)).value()),
                "{now} {run:?}"
            );
        }
        self.check_end(run);
    }
}

impl Page {
    /// L-13: whatever was done, a run ends within the time its terms give from when it was queued.
    fn check_end(&self, run: &Instance<Runs>) {
        let last = at(self.latest_end());
        let end = run.lapsed(Timestamp::MAX);
        assert!(end.stage.is_terminal() && end.since <= last, "{run:?}");
    }
}
