//! What mode two asks a server.

use serde::Serialize;
use serde_json::json;

use super::arena::{Arena, Task};
use crate::client::render;
use crate::market::progress;
use crate::process::ADMIN_KEY;

/// One kind of request whose cost should not grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Question {
    /// Progress on a random task: a durable command that can be given again and again.
    Command,
    /// A random task.
    Read,
    /// The newest 20 tasks.
    FirstPage,
    /// 20 tasks after the cursor of a random page.
    DeepPage,
    /// What is due: the manual clock moves by 1 ms and answers once all that is due was done; nothing is.
    DuePoll,
    /// The first 20 journal entries of a random task.
    Journal,
}

impl Question {
    pub(super) const OF_MANY_TASKS: [Self; 5] =
        [Self::Command, Self::Read, Self::FirstPage, Self::DeepPage, Self::DuePoll];
    pub(super) const OF_A_LONG_HISTORY: [Self; 3] = [Self::Command, Self::Read, Self::Journal];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Command => "command on a random task",
            Self::Read => "read a random task",
            Self::FirstPage => "first page of the list",
            Self::DeepPage => "random page of the list",
            Self::DuePoll => "due poll",
            Self::Journal => "first page of the journal",
        }
    }

    /// Requests on random tasks and pages, the same ones in every run.
    pub(super) fn render(self, arena: &Arena, count: usize) -> Vec<Vec<u8>> {
        let mut random = fastrand::Rng::with_seed(7);
        let mut one = || {
            let task = random.choice(&arena.tasks);
            self.request(arena, task, random.choice(&arena.cursors).map(String::as_str))
        };
        (0..count).map(|_| one()).collect()
    }

    /// The rendered request; what it is about may be missing where it is about nothing.
    pub(super) fn request(
        self,
        arena: &Arena,
        task: Option<&Task>,
        cursor: Option<&str>,
    ) -> Vec<u8> {
        const LIST: &str = "/api/v1/tasks?limit=20";
        let market = &arena.market;
        let read = |path: &str| render("GET", path, &market.buyer, "");
        let id = task.map_or("", |task| &task.id);
        let rendered = match self {
            Self::Command => {
                let path = format!("/api/v1/tasks/{id}/progress");
                let agent = market.agent(task.map_or(0, |task| task.agent));
                render("POST", &path, &agent.key, &progress())
            }
            Self::Read => read(&format!("/api/v1/tasks/{id}")),
            Self::FirstPage => read(LIST),
            Self::DeepPage => {
                read(&cursor.map_or(LIST.to_owned(), |cursor| format!("{LIST}&cursor={cursor}")))
            }
            Self::DuePoll => {
                let body = json!({"advanceMs": 1}).to_string();
                render("POST", "/api/v1/admin/clock", ADMIN_KEY, &body)
            }
            Self::Journal => read(&format!("/api/v1/tasks/{id}/journal?limit=20")),
        };
        rendered.into()
    }
}

/// A cursor as it stands in a query.
pub(super) fn percent_encoded(cursor: &str) -> String {
    let mut encoded = String::with_capacity(cursor.len());
    for byte in cursor.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::percent_encoded;

    #[test]
    fn a_cursor_survives_the_query() {
        assert_eq!(percent_encoded("aZ0-_.~"), "aZ0-_.~");
        assert_eq!(percent_encoded("a+b/c="), "a%2Bb%2Fc%3D");
    }
}
