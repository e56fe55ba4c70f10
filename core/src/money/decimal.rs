//! The strict reader and writer of decimal numbers. Digits go straight to integers of minor
//! units; no float is on the way.

use core::fmt;

use super::{Amount, Bps};

/// Why a text is not an amount or a percentage. Its [`code`](NotADecimal::code) is stable.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotADecimal {
    /// Not a plain decimal number.
    #[error("not a decimal number")]
    Malformed,
    /// Below zero.
    #[error("must not be negative")]
    Negative,
    /// More fractional digits than the minor unit has.
    #[error("has more fractional digits than the {0} allowed")]
    TooPrecise(u8),
    /// Above what can be held.
    #[error("is too large")]
    TooLarge,
}

impl NotADecimal {
    /// A name that clients can rely on.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Malformed => "not_a_number",
            Self::Negative => "negative",
            Self::TooPrecise(_) => "too_precise",
            Self::TooLarge => "too_large",
        }
    }
}

/// Reads a percentage with at most two fractional digits: `33.33` is 3333 basis points (MONEY-04).
///
/// # Errors
///
/// [`NotADecimal`] for anything else, and above 100.
pub fn percent(text: &str) -> Result<Bps, NotADecimal> {
    let points = parse(text, 2)?;
    u16::try_from(points).ok().and_then(Bps::new).ok_or(NotADecimal::TooLarge)
}

/// Reads a JSON-style number (`-?digits[.digits][e[+-]digits]`) as minor units.
pub(super) fn parse(text: &str, exponent: u8) -> Result<u128, NotADecimal> {
    let malformed = NotADecimal::Malformed;
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (mantissa, power) = match text.split_once(['e', 'E']) {
        Some((mantissa, power)) => (mantissa, parse_power(power).ok_or(malformed)?),
        None => (text, 0),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((_, "")) => return Err(malformed),
        Some(parts) => parts,
        None => (mantissa, ""),
    };
    let digits = || whole.bytes().chain(fraction.bytes());
    if whole.is_empty() || !digits().all(|byte| byte.is_ascii_digit()) {
        return Err(malformed);
    }
    // JSON has no leading zeros; neither has an amount, so that it has few spellings.
    if whole.len() > 1 && whole.starts_with('0') {
        return Err(malformed);
    }
    if digits().all(|byte| byte == b'0') {
        return Ok(0);
    }
    if negative {
        return Err(NotADecimal::Negative);
    }

    // value = digits * 10^(power - fraction + exponent), in minor units
    let fraction_digits = i64::try_from(fraction.len()).map_err(|_| NotADecimal::TooLarge)?;
    let shift = power.saturating_sub(fraction_digits).saturating_add(exponent.into());
    let trailing = digits().rev().take_while(|byte| *byte == b'0').count();
    let significant = digits().count().saturating_sub(trailing);
    let zeros = shift.saturating_add(i64::try_from(trailing).unwrap_or(i64::MAX));
    let zeros = u64::try_from(zeros).map_err(|_| NotADecimal::TooPrecise(exponent))?;
    let append = |minor: u128, digit: u8| {
        let next = minor.checked_mul(10)?.checked_add(digit.into())?;
        (next <= Amount::MAX.minor()).then_some(next)
    };
    let mut minor = 0_u128;
    for digit in digits().take(significant).map(|byte| byte.wrapping_sub(b'0')) {
        minor = append(minor, digit).ok_or(NotADecimal::TooLarge)?;
    }
    for _ in 0..zeros {
        // Ends early: `minor` is positive, so it passes the maximum within 29 rounds.
        minor = append(minor, 0).ok_or(NotADecimal::TooLarge)?;
    }
    Ok(minor)
}

/// The exponent of a number; one too long to matter saturates.
fn parse_power(text: &str) -> Option<i64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let power = digits.bytes().fold(0_i64, |power, byte| {
        power.saturating_mul(10).saturating_add(byte.wrapping_sub(b'0').into())
    });
    Some(power.saturating_mul(sign))
}

/// Writes minor units with at least two fractional digits (or the exponent's, if fewer) and no
/// trailing zeros beyond that.
pub(super) fn write(f: &mut fmt::Formatter<'_>, minor: u128, exponent: u8) -> fmt::Result {
    let scale = 10_u128.saturating_pow(exponent.into());
    let whole = minor.checked_div(scale).unwrap_or(minor);
    let mut fraction = minor.checked_rem(scale).unwrap_or(0);
    let mut width = usize::from(exponent);
    while width > 2 && fraction.checked_rem(10) == Some(0) {
        fraction = fraction.checked_div(10).unwrap_or(0);
        width = width.saturating_sub(1);
    }
    match width {
        0 => write!(f, "{whole}"),
        _ => write!(f, "{whole}.{fraction:0width$}"),
    }
}
