//! API keys: 256 random bits that only their holder knows. The server keeps their SHA-256.

use std::fmt;

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use earnest::ids::Digest;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq;

/// What the keys that are minted here begin with: users', and agents'.
const PREFIX: &str = "g0_sk_";
const AGENT_PREFIX: &str = "ag_sk_";

/// A key in the clear: 8 to 200 visible ASCII characters. Minted ones are `g0_sk_`, or `ag_sk_` for
/// an agent's, and 43 base64url characters; an operator may preset any other. It is never logged: `Debug` hides it,
/// and only [`reveal`](ApiKey::reveal) shows it.
#[derive(Clone)]
pub struct ApiKey(String);

/// A text that is no key.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct NotAKey;

impl ApiKey {
    /// A new key of 256 random bits.
    ///
    /// # Errors
    ///
    /// When the operating system has no randomness.
    pub fn mint() -> std::io::Result<Self> {
        Self::minted(PREFIX)
    }

    /// The same for an agent that speaks for itself.
    ///
    /// # Errors
    ///
    /// When the operating system has no randomness.
    pub fn mint_for_agent() -> std::io::Result<Self> {
        Self::minted(AGENT_PREFIX)
    }

    fn minted(prefix: &str) -> std::io::Result<Self> {
        let mut bits = [0; 32];
        getrandom::fill(&mut bits).map_err(std::io::Error::from)?;
        Ok(Self(format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bits))))
    }

    /// Takes what a client or an operator calls a key.
    ///
    /// # Errors
    ///
    /// [`NotAKey`] unless it is 8 to 200 visible ASCII characters.
    pub fn parse(text: &str) -> Result<Self, NotAKey> {
        let visible = text.bytes().all(|byte| byte.is_ascii_graphic());
        if visible && (8..=200).contains(&text.len()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotAKey)
        }
    }

    /// What is stored, and what a key is looked up by. Whoever reads the store learns no key
    /// (HTTP-06).
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest(Sha256::digest(self.0.as_bytes()).into())
    }

    /// Whether this is the key with that digest, in constant time.
    #[must_use]
    pub fn is(&self, digest: &Digest) -> bool {
        self.digest().0.ct_eq(&digest.0).into()
    }

    /// The key itself, to be shown to its holder once.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// The key in `Authorization: Bearer …`; the scheme in any case. `None` if it is missing, there
/// more than once, or no key.
#[must_use]
pub fn bearer(headers: &HeaderMap) -> Option<ApiKey> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return None };
    let (scheme, key) = value.to_str().ok()?.split_once(' ')?;
    let bearer = scheme.eq_ignore_ascii_case("bearer");
    if bearer { ApiKey::parse(key.trim_start_matches(' ')).ok() } else { None }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(…)")
    }
}

impl fmt::Display for NotAKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key is 8 to 200 visible ASCII characters")
    }
}

impl std::error::Error for NotAKey {}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn headers(values: &[&str]) -> HeaderMap {
        values.iter().map(|value| (AUTHORIZATION, value.parse().unwrap())).collect()
    }

    #[test]
    fn keys_are_random_and_parse() {
        let keys: HashSet<_> =
            (0..100).map(|_| ApiKey::mint().unwrap().reveal().to_owned()).collect();
        assert_eq!(keys.len(), 100);
        for key in keys {
            let random = key.strip_prefix("g0_sk_").unwrap();
            assert_eq!(random.len(), 43);
            assert!(random.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'));
            assert_eq!(ApiKey::parse(&key).unwrap().reveal(), key);
        }
    }

    /// HTTP-06
    #[test]
    fn only_the_digest_is_kept() {
        let key = ApiKey::parse("g0_sk_example").unwrap();
        assert_eq!(
            key.digest().to_string(),
            "802df2fb522ddefe9c7bc3cad0972b5df243381996ba9bc1f0184862ff199ce7"
        );
        assert!(key.is(&key.digest()));
        assert!(!key.is(&ApiKey::parse("g0_sk_examplf").unwrap().digest()));
        assert_eq!(format!("{key:?}"), "ApiKey(…)");
    }

    #[test]
    fn a_preset_key_is_visible_ascii() {
        assert!(ApiKey::parse("12345678").is_ok());
        assert!(ApiKey::parse(&"~".repeat(200)).is_ok());
        for bad in ["1234567", &"~".repeat(201), "12345 678", "1234567\n", "1234567ä", ""] {
            assert_eq!(ApiKey::parse(bad).unwrap_err(), NotAKey, "{bad}");
        }
    }

    #[test]
    fn the_header_has_one_key() {
        for good in ["Bearer g0_sk_abc", "bearer g0_sk_abc", "BEARER   g0_sk_abc"] {
            assert_eq!(bearer(&headers(&[good])).unwrap().reveal(), "g0_sk_abc", "{good}");
        }
        for bad in ["g0_sk_abc", "Basic g0_sk_abc", "Bearer", "Bearer ", "Bearer g0_sk_abc x", ""] {
            assert!(bearer(&headers(&[bad])).is_none(), "{bad}");
        }
        assert!(bearer(&headers(&["Bearer g0_sk_abc", "Bearer g0_sk_abc"])).is_none());
        assert!(bearer(&HeaderMap::new()).is_none());
    }
}
