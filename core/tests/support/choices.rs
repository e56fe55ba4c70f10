//! Bytes as a row of choices, made through `arbitrary`. They never run out: what is missing is zero,
//! and zero is the most usual choice.

use arbitrary::Unstructured;

/// What is left of the bytes.
#[derive(Debug)]
pub(crate) struct Choices<'a>(Unstructured<'a>);

impl<'a> Choices<'a> {
    pub(crate) fn new(input: &'a [u8]) -> Self {
        Self(Unstructured::new(input))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn rest(self) -> &'a [u8] {
        self.0.take_rest()
    }

    pub(crate) fn byte(&mut self) -> u8 {
        self.0.arbitrary().expect("missing bytes are zeros")
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        *self.0.choose(from).expect("something to choose from")
    }

    /// Any number of twelve bytes.
    pub(crate) fn number(&mut self) -> u128 {
        (0..12).fold(0, |number, _| number << 8 | u128::from(self.byte()))
    }
}
