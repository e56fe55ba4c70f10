//! A small surface built on the crate's ground as the routes are, seen from outside.

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use earnest::ids::InstanceId;
use earnest::money::Asset;
use earnest::time::Timestamp;
use earnest_http::ids::{AgentId, MessageId, TaskId};
use earnest_http::wire::{
    ArtifactType, Category, Label, List, Metadata, Money, Object, Percentage, Priority, Progress,
    Rating, Text, Time, True, WebUrl, Whole,
};
use earnest_http::{
    CommandProblems, Cursor, Hashed, IdempotencyKey, Json, Limit, Path, Problem, Query,
    QueryProblems, docs,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tower::ServiceExt;
use utoipa::ToSchema;
use utoipa::openapi::{InfoBuilder, OpenApiBuilder};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "what is read is the point")]
struct Create {
    title: Text<1, 200>,
    tagline: Option<Text<0, 120>>,
    category: Category,
    budget: Money,
    #[serde(default)]
    priority: Priority,
    agent_id: Option<AgentId>,
    callback_url: Option<WebUrl>,
    metadata: Option<Metadata>,
    #[serde(default)]
    required_skills: List<Text<1, 64>, 50>,
    #[serde(default)]
    artifacts: List<Object<Artifact>, 2>,
    proof: Option<Object<Artifact>>,
    proposal_deadline: Option<Time>,
    progress: Option<Progress>,
    rating: Option<Rating>,
    refund_percentage: Option<Percentage>,
    label: Option<Label>,
    minutes: Option<Whole<1, 1000>>,
}

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "what is read is the point")]
struct Artifact {
    #[serde(rename = "type")]
    kind: ArtifactType,
    url: WebUrl,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Created {
    success: True,
    id: TaskId,
    last: MessageId,
    budget: Money,
    created_at: Time,
    next_cursor: Option<Cursor>,
}

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Paging {
    #[serde(default)]
    #[param(inline, value_type = Option<Limit>)]
    limit: Limit,
    #[param(inline)]
    cursor: Option<Cursor>,
}

#[utoipa::path(post, path = "/tasks", request_body = Create,
    responses((status = 201, body = Created), CommandProblems))]
async fn create(
    key: Option<IdempotencyKey>,
    Hashed { value, .. }: Hashed<Create>,
) -> Result<(StatusCode, Json<Created>), Problem> {
    let budget = value.budget.amount("budget", Asset::USDC)?;
    assert!(key.is_none());
    let id = TaskId(InstanceId(1));
    let answer = Created {
        success: True,
        id,
        last: MessageId { task: id, number: 3 },
        budget: Money::show(Asset::USDC, budget),
        created_at: Time(Timestamp::EPOCH),
        next_cursor: None,
    };
    Ok((StatusCode::CREATED, Json(answer)))
}

#[utoipa::path(get, path = "/tasks/{taskId}", params(("taskId" = inline(TaskId), Path), Paging),
    responses((status = 200, body = Created), QueryProblems))]
async fn read(Path(task): Path<TaskId>, Query(page): Query<Paging>) -> Result<String, Problem> {
    match page.cursor {
        Some(_) => Err(Problem::not_found()),
        None => Ok(format!("{task} {}", page.limit.number())),
    }
}

fn surface() -> (axum::Router, Value) {
    let info = InfoBuilder::new().title("test").version("1").build();
    let api = OpenApiBuilder::new().info(info).components(Some(docs::components())).build();
    let (router, api) = OpenApiRouter::with_openapi(api)
        .routes(routes!(create))
        .routes(routes!(read))
        .split_for_parts();
    let router = router.fallback(|| async { Problem::not_found() });
    (router, serde_json::to_value(api).unwrap())
}

async fn send(method: &str, path: &str, body: &str) -> (u16, String) {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("content-type", "application/json")
        .body(Body::from(body.to_owned()))
        .unwrap();
    let response = surface().0.oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

const GOOD: &str = r#"{
    "title": "Build it", "category": "CODING", "budget": 50.0,
    "requiredSkills": ["Node.js"], "metadata": {"team": "backend"},
    "artifacts": [{"type": "CODE", "url": "https://a.example"}],
    "proposalDeadline": "2026-03-11T10:30:00Z"
}"#;

/// HTTP-07
#[tokio::test]
async fn amounts_come_back_by_their_digits() {
    let (status, body) = send("POST", "/tasks", GOOD).await;
    assert_eq!(status, 201, "{body}");
    assert_eq!(
        body,
        concat!(
            r#"{"success":true,"id":"task_00000000000000000000000000000001","#,
            r#""last":"msg_00000000000000000000000000000001_3","budget":50.00,"#,
            r#""createdAt":"1970-01-01T00:00:00.000Z","nextCursor":null}"#
        )
    );
}

#[tokio::test]
async fn what_is_refused_is_named() {
    for (from, to, field, code) in [
        ("50.0", "50.0000001", "budget", "too_precise"),
        ("50.0", "-1", "budget", "negative"),
        ("\"budget\": 50.0,", "", "budget", "required"),
        ("CODING", "CODE", "category", "not_one_of"),
        ("\"CODE\"", "\"code\"", "artifacts[0].type", "not_one_of"),
        ("https://a.example", "javascript:x", "artifacts[0].url", "not_a_url"),
        ("{\"team\": \"backend\"}", "[]", "metadata", "wrong_type"),
        ("2026-03-11T10", "2026-03-11 10", "proposalDeadline", "not_a_time"),
        ("Node.js", " ", "requiredSkills[0]", "too_short"),
    ] {
        assert!(GOOD.contains(from));
        let (status, body) = send("POST", "/tasks", &GOOD.replacen(from, to, 1)).await;
        let body: Value = serde_json::from_str(&body).unwrap();
        assert_eq!((status, &body["code"]), (400, &"validation_failed".into()), "{body}");
        assert_eq!(body["errors"][0]["field"], field);
        assert_eq!(body["errors"][0]["code"], code);
    }
}

#[tokio::test]
async fn strangers_and_the_missing_get_the_same_bytes() {
    let id = TaskId(InstanceId(1));
    assert_eq!(send("GET", &format!("/tasks/{id}?limit=5"), "").await, (200, format!("{id} 5")));
    let cursor = Cursor::after(InstanceId(1));
    let stranger = send("GET", &format!("/tasks/{id}?cursor={cursor}"), "").await;
    assert_eq!(stranger.0, 404);
    assert_eq!(send("GET", "/tasks/task_1", "").await, stranger);
    assert_eq!(send("GET", "/nowhere", "").await, stranger);
}

/// Every `$ref` in the document.
fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                match value.as_str() {
                    Some(target) if key == "$ref" => found.push(target.to_owned()),
                    _ => references(value, found),
                }
            }
        }
        Value::Array(elements) => elements.iter().for_each(|element| references(element, found)),
        _ => {}
    }
}

#[test]
fn every_reference_of_the_document_resolves() {
    let (_, api) = surface();
    let mut found = Vec::new();
    references(&api, &mut found);
    assert!(found.len() > 30, "{found:?}");
    for reference in found {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(api.pointer(pointer).is_some(), "{reference}");
    }
}

#[test]
fn the_document_says_what_is_required_and_how_long() {
    let (_, api) = surface();
    let schemas = &api["components"]["schemas"];
    assert_eq!(schemas["Create"]["required"], serde_json::json!(["title", "category", "budget"]));
    assert_eq!(schemas["Create"]["additionalProperties"], false);
    assert_eq!(schemas["Text_1_200"]["maxLength"], 200);
    assert_eq!(schemas["Category"]["enum"].as_array().unwrap().len(), 23);
    let parameters = api["paths"]["/tasks/{taskId}"]["get"]["parameters"].as_array().unwrap();
    assert_eq!(parameters.len(), 3);
    let answers = api["paths"]["/tasks"]["post"]["responses"].as_object().unwrap();
    assert_eq!(answers.len(), 13);
}
