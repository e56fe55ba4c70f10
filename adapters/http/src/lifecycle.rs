//! What the surface must know of a lifecycle, and what it does with any: look at an instance,
//! give it orders, answer. Each lifecycle says its own words in one table beside its routes.

use std::cmp::Reverse;
use std::fmt::Display;

use axum::http::StatusCode;
use axum::response::Response;
use earnest::Instance;
use earnest::authority::{Actor, Role};
use earnest::ids::{InstanceId, PartyId};
use earnest::machine::{Table, Terms as _};
use earnest::marketplace::Agent;
use earnest::money::Amount;
use earnest_service::store::{Commit, Entry, Failure, Sort};
use earnest_service::{Answer, Held, Hosted, SharedText, Status};
use serde::Serialize;

use crate::act::{Attempt, Ticket};
use crate::app::App;
use crate::auth::Caller;
use crate::ids::AgentId;
use crate::page::{Cursor, Limit};
use crate::problem::{Code, Problem};
use crate::refusal;
use crate::stream::Draft;
use crate::wire::Money;

/// A lifecycle whose commands have names on the wire.
pub(crate) trait Spoken: Hosted + Table<Stage: Status> {
    /// How a command is called on the wire, by its name in the table.
    fn action(command: &'static str) -> &'static str;

    /// Whether the routes take a command from this sender that its role allows. Where an owner and
    /// its agent have the same role, a route may be for one of them only.
    fn takes(_: &Instance<Self>, _: Actor, _: &'static str) -> bool {
        true
    }
}

/// A lifecycle with routes of its own.
pub(crate) trait Surfaced: Spoken {
    /// What commands and questions about one instance are answered with.
    type Answer: Serialize + Send;

    /// The answer about an instance, as it stands after the command under way.
    fn answer(
        app: &App,
        held: &Held<Self>,
    ) -> impl Future<Output = Result<Self::Answer, Problem>> + Send;

    /// How a party's wallet is called in what an order would move.
    fn wallet(instance: &Instance<Self>, party: PartyId) -> &'static str;

    /// An amount as the lifecycle's routes write it.
    fn money(terms: &Self::Terms, amount: Amount) -> Money {
        Money::show(terms.asset(), amount)
    }

    /// Whether agents speak for themselves, with keys of their own.
    const AGENTS_SPEAK: bool = false;

    /// Whether anyone with a key may look at it.
    fn is_open(instance: &Instance<Self>) -> bool;

    /// The agent that works on it, where agents have owners who act for them.
    fn agent(instance: &Instance<Self>) -> Option<Agent>;

    /// What streams tell of an entry, in order; `None` if the entry cannot be read.
    fn events(id: InstanceId, entry: Entry) -> Option<Vec<Draft>>;
}

/// An id on the wire, which says of which lifecycle it is.
pub(crate) trait Named: Copy + Display + Into<InstanceId> + Send + Sync + 'static {
    /// The lifecycle.
    type Of: Surfaced;
}

/// The command of the lifecycle that an id names.
type CommandOf<I> = <<I as Named>::Of as Table>::Command;

/// Who may look at an instance besides its parties and admins.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Openness {
    /// Nobody.
    Parties,
    /// Anyone, while it is [open](Surfaced::is_open).
    Anyone,
}

/// One page of a list.
pub(crate) struct Page<M: Surfaced> {
    /// Newest first.
    pub(crate) instances: Vec<Held<M>>,
    /// Where the next page begins; none on the last.
    pub(crate) next_cursor: Option<Cursor>,
}

impl App {
    /// An instance that the caller may see, with every timeout applied that is due.
    ///
    /// # Errors
    ///
    /// 404 `not_found` for strangers as for missing instances; the store's (HTTP-11).
    pub(crate) async fn visible<I: Named>(
        &self,
        caller: Caller,
        id: I,
        openness: Openness,
    ) -> Result<Held<I::Of>, Problem> {
        let held = self.service.read::<I::Of>(id.into()).await;
        let held = held.map_err(|error| refusal::refused(error, caller.party(), self.now()))?;
        let party = !held.instance.roles(caller.user).is_none();
        let open = openness == Openness::Anyone && I::Of::is_open(&held.instance);
        if party || caller.admin || open { Ok(held) } else { Err(Problem::not_found()) }
    }

    /// An instance as the store keeps it: what a command starts from.
    ///
    /// # Errors
    ///
    /// 404 `not_found` for a missing instance; the store's.
    pub(crate) async fn stored<I: Named>(&self, id: I, by: Actor) -> Result<Held<I::Of>, Problem> {
        let held = self.service.load::<I::Of>(id.into()).await;
        held.map_err(|error| refusal::refused(error, by, self.now()))
    }

    /// Decides an order and puts it into a commit; an empty one if the order asks for what was
    /// already done.
    ///
    /// # Errors
    ///
    /// What the core refuses, as a problem.
    pub(crate) async fn order<I: Named>(
        &self,
        id: I,
        ticket: &Ticket,
        by: Actor,
        command: impl Into<CommandOf<I>>,
        document: Option<SharedText>,
    ) -> Result<(Held<I::Of>, Commit), Problem> {
        let held = self.stored(id, by).await?;
        self.order_on(held, ticket, by, command, document).await
    }

    /// The same for an instance that was just loaded.
    ///
    /// # Errors
    ///
    /// What the core refuses, as a problem.
    pub(crate) async fn order_on<M: Surfaced>(
        &self,
        held: Held<M>,
        ticket: &Ticket,
        by: Actor,
        command: impl Into<M::Command>,
        document: Option<SharedText>,
    ) -> Result<(Held<M>, Commit), Problem> {
        if let Some(agent) = ticket.agent {
            self.hired(&held, by, agent).await?;
        }
        let decided =
            self.service.decide_on(held, ticket.order, by, command.into(), document).await;
        let mut commit = Commit::default();
        let held = match decided.map_err(|error| refusal::refused(error, by, self.now()))? {
            Answer::Done(held) => {
                held.write(&mut commit)?;
                held
            }
            Answer::Repeated(held) => held,
        };
        Ok((held, commit))
    }

    /// Carries out an order and answers with the instance.
    ///
    /// # Errors
    ///
    /// What the core refuses, as a problem.
    pub(crate) async fn act<I: Named>(
        &self,
        id: I,
        ticket: &Ticket,
        by: Actor,
        command: CommandOf<I>,
        document: Option<SharedText>,
    ) -> Result<Response, Problem> {
        self.once(ticket, |_| async {
            let (command, document) = (command.clone(), document.clone());
            let (held, commit) = self.order(id, ticket, by, command, document).await?;
            Attempt::new(commit, StatusCode::OK, &I::Of::answer(self, &held).await?)
        })
        .await
    }

    /// One page of the instances in any of some lists, newest first.
    ///
    /// # Errors
    ///
    /// The store's.
    pub(crate) async fn page<M: Surfaced>(
        &self,
        lists: &[String],
        facet: Option<&str>,
        cursor: Option<Cursor>,
        limit: Limit,
    ) -> Result<Page<M>, Failure> {
        let after = cursor.map(Cursor::id);
        // One more than is shown tells whether another page follows.
        let more = u32::try_from(limit.number()).unwrap_or(u32::MAX).saturating_add(1);
        let mut streams = Vec::new();
        for list in lists {
            streams.extend(self.store().list(list, facet, after, Sort::Newest, more).await?);
        }
        streams.sort_unstable_by_key(|stream| Reverse(stream.id));
        streams.dedup_by_key(|stream| stream.id);
        let next = streams.len() > limit.number();
        streams.truncate(limit.number());
        let next_cursor = streams.last().filter(|_| next).map(|last| Cursor::after(last.id));
        let instances: Result<_, _> = streams.iter().map(Held::load).collect();
        Ok(Page { instances: instances?, next_cursor })
    }

    /// The agent in the path is the sender's, and the one that works. To anyone else the instance
    /// does not exist.
    async fn hired<M: Surfaced>(
        &self,
        held: &Held<M>,
        by: Actor,
        agent: AgentId,
    ) -> Result<(), Problem> {
        let hired = M::agent(&held.instance);
        match (hired, by) {
            (Some(hired), Actor::Party(user)) if hired.id == agent.0 && hired.owner == user => {
                Ok(())
            }
            (_, Actor::Party(user)) => {
                self.own_agent(user, agent).await?;
                // The buyer knows the instance, but is not the agent.
                let known = held.instance.roles(user).has(Role::Buyer);
                Err(if known { Problem::new(Code::WrongRole) } else { Problem::not_found() })
            }
            _ => Err(Problem::not_found()),
        }
    }
}
