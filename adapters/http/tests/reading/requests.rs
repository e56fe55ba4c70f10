//! Request bodies, mutated or edited, for every kind of request of every surface. Decoding never
//! panics; what is accepted is written as something that is accepted and written the same; what is
//! refused is refused as malformed exactly if it is no JSON, and otherwise names a field and a
//! known code.

use std::fmt::Debug;
use std::sync::LazyLock;

use earnest::money::Asset;
use earnest_http::admin::{Advance, Move, NewKey, NewUser};
use earnest_http::agents::RegisterAgent;
use earnest_http::credits::agents::NewCreditAgent;
use earnest_http::credits::brief::{
    CompleteTask, ConcedeDispute, FailTask, FileDispute, GiveFeedback, MarkExecuting,
    ResolveDispute, SubmitTask,
};
use earnest_http::marketplace::brief::{
    AnswerDispute, CreateTask, GiveUp, MakeStatement, OpenDispute, ReportProgress, Resolve, Review,
    SubmitDelivery, SubmitEvidence,
};
use earnest_http::marketplace::messages::{PostMessage, SendMessage, Typing};
use earnest_http::marketplace::proposals::{Decide, Propose, Retract};
use earnest_http::marketplace::tasks::ChangeTask;
use earnest_http::runs::brief::{
    ChangeRun, ClaimRun, CompleteRun, ContinueRun, CreateRun, FailRun, RenewRun,
};
use earnest_http::runs::right::SetWorker;
use earnest_http::wire::Money;
use earnest_http::{Problem, codes};
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

use crate::choices::Choices;
use crate::edits::edited;

/// A body of each kind, with every field.
const REQUESTS: &str = include_str!("requests.json");

/// Reads a body as one kind of request, and says whether it is one.
type Kind = (&'static str, fn(&[u8], bool) -> bool);

/// Every kind of request. What is kept as it was sent is also written.
pub(crate) const KINDS: [Kind; 40] = [
    ("CreateTask", check_task),
    ("ReportProgress", check::<ReportProgress>),
    ("SubmitDelivery", check::<SubmitDelivery>),
    ("GiveUp", check::<GiveUp>),
    ("Review", check::<Review>),
    ("OpenDispute", check::<OpenDispute>),
    ("SubmitEvidence", check::<SubmitEvidence>),
    ("MakeStatement", check::<MakeStatement>),
    ("AnswerDispute", check::<AnswerDispute>),
    ("Resolve", check::<Resolve>),
    ("Propose", check_proposal),
    ("ChangeTask", only_read::<ChangeTask>),
    ("SendMessage", only_read::<SendMessage>),
    ("PostMessage", only_read::<PostMessage>),
    ("Typing", only_read::<Typing>),
    ("Decide", only_read::<Decide>),
    ("Retract", only_read::<Retract>),
    ("RegisterAgent", only_read::<RegisterAgent>),
    ("NewUser", only_read::<NewUser>),
    ("NewKey", only_read::<NewKey>),
    ("Move", check_move),
    ("Advance", only_read::<Advance>),
    ("SetWorker", only_read::<SetWorker>),
    ("CreateRun", only_read::<CreateRun>),
    ("ContinueRun", only_read::<ContinueRun>),
    ("ChangeRun", only_read::<ChangeRun>),
    ("ClaimRun", only_read::<ClaimRun>),
    ("RenewRun", check::<RenewRun>),
    ("CompleteRun", check::<CompleteRun>),
    ("FailRun", check::<FailRun>),
    ("SubmitTask", check::<SubmitTask>),
    ("MarkExecuting", check::<MarkExecuting>),
    ("CompleteTask", check::<CompleteTask>),
    ("FailTask", check::<FailTask>),
    ("GiveFeedback", check::<GiveFeedback>),
    ("FileDispute", check::<FileDispute>),
    ("ConcedeDispute", check::<ConcedeDispute>),
    ("ResolveDispute", check::<ResolveDispute>),
    ("NewCreditAgent", only_read::<NewCreditAgent>),
    ("any object", only_read::<serde_json::Map<String, Value>>),
];

pub(crate) static SOUND: LazyLock<Vec<Value>> =
    LazyLock::new(|| serde_json::from_str(REQUESTS).expect("JSON"));

/// Reads the bytes: as they are, or, if the first is `@`, as edits of sound bodies.
pub(crate) fn check_input(input: &[u8]) -> Vec<&'static str> {
    match input.split_first() {
        Some((b'@', rest)) => {
            accepted(edited(&SOUND, &mut Choices::new(rest)).to_string().as_bytes())
        }
        _ => accepted(input),
    }
}

/// The kinds of requests that the body is.
pub(crate) fn accepted(body: &[u8]) -> Vec<&'static str> {
    let is_json =
        str::from_utf8(body).is_ok_and(|text| serde_json::from_str::<IgnoredAny>(text).is_ok());
    let kinds = KINDS.iter().filter(|(_, reads)| reads(body, is_json));
    kinds.map(|(name, _)| *name).collect()
}

fn check_task(body: &[u8], is_json: bool) -> bool {
    read(body, is_json).is_some_and(|task: CreateTask| {
        check_money(&task.budget);
        check::<CreateTask>(body, is_json)
    })
}

fn check_proposal(body: &[u8], is_json: bool) -> bool {
    read(body, is_json).is_some_and(|proposal: Propose| {
        check_money(&proposal.price);
        check::<Propose>(body, is_json)
    })
}

fn check_move(body: &[u8], is_json: bool) -> bool {
    read(body, is_json).map(|deposit: Move| check_money(&deposit.amount)).is_some()
}

fn only_read<T: DeserializeOwned>(body: &[u8], is_json: bool) -> bool {
    read::<T>(body, is_json).is_some()
}

fn check<T: DeserializeOwned + Serialize + Debug>(body: &[u8], is_json: bool) -> bool {
    let Some(value) = read::<T>(body, is_json) else { return false };
    let json = serde_json::to_string(&value).expect("what was read can be written");
    let again: T = earnest_http::json(json.as_bytes()).expect("and read");
    assert_eq!(serde_json::to_string(&again).expect("and written"), json);
    assert_eq!(format!("{again:?}"), format!("{value:?}"), "{json}");
    true
}

/// An amount that is one has the same digits on its way out.
fn check_money(money: &Money) {
    for asset in [Asset::USDC, Asset::CREDIT] {
        match money.amount("budget", asset) {
            Ok(amount) => {
                let shown = Money::show(asset, amount);
                assert_eq!(shown.amount("budget", asset), Ok(amount));
            }
            Err(error) => assert!(["too_precise", "too_large"].contains(&error.code), "{error}"),
        }
    }
}

fn read<T: DeserializeOwned>(body: &[u8], is_json: bool) -> Option<T> {
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
