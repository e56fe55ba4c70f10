//! The typed client where the network and the server fail: what is sent again is done once, and
//! streams go on where they broke off.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use earnest_client::admin::NewTransfer;
use earnest_client::marketplace::{Report, TaskEvent, TaskStatus};
use earnest_client::{Client, Error, IdempotencyKey, Retry};
use earnest_tests::proxy::{Fate, Proxy};
use earnest_tests::scene::{Scene, next, status, until};
use earnest_tests::server::{ADMIN_KEY, Server};
use futures_util::TryStreamExt;
use tokio::task::spawn_blocking;

const BUSY: Fate = Fate::Answer("HTTP/1.1 503 Busy\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n");
const SLOW_DOWN: Fate =
    Fate::Answer("HTTP/1.1 429 Slow down\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n");
const IN_AN_HOUR: Fate =
    Fate::Answer("HTTP/1.1 503 Busy\r\nretry-after: 3600\r\ncontent-length: 0\r\n\r\n");
/// A stream that breaks off in its first event.
const HALF: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n\
    retry: 700\nid: 2\nevent: status\ndata: {";

#[tokio::test]
async fn a_command_that_is_sent_again_is_done_once() {
    let scene = Scene::open().await;
    let fates = vec![Fate::LoseAnswer, BUSY, SLOW_DOWN, Fate::LoseAnswer];
    let proxy = Proxy::before(scene.server.address(), fates);
    let admin = Client::new(&proxy.base(), ADMIN_KEY).unwrap();
    let money = NewTransfer { amount: 7.into(), currency: None };
    let moved = admin.admin().deposit(&scene.buyer_id, &money).await.unwrap();
    assert_eq!(moved.wallet["USDC"].available.digits(), "1007.00");
    let wallet = scene.buyer.marketplace().wallet().await.unwrap();
    assert_eq!(wallet, moved.wallet);
    let sent = proxy.requests();
    let keys: Vec<_> = sent.iter().map(|head| header(head, "idempotency-key")).collect();
    assert_eq!(keys.len(), 4, "as often as it went wrong");
    assert!(keys.iter().all(|key| key.is_some() && *key == keys[0]), "{keys:?}");
}

#[tokio::test]
async fn a_removal_is_not_sent_again() {
    let scene = Scene::open().await;
    let key = scene.admin.admin().create_key(&scene.buyer_id).await.unwrap();
    let proxy = Proxy::before(scene.server.address(), vec![Fate::LoseAnswer]);
    let admin = Client::new(&proxy.base(), ADMIN_KEY).unwrap();
    let lost = admin.admin().revoke_key(&key.key_id).await.unwrap_err();
    assert!(matches!(lost, Error::Transport(_)), "{lost:?}");
    let gone = admin.admin().revoke_key(&key.key_id).await.unwrap_err();
    assert_eq!(gone.code(), Some("not_found"), "it was done the first time");
}

#[tokio::test]
async fn nobody_waits_longer_than_he_said() {
    let scene = Scene::open().await;
    let proxy = Proxy::before(scene.server.address(), vec![IN_AN_HOUR]);
    let client = Client::new(&proxy.base(), ADMIN_KEY).unwrap();
    let busy = client.admin().clock().await.unwrap_err();
    assert_eq!((busy.status(), busy.code()), (Some(503), None));
    assert_eq!(busy.problem().unwrap().retry_after, Some(Duration::from_secs(3600)));

    let retry = Retry { times: 2, first: Duration::from_millis(1), ..Retry::default() };
    let proxy = Proxy::before(scene.server.address(), vec![BUSY; 4]);
    let client = Client::builder(&proxy.base()).key(ADMIN_KEY).retry(retry).build().unwrap();
    assert_eq!(client.admin().clock().await.unwrap_err().status(), Some(503));
    assert_eq!(proxy.requests().len(), 3);
    let nobody = SocketAddr::from(([127, 0, 0, 1], 1));
    let client = Client::builder(&format!("http://{nobody}")).retry(retry).build().unwrap();
    let unreached = client.health().await.unwrap_err();
    assert!(matches!(unreached, Error::Transport(_)), "{unreached:?}");
}

#[tokio::test]
async fn a_command_repeated_after_a_crash_gets_its_first_answer() {
    let mut scene = Scene::open().await;
    let key: IdempotencyKey = "order-17".parse().unwrap();
    let commission = scene.commission("10.00");
    let first = scene.buyer.once(key.clone()).marketplace().create_task(&commission).await;
    let first = first.unwrap();
    let marketplace = scene.buyer.marketplace();
    until(&mut marketplace.task_events(&first.id, None), status(TaskStatus::Executing)).await;
    scene.server.kill9();
    let down = scene.buyer.once(key);
    // It is sent while nobody listens.
    let again = tokio::spawn(async move { down.marketplace().create_task(&commission).await });
    let _server: Server = back(scene.server).await;
    assert_eq!(again.await.unwrap().unwrap(), first);
    let wallet = marketplace.wallet().await.unwrap();
    assert_eq!(wallet["USDC"].held.digits(), "10.00");
}

#[tokio::test]
async fn a_stream_goes_on_after_a_crash_and_repeats_nothing() {
    let mut scene = Scene::open().await;
    let id = scene.hired("10.00").await;
    let (buyer, owner) = (scene.buyer.marketplace(), scene.owner.marketplace());
    let report = |progress| Report { progress, ..Report::default() };
    owner.progress(&id, &report(10)).await.unwrap();
    let mut events = buyer.task_events(&id, None);
    let tenth = until(&mut events, |event| matches!(event, TaskEvent::Progress(_))).await;
    scene.server.kill9();
    let _server = back(scene.server).await;
    owner.progress(&id, &report(20)).await.unwrap();
    let TaskEvent::Progress(twentieth) = next(&mut events).await.body else {
        panic!("not the next event")
    };
    assert_eq!(twentieth.progress, 20);
    buyer.cancel(&id).await.unwrap();
    let rest: Vec<_> = events.try_collect().await.unwrap();
    assert_eq!(rest.len(), 1, "it ends with the task");
    let resumed = buyer.task_events(&id, tenth.id.as_deref());
    let resumed: Vec<_> = resumed.try_collect().await.unwrap();
    assert_eq!(resumed[0].body, TaskEvent::Progress(twentieth));
    assert_eq!(resumed[1..], rest);
}

#[tokio::test]
async fn a_stream_waits_as_it_is_asked_to_and_half_an_event_is_none() {
    let scene = Scene::open().await;
    let id = scene.hired("10.00").await;
    let asked = Duration::from_millis(700);
    let proxy = Proxy::before(scene.server.address(), vec![Fate::Answer(HALF)]);
    let client = Client::new(&proxy.base(), ADMIN_KEY).unwrap();
    let begun = Instant::now();
    let first = next(&mut client.marketplace().task_events(&id, None)).await;
    assert!(begun.elapsed() >= asked, "{:?}", begun.elapsed());
    let direct = next(&mut scene.buyer.marketplace().task_events(&id, None)).await;
    assert_eq!(first, direct, "it begins where nothing was seen");
}

#[tokio::test]
async fn a_stream_that_is_none_is_an_error() {
    let scene = Scene::open().await;
    let id = scene.hired("10.00").await;
    let page = Fate::Answer("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<html>");
    let proxy = Proxy::before(scene.server.address(), vec![page]);
    let client = Client::new(&proxy.base(), ADMIN_KEY).unwrap();
    let events = client.marketplace().task_events(&id, None);
    let none = events.try_collect::<Vec<_>>().await.unwrap_err();
    assert!(matches!(none, Error::Stream(_)), "{none:?}");
    let events = client.marketplace().task_events(&id, Some("1\n"));
    let invalid = events.try_collect::<Vec<_>>().await.unwrap_err();
    assert!(matches!(invalid, Error::Invalid(_)), "{invalid:?}");
}

#[tokio::test]
async fn a_stream_gives_up_when_nobody_comes_back() {
    let mut scene = Scene::open().await;
    let id = scene.hired("10.00").await;
    let retry = Retry { times: 2, first: Duration::from_millis(1), ..Retry::default() };
    let server = scene.server.client();
    let client = Client::builder(server.base()).key(ADMIN_KEY).retry(retry).build().unwrap();
    let mut events = client.marketplace().task_events(&id, None);
    until(&mut events, status(TaskStatus::Executing)).await;
    scene.server.kill9();
    let lost = events.try_collect::<Vec<_>>().await.unwrap_err();
    assert!(matches!(lost, Error::Transport(_)), "{lost:?}");
}

/// The server on the same file and port, while the client's own work goes on.
async fn back(server: Server) -> Server {
    spawn_blocking(move || server.restart_in_place()).await.expect("a server that comes back")
}

fn header<'a>(head: &'a str, wanted: &str) -> Option<&'a str> {
    let fields = head.lines().filter_map(|line| line.split_once(": "));
    let mut named = fields.filter(|(name, _)| name.eq_ignore_ascii_case(wanted));
    named.next().map(|(_, value)| value)
}
