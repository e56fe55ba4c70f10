//! JSON that is almost right: a sound document with a few of its values replaced, doubled, moved
//! or left out. Mutated bytes alone seldom get past the first brace.

use serde_json::{Map, Value};

use crate::choices::Choices;

/// Values that break things.
const EDGES: [&str; 35] = [
    "null",
    "true",
    "{}",
    "[]",
    "\"\"",
    "0",
    "1",
    "-0",
    "65535",
    "5",
    "6",
    "-1",
    "0.01",
    "33.03",
    "100.01",
    "0.5",
    "1.0",
    "1e0",
    "101",
    "255",
    "256",
    "10000",
    "10001",
    "65536",
    "9007199254740991",
    "9007199254740992",
    "253402300799999",
    "253402300800000",
    "18446744073709551615",
    "\"79228162514264337593543950335\"",
    "\"79228162514264337593543950336\"",
    "\"01\"",
    "\"\\u0000\"",
    "\"ä\\u2028\"",
    "1e400",
];

/// One of `sound`, edited as is chosen.
pub(crate) fn edited(sound: &[Value], choices: &mut Choices<'_>) -> Value {
    let mut value = sound[usize::from(choices.byte()) % sound.len()].clone();
    while !choices.is_empty() {
        let other = &sound[usize::from(choices.byte()) % sound.len()];
        let index = usize::from(choices.byte()) % size(other);
        let donor = node(&mut other.clone(), index).clone();
        let index = usize::from(choices.byte()) % size(&value);
        let target = node(&mut value, index);
        match choices.byte() % 5 {
            0 | 1 => *target = edge(choices.byte()),
            2 => *target = donor,
            3 => leave_out(target, usize::from(choices.byte())),
            _ => add(target, donor),
        }
    }
    value
}

fn edge(byte: u8) -> Value {
    let text = EDGES[usize::from(byte) % EDGES.len()];
    // What only a text can spell stays a text.
    serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
}

fn leave_out(target: &mut Value, which: usize) {
    match target {
        Value::Object(fields) if !fields.is_empty() => {
            let name = fields.keys().nth(which % fields.len()).cloned().unwrap_or_default();
            fields.remove(&name);
        }
        Value::Array(items) => drop(items.pop()),
        other => *other = Value::Null,
    }
}

fn add(target: &mut Value, donor: Value) {
    match target {
        Value::Object(fields) => drop(fields.insert("unknown".to_owned(), donor)),
        Value::Array(items) => items.push(donor),
        other => *other = Value::Object(Map::from_iter([("unknown".to_owned(), donor)])),
    }
}

fn size(value: &Value) -> usize {
    1 + match value {
        Value::Object(fields) => fields.values().map(size).sum(),
        Value::Array(items) => items.iter().map(size).sum(),
        _ => 0,
    }
}

/// The value that stands at `index`, counted from the outside in, depth first.
fn node(value: &mut Value, mut index: usize) -> &mut Value {
    if index == 0 {
        return value;
    }
    index -= 1;
    let inner: Vec<&mut Value> = match value {
        Value::Object(fields) => fields.values_mut().collect(),
        Value::Array(items) => items.iter_mut().collect(),
        _ => Vec::new(),
    };
    for next in inner {
        let nodes = size(next);
        if index < nodes {
            return node(next, index);
        }
        index -= nodes;
    }
    unreachable!("the index is below the size")
}
