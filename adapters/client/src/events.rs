//! Streams of events that go on where they broke off.

use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::{BoxStream, unfold};
use reqwest::Response;
use serde::de::DeserializeOwned;
use tokio::time::{sleep, timeout};

use crate::client::Client;
use crate::error::{Error, Problem};
use crate::sse::{Frame, Parser};

/// One event of a stream.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Event<T> {
    /// Where to resume: give it to the call that opened the stream.
    pub id: Option<String>,
    /// What happened.
    pub body: T,
}

/// A stream of events. It reconnects after the last event as long as [`Retry`](crate::Retry)
/// allows, counted from the last sign of life, and ends after the first error.
pub type Events<T> = BoxStream<'static, Result<Event<T>, Error>>;

/// What the events of a stream say.
pub(crate) trait Body: Sized + Send + 'static {
    /// Reads an event by its name.
    fn read(name: String, data: String) -> Result<Self, Error>;

    /// Whether nothing of interest can follow.
    fn is_last(&self) -> bool;
}

/// Opens the stream at a path after the event with that id.
pub(crate) fn follow<T: Body>(client: &Client, path: String, after: Option<&str>) -> Events<T> {
    let follower = Follower {
        client: client.clone(),
        path,
        after: after.map(str::to_owned),
        connection: None,
        asked: None,
        failures: 0,
        over: false,
    };
    unfold(follower, |mut follower| async move {
        if follower.over {
            return None;
        }
        let event = follower.next().await;
        follower.over = event.as_ref().map_or(true, |event: &Event<T>| event.body.is_last());
        Some((event, follower))
    })
    .boxed()
}

/// The data of an event.
pub(crate) fn parse<T: DeserializeOwned>(data: &str) -> Result<T, Error> {
    serde_json::from_str(data).map_err(Error::Decode)
}

struct Follower {
    client: Client,
    path: String,
    /// The last event that was seen.
    after: Option<String>,
    connection: Option<(Response, Parser)>,
    /// How long the server asks to wait before a reconnect.
    asked: Option<Duration>,
    /// Since the last sign of life.
    failures: u32,
    over: bool,
}

impl Follower {
    async fn next<T: Body>(&mut self) -> Result<Event<T>, Error> {
        loop {
            match self.frame().await {
                Ok(Frame { id, name, data }) => {
                    self.after.clone_from(&id);
                    return Ok(Event { id, body: T::read(name, data)? });
                }
                Err(error) => self.recover(error).await?,
            }
        }
    }

    /// The next event of the connection, which is opened if there is none.
    async fn frame(&mut self) -> Result<Frame, Error> {
        if self.connection.is_none() {
            let response = self.client.open(&self.path, self.after.as_deref()).await?;
            self.connection = Some((response, Parser::after(self.after.clone())));
        }
        let Some((response, parser)) = &mut self.connection else {
            return Err(Error::Stream("there is no connection".to_owned()));
        };
        loop {
            match parser.next() {
                // The server cannot go on, and says why.
                Some(frame) if frame.name == "failure" => {
                    return Err(parse::<Problem>(&frame.data)?.into());
                }
                Some(frame) => return Ok(frame),
                None => {}
            }
            let bytes = timeout(self.client.shared.silence, response.chunk()).await;
            let bytes = bytes.map_err(Error::transport)?.map_err(Error::transport)?;
            let bytes = bytes.ok_or_else(|| Error::transport("the server ended the stream"))?;
            parser.push(&bytes)?;
            self.failures = 0;
            self.asked = parser.retry();
        }
    }

    /// Waits until it is time to reconnect, or gives the error back.
    async fn recover(&mut self, error: Error) -> Result<(), Error> {
        self.connection = None;
        let Some(wait) = self.client.pause(self.failures, &error) else { return Err(error) };
        sleep(self.asked.map_or(wait, |asked| asked.max(wait))).await;
        self.failures += 1;
        Ok(())
    }
}
