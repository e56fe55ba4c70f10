//! The source documents' own examples, run as they stand but for host, key and ids.

use std::fs;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::cast::instant;
use crate::client::{Answer, Client, Request};
use crate::json::Json;

/// The host that the documents name.
const HOST: &str = "https://g0hub.com";
/// The key that the documents show.
const KEY: &str = "g0_sk_your_api_key";
/// What begins a block: the rest of the line is its name.
const MARK: &str = "#= ";

/// One example of a document.
#[derive(Clone, Debug)]
pub struct Example {
    text: String,
}

impl Example {
    /// The example of this name in a file of named examples.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    #[track_caller]
    pub fn of(file: &str, name: &str) -> Self {
        let mut blocks = file.split(MARK).skip(1).filter_map(|block| block.split_once('\n'));
        let found = blocks.find(|(head, _)| head.trim() == name);
        let (_, text) = found.unwrap_or_else(|| panic!("no example `{name}`"));
        Self { text: text.trim().to_owned() }
    }

    /// With another text in the place of one that the document uses as an example.
    ///
    /// # Panics
    /// If the example does not use it.
    #[must_use]
    #[track_caller]
    pub fn with(&self, shown: &str, real: &str) -> Self {
        assert!(self.text.contains(shown), "`{shown}` is not in {}", self.text);
        Self { text: self.text.replace(shown, real) }
    }

    /// The example's text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The example as JSON.
    ///
    /// # Panics
    /// If it is not JSON.
    #[must_use]
    #[track_caller]
    pub fn json(&self) -> Json {
        Json::parse(&self.text).unwrap_or_else(|wrong| panic!("{wrong}"))
    }

    /// Runs a `curl` command in a shell, against this server with this key.
    ///
    /// # Panics
    /// If there is no `curl`, or it gets no answer.
    #[must_use]
    #[track_caller]
    pub fn curl(&self, client: &Client, key: &str) -> Answer {
        let text = self.with(HOST, client.base());
        let text = if self.text.contains(KEY) { text.with(KEY, key) } else { text };
        let home = TempDir::new().expect("a temporary folder");
        let settings = "silent\nshow-error\nnoproxy = \"*\"\nmax-time = 30\n\
                        write-out = \"\\n%{content_type}\\n%{http_code}\"\n";
        fs::write(home.path().join(".curlrc"), settings).expect("a writable folder");
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(&text.text).env("CURL_HOME", home.path()).stdin(Stdio::null());
        let output = shell.output().expect("sh can be run");
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{complaint}\n{}", text.text);
        let all = String::from_utf8(output.stdout).expect("an answer in UTF-8");
        let mut parts = all.rsplitn(3, '\n');
        let status = parts.next().and_then(|status| status.parse().ok()).expect("a status");
        let media = parts.next().unwrap_or_default().to_owned();
        let body = parts.next().unwrap_or_default().to_owned();
        Answer { status, headers: vec![("content-type".to_owned(), media)], body }
    }

    /// Sends a request that the document writes as a line `POST /path` with a body below it.
    ///
    /// # Panics
    /// If it is not written so, or gets no answer.
    #[must_use]
    #[track_caller]
    pub fn send(&self, client: &Client) -> Answer {
        let (head, body) = self.text.split_once('\n').expect("a line and a body");
        let (method, path) = head.split_once(' ').expect("a method and a path");
        let body = body.trim_start();
        let body =
            if body.starts_with("//") { body.split_once('\n').map(|(_, b)| b) } else { Some(body) };
        client.must(&Request::new(method, path).json(body.expect("a body below the comment")))
    }
}

/// Compares an answer with the one a document shows: every member it shows must be there and be
/// the same. An id may be any text; a time any time; a text that ends in `...` stands for any
/// text that begins likewise, and a list that the caller does not expect in full is left to him.
///
/// # Panics
/// At the first difference, naming where it is.
#[track_caller]
pub fn assert_shows(shown: &Json, answer: &Json) {
    compare("", shown, answer);
}

#[track_caller]
fn compare(path: &str, shown: &Json, answer: &Json) {
    let key = path.rsplit('.').next().unwrap_or_default();
    match (shown, answer) {
        (Json::Object(members), _) => {
            for (key, value) in members {
                compare(&format!("{path}.{key}"), value, answer.at(key));
            }
        }
        (Json::List(shown), Json::List(items)) => {
            assert_eq!(shown.len(), items.len(), "`{path}` has {} elements", items.len());
            for (index, (shown, item)) in shown.iter().zip(items).enumerate() {
                compare(&format!("{path}.{index}"), shown, item);
            }
        }
        (Json::Text(_), Json::Text(id)) if key == "id" => {
            assert!(!id.is_empty() && !id.contains(char::is_whitespace), "`{path}` is `{id}`");
        }
        (Json::Text(_), Json::Text(time)) if key.ends_with("At") => {
            let _: i64 = instant(time);
        }
        (Json::Text(shown), Json::Text(text)) if shown.ends_with("...") => {
            let begin = shown.trim_end_matches('.');
            assert!(text.starts_with(begin), "`{path}` is `{text}`, not `{shown}`");
        }
        _ => assert_eq!(shown.to_string(), answer.to_string(), "`{path}` differs"),
    }
}
