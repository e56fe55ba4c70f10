//! The orders of one instance, in the form in which they are tried millions of times.

use crate::graph::Graph;

use super::books::{Books, Listed};

/// Where an accepted order leads, and what it moves; `None` moves nothing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) to: u32,
    pub(super) postings: Option<Listed>,
}

/// The accepted orders of every state of one instance, one state after the other.
pub(super) struct Lanes<'a> {
    pub(super) graph: &'a Graph,
    steps: Vec<Step>,
    /// Where the orders of each state begin; one more than there are states.
    begins: Vec<usize>,
}

impl<'a> Lanes<'a> {
    pub(super) fn new(graph: &'a Graph, books: &mut Books) -> Self {
        let mut steps = Vec::new();
        let mut begins = vec![0];
        for node in &graph.nodes {
            for edge in &node.edges {
                let postings = (!edge.postings.is_empty()).then(|| books.list(&edge.postings));
                steps.push(Step { to: edge.to, postings });
            }
            begins.push(steps.len());
        }
        Self { graph, steps, begins }
    }

    pub(super) fn edges(&self, node: usize) -> &[Step] {
        &self.steps[self.begins[node]..self.begins[node + 1]]
    }
}
