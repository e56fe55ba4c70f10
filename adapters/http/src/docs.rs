//! The page that shows the API, served from the binary and calling nobody, and what all
//! operations share in its document.

use std::borrow::Cow;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{Components, ComponentsBuilder, OpenApi};
use utoipa_swagger_ui::{Config, Url, serve};

use crate::problem::{Code, FieldError, Problem};

/// The name of the security scheme, for `security(("key" = []))`.
pub const SECURITY: &str = "key";

/// What the document needs beside the routes: [`Problem`], and the API key as a security scheme
/// named [`SECURITY`].
#[must_use]
pub fn components() -> Components {
    ComponentsBuilder::new()
        .schema_from::<Problem>()
        .schema_from::<FieldError>()
        .security_scheme(SECURITY, SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)))
        .build()
}

/// The page at `/docs` and the document at `/openapi.json`: merge it into the router. Both name
/// each other relatively, so that they can be mounted under any prefix.
pub fn page<S: Clone + Send + Sync + 'static>(api: &OpenApi) -> Router<S> {
    let document = Bytes::from(serde_json::to_vec(api).unwrap_or_default());
    // Without this the page would send the document's address to a validator on the web.
    let config = Config::new([Url::new("earnest", "../openapi.json")]).validator_url("none");
    let config = Arc::new(config);
    let index = Arc::clone(&config);
    let json = [(CONTENT_TYPE, "application/json")];
    // Relative to where the page is; axum's own redirects take absolute paths only.
    let slash = (StatusCode::PERMANENT_REDIRECT, [(LOCATION, "docs/")]);
    Router::new()
        .route("/openapi.json", get(|| async move { (json, document) }))
        .route("/docs", get(|| async move { slash }))
        .route("/docs/", get(|| async move { file("", index) }))
        .route("/docs/{*rest}", get(|Path(rest): Path<String>| async move { file(&rest, config) }))
}

/// A file of the page.
fn file(path: &str, config: Arc<Config<'static>>) -> Response {
    match serve(path, config) {
        Ok(Some(file)) => {
            let mut headers = HeaderMap::new();
            let kind = HeaderValue::from_str(&file.content_type);
            headers.extend(kind.ok().map(|kind| (CONTENT_TYPE, kind)));
            let gzip = HeaderValue::from_static("gzip");
            headers.extend(file.gzpipped.then_some((CONTENT_ENCODING, gzip)));
            let bytes = match file.bytes {
                Cow::Borrowed(bytes) => Bytes::from_static(bytes),
                Cow::Owned(bytes) => Bytes::from(bytes),
            };
            (headers, bytes).into_response()
        }
        Ok(None) => Problem::not_found().into_response(),
        Err(error) => {
            tracing::error!(%error, "the API page cannot be written");
            Problem::new(Code::Defect).into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::{Body, to_bytes};
    use axum::http::Request;
    use tower::ServiceExt;
    use utoipa::openapi::{InfoBuilder, OpenApiBuilder};

    use super::*;

    #[tokio::test]
    async fn the_page_loads_nothing_from_elsewhere() {
        let info = InfoBuilder::new().title("earnest").version("1").build();
        let router = Router::<()>::new().merge(page(&OpenApiBuilder::new().info(info).build()));
        for path in ["/docs/", "/docs/index.html", "/docs/swagger-initializer.js", "/openapi.json"]
        {
            let request = Request::get(path).body(Body::empty()).unwrap();
            let response = router.clone().oneshot(request).await.unwrap();
            assert_eq!(response.status(), 200, "{path}");
            let body = to_bytes(response.into_body(), 1 << 24).await.unwrap();
            let body = String::from_utf8_lossy(&body);
            assert!(!body.contains("http://") && !body.contains("https://"), "{path}: {body}");
        }
    }
}
