//! What may be done now, what happens if nobody does anything, and how it can end.

use earnest::ledger::{Account, Postings};
use earnest::machine::{Choice, Forecast, Payouts, Stage as _, Terms as _};
use earnest::time::Timestamp;
use earnest::work::Settlement;
use earnest::{Instance, Record};
use earnest_service::Status as _;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::auth::Caller;
use crate::lifecycle::{Named, Openness, Spoken as _, Surfaced};
use crate::problem::Problem;
use crate::wire::{Money, Time, True};

/// What the caller may do with a task, what silence does, and how the task can end.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OptionsAnswer {
    /// Always true.
    pub success: True,
    /// What the caller may do now. An order that is not listed is refused.
    pub options: Vec<OptionView>,
    /// What happens if nobody does anything, in order, to the end.
    pub if_silent: Vec<SilenceView>,
    /// How it can end, whatever is done.
    pub forecast: ForecastView,
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

/// How a task can end, told as of now. What is done can only make it narrower.
#[derive(Debug, Serialize, ToSchema)]
pub struct ForecastView {
    /// What each side has and can have; `null` where no money moves.
    pub payouts: Option<PayoutsView>,
    /// It ends no earlier.
    pub earliest: Time,
    /// It ends no later, even if everyone takes all the time there is; `null` if nothing bounds it.
    pub latest: Option<Time>,
}

/// What each side has and can have, of all that is paid in. A refund that comes after a payment is
/// taken off, so that a side may end with less than it has.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PayoutsView {
    /// What each side has now.
    pub so_far: SharesView,
    /// The least that each side can have in the end, each told by itself.
    pub least: SharesView,
    /// The most that each side can have in the end, each told by itself.
    pub most: SharesView,
    /// Of what, such as `USDC`.
    pub currency: String,
}

/// What the sides have.
#[derive(Debug, Serialize, ToSchema)]
pub struct SharesView {
    /// Who pays for the work.
    pub buyer: Money,
    /// Who does it: its owner.
    pub agent: Money,
    /// The operator.
    pub fees: Money,
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
    /// What the caller may do with an instance now, what happens if nobody does anything, and how it
    /// can end.
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
            forecast: ForecastView::of(instance, self.now()),
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

impl ForecastView {
    /// As of `now` (HTTP-16).
    fn of<M: Surfaced>(instance: &Instance<M>, now: Timestamp) -> Self {
        let instance = instance.lapsed(now);
        let Forecast { payouts, earliest, latest } = instance.forecast();
        let over = instance.stage.is_terminal();
        Self {
            payouts: (payouts != Payouts::NOTHING).then(|| payouts_of(&instance, &payouts)),
            earliest: Time(if over { earliest } else { earliest.max(now) }),
            latest: latest.map(Time),
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

fn payouts_of<M: Surfaced>(instance: &Instance<M>, payouts: &Payouts) -> PayoutsView {
    let money = |amount| M::money(&instance.terms, amount);
    let shares = |it: Settlement| SharesView {
        buyer: money(it.buyer),
        agent: money(it.agent),
        fees: money(it.fee),
    };
    PayoutsView {
        so_far: shares(payouts.so_far),
        least: shares(payouts.least),
        most: shares(payouts.most),
        currency: instance.terms.asset().code().to_owned(),
    }
}
