//! What an exploration is given, and what it tells.

use std::collections::{BTreeMap, BTreeSet};

use earnest::authority::Actor;
use earnest::ids::InstanceId;
use earnest::ledger::{Account, Ledger, Posting};
use earnest::machine::{Machine, Terms as _};
use earnest::money::Amount;
use earnest::time::Timestamp;
use earnest::{Instance, Record};

use crate::bounds::Loose;
use crate::law::{Checks, Verdict};
use crate::parties::Parties;

/// What becomes of each moment.
pub type Shift<'a> = dyn Fn(Timestamp) -> Timestamp + 'a;

/// The commands worth giving in a stage.
pub type Palette<M> = fn(
    &World<M>,
    &<M as earnest::machine::Table>::Stage,
) -> Vec<<M as earnest::machine::Table>::Command>;

/// A small closed world in which a lifecycle can be explored whole.
#[derive(Clone, Debug)]
pub struct World<M: Machine> {
    /// The instance's name: what tells its escrow from another's.
    pub id: InstanceId,
    /// A contract. The shorter its windows, the smaller its world.
    pub terms: M::Terms,
    /// What is in the wallets before anything happens.
    pub ledger: Ledger,
    /// Who is who.
    pub parties: Parties,
    /// Everyone who may try something.
    pub actors: Vec<Actor>,
    /// Every command worth giving in a stage: at least one of each kind but the timeout.
    pub commands: Palette<M>,
    /// The same stage, with each moment in it replaced.
    pub moved: fn(&M::Stage, &Shift<'_>) -> M::Stage,
    /// The lifecycle's own laws of one transition.
    pub laws: fn(&Taken<'_, M>, &mut Checks) -> Verdict,
}

/// An accepted order, with what was before and after it.
#[derive(Debug)]
pub struct Taken<'a, M: Machine> {
    /// Where it happened.
    pub world: &'a World<M>,
    /// The instance that the order was given to.
    pub before: &'a Instance<M>,
    /// What it led to.
    pub record: &'a Record<M>,
    /// The instance that came of it.
    pub after: &'a Instance<M>,
}

/// What an exploration saw.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Distinct stages, moments counted from when the stage began.
    pub states: usize,
    /// Whether these are all that can be reached: nothing was cut off.
    pub whole: bool,
    /// Orders given.
    pub orders: u64,
    /// Accepted orders, by rule and by the stage they led to.
    pub rows: BTreeMap<(&'static str, &'static str), u64>,
    /// Refused orders, by code.
    pub refusals: BTreeMap<&'static str, u64>,
    /// The most timeouts in a row.
    pub longest_silence: usize,
    /// Stages in which a forecast leaves more time than any run takes. Looked for only where
    /// nothing was cut off.
    pub loose: Loose,
    /// What each of the parties got at least and at most; none if no end was seen.
    pub outcomes: Option<Outcomes>,
    /// How often each law was checked.
    pub checks: Checks,
}

/// The least and the most that each side got, over all ends; in minor units.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Outcomes {
    /// What the buyer has in the end, who began with just what the terms hold.
    pub buyer: [i128; 2],
    /// What the agents and their owners have in the end.
    pub agent: [i128; 2],
    /// What the operator has in the end.
    pub operator: [i128; 2],
}

impl<M: Machine> World<M> {
    /// A ledger with just this much in the buyer's wallet.
    pub(crate) fn purse(terms: &M::Terms, parties: &Parties, amount: Amount) -> Ledger {
        let mut ledger = Ledger::default();
        if !amount.is_zero() {
            let to = Account::Wallet(parties.buyer);
            let deposit = Posting { from: Account::World, to, amount };
            ledger.book(terms.asset(), [&deposit]).expect("an empty ledger takes a deposit");
        }
        ledger
    }
}

impl Seen {
    /// The rules by which orders were accepted.
    #[must_use]
    pub fn rules(&self) -> BTreeSet<&'static str> {
        self.rows.keys().map(|(rule, _)| *rule).collect()
    }
}

impl Outcomes {
    /// Nobody has anything.
    pub const NOTHING: Self = Self { buyer: [0; 2], agent: [0; 2], operator: [0; 2] };

    /// What everyone has by a ledger.
    pub(crate) fn of<M: Machine>(world: &World<M>, ledger: &Ledger) -> Self {
        let (mut buyer, mut agent, mut operator) = (0, 0, 0);
        for (_, account, balance) in ledger.balances() {
            match account {
                Account::Wallet(party) if party == world.parties.buyer => buyer += balance,
                Account::Wallet(_) => agent += balance,
                Account::Fees => operator += balance,
                Account::Escrow(_) | Account::World => {}
            }
        }
        Self { buyer: [buyer; 2], agent: [agent; 2], operator: [operator; 2] }
    }

    /// Both, as one.
    pub(crate) fn and(self, other: Self) -> Self {
        let widest =
            |[least, most]: [i128; 2], other: [i128; 2]| [least.min(other[0]), most.max(other[1])];
        Self {
            buyer: widest(self.buyer, other.buyer),
            agent: widest(self.agent, other.agent),
            operator: widest(self.operator, other.operator),
        }
    }
}
