//! What the operator's staff does: users, keys, money that comes in and goes out, rulings, the
//! clock.

use std::time::Duration;

use jiff::Timestamp;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use crate::client::Client;
use crate::error::Error;
use crate::marketplace::{Dispute, Disputed, Ruling, Wallet, path};
use crate::page::List;
use crate::transport::Request;
use crate::wire::{Decimal, DisputeId, KeyId, Nothing, Only, TransferId, UserId};

/// The operator's routes. To all but admins every call fails with `admin_only`.
#[derive(Clone, Debug)]
pub struct Admin {
    pub(crate) client: Client,
}

/// A new user.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NewUser {
    /// What it is called.
    pub name: String,
    /// Whether it decides disputes and administers.
    pub admin: bool,
}

/// How much comes in or goes out.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NewTransfer {
    /// Above zero, in decimal units.
    pub amount: Decimal,
    /// In what, `USDC` or `CREDIT`; `USDC` without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

/// A user.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct User {
    /// Its identity.
    pub id: UserId,
    /// What it is called.
    pub name: String,
    /// Whether it decides disputes and administers.
    pub admin: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A user with its first key.
#[derive(Clone, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreatedUser {
    /// The user.
    pub user: User,
    /// The key. It is shown once: `None` if the first answer was lost on its way and the command
    /// was sent again; then make another key.
    pub api_key: Option<String>,
    /// The key's identity, by which it is revoked.
    pub key_id: KeyId,
}

/// A key.
#[derive(Clone, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreatedKey {
    /// The key. It is shown once: `None` if the first answer was lost on its way and the command
    /// was sent again.
    pub api_key: Option<String>,
    /// The key's identity, by which it is revoked.
    pub key_id: KeyId,
}

/// Money that came in or went out.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Transfer {
    /// Its identity.
    pub id: TransferId,
    /// `DEPOSIT` or `WITHDRAWAL`.
    pub kind: String,
    /// How much, in decimal units.
    pub amount: Decimal,
    /// In what.
    pub currency: String,
    /// Whose wallet.
    pub user_id: UserId,
    /// When.
    pub created_at: Timestamp,
}

/// A transfer and the wallet with it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[non_exhaustive]
pub struct Transferred {
    /// What was moved.
    pub transfer: Transfer,
    /// The wallet.
    pub wallet: Wallet,
}

impl Admin {
    /// Makes a user with a key.
    ///
    /// # Errors
    ///
    /// `validation_failed`.
    pub async fn create_user(&self, user: &NewUser) -> Result<CreatedUser, Error> {
        self.client.ask(&Request::post(path("/admin/users"), user)?).await
    }

    /// Makes one more key for a user.
    ///
    /// # Errors
    ///
    /// `not_found`.
    pub async fn create_key(&self, user: &UserId) -> Result<CreatedKey, Error> {
        let route = format!("/admin/users/{user}/keys");
        self.client.ask(&Request::post(path(&route), &Nothing {})?).await
    }

    /// Takes a key out of use. It is not sent again by itself: a key that is gone is `not_found`.
    ///
    /// # Errors
    ///
    /// `not_found`.
    pub async fn revoke_key(&self, key: &KeyId) -> Result<(), Error> {
        let request = Request::delete(path(&format!("/admin/keys/{key}")));
        self.client.ask::<IgnoredAny>(&request).await.map(drop)
    }

    /// Lets a user claim runs, or no longer.
    ///
    /// # Errors
    ///
    /// `not_found`.
    pub async fn set_worker(&self, user: &UserId, worker: bool) -> Result<(), Error> {
        let route = format!("/admin/users/{user}/worker");
        let request = Request::post(path(&route), &SetWorker { worker })?;
        self.client.ask::<IgnoredAny>(&request).await.map(drop)
    }

    /// Puts money into a user's wallet.
    ///
    /// # Errors
    ///
    /// `not_found`, `validation_failed`.
    pub async fn deposit(
        &self,
        user: &UserId,
        transfer: &NewTransfer,
    ) -> Result<Transferred, Error> {
        let route = format!("/admin/users/{user}/deposits");
        self.client.ask(&Request::post(path(&route), transfer)?).await
    }

    /// Takes money out of a user's wallet.
    ///
    /// # Errors
    ///
    /// `insufficient_funds`, `not_found`, `validation_failed`.
    pub async fn withdraw(
        &self,
        user: &UserId,
        transfer: &NewTransfer,
    ) -> Result<Transferred, Error> {
        let route = format!("/admin/users/{user}/withdrawals");
        self.client.ask(&Request::post(path(&route), transfer)?).await
    }

    /// A user's wallet.
    ///
    /// # Errors
    ///
    /// `not_found`.
    pub async fn wallet(&self, user: &UserId) -> Result<Wallet, Error> {
        let request = Request::get(path(&format!("/admin/users/{user}/wallet")));
        let answer: Only<Wallet> = self.client.ask(&request).await?;
        Ok(answer.it)
    }

    /// The open disputes, the newest task's first.
    #[must_use]
    pub fn disputes(&self) -> List<Dispute> {
        List::new(&self.client, Request::get(path("/admin/disputes")))
    }

    /// Decides a dispute.
    ///
    /// # Errors
    ///
    /// `wrong_state`, `interested_arbiter`, `not_found`, `validation_failed`.
    pub async fn resolve(&self, dispute: &DisputeId, ruling: &Ruling) -> Result<Disputed, Error> {
        let route = format!("/admin/disputes/{dispute}/resolve");
        self.client.ask(&Request::post(path(&route), ruling)?).await
    }

    /// The server's time.
    ///
    /// # Errors
    ///
    /// `admin_only`.
    pub async fn clock(&self) -> Result<Timestamp, Error> {
        let answer: Only<Timestamp> = self.client.ask(&Request::get(path("/admin/clock"))).await?;
        Ok(answer.it)
    }

    /// Moves a manual clock on, by whole milliseconds, and answers after everything that came due
    /// was carried out.
    ///
    /// # Errors
    ///
    /// `clock_is_real`, `time_out_of_range`.
    pub async fn advance_clock(&self, by: Duration) -> Result<Timestamp, Error> {
        let advance_ms = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
        let request = Request::post(path("/admin/clock"), &Advance { advance_ms })?;
        let answer: Only<Timestamp> = self.client.ask(&request).await?;
        Ok(answer.it)
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Advance {
    advance_ms: u64,
}

#[derive(Serialize)]
struct SetWorker {
    worker: bool,
}

impl std::fmt::Debug for CreatedUser {
    /// Without the key.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { user, key_id, .. } = self;
        f.debug_struct("CreatedUser")
            .field("user", user)
            .field("key_id", key_id)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for CreatedKey {
    /// Without the key.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CreatedKey").field("key_id", &self.key_id).finish_non_exhaustive()
    }
}
