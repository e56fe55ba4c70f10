//! A lifecycle written without `table!` can hold money for ever or lack a handler; the kernel
//! still does not let it.

use std::{fmt, iter};

use earnest::authority::{Actor, Role, Roles};
use earnest::ids::{InstanceId, OrderId, PartyId};
use earnest::ledger::Account;
use earnest::machine::{
    self, Context, Defect, Error, Finding, Machine, Move, Payouts, Reason, Row, Table, Timeout,
};
use earnest::money::{Amount, Asset};
use earnest::time::Timestamp;
use earnest::{Instance, Order};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Forged;

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
struct Terms;

/// Holds what it holds, without an end.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
struct Vault {
    held: Amount,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
enum Command {
    Pay,
    Wave,
    Timeout,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Never {}

const OWNER: PartyId = PartyId(1);

const fn row(on: &'static str, rule: &'static str) -> Row {
    let by = Roles::NONE.with(Role::Buyer);
    Row { from: "Vault", on, by, who: &["Buyer"], to: &["Vault"], rule }
}

static ROWS: [Row; 2] = [row("Pay", "FRG-1"), row("Wave", "FRG-2")];

impl Table for Forged {
    type Terms = Terms;
    type Stage = Vault;
    type Command = Command;
    type Refusal = Never;

    const STAGES: &'static [&'static str] = &["Vault"];
    const ENDS: &'static [&'static str] = &[];
    const COMMANDS: &'static [&'static str] = &["Pay", "Wave", "Timeout"];
    const ROWS: &'static [Row] = &[row("Pay", "FRG-1"), row("Wave", "FRG-2")];

    fn row(_: &Vault, command: &Command) -> Option<&'static Row> {
        ROWS.iter().find(|row| row.on == machine::Command::name(command))
    }

    fn route(
        stage: &Vault,
        command: &Command,
        context: &Context<'_, Terms>,
    ) -> Option<Result<Move<Vault>, Never>> {
        let one = Amount::new(1)?;
        let fuller = Vault { held: stage.held.plus(one)? };
        let paid = Move::to(fuller).moving(Account::Wallet(OWNER), context.escrow(), one);
        matches!(command, Command::Pay).then_some(Ok(paid))
    }
}

impl Machine for Forged {
    const NAME: &'static str = "forged";

    fn initial(_: &Terms, _: Timestamp) -> Vault {
        Vault { held: Amount::ZERO }
    }

    fn roles(_: &Terms, _: &Vault, party: PartyId) -> Roles {
        Roles::NONE.with_if(Role::Buyer, party == OWNER)
    }

    fn repeats(_: &Vault, _: Roles, _: &Command) -> bool {
        false
    }

    fn probe(_: &Terms, _: &Vault, _: &str) -> Option<Command> {
        None
    }

    fn payouts(_: &Terms, _: &Vault) -> Payouts {
        Payouts::NOTHING
    }

    fn ends_by(_: &Terms, _: &Vault) -> Option<Timestamp> {
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

impl machine::Stage for Vault {
    fn name(&self) -> &'static str {
        "Vault"
    }

    fn held(&self) -> Amount {
        self.held
    }

    fn deadline(&self) -> Option<Timestamp> {
        None
    }

    fn is_terminal(&self) -> bool {
        false
    }
}

impl machine::Command for Command {
    fn name(&self) -> &'static str {
        match self {
            Self::Pay => "Pay",
            Self::Wave => "Wave",
            Self::Timeout => "Timeout",
        }
    }
}

impl From<Timeout> for Command {
    fn from(_: Timeout) -> Self {
        Self::Timeout
    }
}

impl Reason for Never {
    const ALL: &'static [Self] = &[];

    fn code(self) -> &'static str {
        match self {}
    }
}

impl fmt::Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

fn give(command: Command) -> Error<Forged> {
    let vault = Instance::<Forged>::open(InstanceId(7), Terms, Timestamp::EPOCH);
    let by = Actor::Party(OWNER);
    let order = Order { id: OrderId(5), by, at: Timestamp::EPOCH, command };
    vault.step(&order).expect_err("a defect")
}

/// KERNEL-25
#[test]
fn money_is_not_held_for_ever() {
    assert_eq!(give(Command::Pay), Error::Defect(Defect::HeldForever));
}

/// KERNEL-27
#[test]
fn a_row_without_a_handler_is_a_defect() {
    assert_eq!(give(Command::Wave), Error::Defect(Defect::Unrouted));
}
