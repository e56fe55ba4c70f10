use std::net::SocketAddr;

use axum::routing::get;
use futures_util::{StreamExt, stream};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::*;
use crate::sse;

struct Running {
    address: SocketAddr,
    shutdown: CancellationToken,
    task: JoinHandle<io::Result<()>>,
}

async fn start(settings: Settings) -> Running {
    let router = Router::new()
        .route("/", get(|| async { "hello" }))
        .route("/panic", get(async || -> &str { panic!("on purpose") }))
        .route("/never", get(std::future::pending::<&str>))
        .route(
            "/slow",
            get(async || {
                sleep(Duration::from_millis(200)).await;
                "slow"
            }),
        )
        .route("/who", get(async |ConnectInfo(peer): ConnectInfo<SocketAddr>| peer.to_string()))
        .route(
            "/events",
            get(async || {
                let first = stream::once(async { sse::frame(None, "status", "1") });
                sse::answer(first.chain(stream::pending()))
            }),
        );
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let shutdown = CancellationToken::new();
    let task = tokio::spawn(serve(listener, router, settings, shutdown.clone()));
    Running { address, shutdown, task }
}

async fn connect(server: &Running, request: &str) -> TcpStream {
    let mut client = TcpStream::connect(server.address).await.unwrap();
    client.write_all(request.as_bytes()).await.unwrap();
    client
}

fn closing(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
}

async fn rest(mut client: TcpStream) -> String {
    let mut text = Vec::new();
    drop(client.read_to_end(&mut text).await);
    String::from_utf8(text).unwrap()
}

async fn until(client: &mut TcpStream, end: &str) -> String {
    let mut text = String::new();
    let mut byte = [0];
    while !text.ends_with(end) {
        assert_eq!(client.read(&mut byte).await.unwrap(), 1, "{text}");
        text.push(char::from(byte[0]));
    }
    text
}

#[tokio::test]
async fn a_request_is_answered() {
    let server = start(Settings::default()).await;
    let answer = rest(connect(&server, &closing("/")).await).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("\r\n\r\nhello"));
    assert!(rest(connect(&server, &closing("/who")).await).await.contains("127.0.0.1:"));
}

#[tokio::test(start_paused = true)]
async fn slow_heads_are_cut_off() {
    let server = start(Settings::default()).await;
    let start = Instant::now();
    for beginning in ["", "G", "GET / HTTP/1.1\r\nhost: a\r\nx: "] {
        let client = connect(&server, beginning).await;
        let answer = rest(client).await;
        assert!(!answer.contains("200"), "{answer}");
    }
    assert!((30..=31).contains(&start.elapsed().as_secs()), "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn idle_connections_are_closed() {
    let server = start(Settings::default()).await;
    let mut client = connect(&server, "GET / HTTP/1.1\r\nhost: a\r\n\r\n").await;
    until(&mut client, "hello").await;
    let start = Instant::now();
    assert_eq!(rest(client).await, "");
    assert!((9..=11).contains(&start.elapsed().as_secs()), "{:?}", start.elapsed());
}

#[tokio::test]
async fn large_heads_are_refused() {
    let server = start(Settings::default()).await;
    let request = format!("GET / HTTP/1.1\r\nhost: a\r\nx: {}\r\n\r\n", "x".repeat(20_000));
    assert!(rest(connect(&server, &request).await).await.starts_with("HTTP/1.1 431 "));
}

#[tokio::test]
async fn a_flood_of_connections_does_not_starve_the_others() {
    let settings =
        Settings { connections: 8, head_time: Duration::from_millis(100), ..Settings::default() };
    let server = start(settings).await;
    let mut flood = Vec::new();
    for _ in 0..32 {
        flood.push(connect(&server, "GET / HTTP/1.1\r\n").await);
    }
    let start = Instant::now();
    let answer = rest(connect(&server, &closing("/")).await).await;
    assert!(answer.ends_with("hello"), "{answer}");
    let waited = start.elapsed();
    assert!(waited > Duration::from_millis(200), "the limit does not hold: {waited:?}");
    assert!(waited < Duration::from_secs(5), "{waited:?}");
}

#[tokio::test]
async fn a_panic_is_a_defect_and_the_server_goes_on() {
    let server = start(Settings::default()).await;
    let answer = rest(connect(&server, &closing("/panic")).await).await;
    assert!(answer.starts_with("HTTP/1.1 500 ") && answer.contains(r#""code":"defect""#));
    assert!(!answer.contains("on purpose"));
    assert!(rest(connect(&server, &closing("/")).await).await.ends_with("hello"));
}

#[tokio::test(start_paused = true)]
async fn an_answer_comes_in_time() {
    let server =
        start(Settings { head_time: Duration::from_secs(60), ..Settings::default() }).await;
    let start = Instant::now();
    let answer = rest(connect(&server, &closing("/never")).await).await;
    assert!(answer.starts_with("HTTP/1.1 503 ") && answer.contains("unavailable"), "{answer}");
    assert!(answer.contains("retry-after: 1\r\n"));
    assert_eq!(start.elapsed().as_secs(), 30);
}

#[tokio::test]
async fn a_shutdown_ends_open_streams() {
    let server = start(Settings::default()).await;
    let mut client = connect(&server, "GET /events HTTP/1.1\r\nhost: a\r\n\r\n").await;
    let _idle = connect(&server, "").await;
    until(&mut client, "data: 1\n\n").await;
    let start = Instant::now();
    server.shutdown.cancel();
    server.task.await.unwrap().unwrap();
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
    // A proper end, not a torn connection.
    assert!(rest(client).await.ends_with("0\r\n\r\n"));
    assert!(TcpStream::connect(server.address).await.is_err());
}

#[tokio::test]
async fn a_shutdown_waits_for_answers_in_the_making() {
    let server = start(Settings::default()).await;
    let client = connect(&server, "GET /slow HTTP/1.1\r\nhost: a\r\n\r\n").await;
    sleep(Duration::from_millis(50)).await;
    server.shutdown.cancel();
    server.task.await.unwrap().unwrap();
    assert!(rest(client).await.ends_with("slow"));
}

#[tokio::test]
async fn a_shutdown_does_not_wait_for_ever() {
    let settings = Settings { drain_time: Duration::from_millis(50), ..Settings::default() };
    let server = start(settings).await;
    let _client = connect(&server, &closing("/never")).await;
    sleep(Duration::from_millis(50)).await;
    let start = Instant::now();
    server.shutdown.cancel();
    server.task.await.unwrap().unwrap();
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
}
