//! What may be done with a task now, and what happens if nobody does anything.

use axum::extract::State;

use crate::app::Shared;
use crate::auth::Caller;
use crate::body::Json;
use crate::ids::TaskId;
use crate::options::OptionsAnswer;
use crate::path::Path;
use crate::problem::{Problem, QueryProblems};

/// What the caller may do with a task now, and what happens if nobody does anything.
#[utoipa::path(get, path = "/api/v1/tasks/{taskId}/options", tag = "tasks",
    params(("taskId" = TaskId, Path)),
    responses((status = 200, body = OptionsAnswer), QueryProblems))]
pub async fn options(
    State(app): Shared,
    caller: Caller,
    Path(id): Path<TaskId>,
) -> Result<Json<OptionsAnswer>, Problem> {
    app.options(caller, id).await.map(Json)
}
