//! What is kept, as bytes: records, instances and terms, mutated or edited. Reading never panics,
//! what is read is written and read again as the same, and an instance that is read answers every
//! order and makes no money.

use std::collections::BTreeSet;
use std::fmt::Debug;

use earnest::ids::OrderId;
use earnest::ledger::{Account, Ledger};
use earnest::machine::{Command as _, Error, Machine, Stage as _, Table};
use earnest::money::Asset;
use earnest::time::Timestamp;
use earnest::{Instance, Order, Record};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::choices::Choices;
use crate::duel::{self, Clerk, CommandOf, TermsOf};
use crate::edits::edited;
use crate::palette::TEN_YEARS;

/// The largest moment, 2^53 - 1.
const LAST_MOMENT: u64 = 9_007_199_254_740_991;

/// What was read of an input.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Read {
    pub(crate) terms: bool,
    pub(crate) record: bool,
    pub(crate) instance: bool,
}

/// Documents of one lifecycle, of which nothing is wrong.
#[derive(Debug)]
pub(crate) struct Sound(Vec<Value>);

impl Sound {
    /// Each row's record, with the terms and the instance before and after it, of random lives.
    pub(crate) fn of<C: Clerk>() -> Self {
        let (mut documents, mut taken) = (Vec::new(), BTreeSet::new());
        let mut noise = noise();
        while taken.len() < C::Of::ROWS.len() {
            let input: Vec<u8> = noise.by_ref().take(400).collect();
            for (before, record) in duel::check::<C>(&input).records {
                if taken.insert(record.rule) {
                    let after = before.after(&record).expect("the next record");
                    documents.push(serde_json::to_value(&before.terms).expect("terms"));
                    documents.push(serde_json::to_value(&before).expect("an instance"));
                    documents.push(serde_json::to_value(&record).expect("a record"));
                    documents.push(serde_json::to_value(&after).expect("an instance"));
                }
            }
        }
        Self(documents)
    }
}

/// The same random bytes in each run (xorshift64*).
fn noise() -> impl Iterator<Item = u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    std::iter::repeat_with(move || {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        state.wrapping_mul(0x2545_f491_4f6c_dd1d).to_be_bytes()[0]
    })
}

/// Reads the bytes: as they are, or, if the first is `@`, as edits of sound documents.
pub(crate) fn check<C: Clerk>(sound: &Sound, input: &[u8]) -> Read {
    match input.split_first() {
        Some((b'@', rest)) => {
            let edited = edited(&sound.0, &mut Choices::new(rest));
            check_bytes::<C>(&serde_json::to_vec(&edited).expect("a value can be written"))
        }
        _ => check_bytes::<C>(input),
    }
}

fn check_bytes<C: Clerk>(input: &[u8]) -> Read {
    let terms = check_same::<TermsOf<C>>(input);
    let record = check_same::<Record<C::Of>>(input);
    let instance = check_same::<Instance<C::Of>>(input);
    if let Some(record) = &record {
        check_record(record);
    }
    if let Some(instance) = &instance {
        check_instance::<C>(instance, &mut Choices::new(input));
    }
    Read { terms: terms.is_some(), record: record.is_some(), instance: instance.is_some() }
}

fn check_same<T: DeserializeOwned + Serialize + PartialEq + Debug>(input: &[u8]) -> Option<T> {
    let value: T = serde_json::from_slice(input).ok()?;
    let json = serde_json::to_string(&value).expect("what was read can be written");
    let again: T = serde_json::from_str(&json).expect("and read");
    assert_eq!(again, value, "{json}");
    assert_eq!(serde_json::to_string(&again).expect("and written"), json);
    check_ranges("", &serde_json::from_str(&json).expect("JSON"));
    Some(value)
}

/// What is read is within the bounds that the specification gives to values of that name.
fn check_ranges(name: &str, value: &Value) {
    let bounds = match name {
        "fee" | "kill_fee" | "share" | "buyer" => 0..=10_000,
        "percent" | "pass_mark" | "score" | "own_score" => 0..=100,
        "rating" => 1..=5,
        "since" | "at" => 0..=LAST_MOMENT,
        "lease" | "estimate" => 1..=10 * TEN_YEARS,
        name if name.starts_with("to_") => 1..=10 * TEN_YEARS,
        name if name.ends_with("_by") => 0..=LAST_MOMENT,
        _ => 0..=u64::MAX,
    };
    match value {
        Value::Number(number) => {
            assert!(number.as_u64().is_some_and(|it| bounds.contains(&it)), "{name}: {number}");
        }
        // Amounts are texts of digits, so that no reader of JSON rounds them.
        Value::String(text) if text.len() < 32 && text.bytes().all(|it| it.is_ascii_digit()) => {
            let minor = text.parse::<u128>();
            assert!(minor.is_ok_and(|minor| minor < 1 << 96), "{name}: {text}");
        }
        Value::Array(items) => items.iter().for_each(|item| check_ranges(name, item)),
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| check_ranges(name, value));
            if let (Some(way), Some(buyer)) = (fields.get("resolution"), fields.get("buyer")) {
                let sane = match way.as_str() {
                    Some("Split") => *buyer != 0 && *buyer != 10_000,
                    Some("RefundBuyer") => *buyer != 0,
                    _ => *buyer == 0,
                };
                assert!(sane, "{way} with {buyer}");
            }
        }
        _ => {}
    }
}

fn check_record<M: Machine>(record: &Record<M>) {
    assert!(M::ROWS.iter().any(|row| row.from == record.from()));
    // Whatever the record claims, money is neither made nor lost.
    let mut ledger = Ledger::default();
    let _ = ledger.book(Asset::USDC, record.postings.iter());
    assert_eq!(ledger.balances().map(|(.., balance)| balance).sum::<i128>(), 0);
    for posting in record.postings.iter() {
        assert!(!posting.amount.is_zero());
        let _ = record.postings.flow(posting.to);
    }
}

fn check_instance<C: Clerk>(instance: &Instance<C::Of>, choices: &mut Choices<'_>) {
    let (since, due) = (instance.since, instance.stage.deadline().unwrap_or(instance.since));
    let near = [due.as_millis().saturating_sub(1), due.as_millis(), due.as_millis() + 1];
    let near = near.into_iter().filter_map(Timestamp::from_millis);
    let times: Vec<_> = near.chain([since, Timestamp::LAST_ORDER, Timestamp::MAX]).collect();
    let commands = commands::<C>(instance, choices);
    for by in C::ACTORS {
        for at in &times {
            for command in &commands {
                let (id, command) = (OrderId(5), command.clone());
                check_step(instance, &Order { id, by: *by, at: *at, command });
            }
        }
        let _ = instance.options(*by, due).count();
    }
    assert!(instance.if_silent().count() <= C::Of::STAGES.len());
    let _ = instance.lapsed(Timestamp::MAX);
    let _ = instance.due(Timestamp::MAX);
}

/// One of each kind: what the core itself would try, or what is chosen.
fn commands<C: Clerk>(instance: &Instance<C::Of>, choices: &mut Choices<'_>) -> Vec<CommandOf<C>> {
    let page = C::open(instance.id, instance.terms.clone(), instance.since.as_millis());
    let names = C::Of::COMMANDS.iter();
    let commands = names.map(|name| {
        let chosen = page.command(name, choices);
        let probe = C::Of::probe(&instance.terms, &instance.stage, name);
        if choices.byte() % 2 == 0 { probe.unwrap_or(chosen) } else { chosen }
    });
    commands.collect()
}

/// An answer, if only that the instance makes no sense; and never one that makes money.
fn check_step<M: Machine>(instance: &Instance<M>, order: &Order<M::Command>) {
    let record = match instance.step(order) {
        Ok(record) => record,
        Err(Error::Refused(refused)) => return assert!(!refused.code().is_empty()),
        Err(Error::Defect(defect)) => return assert!(!format!("{defect:?}").is_empty()),
    };
    let escrow = Account::Escrow(instance.id);
    let (into, out) = record.postings.flow(escrow).expect("the kernel checked the sums");
    let before = instance.stage.held().minor() + into.minor();
    assert_eq!(before, record.to.held().minor() + out.minor(), "{record:?}");
    let row = M::row(&instance.stage, &order.command).expect("a row");
    assert!(row.to.contains(&record.to.name()) && row.on == order.command.name());
    assert!(record.to.is_terminal() || record.to.deadline().is_some_and(|it| it > record.at));
    let next = instance.after(&record).expect("the next record");
    assert_eq!((&next.stage, next.since), (&record.to, record.at));
    let json = serde_json::to_string(&record).expect("a record can be written");
    assert_eq!(serde_json::from_str::<Record<M>>(&json).expect("and read"), record);
}
