//! The words of a line, as every lifecycle reads them.

use earnest::money::{Amount, Asset, Bps, percent};
use earnest::time::Window;

use super::super::people::Worker;

/// What was read, or what is wrong.
pub type Reading<T> = Result<T, String>;

/// A line on its way through a reader.
#[derive(Clone, Debug)]
pub struct Words<'a> {
    whole: &'a str,
    left: &'a str,
    asset: Asset,
}

impl<'a> Words<'a> {
    /// The words of a text that tells money in this asset.
    pub(super) fn of(whole: &'a str, asset: Asset) -> Self {
        Self { whole, left: whole.trim_start(), asset }
    }

    /// Where the next word begins.
    pub(super) fn column(&self) -> usize {
        self.whole.len() - self.left.len()
    }

    /// The next word, without moving on.
    #[must_use]
    pub fn peek(&self) -> Option<&'a str> {
        self.left.split_whitespace().next()
    }

    /// The next word.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn next(&mut self) -> Reading<&'a str> {
        let word = self.peek().ok_or_else(|| format!("`{}` ends too early", self.whole))?;
        self.left = self.left[word.len()..].trim_start();
        Ok(word)
    }

    /// A text in quotes.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn quoted(&mut self) -> Reading<String> {
        let wrong = || format!("a text in quotes is missing before `{}`", self.left);
        let (text, left) =
            self.left.strip_prefix('"').and_then(|it| it.split_once('"')).ok_or_else(wrong)?;
        self.left = left.trim_start();
        Ok(text.to_owned())
    }

    /// Moves on past this word.
    ///
    /// # Errors
    ///
    /// If another one stands there.
    pub fn expect(&mut self, wanted: &str) -> Reading<()> {
        let word = self.next()?;
        if word == wanted { Ok(()) } else { Err(format!("`{wanted}` is missing before `{word}`")) }
    }

    /// Moves on if the next word is this one.
    pub fn skip(&mut self, wanted: &str) -> bool {
        let there = self.peek() == Some(wanted);
        if there {
            self.left = self.left[wanted.len()..].trim_start();
        }
        there
    }

    /// Whether the order is over: its answer follows, or nothing.
    #[must_use]
    pub fn answered(&self) -> bool {
        matches!(self.peek(), Some("->" | "!") | None)
    }

    /// An amount, such as `50.00`, in minor units.
    ///
    /// # Errors
    ///
    /// If it is no amount of the asset.
    pub fn amount(&mut self) -> Reading<Amount> {
        let text = self.next()?;
        self.asset.parse(text).map_err(|why| format!("`{text}` {why}"))
    }

    /// A whole number.
    ///
    /// # Errors
    ///
    /// If it is none of that size.
    pub fn number<T: std::str::FromStr>(&mut self) -> Reading<T> {
        let text = self.next()?;
        text.parse().map_err(|_| format!("`{text}` is no such number"))
    }

    /// The digits of a percentage such as `2.5%`, which need not be a good one: refusing it may be
    /// the point.
    ///
    /// # Errors
    ///
    /// If it lacks its sign.
    pub fn percent(&mut self) -> Reading<String> {
        let text = self.next()?;
        let digits = text.strip_suffix('%').ok_or_else(|| format!("`{text}` lacks its `%`"))?;
        Ok(digits.to_owned())
    }

    /// A share such as `2.5%`.
    ///
    /// # Errors
    ///
    /// If it is none.
    pub fn share(&mut self) -> Reading<Bps> {
        let digits = self.percent()?;
        percent(&digits).map_err(|why| format!("`{digits}%` {why}"))
    }

    /// A window such as `72h`.
    ///
    /// # Errors
    ///
    /// If it is none.
    pub fn window(&mut self) -> Reading<Window> {
        let text = self.next()?;
        let millis = u64::try_from(millis(text)?).ok().and_then(Window::from_millis);
        millis.ok_or_else(|| format!("`{text}` is no window"))
    }

    /// An agent.
    ///
    /// # Errors
    ///
    /// If no scene knows it.
    pub fn worker(&mut self) -> Reading<Worker> {
        one(self.next()?, &Worker::ALL, |worker| worker.word())
    }

    pub(super) fn rest(&mut self) -> &'a str {
        std::mem::take(&mut self.left)
    }

    /// Nothing is left.
    ///
    /// # Errors
    ///
    /// If something is.
    pub fn done(&self) -> Reading<()> {
        if self.left.is_empty() { Ok(()) } else { Err(format!("what is `{}`?", self.left)) }
    }
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
    let count: i64 = count.parse().map_err(|_| format!("`{text}` is no such number"))?;
    count.checked_mul(unit).ok_or_else(|| format!("`{text}` is too long"))
}

/// The one with this name.
pub(super) fn one<T: Copy>(text: &str, all: &[T], name: fn(&T) -> &'static str) -> Reading<T> {
    all.iter().copied().find(|one| name(one) == text).ok_or_else(|| {
        let known: Vec<_> = all.iter().map(name).collect();
        format!("`{text}` is none of {}", known.join(", "))
    })
}
