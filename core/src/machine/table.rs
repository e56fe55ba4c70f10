//! A lifecycle's transitions, written once: the table is the dispatch, the authorization, the
//! documentation, the diagram and the test plan.

use super::{Command, Context, Move, Reason, Stage, Terms};
use crate::authority::Roles;

/// One edge of the state graph.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Row {
    /// The stage it leaves.
    pub from: &'static str,
    /// The command that takes it.
    pub on: &'static str,
    /// The roles that may give that command.
    pub by: Roles,
    /// The names of those roles, for people.
    pub who: &'static [&'static str],
    /// The stages it can reach.
    pub to: &'static [&'static str],
    /// The specification's name for it.
    pub rule: &'static str,
}

/// The transitions of a lifecycle. Written with [`table!`](crate::table), never by hand.
pub trait Table: Copy + core::fmt::Debug + Eq + Send + Sync + 'static {
    /// The contract.
    type Terms: Terms;
    /// The stages.
    type Stage: Stage;
    /// The commands.
    type Command: Command;
    /// The reasons of its own for which the lifecycle refuses an order.
    type Refusal: Reason;

    /// Every stage, in reading order.
    const STAGES: &'static [&'static str];
    /// The stages that nothing leaves.
    const ENDS: &'static [&'static str];
    /// Every command, in reading order.
    const COMMANDS: &'static [&'static str];
    /// Every transition, in reading order.
    const ROWS: &'static [Row];

    /// The row for a stage and a command.
    #[must_use]
    fn row(stage: &Self::Stage, command: &Self::Command) -> Option<&'static Row>;

    /// Hands the order to the row's handler; `None` if there is no such row.
    #[must_use]
    fn route(
        stage: &Self::Stage,
        command: &Self::Command,
        context: &Context<'_, Self::Terms>,
    ) -> Option<Result<Move<Self::Stage>, Self::Refusal>>;
}

/// Says that a stage has a row for a command. Two rows for the same pair are two
/// implementations, and do not compile.
#[diagnostic::on_unimplemented(
    message = "stage `{Self}` has no row for `{C}`",
    note = "every stage between the first and the last needs a `Timeout` row: money never waits for ever"
)]
pub trait Leaves<C>: Transient {}

/// Says that a stage is not an end (KERNEL-05, KERNEL-32).
#[diagnostic::on_unimplemented(message = "nothing leaves `{Self}`: it is an end")]
pub trait Transient {}

/// Where a row leads that names two stages.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Either<A, B> {
    /// The first it names.
    First(A),
    /// The second.
    Second(B),
}

/// Declares a lifecycle's stages, commands and transitions.
///
/// ```text
/// table! {
///     Marketplace {
///         start    { Draft }                  // holds nothing, waits for its first order
///         stages   { Pending, Executing }     // each needs `held`, `deadline` and a Timeout row
///         ends     { Completed }              // hold nothing, and nothing leaves them
///         commands { Fund, Deliver, Timeout }
///
///         Draft + Fund by Buyer => Pending, fund, "MKT-10";
///     }
/// }
/// ```
///
/// Each row reads `From + Command by Role | Role => To | To, handler, "RULE";` and routes to
/// `From::handler(&self, &Command, &Context<'_, Terms>) -> Result<Move<To>, Refusal>`, or to a
/// `Move<Either<To, To>>` where it names two stages. `Terms` and `Refusal` are the types of those
/// names in scope; the macro writes the enums `Stage` and `Command`, one struct a variant.
#[macro_export]
macro_rules! table {
    // One target: the handler's return type names it, so going anywhere else does not compile
    // (KERNEL-30).
    (@lead $moved:expr => $to:ident) => {{
        let moved: Result<$crate::machine::Move<$to>, Refusal> = $moved;
        moved.map($crate::machine::Move::widen)
    }};
    // Two targets: the handler picks one of them, and no third.
    (@lead $moved:expr => $first:ident | $second:ident) => {{
        type Target = $crate::machine::Either<$first, $second>;
        let moved: Result<$crate::machine::Move<Target>, Refusal> = $moved;
        moved.map($crate::machine::Move::widen_either)
    }};
    (@row $from:ident $on:ident [$($role:ident)+] [$($to:ident)+] $rule:literal) => {
        $crate::machine::Row {
            from: stringify!($from),
            on: stringify!($on),
            by: $crate::authority::Roles::NONE$(.with($crate::authority::Role::$role))+,
            who: &[$(stringify!($role)),+],
            to: &[$(stringify!($to)),+],
            rule: $rule,
        }
    };
    ($machine:ident {
        start { $($(#[$start_doc:meta])* $start:ident),* $(,)? }
        stages { $($(#[$stage_doc:meta])* $stage:ident),* $(,)? }
        ends { $($(#[$end_doc:meta])* $end:ident),+ $(,)? }
        commands { $($(#[$command_doc:meta])* $command:ident),+ $(,)? }
        $($from:ident + $on:ident by $($role:ident)|+ => $($to:ident)|+, $handler:ident, $rule:literal;)+
    }) => {
        /// Where an instance is: one struct a stage.
        #[derive(Clone, Debug, Eq, Hash, PartialEq, serde::Serialize, serde::Deserialize)]
        pub enum Stage {
            $($(#[$start_doc])* $start($start),)*
            $($(#[$stage_doc])* $stage($stage),)*
            $($(#[$end_doc])* $end($end),)+
        }

        /// What can be asked: one struct a command.
        #[derive(Clone, Debug, Eq, Hash, PartialEq, serde::Serialize, serde::Deserialize)]
        pub enum Command {
            $($(#[$command_doc])* $command($command),)+
        }

        $(impl $crate::machine::Transient for $start {})*
        $(impl $crate::machine::Transient for $stage {})*
        $(impl $crate::machine::Leaves<$on> for $from {})+

        // Every stage that can hold money has a way out that needs nobody (TIME-14, KERNEL-31).
        const _: () = {
            const fn ends_by_itself<S: $crate::machine::Leaves<$crate::machine::Timeout>>() {}
            $(ends_by_itself::<$stage>();)*
        };

        impl $crate::machine::Table for $machine {
            type Terms = Terms;
            type Stage = Stage;
            type Command = Command;
            type Refusal = Refusal;

            const STAGES: &'static [&'static str] = &[
                $(stringify!($start),)* $(stringify!($stage),)* $(stringify!($end),)+
            ];
            const ENDS: &'static [&'static str] = &[$(stringify!($end)),+];
            const COMMANDS: &'static [&'static str] = &[$(stringify!($command)),+];
            const ROWS: &'static [$crate::machine::Row] =
                &[$($crate::table!(@row $from $on [$($role)+] [$($to)+] $rule)),+];

            fn row(stage: &Stage, command: &Command) -> Option<&'static $crate::machine::Row> {
                match (stage, command) {
                    $((Stage::$from(_), Command::$on(_)) => {
                        const ROW: $crate::machine::Row =
                            $crate::table!(@row $from $on [$($role)+] [$($to)+] $rule);
                        Some(&ROW)
                    })+
                    _ => None,
                }
            }

            fn route(
                stage: &Stage,
                command: &Command,
                context: &$crate::machine::Context<'_, Terms>,
            ) -> Option<Result<$crate::machine::Move<Stage>, Refusal>> {
                match (stage, command) {
                    $((Stage::$from(stage), Command::$on(command)) => {
                        Some($crate::table!(@lead stage.$handler(command, context) => $($to)|+))
                    })+
                    _ => None,
                }
            }
        }

        $crate::table!(@into Stage $($start)* $($stage)* $($end)+);
        $crate::table!(@into Command $($command)+);

        impl $crate::machine::Stage for Stage {
            fn name(&self) -> &'static str {
                match self {
                    $(Self::$start(_) => stringify!($start),)*
                    $(Self::$stage(_) => stringify!($stage),)*
                    $(Self::$end(_) => stringify!($end),)+
                }
            }

            fn held(&self) -> $crate::money::Amount {
                match self {
                    $(Self::$stage(stage) => stage.held(),)*
                    $(Self::$start(_) => $crate::money::Amount::ZERO,)*
                    $(Self::$end(_) => $crate::money::Amount::ZERO,)+
                }
            }

            fn deadline(&self) -> Option<$crate::time::Timestamp> {
                match self {
                    $(Self::$stage(stage) => Some(stage.deadline()),)*
                    $(Self::$start(_) => None,)*
                    $(Self::$end(_) => None,)+
                }
            }

            fn is_terminal(&self) -> bool {
                matches!(self, $(Self::$end(_))|+)
            }
        }

        impl $crate::machine::Command for Command {
            fn name(&self) -> &'static str {
                match self {
                    $(Self::$command(_) => stringify!($command)),+
                }
            }
        }
    };
    (@into $whole:ident $($part:ident)+) => {
        $(impl From<$part> for $whole {
            fn from(part: $part) -> Self {
                Self::$part(part)
            }
        })+
    };
}

impl<A, B> Move<Either<A, B>> {
    /// The same move, seen as one of the lifecycle.
    #[must_use]
    pub fn widen_either<T: From<A> + From<B>>(self) -> Move<T> {
        self.map(|to| match to {
            Either::First(to) => to.into(),
            Either::Second(to) => to.into(),
        })
    }
}
