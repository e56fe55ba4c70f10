//! The stream of a run: what it logs, and where it is.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::response::Response;

use crate::app::Shared;
use crate::ids::RunId;
use crate::path::Path;
use crate::problem::{Problem, StreamProblems};
use crate::sse::{StreamQuery, StreamRequest};
use crate::stream::{Streams, Topic, open};

/// What happens in a run, as server-sent events, from the beginning or after `Last-Event-ID`:
/// `status`, `log`, and `failure` if the stream cannot go on. It ends after the status that
/// nothing follows; who comes back after that is answered 204.
#[utoipa::path(get, path = "/api/v1/tasks/{runId}/logs/stream", tag = "runs",
    params(("runId" = RunId, Path), StreamQuery,
        ("Last-Event-ID" = Option<String>, Header, description = "Resume after this event")),
    responses((status = 200, body = String, content_type = "text/event-stream"),
        (status = 204, description = "The last event was seen already"), StreamProblems))]
pub(crate) async fn stream(
    State(app): Shared,
    Extension(streams): Extension<Arc<Streams>>,
    id: Result<Path<RunId>, Problem>,
    request: StreamRequest,
) -> Result<Response, Problem> {
    open(app, &streams, id.map(|Path(id)| id), request, Topic::ALL).await
}
