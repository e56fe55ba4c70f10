//! What silence does, when, and that the server says so beforehand.

use earnest_tests::cast::{Cast, Wallet, instant, register, task};
use earnest_tests::json::{Json, micros};
use serde_json::json;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// One timeout: how long it takes to come, and the status it leads to.
type Lapse = (i64, &'static str);

/// HTTP-16
#[test]
fn a_job_that_nobody_is_hired_for_expires_after_a_week() {
    let cast = Cast::assemble();
    let id = cast.job("10.000001");
    silence(&cast, &id, &[(7 * DAY, "EXPIRED")], "EXPIRED", "0.00");
}

#[test]
fn a_job_expires_at_its_own_deadline() {
    let cast = Cast::assemble();
    let extra = r#""mode": "proposals", "proposalDeadline": "2026-01-01T00:00:00.250Z""#;
    let created = cast.buyer.client.post("/tasks", task("10.000001", extra)).done(201);
    let id = created.text("task.id");
    let bid = json!({"jobId": id, "approach": "a", "price": 1, "estimatedMinutes": 5});
    cast.owner.client.post(&format!("/agents/{}/propose", cast.agent), bid).done(201);
    let left = instant("2026-01-01T00:00:00.250Z") - cast.now();
    silence(&cast, id, &[(left, "EXPIRED")], "EXPIRED", "0.00");
    let proposals = cast.buyer.client.get(&format!("/tasks/{id}/proposals")).done(200);
    assert_eq!(proposals.text("proposals.0.status"), "EXPIRED");
}

#[test]
fn a_named_agent_without_room_lets_the_task_expire() {
    let cast = Cast::assemble();
    let busy = register(&cast.owner, "busy-agent", 1);
    let extra = format!(r#""mode": "direct", "agentId": "{busy}""#);
    let create = |budget: &str| {
        let created = cast.buyer.client.post("/tasks", task(budget, &extra)).done(201);
        created.text("task.id").to_owned()
    };
    let first = create("1.00");
    cast.reaches(&first, "EXECUTING");
    let path = format!("/agents/{busy}/tasks/{first}/fail");
    let second = create("10.000001");
    assert_eq!(cast.task(&second).text("status"), "PENDING");
    cast.advance(7 * DAY - 1);
    assert_eq!(cast.task(&second).text("status"), "PENDING");
    cast.advance(1);
    assert_eq!(cast.task(&second).text("status"), "EXPIRED");
    let third = create("2.00");
    assert_eq!(cast.task(&third).text("status"), "PENDING");
    cast.owner.client.post(&path, json!({"reason": "too hard"})).done(200);
    cast.reaches(&third, "EXECUTING");
}

#[test]
fn a_task_that_no_agent_suits_fails_after_ten_minutes() {
    let cast = Cast::assemble();
    let extra = r#""requiredSkills": ["juggling"]"#;
    let created = cast.buyer.client.post("/tasks", task("10.000001", extra)).done(201);
    let id = created.text("task.id");
    cast.reaches(id, "MATCHING");
    silence(&cast, id, &[(10 * MINUTE, "FAILED")], "FAILED", "0.00");
    assert_eq!(cast.task(id).text("outcome.reason"), "no_agent_found");
}

#[test]
fn work_that_is_not_delivered_fails_after_thirty_days() {
    let cast = Cast::assemble();
    let id = cast.hire("10.000001");
    silence(&cast, &id, &[(30 * DAY, "FAILED")], "FAILED", "0.00");
    assert_eq!(cast.task(&id).text("outcome.reason"), "delivery_timeout");
}

#[test]
fn work_with_an_estimate_fails_after_twice_as_long_but_an_hour_at_least() {
    for (minutes, window) in [(15, HOUR), (30, HOUR), (31, 62 * MINUTE), (1440, 2 * DAY)] {
        let cast = Cast::assemble();
        let id = cast.job("20.00");
        let bid = format!(
            r#"{{"jobId": "{id}", "approach": "a", "price": 10.000001, "estimatedMinutes": {minutes}}}"#
        );
        let bid = cast.owner.client.post(&format!("/agents/{}/propose", cast.agent), bid).done(201);
        cast.advance(DAY);
        let accept = format!("/tasks/{id}/proposals/{}", bid.text("proposal.id"));
        cast.buyer.client.post(&accept, json!({"action": "accept"})).done(200);
        silence(&cast, &id, &[(window, "FAILED")], "FAILED", "0.00");
    }
}

#[test]
fn silence_approves_a_delivery_after_three_days() {
    let cast = Cast::assemble();
    let id = cast.delivered("10.000001");
    silence(&cast, &id, &[(72 * HOUR, "COMPLETED")], "SILENCE_APPROVED", "10.000001");
}

#[test]
fn a_revision_that_does_not_come_leaves_the_last_delivery_to_review() {
    let cast = Cast::assemble();
    let id = cast.delivered("10.000001");
    cast.review(&id, "request_revision");
    let lapses = [(72 * HOUR, "DELIVERED"), (72 * HOUR, "COMPLETED")];
    silence(&cast, &id, &lapses, "SILENCE_APPROVED", "10.000001");
}

#[test]
fn a_dispute_that_nobody_answers_or_decides_is_halved() {
    let cast = Cast::assemble();
    let (id, _) = cast.disputed("10.000001");
    let lapses = [(48 * HOUR, "DISPUTED"), (7 * DAY, "COMPLETED")];
    silence(&cast, &id, &lapses, "SPLIT", "5.000001");
    assert_eq!(cast.task(&id).text("dispute.stage"), "CLOSED");
}

#[test]
fn the_last_millisecond_is_in_time_and_the_deadline_is_not() {
    let cast = Cast::assemble();
    let (early, late) = (cast.delivered("10.00"), cast.delivered("20.00"));
    let dispute = |id: &str| {
        let path = format!("/dashboard/tasks/{id}/dispute");
        cast.buyer.client.post(&path, json!({"reason": "no"}))
    };
    cast.advance(72 * HOUR - 1);
    dispute(&early).done(201);
    cast.advance(1);
    let refused = dispute(&late).refused(409, "wrong_state");
    assert_eq!(refused.text("currentStatus"), "COMPLETED");
    assert_eq!(cast.task(&late).text("outcome.kind"), "SILENCE_APPROVED");
    assert_eq!(cast.owner.wallet(), Wallet::of("20.00", "0").with_pending("10.00"));
}

/// STORE-20
#[test]
fn timers_that_came_due_while_the_server_was_down_take_effect_when_they_were_due() {
    let cast = Cast::assemble();
    let id = cast.delivered("10.00");
    cast.review(&id, "request_revision");
    let start = cast.now();
    cast.advance(400 * HOUR);
    let done = cast.task(&id);
    assert_eq!(done.text("status"), "COMPLETED");
    let journal = cast.journal(&id);
    let last = journal.last().expect("an entry");
    assert_eq!(instant(last.text("at")), start + 144 * HOUR);
    assert_eq!(cast.now(), start + 400 * HOUR);
    let cast = cast.after(|mut server| {
        server.kill9();
        server.restart()
    });
    assert_eq!(cast.task(&id).to_string(), done.to_string());
    assert!(cast.now() >= start + 144 * HOUR, "the clock went back over the journal");
}

#[test]
fn the_deadline_of_running_work_is_not_moved_by_progress() {
    let cast = Cast::assemble();
    let id = cast.hire("10.00");
    let deadline = cast.task(&id).text("deadline").to_owned();
    cast.advance(DAY);
    let path = format!("/tasks/{id}/progress");
    let report = cast.owner.client.post(&path, json!({"progress": 99})).done(200);
    assert_eq!(report.text("task.deadline"), deadline);
}

/// Lets a task alone, and checks that each timeout comes exactly when it was said, leads where it
/// was said, and that the money goes where it was said. The agent gets `earned` of 10.000001.
#[track_caller]
fn silence(cast: &Cast, id: &str, lapses: &[Lapse], kind: &str, earned: &str) {
    let before = (cast.buyer.wallet(), cast.owner.wallet());
    let options = cast.buyer.client.get(&format!("/tasks/{id}/options")).done(200);
    let foretold = options.list("ifSilent").to_vec();
    assert_eq!(foretold.len(), lapses.len(), "{options}");
    let mut due = cast.now();
    for ((window, status), said) in lapses.iter().zip(&foretold) {
        due += window;
        assert_eq!(said.text("status"), *status, "{options}");
        assert_eq!(instant(said.text("at")), due, "{options}");
        let task = cast.task(id);
        assert_eq!(task.text("deadline"), said.text("at"));
        let (then, version) = (task.text("status").to_owned(), task.whole("version"));
        cast.advance(due - 1 - cast.now());
        let task = cast.task(id);
        assert_eq!((task.text("status"), task.whole("version")), (then.as_str(), version));
        let waiting = cast.buyer.client.get(&format!("/tasks/{id}/options")).done(200);
        assert_eq!(instant(waiting.text("forecast.earliest")), due - 1, "{waiting}");
        assert_eq!(cast.advance(1), due);
        let task = cast.task(id);
        assert_eq!((task.text("status"), task.whole("version")), (*status, version + 1));
    }
    let task = cast.task(id);
    assert!(task.is_absent("deadline"), "an end has a deadline: {task}");
    assert_eq!(task.text("outcome.kind"), kind);
    assert_eq!(task.number("outcome.agentReceives"), earned);
    let (buyer, owner) = (cast.buyer.wallet(), cast.owner.wallet());
    assert_eq!(buyer.available - before.0.available, moved(&foretold, "BUYER"), "{options}");
    assert_eq!(owner.available - before.1.available, moved(&foretold, "AGENT"), "{options}");
    assert_eq!(owner.available - before.1.available, micros(earned));
    assert_eq!(before.0.held - buyer.held, micros("10.000001"));
    let ended = cast.buyer.client.get(&format!("/tasks/{id}/options")).done(200);
    assert_eq!(ended.amount("forecast.payouts.soFar.agent"), micros(earned));
    forecast(&options, &ended, due);
}

/// What was forecast held: the end came in its time, and each side has what it could have.
#[track_caller]
fn forecast(told: &Json, ended: &Json, at: i64) {
    let time = |of: &Json, which| instant(of.text(&format!("forecast.{which}")));
    assert!(time(told, "earliest") < at && at <= time(told, "latest"), "{told}");
    assert_eq!([time(ended, "earliest"), time(ended, "latest")], [at; 2], "{ended}");
    for side in ["buyer", "agent", "fees"] {
        let of = |of: &Json, which| of.amount(&format!("forecast.payouts.{which}.{side}"));
        let has = of(ended, "soFar");
        assert!(of(told, "least") <= has && has <= of(told, "most"), "{told} came to {ended}");
        assert_eq!([of(ended, "least"), of(ended, "most")], [has; 2], "{ended}");
    }
}

/// How much the foretold movements give to one side.
fn moved(foretold: &[Json], side: &str) -> u128 {
    let moves = foretold.iter().flat_map(|lapse| lapse.list("moves"));
    let those = moves.filter(|it| it.text("from") == "ESCROW" && it.text("to") == side);
    those.map(|it| it.amount("amount")).sum()
}
