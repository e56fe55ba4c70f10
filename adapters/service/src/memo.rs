//! What was just read and hardly changes: keys and agents' cards. Every command asks for them.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use earnest::ids::{Digest, PartyId};

use crate::directory::{self, AgentCard, Key, collection};
use crate::service::Service;
use crate::store::Failure;

/// How long an answer is good for. A key that is revoked in another process works for as long;
/// one that is revoked in this process stops at once.
const FRESH: Duration = Duration::from_secs(1);

/// How many answers are kept before all are dropped.
const KEPT: usize = 16_384;

/// Answers by question, each good for [`FRESH`]. Only what exists is kept, so that nothing new
/// is overlooked.
#[derive(Debug)]
pub(crate) struct Memo<K, V>(RwLock<HashMap<K, (Instant, Arc<V>)>>);

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<K: Eq + Hash, V> Memo<K, V> {
    fn get(&self, key: &K) -> Option<Arc<V>> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let (at, value) = kept.get(key)?;
        (at.elapsed() < FRESH).then(|| Arc::clone(value))
    }

    fn keep(&self, key: K, value: V) -> Arc<V> {
        let value = Arc::new(value);
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(key, (Instant::now(), Arc::clone(&value)));
        value
    }

    fn forget(&self, key: &K) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).remove(key);
    }
}

impl Service {
    /// What is known of the API key with that SHA-256.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn key(&self, digest: Digest) -> Result<Option<Arc<Key>>, Failure> {
        if let Some(key) = self.keys.get(&digest) {
            return Ok(Some(key));
        }
        let key = directory::find(self.store(), collection::KEYS, &digest.to_string()).await?;
        Ok(key.map(|key| self.keys.keep(digest, key)))
    }

    /// Asks the store the next time: the key was revoked.
    pub fn forget_key(&self, digest: Digest) {
        self.keys.forget(&digest);
    }

    /// An agent by its id.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn card(&self, agent: PartyId) -> Result<Option<Arc<AgentCard>>, Failure> {
        if let Some(card) = self.cards.get(&agent) {
            return Ok(Some(card));
        }
        let card = directory::agent(self.store(), agent).await?;
        Ok(card.map(|card| self.cards.keep(agent, card)))
    }
}
