//! Runs are what `spec/tla/Runs.tla` says: both graphs are the same, edge by edge.

use earnest::Instance;
use earnest::authority::Actor;
use earnest::ids::{Digest, PartyId};
use earnest::ledger::{Account, Ledger};
use earnest::machine::{Stage as _, Timeout};
use earnest::runs::{
    Cancel, Claim, Command, Complete, Fail, Interrupt, Renew, Runs, Stage, Terms, Why,
};
use earnest::time::{Timestamp, Window};
use tla_checker::ast::Value;

#[path = "support/model.rs"]
mod model;

use model::{Alphabet, Modelled, ask, compare_all, left, number, record, since, text};

const USER: PartyId = PartyId(1);
const WORKER: PartyId = PartyId(2);
const RIVAL: PartyId = PartyId(3);
const JUDGE: PartyId = PartyId(7);
const STRANGER: PartyId = PartyId(9);

const PAPER: Digest = Digest([0xa; 32]);
const OTHER: Digest = Digest([0xb; 32]);

/// Each configuration with its windows: claim, lease, whole run and estimate.
const CONFIGS: [(&str, [u64; 4]); 3] =
    [("Runs", [3, 2, 5, 7]), ("RunsShort", [3, 2, 5, 3]), ("deep/RunsLong", [48, 11, 601, 577])];

impl Modelled for Runs {
    const MODULE: &'static str = "Runs";
    const REPEATABLE: &'static [&'static str] = &["Complete", "Fail", "Cancel"];

    fn ask(command: &Command) -> Value {
        match command {
            Command::Claim(it) => ask("Claim", [("worker", worker(it.worker))]),
            Command::Renew(it) => ask("Renew", [("logs", paper(it.logs))]),
            Command::Complete(it) => {
                let (message, branch) = (paper(Some(it.message)), paper(it.branch));
                ask("Complete", [("message", message), ("branch", branch)])
            }
            Command::Fail(it) => ask("Fail", [("reason", paper(Some(it.reason)))]),
            Command::Cancel(Cancel {}) => ask("Cancel", []),
            Command::Interrupt(Interrupt {}) => ask("Interrupt", []),
            Command::Timeout(Timeout {}) => ask("Timeout", []),
        }
    }

    fn stage(run: &Instance<Self>) -> Value {
        let worked = run.stage.execution();
        let elapsed = worked.map_or(0, |it| -since(run, it.started));
        let (why, told, branch) = match &run.stage {
            Stage::Queued(_) | Stage::Running(_) | Stage::Cancelled(_) => ("none", None, None),
            Stage::Completed(it) => ("none", Some(it.message), it.branch),
            Stage::Failed(it) => match it.why {
                Why::NotClaimed => (it.why.code(), None, None),
                Why::GivenUp { reason, .. } => (it.why.code(), Some(reason), None),
            },
            Stage::Interrupted(it) => (it.by.code(), None, None),
        };
        record([
            ("stage", text(run.stage.name())),
            ("left", number(left(run))),
            ("worker", worked.map_or(text("nobody"), |it| worker(it.worker))),
            ("elapsed", number(elapsed)),
            ("why", text(why)),
            ("paper", paper(told)),
            ("branch", paper(branch)),
        ])
    }

    fn seen(run: &Instance<Self>, at: Timestamp) -> Value {
        let progress = number(run.progress(at).value());
        record([("progress", progress), ("continuable", Value::Bool(run.stage.is_continuable()))])
    }

    fn party(party: PartyId) -> &'static str {
        match party {
            USER => "user",
            WORKER => "worker",
            RIVAL => "rival",
            JUDGE => "judge",
            _ => "stranger",
        }
    }

    fn accounts() -> Vec<(&'static str, Account)> {
        vec![]
    }
}

fn worker(party: PartyId) -> Value {
    text(Runs::party(party))
}

fn paper(digest: Option<Digest>) -> Value {
    text(match digest {
        None => "none",
        Some(PAPER) => "paper",
        Some(OTHER) => "other",
        Some(_) => "unknown",
    })
}

fn window(millis: u64) -> Window {
    Window::from_millis(millis).expect("a window")
}

fn alphabet(config: &'static str, windows: [u64; 4]) -> Alphabet<Runs> {
    let [to_claim, lease, to_finish, estimate] = windows.map(window);
    let terms = Terms {
        user: USER,
        agent: PAPER,
        continues: None,
        group: None,
        estimate,
        to_claim,
        lease,
        to_finish,
    };
    let parties = [USER, WORKER, RIVAL, STRANGER].map(Actor::Party);
    let judges = [JUDGE, USER, WORKER].map(Actor::Arbiter);
    let senders = parties.into_iter().chain(judges).chain([Actor::Operator, Actor::Clock]);
    let commands = [
        Claim { worker: WORKER }.into(),
        Claim { worker: RIVAL }.into(),
        Claim { worker: USER }.into(),
        Cancel {}.into(),
        Renew { logs: None }.into(),
        Renew { logs: Some(PAPER) }.into(),
        Complete { message: PAPER, branch: None }.into(),
        Complete { message: PAPER, branch: Some(OTHER) }.into(),
        Complete { message: OTHER, branch: None }.into(),
        Complete { message: OTHER, branch: Some(OTHER) }.into(),
        Fail { reason: PAPER }.into(),
        Fail { reason: OTHER }.into(),
        Interrupt {}.into(),
        Timeout {}.into(),
    ];
    Alphabet {
        config,
        terms,
        ledger: Ledger::default(),
        senders: senders.collect(),
        commands: commands.into(),
    }
}

#[test]
fn runs_are_what_their_model_says() {
    compare_all(&CONFIGS.map(|(config, windows)| alphabet(config, windows)));
}
