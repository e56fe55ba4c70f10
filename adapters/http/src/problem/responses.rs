//! The problems that operations have in common, for the OpenAPI document.

use std::collections::BTreeMap;

use utoipa::IntoResponses;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};

use super::Code;

/// What can go wrong with any operation that reads: 400, 401, 403, 404, 500, 503.
/// Name it in `responses(…, QueryProblems)`, and [`Problem`](super::Problem) in the components.
#[derive(Clone, Copy, Debug)]
pub struct QueryProblems;

/// What can go wrong with any operation that changes something: the above and 402, 408, 409,
/// 413, 415, 422.
#[derive(Clone, Copy, Debug)]
pub struct CommandProblems;

/// What can go wrong when a stream is opened: as with [`QueryProblems`], and 429.
#[derive(Clone, Copy, Debug)]
pub struct StreamProblems;

impl IntoResponses for QueryProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        [400, 401, 403, 404, 500, 503].into_iter().map(problem).collect()
    }
}

impl IntoResponses for StreamProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        QueryProblems::responses().into_iter().chain([problem(429)]).collect()
    }
}

impl IntoResponses for CommandProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let statuses = [400, 401, 402, 403, 404, 408, 409, 413, 415, 422, 500, 503];
        statuses.into_iter().map(problem).collect()
    }
}

fn problem(status: u16) -> (String, RefOr<Response>) {
    let codes = Code::ALL.iter().filter(|code| code.status().as_u16() == status);
    let names: Vec<_> = codes.map(|code| format!("`{}`", code.name())).collect();
    let guards = if status == 409 { ", or the name of the guard that refused" } else { "" };
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let response = ResponseBuilder::new()
        .description(format!("{}{guards}", names.join(", ")))
        .content("application/problem+json", content)
        .build();
    (status.to_string(), response.into())
}
