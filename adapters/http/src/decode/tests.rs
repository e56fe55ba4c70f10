use std::fmt::Debug;

use serde::Deserialize;
use serde_json::Value;

use super::*;
use crate::wire::{List, Metadata, Money, Priority, Progress, Text};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "only whether it decodes matters here")]
struct Order {
    title: Text<1, 5>,
    budget: Option<Money>,
    priority: Option<Priority>,
    progress: Option<Progress>,
    metadata: Option<Metadata>,
    inner: Option<Object<Inner>>,
    items: Option<List<Object<Inner>, 2>>,
    flag: Option<bool>,
    count: Option<u8>,
    plain: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only whether it decodes matters here")]
struct Inner {
    url: Text<1, 5>,
    inner: Option<Text<0, 5>>,
}

#[track_caller]
fn refused<T: Debug>(result: Result<T, Problem>) -> Value {
    let value = serde_json::to_value(result.unwrap_err()).unwrap();
    let text = value.to_string();
    // None of serde's own words.
    for word in ["expected", "invalid type", "EOF", "struct", "line 0", "\u{1}", "trailing"] {
        assert!(!text.contains(word), "`{word}` in {text}");
    }
    value
}

#[track_caller]
fn field(body: &str, field: &str, code: &str) {
    let problem = refused(json::<Order>(body.as_bytes()));
    assert_eq!(problem["code"], "validation_failed", "{problem}");
    assert_eq!(problem["errors"][0]["field"], field, "{problem}");
    assert_eq!(problem["errors"][0]["code"], code, "{problem}");
    assert_eq!(problem["field"], field);
}

#[track_caller]
fn malformed(body: impl AsRef<[u8]>, detail: &str) {
    let problem = refused(json::<Order>(body.as_ref()));
    assert_eq!(problem["code"], "malformed_json", "{problem}");
    assert_eq!(problem["detail"], detail, "{problem}");
}

#[test]
fn a_good_body_is_read() {
    let order: Order = json(br#" {"title": "a b", "budget": null, "flag": true} "#).unwrap();
    assert_eq!(order.title.as_str(), "a b");
    assert!(order.budget.is_none());
}

#[test]
fn what_is_not_json_is_malformed() {
    malformed("", "the body is empty");
    malformed(" \n", "the body is empty");
    malformed("\u{feff}{}", "the body is not JSON: it starts with a byte order mark");
    malformed(r#"{"title": "a""#, "the body is not JSON: line 1, column 13");
    malformed("{\"title\":\n tru}", "the body is not JSON: line 2, column 5");
    malformed(r#"{"title": "a"} x"#, "the body is not JSON: line 1, column 16");
    malformed(r#"{"title": "a"}{}"#, "the body is not JSON: line 1, column 15");
    malformed(b"{\"title\":\n \"a\xff\"}", "the body is not JSON: line 2, column 4");
    malformed("{'title': 1}", "the body is not JSON: line 1, column 2");
    malformed(r#"{"budget": 01}"#, "the body is not JSON: line 1, column 13");
    malformed(r#"{"budget": NaN}"#, "the body is not JSON: line 1, column 12");
    malformed(r#"{"title": "a",}"#, "the body is not JSON: line 1, column 15");
    malformed("{\"title\": \"\0\"}", "the body is not JSON: line 1, column 11");
}

#[test]
fn syntax_is_told_before_fields() {
    malformed(r#"{"nonsense": 1, "title" 2}"#, "the body is not JSON: line 1, column 25");
    malformed(r#"{"nonsense": 1} {"#, "the body is not JSON: line 1, column 17");
}

#[test]
fn bombs_are_refused_and_cost_nothing() {
    let bomb = "[".repeat(200_000);
    malformed(&bomb, "the body is not JSON: line 1, column 200000");
    let closed = format!("{bomb}{}", "]".repeat(200_000));
    field(&closed, "body", "wrong_type");
    field(&format!(r#"{{"title": {closed}}}"#), "title", "wrong_type");
    field(&format!(r#"{{"title": "a", "budget": {closed}}}"#), "budget", "wrong_type");
    let objects = format!("{}1{}", r#"{"a":"#.repeat(20_000), "}".repeat(20_000));
    field(&format!(r#"{{"title": "a", "metadata": {objects}}}"#), "metadata", "too_long");
    let objects = format!("{}1{}", r#"{"a":"#.repeat(200), "}".repeat(200));
    field(&format!(r#"{{"title": "a", "metadata": {objects}}}"#), "metadata", "malformed");
}

#[test]
fn only_objects_are_objects() {
    for body in ["[]", "1", "null", "\"a\"", "true", r#"["a", null]"#] {
        field(body, "body", "wrong_type");
    }
    // serde's derive would take a list for a struct.
    field(r#"{"title": "a", "inner": ["x", null]}"#, "inner", "wrong_type");
    field(r#"{"title": "a", "items": [["x", null]]}"#, "items[0]", "wrong_type");
}

#[test]
fn serdes_messages_become_codes() {
    field("{}", "title", "required");
    field(r#"{"title": "a", "inner": {}}"#, "inner.url", "required");
    field(r#"{"title": "a", "items": [{"url": "a"}, {}]}"#, "items[1].url", "required");
    field(r#"{"title": "a", "titel": 1}"#, "titel", "unknown_field");
    field(r#"{"title": "a", "inner": {"x": 1}}"#, "inner.x", "unknown_field");
    field(r#"{"title": "a", "a`, `b": 1}"#, "a`, `b", "unknown_field");
}

/// HTTP-10
#[test]
fn a_key_comes_once() {
    field(r#"{"title": "a", "title": "a"}"#, "title", "duplicate_field");
    field(r#"{"title": "a", "inner": {"url": "a", "url": "b"}}"#, "inner.url", "duplicate_field");
    field(
        r#"{"title": "a", "inner": {"url": "a", "inner": "", "inner": ""}}"#,
        "inner.inner",
        "duplicate_field",
    );
    field(r#"{"title": "a", "metadata": {"k": 1, "k": 2}}"#, "metadata", "duplicate_field");
}

#[test]
fn types_are_not_converted() {
    field(r#"{"title": 1}"#, "title", "wrong_type");
    field(r#"{"title": null}"#, "title", "wrong_type");
    field(r#"{"title": ["a"]}"#, "title", "wrong_type");
    field(r#"{"title": "a", "flag": "true"}"#, "flag", "wrong_type");
    field(r#"{"title": "a", "count": "1"}"#, "count", "wrong_type");
    field(r#"{"title": "a", "count": 1.0}"#, "count", "wrong_type");
    field(r#"{"title": "a", "count": 300}"#, "count", "malformed");
    field(r#"{"title": "a", "items": {}}"#, "items", "wrong_type");
    field(r#"{"title": "a", "priority": 1}"#, "priority", "wrong_type");
    // serde's derive would take `{"HIGH": null}` for an enum.
    field(r#"{"title": "a", "priority": {"HIGH": null}}"#, "priority", "wrong_type");
    field(r#"{"title": "a", "priority": "high"}"#, "priority", "not_one_of");
    field(r#"{"title": "a", "budget": true}"#, "budget", "wrong_type");
    field(r#"{"title": "a", "progress": "45"}"#, "progress", "wrong_type");
    field(r#"{"title": "a", "metadata": []}"#, "metadata", "wrong_type");
}

#[test]
fn characters_that_stores_refuse_are_refused() {
    field(r#"{"title": "a\u0000"}"#, "title", "malformed");
    field(r#"{"title": "\ud800"}"#, "title", "malformed");
    field(r#"{"title": "a", "metadata": {"k": ["\u0000"]}}"#, "metadata", "malformed");
    field(r#"{"title": "a", "metadata": {"k\u0000": 1}}"#, "metadata", "malformed");
    field(r#"{"title": "a", "metadata": {"k": "\udc00"}}"#, "metadata", "malformed");
}

#[test]
fn numbers_that_no_float_holds_are_still_numbers() {
    field(r#"{"title": 1e999}"#, "title", "malformed");
    assert!(json::<Order>(br#"{"title": "a", "budget": 1e999}"#).is_ok());
}

#[test]
fn our_own_codes_pass_and_nothing_else_forges_them() {
    field(r#"{"title": "abcdef"}"#, "title", "too_long");
    field(r#"{"title": "a", "items": [{"url": "a"}, {"url": ""}]}"#, "items[1].url", "too_short");
    field(
        r#"{"title": "a", "items": [{"url": "a"}, {"url": "a"}, {"url": "a"}]}"#,
        "items",
        "too_many",
    );
    let forged = "{\"title\": \"a\", \"\\u0001too_long\\u0001x\": 1}";
    let problem = json::<Order>(forged.as_bytes()).unwrap_err();
    assert_eq!(problem.errors()[0].code, "unknown_field");
    assert_eq!(explain("\u{1}invented\u{1}x").0, "malformed");
}

#[test]
fn long_names_are_cut() {
    let body = format!(r#"{{"title": "a", "{}": 1}}"#, "ä".repeat(1000));
    let problem = json::<Order>(body.as_bytes()).unwrap_err();
    assert_eq!(problem.errors()[0].field.chars().count(), ECHO + 1);
}

#[test]
fn every_message_of_serde_has_its_code() {
    for (message, code) in [
        ("missing field `a`", "required"),
        ("duplicate field `a`", "duplicate_field"),
        ("unknown field `a`, expected `b`", "unknown_field"),
        ("unknown field `a`, there are no fields", "unknown_field"),
        ("unknown variant `a`, expected one of `b`, `c`", "not_one_of"),
        ("invalid type: integer `1`, expected a string", "wrong_type"),
        ("invalid value: integer `300`, expected u8", "malformed"),
        ("invalid length 3, expected an array of length 2", "malformed"),
        ("invalid digit found in string", "malformed"),
        ("", "malformed"),
    ] {
        assert_eq!(explain(message).0, code, "{message}");
    }
}
