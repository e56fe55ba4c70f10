//! What the core, the service and the store refuse, as problems.

use earnest::Instance;
use earnest::authority::Actor;
use earnest::machine::{Error as CoreError, Reason, Refused};
use earnest::time::Timestamp;
use earnest_service::store::NotCommitted;
use earnest_service::{Error, Status as _, Undecided};

use crate::lifecycle::Spoken;
use crate::problem::{Code, Problem};

/// A command that was not carried out. Strangers get what a missing id gets.
pub(crate) fn refused<M: Spoken>(error: Error<M>, by: Actor, now: Timestamp) -> Problem {
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
pub(crate) fn undecided<M: Spoken>(
    error: Undecided<M>,
    instance: &Instance<M>,
    by: Actor,
    now: Timestamp,
) -> Problem {
    match error {
        Undecided::Failed(failure) => failure.into(),
        Undecided::Core(CoreError::Refused(Refused::NotAParty)) => Problem::not_found(),
        Undecided::Core(error) => core(error, instance, by, now),
    }
}

/// A state that refuses says which it is and what may be done instead (HTTP-03).
fn core<M: Spoken>(
    error: CoreError<M>,
    instance: &Instance<M>,
    by: Actor,
    now: Timestamp,
) -> Problem {
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
pub(crate) fn allowed<M: Spoken>(
    instance: &Instance<M>,
    by: Actor,
    now: Timestamp,
) -> impl Iterator<Item = &'static str> {
    let choices = instance.options(by, now);
    let taken = choices.filter(move |choice| M::takes(instance, by, choice.command));
    taken.map(|choice| M::action(choice.command))
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
