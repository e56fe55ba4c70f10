//! What a buyer says of finished work.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use earnest::authority::Role;
use earnest::credits::{Credits, Refund, Refusal, Stage, Thumb, Vote};
use earnest::machine::Reason as _;
use earnest_service::store::{Commit, Tally};
use earnest_service::{Held, SharedText, Status as _, digest, kind, names};
use serde::Serialize;
use utoipa::ToSchema;

use super::brief::{GiveFeedback, Thumbs};
use crate::act::{Attempt, Ticket, text};
use crate::app::{App, Shared};
use crate::auth::Caller;
use crate::body::Hashed;
use crate::ids::CreditTaskId;
use crate::path::Path;
use crate::problem::{CommandProblems, Problem};
use crate::wire::True;

/// What came of a vote.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeedbackAnswer {
    /// Always true.
    pub success: True,
    /// Whether it gave the charge back.
    pub refunded: bool,
}

/// Say whether finished work was good. A down vote before the refund window closes gives all of the
/// charge back; later votes are recorded. Up may become down, nothing else.
#[utoipa::path(post, path = "/api/v1/tasks/{taskId}/feedback", tag = "credits",
    request_body = GiveFeedback, params(("taskId" = CreditTaskId, Path)),
    responses((status = 200, body = FeedbackAnswer), CommandProblems))]
pub async fn give(
    State(app): Shared,
    caller: Caller,
    Path(id): Path<CreditTaskId>,
    ticket: Ticket,
    body: Hashed<GiveFeedback>,
) -> Result<Response, Problem> {
    let ticket = ticket.of(caller, &body.bytes);
    let document = text(&body.value)?;
    let thumb = match body.value.feedback {
        Thumbs::Up => Thumb::Up,
        Thumbs::Down => Thumb::Down,
    };
    app.once(&ticket, |_| async {
        let by = caller.party();
        let held = app.as_party(caller, id, Role::Buyer).await?;
        if matches!(held.instance.stage, Stage::Closed(_)) {
            return app.note_vote(held, body.value.feedback, document.clone()).await;
        }
        let (held, commit) = app.order_on(held, &ticket, by, Vote { thumb }, None).await?;
        let refunded = matches!(&held.instance.stage,
            Stage::Refunded(stage) if stage.cause == Refund::Voted);
        Attempt::new(commit, StatusCode::OK, &FeedbackAnswer { success: True, refunded })
    })
    .await
}

impl App {
    /// A vote after the end: it changes nothing in the contract, and up may still become down.
    async fn note_vote(
        &self,
        mut held: Held<Credits>,
        thumbs: Thumbs,
        document: SharedText,
    ) -> Result<Attempt, Problem> {
        let before = self.credit_task(&held).await?.feedback;
        let mut commit = Commit::default();
        match (before, thumbs) {
            (Some(before), now) if before == now => {}
            (Some(Thumbs::Down), _) => {
                let refused = Refusal::VoteStands;
                let problem = Problem::guarded(refused.code(), refused.to_string());
                return Err(problem.current_status(held.instance.stage.status()));
            }
            (before, now) => {
                let at = self.now().max(held.instance.since);
                let body = format!(r#"{{"vote":"{}"}}"#, digest(&document));
                held.note(kind::RATING, at, body.into(), Some(document));
                held.write(&mut commit)?;
                let agent = held.instance.stage.agent().map(|agent| agent.id);
                let changes = [before.map(|it| (it, -1)), Some((now, 1))];
                commit.tallies.extend(agent.into_iter().flat_map(|agent| {
                    let counted = changes.into_iter().flatten();
                    counted.map(move |(thumbs, change)| Tally {
                        name: names::votes(agent, thumbs == Thumbs::Up),
                        change,
                        at_most: None,
                    })
                }));
            }
        }
        Attempt::new(commit, StatusCode::OK, &FeedbackAnswer { success: True, refunded: false })
    }
}
