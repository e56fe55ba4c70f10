//! What the check of terms finds: each finding just beyond its edge, and nothing at the edge.
//! What would go wrong under unsound terms is in `unsound.rs`.

use std::collections::BTreeSet;

use earnest::authority::Actor;
use earnest::dispute::{Resolution, Ruling};
use earnest::ids::{InstanceId, OrderId};
use earnest::machine::{Severity, Stage as _, Terms as _};
use earnest::marketplace::Mode;
use earnest::money::{Asset, Bps};
use earnest::time::Timestamp;
use earnest::work::Agent;
use earnest::{Instance, Machine, Order, credits, machine, marketplace, proposal, runs};
use earnest_explorer::cast::{self, AGENT, BUYER, PAPER, amount, bps, window};

const OWN: Agent = Agent { owner: BUYER, ..AGENT };
const ITSELF: Agent = Agent { id: BUYER, ..AGENT };
/// Ten years of 365 days, counted by hand: the code's own constant is under test too (TIME-09).
const LONGEST: u64 = 315_360_000_000;
const PERSON: u64 = 600_000;
const PROGRAM: u64 = 1_000;

/// Code and field of each finding, in order.
type Found = Vec<(&'static str, &'static str)>;

fn unsound(terms: &impl machine::Terms) -> Found {
    assert!(terms.unsound().all(|it| it.is_unsound() && it.severity == Severity::Unsound));
    terms.unsound().map(|it| (it.code, it.field)).collect()
}

fn notable(terms: &impl machine::Terms) -> Found {
    assert!(terms.notable().all(|it| !it.is_unsound() && it.severity == Severity::Notable));
    terms.notable().map(|it| (it.code, it.field)).collect()
}

/// `at` the edge there is nothing to find; `beyond` it there is this, and nothing else.
#[track_caller]
fn assert_unsound<T: machine::Terms>(at: &T, beyond: &T, code: &'static str, field: &'static str) {
    assert_eq!((unsound(at), unsound(beyond)), (vec![], vec![(code, field)]));
    assert!(beyond.check().eq(beyond.unsound().chain(beyond.notable())));
}

/// The same for what is legal.
#[track_caller]
fn assert_notable<T: machine::Terms>(at: &T, beyond: &T, code: &'static str, field: &'static str) {
    assert_eq!((notable(at), notable(beyond)), (vec![], vec![(code, field)]));
    assert_eq!(unsound(beyond), []);
    assert!(beyond.check().eq(beyond.notable()));
}

/// Each window at its longest and its shortest, and just beyond.
macro_rules! assert_windows {
    ($terms:expr, $($field:ident: $least:expr),+ $(,)?) => {$({
        let with = |millis| {
            let mut terms = $terms;
            terms.$field = window(millis);
            terms
        };
        let name = stringify!($field);
        assert_unsound(&with(LONGEST), &with(LONGEST + 1), "window_too_long", name);
        assert_notable(&with($least), &with($least - 1), "window_too_short", name);
    })+};
}

fn task() -> marketplace::Terms {
    let (person, program) = (window(PERSON), window(PROGRAM));
    marketplace::Terms {
        to_hire: program,
        to_match: program,
        to_deliver: program,
        to_deliver_least: program,
        to_review: person,
        to_revise: program,
        to_respond: program,
        to_rule: person,
        ..cast::terms()
    }
}

fn job() -> marketplace::Terms {
    marketplace::Terms { mode: Mode::Proposals, to_hire: window(PERSON), ..task() }
}

fn errand() -> credits::Terms {
    credits::Terms {
        // As long as can be, so that the refund window can be as long as it may.
        to_dispute: window(LONGEST),
        ..credits::Terms::usual(BUYER, amount(1), Some(AGENT))
    }
}

fn run() -> runs::Terms {
    runs::Terms {
        user: BUYER,
        agent: PAPER,
        continues: None,
        group: None,
        estimate: window(1),
        to_claim: window(PROGRAM),
        lease: window(PROGRAM),
        to_finish: window(LONGEST),
    }
}

fn offer() -> proposal::Terms {
    proposal::Terms {
        task: InstanceId(8),
        buyer: BUYER,
        agent: AGENT,
        asset: Asset::USDC,
        price: amount(0),
        estimate: window(1),
        to_accept: window(PERSON),
    }
}

#[test]
fn the_usual_terms_have_no_findings() {
    assert_eq!(task().check().count() + job().check().count(), 0);
    assert_eq!(credits::Terms::usual(BUYER, amount(1), None).check().count(), 0);
    assert_eq!(run().check().count() + offer().check().count(), 0);
}

#[test]
fn a_window_of_a_task_is_short_enough_to_wait_for_and_long_enough_to_act_in() {
    assert_windows!(task(), to_hire: PROGRAM, to_match: PROGRAM, to_deliver: PROGRAM);
    assert_windows!(task(), to_deliver_least: PROGRAM, to_revise: PROGRAM, to_respond: PROGRAM);
    assert_windows!(task(), to_review: PERSON, to_rule: PERSON);
    // Among proposals a buyer chooses, where else the platform assigns.
    assert_windows!(job(), to_hire: PERSON);
}

#[test]
fn a_window_for_credits_is_short_enough_to_wait_for_and_long_enough_to_act_in() {
    assert_windows!(errand(), to_assign: PROGRAM, to_route: PROGRAM, to_start: PROGRAM);
    assert_windows!(errand(), to_execute: PROGRAM, to_assess: PROGRAM, to_rule: PERSON);
    let refund = |to_refund| credits::Terms { to_refund: window(to_refund), ..errand() };
    assert_notable(&refund(PERSON), &refund(PERSON - 1), "window_too_short", "to_refund");
    let dispute = |to_dispute| credits::Terms { to_dispute: window(to_dispute), ..refund(1) };
    assert_eq!(unsound(&dispute(LONGEST + 1)), [("window_too_long", "to_dispute")]);
    let short = |field| ("window_too_short", field);
    assert_eq!(notable(&dispute(PERSON)), [short("to_refund")]);
    assert_eq!(notable(&dispute(PERSON - 1)), [short("to_refund"), short("to_dispute")]);
}

#[test]
fn a_window_of_a_run_is_short_enough_to_wait_for_and_long_enough_to_act_in() {
    assert_windows!(run(), to_claim: PROGRAM);
    let short = |lease, to_finish| runs::Terms {
        lease: window(lease),
        to_finish: window(to_finish),
        ..run()
    };
    let finish = |to_finish| short(1, to_finish);
    let lease = ("window_too_short", "lease");
    assert_notable(&short(PROGRAM, LONGEST), &short(PROGRAM - 1, LONGEST), lease.0, lease.1);
    assert_eq!(notable(&finish(PROGRAM)), [lease]);
    assert_eq!(notable(&finish(PROGRAM - 1)), [lease, ("window_too_short", "to_finish")]);
    assert_eq!(unsound(&finish(LONGEST + 1)), [("window_too_long", "to_finish")]);
    let estimate = |estimate| runs::Terms { estimate: window(estimate), ..run() };
    assert_eq!(unsound(&estimate(LONGEST)), []);
    assert_eq!(unsound(&estimate(LONGEST + 1)), [("window_too_long", "estimate")]);
}

#[test]
fn a_window_of_a_proposal_is_short_enough_to_wait_for_and_long_enough_to_act_in() {
    assert_windows!(offer(), to_accept: PERSON);
    // The work may take twice the estimate.
    let estimate = |estimate| proposal::Terms { estimate: window(estimate), ..offer() };
    let (at, beyond) = (estimate(LONGEST / 2), estimate(LONGEST / 2 + 1));
    assert_unsound(&at, &beyond, "window_too_long", "estimate");
}

/// TERMS-06
#[test]
fn every_window_is_told_by_itself() {
    let too_long = window(LONGEST + 1);
    let worst = marketplace::Terms { to_rule: too_long, to_match: too_long, ..task() };
    let expected = [("window_too_long", "to_match"), ("window_too_long", "to_rule")];
    assert_eq!(unsound(&worst), expected);
    let lease = runs::Terms { lease: too_long, ..run() };
    assert_eq!(unsound(&lease), [("window_too_long", "lease"), ("lease_too_long", "lease")]);
}

#[test]
fn a_budget_is_above_zero() {
    let task = |budget| marketplace::Terms { budget: amount(budget), ..task() };
    assert_unsound(&task(1), &task(0), "zero_budget", "budget");
    let errand = |budget| credits::Terms { max_budget: amount(budget), ..errand() };
    assert_unsound(&errand(1), &errand(0), "zero_budget", "max_budget");
}

#[test]
fn nobody_hires_himself() {
    for own in [OWN, ITSELF] {
        let named = |agent| marketplace::Terms { mode: Mode::Direct(Some(agent)), ..task() };
        assert_unsound(&named(AGENT), &named(own), "self_hire", "mode");
        let named = |named| credits::Terms { named, ..errand() };
        assert_unsound(&named(Some(AGENT)), &named(Some(own)), "self_hire", "named");
        let by = |agent| proposal::Terms { agent, ..offer() };
        assert_unsound(&by(AGENT), &by(own), "self_hire", "agent");
    }
    let submitted = |agent| credits::Terms { submitted_by: Some(agent), ..errand() };
    // Whatever owner is claimed for it.
    assert_unsound(&submitted(cast::RIVAL.id), &submitted(AGENT.id), "self_hire", "named");
}

#[test]
fn disputes_close_after_refunds() {
    let (at, beyond) = (window(LONGEST - 1), window(LONGEST));
    let refund = |to_refund| credits::Terms { to_refund, ..errand() };
    assert_unsound(&refund(at), &refund(beyond), "dispute_window_too_short", "to_dispute");
}

#[test]
fn a_lease_is_shorter_than_the_run() {
    let lease = |lease| runs::Terms { lease: window(lease), to_finish: window(5_000), ..run() };
    assert_notable(&lease(4_999), &lease(5_000), "lease_never_renewed", "lease");
    assert_unsound(&lease(4_999), &lease(5_001), "lease_too_long", "lease");
    assert_eq!((unsound(&lease(5_000)), notable(&lease(5_001))), (vec![], vec![]));
}

#[test]
fn a_run_can_be_done_in_its_time() {
    let estimate =
        |estimate| runs::Terms { estimate: window(estimate), to_finish: window(5_000), ..run() };
    assert_notable(&estimate(5_000), &estimate(5_001), "estimate_over_time", "estimate");
}

#[test]
fn a_share_leaves_the_other_side_something() {
    let fee = |fee| marketplace::Terms { fee: bps(fee), ..task() };
    assert_notable(&fee(9_999), &fee(10_000), "whole_fee", "fee");
    let fee = |fee| credits::Terms { fee: bps(fee), ..errand() };
    assert_notable(&fee(9_999), &fee(10_000), "whole_fee", "fee");
    let kill_fee = |kill_fee| marketplace::Terms { kill_fee: bps(kill_fee), ..task() };
    assert_notable(&kill_fee(9_999), &kill_fee(10_000), "whole_kill_fee", "kill_fee");
    assert!(Bps::new(10_001).is_none(), "a share above the whole cannot be written");
}

/// The museum's silent friend: who names the arbiter, gains by his silence.
#[test]
fn an_arbiters_silence_gives_neither_side_everything() {
    let ruling = |resolution, share: u16| marketplace::Terms {
        default_ruling: Ruling::new(resolution, Some(bps(share))).expect("a ruling"),
        ..task()
    };
    let (split, refund) = (Resolution::Split, Resolution::RefundBuyer);
    let release = ruling(Resolution::ReleaseToAgent, 0);
    assert_notable(&ruling(split, 1), &release, "silence_pays_agent", "default_ruling");
    let (at, beyond) = (ruling(refund, 9_999), ruling(refund, 10_000));
    assert_notable(&at, &beyond, "silence_pays_buyer", "default_ruling");
}

#[test]
fn every_stage_can_be_reached() {
    let revisions = |max_revisions| marketplace::Terms { max_revisions, ..task() };
    assert_notable(&revisions(1), &revisions(0), "no_revisions", "max_revisions");
    let remedies = |max_remedies| marketplace::Terms { max_remedies, ..task() };
    assert_notable(&remedies(1), &remedies(0), "no_remedies", "max_remedies");
    let evidence = |max_evidence| marketplace::Terms { max_evidence, ..task() };
    assert_notable(&evidence(1), &evidence(0), "no_evidence", "max_evidence");
    let score = |it| credits::Score::new(it).expect("on the scale");
    let mark = |pass_mark| credits::Terms { pass_mark: score(pass_mark), ..errand() };
    assert_notable(&mark(1), &mark(0), "everything_passes", "pass_mark");
}

/// TERMS-05: every notable finding at once, and still it begins.
#[test]
fn what_is_notable_is_no_obstacle() {
    let (task, errand) = (worst_task(), worst_errand());
    let fund = marketplace::Fund {}.into();
    assert_eq!(begun::<marketplace::Marketplace>(task, fund), "Pending");
    assert_eq!(begun::<credits::Credits>(errand, credits::Fund {}.into()), "Submitted");
}

fn begun<M: Machine>(terms: M::Terms, command: M::Command) -> &'static str {
    assert!(terms.notable().count() > 0 && terms.unsound().next().is_none());
    let task = Instance::<M>::open(InstanceId(7), terms, Timestamp::EPOCH);
    let by = Actor::Party(BUYER);
    let order = Order { id: OrderId(5), by, at: Timestamp::EPOCH, command };
    task.step(&order).expect("accepted").to.name()
}

/// Legal, and nothing is as it should be.
fn worst_task() -> marketplace::Terms {
    marketplace::Terms {
        fee: Bps::WHOLE,
        kill_fee: Bps::WHOLE,
        default_ruling: Ruling::new(Resolution::ReleaseToAgent, None).expect("a ruling"),
        max_revisions: 0,
        max_remedies: 0,
        max_evidence: 0,
        ..cast::terms()
    }
}

fn worst_errand() -> credits::Terms {
    let pass_mark = credits::Score::NONE;
    credits::Terms { fee: Bps::WHOLE, pass_mark, to_rule: window(1), ..errand() }
}

/// TERMS-07
#[test]
fn the_page_lists_every_finding() {
    let (too_long, none) = (window(LONGEST + 1), amount(0));
    let refund = Ruling::new(Resolution::RefundBuyer, None).expect("a ruling");
    let mode = Mode::Direct(Some(OWN));
    let task = marketplace::Terms { budget: none, mode, to_rule: too_long, ..worst_task() };
    let other = marketplace::Terms { default_ruling: refund, ..task.clone() };
    let (named, to_dispute) = (Some(OWN), window(1));
    let errand = credits::Terms { max_budget: none, named, to_dispute, ..worst_errand() };
    let run = runs::Terms { estimate: too_long, lease: window(2), to_finish: window(1), ..run() };
    let even = runs::Terms { lease: run.to_finish, ..run.clone() };
    let offer = proposal::Terms { agent: OWN, estimate: too_long, to_accept: window(1), ..offer() };
    let found = task.check().chain(other.check()).chain(errand.check());
    let found = found.chain(run.check()).chain(even.check()).chain(offer.check());
    let found: BTreeSet<_> = found
        .map(|it| {
            assert!(!it.sentence.is_empty() && it.to_string() == it.sentence);
            (it.code, if it.is_unsound() { "unsound" } else { "notable" })
        })
        .collect();
    let page = include_str!("../../spec/forecast.md").lines();
    let rows = page.filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
    let listed: Vec<_> =
        rows.map(|(code, rest)| (code, rest.split(" |").next().expect("a cell"))).collect();
    assert_eq!(listed.len(), found.len(), "each is listed once");
    assert_eq!(listed.into_iter().collect::<BTreeSet<_>>(), found);
}
