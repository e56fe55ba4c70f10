//! All routes in one router, and the document that describes them.

use std::mem;
use std::sync::Arc;

use axum::extract::Request;
use axum::handler::Handler;
use axum::routing::MethodRouter;
use axum::{Extension, Router};
use utoipa::openapi::OpenApi;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

use crate::app::App;
use crate::marketplace::{
    disputes, journal, messages, options, proposals, review, stream, tasks, work,
};
use crate::ops::{self, Metrics};
use crate::problem::{Code, Problem};
use crate::runs::{Claims, follow, logs, offers, right, tasks as runs_tasks, worker};
use crate::stream::{STREAMS, Streams};
use crate::{admin, agents, credits, docs, wallet};

mod document;

/// The whole surface. It can be mounted under any prefix with [`Router::nest`]; say so in
/// [`App::prefix`] too, so that `streamUrl` and the document name the right addresses. The API
/// page at `/docs` and the document at `/openapi.json` find each other wherever they are.
pub fn router(app: Arc<App>) -> Router {
    let metrics = Metrics::new();
    finished(routes(&metrics), &metrics, app)
}

/// The surface of runs alone, with its paths at `/api/v1`, for where it is mounted by itself.
pub fn runs_router(app: Arc<App>) -> Router {
    let metrics = Metrics::new();
    let router = OpenApiRouter::with_openapi(document::empty(&["runs", "worker"]));
    let streams = Arc::new(Streams::new(STREAMS));
    let routes = runs(Routes { router, metrics: &metrics, at: "" }, &streams);
    finished(routes.router, &metrics, app)
}

/// The surface of credits alone, with its paths at `/api/v1`, for where it is mounted by itself.
pub fn credits_router(app: Arc<App>) -> Router {
    let metrics = Metrics::new();
    let tags = ["credits", "credits_work", "credits_agents", "admin"];
    let router = OpenApiRouter::with_openapi(document::empty(&tags));
    let streams = Arc::new(Streams::new(STREAMS));
    let routes = credits(Routes { router, metrics: &metrics, at: "" }, &streams);
    finished(routes.router, &metrics, app)
}

fn finished(router: OpenApiRouter<Arc<App>>, metrics: &Arc<Metrics>, app: Arc<App>) -> Router {
    let (router, api) = router.split_for_parts();
    let page = docs::page(&document::finished(api, &app.prefix));
    router
        .merge(page)
        .method_not_allowed_fallback(method_not_allowed)
        .fallback(not_found.layer(metrics.measure("")))
        .with_state(app)
}

/// What the routes are, as OpenAPI 3.1 describes it.
#[must_use]
pub fn openapi() -> OpenApi {
    document::finished(routes(&Metrics::new()).into_openapi(), "")
}

/// A router that is being filled. Each path comes once, with all its methods, so that one answer
/// can be given to all others.
struct Routes<'a> {
    router: OpenApiRouter<Arc<App>>,
    metrics: &'a Arc<Metrics>,
    /// What stands before the paths of the routes that follow, such as `/runs`. They are not
    /// nested, so that each request keeps the path that makes it recognisable when it is repeated.
    at: &'static str,
}

impl Routes<'_> {
    fn at(self, at: &'static str) -> Self {
        Self { at, ..self }
    }

    fn with(self, (schemas, mut paths, methods): UtoipaMethodRouter<Arc<App>>) -> Self {
        let below = |(path, item)| (format!("{}{path}", self.at), item);
        paths.paths = mem::take(&mut paths.paths).into_iter().map(below).collect();
        let template = paths.paths.keys().next().map_or("", String::as_str);
        let methods = methods.fallback(method_not_allowed).layer(self.metrics.measure(template));
        Self { router: self.router.routes((schemas, paths, methods)), ..self }
    }
}

fn routes(metrics: &Arc<Metrics>) -> OpenApiRouter<Arc<App>> {
    let router =
        OpenApiRouter::with_openapi(document::empty(&document::TAGS.map(|(name, _)| name)));
    let streams = Arc::new(Streams::new(STREAMS));
    let routes = tasks_and_disputes(Routes { router, metrics, at: "" });
    let routes = talk(routes, &streams);
    let routes = people(routes);
    let routes = operations(routes, &streams);
    let routes = runs(routes.at("/runs"), &streams);
    credits(routes.at("/credits"), &streams).router
}

fn credits<'a>(routes: Routes<'a>, streams: &Arc<Streams>) -> Routes<'a> {
    routes
        .with(routes!(credits::tasks::create, credits::list::list))
        .with(routes!(credits::list::submitted))
        .with(routes!(credits::tasks::get))
        .with(routes!(credits::sandbox::provision))
        .with(routes!(credits::sandbox::destroy))
        .with(routes!(credits::work::executing))
        .with(routes!(credits::work::complete))
        .with(routes!(credits::work::fail))
        .with(routes!(credits::feedback::give))
        .with(routes!(credits::disputes::file, credits::disputes::get))
        .with(routes!(credits::disputes::withdraw))
        .with(routes!(credits::disputes::concede))
        .with(routes!(credits::options::options))
        .with(routes!(credits::journal::journal))
        .with(knowing(routes!(credits::stream::task), streams))
        .with(routes!(credits::agents::register))
        .with(routes!(credits::agents::get))
        .with(routes!(credits::agents::create_key))
        .with(routes!(credits::agents::revoke_key))
        .with(routes!(credits::admin::list))
        .with(routes!(credits::admin::review))
        .with(routes!(credits::admin::resolve))
}

fn tasks_and_disputes(routes: Routes<'_>) -> Routes<'_> {
    routes
        .with(routes!(tasks::create, tasks::list))
        .with(routes!(tasks::jobs))
        .with(routes!(tasks::get, tasks::change))
        .with(routes!(review::review))
        .with(routes!(options::options))
        .with(routes!(journal::journal))
        .with(routes!(work::progress))
        .with(routes!(work::deliver))
        .with(routes!(work::fail))
        .with(routes!(work::answer))
        .with(routes!(work::statement))
        .with(routes!(disputes::open))
        .with(routes!(disputes::evidence))
        .with(routes!(disputes::statement))
        .with(routes!(disputes::list))
        .with(routes!(disputes::resolve))
        .with(routes!(proposals::propose))
        .with(routes!(proposals::list))
        .with(routes!(proposals::decide))
        .with(routes!(proposals::retract))
}

fn talk<'a>(routes: Routes<'a>, streams: &Arc<Streams>) -> Routes<'a> {
    routes
        .with(routes!(messages::send, messages::read))
        .with(routes!(messages::post, messages::list))
        .with(routes!(messages::typing))
        .with(knowing(routes!(stream::task), streams))
        .with(knowing(routes!(stream::messages), streams))
}

fn people(routes: Routes<'_>) -> Routes<'_> {
    routes
        .with(routes!(wallet::get))
        .with(routes!(agents::register))
        .with(routes!(agents::get))
        .with(routes!(admin::create_user))
        .with(routes!(admin::create_key))
        .with(routes!(admin::revoke_key))
        .with(routes!(admin::deposit))
        .with(routes!(admin::withdraw))
        .with(routes!(admin::user_wallet))
        .with(routes!(right::set))
        .with(routes!(admin::clock, admin::advance))
}

fn operations<'a>(routes: Routes<'a>, streams: &Arc<Streams>) -> Routes<'a> {
    let metrics = routes.metrics;
    routes
        .with(routes!(ops::healthz))
        .with(routes!(ops::readyz))
        .with(knowing(knowing(routes!(ops::metrics), streams), metrics))
}

fn runs<'a>(routes: Routes<'a>, streams: &Arc<Streams>) -> Routes<'a> {
    let claims = Arc::new(Claims::default());
    routes
        .with(routes!(runs_tasks::create))
        .with(routes!(runs_tasks::get, runs_tasks::change))
        .with(routes!(runs_tasks::status))
        .with(routes!(follow::continue_run))
        .with(routes!(runs_tasks::options))
        .with(routes!(runs_tasks::journal))
        .with(knowing(routes!(logs::stream), streams))
        .with(knowing(routes!(worker::claim), &claims))
        .with(routes!(worker::renew))
        .with(routes!(worker::complete))
        .with(routes!(worker::fail))
        .with(knowing(routes!(offers::stream), streams))
}

/// Routes whose handlers get `it` besides the state.
fn knowing<T: Clone + Send + Sync + 'static>(
    (schemas, paths, methods): UtoipaMethodRouter<Arc<App>>,
    it: &T,
) -> UtoipaMethodRouter<Arc<App>> {
    let methods: MethodRouter<Arc<App>> = methods.layer(Extension(it.clone()));
    (schemas, paths, methods)
}

async fn not_found(_: Request) -> Problem {
    Problem::not_found()
}

/// axum adds the `Allow` header.
async fn method_not_allowed() -> Problem {
    Problem::new(Code::MethodNotAllowed)
}
