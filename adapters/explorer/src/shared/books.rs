//! What everyone can have, and what each booking makes of it. The real ledger answers; that it was
//! asked before is remembered.

use std::collections::HashMap;

use earnest::ids::PartyId;
use earnest::ledger::{Account, Ledger, Posting, Postings};
use earnest::money::{Amount, Asset};
use foldhash::fast::FixedState;
use indexmap::IndexSet;

use super::{SeenShared, Shared, State, deposit};
use crate::law::{Breach, Law};

/// A list of postings that was seen before.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(super) struct Listed(u32);

/// What was asked of a ledger: a list to book, or somebody's withdrawal.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
enum Asked {
    Book(Listed),
    Leave(PartyId),
}

/// An answer that is remembered.
#[derive(Clone, Copy, Debug)]
struct Answer {
    /// The ledger that follows; none if it was refused.
    after: Option<u32>,
    /// Whether it leaves a wallet in debt that was in less or none.
    debt: bool,
    /// Whether it ends a debt.
    cleared: bool,
}

pub(super) struct Books {
    asset: Asset,
    accounts: [Account; 2],
    ledgers: IndexSet<Ledger, FixedState>,
    /// What both escrows have, ledger by ledger.
    escrows: Vec<[i128; 2]>,
    lists: Vec<Postings>,
    answers: HashMap<(u32, Asked), Answer, FixedState>,
}

impl Books {
    pub(super) fn new(shared: &Shared) -> Self {
        let (one, other) = (&shared.one, &shared.other);
        assert_eq!(one.asset, other.asset, "two instances in one asset");
        assert_ne!(one.id, other.id, "two instances, not one twice");
        let asset = one.asset;
        let accounts = [one.id, other.id].map(Account::Escrow);
        let mut books = Self {
            asset,
            accounts,
            ledgers: IndexSet::with_hasher(FixedState::default()),
            escrows: Vec::new(),
            lists: Vec::new(),
            answers: HashMap::with_hasher(FixedState::default()),
        };
        books.add(purses(asset, shared));
        books
    }

    /// Remembers a list of postings.
    pub(super) fn list(&mut self, postings: &Postings) -> Listed {
        let known = self.lists.iter().position(|it| it == postings);
        let index = known.unwrap_or_else(|| {
            self.lists.push(*postings);
            self.lists.len() - 1
        });
        Listed(index as u32)
    }

    pub(super) fn escrows(&self, ledger: u32) -> [i128; 2] {
        self.escrows[ledger as usize]
    }

    pub(super) fn ledger(&self, index: u32) -> &Ledger {
        &self.ledgers[index as usize]
    }

    /// What everyone has after a booking by one of the instances; none if there is too little.
    pub(super) fn book(
        &mut self,
        ledger: u32,
        list: Listed,
        which: usize,
        seen: &mut SeenShared,
    ) -> Result<Option<u32>, Breach> {
        let key = (ledger, Asked::Book(list));
        let answer = match self.answers.get(&key) {
            Some(answer) => *answer,
            None => {
                let postings: Vec<Posting> = self.lists[list.0 as usize].iter().copied().collect();
                let answer = self.ask(ledger, &postings, seen)?;
                let others = self.accounts[1 - which];
                let own = postings.iter().all(|it| it.from != others && it.to != others);
                seen.checks.holds(Law::Payees, own, "an instance touches another's escrow")?;
                self.answers.insert(key, answer);
                answer
            }
        };
        seen.debts += u64::from(answer.debt);
        seen.cleared += u64::from(answer.cleared);
        Ok(answer.after)
    }

    /// What everyone has after somebody took everything out; none if there is nothing.
    pub(super) fn leave(
        &mut self,
        ledger: u32,
        party: PartyId,
        seen: &mut SeenShared,
    ) -> Result<Option<u32>, Breach> {
        let key = (ledger, Asked::Leave(party));
        if let Some(answer) = self.answers.get(&key) {
            return Ok(answer.after);
        }
        let from = Account::Wallet(party);
        let balance = self.ledger(ledger).balance(self.asset, from);
        let amount = u128::try_from(balance).ok().and_then(Amount::new);
        let answer = match amount.filter(|it| !it.is_zero()) {
            None => Answer { after: None, debt: false, cleared: false },
            Some(amount) => {
                self.ask(ledger, &[Posting { from, to: Account::World, amount }], seen)?
            }
        };
        self.answers.insert(key, answer);
        Ok(answer.after)
    }

    /// Books on a copy, and checks what the ledger did.
    fn ask(
        &mut self,
        ledger: u32,
        postings: &[Posting],
        seen: &mut SeenShared,
    ) -> Result<Answer, Breach> {
        let asset = self.asset;
        let before = self.ledger(ledger).clone();
        let mut after = before.clone();
        if after.book(asset, postings).is_err() {
            seen.checks.holds(Law::Unchanged, after == before, "a refused booking is booked")?;
            return Ok(Answer { after: None, debt: false, cleared: false });
        }
        let mut answer = Answer { after: None, debt: false, cleared: false };
        for (_, account, balance) in after.balances() {
            let was = before.balance(asset, account);
            let changes = postings.iter().flat_map(Posting::changes);
            let own = changes.filter(|(touched, _)| *touched == account);
            let moved: i128 = own.map(|(_, change)| change).sum();
            let right = balance == was + moved;
            seen.checks.holds(Law::Conservation, right, "a balance is not what was booked")?;
            let deeper = balance < 0 && balance < was;
            let by_recourse = postings.iter().any(|it| it.is_recourse() && it.from == account);
            if matches!(account, Account::Wallet(_) | Account::Escrow(_)) {
                let right = !deeper || by_recourse;
                seen.checks.holds(
                    Law::NoDebt,
                    right,
                    "a wallet goes below zero without recourse",
                )?;
                answer.debt |= deeper;
                answer.cleared |= was < 0 && balance >= 0;
            }
        }
        let sum: i128 = after.balances().map(|(_, _, balance)| balance).sum();
        seen.checks.holds(Law::Conservation, sum == 0, "the balances do not add up to zero")?;
        answer.after = Some(self.add(after));
        Ok(answer)
    }

    fn add(&mut self, ledger: Ledger) -> u32 {
        let escrows = self.accounts.map(|account| ledger.balance(self.asset, account));
        let (index, new) = self.ledgers.insert_full(ledger);
        if new {
            assert!(index < State::LEDGERS, "at most 2^24 ledgers");
            self.escrows.push(escrows);
        }
        index as u32
    }
}

/// What is in the wallets at first. Every account that is ever touched is touched here, so that
/// two ledgers with the same balances are one.
fn purses(asset: Asset, shared: &Shared) -> Ledger {
    let mut ledger = Ledger::default();
    let mut book = |posting: Posting| {
        ledger.book(asset, [&posting]).expect("more than nothing is in there");
    };
    let one = Amount::new(1).unwrap_or_default();
    let graphs = [&shared.one, &shared.other];
    let edges = graphs.into_iter().flat_map(|graph| &graph.nodes).flat_map(|node| &node.edges);
    for posting in edges.flat_map(|edge| edge.postings.iter()) {
        for account in [posting.from, posting.to] {
            book(Posting { from: Account::World, to: account, amount: one });
            book(Posting { from: account, to: Account::World, amount: one });
        }
    }
    for (party, minor) in &shared.purses {
        if let Some(amount) = Amount::new(*minor).filter(|it| !it.is_zero()) {
            book(deposit(*party, amount));
        }
    }
    ledger
}
