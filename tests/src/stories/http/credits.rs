//! The surface of credits.
//!
//! The platform assigns within the creation's commit and judges as soon as work is handed in. A
//! scene that says so at once is played: for each price there is an agent that asks it, an agent
//! that nobody assigns has no room, and the work is such that the gate gives it the scene's score.

use std::collections::BTreeMap;

use earnest::credits::{Credits, Terms};
use earnest::time::Timestamp;
use serde_json::json;

use super::super::credits::Order;
use super::super::driver::{Driver, Given, Outcome, View, apart};
use super::super::people::{Purse, Who};
use super::super::scene::{Flow, Lapse, Scene};
use super::Surface;
use super::reading::{code, move_clock, newcomer, now, options, serve, timestamp};
use crate::cast::Person;
use crate::client::Client;
use crate::json::Json;
use crate::server::Server;
use crate::stream::Stream;

mod balance;
mod cards;
mod obstacle;
mod request;
mod wording;

use balance::Seen;
use cards::{Card, Cards};
use wording::{lapsed, status};

/// A task that nobody has, by its digits.
const NOWHERE: &str = "01890000000070008000000000000000";

impl Surface for Credits {
    fn obstacle(scene: &Scene<Self>) -> Option<&'static str> {
        obstacle::obstacle(scene)
    }

    fn serve(terms: &Terms) -> Server {
        serve(&json!({"credits": {
            "fee": terms.fee,
            "passMark": terms.pass_mark,
            "toAssign": terms.to_assign,
            "toRoute": terms.to_route,
            "toStart": terms.to_start,
            "toExecute": terms.to_execute,
            "toAssess": terms.to_assess,
            "toRefund": terms.to_refund,
            "toDispute": terms.to_dispute,
            "toRule": terms.to_rule,
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
    scene: &'a Scene<Credits>,
    admin: Client,
    /// They speak below `/credits`.
    people: BTreeMap<Purse, Person>,
    arbiter: Client,
    cards: Cards,
    turn: u8,
    terms: Terms,
    tasks: BTreeMap<u8, Task>,
    /// Whether the clock was moved since the last order.
    moved: bool,
    /// What was seen before work was handed in, until the scene comes to what the gate said of it.
    unjudged: Option<Seen>,
    /// How many lines were played.
    played: usize,
}

/// A task of the scene.
#[derive(Debug)]
struct Task {
    /// The digits of its id.
    digits: String,
    /// Who pays.
    buyer: Purse,
    /// The agent that works on it, or would.
    card: Option<Card>,
    /// The number of its last journal entry after the last order.
    version: u64,
}

impl<'a> Http<'a> {
    fn new(scene: &'a Scene<Credits>, server: &Server, number: usize) -> Self {
        let admin = server.admin();
        let credits = admin.below("/credits");
        let below = |person: Person| Person { client: credits.with_key(&person.key), ..person };
        let mut people = BTreeMap::new();
        for (purse, also) in [
            (Purse::Buyer, "buyer-as-arbiter"),
            (Purse::Agent, "owner-as-arbiter"),
            (Purse::Other, ""),
            (Purse::Stranger, ""),
        ] {
            let judges = scene.lines().any(|(_, line)| line.who.word == also);
            let person = newcomer(&admin, &format!("{purse} {number}"), judges);
            for (_, amount) in scene.funds.iter().filter(|(of, it)| *of == purse && !it.is_zero()) {
                cards::deposit(&admin, &person, *amount);
            }
            people.insert(purse, below(person));
        }
        let arbiter = below(newcomer(&admin, &format!("arbiter {number}"), true)).client;
        let cards = Cards::new(scene, &admin, &credits, &people, number);
        Self {
            scene,
            admin,
            people,
            arbiter,
            cards,
            turn: 1,
            terms: scene.terms.clone(),
            tasks: BTreeMap::new(),
            moved: false,
            unjudged: None,
            played: 0,
        }
    }

    fn client(&self, who: Who) -> &Client {
        let own = |card: Card| &self.cards.of(card).client;
        let purse = match who.word {
            "buyer" | "buyer-as-arbiter" => Purse::Buyer,
            "owner" | "owner-as-arbiter" => Purse::Agent,
            "stranger" => Purse::Stranger,
            "arbiter" => return &self.arbiter,
            word => {
                let mine = self.tasks.get(&self.turn).and_then(|task| task.card);
                let mine = mine.filter(|card| card.worker.word() == word);
                return own(mine.unwrap_or_else(|| self.cards.any(word)));
            }
        };
        &self.people[&purse].client
    }

    fn digits(&self) -> &str {
        self.tasks.get(&self.turn).map_or(NOWHERE, |task| task.digits.as_str())
    }

    fn path(&self, what: &str) -> String {
        format!("/tasks/ctask_{}{what}", self.digits())
    }

    fn buyer(&self, task: &Task) -> &Client {
        &self.people[&task.buyer].client
    }

    /// The task as its buyer sees it.
    fn look(&self) -> Option<Json> {
        let task = self.tasks.get(&self.turn)?;
        Some(self.buyer(task).get(&self.path("")).done(200))
    }

    fn latest(&self) -> u64 {
        self.look().map_or(0, |task| task.whole("version"))
    }

    fn version(&self) -> u64 {
        self.tasks.get(&self.turn).map_or(0, |task| task.version)
    }

    fn mark(&mut self) {
        let latest = self.latest();
        if let Some(task) = self.tasks.get_mut(&self.turn) {
            task.version = latest;
        }
    }

    fn status(&self) -> String {
        self.look().map(|task| status(&task)).unwrap_or_default()
    }

    /// What the clock did meanwhile.
    fn elapse(&self) -> Outcome {
        let task = self.look().unwrap_or_else(|| panic!("there is no task"));
        match (task.whole("version") == self.version(), task.is_absent("deadline")) {
            (false, _) => Outcome::Done(status(&task)),
            (true, false) => Outcome::Refused("too_early".to_owned()),
            (true, true) => Outcome::Refused("wrong_state".to_owned()),
        }
    }

    /// What the platform did meanwhile, if it was that.
    fn operate(&mut self, order: &Order) -> Outcome {
        self.unjudged = None;
        let task = self.look().unwrap_or_else(|| panic!("there is no task"));
        let seen = match order {
            Order::Assign(worker, price) => {
                let price = u128::from(task.whole("price")) == price.minor();
                let card = self.tasks[&self.turn].card.filter(|card| card.worker == *worker);
                price && card.is_some_and(|card| task.text("agentId") == self.cards.of(card).id)
            }
            Order::Route => {
                let entries = self.entries(&self.tasks[&self.turn]);
                assert!(entries.iter().any(|entry| entry.text("body.rule") == "CRD-10"));
                // It may have been assigned since.
                return Outcome::Done("routing".to_owned());
            }
            Order::Pass(score) | Order::Reject(score) => {
                task.whole("qualityScore") == u64::from(score.value())
            }
            _ => true,
        };
        assert!(seen, "the platform did something else than `{order:?}`: {task}");
        Outcome::Done(status(&task))
    }

    fn send(&mut self, who: Who, order: &Order) -> Outcome {
        if *order == Order::Start {
            // Whoever is refused one is refused below.
            drop(self.client(who).post(&self.path("/sandbox"), json!({})));
        }
        let handed_in = matches!(order, Order::Complete(..)).then(|| self.seen());
        let request = request::of(self, order);
        let submits = *order == Order::Fund && self.terms.submitted_by.is_some();
        let client = if submits { self.client(cards::OWN) } else { self.client(who) };
        let answer = client.must(&request);
        if answer.status >= 400 {
            return Outcome::Refused(code(&answer));
        }
        let body = answer.json();
        match order {
            Order::Fund => {
                self.open(who, body.text("id"));
                return Outcome::Done(status(&body));
            }
            Order::Complete(..) => {
                let told = status(&body);
                self.judged();
                self.unjudged = handed_in;
                return Outcome::Done(told);
            }
            _ => {}
        }
        let (status, again) = (self.status(), self.latest() == self.version());
        if let Some(refunded) = body.find("refunded") {
            assert_eq!(*refunded, Json::Bool(status == "refunded/voted"), "{status}: {body}");
        }
        if again { Outcome::Again(status) } else { Outcome::Done(status) }
    }

    fn open(&mut self, who: Who, id: &str) {
        let digits = id.trim_start_matches("ctask_").to_owned();
        let buyer = if who.word == "owner" { Purse::Agent } else { Purse::Buyer };
        let card = self.cards.planned(self.turn);
        self.tasks.insert(self.turn, Task { digits, buyer, card, version: 0 });
    }

    /// Waits until the gate has judged, and makes sure that handing the work in moved nothing.
    fn judged(&self) {
        let task = &self.tasks[&self.turn];
        let mut stream = Stream::open(self.buyer(task), &self.path("/stream"));
        loop {
            let event = stream.next_event();
            let told = Json::parse(&event.data).unwrap_or(Json::Null);
            let status = told.find("status").map(ToString::to_string).unwrap_or_default();
            if ["completed", "failed"].iter().any(|end| status.contains(end)) {
                break;
            }
        }
        let handed_in = self.entries(task).into_iter().rev().nth(1);
        let handed_in = handed_in.unwrap_or_else(|| panic!("the work was handed in"));
        assert!(handed_in.list("body.postings").is_empty(), "it moved something: {handed_in}");
    }

    /// The journal of a task, without its opening.
    fn entries(&self, task: &Task) -> Vec<Json> {
        let path = format!("/tasks/ctask_{}/journal?limit=100", task.digits);
        let page = self.buyer(task).get(&path).done(200);
        assert!(page.is_absent("nextCursor"), "a scene is shorter than a page");
        let entries = page.list("journal").iter();
        entries.filter(|entry| entry.text("kind") == "record").cloned().collect()
    }

    fn silent(&self, task: &Task) -> Json {
        let path = format!("/tasks/ctask_{}/options", task.digits);
        self.buyer(task).get(&path).done(200)
    }

    /// The place that a movement names: the surface tells sides, not people.
    fn purse(&self, side: &str) -> Purse {
        let task = &self.tasks[&self.turn];
        match side {
            "BUYER" => task.buyer,
            "AGENT" => match task.card {
                Some(card) => cards::owner(card.worker),
                None => panic!("nobody was hired"),
            },
            "ESCROW" => Purse::Escrow,
            "FEES" => Purse::Fees,
            _ => panic!("who is `{side}`?"),
        }
    }
}

impl Driver<Credits> for Http<'_> {
    fn now(&mut self) -> Timestamp {
        now(&self.admin)
    }

    fn move_clock(&mut self, to: Timestamp) {
        self.moved = move_clock(&self.admin, to);
    }

    fn turn_to(&mut self, task: u8, terms: &Terms) {
        (self.turn, self.terms) = (task, terms.clone());
    }

    fn give(&mut self, who: Who, order: &Order) -> Given {
        let outcome = match who {
            Who::OPERATOR => self.operate(order),
            Who::CLOCK => self.elapse(),
            _ => {
                // What came due when the clock was moved has its entries already.
                if self.moved {
                    self.mark();
                }
                self.send(who, order)
            }
        };
        self.mark();
        self.played += 1;
        Given { outcome, moves: None, taken: Vec::new(), tried: Vec::new() }
    }

    fn view(&mut self) -> Option<View> {
        let task = self.look()?;
        let deadline = if task.is_absent("deadline") { None } else { Some(task.text("deadline")) };
        let (deadline, held) = (deadline.map(timestamp), self.hold(&self.tasks[&self.turn]));
        Some(View { status: status(&task), deadline, held, stage: None })
    }

    fn held(&mut self) -> i128 {
        self.unjudged.as_ref().map_or_else(|| self.hold_all(), |seen| seen.held)
    }

    fn purses(&mut self) -> BTreeMap<Purse, i128> {
        self.unjudged.as_ref().map_or_else(|| self.balances(), |seen| seen.purses.clone())
    }

    fn silence(&mut self) -> Vec<Lapse> {
        let (now, told) = (self.now(), self.silent(&self.tasks[&self.turn]));
        let lapse = |it: &Json| {
            let flow = |posting: &Json| Flow {
                from: self.purse(posting.text("from")),
                to: self.purse(posting.text("to")),
                amount: cards::cents(posting.whole("amount")),
            };
            let mut moves: Vec<_> = it.list("moves").iter().map(flow).collect();
            moves.sort();
            let after = apart(now, timestamp(it.text("at")));
            Lapse { after, status: lapsed(it), moves }
        };
        told.list("ifSilent").iter().map(lapse).collect()
    }

    fn options(&mut self, who: Who) -> Vec<String> {
        options::<Credits>(&self.client(who).get(&self.path("/options")))
    }

    fn told(&mut self, of: &str) -> String {
        let task = self.look().unwrap_or_else(|| panic!("there is no task"));
        match of {
            "vote" if task.is_absent("feedback") => "none".to_owned(),
            "vote" => task.text("feedback").to_owned(),
            _ if task.is_absent("qualityScore") => "none".to_owned(),
            _ => task.whole("qualityScore").to_string(),
        }
    }
}
