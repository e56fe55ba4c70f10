//! What people and programs read when something is not accepted: every text says something, and
//! says it the same way.

use std::collections::BTreeSet;
use std::fmt::{Debug, Display};

use earnest::authority::{Role, Roles};
use earnest::ledger::{Account, Postings};
use earnest::machine::{Defect, Error, Reason, Refused};
use earnest::money::{Amount, Asset};
use earnest::proposal::{Accept, Accepted, Command, Decline, Declined, Proposal, Stage, Withdraw};
use earnest::proposal::{Lapsed, Withdrawn};
use earnest::time::Timestamp;
use earnest::{Machine, credits, marketplace};

/// Lower case, no full stop, at least two words.
fn assert_sentence(text: &str) {
    assert!(text.contains(' ') && !text.ends_with('.'), "`{text}`");
    assert!(!text.starts_with(|first: char| first.is_uppercase()), "`{text}`");
}

#[test]
fn each_refusal_has_a_code_and_a_sentence_of_its_own() {
    fn check<R: Reason + Display + Debug>() {
        let codes: BTreeSet<_> = R::ALL.iter().map(|reason| reason.code()).collect();
        let texts: BTreeSet<_> = R::ALL.iter().map(ToString::to_string).collect();
        assert_eq!((codes.len(), texts.len()), (R::ALL.len(), R::ALL.len()));
        for code in codes {
            assert!(code.bytes().all(|it| it == b'_' || it.is_ascii_lowercase()), "`{code}`");
            assert_ne!(code, "");
        }
        texts.iter().for_each(|text| assert_sentence(text));
    }
    check::<marketplace::Refusal>();
    check::<credits::Refusal>();
    assert_eq!(marketplace::Refusal::SelfHire.code(), "self_hire");
    assert_eq!(credits::Refusal::SelfHire.code(), "self_hire");
}

#[test]
fn each_answer_of_the_kernel_is_a_sentence_of_its_own() {
    let moment = Timestamp::EPOCH;
    let (stage, command) = ("Pending", "Fund");
    let refused: [Refused<marketplace::Refusal>; 9] = [
        Refused::NotAParty,
        Refused::Interested,
        Refused::TimeOutOfRange { last: moment },
        Refused::ClockWentBack { since: moment },
        Refused::WrongStage { stage, command },
        Refused::Forbidden { stage, command },
        Refused::TooLate { deadline: moment },
        Refused::TooEarly { deadline: None },
        Refused::Guard(marketplace::Refusal::ZeroBudget),
    ];
    let texts: BTreeSet<_> = refused.iter().map(ToString::to_string).collect();
    assert_eq!(texts.len(), refused.len());
    texts.iter().for_each(|text| assert_sentence(text));
    for refused in refused {
        let error = Error::<marketplace::Marketplace>::Refused(refused);
        assert_eq!(error.to_string(), refused.to_string());
    }
    let defect = Error::<marketplace::Marketplace>::Defect(Defect::HeldForever);
    assert_eq!(defect.to_string(), Defect::HeldForever.to_string());
    assert_eq!(
        Refused::WrongStage::<marketplace::Refusal> { stage, command }.to_string(),
        "cannot `Fund` in `Pending`"
    );
}

#[test]
fn what_cannot_be_read_says_what_was_expected() {
    let amount = serde_json::from_str::<Amount>("5").expect_err("a number is no text");
    assert!(amount.to_string().contains("a text in the value's one spelling"), "{amount}");
    let postings = serde_json::from_str::<Postings>("5").expect_err("a number is no list");
    assert!(postings.to_string().contains("at most 3 postings of more than nothing"), "{postings}");
}

#[test]
fn an_asset_without_a_fraction_is_read() {
    let whole: Asset = "YEN/0".parse().expect("an asset");
    assert_eq!((whole.code(), whole.exponent(), whole.to_string().as_str()), ("YEN", 0, "YEN/0"));
    assert!("YEN/00".parse::<Asset>().is_err());
}

/// Too many postings are no three of them: the kernel has to see that there was a fourth.
#[test]
fn postings_are_equal_where_all_of_them_are() {
    let one = |minor| Amount::new(minor).expect("an amount");
    let add = |all: Postings, minor| all.and(Account::World, Account::Fees, one(minor));
    let three = (1..=3).fold(Postings::default(), add);
    let four = add(three, 4);
    assert_eq!(three, (1..=3).fold(Postings::default(), add));
    assert_ne!(three, four);
    assert_ne!(three, (2..=4).fold(Postings::default(), add));
    assert_ne!(three, (1..=2).fold(Postings::default(), add));
    let shown = format!("{three:?}");
    assert_eq!(shown.matches("Posting").count(), 3, "{shown}");
}

/// A proposal is answered once; the same answer again is a retry.
#[test]
fn the_same_answer_to_a_proposal_is_one_answer() {
    let commands: [Command; 3] = [Accept {}.into(), Decline {}.into(), Withdraw {}.into()];
    let ends: [(Stage, Option<(usize, Role)>); 4] = [
        (Accepted {}.into(), Some((0, Role::Buyer))),
        (Declined {}.into(), Some((1, Role::Buyer))),
        (Withdrawn {}.into(), Some((2, Role::Agent))),
        (Lapsed {}.into(), None),
    ];
    for (stage, same) in &ends {
        for (index, command) in commands.iter().enumerate() {
            for role in Role::ALL {
                let repeats = Proposal::repeats(stage, Roles::NONE.with(role), command);
                assert_eq!(repeats, *same == Some((index, role)), "{stage:?} {command:?} {role:?}");
            }
        }
    }
}
