//! Keys are given out and revoked.

use axum::http::StatusCode;
use axum::response::Response;
use earnest::ids::PartyId;
use earnest_service::directory::{self, Key, collection};
use earnest_service::store::{Commit, Document, Write};
use serde::Serialize;

use crate::act::{Attempt, Ticket};
use crate::admin::Done;
use crate::app::App;
use crate::ids::KeyId;
use crate::keys::ApiKey;
use crate::problem::{Code, Problem};
use crate::wire::True;

/// A key that is about to be given out.
pub(crate) struct Fresh {
    key: ApiKey,
    id: KeyId,
    writes: [Write; 2],
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

impl Fresh {
    /// The attempt that gives the key out, with the document of whom it is for if that is new.
    /// The answer shows the key this once; what is kept for those who ask again has none.
    ///
    /// # Errors
    ///
    /// 500 `defect` if an answer cannot be written.
    pub(crate) fn give_out<T: Serialize>(
        self,
        whose: Option<Write>,
        answer: impl Fn(Option<String>, KeyId) -> T,
    ) -> Result<Attempt, Problem> {
        let documents = whose.into_iter().chain(self.writes).collect();
        let commit = Commit { documents, ..Commit::default() };
        let shown = answer(Some(self.key.reveal().to_owned()), self.id);
        Attempt::new(commit, StatusCode::CREATED, &shown)?.keeping(&answer(None, self.id))
    }
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
