//! Who usually plays, and a contract of the marketplace with windows of a few milliseconds.

use earnest::dispute::Ruling;
use earnest::ids::{Digest, PartyId};
use earnest::marketplace::{Agent, Mode, Terms};
use earnest::money::{Amount, Asset, Bps};
use earnest::time::Window;

/// Pays.
pub const BUYER: PartyId = PartyId(1);
/// The agent that the terms name, if they name one.
pub const AGENT: Agent = Agent { id: PartyId(3), owner: PartyId(2) };
/// Another agent, of another owner.
pub const RIVAL: Agent = Agent { id: PartyId(5), owner: PartyId(4) };
/// Nobody here.
pub const STRANGER: PartyId = PartyId(9);
/// The buyer's agent that submits, where one does.
pub const SUBMITTER: PartyId = PartyId(6);
/// Decides disputes.
pub const ARBITER: PartyId = PartyId(7);

/// A document.
pub const PAPER: Digest = Digest([0xa; 32]);
/// Another.
pub const OTHER_PAPER: Digest = Digest([0xb; 32]);

/// An amount that the caller knows to be one.
///
/// # Panics
///
/// Above [`Amount::MAX`].
#[must_use]
pub fn amount(minor: u128) -> Amount {
    Amount::new(minor).expect("an amount")
}

/// A share that the caller knows to be one.
///
/// # Panics
///
/// Above [`Bps::WHOLE`].
#[must_use]
pub fn bps(points: u16) -> Bps {
    Bps::new(points).expect("a share")
}

/// A window that the caller knows to be one.
///
/// # Panics
///
/// For zero and above [`Window::MAX`].
#[must_use]
pub fn window(millis: u64) -> Window {
    Window::from_millis(millis).expect("a window")
}

/// The named agent does it for 1001 minor units; each window has its own length.
#[must_use]
pub fn terms() -> Terms {
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
