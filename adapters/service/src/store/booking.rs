//! What a commit makes of balances.

use earnest::ids::PartyId;
use earnest::ledger::{Account, NotBooked};
use earnest::money::Asset;

use super::{Commit, Failure, NotCommitted, Wallet};

/// The balances a store has before a commit.
pub trait Balances {
    /// What a party has of an asset; `None` if it never had anything.
    ///
    /// # Errors
    ///
    /// The store's own.
    fn wallet(&mut self, party: PartyId, asset: Asset) -> Result<Option<Wallet>, Failure>;

    /// The balance of fees or world; 0 if nothing ever moved there.
    ///
    /// # Errors
    ///
    /// The store's own.
    fn house(&mut self, asset: Asset, account: Account) -> Result<i128, Failure>;

    /// A count; 0 if it was never written.
    ///
    /// # Errors
    ///
    /// The store's own.
    fn tally(&mut self, name: &str) -> Result<i64, Failure>;
}

/// The counts and balances that a commit changes, as they are after it. Each row stands in it once, however
/// many postings touch it.
///
/// INVARIANT (one rule): every store books through [`Booking::of`], so that all of them refuse
/// the same commits.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Booking {
    /// Counts that change.
    pub tallies: Vec<(String, i64)>,
    /// Wallets, in the order in which they are first touched.
    pub wallets: Vec<(PartyId, Wallet)>,
    /// Fees and world, likewise.
    pub house: Vec<(Asset, Account, i128)>,
}

impl Wallet {
    /// What a party has that never had anything.
    #[must_use]
    pub const fn empty(asset: Asset) -> Self {
        Self { asset, balance: 0, held: 0, pending: 0 }
    }
}

impl Booking {
    /// Books a commit's tallies, then its postings in order, then its positions. What changes
    /// nothing touches nothing; escrows have no row.
    ///
    /// # Errors
    ///
    /// [`NotCommitted::Full`] for the first tally that grows beyond its bound;
    /// [`NotCommitted::Insufficient`] for the first posting that takes a wallet below zero;
    /// [`Failure::Malformed`] for sums beyond 128 bits and counts beyond 64; the failures of `before`.
    pub fn of(commit: &Commit, before: &mut impl Balances) -> Result<Self, NotCommitted> {
        let mut booking = Self::default();
        for tally in commit.tallies.iter().filter(|tally| tally.change != 0) {
            let count = before.tally(&tally.name)?.checked_add(tally.change).ok_or_else(|| {
                Failure::Malformed(format!("the count `{}` overflows", tally.name))
            })?;
            if tally.change > 0 && tally.at_most.is_some_and(|bound| count > bound) {
                return Err(NotCommitted::Full(tally.name.clone()));
            }
            booking.tallies.push((tally.name.clone(), count));
        }
        for (asset, posting) in &commit.postings {
            for (account, change) in posting.changes() {
                let row = match account {
                    Account::Wallet(party) => &mut booking.wallet(party, *asset, before)?.balance,
                    Account::Fees | Account::World => booking.house(*asset, account, before)?,
                    Account::Escrow(_) => continue,
                };
                *row = account
                    .moved(*row, change, posting.is_recourse())
                    .map_err(|reason| refused(*asset, reason))?;
            }
        }
        for position in &commit.positions {
            if position.held == 0 && position.pending == 0 {
                continue;
            }
            let wallet = booking.wallet(position.party, position.asset, before)?;
            let sums = wallet
                .held
                .checked_add(position.held)
                .zip(wallet.pending.checked_add(position.pending));
            (wallet.held, wallet.pending) = sums.ok_or_else(|| {
                Failure::Malformed(format!("the position of `{}` overflows", position.party))
            })?;
        }
        Ok(booking)
    }

    fn wallet(
        &mut self,
        party: PartyId,
        asset: Asset,
        before: &mut impl Balances,
    ) -> Result<&mut Wallet, Failure> {
        let known = self.wallets.iter().position(|(id, row)| *id == party && row.asset == asset);
        let place = match known {
            Some(place) => place,
            None => {
                let wallet = before.wallet(party, asset)?.unwrap_or(Wallet::empty(asset));
                self.wallets.push((party, wallet));
                self.wallets.len() - 1
            }
        };
        Ok(&mut self.wallets[place].1)
    }

    fn house(
        &mut self,
        asset: Asset,
        account: Account,
        before: &mut impl Balances,
    ) -> Result<&mut i128, Failure> {
        let known = self.house.iter().position(|(of, row, _)| *of == asset && *row == account);
        let place = match known {
            Some(place) => place,
            None => {
                self.house.push((asset, account, before.house(asset, account)?));
                self.house.len() - 1
            }
        };
        Ok(&mut self.house[place].2)
    }
}

fn refused(asset: Asset, reason: NotBooked) -> NotCommitted {
    match reason {
        NotBooked::Insufficient { account: Account::Wallet(party), balance } => {
            NotCommitted::Insufficient { party, asset, balance }
        }
        NotBooked::Insufficient { .. } | NotBooked::Overflow(_) => {
            Failure::Malformed(reason.to_string()).into()
        }
    }
}
