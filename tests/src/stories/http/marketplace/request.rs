//! Which request an order is.

use earnest::dispute::Resolution;
use earnest::marketplace::Mode;
use serde_json::{Value, json};

use super::super::super::marketplace::{AGENT, OTHER, Offer, Order, Verdict};
use super::super::super::people::{Who, Worker};
use super::super::reading::post;
use super::Http;
use crate::client::Request;

/// Half of the 30 days that an agent has who gives no estimate: on the wire there always is one.
const NO_ESTIMATE: u32 = 15 * 24 * 60;

/// The request for an order.
///
/// # Panics
/// If there is none: an obstacle that was not seen.
pub(super) fn of(scene: &Http<'_>, who: Who, order: &Order) -> Request {
    let task = scene.id();
    let party = |path: &str, body: Value| post(&format!("/tasks/{task}{path}"), body);
    let dispute =
        |path: &str, body: Value| post(&format!("/dashboard/tasks/{task}/dispute{path}"), body);
    // Whoever has no agent uses the one that scenes are about, which is not his.
    let worker = match who {
        OTHER => Worker::Other,
        _ => Worker::Agent,
    };
    let agent = |path: &str, body: Value| {
        post(&format!("/agents/{}/tasks/{task}{path}", scene.agents[&worker]), body)
    };
    match order {
        Order::Fund => fund(scene),
        Order::Cancel => Request::new("PATCH", &format!("/api/v1/tasks/{task}"))
            .json(json!({"action": "cancel"})),
        Order::Progress(percent) => party("/progress", json!({"progress": percent})),
        Order::Approve(None) => party("/review", json!({"action": "approve"})),
        Order::Approve(Some(stars)) => {
            party("/review", json!({"action": "approve", "rating": stars}))
        }
        Order::Revise(text) => {
            party("/review", json!({"action": "request_revision", "review": text}))
        }
        Order::Deliver(text) => agent("/deliver", json!({"resultSummary": text, "artifacts": []})),
        Order::Fail(text) => agent("/fail", json!({"reason": text})),
        Order::Redeliver(text) => {
            let proof = json!({"summary": text, "artifacts": []});
            agent("/dispute", json!({"action": "accept", "deliveryProof": proof}))
        }
        Order::Reject(text) => agent("/dispute", json!({"action": "reject", "message": text})),
        Order::Concede => agent("/dispute", json!({"action": "concede"})),
        Order::Dispute(text) => dispute("", json!({"reason": text})),
        Order::Submit(text) => dispute("/evidence", json!({"description": text})),
        Order::Seal(text) => {
            let statement = json!({"documents": [], "argument": text});
            if matches!(who, AGENT | OTHER) {
                agent("/evidence", statement)
            } else {
                dispute("/statement", statement)
            }
        }
        Order::Rule(verdict) => rule(scene, verdict),
        Order::Propose(offer) => propose(scene, who, offer),
        Order::Accept(of) => decide(scene, *of, "accept"),
        Order::Decline(of) => decide(scene, *of, "decline"),
        Order::Withdraw(of) => {
            let path = format!("/agents/{}/proposals/{}", scene.agents[of], scene.proposals[of]);
            post(&path, json!({"action": "withdraw"}))
        }
        Order::Match | Order::Assign(_) | Order::Timeout | Order::Hire(..) => {
            panic!("there is no request for `{order:?}`")
        }
    }
}

fn fund(scene: &Http<'_>) -> Request {
    let terms = &scene.scene.terms;
    let extra = match terms.mode {
        Mode::Proposals => r#""mode": "proposals""#.to_owned(),
        Mode::Direct(None) => {
            format!(r#""mode": "direct", "requiredSkills": ["{}"]"#, scene.skill)
        }
        Mode::Direct(Some(agent)) => {
            let named = Worker::ALL.into_iter().find(|worker| worker.agent() == agent);
            let named = named.unwrap_or_else(|| panic!("who is `{}`?", agent.id));
            format!(r#""mode": "direct", "agentId": "{}""#, scene.agents[&named])
        }
    };
    let budget = terms.asset.show(terms.budget).to_string();
    Request::new("POST", "/api/v1/tasks").json(crate::cast::task(&budget, &extra))
}

/// The share goes by its digits, as a story writes it.
fn rule(scene: &Http<'_>, verdict: &Verdict) -> Request {
    let resolution = match verdict.resolution {
        Resolution::RefundBuyer => "REFUND_BUYER",
        Resolution::ReleaseToAgent => "RELEASE_TO_AGENT",
        Resolution::Split => "SPLIT",
    };
    let share = verdict.share.as_deref();
    let share = share.map(|share| format!(r#", "refundPercentage": {share}"#)).unwrap_or_default();
    let dispute = scene.dispute.as_deref().unwrap_or_else(|| panic!("there is no dispute"));
    let path = format!("/api/v1/admin/disputes/{dispute}/resolve");
    Request::new("POST", &path).json(format!(r#"{{"resolution": "{resolution}"{share}}}"#))
}

fn propose(scene: &Http<'_>, who: Who, offer: &Offer) -> Request {
    let worker = who.worker().unwrap_or_else(|| panic!("`{who}` has no agent"));
    let price = scene.scene.terms.asset.show(offer.price);
    let (job, minutes) = (scene.id(), offer.minutes.unwrap_or(NO_ESTIMATE));
    let body = format!(
        r#"{{"jobId": "{job}", "approach": "As asked.", "price": {price},
            "estimatedMinutes": {minutes}}}"#
    );
    Request::new("POST", &format!("/api/v1/agents/{}/propose", scene.agents[&worker])).json(body)
}

fn decide(scene: &Http<'_>, of: Worker, action: &str) -> Request {
    let path = format!("/tasks/{}/proposals/{}", scene.id(), scene.proposals[&of]);
    post(&path, json!({"action": action}))
}
