//! Earnest over HTTP: what a client sends is read strictly, what it gets is exact, and every
//! failure is a [`Problem`] with a stable code.
//!
//! The modules here know no lifecycle: they are the ground the routes stand on.

mod act;
pub mod admin;
pub mod agents;
mod app;
mod auth;
mod body;
pub mod credits;
mod decode;
mod difference;
pub mod docs;
mod documents;
mod grants;
mod house;
mod idempotency;
pub mod ids;
pub mod journal;
mod keys;
mod lifecycle;
pub mod marketplace;
pub mod ops;
pub mod options;
mod page;
mod path;
mod problem;
mod query;
mod refusal;
mod router;
pub mod runs;
mod serve;
pub mod sse;
mod stream;
pub mod wallet;
pub mod wire;

pub use act::{Attempt, Ticket};
pub use app::App;
pub use auth::{Admin, AgentCaller, AnyCaller, Caller};
pub use body::{Bare, BodyLimits, Hashed, Json, Nothing};
pub use decode::{json, refuse};
pub use house::{ASSET, CreditHouse, House, RunHouse};
pub use idempotency::IdempotencyKey;
pub use keys::{ApiKey, NotAKey, bearer};
pub use page::{Cursor, Limit};
pub use path::Path;
pub use problem::{
    Code, CommandProblems, FieldError, Problem, QueryProblems, StreamProblems, codes,
};
pub use query::Query;
pub use router::{credits_router, openapi, router, runs_router};
pub use serve::{Settings, serve};
