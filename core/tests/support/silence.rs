//! The table of silences: what happens in each stage, and when, if nobody does anything. Derived
//! from `if_silent` on a task with the usual windows.

use std::fmt::Write as _;

use earnest::authority::Actor;
use earnest::dispute::Ruling;
use earnest::ids::{Digest, InstanceId, OrderId, PartyId};
use earnest::ledger::{Account, Postings};
use earnest::machine::Stage as _;
use earnest::marketplace::{
    Agent, Assign, Command, Deliver, Dispute, Fund, Marketplace, Match, Mode, Reject, Revise, Terms,
};
use earnest::money::{Asset, Bps};
use earnest::time::{Timestamp, Window};
use earnest::{Instance, Order};

const BUYER: PartyId = PartyId(1);
const AGENT: Agent = Agent { id: PartyId(3), owner: PartyId(2) };

/// The section of the page.
pub(crate) fn page() -> String {
    let mut page = String::from(
        "## If nobody does anything\n\n\
         With the usual windows, a budget of 100.00 USDC, no fee, and half each as the default\n\
         ruling. A timeout that does not end the task is followed by the next one.\n\n\
         | in | for | leads to | and so to | after | buyer gets | agent gets |\n\
         |---|---|---|---|---|---|---|\n",
    );
    let automatic = [Match {}.into()];
    let hired = [Command::from(Assign { agent: AGENT })];
    let delivered = [hired[0].clone(), Deliver { work: Digest([1; 32]) }.into()];
    let revising = [&delivered[..], &[Revise { request: None }.into()]].concat();
    let disputed = [&delivered[..], &[Dispute { reason: Digest([2; 32]) }.into()]].concat();
    let arbitration = [&disputed[..], &[Reject { answer: None }.into()]].concat();
    let named = Mode::Direct(Some(AGENT));
    for (mode, commands) in [
        (named, &[][..]),
        (Mode::Direct(None), &automatic),
        (named, &hired),
        (named, &delivered),
        (named, &revising),
        (named, &disputed),
        (named, &arbitration),
    ] {
        add_silence(&mut page, &task(mode, commands));
    }
    page
}

fn add_silence(page: &mut String, task: &Instance<Marketplace>) {
    let records: Vec<_> = task.if_silent().collect();
    let (first, last) = (&records[0], &records[records.len() - 1]);
    let waited = |at: Timestamp| days(at.as_millis() - task.since.as_millis());
    let paid = |party| shown(&last.postings, party);
    let cells = [
        first.from(),
        &waited(first.at),
        &format!("{} ({})", first.to.name(), first.rule),
        last.to.name(),
        &waited(last.at),
        &paid(BUYER),
        &paid(AGENT.owner),
    ];
    writeln!(page, "| {} |", cells.join(" | ")).expect("a string can be written to");
}

/// A task to which these orders were given, each by whoever may.
fn task(mode: Mode, commands: &[Command]) -> Instance<Marketplace> {
    let start = Timestamp::EPOCH;
    let fund = [Command::from(Fund {})];
    let task = Instance::open(InstanceId(7), usual(mode), start);
    fund.iter().chain(commands).fold(task, |task: Instance<Marketplace>, command| {
        let anyone = [Actor::Party(BUYER), Actor::Party(AGENT.owner), Actor::Operator];
        let record = anyone.into_iter().find_map(|by| {
            let command = command.clone();
            task.step(&Order { id: OrderId(5), by, at: start, command }).ok()
        });
        task.after(&record.expect("somebody may")).expect("the next record")
    })
}

/// The defaults of the rules.
fn usual(mode: Mode) -> Terms {
    let hours = |hours: u32| Window::from_minutes(hours * 60).expect("a window");
    let budget = Asset::USDC.parse("100").expect("an amount");
    Terms {
        buyer: BUYER,
        asset: Asset::USDC,
        budget,
        mode,
        fee: Bps::NONE,
        kill_fee: Bps::NONE,
        default_ruling: Ruling::HALF,
        max_revisions: 1,
        max_remedies: 1,
        max_evidence: 1,
        to_hire: hours(7 * 24),
        to_match: Window::from_minutes(10).expect("a window"),
        to_deliver: hours(30 * 24),
        to_deliver_least: hours(1),
        to_review: hours(72),
        to_revise: hours(72),
        to_respond: hours(48),
        to_rule: hours(7 * 24),
    }
}

fn shown(postings: &Postings, party: PartyId) -> String {
    let (received, _) = postings.flow(Account::Wallet(party)).expect("no overflow");
    Asset::USDC.show(received).to_string()
}

fn days(millis: u64) -> String {
    let minutes = millis / 60_000;
    match (minutes % 60, minutes / 60) {
        (0, hours) if hours % 24 == 0 => format!("{} d", hours / 24),
        (0, hours) => format!("{hours} h"),
        _ => format!("{minutes} min"),
    }
}
