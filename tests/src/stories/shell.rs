//! Plays a scene with the service over a store.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;

use earnest::authority::Actor;
use earnest::ids::{InstanceId, OrderId, PartyId};
use earnest::ledger::Account;
use earnest::machine::{Error as CoreError, Machine, Stage as _};
use earnest::time::Timestamp;
use earnest::{Instance, Record};
use earnest_service::store::{Commit, NotCommitted, Store};
use earnest_service::{Answer, Clock, Error, Held, Hosted, Service, Undecided, attempts, kind};
use tokio::runtime::{Builder, Runtime};

use super::driver::{self, Driver, Given, Outcome, View};
use super::kernel::{FIRST, START, aside, deposits, free, is_timeout, task};
use super::people::{Purse, Who, Worker};
use super::played::{Act, Played, Side, Stand};
use super::scene::{Lapse, Scene};

/// A service with a clock that is driven by hand.
#[derive(Debug)]
pub struct Shell<P: Played> {
    runtime: Runtime,
    service: Service,
    /// The terms of the task that the scene is about now, and its number.
    terms: P::Terms,
    turn: u8,
    /// How many entries of each task's stream were read.
    read: BTreeMap<u8, u64>,
    side: Vec<(Worker, InstanceId)>,
    /// How many orders were given.
    orders: u128,
}

type Stopped = String;

impl<P: Played> Shell<P> {
    /// Sets the scene on an empty store.
    ///
    /// # Panics
    /// If the store does not take the deposits.
    #[must_use]
    pub fn new(scene: &Scene<P>, store: Arc<dyn Store>) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.unwrap_or_else(|why| panic!("no runtime: {why}"));
        let service = Service::new(store, Clock::manual(START));
        let service = service.host::<P>().host::<P::Side>();
        let postings = deposits(scene).into_iter().map(|posting| (P::ASSET, posting)).collect();
        let made = runtime.block_on(service.commit(Commit { postings, ..Commit::default() }));
        made.unwrap_or_else(|why| panic!("the deposits were not made: {why}"));
        let (terms, read) = (scene.terms.clone(), BTreeMap::new());
        Self { runtime, service, terms, turn: FIRST, read, side: Vec::new(), orders: 0 }
    }

    fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    fn load<M: Hosted>(&self, id: InstanceId) -> Instance<M> {
        let held = self.wait(self.service.load::<M>(id));
        held.unwrap_or_else(|why| panic!("{why}")).instance
    }

    fn task(&self) -> Option<Instance<P>> {
        self.read.contains_key(&self.turn).then(|| self.load(task(self.turn)))
    }

    fn tasks(&self) -> BTreeMap<u8, Instance<P>> {
        self.read.keys().map(|number| (*number, self.load(task(*number)))).collect()
    }

    fn status(&self) -> String {
        self.task().map(|task| P::status(&task.stage)).unwrap_or_default()
    }

    /// What the lifecycle asks of a scene is answered from what the store has.
    fn stand<T>(&self, look: impl FnOnce(&Stand<'_, P>) -> T) -> T {
        let side: Vec<_> = self.side.iter().map(|(worker, id)| (*worker, self.load(*id))).collect();
        let (terms, tasks, now) = (&self.terms, &self.tasks(), self.service.clock().now());
        look(&Stand { terms, tasks, turn: self.turn, side: &side, now })
    }

    fn act(&mut self, who: Who, act: Act<P>, text: Option<String>, id: OrderId) -> Outcome {
        let here = task(self.turn);
        let known = self.read.contains_key(&self.turn);
        match act {
            Act::Open(_, Some(command)) if known => self.submit(who, command, text, id),
            Act::Order(command) if who == Who::CLOCK && is_timeout::<P>(&command) => {
                self.tick(command, id)
            }
            Act::Order(command) => self.submit(who, command, text, id),
            // Whoever decides on something else has the task before him, with what was due
            // carried out.
            Act::Open(terms, command) => {
                drop(self.wait(self.service.read::<P>(here)));
                self.open(who, terms, command, id)
            }
            Act::Side(of, side) => {
                drop(self.wait(self.service.read::<P>(here)));
                self.on_side(who, of, side, id)
            }
        }
    }

    fn submit(&self, who: Who, command: P::Command, text: Option<String>, id: OrderId) -> Outcome {
        let text = text.map(Into::into);
        let sent = self.service.submit::<P>(task(self.turn), id, who.actor, command, text);
        outcome(self.wait(sent), P::status)
    }

    /// What is opened, and what it is asked at once, is one commit.
    fn open(
        &mut self,
        who: Who,
        terms: Vec<P::Terms>,
        command: Option<P::Command>,
        id: OrderId,
    ) -> Outcome {
        let first = free(self.turn, self.read.keys());
        let mut commit = Commit::default();
        let mut opened = Vec::new();
        for (number, terms) in (first..).zip(terms) {
            match self.opened(who, number, terms, command.clone(), id) {
                Ok(held) => held.write(&mut commit).unwrap_or_else(|why| panic!("{why}")),
                Err(code) => return Outcome::Refused(code),
            }
            opened.push(number);
        }
        if let Err(stopped) = self.wait(self.service.commit(commit)) {
            return Outcome::Refused(store_code(stopped));
        }
        self.turn = first;
        self.read.extend(opened.into_iter().map(|number| (number, 0)));
        Outcome::Done(self.status())
    }

    fn opened(
        &self,
        who: Who,
        number: u8,
        terms: P::Terms,
        command: Option<P::Command>,
        id: OrderId,
    ) -> Result<Held<P>, Stopped> {
        let now = self.service.clock().now();
        let brief = Some("{\"title\":\"a scene\"}".into());
        let held = Held::<P>::open(task(number), terms, now, brief);
        let mut held = held.unwrap_or_else(|why| panic!("{why}"));
        let Some(command) = command else { return Ok(held) };
        match held.step(id, who.actor, now, command, None) {
            Ok(()) => Ok(held),
            Err(Undecided::Core(error)) => Err(core_code(&error)),
            Err(Undecided::Failed(failure)) => panic!("{failure}"),
        }
    }

    fn on_side(&mut self, who: Who, of: Worker, side: Side<P>, id: OrderId) -> Outcome {
        let found = self.side.iter().position(|(worker, _)| *worker == of);
        let (command, take) = match side {
            Side::Open(terms) => return self.open_side(of, terms),
            Side::Order(command) => (command, None),
            Side::Take(command, hire, decline) => (command, Some((hire, decline))),
        };
        let Some(of) = found else { return Outcome::Refused("not_a_party".to_owned()) };
        if let Some((hire, decline)) = take {
            return match self.wait(self.take(who, of, [command, decline], hire, id)) {
                Ok(()) => Outcome::Done(self.status()),
                Err(code) => Outcome::Refused(code),
            };
        }
        let (_, side) = self.side[of];
        let sent = self.service.submit::<P::Side>(side, id, who.actor, command, None);
        outcome(self.wait(sent), P::side_status)
    }

    fn open_side(
        &mut self,
        of: Worker,
        terms: <P::Side as earnest::machine::Table>::Terms,
    ) -> Outcome {
        let id = aside(self.side.len());
        let held = Held::<P::Side>::open(id, terms, self.service.clock().now(), None);
        let held = held.unwrap_or_else(|why| panic!("{why}"));
        let status = P::side_status(&held.instance.stage);
        let mut commit = Commit::default();
        held.write(&mut commit).unwrap_or_else(|why| panic!("{why}"));
        let made = self.wait(self.service.commit(commit));
        made.unwrap_or_else(|why| panic!("{why}"));
        self.side.push((of, id));
        Outcome::Done(status)
    }

    /// The hire, what is taken and what is declined for it are one commit.
    async fn take(
        &self,
        who: Who,
        of: usize,
        [accept, decline]: [<P::Side as earnest::machine::Table>::Command; 2],
        hire: P::Command,
        id: OrderId,
    ) -> Result<(), Stopped> {
        let (service, by) = (&self.service, who.actor);
        for _ in attempts() {
            let (_, taken) = self.side[of];
            let accepted = service.decide::<P::Side>(taken, id, by, accept.clone(), None).await;
            let accepted = accepted.map_err(|error| code(&error))?;
            let hired = service.decide::<P>(task(self.turn), id, by, hire.clone(), None).await;
            let hired = hired.map_err(|error| code(&error))?;
            let mut commit = Commit::default();
            write(accepted, &mut commit);
            write(hired, &mut commit);
            for (_, other) in self.side.iter().filter(|(_, other)| *other != taken) {
                let held = service.load::<P::Side>(*other).await;
                if held.unwrap_or_else(|why| panic!("{why}")).instance.stage.is_terminal() {
                    continue;
                }
                let (by, decline) = (Actor::Operator, decline.clone());
                let declined = service.decide::<P::Side>(*other, id, by, decline, None).await;
                write(declined.map_err(|error| code(&error))?, &mut commit);
            }
            if service.settle(commit).await.map_err(store_code)? {
                return Ok(());
            }
        }
        panic!("every attempt was lost");
    }

    fn tick(&mut self, timeout: P::Command, id: OrderId) -> Outcome {
        let ticked = self.wait(self.service.tick(self.service.clock().now()));
        match ticked.unwrap_or_else(|why| panic!("the timer stopped: {why}")) {
            0 => self.submit(Who::CLOCK, timeout, None, id),
            _ => Outcome::Done(self.status()),
        }
    }

    /// What the journals got since they were last read.
    fn fresh(&mut self) -> Vec<Record<P>> {
        let mut read = std::mem::take(&mut self.read);
        let mut records = Vec::new();
        for (number, read) in &mut read {
            let entries = self.wait(self.service.store().entries(task(*number), *read, 1000));
            let entries = entries.unwrap_or_else(|why| panic!("{why}"));
            *read = entries.last().map_or(*read, |entry| entry.number);
            let fresh = entries.iter().filter(|entry| *entry.kind == *kind::RECORD);
            records.extend(fresh.map(|entry| {
                serde_json::from_str(&entry.body)
                    .unwrap_or_else(|why| panic!("`{}` is no record: {why}", entry.body))
            }));
        }
        self.read = read;
        records
    }
}

impl<P: Played> Driver<P> for Shell<P> {
    fn now(&mut self) -> Timestamp {
        self.service.clock().now()
    }

    fn move_clock(&mut self, to: Timestamp) {
        let millis = u64::try_from(driver::apart(self.now(), to));
        let millis = millis.unwrap_or_else(|_| panic!("a shell's clock does not go back"));
        assert!(self.service.clock().advance(millis).is_some(), "the clock does not move");
    }

    fn turn_to(&mut self, task: u8, terms: &P::Terms) {
        (self.turn, self.terms) = (task, terms.clone());
    }

    fn give(&mut self, who: Who, order: &P::Ask) -> Given {
        self.orders += 1;
        let id = OrderId(self.orders);
        let outcome = match self.stand(|stand| P::act(order, who, stand)) {
            Ok(act) => self.act(who, act, P::document(order), id),
            Err(code) => Outcome::Refused(code.to_owned()),
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

    fn held(&mut self) -> i128 {
        self.tasks().values().map(driver::held).sum()
    }

    fn purses(&mut self) -> BTreeMap<Purse, i128> {
        let store = self.service.store();
        let wallet = |party: PartyId| {
            let wallets = self.wait(store.wallets(party)).unwrap_or_else(|why| panic!("{why}"));
            wallets.into_iter().find(|wallet| wallet.asset == P::ASSET)
        };
        let fees = self.wait(store.balance(P::ASSET, Account::Fees));
        let fees = fees.unwrap_or_else(|why| panic!("{why}"));
        let mut purses = BTreeMap::from([(Purse::Fees, fees), (Purse::Escrow, 0)]);
        for purse in Purse::ALL {
            let Some(party) = purse.party() else { continue };
            let wallet = wallet(party);
            purses.insert(purse, wallet.as_ref().map_or(0, |wallet| wallet.balance));
            // The store keeps no row for an escrow, but what its payer has in it.
            *purses.entry(Purse::Escrow).or_default() += wallet.map_or(0, |wallet| wallet.held);
        }
        purses
    }

    fn silence(&mut self) -> Vec<Lapse> {
        let now = self.now();
        self.task().map(|task| driver::silence(&task, now)).unwrap_or_default()
    }

    fn options(&mut self, who: Who) -> Vec<String> {
        let now = self.now();
        self.task().map(|task| driver::options(&task, who.actor, now)).unwrap_or_default()
    }

    fn told(&mut self, of: &str) -> String {
        // A reader sees what was due carried out.
        for (_, side) in &self.side {
            drop(self.wait(self.service.read::<P::Side>(*side)));
        }
        self.stand(|stand| P::told(of, stand))
    }
}

fn outcome<M: Hosted>(
    sent: Result<Answer<M>, Error<M>>,
    status: impl FnOnce(&M::Stage) -> String,
) -> Outcome {
    match sent {
        Ok(Answer::Done(held)) => Outcome::Done(status(&held.instance.stage)),
        Ok(Answer::Repeated(held)) => Outcome::Again(status(&held.instance.stage)),
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

fn core_code<M: Machine>(error: &CoreError<M>) -> String {
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
