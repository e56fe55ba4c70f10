//! What the core, the service and the store refuse, as problems.

use earnest::authority::Actor;
use earnest::machine::{Error as CoreError, Reason, Refused};
use earnest::time::Timestamp;
use earnest::{Instance, Machine};
use earnest_service::store::NotCommitted;
use earnest_service::{Error, Hosted, Status, Undecided};

use crate::problem::{Code, Problem};

/// A command that was not carried out. Strangers get what a missing id gets.
pub(crate) fn refused<M: Hosted>(error: Error<M>, by: Actor, now: Timestamp) -> Problem
where
    M::Stage: Status,
{
    if error.is_hidden() {
        return Problem::not_found();
    }
    match error {
        Error::Missing => Problem::not_found(),
        Error::Store(error) => not_committed(error),
        Error::Core { error, instance } => core(error, &instance, by, now),
    }
}

/// The same for a command that is decided outside of [`earnest_service::Service::decide`].
pub(crate) fn undecided<M: Hosted>(
    error: Undecided<M>,
    instance: &Instance<M>,
    by: Actor,
    now: Timestamp,
) -> Problem
where
    M::Stage: Status,
{
    match error {
        Undecided::Failed(failure) => failure.into(),
        Undecided::Core(CoreError::Refused(Refused::NotAParty)) => Problem::not_found(),
        Undecided::Core(error) => core(error, instance, by, now),
    }
}

fn core<M: Hosted>(
    error: CoreError<M>,
    instance: &Instance<M>,
    by: Actor,
    now: Timestamp,
) -> Problem
where
    M::Stage: Status,
{
    let refused = match error {
        CoreError::Refused(refused) => refused,
        CoreError::Defect(defect) => {
            tracing::error!(id = %instance.id, %defect, "a defect in the lifecycle");
            return Problem::new(Code::Defect);
        }
    };
    let problem = match &refused {
        Refused::Guard(reason) => Problem::guarded(reason.code(), reason.to_string()),
        kernel => match Code::named(kernel.code()) {
            Some(code) => Problem::new(code).detail(kernel.to_string()),
            None => Problem::new(Code::Defect),
        },
    };
    problem.current_status(instance.stage.status()).allowed(allowed(instance, by, now))
}

/// What the caller may do instead, by the names that `options` uses.
pub(crate) fn allowed<M: Machine>(
    instance: &Instance<M>,
    by: Actor,
    now: Timestamp,
) -> impl Iterator<Item = &'static str> {
    instance.options(by, now).map(|choice| action(choice.command))
}

/// How a command is called on the wire.
#[must_use]
pub(crate) fn action(command: &'static str) -> &'static str {
    match command {
        "Hire" => "accept_proposal",
        "Cancel" => "cancel",
        "Progress" => "progress",
        "Deliver" => "deliver",
        "Fail" => "fail",
        "Approve" => "approve",
        "Revise" => "request_revision",
        "Dispute" => "dispute",
        "Redeliver" => "redeliver",
        "Reject" => "reject",
        "Submit" => "evidence",
        "Seal" => "statement",
        "Concede" => "concede",
        "Rule" => "resolve",
        "Accept" => "accept",
        "Decline" => "decline",
        "Withdraw" => "withdraw",
        other => other,
    }
}

/// A commit that was not kept.
pub(crate) fn not_committed(error: NotCommitted) -> Problem {
    match error {
        NotCommitted::Insufficient { asset, balance, .. } => {
            let available = u128::try_from(balance).unwrap_or(0);
            let available = earnest::money::Amount::new(available).unwrap_or_default();
            let (shown, code) = (asset.show(available), asset.code());
            Problem::new(Code::InsufficientFunds)
                .detail(format!("the wallet holds {shown} {code}, which is too little"))
        }
        NotCommitted::Failed(failure) => failure.into(),
        // The service decides again after these; one that is still here lost too many races.
        NotCommitted::Raced(_)
        | NotCommitted::Conflict { .. }
        | NotCommitted::Answered
        | NotCommitted::Full(_) => Problem::new(Code::Busy).retry_after(1),
    }
}
