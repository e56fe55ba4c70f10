use std::collections::BTreeSet;

use axum::body::to_bytes;
use axum::http::HeaderMap;
use serde_json::{Value, json};
use utoipa::IntoResponses;

use super::*;

async fn answer(problem: Problem) -> (StatusCode, HeaderMap, Vec<u8>) {
    let (parts, body) = problem.into_response().into_parts();
    (parts.status, parts.headers, to_bytes(body, 1 << 20).await.unwrap().to_vec())
}

/// HTTP-01
#[tokio::test]
async fn a_problem_has_the_members_of_rfc_9457_and_nothing_empty() {
    let (status, headers, body) = answer(Problem::not_found()).await;
    assert_eq!(status, 404);
    assert_eq!(headers[CONTENT_TYPE], "application/problem+json");
    assert_eq!(
        serde_json::from_slice::<Value>(&body).unwrap(),
        json!({
            "type": "urn:earnest:problem:not_found", "title": "not found", "status": 404,
            "detail": "there is nothing here that you may see", "code": "not_found",
            "success": false,
        })
    );
}

/// HTTP-03
#[tokio::test]
async fn a_refusal_says_what_is_allowed_instead() {
    let problem = Problem::new(Code::WrongState)
        .current_status("COMPLETED")
        .allowed(["review"])
        .retry_after(7);
    let (status, headers, body) = answer(problem).await;
    let body: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!((status.as_u16(), &headers[RETRY_AFTER]), (409, &HeaderValue::from_static("7")));
    assert_eq!(body["currentStatus"], "COMPLETED");
    assert_eq!(body["allowed"], json!(["review"]));
    assert!(body.get("retryAfter").is_none());

    let nothing =
        serde_json::to_value(Problem::new(Code::WrongState).allowed(Vec::<String>::new())).unwrap();
    assert_eq!(nothing["allowed"], json!([]));
}

#[tokio::test]
async fn a_missing_key_is_asked_for() {
    let (status, headers, _) = answer(Problem::unauthenticated()).await;
    assert_eq!((status.as_u16(), &headers[WWW_AUTHENTICATE]), (401, &"Bearer".parse().unwrap()));
}

#[test]
fn a_guard_is_a_conflict_unless_its_code_says_otherwise() {
    let guard = Problem::guarded("revisions_used_up", "both revisions were used");
    assert_eq!((guard.status().as_u16(), guard.code()), (409, "revisions_used_up"));
    let value = serde_json::to_value(&guard).unwrap();
    assert_eq!(value["guard"], "revisions_used_up");
    assert_eq!(value["detail"], "both revisions were used");
    assert_eq!(Problem::guarded("zero_budget", "x").status().as_u16(), 422);
}

/// HTTP-02
#[test]
fn every_refused_field_is_told_and_the_first_is_named() {
    let problem = Problem::invalid(vec![
        FieldError::new("title", codes::TOO_LONG, "has more than 200 characters"),
        FieldError::new("budget", codes::NEGATIVE, "must not be negative"),
    ]);
    let value = serde_json::to_value(&problem).unwrap();
    assert_eq!(value["field"], "title");
    assert_eq!(value["detail"], "`title` has more than 200 characters");
    assert_eq!(value["errors"][1]["code"], "negative");
}

#[test]
fn names_are_unique_and_found() {
    let names: BTreeSet<_> = Code::ALL.iter().map(|code| code.name()).collect();
    assert_eq!(names.len(), Code::ALL.len());
    assert!(Code::ALL.iter().all(|code| Code::named(code.name()) == Some(*code)));
    assert_eq!(BTreeSet::from(codes::ALL).len(), codes::ALL.len());
}

#[test]
fn every_documented_status_has_a_code() {
    let responses = CommandProblems::responses();
    let text = serde_json::to_string(&responses).unwrap();
    assert_eq!(responses.len(), 12);
    assert!(!text.contains(r#""description":"""#), "{text}");
    assert!(text.contains("#/components/schemas/Problem"), "{text}");
}
