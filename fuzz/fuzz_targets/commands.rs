//! Request bodies, mutated or edited, for every kind of request. Decoding never panics; what is
//! accepted is written as something that is accepted and written the same; what is refused is
//! refused as malformed exactly if it is no JSON, and otherwise names a field and a known code.

#![no_main]

use std::fmt::Debug;
use std::sync::LazyLock;

use earnest::money::Asset;
use earnest_http::agents::RegisterAgent;
use earnest_http::marketplace::brief::{
    AnswerDispute, CreateTask, GiveUp, MakeStatement, OpenDispute, ReportProgress, Resolve, Review,
    SubmitDelivery, SubmitEvidence,
};
use earnest_http::marketplace::messages::{PostMessage, SendMessage};
use earnest_http::marketplace::proposals::{Decide, Propose, Retract};
use earnest_http::wire::Money;
use earnest_http::{Problem, codes};
use libfuzzer_sys::fuzz_target;
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

#[path = "support/bytes.rs"]
mod bytes;
#[path = "support/edits.rs"]
mod edits;

use bytes::Bytes;

/// A body of each kind, with every field.
const BODIES: &str = include_str!("support/bodies.json");

static SOUND: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let bodies: Vec<Value> = serde_json::from_str(BODIES).expect("JSON");
    // A body of which nothing could be read would make the edits worthless.
    for body in &bodies {
        let text = body.to_string();
        assert!(accepted(text.as_bytes()) > 0, "no request is {text}");
    }
    bodies
});

fuzz_target!(|input: &[u8]| {
    match input.split_first() {
        // `@` says that the rest are edits.
        Some((b'@', rest)) => {
            let edited = edits::edited(&SOUND, &mut Bytes::new(rest));
            accepted(edited.to_string().as_bytes());
        }
        _ => drop(accepted(input)),
    }
});

/// How many kinds of requests the body is.
fn accepted(body: &[u8]) -> usize {
    let written = [
        check_task(body),
        check::<ReportProgress>(body),
        check::<SubmitDelivery>(body),
        check::<GiveUp>(body),
        check::<Review>(body),
        check::<OpenDispute>(body),
        check::<SubmitEvidence>(body),
        check::<MakeStatement>(body),
        check::<AnswerDispute>(body),
        check::<Resolve>(body),
        check_proposal(body),
    ];
    let only_read = [
        read::<RegisterAgent>(body).is_some(),
        read::<SendMessage>(body).is_some(),
        read::<PostMessage>(body).is_some(),
        read::<Decide>(body).is_some(),
        read::<Retract>(body).is_some(),
    ];
    written.into_iter().chain(only_read).filter(|it| *it).count()
}

fn check_task(body: &[u8]) -> bool {
    read(body).is_some_and(|task: CreateTask| {
        check_money(&task.budget);
        check::<CreateTask>(body)
    })
}

fn check_proposal(body: &[u8]) -> bool {
    read(body).is_some_and(|proposal: Propose| {
        check_money(&proposal.price);
        check::<Propose>(body)
    })
}

fn check<T: DeserializeOwned + Serialize + Debug>(body: &[u8]) -> bool {
    let Some(value) = read::<T>(body) else { return false };
    let json = serde_json::to_string(&value).expect("what was read can be written");
    let again: T = earnest_http::json(json.as_bytes()).expect("and read");
    assert_eq!(serde_json::to_string(&again).expect("and written"), json);
    assert_eq!(format!("{again:?}"), format!("{value:?}"), "{json}");
    true
}

/// An amount that is one has the same digits on its way out.
fn check_money(money: &Money) {
    match money.amount("budget", Asset::USDC) {
        Ok(amount) => {
            let shown = Money::show(Asset::USDC, amount);
            assert_eq!(shown.amount("budget", Asset::USDC), Ok(amount));
        }
        Err(error) => assert!(["too_precise", "too_large"].contains(&error.code), "{error}"),
    }
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    let is_json =
        str::from_utf8(body).is_ok_and(|text| serde_json::from_str::<IgnoredAny>(text).is_ok());
    match earnest_http::json(body) {
        Ok(value) => {
            assert!(is_json, "accepted, but no JSON");
            Some(value)
        }
        Err(problem) => {
            check_problem(&problem, is_json);
            None
        }
    }
}

fn check_problem(problem: &Problem, is_json: bool) {
    assert_eq!(problem.status(), 400);
    let expected = if is_json { "validation_failed" } else { "malformed_json" };
    assert_eq!(problem.code(), expected, "{problem:?}");
    assert_eq!(problem.errors().len(), usize::from(is_json), "{problem:?}");
    for error in problem.errors() {
        assert!(codes::ALL.contains(&error.code), "{error}");
        assert!(!error.field.is_empty() && !error.message.is_empty(), "{error:?}");
        // serde's own words stay inside.
        let leaks = ["expected", "line ", "column", "\u{1}"];
        assert!(!leaks.iter().any(|it| error.message.contains(it)), "{error:?}");
    }
}
