//! `earnest terms`: terms to start from, and what should be known of terms before anybody agrees.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use earnest::ids::{Digest, InstanceId, PartyId};
use earnest::machine::{Finding, Terms};
use earnest::marketplace::Mode;
use earnest::money::Asset;
use earnest::work::Agent;
use earnest::{credits, marketplace, proposal, runs};
use earnest_http::{ASSET, CreditHouse, House, RunHouse};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::fault::Fault;
use crate::options::{Check, Lifecycle};

/// Prints terms to start from: those of the server, between parties of its own.
pub(crate) fn example(lifecycle: Lifecycle) -> Result<(), Fault> {
    let text = match lifecycle {
        Lifecycle::Marketplace => pretty(&task()),
        Lifecycle::Credits => pretty(&task_for_credits()),
        Lifecycle::Runs => pretty(&run()),
        Lifecycle::Proposal => pretty(&offer()),
    };
    writeln!(io::stdout(), "{text}").map_err(Fault::Report)
}

/// Prints what is found in terms, and says whether they are sound.
pub(crate) fn check(options: &Check) -> Result<bool, Fault> {
    let path = &options.file;
    let findings = match options.lifecycle {
        Lifecycle::Marketplace => findings(&read::<marketplace::Terms>(path)?),
        Lifecycle::Credits => findings(&read::<credits::Terms>(path)?),
        Lifecycle::Runs => findings(&read::<runs::Terms>(path)?),
        Lifecycle::Proposal => findings(&read::<proposal::Terms>(path)?),
    };
    let sound = !findings.iter().any(Finding::is_unsound);
    let mut out = io::stdout().lock();
    let told = if options.json {
        writeln!(out, "{}", json!({ "sound": sound, "findings": findings }))
    } else {
        let lines = findings.iter().try_for_each(|it| writeln!(out, "{}", told(it)));
        let verdict = if sound { "the terms are sound" } else { "the terms are unsound" };
        lines.and_then(|()| writeln!(out, "{verdict}"))
    };
    told.map_err(Fault::Report)?;
    Ok(sound)
}

/// A finding in a line.
pub(crate) fn told(finding: &Finding) -> String {
    let severity = if finding.is_unsound() { "unsound" } else { "notable" };
    format!("{severity}  {} ({}): {finding}", finding.code, finding.field)
}

pub(crate) fn findings(terms: &impl Terms) -> Vec<Finding> {
    terms.check().collect()
}

/// The terms in a file, as the core spells them.
pub(crate) fn read<T: DeserializeOwned>(path: &Path) -> Result<T, Fault> {
    let path = || path.to_owned();
    let text =
        fs::read_to_string(path()).map_err(|it| Fault::Terms { path: path(), source: it })?;
    serde_json::from_str(&text).map_err(|source| Fault::NoTerms { path: path(), source })
}

fn pretty(terms: &impl Serialize) -> String {
    // Terms are plain values, which can always be written.
    serde_json::to_string_pretty(terms).unwrap_or_default()
}

const BUYER: PartyId = PartyId(1);
const AGENT: Agent = Agent { id: PartyId(3), owner: PartyId(2) };

pub(crate) fn task() -> marketplace::Terms {
    let budget = ASSET.parse("100").unwrap_or_default();
    House::default().terms(BUYER, budget, Mode::Direct(Some(AGENT)), None)
}

pub(crate) fn task_for_credits() -> credits::Terms {
    let budget = Asset::CREDIT.parse("50").unwrap_or_default();
    CreditHouse::default().terms(BUYER, budget, Some(AGENT))
}

pub(crate) fn run() -> runs::Terms {
    RunHouse::default().terms(BUYER, Digest([0xa; 32]), None)
}

pub(crate) fn offer() -> proposal::Terms {
    let task = task();
    proposal::Terms {
        task: InstanceId(8),
        buyer: BUYER,
        agent: AGENT,
        asset: task.asset,
        price: task.budget,
        estimate: RunHouse::default().estimate,
        to_accept: task.to_hire,
    }
}
