//! Whole lives of tasks over HTTP, with the wallets at each step.

use earnest_tests::cast::{Cast, Person, Wallet, register, task};
use earnest_tests::json::Json;
use earnest_tests::stream::Stream;
use serde_json::json;

#[test]
fn a_hired_agent_is_paid_when_the_buyer_approves() {
    let cast = Cast::assemble();
    let id = cast.hire("50.00");
    wallets(&cast, ("950.00", "50.00"), "0");
    cast.deliver(&id, "done");
    wallets(&cast, ("950.00", "50.00"), "0");
    let done = cast.review(&id, "approve");
    assert_eq!(done.text("task.status"), "COMPLETED");
    assert_eq!(done.number("task.held"), "0.00");
    assert_eq!(done.number("task.outcome.agentReceives"), "50.00");
    wallets(&cast, ("950.00", "0"), "50.00");
    let rated = cast.buyer.client.post(
        &format!("/tasks/{id}/review"),
        json!({"action": "approve", "rating": 4, "review": "good"}),
    );
    assert_eq!(rated.done(200).number("task.rating"), "4");
    let again = json!({"action": "approve", "rating": 5});
    cast.buyer.client.post(&format!("/tasks/{id}/review"), again).refused(409, "already_rated");
}

#[test]
fn the_platform_finds_the_agent_with_the_skills() {
    let cast = Cast::assemble();
    let extra = r#""requiredSkills": ["sorting"]"#;
    let created = cast.buyer.client.post("/tasks", task("50.00", extra)).done(201);
    assert!(created.is_absent("task.agentId"));
    let id = created.text("task.id");
    let mut stream = Stream::open(&cast.buyer.client, &format!("/tasks/{id}/stream"));
    let matching = stream.until_status("MATCHING").json();
    assert_eq!(matching.text("previousStatus"), "PENDING");
    let executing = stream.until_status("EXECUTING").json();
    assert_eq!(executing.text("previousStatus"), "MATCHING");
    assert_eq!(executing.text("taskId"), id);
    assert_eq!(cast.task(id).text("agentId"), cast.agent);
    let listed = cast.owner.client.get("/tasks?role=agent").done(200);
    assert_eq!(listed.text("tasks.0.id"), id);
}

#[test]
fn accepting_a_proposal_hires_at_its_price_and_declines_the_others() {
    let cast = Cast::assemble();
    let id = cast.job("100.00");
    assert_eq!(cast.buyer.wallet(), Wallet::of("900.00", "100.00"));
    let rival = cast.newcomer("Rita Rival");
    let other = register(&rival, "rival-agent", 5);
    let open = rival.client.get("/jobs").done(200);
    assert_eq!(open.text("tasks.0.id"), id);
    let first = propose(&cast.owner, &cast.agent, &id, "60.00");
    let second = propose(&rival, &other, &id, "55.50");
    let third = propose(&rival, &other, &id, "70.00");
    let fourth = propose(&rival, &other, &id, "80.00");
    let seen = |person: &Person| {
        let list = person.client.get(&format!("/tasks/{id}/proposals")).done(200);
        list.list("proposals").len()
    };
    assert_eq!((seen(&cast.buyer), seen(&cast.owner), seen(&rival)), (4, 1, 3));

    let withdraw = format!("/agents/{other}/proposals/{fourth}");
    let withdrawn = rival.client.post(&withdraw, json!({"action": "withdraw"})).done(200);
    assert_eq!(withdrawn.text("proposal.status"), "WITHDRAWN");
    let decline = decide(&cast, &id, &third, "decline").done(200);
    assert_eq!(decline.text("proposal.status"), "DECLINED");
    assert_eq!(decline.text("task.status"), "PENDING");
    decide(&cast, &id, &fourth, "accept").refused(409, "wrong_state");

    let accepted = decide(&cast, &id, &second, "accept").done(200);
    assert_eq!(accepted.text("proposal.status"), "ACCEPTED");
    assert_eq!(accepted.text("task.status"), "EXECUTING");
    assert_eq!(accepted.number("task.held"), "55.50");
    assert_eq!(accepted.number("task.budget"), "100.00");
    assert_eq!(cast.buyer.wallet(), Wallet::of("944.50", "55.50"));
    assert_eq!(rival.wallet(), Wallet::default().with_pending("55.50"));
    let list = cast.buyer.client.get(&format!("/tasks/{id}/proposals")).done(200);
    let status = |wanted: &str| {
        let mut proposals = list.list("proposals").iter();
        let found = proposals.find(|it| it.text("id") == wanted).expect("the proposal");
        found.text("status").to_owned()
    };
    assert_eq!(status(&first), "DECLINED");
    let now = ["WITHDRAWN", "DECLINED", "ACCEPTED"].map(str::to_owned);
    assert_eq!([status(&fourth), status(&third), status(&second)], now);
    let list = cast.owner.client.get(&format!("/tasks/{id}/proposals"));
    list.refused(404, "not_found");

    let late = json!({"jobId": id, "approach": "a", "price": 1, "estimatedMinutes": 5});
    let late = cast.owner.client.post(&format!("/agents/{}/propose", cast.agent), late);
    late.refused(404, "not_found");
    let deliver = format!("/agents/{other}/tasks/{id}/deliver");
    rival.client.post(&deliver, json!({"resultSummary": "sorted"})).done(200);
    cast.review(&id, "approve");
    assert_eq!(rival.wallet(), Wallet::of("55.50", "0"));
    assert_eq!(cast.buyer.wallet(), Wallet::of("944.50", "0"));
}

#[test]
fn a_proposal_above_the_budget_or_for_ones_own_job_is_refused() {
    let cast = Cast::assemble();
    let id = cast.job("10.00");
    let dear = json!({"jobId": id, "approach": "a", "price": 10.01, "estimatedMinutes": 5});
    let dear = cast.owner.client.post(&format!("/agents/{}/propose", cast.agent), dear);
    assert!((400..500).contains(&dear.status), "{}", dear.body);
    let own = register(&cast.buyer, "own-agent", 5);
    let own_bid = json!({"jobId": id, "approach": "a", "price": 1, "estimatedMinutes": 5});
    let own_bid = cast.buyer.client.post(&format!("/agents/{own}/propose"), own_bid);
    own_bid.refused(409, "self_hire");
    let hired = format!(r#""mode": "direct", "agentId": "{own}""#);
    let hired = cast.buyer.client.post("/tasks", task("1.00", &hired));
    assert!((400..500).contains(&hired.status), "{}", hired.body);
    assert_eq!(cast.buyer.wallet(), Wallet::of("990.00", "10.00"));
}

#[test]
fn a_revision_is_a_new_round_and_rounds_are_bounded() {
    let cast = Cast::assemble();
    let id = cast.delivered("50.00");
    for round in 1..=3 {
        let revising = cast.review(&id, "request_revision");
        assert_eq!(revising.text("task.status"), "REVISION_REQUESTED");
        assert_eq!(revising.whole("task.revisions"), round);
        let cancel = cast.buyer.client.patch(&format!("/tasks/{id}"), json!({"action": "cancel"}));
        cancel.refused(409, "wrong_state");
        let again = cast.deliver(&id, &format!("round {}", round + 1));
        assert_eq!(again.whole("task.round"), round + 1);
    }
    let fourth = json!({"action": "request_revision"});
    let refused = cast.buyer.client.post(&format!("/tasks/{id}/review"), fourth);
    assert_eq!(refused.refused(409, "no_revisions_left").text("guard"), "no_revisions_left");
    wallets(&cast, ("950.00", "50.00"), "0");
    cast.review(&id, "approve");
    wallets(&cast, ("950.00", "0"), "50.00");
}

#[test]
fn the_same_delivery_again_is_one_delivery_and_another_is_refused() {
    let cast = Cast::assemble();
    let id = cast.delivered("50.00");
    let entries = cast.journal(&id).len();
    let repeated = cast.deliver(&id, "the work");
    assert_eq!(repeated.whole("task.round"), 1);
    assert_eq!(cast.journal(&id).len(), entries);
    let path = format!("/agents/{}/tasks/{id}/deliver", cast.agent);
    let other = cast.owner.client.post(&path, json!({"resultSummary": "other work"}));
    assert_eq!(other.refused(409, "wrong_state").text("currentStatus"), "DELIVERED");
}

#[test]
fn remedies_are_bounded_and_then_the_agent_can_still_concede() {
    let cast = Cast::assemble();
    let (id, _) = cast.disputed("50.00");
    let accept = |summary: &str| {
        let proof = json!({"summary": summary, "artifacts": []});
        cast.answer(&id, &json!({"action": "accept", "message": "sorry", "deliveryProof": proof}))
    };
    let dispute = |reason: &str| {
        let path = format!("/dashboard/tasks/{id}/dispute");
        cast.buyer.client.post(&path, json!({"reason": reason})).done(201)
    };
    for remedy in 1..=2 {
        let remedied = accept(&format!("remedy {remedy}")).done(200);
        assert_eq!(remedied.text("task.status"), "DELIVERED");
        assert_eq!(remedied.whole("task.remedies"), remedy);
        assert_eq!(remedied.text("dispute.stage"), "CLOSED");
        let _: Json = dispute("still not");
    }
    accept("remedy 3").refused(409, "no_remedies_left");
    wallets(&cast, ("950.00", "50.00"), "0");
    let conceded = cast.answer(&id, &json!({"action": "concede"})).done(200);
    assert_eq!(conceded.text("task.status"), "CANCELLED");
    assert_eq!(conceded.text("task.outcome.kind"), "CONCEDED");
    wallets(&cast, ("1000.00", "0"), "0");
}

#[test]
fn a_buyer_can_withdraw_a_dispute_by_approving() {
    let cast = Cast::assemble();
    let (id, _) = cast.arbitrated("50.00");
    let done = cast.review(&id, "approve");
    assert_eq!(done.text("task.outcome.kind"), "WITHDRAWN");
    wallets(&cast, ("950.00", "0"), "50.00");
}

#[test]
fn a_split_of_a_third_gives_the_dust_to_the_agent() {
    let cast = Cast::assemble();
    let (id, dispute) = cast.arbitrated("100.01");
    let open = cast.admin.get("/admin/disputes").done(200);
    assert_eq!(open.text("disputes.0.id"), dispute);
    let ruling =
        r#"{"resolution": "SPLIT", "refundPercentage": 33.33, "notes": "both have a point"}"#;
    let ruled = cast.rule(&dispute, ruling).done(200);
    assert_eq!(ruled.text("task.status"), "COMPLETED");
    assert_eq!(ruled.text("task.outcome.kind"), "SPLIT");
    // 100.01 * 0.3333 = 33.333333, exactly.
    assert_eq!(ruled.number("task.outcome.buyerReceives"), "33.333333");
    assert_eq!(ruled.number("task.outcome.agentReceives"), "66.676667");
    assert_eq!(ruled.number("dispute.refundPercentage"), "33.33");
    assert_eq!(ruled.text("dispute.stage"), "CLOSED");
    wallets(&cast, ("933.323333", "0"), "66.676667");
    let twice = cast.rule(&dispute, json!({"resolution": "RELEASE_TO_AGENT"}));
    assert_eq!(twice.refused(409, "wrong_state").text("currentStatus"), "COMPLETED");
    assert!(cast.admin.get("/admin/disputes").done(200).list("disputes").is_empty());
    assert_eq!(cast.task(&id).number("held"), "0.00");
}

#[test]
fn every_ruling_ends_as_it_says() {
    let cases = [
        (r#"{"resolution": "REFUND_BUYER"}"#, "CANCELLED", "REFUNDED", "10.000001", "0.00"),
        (
            r#"{"resolution": "REFUND_BUYER", "refundPercentage": 0.01}"#,
            "CANCELLED",
            "REFUNDED",
            "0.001",
            "9.999001",
        ),
        (r#"{"resolution": "RELEASE_TO_AGENT"}"#, "COMPLETED", "RELEASED", "0.00", "10.000001"),
        (
            r#"{"resolution": "RELEASE_TO_AGENT", "refundPercentage": 0}"#,
            "COMPLETED",
            "RELEASED",
            "0.00",
            "10.000001",
        ),
        (
            r#"{"resolution": "SPLIT", "refundPercentage": 50}"#,
            "COMPLETED",
            "SPLIT",
            "5.00",
            "5.000001",
        ),
    ];
    let cast = Cast::assemble();
    for (ruling, status, kind, buyer, agent) in cases {
        let (_, dispute) = cast.disputed("10.000001");
        let ruled = cast.rule(&dispute, ruling).done(200);
        assert_eq!(ruled.text("task.status"), status, "{ruling}");
        assert_eq!(ruled.text("task.outcome.kind"), kind, "{ruling}");
        assert_eq!(ruled.number("task.outcome.buyerReceives"), buyer, "{ruling}");
        assert_eq!(ruled.number("task.outcome.agentReceives"), agent, "{ruling}");
    }
}

#[test]
fn evidence_is_appended_until_the_one_time_statement() {
    let cast = Cast::assemble();
    let (id, _) = cast.arbitrated("10.00");
    let item = format!("/dashboard/tasks/{id}/dispute/evidence");
    let filed = cast.buyer.client.post(&item, json!({"description": "a photo"})).done(201);
    assert_eq!(filed.text("evidence.by"), "BUYER");
    let seal = format!("/dashboard/tasks/{id}/dispute/statement");
    let statement = json!({"documents": ["https://example.com/a.pdf"], "argument": "it is wrong"});
    let sealed = cast.buyer.client.post(&seal, &statement).done(201);
    assert_eq!(sealed.at("dispute.sealed").to_string(), r#"{"buyer":true,"agent":false}"#);
    let other = json!({"documents": [], "argument": "something else"});
    cast.buyer.client.post(&seal, other).refused(409, "sealed");
    cast.buyer.client.post(&item, json!({"description": "more"})).refused(409, "sealed");
    let entries = cast.journal(&id).len();
    let repeat = cast.buyer.client.post(&seal, &statement);
    assert!((200..300).contains(&repeat.status), "an identical repeat: {}", repeat.body);
    assert_eq!(cast.journal(&id).len(), entries);
    let theirs = format!("/agents/{}/tasks/{id}/evidence", cast.agent);
    cast.owner.client.post(&theirs, &statement).done(201);
    assert_eq!(cast.task(&id).list("dispute.evidence").len(), 3);
}

#[test]
fn cancelling_gives_everything_back_until_there_is_a_delivery() {
    let cast = Cast::assemble();
    let cancel =
        |id: &str| cast.buyer.client.patch(&format!("/tasks/{id}"), json!({"action": "cancel"}));
    let (job, running, delivered) =
        (cast.job("10.00"), cast.hire("20.00"), cast.delivered("30.00"));
    assert_eq!(cast.buyer.wallet(), Wallet::of("940.00", "60.00"));
    assert_eq!(cast.owner.wallet(), Wallet::default().with_pending("50.00"));
    for (id, held) in [(&job, "50.00"), (&running, "30.00")] {
        let cancelled = cancel(id).done(200);
        assert_eq!(cancelled.text("task.status"), "CANCELLED");
        assert_eq!(cancelled.text("task.outcome.kind"), "CANCELLED");
        assert_eq!(cast.buyer.wallet().held, earnest_tests::json::micros(held));
    }
    let refused = cancel(&delivered).refused(409, "wrong_state");
    assert_eq!(refused.text("currentStatus"), "DELIVERED");
    let fail = format!("/agents/{}/tasks/{}/fail", cast.agent, cast.hire("5.00"));
    let failed = cast.owner.client.post(&fail, json!({"reason": "beyond me"})).done(200);
    assert_eq!(failed.text("task.status"), "FAILED");
    assert_eq!(failed.text("task.outcome.reason"), "agent_failed");
    wallets(&cast, ("970.00", "30.00"), "0");
}

/// The buyer's available and held, and the owner's available; what is held is pending there.
#[track_caller]
fn wallets(cast: &Cast, (available, held): (&str, &str), earned: &str) {
    assert_eq!(cast.buyer.wallet(), Wallet::of(available, held), "the buyer's wallet");
    assert_eq!(
        cast.owner.wallet(),
        Wallet::of(earned, "0").with_pending(held),
        "the owner's wallet"
    );
}

#[track_caller]
fn propose(owner: &Person, agent: &str, job: &str, price: &str) -> String {
    let body = format!(
        r#"{{"jobId": "{job}", "approach": "By hand.", "price": {price}, "estimatedMinutes": 45}}"#
    );
    let proposed = owner.client.post(&format!("/agents/{agent}/propose"), body).done(201);
    assert_eq!(proposed.number("proposal.price"), price);
    assert_eq!(proposed.text("proposal.status"), "PENDING");
    proposed.text("proposal.id").to_owned()
}

#[track_caller]
fn decide(cast: &Cast, job: &str, proposal: &str, action: &str) -> earnest_tests::client::Answer {
    let path = format!("/tasks/{job}/proposals/{proposal}");
    cast.buyer.client.post(&path, json!({"action": action}))
}
