//! What an operator says of the terms of new tasks.

use earnest::marketplace::Terms;
use serde_json::{Value, json};

/// The operator's file: everything that a buyer cannot say himself.
pub(super) fn house(terms: &Terms) -> Value {
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
