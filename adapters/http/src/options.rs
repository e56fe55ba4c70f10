//! What may be done now, and what happens if nobody does anything.

use earnest::ledger::{Account, Postings};
use earnest::machine::{Choice, Terms as _};
use earnest::{Instance, Record};
use earnest_service::Status as _;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::auth::Caller;
use crate::lifecycle::{Named, Openness, Spoken as _, Surfaced};
use crate::problem::Problem;
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
    /// Of what, such as `USDC`.
    pub currency: String,
}

impl App {
    /// What the caller may do with an instance now, and what happens if nobody does anything.
    ///
    /// # Errors
    ///
    /// See [`App::visible`].
    pub(crate) async fn options<I: Named>(
        &self,
        caller: Caller,
        id: I,
    ) -> Result<OptionsAnswer, Problem> {
        let held = self.visible(caller, id, Openness::Parties).await?;
        let instance = &held.instance;
        let stranger = instance.roles(caller.user).is_none();
        let by = if stranger { caller.arbiter() } else { caller.party() };
        let choices = instance.options(by, self.now());
        let taken = choices.filter(|choice| I::Of::takes(instance, by, choice.command));
        let options = taken.map(|choice| OptionView::of(instance, &choice));
        let if_silent = instance.if_silent().map(|record| SilenceView::of(instance, &record));
        Ok(OptionsAnswer {
            success: True,
            options: options.collect(),
            if_silent: if_silent.collect(),
        })
    }
}

impl OptionView {
    fn of<M: Surfaced>(instance: &Instance<M>, choice: &Choice) -> Self {
        Self {
            action: M::action(choice.command),
            rule: choice.rule,
            closes_at: choice.closes.map(Time),
            moves: moves(instance, &choice.moves),
        }
    }
}

impl SilenceView {
    fn of<M: Surfaced>(instance: &Instance<M>, record: &Record<M>) -> Self {
        Self {
            rule: record.rule,
            at: Time(record.at),
            status: record.to.status(),
            moves: moves(instance, &record.postings),
        }
    }
}

fn moves<M: Surfaced>(instance: &Instance<M>, postings: &Postings) -> Vec<MoveView> {
    let word = |account| match account {
        Account::Escrow(_) => "ESCROW",
        Account::Fees => "FEES",
        Account::World => "WORLD",
        Account::Wallet(party) => M::wallet(instance, party),
    };
    let shown = postings.iter().map(|posting| MoveView {
        from: word(posting.from),
        to: word(posting.to),
        amount: M::money(&instance.terms, posting.amount),
        currency: instance.terms.asset().code().to_owned(),
    });
    shown.collect()
}
