//! What the kernel lets no lifecycle do, shown on one that does as it is told, and the order in
//! which it looks for reasons to refuse.

use earnest::authority::Actor;
use earnest::ids::{InstanceId, OrderId, PartyId};
use earnest::ledger::{Account, Posting};
use earnest::machine::{Defect, Error, Reason as _, Refused, Stage as _, Timeout};
use earnest::money::Amount;
use earnest::time::{Timestamp, Window};
use earnest::{Instance, Order};

#[path = "support/scripted.rs"]
mod scripted;

use scripted::{Act, Command, Fill, Full, Other, Refusal, Scripted, Stage, Terms};

const ID: InstanceId = InstanceId(77);
const BUYER: PartyId = PartyId(1);
const AGENT: PartyId = PartyId(2);
const STRANGER: PartyId = PartyId(9);
const ESCROW: Account = Account::Escrow(ID);
const START: u64 = 1_000;
const DEADLINE: u64 = 1_100;

type Answer = Result<Instance<Scripted>, Error<Scripted>>;

fn amount(minor: u128) -> Amount {
    Amount::new(minor).expect("an amount")
}

fn at(millis: u64) -> Timestamp {
    Timestamp::from_millis(millis).expect("a moment")
}

fn posting(from: Account, to: Account, minor: u128) -> Posting {
    Posting { from, to, amount: amount(minor) }
}

fn give(task: &Instance<Scripted>, by: Actor, now: u64, command: impl Into<Command>) -> Answer {
    let order = Order { id: OrderId(5), by, at: at(now), command: command.into() };
    let record = task.step(&order)?;
    Ok(task.after(&record).expect("the next record"))
}

/// Holds 100 from 1000 ms to 1100 ms.
fn full() -> Instance<Scripted> {
    let terms = Terms { buyer: BUYER, agent: AGENT };
    let empty = Instance::open(ID, terms, at(START));
    let pay = posting(Account::Wallet(BUYER), ESCROW, 100);
    let fill = Fill { held: amount(100), until: at(DEADLINE), postings: vec![pay] };
    give(&empty, Actor::Party(BUYER), START, fill).expect("filled")
}

/// What the buyer is answered at 1050 ms.
fn act(stay: bool, held: u128, until: u64, postings: &[Posting]) -> Answer {
    let postings = postings.to_vec();
    let order = Act { stay, held: amount(held), until: at(until), postings };
    give(&full(), Actor::Party(BUYER), 1_050, order)
}

fn assert_defect(answer: Answer, expected: Defect) {
    assert_eq!(answer.expect_err("a defect"), Error::Defect(expected));
}

fn assert_stray(posting: Posting) {
    let held = if posting.to == ESCROW { 100 + posting.amount.minor() } else { 100 };
    let held = if posting.from == ESCROW { held - posting.amount.minor() } else { held };
    assert_defect(act(true, held, DEADLINE, &[posting]), Defect::StrayPosting { posting });
}

#[test]
fn a_sound_move_is_accepted() {
    let to_agent = posting(ESCROW, Account::Wallet(AGENT), 30);
    let to_fees = posting(ESCROW, Account::Fees, 5);
    let from_buyer = posting(Account::Wallet(BUYER), ESCROW, 1);
    let after = act(false, 66, 1_051, &[to_agent, to_fees, from_buyer]).expect("sound");
    assert_eq!(after.stage, Other { held: amount(66), until: at(1_051) }.into());
    assert_eq!((after.seq, after.since), (2, at(1_050)));
}

/// KERNEL-20, KERNEL-21
#[test]
fn money_cannot_appear_or_vanish() {
    let pay = posting(ESCROW, Account::Wallet(AGENT), 30);
    let (before, after) = (amount(100), amount(101));
    assert_defect(act(true, 71, DEADLINE, &[pay]), Defect::Unbalanced { before, after });
    let after = amount(99);
    assert_defect(act(true, 69, DEADLINE, &[pay]), Defect::Unbalanced { before, after });
    assert_defect(act(true, 99, DEADLINE, &[]), Defect::Unbalanced { before, after });
    let (before, after) = (amount(107), amount(100));
    let take = posting(Account::Wallet(BUYER), ESCROW, 7);
    assert_defect(act(true, 100, DEADLINE, &[take]), Defect::Unbalanced { before, after });
}

/// KERNEL-23
#[test]
fn money_goes_to_no_stranger_and_comes_from_none() {
    let stranger = Account::Wallet(STRANGER);
    assert_stray(posting(ESCROW, stranger, 1));
    assert_stray(posting(stranger, ESCROW, 1));
    assert_stray(posting(Account::Wallet(BUYER), stranger, 1));
    assert_stray(posting(stranger, Account::Wallet(AGENT), 1));
}

/// KERNEL-22
#[test]
fn money_touches_no_other_escrow_and_not_the_world() {
    let other = Account::Escrow(InstanceId(78));
    assert_stray(posting(ESCROW, other, 1));
    assert_stray(posting(other, ESCROW, 1));
    assert_stray(posting(ESCROW, Account::World, 1));
    assert_stray(posting(Account::World, ESCROW, 1));
    assert_stray(posting(other, Account::Wallet(AGENT), 1));
    assert_stray(posting(Account::Wallet(BUYER), Account::World, 1));
}

/// KERNEL-23
#[test]
fn the_fees_only_receive_and_only_from_this_escrow() {
    assert!(act(true, 99, DEADLINE, &[posting(ESCROW, Account::Fees, 1)]).is_ok());
    assert_stray(posting(Account::Fees, ESCROW, 1));
    assert_stray(posting(Account::Fees, Account::Wallet(AGENT), 1));
    assert_stray(posting(Account::Wallet(BUYER), Account::Fees, 1));
}

/// KERNEL-22
#[test]
fn an_escrow_does_not_pay_itself() {
    let posting = posting(ESCROW, ESCROW, 1);
    assert_defect(act(true, 100, DEADLINE, &[posting]), Defect::StrayPosting { posting });
}

/// KERNEL-24
#[test]
fn recourse_goes_between_the_parties() {
    let back = posting(Account::Wallet(AGENT), Account::Wallet(BUYER), 5);
    assert!(act(true, 100, DEADLINE, &[back]).is_ok());
}

/// KERNEL-24, LEDGER-08: a fee is given back like pay: to someone with a role, after the escrow
/// paid out.
#[test]
fn the_fees_give_back_once_nothing_is_held() {
    let empty = Full { held: Amount::ZERO, until: at(DEADLINE) };
    let task = Instance { stage: empty.into(), ..full() };
    let give_back = |to| {
        let postings = vec![posting(Account::Fees, to, 5)];
        let order = Act { stay: true, held: Amount::ZERO, until: at(DEADLINE), postings };
        give(&task, Actor::Party(BUYER), 1_050, order)
    };
    assert!(give_back(Account::Wallet(BUYER)).is_ok());
    assert!(give_back(Account::Wallet(AGENT)).is_ok());
    let other = Account::Escrow(InstanceId(78));
    for to in [Account::Wallet(STRANGER), Account::World, Account::Fees, other, ESCROW] {
        let posting = posting(Account::Fees, to, 5);
        assert_defect(give_back(to), Defect::StrayPosting { posting });
    }
}

/// LEDGER-02
#[test]
fn more_movements_than_a_record_keeps_are_a_defect() {
    let pay = posting(ESCROW, Account::Wallet(AGENT), 1);
    assert!(act(true, 97, DEADLINE, &[pay; 3]).is_ok());
    assert_defect(act(true, 96, DEADLINE, &[pay; 4]), Defect::TooManyPostings);
    assert_defect(act(true, 97, DEADLINE, &[pay; 4]), Defect::TooManyPostings);
}

/// KERNEL-26
#[test]
fn a_sum_above_the_largest_amount_is_a_defect() {
    let largest = Amount::MAX.minor();
    let pay_in = posting(Account::Wallet(BUYER), ESCROW, largest);
    assert_defect(act(true, largest, DEADLINE, &[pay_in]), Defect::Overflow);
    assert_defect(act(true, largest, DEADLINE, &[pay_in; 2]), Defect::Overflow);
    let pay_out = posting(ESCROW, Account::Wallet(AGENT), 1);
    assert_defect(act(true, largest, DEADLINE, &[pay_out]), Defect::Overflow);
}

/// TIME-11
#[test]
fn a_new_deadline_is_ahead() {
    for (until, ahead) in [(1_049, false), (1_050, false), (1_051, true)] {
        let answer = act(false, 100, until, &[]);
        assert_eq!(answer.is_ok(), ahead, "{until}");
        if let Err(error) = answer {
            assert_eq!(error, Error::Defect(Defect::DeadlinePast { deadline: at(until) }));
        }
    }
}

/// TIME-12
#[test]
fn a_deadline_once_set_is_not_shortened() {
    let shortened = Defect::DeadlineShortened { before: at(DEADLINE), after: at(DEADLINE - 1) };
    assert_defect(act(true, 100, DEADLINE - 1, &[]), shortened);
    assert!(act(true, 100, DEADLINE, &[]).is_ok());
    assert!(act(true, 100, DEADLINE + 1, &[]).is_ok());
    assert!(act(false, 100, DEADLINE - 1, &[]).is_ok(), "another stage has its own");
}

/// KERNEL-51
#[test]
fn a_journal_is_read_in_its_order() {
    let task = full();
    let order =
        Order { id: OrderId(0), by: Actor::Clock, at: at(2_000), command: Timeout {}.into() };
    let record = task.step(&order).expect("due");
    assert_eq!((record.seq, record.at, record.from()), (2, at(DEADLINE), "Full"));
    let after = task.after(&record).expect("the next record");
    assert_eq!(after.since, at(DEADLINE), "a timeout takes effect when it was due");
    assert_eq!(after.after(&record), None, "twice");
    let skipped = earnest::Record { seq: 3, ..record };
    assert_eq!(task.after(&skipped), None, "too early");
}

/// TIME-04
#[test]
fn every_timeout_that_is_due_is_applied_and_no_other() {
    let task = full();
    let names = |now| task.lapsed(at(now)).stage.name();
    assert_eq!(names(DEADLINE - 1), "Full");
    assert_eq!(names(DEADLINE), "Other");
    assert_eq!(names(DEADLINE + 9), "Other");
    assert_eq!(names(DEADLINE + 10), "Over");
    assert_eq!(task.due(at(DEADLINE - 1)), None);
    assert_eq!(task.due(at(5_000)).map(|order| order.at), Some(at(DEADLINE)));
    let told: Vec<_> = task.if_silent().map(|record| (record.rule, record.at)).collect();
    assert_eq!(told, [("SCR-11", at(DEADLINE)), ("SCR-20", at(DEADLINE + 10))]);
}

/// What is refused, as code.
fn code(
    task: &Instance<Scripted>,
    by: Actor,
    now: u64,
    command: impl Into<Command>,
) -> &'static str {
    match give(task, by, now, command) {
        Err(Error::Refused(refused)) => refused.code(),
        answer => panic!("{answer:?}"),
    }
}

fn pointless() -> Act {
    Act { stay: true, held: Amount::ZERO, until: at(DEADLINE), postings: vec![] }
}

fn fill() -> Fill {
    Fill { held: Amount::ZERO, until: at(DEADLINE), postings: vec![] }
}

const BEYOND: u64 = Timestamp::LAST_ORDER.as_millis() + 1;
const BUYERS: Actor = Actor::Party(BUYER);
const AGENTS_JUDGE: Actor = Actor::Arbiter(AGENT);

/// KERNEL-10
#[test]
fn the_codes_stand_in_order_of_precedence() {
    let codes = Refused::<Refusal>::CODES;
    let expected = [
        "not_a_party",
        "interested_arbiter",
        "time_out_of_range",
        "clock_went_back",
        "wrong_state",
        "wrong_role",
        "too_late",
        "too_early",
    ];
    assert_eq!(codes, expected);
    assert!(Refusal::ALL.iter().all(|own| !codes.contains(&own.code())));
}

/// KERNEL-11
#[test]
fn who_one_is_comes_before_everything_else() {
    let task = full();
    for now in [START - 1, START, DEADLINE, BEYOND] {
        assert_eq!(code(&task, Actor::Party(STRANGER), now, pointless()), "not_a_party");
        assert_eq!(code(&task, Actor::Party(STRANGER), now, fill()), "not_a_party");
        assert_eq!(code(&task, AGENTS_JUDGE, now, pointless()), "interested_arbiter");
        assert_eq!(code(&task, AGENTS_JUDGE, now, fill()), "interested_arbiter");
    }
}

/// KERNEL-12
#[test]
fn the_calendar_comes_before_the_clock() {
    let late = Full { held: amount(100), until: Timestamp::MAX };
    let task = Instance { stage: late.into(), since: at(BEYOND + 1), ..full() };
    assert_eq!(code(&task, BUYERS, BEYOND, pointless()), "time_out_of_range");
    assert_eq!(code(&task, BUYERS, BEYOND, fill()), "time_out_of_range");
    assert_eq!(code(&task, BUYERS, BEYOND - 1, pointless()), "clock_went_back");
}

/// KERNEL-12
#[test]
fn the_clock_comes_before_the_table() {
    let task = full();
    assert_eq!(code(&task, BUYERS, START - 1, fill()), "clock_went_back");
    assert_eq!(code(&task, Actor::Operator, START - 1, pointless()), "clock_went_back");
    assert_eq!(code(&task, Actor::Clock, START - 1, Timeout {}), "clock_went_back");
}

/// KERNEL-13
#[test]
fn the_table_comes_before_the_deadline() {
    let task = full();
    assert_eq!(code(&task, BUYERS, DEADLINE, fill()), "wrong_state");
    assert_eq!(code(&task, Actor::Clock, START, fill()), "wrong_state");
    assert_eq!(code(&task, Actor::Operator, DEADLINE, pointless()), "wrong_role");
    assert_eq!(code(&task, BUYERS, START, Timeout {}), "wrong_role");
    assert_eq!(code(&task, BUYERS, DEADLINE, Timeout {}), "wrong_role");
    assert_eq!(code(&task, Actor::Clock, DEADLINE, pointless()), "wrong_role");
}

/// KERNEL-15
#[test]
fn the_deadline_comes_before_the_guard() {
    let task = full();
    assert_eq!(code(&task, BUYERS, DEADLINE - 1, pointless()), "pointless");
    assert_eq!(code(&task, BUYERS, DEADLINE, pointless()), "too_late");
    assert_eq!(code(&task, Actor::Clock, DEADLINE - 1, Timeout {}), "too_early");
    assert!(give(&task, Actor::Clock, DEADLINE, Timeout {}).is_ok());
}

/// KERNEL-16
#[test]
fn a_guard_comes_before_a_defect() {
    let order = Act { until: at(START), ..pointless() };
    assert_eq!(code(&full(), BUYERS, START, order), "pointless");
}

/// TIME-07: money that was locked in the last millisecond of the calendar still comes out.
#[test]
fn the_clock_fires_after_the_last_order() {
    let last = Timestamp::LAST_ORDER;
    let until = last.after(Window::MAX);
    let stage: Stage = Full { held: amount(100), until }.into();
    let task = Instance { stage, since: last, ..full() };
    let told: Vec<_> = task.if_silent().map(|record| record.to.name()).collect();
    assert_eq!(told, ["Other", "Over"]);
    let lapsed = task.lapsed(Timestamp::MAX);
    assert!(lapsed.stage.is_terminal() && lapsed.stage.held().is_zero());
    assert_eq!(code(&task, BUYERS, BEYOND, pointless()), "time_out_of_range");
}
