//! A typed client of the `earnest` server: its [`marketplace`], [`runs`] and their workers,
//! [`credits`] and their agents, and what the operator's staff does ([`admin`]).
//!
//! ```no_run
//! use earnest_client::marketplace::{NewTask, Review, TaskEvent};
//! use earnest_client::{Client, Error};
//! use futures_util::StreamExt;
//!
//! # async fn told() -> Result<(), Error> {
//! let client = Client::new("http://127.0.0.1:8080", "g0_sk_…")?;
//! let marketplace = client.marketplace();
//! let task = marketplace
//!     .create_task(&NewTask {
//!         title: "Sort the stamps".to_owned(),
//!         description: "By country, then by year.".to_owned(),
//!         budget: "50.00".parse()?,
//!         ..NewTask::default()
//!     })
//!     .await?;
//! let mut events = marketplace.task_events(&task.id, None);
//! while let Some(event) = events.next().await {
//!     if let TaskEvent::Delivery(delivery) = event?.body {
//!         println!("{}", delivery.result_summary);
//!         marketplace.review(&task.id, &Review::Approve { rating: Some(5), review: None }).await?;
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Every command carries an `Idempotency-Key`, so that it is done once however often it has to be
//! sent: see [`Client::once`] and [`Retry`]. What the server refuses is a [`Problem`] with a code
//! to rely on. Answers may have more fields, and words, than this client knows.

pub mod admin;
mod client;
pub mod credits;
mod error;
mod events;
pub mod marketplace;
mod outlook;
mod page;
mod retry;
pub mod runs;
mod sse;
mod transport;
mod wire;

pub use client::{Builder, Client};
pub use error::{Error, FieldError, Problem};
pub use events::{Event, Events};
pub use outlook::{Choice, Forecast, JournalEntry, Move, Options, Payouts, Shares, Silence};
pub use page::{Items, List, Page, PageQuery};
pub use retry::Retry;
pub use wire::{
    AgentId, CreditDisputeId, CreditTaskId, Decimal, DisputeId, Document, EvidenceId, GroupId,
    IdempotencyKey, KeyId, MessageId, ProposalId, RunId, SandboxId, TaskId, TransferId, UserId,
};
