//! The way to a state of two instances.

use earnest::ledger::Account;

use super::{Fault, Lane, Search, SeenShared, State};
use crate::broken::Broken;

impl Search<'_> {
    /// What is wrong, with the way that leads there.
    pub(super) fn broken(&mut self, fault: Fault) -> Box<Broken> {
        let mut path = Vec::new();
        let mut state = fault.at;
        while let Some(from) = self.parents.as_ref().and_then(|it| it.get(&state)).copied() {
            path.push(self.step_between(from, state));
            state = from;
        }
        path.reverse();
        let order = fault.lane.map(|lane| self.told(fault.at, lane));
        Broken::new(fault.breach, path, order, self.place(fault.at))
    }

    fn step_between(&mut self, from: State, to: State) -> String {
        let found =
            self.lanes_of(from).into_iter().find(|lane| self.leads(from, *lane) == Some(to));
        found.map_or_else(String::new, |lane| self.told(from, lane))
    }

    fn lanes_of(&self, state: State) -> Vec<Lane> {
        let orders = [0, 1].into_iter().flat_map(|which| {
            let node = state.nodes()[which] as usize;
            (0..self.lanes[which].edges(node).len()).map(move |edge| Lane::Order(which, edge))
        });
        let leavers = self.shared.leavers.iter().map(|party| Lane::Leave(*party));
        orders.chain(leavers).collect()
    }

    fn leads(&mut self, from: State, lane: Lane) -> Option<State> {
        let mut nodes = from.nodes();
        let mut ignored = SeenShared::default();
        let ledger = match lane {
            Lane::Leave(party) => self.books.leave(from.ledger(), party, &mut ignored).ok()??,
            Lane::Order(which, edge) => {
                let step = self.lanes[which].edges(nodes[which] as usize)[edge];
                nodes[which] = step.to;
                match step.postings {
                    None => from.ledger(),
                    Some(list) => {
                        self.books.book(from.ledger(), list, which, &mut ignored).ok()??
                    }
                }
            }
        };
        Some(State::at(nodes, ledger))
    }

    /// An order in a line.
    fn told(&self, from: State, lane: Lane) -> String {
        match lane {
            Lane::Leave(party) => format!("{party} takes everything out"),
            Lane::Order(which, edge) => {
                let graph = self.lanes[which].graph;
                let node = &graph.nodes[from.nodes()[which] as usize];
                let edge = &node.edges[edge];
                let to = graph.nodes[edge.to as usize].stage;
                format!("{}: {} {} -> {to}", graph.id, edge.rule, node.stage)
            }
        }
    }

    fn place(&self, state: State) -> String {
        let stage =
            |which: usize| self.lanes[which].graph.nodes[state.nodes()[which] as usize].stage;
        let ledger = self.books.ledger(state.ledger());
        let balances = ledger
            .balances()
            .filter(|(_, account, balance)| *balance != 0 && *account != Account::World);
        let balances: Vec<_> =
            balances.map(|(_, account, balance)| format!("{account} {balance}")).collect();
        format!("{} and {}, with {}", stage(0), stage(1), balances.join(", "))
    }
}
