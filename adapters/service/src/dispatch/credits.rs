//! Who works on a task for credits, and whether the work passes.

use earnest::credits::gate::{Output, assess};
use earnest::credits::{Assign, Credits, Pass, Reject, Route, Stage};
use earnest::time::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Place, operate};
use crate::directory::{self, CreditAgent};
use crate::held::Held;
use crate::matching::Wish;
use crate::service::Service;
use crate::store::Failure;

/// What routing reads of a task's brief.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Brief {
    task_type: String,
}

/// What the quality check reads of what was handed in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Work {
    output: Map<String, Value>,
}

impl Service {
    /// Assigns a task that waits: to the agent that its terms name, or, by routing, to the best
    /// that takes such tasks.
    pub(crate) async fn route(
        &self,
        held: &mut Held<Credits>,
        now: Timestamp,
    ) -> Result<Option<Place>, Failure> {
        let card = match (&held.instance.stage, held.instance.terms.named) {
            (Stage::Submitted(_), Some(agent)) => {
                directory::credit_agent(self.store(), agent.id).await?
            }
            (Stage::Submitted(_), None) => {
                if !operate(held, now, Route {}, None)? {
                    return Ok(None);
                }
                self.fitting(held).await?
            }
            (Stage::Routing(_), _) => self.fitting(held).await?,
            _ => None,
        };
        let Some(card) = card else { return Ok(None) };
        let order = Assign { agent: card.agent(), price: card.price };
        let assigned = operate(held, now, order, None)?;
        Ok(assigned.then_some(Place { agent: card.id, most: card.max_concurrent }))
    }

    async fn fitting(&self, held: &Held<Credits>) -> Result<Option<CreditAgent>, Failure> {
        let brief: Brief = held.read_brief().unwrap_or_default();
        let terms = &held.instance.terms;
        let (category, skills) = (&*brief.task_type, std::slice::from_ref(&brief.task_type));
        let (budget, buyer) = (terms.max_budget, terms.buyer);
        self.search(&Wish { category, skills, budget, buyer }).await
    }

    /// Judges work by what the core's gate says of it. The agent's own score is not looked at.
    pub(crate) async fn judge(
        &self,
        held: &mut Held<Credits>,
        now: Timestamp,
    ) -> Result<(), Failure> {
        let Stage::QualityCheck(stage) = &held.instance.stage else { return Ok(()) };
        let terms = &held.instance.terms;
        let number = held.places.get("Complete").and_then(|it| it.last().copied());
        let document = match number {
            Some(number) => self.document(held, number).await?,
            None => None,
        };
        let work: Work = document
            .as_deref()
            .and_then(|document| serde_json::from_str(document).ok())
            .unwrap_or_default();
        let score = assess(seen(&work.output), stage.work.took, terms.to_execute);
        if score < terms.pass_mark {
            operate(held, now, Reject { score }, None)?;
        } else {
            // The record that lets the work through names it, so that the work comes with it.
            operate(held, now, Pass { score }, document)?;
        }
        Ok(())
    }
}

/// What the gate is told of an output.
fn seen(output: &Map<String, Value>) -> Output {
    let parts = output.values().filter(|part| !is_blank(part)).count();
    Output { blank: parts == 0, members: u32::try_from(parts).unwrap_or(u32::MAX) }
}

/// Whether nothing is in it: no text, no number, no truth value, no list with anything in it.
fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(_) | Value::Number(_) => false,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(elements) => elements.iter().all(is_blank),
        Value::Object(parts) => parts.values().all(is_blank),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(output: Value) -> (bool, u32) {
        let Output { blank, members } = seen(output.as_object().unwrap());
        (blank, members)
    }

    #[test]
    fn what_says_nothing_is_blank_however_it_is_wrapped() {
        for nothing in [json!({}), json!({"a": " \n"}), json!({"a": null, "b": [[], {"c": ""}]})] {
            assert_eq!(told(nothing.clone()), (true, 0), "{nothing}");
        }
    }

    #[test]
    fn parts_that_say_something_are_counted() {
        assert_eq!(told(json!({"a": 0, "b": false, "c": ["", "x"], "d": ""})), (false, 3));
    }
}
