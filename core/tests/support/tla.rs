//! A model in TLA+: read, checked, and evaluated in its states; and its values.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use tla_checker::ast::Value;
use tla_checker::checker::{CheckResult, format_trace};

#[path = "spec.rs"]
#[expect(dead_code, reason = "what is compared with code asks for less")]
mod spec;

use spec::Spec;
pub(crate) use spec::{field, items};

/// The model, ready to be asked.
pub(crate) struct Model {
    spec: Spec,
    /// Where it begins.
    pub(crate) start: Value,
    /// How many states the checker found.
    pub(crate) states: usize,
    /// How many states and edges there should be.
    pub(crate) known: [usize; 2],
}

impl Model {
    /// Reads the model, and checks its laws under this configuration.
    pub(crate) fn checked(module: &str, config: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/tla");
        let spec = Spec::read(&folder, module, config);
        let states = match spec.check() {
            CheckResult::Ok(stats) => {
                let invariants = &spec.prepared.spec.invariants;
                let named = !invariants.is_empty() && !stats.properties_checked.is_empty();
                assert!(named, "{config} names no laws");
                stats.states_explored
            }
            broken => panic!("{config}: {}", broken_law(&spec, &broken)),
        };
        let start = tuple(spec.start());
        let known = known(&folder.join(config).with_extension("cfg"));
        Self { spec, start, states, known }
    }

    /// The value of an operator without parameters in a state.
    pub(crate) fn at(&mut self, state: &Value, operator: &str) -> Value {
        self.spec
            .at(items(state), operator)
            .unwrap_or_else(|error| panic!("`{operator}` cannot be evaluated: {error}"))
    }
}

/// The numbers of states and edges that the first line of a configuration gives.
fn known(config: &Path) -> [usize; 2] {
    let text = fs::read_to_string(config).expect("the configuration was read before");
    let line = text.lines().next().expect("the configuration is not empty");
    let words = line.split(|it: char| !it.is_ascii_digit()).filter(|it| !it.is_empty());
    let numbers: Vec<_> = words.map(|it| it.parse().expect("a number")).collect();
    numbers.try_into().unwrap_or_else(|_| panic!("`{line}` gives no two numbers"))
}

fn broken_law(spec: &Spec, result: &CheckResult) -> String {
    let vars = &spec.prepared.spec.vars;
    match result {
        CheckResult::InvariantViolation(example, _) => {
            let trace = format_trace(&example.trace, vars);
            format!("{} does not hold\n{trace}", spec.invariant(example.violated_invariant))
        }
        CheckResult::PropertyViolation(violation, _) => {
            let trace = format_trace(&violation.trace, vars);
            format!("{} does not hold\n{trace}", violation.property)
        }
        other => format!("{other:?}"),
    }
}

/// A command of the model.
pub(crate) fn ask<'a>(
    command: &'a str,
    carries: impl IntoIterator<Item = (&'a str, Value)>,
) -> Value {
    record([("command", text(command))].into_iter().chain(carries))
}

/// A text of the model.
pub(crate) fn text(text: &str) -> Value {
    Value::Str(Arc::from(text))
}

/// A number of the model.
pub(crate) fn number(number: impl TryInto<i64>) -> Value {
    Value::Int(number.try_into().ok().expect("a small number"))
}

/// A tuple or sequence of the model.
pub(crate) fn tuple(items: impl IntoIterator<Item = Value>) -> Value {
    Value::tuple(items.into_iter().collect())
}

/// A record of the model.
pub(crate) fn record<'a>(fields: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    Value::record(fields.into_iter().map(|(name, value)| (Arc::from(name), value)).collect())
}
