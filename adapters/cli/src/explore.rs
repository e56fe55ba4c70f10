//! `earnest explore`: what can come of given terms.

use std::io::{self, Write};

use earnest::Machine;
use earnest::machine::{Finding, Reason as _, Refused, Terms as _};
use earnest::money::{Amount, Asset};
use earnest_explorer::{Broken, Law, Outcomes, Seen, World};
use earnest_explorer::{credits, marketplace, proposal, runs};
use serde_json::{Map, Value, json};

use crate::fault::Fault;
use crate::options::{Explore, Lifecycle};
use crate::terms::{self, read, told};

/// How an exploration went.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Verdict {
    /// Every state was looked at, and every law holds.
    Sound,
    /// A law is broken.
    Broken,
    /// There are more states than it was allowed to look at. No law is broken in those.
    CutOff,
}

type Explored = Result<Seen, Box<Broken>>;

/// Explores what can come of terms, prints the report, and says how it went.
pub(crate) fn explore(options: &Explore) -> Result<Verdict, Fault> {
    let file = options.terms.as_deref();
    match options.lifecycle {
        Lifecycle::Marketplace => {
            let terms = file.map_or_else(|| Ok(terms::task()), read)?;
            report(options, &marketplace::world(terms), marketplace::explored)
        }
        Lifecycle::Credits => {
            let terms = file.map_or_else(|| Ok(terms::task_for_credits()), read)?;
            report(options, &credits::world(terms), credits::explored)
        }
        Lifecycle::Runs => {
            let terms = file.map_or_else(|| Ok(terms::run()), read)?;
            report(options, &runs::world(terms), runs::explored)
        }
        Lifecycle::Proposal => {
            let terms = file.map_or_else(|| Ok(terms::offer()), read)?;
            report(options, &proposal::world(terms), proposal::explored)
        }
    }
}

fn report<M: Machine>(
    options: &Explore,
    world: &World<M>,
    explored: fn(&World<M>, usize) -> Explored,
) -> Result<Verdict, Fault> {
    let explored = explored(world, options.states);
    let verdict = match &explored {
        Err(_) => Verdict::Broken,
        Ok(seen) if seen.whole => Verdict::Sound,
        Ok(_) => Verdict::CutOff,
    };
    let text = match (explored, options.json) {
        (Ok(seen), true) => machine::<M>(world, &seen).to_string(),
        (Ok(seen), false) => people::<M>(world, &seen),
        (Err(broken), true) => json!({ "broken": told_broken(&broken) }).to_string(),
        (Err(broken), false) => broken.to_string(),
    };
    writeln!(io::stdout(), "{text}").map_err(Fault::Report)?;
    Ok(verdict)
}

/// The report for people.
fn people<M: Machine>(world: &World<M>, seen: &Seen) -> String {
    let findings = terms::findings(&world.terms);
    let mut lines: Vec<_> = findings.iter().filter(|it| it.is_unsound()).map(told).collect();
    let whole = if seen.whole { "all that can be reached" } else { "cut off: there are more" };
    lines.push(format!("states    {:>12}  {whole}", seen.states));
    let senders = world.actors.len();
    lines.push(format!("orders    {:>12}  by {senders} senders at each edge of time", seen.orders));
    lines.push(format!("timeouts  {:>12}  in a row, at most", seen.longest_silence));
    let (rows, refusals) = (Reached::rows::<M>(seen), Reached::refusals::<M>(seen));
    lines.push(format!("rows      {:>12}  {}", rows.count(), rows.missing()));
    lines.push(format!("refusals  {:>12}  {}", refusals.count(), refusals.missing()));
    if let Some(outcomes) = seen.outcomes.filter(|_| moves_money(seen)) {
        let asset = world.terms.asset();
        lines.push(String::new());
        lines.push(format!(
            "gets in the end, in {:<14} {:>22} {:>22}",
            asset.code(),
            "at least",
            "at most"
        ));
        for (side, [least, most]) in sides(outcomes) {
            let (least, most) = (shown(asset, least), shown(asset, most));
            lines.push(format!("  {side:<32} {least:>22} {most:>22}"));
        }
    }
    lines.push(String::new());
    for law in Law::ALL.into_iter().filter(|law| seen.checks.of(*law) > 0) {
        lines.push(format!("{:>12} checks of {law}  {}", seen.checks.of(law), law.says()));
    }
    lines.join("\n")
}

/// The report for programs.
fn machine<M: Machine>(world: &World<M>, seen: &Seen) -> Value {
    let findings: Vec<Finding> = terms::findings(&world.terms);
    let asset = world.terms.asset();
    let payouts: Map<_, _> = sides(seen.outcomes.unwrap_or(Outcomes::NOTHING))
        .into_iter()
        .map(|(side, [least, most])| {
            let (least, most) = (shown(asset, least), shown(asset, most));
            (side.to_owned(), json!({ "least": least, "most": most }))
        })
        .collect();
    let checks = Law::ALL.into_iter().map(|law| (law.id().to_owned(), json!(seen.checks.of(law))));
    let (rows, refusals) = (Reached::rows::<M>(seen), Reached::refusals::<M>(seen));
    json!({
        "lifecycle": M::NAME,
        "findings": findings,
        "states": seen.states,
        "whole": seen.whole,
        "orders": seen.orders,
        "longestSilence": seen.longest_silence,
        "rows": { "taken": rows.taken, "missing": rows.left },
        "refusals": { "taken": refusals.taken, "missing": refusals.left },
        "asset": asset.code(),
        "payouts": payouts,
        "checks": checks.collect::<Map<_, _>>(),
        "broken": null,
    })
}

fn told_broken(broken: &Broken) -> Value {
    json!({
        "law": broken.law.id(),
        "what": broken.what,
        "path": broken.path,
        "order": broken.order,
        "place": broken.place,
    })
}

/// What of a list was reached, and what was not.
struct Reached {
    taken: Vec<&'static str>,
    left: Vec<&'static str>,
}

impl Reached {
    fn of(all: impl Iterator<Item = &'static str>, taken: impl Fn(&str) -> bool) -> Self {
        let (taken, left) = all.partition(|it| taken(it));
        Self { taken, left }
    }

    fn rows<M: Machine>(seen: &Seen) -> Self {
        let rules = seen.rules();
        Self::of(M::ROWS.iter().map(|row| row.rule), |rule| rules.contains(rule))
    }

    fn refusals<M: Machine>(seen: &Seen) -> Self {
        let own = M::Refusal::ALL.iter().map(|reason| reason.code());
        let all = Refused::<M::Refusal>::CODES.into_iter().chain(own);
        Self::of(all, |code| seen.refusals.contains_key(code))
    }

    fn count(&self) -> String {
        format!("{} of {}", self.taken.len(), self.taken.len() + self.left.len())
    }

    fn missing(&self) -> String {
        if self.left.is_empty() {
            return "each was reached".to_owned();
        }
        format!("not reached: {}", self.left.join(", "))
    }
}

fn sides(outcomes: Outcomes) -> [(&'static str, [i128; 2]); 3] {
    [("buyer", outcomes.buyer), ("agent", outcomes.agent), ("operator", outcomes.operator)]
}

fn moves_money(seen: &Seen) -> bool {
    seen.outcomes.is_some_and(|it| it != Outcomes::NOTHING)
}

fn shown(asset: Asset, minor: i128) -> String {
    let amount = u128::try_from(minor).ok().and_then(Amount::new);
    amount.map_or_else(|| minor.to_string(), |it| asset.show(it).to_string())
}
