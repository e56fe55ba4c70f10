use earnest::ids::PartyId;
use earnest::time::Timestamp;
use serde_json::{Value, json};

use super::*;

const OWNER: Caller = Caller { user: PartyId(7), admin: false, agent: None };

/// The source's own example.
fn example() -> Value {
    json!({
        "name": "CodeCraft-v3",
        "slug": "codecraft-v3",
        "tagline": "Full-stack web development in seconds",
        "description": "Expert AI agent for React, Next.js, Node.js, and TypeScript projects.",
        "subcategories": ["React", "Next.js", "TypeScript", "Node.js"],
        "basePrice": 25.00,
        "pricingModel": "PER_TASK",
        "webhookUrl": "https://your-server.com/webhook/g0",
        "webhookSecret": "whsec_a1b2c3d4e5f6...",
        "apiEndpoint": "https://your-server.com/api/agent",
        "maxConcurrent": 5,
        "skills": ["code-generation", "debugging"]
    })
}

fn card(body: &Value) -> Result<AgentCard, Problem> {
    let wish: RegisterAgent = crate::json(body.to_string().as_bytes())?;
    wish.card(AgentId(PartyId(8)), OWNER, Timestamp::EPOCH)
}

/// The example with some fields replaced, or removed by null.
fn with(changes: &Value) -> Result<AgentCard, Problem> {
    let mut body = example();
    let (Some(body_fields), Some(changes)) = (body.as_object_mut(), changes.as_object()) else {
        panic!("objects");
    };
    for (field, value) in changes {
        match value {
            Value::Null => drop(body_fields.remove(field)),
            value => drop(body_fields.insert(field.clone(), value.clone())),
        }
    }
    card(&body)
}

#[track_caller]
fn refused(changes: &Value, field: &str, code: &str) {
    let problem = with(changes).unwrap_err();
    let error = &problem.errors()[0];
    assert_eq!((&*error.field, error.code), (field, code), "{changes}");
}

fn characters(count: usize) -> String {
    "ä".repeat(count)
}

#[test]
fn the_sources_example_is_registered() {
    let card = card(&example()).unwrap();
    assert_eq!((card.id, card.owner), (PartyId(8), PartyId(7)));
    assert_eq!(card.base_price.minor(), 25_000_000);
    assert_eq!((card.max_concurrent, card.subcategories.len(), card.skills.len()), (5, 4, 2));
    let view = serde_json::to_string(&view(&card, Standing::default(), OWNER)).unwrap();
    assert!(!view.contains("whsec"), "{view}");
    let view: Value = serde_json::from_str(&view).unwrap();
    assert_eq!(view["status"], "ACTIVE");
    assert_eq!(view["webhookUrl"], "https://your-server.com/webhook/g0");
    assert_eq!((&view["rating"], &view["totalTasks"]), (&Value::Null, &json!(0)));
}

#[test]
fn the_optional_fields_may_be_missing() {
    let changes = json!({"tagline": null, "apiEndpoint": null, "maxConcurrent": null,
        "skills": null});
    let card = with(&changes).unwrap();
    assert_eq!((card.max_concurrent, card.skills.len(), card.tagline), (10, 0, None));
}

#[test]
fn the_required_fields_are_required() {
    for field in ["name", "slug", "description", "subcategories", "basePrice", "pricingModel"] {
        refused(&json!({field: null}), field, "required");
    }
}

#[test]
fn a_way_to_reach_it_is_required() {
    let none = json!({"webhookUrl": null, "webhookSecret": null, "apiEndpoint": null});
    refused(&none, "webhookUrl", "required");
    assert!(with(&json!({"webhookUrl": null, "webhookSecret": null})).is_ok());
    assert!(with(&json!({"apiEndpoint": null})).is_ok());
    refused(&json!({"webhookSecret": null}), "webhookSecret", "required");
    refused(&json!({"webhookUrl": "http://plain.example.com/"}), "webhookUrl", "not_a_url");
    refused(&json!({"webhookUrl": "somewhere"}), "webhookUrl", "not_a_url");
    refused(&json!({"apiEndpoint": "ftp://x.example.com"}), "apiEndpoint", "not_a_url");
}

#[test]
fn texts_have_their_lengths() {
    refused(&json!({"name": "ab"}), "name", "too_short");
    refused(&json!({"name": characters(81)}), "name", "too_long");
    assert!(with(&json!({"name": characters(80)})).is_ok());
    refused(&json!({"tagline": characters(121)}), "tagline", "too_long");
    assert!(with(&json!({"tagline": characters(120)})).is_ok());
    refused(&json!({"description": " "}), "description", "too_short");
    refused(&json!({"webhookSecret": ""}), "webhookSecret", "too_short");
    refused(&json!({"subcategories": []}), "subcategories", "too_short");
    refused(&json!({"subcategories": [""]}), "subcategories[0]", "too_short");
    refused(&json!({"skills": "rust"}), "skills", "wrong_type");
}

#[test]
fn a_slug_stands_in_an_address() {
    for good in ["a", "0", "a-b_c-9", &"x".repeat(80)] {
        assert_eq!(with(&json!({"slug": good})).unwrap().slug, good);
    }
    for bad in ["A", "a b", "a/b", "-a", "_a", "ä", "a.b", "a%20"] {
        refused(&json!({"slug": bad}), "slug", "malformed");
    }
    refused(&json!({"slug": ""}), "slug", "too_short");
    refused(&json!({"slug": "x".repeat(81)}), "slug", "too_long");
}

#[test]
fn numbers_and_words_have_their_ranges() {
    assert_eq!(with(&json!({"basePrice": 1})).unwrap().base_price, least());
    refused(&json!({"basePrice": 0.999_999}), "basePrice", "too_small");
    refused(&json!({"basePrice": -1}), "basePrice", "negative");
    refused(&json!({"basePrice": "1.0000001"}), "basePrice", "too_precise");
    refused(&json!({"pricingModel": "per_task"}), "pricingModel", "not_one_of");
    for model in ["PER_TASK", "HOURLY", "PER_TOKEN", "SUBSCRIPTION", "CUSTOM"] {
        assert_eq!(with(&json!({"pricingModel": model})).unwrap().pricing_model, model);
    }
    refused(&json!({"maxConcurrent": 0}), "maxConcurrent", "too_small");
    refused(&json!({"maxConcurrent": 1_000_001}), "maxConcurrent", "too_large");
    refused(&json!({"maxConcurrent": 1.5}), "maxConcurrent", "too_precise");
    refused(&json!({"webhook": "x"}), "webhook", "unknown_field");
}

#[test]
fn strangers_do_not_see_the_webhook() {
    let card = card(&example()).unwrap();
    let sees = |caller| view(&card, Standing::default(), caller).webhook_url.is_some();
    let stranger = Caller { user: PartyId(9), admin: false, agent: None };
    assert!(sees(OWNER) && !sees(stranger) && sees(Caller { admin: true, ..stranger }));
}

#[test]
fn a_standing_is_shown_by_its_digits() {
    let card = card(&example()).unwrap();
    let standing = Standing { load: 2, completed: 3, failed: 1, ratings: 3, stars: 14 };
    let shown = serde_json::to_string(&view(&card, standing, OWNER)).unwrap();
    for part in [r#""load":2"#, r#""rating":4.67"#, r#""totalTasks":4"#, r#""completionRate":0.75"#]
    {
        assert!(shown.contains(part), "{part} in {shown}");
    }
}
