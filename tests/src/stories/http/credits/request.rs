//! Which request an order is.

use earnest::credits::Score;
use earnest::time::Window;
use serde_json::{Map, Value, json};

use super::super::super::credits::{FAILURES, GROUNDS, Order, THUMBS, name};
use super::super::reading::post;
use super::Http;
use crate::client::Request;

/// The request for an order.
///
/// # Panics
/// If there is none: an obstacle that was not seen.
pub(super) fn of(scene: &Http<'_>, order: &Order) -> Request {
    let about = |what: &str, body: Value| post(&scene.path(what), body);
    let digits = scene.digits();
    match order {
        Order::Fund => fund(scene),
        Order::Start => about("/executing", json!({"sandboxId": format!("sbx_{digits}")})),
        Order::Fail(reason) => about("/fail", json!({"reason": name(*reason, &FAILURES)})),
        Order::Complete(text, own) => {
            let (output, took) = work(text, scene.verdict(), scene.terms.to_execute);
            let mut body = json!({"output": output, "executionTimeMs": took});
            if let (Some(own), Some(body)) = (own, body.as_object_mut()) {
                body.insert("qualityScore".to_owned(), json!(own));
            }
            about("/complete", body)
        }
        Order::Vote(thumb) => about("/feedback", json!({"feedback": name(*thumb, &THUMBS)})),
        Order::Dispute(grounds, text) => {
            about("/dispute", json!({"reason": name(*grounds, &GROUNDS), "description": text}))
        }
        Order::Concede => about("/dispute/concede", json!({})),
        Order::Withdraw => about("/dispute/withdraw", json!({})),
        Order::Review => post(&format!("/admin/disputes/cdisp_{digits}/review"), json!({})),
        // The share goes by its digits, as a story writes it.
        Order::Rule(share) => {
            let path = format!("/api/v1/admin/disputes/cdisp_{digits}/resolve");
            Request::new("POST", &path).json(format!(r#"{{"refundPercentage": {share}}}"#))
        }
        Order::Route | Order::Assign(..) | Order::Pass(_) | Order::Reject(_) | Order::Timeout => {
            panic!("there is no request for `{order:?}`")
        }
    }
}

fn fund(scene: &Http<'_>) -> Request {
    let terms = &scene.terms;
    let mut body = json!({
        "taskType": scene.cards.task_type(),
        "input": {"description": "Do it."},
        "maxBudget": u64::try_from(terms.max_budget.minor()).unwrap_or(u64::MAX),
    });
    let mut also = |name: &str, id: String| {
        body.as_object_mut().and_then(|body| body.insert(name.to_owned(), json!(id)))
    };
    if let (Some(_), Some(card)) = (terms.named, scene.cards.planned(scene.turn)) {
        also("agentId", scene.cards.of(card).id.clone());
    }
    if terms.parent.is_some() {
        also("parentTaskId", format!("ctask_{}", scene.tasks[&1].digits));
    }
    post("/tasks", body)
}

impl Http<'_> {
    /// The score that the scene says the gate gives next.
    fn verdict(&self) -> Option<Score> {
        let next = self.scene.lines().nth(self.played.get() + 1);
        next.and_then(|(_, line)| match line.order {
            Order::Pass(score) | Order::Reject(score) => Some(score),
            _ => None,
        })
    }
}

/// Work to which the gate gives that score: half of the points for being there, five for each of
/// up to five parts, and the rest for the share of the window that is left.
fn work(text: &str, wanted: Option<Score>, window: Window) -> (Map<String, Value>, u64) {
    let more = wanted.map_or(25, |score| u64::from(score.value().saturating_sub(50)));
    let parts = (more / 5).clamp(1, 5);
    let blank = wanted.is_some_and(|score| score.value() == 0);
    let said = if blank { "" } else { text };
    let output = (0..parts).map(|part| (format!("part {part}"), json!(said))).collect();
    let left = (window.as_millis() * more.saturating_sub(parts * 5)).div_ceil(25);
    (output, window.as_millis() - left)
}

/// Whether the gate can give that score.
pub(super) const fn is_given(score: Score) -> bool {
    matches!(score.value(), 0 | 55..)
}
