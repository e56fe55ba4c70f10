//! Short ways to write the plain structs that a lifecycle is made of.

/// Declares what each command carries. Texts are documents; an order holds their digest.
macro_rules! order {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty),* $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
        pub struct $name { $($(#[$field_doc])* pub $field: $type),* }
    )+};
}

/// Gives a newtype over `u8` its bounds, its number, and a strict reader.
macro_rules! scale {
    ($name:ident, $range:pat, $bounds:literal) => {
        impl $name {
            #[doc = concat!("`None` outside of ", $bounds, ".")]
            #[must_use]
            pub const fn new(value: u8) -> Option<Self> {
                if matches!(value, $range) { Some(Self(value)) } else { None }
            }

            /// As a number.
            #[must_use]
            pub const fn value(self) -> u8 {
                self.0
            }
        }

        impl TryFrom<u8> for $name {
            type Error = $crate::work::OffScale;

            fn try_from(value: u8) -> Result<Self, $crate::work::OffScale> {
                Self::new(value).ok_or($crate::work::OffScale(value))
            }
        }

        impl From<$name> for u8 {
            fn from(it: $name) -> Self {
                it.0
            }
        }
    };
}

pub(crate) use {order, scale};
