//! Fuzzed bytes as a row of choices. They never run out: what is missing is zero.

#![expect(dead_code, reason = "each target uses its part")]

use std::slice::Iter;

/// What is left of the input.
#[derive(Clone, Debug)]
pub(crate) struct Bytes<'a>(Iter<'a, u8>);

impl<'a> Bytes<'a> {
    pub(crate) fn new(input: &'a [u8]) -> Self {
        Self(input.iter())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.len() == 0
    }

    pub(crate) fn rest(&self) -> &'a [u8] {
        self.0.as_slice()
    }

    pub(crate) fn byte(&mut self) -> u8 {
        self.0.next().copied().unwrap_or(0)
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[usize::from(self.byte()) % from.len()]
    }

    pub(crate) fn number(&mut self) -> u128 {
        (0..12).fold(0, |number, _| number << 8 | u128::from(self.byte()))
    }
}
