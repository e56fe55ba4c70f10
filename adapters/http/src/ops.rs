//! For operators: is it alive, is it ready, what does it do.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::Shared;
use crate::body::Json;
use crate::problem::{Code, Problem};
use crate::stream::Streams;
use crate::wire::True;

mod meter;

pub(crate) use meter::Metrics;

/// That it is well.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// Always true.
    pub success: True,
}

/// Whether the process lives.
#[utoipa::path(get, path = "/healthz", tag = "operations", security(()),
    responses((status = 200, body = Health)))]
pub async fn healthz() -> Json<Health> {
    Json(Health { success: True })
}

/// Whether a command would be taken now: the store is there, and no shutdown has begun.
#[utoipa::path(get, path = "/readyz", tag = "operations", security(()),
    responses((status = 200, body = Health),
        (status = 503, body = Problem, content_type = "application/problem+json",
            description = "`busy`, `unavailable`")))]
pub async fn readyz(State(app): Shared) -> Result<Json<Health>, Problem> {
    if app.shutdown.is_cancelled() {
        return Err(Problem::new(Code::Unavailable).detail("the server shuts down"));
    }
    let ready = app.store().ready().await;
    ready.map_err(|failure| match Problem::from(failure) {
        problem if problem.status() == 503 => problem,
        // To who sends traffic here, a damaged store is one that is not there.
        _ => Problem::new(Code::Unavailable),
    })?;
    Ok(Json(Health { success: True }))
}

/// What it does, for Prometheus. No ids, no texts of users.
#[utoipa::path(get, path = "/metrics", tag = "operations", security(()),
    responses((status = 200, body = String, content_type = "text/plain")))]
pub(crate) async fn metrics(
    State(app): Shared,
    Extension(metrics): Extension<Arc<Metrics>>,
    Extension(streams): Extension<Arc<Streams>>,
) -> Response {
    let text = metrics.render(streams.count(), app.service.commits());
    ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}
