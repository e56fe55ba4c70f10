//! The page that shows the API, served from the binary and calling nobody, and what all
//! operations share in its document.

use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{Components, ComponentsBuilder, OpenApi};
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::problem::{FieldError, Problem};

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

/// The page at `/docs` and the document at `/openapi.json`: merge it into the router.
#[must_use]
pub fn page(api: OpenApi) -> SwaggerUi {
    // Without this the page would send the document's address to a validator on the web.
    let config = Config::default().validator_url("none");
    SwaggerUi::new("/docs").config(config).url("/openapi.json", api)
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
        let router = Router::<()>::new().merge(page(OpenApiBuilder::new().info(info).build()));
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
