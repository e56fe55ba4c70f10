//! What an operator's staff does: users, their keys, their money, and the clock.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use earnest::ids::PartyId;
use earnest::ledger::{Account, Posting};
use earnest::marketplace;
use earnest::money::{Amount, Asset};
use earnest_service::directory::{self, User, collection};
use earnest_service::store::Commit;
use earnest_service::treasury::{Direction, Transfer};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::act::{Attempt, Ticket};
use crate::app::{App, Shared};
use crate::auth::{Admin, Caller};
use crate::body::{Hashed, Json};
use crate::grants::fresh;
use crate::ids::{KeyId, UserId};
use crate::path::Path;
use crate::problem::{Code, CommandProblems, FieldError, Problem, QueryProblems, codes};
use crate::refusal;
use crate::wallet::{WalletAnswer, Wallets, wallets, with_purse};
use crate::wire::{Money, Text, Time, True, Whole, vocabulary};

/// A new user.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewUser {
    /// What it is called.
    pub name: Text<1, 200>,
    /// Whether it decides disputes and administers; false by default.
    pub admin: Option<bool>,
}

/// A user.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserView {
    /// Its identity.
    pub id: UserId,
    /// What it is called.
    pub name: String,
    /// Whether it decides disputes and administers.
    pub admin: bool,
    /// When it was made.
    pub created_at: Time,
}

/// A new user with its first key.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserAnswer {
    /// Always true.
    pub success: True,
    /// The user.
    pub user: UserView,
    /// The key, shown this once: null when the answer is replayed.
    pub api_key: Option<String>,
    /// The key's identity, by which it is revoked.
    pub key_id: KeyId,
}

/// Nothing but the wish for a key.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewKey {}

/// A new key.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct KeyAnswer {
    /// Always true.
    pub success: True,
    /// The key, shown this once: null when the answer is replayed.
    pub api_key: Option<String>,
    /// The key's identity, by which it is revoked.
    pub key_id: KeyId,
}

/// It was done, and there is nothing more to say.
#[derive(Debug, Serialize, ToSchema)]
pub struct Done {
    /// Always true.
    pub success: True,
}

/// How much comes in or goes out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Move {
    /// Above zero.
    pub amount: Money,
    /// In what; USDC by default.
    pub currency: Option<WalletCurrency>,
}

vocabulary! {
    /// What can be in a wallet.
    WalletCurrency {
        Usdc = "USDC",
        Credit = "CREDIT",
    }
}

vocabulary! {
    /// Which way money crossed the border.
    TransferKind {
        Deposit = "DEPOSIT",
        Withdrawal = "WITHDRAWAL",
    }
}

/// Money that came in or went out.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TransferView {
    /// `tr_`, the user's digits, and its number among the user's transfers.
    pub id: String,
    /// Which way.
    pub kind: TransferKind,
    /// How much.
    pub amount: Money,
    /// In what.
    pub currency: WalletCurrency,
    /// Whose wallet.
    pub user_id: UserId,
    /// When.
    pub created_at: Time,
}

/// A transfer and what it leaves.
#[derive(Debug, Serialize, ToSchema)]
pub struct TransferAnswer {
    /// Always true.
    pub success: True,
    /// What was moved.
    pub transfer: TransferView,
    /// The wallet as it was read, with the transfer in it.
    pub wallet: Wallets,
}

/// How far the clock is moved.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Advance {
    /// In milliseconds; at most ten years.
    pub advance_ms: Whole<0, { marketplace::Terms::LONGEST }>,
}

/// What time it is.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClockAnswer {
    /// Always true.
    pub success: True,
    /// The server's time.
    pub now: Time,
}

/// Make a user with a first key.
///
/// The key is shown once and stored nowhere: a replay of this answer has null in its place.
#[utoipa::path(post, path = "/api/v1/admin/users", tag = "admin", request_body = NewUser,
    responses((status = 201, body = UserAnswer), CommandProblems))]
pub async fn create_user(
    State(app): Shared,
    Admin(caller): Admin,
    ticket: Ticket,
    body: Hashed<NewUser>,
) -> Result<Response, Problem> {
    let (ticket, wish) = (ticket.of(caller, &body.bytes), body.value);
    let user = User {
        id: UserId::mint().0,
        name: wish.name.into_string(),
        admin: wish.admin.unwrap_or(false),
        created_at: app.now(),
    };
    app.once(&ticket, |_| async {
        let key = fresh(&app, user.id, user.admin, None)?;
        let known = directory::create(collection::USERS, user.id.to_string(), &user)?;
        key.give_out(Some(known), |api_key, key_id| UserAnswer {
            success: True,
            user: UserView {
                id: UserId(user.id),
                name: user.name.clone(),
                admin: user.admin,
                created_at: Time(user.created_at),
            },
            api_key,
            key_id,
        })
    })
    .await
}

/// Give a user one more key.
///
/// The key is shown once and stored nowhere: a replay of this answer has null in its place.
#[utoipa::path(post, path = "/api/v1/admin/users/{userId}/keys", tag = "admin",
    request_body = NewKey, params(("userId" = UserId, Path)),
    responses((status = 201, body = KeyAnswer), CommandProblems))]
pub async fn create_key(
    State(app): Shared,
    Admin(caller): Admin,
    Path(user): Path<UserId>,
    ticket: Ticket,
    body: Hashed<NewKey>,
) -> Result<Response, Problem> {
    let ticket = ticket.of(caller, &body.bytes);
    app.once(&ticket, |_| async {
        let user = app.user(user).await?;
        let key = fresh(&app, user.id, user.admin, None)?;
        key.give_out(None, |api_key, key_id| KeyAnswer { success: True, api_key, key_id })
    })
    .await
}

/// Revoke a key, from the next request on. The key of this request may be the one.
#[utoipa::path(delete, path = "/api/v1/admin/keys/{keyId}", tag = "admin",
    params(("keyId" = KeyId, Path)), responses((status = 200, body = Done), CommandProblems))]
pub async fn revoke_key(
    State(app): Shared,
    _: Admin,
    Path(id): Path<KeyId>,
    ticket: Ticket,
) -> Result<Response, Problem> {
    app.revoke(&ticket, id, |_| true).await
}

/// Book money that came in from outside.
#[utoipa::path(post, path = "/api/v1/admin/users/{userId}/deposits", tag = "admin",
    request_body = Move, params(("userId" = UserId, Path)),
    responses((status = 201, body = TransferAnswer), CommandProblems))]
pub async fn deposit(
    State(app): Shared,
    Admin(caller): Admin,
    Path(user): Path<UserId>,
    ticket: Ticket,
    body: Hashed<Move>,
) -> Result<Response, Problem> {
    let ticket = ticket.of(caller, &body.bytes);
    app.transfer(caller, user, &ticket, &body.value, Direction::Deposit).await
}

/// Book money that went out.
#[utoipa::path(post, path = "/api/v1/admin/users/{userId}/withdrawals", tag = "admin",
    request_body = Move, params(("userId" = UserId, Path)),
    responses((status = 201, body = TransferAnswer), CommandProblems))]
pub async fn withdraw(
    State(app): Shared,
    Admin(caller): Admin,
    Path(user): Path<UserId>,
    ticket: Ticket,
    body: Hashed<Move>,
) -> Result<Response, Problem> {
    let ticket = ticket.of(caller, &body.bytes);
    app.transfer(caller, user, &ticket, &body.value, Direction::Withdrawal).await
}

/// A user's wallet.
#[utoipa::path(get, path = "/api/v1/admin/users/{userId}/wallet", tag = "admin",
    params(("userId" = UserId, Path)),
    responses((status = 200, body = WalletAnswer), QueryProblems))]
pub async fn user_wallet(
    State(app): Shared,
    _: Admin,
    Path(user): Path<UserId>,
) -> Result<Json<WalletAnswer>, Problem> {
    let user = app.user(user).await?.id;
    let wallet = wallets(app.store().wallets(user).await?);
    Ok(Json(WalletAnswer { success: True, wallet }))
}

/// What time it is for the server.
#[utoipa::path(get, path = "/api/v1/admin/clock", tag = "admin",
    responses((status = 200, body = ClockAnswer), QueryProblems))]
pub async fn clock(State(app): Shared, _: Admin) -> Json<ClockAnswer> {
    Json(ClockAnswer { success: True, now: Time(app.now()) })
}

/// Move a manual clock forward.
///
/// The answer comes when everything that came due has been carried out.
#[utoipa::path(post, path = "/api/v1/admin/clock", tag = "admin", request_body = Advance,
    responses((status = 200, body = ClockAnswer), CommandProblems))]
pub async fn advance(
    State(app): Shared,
    Admin(caller): Admin,
    ticket: Ticket,
    body: Hashed<Advance>,
) -> Result<Response, Problem> {
    if !app.service.clock().is_manual() {
        return Err(Problem::new(Code::ClockIsReal));
    }
    let ticket = ticket.of(caller, &body.bytes);
    let response = app.once(&ticket, |_| async {
        let mut commit = Commit::default();
        let now = app.service.advance(body.value.advance_ms.number(), &mut commit).await?;
        let now = now.ok_or_else(|| Problem::new(Code::TimeOutOfRange))?;
        Attempt::new(commit, StatusCode::OK, &ClockAnswer { success: True, now: Time(now) })
    });
    let response = response.await?;
    app.service.catch_up().await.map_err(refusal::not_committed)?;
    Ok(response)
}

impl WalletCurrency {
    const fn asset(self) -> Asset {
        match self {
            Self::Usdc => Asset::USDC,
            Self::Credit => Asset::CREDIT,
        }
    }
}

impl App {
    /// A user by its id.
    ///
    /// # Errors
    ///
    /// 404 `not_found`; the store's.
    pub(crate) async fn user(&self, id: UserId) -> Result<User, Problem> {
        let found = directory::find(self.store(), collection::USERS, &id.0.to_string()).await?;
        found.ok_or_else(Problem::not_found)
    }

    async fn transfer(
        &self,
        caller: Caller,
        user: UserId,
        ticket: &Ticket,
        wish: &Move,
        direction: Direction,
    ) -> Result<Response, Problem> {
        let user = self.user(user).await?.id;
        let asset = wish.currency.unwrap_or(WalletCurrency::Usdc).asset();
        let amount = wish.amount.amount("amount", asset)?;
        if amount.is_zero() {
            return Err(FieldError::new("amount", codes::TOO_SMALL, "must be above zero").into());
        }
        self.once(ticket, |_| async {
            if direction == Direction::Deposit {
                self.room_for(asset, amount).await?;
            }
            let (by, at) = (caller.user, self.now());
            let transfer = Transfer { party: user, direction, asset, amount, by, at };
            let mut commit = Commit::default();
            let number = self.service.transfer(&transfer, &mut commit).await?;
            let wallet = self.after(user, asset, transfer.posting()).await?;
            let transfer = view(&transfer, number);
            let answer = TransferAnswer { success: True, transfer, wallet };
            Attempt::new(commit, StatusCode::CREATED, &answer)
        })
        .await
    }

    /// All money together stays an amount, so that every wallet can be shown.
    async fn room_for(&self, asset: Asset, amount: Amount) -> Result<(), Problem> {
        let inside = self.store().balance(asset, Account::World).await?.unsigned_abs();
        let all = inside.checked_add(amount.minor()).and_then(Amount::new);
        let refuse = || FieldError::new("amount", codes::TOO_LARGE, "is more than can be kept");
        all.map(|_| ()).ok_or_else(|| refuse().into())
    }

    /// A wallet as a transfer leaves it; what others do meanwhile aside.
    async fn after(
        &self,
        user: PartyId,
        asset: Asset,
        posting: Posting,
    ) -> Result<Wallets, Problem> {
        let mut kept = with_purse(self.store().wallets(user).await?, asset);
        for (account, change) in posting.changes() {
            let own = kept.iter_mut().filter(|wallet| wallet.asset == asset);
            for wallet in own.filter(|_| account == Account::Wallet(user)) {
                wallet.balance = wallet.balance.saturating_add(change);
            }
        }
        Ok(wallets(kept))
    }
}

fn view(transfer: &Transfer, number: u64) -> TransferView {
    TransferView {
        id: format!("tr_{}_{number}", transfer.party),
        kind: match transfer.direction {
            Direction::Deposit => TransferKind::Deposit,
            Direction::Withdrawal => TransferKind::Withdrawal,
        },
        amount: Money::show(transfer.asset, transfer.amount),
        currency: match transfer.asset {
            Asset::CREDIT => WalletCurrency::Credit,
            _ => WalletCurrency::Usdc,
        },
        user_id: UserId(transfer.party),
        created_at: Time(transfer.at),
    }
}
