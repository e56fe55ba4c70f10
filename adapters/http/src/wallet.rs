//! What a user has.

use std::collections::BTreeMap;

use axum::extract::State;
use earnest::money::{Amount, Asset};
use earnest_service::store::Wallet;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::Shared;
use crate::auth::Caller;
use crate::body::Json;
use crate::house::ASSET;
use crate::problem::{Problem, QueryProblems};
use crate::wire::{Money, True};

/// What a user has of one currency.
#[derive(Debug, Serialize, ToSchema)]
pub struct WalletView {
    /// Free to spend.
    pub available: Money,
    /// Paid in to tasks that are still open.
    pub held: Money,
    /// To be earned from tasks that are still open.
    pub pending: Money,
    /// Taken back after it was paid out; later earnings pay it off first.
    pub owed: Money,
}

/// What a user has, by currency. The marketplace's own is always there.
pub type Wallets = BTreeMap<String, WalletView>;

/// A wallet.
#[derive(Debug, Serialize, ToSchema)]
pub struct WalletAnswer {
    /// Always true.
    pub success: True,
    /// What is in it, by currency.
    pub wallet: Wallets,
}

/// The caller's wallet.
#[utoipa::path(get, path = "/api/v1/wallet", tag = "wallet",
    responses((status = 200, body = WalletAnswer), QueryProblems))]
pub async fn get(State(app): Shared, caller: Caller) -> Result<Json<WalletAnswer>, Problem> {
    let wallet = wallets(app.store().wallets(caller.user).await?);
    Ok(Json(WalletAnswer { success: True, wallet }))
}

/// Wallets as they are shown.
pub(crate) fn wallets(kept: Vec<Wallet>) -> Wallets {
    let shown = |wallet: &Wallet| (wallet.asset.code().to_owned(), view(wallet));
    with_purse(kept, ASSET).iter().map(shown).collect()
}

/// Puts an empty wallet of an asset beside the others if there is none.
pub(crate) fn with_purse(mut wallets: Vec<Wallet>, asset: Asset) -> Vec<Wallet> {
    if !wallets.iter().any(|wallet| wallet.asset == asset) {
        wallets.push(Wallet::empty(asset));
    }
    wallets
}

fn view(wallet: &Wallet) -> WalletView {
    let show = |minor: i128| {
        let minor = u128::try_from(minor).unwrap_or(0);
        Money::show(wallet.asset, Amount::new(minor).unwrap_or(Amount::MAX))
    };
    WalletView {
        available: show(wallet.balance),
        held: show(wallet.held),
        pending: show(wallet.pending),
        owed: show(wallet.balance.saturating_neg()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shown(balance: i128, held: i128, pending: i128) -> String {
        let wallets = wallets(vec![Wallet { asset: ASSET, balance, held, pending }]);
        serde_json::to_string(&wallets).unwrap()
    }

    #[test]
    fn an_empty_wallet_has_zeros() {
        let zeros = r#"{"USDC":{"available":0.00,"held":0.00,"pending":0.00,"owed":0.00}}"#;
        assert_eq!(serde_json::to_string(&wallets(Vec::new())).unwrap(), zeros);
        assert_eq!(shown(0, 0, 0), zeros);
    }

    #[test]
    fn what_is_available_and_what_is_owed_exclude_each_other() {
        assert_eq!(
            shown(50_000_000, 1, 2_500_000),
            r#"{"USDC":{"available":50.00,"held":0.000001,"pending":2.50,"owed":0.00}}"#
        );
        assert_eq!(
            shown(-50_000_000, 0, 0),
            r#"{"USDC":{"available":0.00,"held":0.00,"pending":0.00,"owed":50.00}}"#
        );
    }

    #[test]
    fn other_currencies_stand_beside_the_marketplaces_own() {
        let kept = vec![Wallet { balance: 150, ..Wallet::empty(Asset::USD) }];
        let value = serde_json::to_value(wallets(kept)).unwrap();
        assert_eq!(value["USD"]["available"], json!(1.5));
        assert_eq!(value["USDC"]["available"], json!(0.0));
    }
}
