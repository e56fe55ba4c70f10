//! Divisions are exact: no unit is lost, invented or given to someone who has no part in it.

use earnest::money::{Amount, Bps};
use earnest::work::Settlement;
use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::sample::select;

#[path = "support/amounts.rs"]
mod amounts;
#[path = "support/shares.rs"]
mod shares;

use amounts::amounts;
use shares::shares;

fn amount(minor: u128) -> Amount {
    Amount::new(minor).expect("an amount")
}

fn bps(points: u16) -> Bps {
    Bps::new(points).expect("a share")
}

fn weights() -> impl Strategy<Value = u32> {
    prop_oneof![
        4 => 0_u32..=6,
        2 => select(vec![1, 30, 100, 5_000, 9_999, 10_000, 1 << 31, u32::MAX - 1, u32::MAX]),
        1 => any::<u32>(),
    ]
}

fn minors(legs: &[Amount]) -> Vec<u128> {
    legs.iter().map(|leg| leg.minor()).collect()
}

/// MONEY-01
#[test]
fn an_amount_ends_at_two_to_the_96_less_one() {
    let end = 79_228_162_514_264_337_593_543_950_335;
    assert_eq!(Amount::MAX.minor(), end);
    assert_eq!(Amount::new(end), Some(Amount::MAX));
    assert_eq!(Amount::new(end + 1), None);
    assert_eq!(Amount::new(u128::MAX), None);
    assert_eq!(Amount::new(0), Some(Amount::ZERO));
    assert!(Amount::ZERO.is_zero() && !amount(1).is_zero());
    assert_eq!(Amount::default(), Amount::ZERO);
    assert_eq!(Amount::MAX.to_string(), end.to_string());
}

#[test]
fn sums_and_differences_stay_in_range_or_are_none() {
    assert_eq!(Amount::MAX.plus(Amount::ZERO), Some(Amount::MAX));
    assert_eq!(Amount::MAX.plus(amount(1)), None);
    assert_eq!(Amount::MAX.plus(Amount::MAX), None);
    assert_eq!(amount(2).plus(amount(3)), Some(amount(5)));
    assert_eq!(amount(3).minus(amount(2)), Some(amount(1)));
    assert_eq!(amount(3).minus(amount(3)), Some(Amount::ZERO));
    assert_eq!(amount(2).minus(amount(3)), None);
}

#[test]
fn a_share_ends_at_the_whole() {
    assert_eq!(Bps::new(10_000), Some(Bps::WHOLE));
    assert_eq!(Bps::new(10_001), None);
    assert_eq!(Bps::new(0), Some(Bps::NONE));
    assert_eq!(Bps::new(5_000), Some(Bps::HALF));
    assert_eq!(bps(333).points(), 333);
    assert_eq!(bps(333).complement(), bps(9_667));
    assert_eq!((Bps::NONE.complement(), Bps::WHOLE.complement()), (Bps::WHOLE, Bps::NONE));
}

/// MONEY-20
#[test]
fn a_cut_rounds_down_and_leaves_the_dust() {
    let cut = |minor, points| {
        let split = amount(minor).cut(bps(points));
        (split.part().minor(), split.rest().minor())
    };
    assert_eq!(cut(1_001, 5_000), (500, 501));
    assert_eq!(cut(1, 9_999), (0, 1));
    assert_eq!(cut(10_000, 1), (1, 9_999));
    assert_eq!(cut(9_999, 1), (0, 9_999));
    assert_eq!(cut(0, 5_000), (0, 0));
    assert_eq!(cut(3, 3_333), (0, 3));
    // floor((2^96 - 1) * 3333 / 10000), worked out elsewhere.
    let third = 26_406_746_566_004_303_719_928_198_646;
    assert_eq!(cut(Amount::MAX.minor(), 3_333), (third, Amount::MAX.minor() - third));
}

/// MONEY-28: 1 unit over {0, 1/2, 1/2}: the share of nothing gets nothing (numscript-zero-share).
#[test]
fn a_unit_never_goes_to_a_share_of_nothing() {
    assert_eq!(amount(1).divide([0, 1, 1]).map(|legs| minors(&legs)), Some(vec![0, 1, 0]));
    assert_eq!(amount(3).divide([0, 0, 7]).map(|legs| minors(&legs)), Some(vec![0, 0, 3]));
}

/// 2 units over 30/30/30/10: no leg is below zero (stateset-negative-leg).
#[test]
fn no_leg_is_below_zero() {
    let legs = amount(2).divide([30, 30, 30, 10]).expect("weights");
    assert_eq!(minors(&legs), [1, 1, 0, 0]);
}

/// MONEY-22
#[test]
fn leftover_units_go_to_the_largest_remainders_and_ties_by_order() {
    let divide = |minor, weights: [u32; 3]| minors(&amount(minor).divide(weights).expect("some"));
    assert_eq!(divide(10, [1, 1, 1]), [4, 3, 3]);
    assert_eq!(divide(11, [1, 1, 1]), [4, 4, 3]);
    // 100 over 1:2:4 is 14 2/7, 28 4/7, 57 1/7.
    assert_eq!(divide(100, [1, 2, 4]), [14, 29, 57]);
    // The larger remainder comes first although it stands last.
    assert_eq!(divide(5, [1, 1, 4]), [1, 1, 3]);
    assert_eq!(divide(1, [1, 1, 2]), [0, 0, 1]);
    assert_eq!(divide(0, [1, 2, 3]), [0, 0, 0]);
}

#[test]
fn weights_that_are_all_zero_divide_nothing() {
    assert_eq!(amount(7).divide([0, 0]), None);
    assert_eq!(Amount::ZERO.divide([0]), None);
    assert_eq!(amount(7).divide([]), None);
    assert_eq!(amount(7).divide([3]), Some([amount(7)]));
}

proptest! {
    /// L-16: the parts add up, the share is the floor, and 0 % and 100 % are exact.
    #[test]
    fn a_cut_is_exact(whole in amounts(), share in shares()) {
        let split = whole.cut(share);
        let (part, points) = (split.part().minor(), u128::from(share.points()));
        prop_assert_eq!(part + split.rest().minor(), whole.minor());
        prop_assert!(part * 10_000 <= whole.minor() * points);
        prop_assert!((part + 1) * 10_000 > whole.minor() * points);
        prop_assert_eq!(whole.cut(Bps::NONE).part(), Amount::ZERO);
        prop_assert_eq!(whole.cut(Bps::WHOLE).rest(), Amount::ZERO);
    }

    /// L-16: who has the larger share gets no less, and so of a larger whole.
    #[test]
    fn a_cut_is_monotone(a in amounts(), b in amounts(), p in shares(), q in shares()) {
        let (less, more) = (a.min(b), a.max(b));
        let (low, high) = (p.min(q), p.max(q));
        prop_assert!(less.cut(low).part() <= less.cut(high).part());
        prop_assert!(less.cut(high).rest() <= less.cut(low).rest());
        prop_assert!(less.cut(low).part() <= more.cut(low).part());
        prop_assert!(less.cut(low).rest() <= more.cut(low).rest());
    }

    /// MONEY-25: and what the others gain or lose by it is bounded.
    #[test]
    fn cutting_an_escrow_gains_the_buyer_nothing(a in amounts(), b in amounts(), buyer in shares(), fee in shares()) {
        let Some(both) = a.plus(b) else { return Ok(()) };
        let [one, other, whole] = [a, b, both].map(|held| {
            let paid = Settlement::of(held, buyer, fee);
            [paid.buyer, paid.agent, paid.fee].map(Amount::minor)
        });
        let apart = [0, 1, 2].map(|who| one[who] + other[who]);
        prop_assert!(apart[0] <= whole[0] && whole[0] <= apart[0] + 1);
        prop_assert!(whole[1] <= apart[1] && apart[1] <= whole[1] + 2);
        prop_assert!(whole[2] <= apart[2] + 1 && apart[2] <= whole[2] + 1);
    }

    /// L-16: the sum is exact and each leg is within one unit of its exact share.
    #[test]
    fn a_division_is_exact(whole in amounts(), weights in [weights(), weights(), weights(), weights()]) {
        let total: u128 = weights.iter().copied().map(u128::from).sum();
        let Some(legs) = whole.divide(weights) else {
            prop_assert_eq!(total, 0);
            return Ok(());
        };
        prop_assert_eq!(minors(&legs).iter().sum::<u128>(), whole.minor());
        for (leg, weight) in legs.iter().zip(weights) {
            let floor = whole.minor() * u128::from(weight) / total;
            let exact = whole.minor() * u128::from(weight) % total == 0;
            prop_assert!(leg.minor() == floor || (!exact && leg.minor() == floor + 1));
        }
    }

    /// L-16, MONEY-28: the larger weight never gets less; of two that are equal, the first gets no
    /// less.
    #[test]
    fn a_division_follows_its_weights(whole in amounts(), weights in [weights(), weights(), weights()]) {
        let Some(legs) = whole.divide(weights) else { return Ok(()) };
        for (i, j) in [(0, 1), (0, 2), (1, 2)] {
            match weights[i].cmp(&weights[j]) {
                std::cmp::Ordering::Less => prop_assert!(legs[i] <= legs[j]),
                std::cmp::Ordering::Greater => prop_assert!(legs[i] >= legs[j]),
                std::cmp::Ordering::Equal => prop_assert!(
                    legs[i] == legs[j] || legs[i].minus(legs[j]) == Some(amount(1))
                ),
            }
        }
    }

    /// L-16: a weight that grows while the others stay never gets less.
    #[test]
    fn a_division_is_monotone(whole in amounts(), weights in [weights(), weights(), weights()], more in weights()) {
        let Some(before) = whole.divide(weights) else { return Ok(()) };
        for (index, leg) in before.iter().enumerate() {
            let mut grown = weights;
            grown[index] = grown[index].saturating_add(more);
            let after = whole.divide(grown).expect("the weights only grew");
            prop_assert!(after[index] >= *leg, "{:?} to {:?}", before, after);
        }
    }
}
