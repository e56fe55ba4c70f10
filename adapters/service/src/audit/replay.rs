//! One stream, from its first entry to its snapshot.

use earnest::ids::PartyId;
use earnest::ledger::{Account, Posting};
use earnest::machine::{Machine, Stage as _, Terms as _};
use earnest::money::{Amount, Asset};
use earnest::{Instance, Record};

use super::{Report, place};
use crate::chain;
use crate::held::{Basis, Opened, Snapshot, kind};
use crate::hosted::Hosted;
use crate::store::{Entry, Stream};
use crate::treasury::Transfer;

/// What a stream moved, and what its two sides have in it.
#[derive(Debug, Default)]
pub(super) struct Replay {
    pub(super) postings: Vec<(Asset, Posting)>,
    /// Party, asset, held, pending.
    pub(super) positions: Vec<(PartyId, Asset, i128, i128)>,
}

/// Opens the instance as it was opened, decides every order again, and compares.
pub(super) fn replay_instance<M: Hosted>(
    stream: &Stream,
    entries: &[Entry],
    report: &mut Report,
) -> Replay {
    let mut replay = Replay::default();
    let Some((first, rest)) = entries.split_first() else {
        report.find("L-21", place(stream.id, None), "it has no entries");
        return replay;
    };
    let opened: Opened<M> = match serde_json::from_str(&first.body) {
        Ok(opened) if *first.kind == *kind::OPENED => opened,
        Ok(_) | Err(_) => {
            report.find("L-21", place(stream.id, Some(1)), "it does not say how it opened");
            return replay;
        }
    };
    check_document(stream, first, report);
    if opened.id != stream.id {
        report.find("L-21", place(stream.id, Some(1)), "it opened under another identity");
    }
    let asset = opened.terms.asset();
    let basis = Basis::<M> { terms: opened.terms.clone(), opened: opened.at };
    let mut instance = Instance::<M>::open(opened.id, opened.terms, opened.at);
    for entry in rest.iter().filter(|entry| *entry.kind == *kind::RECORD) {
        check_document(stream, entry, report);
        let Some((record, next)) = decide_again(stream, &instance, entry, report) else {
            return replay;
        };
        replay.postings.extend(record.postings.iter().map(|posting| (asset, *posting)));
        instance = next;
    }
    check_basis(stream, &basis, report);
    if stream.brief.as_deref() != first.document.as_deref() {
        report.find("L-21", place(stream.id, None), "its brief is not what it opened with");
    }
    check_end(stream, &instance, &basis, &replay, report);
    let minor = |amount: Amount| i128::try_from(amount.minor()).unwrap_or(i128::MAX);
    let held = minor(instance.stage.held());
    if let (Some(stakes), true) = (M::stakes(&instance), held != 0) {
        replay.positions.push((stakes.payer, asset, held, 0));
        let pending = minor(stakes.pending);
        replay.positions.extend(stakes.payee.map(|payee| (payee, asset, 0, pending)));
    }
    replay
}

fn decide_again<M: Machine>(
    stream: &Stream,
    instance: &Instance<M>,
    entry: &Entry,
    report: &mut Report,
) -> Option<(Record<M>, Instance<M>)> {
    let place = place(stream.id, Some(entry.number));
    report.records += 1;
    let record: Record<M> = match serde_json::from_str(&entry.body) {
        Ok(record) => record,
        Err(why) => {
            report.find("L-21", place, format!("its record cannot be read: {why}"));
            return None;
        }
    };
    match instance.step(&record.order) {
        Ok(again) if again == record => {}
        Ok(_) => report.find("L-02", place.clone(), "decided again, it leads elsewhere"),
        Err(why) => report.find("L-10", place.clone(), format!("decided again: {why}")),
    }
    if record.at != entry.at {
        report.find("L-21", place.clone(), "entry and record differ in time");
    }
    let next = instance.after(&record);
    if next.is_none() {
        report.find("L-21", place, "its record does not come next");
    }
    next.map(|next| (record, next))
}

fn check_end<M: Machine>(
    stream: &Stream,
    instance: &Instance<M>,
    basis: &Basis<M>,
    replay: &Replay,
    report: &mut Report,
) {
    let place = || place(stream.id, None);
    match serde_json::from_str::<Snapshot<M>>(&stream.snapshot) {
        Ok(snapshot) if snapshot.of(stream.id, basis) == *instance => {}
        Ok(_) => report.find("L-21", place(), "its snapshot is not what its records add up to"),
        Err(why) => report.find("L-21", place(), format!("its snapshot cannot be read: {why}")),
    }
    if stream.deadline != instance.stage.deadline() {
        report.find("L-13", place(), "its deadline is not its stage's: the timer would miss it");
    }
    let escrow = Account::Escrow(instance.id);
    let changes = replay.postings.iter().flat_map(|(_, posting)| posting.changes());
    let balance = changes
        .filter(|(account, _)| *account == escrow)
        .fold(0_i128, |sum, (_, change)| sum.saturating_add(change));
    if u128::try_from(balance) != Ok(instance.stage.held().minor()) {
        let what = format!("holds {}, but {balance} went in", instance.stage.held());
        report.find("L-03", place(), what);
    }
    if instance.stage.is_terminal() && !instance.stage.held().is_zero() {
        report.find("L-05", place(), "it has ended and still holds money");
    }
}

/// What is kept apart says what the first entry says.
fn check_basis<M: Machine>(stream: &Stream, basis: &Basis<M>, report: &mut Report) {
    match serde_json::from_str::<Basis<M>>(&stream.basis) {
        Ok(kept) if kept == *basis => {}
        Ok(_) => {
            let what = "its terms are not those it opened with";
            report.find("L-21", place(stream.id, None), what);
        }
        Err(why) => {
            let what = format!("its terms cannot be read: {why}");
            report.find("L-21", place(stream.id, None), what);
        }
    }
}

/// A document's digest stands in the body it came with.
fn check_document(stream: &Stream, entry: &Entry, report: &mut Report) {
    let Some(document) = &entry.document else { return };
    report.documents += 1;
    if !entry.body.contains(&chain::digest(document).to_string()) {
        let what = "its record names another document";
        report.find("STORE-10", place(stream.id, Some(entry.number)), what);
    }
}

/// A party's deposits and withdrawals.
pub(super) fn replay_wallet(stream: &Stream, entries: &[Entry], report: &mut Report) -> Replay {
    let mut replay = Replay::default();
    for entry in entries {
        match serde_json::from_str::<Transfer>(&entry.body) {
            Ok(transfer) if transfer.party.0 == stream.id.0 => {
                replay.postings.push((transfer.asset, transfer.posting()));
            }
            Ok(_) => {
                let place = place(stream.id, Some(entry.number));
                report.find("L-19", place, "it moves another party's money");
            }
            Err(why) => {
                let place = place(stream.id, Some(entry.number));
                report.find("L-21", place, format!("its transfer cannot be read: {why}"));
            }
        }
    }
    replay
}
