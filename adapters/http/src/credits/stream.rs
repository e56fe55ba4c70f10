//! The stream of a task for credits.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::response::Response;

use crate::app::Shared;
use crate::ids::CreditTaskId;
use crate::path::Path;
use crate::problem::{Problem, StreamProblems};
use crate::sse::{StreamQuery, StreamRequest};
use crate::stream::{Streams, Topic, open};

/// What happens to a task, as server-sent events, from the beginning or after `Last-Event-ID`:
/// `status`, `complete` once the work has passed, and `failure` if the stream cannot go on. It ends
/// with a task that fails or is refunded.
#[utoipa::path(get, path = "/api/v1/tasks/{taskId}/stream", tag = "credits",
    params(("taskId" = CreditTaskId, Path), StreamQuery,
        ("Last-Event-ID" = Option<String>, Header, description = "Resume after this event")),
    responses((status = 200, body = String, content_type = "text/event-stream"), StreamProblems))]
pub(crate) async fn task(
    State(app): Shared,
    Extension(streams): Extension<Arc<Streams>>,
    id: Result<Path<CreditTaskId>, Problem>,
    request: StreamRequest,
) -> Result<Response, Problem> {
    open(app, &streams, id.map(|Path(id)| id), request, Topic::ALL).await
}
