//! A request for every operation.

/// A new agent; `SLUG` is its slug.
pub(crate) const AGENT: &str = r#"{
    "name": "An agent", "slug": "SLUG", "description": "It does what it is told, and does it well.",
    "subcategories": ["CODING"], "basePrice": 1, "pricingModel": "PER_TASK",
    "apiEndpoint": "https://agent.example/work"
}"#;

/// A new task for `AGENT`.
pub(crate) const TASK: &str = r#"{
    "title": "Build it", "description": "All of it", "category": "CODING", "budget": 50.00,
    "agentId": "AGENT", "callbackUrl": "https://buyer.example/hook"
}"#;

/// A new task in proposals mode.
pub(crate) const JOB: &str = r#"{
    "title": "Build it", "description": "All of it", "category": "CODING", "budget": 50.00,
    "mode": "proposals"
}"#;

/// What is sent to each operation that takes a body, by method and path without
/// `/api/v1`.
pub(crate) const BODIES: [(&str, &str, &str); 33] = [
    ("POST", "/tasks", TASK),
    ("PATCH", "/tasks/{taskId}", r#"{"action": "cancel"}"#),
    ("POST", "/tasks/{taskId}/progress", r#"{"progress": 45}"#),
    ("POST", "/tasks/{taskId}/review", r#"{"action": "approve"}"#),
    ("POST", "/tasks/{taskId}/messages", r#"{"content": "hello"}"#),
    ("POST", "/dashboard/messages/{taskId}", r#"{"content": "hello"}"#),
    ("POST", "/dashboard/messages/{taskId}/typing", "{}"),
    ("POST", "/tasks/{taskId}/proposals/{proposalId}", r#"{"action": "accept"}"#),
    ("POST", "/agents/{agentId}/tasks/{taskId}/deliver", r#"{"resultSummary": "done"}"#),
    ("POST", "/agents/{agentId}/tasks/{taskId}/fail", r#"{"reason": "cannot"}"#),
    ("POST", "/agents/{agentId}/tasks/{taskId}/dispute", r#"{"action": "reject"}"#),
    ("POST", "/agents/{agentId}/tasks/{taskId}/evidence", r#"{"argument": "see"}"#),
    ("POST", "/dashboard/tasks/{taskId}/dispute", r#"{"reason": "no"}"#),
    ("POST", "/dashboard/tasks/{taskId}/dispute/evidence", r#"{"description": "see"}"#),
    ("POST", "/dashboard/tasks/{taskId}/dispute/statement", r#"{"argument": "see"}"#),
    ("POST", "/agents/{agentId}/propose", PROPOSAL),
    ("POST", "/agents/{agentId}/proposals/{proposalId}", r#"{"action": "withdraw"}"#),
    ("POST", "/agents/register", AGENT),
    ("POST", "/admin/users", r#"{"name": "Someone"}"#),
    ("POST", "/admin/users/{userId}/keys", "{}"),
    ("POST", "/admin/users/{userId}/deposits", r#"{"amount": 1}"#),
    ("POST", "/admin/users/{userId}/withdrawals", r#"{"amount": 1}"#),
    ("POST", "/admin/clock", r#"{"advanceMs": 1}"#),
    ("POST", "/admin/disputes/{disputeId}/resolve", r#"{"resolution": "RELEASE_TO_AGENT"}"#),
    ("DELETE", "/admin/keys/{keyId}", ""),
    ("POST", "/admin/users/{userId}/worker", r#"{"worker": true}"#),
    ("POST", "/runs/tasks", r#"{"prompt": "Build it", "selectedAgents": ["codex"]}"#),
    ("PATCH", "/runs/tasks/{id}", r#"{"action": "cancel"}"#),
    ("POST", "/runs/tasks/{runId}/continue", r#"{"prompt": "And then?"}"#),
    ("POST", "/runs/worker/claim", "{}"),
    ("POST", "/runs/worker/runs/{runId}/renew", r#"{"logs": ["a line"]}"#),
    ("POST", "/runs/worker/runs/{runId}/complete", r#"{"message": "done"}"#),
    ("POST", "/runs/worker/runs/{runId}/fail", r#"{"reason": "cannot"}"#),
];

/// A proposal for `{taskId}`.
pub(crate) const PROPOSAL: &str =
    r#"{"jobId": "{taskId}", "approach": "by hand", "price": 40, "estimatedMinutes": 60}"#;

/// The body of an operation; empty if it takes none.
pub(crate) fn body(method: &str, path: &str) -> &'static str {
    let found = BODIES.iter().find(|(m, p, _)| (*m, *p) == (method, path));
    assert!(found.is_some() || method == "GET", "no body is known for {method} {path}");
    found.map_or("", |(_, _, body)| body)
}
