//! Amounts and percentages as texts, read and written by the core and once more by hand: on
//! strings of digits, with no arithmetic but the position of the point.

use earnest::money::{Amount, Asset, NotADecimal, percent};

use crate::choices::Choices;

/// 2^96 - 1.
const MOST: &str = "79228162514264337593543950335";
const ALPHABET: &[u8; 16] = b"0123456789.-+eE0";

/// Reads the bytes as a text or as an amount.
pub(crate) fn check(input: &[u8]) {
    let mut choices = Choices::new(input);
    let exponent = choices.byte() % 19;
    let asset = Asset::new("X", exponent).expect("an asset");
    match choices.byte() % 4 {
        0 => check_written(asset, Amount::new(choices.number()).expect("below 2^96")),
        1 => {
            check_written(asset, Amount::new((1 << 96) - 1 - choices.number() % 7).expect("below"))
        }
        2 => {
            // Mostly numbers: any byte is a character of one.
            let digit = |byte: &u8| char::from(ALPHABET[usize::from(byte % 16)]);
            check_read(asset, &choices.rest().iter().map(digit).collect::<String>());
        }
        _ => check_read(asset, &String::from_utf8_lossy(choices.rest())),
    }
}

fn check_read(asset: Asset, text: &str) {
    let exponent = asset.exponent();
    let digits = |amount: Amount| amount.minor().to_string();
    assert_eq!(asset.parse(text).map(digits), slow(text, exponent), "{text:?} e{exponent}");
    if let Ok(amount) = asset.parse(text) {
        check_written(asset, amount);
    }
    let points = slow(text, 2).and_then(|points| {
        let fits = !is_above(&points, "10000");
        fits.then_some(points).ok_or(NotADecimal::TooLarge)
    });
    assert_eq!(percent(text).map(|it| it.points().to_string()), points, "{text:?} per cent");
}

fn check_written(asset: Asset, amount: Amount) {
    let shown = asset.show(amount).to_string();
    let exponent = usize::from(asset.exponent());
    let digits = format!("{:0>1$}", amount.minor().to_string(), exponent + 1);
    let (whole, fraction) = digits.split_at(digits.len() - exponent);
    let mut fraction = fraction.to_owned();
    while fraction.len() > 2 && fraction.ends_with('0') {
        fraction.pop();
    }
    let point = if fraction.is_empty() { "" } else { "." };
    assert_eq!(shown, format!("{whole}{point}{fraction}"));
    assert_eq!(asset.parse(&shown), Ok(amount), "{shown}");
    let json = serde_json::to_string(&amount).expect("an amount can be written");
    assert_eq!(json, format!("\"{}\"", amount.minor()));
    assert_eq!(serde_json::from_str::<Amount>(&json).expect("and read"), amount);
}

/// The minor units as digits: the point is moved, and what is left behind it must be zeros.
fn slow(text: &str, exponent: u8) -> Result<String, NotADecimal> {
    let (negative, whole, fraction, power) = grammar(text).ok_or(NotADecimal::Malformed)?;
    let digits = format!("{whole}{fraction}");
    let leading = digits.chars().take_while(|it| *it == '0').count();
    let significant = digits.trim_matches('0');
    if significant.is_empty() {
        return Ok("0".to_owned());
    }
    if negative {
        return Err(NotADecimal::Negative);
    }
    // Where the point stands, counted from the first significant digit.
    let length = |text: &str| i128::try_from(text.len()).expect("short");
    let first = i128::try_from(leading).expect("short");
    let point = length(whole) - first + power + i128::from(exponent);
    let missing = point - length(significant);
    if missing < 0 {
        return Err(NotADecimal::TooPrecise(exponent));
    }
    if point > 29 {
        return Err(NotADecimal::TooLarge);
    }
    let zeros = "0".repeat(usize::try_from(missing).expect("small"));
    let minor = format!("{significant}{zeros}");
    if is_above(&minor, MOST) { Err(NotADecimal::TooLarge) } else { Ok(minor) }
}

/// Sign, digits before the point, digits behind it, power of ten; `None` if it is no number.
fn grammar(text: &str) -> Option<(bool, &str, &str, i128)> {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, rest) = digits(rest)?;
    if whole.len() > 1 && whole.starts_with('0') {
        return None;
    }
    let (fraction, rest) = match rest.strip_prefix('.') {
        Some(rest) => digits(rest)?,
        None => ("", rest),
    };
    let Some(rest) = rest.strip_prefix(['e', 'E']) else {
        return rest.is_empty().then_some((negative, whole, fraction, 0));
    };
    let (sign, rest) = match rest.chars().next()? {
        '-' => (-1, &rest[1..]),
        '+' => (1, &rest[1..]),
        _ => (1, rest),
    };
    let (power, rest) = digits(rest)?;
    let short = power.trim_start_matches('0');
    // No text is so long that it could make up for a power of more than 18 digits.
    let power = if short.len() > 18 { i128::from(i64::MAX) } else { short.parse().unwrap_or(0) };
    rest.is_empty().then_some((negative, whole, fraction, sign * power))
}

/// At least one digit, and what follows.
fn digits(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// Compares two numbers without leading zeros.
fn is_above(number: &str, most: &str) -> bool {
    (number.len(), number) > (most.len(), most)
}
