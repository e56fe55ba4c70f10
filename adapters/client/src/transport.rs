//! Requests and answers, and asking again.

use std::fmt::Display;
use std::time::Duration;

use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER};
use reqwest::{Method, RequestBuilder, Response, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::time::{sleep, timeout};

use crate::client::Client;
use crate::error::{Error, Problem};
use crate::wire::IdempotencyKey;

/// What is asked, without who asks and where.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    method: Method,
    path: String,
    query: Vec<(&'static str, String)>,
    body: Option<String>,
}

impl Request {
    /// A question.
    pub(crate) fn get(path: String) -> Self {
        Self { method: Method::GET, path, query: Vec::new(), body: None }
    }

    /// A command.
    pub(crate) fn post(path: String, body: &impl Serialize) -> Result<Self, Error> {
        let body = serde_json::to_string(body).map_err(|it| Error::Invalid(it.to_string()))?;
        Ok(Self { method: Method::POST, path, query: Vec::new(), body: Some(body) })
    }

    /// A change.
    pub(crate) fn patch(path: String, body: &impl Serialize) -> Result<Self, Error> {
        Ok(Self { method: Method::PATCH, ..Self::post(path, body)? })
    }

    /// A removal.
    pub(crate) fn delete(path: String) -> Self {
        Self { method: Method::DELETE, ..Self::get(path) }
    }

    /// The same with one more parameter, if there is a value.
    pub(crate) fn with(mut self, name: &'static str, value: Option<impl Display>) -> Self {
        self.query.extend(value.map(|value| (name, value.to_string())));
        self
    }
}

impl Client {
    /// Asks until there is an answer, or no hope for one. What changes something is asked again
    /// only with an `Idempotency-Key`; the server takes none for a removal.
    pub(crate) async fn ask<A: DeserializeOwned>(&self, request: &Request) -> Result<A, Error> {
        let command = request.method == Method::POST || request.method == Method::PATCH;
        let chosen = || self.once.clone().unwrap_or_else(IdempotencyKey::random);
        let key = command.then(chosen);
        let safe = command || request.method == Method::GET;
        let mut failures = 0;
        loop {
            let error = match self.attempt(request, key.as_ref()).await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            let wait = if safe { self.pause(failures, &error) } else { None };
            let Some(wait) = wait else { return Err(error) };
            sleep(wait).await;
            failures += 1;
        }
    }

    /// How long to wait before asking again; `None` if that is of no use.
    pub(crate) fn pause(&self, failures: u32, error: &Error) -> Option<Duration> {
        let asked = match error {
            Error::Problem(problem) if problem.passes() => problem.retry_after,
            Error::Transport(_) => None,
            _ => return None,
        };
        self.shared.retry.wait(failures, asked)
    }

    /// Opens a stream after the event with that id.
    pub(crate) async fn open(&self, path: &str, after: Option<&str>) -> Result<Response, Error> {
        let mut builder = self.begin(Method::GET, path, &[])?.header(ACCEPT, "text/event-stream");
        if let Some(after) = after {
            builder = builder.header("last-event-id", after);
        }
        let response = timeout(self.shared.patience, builder.send()).await;
        let response = response.map_err(Error::transport)?.map_err(Error::request)?;
        if !response.status().is_success() {
            return Err(refused(response).await);
        }
        let media = response.headers().get(CONTENT_TYPE);
        match media.and_then(|media| media.to_str().ok()) {
            Some(media) if media.starts_with("text/event-stream") => Ok(response),
            _ => Err(Error::Stream("the answer is no stream".to_owned())),
        }
    }

    async fn attempt<A: DeserializeOwned>(
        &self,
        request: &Request,
        key: Option<&IdempotencyKey>,
    ) -> Result<A, Error> {
        let builder = self.begin(request.method.clone(), &request.path, &request.query)?;
        let mut builder = builder.timeout(self.shared.patience);
        if let Some(key) = key {
            builder = builder.header("idempotency-key", key.as_str());
        }
        if let Some(body) = &request.body {
            builder = builder.header(CONTENT_TYPE, "application/json").body(body.clone());
        }
        let response = builder.send().await.map_err(Error::request)?;
        if !response.status().is_success() {
            return Err(refused(response).await);
        }
        let body = response.bytes().await.map_err(Error::transport)?;
        serde_json::from_slice(&body).map_err(Error::Decode)
    }

    fn begin(
        &self,
        method: Method,
        path: &str,
        query: &[(&str, String)],
    ) -> Result<RequestBuilder, Error> {
        let address = format!("{}{path}", self.shared.base);
        let mut url = Url::parse(&address).map_err(|it| Error::Invalid(it.to_string()))?;
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let builder = self.shared.http.request(method, url);
        Ok(match &self.shared.authorization {
            Some(value) => builder.header(AUTHORIZATION, value.clone()),
            None => builder,
        })
    }
}

/// What a failed answer tells.
async fn refused(response: Response) -> Error {
    let status = response.status();
    let seconds = response.headers().get(RETRY_AFTER);
    let seconds = seconds.and_then(|value| value.to_str().ok()?.parse().ok());
    match response.bytes().await {
        Ok(body) => {
            let retry_after = seconds.map(Duration::from_secs);
            Problem { retry_after, ..Problem::of(status, &body) }.into()
        }
        Err(error) => Error::transport(error),
    }
}
