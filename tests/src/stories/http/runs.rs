//! The surface of runs.
//!
//! A worker claims what waits longest of the labels that it names: each run of a scene has a label
//! of its own, so that the one is claimed that the scene is about. A claim that finds nothing to
//! give is how the surface refuses one.

use std::collections::BTreeMap;

use earnest::ids::PartyId;
use earnest::runs::{Runs, Terms};
use earnest::time::Timestamp;
use serde_json::{Value, json};

use super::super::driver::{Driver, Given, Outcome, View, apart};
use super::super::kernel::free;
use super::super::people::{Purse, Who};
use super::super::runs::Order;
use super::super::scene::{Lapse, Scene};
use super::Surface;
use super::reading::{code, move_clock, newcomer, now, options, post, serve, timestamp};
use crate::client::{Answer, Client, Request};
use crate::json::Json;
use crate::server::Server;

mod obstacle;

/// A run that nobody has.
const NOWHERE: &str = "run_01890000000070008000000000000000";

impl Surface for Runs {
    fn obstacle(scene: &Scene<Self>) -> Option<&'static str> {
        obstacle::obstacle(scene)
    }

    fn serve(terms: &Terms) -> Server {
        serve(&json!({"runs": {
            "estimate": terms.estimate,
            "toClaim": terms.to_claim,
            "lease": terms.lease,
            "toFinish": terms.to_finish,
        }}))
    }

    fn set_up<'a>(
        scene: &'a Scene<Self>,
        server: &Server,
        number: usize,
    ) -> Box<dyn Driver<Self> + 'a> {
        Box::new(Http::new(scene, server, number))
    }
}

/// A server and the people of one scene.
#[derive(Debug)]
struct Http<'a> {
    scene: &'a Scene<Runs>,
    admin: Client,
    /// By the word for them; they speak below `/runs`.
    people: BTreeMap<&'static str, Client>,
    /// What only this scene's runs are labelled with.
    label: String,
    turn: u8,
    runs: BTreeMap<u8, Run>,
    /// Whether the clock was moved since the last order.
    moved: bool,
}

/// A run of the scene.
#[derive(Debug)]
struct Run {
    id: String,
    label: String,
    /// How long its journal was after the last order.
    version: usize,
}

impl<'a> Http<'a> {
    fn new(scene: &'a Scene<Runs>, server: &Server, number: usize) -> Self {
        let admin = server.admin();
        let runs = admin.below("/runs");
        let person = |word: &'static str| {
            let person = newcomer(&admin, &format!("{word} {number}"), word == "arbiter");
            let right = format!("/admin/users/{}/worker", person.id);
            let works = word != "stranger";
            admin.post(&right, json!({"worker": works})).done(200);
            (word, runs.with_key(&person.key))
        };
        let people = ["user", "worker", "other", "stranger", "arbiter"].map(person);
        Self {
            scene,
            people: people.into(),
            admin,
            label: format!("story-{number}"),
            turn: 1,
            runs: BTreeMap::new(),
            moved: false,
        }
    }

    fn client(&self, word: &str) -> &Client {
        self.people.get(word).unwrap_or_else(|| panic!("`{word}` has no key"))
    }

    fn user(&self) -> &Client {
        self.client("user")
    }

    fn id(&self) -> &str {
        self.runs.get(&self.turn).map_or(NOWHERE, |run| run.id.as_str())
    }

    /// The run as its user sees it.
    fn look(&self) -> Option<Json> {
        self.runs.get(&self.turn)?;
        Some(self.user().get(&format!("/tasks/{}", self.id())).done(200))
    }

    /// What the user may do, and what silence does.
    fn options_told(&self) -> Json {
        self.user().get(&format!("/tasks/{}/options", self.id())).done(200)
    }

    /// How long the journal is. Nothing in it moves money.
    fn latest(&self) -> usize {
        if !self.runs.contains_key(&self.turn) {
            return 0;
        }
        let path = format!("/tasks/{}/journal?limit=100", self.id());
        let page = self.user().get(&path).done(200);
        assert!(page.is_absent("nextCursor"), "a scene is shorter than a page");
        let entries = page.list("journal");
        let records = entries.iter().filter(|entry| entry.text("kind") == "record");
        for record in records {
            assert!(record.list("body.postings").is_empty(), "a run moves nothing: {record}");
        }
        entries.len()
    }

    fn version(&self) -> usize {
        self.runs.get(&self.turn).map_or(0, |run| run.version)
    }

    fn mark(&mut self) {
        let latest = self.latest();
        if let Some(run) = self.runs.get_mut(&self.turn) {
            run.version = latest;
        }
    }

    fn status(&self) -> String {
        self.look().map(|run| status(&run)).unwrap_or_default()
    }

    fn request(&self, order: &Order) -> Request {
        let id = self.id();
        let work = |what: &str, body: Value| post(&format!("/worker/runs/{id}/{what}"), body);
        match order {
            Order::Start(agents) => {
                let labels: Vec<_> = match agents.is_empty() {
                    true => vec![self.label.clone()],
                    false => agents.iter().map(|agent| self.labelled(agent)).collect(),
                };
                post("/tasks", json!({"prompt": "Do it.", "selectedAgents": labels}))
            }
            Order::Continue => post(&format!("/tasks/{id}/continue"), json!({"prompt": "More."})),
            Order::Claim(_) => {
                let run = self.runs.get(&self.turn);
                let label = run.map_or("nobody's", |run| run.label.as_str());
                post("/worker/claim", json!({"agents": [label]}))
            }
            Order::Cancel => Request::new("PATCH", &format!("/api/v1/tasks/{id}"))
                .json(json!({"action": "cancel"})),
            Order::Renew(None) => work("renew", json!({})),
            Order::Renew(Some(line)) => work("renew", json!({"logs": [line]})),
            Order::Complete(message, None) => work("complete", json!({"message": message})),
            Order::Complete(message, Some(branch)) => {
                work("complete", json!({"message": message, "createdBranch": branch}))
            }
            Order::Fail(reason) => work("fail", json!({"reason": reason})),
            Order::Interrupt | Order::Timeout => panic!("there is no request for `{order:?}`"),
        }
    }

    fn labelled(&self, agent: &str) -> String {
        format!("{agent}-{}", self.label)
    }

    fn send(&mut self, who: Who, order: &Order) -> Outcome {
        let client = match order {
            Order::Claim(worker) => self.client(claimer(*worker)),
            _ => self.client(who.word),
        };
        let answer = client.must(&self.request(order));
        if answer.status == 204 {
            let there = self.runs.contains_key(&self.turn);
            return Outcome::Refused(if there { "wrong_state" } else { "not_a_party" }.to_owned());
        }
        if answer.status >= 400 {
            return Outcome::Refused(refusal(&answer));
        }
        let body = answer.json();
        match order {
            Order::Start(_) | Order::Continue => self.open(order, &body),
            Order::Claim(_) => assert_eq!(body.text("runId"), self.id(), "another run was claimed"),
            _ => {}
        }
        if body.find("success") == Some(&Json::Bool(false)) {
            return Outcome::Refused("wrong_state".to_owned());
        }
        let (status, again) = (self.status(), self.latest() == self.version());
        if again { Outcome::Again(status) } else { Outcome::Done(status) }
    }

    /// What was opened has the numbers from here on, or the next that are free.
    fn open(&mut self, order: &Order, made: &Json) {
        let first = free(self.turn, self.runs.keys());
        let run =
            |id: &str, label: &str| Run { id: id.to_owned(), label: label.to_owned(), version: 0 };
        let opened: Vec<_> = match (order, made.find("runs")) {
            (_, Some(Json::List(runs))) => {
                runs.iter().map(|it| run(it.text("runId"), it.text("agent"))).collect()
            }
            (Order::Start(agents), _) => {
                let label = agents.first().map(|agent| self.labelled(agent));
                vec![run(made.text("runId"), label.as_ref().unwrap_or(&self.label))]
            }
            // What follows a run has its agent.
            _ => vec![run(made.text("runId"), &self.runs[&self.turn].label)],
        };
        self.runs.extend((first..).zip(opened));
        self.turn = first;
    }

    /// What the clock did meanwhile.
    fn witness(&self) -> Outcome {
        match (self.latest() == self.version(), self.options_told().list("ifSilent").is_empty()) {
            (false, _) => Outcome::Done(self.status()),
            (true, false) => Outcome::Refused("too_early".to_owned()),
            (true, true) => Outcome::Refused("wrong_state".to_owned()),
        }
    }
}

impl Driver<Runs> for Http<'_> {
    fn now(&mut self) -> Timestamp {
        now(&self.admin)
    }

    fn move_clock(&mut self, to: Timestamp) {
        self.moved = move_clock(&self.admin, to);
    }

    fn turn_to(&mut self, run: u8, _: &Terms) {
        self.turn = run;
    }

    fn give(&mut self, who: Who, order: &Order) -> Given {
        let outcome = if who == Who::CLOCK {
            self.witness()
        } else {
            // What came due when the clock was moved has its entries already.
            if self.moved {
                self.mark();
            }
            self.send(who, order)
        };
        self.mark();
        Given { outcome, moves: None, taken: Vec::new(), tried: Vec::new() }
    }

    fn view(&mut self) -> Option<View> {
        let run = self.look()?;
        let silence = self.options_told();
        let next = silence.list("ifSilent").first();
        let deadline = next.map(|it| timestamp(it.text("at")));
        Some(View { status: status(&run), deadline, held: 0, stage: None })
    }

    fn held(&mut self) -> i128 {
        0
    }

    /// Nothing is anywhere: see [`Http::latest`].
    fn purses(&mut self) -> BTreeMap<Purse, i128> {
        Purse::ALL.into_iter().map(|purse| (purse, 0)).collect()
    }

    fn silence(&mut self) -> Vec<Lapse> {
        let (now, run) = (self.now(), self.look().unwrap_or_else(|| panic!("there is no run")));
        let lapse = |it: &Json| {
            let at = timestamp(it.text("at"));
            assert!(it.list("moves").is_empty(), "a run moves nothing: {it}");
            let detail = match it.text("rule") {
                "RUN-12" => "not_claimed",
                // A lease that ends with the whole run.
                "RUN-25"
                    if at == timestamp(run.text("startedAt")).after(self.scene.terms.to_finish) =>
                {
                    "out_of_time"
                }
                "RUN-25" => "lease_lapsed",
                other => panic!("`{other}` is no timeout"),
            };
            let status = format!("{}/{detail}", it.text("status"));
            Lapse { after: apart(now, at), status, moves: Vec::new() }
        };
        self.options_told().list("ifSilent").iter().map(lapse).collect()
    }

    fn options(&mut self, who: Who) -> Vec<String> {
        options::<Runs>(&self.client(who.word).get(&format!("/tasks/{}/options", self.id())))
    }

    fn told(&mut self, of: &str) -> String {
        let run = self.look().unwrap_or_else(|| panic!("there is no run"));
        match of {
            "progress" => run.whole("progress").to_string(),
            "follows" if run.is_absent("continues") => "nothing".to_owned(),
            "follows" => {
                let followed = run.text("continues");
                let number = self.runs.iter().find(|(_, run)| run.id == followed);
                number.map_or("a stranger".to_owned(), |(number, _)| number.to_string())
            }
            _ if run.is_absent("groupId") => "none".to_owned(),
            _ => {
                let path = format!("/tasks/{}/status", run.text("groupId"));
                self.user().get(&path).done(200).text("status").to_owned()
            }
        }
    }
}

/// Who claims, by the word for him.
fn claimer(worker: PartyId) -> &'static str {
    match worker {
        Purse::BUYER => "user",
        Purse::AGENT => "worker",
        Purse::OTHER => "other",
        _ => panic!("`{worker}` claims nothing"),
    }
}

/// The status with its detail, as the stories tell it.
fn status(run: &Json) -> String {
    let status = run.text("status");
    match run.is_absent("reason") {
        true => status.to_owned(),
        false => format!("{status}/{}", run.text("reason")),
    }
}

/// What is wrong with a selection is told by its field.
fn refusal(answer: &Answer) -> String {
    match code(answer).as_str() {
        "validation_failed" => match answer.json().text("errors.0.code") {
            "too_many" => "too_many_agents".to_owned(),
            other => other.to_owned(),
        },
        other => other.to_owned(),
    }
}
