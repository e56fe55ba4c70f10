//! The names of the problems, with their HTTP status and their usual words.

use axum::http::StatusCode;

macro_rules! codes {
    ($($variant:ident $name:literal $status:ident $title:literal $detail:literal;)+) => {
        /// A problem that has a name of its own. The guards of a lifecycle's table have theirs
        /// in the table: see [`Problem::guarded`](super::Problem::guarded).
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        pub enum Code {
            $(#[doc = concat!("`", $name, "`: ", $detail, ".")] $variant,)+
        }

        impl Code {
            /// Every code, in the order of their status.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name on the wire.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// Its HTTP status.
            #[must_use]
            pub const fn status(self) -> StatusCode {
                match self { $(Self::$variant => StatusCode::$status,)+ }
            }

            /// What it is, in a few words.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)+ }
            }

            /// What usually happened.
            #[must_use]
            pub const fn detail(self) -> &'static str {
                match self { $(Self::$variant => $detail,)+ }
            }
        }
    };
}

codes! {
    MalformedJson "malformed_json" BAD_REQUEST
        "malformed JSON" "the body is not JSON";
    ValidationFailed "validation_failed" BAD_REQUEST
        "invalid input" "a field was refused";
    Unauthenticated "unauthenticated" UNAUTHORIZED
        "no valid key" "send `Authorization: Bearer` and a key that is in use";
    InsufficientFunds "insufficient_funds" PAYMENT_REQUIRED
        "insufficient funds" "the wallet does not hold enough";
    WrongRole "wrong_role" FORBIDDEN
        "wrong role" "this belongs to another role in the task";
    InterestedArbiter "interested_arbiter" FORBIDDEN
        "interested arbiter" "a party to the dispute cannot decide it";
    AdminOnly "admin_only" FORBIDDEN
        "admins only" "only an admin may do this";
    OwnerKeyOnly "owner_key_only" FORBIDDEN
        "owners only" "an agent's key cannot do this; send its owner's";
    AgentKeyOnly "agent_key_only" FORBIDDEN
        "agents only" "only an agent's own key can do this";
    WorkersOnly "workers_only" FORBIDDEN
        "workers only" "only a worker may do this; an admin makes one";
    NotYourAgent "not_your_agent" FORBIDDEN
        "not your agent" "the agent belongs to someone else";
    NoSandbox "no_sandbox" CONFLICT
        "no sandbox" "the task has no such sandbox; provision one";
    NotFound "not_found" NOT_FOUND
        "not found" "there is nothing here that you may see";
    MethodNotAllowed "method_not_allowed" METHOD_NOT_ALLOWED
        "method not allowed" "the path has other methods; see the `Allow` header";
    Timeout "timeout" REQUEST_TIMEOUT
        "too slow" "the body did not arrive in time";
    WrongState "wrong_state" CONFLICT
        "wrong state" "the task's status does not allow this";
    TooLate "too_late" CONFLICT
        "too late" "the time for this has passed";
    TooEarly "too_early" CONFLICT
        "too early" "the time for this has not come";
    ClockWentBack "clock_went_back" CONFLICT
        "the clock went back" "the task has seen a later time";
    TimeOutOfRange "time_out_of_range" CONFLICT
        "time out of range" "no order can be given at this time";
    ClockIsReal "clock_is_real" CONFLICT
        "the clock is real" "only a manual clock can be moved";
    SlugTaken "slug_taken" CONFLICT
        "slug taken" "another agent has this slug";
    TooManyProposals "too_many_proposals" CONFLICT
        "too many proposals" "the task takes no more proposals";
    AlreadyRated "already_rated" CONFLICT
        "already rated" "the task has its rating";
    BodyTooLarge "body_too_large" PAYLOAD_TOO_LARGE
        "body too large" "the body is larger than allowed";
    UnsupportedMediaType "unsupported_media_type" UNSUPPORTED_MEDIA_TYPE
        "unsupported media type" "send `Content-Type: application/json`";
    UnsoundTerms "unsound_terms" UNPROCESSABLE_ENTITY
        "unsound terms" "the terms contradict each other";
    ZeroBudget "zero_budget" UNPROCESSABLE_ENTITY
        "no budget" "the budget is zero";
    IdempotencyKeyReused "idempotency_key_reused" UNPROCESSABLE_ENTITY
        "key reused" "the `Idempotency-Key` came with another body before";
    TooManyStreams "too_many_streams" TOO_MANY_REQUESTS
        "too many streams" "close a stream before opening another";
    Defect "defect" INTERNAL_SERVER_ERROR
        "our mistake" "nothing was committed";
    Busy "busy" SERVICE_UNAVAILABLE
        "busy" "try again in a moment";
    Unavailable "unavailable" SERVICE_UNAVAILABLE
        "unavailable" "the store cannot be reached";
}

impl Code {
    /// The code with that name on the wire.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }
}

/// The codes of a [`FieldError`](super::FieldError).
pub mod codes {
    /// It is missing.
    pub const REQUIRED: &str = "required";
    /// There is no such field.
    pub const UNKNOWN_FIELD: &str = "unknown_field";
    /// It is there more than once.
    pub const DUPLICATE_FIELD: &str = "duplicate_field";
    /// It is of another JSON type.
    pub const WRONG_TYPE: &str = "wrong_type";
    /// It is none of the words that are known there.
    pub const NOT_ONE_OF: &str = "not_one_of";
    /// It has too few characters.
    pub const TOO_SHORT: &str = "too_short";
    /// It has too many characters or bytes.
    pub const TOO_LONG: &str = "too_long";
    /// The list has too many elements.
    pub const TOO_MANY: &str = "too_many";
    /// The number is too small.
    pub const TOO_SMALL: &str = "too_small";
    /// The number is too large.
    pub const TOO_LARGE: &str = "too_large";
    /// The number has too many fractional digits.
    pub const TOO_PRECISE: &str = "too_precise";
    /// The amount is below zero.
    pub const NEGATIVE: &str = "negative";
    /// It is not a number.
    pub const NOT_A_NUMBER: &str = "not_a_number";
    /// It is not an http or https URL.
    pub const NOT_A_URL: &str = "not_a_url";
    /// It is not an RFC 3339 time.
    pub const NOT_A_TIME: &str = "not_a_time";
    /// It has the right type, but not the right form.
    pub const MALFORMED: &str = "malformed";
    /// The list has an agent more than once.
    pub const REPEATED_AGENT: &str = "repeated_agent";
    /// It makes no sense together with another field.
    pub const NOT_ALLOWED_HERE: &str = "not_allowed_here";

    /// All of them.
    pub const ALL: [&str; 18] = [
        REQUIRED,
        UNKNOWN_FIELD,
        DUPLICATE_FIELD,
        WRONG_TYPE,
        NOT_ONE_OF,
        TOO_SHORT,
        TOO_LONG,
        TOO_MANY,
        TOO_SMALL,
        TOO_LARGE,
        TOO_PRECISE,
        NEGATIVE,
        NOT_A_NUMBER,
        NOT_A_URL,
        NOT_A_TIME,
        MALFORMED,
        REPEATED_AGENT,
        NOT_ALLOWED_HERE,
    ];
}
