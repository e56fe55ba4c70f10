//! The journal of a task for credits.

use axum::extract::State;

use crate::app::Shared;
use crate::auth::AnyCaller;
use crate::body::Json;
use crate::ids::CreditTaskId;
use crate::journal::{JournalFilter, JournalPage};
use crate::path::Path;
use crate::problem::{Problem, QueryProblems};
use crate::query::Query;

/// Everything that happened to a task, oldest first, as it is kept.
#[utoipa::path(get, path = "/api/v1/tasks/{taskId}/journal", tag = "credits",
    params(("taskId" = CreditTaskId, Path), JournalFilter),
    responses((status = 200, body = JournalPage), QueryProblems))]
pub async fn journal(
    State(app): Shared,
    AnyCaller(caller): AnyCaller,
    Path(id): Path<CreditTaskId>,
    Query(filter): Query<JournalFilter>,
) -> Result<Json<JournalPage>, Problem> {
    app.journal(caller, id, &filter).await.map(Json)
}
