//! The museum: defects that systems of this kind shipped. Each has scenes that keep it from coming
//! back, in every lifecycle that it could come back in.

use earnest::credits::Credits;
use earnest::machine::Machine as _;
use earnest::marketplace::Marketplace;
use earnest::runs::Runs;

use super::played::Played;

/// Every name that `museum:` may give, with the lifecycles that the defect could come back in.
const MUSEUM: [(&str, &[&str]); 23] = [
    ("a2ars-cancel-toctou", &[Marketplace::NAME, Runs::NAME, Credits::NAME]),
    ("agenc-any-worker", &[Marketplace::NAME, Credits::NAME]),
    ("agenc-split-omitted", &[Marketplace::NAME, Credits::NAME]),
    ("alancoin-closed-not-paid", &[Marketplace::NAME, Credits::NAME]),
    ("alancoin-expiry-pays-seller", &[Marketplace::NAME, Credits::NAME]),
    ("alancoin-float-weights", &[Marketplace::NAME, Credits::NAME]),
    ("alancoin-silent-friend", &[Marketplace::NAME, Credits::NAME]),
    ("arbitova-dust", &[Marketplace::NAME, Credits::NAME]),
    ("blnk-void-twice", &[Marketplace::NAME, Credits::NAME]),
    ("circle-early-overdraw", &[Marketplace::NAME, Credits::NAME]),
    ("city-routing-conflict", &[Credits::NAME]),
    ("g0-review-starvation", &[Marketplace::NAME, Credits::NAME]),
    ("g0-revise-then-cancel", &[Marketplace::NAME]),
    ("human-zero-award", &[Marketplace::NAME, Credits::NAME]),
    ("hyperswitch-refund-race", &[Marketplace::NAME, Credits::NAME]),
    ("kleros-burn", &[Marketplace::NAME, Credits::NAME]),
    ("kleros-zero-offer", &[Marketplace::NAME, Credits::NAME]),
    ("openbazaar-limbo", &[Marketplace::NAME, Credits::NAME]),
    ("safetrust-double-fund", &[Marketplace::NAME, Credits::NAME]),
    ("stateset-disputed-terminal", &[Marketplace::NAME, Credits::NAME]),
    ("stateset-partial-is-half", &[Marketplace::NAME, Credits::NAME]),
    ("stateset-self-accept", &[Marketplace::NAME, Credits::NAME]),
    ("trustless-overpay", &[Marketplace::NAME, Credits::NAME]),
];

/// The defects that could come back in a lifecycle.
pub fn of<P: Played>() -> impl Iterator<Item = &'static str> {
    MUSEUM.iter().filter(|(_, of)| of.contains(&P::NAME)).map(|(name, _)| *name)
}
