//! The first admin: without one nobody could make users.

use std::env;

use earnest_http::ApiKey;
use earnest_http::ids::{KeyId, UserId};
use earnest_service::Service;
use earnest_service::directory::{self, Key, User, collection};
use earnest_service::store::{Commit, Store};

use crate::fault::Fault;

/// The admin's key as the operator wants it.
#[derive(Debug)]
pub(crate) struct Preset(ApiKey);

/// What the operator may be told of the admin's key.
#[derive(Debug)]
pub(crate) enum AdminKey {
    /// It is new, and shown this once.
    Minted(ApiKey),
    /// The operator preset it, and knows it.
    Preset,
    /// It was shown when the file was new.
    Known,
}

/// How many users are looked at in one go.
const PAGE: u32 = 100;

/// The key in `EARNEST_ADMIN_KEY`, if it is set.
pub(crate) fn preset() -> Result<Option<Preset>, Fault> {
    let Some(key) = env::var_os("EARNEST_ADMIN_KEY") else { return Ok(None) };
    Ok(Some(Preset(ApiKey::parse(&key.to_string_lossy())?)))
}

/// Makes sure that there is an admin, and that the preset key is his.
pub(crate) async fn admit(service: &Service, preset: Option<Preset>) -> Result<AdminKey, Fault> {
    let store = service.store();
    if let Some(Preset(key)) = &preset {
        let digest = key.digest().to_string();
        let known: Option<Key> = directory::find(store, collection::KEYS, &digest).await?;
        match known {
            Some(known) if known.admin => return Ok(AdminKey::Preset),
            Some(_) => return Err(Fault::NotTheAdmins),
            None => {}
        }
    }
    let admin = first(store).await?;
    match (admin, preset) {
        (Some(_), None) => Ok(AdminKey::Known),
        (admin, Some(Preset(key))) => {
            give(service, admin, &key).await?;
            Ok(AdminKey::Preset)
        }
        (None, None) => {
            let key = ApiKey::mint().map_err(Fault::Randomness)?;
            give(service, None, &key).await?;
            Ok(AdminKey::Minted(key))
        }
    }
}

/// Gives the key to the admin, who is made if there is none.
async fn give(service: &Service, admin: Option<User>, key: &ApiKey) -> Result<(), Fault> {
    let now = service.clock().now();
    let mut commit = Commit::default();
    let admin = match admin {
        Some(admin) => admin,
        None => {
            let id = UserId::mint().0;
            let admin = User { id, name: "Admin".to_owned(), admin: true, created_at: now };
            let known = directory::create(collection::USERS, id.to_string(), &admin)?;
            commit.documents.push(known);
            admin
        }
    };
    let known =
        Key { id: KeyId::mint().0, user: admin.id, admin: true, agent: None, created_at: now };
    commit.documents.extend(directory::grant(&known, key.digest())?);
    Ok(service.commit(commit).await?)
}

/// The oldest admin. Ids are in the order of time and the first user of a file is an admin, so
/// that he is found at once.
async fn first(store: &dyn Store) -> Result<Option<User>, Fault> {
    let mut after: Option<String> = None;
    loop {
        let page = store.documents(collection::USERS, "", after.as_deref(), PAGE).await?;
        let Some(last) = page.last() else { return Ok(None) };
        after = Some(last.key.clone());
        for document in &page {
            let user: User = directory::parse(document)?;
            if user.admin {
                return Ok(Some(user));
            }
        }
    }
}
