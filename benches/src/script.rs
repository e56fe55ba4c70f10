//! A life as a script: requests rendered beforehand, with holes for the ids that earlier answers tell.

use std::time::Instant;

use crate::Fallible;
use crate::client::{Connection, render};
use crate::drive::{Client, Log};

/// A kind of id. It is a prefix and 32 digits, so that the length of a request does not depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// A task of the marketplace.
    Task,
    /// A task for credits.
    CreditTask,
    /// A run.
    Run,
    /// A sandbox.
    Sandbox,
}

impl Slot {
    const ALL: [Self; 4] = [Self::Task, Self::CreditTask, Self::Run, Self::Sandbox];

    /// What stands for the id in a request.
    pub const fn hole(self) -> &'static str {
        match self {
            Self::Task => "task_~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~",
            Self::CreditTask => "ctask_~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~",
            Self::Run => "run_~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~",
            Self::Sandbox => "sbx_~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~",
        }
    }

    /// The first id of this kind in an answer.
    ///
    /// # Errors
    /// If there is none.
    pub fn find(self, body: &[u8]) -> Fallible<&[u8]> {
        let hole = self.hole();
        let prefix = hole.trim_end_matches('~').as_bytes();
        let quoted = |from: &usize| body[*from] == b'"' && body[from + 1..].starts_with(prefix);
        let none = || format!("the answer has no id like `{hole}`");
        let start = (0..body.len()).find(quoted).ok_or_else(none)? + 1;
        Ok(body.get(start..start + hole.len()).ok_or_else(none)?)
    }
}

/// One request of a life.
#[derive(Debug, Clone)]
pub struct Step {
    name: &'static str,
    expected: u16,
    learns: Option<Slot>,
    request: Vec<u8>,
    holes: Vec<(usize, Slot)>,
}

impl Step {
    /// A request and the status that it expects. Path and body may have [holes](Slot::hole).
    pub fn new(name: &'static str, expected: u16, [method, path, key, body]: [&str; 4]) -> Self {
        let request = render(method, path, key, body);
        let found = Slot::ALL.into_iter().flat_map(|slot| {
            request.match_indices(slot.hole()).map(move |(at, _)| (at, slot)).collect::<Vec<_>>()
        });
        let holes = found.collect();
        Self { name, expected, learns: None, request: request.into(), holes }
    }

    /// The same, and its answer tells an id.
    #[must_use]
    pub fn learning(self, slot: Slot) -> Self {
        Self { learns: Some(slot), ..self }
    }

    /// The request; where it has holes, they stand for ids.
    pub fn request(&self) -> &[u8] {
        &self.request
    }
}

/// A client that plays one script after the other, from its first step to its last.
#[derive(Debug)]
pub struct Player {
    connection: Connection,
    script: Vec<Step>,
}

impl Player {
    /// A player on a connection of its own.
    pub fn new(connection: Connection, script: Vec<Step>) -> Self {
        Self { connection, script }
    }
}

impl Client for Player {
    async fn turn(&mut self, log: &mut Log) -> Fallible<()> {
        let began = Instant::now();
        for place in 0..self.script.len() {
            let step = &self.script[place];
            let started = Instant::now();
            let answer = self.connection.exchange(&step.request).await?;
            let body = answer.expect(step.expected, step.name)?;
            log.request(started);
            let Some(slot) = step.learns else { continue };
            let id = slot.find(body)?;
            for later in &mut self.script {
                for (at, _) in later.holes.iter().filter(|(_, of)| *of == slot) {
                    later.request[*at..*at + id.len()].copy_from_slice(id);
                }
            }
        }
        log.life(began);
        Ok(())
    }
}

/// The median request of a script by its length: what the baselines are given.
pub fn median(script: &[Step]) -> Vec<u8> {
    let mut requests: Vec<_> = script.iter().map(|step| step.request.clone()).collect();
    requests.sort_by_key(Vec::len);
    requests.swap_remove(requests.len() / 2)
}

#[cfg(test)]
mod tests {
    use super::{Slot, Step};

    #[test]
    fn an_id_is_found_behind_other_ids() {
        let id = Slot::Task.hole().replace('~', "7");
        let body = format!(r#"{{"dispute":{{"id":"disp_1"}},"task":{{"id":"{id}","title":"x"}}}}"#);
        assert_eq!(Slot::Task.find(body.as_bytes()).ok(), Some(id.as_bytes()));
        assert!(Slot::Task.find(b"{}").is_err());
        assert!(Slot::Run.find(body.as_bytes()).is_err());
    }

    #[test]
    fn every_hole_of_a_request_is_known() {
        let body = format!(r#"{{"sandboxId":"{}"}}"#, Slot::Sandbox.hole());
        let path = format!("/tasks/{}/executing", Slot::Task.hole());
        let step = Step::new("executing", 200, ["POST", &path, "key", &body]);
        for (at, slot) in &step.holes {
            assert!(step.request[*at..].starts_with(slot.hole().as_bytes()));
        }
        assert_eq!(step.holes.len(), 2);
    }
}
