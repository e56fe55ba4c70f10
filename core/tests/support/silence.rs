//! The table of silences: what happens in each stage, and when, if nobody does anything. Derived
//! from `if_silent` on tasks with the usual windows.

use std::fmt::Write as _;

use earnest::authority::Actor;
use earnest::credits::{self, Credits};
use earnest::dispute::Ruling;
use earnest::ids::{Digest, InstanceId, OrderId, PartyId};
use earnest::ledger::{Account, Postings};
use earnest::machine::{Stage as _, Terms as _};
use earnest::marketplace::{
    Agent, Assign, Command, Deliver, Dispute, Fund, Marketplace, Match, Mode, Reject, Revise, Terms,
};
use earnest::money::{Amount, Asset, Bps};
use earnest::time::{Elapsed, Timestamp, Window};
use earnest::{Instance, Machine, Order};

const BUYER: PartyId = PartyId(1);
const AGENT: Agent = Agent { id: PartyId(3), owner: PartyId(2) };

/// The section of the marketplace's page.
pub(crate) fn marketplace() -> String {
    let mut page =
        section("a budget of 100.00 USDC, no fee, and half each as the default\nruling.");
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
        add_silence(&mut page, &task::<Marketplace>(usual(mode), Fund {}.into(), commands));
    }
    page
}

/// The section of the page of credits.
pub(crate) fn credits() -> String {
    use credits::{Assign, Command, Complete, Dispute, Fund, Grounds, Pass, Route, Score, Start};
    let mut page = section(
        "a budget of 100.00 credits, a charge of 60.00, and no fee. What is\npaid is counted from the stage on.",
    );
    let (paper, price) = (Digest([1; 32]), Asset::CREDIT.parse("60").expect("an amount"));
    let took = Elapsed::from_millis(0).expect("a length of time");
    let life: [Command; 5] = [
        Assign { agent: AGENT, price }.into(),
        Start { sandbox: paper }.into(),
        Complete { output: paper, took, own_score: None }.into(),
        Pass { score: Score::HALF }.into(),
        Dispute { grounds: Grounds::WrongOutput, description: paper }.into(),
    ];
    let (budget, fund) = (Asset::CREDIT.parse("100").expect("an amount"), Command::from(Fund {}));
    let usual = |named| credits::Terms::usual(BUYER, budget, named);
    let named = |commands: &[Command]| task::<Credits>(usual(Some(AGENT)), fund.clone(), commands);
    add_silence(&mut page, &named(&[]));
    add_silence(&mut page, &task::<Credits>(usual(None), fund.clone(), &[Route {}.into()]));
    for length in 1..=4 {
        add_silence(&mut page, &named(&life[..length]));
    }
    let paid = named(&life[..4]).lapsed(Timestamp::from_millis(600_000).expect("a moment"));
    add_silence(&mut page, &paid);
    add_silence(&mut page, &named(&life));
    page
}

/// What stands above the rows.
fn section(contract: &str) -> String {
    format!(
        "## If nobody does anything\n\n\
         With the usual windows, {contract} A timeout that does not end the task is followed by the next one.\n\n\
         | in | for | leads to | and so to | after | buyer gets | agent gets |\n\
         |---|---|---|---|---|---|---|\n"
    )
}

fn add_silence<M: Machine>(page: &mut String, task: &Instance<M>) {
    let records: Vec<_> = task.if_silent().collect();
    let (first, last) = (&records[0], &records[records.len() - 1]);
    let waited = |at: Timestamp| days(at.as_millis() - task.since.as_millis());
    let paid = |party| {
        let received = records.iter().map(|it| received(&it.postings, party)).sum();
        task.terms.asset().show(Amount::new(received).expect("an amount")).to_string()
    };
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
fn task<M: Machine>(terms: M::Terms, fund: M::Command, commands: &[M::Command]) -> Instance<M> {
    let start = Timestamp::EPOCH;
    let task = Instance::open(InstanceId(7), terms, start);
    [fund].iter().chain(commands).fold(task, |task: Instance<M>, command| {
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

fn received(postings: &Postings, party: PartyId) -> u128 {
    postings.flow(Account::Wallet(party)).expect("no overflow").0.minor()
}

fn days(millis: u64) -> String {
    let minutes = millis / 60_000;
    let parts = [(minutes / (24 * 60), "d"), (minutes / 60 % 24, "h"), (minutes % 60, "min")];
    let shown = parts.iter().filter(|(count, _)| *count > 0);
    shown.map(|(count, unit)| format!("{count} {unit}")).collect::<Vec<_>>().join(" ")
}
