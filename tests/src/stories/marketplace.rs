//! The words of the marketplace.

use earnest::dispute::{Resolution, Ruling};
use earnest::ids::{Digest, PartyId};
use earnest::machine::{Stage as _, Timeout};
use earnest::marketplace::{
    Approve, Assign, Cancel, Cause, Command, Concede, Deliver, Dispute, Fail, Fund, Hire,
    Marketplace, Match, Percent, Progress, Rating, Redeliver, Reject, Revise, Rule, Seal, Stage,
    Submit, Terms, Why,
};
use earnest::money::{Amount, Asset, percent};
use earnest::proposal::{self, Proposal};
use earnest::time::Window;
use earnest_service::{Status as _, digest};

use super::driver::apart;
use super::parse::words::{Reading, Words};
use super::people::{Purse, Who, Worker};
use super::played::{Act, Played, Side, Stand};

mod terms;

pub use terms::resolution;

/// Pays for the task.
pub const BUYER: Who = Who::party("buyer", Purse::BUYER);
/// The owner of the agent that scenes are about.
pub const AGENT: Who = Who::party("agent", Purse::AGENT);
/// The owner of another agent.
pub const OTHER: Who = Who::party("other", Purse::OTHER);
/// A person who has nothing to do with the task.
pub const STRANGER: Who = Who::party("stranger", Purse::STRANGER);
/// A person whom the operator trusts to decide disputes.
pub const ARBITER: Who = Who::arbiter("arbiter", PartyId(5));
/// The buyer, who is trusted to decide disputes too.
pub const BUYER_AS_ARBITER: Who = Who::arbiter("buyer-as-arbiter", Purse::BUYER);
/// The agent's owner, likewise.
pub const AGENT_AS_ARBITER: Who = Who::arbiter("agent-as-arbiter", Purse::AGENT);

/// How long the work takes, if the story does not care: half of the longest time to deliver.
const NO_ESTIMATE: u32 = 15 * 24 * 60;

/// What is asked, in the words of the stories.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Order {
    /// `fund`: create the task and pay the budget in.
    Fund,
    /// `match`: look for an agent.
    Match,
    /// `assign agent`.
    Assign(Worker),
    /// `hire agent 40.00` or `hire agent 40.00 in 30m`: take that agent's proposal.
    Hire(Worker, Offer),
    /// `cancel`.
    Cancel,
    /// `progress 40`.
    Progress(u8),
    /// `deliver "the work"`.
    Deliver(String),
    /// `fail "the reason"`.
    Fail(String),
    /// `approve`, or `approve 5` with a rating.
    Approve(Option<u8>),
    /// `revise "what to change"`.
    Revise(String),
    /// `dispute "the reason"`.
    Dispute(String),
    /// `redeliver "better work"`: accept a dispute.
    Redeliver(String),
    /// `reject "the answer"`: reject a dispute.
    Reject(String),
    /// `submit "an item"`: one piece of evidence.
    Submit(String),
    /// `seal "the statement"`: the one-time statement.
    Seal(String),
    /// `concede`.
    Concede,
    /// `rule refund`, `rule refund 33.33%`, `rule release`, `rule split 50%`.
    Rule(Verdict),
    /// `timeout`: the deadline came due.
    Timeout,
    /// `propose 40.00` or `propose 40.00 in 30m`, by an agent's owner.
    Propose(Offer),
    /// `accept agent`: take that agent's proposal, by its own machine.
    Accept(Worker),
    /// `decline agent`.
    Decline(Worker),
    /// `withdraw agent`: take that agent's proposal back.
    Withdraw(Worker),
}

/// A price, and how long the work would take.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Offer {
    /// In minor units.
    pub price: Amount,
    /// The estimate.
    pub minutes: Option<u32>,
}

/// A ruling as it is sent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Verdict {
    /// `refund`, `release` or `split`.
    pub resolution: Resolution,
    /// The buyer's share in percent, by its digits.
    pub share: Option<String>,
}

impl Played for Marketplace {
    type Ask = Order;
    type Side = Proposal;

    const ASSET: Asset = Asset::USDC;
    const PEOPLE: &'static [Who] = &[
        BUYER,
        AGENT,
        OTHER,
        STRANGER,
        ARBITER,
        BUYER_AS_ARBITER,
        AGENT_AS_ARBITER,
        Who::OPERATOR,
        Who::CLOCK,
    ];
    const STATUSES: &'static [(&'static str, &'static [&'static str])] = &[
        ("PENDING", &[""]),
        ("MATCHING", &[""]),
        ("EXECUTING", &[""]),
        ("DELIVERED", &[""]),
        ("REVISION_REQUESTED", &[""]),
        ("DISPUTED", &["RESPONSE", "ARBITRATION"]),
        ("COMPLETED", &["APPROVED", "SILENCE_APPROVED", "WITHDRAWN", "RELEASED", "SPLIT"]),
        ("CANCELLED", &["CANCELLED", "CONCEDED", "REFUNDED"]),
        ("EXPIRED", &[""]),
        ("FAILED", &["no_agent_found", "delivery_timeout", "agent_failed"]),
        ("DECLINED", &[""]),
        ("WITHDRAWN", &[""]),
    ];
    const TOLD: &'static [(&'static str, &'static [&'static str])] = &[("proposals", &[])];
    const BESIDE: &'static [&'static str] = &[];
    const CODES: &'static [&'static str] = &["insufficient_funds", "validation_failed"];

    fn usual() -> Terms {
        terms::usual()
    }

    fn set(terms: &mut Terms, words: &mut Words<'_>) -> Reading<bool> {
        terms::set(terms, words)
    }

    fn order(words: &mut Words<'_>) -> Reading<Order> {
        read(words)
    }

    fn act(order: &Order, who: Who, stand: &Stand<'_, Self>) -> Result<Act<Self>, &'static str> {
        Ok(match order {
            Order::Fund => Act::Open(vec![stand.terms.clone()], Some(Fund {}.into())),
            Order::Propose(offer) => {
                let of = who.worker().unwrap_or_else(|| panic!("`{who}` has no agent"));
                Act::Side(of, Side::Open(offered(stand, of, offer)))
            }
            Order::Accept(of) => Act::Side(*of, accept(stand, *of)),
            Order::Decline(of) => Act::Side(*of, Side::Order(proposal::Decline {}.into())),
            Order::Withdraw(of) => Act::Side(*of, Side::Order(proposal::Withdraw {}.into())),
            _ => Act::Order(command(order)?),
        })
    }

    fn document(order: &Order) -> Option<String> {
        document(order)
    }

    fn beside(_: &Order) -> &'static [&'static str] {
        &[]
    }

    fn status(stage: &Stage) -> String {
        status(stage)
    }

    fn side_status(stage: &proposal::Stage) -> String {
        stage.status().to_owned()
    }

    /// How the proposals stand, in the order in which they were made.
    fn told(_: &str, stand: &Stand<'_, Self>) -> String {
        let one = |(worker, it): &(Worker, earnest::Instance<Proposal>)| {
            format!("{worker} {}", it.lapsed(stand.now).stage.status())
        };
        stand.side.iter().map(one).collect::<Vec<_>>().join(", ")
    }
}

fn read(words: &mut Words<'_>) -> Reading<Order> {
    let name = words.next()?;
    Ok(match name {
        "fund" => Order::Fund,
        "match" => Order::Match,
        "assign" => Order::Assign(words.worker()?),
        "hire" => Order::Hire(words.worker()?, offer(words)?),
        "cancel" => Order::Cancel,
        "progress" => Order::Progress(words.number()?),
        "deliver" => Order::Deliver(words.quoted()?),
        "fail" => Order::Fail(words.quoted()?),
        "approve" if words.answered() => Order::Approve(None),
        "approve" => Order::Approve(Some(words.number()?)),
        "revise" => Order::Revise(words.quoted()?),
        "dispute" => Order::Dispute(words.quoted()?),
        "redeliver" => Order::Redeliver(words.quoted()?),
        "reject" => Order::Reject(words.quoted()?),
        "submit" => Order::Submit(words.quoted()?),
        "seal" => Order::Seal(words.quoted()?),
        "concede" => Order::Concede,
        "rule" => {
            let resolution = resolution(words.next()?)?;
            let share = if words.answered() { None } else { Some(words.percent()?) };
            Order::Rule(Verdict { resolution, share })
        }
        "timeout" => Order::Timeout,
        "propose" => Order::Propose(offer(words)?),
        "accept" => Order::Accept(words.worker()?),
        "decline" => Order::Decline(words.worker()?),
        "withdraw" => Order::Withdraw(words.worker()?),
        _ => return Err(format!("`{name}` is no order")),
    })
}

fn offer(words: &mut Words<'_>) -> Reading<Offer> {
    let price = words.amount()?;
    let minutes = if words.skip("in") {
        let text = words.next()?;
        let digits = text.strip_suffix('m').ok_or_else(|| format!("`{text}` is told in `m`"))?;
        Some(digits.parse().map_err(|_| format!("`{text}` is no such number"))?)
    } else {
        None
    };
    Ok(Offer { price, minutes })
}

fn document(order: &Order) -> Option<String> {
    match order {
        Order::Deliver(text)
        | Order::Fail(text)
        | Order::Revise(text)
        | Order::Dispute(text)
        | Order::Redeliver(text)
        | Order::Reject(text)
        | Order::Submit(text)
        | Order::Seal(text) => Some(format!("{{\"text\":\"{text}\"}}")),
        _ => None,
    }
}

fn command(order: &Order) -> Result<Command, &'static str> {
    let text = document(order).map_or(Digest([0; 32]), |text| digest(&text));
    Ok(match order {
        Order::Match => Match {}.into(),
        Order::Assign(worker) => Assign { agent: worker.agent() }.into(),
        Order::Hire(worker, offer) => {
            let estimate = offer.minutes.and_then(Window::from_minutes);
            Hire { agent: worker.agent(), price: offer.price, estimate }.into()
        }
        Order::Cancel => Cancel {}.into(),
        Order::Progress(done) => {
            let percent = Percent::new(*done).unwrap_or_else(|| panic!("`{done}` % is too much"));
            Progress { percent, note: None }.into()
        }
        Order::Deliver(_) => Deliver { work: text }.into(),
        Order::Fail(_) => Fail { reason: text }.into(),
        Order::Approve(stars) => {
            let star = |stars| Rating::new(stars).unwrap_or_else(|| panic!("`{stars}` stars?"));
            Approve { rating: stars.map(star), review: None }.into()
        }
        Order::Revise(_) => Revise { request: Some(text) }.into(),
        Order::Dispute(_) => Dispute { reason: text }.into(),
        Order::Redeliver(_) => Redeliver { work: text }.into(),
        Order::Reject(_) => Reject { answer: Some(text) }.into(),
        Order::Submit(_) => Submit { item: text }.into(),
        Order::Seal(_) => Seal { statement: text }.into(),
        Order::Concede => Concede { note: None }.into(),
        Order::Rule(verdict) => Rule { ruling: ruling(verdict)?, notes: None }.into(),
        Order::Timeout => Timeout {}.into(),
        Order::Fund
        | Order::Propose(_)
        | Order::Accept(_)
        | Order::Decline(_)
        | Order::Withdraw(_) => panic!("`{order:?}` is not for the task alone"),
    })
}

/// The terms of a proposal: it stands as long as the task waits.
fn offered(stand: &Stand<'_, Marketplace>, of: Worker, offer: &Offer) -> proposal::Terms {
    let task = stand.task().unwrap_or_else(|| panic!("there is no task"));
    let left = task.stage.deadline().map(|deadline| apart(stand.now, deadline));
    let left = left.and_then(|left| u64::try_from(left).ok());
    let minutes = offer.minutes.unwrap_or(NO_ESTIMATE);
    let estimate = Window::from_minutes(minutes);
    proposal::Terms {
        task: task.id,
        buyer: task.terms.buyer,
        agent: of.agent(),
        asset: task.terms.asset,
        price: offer.price,
        estimate: estimate.unwrap_or_else(|| panic!("`{minutes}` minutes are no time")),
        to_accept: left
            .and_then(Window::from_millis)
            .unwrap_or_else(|| panic!("the task does not wait")),
    }
}

/// The proposal is taken, its agent is hired for what it says, and the others are declined.
fn accept(stand: &Stand<'_, Marketplace>, of: Worker) -> Side<Marketplace> {
    let found = stand.side.iter().find(|(worker, _)| *worker == of);
    let (accept, decline) = (proposal::Accept {}.into(), proposal::Decline {}.into());
    match found.map(|(_, proposal)| &proposal.terms) {
        None => Side::Order(accept),
        Some(terms) => {
            let (agent, price, estimate) = (terms.agent, terms.price, Some(terms.estimate));
            Side::Take(accept, Hire { agent, price, estimate }.into(), decline)
        }
    }
}

fn ruling(verdict: &Verdict) -> Result<Ruling, &'static str> {
    let wrong = "validation_failed";
    let share = verdict.share.as_deref().map(percent).transpose().map_err(|_| wrong)?;
    Ruling::new(verdict.resolution, share).map_err(|_| wrong)
}

/// The wire's word for a stage, with what the wire tells besides: which half of a dispute, what
/// kind of outcome, why it failed.
fn status(stage: &Stage) -> String {
    let kind = |cause: Cause| match cause {
        Cause::Approved => "APPROVED",
        Cause::Silence => "SILENCE_APPROVED",
        Cause::Withdrawn => "WITHDRAWN",
        Cause::Conceded => "CONCEDED",
        Cause::CalledOff => "CANCELLED",
        Cause::Ruled(ruling) => match ruling.resolution() {
            Resolution::RefundBuyer => "REFUNDED",
            Resolution::ReleaseToAgent => "RELEASED",
            Resolution::Split => "SPLIT",
        },
    };
    let detail = match stage {
        Stage::Disputed(_) => "RESPONSE",
        Stage::Arbitration(_) => "ARBITRATION",
        Stage::Completed(stage) => kind(stage.cause),
        Stage::Cancelled(stage) => kind(stage.cause),
        Stage::Failed(stage) => match stage.why {
            Why::NoAgentFound => "no_agent_found",
            Why::DeliveryTimeout => "delivery_timeout",
            Why::GivenUp(_) => "agent_failed",
        },
        Stage::Draft(_)
        | Stage::Pending(_)
        | Stage::Matching(_)
        | Stage::Executing(_)
        | Stage::Delivered(_)
        | Stage::Revising(_)
        | Stage::Expired(_) => return stage.status().to_owned(),
    };
    format!("{}/{detail}", stage.status())
}
