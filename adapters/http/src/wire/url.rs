//! Addresses on the web. Read by hand: a general URL reader repairs what it gets (it drops tabs
//! and newlines, turns `\` into `/`, reads `0x7f.1` as an address), so that what was checked and
//! what is dialled can differ; here a text is a URL as it stands, or none.

use std::net::Ipv6Addr;

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::openapi::schema::{ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::decode::refuse;
use crate::problem::codes;

/// An `http` or `https` URL of at most 2048 characters with a host and without credentials. It
/// is kept as it was sent. Whether it may be dialled is for the one who dials to say.
#[derive(Clone, Debug, Eq, Hash, PartialEq, Serialize)]
pub struct WebUrl(String);

const CHARACTERS: usize = 2048;

impl WebUrl {
    /// The URL.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The URL, without a copy.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }

    /// Whether its scheme is `https`.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.get(..6).is_some_and(|scheme| scheme.eq_ignore_ascii_case("https:"))
    }
}

impl<'de> Deserialize<'de> for WebUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.chars().count() > CHARACTERS {
            return Err(refuse(codes::TOO_LONG, format!("has more than {CHARACTERS} characters")));
        }
        if !is_web_url(&text) {
            let message = "is not an http or https URL with a host and without credentials";
            return Err(refuse(codes::NOT_A_URL, message));
        }
        Ok(Self(text))
    }
}

fn is_web_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let web = ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let Some((authority, rest)) = rest.split_at_checked(end) else { return false };
    // The characters that RFC 3986 leaves out and that others read in several ways. Letters of
    // all alphabets may stand after the host, as they do in addresses that people copy.
    let odd = |c: char| c.is_control() || c.is_whitespace() || "\"<>\\^`{|}".contains(c);
    web && is_authority(authority) && !rest.contains(odd)
}

/// A host and perhaps a port; no credentials.
fn is_authority(authority: &str) -> bool {
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => match rest.split_once(']') {
            Some((address, port)) if address.parse::<Ipv6Addr>().is_ok() => ("v6", port),
            _ => return false,
        },
        None => authority.split_at(authority.find(':').unwrap_or(authority.len())),
    };
    let port = port.is_empty()
        || port.strip_prefix(':').is_some_and(|port| {
            let digits = port.bytes().all(|byte| byte.is_ascii_digit());
            digits && port.parse::<u16>().is_ok_and(|port| port > 0)
        });
    // A last empty label is the root of the names.
    let labels = host.strip_suffix('.').unwrap_or(host).split('.');
    port && host.len() <= 253 && labels.into_iter().all(is_label)
}

fn is_label(label: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (1..=63).contains(&label.len()) && label.bytes().all(plain)
}

impl PartialSchema for WebUrl {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::Custom("uri".to_owned())))
            .max_length(Some(CHARACTERS))
            .into()
    }
}

impl ToSchema for WebUrl {}

#[cfg(test)]
mod tests {
    use crate::wire::testing::{read, refusal, same};

    use super::*;

    #[test]
    fn a_url_is_kept_as_it_was_sent() {
        for good in [
            "https://example.com",
            "HTTP://Example.com:8080/a?b=c#d",
            "http://127.0.0.1/x",
            "http://[::1]:9/x",
            "https://xn--bcher-kva.example./",
            "https://a_b.example/ä%20b",
            "https://example.com?x",
            "http://localhost:3000/hook",
            "https://e.com/a@b:c",
        ] {
            same::<WebUrl>(&format!("\"{good}\""));
        }
        assert!(read::<WebUrl>("\"HTTPS://a\"").is_https());
        assert!(!read::<WebUrl>("\"http://a\"").is_https());
    }

    #[test]
    fn what_others_would_repair_is_refused() {
        for bad in [
            "",
            "example.com",
            "//example.com",
            "ftp://example.com",
            "javascript:alert(1)",
            "http://",
            "http:///x",
            "http://?x",
            "https:/example.com",
            "http:\\\\\\\\example.com",
            "http://user@example.com",
            "http://user:pass@example.com/",
            "http://a b/",
            "http://a/ b",
            "http://exa\\nmple.com/",
            "http://a/\\t",
            "http://a/\\u0000",
            "http://a\\\\b/",
            "http://a:0/",
            "http://a:65536/",
            "http://a:/",
            "http://a:+80/",
            "http://a:b/",
            "http://[::1/",
            "http://[1.2.3.4]/",
            "http://[::1]x/",
            "http://a..b/",
            "http://.a/",
            "http://bücher.example/",
            "http://a/<script>",
            "data:text/plain,x",
            " http://a",
            "http://a%00b/",
            "http://a/\\u00a0",
            "http://a/\\u2028",
        ] {
            assert_eq!(refusal::<WebUrl>(&format!("\"{bad}\"")), "not_a_url", "{bad}");
        }
    }

    #[test]
    fn a_url_ends() {
        let sized = |characters: usize| format!("\"http://a/{}\"", "ä".repeat(characters - 9));
        same::<WebUrl>(&sized(CHARACTERS));
        assert_eq!(refusal::<WebUrl>(&sized(CHARACTERS + 1)), "too_long");
    }
}
