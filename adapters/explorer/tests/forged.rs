//! The laws of each lifecycle, held against transitions that were true until they were forged:
//! the kernel and the handlers never let one come about, so that only a forgery can show that the
//! law looks.

use earnest::authority::Actor;
use earnest::ids::OrderId;
use earnest::ledger::{Account, Postings};
use earnest::machine::{Machine, Timeout};
use earnest::money::Amount;
use earnest::time::Timestamp;
use earnest::{Instance, Order, Record, marketplace};
use earnest_explorer::cast::{AGENT, ARBITER, BUYER, PAPER, RIVAL, STRANGER, amount, bps, terms};
use earnest_explorer::errand::{elapsed, errand, score};
use earnest_explorer::{Checks, Law, Taken, World};

const BUYERS: Actor = Actor::Party(BUYER);
const AGENTS: Actor = Actor::Party(AGENT.owner);
const JUDGE: Actor = Actor::Arbiter(ARBITER);

/// An instance that orders are given to.
struct Played<M: Machine> {
    world: World<M>,
    now: Instance<M>,
}

impl<M: Machine> Played<M> {
    fn open(world: World<M>) -> Self {
        let now = Instance::open(world.id, world.terms.clone(), moment(1_000));
        Self { world, now }
    }

    fn step(&self, by: Actor, command: impl Into<M::Command>) -> Record<M> {
        let order = Order { id: OrderId(5), by, at: self.now.since, command: command.into() };
        self.now.step(&order).expect("accepted")
    }

    fn then(mut self, by: Actor, command: impl Into<M::Command>) -> Self {
        self.now = self.now.after(&self.step(by, command)).expect("the next record");
        self
    }

    fn lapse(mut self) -> Self {
        let at = self.now.stage_deadline();
        let order = Order { id: OrderId(5), by: Actor::Clock, at, command: Timeout {}.into() };
        let record = self.now.step(&order).expect("due");
        self.now = self.now.after(&record).expect("the next record");
        self
    }

    /// Which law the lifecycle's own find broken by a record; none if it is true.
    fn broken(&self, record: &Record<M>) -> Option<Law> {
        let after = self.now.after(record).expect("the next record");
        let taken = Taken { world: &self.world, before: &self.now, record, after: &after };
        (self.world.laws)(&taken, &mut Checks::default()).err().map(|breach| breach.law)
    }

    /// Forges the record of an order, which is sound before.
    #[track_caller]
    fn forged(
        &self,
        by: Actor,
        command: impl Into<M::Command>,
        forge: impl FnOnce(&mut Record<M>),
    ) -> Option<Law> {
        let mut record = self.step(by, command);
        assert_eq!(self.broken(&record), None, "{record:?}");
        forge(&mut record);
        self.broken(&record)
    }
}

trait Due {
    fn stage_deadline(&self) -> Timestamp;
}

impl<M: Machine> Due for Instance<M> {
    fn stage_deadline(&self) -> Timestamp {
        use earnest::machine::Stage as _;
        self.stage.deadline().expect("a stage with a deadline")
    }
}

fn moment(millis: u64) -> Timestamp {
    Timestamp::from_millis(millis).expect("a moment")
}

fn escrow<M: Machine>(played: &Played<M>) -> Account {
    Account::Escrow(played.world.id)
}

fn wallet(party: earnest::ids::PartyId) -> Account {
    Account::Wallet(party)
}

mod task {
    use earnest::marketplace::{
        Approve, Assign, Deliver, Dispute, Fund, Progress, Redeliver, Stage, Submit,
    };
    use earnest::work::Percent;

    use super::*;

    type Task = Played<marketplace::Marketplace>;

    fn executing() -> Task {
        let task = Played::open(earnest_explorer::marketplace::world(terms()));
        task.then(BUYERS, Fund {}).then(Actor::Operator, Assign { agent: AGENT })
    }

    fn delivered() -> Task {
        executing().then(AGENTS, Deliver { work: PAPER })
    }

    fn disputed() -> Task {
        delivered().then(BUYERS, Dispute { reason: PAPER })
    }

    const APPROVE: Approve = Approve { rating: None, review: None };

    #[test]
    fn authority_and_payees_are_looked_at() {
        let by_nobody = |record: &mut Record<_>| record.order.by = Actor::Party(STRANGER);
        assert_eq!(delivered().forged(BUYERS, APPROVE, by_nobody), Some(Law::Authority));
        let interested = |record: &mut Record<_>| record.order.by = Actor::Arbiter(BUYER);
        assert_eq!(delivered().forged(BUYERS, APPROVE, interested), Some(Law::Authority));
        let note = Progress { percent: Percent::ALL, note: None };
        let another = |record: &mut Record<marketplace::Marketplace>| {
            if let Stage::Executing(stage) = &mut record.to {
                stage.job.agent = RIVAL;
            }
        };
        assert_eq!(executing().forged(AGENTS, note, another), Some(Law::Payees));
        let later = |record: &mut Record<marketplace::Marketplace>| {
            if let Stage::Executing(stage) = &mut record.to {
                stage.deliver_by = moment(9_999);
            }
        };
        assert_eq!(executing().forged(AGENTS, note, later), Some(Law::Clocks));
        let task = delivered();
        let stolen = Postings::default().and(escrow(&task), wallet(RIVAL.owner), amount(1_001));
        assert_eq!(task.forged(BUYERS, APPROVE, |it| it.postings = stolen), Some(Law::Payees));
    }

    #[test]
    fn fees_and_settlements_are_looked_at() {
        let task = delivered();
        let pay = Postings::default().and(escrow(&task), wallet(AGENT.owner), amount(967));
        let more = pay.and(escrow(&task), Account::Fees, amount(34));
        assert_eq!(task.forged(BUYERS, APPROVE, |it| it.postings = more), Some(Law::Fees));
        let told = |record: &mut Record<marketplace::Marketplace>| {
            if let Stage::Completed(end) = &mut record.to {
                end.paid.buyer = amount(1);
            }
        };
        assert_eq!(task.forged(BUYERS, APPROVE, told), Some(Law::OneResolution));
    }

    #[test]
    fn disputes_are_looked_at() {
        let task = disputed();
        let submit = Submit { item: PAPER };
        let paid = Postings::default().and(escrow(&task), wallet(BUYER), amount(1));
        assert_eq!(task.forged(BUYERS, submit, |it| it.postings = paid), Some(Law::Freeze));
        let more = |record: &mut Record<marketplace::Marketplace>| {
            if let Stage::Disputed(stage) = &mut record.to {
                stage.case.agent.items = 2;
            }
        };
        assert_eq!(task.forged(BUYERS, submit, more), Some(Law::Evidence));
        let again = |record: &mut Record<marketplace::Marketplace>| {
            if let Stage::Delivered(stage) = &mut record.to {
                stage.work.remedies = 0;
            }
        };
        assert_eq!(task.forged(AGENTS, Redeliver { work: PAPER }, again), Some(Law::Bounded));
    }
}

mod errands {
    use earnest::credits::{
        Assign, Complete, Credits, Dispute, Fund, Funds, Grounds, Pass, Review, Rule, Stage, Start,
        Thumb,
    };

    use super::*;

    fn passed() -> Played<Credits> {
        let task = Played::open(earnest_explorer::credits::world(errand()));
        let assign = Assign { agent: AGENT, price: amount(1_000) };
        let complete = Complete { output: PAPER, took: elapsed(0), own_score: None };
        let task = task.then(BUYERS, Fund {}).then(Actor::Operator, assign);
        let task = task.then(AGENTS, Start { sandbox: PAPER }).then(AGENTS, complete);
        task.then(Actor::Operator, Pass { score: score(50) })
    }

    fn contested(task: Played<Credits>) -> Played<Credits> {
        task.then(BUYERS, Dispute { grounds: Grounds::WrongOutput, description: PAPER })
    }

    #[test]
    fn contested_money_and_votes_are_looked_at() {
        let task = contested(passed());
        let paid = Postings::default().and(escrow(&task), wallet(BUYER), amount(1));
        // What everyone has is looked at first, so that the stage has to lie too.
        let moves = |record: &mut Record<Credits>| {
            record.postings = paid;
            if let Stage::Contested(stage) = &mut record.to {
                stage.passed.job.charge = amount(999);
            }
        };
        assert_eq!(task.forged(JUDGE, Review {}, moves), Some(Law::Freeze));
        let votes = |record: &mut Record<Credits>| {
            if let Stage::Contested(stage) = &mut record.to {
                stage.vote = Some(Thumb::Down);
            }
        };
        assert_eq!(task.forged(JUDGE, Review {}, votes), Some(Law::Idempotence));
        let unread = |record: &mut Record<Credits>| record.to = task.now.stage.clone();
        assert_eq!(task.forged(JUDGE, Review {}, unread), Some(Law::Bounded));
    }

    #[test]
    fn what_the_operator_keeps_is_looked_at() {
        let task = contested(passed().lapse());
        assert!(
            matches!(&task.now.stage, Stage::Contested(it) if matches!(it.funds, Funds::Paid(_)))
        );
        let rule = Rule { share: bps(5_000), notes: None };
        let keeps = |record: &mut Record<Credits>| {
            let both: Vec<_> = record.postings.iter().copied().collect();
            let back = both.iter().filter(|it| it.from != Account::Fees);
            let fold =
                |all: Postings, it: &earnest::ledger::Posting| all.and(it.from, it.to, it.amount);
            let most = back.fold(Postings::default(), fold);
            let fees = both.iter().find(|it| it.from == Account::Fees).expect("fees come back");
            // The agent pays what the operator should.
            record.postings = most.and(wallet(AGENT.owner), wallet(BUYER), fees.amount);
            if let Stage::Closed(end) = &mut record.to {
                end.paid.agent = end.paid.agent.minus(fees.amount).unwrap_or(Amount::ZERO);
            }
        };
        assert_eq!(task.forged(JUDGE, rule, keeps), Some(Law::Neutrality));
    }
}

mod leases {
    use earnest::runs::{Claim, Interrupt, Renew, Runs, Stage, Stopped};
    use earnest_explorer::runs::{WORKER, terms, world};

    use super::*;

    fn running() -> Played<Runs> {
        let run = Played::open(world(terms([7, 2, 3, 8])));
        run.then(Actor::Operator, Claim { worker: WORKER })
    }

    const RENEW: Renew = Renew { logs: None };

    #[test]
    fn leases_and_workers_are_looked_at() {
        let worker = Actor::Party(WORKER);
        let longer = |record: &mut Record<Runs>| {
            if let Stage::Running(stage) = &mut record.to {
                stage.renew_by = moment(1_004);
            }
        };
        assert_eq!(running().forged(worker, RENEW, longer), Some(Law::Bounded));
        let another = |record: &mut Record<Runs>| {
            if let Stage::Running(stage) = &mut record.to {
                stage.execution.worker = BUYER;
            }
        };
        assert_eq!(running().forged(worker, RENEW, another), Some(Law::Payees));
        let by_nobody = |record: &mut Record<Runs>| record.order.by = Actor::Party(STRANGER);
        assert_eq!(running().forged(worker, RENEW, by_nobody), Some(Law::Authority));
        let silent = |record: &mut Record<Runs>| {
            if let Stage::Interrupted(end) = &mut record.to {
                end.by = Stopped::LeaseLapsed;
            }
        };
        assert_eq!(running().forged(Actor::Operator, Interrupt {}, silent), Some(Law::Liveness));
    }
}
