//! The OpenAPI document: golden, complete, and true to the routes.

use std::collections::BTreeSet;
use std::{env, fs};

use serde_json::Value;

/// Every operation: its method, its path and what the document says of it.
pub(crate) fn all_operations() -> Vec<(String, String, Value)> {
    let api = document();
    let paths = api["paths"].as_object().unwrap();
    let all = paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().unwrap().iter();
        methods.map(|(method, it)| (method.to_uppercase(), path.clone(), it.clone()))
    });
    all.collect()
}

/// Every operation of the marketplace.
pub(crate) fn operations() -> Vec<(String, String, Value)> {
    let mut all = all_operations();
    all.retain(|(_, path, _)| !path.starts_with("/credits"));
    all
}

/// Whether an operation wants a key.
pub(crate) fn is_secured(operation: &Value) -> bool {
    let none = |it: &Value| it.as_object().unwrap().is_empty();
    operation["security"].as_array().is_none_or(|it| !it.iter().any(none))
}

fn document() -> Value {
    serde_json::to_value(earnest_http::openapi()).unwrap()
}

#[test]
fn the_document_is_the_golden_one() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec/openapi.json");
    let mut text = serde_json::to_string_pretty(&earnest_http::openapi()).unwrap();
    text.push('\n');
    if env::var_os("UPDATE").is_some() {
        fs::write(path, &text).unwrap();
    }
    let golden = fs::read_to_string(path).unwrap_or_default();
    assert!(golden == text, "spec/openapi.json is another: run this test with UPDATE=1");
}

#[test]
fn the_document_is_openapi_3_1_with_a_title_and_a_licence() {
    let api = document();
    assert!(api["openapi"].as_str().unwrap().starts_with("3.1"));
    assert_eq!(api["info"]["title"], "earnest");
    assert_eq!(api["info"]["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(api["info"]["license"]["identifier"], "MIT OR Apache-2.0");
    assert_eq!(api["components"]["securitySchemes"]["key"]["scheme"], "bearer");
}

#[test]
fn every_operation_says_what_can_go_wrong_and_who_may_ask() {
    let api = document();
    let (mut open, mut names) = (BTreeSet::new(), BTreeSet::new());
    for (method, path, it) in all_operations() {
        let place = format!("{method} {path}");
        let responses = it["responses"].as_object().unwrap();
        let statuses: Vec<&str> = responses.keys().map(String::as_str).collect();
        if is_secured(&it) {
            let all = ["400", "401", "403", "404", "500", "503"];
            assert!(all.iter().all(|status| statuses.contains(status)), "{place} {statuses:?}");
        } else {
            open.insert(path.clone());
        }
        if method != "GET" {
            let all = ["402", "408", "409", "413", "415", "422"];
            assert!(all.iter().all(|status| statuses.contains(status)), "{place} {statuses:?}");
        }
        if path.ends_with("/stream") {
            assert!(statuses.contains(&"429"), "{place} {statuses:?}");
        }
        for (status, response) in responses.iter().filter(|(status, _)| status.as_str() >= "400") {
            let content = &response["content"]["application/problem+json"]["schema"]["$ref"];
            assert_eq!(content, "#/components/schemas/Problem", "{place} {status}");
            assert!(!response["description"].as_str().unwrap().is_empty(), "{place} {status}");
        }
        assert!(statuses.iter().any(|status| status.starts_with('2')), "{place}");
        assert!(it["summary"].is_string(), "{place} has no sentence");
        assert!(names.insert(it["operationId"].to_string()), "{} comes twice", it["operationId"]);
        let keyed = it["parameters"].to_string().contains("Idempotency-Key");
        assert_eq!(keyed, ["POST", "PATCH"].contains(&&*method), "{place}");
    }
    assert_eq!(api["security"], serde_json::json!([{"key": []}]));
    assert_eq!(open, BTreeSet::from(["/healthz", "/metrics", "/readyz"].map(str::to_owned)));
}

#[test]
fn every_tag_has_its_sentence_and_its_all_operations() {
    let api = document();
    let tags = api["tags"].as_array().unwrap();
    let known: BTreeSet<_> = tags.iter().map(|tag| tag["name"].as_str().unwrap()).collect();
    assert!(tags.iter().all(|tag| tag["description"].as_str().unwrap().ends_with('.')));
    let tagged = |it: Value| it["tags"].as_array().unwrap().clone();
    let used = all_operations().into_iter().flat_map(|(_, _, it)| tagged(it));
    let used: BTreeSet<_> = used.map(|tag| tag.as_str().unwrap().to_owned()).collect();
    assert_eq!(used.iter().map(String::as_str).collect::<BTreeSet<_>>(), known);
}

#[test]
fn every_reference_resolves() {
    let api = document();
    let mut found = Vec::new();
    references(&api, &mut found);
    assert!(found.len() > 100);
    for reference in found {
        assert!(api.pointer(reference.strip_prefix('#').unwrap()).is_some(), "{reference}");
    }
}

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(entries) => {
            found.extend(entries.get("$ref").and_then(Value::as_str).map(str::to_owned));
            entries.values().for_each(|value| references(value, found));
        }
        Value::Array(elements) => elements.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}
