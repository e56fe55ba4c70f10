//! A model in TLA+: read, checked, and evaluated in its states.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tla_checker::ast::{Env, Expr, Spec, Value};
use tla_checker::checker::{CheckResult, check, format_trace, format_value, prepare_spec};
use tla_checker::eval::{Definitions, eval, init_states};
use tla_checker::load::prepare_from_path;

/// The model, ready to be asked.
pub(crate) struct Model {
    vars: Vec<Arc<str>>,
    constants: Env,
    definitions: Definitions,
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
        let file = |name: &str, ending: &str| folder.join(name).with_extension(ending);
        let (module, config) = (file(module, "tla"), file(config, "cfg"));
        let mut prepared = prepare_from_path(&module, Some(&config), &[])
            .unwrap_or_else(|error| panic!("{}: {error}", module.display()));
        assert!(prepared.warnings.is_empty(), "{:?}", prepared.warnings);
        let (spec, settings) = (&prepared.spec, &mut prepared.checker_config);
        // An end has no next step, and that is no mistake.
        settings.allow_deadlock = true;
        settings.symbolic_integers = true;
        let source = settings.spec_path.clone();
        let (constants, definitions) = prepare_spec(spec, &prepared.domains, source.as_ref(), true)
            .unwrap_or_else(|error| panic!("{}: {error:?}", config.display()));
        let states = match check(spec, &prepared.domains, settings) {
            CheckResult::Ok(stats) => {
                let named = !spec.invariants.is_empty() && !stats.properties_checked.is_empty();
                assert!(named, "{} names no laws", config.display());
                stats.states_explored
            }
            broken => panic!("{}: {}", config.display(), broken_law(spec, &broken)),
        };
        let init = spec.init.as_ref().expect("a checked model begins somewhere");
        let begins = init_states(init, &spec.vars, &constants, &definitions);
        let begins = begins.expect("a checked model can be evaluated");
        let [start] = begins.as_slice() else { panic!("several beginnings: {begins:?}") };
        let start = tuple(start.values.clone());
        let known = known(&config);
        Self { vars: spec.vars.clone(), constants, definitions, start, states, known }
    }

    /// The value of an operator without parameters in a state.
    pub(crate) fn at(&mut self, state: &Value, operator: &str) -> Value {
        for (var, value) in self.vars.iter().zip(items(state)) {
            self.constants.insert(var.clone(), value.clone());
        }
        let name = Expr::Var(Arc::from(operator));
        eval(&name, &mut self.constants, &self.definitions)
            .unwrap_or_else(|error| panic!("`{operator}` cannot be evaluated: {error}"))
    }
}

/// The numbers of states and edges that the first line of a configuration gives.
fn known(config: &PathBuf) -> [usize; 2] {
    let text = fs::read_to_string(config).expect("the configuration was read before");
    let line = text.lines().next().expect("the configuration is not empty");
    let words = line.split(|it: char| !it.is_ascii_digit()).filter(|it| !it.is_empty());
    let numbers: Vec<_> = words.map(|it| it.parse().expect("a number")).collect();
    numbers.try_into().unwrap_or_else(|_| panic!("`{line}` gives no two numbers"))
}

fn broken_law(spec: &Spec, result: &CheckResult) -> String {
    match result {
        CheckResult::InvariantViolation(example, _) => {
            let name = spec.invariant_names[example.violated_invariant].as_deref();
            let trace = format_trace(&example.trace, &spec.vars);
            format!("{} does not hold\n{trace}", name.unwrap_or("a law without a name"))
        }
        CheckResult::PropertyViolation(violation, _) => {
            let trace = format_trace(&violation.trace, &spec.vars);
            format!("{} does not hold\n{trace}", violation.property)
        }
        other => format!("{other:?}"),
    }
}

/// A field of a record.
pub(crate) fn field<'a>(value: &'a Value, name: &str) -> &'a Value {
    let Value::Record(fields) = value else { panic!("no record: {}", format_value(value)) };
    fields.get(name).unwrap_or_else(|| panic!("no `{name}`: {}", format_value(value)))
}

/// The items of a tuple.
pub(crate) fn items(value: &Value) -> &[Value] {
    let Value::Tuple(items) = value else { panic!("no tuple: {}", format_value(value)) };
    items
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
