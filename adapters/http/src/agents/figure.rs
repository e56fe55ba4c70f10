//! Figures that are compared, not counted: exact to two digits.

use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// A ratio of two counts, rounded half up to hundredths, such as `4.67`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Figure {
    hundredths: u64,
}

impl Figure {
    /// `part` over `whole`; `None` over nothing and below zero.
    #[must_use]
    pub fn ratio(part: i64, whole: i64) -> Option<Self> {
        let (part, whole) = (u128::try_from(part).ok()?, u128::try_from(whole).ok()?);
        // Twice the ratio in hundredths, plus one, halved: half up without a fraction.
        let doubled = part.checked_mul(200)?.checked_add(whole)?.checked_div(whole)?;
        Some(Self { hundredths: u64::try_from(doubled / 2).ok()? })
    }
}

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (whole, rest) = (self.hundredths / 100, self.hundredths % 100);
        let digits = match (rest, rest % 10) {
            (0, _) => whole.to_string(),
            (_, 0) => format!("{whole}.{}", rest / 10),
            _ => format!("{whole}.{rest:02}"),
        };
        RawValue::from_string(digits).map_err(S::Error::custom)?.serialize(serializer)
    }
}

impl PartialSchema for Figure {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::Number).multiple_of(Some(0.01)).into()
    }
}

impl ToSchema for Figure {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_exact_to_two_digits() {
        let shown = |part, whole| serde_json::to_string(&Figure::ratio(part, whole)).unwrap();
        for (part, whole, digits) in [
            (14, 3, "4.67"),
            (13, 3, "4.33"),
            (9, 2, "4.5"),
            (5, 1, "5"),
            (0, 7, "0"),
            (1, 200, "0.01"),
            (1, 201, "0"),
            (97, 100, "0.97"),
            (0, 0, "null"),
            (1, 0, "null"),
            (-1, 2, "null"),
            (i64::MAX, i64::MAX, "1"),
        ] {
            assert_eq!(shown(part, whole), digits, "{part} / {whole}");
        }
    }
}
