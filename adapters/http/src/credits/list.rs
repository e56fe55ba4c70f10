//! Lists of tasks for credits: pages by number, as the source has them, and by cursor.

use axum::extract::State;
use earnest::credits::Credits;
use earnest::ids::InstanceId;
use earnest_service::store::{Failure, Sort};
use earnest_service::{Held, directory, names};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{IntoParams, PartialSchema, ToSchema};

use super::view::CreditTaskView;
use crate::app::{App, Shared};
use crate::auth::{AgentCaller, AnyCaller, Caller};
use crate::body::Json;
use crate::decode::refuse;
use crate::ids::{AgentId, decimal};
use crate::page::{Cursor, Limit};
use crate::problem::{Code, FieldError, Problem, QueryProblems, codes};
use crate::query::Query;
use crate::wire::{True, vocabulary};

/// How far pages go by number: page times page size. A numbered page is reached by reading those
/// before it; a cursor reaches any page at the cost of one.
pub const REACH: usize = 10_000;

/// How many tasks are passed over in one go.
const HOP: usize = 500;

vocabulary! {
    /// The status of a task for credits.
    CreditStatus {
        Submitted = "submitted",
        Routing = "routing",
        Executing = "executing",
        QualityCheck = "quality_check",
        Completed = "completed",
        Failed = "failed",
        Refunded = "refunded",
    }
}

/// The number of a page, from 1. A query parameter.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct PageNumber(u16);

/// Which tasks to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CreditFilter {
    /// Which page; the first by default. `page` times `pageSize` is at most 10000.
    #[param(value_type = Option<PageNumber>)]
    page: Option<PageNumber>,
    /// How many.
    #[serde(default)]
    #[param(value_type = Option<Limit>)]
    page_size: Limit,
    /// Only those in this status.
    status: Option<CreditStatus>,
    /// Only those that this agent of the caller's was hired for, and not those he submitted.
    agent_id: Option<AgentId>,
    /// The `nextCursor` of the page before, in the place of `page`.
    cursor: Option<Cursor>,
}

/// Where a page stands among the others.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Pagination {
    /// Its number; null for one that a cursor led to.
    pub page: Option<u16>,
    /// How many tasks a page has.
    pub page_size: u64,
    /// How many tasks there are.
    pub total: u64,
    /// How many pages there are.
    pub total_pages: u64,
}

/// A page of tasks for credits.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CreditTaskPage {
    /// Always true.
    pub success: True,
    /// Newest first.
    pub data: Vec<CreditTaskView>,
    /// Where the page stands.
    pub pagination: Pagination,
    /// Where the next page begins; null on the last.
    pub next_cursor: Option<Cursor>,
}

/// Which assigned tasks to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AssignedFilter {
    /// How many.
    #[serde(default)]
    #[param(value_type = Option<Limit>)]
    limit: Limit,
}

/// Tasks that wait for an agent to begin.
#[derive(Debug, Serialize, ToSchema)]
pub struct AssignedTasks {
    /// Always true.
    pub success: True,
    /// Oldest first.
    pub data: Vec<CreditTaskView>,
}

/// The caller's tasks, newest first. An agent sees those of its owner.
#[utoipa::path(get, path = "/api/v1/tasks", tag = "credits", params(CreditFilter),
    responses((status = 200, body = CreditTaskPage), QueryProblems))]
pub async fn list(
    State(app): Shared,
    AnyCaller(caller): AnyCaller,
    Query(filter): Query<CreditFilter>,
) -> Result<Json<CreditTaskPage>, Problem> {
    let size = filter.page_size.number();
    let list = match filter.agent_id {
        Some(id) => names::hired(app.own_credit_agent(caller, id).await?.id),
        None => names::submitted(caller.user),
    }
    .to_string();
    let facet = filter.status.map(CreditStatus::as_str);
    let total = app.total(&list, facet).await?;
    let (page, after) = match (filter.page, filter.cursor) {
        (Some(_), Some(_)) => {
            let why = "is not for a page that is numbered";
            return Err(FieldError::new("cursor", codes::NOT_ALLOWED_HERE, why).into());
        }
        (None, Some(cursor)) => (None, Some(Some(cursor.id()))),
        (page, None) => {
            let page = page.unwrap_or(PageNumber(1));
            (Some(page.0), app.before_page(&list, facet, page, size, total).await?)
        }
    };
    let (tasks, next_cursor) = match after {
        Some(after) => app.tasks_after(&list, facet, after, filter.page_size).await?,
        None => (Vec::new(), None),
    };
    let page_size = u64::try_from(size).unwrap_or(u64::MAX);
    let total_pages = total.div_ceil(page_size.max(1));
    let pagination = Pagination { page, page_size, total, total_pages };
    Ok(Json(CreditTaskPage { success: True, data: tasks, pagination, next_cursor }))
}

/// The tasks that wait for this agent to begin, oldest first.
#[utoipa::path(get, path = "/api/v1/tasks/submitted", tag = "credits_work",
    params(AssignedFilter),
    responses((status = 200, body = AssignedTasks), QueryProblems))]
pub async fn submitted(
    State(app): Shared,
    worker: AgentCaller,
    Query(filter): Query<AssignedFilter>,
) -> Result<Json<AssignedTasks>, Problem> {
    let list = names::assigned(worker.agent.0).to_string();
    let limit = u32::try_from(filter.limit.number()).unwrap_or(u32::MAX);
    let mut data = Vec::new();
    for stream in app.store().list(&list, None, None, Sort::Oldest, limit).await? {
        data.push(app.credit_task(&Held::load(&stream)?).await?);
    }
    Ok(Json(AssignedTasks { success: True, data }))
}

impl App {
    /// How many tasks a list has: the sum of what is counted, never a count of rows.
    async fn total(&self, list: &str, facet: Option<&str>) -> Result<u64, Failure> {
        let words = CreditStatus::ALL.iter().map(|status| status.as_str());
        let mut total = 0_i64;
        for word in words.filter(|word| facet.is_none_or(|facet| facet == *word)) {
            total = total.saturating_add(self.store().tally(&names::total(list, word)).await?);
        }
        Ok(u64::try_from(total).unwrap_or(0))
    }

    /// The task before a numbered page (`Some(None)` before the first); `None` if the list ends
    /// before it.
    async fn before_page(
        &self,
        list: &str,
        facet: Option<&str>,
        page: PageNumber,
        size: usize,
        total: u64,
    ) -> Result<Option<Option<InstanceId>>, Problem> {
        let page = usize::from(page.0);
        if page.saturating_mul(size) > REACH {
            let why = "is beyond 10000 tasks; follow `nextCursor` instead";
            return Err(FieldError::new("page", codes::TOO_LARGE, why).into());
        }
        let mut left = page.saturating_sub(1).saturating_mul(size);
        if u64::try_from(left).is_ok_and(|left| left > total) {
            return Ok(None);
        }
        let mut after = None;
        while left > 0 {
            let hop = u32::try_from(left.min(HOP)).unwrap_or(u32::MAX);
            let passed = self.store().list(list, facet, after, Sort::Newest, hop).await?;
            let Some(last) = passed.last() else { return Ok(None) };
            after = Some(last.id);
            left = left.saturating_sub(passed.len());
        }
        Ok(Some(after))
    }

    async fn tasks_after(
        &self,
        list: &str,
        facet: Option<&str>,
        after: Option<InstanceId>,
        size: Limit,
    ) -> Result<(Vec<CreditTaskView>, Option<Cursor>), Problem> {
        let (lists, cursor) = ([list.to_owned()], after.map(Cursor::after));
        let page = self.page::<Credits>(&lists, facet, cursor, size).await?;
        let mut tasks = Vec::with_capacity(page.instances.len());
        for held in &page.instances {
            tasks.push(self.credit_task(held).await?);
        }
        Ok((tasks, page.next_cursor))
    }

    /// An agent that works for credits and belongs to the caller, or is the caller.
    pub(super) async fn own_credit_agent(
        &self,
        caller: Caller,
        id: AgentId,
    ) -> Result<directory::CreditAgent, Problem> {
        let card = directory::credit_agent(self.store(), id.0).await?;
        let card = card.ok_or_else(Problem::not_found)?;
        let own = card.owner == caller.user && caller.agent.is_none_or(|agent| agent == card.id);
        if own { Ok(card) } else { Err(Problem::new(Code::NotYourAgent)) }
    }
}

impl<'de> Deserialize<'de> for PageNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        match decimal(&text).map(u16::try_from) {
            Some(Ok(0)) => Err(refuse(codes::TOO_SMALL, "must be at least 1")),
            Some(Ok(number)) if usize::from(number) <= REACH => Ok(Self(number)),
            None if !plain => Err(refuse(codes::NOT_A_NUMBER, "is not a whole number")),
            _ => Err(refuse(codes::TOO_LARGE, format!("must be at most {REACH}"))),
        }
    }
}

impl PartialSchema for PageNumber {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(1))
            .maximum(Some(REACH))
            .default(Some(1.into()))
            .into()
    }
}

impl ToSchema for PageNumber {}
