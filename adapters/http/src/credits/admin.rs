//! What admins do with disputes over tasks for credits.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use earnest::credits::{Credits, Review, Rule};
use earnest_service::{digest, names};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::brief::ResolveDispute;
use super::disputes::CreditDisputeAnswer;
use super::view::CreditDisputeView;
use crate::act::{Ticket, text};
use crate::app::Shared;
use crate::auth::Admin;
use crate::body::{Bare, Hashed, Json, Nothing};
use crate::ids::{CreditDisputeId, CreditTaskId};
use crate::page::{Cursor, Limit};
use crate::path::Path;
use crate::problem::{CommandProblems, Problem, QueryProblems};
use crate::query::Query;
use crate::wire::True;

/// A page of disputes over tasks for credits.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CreditDisputePage {
    /// Always true.
    pub success: True,
    /// The newest task's first.
    pub disputes: Vec<CreditDisputeView>,
    /// Where the next page begins; null on the last.
    pub next_cursor: Option<Cursor>,
}

/// Which disputes to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CreditDisputeFilter {
    /// How many.
    #[serde(default)]
    #[param(value_type = Option<Limit>)]
    limit: Limit,
    /// The `nextCursor` of the page before.
    cursor: Option<Cursor>,
}

/// Open disputes over tasks for credits, the newest task's first.
#[utoipa::path(get, path = "/api/v1/admin/disputes", tag = "admin", params(CreditDisputeFilter),
    responses((status = 200, body = CreditDisputePage), QueryProblems))]
pub async fn list(
    State(app): Shared,
    _: Admin,
    Query(filter): Query<CreditDisputeFilter>,
) -> Result<Json<CreditDisputePage>, Problem> {
    let lists = [names::CONTESTED.to_owned()];
    let page = app.page::<Credits>(&lists, None, filter.cursor, filter.limit).await?;
    let mut disputes = Vec::with_capacity(page.instances.len());
    for held in &page.instances {
        disputes.extend(app.credit_task(held).await?.dispute);
    }
    Ok(Json(CreditDisputePage { success: True, disputes, next_cursor: page.next_cursor }))
}

/// Take a dispute up. Admins only, and none who is a party to it; the body may be left out.
#[utoipa::path(post, path = "/api/v1/admin/disputes/{disputeId}/review", tag = "admin",
    request_body = Option<Nothing>, params(("disputeId" = CreditDisputeId, Path)),
    responses((status = 200, body = CreditDisputeAnswer), CommandProblems))]
pub async fn review(
    State(app): Shared,
    Admin(caller): Admin,
    Path(id): Path<CreditDisputeId>,
    ticket: Ticket,
    Bare(body): Bare,
) -> Result<Response, Problem> {
    let (ticket, task) = (ticket.of(caller, &body), CreditTaskId(id.0));
    let command = Review {}.into();
    app.contest(None, caller, task, &ticket, command, None, StatusCode::OK).await
}

/// Decide a dispute. Admins only, and none who is a party to it.
#[utoipa::path(post, path = "/api/v1/admin/disputes/{disputeId}/resolve", tag = "admin",
    request_body = ResolveDispute, params(("disputeId" = CreditDisputeId, Path)),
    responses((status = 200, body = CreditDisputeAnswer), CommandProblems))]
pub async fn resolve(
    State(app): Shared,
    Admin(caller): Admin,
    Path(id): Path<CreditDisputeId>,
    ticket: Ticket,
    body: Hashed<ResolveDispute>,
) -> Result<Response, Problem> {
    let (ticket, task) = (ticket.of(caller, &body.bytes), CreditTaskId(id.0));
    let document = text(&body.value)?;
    let share = body.value.refund_percentage.0;
    let command = Rule { share, notes: Some(digest(&document)) }.into();
    app.contest(None, caller, task, &ticket, command, Some(document), StatusCode::OK).await
}
