// The rest of a small lifecycle: included by each page, which brings its table and its handlers.

use earnest::authority::{Role, Roles};
use earnest::ids::PartyId;
use earnest::machine::{self, Context, Finding, Machine, Move, Payouts, Reason, Timeout};
use earnest::money::{Amount, Asset};
use earnest::time::Timestamp;

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Errand;

macro_rules! plain {
    ($($name:ident { $($field:ident: $type:ty),* })+) => {$(
        #[derive(Clone, Debug, Eq, Hash, PartialEq, serde::Serialize, serde::Deserialize)]
        pub struct $name { $(pub $field: $type),* }
    )+};
}

plain! {
    Terms { buyer: PartyId }
    Draft {}
    Open { held: Amount, until: Timestamp }
    Done {}
    Void {}
    Fund {}
    Close {}
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {}

pub type Cx<'a> = Context<'a, Terms>;
pub type Decision<S> = Result<Move<S>, Refusal>;

impl Draft {
    fn fund(&self, _: &Fund, cx: &Cx<'_>) -> Decision<Open> {
        Ok(Move::to(Open { held: Amount::ZERO, until: cx.now }))
    }
}

impl Open {
    fn lapse(&self, _: &Timeout, _: &Cx<'_>) -> Decision<Void> {
        Ok(Move::to(Void {}))
    }

    fn held(&self) -> Amount {
        self.held
    }

    fn deadline(&self) -> Timestamp {
        self.until
    }
}

impl Machine for Errand {
    const NAME: &'static str = "errand";

    fn initial(_: &Terms, _: Timestamp) -> Stage {
        Draft {}.into()
    }

    fn roles(terms: &Terms, _: &Stage, party: PartyId) -> Roles {
        Roles::NONE.with_if(Role::Buyer, party == terms.buyer)
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
        std::iter::empty()
    }

    fn notable(&self) -> impl Iterator<Item = Finding> {
        std::iter::empty()
    }
}

impl Reason for Refusal {
    const ALL: &'static [Self] = &[];

    fn code(self) -> &'static str {
        match self {}
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self {}
    }
}
