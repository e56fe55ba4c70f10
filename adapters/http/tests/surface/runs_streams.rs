//! What workers and users of runs wait for: offers, claims, logs.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use earnest_http::router;
use earnest_service::Memory;
use serde_json::{Value, json};

use crate::reader::{Event, Reader};
use crate::runs::Shop;
use crate::store::Watched;
use crate::world::{World, app, send, text};

async fn logs(shop: &Shop, run: &str, after: Option<&str>) -> Reader {
    let path = format!("/runs/tasks/{run}/logs/stream");
    Reader::open(&shop.world.router, &shop.world.buyer, &path, after).await
}

async fn lived(shop: &Shop) -> String {
    let run = shop.run("Build it").await;
    shop.claim(json!({})).await.unwrap();
    let renew = format!("runs/{run}/renew");
    shop.worker(&renew, json!({"logs": ["one", "two", ""]})).await.done(200);
    shop.worker(&renew, json!({"logs": []})).await.done(200);
    shop.worker(&renew, json!({"logs": ["three"]})).await.done(200);
    shop.complete(&run, json!({"message": "done"})).await;
    run
}

#[tokio::test]
async fn a_log_is_streamed_in_order_and_ends_with_the_run() {
    let shop = Shop::new().await;
    let run = lived(&shop).await;
    let mut reader = logs(&shop, &run, None).await;
    let events = reader.take(7).await;
    assert_eq!(reader.next().await, None, "nothing follows the last status");
    let at = "2026-01-01T00:00:00.000Z";
    let status = |status: &str, before: Value| {
        json!({"runId": run, "status": status, "previousStatus": before, "reason": null,
            "timestamp": at})
    };
    let log = |message: &str| json!({"runId": run, "message": message, "timestamp": at});
    let expected = [
        ("1", "status", status("queued", Value::Null)),
        ("2", "status", status("running", json!("queued"))),
        ("3.1", "log", log("one")),
        ("3.2", "log", log("two")),
        ("3", "log", log("")),
        ("5", "log", log("three")),
        ("6", "status", status("completed", json!("running"))),
    ];
    for (event, (id, name, data)) in events.iter().zip(expected) {
        let Event { id: found, name: found_name, data: found_data } = event;
        assert_eq!((found.as_deref(), &**found_name, found_data), (Some(id), name, &data));
    }
}

#[tokio::test]
async fn a_log_resumes_after_any_event_and_who_saw_the_last_need_not_come_back() {
    let shop = Shop::new().await;
    let run = lived(&shop).await;
    let whole = logs(&shop, &run, None).await.take(7).await;
    for seen in 1..whole.len() {
        let mut resumed = logs(&shop, &run, whole[seen - 1].id.as_deref()).await;
        assert_eq!(resumed.take(whole.len() - seen).await, whole[seen..]);
        assert_eq!(resumed.next().await, None);
    }
    let path = format!("/runs/tasks/{run}/logs/stream");
    let (status, _) = Reader::ask(&shop.world.router, &shop.world.buyer, &path, Some("6")).await;
    assert_eq!(status, 204);
}

#[tokio::test]
async fn a_log_is_followed_while_it_grows() {
    let shop = Shop::new().await;
    let run = shop.run("Build it").await;
    let mut reader = logs(&shop, &run, None).await;
    assert_eq!(reader.next().await.unwrap().data["status"], "queued");
    shop.claim(json!({})).await.unwrap();
    assert_eq!(reader.next().await.unwrap().data["status"], "running");
    shop.advance(60_000).await;
    let last = reader.next().await.unwrap();
    assert_eq!(
        (&last.data["status"], &last.data["reason"]),
        (&json!("interrupted"), &json!("lease_lapsed"))
    );
    assert_eq!(reader.next().await, None);
}

#[tokio::test(start_paused = true)]
async fn a_claim_waits_for_a_run() {
    let shop = Shop::new().await;
    let begun = tokio::time::Instant::now();
    assert_eq!(shop.worker("claim?waitMs=30000", json!({})).await.status, 204);
    assert_eq!(begun.elapsed().as_secs(), 30);
    let (answer, run) =
        tokio::join!(shop.worker("claim?waitMs=30000", json!({})), shop.run("Build it"));
    assert_eq!(text(&answer.done(200), "/runId"), run);
    assert_eq!(begun.elapsed().as_secs(), 30, "it is told at once");
    for (query, code) in [
        ("waitMs=30001", "too_large"),
        ("waitMs=x", "not_a_number"),
        ("waitMs=-1", "not_a_number"),
        ("wait=1", "unknown_field"),
    ] {
        let answer = shop.worker(&format!("claim?{query}"), json!({})).await;
        let problem = answer.refused(400, "validation_failed");
        assert_eq!(problem["errors"][0]["code"], code, "{query}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_run_is_claimed_once_however_many_workers_ask() {
    const RUNS: usize = 20;
    let memory = Arc::new(Memory::new());
    let shop = Arc::new(Shop::over(World::over(memory.clone()).await).await);
    let mut expected = Vec::new();
    for number in 0..RUNS {
        expected.push(shop.run(&format!("run {number}")).await);
    }
    // Half of the workers speak to another process on the same store.
    let elsewhere = router(app(memory, ""));
    let claims = (0..RUNS + 5).map(|number| {
        let (shop, elsewhere) = (Arc::clone(&shop), elsewhere.clone());
        tokio::spawn(async move {
            let router = if number % 2 == 0 { &shop.world.router } else { &elsewhere };
            let path = "/runs/api/v1/worker/claim";
            let answer = send(router, "POST", &shop.world.owner, path, "{}").await;
            (answer.status == 200).then(|| text(&answer.json(), "/runId"))
        })
    });
    let mut claimed = Vec::new();
    for claim in claims.collect::<Vec<_>>() {
        claimed.extend(claim.await.unwrap());
    }
    claimed.sort_unstable();
    assert_eq!(claimed, expected);
}

#[tokio::test]
async fn claims_at_once_commit_at_once_and_do_not_race() {
    let store = Arc::new(Watched::default());
    let shop = Shop::over(World::over(store.clone()).await).await;
    let runs = [shop.run("one").await, shop.run("two").await];
    store.at_once.store(0, Ordering::Relaxed);
    let claimed = tokio::join!(shop.claim(json!({})), shop.claim(json!({})));
    assert_eq!([claimed.0, claimed.1], runs.map(Some));
    assert_eq!(store.at_once.load(Ordering::Relaxed), 2);
    assert_eq!(store.refused.load(Ordering::Relaxed), 0);
}

#[tokio::test(start_paused = true)]
async fn a_worker_is_told_of_runs_that_wait() {
    let shop = Shop::new().await;
    let waiting = shop.run("one").await;
    let path = "/runs/worker/stream";
    let mut offers = Reader::open(&shop.world.router, &shop.world.owner, path, None).await;
    let offer = offers.next().await.unwrap();
    assert_eq!((offer.id, &*offer.name), (None, "offer"));
    assert_eq!(offer.data, json!({"runId": waiting}));
    let group = shop.start(json!({"prompt": "p", "selectedAgents": ["a", "b"]})).await;
    for number in 0..2 {
        let run = text(&group, &format!("/runs/{number}/runId"));
        assert_eq!(offers.next().await.unwrap().data["runId"], *run);
    }
    assert!(offers.is_silent(Duration::from_secs(10)).await, "each is told once");
}
