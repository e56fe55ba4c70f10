//! Shares that break things, and a few that do not.

use earnest::money::Bps;
use proptest::prelude::{Just, Strategy, prop_oneof};
use proptest::sample::select;

/// The ends, the middles, a third, and anything.
pub(crate) fn shares() -> impl Strategy<Value = Bps> {
    prop_oneof![
        3 => select(vec![0_u16, 1, 333, 2_500, 3_333, 5_000, 6_667, 9_999, 10_000]),
        1 => 0_u16..=10_000,
        1 => Just(10_000_u16),
    ]
    .prop_map(|points| Bps::new(points).expect("within the range"))
}
