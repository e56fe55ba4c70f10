//! What a user does with runs: start them, look at them, call them off.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use earnest::authority::Role;
use earnest::ids::{Digest, InstanceId};
use earnest::machine::{Stage as _, Terms as _};
use earnest::runs::{Cancel, Runs, Selection, Stage, Status, Terms, Unselectable};
use earnest::time::Window;
use earnest_service::store::{Commit, Sort};
use earnest_service::{Held, digest, names};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use super::brief::{AgentLabel, Brief, ChangeRun, CreateRun, RunAction};
use super::view::{GroupView, RunState, RunView};
use crate::act::{Attempt, Ticket, text};
use crate::app::{App, Shared};
use crate::auth::Caller;
use crate::body::{Hashed, Json};
use crate::decode::refuse;
use crate::ids::{GroupId, NotAnId, RunId};
use crate::journal::{JournalFilter, JournalPage};
use crate::lifecycle::{Openness, Surfaced as _};
use crate::options::OptionsAnswer;
use crate::path::Path;
use crate::problem::{Code, CommandProblems, FieldError, Problem, QueryProblems, codes};
use crate::query::Query;
use crate::wire::True;

/// The runs of a group: as many as there can be.
const MOST: u32 = 5;

/// What an address names: one run, or the runs of a group.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Subject {
    /// `run_…`
    Run(RunId),
    /// `grp_…`
    Group(GroupId),
}

/// A new run.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewRun {
    /// Always true.
    pub success: True,
    /// Its identity, for every further request.
    pub run_id: RunId,
    /// `queued`.
    #[schema(value_type = String)]
    pub status: &'static str,
}

/// A run of a new group.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewMember {
    /// Its identity, for every further request.
    pub run_id: RunId,
    /// The label of its agent.
    pub agent: AgentLabel,
}

/// A new group.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewGroup {
    /// Always true.
    pub success: True,
    /// Its identity.
    pub group_id: GroupId,
    /// A run for each agent, in the order of the selection.
    pub runs: Vec<NewMember>,
}

/// Where a run is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RunStatus {
    /// Whether what was asked was done.
    pub success: bool,
    /// Its identity.
    pub run_id: RunId,
    /// `queued`, `running`, `completed`, `failed`, `cancelled` or `interrupted`.
    #[schema(value_type = String)]
    pub status: &'static str,
    /// How much is done, 0 to 100: an estimate from the time it has taken.
    pub progress: u8,
}

/// What came of a request to start runs.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Started {
    /// No agent was selected, or one.
    Run(NewRun),
    /// Several were.
    Group(NewGroup),
}

/// A run or a group, whole.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Shown {
    /// One run.
    Run(Box<RunView>),
    /// The runs of a group.
    Group(GroupView),
}

/// Where a run or a group is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Stand {
    /// One run.
    Run(RunStatus),
    /// The runs of a group.
    Group(GroupView),
}

/// Start a run, or one for each of several agents.
///
/// The runs of a group are queued together or not at all.
#[utoipa::path(post, path = "/api/v1/tasks", tag = "runs", request_body = CreateRun,
    responses((status = 201, body = Started), CommandProblems))]
pub async fn create(
    State(app): Shared,
    caller: Caller,
    ticket: Ticket,
    body: Hashed<CreateRun>,
) -> Result<Response, Problem> {
    let (ticket, wish) = (ticket.of(caller, &body.bytes), body.value);
    let agents = wish.selected_agents.into_vec();
    let selection = Selection::of(&agents).map_err(|why| {
        let code = match why {
            Unselectable::TooMany => codes::TOO_MANY,
            Unselectable::Repeated => codes::REPEATED_AGENT,
        };
        FieldError::new("selectedAgents", code, why.to_string())
    })?;
    let group = (selection == Selection::Group).then(GroupId::mint);
    let minutes = wish.estimated_minutes.and_then(|it| u32::try_from(it.number()).ok());
    let estimate = minutes.and_then(Window::from_minutes);
    let brief = Brief {
        prompt: wish.prompt,
        agent: None,
        repository: wish.repository,
        branch: wish.branch,
        conversation: Vec::new(),
        omitted: 0,
    };
    let labels: Vec<_> = match agents.is_empty() {
        true => vec![None],
        false => agents.into_iter().map(Some).collect(),
    };
    let runs: Vec<(RunId, Brief)> =
        labels.into_iter().map(|agent| (RunId::mint(), Brief { agent, ..brief.clone() })).collect();
    app.once(&ticket, |_| async {
        let mut commit = Commit::default();
        for (id, brief) in &runs {
            let terms = app.house.runs.terms(caller.user, label(brief), estimate);
            let terms = Terms { group: group.map(InstanceId::from), ..terms };
            app.queue(*id, terms, brief, &mut commit)?;
        }
        let answer = match (group, runs.first()) {
            (None, Some((id, _))) => Started::Run(NewRun::queued(*id)),
            (None, None) => return Err(Problem::new(Code::Defect)),
            (Some(group_id), _) => Started::Group(NewGroup {
                success: True,
                group_id,
                runs: runs
                    .iter()
                    .filter_map(|(run_id, brief)| {
                        Some(NewMember { run_id: *run_id, agent: brief.agent.clone()? })
                    })
                    .collect(),
            }),
        };
        Attempt::new(commit, StatusCode::CREATED, &answer)
    })
    .await
}

/// One run with its conversation and its branch, or the runs of a group.
#[utoipa::path(get, path = "/api/v1/tasks/{id}", tag = "runs",
    params(("id" = String, Path, description = "A run's id or a group's")),
    responses((status = 200, body = Shown), QueryProblems))]
pub async fn get(
    State(app): Shared,
    caller: Caller,
    Path(subject): Path<Subject>,
) -> Result<Json<Shown>, Problem> {
    Ok(Json(match subject {
        Subject::Run(id) => {
            let held = app.visible(caller, id, Openness::Parties).await?;
            Shown::Run(Box::new(Runs::answer(&app, &held).await?))
        }
        Subject::Group(id) => Shown::Group(app.group(caller, id).await?.1),
    }))
}

/// Where a run or a group is: what to ask every few seconds.
#[utoipa::path(get, path = "/api/v1/tasks/{id}/status", tag = "runs",
    params(("id" = String, Path, description = "A run's id or a group's")),
    responses((status = 200, body = Stand), QueryProblems))]
pub async fn status(
    State(app): Shared,
    caller: Caller,
    Path(subject): Path<Subject>,
) -> Result<Json<Stand>, Problem> {
    Ok(Json(match subject {
        Subject::Run(id) => {
            let held = app.visible(caller, id, Openness::Parties).await?;
            Stand::Run(app.run_status(&held, true))
        }
        Subject::Group(id) => Stand::Group(app.group(caller, id).await?.1),
    }))
}

/// Cancel a run, or all runs of a group that have not ended.
///
/// For what has ended otherwise the answer is `"success": false` with the status it has.
#[utoipa::path(patch, path = "/api/v1/tasks/{id}", tag = "runs", request_body = ChangeRun,
    params(("id" = String, Path, description = "A run's id or a group's")),
    responses((status = 200, body = Stand), CommandProblems))]
pub async fn change(
    State(app): Shared,
    caller: Caller,
    Path(subject): Path<Subject>,
    ticket: Ticket,
    body: Hashed<ChangeRun>,
) -> Result<Response, Problem> {
    let RunAction::Cancel = body.value.action;
    let ticket = ticket.of(caller, &body.bytes);
    app.once(&ticket, |_| async {
        let mut commit = Commit::default();
        let answer = match subject {
            Subject::Run(id) => {
                let held = app.visible(caller, id, Openness::Parties).await?;
                let (held, done) = app.call_off(held, caller, &ticket, &mut commit).await?;
                Stand::Run(app.run_status(&held, done))
            }
            Subject::Group(id) => {
                let (mut success, mut left) = (false, Vec::new());
                for held in app.group(caller, id).await?.0 {
                    let (held, done) = app.call_off(held, caller, &ticket, &mut commit).await?;
                    success |= done;
                    left.push(held);
                }
                let view = app.group_view(id, &left).await?.ok_or_else(Problem::not_found)?;
                Stand::Group(GroupView { success, ..view })
            }
        };
        Attempt::new(commit, StatusCode::OK, &answer)
    })
    .await
}

/// What the caller may do with a run now, and what happens if nobody does anything.
#[utoipa::path(get, path = "/api/v1/tasks/{runId}/options", tag = "runs",
    params(("runId" = RunId, Path)),
    responses((status = 200, body = OptionsAnswer), QueryProblems))]
pub async fn options(
    State(app): Shared,
    caller: Caller,
    Path(id): Path<RunId>,
) -> Result<Json<OptionsAnswer>, Problem> {
    app.options(caller, id).await.map(Json)
}

/// Everything that happened to a run, oldest first, as it is kept.
#[utoipa::path(get, path = "/api/v1/tasks/{runId}/journal", tag = "runs",
    params(("runId" = RunId, Path), JournalFilter),
    responses((status = 200, body = JournalPage), QueryProblems))]
pub async fn journal(
    State(app): Shared,
    caller: Caller,
    Path(id): Path<RunId>,
    Query(filter): Query<JournalFilter>,
) -> Result<Json<JournalPage>, Problem> {
    app.journal(caller, id, &filter).await.map(Json)
}

impl App {
    /// Opens a run, as part of a commit.
    ///
    /// # Errors
    ///
    /// 422 `unsound_terms`; the store's.
    pub(super) fn queue(
        &self,
        id: RunId,
        terms: Terms,
        brief: &Brief,
        commit: &mut Commit,
    ) -> Result<(), Problem> {
        if let Some(finding) = terms.unsound().next() {
            return Err(Problem::new(Code::UnsoundTerms).detail(finding.to_string()));
        }
        let held = Held::<Runs>::open(id.0, terms, self.now(), Some(text(brief)?))?;
        Ok(held.write(commit)?)
    }

    /// The runs of a group that the caller may see, in the order of the selection.
    ///
    /// # Errors
    ///
    /// 404 `not_found` for strangers as for missing groups; the store's.
    async fn group(
        &self,
        caller: Caller,
        id: GroupId,
    ) -> Result<(Vec<Held<Runs>>, GroupView), Problem> {
        let list = names::group(id.0).to_string();
        let mut runs = Vec::new();
        for stream in self.store().list(&list, None, None, Sort::Oldest, MOST).await? {
            // All its runs have one user; a worker sees the group only if it has them all.
            runs.push(self.visible(caller, RunId(stream.id), Openness::Parties).await?);
        }
        let view = self.group_view(id, &runs).await?;
        view.map(|view| (runs, view)).ok_or_else(Problem::not_found)
    }

    /// Cancels a run if it has not ended, and says whether it is cancelled then.
    async fn call_off(
        &self,
        held: Held<Runs>,
        caller: Caller,
        ticket: &Ticket,
        commit: &mut Commit,
    ) -> Result<(Held<Runs>, bool), Problem> {
        let ended = held.instance.stage.is_terminal();
        if ended && held.instance.roles(caller.user).has(Role::Buyer) {
            let cancelled = matches!(held.instance.stage, Stage::Cancelled(_));
            return Ok((held, cancelled));
        }
        let (held, decided) = self.order_on(held, ticket, caller.party(), Cancel {}, None).await?;
        commit.appends.extend(decided.appends);
        Ok((held, true))
    }

    fn run_status(&self, held: &Held<Runs>, success: bool) -> RunStatus {
        let RunState { run_id, status, progress, .. } = RunState::of(held, None, self.now());
        RunStatus { success, run_id, status, progress }
    }
}

impl NewRun {
    pub(super) const fn queued(run_id: RunId) -> Self {
        Self { success: True, run_id, status: Status::Queued.word() }
    }
}

/// What stands for an agent's label in the terms; a run without one has that of no text.
fn label(brief: &Brief) -> Digest {
    digest(brief.agent.as_ref().map_or("", AgentLabel::as_str))
}

impl<'de> Deserialize<'de> for Subject {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let run = || text.parse().map(Self::Run);
        let id = run().or_else(|NotAnId| text.parse().map(Self::Group));
        id.map_err(|error| refuse(codes::MALFORMED, error.to_string()))
    }
}
