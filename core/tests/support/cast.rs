//! Who plays in the tests of the marketplace, and a contract with windows of a few milliseconds.

use earnest::dispute::Ruling;
use earnest::ids::{Digest, PartyId};
use earnest::marketplace::{Agent, Mode, Terms};
use earnest::money::{Amount, Asset, Bps};
use earnest::time::Window;

/// Pays.
pub(crate) const BUYER: PartyId = PartyId(1);
/// The agent that the terms name, if they name one.
pub(crate) const AGENT: Agent = Agent { id: PartyId(3), owner: PartyId(2) };
/// Another agent, of another owner.
pub(crate) const RIVAL: Agent = Agent { id: PartyId(5), owner: PartyId(4) };
/// Nobody here.
pub(crate) const STRANGER: PartyId = PartyId(9);
/// Decides disputes.
pub(crate) const ARBITER: PartyId = PartyId(7);

/// A document.
pub(crate) const PAPER: Digest = Digest([0xa; 32]);
/// Another.
pub(crate) const OTHER_PAPER: Digest = Digest([0xb; 32]);

/// An amount that a test knows to be one.
pub(crate) fn amount(minor: u128) -> Amount {
    Amount::new(minor).expect("an amount")
}

/// A share that a test knows to be one.
pub(crate) fn bps(points: u16) -> Bps {
    Bps::new(points).expect("a share")
}

/// A window that a test knows to be one.
pub(crate) fn window(millis: u64) -> Window {
    Window::from_millis(millis).expect("a window")
}

/// The named agent does it for 1001 minor units; each window has its own length.
pub(crate) fn terms() -> Terms {
    Terms {
        buyer: BUYER,
        asset: Asset::USDC,
        budget: amount(1_001),
        mode: Mode::Direct(Some(AGENT)),
        fee: bps(333),
        kill_fee: bps(2_500),
        default_ruling: Ruling::HALF,
        max_revisions: 1,
        max_remedies: 1,
        max_evidence: 1,
        to_hire: window(3),
        to_match: window(2),
        to_deliver: window(4),
        to_deliver_least: window(3),
        to_review: window(4),
        to_revise: window(3),
        to_respond: window(4),
        to_rule: window(5),
    }
}
