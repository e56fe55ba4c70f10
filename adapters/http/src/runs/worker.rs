//! What a worker does: claim a run, say that it is still there, hand the result in, give up.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use earnest::authority::Actor;
use earnest::ids::{Digest, InstanceId};
use earnest::runs::{Claim, Complete, Fail, Renew, Runs};
use earnest_service::store::{Commit, Sort};
use earnest_service::{Answer, Error, Held, QUEUE, digest, names};
use serde::{Deserialize, Deserializer, Serialize};
use tokio::time::{Instant, sleep_until};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{IntoParams, PartialSchema, ToSchema};

use super::brief::{ClaimRun, CompleteRun, FailRun, RenewRun};
use super::offers::LOOK;
use super::view::{RunView, lease_end};
use crate::act::{Attempt, Ticket, text};
use crate::app::{App, Shared};
use crate::auth::Caller;
use crate::body::Hashed;
use crate::decode::refuse;
use crate::ids::{RunId, decimal};
use crate::lifecycle::Surfaced as _;
use crate::path::Path;
use crate::problem::{CommandProblems, Problem, codes};
use crate::query::Query;
use crate::refusal;
use crate::wire::{Time, True};

/// How many waiting runs a worker of some agents looks through for one of theirs: pages, and runs
/// on each.
const PAGES: usize = 16;
const PAGE: u32 = 64;

/// The runs that claims under way have their hands on, so that workers that wake together do not
/// race for one. Claims in other processes do: the commit decides between them.
#[derive(Debug, Default)]
pub(crate) struct Claims(Mutex<BTreeSet<InstanceId>>);

/// The hand of one claim, on the run that it is about to commit. Dropped, it lets go.
struct Hand<'c> {
    claims: &'c Claims,
    on: Mutex<Option<InstanceId>>,
}

/// How long a claim waits for a run, in milliseconds: 0 to 30000, 0 by default.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Wait(u16);

/// How to claim.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ClaimQuery {
    /// How long to wait for a run if there is none.
    #[serde(default)]
    #[param(value_type = Option<Wait>)]
    wait_ms: Wait,
}

/// A lease that goes on.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LeaseAnswer {
    /// Always true.
    pub success: True,
    /// The run.
    pub run_id: RunId,
    /// `running`: who renews a run that has ended gets 409 with its status.
    #[schema(value_type = String)]
    pub status: &'static str,
    /// How long the worker may say nothing, in milliseconds.
    pub lease_ms: u64,
    /// When its silence interrupts the run. Near the end of what a worker has in all, a renewal no
    /// longer moves it.
    pub lease_ends_at: Option<Time>,
}

/// Claim the run that waits longest; for workers.
///
/// The answer is 204 if there is none in time. A lease begins: the worker has to renew it before
/// it ends.
#[utoipa::path(post, path = "/api/v1/worker/claim", tag = "worker", request_body = ClaimRun,
    params(ClaimQuery),
    responses((status = 200, body = RunView), (status = 204, description = "No run waits"),
        CommandProblems))]
pub(crate) async fn claim(
    State(app): Shared,
    Extension(claims): Extension<Arc<Claims>>,
    caller: Caller,
    ticket: Ticket,
    Query(query): Query<ClaimQuery>,
    body: Hashed<ClaimRun>,
) -> Result<Response, Problem> {
    app.worker(caller).await?;
    let ticket = ticket.of(caller, &body.bytes);
    let agents: Option<Vec<Digest>> = body.value.agents.map(|agents| {
        // A run that names none is for all.
        let named = agents.as_slice().iter().map(|agent| digest(agent.as_str()));
        named.chain([digest("")]).collect()
    });
    let until = Instant::now() + Duration::from_millis(query.wait_ms.0.into());
    loop {
        // Listening comes before looking, so that what is queued between the two is told.
        let mut queue = app.service.hub().listen(QUEUE);
        let answer = app.claim(caller, &ticket, agents.as_deref(), &claims).await?;
        let none = answer.status() == StatusCode::NO_CONTENT;
        if !none || app.shutdown.is_cancelled() || Instant::now() >= until {
            return Ok(if none { StatusCode::NO_CONTENT.into_response() } else { answer });
        }
        tokio::select! {
            () = app.shutdown.cancelled() => {}
            // Whatever it tells: the store knows.
            _ = queue.recv() => {}
            () = sleep_until(until.min(Instant::now() + LOOK)) => {}
        }
    }
}

/// Keep a run for the length of another lease, and log.
///
/// Who renews a run that was cancelled or has ended gets 409 with its status, and stops working.
#[utoipa::path(post, path = "/api/v1/worker/runs/{runId}/renew", tag = "worker",
    request_body = RenewRun, params(("runId" = RunId, Path)),
    responses((status = 200, body = LeaseAnswer), CommandProblems))]
pub async fn renew(
    State(app): Shared,
    caller: Caller,
    Path(id): Path<RunId>,
    ticket: Ticket,
    body: Hashed<RenewRun>,
) -> Result<Response, Problem> {
    let logged = !body.value.logs.as_slice().is_empty();
    let document = if logged { Some(text(&body.value)?) } else { None };
    let command = Renew { logs: document.as_deref().map(digest) };
    let ticket = ticket.of(caller, &body.bytes);
    app.once(&ticket, |_| async {
        let (by, document) = (caller.party(), document.clone());
        let (held, commit) = app.order(id, &ticket, by, command, document).await?;
        let stage = &held.instance.stage;
        let answer = LeaseAnswer {
            success: True,
            run_id: id,
            status: stage.status().word(),
            lease_ms: held.instance.terms.lease.as_millis(),
            lease_ends_at: lease_end(stage),
        };
        Attempt::new(commit, StatusCode::OK, &answer)
    })
    .await
}

/// Hand the result of a run in. The same result, sent again, is answered like the first time.
#[utoipa::path(post, path = "/api/v1/worker/runs/{runId}/complete", tag = "worker",
    request_body = CompleteRun, params(("runId" = RunId, Path)),
    responses((status = 200, body = RunView), CommandProblems))]
pub async fn complete(
    State(app): Shared,
    caller: Caller,
    Path(id): Path<RunId>,
    ticket: Ticket,
    body: Hashed<CompleteRun>,
) -> Result<Response, Problem> {
    let document = text(&body.value)?;
    let branch = body.value.created_branch.as_ref().map(|branch| digest(branch.as_str()));
    let command = Complete { message: digest(&document), branch };
    let ticket = ticket.of(caller, &body.bytes);
    app.act(id, &ticket, caller.party(), command.into(), Some(document)).await
}

/// Give a run up. The same reason, sent again, is answered like the first time.
#[utoipa::path(post, path = "/api/v1/worker/runs/{runId}/fail", tag = "worker",
    request_body = FailRun, params(("runId" = RunId, Path)),
    responses((status = 200, body = RunView), CommandProblems))]
pub async fn fail(
    State(app): Shared,
    caller: Caller,
    Path(id): Path<RunId>,
    ticket: Ticket,
    body: Hashed<FailRun>,
) -> Result<Response, Problem> {
    let document = text(&body.value)?;
    let command = Fail { reason: digest(&document) };
    let ticket = ticket.of(caller, &body.bytes);
    app.act(id, &ticket, caller.party(), command.into(), Some(document)).await
}

impl App {
    /// Claims the run that waits longest, and answers with it; 204 if there is none.
    async fn claim(
        &self,
        caller: Caller,
        ticket: &Ticket,
        agents: Option<&[Digest]>,
        claims: &Claims,
    ) -> Result<Response, Problem> {
        let hand = Hand { claims, on: Mutex::default() };
        self.once(ticket, |_| async {
            match self.next_for(caller, ticket, agents, &hand).await? {
                None => Attempt::new(Commit::default(), StatusCode::NO_CONTENT, &()),
                Some(held) => {
                    let mut commit = Commit::default();
                    held.write(&mut commit)?;
                    Attempt::new(commit, StatusCode::OK, &Runs::answer(self, &held).await?)
                }
            }
        })
        .await
    }

    /// The run that waits longest and can be claimed, claimed but not committed; `hand` is on it.
    async fn next_for(
        &self,
        caller: Caller,
        ticket: &Ticket,
        agents: Option<&[Digest]>,
        hand: &Hand<'_>,
    ) -> Result<Option<Held<Runs>>, Problem> {
        let claim = Claim { worker: caller.user };
        let mut after = None;
        for _ in 0..PAGES {
            let page = self.store().list(names::QUEUED, None, after, Sort::Oldest, PAGE).await?;
            let Some(last) = page.last() else { return Ok(None) };
            after = Some(last.id);
            for stream in &page {
                let held = Held::<Runs>::load(stream)?;
                if agents.is_some_and(|it| !it.contains(&held.instance.terms.agent)) {
                    continue;
                }
                if !hand.takes(stream.id) {
                    continue;
                }
                let (order, by) = (ticket.order, Actor::Operator);
                match self.service.decide_on(held, order, by, claim.into(), None).await {
                    Ok(Answer::Done(held)) => return Ok(Some(held)),
                    Err(Error::Store(error)) => return Err(refusal::not_committed(error)),
                    // Nobody claimed it in time.
                    Ok(Answer::Repeated(_)) | Err(Error::Missing | Error::Core { .. }) => {}
                }
            }
        }
        Ok(None)
    }
}

impl Hand<'_> {
    /// Lets go of the run before, and takes this one unless the hand of another claim is on it.
    fn takes(&self, run: InstanceId) -> bool {
        self.let_go();
        let free = lock(&self.claims.0).insert(run);
        if free {
            *lock(&self.on) = Some(run);
        }
        free
    }

    fn let_go(&self) {
        if let Some(run) = lock(&self.on).take() {
            lock(&self.claims.0).remove(&run);
        }
    }
}

impl Drop for Hand<'_> {
    fn drop(&mut self) {
        self.let_go();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing between taking and giving it back can panic.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<'de> Deserialize<'de> for Wait {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(refuse(codes::NOT_A_NUMBER, "is not a whole number"));
        }
        match decimal(&text).and_then(|number| u16::try_from(number).ok()) {
            Some(number @ 0..=30_000) => Ok(Self(number)),
            _ => Err(refuse(codes::TOO_LARGE, "must be at most 30000")),
        }
    }
}

impl PartialSchema for Wait {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(0))
            .maximum(Some(30_000))
            .default(Some(0.into()))
            .into()
    }
}

impl ToSchema for Wait {}
