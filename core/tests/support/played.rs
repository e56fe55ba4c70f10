//! A credits task that is played order by order, with a ledger beside it.

use earnest::authority::Actor;
use earnest::credits::{
    Assign, Command, Complete, Credits, Dispute, Fund, Grounds, Pass, Route, Start, Terms,
};
use earnest::ids::{InstanceId, OrderId};
use earnest::ledger::{Account, Ledger, Posting};
use earnest::machine::Error;
use earnest::money::Amount;
use earnest::time::Timestamp;
use earnest::{Instance, Order};
use earnest_explorer::cast::{AGENT, BUYER, PAPER};
use earnest_explorer::errand::elapsed;

/// When everything up to the quality check happens.
pub(crate) const PASSED: u64 = 1_000;
pub(crate) const BUYERS: Actor = Actor::Party(BUYER);
pub(crate) const AGENTS: Actor = Actor::Party(AGENT.owner);

/// A task and what everyone has.
#[derive(Clone, Debug)]
pub(crate) struct Played {
    pub(crate) task: Instance<Credits>,
    pub(crate) ledger: Ledger,
}

impl Played {
    /// Funded, worked on and passed at [`PASSED`], by the named agent or, without one, by the same
    /// agent found.
    pub(crate) fn passed(terms: Terms, charge: Amount) -> Self {
        let score = terms.pass_mark;
        let mut played = Self::worked(terms, charge);
        played.must(Actor::Operator, PASSED, Pass { score });
        played
    }

    /// The same, waiting for the quality check.
    pub(crate) fn worked(terms: Terms, charge: Amount) -> Self {
        let mut ledger = Ledger::default();
        let to = Account::Wallet(BUYER);
        let deposit = Posting { from: Account::World, to, amount: terms.max_budget };
        ledger.book(terms.asset, [&deposit]).expect("a deposit");
        let found = terms.named.is_none();
        let task = Instance::open(InstanceId(77), terms, moment(PASSED));
        let mut played = Self { task, ledger };
        let took = elapsed(3_200);
        played.must(BUYERS, PASSED, Fund {});
        if found {
            played.must(Actor::Operator, PASSED, Route {});
        }
        played.must(Actor::Operator, PASSED, Assign { agent: AGENT, price: charge });
        played.must(AGENTS, PASSED, Start { sandbox: PAPER });
        played.must(AGENTS, PASSED, Complete { output: PAPER, took, own_score: None });
        played
    }

    /// Gives an order, after every timeout that is due by then; the refusal's code, if refused.
    pub(crate) fn give(
        &mut self,
        by: Actor,
        at: u64,
        command: impl Into<Command>,
    ) -> Result<(), &'static str> {
        self.wait(at);
        let order = Order { id: OrderId(5), by, at: moment(at), command: command.into() };
        self.carry_out(&order)
    }

    /// The same, for an order that is certain to be accepted.
    pub(crate) fn must(&mut self, by: Actor, at: u64, command: impl Into<Command>) {
        assert_eq!(self.give(by, at, command), Ok(()), "{:?}", self.task);
    }

    pub(crate) fn dispute(&mut self, at: u64) {
        self.must(BUYERS, at, Dispute { grounds: Grounds::WrongOutput, description: PAPER });
    }

    /// Applies every timeout that is due by `at`.
    pub(crate) fn wait(&mut self, at: u64) {
        while let Some(timeout) = self.task.due(moment(at)) {
            self.carry_out(&timeout).expect("a due timeout is accepted");
        }
    }

    fn carry_out(&mut self, order: &Order<Command>) -> Result<(), &'static str> {
        let record = match self.task.step(order) {
            Ok(record) => record,
            Err(Error::Refused(refused)) => return Err(refused.code()),
            Err(Error::Defect(defect)) => panic!("{defect:?} on {order:?}"),
        };
        self.ledger.book(self.task.terms.asset, record.postings.iter()).expect("can be booked");
        self.task = self.task.after(&record).expect("the next record");
        Ok(())
    }

    /// What the buyer, the agent's owner, the operator and the escrow have.
    pub(crate) fn balances(&self) -> [i128; 4] {
        let accounts = [
            Account::Wallet(BUYER),
            Account::Wallet(AGENT.owner),
            Account::Fees,
            Account::Escrow(self.task.id),
        ];
        accounts.map(|account| self.ledger.balance(self.task.terms.asset, account))
    }
}

pub(crate) fn moment(millis: u64) -> Timestamp {
    Timestamp::from_millis(millis).expect("a moment")
}
