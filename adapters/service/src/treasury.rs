//! Money from outside and back: deposits and withdrawals, in each party's own stream.

use earnest::ids::{InstanceId, PartyId};
use earnest::ledger::{Account, Posting};
use earnest::money::{Amount, Asset};
use earnest::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::chain;
use crate::held::{json, kind};
use crate::service::Service;
use crate::store::{Append, Commit, Entry, Failure, Stream};

/// The kind of a party's own stream.
pub const WALLET: &str = "wallet";

/// Which way money crosses the border.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum Direction {
    /// Into the wallet.
    Deposit,
    /// Out of it.
    Withdrawal,
}

/// Money that crossed the border: the body of an entry in the party's stream.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Transfer {
    /// Whose wallet.
    pub party: PartyId,
    /// Which way.
    pub direction: Direction,
    /// In what.
    pub asset: Asset,
    /// How much; above zero.
    pub amount: Amount,
    /// Who ordered it.
    pub by: PartyId,
    /// When.
    pub at: Timestamp,
}

impl Transfer {
    /// What it moves.
    #[must_use]
    pub const fn posting(&self) -> Posting {
        let wallet = Account::Wallet(self.party);
        let (from, to) = match self.direction {
            Direction::Deposit => (Account::World, wallet),
            Direction::Withdrawal => (wallet, Account::World),
        };
        Posting { from, to, amount: self.amount }
    }
}

impl Service {
    /// Adds a transfer to a commit and gives its number in the party's stream. Keep it with
    /// [`Service::settle`], within a loop over [`attempts`](crate::attempts).
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn transfer(&self, it: &Transfer, commit: &mut Commit) -> Result<u64, Failure> {
        let id = InstanceId(it.party.0);
        let stream = self.store().stream(id).await?;
        let (expected, head) =
            stream.map_or((0, chain::genesis(id)), |stream| (stream.number, stream.head));
        let number = expected.saturating_add(1);
        let mut entry = Entry {
            number,
            at: it.at,
            kind: kind::TRANSFER.into(),
            body: json(it)?,
            document: None,
            hash: head,
        };
        entry.hash = chain::link(head, &entry);
        commit.postings.push((it.asset, it.posting()));
        commit.appends.push(Append {
            stream: Stream {
                id,
                kind: WALLET.into(),
                number,
                head: entry.hash,
                basis: "{}".into(),
                brief: None,
                snapshot: "{}".into(),
                deadline: None,
            },
            expected,
            entries: vec![entry],
            listed: Vec::new(),
            unlisted: Vec::new(),
        });
        Ok(number)
    }
}
