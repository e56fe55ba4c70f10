//! Amounts that break things, and a few that do not: uniform random numbers never meet an edge.

use earnest::money::Amount;
use proptest::prelude::{Strategy, any, prop_oneof};
use proptest::sample::select;

/// Small, odd, powers of two, round numbers, the end of the range, and anything.
pub(crate) fn amounts() -> impl Strategy<Value = Amount> {
    let end = Amount::MAX.minor();
    prop_oneof![
        4 => 0_u128..=12,
        2 => select(vec![99, 101, 999, 1_001, 9_999, 10_001, 1_000_003]),
        2 => (0_u32..96).prop_map(|bit| 1_u128 << bit),
        1 => (0_u32..29).prop_map(|zeros| 10_u128.pow(zeros)),
        3 => end - 2..=end,
        3 => any::<u128>().prop_map(move |any| any & end),
    ]
    .prop_map(|minor| Amount::new(minor).expect("within the range"))
}
