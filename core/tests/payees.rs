//! A party may be paid by the very order that makes it one, and by the one that ends its part: the
//! kernel looks at the roles before and after. Nobody else may.

use std::{fmt, iter};

use earnest::authority::{Actor, Role, Roles};
use earnest::ids::{InstanceId, OrderId, PartyId};
use earnest::ledger::{Account, Posting};
use earnest::machine::{
    self, Context, Defect, Error, Finding, Machine, Move, Payouts, Reason, Timeout,
};
use earnest::money::{Amount, Asset};
use earnest::time::{Timestamp, Window};
use earnest::{Instance, Order, table};
use serde::{Deserialize, Serialize};

/// What the buyer held is handed over: from then on the heir is the agent, and the buyer nobody.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
struct Handover;

table! {
    Handover {
        start {
            /// Nothing is held.
            Empty,
        }
        stages {
            /// One unit is held.
            Held,
        }
        ends {
            /// It was handed over.
            Over,
        }
        commands {
            /// Pay it in.
            Fill,
            /// Hand it over.
            Give,
            /// The deadline came due.
            Timeout,
        }

        Empty + Fill    by Buyer => Held, fill,  "HND-01";
        Held  + Give    by Buyer => Over, give,  "HND-10";
        Held  + Timeout by Clock => Over, lapse, "HND-11";
    }
}

macro_rules! plain {
    ($($name:ident { $($field:ident: $type:ty),* })+) => {$(
        #[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
        struct $name { $($field: $type),* }
    )+};
}

plain! {
    Terms {}
    Empty {}
    Held { until: Timestamp }
    Over { heir: PartyId }
    Fill {}
    Give { heir: PartyId, paid: PartyId }
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Refusal {}

type Cx<'a> = Context<'a, Terms>;
type Decision<S> = Result<Move<S>, Refusal>;

const BUYER: PartyId = PartyId(1);
const HEIR: PartyId = PartyId(2);
const STRANGER: PartyId = PartyId(9);

fn one() -> Amount {
    Amount::new(1).expect("an amount")
}

impl Empty {
    fn fill(&self, _: &Fill, cx: &Cx<'_>) -> Decision<Held> {
        let until = cx.now.after(Window::MAX);
        Ok(Move::to(Held { until }).moving(Account::Wallet(BUYER), cx.escrow(), one()))
    }
}

impl Held {
    fn give(&self, order: &Give, cx: &Cx<'_>) -> Decision<Over> {
        let paid = Account::Wallet(order.paid);
        Ok(Move::to(Over { heir: order.heir }).moving(cx.escrow(), paid, one()))
    }

    fn lapse(&self, _: &Timeout, cx: &Cx<'_>) -> Decision<Over> {
        let back = Account::Wallet(BUYER);
        Ok(Move::to(Over { heir: BUYER }).moving(cx.escrow(), back, one()))
    }

    fn held(&self) -> Amount {
        one()
    }

    fn deadline(&self) -> Timestamp {
        self.until
    }
}

impl Machine for Handover {
    const NAME: &'static str = "handover";

    fn initial(_: &Terms, _: Timestamp) -> Stage {
        Empty {}.into()
    }

    fn roles(_: &Terms, stage: &Stage, party: PartyId) -> Roles {
        match stage {
            Stage::Empty(_) | Stage::Held(_) => Roles::NONE.with_if(Role::Buyer, party == BUYER),
            Stage::Over(over) => Roles::NONE.with_if(Role::Agent, party == over.heir),
        }
    }

    fn repeats(_: &Stage, _: Roles, _: &Command) -> bool {
        false
    }

    fn probe(_: &Terms, _: &Stage, _: &str) -> Option<Command> {
        None
    }

    fn payouts(_: &Terms, _: &Stage) -> Payouts {
        Payouts::NOTHING
    }

    fn ends_by(_: &Terms, _: &Stage) -> Option<Timestamp> {
        None
    }
}

impl machine::Terms for Terms {
    fn asset(&self) -> Asset {
        Asset::USD
    }

    fn unsound(&self) -> impl Iterator<Item = Finding> {
        iter::empty()
    }

    fn notable(&self) -> impl Iterator<Item = Finding> {
        iter::empty()
    }
}

impl Reason for Refusal {
    const ALL: &'static [Self] = &[];

    fn code(self) -> &'static str {
        match self {}
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

/// The end of a handover to the heir that pays `paid`.
fn handed_over(paid: PartyId) -> Result<Stage, Error<Handover>> {
    let empty = Instance::<Handover>::open(InstanceId(7), Terms {}, Timestamp::EPOCH);
    let held = give(&empty, Fill {})?;
    Ok(give(&held, Give { heir: HEIR, paid })?.stage)
}

fn give(
    task: &Instance<Handover>,
    command: impl Into<Command>,
) -> Result<Instance<Handover>, Error<Handover>> {
    let (id, by, at) = (OrderId(5), Actor::Party(BUYER), Timestamp::EPOCH);
    let record = task.step(&Order { id, by, at, command: command.into() })?;
    Ok(task.after(&record).expect("the next record"))
}

#[test]
fn who_gets_a_role_by_the_order_may_be_paid_by_it() {
    assert_eq!(handed_over(HEIR), Ok(Over { heir: HEIR }.into()));
}

#[test]
fn whose_role_ends_with_the_order_may_be_paid_by_it() {
    assert_eq!(handed_over(BUYER), Ok(Over { heir: HEIR }.into()));
}

#[test]
fn who_has_no_role_before_or_after_may_not() {
    let (from, to) = (Account::Escrow(InstanceId(7)), Account::Wallet(STRANGER));
    let posting = Posting { from, to, amount: one() };
    let defect = Defect::StrayPosting { posting };
    assert_eq!(handed_over(STRANGER), Err(Error::Defect(defect)));
}
