//! Pages of messages and of the journal: whole, in order, and at a bounded cost.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use earnest::ids::InstanceId;
use earnest_service::store::Entry;
use earnest_service::{genesis, link};
use serde_json::Value;

use crate::store::Watched;
use crate::world::{World, text};

/// Every element of a list, by pages of `limit`.
async fn pages(world: &World, path: &str, name: &str, limit: usize) -> Vec<Value> {
    let mut all = Vec::new();
    let mut cursor = String::new();
    loop {
        let query = format!("{path}?limit={limit}{cursor}");
        let page = world.get(&world.buyer, &query).await.done(200);
        let found = page[name].as_array().unwrap();
        assert!(found.len() <= limit);
        all.extend(found.iter().cloned());
        match page["nextCursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return all,
        }
    }
}

#[tokio::test]
async fn pages_show_every_message_once_oldest_first() {
    let world = World::new().await;
    let task = world.hired().await;
    let path = format!("/tasks/{task}");
    assert!(pages(&world, &format!("{path}/messages"), "messages", 5).await.is_empty());
    let mut sent = Vec::new();
    for number in 0..23 {
        let body = format!(r#"{{"content": "{number}"}}"#);
        let key = if number % 3 == 0 { &world.owner } else { &world.buyer };
        let message = world.post(key, &format!("{path}/messages"), &body).await.done(201);
        sent.push(message["message"].clone());
        for _ in 0..number % 4 {
            let body = format!(r#"{{"progress": {number}}}"#);
            world.post(&world.owner, &format!("{path}/progress"), &body).await.done(200);
        }
    }
    for limit in [1, 2, 7, 22, 23, 24, 100] {
        let read = pages(&world, &format!("{path}/messages"), "messages", limit).await;
        assert_eq!(read, sent, "{limit}");
        let read = pages(&world, &format!("/dashboard/messages/{task}"), "messages", limit).await;
        assert_eq!(read, sent, "{limit}");
    }
}

#[tokio::test]
async fn a_page_of_messages_does_not_cost_the_whole_history() {
    let store = Arc::new(Watched::default());
    let world = World::over(store.clone()).await;
    let task = world.hired().await;
    let path = format!("/tasks/{task}");
    let (messages, progress) = (format!("{path}/messages"), format!("{path}/progress"));
    let say = async |words: &str| {
        let body = format!(r#"{{"content": "{words}"}}"#);
        world.post(&world.buyer, &messages, &body).await.done(201)
    };
    say("first").await;
    for _ in 0..1200 {
        world.post(&world.owner, &progress, r#"{"progress": 1}"#).await.done(200);
    }
    let read = async |query: &str| {
        let before = store.given.load(Ordering::Relaxed);
        let page = world.get(&world.buyer, &format!("{messages}{query}")).await.done(200);
        (page, store.given.load(Ordering::Relaxed) - before)
    };
    let (page, cost) = read("").await;
    assert_eq!(page["messages"].as_array().unwrap().len(), 1);
    assert!(page["nextCursor"].is_null() && cost <= 64, "{cost}");
    say("last").await;
    let (page, cost) = read("").await;
    assert!(!page["nextCursor"].is_null() && cost <= 512, "{cost}");
    assert_eq!(pages(&world, &messages, "messages", 20).await.len(), 2);
    let far = format!("?cursor={}", "f".repeat(32));
    let (page, cost) = read(&far).await;
    assert_eq!((page["messages"].as_array().unwrap().len(), cost), (0, 0));
    assert!(page["nextCursor"].is_null());
}

/// STORE-12, STORE-14
#[tokio::test]
async fn what_a_task_always_shows_comes_from_no_journal() {
    let store = Arc::new(Watched::default());
    let world = World::over(store.clone()).await;
    let task = world.hired().await;
    let path = format!("/tasks/{task}");
    let report = format!("{path}/progress");
    store.asked.store(0, Ordering::Relaxed);
    let page = world.get(&world.buyer, "/tasks").await.done(200);
    assert_eq!(page["tasks"][0]["id"], task);
    for number in 1..3 {
        let body = format!(r#"{{"progress": {number}}}"#);
        let answer = world.post(&world.owner, &report, &body).await.done(200);
        assert_eq!(answer["task"]["title"], page["tasks"][0]["title"]);
    }
    assert_eq!(store.asked.load(Ordering::Relaxed), 0);
    let shown = world.get(&world.buyer, &path).await.done(200);
    assert_eq!(shown["task"]["progress"]["progress"], 2);
    assert_eq!(store.asked.load(Ordering::Relaxed), 1);
}

/// STORE-12, STORE-14
#[tokio::test]
async fn the_journal_can_be_checked_by_who_reads_it() {
    let world = World::new().await;
    let (task, _) = world.disputed().await;
    let path = format!("/tasks/{task}/messages");
    world.post(&world.buyer, &path, r#"{"content": "ä \" <b>"}"#).await.done(201);
    let mut before = None;
    for limit in [1, 2, 100] {
        let path = format!("/tasks/{task}/journal");
        let journal = pages(&world, &path, "journal", limit).await;
        let first = before.get_or_insert_with(|| journal.clone());
        assert_eq!(&journal, first);
        for (number, entry) in (1..).zip(&journal) {
            assert_eq!(entry["number"], number);
        }
    }
    // The texts come as they are kept, so that the hashes can be computed.
    let answer = world.get(&world.buyer, &format!("/tasks/{task}/journal?limit=100")).await;
    let id: InstanceId = task.strip_prefix("task_").unwrap().parse().unwrap();
    let kept = world.app.store().entries(id, 0, 100).await.unwrap();
    let mut hash = genesis(id);
    for (entry, shown) in kept.iter().zip(answer.json()["journal"].as_array().unwrap()) {
        assert!(answer.body.contains(&*entry.body), "{}", entry.body);
        assert!(entry.document.as_ref().is_none_or(|it| answer.body.contains(&**it)));
        hash = link(hash, &Entry { hash, ..entry.clone() });
        assert_eq!(text(shown, "/hash"), hash.to_string());
    }
}
