//! Path parameters. A malformed id is no other answer than a missing one.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::problem::Problem;

/// The path's parameters: one id, a tuple of ids, or a struct of them. Refuses with 404
/// `not_found`, the same bytes as for an id that does not exist.
#[derive(Clone, Copy, Debug)]
pub struct Path<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match axum::extract::Path::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(value)) => Ok(Self(value)),
            Err(_) => Err(Problem::not_found()),
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::{Body, to_bytes};
    use axum::http::{Request, StatusCode};
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;
    use crate::ids::{AgentId, TaskId};

    async fn answer(path: &str) -> (StatusCode, Vec<u8>) {
        let router = Router::new()
            .route("/{task}", get(|Path(task): Path<TaskId>| async move { task.to_string() }))
            .route(
                "/{agent}/{task}",
                get(|Path((agent, task)): Path<(AgentId, TaskId)>| async move {
                    format!("{agent} {task}")
                }),
            )
            .fallback(|| async { Problem::not_found() });
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = router.oneshot(request).await.unwrap();
        let status = response.status();
        (status, to_bytes(response.into_body(), 1 << 20).await.unwrap().to_vec())
    }

    /// HTTP-09
    #[tokio::test]
    async fn a_malformed_id_is_a_missing_one() {
        let id = "task_000000000000000000000000000000ff";
        let agent = "ag_000000000000000000000000000000fe";
        assert_eq!(answer(&format!("/{id}")).await, (StatusCode::OK, id.into()));
        let both = answer(&format!("/{agent}/{id}")).await;
        assert_eq!(both, (StatusCode::OK, format!("{agent} {id}").into()));
        let missing = answer("/a/b/c").await;
        assert_eq!(missing.0, StatusCode::NOT_FOUND);
        for path in
            ["/task_1", "/%ff", "/%00", "/task_%20", &format!("/x/{id}"), &id.to_uppercase()]
        {
            let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
            assert_eq!(answer(&path).await, missing, "{path}");
        }
    }
}
