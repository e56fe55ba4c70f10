//! Plays a scene with the service over a store.

use std::collections::BTreeMap;
use std::sync::Arc;

use earnest::ids::{InstanceId, OrderId};
use earnest::ledger::{Account, Posting};
use earnest::machine::{Error as CoreError, Stage as _, Timeout};
use earnest::marketplace::{Marketplace, Terms};
use earnest::proposal::{self, Proposal};
use earnest::time::Timestamp;
use earnest::{Instance, Record};
use earnest_service::store::{Commit, NotCommitted, Store};
use earnest_service::{Answer, Clock, Error, Held, Hosted, Service, Undecided, attempts, kind};
use tokio::runtime::{Builder, Runtime};

use super::driver::{self, Driver, Given, Outcome, View};
use super::kernel::{START, proposal_terms};
use super::people::{Purse, TASK, Who, Worker};
use super::scene::{Lapse, Offer, Order, Scene};

/// A service with a clock that is driven by hand.
#[derive(Debug)]
pub struct Shell {
    runtime: Runtime,
    service: Service,
    terms: Terms,
    proposals: Vec<(Worker, Offer, InstanceId)>,
    /// How many orders were given.
    orders: u128,
    /// How many entries of the task's stream were read.
    read: u64,
}

type Stopped = String;

impl Shell {
    /// Sets the scene on an empty store.
    ///
    /// # Panics
    /// If the store does not take the deposits.
    #[must_use]
    pub fn new(scene: &Scene, store: Arc<dyn Store>) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.unwrap_or_else(|why| panic!("no runtime: {why}"));
        let service = Service::new(store, Clock::manual(START));
        let service = service.host::<Marketplace>().host::<Proposal>();
        let mut deposits = Commit::default();
        for (purse, amount) in scene.funds.iter().filter(|(_, amount)| !amount.is_zero()) {
            let (from, to, amount) = (Account::World, purse.account(), *amount);
            deposits.postings.push((scene.terms.asset, Posting { from, to, amount }));
        }
        let made = runtime.block_on(service.commit(deposits));
        made.unwrap_or_else(|why| panic!("the deposits were not made: {why}"));
        let terms = scene.terms.clone();
        Self { runtime, service, terms, proposals: Vec::new(), orders: 0, read: 0 }
    }

    fn task(&self) -> Option<Instance<Marketplace>> {
        match self.runtime.block_on(self.service.load::<Marketplace>(TASK)) {
            Ok(held) => Some(held.instance),
            Err(Error::Missing) => None,
            Err(other) => panic!("{other}"),
        }
    }

    fn status(&self) -> String {
        self.task().map(|task| driver::status(&task.stage)).unwrap_or_default()
    }

    /// The first order creates the task and funds it in one commit.
    async fn create(&self, who: Who, id: OrderId) -> Result<(), Stopped> {
        let now = self.service.clock().now();
        let brief = Some("{\"title\":\"a scene\"}".into());
        let held = Held::<Marketplace>::open(TASK, self.terms.clone(), now, brief);
        let mut held = held.unwrap_or_else(|why| panic!("{why}"));
        let fund = earnest::marketplace::Fund {}.into();
        match held.step(id, who.actor(), now, fund, None) {
            Ok(()) => {}
            Err(Undecided::Core(error)) => return Err(core_code(&error)),
            Err(Undecided::Failed(failure)) => panic!("{failure}"),
        }
        let mut commit = Commit::default();
        held.write(&mut commit).unwrap_or_else(|why| panic!("{why}"));
        self.service.commit(commit).await.map_err(store_code)
    }

    /// The hire, the proposal and the others it declines are one commit.
    async fn accept(&self, who: Who, of: usize, id: OrderId) -> Result<(), Stopped> {
        let (worker, offer, proposal) = self.proposals[of];
        for _ in attempts() {
            let by = who.actor();
            let accept = proposal::Accept {}.into();
            let accepted = self.service.decide::<Proposal>(proposal, id, by, accept, None).await;
            let hire = driver::hire(worker, &offer);
            let accepted = accepted.map_err(|error| code(&error))?;
            let hired = self.service.decide::<Marketplace>(TASK, id, by, hire, None).await;
            let hired = hired.map_err(|error| code(&error))?;
            let mut commit = Commit::default();
            write(accepted, &mut commit);
            write(hired, &mut commit);
            for (_, _, other) in self.proposals.iter().filter(|(_, _, it)| *it != proposal) {
                let held = self.service.load::<Proposal>(*other).await;
                let held = held.unwrap_or_else(|why| panic!("{why}"));
                if held.instance.stage.is_terminal() {
                    continue;
                }
                let (by, decline) = (Who::Operator.actor(), proposal::Decline {}.into());
                let declined = self.service.decide::<Proposal>(*other, id, by, decline, None).await;
                write(declined.map_err(|error| code(&error))?, &mut commit);
            }
            if self.service.settle(commit).await.map_err(store_code)? {
                return Ok(());
            }
        }
        panic!("every attempt was lost");
    }

    fn on_proposal(&mut self, who: Who, order: &Order, id: OrderId) -> Outcome {
        let find = |of| self.proposals.iter().position(|(worker, ..)| *worker == of);
        let (found, command): (_, proposal::Command) = match order {
            Order::Propose(offer) => return self.propose(who, offer),
            Order::Accept(of) => (find(*of), proposal::Accept {}.into()),
            Order::Decline(of) => (find(*of), proposal::Decline {}.into()),
            Order::Withdraw(of) => (find(*of), proposal::Withdraw {}.into()),
            _ => panic!("`{order:?}` is not for a proposal"),
        };
        let Some(of) = found else { return Outcome::Refused("not_a_party".to_owned()) };
        // Whoever decides on a proposal has its task before him, with what was due carried out.
        drop(self.runtime.block_on(self.service.read::<Marketplace>(TASK)));
        if matches!(command, proposal::Command::Accept(_)) {
            return match self.runtime.block_on(self.accept(who, of, id)) {
                Ok(()) => Outcome::Done(self.status()),
                Err(code) => Outcome::Refused(code),
            };
        }
        let (_, _, proposal) = self.proposals[of];
        let sent = self.service.submit::<Proposal>(proposal, id, who.actor(), command, None);
        outcome(self.runtime.block_on(sent), |held| driver::proposal_status(&held.instance.stage))
    }

    fn propose(&mut self, who: Who, offer: &Offer) -> Outcome {
        let worker = who.worker().unwrap_or_else(|| panic!("`{who}` has no agent"));
        let task = self.task().unwrap_or_else(|| panic!("there is no task"));
        let now = self.service.clock().now();
        let id = InstanceId(0x9000 + self.orders);
        let terms = proposal_terms(&task, worker, offer, now);
        let held = Held::<Proposal>::open(id, terms, now, None);
        let held = held.unwrap_or_else(|why| panic!("{why}"));
        let status = driver::proposal_status(&held.instance.stage);
        let mut commit = Commit::default();
        held.write(&mut commit).unwrap_or_else(|why| panic!("{why}"));
        let made = self.runtime.block_on(self.service.commit(commit));
        made.unwrap_or_else(|why| panic!("{why}"));
        self.proposals.push((worker, *offer, id));
        Outcome::Done(status)
    }

    fn clock(&mut self, id: OrderId) -> Outcome {
        let now = self.service.clock().now();
        let ticked = self.runtime.block_on(self.service.tick(now));
        match ticked.unwrap_or_else(|why| panic!("the timer stopped: {why}")) {
            0 => {
                let (by, timeout) = (Who::Clock.actor(), Timeout {}.into());
                let sent = self.service.submit::<Marketplace>(TASK, id, by, timeout, None);
                outcome(self.runtime.block_on(sent), |held| driver::status(&held.instance.stage))
            }
            _ => Outcome::Done(self.status()),
        }
    }

    /// What the journal got since it was last read.
    fn fresh(&mut self) -> Vec<Record<Marketplace>> {
        let store = self.service.store();
        let entries = self.runtime.block_on(store.entries(TASK, self.read, 1000));
        let entries = entries.unwrap_or_else(|why| panic!("{why}"));
        self.read = entries.last().map_or(self.read, |entry| entry.number);
        let records = entries.iter().filter(|entry| *entry.kind == *kind::RECORD);
        records
            .map(|entry| {
                serde_json::from_str(&entry.body)
                    .unwrap_or_else(|why| panic!("`{}` is no record: {why}", entry.body))
            })
            .collect()
    }
}

impl Driver for Shell {
    fn now(&mut self) -> Timestamp {
        self.service.clock().now()
    }

    fn move_clock(&mut self, to: Timestamp) {
        let millis = u64::try_from(driver::apart(self.now(), to));
        let millis = millis.unwrap_or_else(|_| panic!("a shell's clock does not go back"));
        assert!(self.service.clock().advance(millis).is_some(), "the clock does not move");
    }

    fn give(&mut self, who: Who, order: &Order) -> Given {
        self.orders += 1;
        let id = OrderId(self.orders);
        let outcome = match (order, driver::command(order)) {
            (Order::Fund, _) if self.task().is_none() => {
                match self.runtime.block_on(self.create(who, id)) {
                    Ok(()) => Outcome::Done(self.status()),
                    Err(code) => Outcome::Refused(code),
                }
            }
            (Order::Timeout, _) if who == Who::Clock => self.clock(id),
            (_, Err(code)) => Outcome::Refused(code.to_owned()),
            (_, Ok(None)) => self.on_proposal(who, order, id),
            (_, Ok(Some(command))) => {
                let (by, text) = (who.actor(), driver::document(order).map(Into::into));
                let sent = self.service.submit::<Marketplace>(TASK, id, by, command, text);
                outcome(self.runtime.block_on(sent), |held| driver::status(&held.instance.stage))
            }
        };
        let records = self.fresh();
        let mut moves: Vec<_> =
            records.iter().flat_map(|record| driver::flows(&record.postings)).collect();
        moves.sort();
        let taken = records.iter().map(|record| record.rule).collect();
        Given { outcome, moves: Some(moves), taken, tried: Vec::new() }
    }

    fn view(&mut self) -> Option<View> {
        self.task().as_ref().map(View::of)
    }

    fn purses(&mut self) -> BTreeMap<Purse, i128> {
        let (store, asset) = (self.service.store(), self.terms.asset);
        let wallet = |party| {
            let wallets = self.runtime.block_on(store.wallets(party));
            let wallets = wallets.unwrap_or_else(|why| panic!("{why}"));
            wallets.into_iter().find(|wallet| wallet.asset == asset)
        };
        let fees = self.runtime.block_on(store.balance(asset, Account::Fees));
        let balance = |purse: Purse| match (purse, purse.party()) {
            (_, Some(party)) => wallet(party).map_or(0, |wallet| wallet.balance),
            (Purse::Fees, None) => fees.clone().unwrap_or_else(|why| panic!("{why}")),
            // The store keeps no row for an escrow, but what its payer has in it.
            (_, None) => Purse::Buyer.party().and_then(wallet).map_or(0, |wallet| wallet.held),
        };
        Purse::ALL.into_iter().map(|purse| (purse, balance(purse))).collect()
    }

    fn silence(&mut self) -> Vec<Lapse> {
        let now = self.now();
        self.task().map(|task| driver::silence(&task, now)).unwrap_or_default()
    }

    fn options(&mut self, who: Who) -> Vec<String> {
        let now = self.now();
        self.task().map(|task| driver::options(&task, who.actor(), now)).unwrap_or_default()
    }

    fn proposal(&mut self, of: Worker) -> Option<String> {
        let (.., id) = *self.proposals.iter().find(|(worker, ..)| *worker == of)?;
        let held = self.runtime.block_on(self.service.read::<Proposal>(id));
        let held = held.unwrap_or_else(|why| panic!("{why}"));
        Some(driver::proposal_status(&held.instance.stage))
    }
}

fn outcome<M: Hosted>(
    sent: Result<Answer<M>, Error<M>>,
    status: impl FnOnce(&Held<M>) -> String,
) -> Outcome {
    match sent {
        Ok(Answer::Done(held)) => Outcome::Done(status(&held)),
        Ok(Answer::Repeated(held)) => Outcome::Again(status(&held)),
        Err(error) => Outcome::Refused(code(&error)),
    }
}

fn write<M: Hosted>(answer: Answer<M>, commit: &mut Commit) {
    answer.held().write(commit).unwrap_or_else(|why| panic!("{why}"));
}

fn code<M: Hosted>(error: &Error<M>) -> String {
    match error {
        hidden if hidden.is_hidden() => "not_a_party".to_owned(),
        Error::Core { error, .. } => core_code(error),
        Error::Store(stopped) => store_code(stopped.clone()),
        Error::Missing => panic!("a missing instance is hidden"),
    }
}

fn core_code<M: Hosted>(error: &CoreError<M>) -> String {
    match error {
        CoreError::Refused(refused) => refused.code().to_owned(),
        CoreError::Defect(defect) => panic!("a defect: {defect}"),
    }
}

fn store_code(stopped: NotCommitted) -> String {
    match stopped {
        NotCommitted::Insufficient { .. } => "insufficient_funds".to_owned(),
        other => panic!("{other}"),
    }
}
