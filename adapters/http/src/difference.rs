//! Where two JSON texts differ first, for the client that used one key for two requests (HTTP-13).

use serde_json::Value;

/// The path of the first field that differs, in alphabetical order of names, such as
/// `deliveryProof.artifacts[0].url`; `None` if they say the same in other bytes, or if one is no
/// JSON.
pub(crate) fn first(before: &str, now: &str) -> Option<String> {
    let before: Value = serde_json::from_str(before).ok()?;
    let now: Value = serde_json::from_str(now).ok()?;
    differ(&before, &now, String::new())
}

fn differ(before: &Value, now: &Value, path: String) -> Option<String> {
    match (before, now) {
        (Value::Object(a), Value::Object(b)) => {
            let mut names: Vec<&String> = a.keys().chain(b.keys()).collect();
            names.sort_unstable();
            names.dedup();
            names.into_iter().find_map(|name| {
                let dot = if path.is_empty() { "" } else { "." };
                let path = format!("{path}{dot}{name}");
                match (a.get(name), b.get(name)) {
                    (Some(a), Some(b)) => differ(a, b, path),
                    (None, None) => None,
                    (Some(_), None) | (None, Some(_)) => Some(path),
                }
            })
        }
        (Value::Array(a), Value::Array(b)) => {
            let known = a.iter().zip(b).enumerate();
            let mut within =
                known.filter_map(|(place, (a, b))| differ(a, b, format!("{path}[{place}]")));
            let length = a.len().min(b.len());
            within.next().or_else(|| (a.len() != b.len()).then(|| format!("{path}[{length}]")))
        }
        (a, b) => (a != b).then_some(path),
    }
}

#[cfg(test)]
mod tests {
    use super::first;

    /// HTTP-13
    #[test]
    fn the_first_field_that_differs_is_named() {
        let differs = |a, b| first(a, b).unwrap_or_default();
        assert_eq!(differs(r#"{"a":1,"b":2}"#, r#"{"b":2, "a":1}"#), "");
        assert_eq!(differs(r#"{"a":1,"b":2}"#, r#"{"a":1,"b":3}"#), "b");
        assert_eq!(differs(r#"{"b":2,"c":1}"#, r#"{"a":0,"b":3,"c":1}"#), "a");
        assert_eq!(differs(r#"{"a":[{"x":1},{"x":2}]}"#, r#"{"a":[{"x":1},{"x":3}]}"#), "a[1].x");
        assert_eq!(differs(r#"{"a":[1]}"#, r#"{"a":[1,2]}"#), "a[1]");
        assert_eq!(differs(r#"{"a":1}"#, r#"{"a":"1"}"#), "a");
        assert_eq!(first("no", "{}"), None);
    }
}
