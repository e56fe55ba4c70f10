//! Keys are given out and revoked.

use axum::http::StatusCode;
use axum::response::Response;
use earnest::ids::PartyId;
use earnest_service::directory::{self, Key, collection};
use earnest_service::store::{Commit, Document, Write};

use crate::act::{Attempt, Ticket};
use crate::admin::Done;
use crate::app::App;
use crate::ids::KeyId;
use crate::keys::ApiKey;
use crate::problem::{Code, Problem};
use crate::wire::True;

/// A key that is about to be given out.
pub(crate) struct Fresh {
    pub(crate) key: ApiKey,
    pub(crate) id: KeyId,
    pub(crate) writes: [Write; 2],
}

/// A new key of a user's, or of an agent of his.
pub(crate) fn fresh(
    app: &App,
    user: PartyId,
    admin: bool,
    agent: Option<PartyId>,
) -> Result<Fresh, Problem> {
    let minted = if agent.is_some() { ApiKey::mint_for_agent() } else { ApiKey::mint() };
    let key = minted.map_err(|error| {
        tracing::error!(%error, "no randomness for a key");
        Problem::new(Code::Unavailable)
    })?;
    let id = KeyId::mint();
    let known = Key { id: id.0, user, admin, agent, created_at: app.now() };
    let writes = directory::grant(&known, key.digest())?;
    Ok(Fresh { key, id, writes })
}

impl App {
    /// Revokes a key, if it is one of those.
    ///
    /// # Errors
    ///
    /// 404 `not_found`; the store's.
    pub(crate) async fn revoke(
        &self,
        ticket: &Ticket,
        id: KeyId,
        is_one: impl Fn(&Key) -> bool,
    ) -> Result<Response, Problem> {
        let named = self.store().document(collection::KEY_IDS, &id.0.to_string()).await?;
        let named = named.ok_or_else(Problem::not_found)?;
        let digest: String = directory::parse(&named)?;
        let done = self.once(ticket, |_| async {
            let named = self.store().document(collection::KEY_IDS, &id.0.to_string()).await?;
            let named = named.ok_or_else(Problem::not_found)?;
            let key = self.store().document(collection::KEYS, &digest).await?;
            if let Some(known) = &key
                && !is_one(&directory::parse(known)?)
            {
                return Err(Problem::not_found());
            }
            let delete = |it: Document| Write {
                collection: it.collection,
                key: it.key,
                expected: it.version,
                body: None,
            };
            let documents = [Some(named), key].into_iter().flatten().map(delete).collect();
            let commit = Commit { documents, ..Commit::default() };
            Attempt::new(commit, StatusCode::OK, &Done { success: True })
        });
        let done = done.await;
        self.service.forget_key(digest.parse().map_err(|_| Problem::new(Code::Defect))?);
        done
    }
}
