//! What is said to and read from every surface alike.

use std::fs;
use std::sync::Arc;

use earnest::machine::Table;
use earnest::time::Timestamp;
use serde_json::{Value, json};

use super::super::driver::apart;
use super::super::played::Played;
use super::super::scene::{Answer as Told, Line};
use crate::cast::{Person, instant};
use crate::client::{Answer, Client, Request};
use crate::json::Json;

use crate::server::{Launch, Server};

/// Starts a server on an empty file whose new tasks get these terms.
pub(super) fn serve(house: &Value) -> Server {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("terms.json");
    fs::write(&file, house.to_string()).expect("a writable folder");
    let wrapper = vec!["env".to_owned(), format!("EARNEST_TERMS={}", file.display())];
    Server::launch(Launch { wrapper, ..Launch::default() }, Arc::new(folder))
}

/// Someone new; `judges` makes an admin of him.
pub(super) fn newcomer(admin: &Client, name: &str, judges: bool) -> Person {
    let made = admin.post("/admin/users", json!({"name": name, "admin": judges})).done(201);
    let key = made.text("apiKey").to_owned();
    Person { id: made.text("user.id").to_owned(), client: admin.with_key(&key), key }
}

/// The server's time.
pub(super) fn now(admin: &Client) -> Timestamp {
    timestamp(admin.get("/admin/clock").done(200).text("now"))
}

/// Moves the server's clock, and says whether there was anything to move.
pub(super) fn move_clock(admin: &Client, to: Timestamp) -> bool {
    let wait = apart(now(admin), to);
    if wait != 0 {
        let moved = admin.post("/admin/clock", json!({"advanceMs": wait})).done(200);
        assert_eq!(timestamp(moved.text("now")), to, "the clock is where it was moved to");
    }
    wait != 0
}

/// The orders that an answer about options lists, in the words of the stories; none for those to
/// whom the task does not exist.
pub(super) fn options<M: Table>(answer: &Answer) -> Vec<String> {
    if answer.status == 404 {
        return Vec::new();
    }
    let command = |option: &Json| {
        let rule = option.text("rule");
        let row = M::ROWS.iter().find(|row| row.rule == rule);
        row.unwrap_or_else(|| panic!("the table has no `{rule}`")).on.to_lowercase()
    };
    answer.done(200).list("options").iter().map(command).collect()
}

/// The code of a refusal in the words of the core: the surfaces hide tasks from strangers, and
/// tell by codes of their own whose form, or whose key, it is.
pub(super) fn code(answer: &Answer) -> String {
    let code = answer.json().text("code").to_owned();
    answer.refused(answer.status, &code);
    match code.as_str() {
        "not_found" => "not_a_party".to_owned(),
        "not_your_agent" | "admin_only" | "agent_key_only" | "owner_key_only" => {
            "wrong_role".to_owned()
        }
        _ => code,
    }
}

/// A time on the wire.
pub(super) fn timestamp(text: &str) -> Timestamp {
    let millis = u64::try_from(instant(text)).ok().and_then(Timestamp::from_millis);
    millis.unwrap_or_else(|| panic!("`{text}` is out of range"))
}

/// An amount that can be subtracted from.
pub(super) fn signed(amount: u128) -> i128 {
    i128::try_from(amount).unwrap_or(i128::MAX)
}

/// A request with a body, below `/api/v1`.
pub(super) fn post(path: &str, body: Value) -> Request {
    Request::new("POST", &format!("/api/v1{path}")).json(body)
}

/// Whether a line says that its order is carried out.
pub(super) const fn accepted<P: Played>(line: &Line<P>) -> bool {
    matches!(line.answer, Told::Done(_))
}
