//! Commands over HTTP: decided, committed together with their answer, and answered once (HTTP-12).

use std::future::Future;

use axum::extract::FromRequestParts;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use earnest::ids::{Digest, OrderId};
use earnest_service::store::{Commit, NotCommitted, Receipt};
use earnest_service::{SharedText, attempts, digest, json};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::app::App;
use crate::auth::Caller;
use crate::difference;
use crate::idempotency::IdempotencyKey;
use crate::ids::AgentId;
use crate::problem::{Code, Problem};
use crate::refusal;

/// What makes a request recognisable when it is repeated: who asks, what for, and with which
/// `Idempotency-Key`, if any. An extractor; give it the body's digest with [`Ticket::of`].
#[derive(Clone, Debug)]
pub struct Ticket {
    /// With the method and the path it is for.
    key: Option<(IdempotencyKey, String)>,
    /// The receipt's key, and what was asked.
    receipt: Option<(Digest, String)>,
    /// The order's identity: the same for the same ticket, else new.
    pub order: OrderId,
    /// The agent for whom the sender acts, where the path names one.
    pub agent: Option<AgentId>,
}

/// One attempt at a command: what it would change, and what it would answer.
#[derive(Debug)]
pub struct Attempt {
    /// Empty if the command asks for what was already done.
    pub commit: Commit,
    status: StatusCode,
    body: String,
    /// What is kept for those who ask again, if that is not `body`.
    kept: Option<String>,
}

const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

impl Ticket {
    /// The ticket of one caller's request with that body.
    #[must_use]
    pub fn of(mut self, caller: Caller, body: &[u8]) -> Self {
        if let Some((key, route)) = &self.key {
            let mut hash = Sha256::new();
            hash.update(caller.speaker().0.to_be_bytes());
            for text in [route.as_str(), key.as_str()] {
                hash.update((text.len() as u64).to_be_bytes());
                hash.update(text);
            }
            let key = Digest(hash.finalize().into());
            let (high, _) = key.0.split_at(16);
            self.order = OrderId(high.iter().fold(0, |id, byte| (id << 8) | u128::from(*byte)));
            // It was read as JSON, which is UTF-8.
            self.receipt = Some((key, String::from_utf8_lossy(body).into_owned()));
        }
        self
    }

    /// The same for a sender who acts for that agent.
    #[must_use]
    pub fn acting_for(self, agent: AgentId) -> Self {
        Self { agent: Some(agent), ..self }
    }
}

impl<S: Sync> FromRequestParts<S> for Ticket {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let key = IdempotencyKey::among(&parts.headers)?;
        let route = key.as_ref().map(|_| format!("{} {}", parts.method, parts.uri.path()));
        Ok(Self {
            key: key.zip(route),
            receipt: None,
            order: OrderId(Uuid::now_v7().as_u128()),
            agent: None,
        })
    }
}

impl Attempt {
    /// An attempt that answers `body` as JSON.
    ///
    /// # Errors
    ///
    /// 500 `defect` if it cannot be written.
    pub fn new<T: Serialize>(
        commit: Commit,
        status: StatusCode,
        body: &T,
    ) -> Result<Self, Problem> {
        Ok(Self { commit, status, body: written(body)?, kept: None })
    }

    /// Keeps another body for those who ask again: a secret is shown once and stored nowhere.
    ///
    /// # Errors
    ///
    /// 500 `defect` if it cannot be written.
    pub fn keeping<T: Serialize>(self, body: &T) -> Result<Self, Problem> {
        Ok(Self { kept: Some(written(body)?), ..self })
    }
}

impl App {
    /// Carries a command out once, however often it is sent with the same `Idempotency-Key`: its
    /// answer is kept in the same commit, a refusal never (HTTP-14). After a lost race it is
    /// attempted anew; `true` tells an attempt that the one before it met a full tally.
    ///
    /// # Errors
    ///
    /// What the attempt refuses; 422 `idempotency_key_reused`; the store's.
    pub async fn once<F, Fut>(&self, ticket: &Ticket, mut attempt: F) -> Result<Response, Problem>
    where
        F: FnMut(bool) -> Fut,
        Fut: Future<Output = Result<Attempt, Problem>>,
    {
        if let Some(answer) = self.replay(ticket).await? {
            return Ok(answer);
        }
        let mut full = false;
        for _ in attempts() {
            let Attempt { mut commit, status, body, kept } = attempt(full).await?;
            if commit != Commit::default() {
                commit.receipt = ticket.receipt.as_ref().map(|(key, asked)| Receipt {
                    key: *key,
                    payload: digest(asked),
                    at: self.now(),
                    // What was asked is kept too, so that a conflict can say where it differs.
                    answer: format!(
                        "{} {}\n{asked}",
                        status.as_u16(),
                        kept.as_ref().unwrap_or(&body)
                    ),
                });
                match self.service.settle(commit).await {
                    Ok(true) => {}
                    Ok(false) => continue,
                    Err(NotCommitted::Full(_)) if !full => {
                        full = true;
                        continue;
                    }
                    Err(NotCommitted::Answered) => {
                        return self.replay(ticket).await?.ok_or_else(busy);
                    }
                    Err(other) => return Err(refusal::not_committed(other)),
                }
            }
            return Ok(answer(status, body));
        }
        Err(busy())
    }

    /// The answer that this ticket was given before, if it was.
    async fn replay(&self, ticket: &Ticket) -> Result<Option<Response>, Problem> {
        let Some((key, asked)) = &ticket.receipt else { return Ok(None) };
        let Some(receipt) = self.store().receipt(*key).await? else { return Ok(None) };
        // An answer is written on one line.
        let (answered, before) = receipt.answer.split_once('\n').unwrap_or((&receipt.answer, ""));
        if receipt.payload != digest(asked) {
            let problem = Problem::new(Code::IdempotencyKeyReused);
            return Err(match difference::first(before, asked) {
                Some(field) => problem
                    .detail(format!("`{field}` was another when this key was first used"))
                    .field(field),
                None => problem,
            });
        }
        let (status, body) = answered.split_once(' ').unwrap_or(("200", answered));
        let status = status.parse().ok().and_then(|code| StatusCode::from_u16(code).ok());
        let mut response = answer(status.unwrap_or(StatusCode::OK), body.to_owned());
        response.headers_mut().insert(REPLAYED, axum::http::HeaderValue::from_static("true"));
        Ok(Some(response))
    }
}

/// A document, as it is kept.
pub(crate) fn text(value: &impl Serialize) -> Result<SharedText, Problem> {
    written(value)
}

fn written<S: for<'t> From<&'t str>>(value: &impl Serialize) -> Result<S, Problem> {
    json(value).map_err(|error| {
        tracing::error!(%error, "a text cannot be written");
        Problem::new(Code::Defect)
    })
}

fn answer(status: StatusCode, body: String) -> Response {
    (status, [(CONTENT_TYPE, "application/json")], body).into_response()
}

fn busy() -> Problem {
    Problem::new(Code::Busy).retry_after(1)
}
