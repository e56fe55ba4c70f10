//! Identifiers. Callers mint them; the core only compares them.

use alloc::borrow::Cow;
use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A text that is no identifier: not lower-case hexadecimal of the right length.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not an identifier: lower-case hexadecimal of the right length is needed")]
pub struct NotAnId;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident($inner:ty), $digits:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub struct $name(pub $inner);

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Cow::<'de, str>::deserialize(deserializer)?.parse().map_err(de::Error::custom)
            }
        }
    };
}

id! {
    /// One run of one lifecycle.
    InstanceId(u128), 32
}
id! {
    /// A person, agent or organisation that can hold a role or own a wallet.
    PartyId(u128), 32
}
id! {
    /// Chosen by the sender of an order, unique per intent: the idempotency key.
    OrderId(u128), 32
}
id! {
    /// SHA-256 of a document kept elsewhere: a deliverable, a reason, a piece of evidence.
    Digest([u8; 32]), 64
}

macro_rules! hex_u128 {
    ($($name:ident)+) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:032x}", self.0)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                hex::<16>(text).map(|bytes| Self(u128::from_be_bytes(bytes)))
            }
        }
    )+};
}
hex_u128!(InstanceId PartyId OrderId);

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Digest {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        hex::<32>(text).map(Self)
    }
}

/// Exactly `N` bytes of lower-case hexadecimal, so that an identifier has one spelling.
fn hex<const N: usize>(text: &str) -> Result<[u8; N], NotAnId> {
    let digit = |byte: &u8| match byte {
        b'0'..=b'9' => Ok(byte.wrapping_sub(b'0')),
        b'a'..=b'f' => Ok(byte.wrapping_sub(b'a').wrapping_add(10)),
        _ => Err(NotAnId),
    };
    let mut bytes = [0; N];
    let pairs = text.as_bytes().chunks_exact(2);
    if text.len() != N.saturating_mul(2) {
        return Err(NotAnId);
    }
    for (byte, pair) in bytes.iter_mut().zip(pairs) {
        if let [high, low] = pair {
            *byte = digit(high)?.wrapping_shl(4) | digit(low)?;
        }
    }
    Ok(bytes)
}
