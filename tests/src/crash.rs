//! What must be true after a server died under load, told from outside.
//!
//! People keep a [`History`] of what they sent and what they were told; [`History::check`] asks
//! the server that came back. It reads nothing but HTTP answers.

use std::collections::BTreeMap;

use crate::cast::{Person, pages};
use crate::client::{Client, Request};
use crate::json::{Json, micros};

mod load;

pub use load::{DEPOSIT, Pair, Town};

/// Everything that some people sent.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// In the order each of them sent it.
    pub sent: Vec<Sent>,
}

/// A command and what its sender knows of it.
#[derive(Clone, Debug)]
pub struct Sent {
    /// What it leaves behind.
    pub trace: Trace,
    /// A text within it that no other command has.
    pub tag: String,
    /// The sender's API key.
    pub by: String,
    /// The `Idempotency-Key`.
    pub once: String,
    /// The path below `/api/v1`.
    pub path: String,
    /// The body.
    pub body: String,
    /// What came back.
    pub outcome: Outcome,
}

/// What a command leaves behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trace {
    /// A task with the tag in its title.
    Task,
    /// An entry with the tag in the journal of this task.
    Entry(String),
    /// A message with the tag in this task.
    Message(String),
    /// So much in a wallet.
    Money(u128),
}

/// What a sender knows of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was answered, with this status and this body.
    Answered(u16, String),
    /// The connection was lost: it was carried out, or it was not.
    Lost,
}

/// What the checker found wrong, in words.
pub type Violations = Vec<String>;

/// How often a command may have left its trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Times {
    Never,
    Once,
    AtMostOnce,
}

/// What the server says now.
struct Present {
    titles: BTreeMap<String, Vec<String>>,
    tasks: BTreeMap<String, Json>,
    traces: BTreeMap<String, Vec<String>>,
    money: u128,
    violations: Violations,
}

impl History {
    /// Checks a server that came back: first as it is, then by sending every command again.
    ///
    /// # Panics
    /// If the server does not answer at all.
    #[must_use]
    #[track_caller]
    pub fn check(&self, client: &Client, town: &Town) -> Violations {
        let mut violations = self.compare(client, town, false);
        violations.extend(self.repeat(client));
        violations.extend(self.compare(client, town, true));
        violations
    }

    /// How many commands were acknowledged, and how many were lost.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let acknowledged = self.sent.iter().filter(|sent| sent.is_acknowledged()).count();
        let lost = self.sent.iter().filter(|sent| sent.outcome == Outcome::Lost).count();
        (acknowledged, lost)
    }

    /// Compares what was sent with what is there. After `repeated`, nothing is in doubt any more.
    #[track_caller]
    fn compare(&self, client: &Client, town: &Town, repeated: bool) -> Violations {
        let present = Present::read(client, town);
        let mut violations = present.violations.clone();
        for sent in &self.sent {
            let times = sent.times(repeated);
            let found = match &sent.trace {
                Trace::Task => present.titles.get(&sent.tag).map_or(0, Vec::len),
                Trace::Entry(task) | Trace::Message(task) => present.count(task, &sent.tag),
                Trace::Money(_) => continue,
            };
            let right = match times {
                Times::Never => found == 0,
                Times::Once => found == 1,
                Times::AtMostOnce => found <= 1,
            };
            if !right {
                let Sent { tag, path, outcome, .. } = sent;
                violations.push(format!("{tag} on {path} is there {found} times: {outcome:?}"));
            }
        }
        violations.extend(self.ends(&present));
        violations.extend(self.deposits(town, &present, repeated));
        violations
    }

    /// A task that was told to have ended is as it ended.
    fn ends(&self, present: &Present) -> Violations {
        let told = self.sent.iter().filter(|sent| sent.is_acknowledged()).filter_map(|sent| {
            let Outcome::Answered(_, body) = &sent.outcome else { return None };
            let body = Json::parse(body).ok()?;
            let (id, status) = (body.find("task.id")?.clone(), body.find("task.status")?.clone());
            let ended = ["COMPLETED", "CANCELLED", "FAILED", "EXPIRED"];
            let Json::Text(status) = status else { return None };
            ended.contains(&status.as_str()).then_some((id, status))
        });
        let mut violations = Vec::new();
        for (id, told) in told {
            let Json::Text(id) = id else { continue };
            let now = present.tasks.get(&id).map_or("missing", |task| task.text("status"));
            if now != told {
                violations.push(format!("{id} ended as {told} and is {now}"));
            }
        }
        violations
    }

    /// All the money is what was paid in.
    fn deposits(&self, town: &Town, present: &Present, repeated: bool) -> Violations {
        let amount = |wanted: Times| -> u128 {
            let those = self.sent.iter().filter(|sent| sent.times(repeated) == wanted);
            those.map(|sent| if let Trace::Money(it) = sent.trace { it } else { 0 }).sum()
        };
        let least = town.paid_in() + amount(Times::Once);
        let most = least + amount(Times::AtMostOnce);
        let whole =
            present.money >= least && (present.money - least).is_multiple_of(micros(DEPOSIT));
        if whole && present.money <= most {
            return Vec::new();
        }
        vec![format!("{} is there, of {least} to {most} that were paid in", present.money)]
    }

    /// Sends every command again. What was acknowledged gets its first answer.
    #[track_caller]
    fn repeat(&self, client: &Client) -> Violations {
        let mut violations = Vec::new();
        for sent in &self.sent {
            if sent.times(false) == Times::Never {
                continue;
            }
            let answer = client.with_key(&sent.by).must(&sent.request());
            let Outcome::Answered(status, body) = &sent.outcome else {
                if !(200..300).contains(&answer.status) {
                    violations.push(format!("{} is refused now: {}", sent.tag, answer.body));
                }
                continue;
            };
            let replayed = answer.header("idempotency-replayed") == Some("true");
            if answer.status != *status || answer.body != *body || !replayed {
                let was = format!("{status} {body}");
                let now = format!("{} {}", answer.status, answer.body);
                violations.push(format!("{} was answered {was}, now {now}", sent.tag));
            }
        }
        violations
    }
}

impl Sent {
    /// The command as a request.
    #[must_use]
    pub fn request(&self) -> Request {
        let request = Request::new("POST", &format!("/api/v1{}", self.path));
        request.json(&self.body).once(&self.once)
    }

    fn is_acknowledged(&self) -> bool {
        matches!(self.outcome, Outcome::Answered(200..300, _))
    }

    const fn times(&self, repeated: bool) -> Times {
        match self.outcome {
            Outcome::Answered(200..300, _) => Times::Once,
            Outcome::Answered(..) => Times::Never,
            Outcome::Lost if repeated => Times::Once,
            Outcome::Lost => Times::AtMostOnce,
        }
    }
}

impl Present {
    #[track_caller]
    fn read(client: &Client, town: &Town) -> Self {
        let mut present = Self {
            titles: BTreeMap::new(),
            tasks: BTreeMap::new(),
            traces: BTreeMap::new(),
            money: 0,
            violations: Vec::new(),
        };
        for pair in &town.pairs {
            let (buyer, owner) = (pair.buyer.at(client), pair.owner.at(client));
            let held: u128 = present.read_tasks(&buyer);
            for (person, held) in [(&buyer, held), (&owner, 0)] {
                let wallet = person.wallet();
                if wallet.held != held {
                    let held_now = wallet.held;
                    present.violations.push(format!("{held_now} is held, the tasks hold {held}"));
                }
                // What is pending is held in the buyer's name.
                let whole = wallet.available + wallet.held;
                present.money += whole.saturating_sub(wallet.owed);
            }
        }
        present
    }

    /// Reads a buyer's tasks and says what they hold.
    #[track_caller]
    fn read_tasks(&mut self, buyer: &Person) -> u128 {
        let tasks = pages(&buyer.client, "/tasks?role=buyer", "tasks", 100);
        let mut held = 0;
        for task in tasks {
            let id = task.text("id").to_owned();
            held += task.amount("held");
            self.titles.entry(task.text("title").to_owned()).or_default().push(id.clone());
            let path = format!("/tasks/{id}");
            let entries = pages(&buyer.client, &format!("{path}/journal"), "journal", 100);
            let messages = pages(&buyer.client, &format!("{path}/messages"), "messages", 100);
            self.read_numbers(&task, &entries);
            let kinds = entries.iter().filter(|entry| entry.text("kind") != "message");
            let traces = kinds.chain(&messages).map(Json::to_string).collect();
            self.traces.insert(id.clone(), traces);
            if self.tasks.insert(id.clone(), task).is_some() {
                self.violations.push(format!("{id} is listed twice"));
            }
        }
        held
    }

    /// A journal has no gap, and ends where the task says.
    fn read_numbers(&mut self, task: &Json, entries: &[Json]) {
        let numbers: Vec<u64> = entries.iter().map(|entry| entry.whole("number")).collect();
        let gap = numbers.windows(2).any(|pair| matches!(pair, [a, b] if a + 1 != *b));
        let last = numbers.last().copied();
        if gap || last != Some(task.whole("version")) {
            self.violations.push(format!("a journal reads {numbers:?} for {task}"));
        }
    }

    fn count(&self, task: &str, tag: &str) -> usize {
        let traces = self.traces.get(task).map(Vec::as_slice).unwrap_or_default();
        traces.iter().filter(|trace| trace.contains(tag)).count()
    }
}
