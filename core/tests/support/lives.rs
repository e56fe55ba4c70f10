//! Whole lives of tasks, order by order: a realistic mix, and every row of the table once.

use earnest::authority::Actor;
use earnest::dispute::{Resolution, Ruling};
use earnest::ids::{Digest, InstanceId, OrderId, PartyId};
use earnest::machine::Timeout;
use earnest::marketplace::{
    Agent, Approve, Assign, Cancel, Command, Concede, Deliver, Dispute, Fail, Fund, Hire,
    Marketplace, Match, Mode, Percent, Progress, Rating, Redeliver, Reject, Revise, Rule, Seal,
    Submit, Terms,
};
use earnest::money::{Amount, Asset, Bps};
use earnest::time::{Timestamp, Window};
use earnest::{Instance, Order};

const BUYER: PartyId = PartyId(0x0190_0000_0000_7000_8000_0000_0000_0001);
const OWNER: PartyId = PartyId(0x0190_0000_0000_7000_8000_0000_0000_0002);
const AGENT: Agent = Agent { id: PartyId(0x0190_0000_0000_7000_8000_0000_0000_0003), owner: OWNER };
const BY_BUYER: Actor = Actor::Party(BUYER);
const BY_AGENT: Actor = Actor::Party(OWNER);
const BY_ARBITER: Actor = Actor::Arbiter(PartyId(0x0190_0000_0000_7000_8000_0000_0000_0009));

/// One order of a life, and whether the life waits for the deadline before it.
pub(crate) struct Beat {
    pub(crate) by: Actor,
    pub(crate) command: Command,
}

/// A task and what happens to it.
pub(crate) struct Life {
    pub(crate) name: &'static str,
    pub(crate) task: Instance<Marketplace>,
    pub(crate) beats: Vec<Beat>,
}

fn beat(by: Actor, command: impl Into<Command>) -> Beat {
    Beat { by, command: command.into() }
}

/// An accepted order with the task that it is given to.
pub(crate) type Given = (Instance<Marketplace>, Order<Command>);

impl Life {
    /// Every order of this life, with the task as it was then.
    pub(crate) fn given(&self) -> Vec<Given> {
        let mut task = self.task.clone();
        let mut given = Vec::new();
        for (index, beat) in (1_u64..).zip(&self.beats) {
            let deadline = earnest::machine::Stage::deadline(&task.stage);
            let soon = Timestamp::from_millis(task.since.as_millis() + 1_000).expect("a moment");
            let at = match beat.by {
                Actor::Clock => deadline.expect("a deadline"),
                Actor::Party(_) | Actor::Arbiter(_) | Actor::Operator => soon,
            };
            let (id, by, command) = (OrderId(index.into()), beat.by, beat.command.clone());
            let order = Order { id, by, at, command };
            let record = task.step(&order).expect("each order of a life is accepted");
            let next = task.after(&record).expect("the next record");
            given.push((task, order));
            task = next;
        }
        given
    }
}

/// The realistic mix: most tasks are delivered and approved, some need another round, a few are
/// contested, cancelled or forgotten.
pub(crate) fn mix() -> Vec<Life> {
    let often = || [direct(), direct(), direct(), automatic(), proposal(), proposal(), silent()];
    let seldom = [revised(), revised(), cancelled(), disputed(), remedied(), failed(), expired()];
    often().into_iter().chain(often()).chain(seldom).collect()
}

/// Lives that take every row of the table, each life once.
pub(crate) fn all() -> Vec<Life> {
    let usual = [direct(), automatic(), proposal(), silent(), revised(), cancelled(), disputed()];
    usual.into_iter().chain([remedied(), failed(), expired()]).chain(rare()).collect()
}

fn terms(mode: Mode) -> Terms {
    let hours = |hours: u32| Window::from_minutes(hours * 60).expect("a window");
    Terms {
        buyer: BUYER,
        asset: Asset::USDC,
        budget: Amount::new(50_000_000).expect("an amount"),
        mode,
        fee: Bps::new(333).expect("a share"),
        kill_fee: Bps::new(2_500).expect("a share"),
        default_ruling: Ruling::HALF,
        max_revisions: 3,
        max_remedies: 2,
        max_evidence: 10,
        to_hire: hours(168),
        to_match: hours(1),
        to_deliver: hours(720),
        to_deliver_least: hours(1),
        to_review: hours(72),
        to_revise: hours(72),
        to_respond: hours(48),
        to_rule: hours(168),
    }
}

fn life(name: &'static str, mode: Mode, rest: impl IntoIterator<Item = Beat>) -> Life {
    let start = Timestamp::from_millis(1_760_000_000_000).expect("a moment");
    let id = InstanceId(0x0190_0000_0000_7000_8000_0000_0000_0007);
    let task = Instance::open(id, terms(mode), start);
    let beats = [beat(BY_BUYER, Fund {})].into_iter().chain(rest).collect();
    Life { name, task, beats }
}

const NAMED: Mode = Mode::Direct(Some(AGENT));
const PAPER: Digest = Digest([7; 32]);

fn assigned(name: &'static str, rest: impl IntoIterator<Item = Beat>) -> Life {
    let start = [beat(Actor::Operator, Assign { agent: AGENT })];
    life(name, NAMED, start.into_iter().chain(rest))
}

fn delivered(name: &'static str, rest: impl IntoIterator<Item = Beat>) -> Life {
    assigned(name, [progress(50), deliver()].into_iter().chain(rest))
}

fn contested(name: &'static str, rest: impl IntoIterator<Item = Beat>) -> Life {
    let start = [beat(BY_BUYER, Dispute { reason: PAPER }), submit(BY_BUYER)];
    delivered(name, start.into_iter().chain(rest))
}

fn progress(percent: u8) -> Beat {
    let percent = Percent::new(percent).expect("on the scale");
    beat(BY_AGENT, Progress { percent, note: Some(PAPER) })
}

fn deliver() -> Beat {
    beat(BY_AGENT, Deliver { work: PAPER })
}

fn submit(by: Actor) -> Beat {
    beat(by, Submit { item: PAPER })
}

fn approve() -> Beat {
    beat(BY_BUYER, Approve { rating: Rating::new(5), review: Some(PAPER) })
}

fn revise() -> Beat {
    beat(BY_BUYER, Revise { request: Some(PAPER) })
}

fn reject() -> Beat {
    beat(BY_AGENT, Reject { answer: Some(PAPER) })
}

fn rule() -> Beat {
    let share = Bps::new(3_333).expect("a share");
    let ruling = Ruling::new(Resolution::Split, Some(share)).expect("a ruling");
    beat(BY_ARBITER, Rule { ruling, notes: Some(PAPER) })
}

fn concede() -> Beat {
    beat(BY_AGENT, Concede { note: None })
}

fn cancel() -> Beat {
    beat(BY_BUYER, Cancel {})
}

fn fail() -> Beat {
    beat(BY_AGENT, Fail { reason: PAPER })
}

fn timeout() -> Beat {
    beat(Actor::Clock, Timeout {})
}

fn look() -> Beat {
    beat(Actor::Operator, Match {})
}

fn direct() -> Life {
    delivered("named, approved", [approve()])
}

fn automatic() -> Life {
    let found = beat(Actor::Operator, Assign { agent: AGENT });
    let rest = [look(), found, progress(10), progress(90), deliver(), approve()];
    life("found, approved", Mode::Direct(None), rest)
}

fn proposal() -> Life {
    let price = Amount::new(41_234_567).expect("an amount");
    let hire = beat(BY_BUYER, Hire { agent: AGENT, price, estimate: Window::from_minutes(90) });
    life("proposed, approved", Mode::Proposals, [hire, progress(50), deliver(), approve()])
}

fn silent() -> Life {
    delivered("silence approves", [timeout()])
}

fn revised() -> Life {
    delivered("revised", [revise(), progress(80), deliver(), approve()])
}

fn cancelled() -> Life {
    assigned("cancelled while working", [progress(10), cancel()])
}

fn disputed() -> Life {
    let seals = [BY_BUYER, BY_AGENT].map(|by| beat(by, Seal { statement: PAPER }));
    let rest = [submit(BY_AGENT), reject(), submit(BY_AGENT)];
    contested("disputed, ruled", rest.into_iter().chain(seals).chain([rule()]))
}

fn remedied() -> Life {
    contested("remedied", [beat(BY_AGENT, Redeliver { work: PAPER }), approve()])
}

fn failed() -> Life {
    assigned("given up", [fail()])
}

fn expired() -> Life {
    life("expired", Mode::Proposals, [timeout()])
}

fn rare() -> Vec<Life> {
    let searching = Mode::Direct(None);
    vec![
        life("cancelled at once", NAMED, [cancel()]),
        life("cancelled while searching", searching, [look(), cancel()]),
        life("nobody found", searching, [look(), timeout()]),
        assigned("nothing delivered", [timeout()]),
        delivered("approved while revising", [revise(), approve()]),
        delivered("given up while revising", [revise(), fail()]),
        delivered("silent while revising", [revise(), timeout(), timeout()]),
        contested("conceded at once", [concede()]),
        contested("withdrawn at once", [approve()]),
        contested("ruled at once", [rule()]),
        contested("nobody answers", [timeout(), timeout()]),
        contested("conceded later", [reject(), concede()]),
        contested("withdrawn later", [reject(), approve()]),
    ]
}
