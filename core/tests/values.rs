//! Values are written in one way and read back strictly: what is malformed does not get in.

use std::fmt::Debug;

use earnest::authority::{Actor, Role, Roles};
use earnest::credits::{OwnScore, Score};
use earnest::dispute::{NotARuling, Resolution, Ruling};
use earnest::ids::{Digest, InstanceId, OrderId, PartyId};
use earnest::ledger::{Account, Posting, Postings};
use earnest::money::{Amount, Asset, Bps};
use earnest::time::{Elapsed, Timestamp, Window};
use earnest::work::{Percent, Rating};
use proptest::prelude::{any, prop_assert_eq, proptest};
use serde::Serialize;
use serde::de::DeserializeOwned;

#[path = "support/amounts.rs"]
mod amounts;
#[path = "support/shares.rs"]
mod shares;

use amounts::amounts;
use shares::shares;

fn assert_reads_back<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T, json: &str) {
    assert_eq!(serde_json::to_string(value).expect("a value can be written"), json);
    assert_eq!(&serde_json::from_str::<T>(json).expect("what was written can be read"), value);
}

fn assert_refused<T: DeserializeOwned + Debug>(texts: &[&str]) {
    for text in texts {
        let read = serde_json::from_str::<T>(text);
        assert!(read.is_err(), "{text} was read as {read:?}");
    }
}

fn amount(minor: u128) -> Amount {
    Amount::new(minor).expect("an amount")
}

#[test]
fn an_amount_is_a_string_of_digits() {
    assert_reads_back(&Amount::ZERO, r#""0""#);
    assert_reads_back(&Amount::MAX, r#""79228162514264337593543950335""#);
    assert_refused::<Amount>(&[
        r#""79228162514264337593543950336""#,
        r#""-1""#,
        r#""0.5""#,
        r#""""#,
        r#"" 1""#,
        r#""01""#,
        "1",
        "1.0",
        "null",
        "[]",
    ]);
}

/// MONEY-08
#[test]
fn a_share_is_a_number_up_to_the_whole() {
    assert_reads_back(&Bps::WHOLE, "10000");
    assert_reads_back(&Bps::NONE, "0");
    assert_refused::<Bps>(&["10001", "65535", "65536", "-1", "0.5", r#""5""#, "null"]);
}

#[test]
fn a_percentage_and_a_rating_keep_to_their_scale() {
    assert_reads_back(&Percent::new(0).expect("on the scale"), "0");
    assert_reads_back(&Percent::new(100).expect("on the scale"), "100");
    assert_reads_back(&Rating::new(1).expect("on the scale"), "1");
    assert_reads_back(&Rating::new(5).expect("on the scale"), "5");
    assert_refused::<Percent>(&["101", "255", "256", "-1", "50.5", "null"]);
    assert_refused::<Rating>(&["0", "6", "-1", "4.5", "null"]);
    assert_reads_back(&Score::HALF, "50");
    assert_reads_back(&OwnScore::new(100).expect("on the scale"), "100");
    assert_refused::<Score>(&["101", "-1", "50.5", "null"]);
    assert_refused::<OwnScore>(&["101", "-1", "50.5", "null"]);
    assert_eq!((Score::new(101), OwnScore::new(101)), (None, None));
    assert_eq!((Percent::new(101), Rating::new(0), Rating::new(6)), (None, None, None));
    assert_eq!(Rating::new(4).map(Rating::value), Some(4));
}

/// MONEY-05
#[test]
fn an_asset_is_a_code_with_an_exponent() {
    assert_reads_back(&Asset::USDC, r#""USDC/6""#);
    assert_reads_back(&Asset::USD, r#""USD/2""#);
    assert_reads_back(&Asset::CREDIT, r#""CREDIT/2""#);
    let longest = Asset::new("ABCDEF12", 18).expect("an asset");
    assert_reads_back(&longest, r#""ABCDEF12/18""#);
    assert_eq!((longest.code(), longest.exponent()), ("ABCDEF12", 18));
    assert_refused::<Asset>(&[
        r#""USDC""#,
        r#""/6""#,
        r#""USDC/""#,
        r#""USDC/19""#,
        r#""USDC/256""#,
        r#""USDC/-1""#,
        r#""USDC/6/6""#,
        r#""usdc/6""#,
        r#""ABCDEFGHI/6""#,
        r#""US C/6""#,
        r#""ÜSD/2""#,
        "6",
    ]);
    assert!(Asset::new("X", 0).is_ok() && Asset::new("X", 19).is_err());
    assert!(Asset::new("", 2).is_err() && Asset::new("A\0B", 2).is_err());
}

#[test]
fn an_identifier_has_one_spelling() {
    let party = "0000000000000000000000000000002a";
    assert_reads_back(&PartyId(42), &format!("{party:?}"));
    assert_reads_back(&InstanceId(u128::MAX), &format!("{:?}", "f".repeat(32)));
    assert_reads_back(&OrderId(0), &format!("{:?}", "0".repeat(32)));
    let mut bytes = [0; 32];
    (bytes[0], bytes[31]) = (0xab, 0x01);
    assert_reads_back(&Digest(bytes), &format!("\"ab{}01\"", "0".repeat(60)));
    let short = format!("{:?}", "0".repeat(31));
    let long = format!("{:?}", "0".repeat(33));
    let upper = format!("{:?}", "A".repeat(32));
    let other = format!("{:?}", "g".repeat(32));
    let wide = format!("{:?}", "é".repeat(16));
    let prefixed = format!("{:?}", format!("0x{}", "0".repeat(30)));
    let all = [&short, &long, &upper, &other, &wide, &prefixed, "\"\"", "42", "null"];
    assert_refused::<PartyId>(&all);
    assert_refused::<InstanceId>(&all);
    assert_refused::<OrderId>(&all);
    assert_refused::<Digest>(&all);
    let odd = format!("{:?}", "a".repeat(63));
    let upper = format!("{:?}", "F".repeat(64));
    assert_refused::<Digest>(&[&odd, &upper, &format!("{:?}", "a".repeat(66))]);
    assert_eq!(format!("{:?}", PartyId(42)), format!("PartyId({party})"));
}

/// MONEY-11
#[test]
fn an_account_says_what_it_is() {
    let id = "0000000000000000000000000000002a";
    assert_reads_back(&Account::Wallet(PartyId(42)), &format!("\"wallet:{id}\""));
    assert_reads_back(&Account::Escrow(InstanceId(42)), &format!("\"escrow:{id}\""));
    assert_reads_back(&Account::Fees, r#""fees""#);
    assert_reads_back(&Account::World, r#""world""#);
    let purse = format!("\"purse:{id}\"");
    let upper = format!("\"Wallet:{id}\"");
    let fees = format!("\"fees:{id}\"");
    let all = [&purse, &upper, &fees, r#""wallet:42""#, r#""wallet""#, r#""Fees""#, r#""""#, "0"];
    assert_refused::<Account>(&all);
}

#[test]
fn postings_are_a_short_list_of_more_than_nothing() {
    let wallet = Account::Wallet(PartyId(1));
    let two = Postings::default()
        .and(Account::World, wallet, amount(5))
        .and(wallet, Account::Fees, Amount::ZERO)
        .and(wallet, Account::Fees, amount(1));
    let from = r#""from":"wallet:00000000000000000000000000000001""#;
    let to = r#""to":"wallet:00000000000000000000000000000001""#;
    let first = format!(r#"{{"from":"world",{to},"amount":"5"}}"#);
    let second = format!(r#"{{{from},"to":"fees","amount":"1"}}"#);
    assert_reads_back(&two, &format!("[{first},{second}]"));
    assert_reads_back(&Postings::default(), "[]");
    let three = format!("[{first},{first},{first}]");
    assert_eq!(serde_json::from_str::<Postings>(&three).expect("three fit").iter().count(), 3);
    let four = format!("[{first},{first},{first},{first}]");
    let nothing = first.replace(r#""5""#, r#""0""#);
    assert_refused::<Postings>(&[&four, &format!("[{nothing}]"), "{}", "null", "[1]"]);
    assert_refused::<Posting>(&[
        &first.replace("world", "nowhere"),
        &first.replace("from", "form"),
    ]);
}

/// LEDGER-01
#[test]
fn a_posting_that_moves_nothing_is_not_added() {
    let none = Postings::default().and(Account::World, Account::Fees, Amount::ZERO);
    assert!(none.is_empty() && none == Postings::default());
    let one = none.and(Account::World, Account::Fees, amount(3));
    assert!(!one.is_empty());
    assert_eq!(one.flow(Account::Fees), Some((amount(3), Amount::ZERO)));
    assert_eq!(one.flow(Account::World), Some((Amount::ZERO, amount(3))));
    assert_eq!(one.flow(Account::Wallet(PartyId(1))), Some((Amount::ZERO, Amount::ZERO)));
    let much = Postings::default().and(Account::World, Account::Fees, Amount::MAX).and(
        Account::World,
        Account::Fees,
        amount(1),
    );
    assert_eq!(much.flow(Account::Fees), None);
}

/// DISP-11, DISP-12, DISP-13: every resolution with every kind of share.
#[test]
fn a_ruling_goes_with_its_share() {
    use Resolution::{RefundBuyer, ReleaseToAgent, Split};
    let decide = |resolution, points: Option<u16>| {
        let share = points.map(|points| Bps::new(points).expect("a share"));
        Ruling::new(resolution, share).map(|ruling| ruling.buyer().points())
    };
    for (share, refund, release, split) in [
        (None, Ok(10_000), Ok(0), Err(NotARuling::OneSidedSplit)),
        (Some(0), Err(NotARuling::EmptyRefund), Ok(0), Err(NotARuling::OneSidedSplit)),
        (Some(1), Ok(1), Err(NotARuling::PartialRelease), Ok(1)),
        (Some(5_000), Ok(5_000), Err(NotARuling::PartialRelease), Ok(5_000)),
        (Some(9_999), Ok(9_999), Err(NotARuling::PartialRelease), Ok(9_999)),
        (Some(10_000), Ok(10_000), Err(NotARuling::PartialRelease), Err(NotARuling::OneSidedSplit)),
    ] {
        assert_eq!(decide(RefundBuyer, share), refund, "refund {share:?}");
        assert_eq!(decide(ReleaseToAgent, share), release, "release {share:?}");
        assert_eq!(decide(Split, share), split, "split {share:?}");
    }
    assert_eq!(Ruling::HALF, Ruling::new(Split, Some(Bps::HALF)).expect("a ruling"));
    assert_eq!(Ruling::HALF.resolution(), Split);
}

/// DISP-14
#[test]
fn an_unsound_ruling_is_not_read() {
    assert_reads_back(&Ruling::HALF, r#"{"resolution":"Split","buyer":5000}"#);
    assert_refused::<Ruling>(&[
        r#"{"resolution":"Split","buyer":0}"#,
        r#"{"resolution":"Split","buyer":10000}"#,
        r#"{"resolution":"RefundBuyer","buyer":0}"#,
        r#"{"resolution":"ReleaseToAgent","buyer":1}"#,
        r#"{"resolution":"Split","buyer":10001}"#,
        r#"{"resolution":"Halve","buyer":5000}"#,
        r#"{"resolution":"Split"}"#,
    ]);
}

/// TIME-06, TIME-08
#[test]
fn moments_and_windows_keep_to_their_range() {
    let end = (1_u64 << 53) - 1;
    assert_reads_back(&Timestamp::MAX, &end.to_string());
    assert_reads_back(&Timestamp::EPOCH, "0");
    assert_refused::<Timestamp>(&["9007199254740992", "-1", "1.5", "null"]);
    let century = 100 * 365 * 24 * 3_600_000_u64;
    assert_reads_back(&Window::MAX, &century.to_string());
    assert_refused::<Window>(&["0", &(century + 1).to_string(), "-1", "null"]);
    let longest = Elapsed::from_millis(century).expect("a length of time");
    assert_reads_back(&longest, &century.to_string());
    assert_reads_back(&Elapsed::from_millis(0).expect("nothing is a length"), "0");
    assert_refused::<Elapsed>(&[&(century + 1).to_string(), "-1", "1.5", "null"]);
    let hour = Window::from_minutes(60).expect("a window");
    assert_eq!(hour.as_millis(), 3_600_000);
    assert_eq!(hour.doubled().as_millis(), 7_200_000);
    assert_eq!(Window::MAX.doubled(), Window::MAX);
    assert_eq!((Window::from_minutes(0), Window::from_minutes(u32::MAX)), (None, None));
    assert_eq!(Timestamp::EPOCH.after(hour).as_millis(), 3_600_000);
    assert_eq!(Timestamp::MAX.after(hour), Timestamp::MAX);
    let last = Timestamp::LAST_ORDER.after(Window::MAX);
    assert_eq!(last.as_millis(), 253_402_300_799_999 + century);
}

#[test]
fn a_set_of_roles_has_what_was_put_in() {
    for role in Role::ALL {
        let one = Roles::NONE.with(role);
        assert!(!one.is_none() && one.with(role) == one);
        assert_eq!(Roles::NONE.with_if(role, true), one);
        assert_eq!(Roles::NONE.with_if(role, false), Roles::NONE);
        for other in Role::ALL {
            assert_eq!(one.has(other), role == other);
            assert_eq!(one.and(Roles::NONE.with(other)).is_none(), role != other);
            assert!(one.with(other).has(role) && one.with(other).has(other));
        }
    }
    assert!(Roles::NONE.is_none() && Roles::default() == Roles::NONE);
    assert_reads_back(&Actor::Operator, r#""Operator""#);
}

proptest! {
    #[test]
    fn amounts_shares_and_ids_read_back(amount in amounts(), share in shares(), id: u128, digest in any::<[u8; 32]>()) {
        let all = (amount, share, PartyId(id), Digest(digest), Account::Escrow(InstanceId(id)));
        let json = serde_json::to_string(&all).expect("values can be written");
        prop_assert_eq!(serde_json::from_str::<(Amount, Bps, PartyId, Digest, Account)>(&json).expect("and read"), all);
        prop_assert_eq!(PartyId(id).to_string(), format!("{id:032x}"));
        prop_assert_eq!(PartyId(id).to_string().parse(), Ok(PartyId(id)));
        prop_assert_eq!(Digest(digest).to_string().parse(), Ok(Digest(digest)));
    }
}

/// MONEY-07
#[test]
fn an_amount_in_a_journal_has_one_spelling() {
    let read = |text: &str| serde_json::from_str::<Amount>(&format!("\"{text}\"")).ok();
    assert_eq!(read("50"), Amount::new(50));
    assert_eq!(read("0"), Some(Amount::ZERO));
    for other in ["5e1", "50.0", "-0", "+5", "05", "", " 5", "5_0", "٥"] {
        assert_eq!(read(other), None, "{other}");
    }
    for other in ["USDC/06", "USDC/+6", "USDC/", "USDC/6 "] {
        assert!(other.parse::<Asset>().is_err(), "{other}");
    }
}
