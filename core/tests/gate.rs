//! The quality gate's arithmetic: nothing scores nothing, more is never worse, and the scale ends
//! where it ends.

use earnest::credits::Score;
use earnest::credits::gate::{Output, assess};
use earnest::time::{Elapsed, Window};
use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

fn judged(blank: bool, members: u32, took: u64, window: u64) -> u8 {
    let took = Elapsed::from_millis(took).expect("a length of time");
    let window = Window::from_millis(window).expect("a window");
    assess(Output { blank, members }, took, window).value()
}

/// CRD-54
#[test]
fn each_part_of_the_score_counts() {
    assert_eq!(judged(false, 0, 1_000, 1_000), 50, "there is something");
    assert_eq!(judged(false, 1, 1_000, 1_000), 55, "with a part");
    assert_eq!(judged(false, 5, 1_000, 1_000), 75);
    assert_eq!(judged(false, 6, 1_000, 1_000), 75, "parts count up to five");
    assert_eq!(judged(false, 0, 0, 1_000), 75, "at once");
    assert_eq!(judged(false, 0, 41, 1_000), 73, "rounded down");
    assert_eq!(judged(false, 2, 500, 1_000), 72);
    assert_eq!(judged(false, 5, 0, 1), 100, "the best there is");
    assert_eq!(judged(true, 5, 0, 1_000), 0, "of nothing");
}

const LONGEST: u64 = Window::MAX.as_millis();

proptest! {
    /// CRD-54
    #[test]
    fn only_a_blank_output_stays_below_the_usual_mark(
        blank: bool, members: u32, took in 0..=LONGEST, window in 1..=LONGEST,
    ) {
        let score = judged(blank, members, took, window);
        prop_assert_eq!(score >= Score::HALF.value(), !blank);
        prop_assert!(score <= 100 && (!blank || score == 0));
    }

    #[test]
    fn more_parts_and_less_time_are_never_worse(
        members in 0_u32..9, more in any::<u32>(), took in 1_u64..2_000, less in 0_u64..2_000,
    ) {
        let score = judged(false, members, took, 1_000);
        prop_assert!(judged(false, members.max(more), took, 1_000) >= score);
        prop_assert!(judged(false, members, took.min(less), 1_000) >= score);
    }
}
