//! Plays scenes and compares what happens with what they say.

use std::collections::{BTreeMap, BTreeSet};

use earnest::machine::Table as _;
use earnest::money::{Amount, Asset};
use earnest::time::Timestamp;

use super::driver::{Driver, Given, Outcome, View};
use super::people::{Purse, Who};
use super::played::Played;
use super::scene::{Answer, Flow, Lapse, Line, Place, Scene, What, When};

/// What a scene took its way through.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// Rows that were taken.
    pub taken: BTreeSet<&'static str>,
    /// Rows that an order was for, taken or not.
    pub tried: BTreeSet<&'static str>,
    /// Codes that refused.
    pub codes: BTreeSet<String>,
    /// Statuses that were come to.
    pub statuses: BTreeSet<String>,
    /// Stages whose silence was told.
    pub silences: BTreeSet<&'static str>,
    /// Stages with an order this many milliseconds after their end, in time for -1.
    pub edges: BTreeSet<(&'static str, i64)>,
}

/// Plays a scene.
///
/// # Errors
/// The first difference, with its `file:line`.
pub fn play<P: Played>(scene: &Scene<P>, driver: &mut dyn Driver<P>) -> Result<Trace, String> {
    let mut trace = Trace::default();
    let mut seen = Seen::of(driver);
    let all: i128 = seen.purses.values().sum();
    for step in &scene.steps {
        let done = match &step.what {
            What::Line(line) => given(line, driver, &mut seen, &mut trace)
                .and_then(|()| balanced(P::ASSET, &seen, all)),
            What::Wallets(wallets) => hold(P::ASSET, wallets, &seen.purses),
            What::Silence(lapses) => {
                trace.silences.extend(seen.view.as_ref().and_then(|view| view.stage));
                silent(P::ASSET, lapses, &driver.silence())
            }
            What::Options(who, orders) => may(*who, orders, &driver.options(*who)),
            What::Told(of, wanted) => {
                let rules = P::TOLD.iter().filter(|(known, _)| known == of);
                trace.tell(rules.flat_map(|(_, rules)| rules.iter().copied()));
                same(&format!("the answer to `{of}:`"), wanted, &driver.told(of))
            }
            What::Turn(task, terms) => {
                driver.turn_to(*task, terms);
                seen = Seen::of(driver);
                Ok(())
            }
        };
        done.map_err(|why| tell(scene, &step.place, &why))?;
    }
    Ok(trace)
}

fn tell<P: Played>(scene: &Scene<P>, place: &Place, why: &str) -> String {
    format!("{place}: {why} (scene `{}`)", scene.name)
}

/// What was seen after the last line.
#[derive(Debug)]
struct Seen {
    view: Option<View>,
    held: i128,
    purses: BTreeMap<Purse, i128>,
}

impl Seen {
    fn of<P: Played>(driver: &mut dyn Driver<P>) -> Self {
        Self { view: driver.view(), held: driver.held(), purses: driver.purses() }
    }
}

impl Trace {
    /// Rules that are no row are shown by whatever tells of them.
    fn tell(&mut self, rules: impl Iterator<Item = &'static str>) {
        for rule in rules {
            self.taken.insert(rule);
            self.tried.insert(rule);
        }
    }
}

fn given<P: Played>(
    line: &Line<P>,
    driver: &mut dyn Driver<P>,
    seen: &mut Seen,
    trace: &mut Trace,
) -> Result<(), String> {
    let at = moment(line.when, driver.now(), seen.view.as_ref())?;
    driver.move_clock(at);
    let given = driver.give(line.who, &line.order);
    let before = std::mem::replace(seen, Seen::of(driver));
    note(line, &given, before.view.as_ref(), trace);

    let status = seen.view.as_ref().map_or("nowhere", |view| view.status.as_str());
    let real = match &given.outcome {
        Outcome::Done(status) => Answer::Done(status.clone()),
        Outcome::Again(status) => Answer::Again(status.clone()),
        Outcome::Refused(code) => {
            let told = matches!(&line.answer, Answer::Refused { status: Some(_), .. });
            let status = told.then(|| status.to_owned());
            Answer::Refused { code: code.clone(), status }
        }
    };
    same("the answer", &line.answer.to_string(), &real.to_string())?;
    let unmoved = matches!(line.answer, Answer::Again(_) | Answer::Refused { status: None, .. });
    if unmoved && before.view != seen.view {
        return Err(format!("it changed `{:?}` to `{:?}`", before.view, seen.view));
    }
    let asset = P::ASSET;
    if let Some(moves) = &given.moves {
        same("what moved", &list(asset, &line.moves), &list(asset, moves))?;
    }
    let wanted = moved(&before.purses, &line.moves);
    for (purse, real) in &seen.purses {
        let wanted = wanted.get(purse).copied().unwrap_or(0);
        let what = format!("the balance of {purse}");
        same(&what, &minor(asset, wanted), &minor(asset, *real))?;
        if *real < 0 && real < before.purses.get(purse).unwrap_or(&0) && !owes(*purse, line) {
            return Err(format!("{purse} has {real} minor units"));
        }
    }
    Ok(())
}

/// Only what is taken back from one wallet to another may leave a debt (L-04).
fn owes<P: Played>(purse: Purse, line: &Line<P>) -> bool {
    let back = |flow: &Flow| flow.from == purse && flow.to.party().is_some();
    purse.party().is_some() && line.moves.iter().any(back)
}

fn moment(when: When, now: Timestamp, view: Option<&View>) -> Result<Timestamp, String> {
    let (from, offset) = match when {
        When::After(offset) => (now, offset),
        When::Deadline(offset) => {
            let deadline = view.and_then(|view| view.deadline);
            (deadline.ok_or("this stage has no deadline")?, offset)
        }
        When::Calendar(offset) => (Timestamp::LAST_ORDER, offset),
    };
    let at = from.as_millis().checked_add_signed(offset);
    at.and_then(Timestamp::from_millis).ok_or_else(|| "there is no such moment".to_owned())
}

fn note<P: Played>(line: &Line<P>, given: &Given, before: Option<&View>, trace: &mut Trace) {
    trace.taken.extend(&given.taken);
    trace.tried.extend(given.taken.iter().chain(&given.tried));
    let beside = P::beside(&line.order);
    match &given.outcome {
        Outcome::Refused(code) => {
            trace.codes.insert(code.clone());
            trace.tried.extend(beside);
        }
        Outcome::Done(status) | Outcome::Again(status) => {
            trace.statuses.insert(status.clone());
            trace.tell(beside.iter().copied());
        }
    }
    let stage = before.and_then(|view| view.stage);
    if let (Some(stage), When::Deadline(offset @ -1..=1)) = (stage, line.when) {
        // Before the edge a party must still be heard; from the edge on the timeout has won.
        let in_time = matches!(given.outcome, Outcome::Done(_)) && line.who != Who::CLOCK;
        if offset >= 0 || in_time {
            trace.edges.insert((stage, offset));
        }
    }
}

/// Every rule that scenes can show by trying it: the rows, and what stands beside the table.
pub fn rules<P: Played>() -> impl Iterator<Item = &'static str> {
    let side = P::Side::ROWS.iter().filter(|row| !P::ROWS.contains(row));
    let rows = P::ROWS.iter().chain(side).map(|row| row.rule);
    rows.chain(P::BESIDE.iter().copied())
}

/// The rules of the table, and those beside it that orders are for, that a scene says it shows, but
/// that no order in it was for. Only the core can tell.
#[must_use]
pub fn untried<'a, P: Played>(scene: &'a Scene<P>, trace: &Trace) -> Vec<&'a str> {
    let shows = scene.shows.iter().map(String::as_str);
    shows
        .filter(|name| rules::<P>().any(|rule| rule == *name) && !trace.tried.contains(name))
        .collect()
}

fn hold(
    asset: Asset,
    wanted: &[(Purse, i128)],
    real: &BTreeMap<Purse, i128>,
) -> Result<(), String> {
    wanted.iter().try_for_each(|(purse, wanted)| {
        let real = real.get(purse).copied().unwrap_or(0);
        let what = format!("the balance of {purse}");
        same(&what, &minor(asset, *wanted), &minor(asset, real))
    })
}

fn silent(asset: Asset, wanted: &[Lapse], real: &[Lapse]) -> Result<(), String> {
    let tell = |lapses: &[Lapse]| {
        let one =
            |it: &Lapse| format!("+{} ms -> {} {}", it.after, it.status, list(asset, &it.moves));
        let all: Vec<_> = lapses.iter().map(one).collect();
        if all.is_empty() { "nothing".to_owned() } else { all.join("; ") }
    };
    same("what silence does", &tell(wanted), &tell(real))
}

fn may(who: Who, wanted: &[String], real: &[String]) -> Result<(), String> {
    let sorted = |orders: &[String]| {
        let mut orders = orders.to_vec();
        orders.sort();
        if orders.is_empty() { "nothing".to_owned() } else { orders.join(", ") }
    };
    same(&format!("what {who} may do"), &sorted(wanted), &sorted(real))
}

/// Nothing leaks and nothing appears; the escrow holds what the tasks say they hold, and an end
/// holds nothing (L-03, L-05).
fn balanced(asset: Asset, seen: &Seen, all: i128) -> Result<(), String> {
    let Seen { view, held, purses } = seen;
    let sum = purses.values().sum();
    same("the sum of all balances", &minor(asset, all), &minor(asset, sum))?;
    let escrow = purses.get(&Purse::Escrow).copied().unwrap_or(0);
    same("what the escrow holds", &minor(asset, *held), &minor(asset, escrow))?;
    match view {
        Some(View { deadline: None, held: 1.., .. }) => Err("an end holds money".to_owned()),
        _ => Ok(()),
    }
}

fn moved(before: &BTreeMap<Purse, i128>, moves: &[Flow]) -> BTreeMap<Purse, i128> {
    let mut purses = before.clone();
    for flow in moves {
        let amount = i128::try_from(flow.amount.minor()).unwrap_or(i128::MAX);
        *purses.entry(flow.from).or_default() -= amount;
        *purses.entry(flow.to).or_default() += amount;
    }
    purses
}

fn same(what: &str, wanted: &str, real: &str) -> Result<(), String> {
    if wanted == real {
        return Ok(());
    }
    Err(format!("{what} differs\n    story: {wanted}\n    here:  {real}"))
}

fn list(asset: Asset, flows: &[Flow]) -> String {
    let flows: Vec<_> = flows.iter().map(|flow| flow.show(asset)).collect();
    if flows.is_empty() { "nothing".to_owned() } else { flows.join(", ") }
}

fn minor(asset: Asset, balance: i128) -> String {
    let amount = Amount::new(balance.unsigned_abs()).unwrap_or(Amount::MAX);
    let sign = if balance < 0 { "-" } else { "" };
    format!("{sign}{}", asset.show(amount))
}
