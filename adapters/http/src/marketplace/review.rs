//! What a buyer says to a delivery.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use earnest::marketplace::{Approve, Marketplace, Rating, Revise, Stage};
use earnest_service::store::{Commit, Tally};
use earnest_service::{Held, SharedText, digest, kind, names};

use super::brief::{Review, Verdict};
use super::tasks::TaskAnswer;
use crate::act::{Attempt, Ticket, text};
use crate::app::{App, Shared};
use crate::auth::Caller;
use crate::body::Hashed;
use crate::ids::TaskId;
use crate::lifecycle::Surfaced as _;
use crate::path::Path;
use crate::problem::{Code, CommandProblems, FieldError, Problem, codes};

/// Approve a delivery and release the money, or ask for changes.
///
/// `approve` also withdraws an open dispute. After completion it gives the rating that is
/// missing, once.
#[utoipa::path(post, path = "/api/v1/tasks/{taskId}/review", tag = "tasks", request_body = Review,
    params(("taskId" = TaskId, Path)), responses((status = 200, body = TaskAnswer), CommandProblems))]
pub async fn review(
    State(app): Shared,
    caller: Caller,
    Path(id): Path<TaskId>,
    ticket: Ticket,
    body: Hashed<Review>,
) -> Result<Response, Problem> {
    let (ticket, review) = (ticket.of(caller, &body.bytes), body.value);
    let document = text(&review)?;
    let stars = review.rating.and_then(|it| u8::try_from(it.number()).ok()).and_then(Rating::new);
    if review.action == Verdict::RequestRevision {
        if stars.is_some() {
            let why = "is only for `approve`";
            return Err(FieldError::new("rating", codes::NOT_ALLOWED_HERE, why).into());
        }
        let command = Revise { request: Some(digest(&document)) };
        return app.act(id, &ticket, caller.party(), command.into(), Some(document)).await;
    }
    let command = Approve { rating: stars, review: Some(digest(&document)) };
    app.once(&ticket, |_| async {
        let held = app.stored(id, caller.party()).await?;
        let late = matches!(held.instance.stage, Stage::Completed(_)) && stars.is_some();
        if late && held.instance.terms.buyer == caller.user {
            return app.rate(held, stars, document.clone()).await;
        }
        let (by, document) = (caller.party(), Some(document.clone()));
        let (held, commit) = app.order_on(held, &ticket, by, command, document).await?;
        Attempt::new(commit, StatusCode::OK, &Marketplace::answer(&app, &held).await?)
    })
    .await
}

impl App {
    /// A rating after the end: it changes nothing in the contract, and is given once.
    async fn rate(
        &self,
        mut held: Held<Marketplace>,
        stars: Option<Rating>,
        document: SharedText,
    ) -> Result<Attempt, Problem> {
        let task = self.task_view(&held).await?;
        if task.rating.is_some() {
            return Err(Problem::new(Code::AlreadyRated).current_status(task.status));
        }
        let now = self.now().max(held.instance.since);
        let body = format!(r#"{{"rating":"{}"}}"#, digest(&document));
        held.note(kind::RATING, now, body.into(), Some(document));
        let mut commit = Commit::default();
        held.write(&mut commit)?;
        if let (Some(agent), Some(stars)) = (held.instance.stage.agent(), stars) {
            let changes = [1, stars.value().into()];
            commit.tallies.extend(
                names::rated(agent.id).into_iter().zip(changes).map(|(name, change)| Tally {
                    name,
                    change,
                    at_most: None,
                }),
            );
        }
        Attempt::new(commit, StatusCode::OK, &Marketplace::answer(self, &held).await?)
    }
}
