//! Two instances over shared wallets: the same people meet in both, with little money.
//!
//! A step sees its own instance and nothing else, so that what each instance answers is taken from
//! its own exploration, where the real code gave every answer. What the two share is the ledger,
//! and the real one is asked here for every order in every state: money that one has not returned
//! yet cannot fund the other, pay that was spent leaves a debt when it is taken back, and what is
//! earned elsewhere pays it off. The orders of the two come in every sequence, those that no clock
//! allows among them.

use std::collections::{HashMap, HashSet};

use earnest::ids::PartyId;
use earnest::ledger::{Account, Posting};
use earnest::money::Amount;
use foldhash::fast::FixedState;

use crate::broken::Broken;
use crate::graph::Graph;
use crate::law::{Breach, Checks, Law, Verdict};

mod books;
mod lanes;
mod path;

use books::Books;
use lanes::Lanes;

/// Two instances whose parties share wallets.
#[derive(Clone, Debug)]
pub struct Shared {
    /// One of them.
    pub one: Graph,
    /// The other; in the same asset, with another name.
    pub other: Graph,
    /// What is in the wallets before anything happens.
    pub purses: Vec<(PartyId, u128)>,
    /// Who may take all of their money out, whenever there is some.
    pub leavers: Vec<PartyId>,
}

/// What an exploration of two instances saw.
#[derive(Clone, Debug, Default)]
pub struct SeenShared {
    /// Distinct states: where each instance is, and what everyone has.
    pub states: usize,
    /// Whether these are all that can be reached.
    pub whole: bool,
    /// Orders and withdrawals tried.
    pub orders: u64,
    /// How often the ledger had too little to fund an instance.
    pub unfunded: u64,
    /// How often recourse left a wallet in debt.
    pub debts: u64,
    /// How often what came in paid the last of a debt off.
    pub cleared: u64,
    /// States in which both instances have ended.
    pub ends: u64,
    /// How often each law was checked.
    pub checks: Checks,
}

/// Searches every state of both, and checks the laws of money in each.
///
/// `progress` is told the number of states about every million.
///
/// # Errors
///
/// [`Broken`] for the first law that does not hold.
pub fn explore_shared(
    shared: &Shared,
    limit: usize,
    progress: &mut dyn FnMut(usize),
) -> Result<SeenShared, Box<Broken>> {
    let mut search = Search::new(shared, None);
    search.run(limit, progress).map_err(|_| {
        // What led to a state is not kept for millions of them, so it is looked for again.
        let mut search = Search::new(shared, Some(HashMap::with_hasher(FixedState::default())));
        let unlikely = Fault { breach: NOT_AGAIN, at: State::START, lane: None };
        let fault = search.run(limit, &mut |_| {}).err().unwrap_or(unlikely);
        search.broken(fault)
    })?;
    Ok(search.seen)
}

const NOT_AGAIN: Breach = Breach { law: Law::Determinism, what: "the search does not repeat" };

/// Where each instance is and what everyone has, exactly: nothing is hashed away, so that no two
/// states are ever taken for one.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
struct State(u64);

/// An order of one of the two, or a withdrawal.
#[derive(Clone, Copy, Debug)]
enum Lane {
    /// Of which instance, and its edge in its state.
    Order(usize, usize),
    /// Whose withdrawal.
    Leave(PartyId),
}

/// What is wrong, and where.
#[derive(Clone, Copy, Debug)]
struct Fault {
    breach: Breach,
    at: State,
    lane: Option<Lane>,
}

struct Search<'a> {
    shared: &'a Shared,
    lanes: [Lanes<'a>; 2],
    books: Books,
    known: HashSet<State, FixedState>,
    /// The states that were found last and not yet looked at.
    found: Vec<State>,
    /// From where each state was first reached; only kept when somebody asks for the way.
    parents: Option<HashMap<State, State, FixedState>>,
    seen: SeenShared,
}

impl State {
    const START: Self = Self::at([0, 0], 0);

    /// 20 bits for each instance and 24 for the ledger.
    const fn at([one, other]: [u32; 2], ledger: u32) -> Self {
        Self((one as u64) << 44 | (other as u64) << 24 | ledger as u64)
    }

    const fn nodes(self) -> [u32; 2] {
        [(self.0 >> 44) as u32, (self.0 >> 24 & 0xf_ffff) as u32]
    }

    const fn ledger(self) -> u32 {
        (self.0 & 0xff_ffff) as u32
    }

    /// The most states that a graph may have.
    const NODES: usize = 1 << 20;
    /// The most ledgers that there may be.
    const LEDGERS: usize = 1 << 24;
}

impl<'a> Search<'a> {
    fn new(shared: &'a Shared, parents: Option<HashMap<State, State, FixedState>>) -> Self {
        let mut books = Books::new(shared);
        let lanes = [&shared.one, &shared.other].map(|graph| {
            assert!(graph.nodes.len() <= State::NODES, "a graph of at most 2^20 states");
            Lanes::new(graph, &mut books)
        });
        let mut known = HashSet::with_hasher(FixedState::default());
        known.insert(State::START);
        let seen = SeenShared::default();
        Self { shared, lanes, books, known, found: vec![State::START], parents, seen }
    }

    fn run(&mut self, limit: usize, progress: &mut dyn FnMut(usize)) -> Result<(), Fault> {
        let mut told = 0;
        while !self.found.is_empty() && self.seen.states < limit {
            for state in std::mem::take(&mut self.found) {
                self.visit(state)?;
                self.seen.states += 1;
            }
            if self.seen.states - told >= 1 << 20 {
                told = self.seen.states;
                progress(told);
            }
        }
        self.seen.whole = self.found.is_empty();
        Ok(())
    }

    fn visit(&mut self, state: State) -> Result<(), Fault> {
        self.at_rest(state).map_err(|breach| Fault { breach, at: state, lane: None })?;
        for which in [0, 1] {
            let node = state.nodes()[which] as usize;
            for edge in 0..self.lanes[which].edges(node).len() {
                let lane = Lane::Order(which, edge);
                self.order(state, which, node, edge).map_err(|breach| Fault {
                    breach,
                    at: state,
                    lane: Some(lane),
                })?;
            }
        }
        for index in 0..self.shared.leavers.len() {
            let party = self.shared.leavers[index];
            let lane = Some(Lane::Leave(party));
            self.leave(state, party).map_err(|breach| Fault { breach, at: state, lane })?;
        }
        Ok(())
    }

    fn holds(&mut self, law: Law, holds: bool, what: &'static str) -> Verdict {
        self.seen.checks.holds(law, holds, what)
    }

    /// Each escrow has what its own instance holds, and nothing at an end.
    fn at_rest(&mut self, state: State) -> Verdict {
        let escrows = self.books.escrows(state.ledger());
        let [one, other] = state.nodes();
        let nodes =
            [&self.shared.one.nodes[one as usize], &self.shared.other.nodes[other as usize]];
        for (node, escrow) in nodes.into_iter().zip(escrows) {
            let held = i128::try_from(node.held.minor()) == Ok(escrow);
            self.holds(Law::Conservation, held, "the escrow does not have what the stage holds")?;
            if node.is_end {
                self.holds(Law::EmptyEnds, escrow == 0, "an end holds something")?;
            }
        }
        self.seen.ends += u64::from(nodes.iter().all(|node| node.is_end));
        Ok(())
    }

    /// One order of one instance, booked against what everyone has.
    fn order(&mut self, state: State, which: usize, node: usize, edge: usize) -> Verdict {
        self.seen.orders += 1;
        let edge = self.lanes[which].edges(node)[edge];
        let ledger = match edge.postings {
            None => Some(state.ledger()),
            Some(postings) => self.books.book(state.ledger(), postings, which, &mut self.seen)?,
        };
        let Some(ledger) = ledger else {
            self.seen.unfunded += 1;
            return self.holds(Law::Liveness, node == 0, "held money cannot leave");
        };
        let mut nodes = state.nodes();
        nodes[which] = edge.to;
        self.reach(state, State::at(nodes, ledger));
        Ok(())
    }

    /// Somebody takes everything out.
    fn leave(&mut self, state: State, party: PartyId) -> Verdict {
        self.seen.orders += 1;
        if let Some(ledger) = self.books.leave(state.ledger(), party, &mut self.seen)? {
            self.reach(state, State::at(state.nodes(), ledger));
        }
        Ok(())
    }

    fn reach(&mut self, from: State, to: State) {
        if self.known.insert(to) {
            self.found.push(to);
            if let Some(parents) = &mut self.parents {
                parents.insert(to, from);
            }
        }
    }
}

/// Money from outside.
fn deposit(party: PartyId, amount: Amount) -> Posting {
    Posting { from: Account::World, to: Account::Wallet(party), amount }
}
