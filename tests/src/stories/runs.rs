//! The words of runs.

use earnest::authority::Actor;
use earnest::ids::{InstanceId, PartyId};
use earnest::machine::{Terms as _, Timeout};
use earnest::money::Asset;
use earnest::runs::{
    Cancel, Claim, Complete, Fail, Interrupt, Renew, Runs, Selection, Stage, Status, Terms,
};
use earnest::time::Window;
use earnest_service::digest;

use super::kernel::task;
use super::parse::words::{Reading, Words};
use super::people::{Purse, Who};
use super::played::{Act, Played, Stand};

/// Asks for runs.
const USER: Who = Who::party("user", Purse::BUYER);

/// What is asked, in the words of the stories.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Order {
    /// `start`, `start codex`, `start codex claude`: one run, or one for each agent.
    Start(Vec<String>),
    /// `continue`: another run that follows this one.
    Continue,
    /// `claim worker`: that worker gets the run.
    Claim(PartyId),
    /// `cancel`.
    Cancel,
    /// `renew`, or `renew "logs"`.
    Renew(Option<String>),
    /// `complete "the message"`, or `complete "the message" on "a branch"`.
    Complete(String, Option<String>),
    /// `fail "the reason"`.
    Fail(String),
    /// `interrupt`: the service stops.
    Interrupt,
    /// `timeout`: the deadline came due.
    Timeout,
}

impl Played for Runs {
    type Ask = Order;
    /// Nothing is agreed on beside a run.
    type Side = Self;

    const ASSET: Asset = Asset::USD;
    const PEOPLE: &'static [Who] = &[
        USER,
        Who::party("worker", Purse::AGENT),
        Who::party("other", Purse::OTHER),
        Who::party("stranger", Purse::STRANGER),
        Who::arbiter("arbiter", PartyId(5)),
        Who::arbiter("user-as-arbiter", Purse::BUYER),
        Who::OPERATOR,
        Who::CLOCK,
    ];
    const STATUSES: &'static [(&'static str, &'static [&'static str])] = &[
        ("queued", &[""]),
        ("running", &[""]),
        ("completed", &[""]),
        ("failed", &["not_claimed", "given_up"]),
        ("cancelled", &[""]),
        ("interrupted", &["stopped_by_service", "lease_lapsed", "out_of_time"]),
    ];
    const TOLD: &'static [(&'static str, &'static [&'static str])] =
        &[("progress", &["RUN-30"]), ("group", &["RUN-51"]), ("follows", &["RUN-40"])];
    const BESIDE: &'static [&'static str] = &["RUN-01", "RUN-30", "RUN-40", "RUN-50", "RUN-51"];
    const CODES: &'static [&'static str] =
        &["too_many_agents", "repeated_agent", "window_too_long", "lease_too_long"];

    /// The defaults of the specification's silence table.
    fn usual() -> Terms {
        let minutes = |count| Window::from_minutes(count).unwrap_or(Window::MAX);
        Terms {
            user: Purse::BUYER,
            agent: digest("claude"),
            continues: None,
            group: None,
            estimate: minutes(10),
            to_claim: minutes(24 * 60),
            lease: minutes(1),
            to_finish: minutes(24 * 60),
        }
    }

    fn set(terms: &mut Terms, words: &mut Words<'_>) -> Reading<bool> {
        let window = match words.word()? {
            "estimate" => &mut terms.estimate,
            "lease" => &mut terms.lease,
            "to" => match words.word()? {
                "claim" => &mut terms.to_claim,
                "finish" => &mut terms.to_finish,
                other => return Err(format!("`to {other}` is no window")),
            },
            other => return Err(format!("`{other}` is no term")),
        };
        *window = words.window()?;
        Ok(false)
    }

    fn order(words: &mut Words<'_>) -> Reading<Order> {
        let name = words.word()?;
        let text = |words: &mut Words<'_>| {
            if words.answered() { Ok(None) } else { words.quoted().map(Some) }
        };
        Ok(match name {
            "start" => {
                let mut agents = Vec::new();
                while !words.answered() {
                    agents.push(words.word()?.to_owned());
                }
                Order::Start(agents)
            }
            "continue" => Order::Continue,
            "claim" => Order::Claim(claimer(words.word()?)?),
            "cancel" => Order::Cancel,
            "renew" => Order::Renew(text(words)?),
            "complete" => {
                let message = words.quoted()?;
                let branch = if words.skip("on") { Some(words.quoted()?) } else { None };
                Order::Complete(message, branch)
            }
            "fail" => Order::Fail(words.quoted()?),
            "interrupt" => Order::Interrupt,
            "timeout" => Order::Timeout,
            _ => return Err(format!("`{name}` is no order")),
        })
    }

    fn act(order: &Order, who: Who, stand: &Stand<'_, Self>) -> Result<Act<Self>, &'static str> {
        Ok(Act::Order(match order {
            Order::Start(agents) => return start(agents, who, stand),
            Order::Continue => {
                let run = stand.task().ok_or("not_a_party")?.lapsed(stand.now);
                let terms = run.continuation().ok_or("wrong_state")?;
                return Ok(Act::Open(vec![terms], None));
            }
            Order::Claim(worker) => Claim { worker: *worker }.into(),
            Order::Cancel => Cancel {}.into(),
            Order::Renew(logs) => Renew { logs: logs.as_deref().map(digest) }.into(),
            Order::Complete(message, branch) => {
                let (message, branch) = (digest(message), branch.as_deref().map(digest));
                Complete { message, branch }.into()
            }
            Order::Fail(reason) => Fail { reason: digest(reason) }.into(),
            Order::Interrupt => Interrupt {}.into(),
            Order::Timeout => Timeout {}.into(),
        }))
    }

    fn document(order: &Order) -> Option<String> {
        match order {
            Order::Renew(text) => text.clone(),
            Order::Complete(text, _) | Order::Fail(text) => Some(text.clone()),
            Order::Start(_)
            | Order::Continue
            | Order::Claim(_)
            | Order::Cancel
            | Order::Interrupt
            | Order::Timeout => None,
        }
    }

    fn beside(order: &Order) -> &'static [&'static str] {
        match order {
            Order::Start(_) => &["RUN-01", "RUN-50"],
            Order::Continue => &["RUN-40"],
            _ => &[],
        }
    }

    fn status(stage: &Stage) -> String {
        let detail = match stage {
            Stage::Failed(stage) => stage.why.code(),
            Stage::Interrupted(stage) => stage.by.code(),
            Stage::Queued(_) | Stage::Running(_) | Stage::Completed(_) | Stage::Cancelled(_) => {
                return stage.status().word().to_owned();
            }
        };
        format!("{}/{detail}", stage.status())
    }

    fn side_status(stage: &Stage) -> String {
        Self::status(stage)
    }

    fn told(of: &str, stand: &Stand<'_, Self>) -> String {
        let run = stand.task().unwrap_or_else(|| panic!("there is no run"));
        match of {
            "progress" => run.progress(stand.now).value().to_string(),
            "follows" => run.terms.continues.map_or("nothing".to_owned(), |followed| {
                let number = stand.tasks.iter().find(|(_, it)| it.id == followed);
                number.map_or("a stranger".to_owned(), |(number, _)| number.to_string())
            }),
            _ => {
                let group = run.terms.group;
                let together = stand.tasks.values().filter(|it| it.terms.group == group);
                let each = together.map(|it| it.lapsed(stand.now).stage.status());
                let status = group.and_then(|_| Status::of_group(each));
                status.map_or("none".to_owned(), |status| status.to_string())
            }
        }
    }
}

/// Whoever opens runs looks first at what was selected, and at the terms.
fn start(agents: &[String], who: Who, stand: &Stand<'_, Runs>) -> Result<Act<Runs>, &'static str> {
    assert_eq!(who, USER, "only the user starts runs");
    let selection = Selection::of(agents).map_err(|why| why.code())?;
    if let Some(finding) = stand.terms.unsound().next() {
        return Err(finding.code);
    }
    let group = match selection {
        Selection::Alone => None,
        Selection::Group => Some(InstanceId(0x6000 + task(stand.turn).0)),
    };
    let run = |agent| Terms { agent, group, ..stand.terms.clone() };
    let runs: Vec<_> = agents.iter().map(|agent| run(digest(agent))).collect();
    let alone = || vec![run(stand.terms.agent)];
    Ok(Act::Open(if runs.is_empty() { alone() } else { runs }, None))
}

fn claimer(word: &str) -> Reading<PartyId> {
    let found = Runs::PEOPLE.iter().find(|who| who.word == word);
    match found.map(|who| who.actor) {
        Some(Actor::Party(party)) => Ok(party),
        Some(_) => Err(format!("`{word}` cannot work")),
        None => Err(format!("`{word}` is nobody")),
    }
}
