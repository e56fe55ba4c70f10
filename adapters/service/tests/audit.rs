//! The audit passes over what the service wrote, and finds each way of tampering with it.

use std::sync::Arc;

use async_trait::async_trait;
use earnest::authority::Actor;
use earnest::dispute::Ruling;
use earnest::ids::{Digest, InstanceId, OrderId, PartyId};
use earnest::ledger::Account;
use earnest::marketplace::{
    Agent, Approve, Assign, Command, Deliver, Dispute, Fund, Marketplace, Mode, Terms,
};
use earnest::money::{Amount, Asset, Bps};
use earnest::time::{Timestamp, Window};
use earnest_service::audit::{Auditor, Report};
use earnest_service::store::{
    Commit, Document, Entry, Failure, NotCommitted, Outgoing, Receipt, Sort, Store, Stream, Wallet,
};
use earnest_service::treasury::{Direction, Transfer};
use earnest_service::{Clock, Held, Memory, Service, digest};

const BUYER: PartyId = PartyId(1);
const AGENT: Agent = Agent { id: PartyId(2), owner: PartyId(3) };
const PAID: InstanceId = InstanceId(100);
const DISPUTED: InstanceId = InstanceId(101);

fn terms() -> Terms {
    let window = Window::from_millis(1_000).unwrap();
    Terms {
        buyer: BUYER,
        asset: Asset::USDC,
        budget: Amount::new(1_001).unwrap(),
        mode: Mode::Direct(Some(AGENT)),
        fee: Bps::new(250).unwrap(),
        kill_fee: Bps::NONE,
        default_ruling: Ruling::HALF,
        max_revisions: 1,
        max_remedies: 1,
        max_evidence: 1,
        to_hire: window,
        to_match: window,
        to_deliver: window,
        to_deliver_least: window,
        to_review: window,
        to_revise: window,
        to_respond: window,
        to_rule: window,
    }
}

/// A deposit, one task that is paid and one that is disputed.
async fn written() -> Arc<Memory> {
    let store = Arc::new(Memory::default());
    let clock = Clock::manual(Timestamp::from_millis(1_000_000).unwrap());
    let service = Service::new(Arc::clone(&store) as Arc<dyn Store>, clock).host::<Marketplace>();
    let deposit = Transfer {
        party: BUYER,
        direction: Direction::Deposit,
        asset: Asset::USDC,
        amount: Amount::new(5_000).unwrap(),
        by: PartyId(9),
        at: service.clock().now(),
    };
    let mut commit = Commit::default();
    service.transfer(&deposit, &mut commit).await.unwrap();
    assert!(service.settle(commit).await.unwrap());

    for (task, last) in [
        (PAID, Command::from(Approve { rating: None, review: None })),
        (DISPUTED, Dispute { reason: digest("late") }.into()),
    ] {
        let mut held =
            Held::<Marketplace>::open(task, terms(), service.clock().now(), Some("{}".into()))
                .unwrap();
        let now = service.clock().now();
        let buyer = Actor::Party(BUYER);
        held.step(OrderId(1), buyer, now, Fund {}.into(), None).unwrap();
        let assign = Assign { agent: AGENT }.into();
        held.step(OrderId(2), Actor::Operator, now, assign, None).unwrap();
        let mut commit = Commit::default();
        held.write(&mut commit).unwrap();
        assert!(service.settle(commit).await.unwrap());
        let owner = Actor::Party(AGENT.owner);
        let deliver = Deliver { work: digest("work") }.into();
        let document = Some("work".into());
        service.submit::<Marketplace>(task, OrderId(3), owner, deliver, document).await.unwrap();
        service.submit::<Marketplace>(task, OrderId(4), buyer, last, None).await.unwrap();
    }
    store
}

async fn audit(store: &dyn Store) -> Report {
    Auditor::default().host::<Marketplace>().audit(store).await.unwrap()
}

/// KERNEL-01, KERNEL-52
#[tokio::test]
async fn what_the_service_wrote_holds_every_law() {
    let report = audit(&*written().await).await;
    assert_eq!(report.findings, []);
    assert_eq!((report.records, report.documents, report.postings), (8, 4, 5));
    assert_eq!(report.entries, 11);
    assert_eq!(report.held.get(&Asset::USDC), Some(&1_001));
}

/// One way of tampering with what a store tells.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    Payee,
    Rehashed,
    MissingEntry,
    LostTail,
    Terms,
    Brief,
    Snapshot,
    Deadline,
    Swapped,
    Balance,
    Pending,
    World,
    MissingWallet,
}

#[derive(Debug)]
struct Tampered(Arc<Memory>, Fault);

impl Tampered {
    fn stream(&self, mut stream: Stream) -> Stream {
        match self.1 {
            Fault::Terms if stream.id == PAID => {
                stream.basis = stream.basis.replace("\"fee\":", "\"fee\":1").into();
            }
            Fault::Brief if stream.id == PAID => stream.brief = None,
            Fault::Snapshot if stream.id == PAID => {
                stream.snapshot = stream.snapshot.replace("\"seq\":4", "\"seq\":3").into();
            }
            Fault::Deadline if stream.id == DISPUTED => stream.deadline = None,
            _ => {}
        }
        stream
    }

    fn wallet(&self, party: PartyId, mut wallet: Wallet) -> Wallet {
        match self.1 {
            Fault::Balance if party == AGENT.owner => wallet.balance += 1,
            Fault::Pending if party == AGENT.owner => wallet.pending = 0,
            _ => {}
        }
        wallet
    }
}

#[async_trait]
impl Store for Tampered {
    async fn commit(&self, commit: Commit) -> Result<(), NotCommitted> {
        self.0.commit(commit).await
    }

    async fn stream(&self, id: InstanceId) -> Result<Option<Stream>, Failure> {
        Ok(self.0.stream(id).await?.map(|stream| self.stream(stream)))
    }

    async fn entries(&self, id: InstanceId, after: u64, limit: u32) -> Result<Vec<Entry>, Failure> {
        let mut entries = self.0.entries(id, after, limit).await?;
        if id != PAID || entries.is_empty() {
            return Ok(entries);
        }
        let other = PartyId(66).to_string();
        match self.1 {
            Fault::Payee | Fault::Rehashed => {
                let owner = AGENT.owner.to_string();
                for entry in &mut entries {
                    entry.body = entry
                        .body
                        .replace(&format!("wallet:{owner}"), &format!("wallet:{other}"))
                        .into();
                }
                if self.1 == Fault::Rehashed {
                    let mut head = earnest_service::genesis(id);
                    for entry in &mut entries {
                        head = earnest_service::link(head, entry);
                        entry.hash = head;
                    }
                }
            }
            Fault::MissingEntry => {
                entries.remove(2);
            }
            Fault::LostTail => {
                entries.pop();
            }
            Fault::Swapped => {
                entries[3].document = Some("other work".into());
                let mut head = earnest_service::genesis(id);
                for entry in &mut entries {
                    head = earnest_service::link(head, entry);
                    entry.hash = head;
                }
            }
            _ => {}
        }
        Ok(entries)
    }

    async fn list(
        &self,
        list: &str,
        facet: Option<&str>,
        after: Option<InstanceId>,
        sort: Sort,
        limit: u32,
    ) -> Result<Vec<Stream>, Failure> {
        self.0.list(list, facet, after, sort, limit).await
    }

    async fn tally(&self, name: &str) -> Result<i64, Failure> {
        self.0.tally(name).await
    }

    async fn due(&self, now: Timestamp, limit: u32) -> Result<Vec<InstanceId>, Failure> {
        self.0.due(now, limit).await
    }

    async fn streams(&self, after: Option<InstanceId>, limit: u32) -> Result<Vec<Stream>, Failure> {
        let streams = self.0.streams(after, limit).await?;
        Ok(streams.into_iter().map(|stream| self.stream(stream)).collect())
    }

    async fn wallets(&self, party: PartyId) -> Result<Vec<Wallet>, Failure> {
        self.0.wallets(party).await
    }

    async fn all_wallets(
        &self,
        after: Option<(PartyId, Asset)>,
        limit: u32,
    ) -> Result<Vec<(PartyId, Wallet)>, Failure> {
        let mut wallets = self.0.all_wallets(after, limit).await?;
        if self.1 == Fault::MissingWallet {
            wallets.retain(|(party, _)| *party != AGENT.owner);
        }
        Ok(wallets.into_iter().map(|(party, it)| (party, self.wallet(party, it))).collect())
    }

    async fn balance(&self, asset: Asset, account: Account) -> Result<i128, Failure> {
        let wrong = i128::from(self.1 == Fault::World && account == Account::World);
        Ok(self.0.balance(asset, account).await? + wrong)
    }

    async fn assets(&self) -> Result<Vec<Asset>, Failure> {
        self.0.assets().await
    }

    async fn document(&self, collection: &str, key: &str) -> Result<Option<Document>, Failure> {
        self.0.document(collection, key).await
    }

    async fn documents(
        &self,
        collection: &str,
        prefix: &str,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<Document>, Failure> {
        self.0.documents(collection, prefix, after, limit).await
    }

    async fn receipt(&self, key: Digest) -> Result<Option<Receipt>, Failure> {
        self.0.receipt(key).await
    }

    async fn outbox(&self, now: Timestamp, limit: u32) -> Result<Vec<Outgoing>, Failure> {
        self.0.outbox(now, limit).await
    }

    async fn settle(&self, id: u128, retry: Option<Timestamp>) -> Result<(), Failure> {
        self.0.settle(id, retry).await
    }

    async fn ready(&self) -> Result<(), Failure> {
        self.0.ready().await
    }
}

/// KERNEL-52, STORE-10, STORE-11, STORE-13
#[tokio::test]
async fn every_kind_of_tampering_is_found() {
    let store = written().await;
    for (fault, law) in [
        (Fault::Payee, "L-21"),
        // The chain is whole again, but the order decided anew pays someone else.
        (Fault::Rehashed, "L-02"),
        (Fault::MissingEntry, "L-21"),
        (Fault::LostTail, "L-21"),
        (Fault::Terms, "L-21"),
        (Fault::Brief, "L-21"),
        (Fault::Snapshot, "L-21"),
        (Fault::Deadline, "L-13"),
        (Fault::Swapped, "STORE-10"),
        (Fault::Balance, "L-03"),
        (Fault::Pending, "L-03"),
        (Fault::World, "L-03"),
        (Fault::MissingWallet, "L-03"),
    ] {
        let report = audit(&Tampered(Arc::clone(&store), fault)).await;
        assert!(report.findings.iter().any(|it| it.law == law), "{fault:?}: {report}");
    }
}
