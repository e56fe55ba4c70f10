//! Texts as addresses on the web: a request is accepted exactly if its address keeps the rules,
//! which are written down once more here, character by character.

use std::net::Ipv6Addr;

use earnest_http::marketplace::messages::SendMessage;
use serde_json::json;

use crate::choices::Choices;

/// What addresses are made of, and what is mistaken for it.
const SCHEMES: [&str; 12] = [
    "http://",
    "https://",
    "HTTPS://",
    "hTTp://",
    "http:/",
    "http:",
    "//",
    "ftp://",
    "javascript:",
    "https:\\\\",
    " http://",
    "",
];
const PEOPLE: [&str; 8] = ["", "", "", "", "user@", "user:pass@", "@", "a%40b@"];
const HOSTS: [&str; 24] = [
    "a.example",
    "localhost",
    "127.0.0.1",
    "0x7f.1",
    "2130706433",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[fe80::1%25eth0]",
    "[::1",
    "::1",
    "",
    ".",
    "a.",
    "a..b",
    ".a",
    "b\u{fc}cher.example",
    "xn--bcher-kva.example",
    "a_b",
    "-",
    "a%00b",
    "169.254.169.254",
    "a\u{3002}example",
    "a b",
    "[1.2.3.4]",
];
const PORTS: [&str; 12] =
    ["", "", "", ":80", ":0", ":65535", ":65536", ":", ":+80", ":080", ":8080:1", ":\u{0661}"];
const TAILS: [&str; 18] = [
    "",
    "/",
    "/x?y#z",
    "?x",
    "#x",
    "/a@b:c",
    "/ä%20b",
    "/ b",
    "\t",
    "/\n",
    "\\",
    "/\u{0}",
    "/<x>",
    "/\u{a0}",
    "/\u{2028}",
    "/\u{200b}",
    "/`",
    "/|",
];

/// Reads the bytes as an address: as they are, or, if the first is `@`, put together from parts.
/// Says whether it is one.
pub(crate) fn check(input: &[u8]) -> bool {
    let text = match input.split_first() {
        Some((b'@', rest)) => assembled(Choices::new(rest)),
        _ => String::from_utf8_lossy(input).into_owned(),
    };
    let body = json!({"content": "see", "attachmentUrl": text}).to_string();
    let expected = refusal(&text);
    match earnest_http::json::<SendMessage>(body.as_bytes()) {
        Ok(message) => {
            assert_eq!(expected, None, "{text:?} is accepted");
            let url = message.attachment_url.expect("it was sent");
            assert_eq!(url.as_str(), text, "it is kept as it was sent");
            let scheme = text.get(..8).map(str::to_ascii_lowercase);
            assert_eq!(url.is_https(), scheme.as_deref() == Some("https://"), "{text:?}");
        }
        Err(problem) => {
            let error = &problem.errors()[0];
            assert_eq!((problem.status().as_u16(), &*error.field), (400, "attachmentUrl"));
            assert_eq!(expected, Some(error.code), "{text:?} is refused");
        }
    }
    expected.is_none()
}

fn assembled(mut choices: Choices<'_>) -> String {
    let mut text = choices.pick(&SCHEMES).to_owned();
    text.push_str(choices.pick(&PEOPLE));
    match choices.byte() {
        // The edges of a label, of a host, and of the whole.
        0 => text.push_str(&"a".repeat(usize::from(62 + choices.byte() % 3))),
        1 => {
            let label = format!("{}.", "a".repeat(62));
            text.push_str(&label.repeat(4));
            text.push_str(&"a".repeat(usize::from(choices.byte() % 4)));
        }
        2 => {
            let missing = 2047 - text.chars().count() + usize::from(choices.byte() % 3);
            text.push_str("a/");
            text.push_str(&choices.pick(&["a", "ä"]).repeat(missing - 2));
        }
        _ => text.push_str(choices.pick(&HOSTS)),
    }
    text.push_str(choices.pick(&PORTS));
    text.push_str(choices.pick(&TAILS));
    text.push_str(&String::from_utf8_lossy(choices.rest()));
    text
}

/// The rules: `http` or `https`, a host, perhaps a port, no credentials, nothing that one reader
/// repairs and another does not, 2048 characters at most.
fn refusal(text: &str) -> Option<&'static str> {
    if text.chars().nth(2048).is_some() {
        return Some("too_long");
    }
    let lower = text.to_ascii_lowercase();
    let start = ["http://", "https://"].into_iter().find(|scheme| lower.starts_with(scheme));
    let Some(start) = start.map(str::len) else { return Some("not_a_url") };
    let (mut authority, mut tail) = (String::new(), None);
    for letter in text[start..].chars() {
        let tail = match letter {
            '/' | '?' | '#' => tail.get_or_insert_default(),
            _ => tail.as_mut().unwrap_or(&mut authority),
        };
        tail.push(letter);
    }
    let keeps = is_authority(&authority) && tail.unwrap_or_default().chars().all(is_plain);
    (!keeps).then_some("not_a_url")
}

/// Whether a letter may stand after the host: none of those that are repaired.
fn is_plain(letter: char) -> bool {
    let odd = ['"', '<', '>', '\\', '^', '`', '{', '|', '}'];
    !odd.contains(&letter) && !letter.is_whitespace() && !letter.is_control()
}

/// Whether this is a host, or a host, a colon and a port.
fn is_authority(authority: &str) -> bool {
    if authority.contains('@') {
        return false;
    }
    if let Some(rest) = authority.strip_prefix('[') {
        let parts: Vec<&str> = rest.splitn(2, ']').collect();
        return match parts.as_slice() {
            [address, ""] => address.parse::<Ipv6Addr>().is_ok(),
            [address, port] => {
                let port = port.strip_prefix(':');
                address.parse::<Ipv6Addr>().is_ok() && port.is_some_and(is_port)
            }
            _ => false,
        };
    }
    let parts: Vec<&str> = authority.split(':').collect();
    match parts.as_slice() {
        [host] => is_host(host),
        [host, port] => is_host(host) && is_port(port),
        _ => false,
    }
}

/// Labels of 1 to 63 plain characters with points between them and perhaps one at the end, of 253
/// characters in all.
fn is_host(host: &str) -> bool {
    let mut labels: Vec<&str> = host.split('.').collect();
    if labels.len() > 1 && labels.last() == Some(&"") {
        labels.pop();
    }
    let plain = |letter: char| matches!(letter, 'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_');
    let fits = |label: &&str| (1..64).contains(&label.len()) && label.chars().all(plain);
    host.len() < 254 && labels.iter().all(fits)
}

/// A number from 1 to 65535, by its digits; zeros may stand before it.
fn is_port(port: &str) -> bool {
    let digits = !port.is_empty() && port.bytes().all(|it| it.is_ascii_digit());
    let number = port.trim_start_matches('0');
    digits && !number.is_empty() && (number.len(), number) <= (5, "65535")
}
