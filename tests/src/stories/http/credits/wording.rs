//! The statuses of credits, as the stories tell them.

use crate::json::Json;

/// The status with its detail: the wire's word has several stages, told apart by what else it
/// tells.
pub(super) fn status(task: &Json) -> String {
    let status = task.text("status");
    let filed = |otherwise: &str| match task.is_absent("dispute") {
        true => otherwise.to_owned(),
        false => match task.is_absent("dispute.resolution") {
            true => task.text("dispute.status").to_owned(),
            false => task.text("dispute.resolution").to_owned(),
        },
    };
    let detail = match status {
        "submitted" if !task.is_absent("price") => "assigned".to_owned(),
        "completed" if task.is_absent("deadline") => filed("unchallenged"),
        "completed" if !task.is_absent("dispute") => filed(""),
        "completed" if task.text("deadline") == task.text("disputeBy") => "paid".to_owned(),
        "refunded" => filed("voted"),
        "failed" => task.text("failureReason").to_owned(),
        _ => return status.to_owned(),
    };
    format!("{status}/{detail}")
}

/// The status that a timeout leads to, whose detail is in its rule.
pub(super) fn lapsed(it: &Json) -> String {
    let detail = match it.text("rule") {
        "CRD-12" | "CRD-21" => "no_agent_found",
        "CRD-32" | "CRD-42" => "timeout",
        "CRD-52" => "quality_gate",
        "CRD-62" => "paid",
        "CRD-72" => "unchallenged",
        "CRD-85" => "denied",
        other => panic!("`{other}` is no timeout"),
    };
    format!("{}/{detail}", it.text("status"))
}
