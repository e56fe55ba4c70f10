//! Runs as a world: a user, some workers, and every command worth giving.

use earnest::ids::{InstanceId, PartyId};
use earnest::ledger::Ledger;
use earnest::runs::{
    Cancel, Claim, Command, Complete, Fail, Interrupt, Renew, Runs, Stage, Terms, Why,
};

use crate::broken::Broken;
use crate::cast::{AGENT, BUYER, OTHER_PAPER, PAPER, window};
use crate::explore::explore_at_most;
use crate::parties::Parties;
use crate::world::{Seen, Shift, World};

mod laws;

/// Asks for runs.
pub const USER: PartyId = BUYER;
/// Claims them.
pub const WORKER: PartyId = AGENT.owner;

/// A run with windows of a few milliseconds, each of its own length.
#[must_use]
pub fn terms([estimate, to_claim, lease, to_finish]: [u64; 4]) -> Terms {
    Terms {
        user: USER,
        agent: PAPER,
        continues: None,
        group: Some(InstanceId(8)),
        estimate: window(estimate),
        to_claim: window(to_claim),
        lease: window(lease),
        to_finish: window(to_finish),
    }
}

/// A world under these terms. Nobody has any money.
#[must_use]
pub fn world(terms: Terms) -> World<Runs> {
    let parties = Parties::of(terms.user, None, None);
    let (id, actors, ledger) = (InstanceId(79), parties.actors(), Ledger::default());
    World { id, terms, ledger, parties, actors, commands, moved, laws: laws::laws }
}

/// Explores at most so many states; compiled here, so that it is fast in everybody's tests.
///
/// # Errors
///
/// [`Broken`] for the first law that does not hold.
pub fn explored(world: &World<Runs>, limit: usize) -> Result<Seen, Box<Broken>> {
    explore_at_most(world, limit)
}

fn commands(world: &World<Runs>, _: &Stage) -> Vec<Command> {
    let Parties { buyer, agent, rival, .. } = world.parties;
    let workers = [agent.owner, rival.owner, buyer];
    let claims = workers.map(|worker| Command::from(Claim { worker }));
    let others = [
        Cancel {}.into(),
        Renew { logs: None }.into(),
        Renew { logs: Some(PAPER) }.into(),
        Complete { message: PAPER, branch: None }.into(),
        Complete { message: PAPER, branch: Some(OTHER_PAPER) }.into(),
        Fail { reason: PAPER }.into(),
        Interrupt {}.into(),
    ];
    claims.into_iter().chain(others).collect()
}

fn moved(stage: &Stage, to: &Shift<'_>) -> Stage {
    let mut stage = stage.clone();
    let execution = match &mut stage {
        Stage::Queued(it) => {
            it.claim_by = to(it.claim_by);
            None
        }
        Stage::Running(it) => {
            it.renew_by = to(it.renew_by);
            Some(&mut it.execution)
        }
        Stage::Completed(it) => Some(&mut it.execution),
        Stage::Cancelled(it) => it.execution.as_mut(),
        Stage::Interrupted(it) => Some(&mut it.execution),
        Stage::Failed(it) => match &mut it.why {
            Why::NotClaimed => None,
            Why::GivenUp { execution, .. } => Some(execution),
        },
    };
    if let Some(execution) = execution {
        execution.started = to(execution.started);
    }
    stage
}
