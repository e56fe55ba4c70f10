//! Where the money of a scene is: by the wallets, by what silence lets go, and, for the operator
//! who has no wallet, by the journals.

use std::collections::BTreeMap;

use earnest::money::Bps;

use super::super::super::people::Purse;
use super::super::reading::signed;
use super::{Http, Task};
use crate::cast::Person;
use crate::json::Json;

/// Where the money was.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) held: i128,
    pub(super) purses: BTreeMap<Purse, i128>,
}

impl Http<'_> {
    pub(super) fn seen(&self) -> Seen {
        Seen { held: self.hold_all(), purses: self.balances() }
    }

    /// What silence lets go is what is held: an end holds nothing.
    pub(super) fn hold(&self, task: &Task) -> i128 {
        let told = self.silent(task);
        let moves = told.list("ifSilent").iter().flat_map(|it| it.list("moves"));
        let out = moves.filter(|it| it.text("from") == "ESCROW");
        out.map(|it| signed(u128::from(it.whole("amount")))).sum()
    }

    pub(super) fn hold_all(&self) -> i128 {
        self.tasks.values().map(|task| self.hold(task)).sum()
    }

    pub(super) fn balances(&self) -> BTreeMap<Purse, i128> {
        let wallet = |person: &Person| {
            let told = self.admin.with_key(&person.key).get("/wallet").done(200);
            let cents = |of: &str| {
                let path = format!("wallet.CREDIT.{of}");
                if told.is_absent(&path) { 0 } else { signed(told.amount(&path)) / 10_000 }
            };
            (cents("available") - cents("owed"), cents("held"))
        };
        let wallets: BTreeMap<_, _> =
            self.people.iter().map(|(purse, person)| (*purse, wallet(person))).collect();
        let balance = |purse: Purse| match (purse, wallets.get(&purse)) {
            (_, Some((own, _))) => *own,
            (Purse::Fees, None) if self.terms.fee == Bps::NONE => 0,
            (Purse::Fees, None) => self.fees(),
            (_, None) => wallets.values().map(|(_, held)| held).sum(),
        };
        Purse::ALL.into_iter().map(|purse| (purse, balance(purse))).collect()
    }

    /// What the operator earned, who has no wallet: as the journals tell.
    fn fees(&self) -> i128 {
        let records = self.tasks.values().flat_map(|task| self.entries(task));
        let postings = records.flat_map(|record| record.list("body.postings").to_vec());
        let change = |posting: Json| {
            let amount: i128 = posting.text("amount").parse().expect("a whole number of cents");
            let to = i128::from(posting.text("to") == "fees")
                - i128::from(posting.text("from") == "fees");
            amount * to
        };
        postings.map(change).sum()
    }
}
