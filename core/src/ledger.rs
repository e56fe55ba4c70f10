//! Double entry, by construction.

use alloc::collections::BTreeMap;
use core::fmt;
use core::marker::PhantomData;
use core::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::ids::{InstanceId, NotAnId, Parsed, PartyId};
use crate::money::{Amount, Asset};

mod postings;

pub use postings::Postings;

/// Where money can rest (MONEY-11).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Account {
    /// Owned by a party. Never below zero, except by recourse.
    Wallet(PartyId),
    /// Locked inside one instance. Never below zero.
    Escrow(InstanceId),
    /// What the operator earned.
    Fees,
    /// Outside: where deposits come from and withdrawals go. Its balance is what is owed to the
    /// inside, with the sign turned.
    World,
}

/// One movement. It cannot be unbalanced: the same amount leaves `from` and reaches `to`
/// (MONEY-10).
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Posting {
    /// The debited account.
    pub from: Account,
    /// The credited account.
    pub to: Account,
    /// In minor units; never zero.
    pub amount: Amount,
}

/// Why postings cannot be booked. Nothing was booked.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotBooked {
    /// An account would go below zero.
    #[error("`{account}` holds {balance}, which is too little")]
    Insufficient {
        /// The account.
        account: Account,
        /// What it held before, in minor units.
        balance: i128,
    },
    /// A balance would leave the range of -2^127 to 2^127 - 1 (LEDGER-07).
    #[error("the balance of `{0}` would overflow")]
    Overflow(Account),
}

/// Balances of every account, for tests, exploration, audits and small embedders. Pure: the
/// stores keep the same sums on disk, and the audit compares them.
///
/// INVARIANT (zero sum): the balances of one asset add up to 0, as each posting takes from one
/// account what it gives to another (LEDGER-03).
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub struct Ledger(BTreeMap<(Asset, Account), i128>);

impl Account {
    /// The balance after a movement of `change` minor units, by the one rule that every store
    /// keeps: wallets and escrows do not go below zero. `recourse` lifts it for wallets (MONEY-12,
    /// LEDGER-06).
    ///
    /// # Errors
    ///
    /// See [`NotBooked`].
    pub fn moved(self, balance: i128, change: i128, recourse: bool) -> Result<i128, NotBooked> {
        let after = balance.checked_add(change).ok_or(NotBooked::Overflow(self))?;
        let bound = match self {
            Self::Wallet(_) => !recourse,
            Self::Escrow(_) => true,
            Self::Fees | Self::World => false,
        };
        // A wallet in debt may receive, even when that does not clear it (LEDGER-04, LEDGER-05).
        if bound && after < 0 && change < 0 {
            return Err(NotBooked::Insufficient { account: self, balance });
        }
        Ok(after)
    }
}

impl Posting {
    /// Whether it takes back from a wallet what was paid out of an escrow before: the only kind
    /// that moves money from one wallet to another, and the only one that may leave a debt
    /// (LEDGER-08).
    #[must_use]
    pub const fn is_recourse(&self) -> bool {
        matches!((self.from, self.to), (Account::Wallet(_), Account::Wallet(_)))
    }

    /// What it does to both of its accounts, debit first.
    #[must_use]
    pub fn changes(&self) -> [(Account, i128); 2] {
        // By the invariant of `Amount`, an amount is below 2^96.
        let amount = i128::try_from(self.amount.minor()).unwrap_or(i128::MAX);
        [(self.from, amount.saturating_neg()), (self.to, amount)]
    }
}

impl Ledger {
    /// A balance in minor units; 0 for an account never touched.
    #[must_use]
    pub fn balance(&self, asset: Asset, account: Account) -> i128 {
        self.0.get(&(asset, account)).copied().unwrap_or(0)
    }

    /// Every account ever touched, with its balance.
    pub fn balances(&self) -> impl Iterator<Item = (Asset, Account, i128)> {
        self.0.iter().map(|((asset, account), balance)| (*asset, *account, *balance))
    }

    /// Books every posting or none, in order.
    ///
    /// # Errors
    ///
    /// See [`NotBooked`].
    pub fn book<'a>(
        &mut self,
        asset: Asset,
        postings: impl IntoIterator<Item = &'a Posting>,
    ) -> Result<(), NotBooked> {
        let mut after = BTreeMap::new();
        for posting in postings {
            for (account, change) in posting.changes() {
                let now = self.balance(asset, account);
                let balance = after.get(&(asset, account)).copied().unwrap_or(now);
                let moved = account.moved(balance, change, posting.is_recourse())?;
                after.insert((asset, account), moved);
            }
        }
        self.0.append(&mut after);
        Ok(())
    }
}

/// `wallet:ID`, `escrow:ID`, `fees` or `world`.
impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wallet(party) => write!(f, "wallet:{party}"),
            Self::Escrow(instance) => write!(f, "escrow:{instance}"),
            Self::Fees => f.write_str("fees"),
            Self::World => f.write_str("world"),
        }
    }
}

impl FromStr for Account {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        match text.split_once(':') {
            Some(("wallet", id)) => id.parse().map(Self::Wallet),
            Some(("escrow", id)) => id.parse().map(Self::Escrow),
            None if text == "fees" => Ok(Self::Fees),
            None if text == "world" => Ok(Self::World),
            None | Some(_) => Err(NotAnId),
        }
    }
}

impl Serialize for Account {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Account {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Parsed(PhantomData))
    }
}
