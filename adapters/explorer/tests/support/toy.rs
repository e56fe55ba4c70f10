//! A lifecycle of three stages, written without `table!`, so that it can do wrong what the macro
//! and the kernel would not let a real one do. Its number says what it does wrong.

use std::{fmt, iter};

use earnest::authority::{Role, Roles};
use earnest::ids::{InstanceId, PartyId};
use earnest::ledger::{Account, Ledger, Posting};
use earnest::machine::{
    self, Context, Finding, Machine, Move, Payouts, Reason, Row, Table, Timeout,
};
use earnest::money::{Amount, Asset, Bps};
use earnest::time::{Timestamp, Window};
use earnest_explorer::{Checks, Law, Parties, Shift, Taken, Verdict, World};
use serde::{Deserialize, Serialize};

/// Holds money until the agent finishes, or gives it back.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Toy<const FAULT: u8>;

/// Does nothing wrong.
pub(crate) const SOUND: u8 = 0;
/// Panics at a note.
pub(crate) const PANICS: u8 = 1;
/// Takes a note for another one later in the year.
pub(crate) const DATED: u8 = 2;
/// Pays one unit less than it held.
pub(crate) const LOSES: u8 = 3;
/// Takes more than is in the wallet.
pub(crate) const TAKES: u8 = 4;
/// Keeps a unit at the end.
pub(crate) const KEEPS: u8 = 5;
/// Has a row that leaves the end.
pub(crate) const LEAVES: u8 = 6;
/// Takes a note for a repeated one, and accepts it all the same.
pub(crate) const REPEATS: u8 = 7;
/// Dispatches by another row than its table has: the agent may give notes.
pub(crate) const ANYONE: u8 = 8;
/// Sets a deadline that is not ahead.
pub(crate) const HURRIES: u8 = 9;
/// Refuses its own timeout.
pub(crate) const STUCK: u8 = 10;
/// Comes to one end with the money in different hands.
pub(crate) const FORGETS: u8 = 11;
/// Pays a stranger.
pub(crate) const STRAYS: u8 = 12;
/// Dispatches under another rule than its table has.
pub(crate) const RENAMES: u8 = 13;
/// Does not list notes.
pub(crate) const HIDES: u8 = 14;
/// Foretells more for the agent than there is.
pub(crate) const BOASTS: u8 = 15;
/// Brings its deadline forward.
pub(crate) const SHORTENS: u8 = 16;
/// Allows more notes than it says.
pub(crate) const ENDLESS: u8 = 17;

const BUYER: PartyId = PartyId(1);
const AGENT: PartyId = PartyId(2);
const STRANGER: PartyId = PartyId(9);
const BUDGET: u128 = 100;

#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(crate) struct Terms {}

#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub(crate) enum Stage {
    Draft,
    Held { notes: u8, more: u8, until: Timestamp },
    Done { paid: bool, kept: u8, until: Option<Timestamp> },
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) enum Command {
    Fund,
    Note,
    Finish,
    Timeout,
}

/// It refuses one thing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Refusal {
    /// One note is enough.
    Noted,
}

const BUYERS: Roles = Roles::NONE.with(Role::Buyer);
const AGENTS: Roles = Roles::NONE.with(Role::Agent);
const CLOCKS: Roles = Roles::NONE.with(Role::Clock);

const fn row(
    from: &'static str,
    on: &'static str,
    by: Roles,
    to: &'static [&'static str],
    rule: &'static str,
) -> Row {
    Row { from, on, by, who: &[], to, rule }
}

static ROWS: [Row; 6] = [
    row("Draft", "Fund", BUYERS, &["Held"], "TOY-01"),
    row("Held", "Note", BUYERS, &["Held"], "TOY-10"),
    row("Held", "Finish", AGENTS, &["Done"], "TOY-11"),
    row("Held", "Timeout", CLOCKS, &["Done"], "TOY-12"),
    row("Done", "Note", BUYERS, &["Done"], "TOY-20"),
    row("Held", "Note", BUYERS.with(Role::Agent), &["Held"], "TOY-10"),
];
static RENAMED: Row = row("Held", "Note", BUYERS, &["Held"], "TOY-99");

fn amount(minor: u128) -> Amount {
    Amount::new(minor).expect("an amount")
}

fn window(millis: u64) -> Window {
    Window::from_millis(millis).expect("a window")
}

/// A world with just the budget in the buyer's wallet.
pub(crate) fn world<const FAULT: u8>() -> World<Toy<FAULT>> {
    let mut ledger = Ledger::default();
    let deposit =
        Posting { from: Account::World, to: Account::Wallet(BUYER), amount: amount(BUDGET) };
    ledger.book(Asset::USD, [&deposit]).expect("a deposit");
    let parties = Parties::of(BUYER, None, None);
    let (id, actors) = (InstanceId(70), parties.actors());
    World { id, terms: Terms {}, ledger, parties, actors, commands, moved, laws }
}

fn commands<const FAULT: u8>(_: &World<Toy<FAULT>>, _: &Stage) -> Vec<Command> {
    vec![Command::Fund, Command::Note, Command::Finish]
}

fn moved(stage: &Stage, to: &Shift<'_>) -> Stage {
    match stage.clone() {
        Stage::Held { notes, more, until } => Stage::Held { notes, more, until: to(until) },
        Stage::Done { paid, kept, until } => Stage::Done { paid, kept, until: until.map(to) },
        Stage::Draft => Stage::Draft,
    }
}

/// Its own law: one note at most.
fn laws<const FAULT: u8>(taken: &Taken<'_, Toy<FAULT>>, checks: &mut Checks) -> Verdict {
    let few = !matches!(taken.after.stage, Stage::Held { notes, .. } if notes > 1);
    checks.holds(Law::Bounded, few, "more than one note")
}

type Decision = Result<Move<Stage>, Refusal>;

impl<const FAULT: u8> Toy<FAULT> {
    fn fund(cx: &Context<'_, Terms>) -> Decision {
        let more = u8::from(FAULT == TAKES);
        let held = Stage::Held { notes: 0, more, until: cx.now.after(window(3)) };
        let taken = Self::held();
        Ok(Move::to(held).moving(Account::Wallet(BUYER), cx.escrow(), taken))
    }

    fn held() -> Amount {
        amount(if FAULT == TAKES { BUDGET + 1 } else { BUDGET })
    }

    fn note(notes: u8, until: Timestamp, cx: &Context<'_, Terms>) -> Decision {
        assert!(FAULT != PANICS, "a planted panic");
        if notes > 0 && !(FAULT == ENDLESS && notes < 3) {
            return Err(Refusal::Noted);
        }
        let years_on = cx.now.as_millis() > 1_010_000_000_000;
        let notes = if FAULT == DATED && years_on { 7 } else { notes + 1 };
        let until = match FAULT {
            HURRIES => cx.now,
            SHORTENS => cx.now.after(window(1)).min(until),
            _ => until,
        };
        let noted = Move::to(Stage::Held { notes, more: 0, until });
        Ok(match FAULT {
            STRAYS => noted.moving(Account::Wallet(STRANGER), Account::Wallet(BUYER), amount(1)),
            _ => noted,
        })
    }

    fn close(to: PartyId, cx: &Context<'_, Terms>) -> Decision {
        let kept = u8::from(FAULT == KEEPS);
        let until = (FAULT == KEEPS).then(|| cx.now.after(window(1)));
        let paid = to == AGENT && FAULT != FORGETS;
        let out = Self::held().minus(amount(u128::from(FAULT == LOSES || FAULT == KEEPS)));
        let out = out.expect("less than all");
        Ok(Move::to(Stage::Done { paid, kept, until }).moving(
            cx.escrow(),
            Account::Wallet(to),
            out,
        ))
    }
}

impl<const FAULT: u8> Table for Toy<FAULT> {
    type Terms = Terms;
    type Stage = Stage;
    type Command = Command;
    type Refusal = Refusal;

    const STAGES: &'static [&'static str] = &["Draft", "Held", "Done"];
    const ENDS: &'static [&'static str] = &["Done"];
    const COMMANDS: &'static [&'static str] = &["Fund", "Note", "Finish", "Timeout"];
    const ROWS: &'static [Row] = ROWS.split_at(if FAULT == LEAVES { 5 } else { 4 }).0;

    fn row(stage: &Stage, command: &Command) -> Option<&'static Row> {
        match (stage, command) {
            (Stage::Draft, Command::Fund) => ROWS.first(),
            (Stage::Held { .. }, Command::Note) if FAULT == ANYONE => ROWS.get(5),
            (Stage::Held { .. }, Command::Note) if FAULT == RENAMES => Some(&RENAMED),
            (Stage::Held { .. }, Command::Note) => ROWS.get(1),
            (Stage::Held { .. }, Command::Finish) => ROWS.get(2),
            (Stage::Held { .. }, Command::Timeout) => ROWS.get(3),
            (Stage::Done { .. }, Command::Note) if FAULT == LEAVES => ROWS.get(4),
            _ => None,
        }
    }

    fn route(stage: &Stage, command: &Command, cx: &Context<'_, Terms>) -> Option<Decision> {
        Some(match (stage, command) {
            (Stage::Draft, Command::Fund) => Self::fund(cx),
            (Stage::Held { notes, until, .. }, Command::Note) => Self::note(*notes, *until, cx),
            (Stage::Held { .. }, Command::Finish) => Self::close(AGENT, cx),
            (Stage::Held { .. }, Command::Timeout) if FAULT == STUCK => Err(Refusal::Noted),
            (Stage::Held { .. }, Command::Timeout) => Self::close(BUYER, cx),
            (Stage::Done { .. }, Command::Note) => Ok(Move::to(stage.clone())),
            _ => return None,
        })
    }
}

impl<const FAULT: u8> Machine for Toy<FAULT> {
    const NAME: &'static str = "toy";

    fn initial(_: &Terms, _: Timestamp) -> Stage {
        Stage::Draft
    }

    fn roles(_: &Terms, _: &Stage, party: PartyId) -> Roles {
        Roles::NONE.with_if(Role::Buyer, party == BUYER).with_if(Role::Agent, party == AGENT)
    }

    fn repeats(stage: &Stage, by: Roles, command: &Command) -> bool {
        let noted = matches!((stage, command), (Stage::Held { notes: 0, .. }, Command::Note));
        FAULT == REPEATS && noted && by.has(Role::Buyer)
    }

    fn probe(_: &Terms, _: &Stage, command: &str) -> Option<Command> {
        match command {
            "Fund" => Some(Command::Fund),
            "Note" if FAULT != HIDES => Some(Command::Note),
            "Finish" => Some(Command::Finish),
            _ => None,
        }
    }

    fn payouts(_: &Terms, stage: &Stage) -> Payouts {
        let nothing = Payouts::NOTHING.so_far;
        let budget = amount(BUDGET);
        match stage {
            Stage::Draft | Stage::Held { .. } => {
                let open = Payouts::open(nothing, Amount::ZERO, budget, Bps::NONE);
                let twice = amount(2 * BUDGET);
                let boasts = machine::Payouts { most: work(budget, twice), ..open };
                if FAULT == BOASTS { boasts } else { open }
            }
            Stage::Done { paid: true, .. } => Payouts::settled(work(Amount::ZERO, budget)),
            Stage::Done { paid: false, .. } => Payouts::settled(work(budget, Amount::ZERO)),
        }
    }

    fn ends_by(_: &Terms, stage: &Stage) -> Option<Timestamp> {
        match stage {
            Stage::Held { until, .. } => Some(*until),
            Stage::Draft | Stage::Done { .. } => None,
        }
    }
}

fn work(buyer: Amount, agent: Amount) -> earnest::work::Settlement {
    earnest::work::Settlement { buyer, agent, fee: Amount::ZERO }
}

impl machine::Stage for Stage {
    fn name(&self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Held { .. } => "Held",
            Self::Done { .. } => "Done",
        }
    }

    fn held(&self) -> Amount {
        match self {
            Self::Draft => Amount::ZERO,
            Self::Held { more, .. } => amount(BUDGET + u128::from(*more)),
            Self::Done { kept, .. } => amount(u128::from(*kept)),
        }
    }

    fn deadline(&self) -> Option<Timestamp> {
        match self {
            Self::Draft => None,
            Self::Held { until, .. } => Some(*until),
            Self::Done { until, .. } => *until,
        }
    }

    fn is_terminal(&self) -> bool {
        matches!(self, Self::Done { .. })
    }
}

impl machine::Command for Command {
    fn name(&self) -> &'static str {
        match self {
            Self::Fund => "Fund",
            Self::Note => "Note",
            Self::Finish => "Finish",
            Self::Timeout => "Timeout",
        }
    }
}

impl From<Timeout> for Command {
    fn from(_: Timeout) -> Self {
        Self::Timeout
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
    const ALL: &'static [Self] = &[Self::Noted];

    fn code(self) -> &'static str {
        "noted"
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one note is enough")
    }
}
