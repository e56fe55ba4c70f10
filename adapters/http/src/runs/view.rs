//! Runs and groups as clients see them.

use earnest::Instance;
use earnest::machine::Stage as _;
use earnest::runs::{Runs, Stage, Status};
use earnest::time::Timestamp;
use earnest_service::Held;
use earnest_service::store::Failure;
use serde::Serialize;
use utoipa::ToSchema;

use super::brief::{AgentLabel, Branch, Brief, CompleteRun, FailRun, RunMessage, Speaker, Words};
use crate::app::App;
use crate::documents::Documents;
use crate::ids::{GroupId, RunId, UserId};
use crate::wire::{Text, Time, True, WebUrl};

/// The commands that left something that is shown.
const SHOWN: [&str; 2] = ["Complete", "Fail"];

/// A run, whole.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RunView {
    /// Always true.
    pub success: True,
    /// Its identity.
    pub run_id: RunId,
    /// The group that it belongs to, if several agents were asked.
    pub group_id: Option<GroupId>,
    /// The run that it follows.
    pub continues: Option<RunId>,
    /// `queued`, `running`, `completed`, `failed`, `cancelled` or `interrupted`.
    #[schema(value_type = String)]
    pub status: &'static str,
    /// How much is done, 0 to 100: an estimate from the time it has taken.
    pub progress: u8,
    /// The label of what runs the agent, if one was selected.
    pub agent: Option<AgentLabel>,
    /// What was asked.
    pub prompt: Words,
    /// The conversation, oldest first: what was said in the runs before, what was asked, and the
    /// agent's last message.
    pub messages: Vec<RunMessage>,
    /// How many of the oldest messages are left out: a run carries the last 100 on, or as many
    /// of them as have 256 KiB.
    pub omitted_messages: u64,
    /// Where the work is, if it is about a repository or made a branch.
    pub github: Option<GithubView>,
    /// Why it failed or was interrupted: `not_claimed`, `given_up`, `stopped_by_service`,
    /// `lease_lapsed` or `out_of_time`.
    #[schema(value_type = Option<String>)]
    pub reason: Option<&'static str>,
    /// What the worker said when it gave up.
    pub error: Option<Text<1, 5000>>,
    /// Who works on it, or did.
    pub worker_id: Option<UserId>,
    /// How long the worker may say nothing, in milliseconds.
    pub lease_ms: u64,
    /// When the worker's silence interrupts it.
    pub lease_ends_at: Option<Time>,
    /// When it was queued.
    pub created_at: Time,
    /// When a worker took it.
    pub started_at: Option<Time>,
    /// When it ended, however it did.
    pub completed_at: Option<Time>,
}

/// Where the work of a run is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GithubView {
    /// The repository.
    pub repository: Option<WebUrl>,
    /// The branch that it starts from.
    pub branch: Option<Branch>,
    /// The branch that its changes were pushed to.
    pub created_branch: Option<Branch>,
}

/// Where a run is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RunState {
    /// Its identity.
    pub run_id: RunId,
    /// The label of what runs the agent.
    pub agent: Option<AgentLabel>,
    /// Its status.
    #[schema(value_type = String)]
    pub status: &'static str,
    /// How much is done, 0 to 100.
    pub progress: u8,
}

/// Several runs that were started together.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GroupView {
    /// Whether what was asked was done.
    pub success: bool,
    /// Its identity.
    pub group_id: GroupId,
    /// `running` while any of the runs has not ended; then `completed` if any of them is; then
    /// what they all are, or `failed`.
    #[schema(value_type = String)]
    pub status: &'static str,
    /// The mean of its runs', rounded down.
    pub progress: u8,
    /// Its runs, in the order of the selection.
    pub runs: Vec<RunState>,
}

impl App {
    /// A run as clients see it, as it stands after the command under way.
    ///
    /// # Errors
    ///
    /// The store's; [`Failure::Damaged`] if the run has no brief.
    pub(crate) async fn run_view(&self, held: &Held<Runs>) -> Result<RunView, Failure> {
        let documents = Documents::of(self.store(), held, &SHOWN).await?;
        let brief = brief(held)?;
        let instance = &held.instance;
        let Instance { terms, stage, .. } = instance;
        let execution = stage.execution();
        let (said, created_branch) = conversation(held, &documents, &brief);
        let given_up = latest(held, "Fail").and_then(|it| documents.document::<FailRun>(it));
        let somewhere =
            brief.repository.is_some() || brief.branch.is_some() || created_branch.is_some();
        Ok(RunView {
            success: True,
            run_id: RunId(instance.id),
            group_id: terms.group.map(GroupId),
            continues: terms.continues.map(RunId),
            status: stage.status().word(),
            progress: instance.progress(self.now()).value(),
            agent: brief.agent,
            prompt: brief.prompt,
            messages: said,
            omitted_messages: brief.omitted,
            github: somewhere.then_some(GithubView {
                repository: brief.repository,
                branch: brief.branch,
                created_branch,
            }),
            reason: reason(stage),
            error: given_up.map(|it| it.reason),
            worker_id: execution.map(|it| UserId(it.worker)),
            lease_ms: terms.lease.as_millis(),
            lease_ends_at: lease_end(stage),
            created_at: Time(held.opened),
            started_at: execution.map(|it| Time(it.started)),
            completed_at: stage.is_terminal().then_some(Time(instance.since)),
        })
    }

    /// What the run that follows this one is queued with.
    ///
    /// # Errors
    ///
    /// See [`App::run_view`].
    pub(super) async fn followed(
        &self,
        held: &Held<Runs>,
        prompt: Words,
    ) -> Result<Brief, Failure> {
        let documents = Documents::of(self.store(), held, &SHOWN).await?;
        let brief = brief(held)?;
        let (said, branch) = conversation(held, &documents, &brief);
        Ok(brief.followed(said, branch, prompt))
    }

    /// A group as clients see it; `None` for no runs at all.
    ///
    /// # Errors
    ///
    /// See [`App::run_view`].
    pub(super) async fn group_view(
        &self,
        id: GroupId,
        runs: &[Held<Runs>],
    ) -> Result<Option<GroupView>, Failure> {
        let now = self.now();
        let status = Status::of_group(runs.iter().map(|held| held.instance.stage.status()));
        let Some(status) = status else { return Ok(None) };
        let mut shown = Vec::with_capacity(runs.len());
        for held in runs {
            shown.push(RunState::of(held, brief(held)?.agent, now));
        }
        let sum: usize = shown.iter().map(|run| usize::from(run.progress)).sum();
        let mean = sum.checked_div(shown.len()).and_then(|mean| u8::try_from(mean).ok());
        Ok(Some(GroupView {
            success: true,
            group_id: id,
            status: status.word(),
            progress: mean.unwrap_or(0),
            runs: shown,
        }))
    }
}

impl RunState {
    pub(super) fn of(held: &Held<Runs>, agent: Option<AgentLabel>, now: Timestamp) -> Self {
        Self {
            run_id: RunId(held.instance.id),
            agent,
            status: held.instance.stage.status().word(),
            progress: held.instance.progress(now).value(),
        }
    }
}

/// Why a run ended without a result, if not by its user.
pub(super) fn reason(stage: &Stage) -> Option<&'static str> {
    match stage {
        Stage::Failed(stage) => Some(stage.why.code()),
        Stage::Interrupted(stage) => Some(stage.by.code()),
        _ => None,
    }
}

/// When the worker's silence interrupts a run.
pub(super) fn lease_end(stage: &Stage) -> Option<Time> {
    match stage {
        Stage::Running(stage) => Some(Time(stage.renew_by)),
        _ => None,
    }
}

fn latest(held: &Held<Runs>, command: &str) -> Option<u64> {
    held.places.get(command)?.last().copied()
}

fn brief(held: &Held<Runs>) -> Result<Brief, Failure> {
    let id = held.instance.id;
    // Not kept as read: a conversation may be long.
    held.read_brief().ok_or_else(|| Failure::Damaged(format!("run `{id}` has no brief")))
}

/// Everything that was said up to now, and the branch that came of it.
fn conversation(
    held: &Held<Runs>,
    documents: &Documents,
    brief: &Brief,
) -> (Vec<RunMessage>, Option<Branch>) {
    let run_id = RunId(held.instance.id);
    let message = |role, content, at| RunMessage { role, content, run_id, created_at: Time(at) };
    let mut said = brief.conversation.clone();
    said.push(message(Speaker::User, brief.prompt.clone(), held.opened));
    let result = latest(held, "Complete").and_then(|it| documents.document::<CompleteRun>(it));
    let Some(CompleteRun { message: last, created_branch }) = result else { return (said, None) };
    said.push(message(Speaker::Assistant, last, held.instance.since));
    (said, created_branch)
}
