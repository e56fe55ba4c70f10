//! What may be done now, and what happens if nobody does anything.

use axum::extract::State;
use earnest::Instance;
use earnest::ledger::{Account, Postings};
use earnest::machine::{Choice, Record, Stage as _};
use earnest::marketplace::Marketplace;
use earnest_service::task_status;
use serde::Serialize;
use utoipa::ToSchema;

use super::brief::Currency;
use super::tasks::Openness;
use crate::app::Shared;
use crate::auth::Caller;
use crate::body::Json;
use crate::house::ASSET;
use crate::ids::TaskId;
use crate::path::Path;
use crate::problem::{Problem, QueryProblems};
use crate::refusal::action;
use crate::wire::{Money, Time, True};

/// What the caller may do with a task, and what silence does.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OptionsAnswer {
    /// Always true.
    pub success: True,
    /// What the caller may do now. An order that is not listed is refused.
    pub options: Vec<OptionView>,
    /// What happens if nobody does anything, in order, to the end.
    pub if_silent: Vec<SilenceView>,
}

/// Something that the caller may do.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OptionView {
    /// What it is called, as in `allowed` of a refusal.
    #[schema(value_type = String)]
    pub action: &'static str,
    /// The specification's name for it, such as `MKT-40`.
    #[schema(value_type = String)]
    pub rule: &'static str,
    /// Until when it may be done.
    pub closes_at: Option<Time>,
    /// What it would move. Where the amounts are the caller's to say (a ruling), one example.
    pub moves: Vec<MoveView>,
}

/// A deadline that will have come if nobody does anything.
#[derive(Debug, Serialize, ToSchema)]
pub struct SilenceView {
    /// The specification's name for it.
    #[schema(value_type = String)]
    pub rule: &'static str,
    /// When.
    pub at: Time,
    /// The task's status then.
    #[schema(value_type = String)]
    pub status: &'static str,
    /// What it moves.
    pub moves: Vec<MoveView>,
}

/// A movement of money.
#[derive(Debug, Serialize, ToSchema)]
pub struct MoveView {
    /// `ESCROW`, `BUYER`, `AGENT` (its owner) or `FEES`.
    #[schema(value_type = String)]
    pub from: &'static str,
    /// The same words.
    #[schema(value_type = String)]
    pub to: &'static str,
    /// How much.
    pub amount: Money,
    /// Of what.
    pub currency: Currency,
}

/// What the caller may do with a task now, and what happens if nobody does anything.
#[utoipa::path(get, path = "/api/v1/tasks/{taskId}/options", tag = "tasks",
    params(("taskId" = TaskId, Path)),
    responses((status = 200, body = OptionsAnswer), QueryProblems))]
pub async fn options(
    State(app): Shared,
    caller: Caller,
    Path(id): Path<TaskId>,
) -> Result<Json<OptionsAnswer>, Problem> {
    let held = app.visible(caller, id, Openness::Parties).await?;
    let instance = &held.instance;
    let stranger = instance.roles(caller.user).is_none();
    let by = if stranger { caller.arbiter() } else { caller.party() };
    let options = instance.options(by, app.now()).map(|it| OptionView::of(instance, &it));
    Ok(Json(OptionsAnswer {
        success: True,
        options: options.collect(),
        if_silent: instance.if_silent().map(|record| SilenceView::of(instance, &record)).collect(),
    }))
}

impl OptionView {
    fn of(instance: &Instance<Marketplace>, choice: &Choice) -> Self {
        Self {
            action: action(choice.command),
            rule: choice.rule,
            closes_at: choice.closes.map(Time),
            moves: moves(instance, &choice.moves),
        }
    }
}

impl SilenceView {
    fn of(instance: &Instance<Marketplace>, record: &Record<Marketplace>) -> Self {
        Self {
            rule: record.rule,
            at: Time(record.at),
            status: task_status(record.to.name()),
            moves: moves(instance, &record.postings),
        }
    }
}

fn moves(instance: &Instance<Marketplace>, postings: &Postings) -> Vec<MoveView> {
    let word = |account| match account {
        Account::Escrow(_) => "ESCROW",
        Account::Fees => "FEES",
        Account::World => "WORLD",
        Account::Wallet(party) if party == instance.terms.buyer => "BUYER",
        // A task pays nobody but its buyer, its agent's owner and the fees.
        Account::Wallet(_) => "AGENT",
    };
    let shown = postings.iter().map(|posting| MoveView {
        from: word(posting.from),
        to: word(posting.to),
        amount: Money::show(ASSET, posting.amount),
        currency: Currency::Usdc,
    });
    shown.collect()
}
