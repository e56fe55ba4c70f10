//! The proofs in `spec/smt/` are about this code: each definition of theirs quotes the line it
//! translates, and comes to what the code comes to.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use earnest::authority::Actor;
use earnest::credits::Rule;
use earnest::credits::gate::{Output, assess};
use earnest::ids::{InstanceId, OrderId};
use earnest::machine::Stage as _;
use earnest::marketplace::{Hire, Marketplace, Mode, Pending};
use earnest::money::{Amount, Bps};
use earnest::runs::{Claim, Runs};
use earnest::time::{Timestamp, Window};
use earnest::work::Settlement;
use earnest::{Instance, Machine, Order, credits, marketplace, runs};
use earnest_explorer::cast::{AGENT, ARBITER, BUYER, PAPER, amount, bps, terms, window};
use earnest_explorer::errand::{elapsed, errand};
use proptest::prelude::{Strategy, any, prop_assert_eq, prop_oneof, proptest};
use proptest::sample::select;

#[path = "support/amounts.rs"]
mod amounts;
#[path = "support/formulas.rs"]
mod formulas;
#[path = "support/played.rs"]
mod played;
#[path = "support/shares.rs"]
mod shares;

use amounts::amounts;
use formulas::{Formulas, read};
use played::{BUYERS, PASSED, Played, moment};
use shares::shares;

static FORMULAS: LazyLock<Formulas> = LazyLock::new(Formulas::read);

/// What a definition comes to.
fn defined<const N: usize>(name: &str, of: [u128; N]) -> u128 {
    FORMULAS.number(name, of)
}

fn points(share: Bps) -> u128 {
    share.points().into()
}

fn millis(window: Window) -> u128 {
    window.as_millis().into()
}

/// The least windows, the longest, and any.
fn windows() -> impl Strategy<Value = Window> {
    let longest = Window::MAX.as_millis();
    prop_oneof![1_u64..=12, longest / 2 - 1..=longest / 2 + 1, longest - 1..=longest, 1..=longest]
        .prop_map(window)
}

/// The first moments, the last, those around the last order, and any.
fn moments() -> impl Strategy<Value = Timestamp> {
    let (last, end) = (Timestamp::LAST_ORDER.as_millis(), Timestamp::MAX.as_millis());
    let full = end - Window::MAX.as_millis();
    prop_oneof![0_u64..=12, last - 2..=last + 2, full - 2..=full + 2, end - 2..=end, 0..=end]
        .prop_map(moment)
}

fn weights() -> impl Strategy<Value = u32> {
    prop_oneof![
        4 => 0_u32..=6,
        2 => select(vec![30, 100, 5_000, 10_000, 1 << 31, u32::MAX - 1, u32::MAX]),
        1 => any::<u32>(),
    ]
}

#[test]
fn each_definition_quotes_the_code_it_translates() {
    let quotes = &FORMULAS.quotes;
    assert_eq!(quotes.len(), 32, "a line is no longer quoted, or one more is");
    for (file, code) in quotes {
        assert!(read(file).contains(code), "{file} has no `{code}`");
    }
}

/// A definition that is compared with nothing would prove nothing of the code.
#[test]
fn each_definition_is_compared() {
    let here = read("core/tests/arithmetic.rs");
    // What the others are made of: `leg` comes to nothing without each of these.
    let within = BTreeSet::from(["floored", "remainder", "first-largest", "used", "dust"]);
    for name in FORMULAS.names().filter(|it| !within.contains(it)) {
        assert!(here.contains(&format!("(\"{name}\"")), "`{name}` is not compared");
    }
    assert_eq!(FORMULAS.names().count(), 31);
}

#[test]
fn the_bounds_are_those_of_the_types() {
    for (name, bound) in [
        ("MAX", Amount::MAX.minor()),
        ("U128-MAX", u128::MAX),
        ("I128-MAX", i128::MAX.unsigned_abs()),
        ("U64-MAX", u64::MAX.into()),
        ("TIME-MAX", Timestamp::MAX.as_millis().into()),
        ("LAST-ORDER", Timestamp::LAST_ORDER.as_millis().into()),
        ("WINDOW-MAX", Window::MAX.as_millis().into()),
    ] {
        assert_eq!(defined(name, []), bound, "{name}");
    }
}

#[test]
fn the_ranges_are_those_of_the_values() {
    let weight = u128::from(u32::MAX);
    let (window, moment) = (millis(Window::MAX), Timestamp::MAX.as_millis().into());
    for end in [0, 10_000, weight, window, moment, Amount::MAX.minor()] {
        for number in end.saturating_sub(1)..=end + 1 {
            let share = u16::try_from(number).ok().and_then(Bps::new);
            let time = u64::try_from(number).ok();
            for (name, held) in [
                ("is-amount", Amount::new(number).is_some()),
                ("is-share", share.is_some()),
                ("is-weight", u32::try_from(number).is_ok()),
                ("is-moment", time.and_then(Timestamp::from_millis).is_some()),
                ("is-window", time.and_then(Window::from_millis).is_some()),
            ] {
                assert_eq!(FORMULAS.holds(name, number), held, "{name} {number}");
            }
        }
    }
}

/// Every share of a few amounts; the other test takes any amount.
#[test]
fn a_cut_is_what_is_proved_of_it_for_every_share() {
    let end = Amount::MAX.minor();
    for minor in [1, 3, 101, 9_999, 10_001, 1_000_003, 1 << 64, end - 1, end] {
        for share in (0..=10_000).map(bps) {
            let split = amount(minor).cut(share);
            assert_eq!(split.part().minor(), defined("part", [minor, points(share)]));
            assert_eq!(split.rest().minor(), defined("rest", [minor, points(share)]));
        }
    }
    for share in (0..=10_000).map(bps) {
        assert_eq!(points(share.complement()), defined("complement", [points(share)]));
    }
}

proptest! {
    #[test]
    fn a_cut_is_what_is_proved_of_it_for_any_amount(whole in amounts(), share in shares()) {
        let split = whole.cut(share);
        prop_assert_eq!(split.part().minor(), defined("part", [whole.minor(), points(share)]));
        prop_assert_eq!(split.rest().minor(), defined("rest", [whole.minor(), points(share)]));
    }

    #[test]
    fn a_settlement_is_what_is_proved_of_it(held in amounts(), buyer in shares(), fee in shares()) {
        let paid = Settlement::of(held, buyer, fee);
        let (whole, share, rate) = (held.minor(), points(buyer), points(fee));
        prop_assert_eq!(paid.buyer.minor(), defined("to-buyer", [whole, share]));
        prop_assert_eq!(paid.agent.minor(), defined("to-agent", [whole, share, rate]));
        prop_assert_eq!(paid.fee.minor(), defined("to-operator", [whole, share, rate]));
        prop_assert_eq!(
            paid.agent.plus(paid.fee).map(Amount::minor),
            Some(defined("earned", [whole, share]))
        );
    }

    /// The agent was paid before the ruling, and the operator has taken its fee.
    #[test]
    fn recourse_is_what_is_proved_of_it(charge in amounts(), fee in shares(), share in shares()) {
        let budget = charge.max(amount(1));
        let contract = credits::Terms { max_budget: budget, fee, ..errand() };
        let mut played = Played::passed(contract, charge);
        let late = PASSED + 4;
        played.dispute(late);
        let before = played.balances();
        played.must(Actor::Arbiter(ARBITER), late, Rule { share, notes: None });
        let after = played.balances();
        let (whole, share, rate) = (charge.minor(), points(share), points(fee));
        let back = |name| {
            let (was, is) = (defined(name, [whole, 0, rate]), defined(name, [whole, share, rate]));
            i128::try_from(defined("less", [was, is])).expect("an amount fits")
        };
        prop_assert_eq!(before[1] - after[1], back("to-agent"));
        prop_assert_eq!(before[2] - after[2], back("to-operator"));
        prop_assert_eq!(after[0] - before[0], back("to-agent") + back("to-operator"));
    }

    #[test]
    fn a_division_is_what_is_proved_of_it(whole in amounts(), weights in [weights(), weights(), weights(), weights()]) {
        let [w1, w2, w3, _] = weights;
        let leg = |leg: u128, weights: [u32; 4]| {
            let [w1, w2, w3, w4] = weights.map(u128::from);
            defined("leg", [leg, whole.minor(), w1, w2, w3, w4])
        };
        let legs = |weights| [1, 2, 3, 4].map(|index| leg(index, weights));
        if let Some(four) = whole.divide(weights) {
            prop_assert_eq!(four.map(Amount::minor), legs(weights));
        }
        if let Some([a, b, c]) = whole.divide([w1, w2, w3]) {
            prop_assert_eq!([a, b, c, Amount::ZERO].map(Amount::minor), legs([w1, w2, w3, 0]));
        }
        if let Some([a, b]) = whole.divide([w1, w2]) {
            prop_assert_eq!([a, b, Amount::ZERO, Amount::ZERO].map(Amount::minor), legs([w1, w2, 0, 0]));
        }
    }

    #[test]
    fn a_deadline_is_what_is_proved_of_it(opened in moments(), lasts in windows(), least in windows()) {
        let end = opened.after(lasts).as_millis();
        prop_assert_eq!(u128::from(end), defined("after", [opened.as_millis().into(), millis(lasts)]));
        prop_assert_eq!(millis(lasts.doubled()), defined("doubled", [millis(lasts)]));
        let given = delivery(lasts, least);
        prop_assert_eq!(u128::from(given), defined("delivery", [millis(lasts), millis(least)]));
    }

    #[test]
    fn progress_is_what_is_proved_of_it(elapsed in 0..LONGEST, estimate in 1..=LONGEST) {
        for elapsed in [elapsed, elapsed.min(estimate), estimate - 1, elapsed % estimate] {
            let expected = defined("progress", [elapsed.into(), estimate.into()]);
            prop_assert_eq!(u128::from(progress(elapsed, estimate)), expected);
        }
    }

    #[test]
    fn a_score_is_what_is_proved_of_it(
        members in prop_oneof![0_u32..=7, any::<u32>()], took in 0..=LONGEST, lasts in windows(),
    ) {
        for took in [took, took % lasts.as_millis(), lasts.as_millis()] {
            let score = assess(Output { blank: false, members }, elapsed(took), lasts);
            let expected = defined("score", [members.into(), took.into(), millis(lasts)]);
            prop_assert_eq!(u128::from(score.value()), expected);
        }
    }
}

/// The longest window that the terms of a run may have.
const LONGEST: u64 = runs::Terms::LONGEST;

/// How long an agent has that was hired with an estimate.
fn delivery(estimate: Window, least: Window) -> u64 {
    let contract = marketplace::Terms { mode: Mode::Proposals, to_deliver_least: least, ..terms() };
    let pending = Pending { held: contract.budget, hire_by: moment(1) };
    let stage = marketplace::Stage::from(pending);
    let task =
        Instance::<Marketplace> { stage, ..Instance::open(InstanceId(7), contract, moment(0)) };
    let hire = Hire { agent: AGENT, price: amount(1), estimate: Some(estimate) };
    let hired = given(&task, BUYERS, 0, hire);
    hired.stage.deadline().expect("a deadline").as_millis()
}

/// How far a run is that was claimed so long ago.
fn progress(elapsed: u64, estimate: u64) -> u8 {
    let contract = runs::Terms {
        user: BUYER,
        agent: PAPER,
        continues: None,
        group: None,
        estimate: window(estimate),
        to_claim: window(LONGEST),
        lease: window(LONGEST),
        to_finish: window(LONGEST),
    };
    let run = Instance::<Runs>::open(InstanceId(7), contract, moment(0));
    let run = given(&run, Actor::Operator, 0, Claim { worker: AGENT.id });
    run.progress(moment(elapsed)).value()
}

/// The instance after an order that is accepted.
fn given<M: Machine>(
    instance: &Instance<M>,
    by: Actor,
    at: u64,
    command: impl Into<M::Command>,
) -> Instance<M> {
    let order = Order { id: OrderId(5), by, at: moment(at), command: command.into() };
    let record = instance.step(&order).expect("accepted");
    instance.after(&record).expect("the next record")
}
