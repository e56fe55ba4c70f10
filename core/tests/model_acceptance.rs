//! A proposal that is accepted and its hire are one commit, as `spec/tla/Acceptance.tla` says: a real
//! task and real proposals for it, driven as the shell does, are the same graph, edge by edge.

use earnest::authority::Actor;
use earnest::ids::{InstanceId, OrderId};
use earnest::ledger::{Account, Ledger, Posting};
use earnest::machine::{Command as _, Machine, Stage as _, Timeout};
use earnest::marketplace::{Agent, Cancel, Fund, Hire, Marketplace, Mode, Stage, Terms};
use earnest::money::{Amount, Asset};
use earnest::proposal::{self, Accept, Decline, Proposal, Withdraw};
use earnest::time::{Timestamp, Window};
use earnest::{Instance, Order, Record};
use earnest_explorer::cast::{amount, bps, terms, window};
use tla_checker::ast::Value;

#[path = "support/model.rs"]
#[expect(dead_code, reason = "one form of comparison for one instance and for several")]
mod model;
#[path = "support/spelled/marketplace.rs"]
mod spelled;

use model::bounds::chosen;
use model::graph::{self, Edges, Place, ask, done, movement, not, number, record, text, tuple};
use model::{ID, Modelled, OPENED, booked, left, moment, sender, since, stepped};
use spelled::{AGENT, BUYER, JUDGE, OWNER, RIVAL, RIVALS_AGENT, STRANGER, THEIRS};

/// Who proposes, for how much and how long: the last is one unit above the budget.
const OFFERS: [(Agent, u128, u64); 3] =
    [(THEIRS, 10, 1), (Agent { id: RIVALS_AGENT, owner: RIVAL }, 11, 2), (THEIRS, 12, 1)];

/// A task and the proposals for it at a moment.
#[derive(Clone)]
struct Here {
    task: Instance<Marketplace>,
    proposals: [Option<Instance<Proposal>>; 3],
    ledger: Ledger,
    now: Timestamp,
    way: Vec<Value>,
}

/// What the shell answers, and what it commits with that.
type Answer = (Value, Here);

impl Place for Here {
    const SAYS: [&'static str; 2] = ["AllEdges", "AllSeen"];

    fn state(&self) -> Value {
        let balance = |it| number(self.ledger.balance(Asset::USDC, it));
        let money = Marketplace::accounts().into_iter().map(|(name, it)| (name, balance(it)));
        let proposals = self.proposals.each_ref().map(|it| self.stands(it.as_ref()));
        tuple([self.told_task(&self.task), record(money), tuple(proposals)])
    }

    fn edges(&self) -> (Edges, Vec<Self>) {
        let mut all = vec![];
        for by in senders() {
            let commands = [Fund {}.into(), Cancel {}.into(), Timeout {}.into()];
            for command in commands {
                let name = named(0, by, ask(earnest::marketplace::Command::name(&command), []));
                all.push((name, self.ask_task(by, command)));
            }
            for (at, it) in self.proposals.iter().enumerate() {
                let Some(it) = it else { continue };
                let commands: [proposal::Command; 4] =
                    [Accept {}.into(), Decline {}.into(), Withdraw {}.into(), Timeout {}.into()];
                for command in commands {
                    let name = named(at + 1, by, ask(command.name(), []));
                    all.push((name, self.ask_proposal(at, it, by, command)));
                }
            }
        }
        for (at, offer) in OFFERS.iter().enumerate() {
            if self.proposals[at].is_none() {
                let name = named(at + 1, Actor::Party(offer.0.owner), ask("Propose", []));
                all.push((name, self.propose(at)));
            }
        }
        if let Some(later) = self.later() {
            let ticked = done("tick", tuple([]), tuple([]));
            all.push((named(0, Actor::Clock, ask("Tick", [])), (ticked, later)));
        }
        let (mut edges, mut next) = (Edges::new(), vec![]);
        for (name, (answer, mut there)) in all {
            edges.insert(name.clone(), tuple([answer, there.state()]));
            there.way.push(name);
            next.push(there);
        }
        (edges, next)
    }

    fn seen(&self) -> Value {
        number(self.task.stage.held().minor())
    }

    fn way(&self) -> &[Value] {
        &self.way
    }
}

impl Here {
    fn start() -> Self {
        let terms = Terms {
            buyer: BUYER,
            budget: amount(11),
            mode: Mode::Proposals,
            fee: bps(3_333),
            kill_fee: bps(3_333),
            to_hire: window(2),
            to_deliver: window(5),
            to_deliver_least: window(3),
            ..terms()
        };
        let now = moment(OPENED);
        let mut ledger = Ledger::default();
        let (from, to) = (Account::World, Account::Wallet(BUYER));
        let deposit = Posting { from, to, amount: amount(12) };
        ledger.book(Asset::USDC, [&deposit]).expect("a deposit can be booked");
        let task = Instance::open(ID, terms, now);
        Self { task, proposals: [const { None }; 3], ledger, now, way: vec![] }
    }

    /// An order for the task alone: what ends the waiting declines what stands (PRP-11).
    fn ask_task(&self, by: Actor, command: earnest::marketplace::Command) -> Answer {
        let mut there = self.clone();
        if by != Actor::Clock {
            there.notice_task();
        }
        let cancels = command.name() == "Cancel";
        match given(&there.task, by, self.now, command) {
            Err(why) => (not(why), there),
            Ok(record) => match there.carried(&record) {
                Err(why) => (not(why), self.clone()),
                Ok(moved) => {
                    if cancels {
                        there.decline_all();
                    }
                    (done(record.rule, there.told_task(&there.task), moved), there)
                }
            },
        }
    }

    /// An order for a proposal; to accept it hires in the same commit, or does nothing.
    fn ask_proposal(
        &self,
        at: usize,
        proposal: &Instance<Proposal>,
        by: Actor,
        command: proposal::Command,
    ) -> Answer {
        let mut there = self.clone();
        let proposal =
            if by == Actor::Clock { proposal.clone() } else { noticed(proposal, self.now) };
        there.proposals[at] = Some(proposal.clone());
        let accepts = command.name() == "Accept";
        let record = match given(&proposal, by, self.now, command) {
            Err(why) => return (not(why), there),
            Ok(record) => record,
        };
        there.proposals[at] = proposal.after(&record);
        let stands = there.stands(there.proposals[at].as_ref());
        if !accepts {
            return (done(record.rule, stands, tuple([])), there);
        }
        let proposal::Terms { agent, price, estimate, .. } = proposal.terms;
        let hire = Hire { agent, price, estimate: Some(estimate) };
        there.notice_task();
        match given(&there.task, by, self.now, hire.into()) {
            Err(why) => (not(why), self.clone()),
            Ok(hired) => {
                let moved = there.carried(&hired).expect("what is held can be moved");
                there.decline_all();
                (done(record.rule, stands, moved), there)
            }
        }
    }

    /// Nobody proposes for a task that does not wait.
    fn propose(&self, at: usize) -> Answer {
        let (agent, price, estimate) = OFFERS[at];
        let mut there = self.clone();
        there.notice_task();
        let Stage::Pending(pending) = &there.task.stage else { return (not("wrong_state"), there) };
        let stands = pending.hire_by.as_millis() - self.now.as_millis();
        let (price, estimate, to_accept): (Amount, Window, Window) =
            (amount(price), window(estimate), window(stands));
        let (task, buyer, asset) = (ID, BUYER, Asset::USDC);
        let terms = proposal::Terms { task, buyer, agent, asset, price, estimate, to_accept };
        let id = InstanceId(100 + at as u128);
        there.proposals[at] = Some(Instance::open(id, terms, self.now));
        let stands = there.stands(there.proposals[at].as_ref());
        (done("proposed", stands, tuple([])), there)
    }

    /// What still stands is declined by the platform.
    fn decline_all(&mut self) {
        for proposal in self.proposals.iter_mut().flatten() {
            if !proposal.stage.is_terminal() {
                let record = given(proposal, Actor::Operator, self.now, Decline {}.into());
                *proposal =
                    proposal.after(&record.expect("what stands can be declined")).expect("next");
            }
        }
    }

    /// The task with the timeout that is due.
    fn notice_task(&mut self) {
        while self.task.due(self.now).is_some() {
            let record = given(&self.task, Actor::Clock, self.now, Timeout {}.into());
            self.carried(&record.expect("it is due")).expect("what is held can be moved");
        }
    }

    /// Books what a record of the task moves, and goes where it leads.
    fn carried(&mut self, record: &Record<Marketplace>) -> Result<Value, &'static str> {
        booked(&mut self.ledger, Asset::USDC, &record.postings)?;
        self.task = self.task.after(record).expect("a record comes next");
        let accounts = Marketplace::accounts();
        Ok(tuple(record.postings.iter().map(|it| movement(&accounts, it))))
    }

    /// The same a unit later, unless the clock would be too late for any of them.
    fn later(&self) -> Option<Self> {
        let offered = self.proposals.iter().flatten().filter_map(|it| it.stage.deadline());
        let task = self.task.stage.deadline()?;
        let mut deadlines = offered.chain([task]);
        let in_time = |it: Timestamp| it >= self.now;
        let now = moment(self.now.as_millis() + 1);
        deadlines.all(in_time).then(|| Self { now, ..self.clone() })
    }

    /// Where the task is, with what is left as of now.
    fn told_task(&self, task: &Instance<Marketplace>) -> Value {
        let Value::Record(fields) = Marketplace::stage(task) else { panic!("no record") };
        let mut fields = (*fields).clone();
        if task.stage.deadline().is_some() {
            fields.insert("left".into(), number(left(task) - since(task, self.now)));
        }
        Value::record(fields)
    }

    /// How a proposal stands.
    fn stands(&self, proposal: Option<&Instance<Proposal>>) -> Value {
        let never = 1_000_000;
        let (stage, left) = match proposal {
            None => ("Unmade", never),
            Some(it) if it.stage.is_terminal() => (it.stage.name(), never),
            Some(it) => (it.stage.name(), left(it) - since(it, self.now)),
        };
        record([("stage", text(stage)), ("left", number(left))])
    }
}

/// A proposal with the timeout that is due.
fn noticed(proposal: &Instance<Proposal>, now: Timestamp) -> Instance<Proposal> {
    if proposal.due(now).is_none() {
        return proposal.clone();
    }
    let record = given(proposal, Actor::Clock, now, Timeout {}.into()).expect("it is due");
    proposal.after(&record).expect("a record comes next")
}

/// The record of a command, or why there is none.
fn given<M: Machine>(
    instance: &Instance<M>,
    by: Actor,
    at: Timestamp,
    command: M::Command,
) -> Result<Record<M>, &'static str> {
    stepped(instance, &Order { id: OrderId(5), by, at, command })
}

fn named(of: usize, by: Actor, ask: Value) -> Value {
    record([("of", number(of)), ("by", sender::<Marketplace>(by)), ("ask", ask)])
}

fn senders() -> impl Iterator<Item = Actor> {
    let parties = [BUYER, OWNER, AGENT, RIVAL, STRANGER].map(Actor::Party);
    let judges = [JUDGE, BUYER, OWNER, AGENT].map(Actor::Arbiter);
    parties.into_iter().chain(judges).chain([Actor::Operator, Actor::Clock])
}

#[test]
fn a_proposal_is_accepted_with_its_hire_or_not_at_all() {
    for config in chosen("Acceptance", &["Acceptance"]) {
        let compared = graph::compare(Here::start(), "Acceptance", config);
        for answer in ["PRP-10", "price_over_budget", "repeated"] {
            assert!(compared.answers.contains(answer), "{answer} is never answered");
        }
    }
}
