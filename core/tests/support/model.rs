//! Compares a lifecycle with its model in `spec/tla/`, edge by edge and both ways: in every state
//! that either of them can reach, every order of a bounded alphabet has the same answer.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write as _;
use std::panic::resume_unwind;
use std::thread;

use earnest::authority::Actor;
use earnest::ids::{InstanceId, OrderId, PartyId};
use earnest::ledger::{Account, Ledger, NotBooked, Posting, Postings};
use earnest::machine::{Command as _, Error, Reason as _, Refused, Stage as _, Terms as _};
use earnest::time::Timestamp;
use earnest::{Instance, Machine, Order};
use tla_checker::ast::Value;
use tla_checker::checker::format_value;

#[path = "tla.rs"]
mod tla;

pub(crate) use tla::{ask, number, record, text, tuple};

use tla::{Model, field, items};

/// A lifecycle that has a model: how the model spells what the code says.
pub(crate) trait Modelled: Machine {
    /// The model's name, which is its file's.
    const MODULE: &'static str;

    /// The commands that may be repeated. What any other carries makes no difference where it is
    /// out of place.
    const REPEATABLE: &'static [&'static str];

    /// A command, with what it carries.
    fn ask(command: &Self::Command) -> Value;

    /// Where an instance is. Moments are counted from when its stage began.
    fn stage(instance: &Instance<Self>) -> Value;

    /// What can be seen of an instance at a moment, besides the answers to orders.
    fn seen(instance: &Instance<Self>, at: Timestamp) -> Value;

    /// Moments worth trying besides those at the edges of the stage, counted from when it began.
    fn moments(_: &Instance<Self>) -> Vec<i64> {
        vec![]
    }

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
const FEW: usize = 4;

/// The answer to each order, with the state after it.
type Edges = BTreeMap<Value, Value>;

/// The code in one state.
#[derive(Clone)]
struct Here<M: Machine> {
    instance: Instance<M>,
    ledger: Ledger,
    way: Vec<Value>,
}

/// Compares under each alphabet, and demands that together they take every row of the table, give
/// every refusal, and repeat an answer.
pub(crate) fn compare_all<M: Modelled>(alphabets: &[Alphabet<M>]) {
    let compared = thread::scope(|scope| {
        let each = alphabets.iter().map(|it| scope.spawn(|| compare(it)));
        let each: Vec<_> = each.collect();
        let joined = each.into_iter().map(|it| it.join().unwrap_or_else(|it| resume_unwind(it)));
        joined.collect::<Vec<_>>()
    });
    let given: BTreeSet<String> = compared.into_iter().flat_map(|it| it.answers).collect();
    let rules = M::ROWS.iter().map(|row| row.rule);
    let codes = Refused::<M::Refusal>::CODES.into_iter();
    let own = M::Refusal::ALL.iter().map(|it| it.code());
    let unpaid = (!M::accounts().is_empty()).then_some("insufficient_funds");
    let all = rules.chain(codes).chain(own).chain(unpaid).chain(["repeated"]);
    assert_eq!(given, all.map(str::to_owned).collect(), "what is answered, and what should be");
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
        let here = self.state();
        for at in moments(&self.instance) {
            for by in &alphabet.senders {
                for command in &alphabet.commands {
                    let name = record([
                        ("by", sender::<M>(*by)),
                        ("at", number(at)),
                        ("ask", self.ask(command)),
                    ]);
                    let command = command.clone();
                    let order = Order { id: OrderId(5), by: *by, at: self.moment(at), command };
                    let (answer, there) = self.answer(&order, at, &name);
                    let state = there.as_ref().map_or_else(|| here.clone(), Self::state);
                    let edge = tuple([answer, state]);
                    let before = edges.insert(name, edge.clone());
                    assert!(before.is_none_or(|it| it == edge), "what {order:?} carries matters");
                    next.extend(there);
                }
            }
        }
        (edges, next)
    }

    fn ask(&self, command: &M::Command) -> Value {
        let name = command.name();
        let placed = M::row(&self.instance.stage, command).is_some();
        if placed || M::REPEATABLE.contains(&name) { M::ask(command) } else { ask(name, []) }
    }

    fn answer(&self, order: &Order<M::Command>, at: i64, name: &Value) -> (Value, Option<Self>) {
        let record = match self.instance.step(order) {
            Ok(record) => record,
            Err(Error::Refused(refused)) => return (self.refusal(&refused, order, at), None),
            Err(Error::Defect(defect)) => panic!("{defect}: {order:?} in {:?}", self.instance),
        };
        let ledger = match self.booked(&record.postings) {
            Ok(ledger) => ledger,
            Err(NotBooked::Insufficient { .. }) => return (not("insufficient_funds"), None),
            Err(NotBooked::Overflow(account)) => panic!("the balance of {account} overflows"),
        };
        let instance = self.instance.after(&record).expect("a record comes next");
        let moved = record.postings.iter().map(movement::<M>);
        let answer = done(record.rule, M::stage(&instance), tuple(moved));
        let way = self.way.iter().chain([name]).cloned().collect();
        (answer, Some(Self { instance, ledger, way }))
    }

    fn booked(&self, moves: &Postings) -> Result<Ledger, NotBooked> {
        let mut ledger = self.ledger.clone();
        ledger.book(self.instance.terms.asset(), moves.iter())?;
        Ok(ledger)
    }

    /// A refusal, or the first answer again: while the stage lasts, a party that asks for what was
    /// done already is told so.
    fn refusal(&self, refused: &Refused<M::Refusal>, order: &Order<M::Command>, at: i64) -> Value {
        let lasts = (0..left(&self.instance)).contains(&at);
        if let (Actor::Party(party), true) = (order.by, lasts) {
            let (stage, roles) = (&self.instance.stage, self.instance.roles(party));
            if !roles.is_none() && M::repeats(stage, roles, &order.command) {
                return not("repeated");
            }
        }
        not(refused.code())
    }

    /// What can be seen at every moment worth trying.
    fn seen(&self) -> Value {
        let at = |at| tuple([number(at), M::seen(&self.instance, self.moment(at))]);
        Value::set(moments(&self.instance).into_iter().map(at).collect())
    }

    /// L-22: while the stage lasts, what is listed, and can be paid, is what is accepted.
    fn options(&self, alphabet: &Alphabet<M>, edges: &Edges) {
        let mut accepted = BTreeMap::<_, BTreeSet<String>>::new();
        for (order, edge) in edges {
            let answer = &items(edge)[0];
            if field(answer, "done") == &Value::Bool(true) {
                let given = (field(order, "by").clone(), field(order, "at").clone());
                accepted.entry(given).or_default().insert(says(answer));
            }
        }
        let lasts = 0..left(&self.instance);
        for at in moments(&self.instance).into_iter().filter(|at| lasts.contains(at)) {
            for by in &alphabet.senders {
                let listed = self.instance.options(*by, self.moment(at));
                let paid = listed.filter(|it| self.booked(&it.moves).is_ok());
                let listed: BTreeSet<String> = paid.map(|it| it.rule.to_owned()).collect();
                let given = accepted.remove(&(sender::<M>(*by), number(at)));
                assert_eq!(listed, given.unwrap_or_default(), "L-22 for {by:?} {}", self.told());
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

/// The moments worth trying, as the model's `Moments`.
fn moments<M: Modelled>(instance: &Instance<M>) -> BTreeSet<i64> {
    let edges = match left(instance) {
        NEVER => vec![-1, 0, NEVER],
        left => vec![-1, 0, left - 1, left, left + 1, NEVER],
    };
    edges.into_iter().chain(M::moments(instance)).collect()
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

fn done(rule: &str, to: Value, moved: Value) -> Value {
    record([("done", Value::Bool(true)), ("says", text(rule)), ("to", to), ("moved", moved)])
}

fn not(why: &str) -> Value {
    record([("done", Value::Bool(false)), ("says", text(why))])
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
