//! Plays scenes and compares what happens with what they say.

use std::collections::{BTreeMap, BTreeSet};

use earnest::money::{Amount, Asset};
use earnest::time::Timestamp;

use super::driver::{Driver, Given, Outcome, View};
use super::people::{Purse, Who};
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
    /// Stages whose silence was told.
    pub silences: BTreeSet<&'static str>,
    /// Stages with an order this many milliseconds after their end, in time for -1.
    pub edges: BTreeSet<(&'static str, i64)>,
}

/// Plays a scene.
///
/// # Errors
/// The first difference, with its `file:line`.
pub fn play(scene: &Scene, driver: &mut dyn Driver) -> Result<Trace, String> {
    let mut trace = Trace::default();
    let mut seen = Seen { view: driver.view(), purses: driver.purses() };
    let all: i128 = seen.purses.values().sum();
    for step in &scene.steps {
        let done = match &step.what {
            What::Line(line) => {
                given(line, driver, &mut seen, &mut trace).and_then(|()| balanced(&seen, all))
            }
            What::Wallets(wallets) => hold(wallets, &seen.purses),
            What::Silence(lapses) => {
                trace.silences.extend(seen.view.as_ref().and_then(|view| view.stage));
                silent(lapses, &driver.silence())
            }
            What::Options(who, orders) => may(*who, orders, &driver.options(*who)),
            What::Proposals(wanted) => {
                let stand = |(of, status): &(_, String)| {
                    let real = driver.proposal(*of).unwrap_or_else(|| "nowhere".to_owned());
                    same(&format!("the proposal of {of}"), status, &real)
                };
                wanted.iter().try_for_each(stand)
            }
        };
        done.map_err(|why| tell(scene, &step.place, &why))?;
    }
    Ok(trace)
}

fn tell(scene: &Scene, place: &Place, why: &str) -> String {
    format!("{place}: {why} (scene `{}`)", scene.name)
}

/// What was seen after the last line.
#[derive(Debug)]
struct Seen {
    view: Option<View>,
    purses: BTreeMap<Purse, i128>,
}

fn given(
    line: &Line,
    driver: &mut dyn Driver,
    seen: &mut Seen,
    trace: &mut Trace,
) -> Result<(), String> {
    let at = moment(line.when, driver.now(), seen.view.as_ref())?;
    driver.move_clock(at);
    let given = driver.give(line.who, &line.order);
    let after = Seen { view: driver.view(), purses: driver.purses() };
    let before = std::mem::replace(seen, after);
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
    if let Some(moves) = &given.moves {
        same("what moved", &list(&line.moves), &list(moves))?;
    }
    let wanted = moved(before.purses, &line.moves);
    for (purse, real) in &seen.purses {
        let wanted = wanted.get(purse).copied().unwrap_or(0);
        same(&format!("the balance of {purse}"), &minor(wanted), &minor(*real))?;
    }
    Ok(())
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

fn note(line: &Line, given: &Given, before: Option<&View>, trace: &mut Trace) {
    trace.taken.extend(&given.taken);
    trace.tried.extend(given.taken.iter().chain(&given.tried));
    if let Outcome::Refused(code) = &given.outcome {
        trace.codes.insert(code.clone());
    }
    let stage = before.and_then(|view| view.stage);
    if let (Some(stage), When::Deadline(offset @ -1..=1)) = (stage, line.when) {
        // Before the edge a party must still be heard; from the edge on the timeout has won.
        let in_time = matches!(given.outcome, Outcome::Done(_)) && line.who != Who::Clock;
        if offset >= 0 || in_time {
            trace.edges.insert((stage, offset));
        }
    }
}

/// The rules that a scene says it shows, but that no order in it was for. Only the core can tell.
#[must_use]
pub fn untried<'a>(scene: &'a Scene, trace: &Trace) -> Vec<&'a str> {
    let rows = scene.shows.iter().map(String::as_str);
    let rows = rows.filter(|name| name.starts_with("MKT-") || name.starts_with("PRP-"));
    rows.filter(|rule| !trace.tried.contains(rule)).collect()
}

fn hold(wanted: &[(Purse, Amount)], real: &BTreeMap<Purse, i128>) -> Result<(), String> {
    wanted.iter().try_for_each(|(purse, amount)| {
        let wanted = i128::try_from(amount.minor()).unwrap_or(i128::MAX);
        let real = real.get(purse).copied().unwrap_or(0);
        same(&format!("the balance of {purse}"), &minor(wanted), &minor(real))
    })
}

fn silent(wanted: &[Lapse], real: &[Lapse]) -> Result<(), String> {
    let tell = |lapses: &[Lapse]| {
        let one = |it: &Lapse| format!("+{} ms -> {} {}", it.after, it.status, list(&it.moves));
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

/// Nothing leaks and nothing appears; the escrow holds what the task says it holds, and an end
/// holds nothing (L-03, L-05).
fn balanced(seen: &Seen, all: i128) -> Result<(), String> {
    let Seen { view, purses } = seen;
    same("the sum of all balances", &minor(all), &minor(purses.values().sum()))?;
    let escrow = purses.get(&Purse::Escrow).copied().unwrap_or(0);
    let held = view.as_ref().map_or(0, |view| view.held);
    same("what the escrow holds", &minor(held), &minor(escrow))?;
    let ended = view.as_ref().is_some_and(|view| view.deadline.is_none());
    if ended && held != 0 {
        return Err(format!("an end holds {}", minor(held)));
    }
    if let Some((purse, balance)) = purses.iter().find(|(_, balance)| **balance < 0) {
        return Err(format!("{purse} has {balance} minor units"));
    }
    Ok(())
}

fn moved(mut purses: BTreeMap<Purse, i128>, moves: &[Flow]) -> BTreeMap<Purse, i128> {
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

fn list(flows: &[Flow]) -> String {
    let flows: Vec<_> = flows.iter().map(ToString::to_string).collect();
    if flows.is_empty() { "nothing".to_owned() } else { flows.join(", ") }
}

fn minor(balance: i128) -> String {
    let amount = Amount::new(balance.unsigned_abs()).unwrap_or(Amount::MAX);
    let sign = if balance < 0 { "-" } else { "" };
    format!("{sign}{}", Asset::USDC.show(amount))
}
