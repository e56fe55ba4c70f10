//! A palette of values that break things, from which bytes choose. Neither uniform random numbers
//! nor a fuzzer's mutations meet an edge of 128 bits by themselves.

use earnest::dispute::{Resolution, Ruling};
use earnest::ids::{Digest, PartyId};
use earnest::money::{Amount, Bps};
use earnest::time::{Timestamp, Window};
use earnest::work::{Agent, Percent, Rating};

use crate::choices::Choices;

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

/// The last millisecond of the year 9999, written down again.
pub(crate) const LAST: u64 = 253_402_300_799_999;
/// Ten years, written down again.
pub(crate) const TEN_YEARS: u64 = 315_360_000_000;

/// The largest amount, 2^96 - 1, written down again.
const MOST: u128 = 79_228_162_514_264_337_593_543_950_335;
const AMOUNTS: [u128; 40] = [
    1_001,
    0,
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    9,
    10,
    11,
    12,
    99,
    101,
    9_999,
    10_000,
    10_001,
    1_000_003,
    1 << 8,
    1 << 16,
    1 << 31,
    1 << 32,
    (1 << 53) - 1,
    1 << 53,
    1 << 63,
    (1 << 64) - 1,
    1 << 64,
    (1 << 64) + 1,
    1 << 80,
    10_u128.pow(18),
    10_u128.pow(28),
    1 << 95,
    MOST - 2,
    MOST - 1,
    MOST,
    MOST + 1,
    MOST + 2,
    u128::MAX,
];
const SHARES: [u16; 16] = [
    333, 0, 1, 2, 2_500, 3_333, 4_999, 5_000, 5_001, 6_667, 9_998, 9_999, 10_000, 10_001, 65_535, 7,
];
const SCALE: [u8; 12] = [50, 0, 1, 2, 5, 6, 49, 51, 99, 100, 101, 255];

impl Choices<'_> {
    /// An amount at an edge, seldom any. What is beyond the largest is none.
    pub(crate) fn amount(&mut self) -> Amount {
        let minor = match self.byte() {
            255 => self.number(),
            it => AMOUNTS[usize::from(it) % AMOUNTS.len()],
        };
        let amount = Amount::new(minor);
        assert_eq!(amount.map(Amount::minor), (minor <= MOST).then_some(minor));
        amount.unwrap_or(Amount::MAX)
    }

    /// An amount near `minor`, or another.
    pub(crate) fn amount_near(&mut self, minor: u128) -> Amount {
        let near = [minor, minor, minor, minor.saturating_sub(1), minor + 1, minor / 2];
        match self.byte() {
            it @ 0..128 => Amount::new(near[usize::from(it) % near.len()]).unwrap_or(Amount::MAX),
            _ => self.amount(),
        }
    }

    /// A share at an edge, seldom any. What is beyond the whole is none.
    pub(crate) fn share(&mut self) -> Bps {
        let points = match self.byte() {
            255 => u16::from(self.byte()) << 8 | u16::from(self.byte()),
            it => SHARES[usize::from(it) % SHARES.len()],
        };
        let share = Bps::new(points);
        assert_eq!(share.map(Bps::points), (points <= 10_000).then_some(points));
        share.unwrap_or(Bps::HALF)
    }

    /// A number at the edges of every scale up to 100, and beyond.
    pub(crate) fn scale(&mut self) -> u8 {
        self.pick(&SCALE)
    }

    /// How far work is, on its scale only.
    pub(crate) fn percent(&mut self) -> Percent {
        let value = self.scale();
        let percent = Percent::new(value);
        assert_eq!(percent.map(Percent::value), (value <= 100).then_some(value));
        percent.unwrap_or(Percent::NONE)
    }

    /// Stars, on their scale only.
    pub(crate) fn rating(&mut self) -> Option<Rating> {
        let value = self.scale();
        let rating = Rating::new(value);
        assert_eq!(rating.map(Rating::value), (1..=5).contains(&value).then_some(value));
        rating
    }

    /// A window of a few milliseconds, seldom one about as long as terms may have, or longer.
    pub(crate) fn window(&mut self) -> Window {
        let millis = match self.byte() {
            251 => TEN_YEARS - 1,
            252 => TEN_YEARS,
            253 => TEN_YEARS + 1,
            254 => 10 * TEN_YEARS,
            255 => [0, 10 * TEN_YEARS + 1][usize::from(self.byte() % 2)],
            it => [3, 1, 2, 4, 5, 6, 8, 30][usize::from(it) % 8],
        };
        let window = Window::from_millis(millis);
        let fits = (1..=10 * TEN_YEARS).contains(&millis);
        assert_eq!(window.map(Window::as_millis), fits.then_some(millis));
        window.unwrap_or(Window::MAX)
    }

    /// A decision that makes sense; a sane ruling is the only one that can be made.
    pub(crate) fn ruling(&mut self) -> Ruling {
        let ways = [Resolution::Split, Resolution::RefundBuyer, Resolution::ReleaseToAgent];
        let (way, share) = (self.pick(&ways), self.share());
        let points = share.points();
        let sane = match way {
            Resolution::Split => 0 < points && points < 10_000,
            Resolution::RefundBuyer => 0 < points,
            Resolution::ReleaseToAgent => points == 0,
        };
        let ruling = Ruling::new(way, Some(share));
        assert_eq!(ruling.ok().map(Ruling::buyer), sane.then_some(share), "{way:?} {points}");
        ruling.unwrap_or(Ruling::HALF)
    }

    /// An agent that can be hired, or one that somebody pretends to have.
    pub(crate) fn agent(&mut self) -> Agent {
        let own = [Agent { owner: BUYER, ..AGENT }, Agent { id: BUYER, ..AGENT }];
        let stolen = Agent { owner: RIVAL.owner, ..AGENT };
        let disowned = Agent { owner: RIVAL.id, ..AGENT };
        self.pick(&[AGENT, AGENT, AGENT, AGENT, RIVAL, stolen, disowned, own[0], own[1]])
    }

    /// A document.
    pub(crate) fn paper(&mut self) -> Digest {
        self.pick(&[Digest([0xa; 32]), Digest([0xb; 32])])
    }

    /// A document, or none.
    pub(crate) fn paper_or_none(&mut self) -> Option<Digest> {
        let paper = self.paper();
        self.pick(&[Some(paper), None])
    }
}

/// A moment that a test knows to be one.
pub(crate) fn at(millis: u64) -> Timestamp {
    Timestamp::from_millis(millis).expect("a moment")
}
