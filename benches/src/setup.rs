//! What every kind of life needs before it begins: users, keys, money.

use serde_json::{Value, json};

use crate::Fallible;
use crate::client::{Connection, render};
use crate::process::ADMIN_KEY;

/// A user with a key.
#[derive(Debug, Clone)]
pub struct User {
    /// Its id on the wire.
    pub id: String,
    /// Its API key.
    pub key: String,
}

/// What a wallet says of one currency.
#[derive(Debug, Clone, Copy)]
pub struct Purse {
    /// What can be spent.
    pub available: f64,
    /// What is in open tasks.
    pub held: f64,
}

/// Makes a user.
///
/// # Errors
/// If the server refuses.
pub async fn user(connection: &mut Connection, name: &str) -> Fallible<User> {
    let body = json!({"name": name});
    let answer = post(connection, "/api/v1/admin/users", ADMIN_KEY, 201, &body).await?;
    Ok(User { id: text(&answer, "/user/id")?, key: text(&answer, "/apiKey")? })
}

/// Gives a user money.
///
/// # Errors
/// If the server refuses.
pub async fn deposit(
    connection: &mut Connection,
    user: &User,
    amount: u64,
    currency: &str,
) -> Fallible<()> {
    let path = format!("/api/v1/admin/users/{}/deposits", user.id);
    let body = json!({"amount": amount, "currency": currency});
    post(connection, &path, ADMIN_KEY, 201, &body).await.map(drop)
}

/// What a user has of a currency.
///
/// # Errors
/// If the server refuses, or the wallet has no such currency.
pub async fn purse(connection: &mut Connection, key: &str, currency: &str) -> Fallible<Purse> {
    let request = render("GET", "/api/v1/wallet", key, "");
    let answer = connection.exchange(request.as_bytes()).await?.expect(200, "the wallet")?;
    let wallet: Value = serde_json::from_slice(answer)?;
    let amount = |name: &str| {
        let amount = wallet.pointer(&format!("/wallet/{currency}/{name}"));
        amount.and_then(Value::as_f64).ok_or_else(|| format!("no `{name}` in {wallet}"))
    };
    Ok(Purse { available: amount("available")?, held: amount("held")? })
}

/// Posts a body and reads the answer.
///
/// # Errors
/// If the answer has another status, or is not JSON.
pub async fn post(
    connection: &mut Connection,
    path: &str,
    key: &str,
    expected: u16,
    body: &Value,
) -> Fallible<Value> {
    let request = render("POST", path, key, &body.to_string());
    let answer = connection.exchange(request.as_bytes()).await?.expect(expected, path)?;
    Ok(serde_json::from_slice(answer)?)
}

/// A string in a JSON answer.
///
/// # Errors
/// If it is not there.
pub fn text(answer: &Value, pointer: &str) -> Fallible<String> {
    let found = answer.pointer(pointer).and_then(Value::as_str);
    Ok(found.ok_or_else(|| format!("no `{pointer}` in {answer}"))?.to_owned())
}
