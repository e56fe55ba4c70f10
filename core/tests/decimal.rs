//! Amounts and percentages are read by their digits: what is not exactly an amount is refused,
//! and what was written is read back as the same.

use earnest::money::{Amount, Asset, Bps, NotADecimal, percent};
use proptest::prelude::{prop_assert_eq, proptest};

#[path = "support/amounts.rs"]
mod amounts;
#[path = "support/chance.rs"]
#[expect(dead_code, reason = "one source of chance for several checks")]
mod chance;
#[path = "support/choices.rs"]
#[expect(dead_code, reason = "one row of choices for several checks")]
mod choices;
#[path = "support/digits.rs"]
mod digits;
#[path = "support/shares.rs"]
mod shares;

use amounts::amounts;
use chance::check_any;
use shares::shares;

const MALFORMED: NotADecimal = NotADecimal::Malformed;
const NEGATIVE: NotADecimal = NotADecimal::Negative;
const TOO_LARGE: NotADecimal = NotADecimal::TooLarge;

fn usdc(text: &str) -> Result<u128, NotADecimal> {
    Asset::USDC.parse(text).map(Amount::minor)
}

fn asset(exponent: u8) -> Asset {
    Asset::new("X", exponent).expect("an asset")
}

/// MONEY-02
#[test]
fn the_same_number_is_the_same_amount() {
    for text in ["50", "50.0", "50.00", "50.000000", "50.0000000000", "5e1", "5E1", "5e+1"] {
        assert_eq!(usdc(text), Ok(50_000_000), "{text}");
    }
    for text in ["500e-1", "0.5e2", "0.0000005e8", "5.0e1", "5e01", "5000000000e-8"] {
        assert_eq!(usdc(text), Ok(50_000_000), "{text}");
    }
    for text in ["0", "0.0", "0.00000000", "0e5", "0e99999", "0e-99999", "-0", "-0.0", "0E0"] {
        assert_eq!(usdc(text), Ok(0), "{text}");
    }
    assert_eq!(usdc("0.000001"), Ok(1));
    assert_eq!(usdc("1e-6"), Ok(1));
    assert_eq!(usdc("10e-7"), Ok(1));
    assert_eq!(usdc("123456789012345.678901"), Ok(123_456_789_012_345_678_901));
}

/// MONEY-03
#[test]
fn what_is_no_plain_decimal_number_is_malformed() {
    let empty = ["", " ", "-", "+", ".", "e", "e5", "-e5", "1e", "1e+", "1e-", "1e5.0", "1e5e5"];
    let points = [".5", "5.", "5.e1", "1.2.3", "1..2", "-.5"];
    let zeros = ["00", "01", "007", "00.5", "-01", "-00"];
    let signs = ["+5", "--5", "5-", "1e--5", "1e+-5", "- 5"];
    let words = ["NaN", "nan", "inf", "Infinity", "-inf", "0x10", "1f", "five", "1_000", "1,000"];
    let spaces = [" 5", "5 ", "5\n", "\t5", "1 000", "5\0", "\u{feff}5", "5\u{a0}"];
    let letters = ["\u{665}", "\u{ff15}", "1\u{660}", "\u{2212}5", "5\u{ff0e}0", "1e\u{665}"];
    let all = [&empty[..], &points, &zeros, &signs, &words, &spaces, &letters].concat();
    assert_eq!(all.len(), 55);
    for text in all {
        assert_eq!(usdc(text), Err(MALFORMED), "{text:?}");
    }
}

#[test]
fn what_is_below_zero_is_negative() {
    for text in ["-1", "-0.000001", "-1e-6", "-5e1", "-0.0000001", "-1e99999"] {
        assert_eq!(usdc(text), Err(NEGATIVE), "{text}");
    }
}

/// MONEY-03
#[test]
fn more_digits_than_the_minor_unit_has_are_too_precise() {
    for text in ["0.0000001", "1.0000001", "1e-7", "15e-7", "50.12345678", "1e-99999"] {
        assert_eq!(usdc(text), Err(NotADecimal::TooPrecise(6)), "{text}");
    }
    assert_eq!(usdc("1e-999999999999999999999999"), Err(NotADecimal::TooPrecise(6)));
    assert_eq!(asset(0).parse("1.5"), Err(NotADecimal::TooPrecise(0)));
    assert_eq!(asset(0).parse("1.0").map(Amount::minor), Ok(1));
    assert_eq!(Asset::USD.parse("0.005"), Err(NotADecimal::TooPrecise(2)));
}

/// MONEY-03
#[test]
fn what_passes_the_largest_amount_is_too_large() {
    let whole = asset(0);
    assert_eq!(whole.parse("79228162514264337593543950335"), Ok(Amount::MAX));
    assert_eq!(usdc("79228162514264337593543.950335"), Ok(Amount::MAX.minor()));
    assert_eq!(usdc("79228162514264337593543950335e-6"), Ok(Amount::MAX.minor()));
    for text in ["79228162514264337593543950336", "1e29", "1e99999", "1e999999999"] {
        assert_eq!(whole.parse(text), Err(TOO_LARGE), "{text}");
    }
    assert_eq!(usdc("79228162514264337593543.950336"), Err(TOO_LARGE));
    assert_eq!(usdc("1e99999999999999999999999999999999"), Err(TOO_LARGE));
    assert_eq!(whole.parse(&"9".repeat(10_000)), Err(TOO_LARGE));
    assert_eq!(whole.parse(&format!("1{}", "0".repeat(10_000))), Err(TOO_LARGE));
    assert_eq!(whole.parse(&format!("1{}e-10000", "0".repeat(10_000))).map(Amount::minor), Ok(1));
    assert_eq!(
        whole.parse("10000000000000000000000000000").map(Amount::minor),
        Ok(10_u128.pow(28))
    );
}

#[test]
fn codes_are_stable() {
    let all = [MALFORMED, NEGATIVE, NotADecimal::TooPrecise(6), TOO_LARGE];
    let codes = all.map(NotADecimal::code);
    assert_eq!(codes, ["not_a_number", "negative", "too_precise", "too_large"]);
    assert_eq!(
        NotADecimal::TooPrecise(6).to_string(),
        "has more fractional digits than the 6 allowed"
    );
}

#[test]
fn an_amount_is_written_in_the_usual_scale() {
    let show =
        |exponent, minor| asset(exponent).show(Amount::new(minor).expect("an amount")).to_string();
    assert_eq!(show(6, 50_000_000), "50.00");
    assert_eq!(show(6, 50_500_000), "50.50");
    assert_eq!(show(6, 50_120_000), "50.12");
    assert_eq!(show(6, 50_123_000), "50.123");
    assert_eq!(show(6, 1), "0.000001");
    assert_eq!(show(6, 0), "0.00");
    assert_eq!(show(2, 5), "0.05");
    assert_eq!(show(2, 100), "1.00");
    assert_eq!(show(1, 15), "1.5");
    assert_eq!(show(1, 10), "1.0");
    assert_eq!(show(0, 10), "10");
    assert_eq!(show(18, 10_u128.pow(18)), "1.00");
    assert_eq!(show(18, Amount::MAX.minor()), "79228162514.264337593543950335");
    assert_eq!(Asset::USDC.show(Amount::MAX).to_string(), "79228162514264337593543.950335");
}

/// MONEY-04
#[test]
fn a_percentage_has_two_digits_after_the_point_at_most() {
    let points = |text| percent(text).map(Bps::points);
    assert_eq!(points("33.33"), Ok(3_333));
    assert_eq!(points("0.57"), Ok(57));
    assert_eq!(points("57"), Ok(5_700));
    assert_eq!(points("100"), Ok(10_000));
    assert_eq!(points("100.00"), Ok(10_000));
    assert_eq!(points("1e2"), Ok(10_000));
    assert_eq!(points("0"), Ok(0));
    assert_eq!(points("0.01"), Ok(1));
    assert_eq!(points("33.330"), Ok(3_333));
    assert_eq!(points("33.333"), Err(NotADecimal::TooPrecise(2)));
    for text in ["100.01", "101", "655.37", "65537", "1e9", "1e999999999"] {
        assert_eq!(points(text), Err(TOO_LARGE), "{text}");
    }
    assert_eq!(points("-1"), Err(NEGATIVE));
    assert_eq!(points("5%"), Err(MALFORMED));
    assert_eq!(points(""), Err(MALFORMED));
}

proptest! {
    /// MONEY-09
    #[test]
    fn what_is_written_is_read_back(amount in amounts(), exponent in 0_u8..=18) {
        let shown = asset(exponent).show(amount).to_string();
        prop_assert_eq!(asset(exponent).parse(&shown), Ok(amount), "{}", shown);
    }

    /// Every digit counts: 10^-k of an amount is `k` places further right.
    #[test]
    fn an_exponent_moves_the_point(amount in amounts(), exponent in 0_u8..=18) {
        let text = format!("{amount}e-{exponent}");
        prop_assert_eq!(asset(exponent).parse(&text), Ok(amount));
        let text = format!("{amount}.000E-{exponent}");
        prop_assert_eq!(asset(exponent).parse(&text), Ok(amount));
    }

    #[test]
    fn every_share_can_be_written_as_a_percentage(share in shares()) {
        let (whole, hundredths) = (share.points() / 100, share.points() % 100);
        prop_assert_eq!(percent(&format!("{whole}.{hundredths:02}")), Ok(share));
    }

    /// L-01: whatever the text, there is an answer, and it is in range.
    #[test]
    fn any_text_has_an_answer(text in "[-+0-9.eE_ ]{0,12}|\\PC{0,8}", exponent in 0_u8..=18) {
        if let Ok(amount) = asset(exponent).parse(&text) {
            prop_assert_eq!(Amount::new(amount.minor()), Some(amount));
            let again = asset(exponent).show(amount).to_string();
            prop_assert_eq!(asset(exponent).parse(&again), Ok(amount));
        }
    }
}

/// The fuzzer runs the same check.
#[test]
fn any_text_is_read_and_written_as_by_hand() {
    check_any(60, digits::check);
}
