//! Where the server is, and who asks.

use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use reqwest::header::HeaderValue;
use reqwest::redirect::Policy;
use serde::de::IgnoredAny;

use crate::admin::Admin;
use crate::credits::Credits;
use crate::error::Error;
use crate::marketplace::Marketplace;
use crate::retry::Retry;
use crate::runs::{Runs, Worker};
use crate::transport::Request;
use crate::wire::IdempotencyKey;

/// One server and one API key. Clones share their connections.
#[derive(Clone, Debug)]
pub struct Client {
    pub(crate) shared: Arc<Shared>,
    /// What the next commands carry, if the caller chose it.
    pub(crate) once: Option<IdempotencyKey>,
}

#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) http: reqwest::Client,
    /// Without a slash at its end.
    pub(crate) base: String,
    pub(crate) authorization: Option<HeaderValue>,
    pub(crate) retry: Retry,
    pub(crate) patience: Duration,
    pub(crate) silence: Duration,
}

/// How a [`Client`] is made when [`Client::new`] is not enough.
#[derive(Clone)]
pub struct Builder {
    base: String,
    key: Option<String>,
    user_agent: String,
    connecting: Duration,
    patience: Duration,
    silence: Duration,
    retry: Retry,
}

impl Client {
    /// A client of the server at `base_url`, such as `http://127.0.0.1:8080`, with the prefix it
    /// is mounted under, if any.
    ///
    /// # Errors
    ///
    /// As [`Builder::build`].
    pub fn new(base_url: &str, key: &str) -> Result<Self, Error> {
        Self::builder(base_url).key(key).build()
    }

    /// A client that is different from the usual.
    #[must_use]
    pub fn builder(base_url: &str) -> Builder {
        Builder {
            base: base_url.trim_end_matches('/').to_owned(),
            key: None,
            user_agent: concat!("earnest-client/", env!("CARGO_PKG_VERSION")).to_owned(),
            connecting: Duration::from_secs(5),
            patience: Duration::from_secs(30),
            silence: Duration::from_secs(45),
            retry: Retry::default(),
        }
    }

    /// The same client whose commands carry this key instead of new ones. Keep the key before you
    /// send, and a command that is sent again, even by another process, is still done once: the
    /// same route and body get the first answer, another body is refused with
    /// `idempotency_key_reused`.
    #[must_use]
    pub fn once(&self, key: IdempotencyKey) -> Self {
        Self { shared: Arc::clone(&self.shared), once: Some(key) }
    }

    /// Tasks for agents, with their money in escrow.
    #[must_use]
    pub fn marketplace(&self) -> Marketplace {
        Marketplace { client: self.clone() }
    }

    /// Agents that work on prompts.
    #[must_use]
    pub fn runs(&self) -> Runs {
        Runs { client: self.clone() }
    }

    /// Who carries runs out.
    #[must_use]
    pub fn worker(&self) -> Worker {
        Worker { client: self.clone() }
    }

    /// Tasks that are paid in credits.
    #[must_use]
    pub fn credits(&self) -> Credits {
        Credits { client: self.clone() }
    }

    /// What the operator's staff does.
    #[must_use]
    pub fn admin(&self) -> Admin {
        Admin { client: self.clone() }
    }

    /// Whether the server lives.
    ///
    /// # Errors
    ///
    /// [`Error`] if it does not.
    pub async fn health(&self) -> Result<(), Error> {
        self.ask::<IgnoredAny>(&Request::get("/healthz".to_owned())).await.map(drop)
    }

    /// Whether the server would take a command now.
    ///
    /// # Errors
    ///
    /// The code `busy` or `unavailable` if it would not.
    pub async fn ready(&self) -> Result<(), Error> {
        self.ask::<IgnoredAny>(&Request::get("/readyz".to_owned())).await.map(drop)
    }
}

impl Builder {
    /// Who asks: `g0_sk_…`. Without a key only [`Client::health`] and [`Client::ready`] answer.
    #[must_use]
    pub fn key(self, key: &str) -> Self {
        Self { key: Some(key.to_owned()), ..self }
    }

    /// What the client calls itself.
    #[must_use]
    pub fn user_agent(self, user_agent: &str) -> Self {
        Self { user_agent: user_agent.to_owned(), ..self }
    }

    /// How long connecting may take; 5 s.
    #[must_use]
    pub fn connect_timeout(self, connecting: Duration) -> Self {
        Self { connecting, ..self }
    }

    /// How long one attempt may take from its first byte to its answer's last; 30 s.
    #[must_use]
    pub fn timeout(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// How long a stream may be silent before it counts as broken; 45 s, which is three of the
    /// server's signs of life.
    #[must_use]
    pub fn silence(self, silence: Duration) -> Self {
        Self { silence, ..self }
    }

    /// When what failed in passing is asked again.
    #[must_use]
    pub fn retry(self, retry: Retry) -> Self {
        Self { retry, ..self }
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] if the address is no `http` one (or `https`, with the feature `tls`), or
    /// the key or the user agent cannot stand in a header.
    pub fn build(self) -> Result<Client, Error> {
        let invalid = |what: String| Error::Invalid(what);
        let url = Url::parse(&self.base)
            .map_err(|error| invalid(format!("`{}` is no address: {error}", self.base)))?;
        match url.scheme() {
            "http" => {}
            "https" if cfg!(feature = "tls") => {}
            "https" => return Err(invalid("https needs the feature `tls`".to_owned())),
            other => return Err(invalid(format!("`{other}` is not spoken"))),
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(invalid(format!("`{}` has more than a path", self.base)));
        }
        let authorization = self.key.map(|key| {
            let value = HeaderValue::from_str(&format!("Bearer {key}"));
            let mut value = value.map_err(|_| invalid("the key is no API key".to_owned()))?;
            value.set_sensitive(true);
            Ok::<_, Error>(value)
        });
        let http = reqwest::Client::builder()
            .user_agent(self.user_agent)
            .connect_timeout(self.connecting)
            // The server gives none, and a command must not become a question on the way.
            .redirect(Policy::none())
            .build()
            .map_err(|error| invalid(error.to_string()))?;
        let shared = Shared {
            http,
            base: self.base,
            authorization: authorization.transpose()?,
            retry: self.retry,
            patience: self.patience,
            silence: self.silence,
        };
        Ok(Client { shared: Arc::new(shared), once: None })
    }
}

impl std::fmt::Debug for Builder {
    /// Without the key.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Builder").field("base", &self.base).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::Client;

    #[test]
    fn an_address_is_http_and_nothing_but_a_place() {
        for good in ["http://127.0.0.1:8080", "http://[::1]:8080/", "http://example.com/market/"] {
            assert!(Client::new(good, "g0_sk_1").is_ok(), "{good}");
        }
        for bad in ["", "localhost:8080", "ftp://a", "http://a/?b", "http://a/#b"] {
            assert!(Client::new(bad, "g0_sk_1").is_err(), "{bad}");
        }
        assert_eq!(Client::new("https://a", "k").is_ok(), cfg!(feature = "tls"));
        assert!(Client::new("http://a", "g0\n").is_err());
    }

    #[test]
    fn the_key_is_not_shown() {
        let builder = Client::builder("http://a").key("g0_sk_1");
        assert!(!format!("{builder:?} {:?}", builder.clone().build()).contains("g0_sk_1"));
    }
}
