//! Compares a lifecycle with its model: one instance, to which everything happens.

use std::collections::BTreeSet;
use std::panic::resume_unwind;
use std::thread;

use earnest::authority::Actor;
use earnest::ids::{InstanceId, OrderId, PartyId};
use earnest::ledger::{Account, Ledger, NotBooked, Postings};
use earnest::machine::{Command as _, Error, Reason as _, Refused, Stage as _, Terms as _};
use earnest::money::Asset;
use earnest::time::Timestamp;
use earnest::{Instance, Machine, Order, Record};
use tla_checker::ast::Value;

#[path = "bounds.rs"]
pub(crate) mod bounds;
#[path = "graph.rs"]
pub(crate) mod graph;

pub(crate) use graph::{ask, number, record, text};

use bounds::{at_length, chosen};
use graph::{Compared, Edges, Place, accepted, done, movement, not, tuple};

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
    /// The file's name, without its ending; below `deep/` if it is for the long comparison.
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

/// The instance that everything happens to.
pub(crate) const ID: InstanceId = InstanceId(77);
/// When it opens.
pub(crate) const OPENED: u64 = 1_000_000;
/// The model's end of the calendar.
const NEVER: i64 = 1_000_000;

/// The code in one state.
#[derive(Clone)]
struct Here<'a, M: Machine> {
    alphabet: &'a Alphabet<M>,
    instance: Instance<M>,
    ledger: Ledger,
    way: Vec<Value>,
}

/// Compares under each alphabet, and demands that together they take every row of the table, give
/// every refusal, and repeat an answer. At length, under each that is for that.
pub(crate) fn compare_all<M: Modelled>(alphabets: &[Alphabet<M>]) {
    let known: Vec<&str> = alphabets.iter().map(|it| it.config).collect();
    let chosen = chosen(M::MODULE, &known);
    let these = alphabets.iter().filter(|it| chosen.contains(&it.config));
    let compared: Vec<Compared> = thread::scope(|scope| {
        let each: Vec<_> = these.map(|it| scope.spawn(|| compare(it))).collect();
        let joined = each.into_iter().map(|it| it.join().unwrap_or_else(|it| resume_unwind(it)));
        joined.collect()
    });
    if at_length() {
        return;
    }
    let given: BTreeSet<String> = compared.into_iter().flat_map(|it| it.answers).collect();
    let rules = M::ROWS.iter().map(|row| row.rule);
    let codes = Refused::<M::Refusal>::CODES.into_iter();
    let own = M::Refusal::ALL.iter().map(|it| it.code());
    let unpaid = (!M::accounts().is_empty()).then_some("insufficient_funds");
    let all = rules.chain(codes).chain(own).chain(unpaid).chain(["repeated"]);
    assert_eq!(given, all.map(str::to_owned).collect(), "what is answered, and what should be");
}

fn compare<M: Modelled>(alphabet: &Alphabet<M>) -> Compared {
    let instance = Instance::open(ID, alphabet.terms.clone(), moment(OPENED));
    let start = Here { alphabet, instance, ledger: alphabet.ledger.clone(), way: vec![] };
    graph::compare(start, M::MODULE, alphabet.config)
}

impl<M: Modelled> Place for Here<'_, M> {
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

    fn edges(&self) -> (Edges, Vec<Self>) {
        let (mut edges, mut next) = (Edges::new(), vec![]);
        let here = self.state();
        for at in moments(&self.instance) {
            for by in &self.alphabet.senders {
                for command in &self.alphabet.commands {
                    let name = record([
                        ("by", sender::<M>(*by)),
                        ("at", number(at)),
                        ("ask", self.ask(command)),
                    ]);
                    let command = command.clone();
                    let order = Order { id: OrderId(5), by: *by, at: self.moment(at), command };
                    let (answer, there) = self.answer(&order, &name);
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

    fn seen(&self) -> Value {
        let at = |at| tuple([number(at), M::seen(&self.instance, self.moment(at))]);
        Value::set(moments(&self.instance).into_iter().map(at).collect())
    }

    fn way(&self) -> &[Value] {
        &self.way
    }

    /// L-22: while the stage lasts, what is listed, and can be paid, is what is accepted.
    fn holds(&self, edges: &Edges) {
        let mut accepted = accepted(edges);
        let lasts = 0..left(&self.instance);
        for at in moments(&self.instance).into_iter().filter(|at| lasts.contains(at)) {
            for by in &self.alphabet.senders {
                let listed = self.instance.options(*by, self.moment(at));
                let paid = listed.filter(|it| self.booked(&it.moves).is_ok());
                let listed: BTreeSet<String> = paid.map(|it| it.rule.to_owned()).collect();
                let given = accepted.remove(&(sender::<M>(*by), number(at)));
                assert_eq!(listed, given.unwrap_or_default(), "L-22 for {by:?} {}", self.told());
            }
        }
    }
}

impl<M: Modelled> Here<'_, M> {
    fn ask(&self, command: &M::Command) -> Value {
        let name = command.name();
        let placed = M::row(&self.instance.stage, command).is_some();
        if placed || M::REPEATABLE.contains(&name) { M::ask(command) } else { ask(name, []) }
    }

    fn answer(&self, order: &Order<M::Command>, name: &Value) -> (Value, Option<Self>) {
        let record = match stepped(&self.instance, order) {
            Ok(record) => record,
            Err(why) => return (not(why), None),
        };
        let ledger = match self.booked(&record.postings) {
            Ok(ledger) => ledger,
            Err(why) => return (not(why), None),
        };
        let instance = self.instance.after(&record).expect("a record comes next");
        let accounts = M::accounts();
        let moved = record.postings.iter().map(|it| movement(&accounts, it));
        let answer = done(record.rule, M::stage(&instance), tuple(moved));
        let way = self.way.iter().chain([name]).cloned().collect();
        (answer, Some(Self { alphabet: self.alphabet, instance, ledger, way }))
    }

    fn booked(&self, moves: &Postings) -> Result<Ledger, &'static str> {
        let mut ledger = self.ledger.clone();
        booked(&mut ledger, self.instance.terms.asset(), moves)?;
        Ok(ledger)
    }

    /// A moment of this stage; the model's end of the calendar is the real one.
    fn moment(&self, at: i64) -> Timestamp {
        let since = self.instance.since.as_millis();
        match at {
            NEVER => moment(Timestamp::LAST_ORDER.as_millis() + 1),
            at => moment(since.checked_add_signed(at).expect("a moment")),
        }
    }
}

/// The record of an order, or why there is none: while the stage lasts, a party that asks for what
/// was done already is told so.
pub(crate) fn stepped<M: Machine>(
    instance: &Instance<M>,
    order: &Order<M::Command>,
) -> Result<Record<M>, &'static str> {
    let refused = match instance.step(order) {
        Ok(record) => return Ok(record),
        Err(Error::Refused(refused)) => refused,
        Err(Error::Defect(defect)) => panic!("{defect}: {order:?} in {instance:?}"),
    };
    let ends = instance.stage.deadline().unwrap_or(moment(Timestamp::LAST_ORDER.as_millis() + 1));
    if let (Actor::Party(party), true) = (order.by, (instance.since..ends).contains(&order.at)) {
        let roles = instance.roles(party);
        if !roles.is_none() && M::repeats(&instance.stage, roles, &order.command) {
            return Err("repeated");
        }
    }
    Err(refused.code())
}

/// Books all of the movements, or says why none.
pub(crate) fn booked(
    ledger: &mut Ledger,
    asset: Asset,
    moves: &Postings,
) -> Result<(), &'static str> {
    match ledger.book(asset, moves.iter()) {
        Ok(()) => Ok(()),
        Err(NotBooked::Insufficient { .. }) => Err("insufficient_funds"),
        Err(NotBooked::Overflow(account)) => panic!("the balance of {account} overflows"),
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

/// A moment of the real calendar.
pub(crate) fn moment(millis: u64) -> Timestamp {
    Timestamp::from_millis(millis).expect("a moment")
}

/// Who sends an order, as the model names him.
pub(crate) fn sender<M: Modelled>(by: Actor) -> Value {
    let (role, name) = match by {
        Actor::Party(party) => ("party", M::party(party)),
        Actor::Arbiter(person) => ("arbiter", M::party(person)),
        Actor::Operator => ("operator", "operator"),
        Actor::Clock => ("clock", "clock"),
    };
    record([("as", text(role)), ("who", text(name))])
}
