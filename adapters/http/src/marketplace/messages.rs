//! Messages between the parties: entries of the task's stream that change nothing in it.

use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use earnest::ids::{Digest, PartyId};
use earnest::marketplace::Marketplace;
use earnest_service::store::{Commit, Entry};
use earnest_service::{Held, Hint, digest, kind};
use http_body::Body as _;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::act::{Attempt, Ticket, text};
use crate::app::{App, Shared};
use crate::auth::Caller;
use crate::body::{Hashed, Json};
use crate::ids::{AgentId, MessageId, TaskId, UserId};
use crate::lifecycle::Openness;
use crate::page::{Cursor, Limit};
use crate::path::Path;
use crate::problem::{Code, CommandProblems, Problem, QueryProblems};
use crate::query::Query;
use crate::wire::{List, Text, Time, True, WebUrl, vocabulary};

/// How many entries are read in one go, and how often at most for one page. Messages stand among
/// the task's other entries, so a page looks at no more than 512 of them: where hundreds of
/// progress reports lie between two messages, it ends early, with a cursor to go on from.
const CHUNK: u32 = 64;
const CHUNKS: usize = 8;

/// A new message.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SendMessage {
    /// What is said.
    pub content: Text<1, 20000>,
    /// Something to look at.
    pub attachment_url: Option<WebUrl>,
}

/// A new message with any number of attachments.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PostMessage {
    /// What is said.
    pub content: Text<1, 20000>,
    /// Things to look at.
    #[serde(default)]
    pub attachments: List<WebUrl, 20>,
}

/// Nothing: that somebody is typing is all there is to say.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Typing {}

vocabulary! {
    /// What the sender of a message is to the task.
    SenderRole {
        Buyer = "BUYER",
        Agent = "AGENT",
        /// An admin who is no party.
        Admin = "ADMIN",
    }
}

/// Who sent a message: a user, or the agent on whose behalf its owner wrote.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(untagged)]
pub enum SenderId {
    /// The buyer, or an admin.
    User(UserId),
    /// The agent.
    Agent(AgentId),
}

/// A message.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MessageView {
    /// Its identity.
    pub id: MessageId,
    /// The task it is about.
    pub task_id: TaskId,
    /// Who sent it: `usr_…`, or `ag_…` if an agent's owner did.
    #[schema(value_type = String)]
    pub sender_id: SenderId,
    /// What the sender is to the task.
    pub sender_role: SenderRole,
    /// What was said.
    pub content: Text<1, 20000>,
    /// The first attachment.
    pub attachment_url: Option<WebUrl>,
    /// Every attachment.
    pub attachments: Vec<WebUrl>,
    /// When it was sent.
    pub created_at: Time,
}

/// A message, as the answer to sending it.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageAnswer {
    /// Always true.
    pub success: True,
    /// What was sent.
    pub message: MessageView,
}

/// A page of messages.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MessagePage {
    /// Always true.
    pub success: True,
    /// Oldest first. A page may be shorter than its limit and not be the last.
    pub messages: Vec<MessageView>,
    /// Where the next page begins; null on the last.
    pub next_cursor: Option<Cursor>,
}

/// Which messages to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MessageFilter {
    /// How many at most.
    #[serde(default)]
    #[param(value_type = Option<Limit>)]
    limit: Limit,
    /// The `nextCursor` of the page before.
    cursor: Option<Cursor>,
}

/// That something was taken note of.
#[derive(Debug, Serialize, ToSchema)]
pub struct Noted {
    /// Always true.
    pub success: True,
}

/// A message as it is kept: the document of its entry.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Message {
    content: Text<1, 20000>,
    attachments: Vec<WebUrl>,
}

/// The body of a message's entry.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
struct Sent {
    /// The message's digest.
    message: Digest,
    /// Whose key was used.
    by: PartyId,
    /// Who is shown: the same, or the agent.
    sender: PartyId,
    role: SenderRole,
}

/// Write to the other party, in whatever state the task is.
#[utoipa::path(post, path = "/api/v1/dashboard/messages/{taskId}", tag = "messages",
    request_body = SendMessage, params(("taskId" = TaskId, Path)),
    responses((status = 201, body = MessageAnswer), CommandProblems))]
pub async fn send(
    State(app): Shared,
    caller: Caller,
    Path(id): Path<TaskId>,
    ticket: Ticket,
    body: Hashed<SendMessage>,
) -> Result<Response, Problem> {
    let SendMessage { content, attachment_url } = body.value;
    let message = Message { content, attachments: attachment_url.into_iter().collect() };
    app.say(caller, id, &ticket.of(caller, &body.bytes), &message).await
}

/// Write to the other party, in whatever state the task is.
#[utoipa::path(post, path = "/api/v1/tasks/{taskId}/messages", tag = "messages",
    request_body = PostMessage, params(("taskId" = TaskId, Path)),
    responses((status = 201, body = MessageAnswer), CommandProblems))]
pub async fn post(
    State(app): Shared,
    caller: Caller,
    Path(id): Path<TaskId>,
    ticket: Ticket,
    body: Hashed<PostMessage>,
) -> Result<Response, Problem> {
    let PostMessage { content, attachments } = body.value;
    let message = Message { content, attachments: attachments.into_vec() };
    app.say(caller, id, &ticket.of(caller, &body.bytes), &message).await
}

/// The messages of a task, oldest first.
#[utoipa::path(get, path = "/api/v1/dashboard/messages/{taskId}", tag = "messages",
    params(("taskId" = TaskId, Path), MessageFilter),
    responses((status = 200, body = MessagePage), QueryProblems))]
pub async fn read(
    State(app): Shared,
    caller: Caller,
    Path(id): Path<TaskId>,
    Query(filter): Query<MessageFilter>,
) -> Result<Json<MessagePage>, Problem> {
    app.messages(caller, id, &filter).await.map(Json)
}

/// The messages of a task, oldest first.
#[utoipa::path(get, path = "/api/v1/tasks/{taskId}/messages", tag = "messages",
    params(("taskId" = TaskId, Path), MessageFilter),
    responses((status = 200, body = MessagePage), QueryProblems))]
pub async fn list(
    State(app): Shared,
    caller: Caller,
    Path(id): Path<TaskId>,
    Query(filter): Query<MessageFilter>,
) -> Result<Json<MessagePage>, Problem> {
    app.messages(caller, id, &filter).await.map(Json)
}

/// Tell the others on the message stream that a message is being written. Nothing is kept, so
/// nothing is replayed; the body may be left out.
#[utoipa::path(post, path = "/api/v1/dashboard/messages/{taskId}/typing", tag = "messages",
    request_body = Option<Typing>, params(("taskId" = TaskId, Path)),
    responses((status = 202, body = Noted), CommandProblems))]
pub async fn typing(
    State(app): Shared,
    caller: Caller,
    Path(id): Path<TaskId>,
    _: Ticket,
    request: Request,
) -> Result<(StatusCode, Json<Noted>), Problem> {
    if !request.body().is_end_stream() {
        let Json(Typing {}) = Json::from_request(request, &()).await?;
    }
    let held = app.visible(caller, id, Openness::Parties).await?;
    let (sender, role) = sender(caller, &held);
    let event = TypingEvent {
        task_id: id,
        sender_id: role.id(sender),
        sender_role: role,
        timestamp: Time(app.now()),
    };
    let hint = Hint::Passing { kind: TYPING, body: text(&event)?.to_string(), by: caller.user };
    app.service.hub().tell(id.0, hint);
    Ok((StatusCode::ACCEPTED, Json(Noted { success: True })))
}

/// The name of the event that a message is.
pub(super) const MESSAGE: &str = "message";

/// The kind of hint, and of event, that tells that somebody is typing.
pub(super) const TYPING: &str = "typing";

/// The data of a `typing` event.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct TypingEvent {
    task_id: TaskId,
    sender_id: SenderId,
    sender_role: SenderRole,
    timestamp: Time,
}

impl App {
    async fn say(
        &self,
        caller: Caller,
        id: TaskId,
        ticket: &Ticket,
        message: &Message,
    ) -> Result<Response, Problem> {
        let document = text(message)?;
        self.once(ticket, |_| async {
            let mut held = self.visible(caller, id, Openness::Parties).await?;
            let (sender, role) = sender(caller, &held);
            let sent = Sent { message: digest(&document), by: caller.user, sender, role };
            let now = self.now().max(held.instance.since);
            held.note(kind::MESSAGE, now, text(&sent)?, Some(document.clone()));
            let shown = held.fresh().last().and_then(|entry| MessageView::of(id, entry));
            let message = shown.ok_or_else(|| Problem::new(Code::Defect))?;
            let mut commit = Commit::default();
            held.write(&mut commit)?;
            Attempt::new(commit, StatusCode::CREATED, &MessageAnswer { success: True, message })
        })
        .await
    }

    async fn messages(
        &self,
        caller: Caller,
        id: TaskId,
        filter: &MessageFilter,
    ) -> Result<MessagePage, Problem> {
        let held = self.visible(caller, id, Openness::Parties).await?;
        // The snapshot knows where the last message is, so no page looks for one that is not there.
        let last = held.places.get(kind::MESSAGE).and_then(|it| it.last()).copied().unwrap_or(0);
        let mut at = filter.cursor.map_or(0, Cursor::number);
        let mut messages = Vec::new();
        'page: for _ in 0..CHUNKS {
            if at >= last {
                break;
            }
            for entry in self.store().entries(id.0, at, CHUNK).await? {
                at = entry.number;
                if *entry.kind == *kind::MESSAGE {
                    let shown = MessageView::of(id, &entry);
                    messages.push(shown.ok_or_else(|| Problem::new(Code::Defect))?);
                }
                if messages.len() == filter.limit.number() || at >= last {
                    break 'page;
                }
            }
        }
        let next_cursor = (at < last).then(|| Cursor::after_number(at));
        Ok(MessagePage { success: True, messages, next_cursor })
    }
}

/// Who a caller is shown as to those who read a task's messages.
fn sender(caller: Caller, held: &Held<Marketplace>) -> (PartyId, SenderRole) {
    let agent = held.instance.stage.agent();
    match agent.filter(|agent| [agent.owner, agent.id].contains(&caller.user)) {
        Some(agent) => (agent.id, SenderRole::Agent),
        None if caller.user == held.instance.terms.buyer => (caller.user, SenderRole::Buyer),
        None => (caller.user, SenderRole::Admin),
    }
}

impl SenderRole {
    const fn id(self, sender: PartyId) -> SenderId {
        match self {
            Self::Agent => SenderId::Agent(AgentId(sender)),
            Self::Buyer | Self::Admin => SenderId::User(UserId(sender)),
        }
    }
}

impl MessageView {
    /// The message that an entry of the task is; `None` if it is none.
    #[must_use]
    pub fn of(task: TaskId, entry: &Entry) -> Option<Self> {
        let sent: Sent = serde_json::from_str(&entry.body).ok()?;
        let message: Message = serde_json::from_str(entry.document.as_deref()?).ok()?;
        Some(Self {
            id: MessageId { task, number: entry.number },
            task_id: task,
            sender_id: sent.role.id(sent.sender),
            sender_role: sent.role,
            content: message.content,
            attachment_url: message.attachments.first().cloned(),
            attachments: message.attachments,
            created_at: Time(entry.at),
        })
    }
}
