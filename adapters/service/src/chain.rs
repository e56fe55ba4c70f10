//! The hash chain of a stream: each entry is bound to every entry before it.

use earnest::ids::{Digest, InstanceId};
use sha2::{Digest as _, Sha256};

use crate::store::Entry;

/// The hash that an empty stream starts from: SHA-256 of `earnest/1` and the stream's id
/// (STORE-14).
#[must_use]
pub fn genesis(id: InstanceId) -> Digest {
    let mut hash = Sha256::new();
    hash.update(b"earnest/1");
    hash.update(id.0.to_be_bytes());
    Digest(hash.finalize().into())
}

/// The hash of an entry, whatever its `hash` field says: SHA-256 of the hash before it, its number,
/// its time and its three texts, each with its length in front (big-endian, 64 bits), and a missing
/// document told apart from an empty one (STORE-12).
#[must_use]
pub fn link(before: Digest, entry: &Entry) -> Digest {
    let mut hash = Sha256::new();
    hash.update(before.0);
    hash.update(entry.number.to_be_bytes());
    hash.update(entry.at.as_millis().to_be_bytes());
    for text in [Some(&*entry.kind), Some(&*entry.body), entry.document.as_deref()] {
        match text {
            Some(text) => {
                hash.update([1]);
                hash.update((text.len() as u64).to_be_bytes());
                hash.update(text.as_bytes());
            }
            None => hash.update([0]),
        }
    }
    Digest(hash.finalize().into())
}

/// The digest of a document: SHA-256 of its text as kept.
#[must_use]
pub fn digest(text: &str) -> Digest {
    Digest(Sha256::digest(text).into())
}
