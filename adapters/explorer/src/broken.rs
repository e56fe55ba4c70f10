//! A law that does not hold, with the orders that lead there.

use std::fmt;

use crate::law::{Breach, Law};

/// A law that does not hold, and how to get there.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Broken {
    /// The law.
    pub law: Law,
    /// What is wrong, in a sentence.
    pub what: &'static str,
    /// The accepted orders that lead to the place, from the beginning.
    pub path: Vec<String>,
    /// The order at which it shows; none if the place itself is wrong.
    pub order: Option<String>,
    /// The place: where the instance is.
    pub place: String,
}

impl Broken {
    pub(crate) fn new(
        Breach { law, what }: Breach,
        path: Vec<String>,
        order: Option<String>,
        place: String,
    ) -> Box<Self> {
        Box::new(Self { law, what, path, order, place })
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} is broken: {}", self.law.id(), self.what)?;
        for (index, step) in self.path.iter().enumerate() {
            writeln!(f, "{:>4}. {step}", index + 1)?;
        }
        if let Some(order) = &self.order {
            writeln!(f, "   at {order}")?;
        }
        write!(f, "   in {}", self.place)
    }
}

impl std::error::Error for Broken {}
