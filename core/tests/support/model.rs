//! Compares a lifecycle with its model in `spec/tla/`, edge by edge and both ways: in every state
//! that either of them can reach, every order of a bounded alphabet has the same answer.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use earnest::authority::Actor;
use earnest::ids::{InstanceId, OrderId, PartyId};
use earnest::ledger::{Account, Ledger, NotBooked, Posting};
use earnest::machine::{Error, Refused, Stage as _, Terms as _};
use earnest::time::Timestamp;
use earnest::{Instance, Machine, Order};
use tla_checker::ast::{Env, Expr, Spec, Value};
use tla_checker::checker::{CheckResult, check, format_trace, format_value, prepare_spec};
use tla_checker::eval::{Definitions, eval, init_states};
use tla_checker::load::prepare_from_path;

/// A lifecycle that has a model: how the model spells what the code says.
pub(crate) trait Modelled: Machine {
    /// The model's name, which is its file's.
    const MODULE: &'static str;

    /// A command, with what it carries.
    fn ask(command: &Self::Command) -> Value;

    /// Where an instance is. Moments are counted from when its stage began.
    fn stage(instance: &Instance<Self>) -> Value;

    /// What can be seen of an instance at a moment, besides the answers to orders.
    fn seen(instance: &Instance<Self>, at: Timestamp) -> Value;

    /// A party's name.
    fn party(party: PartyId) -> &'static str;

    /// Every account of the model, if it knows money at all.
    fn accounts() -> Vec<(&'static str, Account)>;
}

/// One bounded alphabet: the code's side of a `.cfg` file.
pub(crate) struct Alphabet<M: Machine> {
    /// The file's name, without its ending.
    pub(crate) config: &'static str,
    /// The contract.
    pub(crate) terms: M::Terms,
    /// What is in the wallets before anything happens.
    pub(crate) ledger: Ledger,
    /// Everyone who may try something.
    pub(crate) senders: Vec<Actor>,
    /// Everything that may be tried.
    pub(crate) commands: Vec<M::Command>,
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

/// The instance that everything happens to.
pub(crate) const ID: InstanceId = InstanceId(77);
/// When it opens.
const OPENED: u64 = 1_000_000;
/// The model's end of the calendar.
const NEVER: i64 = 1_000_000;
/// How many differences are worth reading.
const FEW: usize = 12;

/// The answer to each order, with the state after it.
type Edges = BTreeMap<Value, Value>;

/// The model, ready to be asked.
struct Model {
    vars: Vec<Arc<str>>,
    constants: Env,
    definitions: Definitions,
    start: Value,
    states: usize,
    known: [usize; 2],
}

/// The code in one state.
#[derive(Clone)]
struct Here<M: Machine> {
    instance: Instance<M>,
    ledger: Ledger,
    way: Vec<Value>,
}

/// Compares the whole of both graphs.
pub(crate) fn compare<M: Modelled>(alphabet: &Alphabet<M>) -> Compared {
    let mut model = Model::checked(M::MODULE, alphabet.config);
    let instance = Instance::open(ID, alphabet.terms.clone(), moment(OPENED));
    let start = Here { instance, ledger: alphabet.ledger.clone(), way: vec![] };
    let first = start.state();
    assert_eq!(format_value(&model.start), format_value(&first), "how they begin");

    let mut seen = Compared::default();
    let (mut known, mut queue) = (BTreeSet::from([first]), VecDeque::from([start]));
    while let Some(here) = queue.pop_front() {
        let (code, next) = here.edges(alphabet);
        let told = model.at(&here.state(), "Edges");
        let told = pairs(&told);
        assert!(told == code, "{}", differences(&here.told(), &told, &code));
        let (ours, theirs) = (here.seen(), model.at(&here.state(), "Seen"));
        assert!(ours == theirs, "{}", unlike(&here.told(), &theirs, &ours));
        here.options(alphabet, &code);
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
    assert_eq!(numbers, model.known, "states and edges, and those in the first line of the .cfg");
    seen
}

impl<M: Modelled> Here<M> {
    /// The state as the values of the model's variables.
    fn state(&self) -> Value {
        let stage = M::stage(&self.instance);
        let accounts = M::accounts();
        if accounts.is_empty() {
            return tuple([stage]);
        }
        let asset = self.instance.terms.asset();
        let balance = |account| self.ledger.balance(asset, account);
        let money = accounts.into_iter().map(|(name, it)| (name, number(balance(it))));
        tuple([stage, record(money)])
    }

    /// What every order is answered, and where the accepted ones lead.
    fn edges(&self, alphabet: &Alphabet<M>) -> (Edges, Vec<Self>) {
        let (mut edges, mut next) = (Edges::new(), vec![]);
        for at in moments(&self.instance) {
            for by in &alphabet.senders {
                for command in &alphabet.commands {
                    let command = command.clone();
                    let order = Order { id: OrderId(5), by: *by, at: self.moment(at), command };
                    let name = record([
                        ("by", sender::<M>(*by)),
                        ("at", number(at)),
                        ("ask", M::ask(&order.command)),
                    ]);
                    let (answer, there) = self.answer(&order, at, &name);
                    let state = there.as_ref().map_or_else(|| self.state(), Self::state);
                    let before = edges.insert(name, tuple([answer, state]));
                    assert!(before.is_none(), "two orders of one name: {order:?}");
                    next.extend(there);
                }
            }
        }
        (edges, next)
    }

    fn answer(&self, order: &Order<M::Command>, at: i64, name: &Value) -> (Value, Option<Self>) {
        let record = match self.instance.step(order) {
            Ok(record) => record,
            Err(Error::Refused(refused)) => return (self.refusal(&refused, order, at), None),
            Err(Error::Defect(defect)) => panic!("{defect}: {order:?} in {:?}", self.instance),
        };
        let mut ledger = self.ledger.clone();
        match ledger.book(self.instance.terms.asset(), record.postings.iter()) {
            Ok(()) => {}
            Err(NotBooked::Insufficient { .. }) => {
                return (self.not("insufficient_funds"), None);
            }
            Err(NotBooked::Overflow(account)) => panic!("the balance of {account} overflows"),
        }
        let instance = self.instance.after(&record).expect("a record comes next");
        let moved = record.postings.iter().map(movement::<M>);
        let answer = answer(true, record.rule, M::stage(&instance), tuple(moved));
        let way = self.way.iter().chain([name]).cloned().collect();
        (answer, Some(Self { instance, ledger, way }))
    }

    /// A refusal, or the first answer again: while the stage lasts, a party that asks for what was
    /// done already is told so.
    fn refusal(&self, refused: &Refused<M::Refusal>, order: &Order<M::Command>, at: i64) -> Value {
        let lasts = (0..left(&self.instance)).contains(&at);
        if let (Actor::Party(party), true) = (order.by, lasts) {
            let (stage, roles) = (&self.instance.stage, self.instance.roles(party));
            if !roles.is_none() && M::repeats(stage, roles, &order.command) {
                return self.not("repeated");
            }
        }
        self.not(refused.code())
    }

    fn not(&self, why: &str) -> Value {
        answer(false, why, M::stage(&self.instance), tuple([]))
    }

    /// What can be seen at every moment worth trying.
    fn seen(&self) -> Value {
        let at = |at| tuple([number(at), M::seen(&self.instance, self.moment(at))]);
        Value::set(moments(&self.instance).into_iter().map(at).collect())
    }

    /// L-22: while the stage lasts, what is listed is what is accepted.
    fn options(&self, alphabet: &Alphabet<M>, edges: &Edges) {
        let lasts = 0..left(&self.instance);
        for at in moments(&self.instance).into_iter().filter(|at| lasts.contains(at)) {
            for by in &alphabet.senders {
                let listed = self.instance.options(*by, self.moment(at));
                let listed: BTreeSet<String> = listed.map(|it| it.rule.to_owned()).collect();
                let (sender, at) = (sender::<M>(*by), number(at));
                let given = edges.iter().filter(|(order, edge)| {
                    let accepted = field(&items(edge)[0], "done") == &Value::Bool(true);
                    accepted && *field(order, "by") == sender && *field(order, "at") == at
                });
                let given = given.map(|(_, edge)| says(&items(edge)[0])).collect();
                assert_eq!(listed, given, "L-22 for {by:?} in {}", self.told());
            }
        }
    }

    /// A moment of this stage; the model's end of the calendar is the real one.
    fn moment(&self, at: i64) -> Timestamp {
        let since = self.instance.since.as_millis();
        match at {
            NEVER => moment(Timestamp::LAST_ORDER.as_millis() + 1),
            at => moment(since.checked_add_signed(at).expect("a moment")),
        }
    }

    /// The state, and how to get there.
    fn told(&self) -> String {
        let mut told = format!("in the state {}", format_value(&self.state()));
        for order in &self.way {
            write!(told, "\n    after {}", format_value(order)).expect("text can be written");
        }
        told
    }
}

impl Model {
    /// Reads the model, and checks its laws under this configuration.
    fn checked(module: &str, config: &str) -> Self {
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
    fn at(&mut self, state: &Value, operator: &str) -> Value {
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
            let name = &spec.invariant_names[example.violated_invariant];
            format!("{name:?} does not hold\n{}", format_trace(&example.trace, &spec.vars))
        }
        CheckResult::PropertyViolation(violation, _) => {
            let trace = format_trace(&violation.trace, &spec.vars);
            format!("{} does not hold\n{trace}", violation.property)
        }
        other => format!("{other:?}"),
    }
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
        let side = |edges: &Edges| edges.get(order).map_or("-".to_owned(), format_value);
        let (order, model, code) = (format_value(order), side(model), side(code));
        write!(told, "\n{order}\n    model {model}\n    code  {code}")
            .expect("text can be written");
    }
    told
}

fn unlike(place: &str, model: &Value, code: &Value) -> String {
    let (model, code) = (format_value(model), format_value(code));
    format!("model and code show other things {place}\n    model {model}\n    code  {code}")
}

/// The moments worth trying, as the model's `Moments`.
fn moments<M: Machine>(instance: &Instance<M>) -> BTreeSet<i64> {
    match left(instance) {
        NEVER => BTreeSet::from([-1, 0, NEVER]),
        left => BTreeSet::from([-1, 0, left - 1, left, left + 1, NEVER]),
    }
}

/// How long the stage lasts, from when it began.
pub(crate) fn left<M: Machine>(instance: &Instance<M>) -> i64 {
    instance.stage.deadline().map_or(NEVER, |deadline| since(instance, deadline))
}

/// How long after the stage began a moment is.
pub(crate) fn since<M: Machine>(instance: &Instance<M>, at: Timestamp) -> i64 {
    let millis = |it: Timestamp| i64::try_from(it.as_millis()).expect("a moment fits");
    millis(at) - millis(instance.since)
}

fn moment(millis: u64) -> Timestamp {
    Timestamp::from_millis(millis).expect("a moment")
}

fn sender<M: Modelled>(by: Actor) -> Value {
    let (role, name) = match by {
        Actor::Party(party) => ("party", M::party(party)),
        Actor::Arbiter(person) => ("arbiter", M::party(person)),
        Actor::Operator => ("operator", "operator"),
        Actor::Clock => ("clock", "clock"),
    };
    record([("as", text(role)), ("who", text(name))])
}

fn answer(done: bool, says: &str, to: Value, moved: Value) -> Value {
    record([("done", Value::Bool(done)), ("says", text(says)), ("to", to), ("moved", moved)])
}

fn movement<M: Modelled>(posting: &Posting) -> Value {
    let accounts = M::accounts();
    let name = |account| {
        let known = accounts.iter().find(|(_, it)| *it == account);
        text(known.map_or("somebody else", |(name, _)| name))
    };
    let amount = number(posting.amount.minor());
    record([("from", name(posting.from)), ("to", name(posting.to)), ("amount", amount)])
}

fn says(answer: &Value) -> String {
    match field(answer, "says") {
        Value::Str(text) => text.to_string(),
        other => panic!("no text: {}", format_value(other)),
    }
}

fn field<'a>(value: &'a Value, name: &str) -> &'a Value {
    let Value::Record(fields) = value else { panic!("no record: {}", format_value(value)) };
    fields.get(name).unwrap_or_else(|| panic!("no `{name}`: {}", format_value(value)))
}

fn items(value: &Value) -> &[Value] {
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
