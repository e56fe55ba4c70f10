//! What a forecast says, in numbers that can be checked by hand, and lives that last as long as it
//! says. That it holds of every run, the explorations show (`earnest-explorer`).

use earnest::authority::Actor;
use earnest::credits::{self, Credits};
use earnest::dispute::{Resolution, Ruling};
use earnest::ids::{InstanceId, OrderId, PartyId};
use earnest::machine::{Forecast, Payouts, Stage as _, Timeout};
use earnest::marketplace::{
    Assign, Command, Deliver, Dispute, Fund, Hire, Marketplace, Match, Mode, Redeliver, Revise,
    Rule, Terms,
};
use earnest::runs::{self, Runs};
use earnest::time::{Timestamp, Window};
use earnest::work::Settlement;
use earnest::{Instance, Machine, Order};
use earnest_explorer::cast::{self, AGENT, ARBITER, BUYER, PAPER, amount, terms, window};
use earnest_explorer::errand;

const START: u64 = 1_000;
const BUYERS: Actor = Actor::Party(BUYER);
const AGENTS: Actor = Actor::Party(AGENT.owner);

/// Buyer, agent, fee.
fn settlement([buyer, agent, fee]: [u128; 3]) -> Settlement {
    Settlement { buyer: amount(buyer), agent: amount(agent), fee: amount(fee) }
}

fn payouts(so_far: [u128; 3], least: [u128; 3], most: [u128; 3]) -> Payouts {
    let [so_far, least, most] = [so_far, least, most].map(settlement);
    Payouts { so_far, least, most }
}

fn open<M: Machine>(terms: M::Terms) -> Instance<M> {
    Instance::open(InstanceId(77), terms, moment(START))
}

#[track_caller]
fn given<M: Machine>(
    it: &Instance<M>,
    by: Actor,
    at: u64,
    order: impl Into<M::Command>,
) -> Instance<M> {
    let order = Order { id: OrderId(5), by, at: moment(at), command: order.into() };
    it.after(&it.step(&order).expect("accepted")).expect("the next record")
}

/// The same at the moment at which the stage began.
#[track_caller]
fn at_once<M: Machine>(it: &Instance<M>, by: Actor, order: impl Into<M::Command>) -> Instance<M> {
    given(it, by, it.since.as_millis(), order)
}

/// And at the last moment of the stage.
#[track_caller]
fn at_last<M: Machine>(it: &Instance<M>, by: Actor, order: impl Into<M::Command>) -> Instance<M> {
    let deadline = it.stage.deadline().expect("a deadline");
    given(it, by, deadline.as_millis() - 1, order)
}

#[track_caller]
fn lapsed<M: Machine>(it: &Instance<M>) -> Instance<M> {
    let deadline = it.stage.deadline().expect("a deadline");
    given(it, Actor::Clock, deadline.as_millis(), Timeout {})
}

/// FORE-04, FORE-08: a fee of 3.33 % of 1001 is 33.33, and of 700 it is 23.31: rounded down, the dust is the agent's.
#[test]
fn a_job_forecasts_the_budget_and_from_the_hire_on_the_price() {
    let job = open::<Marketplace>(Terms { mode: Mode::Proposals, ..terms() });
    let whole = payouts([0, 0, 0], [0, 0, 0], [1_001, 968, 33]);
    assert_eq!(job.forecast().payouts, whole);
    let job = at_once(&job, BUYERS, Fund {});
    assert_eq!(job.forecast().payouts, whole);
    let job = at_once(&job, BUYERS, Hire { agent: AGENT, price: amount(700), estimate: None });
    let hired = payouts([301, 0, 0], [301, 0, 0], [1_001, 677, 23]);
    assert_eq!(job.forecast().payouts, hired);
    let job = at_once(&job, AGENTS, Deliver { work: PAPER });
    let job = at_once(&job, BUYERS, Dispute { reason: PAPER });
    assert_eq!(job.forecast().payouts, hired, "an arbiter may rule either way");
    let third = Ruling::new(Resolution::Split, Some(cast::bps(3_333))).expect("a ruling");
    let job = at_once(&job, Actor::Arbiter(ARBITER), Rule { ruling: third, notes: None });
    // 33.33 % of 700 is 233.31, and 3.33 % of the other 467 is 15.55.
    let paid = [301 + 233, 452, 15];
    assert_eq!(job.forecast().payouts, payouts(paid, paid, paid));
}

/// FORE-01, FORE-09
#[test]
fn an_agent_that_was_paid_for_credits_can_still_lose_it() {
    let task = open::<Credits>(errand::errand());
    let task = at_once(&task, BUYERS, credits::Fund {});
    let task =
        at_once(&task, Actor::Operator, credits::Assign { agent: AGENT, price: amount(700) });
    assert_eq!(task.forecast().payouts, payouts([0, 0, 0], [301, 0, 0], [1_001, 677, 23]));
    let task = at_once(&task, AGENTS, credits::Start { sandbox: PAPER });
    let (output, took) = (PAPER, errand::elapsed(1));
    let task = at_once(&task, AGENTS, credits::Complete { output, took, own_score: None });
    let task = at_once(&task, Actor::Operator, credits::Pass { score: errand::score(50) });
    assert_eq!(task.forecast().payouts, payouts([301, 0, 0], [301, 0, 0], [1_001, 677, 23]));
    let task = lapsed(&task);
    let paid = [301, 677, 23];
    assert_eq!(task.forecast().payouts, payouts(paid, [301, 0, 0], [1_001, 677, 23]));
    let closed = lapsed(&task);
    assert_eq!(closed.forecast().payouts, payouts(paid, paid, paid));
    let (grounds, description) = (credits::Grounds::WrongOutput, PAPER);
    let task = at_once(&task, BUYERS, credits::Dispute { grounds, description });
    assert_eq!(task.forecast().payouts, payouts(paid, [301, 0, 0], [1_001, 677, 23]));
    let refunded = at_once(&task, AGENTS, credits::Concede { note: None }).forecast().payouts;
    assert_eq!(refunded, payouts([1_001, 0, 0], [1_001, 0, 0], [1_001, 0, 0]));
}

/// FORE-09
#[test]
fn where_no_money_moves_the_forecast_is_of_time_alone() {
    let run = open::<Runs>(leased(window(3)));
    let told = |latest| Forecast {
        payouts: Payouts::NOTHING,
        earliest: moment(START),
        latest: Some(moment(latest)),
    };
    assert_eq!(run.forecast(), told(START + 9 + 60));
    let cancelled = at_once(&run, BUYERS, runs::Cancel {});
    assert_eq!(cancelled.forecast(), told(START));
}

/// FORE-06, FORE-10: three days to hire, and everything else as slow as can be: each forecast on the way tells the
/// same end, and this is when it comes.
#[test]
fn a_task_can_last_as_long_as_it_is_forecast() {
    let hours = |count: u32| Window::from_minutes(count * 60).expect("a window");
    let patient = Terms {
        max_revisions: 255,
        max_remedies: 255,
        to_hire: hours(72),
        to_match: hours(1),
        to_deliver: hours(500),
        to_review: hours(71),
        to_revise: hours(73),
        to_respond: hours(48),
        to_rule: hours(168),
        ..terms()
    };
    let assign = || Command::from(Assign { agent: AGENT });
    let longest = || Some(Window::MAX);
    let hire = Hire { agent: AGENT, price: amount(0), estimate: longest() };
    for (mode, begin) in [
        (Mode::Direct(Some(AGENT)), vec![(Actor::Operator, assign())]),
        (Mode::Direct(None), vec![(Actor::Operator, Match {}.into()), (Actor::Operator, assign())]),
        (Mode::Proposals, vec![(BUYERS, hire.into())]),
    ] {
        let mut task = open::<Marketplace>(Terms { mode, ..patient.clone() });
        assert_eq!(task.forecast().latest, None);
        task = at_once(&task, BUYERS, Fund {});
        let latest = task.forecast().latest;
        let goes_on = |task: &Instance<Marketplace>| assert_eq!(task.forecast().latest, latest);
        for (by, order) in begin {
            task = at_last(&task, by, order);
            goes_on(&task);
        }
        task = at_last(&task, AGENTS, Deliver { work: PAPER });
        for _ in 0..255 {
            task = lapsed(&at_last(&task, BUYERS, Revise { request: None }));
            goes_on(&task);
        }
        for _ in 0..255 {
            let disputed = at_last(&task, BUYERS, Dispute { reason: PAPER });
            goes_on(&disputed);
            task = at_last(&disputed, AGENTS, Redeliver { work: PAPER });
            goes_on(&task);
        }
        task = lapsed(&at_last(&task, BUYERS, Dispute { reason: PAPER }));
        goes_on(&task);
        task = lapsed(&task);
        assert_eq!((task.stage.is_terminal(), Some(task.since)), (true, latest));
    }
}

/// FORE-06: as often as it says that it is still there, and not a moment longer.
#[test]
fn a_worker_that_renews_holds_a_run_as_long_as_is_forecast() {
    let mut run = given(&open::<Runs>(leased(window(3))), Actor::Operator, START + 8, claim());
    let latest = run.forecast().latest;
    assert_eq!(latest, Some(moment(START + 8 + 60)));
    while run.stage.deadline() < latest {
        run = at_last(&run, Actor::Party(PartyId(2)), runs::Renew { logs: None });
        assert_eq!(run.forecast().latest, latest);
    }
    assert_eq!(Some(lapsed(&run).since), latest);
}

/// The one lease that nobody can renew: the forecast leaves more time than there is.
#[test]
fn a_lease_of_a_millisecond_is_over_before_it_is_forecast() {
    let run = given(&open::<Runs>(leased(window(1))), Actor::Operator, START, claim());
    let renewed = at_last(&run, Actor::Party(PartyId(2)), runs::Renew { logs: None });
    assert_eq!(renewed.stage, run.stage);
    assert_eq!(lapsed(&run).since, moment(START + 1));
    assert_eq!(run.forecast().latest, Some(moment(START + 60)));
}

/// After the last moment for an order only the clock is heard, so that less can happen than is
/// forecast; at the end of time, deadlines stand still.
#[test]
fn where_the_calendar_ends_a_forecast_is_wider_than_it_has_to_be() {
    let last = Timestamp::LAST_ORDER;
    let run = |at| Instance::<Runs>::open(InstanceId(77), leased(window(3)), at);
    let after = run(moment(last.as_millis() + 1));
    assert!(after.forecast().latest > after.if_silent().last().map(|record| record.at));
    assert_eq!(run(Timestamp::MAX).forecast().latest, Some(Timestamp::MAX));
    assert_eq!(Timestamp::EPOCH.last_before(), Timestamp::EPOCH);
}

fn claim() -> runs::Claim {
    runs::Claim { worker: PartyId(2) }
}

fn leased(lease: Window) -> runs::Terms {
    runs::Terms {
        user: BUYER,
        agent: PAPER,
        continues: None,
        group: None,
        estimate: window(1),
        to_claim: window(10),
        lease,
        to_finish: window(60),
    }
}

fn moment(millis: u64) -> Timestamp {
    Timestamp::from_millis(millis).expect("a moment")
}
