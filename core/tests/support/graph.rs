//! A model of `spec/tla/` and the real core side by side, edge by edge and both ways: in every
//! state that either of them can reach, every order of a bounded alphabet has the same answer.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write as _;

use earnest::ledger::{Account, Posting};
use tla_checker::ast::Value;
use tla_checker::checker::format_value;

#[path = "tla.rs"]
mod tla;

pub(crate) use tla::{ask, items, number, record, text, tuple};

use tla::{Model, field};

/// The answer to each order, with the state after it.
pub(crate) type Edges = BTreeMap<Value, Value>;

/// The code in one state.
pub(crate) trait Place: Clone {
    /// What the model calls its edges, and what can be seen.
    const SAYS: [&'static str; 2] = ["Edges", "Seen"];

    /// The state, as the values of the model's variables.
    fn state(&self) -> Value;

    /// What every order is answered, and where the accepted ones lead.
    fn edges(&self) -> (Edges, Vec<Self>);

    /// What can be seen besides the answers to orders.
    fn seen(&self) -> Value;

    /// The orders that led here.
    fn way(&self) -> &[Value];

    /// What else must hold here, given all answers.
    fn holds(&self, _: &Edges) {}

    /// The state, and how to get there.
    fn told(&self) -> String {
        let mut told = format!("in the state {}", format_value(&self.state()));
        for order in self.way() {
            write!(told, "\n    after {}", format_value(order)).expect("text can be written");
        }
        told
    }
}

/// What a comparison saw, on either side.
#[derive(Debug, Default)]
pub(crate) struct Compared {
    /// The number of states.
    pub(crate) states: usize,
    /// The number of orders, each with its answer.
    pub(crate) edges: usize,
    /// The rules, refusals and repeats that were answered.
    pub(crate) answers: BTreeSet<String>,
}

/// How many differences are worth reading.
const FEW: usize = 4;

/// Compares the whole of both graphs. `config` is the name of a `.cfg` without its ending.
pub(crate) fn compare<P: Place>(start: P, module: &str, config: &str) -> Compared {
    let mut model = Model::checked(module, config);
    let first = start.state();
    assert_eq!(format_value(&model.start), format_value(&first), "how they begin");

    let mut seen = Compared::default();
    let (mut known, mut queue) = (BTreeSet::from([first]), VecDeque::from([start]));
    while let Some(here) = queue.pop_front() {
        let (code, next) = here.edges();
        let [edges, shown] = P::SAYS;
        let told = model.at(&here.state(), edges);
        let told = pairs(&told);
        assert!(told == code, "{}", differences(&here.told(), &told, &code));
        let (ours, theirs) = (here.seen(), model.at(&here.state(), shown));
        assert!(ours == theirs, "{}", unlike(&here.told(), &theirs, &ours));
        here.holds(&code);
        seen.edges += code.len();
        seen.answers.extend(code.values().map(|edge| says(&items(edge)[0])));
        for there in next {
            if known.insert(there.state()) {
                queue.push_back(there);
            }
        }
    }
    seen.states = known.len();
    assert_eq!(seen.states, model.states, "the checker counts other states of the same model");
    let numbers = [seen.states, seen.edges];
    assert_eq!(numbers, model.known, "states and edges, and those in the first line of {config}");
    // `.ci/deep` looks for this line.
    println!("compared {config}: {} states, {} edges", seen.states, seen.edges);
    seen
}

/// The answer to an order that is carried out.
pub(crate) fn done(rule: &str, to: Value, moved: Value) -> Value {
    record([("done", Value::Bool(true)), ("says", text(rule)), ("to", to), ("moved", moved)])
}

/// The answer to any other.
pub(crate) fn not(why: &str) -> Value {
    record([("done", Value::Bool(false)), ("says", text(why))])
}

/// A movement of money between accounts that have these names.
pub(crate) fn movement(accounts: &[(&'static str, Account)], posting: &Posting) -> Value {
    let name = |account| {
        let known = accounts.iter().find(|(_, it)| *it == account);
        text(known.map_or("somebody else", |(name, _)| name))
    };
    let amount = number(posting.amount.minor());
    record([("from", name(posting.from)), ("to", name(posting.to)), ("amount", amount)])
}

/// The rule of what is carried out, or why something is not.
pub(crate) fn says(answer: &Value) -> String {
    match field(answer, "says") {
        Value::Str(text) => text.to_string(),
        other => panic!("no text: {}", format_value(other)),
    }
}

/// Of orders that are carried out, who gives them and when, with all rules.
pub(crate) fn accepted(edges: &Edges) -> BTreeMap<(Value, Value), BTreeSet<String>> {
    let mut accepted = BTreeMap::<_, BTreeSet<String>>::new();
    for (order, edge) in edges {
        let answer = &items(edge)[0];
        if field(answer, "done") == &Value::Bool(true) {
            let given = (field(order, "by").clone(), field(order, "at").clone());
            accepted.entry(given).or_default().insert(says(answer));
        }
    }
    accepted
}

/// The orders of a set of edges, each with its answer and the state after it.
fn pairs(edges: &Value) -> Edges {
    let Value::Set(edges) = edges else { panic!("no set: {}", format_value(edges)) };
    edges.iter().map(|edge| (items(edge)[0].clone(), tuple(items(edge)[1..].to_vec()))).collect()
}

/// What only one side answers, or both answer differently.
fn differences(place: &str, model: &Edges, code: &Edges) -> String {
    let orders: BTreeSet<&Value> = model.keys().chain(code.keys()).collect();
    let unlike = orders.into_iter().filter(|order| model.get(order) != code.get(order));
    let unlike: Vec<_> = unlike.collect();
    let mut told = format!("model and code differ {} times {place}", unlike.len());
    for order in unlike.into_iter().take(FEW) {
        write!(told, "\n{}", format_value(order)).expect("text can be written");
        match (model.get(order), code.get(order)) {
            (Some(model), Some(code)) => unlike_parts("", model, code, &mut told),
            (Some(_), None) => told.push_str("\n    is an order of the model's alone"),
            (None, _) => told.push_str("\n    is an order of the code's alone"),
        }
    }
    told
}

fn unlike(place: &str, model: &Value, code: &Value) -> String {
    let mut told = format!("model and code show other things {place}");
    unlike_parts("", model, code, &mut told);
    told
}

/// Each smallest part in which two values differ.
fn unlike_parts(path: &str, model: &Value, code: &Value, told: &mut String) {
    match (model, code) {
        _ if model == code => {}
        (Value::Record(model), Value::Record(code)) if model.keys().eq(code.keys()) => {
            for (name, part) in model.iter() {
                unlike_parts(&format!("{path}.{name}"), part, &code[name], told);
            }
        }
        (Value::Tuple(model), Value::Tuple(code)) if model.len() == code.len() => {
            for (index, (model, code)) in model.iter().zip(code.iter()).enumerate() {
                unlike_parts(&format!("{path}[{}]", index + 1), model, code, told);
            }
        }
        _ => {
            let (model, code) = (format_value(model), format_value(code));
            write!(told, "\n    {path}: model {model}, code {code}").expect("text can be written");
        }
    }
}
