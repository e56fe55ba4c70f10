//! Strict decoding of JSON and of query strings. It is the one place that reads serde's
//! messages, and the one place that makes sure that none of them gets out.

use std::borrow::Cow;

use serde::de::{DeserializeOwned, Error, IgnoredAny};
use serde_path_to_error::{Path, Segment};

use crate::problem::{FieldError, Problem, codes};
use crate::wire::Object;

/// Stands before the code of an error of ours; no message of serde's begins with it.
const MARK: char = '\u{1}';

/// How much of a name that came from outside is repeated, in characters.
const ECHO: usize = 64;

/// Refuses a value within a `Deserialize` impl, with a code of [`codes`] and words that continue
/// a sentence: "`title` has more than 200 characters".
pub fn refuse<E: Error>(code: &'static str, message: impl AsRef<str>) -> E {
    E::custom(format_args!("{MARK}{code}{MARK}{}", message.as_ref()))
}

/// Decodes a body that must be one JSON object (HTTP-10).
///
/// # Errors
///
/// 400 `malformed_json` if it is not JSON at all, else 400 `validation_failed` with the first
/// field that was refused.
pub fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    let text = str::from_utf8(body).map_err(|error| {
        let (line, column) = place(body.get(..error.valid_up_to()).unwrap_or_default());
        Problem::malformed_json(line, column)
    })?;
    if text.trim_ascii().is_empty() {
        return Err(Problem::malformed_json(1, 1).detail("the body is empty"));
    }
    if text.starts_with('\u{feff}') {
        let detail = "the body is not JSON: it starts with a byte order mark";
        return Err(Problem::malformed_json(1, 1).detail(detail));
    }
    // The path to a field costs more than the fields: it is asked for when one is refused.
    if let Ok(Object(value)) = serde_json::from_str(text) {
        return Ok(value);
    }
    let mut decoder = serde_json::Deserializer::from_str(text);
    let decoded = serde_path_to_error::deserialize::<_, Object<T>>(&mut decoder);
    let syntax = |error: serde_json::Error| Problem::malformed_json(error.line(), error.column());
    match decoded {
        Ok(Object(value)) => decoder.end().map(|()| value).map_err(syntax),
        // Decoding stops at the first field that is refused: whether the rest is JSON is still
        // to be found out, so that the answer does not depend on the order of the fields.
        Err(error) => Err(match serde_json::from_str::<IgnoredAny>(text) {
            Err(error) => syntax(error),
            Ok(_) => Problem::from(classify(error.path(), &json_message(error.inner()))),
        }),
    }
}

/// Decodes a query string, without its `?`.
pub(crate) fn query<T: DeserializeOwned>(text: &str) -> Result<T, Problem> {
    let pairs = form_urlencoded::parse(text.as_bytes());
    serde_path_to_error::deserialize(serde_urlencoded::Deserializer::new(pairs))
        .map_err(|error| Problem::from(classify(error.path(), &error.inner().to_string())))
}

/// The message without the place that serde_json adds.
fn json_message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    text.strip_suffix(&place).map(str::to_owned).unwrap_or(text)
}

fn classify(path: &Path, message: &str) -> FieldError {
    let (code, message, inner) = explain(message);
    let mut field = spell(path);
    if let Some(name) = inner {
        if !field.is_empty() {
            field.push('.');
        }
        field.push_str(&shorten(name));
    }
    if field.is_empty() {
        field.push_str("body");
    }
    FieldError { field, code, message }
}

/// What a message means: a code, our words for it, and the field it speaks of if the path ends
/// one step before it.
fn explain(message: &str) -> (&'static str, Cow<'static, str>, Option<&str>) {
    let own = message.strip_prefix(MARK).and_then(|rest| rest.split_once(MARK));
    if let Some((name, words)) = own {
        let code = codes::ALL.into_iter().find(|code| *code == name).unwrap_or(codes::MALFORMED);
        return (code, Cow::Owned(words.to_owned()), None);
    }
    if let Some(name) = quoted(message, "missing field `") {
        return (codes::REQUIRED, Cow::Borrowed("is required"), Some(name));
    }
    if let Some(name) = quoted(message, "duplicate field `") {
        return (codes::DUPLICATE_FIELD, Cow::Borrowed("is there more than once"), Some(name));
    }
    if message.starts_with("unknown field `") {
        return (codes::UNKNOWN_FIELD, Cow::Borrowed("is not a known field"), None);
    }
    if message.starts_with("unknown variant `") {
        return (codes::NOT_ONE_OF, Cow::Borrowed("is not one of the known values"), None);
    }
    if message.starts_with("invalid type: ") {
        let expected = message.rsplit_once(", expected ").map_or("", |(_, expected)| expected);
        return (codes::WRONG_TYPE, Cow::Borrowed(wanted(expected)), None);
    }
    (codes::MALFORMED, Cow::Borrowed("cannot be read"), None)
}

fn quoted<'a>(message: &'a str, before: &str) -> Option<&'a str> {
    message.strip_prefix(before)?.strip_suffix('`')
}

/// Our words for what serde expected.
fn wanted(expected: &str) -> &'static str {
    match expected {
        "a string" | "a borrowed string" | "a character" => "must be a string",
        "a boolean" => "must be true or false",
        "a sequence" | "a list" => "must be a list",
        "an object" | "a map" => "must be an object",
        "a number" => "must be a number",
        "u8" | "u16" | "u32" | "u64" | "usize" | "i8" | "i16" | "i32" | "i64" | "isize" => {
            "must be a whole number"
        }
        _ => "has the wrong type",
    }
}

fn spell(path: &Path) -> String {
    let mut text = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => text.push_str(&format!("[{index}]")),
            Segment::Map { key: name } | Segment::Enum { variant: name } => {
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(&shorten(name));
            }
            Segment::Unknown => {}
        }
    }
    text
}

fn shorten(name: &str) -> Cow<'_, str> {
    match name.char_indices().nth(ECHO) {
        Some((end, _)) => Cow::Owned(format!("{}…", name.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(name),
    }
}

/// The line and column, from 1, of the first byte after `before`.
fn place(before: &[u8]) -> (usize, usize) {
    let line = before.iter().filter(|byte| **byte == b'\n').count().saturating_add(1);
    let column = before.iter().rev().take_while(|byte| **byte != b'\n').count().saturating_add(1);
    (line, column)
}

#[cfg(test)]
mod tests;
