//! The museum: what systems of this kind shipped, each in its own situation, with the right
//! outcome. `spec/museum.md` tells what happened there; what needs a store is in
//! `adapters/service/tests/museum.rs`.

use earnest::authority::Actor;
use earnest::credits::{self, Credits};
use earnest::dispute::{NotARuling, Resolution, Ruling};
use earnest::ids::{InstanceId, OrderId};
use earnest::ledger::{Account, Ledger, Posting};
use earnest::machine::{Error, Stage as _, Terms as _};
use earnest::marketplace::{
    Approve, Assign, Cancel, Concede, Deliver, Dispute, Fund, Hire, Marketplace, Mode, Reject,
    Revise, Rule, Stage, Terms,
};
use earnest::money::{Amount, Bps, percent};
use earnest::time::Timestamp;
use earnest::{Instance, Machine, Order, Record};
use earnest_explorer::cast::{
    AGENT, ARBITER, BUYER, OTHER_PAPER, PAPER, RIVAL, STRANGER, amount, bps, terms,
};

const PARTY: Actor = Actor::Party(BUYER);
const WORKER: Actor = Actor::Party(AGENT.owner);
const JUDGE: Actor = Actor::Arbiter(ARBITER);
/// What the buyer has before anything happens.
const FUNDS: u128 = 1_000_000;

/// One task with the books of everybody.
struct Task<M: Machine> {
    instance: Instance<M>,
    ledger: Ledger,
}

impl<M: Machine> Task<M> {
    fn open(terms: M::Terms) -> Self {
        Self::beside(Ledger::default(), InstanceId(7), terms)
    }

    /// Another task over the same wallets.
    fn beside(mut ledger: Ledger, id: InstanceId, terms: M::Terms) -> Self {
        let (from, to) = (Account::World, Account::Wallet(BUYER));
        let deposit = Posting { from, to, amount: amount(FUNDS) };
        ledger.book(terms.asset(), [&deposit]).expect("the world is rich");
        let at = Timestamp::from_millis(1_000).expect("a moment");
        Self { instance: Instance::open(id, terms, at), ledger }
    }

    fn decide(&self, by: Actor, command: impl Into<M::Command>) -> Result<Record<M>, Error<M>> {
        let (id, at) = (OrderId(5), self.instance.since);
        self.instance.step(&Order { id, by, at, command: command.into() })
    }

    /// Carries out an order that is accepted, and books what it moves.
    #[track_caller]
    fn give(&mut self, by: Actor, command: impl Into<M::Command>) {
        let record = self.decide(by, command).expect("an order that is accepted");
        self.follow(&record);
    }

    #[track_caller]
    fn follow(&mut self, record: &Record<M>) {
        let asset = self.instance.terms.asset();
        self.ledger.book(asset, record.postings.iter()).expect("no account below zero");
        self.instance = self.instance.after(record).expect("the next record");
        assert_eq!(
            self.balance(Account::Escrow(self.instance.id)),
            i128::try_from(self.instance.stage.held().minor()).expect("an amount fits")
        );
    }

    /// Why an order is refused; nothing changes.
    #[track_caller]
    fn refused(&self, by: Actor, command: impl Into<M::Command>) -> &'static str {
        match self.decide(by, command) {
            Err(Error::Refused(refused)) => refused.code(),
            other => panic!("not refused: {other:?}"),
        }
    }

    /// Nobody does anything, until nothing more can happen.
    fn wait(&mut self) {
        let records: Vec<_> = self.instance.if_silent().collect();
        records.iter().for_each(|record| self.follow(record));
        assert!(self.instance.stage.is_terminal());
    }

    fn balance(&self, account: Account) -> i128 {
        self.ledger.balance(self.instance.terms.asset(), account)
    }

    /// What the buyer, the agent and the operator have got, the buyer's deposit aside.
    fn paid(&self) -> [i128; 3] {
        let buyer = self.balance(Account::Wallet(BUYER)) - i128::try_from(FUNDS).expect("it fits");
        [buyer, self.balance(Account::Wallet(AGENT.owner)), self.balance(Account::Fees)]
    }
}

/// No fee, so that only the division is seen.
fn plain(budget: u128) -> Terms {
    Terms { budget: amount(budget), fee: Bps::NONE, kill_fee: Bps::NONE, ..terms() }
}

fn executing(terms: Terms) -> Task<Marketplace> {
    let mut task = Task::open(terms);
    task.give(PARTY, Fund {});
    task.give(Actor::Operator, Assign { agent: AGENT });
    task
}

fn delivered(terms: Terms) -> Task<Marketplace> {
    let mut task = executing(terms);
    task.give(WORKER, Deliver { work: PAPER });
    task
}

fn disputed(terms: Terms) -> Task<Marketplace> {
    let mut task = delivered(terms);
    task.give(PARTY, Dispute { reason: PAPER });
    task
}

/// A task whose agent works for this price.
fn hired(price: u128) -> Task<Marketplace> {
    let mut task = Task::open(Terms { mode: Mode::Proposals, ..plain(1_001) });
    task.give(PARTY, Fund {});
    task.give(PARTY, Hire { agent: AGENT, price: amount(price), estimate: None });
    task.give(WORKER, Deliver { work: PAPER });
    task
}

fn ruled(resolution: Resolution, share: Option<u16>) -> Rule {
    let ruling = Ruling::new(resolution, share.map(bps)).expect("a ruling");
    Rule { ruling, notes: None }
}

#[test]
fn arbitova_dust() {
    let mut task = disputed(plain(1_001));
    task.give(JUDGE, ruled(Resolution::Split, Some(5_000)));
    assert_eq!(task.paid(), [-501, 501, 0], "500 come back, 501 are paid, none stays");
    assert!(task.instance.stage.is_terminal());
}

#[test]
fn kleros_burn() {
    for budget in [1, 3, 1_001] {
        let mut refused = disputed(plain(budget));
        refused.give(JUDGE, ruled(Resolution::ReleaseToAgent, None));
        let all = i128::try_from(budget).expect("it fits");
        assert_eq!(refused.paid(), [-all, all, 0], "a refund that is refused pays all of it");
        let mut silent = disputed(plain(budget));
        silent.wait();
        assert_eq!(silent.paid(), [-(all - all / 2), all - all / 2, 0], "and half is not twice");
    }
}

#[test]
fn kleros_zero_offer() {
    let mut task = hired(0);
    assert_eq!(task.paid(), [0, 0, 0], "an offer of nothing holds nothing");
    task.give(PARTY, Approve { rating: None, review: None });
    assert_eq!(task.paid(), [0, 0, 0], "and pays nothing, not everything");
    assert!(matches!(task.instance.stage, Stage::Completed(_)));
}

#[test]
fn trustless_overpay() {
    for budget in 1..=300 {
        let mut task = disputed(Terms { fee: bps(33), ..plain(budget) });
        task.give(JUDGE, ruled(Resolution::Split, Some(5_000)));
        assert!(task.instance.stage.is_terminal(), "every dispute can be closed");
        assert_eq!(task.paid().iter().sum::<i128>(), 0, "the legs are what was held");
    }
}

#[test]
fn stateset_disputed_terminal() {
    let mut task = disputed(plain(1_001));
    task.wait();
    let mut task = disputed(plain(1_001));
    task.give(WORKER, Reject { answer: None });
    task.give(PARTY, Approve { rating: None, review: None });
    assert!(task.instance.stage.is_terminal(), "each side has a way out, too");
}

#[test]
fn stateset_negative_leg() {
    let legs = amount(2).divide([30, 30, 30, 10]).expect("a division");
    assert_eq!(legs.map(Amount::minor), [1, 1, 0, 0], "no leg is below zero, and nothing is lost");
}

#[test]
fn stateset_partial_is_half() {
    let mut task = disputed(plain(1_000));
    task.give(JUDGE, ruled(Resolution::RefundBuyer, Some(3_000)));
    assert_eq!(task.paid(), [-700, 700, 0], "30 % is 30 %");
}

#[test]
fn stateset_self_accept() {
    let task = delivered(plain(1_001));
    let approve = Approve { rating: None, review: None };
    assert_eq!(task.refused(WORKER, approve), "wrong_role");
    assert_eq!(task.refused(Actor::Party(STRANGER), approve), "not_a_party");
    let at = task.instance.stage.deadline().expect("a deadline");
    let late = Order { id: OrderId(5), by: PARTY, at, command: approve.into() };
    let Err(Error::Refused(refused)) = task.instance.step(&late) else { panic!("not refused") };
    assert_eq!(refused.code(), "too_late");
}

#[test]
fn alancoin_expiry_pays_seller() {
    let mut task = executing(plain(1_001));
    task.wait();
    assert_eq!(task.paid(), [0, 0, 0], "nothing was delivered, so nothing is paid");
}

#[test]
fn alancoin_silent_friend() {
    let names = serde_json::to_string(&terms()).expect("terms can be written");
    assert!(!names.contains("arbiter"), "no contract names its own arbiter");
    let task = disputed(plain(1_000));
    let release = ruled(Resolution::ReleaseToAgent, None);
    assert_eq!(task.refused(Actor::Arbiter(AGENT.owner), release), "interested_arbiter");
    assert_eq!(task.refused(Actor::Party(STRANGER), release), "not_a_party");
    let mut silent = task;
    silent.wait();
    assert_eq!(
        silent.paid(),
        [-500, 500, 0],
        "silence is what the terms say, which both could read"
    );
}

#[test]
fn alancoin_float_weights() {
    for points in 0..=10_000_u16 {
        let text = format!("{}.{:02}", points / 100, points % 100);
        assert_eq!(percent(&text).map(Bps::points), Ok(points), "{text} %");
    }
    assert_eq!(percent("57").map(Bps::points), Ok(5_700), "not 5699");
}

#[test]
fn circle_early_overdraw() {
    let mut first = delivered(plain(600));
    let mut second = Task::<Marketplace>::beside(first.ledger, InstanceId(8), plain(400));
    second.give(PARTY, Fund {});
    first.ledger = second.ledger.clone();
    first.give(PARTY, Approve { rating: None, review: None });
    for _ in 0..2 {
        let again = Approve { rating: None, review: None };
        assert_eq!(first.refused(PARTY, again), "wrong_state", "what was paid is not paid again");
    }
    assert_eq!(first.balance(Account::Escrow(InstanceId(8))), 400, "nor out of another escrow");
}

#[test]
fn blnk_void_twice() {
    let mut task = disputed(plain(1_001));
    task.give(WORKER, Concede { note: None });
    assert_eq!(task.paid(), [0, 0, 0]);
    assert_eq!(task.refused(WORKER, Concede { note: None }), "wrong_state");
    assert_eq!(task.refused(JUDGE, ruled(Resolution::RefundBuyer, None)), "wrong_state");
}

#[test]
fn numscript_zero_share() {
    let legs = amount(1).divide([0, 1, 1]).expect("a division");
    assert_eq!(legs.map(Amount::minor), [0, 1, 0], "the unit goes to somebody with a share");
}

#[test]
fn agenc_any_worker() {
    let mut task = Task::<Marketplace>::open(plain(1_001));
    task.give(PARTY, Fund {});
    assert_eq!(task.refused(Actor::Operator, Assign { agent: RIVAL }), "other_agent");
    task.give(Actor::Operator, Assign { agent: AGENT });
    assert_eq!(task.refused(Actor::Party(RIVAL.owner), Deliver { work: PAPER }), "not_a_party");
    task.give(WORKER, Deliver { work: PAPER });
    task.give(PARTY, Approve { rating: None, review: None });
    assert_eq!(task.paid(), [-1_001, 1_001, 0], "whoever was hired is paid");
}

#[test]
fn agenc_split_omitted() {
    assert_eq!(Ruling::new(Resolution::Split, None), Err(NotARuling::OneSidedSplit));
    for share in [Bps::NONE, Bps::WHOLE] {
        let split = Ruling::new(Resolution::Split, Some(share));
        assert_eq!(split, Err(NotARuling::OneSidedSplit), "a split leaves nobody out");
    }
}

#[test]
fn human_zero_award() {
    let mut task = hired(0);
    task.give(PARTY, Dispute { reason: PAPER });
    task.give(JUDGE, ruled(Resolution::ReleaseToAgent, None));
    assert!(matches!(task.instance.stage, Stage::Completed(_)), "work worth 0 is completed");
    assert_eq!(task.paid(), [0, 0, 0]);
}

#[test]
fn safetrust_double_fund() {
    let mut task = Task::<Marketplace>::open(plain(1_001));
    task.give(PARTY, Fund {});
    assert_eq!(task.refused(PARTY, Fund {}), "wrong_state");
    assert_eq!(task.paid(), [-1_001, 0, 0], "paid in once");
    assert!(matches!(task.instance.stage, Stage::Pending(_)), "and no further than that");
}

#[test]
fn a2ars_cancel_toctou() {
    let task = executing(plain(1_001));
    let cancelled = task.decide(PARTY, Cancel {}).expect("both look at the same task");
    let delivered = task.decide(WORKER, Deliver { work: PAPER }).expect("and both may");
    let after = task.instance.after(&cancelled).expect("the first is first");
    assert_eq!(after.after(&delivered), None, "the second was decided on what is no more");
    let mut task = task;
    task.follow(&delivered);
    assert_eq!(task.refused(PARTY, Cancel {}), "wrong_state", "decided again, it sees what won");
}

#[test]
fn openbazaar_limbo() {
    for insist in [false, true] {
        let mut task = disputed(plain(1_001));
        if insist {
            task.give(WORKER, Reject { answer: None });
        }
        task.give(WORKER, Concede { note: None });
        assert!(matches!(task.instance.stage, Stage::Cancelled(_)), "a refund ends the dispute");
        assert_eq!(task.paid(), [0, 0, 0]);
    }
}

#[test]
fn g0_review_starvation() {
    let mut task = delivered(plain(1_001));
    task.wait();
    assert_eq!(task.paid(), [-1_001, 1_001, 0], "a silent buyer starves nobody");
}

#[test]
fn g0_revise_then_cancel() {
    let mut task = delivered(plain(1_001));
    task.give(PARTY, Revise { request: None });
    assert_eq!(task.refused(PARTY, Cancel {}), "wrong_state");
    assert_eq!(task.instance.stage.held(), amount(1_001), "no refund with the work in hand");
}

#[test]
fn city_routing_conflict() {
    let budget = amount(1_001);
    let mut task = Task::<Credits>::open(credits::Terms::usual(BUYER, budget, None));
    task.give(PARTY, credits::Fund {});
    task.give(Actor::Operator, credits::Route {});
    task.give(Actor::Operator, credits::Assign { agent: AGENT, price: budget });
    task.give(Actor::Party(AGENT.id), credits::Start { sandbox: OTHER_PAPER });
    assert!(matches!(task.instance.stage, credits::Stage::Executing(_)), "routed, and then begun");
}
