//! Counts requests. A request costs two looks at the clock, an atomic addition and one sample:
//! everything is looked up when the router is built or when a route answers with a status for the
//! first time. Labels are templates, methods and codes, never an id or a query string.

use std::borrow::Cow;
use std::collections::HashMap;
use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Instant;

use axum::extract::Request;
use axum::http::Method;
use axum::response::Response;
use metrics::{Counter, Gauge, Histogram, Key, Label, Level, Metadata, Recorder, Unit};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle, PrometheusRecorder};
use pin_project_lite::pin_project;
use tower::{Layer, Service};

use crate::problem::Told;

const REQUESTS: &str = "earnest_http_requests_total";
const SECONDS: &str = "earnest_http_request_seconds";
const COMMANDS: &str = "earnest_commands_total";
const STREAMS: &str = "earnest_streams_open";
const COMMITS: &str = "earnest_commits_total";

/// The methods that are told apart; the last stands for all others.
const METHODS: [&str; 6] = ["GET", "POST", "PATCH", "DELETE", "HEAD", "other"];

/// The statuses that are told apart; the last stands for all others.
const STATUSES: [&str; 19] = [
    "200", "201", "202", "308", "400", "401", "402", "403", "404", "405", "408", "409", "413",
    "415", "422", "429", "500", "503", "other",
];

/// The upper bounds of the histogram, in seconds.
const BOUNDS: [f64; 14] =
    [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

/// After how many requests the samples are added up. Until then each takes a few bytes.
const UPKEEP: u64 = 4096;

/// Everything that is counted. It belongs to one router: nothing global is set, so that several
/// can live in one process.
pub(crate) struct Metrics {
    recorder: PrometheusRecorder,
    handle: PrometheusHandle,
    samples: AtomicU64,
    /// Commands by outcome and code.
    commands: Mutex<HashMap<(&'static str, Cow<'static, str>), Counter>>,
    done: Counter,
    streams: Gauge,
    commits: Counter,
}

/// What is counted of one route.
struct Route {
    metrics: Arc<Metrics>,
    template: String,
    methods: [Answers; METHODS.len()],
}

/// What is counted of one method of a route.
#[derive(Default)]
struct Answers {
    seconds: OnceLock<Histogram>,
    by_status: [OnceLock<Counter>; STATUSES.len()],
}

impl Metrics {
    pub(crate) fn new() -> Arc<Self> {
        let builder = PrometheusBuilder::new();
        // Only an empty list of bounds is refused.
        let builder = builder.set_buckets(&BOUNDS).unwrap_or_else(|_| PrometheusBuilder::new());
        let recorder = builder.build_recorder();
        let texts = [
            (REQUESTS, "Requests by route, method and status."),
            (COMMANDS, "Commands by outcome (done, replayed, refused, failed) and problem code."),
            (COMMITS, "Commits that the store took, timeouts included."),
        ];
        for (name, text) in texts {
            recorder.describe_counter(name.into(), None, text.into());
        }
        let text = "Time from a request's head to its answer's, by route and method.";
        recorder.describe_histogram(SECONDS.into(), Some(Unit::Seconds), text.into());
        recorder.describe_gauge(STREAMS.into(), None, "Open event streams.".into());
        let counter = |key: Key| recorder.register_counter(&key, &metadata());
        Arc::new(Self {
            handle: recorder.handle(),
            samples: AtomicU64::new(0),
            commands: Mutex::default(),
            done: counter(command("done", "")),
            streams: recorder.register_gauge(&Key::from_name(STREAMS), &metadata()),
            commits: counter(Key::from_name(COMMITS)),
            recorder,
        })
    }

    /// Counts a route's requests.
    pub(crate) fn measure(self: &Arc<Self>, template: &str) -> Measure {
        let metrics = Arc::clone(self);
        let methods = std::array::from_fn(|_| Answers::default());
        Measure(Arc::new(Route { metrics, template: template.to_owned(), methods }))
    }

    /// Everything as Prometheus reads it.
    pub(super) fn render(&self, streams: usize, commits: u64) -> String {
        self.streams.set(u32::try_from(streams).unwrap_or(u32::MAX));
        self.commits.absolute(commits);
        self.handle.render()
    }

    /// Counts how a command ended.
    fn command(&self, response: &Response) {
        let status = response.status();
        let replayed = response.headers().contains_key("idempotency-replayed");
        let outcome = match status.as_u16() {
            200..=299 if !replayed => {
                self.done.increment(1);
                return;
            }
            200..=299 => "replayed",
            500.. => "failed",
            _ => "refused",
        };
        let code = response.extensions().get::<Told>().map_or(Cow::Borrowed(""), |it| it.0.clone());
        let mut commands = self.commands.lock().unwrap_or_else(PoisonError::into_inner);
        let register = |(outcome, code): &(&'static str, Cow<'static, str>)| {
            self.recorder.register_counter(&command(outcome, code), &metadata())
        };
        let key = (outcome, code);
        commands.entry(key).or_insert_with_key(register).increment(1);
    }

    /// Samples are kept one by one until somebody adds them up.
    fn sampled(&self) {
        let before = self.samples.fetch_add(1, Ordering::Relaxed);
        if before % UPKEEP == UPKEEP - 1 {
            self.handle.run_upkeep();
        }
    }
}

impl Route {
    fn count(&self, method: usize, response: &Response, start: Instant) {
        if METHODS.get(method).is_some_and(|it| ["POST", "PATCH", "DELETE"].contains(it)) {
            self.metrics.command(response);
        }
        let status = response.status();
        let known = STATUSES.iter().position(|it| *it == status.as_str());
        let known = known.unwrap_or(STATUSES.len() - 1);
        let (Some(answers), Some(name)) = (self.methods.get(method), METHODS.get(method)) else {
            return;
        };
        let labels =
            || vec![Label::new("route", self.template.clone()), Label::new("method", *name)];
        let recorder = &self.metrics.recorder;
        if let (Some(counter), Some(text)) = (answers.by_status.get(known), STATUSES.get(known)) {
            let counter = counter.get_or_init(|| {
                let mut labels = labels();
                labels.push(Label::new("status", *text));
                recorder.register_counter(&Key::from_parts(REQUESTS, labels), &metadata())
            });
            counter.increment(1);
        }
        let seconds = answers.seconds.get_or_init(|| {
            recorder.register_histogram(&Key::from_parts(SECONDS, labels()), &metadata())
        });
        seconds.record(start.elapsed().as_secs_f64());
        self.metrics.sampled();
    }
}

fn command(outcome: &'static str, code: &str) -> Key {
    let labels = vec![Label::new("outcome", outcome), Label::new("code", code.to_owned())];
    Key::from_parts(COMMANDS, labels)
}

const fn metadata() -> Metadata<'static> {
    Metadata::new("earnest", Level::INFO, None)
}

fn position(method: &Method) -> usize {
    METHODS.iter().position(|it| *it == method.as_str()).unwrap_or(METHODS.len() - 1)
}

/// A layer that counts the requests of one route.
#[derive(Clone, Debug)]
pub(crate) struct Measure(Arc<Route>);

/// The service within it.
#[derive(Clone, Debug)]
pub(crate) struct Measured<S> {
    inner: S,
    route: Arc<Route>,
}

pin_project! {
    /// A request that is being answered.
    pub(crate) struct Measuring<F> {
        #[pin]
        answer: F,
        route: Arc<Route>,
        method: usize,
        start: Instant,
    }
}

impl<S> Layer<S> for Measure {
    type Service = Measured<S>;

    fn layer(&self, inner: S) -> Measured<S> {
        Measured { inner, route: Arc::clone(&self.0) }
    }
}

impl<S> Service<Request> for Measured<S>
where
    S: Service<Request, Response = Response, Error = Infallible>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Measuring<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let method = position(request.method());
        let (route, start) = (Arc::clone(&self.route), Instant::now());
        Measuring { answer: self.inner.call(request), route, method, start }
    }
}

impl<F: Future<Output = Result<Response, Infallible>>> Future for Measuring<F> {
    type Output = Result<Response, Infallible>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let answer = ready!(this.answer.poll(cx));
        let Ok(response) = answer;
        this.route.count(*this.method, &response, *this.start);
        Poll::Ready(Ok(response))
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Route").field(&self.template).finish()
    }
}
