//! A server whose new tasks get a scene's terms.

use std::fs;
use std::sync::Arc;

use earnest::marketplace::Terms;
use serde_json::{Value, json};

use crate::server::{Launch, Server};

/// Starts a server on an empty file.
pub(super) fn serve(terms: &Terms) -> Server {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("terms.json");
    fs::write(&file, house(terms).to_string()).expect("a writable folder");
    let wrapper = vec!["env".to_owned(), format!("EARNEST_TERMS={}", file.display())];
    Server::launch(Launch { wrapper, ..Launch::default() }, Arc::new(folder))
}

/// The operator's file: everything that a buyer cannot say himself.
fn house(terms: &Terms) -> Value {
    json!({
        "fee": terms.fee,
        "killFee": terms.kill_fee,
        "defaultRuling": terms.default_ruling,
        "maxRevisions": terms.max_revisions,
        "maxRemedies": terms.max_remedies,
        "maxEvidence": terms.max_evidence,
        "toHire": terms.to_hire,
        "toMatch": terms.to_match,
        "toDeliver": terms.to_deliver,
        "toDeliverLeast": terms.to_deliver_least,
        "toReview": terms.to_review,
        "toRevise": terms.to_revise,
        "toRespond": terms.to_respond,
        "toRule": terms.to_rule,
    })
}
