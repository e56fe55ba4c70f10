//! The source documents' own commands, in their order, against the real binary.

use earnest_tests::cast::{Cast, Wallet, deposit};
use earnest_tests::client::Client;
use earnest_tests::json::Json;
use earnest_tests::server::{ADMIN_KEY, Server};
use earnest_tests::source::{Example, assert_shows};
use earnest_tests::stream::Stream;

const TASKS: &str = include_str!("../source/tasks.sh");
const SHOWN_TASKS: &str = include_str!("../source/tasks.txt");
const AGENTS: &str = include_str!("../source/agents.sh");
const SHOWN_AGENTS: &str = include_str!("../source/agents.txt");
const REQUESTS: &str = include_str!("../source/agents.http");

/// The ids that the marketplace document uses as examples.
const TASK: &str = "task_xyz789";
const AGENT: &str = "agent_abc123";
/// The ids that the agents document uses as examples.
const SHORT_TASK: &str = "tsk_9a8b7c6d...";
const SHORT_AGENT: &str = "ag_7f3a1b2c...";
const JOB: &str = "job_4e5f6a7b-8c9d-0e1f-2a3b-4c5d6e7f8a9b";

/// The people, with the agent that the agents document registers.
struct Walk {
    cast: Cast,
    agent: String,
    open: Client,
}

#[test]
fn the_marketplace_document_works_as_written() {
    let walk = Walk::begin();
    let first = walk.create();
    let mut stream = Stream::open(&walk.cast.buyer.client, &format!("/tasks/{first}/stream"));
    let status = stream.until_status("EXECUTING").json();
    assert_eq!(status.text("previousStatus"), "PENDING");

    let progress = walk.as_agent("progress", &[(TASK, &first)]).done(200);
    assert_eq!(progress.number("task.progress.progress"), "45");
    let event = stream.until("progress").json();
    assert_eq!(event.number("progress"), "45");
    assert_eq!(event.text("stage"), "implementation");

    let delivered = walk.as_agent("deliver", &[(TASK, &first), (AGENT, &walk.agent)]).done(200);
    assert_eq!(delivered.text("task.status"), "DELIVERED");
    assert_eq!(delivered.text("task.artifacts.2.type"), "DATA");
    let event = stream.until("delivery").json();
    assert_eq!(event.text("resultSummary"), delivered.text("task.resultSummary"));
    assert_eq!(event.at("artifacts").to_string(), delivered.at("task.artifacts").to_string());

    let reviewed = walk.as_buyer("review", &[(TASK, &first)]).done(200);
    assert_eq!(reviewed.text("task.status"), "COMPLETED");
    assert_eq!(reviewed.number("task.rating"), "5");
    assert_eq!(reviewed.text("task.outcome.kind"), "APPROVED");
    let status = stream.until_status("COMPLETED").json();
    assert_eq!(status.text("previousStatus"), "DELIVERED");
    assert_eq!(walk.cast.owner.wallet(), Wallet::of("50.00", "0"));

    let second = walk.create();
    walk.cast.reaches(&second, "EXECUTING");
    let sent = walk.as_agent("deliver", &[(TASK, &second), (AGENT, &walk.agent)]);
    assert_eq!(sent.done(200).text("task.status"), "DELIVERED");
    walk.dispute_to_the_end(&second);
    walk.write_and_read(&second);
}

#[test]
fn the_agents_document_works_as_written() {
    let walk = Walk::begin();
    let first = walk.create();
    walk.cast.reaches(&first, "EXECUTING");
    let owner = &walk.cast.owner;

    let deliver = Example::of(AGENTS, "deliver").with(SHORT_AGENT, &walk.agent);
    let delivered = deliver.with(SHORT_TASK, &first).curl(&walk.open, &owner.key).done(200);
    let shown = Example::of(SHOWN_AGENTS, "deliver").with("[ ... ]", &artifacts_sent(&deliver));
    assert_shows(&shown.json(), &delivered);
    assert_eq!(delivered.text("task.id"), first);

    let job = walk.cast.job("50.00");
    let propose = Example::of(AGENTS, "propose").with(SHORT_AGENT, &walk.agent).with(JOB, &job);
    let proposed = propose.curl(&walk.open, &owner.key).done(201);
    let shown = Example::of(SHOWN_AGENTS, "propose").with(JOB, &job);
    let shown = shown.with("ag_7f3a1b2c-4d5e-6f7a-8b9c-0d1e2f3a4b5c", &walk.agent);
    assert_shows(&shown.json(), &proposed);

    walk.dispute(&first);
    // Like the host in its other addresses, the document leaves this one's out.
    let accept = walk.request("accept", &first).with("https://...", "https://example.com/v2");
    let accepted = accept.send(&owner.client).done(200);
    assert_eq!(accepted.text("task.status"), "DELIVERED");
    assert_eq!(accepted.text("task.resultSummary"), "Revised with fixes for the CTA section...");
    assert_eq!(accepted.text("task.artifacts.0.url"), "https://example.com/v2");
    assert_eq!(accepted.text("task.artifacts.0.type"), "CODE");
    assert_eq!(accepted.text("task.artifacts.0.title"), "v2");
    assert_eq!(accepted.text("dispute.stage"), "CLOSED");

    walk.dispute(&first);
    let rejected = walk.request("reject", &first).send(&owner.client).done(200);
    assert_eq!(rejected.text("task.status"), "DISPUTED");
    assert_eq!(rejected.text("dispute.stage"), "ARBITRATION");
    let argued = walk.request("evidence", &first).send(&owner.client).done(201);
    assert_eq!(argued.at("dispute.sealed.agent"), &Json::Bool(true));
    let proof = "https://storage.example.com/proof.pdf";
    assert_eq!(argued.text("evidence.documents.0"), proof);
}

#[test]
fn the_agents_documents_progress_and_messages_work_as_written() {
    let walk = Walk::begin();
    let task = walk.create();
    walk.cast.reaches(&task, "EXECUTING");
    let owner = &walk.cast.owner.client;
    let progress = Example::of(REQUESTS, "progress").with("{taskId}", &task).send(owner).done(200);
    assert_eq!(progress.number("task.progress.progress"), "65");
    assert_eq!(progress.text("task.progress.message"), "Building the hero section...");
    assert!(progress.is_absent("task.progress.stage"));
    let message = Example::of(REQUESTS, "message").with("{taskId}", &task).send(owner).done(201);
    assert_eq!(message.text("message.senderRole"), "AGENT");
    let preview = "https://storage.example.com/preview.png";
    assert_eq!(message.text("message.attachments.0"), preview);
    let read = walk.cast.buyer.client.get(&format!("/tasks/{task}/messages")).done(200);
    assert_eq!(read.at("messages.0").to_string(), message.at("message").to_string());
}

impl Walk {
    /// Funds the buyer and registers the agent as the agents document does.
    fn begin() -> Self {
        let cast = Cast::on(Server::start());
        deposit(&cast.admin, &cast.buyer, "0.50");
        let open = cast.server.client();
        let registered = Example::of(AGENTS, "register").curl(&open, &cast.owner.key).done(201);
        // Heartbeats come with the agents product; until then an agent is active at once.
        let shown = Example::of(SHOWN_AGENTS, "register").with("PENDING_VERIFICATION", "ACTIVE");
        assert_shows(&shown.json(), &registered);
        let agent = registered.text("agent.id").to_owned();
        Self { cast, agent, open }
    }

    /// Creates the document's task.
    #[track_caller]
    fn create(&self) -> String {
        let created = self.as_buyer("create", &[(AGENT, &self.agent)]).done(201);
        let id = created.text("task.id").to_owned();
        let shown = Example::of(SHOWN_TASKS, "create").with(TASK, &id).with(AGENT, &self.agent);
        assert_shows(&shown.json(), &created);
        let wanted = r#"{"internalProjectId":"proj_456","team":"backend"}"#;
        assert_eq!(created.at("task.metadata").to_string(), wanted);
        assert_eq!(created.list("task.requiredSkills").len(), 4);
        id
    }

    /// Disputes a delivery with the document's words.
    #[track_caller]
    fn dispute(&self, task: &str) -> String {
        let opened = self.as_buyer("dispute", &[(TASK, task)]).done(201);
        assert_eq!(opened.text("task.status"), "DISPUTED");
        assert_eq!(opened.text("dispute.category"), "INCOMPLETE_DELIVERY");
        assert_eq!(opened.text("dispute.stage"), "RESPONSE");
        opened.text("dispute.id").to_owned()
    }

    fn dispute_to_the_end(&self, task: &str) {
        let dispute = self.dispute(task);
        for (key, by) in [(&self.cast.buyer.key, "BUYER"), (&self.cast.owner.key, "AGENT")] {
            let evidence = Example::of(TASKS, "evidence").with(TASK, task);
            let filed = evidence.curl(&self.open, key).done(201);
            assert_eq!(filed.text("evidence.type"), "IMAGE");
            assert_eq!(filed.text("evidence.by"), by);
        }
        let resolve = Example::of(TASKS, "resolve").with("{disputeId}", &dispute);
        let resolve = resolve.with("g0_sk_admin_key", ADMIN_KEY).curl(&self.open, "");
        let resolved = resolve.done(200);
        assert_eq!(resolved.text("task.status"), "CANCELLED");
        assert_eq!(resolved.text("dispute.resolution"), "REFUND_BUYER");
        assert_eq!(resolved.number("dispute.refundPercentage"), "100");
        assert_eq!(resolved.text("task.outcome.kind"), "REFUNDED");
        assert_eq!(self.cast.buyer.wallet(), Wallet::of("950.50", "0"));
    }

    fn write_and_read(&self, task: &str) {
        let sent = self.as_buyer("write", &[(TASK, task)]).done(201);
        let content = sent.text("message.content").to_owned();
        let shown = Example::of(SHOWN_TASKS, "read").with(TASK, task).with(AGENT, &self.agent);
        let shown = shown.with("user_buyer", &self.cast.buyer.id);
        let shown = shown.with("Can you add rate limiting to the API endpoints?", &content);
        let reply = serde_json::json!({"content": shown.json().text("messages.1.content")});
        let path = format!("/dashboard/messages/{task}");
        assert!(
            self.cast.owner.client.post(&path, reply).done(201).is_absent("message.attachmentUrl")
        );
        let read = self.as_buyer("read", &[(TASK, task)]).done(200);
        assert_shows(&shown.json(), &read);
        assert!(read.is_absent("nextCursor"));
    }

    #[track_caller]
    fn as_buyer(&self, name: &str, ids: &[(&str, &str)]) -> earnest_tests::client::Answer {
        fill(name, ids).curl(&self.open, &self.cast.buyer.key)
    }

    #[track_caller]
    fn as_agent(&self, name: &str, ids: &[(&str, &str)]) -> earnest_tests::client::Answer {
        fill(name, ids).curl(&self.open, &self.cast.owner.key)
    }

    #[track_caller]
    fn request(&self, name: &str, task: &str) -> Example {
        Example::of(REQUESTS, name).with("{agentId}", &self.agent).with("{taskId}", task)
    }
}

#[track_caller]
fn fill(name: &str, ids: &[(&str, &str)]) -> Example {
    ids.iter().fold(Example::of(TASKS, name), |example, (shown, real)| example.with(shown, real))
}

/// The artifacts inside a command's body, as JSON.
fn artifacts_sent(command: &Example) -> String {
    let (_, body) = command.text().split_once("-d '").expect("a body");
    let body = Json::parse(body.trim_end_matches('\'')).expect("a body in JSON");
    body.at("artifacts").to_string()
}
