//! How the model of the marketplace spells what the code says.

use earnest::Instance;
use earnest::dispute::{Resolution, Ruling, Side};
use earnest::ids::{Digest, PartyId};
use earnest::ledger::Account;
use earnest::machine::Stage as _;
use earnest::marketplace::{
    Agent, Cause, Command, Marketplace, Percent, Settlement, Stage, Why, Work,
};
use earnest::time::{Timestamp, Window};
use tla_checker::ast::Value;

use crate::model::{ID, Modelled, ask, left, number, record, text};

pub(crate) const BUYER: PartyId = PartyId(1);
pub(crate) const OWNER: PartyId = PartyId(2);
pub(crate) const AGENT: PartyId = PartyId(3);
pub(crate) const RIVAL: PartyId = PartyId(4);
pub(crate) const RIVALS_AGENT: PartyId = PartyId(5);
pub(crate) const JUDGE: PartyId = PartyId(7);
pub(crate) const STRANGER: PartyId = PartyId(9);

pub(crate) const THEIRS: Agent = Agent { id: AGENT, owner: OWNER };

pub(crate) const PAPER: Digest = Digest([0xa; 32]);
pub(crate) const OTHER: Digest = Digest([0xb; 32]);

impl Modelled for Marketplace {
    const MODULE: &'static str = "Marketplace";
    const REPEATABLE: &'static [&'static str] = &["Deliver", "Redeliver", "Seal"];

    fn ask(command: &Command) -> Value {
        let name = earnest::machine::Command::name(command);
        match command {
            Command::Assign(it) => ask(name, [("agent", agent(Some(it.agent)))]),
            Command::Hire(it) => {
                let estimate = it.estimate.map_or(0, Window::as_millis);
                let (price, estimate) = (number(it.price.minor()), number(estimate));
                let agent = agent(Some(it.agent));
                ask(name, [("agent", agent), ("price", price), ("estimate", estimate)])
            }
            Command::Progress(it) => ask(name, [("percent", number(it.percent.value()))]),
            Command::Deliver(it) => ask(name, [("work", paper(Some(it.work)))]),
            Command::Fail(it) => ask(name, [("reason", paper(Some(it.reason)))]),
            Command::Dispute(it) => ask(name, [("reason", paper(Some(it.reason)))]),
            Command::Redeliver(it) => ask(name, [("work", paper(Some(it.work)))]),
            Command::Seal(it) => ask(name, [("statement", paper(Some(it.statement)))]),
            Command::Rule(it) => ask(name, [("ruling", ruling(Some(it.ruling)))]),
            Command::Fund(_)
            | Command::Match(_)
            | Command::Cancel(_)
            | Command::Approve(_)
            | Command::Revise(_)
            | Command::Reject(_)
            | Command::Submit(_)
            | Command::Concede(_)
            | Command::Timeout(_) => ask(name, []),
        }
    }

    fn stage(task: &Instance<Self>) -> Value {
        let stage = &task.stage;
        let work = work(stage);
        let (reason, buyer, agents) = said(stage);
        let (cause, decided, paid) = ending(stage);
        let counted = |count: fn(&Work) -> u64| number(work.as_ref().map_or(0, count));
        record([
            ("stage", text(stage.name())),
            ("left", number(left(task))),
            ("held", number(stage.held().minor())),
            ("agent", agent(stage.agent())),
            ("progress", number(progress(stage).map_or(-1, |it| i64::from(it.value())))),
            ("work", paper(work.map(|it| it.digest))),
            ("round", counted(|it| it.round.into())),
            ("revisions", counted(|it| it.revisions.into())),
            ("remedies", counted(|it| it.remedies.into())),
            ("reason", paper(reason)),
            ("said", record([("Buyer", side(buyer)), ("Agent", side(agents))])),
            ("cause", text(cause)),
            ("ruling", ruling(decided)),
            ("paid", settlement(paid)),
        ])
    }

    fn seen(_: &Instance<Self>, _: Timestamp) -> Value {
        record([])
    }

    fn party(party: PartyId) -> &'static str {
        match party {
            BUYER => "buyer",
            OWNER => "owner",
            AGENT => "agent",
            RIVAL => "rival",
            RIVALS_AGENT => "rivals agent",
            JUDGE => "judge",
            _ => "stranger",
        }
    }

    fn accounts() -> Vec<(&'static str, Account)> {
        let parties = [BUYER, OWNER, AGENT, RIVAL, STRANGER];
        let wallets = parties.map(|it| (Self::party(it), Account::Wallet(it)));
        let others = [("escrow", Account::Escrow(ID)), ("fees", Account::Fees)];
        wallets.into_iter().chain(others).collect()
    }
}

fn work(stage: &Stage) -> Option<Work> {
    match stage {
        Stage::Delivered(it) => Some(it.work),
        Stage::Revising(it) => Some(it.work),
        Stage::Disputed(it) => Some(it.work),
        Stage::Arbitration(it) => Some(it.work),
        _ => None,
    }
}

fn progress(stage: &Stage) -> Option<Percent> {
    match stage {
        Stage::Executing(it) => it.progress,
        Stage::Revising(it) => it.progress,
        _ => None,
    }
}

/// Why there is a dispute, or why the agent gave up, and what both sides have said.
fn said(stage: &Stage) -> (Option<Digest>, Side, Side) {
    let silent = Side::default();
    match stage {
        Stage::Disputed(it) => (Some(it.case.reason), it.case.buyer, it.case.agent),
        Stage::Arbitration(it) => (Some(it.case.reason), it.case.buyer, it.case.agent),
        Stage::Failed(it) => match it.why {
            Why::GivenUp(reason) => (Some(reason), silent, silent),
            Why::NoAgentFound | Why::DeliveryTimeout => (None, silent, silent),
        },
        _ => (None, silent, silent),
    }
}

/// What ended a task, and who got what.
fn ending(stage: &Stage) -> (&'static str, Option<Ruling>, Settlement) {
    let back = |amount| Settlement { buyer: amount, ..Settlement::NOTHING };
    let (cause, paid) = match stage {
        Stage::Completed(it) => (it.cause, it.paid),
        Stage::Cancelled(it) => (it.cause, it.paid),
        Stage::Expired(it) => return ("none", None, back(it.refunded)),
        Stage::Failed(it) => {
            let why = match it.why {
                Why::NoAgentFound => "no_agent_found",
                Why::DeliveryTimeout => "delivery_timeout",
                Why::GivenUp(_) => "given_up",
            };
            return (why, None, back(it.refunded));
        }
        _ => return ("none", None, Settlement::NOTHING),
    };
    match cause {
        Cause::Approved => ("approved", None, paid),
        Cause::Silence => ("silence", None, paid),
        Cause::Withdrawn => ("withdrawn", None, paid),
        Cause::Conceded => ("conceded", None, paid),
        Cause::CalledOff => ("called_off", None, paid),
        Cause::Ruled(ruling) => ("ruled", Some(ruling), paid),
    }
}

fn agent(agent: Option<Agent>) -> Value {
    let name = |party: fn(Agent) -> PartyId| {
        text(agent.map_or("nobody", |it| Marketplace::party(party(it))))
    };
    record([("id", name(|it| it.id)), ("owner", name(|it| it.owner))])
}

fn paper(digest: Option<Digest>) -> Value {
    text(match digest {
        None => "none",
        Some(PAPER) => "paper",
        Some(OTHER) => "other",
        Some(_) => "unknown",
    })
}

fn side(side: Side) -> Value {
    record([("items", number(side.items)), ("sealed", paper(side.sealed))])
}

fn ruling(ruling: Option<Ruling>) -> Value {
    let resolution = ruling.map_or("none", |it| match it.resolution() {
        Resolution::RefundBuyer => "refund",
        Resolution::ReleaseToAgent => "release",
        Resolution::Split => "split",
    });
    let share = ruling.map_or(0, |it| it.buyer().points());
    record([("resolution", text(resolution)), ("share", number(share))])
}

fn settlement(paid: Settlement) -> Value {
    let Settlement { buyer, agent, fee } = paid;
    let [buyer, agent, fee] = [buyer, agent, fee].map(|it| number(it.minor()));
    record([("buyer", buyer), ("agent", agent), ("fee", fee)])
}
