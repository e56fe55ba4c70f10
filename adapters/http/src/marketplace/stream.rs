//! The streams of a task.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::response::Response;

use super::messages::{MESSAGE, TYPING};
use crate::app::Shared;
use crate::ids::TaskId;
use crate::path::Path;
use crate::problem::{Problem, StreamProblems};
use crate::sse::{StreamQuery, StreamRequest};
use crate::stream::{Streams, Topic, open};

/// Messages, and who is typing.
const MESSAGES: Topic = Topic { only: Some(MESSAGE), passing: Some(TYPING) };

/// Everything that happens to a task, as server-sent events, from the beginning or after
/// `Last-Event-ID`: `status`, `progress`, `delivery`, `message`, and `failure` if the stream
/// cannot go on.
#[utoipa::path(get, path = "/api/v1/tasks/{taskId}/stream", tag = "streams",
    params(("taskId" = TaskId, Path), StreamQuery,
        ("Last-Event-ID" = Option<String>, Header, description = "Resume after this event")),
    responses((status = 200, body = String, content_type = "text/event-stream"), StreamProblems))]
pub(crate) async fn task(
    State(app): Shared,
    Extension(streams): Extension<Arc<Streams>>,
    id: Result<Path<TaskId>, Problem>,
    request: StreamRequest,
) -> Result<Response, Problem> {
    open(app, &streams, id.map(|Path(id)| id), request, Topic::ALL).await
}

/// The messages of a task, as server-sent events, from the beginning or after `Last-Event-ID`:
/// `message`, `typing` (only while it happens), and `failure` if the stream cannot go on.
#[utoipa::path(get, path = "/api/v1/dashboard/messages/{taskId}/stream", tag = "streams",
    params(("taskId" = TaskId, Path), StreamQuery,
        ("Last-Event-ID" = Option<String>, Header, description = "Resume after this event")),
    responses((status = 200, body = String, content_type = "text/event-stream"), StreamProblems))]
pub(crate) async fn messages(
    State(app): Shared,
    Extension(streams): Extension<Arc<Streams>>,
    id: Result<Path<TaskId>, Problem>,
    request: StreamRequest,
) -> Result<Response, Problem> {
    open(app, &streams, id.map(|Path(id)| id), request, MESSAGES).await
}
