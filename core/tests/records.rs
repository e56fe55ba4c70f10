//! A record of each row as the journal keeps it, byte for byte: who changes how records are
//! written sees it here, as old journals have to be read for ever.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use earnest::authority::Actor;
use earnest::credits::{self, Credits};
use earnest::ids::InstanceId;
use earnest::machine::Table as _;
use earnest::marketplace::{self, Marketplace, Mode};
use earnest::money::Asset;
use earnest::proposal::{self, Proposal};
use earnest::runs::{self, Runs};
use earnest::{Machine, Record};
use earnest_explorer::cast::{AGENT, ARBITER, BUYER, PAPER, amount, bps, terms, window};
use serde::Serialize;

#[path = "support/walk.rs"]
mod walk;

use walk::walk;

/// Where the page stands.
const PAGE: &str = "../spec/records.md";

/// Everyone who has a part; an agent that the platform finds has the number after the buyer's.
fn actors() -> [Actor; 4] {
    [Actor::Party(BUYER), Actor::Party(AGENT.owner), Actor::Operator, Actor::Arbiter(ARBITER)]
}

/// The record of each row, with the terms that it was decided upon.
fn records<M: Machine>(contracts: &[M::Terms]) -> BTreeMap<&'static str, Record<M>> {
    let mut records = BTreeMap::new();
    for terms in contracts {
        for (instance, order) in walk::<M>(terms, &actors()) {
            let record = instance.step(&order).expect("an order that is accepted");
            records.entry(record.rule).or_insert(record);
        }
    }
    let taken: Vec<_> = records.keys().copied().collect();
    let mut rows: Vec<_> = M::ROWS.iter().map(|row| row.rule).collect();
    rows.sort_unstable();
    assert_eq!(taken, rows, "a row without a record");
    records
}

fn section<M: Machine>(title: &str, contracts: &[M::Terms]) -> String {
    let mut page = format!("\n## {title}\n\nThe terms:\n\n```json\n{}\n```\n", json(&contracts[0]));
    let records = records::<M>(contracts);
    for row in M::ROWS {
        let record = json(&records[row.rule]);
        let _ =
            writeln!(page, "\n{}, {} in {}:\n\n```json\n{record}\n```", row.rule, row.on, row.from);
    }
    page
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("it can be written")
}

fn marketplace() -> Vec<marketplace::Terms> {
    let mode = |mode| marketplace::Terms { mode, ..terms() };
    vec![terms(), mode(Mode::Direct(None)), mode(Mode::Proposals)]
}

fn credits() -> Vec<credits::Terms> {
    let terms = |named| credits::Terms {
        fee: bps(333),
        ..credits::Terms::usual(BUYER, amount(1_001), named)
    };
    vec![terms(Some(AGENT)), terms(None)]
}

fn runs() -> Vec<runs::Terms> {
    vec![runs::Terms {
        user: BUYER,
        agent: PAPER,
        continues: Some(InstanceId(6)),
        group: None,
        estimate: window(600_000),
        to_claim: window(86_400_000),
        lease: window(60_000),
        to_finish: window(86_400_000),
    }]
}

fn proposals() -> Vec<proposal::Terms> {
    vec![proposal::Terms {
        task: InstanceId(6),
        buyer: BUYER,
        agent: AGENT,
        asset: Asset::USDC,
        price: amount(1_000),
        estimate: window(60_000),
        to_accept: window(3_600_000),
    }]
}

/// KERNEL-50
#[test]
fn the_page_of_records_shows_one_for_each_row() {
    let page = format!(
        "# Records\n\n\
         Made from the code by `core/tests/records.rs`; run it with `UPDATE=1` after a change. One record \
         of each row as the journal keeps it, byte for byte: what is written here has to be readable for \
         ever. Digests stand for documents.\n\
         {}{}{}{}",
        section::<Marketplace>("Marketplace", &marketplace()),
        section::<Proposal>("Proposal", &proposals()),
        section::<Credits>("Credits", &credits()),
        section::<Runs>("Runs", &runs()),
    );
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &page).expect("the page can be written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(written, page, "`spec/records.md` is stale; run the test with UPDATE=1");
}

/// What was written once is read for ever: every line of the page is a record still.
#[test]
fn every_record_of_the_page_is_read_as_it_stands() {
    fn check<M: Machine>(page: &str, title: &str) -> usize {
        let section = page.split("\n## ").find(|it| it.starts_with(&format!("{title}\n")));
        let lines = section.expect("a section").lines().filter(|line| line.starts_with("{\"seq\""));
        let read = |line: &str| {
            let record: Record<M> = serde_json::from_str(line).expect("a record");
            assert_eq!(json(&record), line);
        };
        lines.map(read).count()
    }
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    let page = std::fs::read_to_string(page).expect("the page is there");
    assert_eq!(check::<Marketplace>(&page, "Marketplace"), Marketplace::ROWS.len());
    assert_eq!(check::<Proposal>(&page, "Proposal"), Proposal::ROWS.len());
    assert_eq!(check::<Credits>(&page, "Credits"), Credits::ROWS.len());
    assert_eq!(check::<Runs>(&page, "Runs"), Runs::ROWS.len());
}

/// KERNEL-53
#[test]
fn a_record_of_a_rule_that_is_not_there_is_not_read() {
    let records = records::<Proposal>(&proposals());
    let known = json(&records["PRP-10"]);
    assert!(serde_json::from_str::<Record<Proposal>>(&known).is_ok());
    // Split, as the test of the specification would take the whole for a rule of ours.
    let other = known.replace("PRP-10", concat!("PRP", "-99"));
    let why = serde_json::from_str::<Record<Proposal>>(&other).expect_err("no such rule");
    assert!(why.to_string().starts_with("the table has no such rule"), "{why}");
}
