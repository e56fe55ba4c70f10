//! What makes no commit, whatever the store holds.

use earnest::ledger::{Account, Posting};
use earnest::money::Amount;

use crate::store::{Append, Commit, Position};

use super::sample::{
    ASSET, Picture, Subject, append, appending, counting, digest, id, is_malformed, listed, moving,
    outgoing, party, receipt, sending, tally, unlisted, write, writing,
};

/// Refused as malformed, without a trace.
async fn refused(store: &Subject, commit: Commit) {
    let before = Picture::of(store).await;
    let answer = store.commit(commit.clone()).await;
    assert!(is_malformed(&answer), "{answer:?} to {commit:#?}");
    assert_eq!(Picture::of(store).await, before);
}

/// An append of three entries with one thing wrong.
async fn refused_with(store: &Subject, change: impl FnOnce(&mut Append)) {
    let mut wrong = append(id(1), 0, 3);
    change(&mut wrong);
    refused(store, appending([append(id(2), 0, 1), wrong])).await;
}

/// STORE-09: numbers go on from what was expected, one by one.
pub async fn a_gap_in_the_numbers_is_malformed(store: &Subject) {
    refused_with(store, |append| append.entries[0].number = 2).await;
    refused_with(store, |append| append.entries[1].number = 3).await;
    refused_with(store, |append| append.entries[1].number = 1).await;
    refused_with(store, |append| append.entries.swap(0, 1)).await;
    refused_with(store, |append| append.expected = 1).await;
    refused_with(store, |append| drop(append.entries.remove(1))).await;
}

/// Nothing to add is no append.
pub async fn an_append_without_entries_is_malformed(store: &Subject) {
    refused_with(store, |append| append.entries.clear()).await;
    refused(store, appending([append(id(1), 0, 0)])).await;
}

/// The stream's number and head are those of its last entry.
pub async fn a_stream_that_does_not_end_with_its_entries_is_malformed(store: &Subject) {
    refused_with(store, |append| append.stream.number = 2).await;
    refused_with(store, |append| append.stream.number = 4).await;
    refused_with(store, |append| append.stream.head = digest(99)).await;
}

/// Also when the second would follow upon the first.
pub async fn a_stream_given_twice_is_malformed(store: &Subject) {
    refused(store, appending([append(id(1), 0, 1), append(id(1), 1, 1)])).await;
    refused(store, appending([append(id(1), 0, 1), append(id(2), 0, 1), append(id(1), 0, 1)]))
        .await;
}

/// In a list with two facets, or in it and out of it.
pub async fn a_list_given_twice_is_malformed(store: &Subject) {
    let shown = || listed(append(id(1), 0, 1), "all", "OPEN");
    refused(store, appending([listed(shown(), "all", "DRAFT")])).await;
    refused(store, appending([unlisted(shown(), "all")])).await;
    refused(store, appending([unlisted(unlisted(append(id(1), 0, 1), "all"), "all")])).await;
}

/// Also when the second would follow upon the first.
pub async fn a_document_given_twice_is_malformed(store: &Subject) {
    let twice = [write("user", "ann", 0, Some("1")), write("user", "ann", 1, Some("2"))];
    refused(store, writing(twice)).await;
}

/// A count has one change and one bound.
pub async fn a_count_given_twice_is_malformed(store: &Subject) {
    refused(store, counting([tally("load/1", 1, None), tally("load/1", -1, None)])).await;
}

/// Counts stay within 64 bits, sums within 128.
pub async fn a_sum_beyond_its_integer_is_malformed(store: &Subject) {
    let most = counting([tally("load/1", i64::MAX, None), tally("load/2", i64::MIN, None)]);
    assert_eq!(store.commit(most).await, Ok(()));
    refused(store, counting([tally("load/1", 1, None)])).await;
    refused(store, counting([tally("load/2", -1, None)])).await;
    let position = |held| Position { party: party(1), asset: ASSET, held, pending: 0 };
    let most = Commit { positions: vec![position(i128::MAX)], ..Commit::default() };
    assert_eq!(store.commit(most).await, Ok(()));
    refused(store, Commit { positions: vec![position(1)], ..Commit::default() }).await;
}

/// One identity, one message.
pub async fn a_message_given_twice_is_malformed(store: &Subject) {
    refused(store, sending([outgoing(1, 1), outgoing(2, 1), outgoing(1, 2)])).await;
}

/// PostgreSQL keeps no NUL, so no store does.
pub async fn a_nul_is_malformed_in_every_text(store: &Subject) {
    refused_with(store, |append| append.stream.kind = "marketplace\0".into()).await;
    refused_with(store, |append| append.stream.basis = "{}\0".into()).await;
    refused_with(store, |append| append.stream.brief = Some("\0".into())).await;
    refused_with(store, |append| append.stream.snapshot = "\0{}".into()).await;
    refused_with(store, |append| append.entries[1].kind = "record\0".into()).await;
    refused_with(store, |append| append.entries[2].body = "{}\0".into()).await;
    refused_with(store, |append| append.entries[0].document = Some("a\0b".into())).await;
    refused(store, appending([listed(append(id(1), 0, 1), "all\0", "OPEN")])).await;
    refused(store, appending([listed(append(id(1), 0, 1), "all", "\0OPEN")])).await;
    refused(store, appending([unlisted(append(id(1), 0, 1), "a\0ll")])).await;
    refused(store, writing([write("us\0er", "ann", 0, Some("{}"))])).await;
    refused(store, writing([write("user", "ann\0", 0, Some("{}"))])).await;
    refused(store, writing([write("user", "ann", 0, Some("\0"))])).await;
    refused(store, counting([tally("load\0", 1, None)])).await;
    let answered = Commit { receipt: Some(receipt(1, "\0")), ..Commit::default() };
    refused(store, answered).await;
    let mut message = outgoing(1, 1);
    message.body.push('\0');
    refused(store, sending([message])).await;
}

/// A posting moves something.
pub async fn a_posting_of_nothing_is_malformed(store: &Subject) {
    let (from, to) = (Account::World, Account::Wallet(party(1)));
    refused(store, moving([(ASSET, Posting { from, to, amount: Amount::ZERO })])).await;
}

/// A posting moves it elsewhere.
pub async fn an_account_that_pays_itself_is_malformed(store: &Subject) {
    for account in
        [Account::Wallet(party(1)), Account::Fees, Account::World, Account::Escrow(id(1))]
    {
        let amount = Amount::MAX;
        refused(store, moving([(ASSET, Posting { from: account, to: account, amount })])).await;
    }
}

/// What was not there when it was decided cannot be deleted.
pub async fn deleting_what_should_not_exist_is_malformed(store: &Subject) {
    refused(store, writing([write("user", "ann", 0, None)])).await;
}

/// Numbers stay within the integers of every database.
pub async fn a_number_beyond_the_largest_is_malformed(store: &Subject) {
    for last in [i64::MAX.unsigned_abs(), u64::MAX] {
        let mut wrong = append(id(1), 0, 1);
        wrong.expected = last;
        wrong.stream.number = last.wrapping_add(1);
        wrong.entries[0].number = last.wrapping_add(1);
        refused(store, appending([wrong])).await;
        refused(store, writing([write("user", "ann", last, Some("{}"))])).await;
    }
}
