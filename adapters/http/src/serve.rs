//! The accept loop. axum's own sets no limit on how many connections there are and how slow they
//! may be; this one does, and it ends in time.

use std::convert::Infallible;
use std::io;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{ConnectInfo, Request};
use axum::http::HeaderValue;
use axum::http::header::{CONNECTION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use http_body::{Frame, SizeHint};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use pin_project_lite::pin_project;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};
use tokio_util::task::TaskTracker;
use tower::ServiceExt;
use tracing::{error, warn};

use crate::body::BodyLimits;
use crate::problem::{Code, Problem};

mod patient;
mod read;

use patient::Patient;
use read::Rest;

/// How much a client may ask of the server.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How many connections are served at a time; 10,000 by default. Those over it wait in the
    /// system's queue until one ends: idle and slow ones end by the times below.
    pub connections: usize,
    /// From the end of the last answer, or from the connection's beginning, to the end of the
    /// next request's head; 10 s by default. An idle connection is closed after it.
    pub head_time: Duration,
    /// How large the request line and the headers may be together, in bytes; 16 KiB by default
    /// and 8 KiB at least.
    pub head_bytes: usize,
    /// How large and how slow a body may be.
    pub body: BodyLimits,
    /// From a request's head to the head of its answer; 30 s by default. A stream's answer begins
    /// at once, so that its length is not limited.
    pub answer_time: Duration,
    /// How long a client may refuse to read; 30 s by default.
    pub write_time: Duration,
    /// How long a shutdown waits for answers in the making; 10 s by default. Streams end at once.
    pub drain_time: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            connections: 10_000,
            head_time: Duration::from_secs(10),
            head_bytes: 16 * 1024,
            body: BodyLimits::default(),
            answer_time: Duration::from_secs(30),
            write_time: Duration::from_secs(30),
            drain_time: Duration::from_secs(10),
        }
    }
}

/// Serves `router` until `shutdown` is cancelled: then nothing more is accepted, streams and idle
/// connections end at once, and answers in the making get `drain_time`.
///
/// A request has [`BodyLimits`] and `ConnectInfo<SocketAddr>` in its extensions. A handler that
/// panics answers 500 `defect`, one that is too slow 503 `unavailable`; the latter is dropped
/// where it waits, and so is the handler of a client that goes away.
///
/// # Errors
///
/// When the listener cannot be asked for its address, which means that it is none.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    settings: Settings,
    shutdown: CancellationToken,
) -> io::Result<()> {
    listener.local_addr()?;
    let slots = Arc::new(Semaphore::new(settings.connections));
    let drain_time = settings.drain_time;
    let server = Arc::new(Server { router, settings, shutdown, cut: CancellationToken::new() });
    let connections = TaskTracker::new();
    let accepting = async {
        // The semaphore is never closed.
        while let Ok(slot) = Arc::clone(&slots).acquire_owned().await {
            let stream = accept(&listener).await;
            let server = Arc::clone(&server);
            connections.spawn(async move {
                server.connection(stream).await;
                drop(slot);
            });
        }
    };
    server.shutdown.run_until_cancelled(accepting).await;
    drop(listener);
    connections.close();
    if timeout(drain_time, connections.wait()).await.is_err() {
        warn!(connections = connections.len(), "cut off what did not end in time");
        server.cut.cancel();
        connections.wait().await;
    }
    Ok(())
}

/// The next connection. A failed one is not the listener's end.
async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
            Err(error) if is_the_clients(&error) => {}
            Err(error) => {
                // Out of file descriptors, most likely: they come back when connections end.
                error!(%error, "a connection could not be accepted");
                sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

fn is_the_clients(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

struct Server {
    router: Router,
    settings: Settings,
    /// Asks everything to end.
    shutdown: CancellationToken,
    /// Ends what has not ended by then.
    cut: CancellationToken,
}

impl Server {
    async fn connection(&self, stream: TcpStream) {
        let Ok(peer) = stream.peer_addr() else { return };
        // Without it an answer can wait for the client's delayed acknowledgement.
        drop(stream.set_nodelay(true));
        let stream = TokioIo::new(Patient::new(stream, self.settings.write_time));
        let service = service_fn(|mut request: hyper::Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            self.answer(request.map(Body::new))
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.settings.head_time)
            .max_buf_size(self.settings.head_bytes.max(8192))
            .serve_connection(stream, service);
        tokio::pin!(connection);
        // A connection's failure is its client's affair.
        tokio::select! {
            _ = connection.as_mut() => return,
            () = self.shutdown.cancelled() => connection.as_mut().graceful_shutdown(),
        }
        tokio::select! {
            _ = connection => {}
            () = self.cut.cancelled() => {}
        }
    }

    async fn answer(&self, mut request: Request) -> Result<Response<Ending>, Infallible> {
        request.extensions_mut().insert(self.settings.body);
        let (head, body) = request.into_parts();
        let (body, rest) = Rest::of(body);
        let request = Request::from_parts(head, body);
        let answer = AssertUnwindSafe(self.router.clone().oneshot(request)).catch_unwind();
        let mut response = match timeout(self.settings.answer_time, answer).await {
            Ok(Ok(Ok(response))) => response,
            Ok(Err(_)) => {
                error!("a handler panicked");
                Problem::new(Code::Defect)
                    .detail("the request was dropped; whether it had an effect can be looked up")
                    .into_response()
            }
            Err(_) => Problem::new(Code::Unavailable)
                .detail("there was no answer in time; the request may have had its effect")
                .retry_after(1)
                .into_response(),
        };
        if let Some(rest) = rest
            && !rest.read(self.settings.body).await
        {
            // Else the client's next request would find the connection gone without a word.
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        let events = HeaderValue::from_static("text/event-stream");
        let stream = response.headers().get(CONTENT_TYPE) == Some(&events);
        let end = stream.then(|| self.shutdown.clone().cancelled_owned());
        Ok(response.map(|body| Ending { body, end }))
    }
}

pin_project! {
    /// A body that ends when the server does, if it would not by itself.
    struct Ending {
        #[pin]
        body: Body,
        #[pin]
        end: Option<WaitForCancellationFutureOwned>,
    }
}

impl HttpBody for Ending {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let this = self.project();
        match this.end.as_pin_mut().map(|end| end.poll(cx)) {
            Some(Poll::Ready(())) => Poll::Ready(None),
            Some(Poll::Pending) | None => this.body.poll_frame(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests;
