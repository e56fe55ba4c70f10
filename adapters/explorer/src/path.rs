//! The way to a state, found again when it is asked for: all that is kept of it is from where
//! each state was first reached.

use std::hash::Hash;

use earnest::ids::OrderId;
use earnest::machine::{Stage as _, Timeout};
use earnest::{Instance, Machine, Order, Record};

use crate::broken::Broken;
use crate::explore::{Place, Search};
use crate::law::Breach;
use crate::moments::{NOW, edges};

impl<M: Machine> Search<'_, M>
where
    M::Stage: Eq + Hash,
{
    /// What is wrong here, with the way that leads here.
    pub(crate) fn broken(
        &self,
        breach: Breach,
        place: &Place<M>,
        order: Option<&Order<M::Command>>,
    ) -> Box<Broken> {
        let path = self.path(place.index);
        let order = order.map(|order| self.told(order));
        Broken::new(breach, path, order, format!("{:?}", place.instance.stage))
    }

    /// The accepted orders that lead to a state.
    fn path(&self, mut index: usize) -> Vec<String> {
        let mut path = Vec::new();
        while index > 0 {
            let from = self.parents.get(index).and_then(|it| usize::try_from(*it).ok());
            let Some(from) = from.filter(|from| *from < index) else { break };
            path.push(self.step_between(from, index));
            index = from;
        }
        path.reverse();
        path
    }

    /// An order that leads from one state to another.
    fn step_between(&self, from: usize, to: usize) -> String {
        let stage = |index| self.states.get_index(index).map(|(stage, _)| stage);
        let (Some(before), Some(after)) = (stage(from), stage(to)) else { return String::new() };
        let place = self.place(before.clone(), from);
        let found = self.records(&place.instance).find(|it| self.shifted(it) == *after);
        found.map_or_else(String::new, |record| {
            format!("{} -> {} ({})", self.told(&record.order), record.to.name(), record.rule)
        })
    }

    /// Every accepted order of a state.
    fn records<'b>(&'b self, instance: &'b Instance<M>) -> impl Iterator<Item = Record<M>> + 'b {
        let mut commands = (self.world.commands)(self.world, &instance.stage);
        commands.push(Timeout {}.into());
        let edges = edges(self.world, instance);
        let moments: Vec<_> = edges.early.into_iter().chain(edges.late).collect();
        let tries = commands.into_iter().flat_map(move |command| {
            let moments = moments.clone();
            self.world.actors.iter().flat_map(move |by| {
                let (by, command) = (*by, command.clone());
                let order = move |at| Order { id: OrderId(5), by, at, command: command.clone() };
                moments.clone().into_iter().map(order)
            })
        });
        tries.filter_map(|order| instance.step(&order).ok())
    }

    /// An order in a line: when, by whom, what.
    fn told(&self, order: &Order<M::Command>) -> String {
        let at = i128::from(order.at.as_millis()) - i128::from(NOW);
        let by = self.world.parties.name(order.by);
        let command = serde_json::to_string(&order.command);
        let command = command.unwrap_or_else(|_| format!("{:?}", order.command));
        format!("{at:+} ms {by}: {command}")
    }
}
