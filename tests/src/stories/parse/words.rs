//! The words of a line.

use earnest::money::{Amount, Asset, Bps, percent};
use earnest::time::Window;

/// What was read, or what is wrong.
pub(crate) type Reading<T> = Result<T, String>;

/// A line on its way through a reader.
pub(super) struct Words<'a> {
    whole: &'a str,
    left: &'a str,
}

impl<'a> Words<'a> {
    pub(super) fn of(whole: &'a str) -> Self {
        Self { whole, left: whole.trim_start() }
    }

    /// Where the next word begins.
    pub(super) fn column(&self) -> usize {
        self.whole.len() - self.left.len()
    }

    /// The next word, without moving on.
    pub(super) fn peek(&self) -> Option<&'a str> {
        self.left.split_whitespace().next()
    }

    pub(super) fn next(&mut self) -> Reading<&'a str> {
        let word = self.peek().ok_or_else(|| format!("`{}` ends too early", self.whole))?;
        self.left = self.left[word.len()..].trim_start();
        Ok(word)
    }

    /// A text in quotes.
    pub(super) fn quoted(&mut self) -> Reading<String> {
        let wrong = || format!("a text in quotes is missing before `{}`", self.left);
        let (text, left) =
            self.left.strip_prefix('"').and_then(|it| it.split_once('"')).ok_or_else(wrong)?;
        self.left = left.trim_start();
        Ok(text.to_owned())
    }

    pub(super) fn expect(&mut self, wanted: &str) -> Reading<()> {
        let word = self.next()?;
        if word == wanted { Ok(()) } else { Err(format!("`{wanted}` is missing before `{word}`")) }
    }

    /// Moves on if the next word is this one.
    pub(super) fn skip(&mut self, wanted: &str) -> bool {
        let there = self.peek() == Some(wanted);
        if there {
            self.left = self.left[wanted.len()..].trim_start();
        }
        there
    }

    pub(super) fn rest(&mut self) -> &'a str {
        std::mem::take(&mut self.left)
    }

    pub(super) fn done(&self) -> Reading<()> {
        if self.left.is_empty() { Ok(()) } else { Err(format!("what is `{}`?", self.left)) }
    }
}

pub(super) fn amount(text: &str) -> Reading<Amount> {
    Asset::USDC.parse(text).map_err(|why| format!("`{text}` {why}"))
}

pub(super) fn number<T: std::str::FromStr>(text: &str) -> Reading<T> {
    text.parse().map_err(|_| format!("`{text}` is no such number"))
}

/// `2.5%`.
pub(super) fn share(text: &str) -> Reading<Bps> {
    let digits = text.strip_suffix('%').ok_or_else(|| format!("`{text}` lacks its `%`"))?;
    percent(digits).map_err(|why| format!("`{text}` {why}"))
}

/// `72h` in milliseconds; `0` needs no unit.
pub(super) fn millis(text: &str) -> Reading<i64> {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let (count, unit) = text.split_at(end);
    let unit: i64 = match unit {
        "" if count == "0" => 1,
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return Err(format!("`{text}` is no time: `5ms`, `5s`, `5m`, `5h`, `5d`")),
    };
    let count: i64 = number(count)?;
    count.checked_mul(unit).ok_or_else(|| format!("`{text}` is too long"))
}

pub(super) fn window(text: &str) -> Reading<Window> {
    let millis = u64::try_from(millis(text)?).ok().and_then(Window::from_millis);
    millis.ok_or_else(|| format!("`{text}` is no window"))
}
