//! The marketplace is what `spec/tla/Marketplace.tla` says: both graphs are the same, edge by
//! edge, under several terms.

use earnest::authority::Actor;
use earnest::dispute::{Resolution, Ruling};
use earnest::ids::Digest;
use earnest::ledger::{Account, Ledger, Posting};
use earnest::machine::Terms as _;
use earnest::marketplace::{
    Agent, Approve, Assign, Cancel, Command, Concede, Deliver, Dispute, Fail, Fund, Hire,
    Marketplace, Match, Mode, Percent, Progress, Redeliver, Reject, Revise, Rule, Seal, Submit,
    Terms,
};
use earnest::money::{Amount, Asset, Bps};
use earnest::time::Window;

#[path = "support/model.rs"]
mod model;

#[path = "support/spelled/marketplace.rs"]
mod spelled;

use model::{Alphabet, compare_all};
use spelled::{AGENT, BUYER, JUDGE, OTHER, OWNER, PAPER, RIVAL, RIVALS_AGENT, STRANGER, THEIRS};

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
        long(),
    ]
}

/// The one for the long comparison.
fn long() -> Alphabet<Marketplace> {
    let long = Terms {
        budget: amount(99_991),
        fee: bps(333),
        kill_fee: bps(1_667),
        default_ruling: split(3_333),
        max_revisions: 1,
        max_remedies: 1,
        max_evidence: 2,
        to_hire: window(168),
        to_match: window(3),
        to_deliver: window(720),
        to_deliver_least: window(5),
        to_review: window(72),
        to_revise: window(70),
        to_respond: window(48),
        to_rule: window(169),
        ..terms()
    };
    let judging = Tried {
        prices: vec![99_991],
        rulings: vec![refund(3_333), split(9_999), release()],
        ..tried()
    };
    alphabet("deep/MarketplaceLong", 100_003, long, &judging)
}

#[test]
fn the_marketplace_is_what_its_model_says() {
    compare_all(&alphabets());
}
