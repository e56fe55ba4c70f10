//! The state graph of a lifecycle as its real code draws it.

use earnest::ids::InstanceId;
use earnest::ledger::{Ledger, Postings};
use earnest::money::{Amount, Asset};

/// Every state that orders can reach, and where each accepted order leads.
#[derive(Clone, Debug)]
pub struct Graph {
    /// The instance.
    pub id: InstanceId,
    /// In what it is paid.
    pub asset: Asset,
    /// What was in the wallets before anything happened.
    pub ledger: Ledger,
    /// The states; the first is where an instance opens.
    pub nodes: Vec<Node>,
}

/// A state.
#[derive(Clone, Debug)]
pub struct Node {
    /// The stage, as the table spells it.
    pub stage: &'static str,
    /// What the escrow holds.
    pub held: Amount,
    /// Whether nothing can follow.
    pub is_end: bool,
    /// Where accepted orders lead. Orders that lead to the same state and move the same are one.
    pub edges: Vec<Edge>,
}

/// An accepted order.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// The rule it was accepted by.
    pub rule: &'static str,
    /// The state it leads to.
    pub to: u32,
    /// What it moves.
    pub postings: Postings,
}

impl Node {
    pub(crate) fn add(&mut self, edge: Edge) {
        let known = |it: &Edge| (it.to, &it.postings) == (edge.to, &edge.postings);
        if !self.edges.iter().any(known) {
            self.edges.push(edge);
        }
    }
}
