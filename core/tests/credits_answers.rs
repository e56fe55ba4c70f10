//! What credits answer where two answers could be given: the first refusal in the order of its
//! page, the same answer to the same vote, and either the vote or the timer at each instant.

use earnest::Instance;
use earnest::authority::{Actor, Role, Roles};
use earnest::credits::{
    Assign, Closing, Command, Concede, Credits, Dispute, Failure, Fund, Funds, Grounds, Pass,
    Refund, Refusal, Reject, Review, Route, Rule, Score, Stage, Terms, Thumb, Vote, Why, Withdraw,
};
use earnest::ids::InstanceId;
use earnest::machine::{Machine as _, Reason as _, Stage as _};
use earnest::money::Bps;
use earnest::work::Agent;
use earnest_explorer::cast::{AGENT, ARBITER, BUYER, PAPER, RIVAL, STRANGER, amount, bps, window};
use earnest_explorer::errand::{errand, score};
use proptest::prelude::{prop_assert_eq, proptest};

#[path = "support/played.rs"]
mod played;

use played::{AGENTS, BUYERS, PASSED, Played, moment};

const OWN: Agent = Agent { owner: BUYER, ..AGENT };
const UP: Vote = Vote { thumb: Thumb::Up };
const DOWN: Vote = Vote { thumb: Thumb::Down };
const JUDGE: Actor = Actor::Arbiter(ARBITER);

/// Minutes and days of the usual contract, in milliseconds.
const REFUND: u64 = 600_000;
const DISPUTE: u64 = 14 * 24 * 60 * 60 * 1_000;

fn usual() -> Played {
    let terms = Terms { fee: bps(1_000), ..Terms::usual(BUYER, amount(5_000), Some(AGENT)) };
    Played::passed(terms, amount(2_500))
}

/// A funded task, or one that is not funded yet.
fn begun(terms: Terms, commands: &[Command]) -> Played {
    let ledger = Played::passed(errand(), amount(0)).ledger;
    let task = Instance::<Credits>::open(InstanceId(7), terms, moment(PASSED));
    let mut played = Played { task, ledger };
    for command in commands {
        let by = if let Command::Fund(_) = command { BUYERS } else { Actor::Operator };
        played.must(by, PASSED, command.clone());
    }
    played
}

fn refused(mut played: Played, by: Actor, command: impl Into<Command>) -> &'static str {
    played.give(by, PASSED, command).expect_err("refused")
}

#[test]
fn no_budget_comes_before_unsound_terms() {
    let unsound = Terms { to_rule: window(Terms::LONGEST + 1), ..errand() };
    let fund = |terms| refused(begun(terms, &[]), BUYERS, Fund {});
    assert_eq!(fund(unsound.clone()), Refusal::UnsoundTerms.code());
    let neither = Terms { max_budget: amount(0), ..unsound };
    assert_eq!(fund(neither), Refusal::ZeroBudget.code());
}

/// The defaults of the page.
#[test]
fn the_usual_contract_has_the_windows_of_the_page() {
    let usual = Terms::usual(BUYER, amount(1), None);
    let minutes = [
        (usual.to_assign, 10),
        (usual.to_route, 1),
        (usual.to_start, 10),
        (usual.to_execute, 30 * 24 * 60),
        (usual.to_assess, 10),
        (usual.to_refund, 10),
        (usual.to_dispute, 14 * 24 * 60),
        (usual.to_rule, 14 * 24 * 60),
    ];
    assert!(minutes.iter().all(|(window, minutes)| window.as_millis() == minutes * 60_000));
    assert_eq!((usual.fee, usual.pass_mark.value()), (Bps::NONE, 50));
    assert_eq!((usual.asset.code(), usual.parent, usual.submitted_by), ("CREDIT", None, None));
}

#[test]
fn who_is_hired_comes_before_the_price() {
    let fund = Command::from(Fund {});
    let assign = |named, agent, price| {
        let played = begun(Terms { named, ..errand() }, std::slice::from_ref(&fund));
        refused(played, Actor::Operator, Assign { agent, price: amount(price) })
    };
    assert_eq!(assign(Some(AGENT), OWN, 1_002), Refusal::OtherAgent.code());
    assert_eq!(assign(Some(AGENT), RIVAL, 1), Refusal::OtherAgent.code());
    assert_eq!(assign(None, AGENT, 1), Refusal::OtherAgent.code());
    assert_eq!(assign(Some(AGENT), AGENT, 1_002), Refusal::PriceOverBudget.code());
    let routed = || begun(Terms { named: None, ..errand() }, &[fund.clone(), Route {}.into()]);
    let assign = |agent| refused(routed(), Actor::Operator, Assign { agent, price: amount(1_002) });
    assert_eq!(assign(OWN), Refusal::SelfHire.code());
    assert_eq!(assign(AGENT), Refusal::PriceOverBudget.code());
}

#[test]
fn the_mark_says_what_passes() {
    let judge = |command: Command| {
        let mut played = Played::worked(errand(), amount(1));
        let answer = played.give(Actor::Operator, PASSED, command);
        answer.map(|()| played.task.stage.name())
    };
    let pass = |value| judge(Pass { score: score(value) }.into());
    let reject = |value| judge(Reject { score: score(value) }.into());
    assert_eq!((pass(50), pass(49)), (Ok("Completed"), Err("below_pass_mark")));
    assert_eq!((reject(49), reject(50)), (Ok("Failed"), Err("reaches_pass_mark")));
}

/// CRD-56: at exactly 600.000 s the window is over, whoever looks first.
#[test]
fn the_refund_window_is_half_open() {
    for (at, place, balances) in [
        (REFUND - 1, "Refunded", [5_000, 0, 0, 0]),
        (REFUND, "Settled", [2_500, 2_250, 250, 0]),
        (REFUND + 1, "Settled", [2_500, 2_250, 250, 0]),
    ] {
        let mut played = usual();
        played.must(BUYERS, PASSED + at, DOWN);
        assert_eq!((played.task.stage.name(), played.balances()), (place, balances), "{at}");
        assert_eq!(played.task.stage.vote(), Some(Thumb::Down), "recorded in any case");
    }
}

/// The window goes on under a dispute; what it leaves behind stays frozen.
#[test]
fn the_refund_window_is_half_open_under_a_dispute() {
    for (at, answer, held) in [
        (REFUND - 1, Ok(()), 0),
        (REFUND, Err("refund_window_closed"), 2_500),
        (REFUND + 1, Err("refund_window_closed"), 2_500),
    ] {
        let mut played = usual();
        played.dispute(PASSED + 1);
        assert_eq!(played.give(BUYERS, PASSED + at, DOWN), answer, "{at}");
        assert_eq!(played.balances()[3], held, "{at}");
    }
    let mut paid = usual();
    paid.dispute(PASSED + REFUND);
    let Stage::Contested(contested) = &paid.task.stage else { panic!("{paid:?}") };
    assert!(matches!(contested.funds, Funds::Paid(_)));
    assert_eq!(paid.give(BUYERS, PASSED + REFUND, DOWN), Err("refund_window_closed"));
}

#[test]
fn disputes_can_be_filed_until_their_window_closes() {
    let file = |at| {
        let grounds = Grounds::IncompleteDelivery;
        usual().give(BUYERS, PASSED + at, Dispute { grounds, description: PAPER })
    };
    assert_eq!((file(0), file(REFUND), file(DISPUTE - 1)), (Ok(()), Ok(()), Ok(())));
    assert_eq!((file(DISPUTE), file(DISPUTE + 1)), (Err("wrong_state"), Err("wrong_state")));
}

#[test]
fn up_may_become_down_and_nothing_else() {
    for at in [PASSED, PASSED + REFUND] {
        let mut played = usual();
        played.must(BUYERS, at, UP);
        assert_eq!(played.give(BUYERS, at, UP), Err("vote_stands"));
        played.must(BUYERS, at, DOWN);
        if at == PASSED {
            assert_eq!(played.give(BUYERS, at, UP), Err("wrong_state"), "it was refunded");
        } else {
            assert_eq!(played.give(BUYERS, at, UP), Err("vote_stands"), "never back");
            assert_eq!(played.give(BUYERS, at, DOWN), Err("vote_stands"));
        }
    }
}

#[test]
fn a_standing_vote_comes_before_what_a_dispute_allows() {
    let mut fresh = usual();
    fresh.dispute(PASSED);
    assert_eq!(fresh.give(BUYERS, PASSED, UP), Err("up_while_contested"));
    let mut voted = usual();
    voted.must(BUYERS, PASSED, UP);
    voted.dispute(PASSED);
    assert_eq!(voted.give(BUYERS, PASSED, UP), Err("vote_stands"));
    let mut late = usual();
    late.must(BUYERS, PASSED + REFUND, DOWN);
    late.dispute(PASSED + REFUND);
    assert_eq!(late.give(BUYERS, PASSED + REFUND, DOWN), Err("vote_stands"));
}

fn repeated(played: &Played, role: Role) -> [bool; 2] {
    let by = Roles::NONE.with(role);
    [UP, DOWN].map(|vote| Credits::repeats(&played.task.stage, by, &vote.into()))
}

proptest! {
    /// The same vote again is answered again, wherever the task has come to since; the other one,
    /// and anybody else's, is not.
    #[test]
    fn the_same_vote_again_is_one_vote(
        down: bool, at in 0..REFUND * 2, contested: bool, later in 0..DISPUTE * 2,
    ) {
        let mut played = usual();
        prop_assert_eq!(repeated(&played, Role::Buyer), [false, false]);
        played.must(BUYERS, PASSED + at, if down { DOWN } else { UP });
        if contested && !(down && at < REFUND) {
            played.dispute(PASSED + at);
        }
        for wait in [at, at + later] {
            played.wait(PASSED + wait);
            prop_assert_eq!(repeated(&played, Role::Buyer), [!down, down]);
            for role in [Role::Agent, Role::Arbiter, Role::Operator, Role::Clock] {
                prop_assert_eq!(repeated(&played, role), [false, false]);
            }
        }
    }
}

/// CRD-87: what ends the same on the wire is told apart here.
#[test]
fn an_end_says_what_led_to_it() {
    let refunded = |by, command: Command| match contested(by, command).stage {
        Stage::Refunded(end) => end.cause,
        stage => panic!("{stage:?}"),
    };
    let closed = |by, command: Command| match contested(by, command).stage {
        Stage::Closed(end) => end.cause,
        stage => panic!("{stage:?}"),
    };
    let rule = |share| Command::from(Rule { share, notes: None });
    assert_eq!(refunded(BUYERS, DOWN.into()), Refund::Voted);
    assert_eq!(refunded(JUDGE, rule(Bps::WHOLE)), Refund::Ruled);
    assert_eq!(refunded(AGENTS, Concede { note: None }.into()), Refund::Conceded);
    assert_eq!(closed(BUYERS, Withdraw {}.into()), Closing::Withdrawn);
    let share = Bps::HALF;
    assert_eq!(closed(JUDGE, rule(share)), Closing::Ruled { share });
    let mut denied = usual();
    denied.dispute(PASSED);
    let mut unchallenged = usual();
    for (played, cause) in
        [(&mut denied, Closing::Denied), (&mut unchallenged, Closing::Unchallenged)]
    {
        played.wait(PASSED + DISPUTE);
        assert!(matches!(&played.task.stage, Stage::Closed(end) if end.cause == cause));
    }
}

/// A task after a dispute and one more order.
fn contested(by: Actor, command: Command) -> Instance<Credits> {
    let mut played = usual();
    played.dispute(PASSED);
    played.must(by, PASSED, command);
    played.task
}

#[test]
fn a_dispute_is_taken_up_once() {
    let mut played = usual();
    played.dispute(PASSED);
    played.must(JUDGE, PASSED, Review {});
    assert_eq!(played.give(JUDGE, PASSED, Review {}), Err("under_review"));
    assert_eq!(played.balances()[3], 2_500, "nothing moved");
}

/// CRD-07
#[test]
fn an_assignment_says_who_is_who() {
    let submitter = STRANGER;
    let terms = Terms { submitted_by: Some(submitter), ..errand() };
    let before = begun(terms.clone(), &[Fund {}.into()]).task;
    let after = Played::passed(terms, amount(7)).task;
    for task in [&before, &after] {
        assert_eq!(task.roles(BUYER), Roles::NONE.with(Role::Buyer));
        for stranger in [submitter, ARBITER, RIVAL.owner, RIVAL.id] {
            assert!(task.roles(stranger).is_none(), "submitting for somebody gives no role");
        }
    }
    for party in [AGENT.owner, AGENT.id] {
        assert!(before.roles(party).is_none(), "being named is not being hired");
        assert_eq!(after.roles(party), Roles::NONE.with(Role::Agent));
    }
    assert_eq!((before.stage.agent(), after.stage.agent()), (None, Some(AGENT)));
}

/// The agent's own report and the platform's view end in one list of reasons.
#[test]
fn every_failure_has_a_reason_but_the_one_without_an_agent() {
    let given_up = |reason| Why::GivenUp { reason, message: None };
    let rejected = Why::Rejected { score: Score::HALF };
    assert_eq!(Why::NoAgentFound.reason(), None);
    assert_eq!(Why::TimedOut.reason(), Some(Failure::Timeout));
    assert_eq!(rejected.reason(), Some(Failure::QualityGate));
    assert_eq!(Why::NotAssessed.reason(), Some(Failure::QualityGate));
    assert_eq!(given_up(Failure::BudgetExceeded).reason(), Some(Failure::BudgetExceeded));
}

#[test]
fn only_the_buyer_votes() {
    for by in [AGENTS, JUDGE, Actor::Operator] {
        assert_eq!(usual().give(by, PASSED, DOWN), Err("wrong_role"));
    }
    assert_eq!(usual().give(Actor::Party(STRANGER), PASSED, DOWN), Err("not_a_party"));
}
