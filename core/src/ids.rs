//! Identifiers. Callers mint them; the core only compares them.

use core::fmt;
use core::marker::PhantomData;
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

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(Hex::<$digits>::of(self.bytes().as_slice()).as_str())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(Hex::<$digits>::of(self.bytes().as_slice()).as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(Parsed(PhantomData))
            }
        }
    };
}

/// `N` digits of lower-case hexadecimal, without allocating: journals are full of them.
struct Hex<const N: usize>([u8; N]);

impl<const N: usize> Hex<N> {
    fn of(bytes: &[u8]) -> Self {
        let mut text = [b'0'; N];
        for (digits, four) in text.chunks_exact_mut(8).zip(bytes.chunks_exact(4)) {
            let four = four.try_into().map_or(0, u32::from_be_bytes);
            for (to, from) in digits.iter_mut().zip(eight_digits(four)) {
                *to = from;
            }
        }
        Self(text)
    }

    fn as_str(&self) -> &str {
        // By `of`, every byte is an ASCII digit.
        core::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// Eight digits at once, a byte each: nothing here carries from one byte into the next.
fn eight_digits(number: u32) -> [u8; 8] {
    let mut halves = u64::from(number);
    halves = (halves << 16 | halves) & 0x0000_ffff_0000_ffff;
    halves = (halves << 8 | halves) & 0x00ff_00ff_00ff_00ff;
    halves = (halves << 4 | halves) & 0x0f0f_0f0f_0f0f_0f0f;
    // 1 where a letter is needed: 10 to 15, and 6 more, are 16 and above.
    let letters = halves.wrapping_add(0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101;
    // `a` is 39 beyond the character after `9`.
    let beyond = letters.wrapping_mul(39);
    halves.wrapping_add(0x3030_3030_3030_3030).wrapping_add(beyond).to_be_bytes()
}

/// Reads a value from its text, borrowed or not.
pub(crate) struct Parsed<T>(pub(crate) PhantomData<T>);

impl<T: FromStr<Err: fmt::Display>> de::Visitor<'_> for Parsed<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text in the value's one spelling")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

id! {
    /// One passage through one lifecycle, such as a task.
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
        impl $name {
            fn bytes(&self) -> [u8; 16] {
                self.0.to_be_bytes()
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

impl Digest {
    fn bytes(&self) -> [u8; 32] {
        self.0
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
