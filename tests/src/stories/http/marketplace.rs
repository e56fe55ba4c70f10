//! The marketplace's surface.
//!
//! Scenes with the default terms share one server; each brings its own people, agents and skills
//! along. Other terms are the operator's, so such a scene has a server of its own. The platform's
//! orders (matching, assigning) are the server's own: the driver waits until it has given them.

use std::collections::BTreeMap;

use earnest::dispute::Resolution;
use earnest::marketplace::{Marketplace, Terms};
use earnest::time::Timestamp;
use serde_json::json;

use super::super::driver::{Driver, Given, Outcome, View, apart};
use super::super::marketplace::{
    AGENT, AGENT_AS_ARBITER, BUYER, BUYER_AS_ARBITER, OTHER, Order, STRANGER,
};
use super::super::people::{Purse, Who, Worker};
use super::super::scene::{Flow, Lapse, Scene};
use super::Surface;
use super::reading::{code, move_clock, newcomer, now, options, serve, signed, timestamp};
use crate::cast::{Person, deposit};
use crate::client::Client;
use crate::json::Json;
use crate::server::Server;
use crate::stream::Stream;

mod house;
mod obstacle;
mod request;

/// A task that nobody has.
const NOWHERE: &str = "task_01890000000070008000000000000000";

impl Surface for Marketplace {
    fn obstacle(scene: &Scene<Self>) -> Option<&'static str> {
        obstacle::obstacle(scene)
    }

    fn serve(terms: &Terms) -> Server {
        serve(&house::house(terms))
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
    scene: &'a Scene<Marketplace>,
    admin: Client,
    people: BTreeMap<Purse, Person>,
    agents: BTreeMap<Worker, String>,
    /// What only this scene's agents can do.
    skill: String,
    task: Option<String>,
    dispute: Option<String>,
    proposals: BTreeMap<Worker, String>,
    /// The number of the task's last journal entry after the last order.
    version: u64,
    /// Whether the clock was moved since.
    moved: bool,
}

impl<'a> Http<'a> {
    fn new(scene: &'a Scene<Marketplace>, server: &Server, number: usize) -> Self {
        let admin = server.admin();
        let mut people = BTreeMap::new();
        for (purse, also) in [
            (Purse::Buyer, Some(BUYER_AS_ARBITER)),
            (Purse::Agent, Some(AGENT_AS_ARBITER)),
            (Purse::Other, None),
            (Purse::Stranger, None),
        ] {
            let judges = also.is_some_and(|also| scene.lines().any(|(_, line)| line.who == also));
            let person = newcomer(&admin, &format!("{purse} {number}"), judges);
            for (_, amount) in scene.funds.iter().filter(|(of, it)| *of == purse && !it.is_zero()) {
                let amount = scene.terms.asset.show(*amount).to_string();
                deposit(&admin, &person, &amount);
            }
            people.insert(purse, person);
        }
        let skill = format!("story-{number}");
        let mut http = Self {
            scene,
            admin,
            people,
            agents: BTreeMap::new(),
            skill,
            task: None,
            dispute: None,
            proposals: BTreeMap::new(),
            version: 0,
            moved: false,
        };
        for worker in Worker::ALL {
            let agent = http.register(worker, number);
            http.agents.insert(worker, agent);
        }
        http
    }

    /// Registers an agent. It has the scene's skill if the scene says that the platform finds it.
    fn register(&self, worker: Worker, number: usize) -> String {
        let finds = Order::Assign(worker);
        let found = self.scene.lines().any(|(_, line)| line.order == finds);
        let skill = if found { self.skill.clone() } else { format!("no-{}", self.skill) };
        let body = json!({
            "name": format!("{worker} {number}"),
            "slug": format!("story-{number}-{worker}"),
            "description": "Plays in a story.",
            "subcategories": ["CODING"],
            "basePrice": 1,
            "pricingModel": "PER_TASK",
            "apiEndpoint": "https://agent.example.com/api",
            "maxConcurrent": 5,
            "skills": [skill],
        });
        let owner = match worker {
            Worker::Agent => Purse::Agent,
            Worker::Other => Purse::Other,
            Worker::Own => Purse::Buyer,
        };
        let made = self.people[&owner].client.post("/agents/register", body).done(201);
        made.text("agent.id").to_owned()
    }

    fn client(&self, who: Who) -> &Client {
        let purse = match who {
            BUYER | BUYER_AS_ARBITER => Purse::Buyer,
            AGENT | AGENT_AS_ARBITER => Purse::Agent,
            OTHER => Purse::Other,
            STRANGER => Purse::Stranger,
            _ => return &self.admin,
        };
        &self.people[&purse].client
    }

    fn id(&self) -> &str {
        self.task.as_deref().unwrap_or(NOWHERE)
    }

    /// The task as its buyer sees it.
    fn look(&self) -> Option<Json> {
        self.task.as_ref()?;
        let seen = self.client(BUYER).get(&format!("/tasks/{}", self.id()));
        Some(seen.done(200).at("task").clone())
    }

    fn latest(&self) -> u64 {
        self.look().map_or(0, |task| task.whole("version"))
    }

    /// What the platform or the clock did meanwhile.
    fn witness(&self, who: Who, order: &Order) -> Outcome {
        if who == Who::OPERATOR {
            let status = if *order == Order::Match { "MATCHING" } else { "EXECUTING" };
            let path = format!("/tasks/{}/stream", self.id());
            Stream::open(self.client(BUYER), &path).until_status(status);
            return Outcome::Done(status.to_owned());
        }
        let task = self.look().unwrap_or_else(|| panic!("there is no task"));
        match (task.whole("version") == self.version, task.is_absent("deadline")) {
            (false, _) => Outcome::Done(status(&task)),
            (true, false) => Outcome::Refused("too_early".to_owned()),
            (true, true) => Outcome::Refused("wrong_state".to_owned()),
        }
    }

    fn send(&mut self, who: Who, order: &Order) -> Outcome {
        if let Order::Hire(worker, offer) = order {
            let by = match worker {
                Worker::Agent => AGENT,
                Worker::Other => OTHER,
                Worker::Own => BUYER,
            };
            return match self.send(by, &Order::Propose(*offer)) {
                Outcome::Done(_) => self.send(who, &Order::Accept(*worker)),
                other => other,
            };
        }
        let request = request::of(self, who, order);
        let answer = self.client(who).must(&request);
        if answer.status >= 400 {
            return Outcome::Refused(code(&answer));
        }
        let body = answer.json();
        match order {
            Order::Fund => self.task = Some(body.text("task.id").to_owned()),
            Order::Dispute(_) => self.dispute = Some(body.text("dispute.id").to_owned()),
            Order::Propose(_) => {
                let worker = who.worker().unwrap_or_else(|| panic!("`{who}` has no agent"));
                self.proposals.insert(worker, body.text("proposal.id").to_owned());
            }
            _ => {}
        }
        if matches!(order, Order::Propose(_) | Order::Decline(_) | Order::Withdraw(_)) {
            return Outcome::Done(body.text("proposal.status").to_owned());
        }
        let task = match body.find("task") {
            Some(task) => task.clone(),
            None => self.look().unwrap_or_else(|| panic!("there is no task")),
        };
        let again = task.whole("version") == self.version;
        if again { Outcome::Again(status(&task)) } else { Outcome::Done(status(&task)) }
    }

    /// The place that a movement names: the surface tells sides, not people.
    fn purse(&self, side: &str) -> Purse {
        match side {
            "BUYER" => Purse::Buyer,
            "ESCROW" => Purse::Escrow,
            "FEES" => Purse::Fees,
            "AGENT" => {
                let task = self.look().unwrap_or_else(|| panic!("there is no task"));
                let hired = task.text("agentId");
                let worker = self.agents.iter().find(|(_, agent)| *agent == hired);
                match worker.map(|(worker, _)| worker) {
                    Some(Worker::Agent) => Purse::Agent,
                    Some(Worker::Other) => Purse::Other,
                    Some(Worker::Own) | None => panic!("who hired `{hired}`?"),
                }
            }
            _ => panic!("who is `{side}`?"),
        }
    }
}

impl Driver<Marketplace> for Http<'_> {
    fn now(&mut self) -> Timestamp {
        now(&self.admin)
    }

    fn move_clock(&mut self, to: Timestamp) {
        self.moved = move_clock(&self.admin, to);
    }

    fn turn_to(&mut self, task: u8, _: &Terms) {
        panic!("a scene has one task over HTTP, and no `{task}`");
    }

    fn give(&mut self, who: Who, order: &Order) -> Given {
        let outcome = match who {
            Who::OPERATOR | Who::CLOCK => self.witness(who, order),
            _ => {
                // What came due when the clock was moved has its entries already.
                if self.moved {
                    self.version = self.latest();
                }
                self.send(who, order)
            }
        };
        self.version = self.latest();
        Given { outcome, moves: None, taken: Vec::new(), tried: Vec::new() }
    }

    fn view(&mut self) -> Option<View> {
        let task = self.look()?;
        let deadline = if task.is_absent("deadline") { None } else { Some(task.text("deadline")) };
        Some(View {
            status: status(&task),
            deadline: deadline.map(timestamp),
            held: signed(task.amount("held")),
            stage: None,
        })
    }

    fn held(&mut self) -> i128 {
        self.view().map_or(0, |view| view.held)
    }

    fn purses(&mut self) -> BTreeMap<Purse, i128> {
        let wallets: BTreeMap<_, _> =
            self.people.iter().map(|(purse, person)| (*purse, person.wallet())).collect();
        let balance = |purse: Purse| match (purse, wallets.get(&purse)) {
            (_, Some(wallet)) => signed(wallet.available) - signed(wallet.owed),
            // The operator has no wallet; a task tells at its end what it paid him.
            (Purse::Fees, None) => {
                let ended = self.look().filter(|task| !task.is_absent("outcome"));
                ended.map_or(0, |task| signed(task.amount("outcome.fee")))
            }
            (_, None) => signed(wallets[&Purse::Buyer].held),
        };
        Purse::ALL.into_iter().map(|purse| (purse, balance(purse))).collect()
    }

    fn silence(&mut self) -> Vec<Lapse> {
        let now = self.now();
        let path = format!("/tasks/{}/options", self.id());
        let told = self.client(BUYER).get(&path).done(200);
        let lapse = |it: &Json| {
            let flow = |posting: &Json| Flow {
                from: self.purse(posting.text("from")),
                to: self.purse(posting.text("to")),
                amount: self.scene.terms.asset.parse(posting.number("amount")).expect("an amount"),
            };
            let mut moves: Vec<_> = it.list("moves").iter().map(flow).collect();
            moves.sort();
            let after = apart(now, timestamp(it.text("at")));
            Lapse { after, status: lapsed(&self.scene.terms, it), moves }
        };
        told.list("ifSilent").iter().map(lapse).collect()
    }

    fn options(&mut self, who: Who) -> Vec<String> {
        options::<Marketplace>(&self.client(who).get(&format!("/tasks/{}/options", self.id())))
    }

    fn told(&mut self, _: &str) -> String {
        let path = format!("/tasks/{}/proposals?limit=100", self.id());
        let page = self.client(BUYER).get(&path).done(200);
        let of = |id: &str| self.proposals.iter().find(|(_, it)| *it == id).map(|(of, _)| of);
        let one = |it: &Json| {
            let of = of(it.text("id")).unwrap_or_else(|| panic!("whose proposal is that?"));
            format!("{of} {}", it.text("status"))
        };
        let mut told: Vec<_> = page.list("proposals").iter().map(one).collect();
        // The newest comes first on the wire.
        told.reverse();
        told.join(", ")
    }
}

/// The status with its detail, as the stories tell it.
fn status(task: &Json) -> String {
    let status = task.text("status");
    let detail = match status {
        "DISPUTED" => task.text("dispute.stage"),
        "COMPLETED" | "CANCELLED" => task.text("outcome.kind"),
        "FAILED" => task.text("outcome.reason"),
        _ => return status.to_owned(),
    };
    format!("{status}/{detail}")
}

/// The status that a timeout leads to, whose detail is in its rule.
fn lapsed(terms: &Terms, it: &Json) -> String {
    let status = it.text("status");
    let detail = match it.text("rule") {
        "MKT-22" => "no_agent_found",
        "MKT-34" => "delivery_timeout",
        "MKT-43" => "SILENCE_APPROVED",
        "MKT-66" => "ARBITRATION",
        "MKT-75" => match terms.default_ruling.resolution() {
            Resolution::RefundBuyer => "REFUNDED",
            Resolution::ReleaseToAgent => "RELEASED",
            Resolution::Split => "SPLIT",
        },
        _ => return status.to_owned(),
    };
    format!("{status}/{detail}")
}
