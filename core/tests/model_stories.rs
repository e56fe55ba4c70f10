//! The stories of the models: each order of each story is an edge of its model, with the answer
//! that the story tells. `spec/stories.html` shows them, to be clicked through; run with `UPDATE=1`
//! after a change.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};
use tla_checker::ast::Value;

#[path = "support/spec.rs"]
#[expect(dead_code, reason = "one reader of models for several tests")]
mod spec;

use spec::{Edge, Spec, done, edges, field, items, plain};

/// The page without its stories.
const PAGE: &str = include_str!("support/stories.html");

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec")
}

/// One line of a story: an order and what it is answered.
struct Line<'a> {
    order: String,
    done: bool,
    says: &'a str,
}

/// A file of stories, each with its name and its lines.
struct Told<'a> {
    module: &'a str,
    stories: Vec<(&'a str, &'a str, Vec<Line<'a>>)>,
}

fn read(text: &str) -> Told<'_> {
    let mut told = Told { module: "", stories: vec![] };
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match line.split_once(": ") {
            Some(("model", module)) => told.module = module,
            Some(("story", name)) => told.stories.push((name, "", vec![])),
            Some(("config", config)) => told.stories.last_mut().expect("a story").1 = config,
            _ => told.stories.last_mut().expect("a story").2.push(line_of(line)),
        }
    }
    told
}

fn line_of(line: &str) -> Line<'_> {
    let accepted = line.split_once(" -> ").map(|it| (it, true));
    let ((order, says), done) = accepted
        .or_else(|| line.split_once(" ! ").map(|it| (it, false)))
        .unwrap_or_else(|| panic!("`{line}` tells no answer"));
    let order = order.split_whitespace().collect::<Vec<_>>().join(" ");
    Line { order, done, says: says.trim() }
}

/// An order as a story writes it: when, who, what, and what that carries.
fn spelled(order: &Value) -> String {
    let (by, ask) = (field(order, "by"), field(order, "ask"));
    let who = plain(field(by, "who"));
    let who = if plain(field(by, "as")) == "arbiter" { format!("{who} as arbiter") } else { who };
    let Value::Record(carried) = ask else { panic!("no command: {ask:?}") };
    let carried = carried.iter().filter(|(name, _)| &***name != "command");
    let carried = carried.map(|(name, value)| format!(" {name}={}", flat(value)));
    let command = plain(field(ask, "command"));
    format!("{} {who} {command}{}", plain(field(order, "at")), carried.collect::<String>())
}

/// What a command carries; of a record its parts, as `split/5000`.
fn flat(value: &Value) -> String {
    match value {
        Value::Record(parts) => parts.values().map(plain).collect::<Vec<_>>().join("/"),
        one => plain(one),
    }
}

/// Follows a story through its model, and tells every state on the way.
fn followed(module: &str, config: &str, name: &str, lines: &[Line<'_>]) -> Json {
    let mut spec = Spec::read(&folder().join("tla"), module, config);
    let mut state = spec.start();
    let mut steps = vec![json!({ "state": shown(&state) })];
    for Line { order, done: carried_out, says } in lines {
        let possible = spec.at(&state, "Edges").unwrap_or_else(|error| panic!("{error}"));
        let possible: BTreeMap<String, Edge> =
            edges(&possible).into_iter().map(|(order, edge)| (spelled(&order), edge)).collect();
        let Some(edge) = possible.get(order) else {
            let accepted = possible.iter().filter(|(_, edge)| done(&edge.answer));
            let accepted: Vec<_> = accepted.map(|(order, _)| order).collect();
            panic!("{name}: `{order}` is no edge of the model; accepted: {accepted:#?}");
        };
        let told = (done(&edge.answer), plain(field(&edge.answer, "says")));
        assert_eq!(told, (*carried_out, (*says).to_owned()), "{name}: the answer to `{order}`");
        state.clone_from(&edge.state);
        let moved = if *carried_out { moves(&edge.answer) } else { vec![] };
        let step = json!({ "order": order, "done": carried_out, "says": says, "moved": moved,
            "state": shown(&state) });
        steps.push(step);
    }
    json!({ "name": name, "config": config, "steps": steps })
}

fn moves(answer: &Value) -> Vec<String> {
    let told = |it: &Value| {
        let [from, to, amount] = ["from", "to", "amount"].map(|name| plain(field(it, name)));
        format!("{from} pays {to} {amount}")
    };
    items(field(answer, "moved")).iter().map(told).collect()
}

/// A state by its fields; a model has one variable for where things are, and may have one for money.
fn shown(state: &[Value]) -> Json {
    let parts = state.iter().map(|part| {
        let fields = part.as_function_map().unwrap_or_else(|| panic!("no record: {part:?}"));
        fields.iter().map(|(name, value)| (plain(name), Json::from(plain(value)))).collect::<Json>()
    });
    parts.collect()
}

/// The stages of a model, in the order in which the stories come to them, the ends last.
fn stages(stories: &[Json]) -> Vec<Json> {
    let steps = stories.iter().flat_map(|it| it["steps"].as_array().expect("steps"));
    let mut known = BTreeSet::new();
    let places = steps.map(|step| step["state"][0].clone());
    let name = |it: &Json| it["stage"].as_str().expect("a name").to_owned();
    let places: Vec<Json> = places.filter(|it| known.insert(name(it))).collect();
    // Only the beginning and the ends have no deadline.
    let begins = places.iter().take(1);
    let lasts = |it: &&Json| it["left"] == "1000000";
    let (ends, middle): (Vec<_>, Vec<_>) = places.iter().skip(1).partition(lasts);
    begins.chain(middle).chain(ends).map(|it| it["stage"].clone()).collect()
}

#[test]
fn every_line_of_every_story_is_an_edge_of_its_model() {
    let stories = folder().join("tla/stories");
    let files = fs::read_dir(stories).expect("there are stories");
    let files: BTreeSet<PathBuf> = files.map(|it| it.expect("it can be read").path()).collect();
    let told: Vec<Json> = files
        .iter()
        .map(|path| {
            let text = fs::read_to_string(path).expect("a story can be read");
            let told = read(&text);
            let stories: Vec<Json> = told
                .stories
                .iter()
                .map(|(name, config, lines)| followed(told.module, config, name, lines))
                .collect();
            json!({ "model": told.module, "stages": stages(&stories), "stories": stories })
        })
        .collect();
    assert!(told.len() > 1, "there are stories of several lifecycles");
    let told = serde_json::to_string_pretty(&told).expect("stories can be written");
    // So that no text can end the script that it stands in.
    let page = PAGE.replace("\"the stories\"", &told.replace('<', "\\u003c"));
    let path = folder().join("stories.html");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &page).expect("the page can be written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "`spec/stories.html` is stale; run the test with UPDATE=1");
}
