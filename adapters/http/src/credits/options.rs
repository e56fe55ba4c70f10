//! What may be done with a task for credits now, and what happens if nobody does anything.

use axum::extract::State;

use crate::app::Shared;
use crate::auth::AnyCaller;
use crate::body::Json;
use crate::ids::CreditTaskId;
use crate::options::OptionsAnswer;
use crate::path::Path;
use crate::problem::{Problem, QueryProblems};

/// What the caller may do with a task now, and what happens if nobody does anything.
#[utoipa::path(get, path = "/api/v1/tasks/{taskId}/options", tag = "credits",
    params(("taskId" = CreditTaskId, Path)),
    responses((status = 200, body = OptionsAnswer), QueryProblems))]
pub async fn options(
    State(app): Shared,
    AnyCaller(caller): AnyCaller,
    Path(id): Path<CreditTaskId>,
) -> Result<Json<OptionsAnswer>, Problem> {
    app.options(caller, id).await.map(Json)
}
