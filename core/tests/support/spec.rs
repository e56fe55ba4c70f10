//! A model in `spec/tla/`, read and asked in any state.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use tla_checker::ast::{Env, Expr, Value};
use tla_checker::checker::{CheckResult, check, prepare_spec};
use tla_checker::eval::{Definitions, eval, init_states};
use tla_checker::load::{Prepared, prepare_from_path};

/// The model, ready to be asked.
pub(crate) struct Spec {
    /// As the checker read it.
    pub(crate) prepared: Prepared,
    constants: Env,
    definitions: Definitions,
}

impl Spec {
    /// Reads `module` under the configuration `config`, both without their endings.
    pub(crate) fn read(folder: &Path, module: &str, config: &str) -> Self {
        let file = |name: &str, ending: &str| folder.join(name).with_extension(ending);
        let (module, config) = (file(module, "tla"), file(config, "cfg"));
        let mut prepared = prepare_from_path(&module, Some(&config), &[])
            .unwrap_or_else(|error| panic!("{}: {error}", config.display()));
        assert!(prepared.warnings.is_empty(), "{:?}", prepared.warnings);
        // An end has no next step, and that is no mistake.
        prepared.checker_config.allow_deadlock = true;
        prepared.checker_config.symbolic_integers = true;
        let source = prepared.checker_config.spec_path.clone();
        let (constants, definitions) =
            prepare_spec(&prepared.spec, &prepared.domains, source.as_ref(), true)
                .unwrap_or_else(|error| panic!("{}: {error:?}", config.display()));
        Self { prepared, constants, definitions }
    }

    /// Checks the laws that the configuration names.
    pub(crate) fn check(&self) -> CheckResult {
        check(&self.prepared.spec, &self.prepared.domains, &self.prepared.checker_config)
    }

    /// The name of an invariant, as a broken one is told by its number.
    pub(crate) fn invariant(&self, number: usize) -> String {
        self.prepared.spec.invariant_names[number]
            .as_deref()
            .unwrap_or("a law without a name")
            .to_owned()
    }

    /// The only beginning.
    pub(crate) fn start(&self) -> Vec<Value> {
        let spec = &self.prepared.spec;
        let init = spec.init.as_ref().expect("a model begins somewhere");
        let begins = init_states(init, &spec.vars, &self.constants, &self.definitions);
        let begins = begins.expect("a beginning can be evaluated");
        let [start] = begins.as_slice() else { panic!("several beginnings: {begins:?}") };
        start.values.clone()
    }

    /// The value of an operator without parameters in a state; an evaluation can fail in a model
    /// that is wrong on purpose.
    pub(crate) fn at(&mut self, state: &[Value], operator: &str) -> Result<Value, String> {
        for (var, value) in self.prepared.spec.vars.iter().zip(state) {
            self.constants.insert(var.clone(), value.clone());
        }
        eval(&Expr::Var(Arc::from(operator)), &mut self.constants, &self.definitions)
            .map_err(|error| error.to_string())
    }
}

/// What an order leads to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Edge {
    pub(crate) answer: Value,
    pub(crate) state: Vec<Value>,
}

/// The orders of a set of edges, each with what it leads to.
pub(crate) fn edges(set: &Value) -> BTreeMap<Value, Edge> {
    let Value::Set(set) = set else { panic!("no set: {set:?}") };
    let edge = |edge: &Value| {
        let [order, answer, state] = items(edge) else { panic!("no edge: {edge:?}") };
        (order.clone(), Edge { answer: answer.clone(), state: items(state).to_vec() })
    };
    set.iter().map(edge).collect()
}

/// The parts of a tuple or a sequence.
pub(crate) fn items(value: &Value) -> &[Value] {
    let Value::Tuple(items) = value else { panic!("no tuple: {value:?}") };
    items
}

/// A part of a record.
pub(crate) fn field<'a>(value: &'a Value, name: &str) -> &'a Value {
    let Value::Record(fields) = value else { panic!("no record: {value:?}") };
    fields.get(name).unwrap_or_else(|| panic!("no `{name}`: {value:?}"))
}

/// A text without its quotes, anything else as the model writes it.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::Str(text) => text.to_string(),
        other => tla_checker::checker::format_value(other),
    }
}

/// Whether an order was carried out.
pub(crate) fn done(answer: &Value) -> bool {
    field(answer, "done") == &Value::Bool(true)
}
