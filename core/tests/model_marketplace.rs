//! The marketplace is what `spec/tla/Marketplace.tla` says: both graphs are the same, edge by
//! edge, under several terms.

use earnest::Instance;
use earnest::authority::Actor;
use earnest::dispute::{Resolution, Ruling, Side};
use earnest::ids::{Digest, PartyId};
use earnest::ledger::{Account, Ledger, Posting};
use earnest::machine::{Stage as _, Terms as _};
use earnest::marketplace::{
    Agent, Approve, Assign, Cancel, Cause, Command, Concede, Deliver, Dispute, Fail, Fund, Hire,
    Marketplace, Match, Mode, Percent, Progress, Redeliver, Reject, Revise, Rule, Seal, Settlement,
    Stage, Submit, Terms, Why, Work,
};
use earnest::money::{Amount, Asset, Bps};
use earnest::time::{Timestamp, Window};
use tla_checker::ast::Value;

#[path = "support/model.rs"]
mod model;

use model::{Alphabet, Modelled, ask, compare_all, left, number, record, text};

const BUYER: PartyId = PartyId(1);
const OWNER: PartyId = PartyId(2);
const AGENT: PartyId = PartyId(3);
const RIVAL: PartyId = PartyId(4);
const RIVALS_AGENT: PartyId = PartyId(5);
const JUDGE: PartyId = PartyId(7);
const STRANGER: PartyId = PartyId(9);

const THEIRS: Agent = Agent { id: AGENT, owner: OWNER };

const PAPER: Digest = Digest([0xa; 32]);
const OTHER: Digest = Digest([0xb; 32]);

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
        let others = [("escrow", Account::Escrow(model::ID)), ("fees", Account::Fees)];
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

fn window(millis: u64) -> Window {
    Window::from_millis(millis).expect("a window")
}

fn amount(minor: u128) -> Amount {
    Amount::new(minor).expect("an amount")
}

fn bps(points: u16) -> Bps {
    Bps::new(points).expect("a share")
}

fn refund(share: u16) -> Ruling {
    Ruling::new(Resolution::RefundBuyer, Some(bps(share))).expect("a ruling")
}

fn split(share: u16) -> Ruling {
    Ruling::new(Resolution::Split, Some(bps(share))).expect("a ruling")
}

fn release() -> Ruling {
    Ruling::new(Resolution::ReleaseToAgent, None).expect("a ruling")
}

/// What most configurations share.
fn terms() -> Terms {
    Terms {
        buyer: BUYER,
        asset: Asset::USDC,
        budget: amount(11),
        mode: Mode::Direct(Some(THEIRS)),
        fee: bps(3_333),
        kill_fee: bps(3_333),
        default_ruling: Ruling::HALF,
        max_revisions: 0,
        max_remedies: 0,
        max_evidence: 0,
        to_hire: window(3),
        to_match: window(2),
        to_deliver: window(5),
        to_deliver_least: window(3),
        to_review: window(4),
        to_revise: window(3),
        to_respond: window(4),
        to_rule: window(5),
    }
}

/// What may be tried besides the commands that carry nothing.
struct Tried {
    agents: Vec<Agent>,
    prices: Vec<u128>,
    estimates: Vec<Option<Window>>,
    percents: Vec<u8>,
    works: Vec<Digest>,
    statements: Vec<Digest>,
    rulings: Vec<Ruling>,
}

fn tried() -> Tried {
    Tried {
        agents: vec![THEIRS],
        prices: vec![11],
        estimates: vec![None],
        percents: vec![100],
        works: vec![PAPER],
        statements: vec![PAPER],
        rulings: vec![refund(10_000), split(5_000), release()],
    }
}

fn commands(tried: &Tried) -> Vec<Command> {
    let mut commands: Vec<Command> = vec![
        Fund {}.into(),
        Match {}.into(),
        Cancel {}.into(),
        Approve { rating: None, review: None }.into(),
        Revise { request: None }.into(),
        Reject { answer: None }.into(),
        Submit { item: PAPER }.into(),
        Concede { note: None }.into(),
        earnest::machine::Timeout {}.into(),
    ];
    for agent in &tried.agents {
        let agent = *agent;
        commands.push(Assign { agent }.into());
        for price in &tried.prices {
            for estimate in &tried.estimates {
                let (price, estimate) = (amount(*price), *estimate);
                commands.push(Hire { agent, price, estimate }.into());
            }
        }
    }
    for percent in &tried.percents {
        let percent = Percent::new(*percent).expect("on the scale");
        commands.push(Progress { percent, note: None }.into());
    }
    for work in &tried.works {
        let (work, reason) = (*work, *work);
        commands.push(Deliver { work }.into());
        commands.push(Redeliver { work }.into());
        commands.push(Fail { reason }.into());
        commands.push(Dispute { reason }.into());
    }
    commands.extend(tried.statements.iter().map(|it| Seal { statement: *it }.into()));
    commands.extend(tried.rulings.iter().map(|it| Rule { ruling: *it, notes: None }.into()));
    commands
}

fn alphabet(
    config: &'static str,
    purse: u128,
    terms: Terms,
    tried: &Tried,
) -> Alphabet<Marketplace> {
    let mut ledger = Ledger::default();
    let (from, to) = (Account::World, Account::Wallet(BUYER));
    let deposit = Posting { from, to, amount: amount(purse) };
    ledger.book(terms.asset(), [&deposit]).expect("a deposit can be booked");
    let parties = [BUYER, OWNER, AGENT, RIVAL, STRANGER].map(Actor::Party);
    let judges = [JUDGE, BUYER, OWNER, AGENT].map(Actor::Arbiter);
    let senders = parties.into_iter().chain(judges).chain([Actor::Operator, Actor::Clock]);
    Alphabet { config, terms, ledger, senders: senders.collect(), commands: commands(tried) }
}

/// The code's side of each configuration.
fn alphabets() -> Vec<Alphabet<Marketplace>> {
    let rival = Agent { id: RIVALS_AGENT, owner: RIVAL };
    let stolen = Agent { owner: RIVAL, ..THEIRS };
    let own = Agent { owner: BUYER, ..THEIRS };
    let himself = Agent { id: BUYER, ..THEIRS };
    let named = |agent| Mode::Direct(Some(agent));
    let hire = Tried {
        agents: vec![THEIRS, rival, own, himself],
        prices: vec![0, 10, 11, 12],
        estimates: vec![None, Some(window(1)), Some(window(2))],
        rulings: vec![refund(3_333), split(5_000), release()],
        ..tried()
    };
    let matched = Terms {
        mode: Mode::Direct(None),
        budget: amount(1),
        fee: bps(10_000),
        kill_fee: bps(10_000),
        default_ruling: refund(10_000),
        ..terms()
    };
    let matching = Tried {
        agents: vec![THEIRS, rival, stolen, own, himself],
        prices: vec![1],
        percents: vec![0, 100],
        rulings: vec![refund(1), refund(10_000), split(1), split(9_999), release()],
        ..tried()
    };
    let rounds = Terms {
        budget: amount(3),
        fee: bps(5_000),
        kill_fee: bps(0),
        default_ruling: release(),
        max_revisions: 1,
        max_remedies: 1,
        ..terms()
    };
    let delivering = Tried {
        agents: vec![THEIRS, stolen],
        works: vec![PAPER, OTHER],
        rulings: vec![refund(5_000), split(3_333), release()],
        ..tried()
    };
    let dispute = Terms {
        budget: amount(7),
        fee: bps(0),
        kill_fee: bps(5_000),
        default_ruling: refund(3_333),
        max_evidence: 1,
        ..terms()
    };
    let refunds = [1, 3_333, 10_000].map(refund);
    let splits = [1, 5_000, 9_999].map(split);
    let judging = Tried {
        statements: vec![PAPER, OTHER],
        rulings: refunds.into_iter().chain(splits).chain([release()]).collect(),
        ..tried()
    };
    let nothing = Terms { budget: amount(0), mode: named(own), ..terms() };
    vec![
        alphabet("MarketplaceHire", 12, Terms { mode: Mode::Proposals, ..terms() }, &hire),
        alphabet("MarketplaceMatch", 1, matched, &matching),
        alphabet("MarketplaceRounds", 3, rounds, &delivering),
        alphabet("MarketplaceDispute", 9, dispute, &judging),
        alphabet("MarketplaceNothing", 0, nothing, &tried()),
        alphabet("MarketplaceUnsound", 4, Terms { mode: named(himself), ..terms() }, &tried()),
        alphabet("MarketplacePoor", 10, terms(), &tried()),
    ]
}

#[test]
fn the_marketplace_is_what_its_model_says() {
    compare_all(&alphabets());
}
