//! A lifecycle that does what its order says: whatever the kernel must not let through.

use std::{fmt, iter};

use earnest::authority::{Role, Roles};
use earnest::ids::PartyId;
use earnest::ledger::Posting;
use earnest::machine::{self, Context, Either, Finding, Machine, Move, Payouts, Reason, Timeout};
use earnest::money::{Amount, Asset};
use earnest::table;
use earnest::time::{Timestamp, Window};
use serde::{Deserialize, Serialize};

/// Does as it is told.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) struct Scripted;

table! {
    Scripted {
        start { Empty }
        stages { Full, Other }
        ends { Over }
        commands { Fill, Act, Timeout }

        Empty + Fill    by Buyer         => Full,         fill,  "SCR-01";
        Full  + Act     by Buyer | Agent => Full | Other, act,   "SCR-10";
        Full  + Timeout by Clock         => Other,        lapse, "SCR-11";
        Other + Timeout by Clock         => Over,         lapse, "SCR-20";
    }
}

macro_rules! plain {
    ($($name:ident { $($field:ident: $type:ty),* })+) => {$(
        #[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
        pub(crate) struct $name { $(pub(crate) $field: $type),* }
    )+};
}

plain! {
    Terms { buyer: PartyId, agent: PartyId }
    Empty {}
    Full { held: Amount, until: Timestamp }
    Other { held: Amount, until: Timestamp }
    Over {}
    Fill { held: Amount, until: Timestamp, postings: Vec<Posting> }
    Act { stay: bool, held: Amount, until: Timestamp, postings: Vec<Posting> }
}

/// It refuses one thing, so that a guard can be seen to come last.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Refusal {
    /// The order moves nothing and holds nothing.
    Pointless,
}

type Cx<'a> = Context<'a, Terms>;
type Decision<S> = Result<Move<S>, Refusal>;

fn moving<S>(to: S, postings: &[Posting]) -> Move<S> {
    let start = Move::to(to);
    postings.iter().fold(start, |all, one| all.moving(one.from, one.to, one.amount))
}

impl Empty {
    fn fill(&self, order: &Fill, _: &Cx<'_>) -> Decision<Full> {
        Ok(moving(Full { held: order.held, until: order.until }, &order.postings))
    }
}

impl Full {
    fn act(&self, order: &Act, _: &Cx<'_>) -> Decision<Either<Full, Other>> {
        if order.held.is_zero() && order.postings.is_empty() {
            return Err(Refusal::Pointless);
        }
        let (held, until) = (order.held, order.until);
        let to = match order.stay {
            true => Either::First(Full { held, until }),
            false => Either::Second(Other { held, until }),
        };
        Ok(moving(to, &order.postings))
    }

    fn lapse(&self, _: &Timeout, cx: &Cx<'_>) -> Decision<Other> {
        let until = cx.now.after(Window::from_millis(10).expect("a window"));
        Ok(Move::to(Other { held: self.held, until }))
    }

    fn held(&self) -> Amount {
        self.held
    }

    fn deadline(&self) -> Timestamp {
        self.until
    }
}

impl Other {
    fn lapse(&self, _: &Timeout, cx: &Cx<'_>) -> Decision<Over> {
        let buyer = earnest::ledger::Account::Wallet(cx.terms.buyer);
        Ok(Move::to(Over {}).moving(cx.escrow(), buyer, self.held))
    }

    fn held(&self) -> Amount {
        self.held
    }

    fn deadline(&self) -> Timestamp {
        self.until
    }
}

impl Machine for Scripted {
    const NAME: &'static str = "scripted";

    fn initial(_: &Terms, _: Timestamp) -> Stage {
        Empty {}.into()
    }

    fn roles(terms: &Terms, _: &Stage, party: PartyId) -> Roles {
        let buyer = Roles::NONE.with_if(Role::Buyer, party == terms.buyer);
        buyer.with_if(Role::Agent, party == terms.agent)
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
    const ALL: &'static [Self] = &[Self::Pointless];

    fn code(self) -> &'static str {
        "pointless"
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the order moves nothing and holds nothing")
    }
}
